"""The workbook of a work programme: the norms, the items to look at for each, and how they were drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from zpm_audit import __version__
from zpm_audit.base.language import Language
from zpm_audit.reports.excel.sheet import Cell, Sheet, Span
from zpm_audit.reports.excel.style import Styles
from zpm_audit.reports.excel.xml import Kind, SheetColumn, fit
from zpm_audit.reports.figures import format as fmt
from zpm_audit.sampling.programme import Drawing, Task
from zpm_audit.sampling.programme_record import ProgrammeRecord
from zpm_audit.sampling.programme_words import DONE, ProgrammeWords
from zpm_audit.sampling.words import ANSWERS, COLUMNS, CUT
from zpm_audit.sampling.workbook import saved

_REGISTERED: dict[str, Kind] = {
    "zorgtraject_id": "text",
    "patient_id": "text",
    "behandelaar_id": "text",
    "datum": "date",
    "prestatiegroep": "text",
    "prestatiecode": "text",
    "setting": "code",
}


def write_programme_book(
    found: tuple[Task, ...],
    drawn: Mapping[str, Drawing],
    items: pl.DataFrame,
    record: ProgrammeRecord,
    target: Path,
    moment: datetime,
    language: Language,
) -> None:
    """Write the workbook."""
    w = ProgrammeWords(language)
    workbook: Any = Workbook(write_only=True)
    styles = Styles(lambda: workbook.worksheets[0], language)
    footer = f"zpm-audit {__version__} · {record.draw} · {record.run.kenmerk}"
    sheets = [Sheet(workbook.create_sheet(t), styles, footer) for t in (w.programma, w.posten, w.toelichting)]
    _norms(sheets[0], found, drawn, w)
    _items(sheets[1], found, items, w)
    _explained(sheets[2], record, w)
    saved(workbook, sheets, target, moment, title=w.titel, description=record.sha256, language=language)


def _norms(sheet: Sheet, found: Sequence[Task], drawn: Mapping[str, Drawing], w: ProgrammeWords) -> None:
    columns = [
        SheetColumn("kader", w.kader, width=12),
        SheetColumn("norm", w.norm, width=16),
        SheetColumn("vraagt", w.vraagt, width=36, wrap=True),
        SheetColumn("bron", w.bron, width=32, wrap=True),
        SheetColumn("bekijken", w.bekijken, width=48, wrap=True),
        SheetColumn("waaruit", w.waaruit, width=26, wrap=True),
        SheetColumn("populatie", w.populatie, "int", 12),
        SheetColumn("omvang", w.omvang, "int", 12),
        SheetColumn("grondslag", w.grondslag, width=32, wrap=True),
        SheetColumn("conclusie", w.conclusie, width=18),
        SheetColumn("opmerking", w.opmerking, width=36, wrap=True),
        SheetColumn("paraaf", w.paraaf, width=12),
        SheetColumn("datum", w.datum, "date", 14),
    ]
    schema = {c.name: {"int": pl.Int64, "date": pl.Date}.get(c.kind, pl.String) for c in columns}
    frame = pl.DataFrame([*_norm_rows(found, drawn, w)], schema=schema, orient="row")
    sheet.line(Cell(w.titel, "title"), height=26)
    sheet.line(Cell(w.invullen, "note"))
    span = sheet.table("Programma", fit(frame, CUT.in_(w.language)).frame, columns, w.leeg)
    for row, task in enumerate(found, span.first):
        sheet.link_web(f"{span.letters['bron']}{row}", task.norm.url)
    _offer(sheet, span, "conclusie", [t.in_(w.language) for t in DONE.values()])
    sheet.freeze(span.header, columns=2)


def _norm_rows(found: Sequence[Task], drawn: Mapping[str, Drawing], w: ProgrammeWords) -> Iterator[list[object]]:
    for task in found:
        drawing = drawn.get(task.drawn_from)
        size = drawing.items.height if drawing else None
        about = [task.framework, task.norm.id, task.norm.title.in_(w.language), task.norm.source]
        looked = [task.look_at.in_(w.language), task.shown_from.in_(w.language)]
        yield [*about, *looked, drawing.size if drawing else None, size, _basis(drawing, w), None, None, None, None]


def _basis(drawing: Drawing | None, w: ProgrammeWords) -> str | None:
    if drawing is None:
        return None
    if drawing.plan is None:
        return w.niets
    demand = drawing.plan.demand
    return w.basis.format(
        zeker=fmt.given_share(demand.confidence, w.language, 1),
        deel=fmt.given_share(demand.tolerable, w.language, 1),
        verdeling=demand.distribution,
        kritiek=int(drawing.plan.critical),
    )


def _items(sheet: Sheet, found: Sequence[Task], items: pl.DataFrame, w: ProgrammeWords) -> None:
    looked = {(t.framework, t.norm.id): t.look_at.in_(w.language) for t in found}
    there = [name for name in _REGISTERED if name in items.columns]
    columns = [
        SheetColumn("regel", w.regel, "int", 9),
        SheetColumn("kader", w.kader, width=12),
        SheetColumn("norm", w.norm, width=16),
        SheetColumn("bekijken", w.bekijken, width=48, wrap=True),
        SheetColumn("post", w.post, width=22),
        SheetColumn("sleutel", w.kenmerk, width=20),
        *(SheetColumn(n, COLUMNS[n].in_(w.language), _REGISTERED[n], 16) for n in there),
        SheetColumn("oordeel", w.oordeel, width=18),
        SheetColumn("opmerking", w.opmerking, width=36, wrap=True),
        SheetColumn("paraaf", w.paraaf, width=12),
    ]
    sheet.line(Cell(w.titel, "title"), height=26)
    sheet.line(Cell(w.invullen, "note"))
    if items.is_empty():
        sheet.line(Cell(w.leeg, "note"))
        return
    text = pl.DataFrame(
        [(*key, note) for key, note in looked.items()], schema=["kader", "norm", "bekijken"], orient="row"
    )
    empty = [pl.lit(None, pl.String).alias(name) for name in ("oordeel", "opmerking", "paraaf")]
    frame = (
        items.join(text, on=["kader", "norm"], how="left", maintain_order="left")
        .with_row_index("regel", offset=1)
        .with_columns(pl.col("regel").cast(pl.Int64), *empty)
        .select(c.name for c in columns)
    )
    span = sheet.table("Posten", fit(frame, CUT.in_(w.language)).frame, columns, w.leeg)
    _offer(sheet, span, "oordeel", [word.in_(w.language) for word in ANSWERS.values()])
    sheet.freeze(span.header, columns=3)


def _explained(sheet: Sheet, record: ProgrammeRecord, w: ProgrammeWords) -> None:
    sheet.line(Cell(w.titel, "title"), height=26)
    sheet.line(Cell(w.hoe, "section"))
    told = (
        w.run.format(**record.run.model_dump()),
        w.zaad.format(zaad=record.zaad),
        w.omvang_uitleg,
        w.eenmalig,
        w.lezen,
    )
    for text in told:
        sheet.notes(text, "plain")
    sheet.width(1, 120)


def _offer(sheet: Sheet, span: Span, name: str, words: Sequence[str]) -> None:
    """Let a cell of a column be chosen from a list."""
    if span.first > span.last:
        return
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    choice.add(span.column(name).replace("$", ""))
    sheet.worksheet.data_validations.append(choice)
