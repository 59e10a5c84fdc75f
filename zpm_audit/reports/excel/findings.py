"""Sheets Bevindingen, Onbepaald and Lopend: the evidence, as many rows as asked, and in words what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.checks.words import SEVERITY, SUBJECT
from zpm_audit.findings.model import overdue
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.follow_up import BESIDE, WIDTHS, WRAPPED, offer_choices, with_follow_up
from zpm_audit.reports.excel.sheet import EXCEL_ROWS, Cell, Span
from zpm_audit.reports.excel.style import RED
from zpm_audit.reports.excel.typed import typed_values
from zpm_audit.reports.excel.xml import MAX_CELL, Kind, SheetColumn, kind_column, letter
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.shown_values import VALUES
from zpm_audit.reports.words.excel import AND, ListingWords
from zpm_audit.reports.words.shared import COLUMN
from zpm_audit.reports.words.worklists import BESIDE_TITLE

#: Rows above the data that a sheet keeps free for the title, the words and the headings.
_ROWS_ABOVE = 20
_WIDTHS: dict[str, float] = {
    "check_id": 13,
    "ernst": 10,
    "onderwerp": 13,
    "datum": 12,
    "toelichting": 70,
    "impact_eur": 14,
    "setting": 10,
    "uiterste_datum": 13,
    "dagen": 14,
    "stand": 12,
    "telt": 11,
    "boekjaar": 10,
    "wat_te_doen": 50,
    **WIDTHS,
}
_NARROW, _WIDE = 11, 30
_WRAPPED = {"toelichting", "waarde", "grens", "wat_te_doen", *WRAPPED}
_OPTIONAL = ("setting", "boekjaar", "financiering", "uzovi", "team", "acceptatie", "levensloop", *BESIDE)
#: Says ``ja`` on the first error of every prestatie, so that a formula can count prestaties.
COUNTS_ONCE = "telt"
_TIES = ("check_id", "onderwerp_id", "bevinding_id")


@dataclass(frozen=True)
class Listing:
    """One of the three lists: where it is, and in which order its rows matter."""

    key: Literal["bevindingen", "onbepaald", "lopend"]
    path: Path
    counted: int
    title: str
    nothing: str
    order: tuple[pl.Expr, ...]
    descending: tuple[bool, ...]
    #: The file with all of its rows, where that is not the list of the whole run.
    file: str = ""
    #: Tells that its rows stand in the order in which they are shown, and with each what to do.
    ready: bool = False

    @property
    def where(self) -> list[str]:
        """Return the files that hold all of its rows."""
        return [self.file] if self.file else [self.path.with_suffix(".csv").name, self.path.name]


@dataclass(frozen=True)
class Listed:
    """Where a list stands, for the formulas that count its rows; ``complete`` tells whether all of them are there.

    ``per_check`` are the rows of each check on the sheet: what those formulas come to.
    """

    sheet: str
    span: Span
    complete: bool
    per_check: Mapping[str, int]

    def column(self, name: str) -> str:
        """Return the range of a column, with the sheet in front."""
        return f"'{self.sheet}'!{self.span.column(name)}"

    @property
    def countable(self) -> bool:
        """Tell whether a formula can count the list: all its rows are there, and there are any."""
        return self.complete and self.span.first <= self.span.last


@dataclass(frozen=True)
class _Selection:
    """The rows that are shown, and the size of the whole."""

    frame: pl.DataFrame
    total: int
    left_out: pl.DataFrame


def fill_findings(book: Book, max_rows: int) -> dict[str, Listed]:
    """Write the three sheets; return where each list stands."""
    report, w = book.report, book.w
    final = pl.col("uiterste_datum")
    found = report.totals
    findings = _deviations(book, report.bevindingen, w.titel_bevindingen, found.deviations)
    undetermined = Listing(
        key="onbepaald",
        path=report.onbepaald,
        counted=found.undetermined,
        title=w.titel_onbepaald,
        nothing=w.geen_onbepaald,
        order=(),
        descending=(),
    )
    running = Listing(
        key="lopend",
        path=report.lopend,
        counted=found.running,
        title=w.titel_lopend,
        nothing=w.geen_lopend,
        order=(final,),
        descending=(False,),
    )
    return {listing.key: _fill(book, listing, max_rows) for listing in (findings, undetermined, running)}


def fill_worklist(book: Book, rows: Path, title: str, file: str, count: int, max_rows: int) -> Listed:
    """Write the sheet with the findings of one work list; ``file`` holds all of them."""
    return _fill(book, replace(_deviations(book, rows, title, count), file=file, ready=True), max_rows)


def _deviations(book: Book, path: Path, title: str, count: int) -> Listing:
    rank = {"fout": 0, "signaal": 1}
    severity = pl.col("ernst").replace_strict(rank, default=2, return_dtype=pl.Int8)
    return Listing(
        key="bevindingen",
        path=path,
        counted=count,
        title=title,
        nothing=book.w.geen_bevindingen,
        order=(severity, pl.col("impact_eur")),
        descending=(False, True),
    )


def _select(listing: Listing, limit: int) -> _Selection:
    scan = pl.scan_parquet(listing.path)
    present = scan.collect_schema().names()
    ties = [pl.col(name) for name in _TIES if name in present]
    by = [*listing.order, *ties]
    descending = [*listing.descending, *[False] * len(ties)]
    ordered = scan if listing.ready else scan.sort(by, descending=descending, nulls_last=True)
    frame = ordered.head(limit).collect()
    totals = scan.group_by("ernst").agg(pl.len().cast(pl.Int64).alias("n"), pl.col("impact_eur").sum()).collect()
    shown = frame.group_by("ernst").agg(pl.len().cast(pl.Int64).alias("n"), pl.col("impact_eur").sum())
    left = totals.join(shown, on="ernst", how="left", nulls_equal=True, suffix="_shown").select(
        "ernst",
        pl.col("n") - pl.col("n_shown").fill_null(0),
        pl.col("impact_eur") - pl.col("impact_eur_shown").fill_null(0),
    )
    return _Selection(frame, int(totals["n"].sum()), left)


def _fill(book: Book, listing: Listing, max_rows: int) -> Listed:
    sheet, said, language = book.sheet(listing.key), ListingWords(book.language), book.language
    ceiling = EXCEL_ROWS - _ROWS_ABOVE
    selection = _select(listing, max(min(max_rows, ceiling), 0))
    fitted = book.fit(_readable(book, listing, selection.frame))
    columns = _columns(book, fitted.frame)
    where = AND.in_(language).join(listing.where)
    sheet.line(Cell(listing.title, "title"), height=26)
    notes = _notes(book, listing, selection, where)
    if max_rows > ceiling and selection.total > ceiling:
        limits = {"limit": fmt.integer(ceiling, language), "asked": fmt.integer(max_rows, language)}
        notes.append(said.excel_grens.format(**limits))
    if fitted.stripped:
        count = fmt.integer(fitted.stripped, language)
        notes.append(said.stuurtekens.format(count=count, where=where))
    if fitted.cut:
        count, limit = fmt.integer(fitted.cut, language), fmt.integer(MAX_CELL, language)
        notes.append(said.ingekort.format(count=count, limit=limit, where=where))
    complete = len(notes) == 1 and selection.total == selection.frame.height == listing.counted
    for note in notes:
        if complete:
            sheet.line(Cell(note, "note"))
        else:
            sheet.band(note, "warning", len(columns))
    if listing.key == "lopend" and not fitted.frame.is_empty():
        _overdue(book, sheet.last_row + 6, columns, fitted.frame)
    if not fitted.frame.is_empty():
        _visible(book, listing, sheet.last_row + 4, columns, fitted.frame)
    sheet.skip()
    nothing = listing.nothing if selection.total == 0 else where
    span = sheet.table(listing.key.capitalize(), fitted.frame, columns, nothing)
    sheet.freeze(span.header, columns=1)
    if listing.key == "bevindingen":
        offer_choices(book, sheet, span)
    if "reageren_voor" in span.letters and span.first <= span.last:
        now = book.report.peildatum
        today = f"DATE({now.year},{now.month},{now.day})"
        at = span.letters["reageren_voor"]
        late = f'AND(${at}{span.first}<>"",${at}{span.first}<{today})'
        sheet.mark(f"{at}{span.first}:{at}{span.last}", late, RED)
    if listing.key == "lopend":
        sheet.mark_column(span, "stand", f'="{book.w.wp_stand_over_tijd}"', RED)
    per_check = dict(selection.frame.group_by("check_id").len().iter_rows())
    return Listed(sheet.title, span, selection.total == selection.frame.height, per_check)


def _overdue(book: Book, first: int, columns: Sequence[SheetColumn], frame: pl.DataFrame) -> None:
    """Write how many terms have passed and how many can still be met, counted in the list."""
    sheet, w = book.sheet("lopend"), book.w
    at = letter([column.name for column in columns].index("stand") + 1)
    where = f"${at}${first}:${at}${first + frame.height - 1}"
    told = ((w.wp_stand_over_tijd, w.wp_over_tijd_uitleg), (w.wp_te_halen, w.wp_te_halen_uitleg))
    for state, sentence in told:
        count = int((frame["stand"] == state).sum())
        sheet.line(Cell(count, "strong", "fact", formula=f'COUNTIF({where},"{state}")'), Cell(sentence, "plain"))


def _notes(book: Book, listing: Listing, selection: _Selection, where: str) -> list[str]:
    said, language = ListingWords(book.language), book.language
    shown, total = selection.frame.height, selection.total
    numbers = {
        "all": fmt.integer(total, language),
        "shown": fmt.integer(shown, language),
        "left": fmt.integer(total - shown, language),
        "where": where,
        "what": "",
    }
    if total == shown:
        sentences = [said.compleet] if total else []
    else:
        numbers["what"] = _left_out(book, selection)
        sentences = [said.part()[listing.key]]
    if total != listing.counted:
        numbers["counted"] = fmt.integer(listing.counted, language)
        sentences.append(said.niet_gelijk)
    return [sentence.format(**numbers) for sentence in sentences]


def _left_out(book: Book, selection: _Selection) -> str:
    said, language, left = ListingWords(book.language), book.language, selection.left_out
    counts = dict(left.select("ernst", "n").iter_rows())
    text = said.weggelaten.format(**{key: fmt.integer(counts.get(key, 0), language) for key in SEVERITY})
    amount = left["impact_eur"].sum()
    if amount:
        euro = fmt.euro(int(amount * 100), language)
        text += said.weggelaten_bedrag.format(amount=euro)
    return text


def _visible(book: Book, listing: Listing, first: int, columns: Sequence[SheetColumn], frame: pl.DataFrame) -> None:
    """Write how many rows (and which amount) the filter leaves, as formulas that follow the filter."""
    sheet, w = book.sheet(listing.key), book.w
    last = first + frame.height - 1
    visible = Cell(frame.height, "strong", "fact", formula=f"SUBTOTAL(103,$A${first}:$A${last})")
    cells: list[Cell | None] = [visible, Cell(w.zichtbaar, "plain")]
    names = [column.name for column in columns]
    if listing.key == "bevindingen" and "impact_eur" in names:
        index = names.index("impact_eur")
        at = letter(index + 1)
        amount = f"SUBTOTAL(109,${at}${first}:${at}${last})"
        cells += [None] * (index - 1 - len(cells))
        cells += [Cell(w.bedrag_zichtbaar, "label"), Cell(frame["impact_eur"].sum(), "strong", "eur", formula=amount)]
    sheet.line(*cells)


def _readable(book: Book, listing: Listing, frame: pl.DataFrame) -> pl.DataFrame:
    """Put the words of the reader's language in, and the columns in the order that helps the reader."""

    def said(words: dict[str, Text], name: str) -> pl.Expr:
        return pl.col(name).replace({key: text.in_(book.language) for key, text in words.items()})

    frame = frame.with_columns(said(SEVERITY, "ernst"), said(SUBJECT, "onderwerp"))
    if listing.key == "lopend":
        days = (pl.col("uiterste_datum") - pl.lit(book.report.peildatum)).dt.total_days().alias("dagen")
        state = (
            pl.when(overdue(book.report.peildatum))
            .then(pl.lit(book.w.wp_stand_over_tijd))
            .otherwise(pl.lit(book.w.wp_te_halen))
        )
        frame = frame.with_columns(days, state.alias("stand"))
        first = ["check_id", "stand", "uiterste_datum", "dagen"]
        frame = frame.select(*first, pl.exclude(first))
    if listing.key == "bevindingen":
        named = pl.col("prestatie_id").is_not_null() & (pl.col("ernst") == SEVERITY["fout"].in_(book.language))
        first_of = named & pl.col("prestatie_id").is_first_distinct()
        counted = pl.when(first_of).then(pl.lit(book.w.ja)).when(named).then(pl.lit(book.w.nee))
        frame = with_follow_up(book, frame.with_columns(counted.alias(COUNTS_ONCE)))
        if listing.ready:
            doing = {check.id: check.wat_te_doen for check in book.report.checks}
            frame = frame.insert_column(
                frame.columns.index("toelichting") + 1,
                frame["check_id"].replace_strict(doing, default=None, return_dtype=pl.String).alias("wat_te_doen"),
            )
    frame = typed_values(frame, book.language)
    # A column without a single value only takes width; the amount of a finding is missed when it is not there.
    keep = {"check_id", *(("impact_eur",) if listing.key == "bevindingen" else ())}
    optional = {"impact_eur", "uiterste_datum", *_OPTIONAL} - keep
    empty = [name for name in optional if name in frame.columns and frame[name].null_count() == frame.height]
    return frame.drop(empty)


