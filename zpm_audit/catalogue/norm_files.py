"""Reads the norm matrix from its three files. Data, kept apart from checks.

In ``referentie/normmatrix/`` stand ``kaders.csv`` (the frameworks), ``normen.csv`` (their norms) and ``dekking.csv`` (a
row per norm and check). A gap is a row too: a norm that nothing covers says so. ``handwerk.csv`` may say
from what items are drawn for the norms that a person has to test. A catalogue of one's own shows a matrix when it has
these files; the one that comes with the tool speaks of the tool's own checks.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from zpm_audit.base.errors import os_reason
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.loader import REFERENCES, CatalogueError
from zpm_audit.catalogue.norms import (
    CERTAINTIES,
    COVERAGES,
    DRAWN_FROM,
    ONCE,
    Coverage,
    Framework,
    Line,
    ListedNorm,
    NormMatrix,
)
from zpm_audit.checks.model import Catalogue

#: Not among the code lists right in ``referentie/``: those are tables that checks look things up in.
FOLDER = "normmatrix"
FRAMEWORKS = "kaders.csv"
NORMS = "normen.csv"
COVERAGE = "dekking.csv"
HAND_WORK = "handwerk.csv"
HEADERS = {
    FRAMEWORKS: ("kader", "titel_nl", "titel_en", "toelichting_nl", "toelichting_en", "bron", "url"),
    NORMS: ("kader", "norm_id", "titel_nl", "titel_en", "bron", "url", "zekerheid"),
    COVERAGE: ("kader", "norm_id", "check_id", "dekking", "toelichting_nl", "toelichting_en"),
}
_OPTIONAL = {HAND_WORK: ("kader", "norm_id", "populatie")}
_URL = re.compile(r"https?://\S+\Z")
Row = Mapping[str, str]


def load_norms(catalogue: Catalogue) -> NormMatrix | None:
    """Return the matrix of a catalogue, or None where it has none; CatalogueError with every problem in it."""
    folder = catalogue.folder / REFERENCES / FOLDER
    there = [name for name in HEADERS if (folder / name).exists()]
    if not there:
        return None
    problems: list[Problem] = []
    tables = {name: _read(folder / name, problems) for name in HEADERS}
    tables[HAND_WORK] = _read(folder / HAND_WORK, problems) if (folder / HAND_WORK).exists() else []
    matrix = _Builder(folder, catalogue, tables, problems).build()
    if problems:
        raise CatalogueError(sorted(problems, key=lambda p: (str(p.file), p.line, p.column)))
    return matrix


def _read(path: Path, problems: list[Problem]) -> list[tuple[int, Row]]:
    """Return the rows of one file with the line that each begins on; a line that begins with # is a remark."""
    names = (HEADERS | _OPTIONAL)[path.name]
    rows: list[tuple[int, Row]] = []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(_problem(path, 1, "het bestand is geen UTF-8", "the file is not UTF-8"))
        return rows
    except OSError as error:
        why = os_reason(error)
        what = (f"het bestand is niet te lezen: {why.nl}", f"the file cannot be read: {why.en}")
        problems.append(_problem(path, 1, *what))
        return rows
    # A remark becomes an empty line, so that line numbers stay those of the file.
    plain = ["" if line.startswith("#") else line for line in text.splitlines(keepends=True)]
    reader = csv.reader(plain, strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not cells:
                continue
            if header is None:
                header = cells
                if tuple(cells) != names:
                    expected = ",".join(names)
                    what = (f"de kopregel moet zijn: {expected}", f"the header must be: {expected}")
                    problems.append(_problem(path, begun, *what))
                    return rows
            elif len(cells) != len(names):
                what = (
                    f"{len(cells)} cellen in plaats van {len(names)}",
                    f"{len(cells)} cells instead of {len(names)}",
                )
                hint = Text("zet aanhalingstekens om een tekst met een komma", "quote a text with a comma in it")
                problems.append(_problem(path, begun, *what, hint))
            else:
                rows.append((begun, dict(zip(names, (c.strip() for c in cells), strict=True))))
    except csv.Error as error:
        hint = Text("staat er een aanhalingsteken te veel of te weinig?", "is there a quote too many or too few?")
        problems.append(_problem(path, line, f"geen geldige CSV: {error}", f"not valid CSV: {error}", hint))
    if header is None and not problems:
        problems.append(_problem(path, 1, "het bestand is leeg", "the file is empty"))
    return rows


def _problem(path: Path, line: int, nl: str, en: str, hint: Text | None = None) -> Problem:
    return Problem(path, line, 1, Text(nl, en), hint)


class _Builder:
    """Puts the three files together and collects what is wrong with them."""

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        tables: Mapping[str, list[tuple[int, Row]]],
        problems: list[Problem],
    ) -> None:
        self._folder = folder
        self._checks = catalogue.checks
        self._tables = tables
        self._problems = problems

    def build(self) -> NormMatrix:
        """Return the matrix; it is of use only when no problem was found."""
        kaders = self._keyed(FRAMEWORKS, "kader")
        norms = self._keyed(NORMS, "kader", "norm_id")
        for (kader, _), (line, row) in norms.items():
            self._filled(NORMS, line, row, "titel_nl", "titel_en", "bron")
            self._one_of(NORMS, line, "zekerheid", row["zekerheid"], CERTAINTIES)
            self._address(NORMS, line, row["url"])
            if (kader,) not in kaders:
                self._unknown(NORMS, line, "kader", kader, [k for (k,) in kaders])
        covered = self._lines(norms)
        drawn = self._drawn_from(norms, covered)
        frameworks = []
        for (kader,), (line, row) in kaders.items():
            self._filled(FRAMEWORKS, line, row, "titel_nl", "titel_en", "toelichting_nl", "toelichting_en", "bron")
            self._address(FRAMEWORKS, line, row["url"])
            own = [
                self._norm(r, covered.get(key, []), drawn.get(key, ONCE))
                for key, (_, r) in norms.items()
                if key[0] == kader
            ]
            if not own:
                self._add(FRAMEWORKS, line, f"kader '{kader}' heeft geen norm", f"framework '{kader}' has no norm")
            title, note = (Text(row[f"{n}_nl"], row[f"{n}_en"]) for n in ("titel", "toelichting"))
            frameworks.append(Framework(kader, title, note, row["bron"], row["url"], tuple(own)))
        return NormMatrix(tuple(frameworks))

    def _norm(self, row: Row, lines: list[Line], drawn: str) -> ListedNorm:
        title = Text(row["titel_nl"], row["titel_en"])
        return ListedNorm(row["norm_id"], title, row["bron"], row["url"], row["zekerheid"], tuple(lines), drawn)

    def _drawn_from(
        self, norms: Mapping[tuple[str, ...], tuple[int, Row]], covered: Mapping[tuple[str, ...], list[Line]]
    ) -> dict[tuple[str, ...], str]:
        """Return from what is drawn per norm; each that a person has to test is to be named, where any is."""
        found = self._keyed(HAND_WORK, "kader", "norm_id")
        by_hand = {key for key, lines in covered.items() if any(line.coverage == "hand" for line in lines)}
        for key, (line, row) in found.items():
            self._one_of(HAND_WORK, line, "populatie", row["populatie"], DRAWN_FROM)
            if key not in norms:
                self._unknown(HAND_WORK, line, "norm", " ".join(key), [" ".join(k) for k in norms])
            elif key not in by_hand:
                named = " ".join(key)
                nl, en = f"norm {named} is niet met de hand te toetsen", f"norm {named} is not to be tested by hand"
                self._add(HAND_WORK, line, nl, en)
        for key in sorted(by_hand - set(found)) if found else ():
            named = " ".join(key)
            self._add(HAND_WORK, 1, f"norm {named} staat er niet in", f"norm {named} is not in it")
        return {key: row["populatie"] for key, (_, row) in found.items()}

    def _lines(self, norms: Mapping[tuple[str, ...], tuple[int, Row]]) -> dict[tuple[str, ...], list[Line]]:
        covered: dict[tuple[str, ...], list[Line]] = {}
        for (kader, norm_id, check_id), (line, row) in self._keyed(
            COVERAGE, "kader", "norm_id", "check_id", may_be_empty="check_id"
        ).items():
            if (kader, norm_id) not in norms:
                self._unknown(COVERAGE, line, "norm", f"{kader} {norm_id}", [" ".join(k) for k in norms])
            if check_id and check_id not in self._checks:
                self._unknown(COVERAGE, line, "check", check_id, self._checks)
            found = next((c for c in COVERAGES if c == row["dekking"]), None)
            if found is None:
                self._one_of(COVERAGE, line, "dekking", row["dekking"], COVERAGES)
                continue
            self._fits(line, row, found)
            note = Text(row["toelichting_nl"], row["toelichting_en"])
            covered.setdefault((kader, norm_id), []).append(Line(check_id or None, found, note))
        self._places(norms, covered)
        return covered

    def _fits(self, line: int, row: Row, coverage: Coverage) -> None:
        if coverage != "exact":
            self._filled(COVERAGE, line, row, "toelichting_nl", "toelichting_en")
        if coverage in {"exact", "over", "onder"} and not row["check_id"]:
            nl = f"dekking '{coverage}' vraagt een check; zonder check is het 'hand' of 'geen'"
            self._add(COVERAGE, line, nl, f"coverage '{coverage}' needs a check; without one it is 'hand' or 'geen'")
        if coverage == "geen" and row["check_id"]:
            nl = "dekking 'geen' hoort geen check te noemen"
            self._add(COVERAGE, line, nl, "coverage 'geen' should name no check")

    def _places(
        self, norms: Mapping[tuple[str, ...], tuple[int, Row]], covered: Mapping[tuple[str, ...], list[Line]]
    ) -> None:
        for (kader, norm_id), (line, _) in norms.items():
            kinds = Counter(found.coverage for found in covered.get((kader, norm_id), []))
            if not kinds:
                hint = Text(
                    f"geef hem een rij in {COVERAGE}, desnoods met dekking geen",
                    f"give it a row in {COVERAGE}, if need be with coverage geen",
                )
                nl, en = f"norm {kader} {norm_id} is niet geplaatst", f"norm {kader} {norm_id} is not placed"
                self._problems.append(_problem(self._folder / NORMS, line, nl, en, hint))
            elif kinds["geen"] and len(kinds) > 1:
                nl = f"norm {kader} {norm_id} heeft dekking 'geen' en toch ook andere rijen"
                self._add(NORMS, line, nl, f"norm {kader} {norm_id} has coverage 'geen' beside other rows")

    def _keyed(self, file: str, *names: str, may_be_empty: str = "") -> dict[tuple[str, ...], tuple[int, Row]]:
        """Return the rows by their key; an empty or a repeated key is a problem."""
        found: dict[tuple[str, ...], tuple[int, Row]] = {}
        for line, row in self._tables[file]:
            key = tuple(row[name] for name in names)
            self._filled(file, line, row, *(n for n in names if n != may_be_empty))
            if key in found:
                shown, first = " ".join(part for part in key if part), found[key][0]
                nl, en = f"{shown} staat er twee keer", f"{shown} stands here twice"
                hint = Text(f"de eerste staat op regel {first}", f"the first is on line {first}")
                self._problems.append(_problem(self._folder / file, line, nl, en, hint))
            else:
                found[key] = (line, row)
        return found

    def _filled(self, file: str, line: int, row: Row, *names: str) -> None:
        for name in names:
            if not row[name]:
                self._add(file, line, f"kolom {name} is leeg", f"column {name} is empty")

    def _one_of(self, file: str, line: int, name: str, value: str, values: tuple[str, ...]) -> None:
        if value not in values:
            listed = ", ".join(values)
            nl, en = f"{name} '{value}' is onbekend", f"{name} '{value}' is unknown"
            hint = Text(f"kies uit: {listed}", f"choose from: {listed}")
            self._problems.append(_problem(self._folder / file, line, nl, en, hint))

    def _address(self, file: str, line: int, url: str) -> None:
        if url and not _URL.match(url):
            self._add(file, line, f"'{url}' is geen webadres", f"'{url}' is no web address")

    def _unknown(self, file: str, line: int, what: str, value: str, known: Iterable[str]) -> None:
        english = {"kader": "framework", "norm": "norm", "check": "check"}[what]
        hint = did_you_mean(value, known)
        nl, en = f"{what} '{value}' bestaat niet", f"{english} '{value}' does not exist"
        self._problems.append(_problem(self._folder / file, line, nl, en, hint))

    def _add(self, file: str, line: int, nl: str, en: str) -> None:
        self._problems.append(_problem(self._folder / file, line, nl, en))
