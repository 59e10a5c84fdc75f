"""A page per check for who has to act on it or rely on it, written from the check file itself so that it never lags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.pages.export import export_page
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.catalogue.pages.markdown import plain_words, table
from zpm_audit.catalogue.pages.norms import write_norms
from zpm_audit.catalogue.pages.sections import SECTIONS, summary
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.words import CERTAINTY, CERTAINTY_MEANING, SEVERITY_MEANING

#: Where the pages stand when nobody says otherwise, and the command that makes them anew.
HOME = Path("docs")
COMMAND = "zpm-audit checks docs"
INDEX = "index.md"
NORMS = "normmatrix.md"
EXPORT = "export.md"
#: The first words of every page: what they stand in was written here, and may be written again.
MARK = f"<!-- Gemaakt door {COMMAND}"


def page(catalogue: Catalogue, check_id: str) -> str:
    """Return the page about one check."""
    check = catalogue.checks[check_id]
    return _text(_page(Facts(catalogue, check)))


def index(catalogue: Catalogue) -> str:
    """Return the page that leads to all others, theme by theme."""
    return _text(_index(catalogue))


def write_pages(catalogue: Catalogue, folder: Path) -> list[Path]:
    """Write every page and the index into ``folder``; UsageError where a page of somebody else's stands in the way."""
    pages = {folder / f"{check_id}.md": page(catalogue, check_id) for check_id in catalogue.checks}
    pages[folder / INDEX] = index(catalogue)
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            nl=f"{folder} is geen map. Geef met --out een map voor de pagina's.",
            en=f"{folder} is not a folder. Give a folder for the pages with --out.",
        )
    for path in pages:
        if path.exists() and not _ours(path):
            raise UsageError(
                nl=f"{path} is niet door zpm-audit gemaakt en wordt niet overschreven. Geef met --out een andere map.",
                en=f"{path} was not made by zpm-audit and is not overwritten. Give another folder with --out.",
            )
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(pages)


def orphans(catalogue: Catalogue, folder: Path) -> list[Path]:
    """Return the pages in ``folder`` of checks that are no longer there."""
    known = {*catalogue.checks, Path(INDEX).stem}
    return [path for path in sorted(folder.glob("*.md")) if path.stem not in known and _ours(path)]


def docs_lines(checks: Path | None, out: Path | None, language: Language) -> list[str]:
    """Write everything that comes from the checks, or only their pages where ``out`` says; return what to tell."""
    catalogue = load_catalogue(checks)
    lines = _page_lines(catalogue, out or HOME / "checks", language)
    if out:
        return lines
    return [*lines, *write_norms(catalogue, HOME / NORMS, language), *_export_lines(catalogue, HOME / EXPORT, language)]


def export(catalogue: Catalogue) -> str:
    """Return the page about the tables and columns of an export."""
    return _text(_export(catalogue))


def _export(catalogue: Catalogue) -> Iterator[str]:
    yield f"{MARK} uit het register en de checks. Wijzig die, niet deze pagina. -->"
    yield ""
    yield from export_page(catalogue)


def _export_lines(catalogue: Catalogue, target: Path, language: Language) -> list[str]:
    if target.exists() and not _ours(target):
        raise UsageError(
            nl=f"{target} is niet door zpm-audit gemaakt en wordt niet overschreven. Verplaats dat bestand.",
            en=f"{target} was not made by zpm-audit and is not overwritten. Move that file.",
        )
    target.write_text(export(catalogue), encoding="utf-8", newline="\n")
    return [Text(f"De tabellen en kolommen in {target}.", f"Tables and columns in {target}.").in_(language)]


def _page_lines(catalogue: Catalogue, out: Path, language: Language) -> list[str]:
    written = write_pages(catalogue, out)
    lines = [
        Text(
            f"{len(written)} pagina's geschreven in {out}: {len(written) - 1} checks en {INDEX}.",
            f"{len(written)} pages written to {out}: {len(written) - 1} checks and {INDEX}.",
        )
    ]
    left = ", ".join(path.name for path in orphans(catalogue, out))
    if left:
        lines.append(
            Text(
                f"Van een check die er niet meer is, verwijder zelf: {left}.",
                f"Of a check that is no longer there, remove by hand: {left}.",
            )
        )
    return [text.in_(language) for text in lines]


def _page(facts: Facts) -> Iterator[str]:
    check, catalogue = facts.check, facts.catalogue
    yield f"{MARK} uit {_file(catalogue, check)}. Wijzig dat bestand, niet deze pagina. -->"
    yield ""
    yield f"# {check.id}: {plain_words(check.titel.nl)}"
    yield ""
    yield from summary(facts)
    for title, section in SECTIONS:
        yield f"## {title}"
        yield ""
        yield from section(facts)
    yield f"[Alle checks]({INDEX})"


def _file(catalogue: Catalogue, check: Check) -> str:
    return f"{check.thema}/{catalogue.files[check.id].name}"


def _index(catalogue: Catalogue) -> Iterator[str]:
    yield f"{MARK}. Wijzig de checkbestanden, niet deze pagina. -->"
    yield ""
    yield "# De checks"
    yield ""
    yield (
        f"{len(catalogue.checks)} checks, elk met een pagina die uit het checkbestand zelf gemaakt is: wat de norm "
        "eist, over wie het gaat, wanneer iets een afwijking is en op welke bron dat steunt."
    )
    yield ""
    for thema, shown in catalogue.definitions.themas.items():
        checks = [check for check in catalogue.checks.values() if check.thema == thema]
        if not checks:
            continue
        yield f"## {plain_words(shown.titel.nl)}"
        yield ""
        rows = [
            [f"[{c.id}]({c.id}.md)", plain_words(c.titel.nl), c.ernst, f"{c.zekerheid}: {CERTAINTY[c.zekerheid].nl}"]
            for c in checks
        ]
        yield from table(["check", "titel", "ernst", "zwakste zekerheid"], rows)
    yield "## Ernst en zekerheid"
    yield ""
    yield from (f"- **{ernst}**: {meaning.nl}" for ernst, meaning in SEVERITY_MEANING.items())
    yield from (f"- **{letter}**, {CERTAINTY[letter].nl}: {m.nl}" for letter, m in CERTAINTY_MEANING.items())
    yield ""
    yield "De zwakste bron of grens van een check bepaalt zijn zekerheid."


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(len(MARK)) == MARK