def _columns(book: Book, frame: pl.DataFrame) -> list[SheetColumn]:
    titles = {key: text.in_(book.language) for key, text in (COLUMN | BESIDE_TITLE).items()} | {
        "check_id": book.w.check,
        "dagen": book.w.dagen,
        "stand": book.w.wp_stand,
        COUNTS_ONCE: book.w.wp_telt,
    }
    beside = {kind_column(name) for name in VALUES}
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    longest = frame.select(pl.col(texts).str.len_chars().max()).row(0, named=True) if texts else {}

    def width(name: str) -> float:
        return _WIDTHS.get(name) or max(_NARROW, min(_WIDE, (longest.get(name) or 0) + 2))

    known = {title.casefold() for title in titles.values()}
    for name in frame.columns:
        # A column of the source may be called what a column of ours is titled.
        if name not in titles and name not in beside and name.casefold() in known:
            titles[name] = f"{name} ({book.w.uit_bron})"
    return [
        SheetColumn(name, titles.get(name, name), _kind(name, dtype), width(name), wrap=name in _WRAPPED)
        for name, dtype in frame.schema.items()
        if name not in beside
    ]


def _kind(name: str, dtype: pl.DataType) -> Kind:
    if name in VALUES:
        return "any"
    if name in {"setting", "boekjaar"}:
        return "code"
    if dtype == pl.Date:
        return "date"
    if dtype.is_integer():
        return "int"
    if dtype.is_decimal():
        return "eur"
    return "number" if dtype.is_numeric() else "text"
