"""The norm matrix on the terminal, and as a page in docs that is written from the same files and so never lags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.norm_files import load_norms
from zpm_audit.catalogue.norm_words import COVERAGE_MEANING, COVERAGE_NAME, NO_MATRIX, SUMMARY_NAME
from zpm_audit.catalogue.norms import COVERAGES, SUMMARIES, Framework, NormMatrix
from zpm_audit.catalogue.pages.markdown import link, plain_words, table
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.words import CERTAINTY

#: The first words of the page: what they stand in was written here, and may be written again.
MARK = "<!-- Gemaakt door zpm-audit checks norms"


def norm_lines(folder: Path | None, language: Language, out: Path | None = None) -> list[str]:
    """Return the matrix for the terminal; with ``out`` write the page instead and say so."""
    catalogue = load_catalogue(folder)
    if out is not None:
        return write_norms(catalogue, out, language) or [NO_MATRIX.in_(language)]
    matrix = load_norms(catalogue)
    return list(_lines(catalogue, matrix, language)) if matrix else [NO_MATRIX.in_(language)]


def write_norms(catalogue: Catalogue, out: Path, language: Language) -> list[str]:
    """Write the page about the matrix and say so; nothing where the catalogue has none."""
    matrix = load_norms(catalogue)
    if matrix is None:
        return []
    _write(out, norm_page(catalogue, matrix))
    return [Text(f"Normmatrix geschreven naar {out}.", f"Norm matrix written to {out}.").in_(language)]


def norm_page(catalogue: Catalogue, matrix: NormMatrix) -> str:
    """Return the page about the matrix, in Dutch."""
    return "\n".join(_page(catalogue, matrix)).rstrip("\n") + "\n"


def _write(out: Path, text: str) -> None:
    if out.exists() and not (out.is_file() and out.read_text(encoding="utf-8", errors="replace").startswith(MARK)):
        raise UsageError(
            nl=f"{out} is niet door zpm-audit gemaakt en wordt niet overschreven. Geef met --out een andere naam.",
            en=f"{out} was not made by zpm-audit and is not overwritten. Give another name with --out.",
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            nl=f"{out} is niet te schrijven. Geef met --out een bestand in een map waarin u mag schrijven.",
            en=f"{out} cannot be written. Give a file with --out in a folder that you may write in.",
        ) from error


def _lines(catalogue: Catalogue, matrix: NormMatrix, language: Language) -> Iterator[str]:
    for framework in matrix.frameworks:
        yield f"{framework.id}: {framework.title.in_(language)} ({_counts(framework, language)})"
        for norm in framework.norms:
            yield f"  {norm.id:<16} {SUMMARY_NAME[norm.summary].in_(language):<16} {norm.title.in_(language)}"
            for cover in norm.covers:
                note = cover.note.in_(language)
                kind = COVERAGE_NAME[cover.coverage].in_(language)
                yield f"      {kind}: {', '.join(cover.check_ids)}{'. ' if cover.check_ids and note else ''}{note}"
        yield ""
    left = matrix.unplaced(catalogue.checks)
    if left:
        yield Text("Onder geen enkele norm: ", "Under no norm at all: ").in_(language) + ", ".join(left)
    total = sum(len(f.norms) for f in matrix.frameworks)
    yield Text(
        f"{total} normen in {len(matrix.frameworks)} kaders, {len(matrix.check_ids)} checks geplaatst.",
        f"{total} norms in {len(matrix.frameworks)} frameworks, {len(matrix.check_ids)} checks placed.",
    ).in_(language)


def _counts(framework: Framework, language: Language) -> str:
    return ", ".join(f"{framework.count(s)} {SUMMARY_NAME[s].in_(language)}" for s in SUMMARIES if framework.count(s))


def _page(catalogue: Catalogue, matrix: NormMatrix) -> Iterator[str]:
    yield f"{MARK}. Wijzig referentie/normmatrix/*.csv, niet deze pagina. -->"
    yield ""
    yield "# De normmatrix"
    yield ""
    yield (
        "Welke norm wordt door welke check gedekt, en hoe ver? Een gat is even belangrijk als een dekking: wat niet "
        "of maar deels gedekt is, vraagt een andere beheersmaatregel in het AO/IC-plan. In beide rapporten staat "
        "dezelfde matrix met achter elke check de uitkomst van die run."
    )
    yield ""
    yield from (f"- **{COVERAGE_NAME[c].nl}**: {COVERAGE_MEANING[c].nl}" for c in COVERAGES)
    yield ""
    header = ["kader", "normen", *(SUMMARY_NAME[s].nl for s in SUMMARIES)]
    yield from table(
        header,
        [
            [plain_words(f"{f.id}: {f.title.nl}"), str(len(f.norms)), *(str(f.count(s)) for s in SUMMARIES)]
            for f in matrix.frameworks
        ],
    )
    left = matrix.unplaced(catalogue.checks)
    if left:
        yield f"Onder geen enkele norm geplaatst: {', '.join(left)}."
        yield ""
    for framework in matrix.frameworks:
        yield from _framework(framework)
    yield "## Zo wordt hij onderhouden"
    yield ""
    yield (
        "De matrix staat in `checks/referentie/normmatrix/`: `kaders.csv`, `normen.csv` en `dekking.csv`. "
        "`zpm-audit checks lint` weigert een check die niet bestaat, een onbekende dekking, een dubbele rij, een norm "
        "zonder plaats en een dekking die niet exact is zonder toelichting in beide talen. Een map met eigen checks "
        "toont een matrix als deze bestanden in haar eigen `referentie/normmatrix/` staan; de meegeleverde matrix gaat "
        "over de meegeleverde checks en wordt niet geleend. `zpm-audit checks norms --out docs/normmatrix.md` schrijft "
        "deze pagina opnieuw."
    )


def _framework(framework: Framework) -> Iterator[str]:
    yield f"## {plain_words(framework.title.nl)}"
    yield ""
    source = f" Bron: {plain_words(framework.source)}{f', {link(framework.url)}' if framework.url else ''}."
    yield plain_words(framework.note.nl) + source
    yield ""
    rows = []
    for norm in framework.norms:
        first = [
            plain_words(norm.id),
            plain_words(norm.title.nl),
            f"{norm.certainty}: {CERTAINTY[norm.certainty].nl}",
        ]
        for cover in norm.covers:
            checks = ", ".join(f"[{i}](checks/{i}.md)" for i in cover.check_ids)
            rows.append([*first, COVERAGE_NAME[cover.coverage].nl, checks, plain_words(cover.note.nl)])
            first = ["", "", ""]
    yield from table(["norm", "wat zij vraagt", "zekerheid", "dekking", "checks", "toelichting"], rows)
