"""Reads the norm matrix from its three files. Data, kept apart from checks.

In ``referentie/normmatrix/`` stand ``kaders.csv`` (the frameworks), ``normen.csv`` (their norms) and ``dekking.csv`` (a
row per norm and check). A gap is a row too: a norm that nothing covers says so. ``handwerk.csv`` may say
from what items are drawn for the norms that a person has to test. A catalogue of one's own shows a matrix when it has
these files; the one that comes with the tool speaks of the tool's own checks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.loader import REFERENCES, CatalogueError
from zpm_audit.catalogue.norm_rows import CoverageRow, FrameworkRow, HandWorkRow, NormRow, R, Written, read_rows
from zpm_audit.catalogue.norms import ONCE, Framework, Line, ListedNorm, NormMatrix
from zpm_audit.checks.model import Catalogue

#: Not among the code lists right in ``referentie/``: those are tables that checks look things up in.
FOLDER = "normmatrix"
FRAMEWORKS = "kaders.csv"
NORMS = "normen.csv"
COVERAGE = "dekking.csv"
HAND_WORK = "handwerk.csv"

Key = tuple[str, ...]
Frameworks = Mapping[Key, Written[FrameworkRow]]
Norms = Mapping[Key, Written[NormRow]]
#: The rows about each norm.
Covered = Mapping[Key, list[Written[CoverageRow]]]
Drawn = Mapping[Key, Written[HandWorkRow]]


def load_norms(catalogue: Catalogue) -> NormMatrix | None:
    """Return the matrix of a catalogue, or None where it has none; CatalogueError with every problem in it."""
    folder = catalogue.folder / REFERENCES / FOLDER
    if not any((folder / name).exists() for name in (FRAMEWORKS, NORMS, COVERAGE)):
        return None
    files = _Files(folder)
    frameworks = files.keyed(FRAMEWORKS, FrameworkRow, "kader")
    norms = files.keyed(NORMS, NormRow, "kader", "norm_id")
    covered: dict[Key, list[Written[CoverageRow]]] = defaultdict(list)
    for (kader, norm_id, _), found in files.keyed(COVERAGE, CoverageRow, "kader", "norm_id", "check_id").items():
        covered[kader, norm_id].append(found)
    drawn = files.keyed(HAND_WORK, HandWorkRow, "kader", "norm_id") if (folder / HAND_WORK).exists() else {}
    files.refuse_unknown(frameworks, norms, covered, catalogue.checks)
    files.refuse_unplaced(frameworks, norms, covered)
    files.refuse_undrawn(drawn, norms, covered)
    if files.problems:
        raise CatalogueError(sorted(files.problems, key=lambda p: (str(p.file), p.line, p.column)))
    return NormMatrix(tuple(_framework(f.row, norms, covered, drawn) for f in frameworks.values() if f.row))


def _framework(row: FrameworkRow, norms: Norms, covered: Covered, drawn: Drawn) -> Framework:
    own = (_norm(n.row, covered[key], drawn.get(key)) for key, n in norms.items() if n.row and key[0] == row.kader)
    title, note = Text(row.titel_nl, row.titel_en), Text(row.toelichting_nl, row.toelichting_en)
    return Framework(row.kader, title, note, row.bron, row.url, tuple(own))


def _norm(row: NormRow, covering: Iterable[Written[CoverageRow]], drawn: Written[HandWorkRow] | None) -> ListedNorm:
    lines = (
        Line(c.row.check_id or None, c.row.dekking, Text(c.row.toelichting_nl, c.row.toelichting_en))
        for c in covering
        if c.row
    )
    population = drawn.row.populatie if drawn and drawn.row else ONCE
    title = Text(row.titel_nl, row.titel_en)
    return ListedNorm(row.norm_id, title, row.bron, row.url, row.zekerheid, tuple(lines), population)


class _Files:
    """The files together, and what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[Problem] = []

    def keyed(self, file: str, model: type[R], *names: str) -> dict[Key, Written[R]]:
        """Return the rows of a file by their key; a repeated key is a problem."""
        found: dict[Key, Written[R]] = {}
        for written in read_rows(self._folder / file, model, self.problems):
            key = tuple(written.cells[name] for name in names)
            if key in found:
                shown, first = " ".join(part for part in key if part), found[key].line
                hint = Text(f"de eerste staat op regel {first}", f"the first is on line {first}")
                self._add(file, written.line, f"{shown} staat er twee keer", f"{shown} stands here twice", hint)
            else:
                found[key] = written
        return found

    def refuse_unknown(self, frameworks: Frameworks, norms: Norms, covered: Covered, checks: Iterable[str]) -> None:
        """Refuse what names a framework, norm or check that is not there."""
        known = set(checks)
        for (kader, _), norm in norms.items():
            if (kader,) not in frameworks:
                self._unknown(NORMS, norm.line, "kader", kader, [k for (k,) in frameworks])
        for key, rows in covered.items():
            for row in rows:
                check_id = row.cells["check_id"]
                if key not in norms:
                    self._unknown(COVERAGE, row.line, "norm", " ".join(key), [" ".join(k) for k in norms])
                if check_id and check_id not in known:
                    self._unknown(COVERAGE, row.line, "check", check_id, sorted(known))

    def refuse_unplaced(self, frameworks: Frameworks, norms: Norms, covered: Covered) -> None:
        """Refuse a framework without norms, a norm without rows, and one that is covered and not covered at once."""
        filled = {kader for kader, _ in norms}
        for (kader,), framework in frameworks.items():
            if kader not in filled:
                nl, en = f"kader '{kader}' heeft geen norm", f"framework '{kader}' has no norm"
                self._add(FRAMEWORKS, framework.line, nl, en)
        for key, norm in norms.items():
            shown = " ".join(key)
            kinds = Counter(row.cells["dekking"] for row in covered.get(key, []))
            if not kinds:
                hint = Text(
                    f"geef hem een rij in {COVERAGE}, desnoods met dekking geen",
                    f"give it a row in {COVERAGE}, if need be with coverage geen",
                )
                self._add(NORMS, norm.line, f"norm {shown} is niet geplaatst", f"norm {shown} is not placed", hint)
            elif kinds["geen"] and len(kinds) > 1:
                nl = f"norm {shown} heeft dekking 'geen' en toch ook andere rijen"
                self._add(NORMS, norm.line, nl, f"norm {shown} has coverage 'geen' beside other rows")

    def refuse_undrawn(self, drawn: Drawn, norms: Norms, covered: Covered) -> None:
        """Refuse what is not drawn for a norm that a person has to test; each such norm is named, where any is."""
        by_hand = {key for key, rows in covered.items() if any(r.cells["dekking"] == "hand" for r in rows)}
        for key, row in drawn.items():
            named = " ".join(key)
            if key not in norms:
                self._unknown(HAND_WORK, row.line, "norm", named, [" ".join(k) for k in norms])
            elif key not in by_hand:
                nl, en = f"norm {named} is niet met de hand te toetsen", f"norm {named} is not to be tested by hand"
                self._add(HAND_WORK, row.line, nl, en)
        for key in sorted(by_hand - set(drawn)) if drawn else ():
            named = " ".join(key)
            self._add(HAND_WORK, 1, f"norm {named} staat er niet in", f"norm {named} is not in it")

    def _unknown(self, file: str, line: int, what: str, value: str, known: Iterable[str]) -> None:
        english = {"kader": "framework", "norm": "norm", "check": "check"}[what]
        nl, en = f"{what} '{value}' bestaat niet", f"{english} '{value}' does not exist"
        self._add(file, line, nl, en, did_you_mean(value, known))

    def _add(self, file: str, line: int, nl: str, en: str, hint: Text | None = None) -> None:
        self.problems.append(Problem(self._folder / file, line, 1, Text(nl, en), hint))
