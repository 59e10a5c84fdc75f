"""Sheet Verloop: the runs of the series, how fast findings are repaired, and the deviations of every norm per run."""

from __future__ import annotations

from collections.abc import Sequence

from zpm_audit.archive.trend import RunFigures
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Sheet
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.trend import Repair, Trend, lives_title, lives_told, trend_told
from zpm_audit.reports.words.trend import DAY

#: Runs that a norm has a column for; the table of runs has them all.
_MOST_COLUMNS = 12
_LIVES = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")


def fill_trend(book: Book) -> None:
    """Write the sheet, where there is an archive."""
    found = book.report.trend
    if found is None or not book.has("trend"):
        return
    sheet, w = book.sheet("trend"), book.w
    sheet.line(Cell(w.tr_titel, "title"), height=26)
    for sentence in trend_told(found, w):
        sheet.notes(sentence)
    sheet.skip()
    _runs(book, sheet, found)
    _repairs(book, sheet, found)
    _norms(book, sheet, found)
    sheet.freeze(1, columns=0, repeat=False)


def _runs(book: Book, sheet: Sheet, found: Trend) -> None:
    w = book.w
    sheet.line(Cell(w.tr_runs, "section"))
    lives = (w.lv_nieuw, w.lv_heropend, w.lv_blijvend, w.lv_opgelost, w.lv_vervallen)
    columns = [
        SheetColumn("run", w.tr_run, width=40),
        SheetColumn("peildatum", w.peildatum, "date", 14),
        SheetColumn("afwijkingen", w.tr_afwijkingen, "int", 14),
        SheetColumn("geaccepteerd", w.waarvan_geaccepteerd, "int", 14),
        *(SheetColumn(n, word.capitalize(), "int", 12) for n, word in zip(_LIVES, lives, strict=True)),
        SheetColumn("beoordeeld", w.rijen_beoordeeld_totaal, "int", 16),
        SheetColumn("met_fout", w.tr_fout, "int", 14),
        SheetColumn("fout_deel", f"{w.tr_fout} (%)", "percent", 14, formula='=IFERROR({met_fout}/{beoordeeld},"")'),
        SheetColumn("direct_goed", w.tr_direct_goed, "int", 14),
        SheetColumn(
            "goed_deel", f"{w.tr_direct_goed} (%)", "percent", 14, formula='=IFERROR({direct_goed}/{beoordeeld},"")'
        ),
    ]
    sheet.table("Runs", book.frame(columns, [_run(run, w.tr_deze) for run in found.runs]), columns, "")
    if any(run.prestaties.get("beoordeeld") is None for run in found.runs):
        sheet.notes(w.tr_onbekend)
    sheet.skip()


def _run(run: RunFigures, this: str) -> Sequence[object]:
    kept = run.prestaties
    return [
        *(run.run_id or this, run.peildatum, run.afwijkingen, run.geaccepteerd),
        *(run.lives[name] for name in _LIVES),
        *(kept.get("beoordeeld"), kept.get("met_fout"), run.share("met_fout")),
        *(kept.get("direct_goed"), run.share("direct_goed")),
    ]


def _repairs(book: Book, sheet: Sheet, found: Trend) -> None:
    w = book.w
    sheet.line(Cell(w.tr_herstel, "section"))
    sheet.notes(w.tr_herstel_uitleg)
    _repair_table(book, sheet, ("Herstel", w.tr_thema, w.tr_andere), found.per_theme, found.whole)
    sheet.skip()
    if found.per_owner:
        sheet.line(Cell(w.tr_herstel_eigenaar, "section"))
        _repair_table(book, sheet, ("HerstelEigenaar", w.tr_eigenaar, w.tr_geen_eigenaar), found.per_owner, found.whole)
        sheet.skip()


def _repair_table(
    book: Book, sheet: Sheet, names: tuple[str, str, str], parts: Sequence[Repair], whole: Repair
) -> None:
    """Write repairs by what ``names`` says: the name of the table, of its first column, and of what has none."""
    w = book.w
    table, first, rest = names
    columns = [
        SheetColumn("wat", first, width=40),
        SheetColumn("opgelost", w.tr_opgelost, "int", 14),
        SheetColumn("dagen", w.tr_dagen, "number", 14),
        SheetColumn("terug", w.tr_terug, "int", 14),
        SheetColumn("deel", f"{w.tr_terug} (%)", "percent", 14, formula="={terug}/{opgelost}"),
    ]
    rows = [_repair(one, one.title or rest) for one in parts]
    if rows:
        rows.append(_repair(whole, w.tr_geheel))
    sheet.table(table, book.frame(columns, rows), columns, w.tr_geen_herstel)


def _repair(one: Repair, title: str) -> list[object]:
    return [title, one.solved, one.days, one.back, one.back / one.solved if one.solved else None]


def _norms(book: Book, sheet: Sheet, found: Trend) -> None:
    w = book.w
    shown = found.runs[-_MOST_COLUMNS:]
    sheet.line(Cell(w.tr_per_norm, "section"))
    sheet.notes(w.tr_per_norm_tabel)
    columns = [
        SheetColumn("check", w.check, width=40),
        *(SheetColumn(f"run{k}", _head(run, w.tr_deze), "int", 14) for k, run in enumerate(shown)),
    ]
    rows = [[f"{c.part.id} {c.part.titel}", *c.values[-_MOST_COLUMNS:]] for c in found.norms]
    sheet.table("VerloopPerNorm", book.frame(columns, rows), columns, w.geen_grafiek)


def _head(run: RunFigures, this: str) -> str:
    # Two runs may have the same date, and a table cannot have two columns of one name.
    return f"{run.peildatum.isoformat()} {run.run_id or this}"


def fill_lives(book: Book, sheet: Sheet) -> None:
    """Write the life of findings as a row of tiles, where there is an archive."""
    found, lives = book.report.trend, book.report.levensloop
    if found is None or lives is None:
        return
    w = book.w
    days = DAY.counted(len(found.gap)).in_(book.language)
    gap = f", {w.lv_gemist.format(dagen=days)}" if found.gap else ""
    told = dict(lives_told(lives, w))
    pairs = (
        (w.lv_nieuw, w.lv_heropend),
        (w.lv_blijvend,),
        (w.lv_opgelost, w.lv_vervallen),
    )
    cells = [Cell(" · ".join(f"{told[word]} {word}" for word in pair), "strong") for pair in pairs]
    sheet.line(Cell(f"{lives_title(found, w)}{gap}", "label"), *cells)
