"""Lists to read: workbooks as the NZa and the programme publish them, made for the test."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from zpm_audit.base.language import Language
from zpm_audit.intake.codelijst import Codelijst, read_codelijst
from zpm_audit.intake.prestatiegroepen import prestatiegroepen

NZA_HEADER = ("Prestatie_code", "Naam", "Maximum-tarief (in Euro)")
#: How the NZa's table writes the three categories of which tariffs are known here.
WRITTEN = {
    "gz-psycholoog": "Gezondheidszorgpsycholoog (Wet Big artikel 3)",
    "klinisch (neuro)psycholoog": "Klinisch (neuro)psycholoog (Wet Big artikel 14)",
    "psychotherapeut": "Psychotherapeut (Wet Big artikel 3)",
}
Row = Sequence[object]


def known_tariffs(year: int) -> list[dict[str, str]]:
    """Return the tariffs of a year as providers quote them (see the first line of the file)."""
    lines = (Path(__file__).parent / "tarieven.csv").read_text(encoding="utf-8").splitlines()
    return [r for r in csv.DictReader(line for line in lines if not line.startswith("#")) if r["jaar"] == str(year)]


def nza_name(tariff: Mapping[str, str]) -> str:
    who = WRITTEN[tariff["beroepscategorie"]]
    return f"Ambulant – kwaliteitsstatuut sectie II {who} {tariff['soort'].capitalize()} {tariff['minuten']} minuten"


def nza_rows(year: int) -> list[Row]:
    return [(t["prestatiecode"], nza_name(t), float(t["euro"])) for t in known_tariffs(year)]


def workbook(path: Path, sheets: Mapping[str, Iterable[Row]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def nza(path: Path, *rows: Row, sheet: str = "Tarieven 2024", above: Iterable[Row] = ()) -> Path:
    return workbook(path, {sheet: [*above, NZA_HEADER, *rows]})


def programme(path: Path, **changes: Iterable[Row]) -> Path:
    """Write the programme's workbook, small; ``changes`` replace a tab (its name with _ for a blank)."""
    first = date(2022, 1, 1)
    dates = (first, None, "")
    tabs: dict[str, Iterable[Row]] = {
        "Prestatie": [
            ("Prestatiecode", "Omschrijving", "Ingangsdatum", "Expiratiedatum", "Mutatie"),
            ("CO0432", "Consult", *dates),
            ("GC0110", "Groepsconsult", *dates),
            ("OV0007", "Intercollegiaal overleg kort", *dates),
            ("VD0001", "Verblijfsdag", first, date(2024, 7, 1), ""),
        ],
        "Consult": [
            (
                *("Prestatiecode", "Setting", "Beroepscategorie", "Consulttype", "Duur vanaf"),
                *("Ingangsdatum", "Expiratiedatum", "Mutatie"),
            ),
            ("CO0432", "01", "BC6", "Diagnostiek", 45, *dates),
        ],
        "Groepsconsult": [
            ("Prestatiecode", "Beroepscategorie", "Groepsgrootte", "Ingangsdatum", "Expiratiedatum", "Mutatie"),
            ("GC0110", "Gz-psycholoog (Wet Big artikel 3)", 6, *dates),
        ],
        "Setting": [("Code", "Naam", "Ingangsdatum", "Expiratiedatum", "Mutatie"), ("01", "Ambulant", *dates)],
        "Beroepscategorie": [
            ("Code", "Omschrijving", "Ingangsdatum", "Expiratiedatum", "Mutatie"),
            ("BC6", "Gezondheidszorgpsycholoog", *dates),
        ],
    }
    return workbook(path, tabs | {name.replace("_", " "): rows for name, rows in changes.items()})


def read(
    work: Path,
    *files: Path,
    year: int | None = None,
    removed: Sequence[str] = (),
    language: Language = "nl",
) -> Codelijst:
    return read_codelijst(files, work=work, groups=prestatiegroepen({}), year=year, removed=removed, language=language)


def row(found: Codelijst, code: str, on: date | None = None) -> dict[str, object]:
    """Return the one row of a code, on a day where it has several."""
    rows = [
        r
        for r in found.frame.iter_rows(named=True)
        if r["prestatiecode"] == code
        and (on is None or ((r["geldig_van"] or date.min) <= on <= (r["geldig_tot"] or date.max)))
    ]
    assert len(rows) == 1, rows
    return rows[0]


def told(found: Codelijst, *words: str, language: Language = "nl") -> bool:
    """Tell whether one note holds all these words."""
    return any(all(w in note.in_(language) for w in words) for note in found.notes)
