"""A list of risks in a workbook, as the beginning of a framework: every cell that cannot be read is named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.configuration.framework.model import HIGHEST_GRADE, Risk
from zpm_audit.intake.sources.xlsx import open_book, sheet_cells

#: How people call the columns, the first name being ours.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "nr", "nummer", "code", "risiconummer", "risico_id"),
    "naam": ("naam", "risico", "omschrijving", "risico-omschrijving", "risicoomschrijving"),
    "kans": ("kans", "waarschijnlijkheid"),
    "impact": ("impact", "gevolg", "effect"),
    "doelstelling": ("doelstelling", "beheersingsdoelstelling", "doel"),
    "toelichting": ("toelichting", "opmerking"),
}
_NEEDED = ("naam", "kans", "impact")
_GRADES = {"zeer laag": 1, "laag": 2, "midden": 3, "middel": 3, "gemiddeld": 3, "hoog": 4, "zeer hoog": 5}
#: The heading stands near the top, whatever stands above it.
_LAST_HEADING = 50


@dataclass(frozen=True)
class RiskList:
    """The risks of a workbook, with the objectives that they name."""

    sheet: str
    objectives: tuple[str, ...]
    risks: tuple[Risk, ...]

    def as_yaml(self, source: str) -> str:
        """Return a framework with these risks; the measures are for a person to write."""
        lines = [
            f"# Risico's uit {' '.join(f'{source}, blad {self.sheet}'.split())}.",
            "# Vul de beheersmaatregelen in; docs/raamwerk.md legt elke sleutel uit.",
            "doelstellingen:",
            *(f"  - {{id: D{n}, naam: {_quoted(name)}}}" for n, name in enumerate(self.objectives, 1)),
            "risicos:",
            *(_line(risk, self.objectives) for risk in self.risks),
            "beheersmaatregelen: []",
            "# - id: M1",
            "#   naam: Dagelijkse controle van planning en realisatie",
            "#   eigenaar: Hoofd zorgadministratie",
            "#   frequentie: dagelijks",
            "#   soort: detectief",
            "#   risicos: [R1]",
            "#   checks: [ZPM-PR-01]",
        ]
        if not self.objectives:
            lines[2] = "doelstellingen: []"
        return "\n".join(lines) + "\n"


def _line(risk: Risk, objectives: Sequence[str]) -> str:
    parts = [f"id: {_quoted(risk.id)}", f"naam: {_quoted(risk.naam)}"]
    if risk.doelstelling is not None:
        parts.append(f"doelstelling: D{objectives.index(risk.doelstelling) + 1}")
    parts += [f"kans: {risk.kans}", f"impact: {risk.impact}"]
    if risk.toelichting:
        parts.append(f"toelichting: {_quoted(risk.toelichting)}")
    return f"  - {{{', '.join(parts)}}}"


def _quoted(text: str) -> str:
    """Return a text as YAML and JSON both read it; no cell of a workbook becomes anything else than text."""
    return json.dumps(text, ensure_ascii=False)


def read_risks(path: Path, sheet: str | None = None) -> RiskList:
    """Read a list of risks; the workbook is opened as an export is, with its size looked at before."""
    book = open_book(path)
    names = list(book.sheet_names)
    if sheet is not None and sheet not in names:
        listed = ", ".join(names)
        raise InputRefusedError(
            nl=f"{path.name} heeft geen blad '{sheet}'. Kies uit: {listed}.",
            en=f"{path.name} has no sheet '{sheet}'. Choose from: {listed}.",
        )
    for name in [sheet] if sheet is not None else names:
        rows = [
            [(str(v) if v is not None else "").strip() for v in row] for row in sheet_cells(path, book, name).rows()
        ]
        at = next((i for i, row in enumerate(rows[:_LAST_HEADING]) if set(_NEEDED) <= _heading(row).keys()), None)
        if at is not None:
            return _read(path, name, _heading(rows[at]), rows, at)
    raise InputRefusedError(
        nl=f"{path.name} heeft geen blad met de kolommen risico, kans en impact (in de eerste {_LAST_HEADING} rijen). "
        "Noem de kolommen zo, of zeg met --blad op welk blad de lijst staat.",
        en=f"{path.name} has no sheet with the columns risico, kans and impact (in the first {_LAST_HEADING} rows). "
        "Name the columns so, or say with --blad on which sheet the list is.",
    )


def _heading(row: Sequence[str]) -> dict[str, int]:
    """Return where each column that is known stands; the first of several with one meaning counts."""
    found: dict[str, int] = {}
    for i, title in enumerate(row):
        for name, words in _COLUMNS.items():
            if title.casefold() in words:
                found.setdefault(name, i)
    return found


def _read(path: Path, sheet: str, heading: Mapping[str, int], rows: Sequence[Sequence[str]], at: int) -> RiskList:
    wrong: list[Text] = []
    risks: list[Risk] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {name: row[i] for name, i in heading.items()}
        if not any(cells.values()):
            continue
        problems = list(_problems(cells, seen))
        wrong += [Text(f"rij {number}, {p.nl}", f"row {number}, {p.en}") for p in problems]
        if problems:
            continue
        key = cells.get("id") or f"R{len(risks) + 1}"
        seen[key] = number
        risks.append(
            Risk(
                id=key,
                naam=cells["naam"],
                doelstelling=cells.get("doelstelling") or None,
                kans=_grade(cells["kans"]) or 1,
                impact=_grade(cells["impact"]) or 1,
                toelichting=cells.get("toelichting") or None,
            )
        )
    if not risks and not wrong:
        wrong.append(Text("er staat geen risico onder de kopregel", "there is no risk under the header"))
    if wrong:
        raise InputRefusedError(
            nl=f"{path.name}, blad '{sheet}':\n" + "\n".join(f"  {p.nl}" for p in wrong),
            en=f"{path.name}, sheet '{sheet}':\n" + "\n".join(f"  {p.en}" for p in wrong),
        )
    return RiskList(sheet, tuple(dict.fromkeys(r.doelstelling for r in risks if r.doelstelling)), tuple(risks))


def _problems(cells: Mapping[str, str], seen: Mapping[str, int]) -> Iterator[Text]:
    if not cells["naam"]:
        yield Text("kolom risico is leeg: beschrijf het risico", "column risico is empty: describe the risk")
    for name in ("kans", "impact"):
        if _grade(cells[name]) is None:
            given = cells[name] or "-"
            words = ", ".join(w for w in _GRADES if w not in {"middel", "gemiddeld"})
            yield Text(
                f"kolom {name}: '{given}' is geen getal van 1 tot en met {HIGHEST_GRADE}; woorden mogen ook: {words}",
                f"column {name}: '{given}' is no number from 1 to {HIGHEST_GRADE}; words are fine too: {words}",
            )
    key = cells.get("id")
    if key and key in seen:
        yield Text(
            f"kolom id: '{key}' staat ook op rij {seen[key]}", f"column id: '{key}' stands on row {seen[key]} too"
        )


def _grade(text: str) -> int | None:
    if text.casefold() in _GRADES:
        return _GRADES[text.casefold()]
    whole = text.removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and 1 <= int(whole) <= HIGHEST_GRADE else None
