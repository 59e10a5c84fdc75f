"""Sheet Herrekening: what every consult should have cost beside what was registered, and how it ties to the checks."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from zpm_audit.base.money import euros
from zpm_audit.findings.recalculation import Tie
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.execution import Execution
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.recalculation import RecalculationFigures

#: Consults that the sheet lists; all of them are in the file beside the workbook.
MOST_ROWS = 5_000
_COLUMNS = 8
_FIRST, _NUMBER = 30, 12.5
_TONES = {"slecht": "slecht", "goed": "plain", "onbekend": "note"}


def fill_recalculation(book: Book, execution: Execution) -> None:
    """Write the sheet, where the report has a recalculation or knows why not."""
    part = book.report.recalculation
    if part is None:
        return
    sheet, s = book.sheet("herrekening"), part.words
    sheet.line(Cell(s.hr_titel, "title"), height=26)
    sheet.width(1, _FIRST)
    for tone, sentence in part.sentences:
        # What came out too high or too low is a finding of the checks; only what does not tie is an alarm here.
        alarming = tone == "slecht" and not part.agrees
        if alarming:
            sheet.band(sentence, "slecht", _COLUMNS, height=24)
        else:
            sheet.notes(sentence, "plain" if tone == "slecht" else _TONES[tone])
    if part.absent:
        return
    sheet.notes(s.hr_wat)
    sheet.notes(s.hr_rest_uitleg)
    sheet.skip()
    _ties(book, part, execution)
    for dimension in part.dimensions:
        _per(book, part, (dimension,))
    crossed = tuple(d for d in ("maand", "setting", "financiering", "uzovi") if d in part.dimensions)
    if len(crossed) > 1:
        _per(book, part, crossed)
    _unknown(book, part)
    _rows(book, part)
    sheet.freeze(1, columns=0, repeat=False)


def _ties(book: Book, part: RecalculationFigures, execution: Execution) -> None:
    sheet, s = book.sheet("herrekening"), part.words
    sheet.line(Cell(s.hr_aansluiting, "section"))
    sheet.notes(s.hr_aansluiting_uitleg)
    counted = {check.id: check.counts.afwijking if check.ran else 0 for check in book.report.checks}
    looked_up = f"=SUMIFS({execution.column('afwijking')},{execution.column('check')},{{check}})" if counted else ""
    columns = [
        SheetColumn("check", book.w.check, width=_FIRST),
        SheetColumn("oordeel", s.hr_beoordeelt, width=_NUMBER),
        SheetColumn("afwijking", s.afwijking, "int", _NUMBER, formula=looked_up),
        SheetColumn("anders", s.hr_anders, "int", _NUMBER),
        SheetColumn("zelfde", s.hr_zelfde, "int", _NUMBER),
        SheetColumn("onbekend", s.hr_onbekend, "int", _NUMBER),
        SheetColumn("rest", s.hr_niet_herrekend, "int", _NUMBER, formula="={afwijking}-{anders}-{zelfde}-{onbekend}"),
    ]

    def row(t: Tie) -> list[object]:
        judges = s.hr_klasse if t.judges_class else s.hr_de_code
        judged = counted.get(t.check_id, 0)
        return [t.check_id, judges, judged, t.other, t.same, t.unknown, judged - t.other - t.same - t.unknown]

    span = sheet.table("HerrekeningAansluiting", book.frame(columns, [row(t) for t in part.ties]), columns, s.geen)
    sheet.mark_column(span, "rest", "<>0", RED)
    other = part.found.other
    for label, count, unflagged in (
        (s.hr_andere_klasse, other.classes, other.classes_unflagged),
        (s.hr_andere_code, other.codes, other.codes_unflagged),
    ):
        sheet.line(Cell(label, "label"), Cell(None, "label"), Cell(count, "strong", "int"))
        sheet.line(Cell(s.hr_ongemeld, "label"), Cell(None, "label"), Cell(unflagged, "strong", "int"))
    sheet.skip()


def _per(book: Book, part: RecalculationFigures, dimensions: Sequence[str]) -> None:
    sheet, s = book.sheet("herrekening"), part.words
    title = s.hr_per.format(wat=", ".join(part.title(d).lower() for d in dimensions))
    sheet.line(Cell(title, "section"))
    labels = [
        SheetColumn(d, part.title(d), "date" if d == "maand" else "text", _FIRST if index == 0 else 13)
        for index, d in enumerate(dimensions)
    ]
    money = {
        "geregistreerd_cent": s.hr_geregistreerd,
        "verwacht_cent": s.hr_verwacht,
        "te_hoog_cent": s.hr_hoog,
        "te_laag_cent": s.hr_laag,
        "code_te_hoog_cent": s.hr_code_hoog,
        "code_te_laag_cent": s.hr_code_laag,
        "prijs_te_hoog_cent": s.hr_prijs_hoog,
        "prijs_te_laag_cent": s.hr_prijs_laag,
        "ongesplitst_cent": s.hr_niet_gesplitst,
    }
    rest = "=ROUND({verwacht_cent}-{geregistreerd_cent}-{te_laag_cent}+{te_hoog_cent},2)"
    columns = [
        *labels,
        SheetColumn("rijen", s.hr_consulten, "int", _NUMBER),
        SheetColumn("onbekend", s.hr_onbekend, "int", _NUMBER),
        *(SheetColumn(name, heading, "eur", _NUMBER) for name, heading in money.items()),
        SheetColumn("rest", s.hr_rest, "eur", _NUMBER, formula=rest),
    ]
    rows = []
    for row in part.by(*dimensions).iter_rows(named=True):
        shown = [row[d] if d == "maand" else part.label(d, row[d]) for d in dimensions]
        apart = row["verwacht_cent"] - row["geregistreerd_cent"] - row["te_laag_cent"] + row["te_hoog_cent"]
        rows.append([*shown, row["rijen"], row["onbekend"], *(euros(row[name]) for name in money), euros(apart)])
    name = "HerrekeningPer" + "".join(d.capitalize() for d in dimensions)
    span = sheet.table(name, book.frame(columns, rows), columns, s.geen)
    sheet.mark_column(span, "rest", "<>0", RED)
    sheet.skip()


def _unknown(book: Book, part: RecalculationFigures) -> None:
    sheet, s = book.sheet("herrekening"), part.words
    sheet.line(Cell(s.hr_waarom, "section"))
    columns = [
        SheetColumn("reden", s.reden, width=_FIRST),
        SheetColumn("rijen", s.hr_consulten, "int", _NUMBER),
        SheetColumn("bedrag", s.hr_geregistreerd, "eur", _NUMBER),
    ]
    rows = [[line.reason, line.rows, euros(line.cents)] for line in part.unknown]
    sheet.table("HerrekeningOnbekend", book.frame(columns, rows), columns, s.hr_geen_onbekend)
    sheet.skip()


def _rows(book: Book, part: RecalculationFigures) -> None:
    sheet, s = book.sheet("herrekend"), part.words
    sheet.line(Cell(s.hr_rijen, "title"), height=26)
    frame = part.largest(MOST_ROWS)
    sentence = s.hr_rijen_deel if frame.height < part.changed else s.hr_rijen_alle
    sheet.line(Cell(f"{sentence.format(n=frame.height, alle=part.changed)} {s.hr_alle_rijen} {part.where}.", "note"))
    sheet.skip()
    columns = [
        SheetColumn("prestatie_id", s.hr_prestatie, width=16),
        SheetColumn("datum", s.hr_datum, "date", 14),
        SheetColumn("setting", s.setting, "code", 14),
        SheetColumn("klasse", s.hr_geregistreerde_klasse, "code", 14),
        SheetColumn("verwachte_klasse", s.hr_verwachte_klasse, "code", 14),
        SheetColumn("prestatiecode", s.hr_geregistreerde_code, width=14),
        SheetColumn("verwachte_code", s.hr_verwachte_code, width=14),
        SheetColumn("geregistreerd_eur", s.hr_geregistreerd, "eur", 14),
        SheetColumn("verwacht_eur", s.hr_verwacht, "eur", 14),
        SheetColumn("verschil_eur", s.hr_verschil, "eur", 14, formula="={verwacht_eur}-{geregistreerd_eur}"),
        SheetColumn("verschil_code_eur", s.hr_verschil_code, "eur", 14),
        SheetColumn("verschil_prijs_eur", s.hr_verschil_prijs, "eur", 14),
        SheetColumn("checks", s.hr_checks, width=30, wrap=True),
    ]
    # A formula over an unknown amount would say something about nothing.
    known = pl.col("verschil_eur").is_not_null()
    plain = [c if not c.formula else SheetColumn(c.name, c.title, c.kind, c.width) for c in columns]
    every = bool(frame.select(known.all()).item()) if frame.height else True
    used = columns if every else plain
    span = sheet.table("HerrekendeConsulten", book.fit(frame.select(c.name for c in used)).frame, used, s.hr_geen_rijen)
    sheet.freeze(span.header, columns=1)
