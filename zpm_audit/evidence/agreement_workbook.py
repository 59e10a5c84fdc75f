"""Whether the workbooks of a run say what the result and the lists say: the table of checks, and every list of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import polars as pl
from lxml import etree

from zpm_audit.base.language import Language
from zpm_audit.evidence.agreement import LISTS, RESULT, Clash, Outputs, absent, cents_of, differs, shown
from zpm_audit.output.marks import MANIFEST
from zpm_audit.reports.words.excel import ExcelWords
from zpm_audit.reports.words.shared import COLUMN

WORKBOOK = "rapport.xlsx"
_PROPERTIES = "docProps/core.xml"
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
_COUNTS = ("populatie", "voldoet", "afwijking", "geaccepteerd", "onbepaald", "loopt", "buiten_beeld")


def workbook_clashes(outputs: Outputs) -> Iterator[Clash]:
    """Yield what the workbook says otherwise, and the workbooks of work lists."""
    if outputs.made(WORKBOOK):
        yield from _workbook(outputs)
    elif WORKBOOK not in outputs.unmade:
        yield absent(WORKBOOK)
    for lists in (outputs.result.get("run", {}).get("werklijsten") or {}).values():
        for one in lists:
            for name in one["bestanden"]:
                if name.endswith(".xlsx") and outputs.made(name):
                    yield from _worklist(outputs, name, int(one["bevindingen"]))


def _workbook(outputs: Outputs) -> Iterator[Clash]:
    opened = _opened(outputs.folder / WORKBOOK)
    mark = _mark(outputs.folder / WORKBOOK)
    if opened is None or mark is None:
        yield absent(WORKBOOK)
        return
    run = outputs.manifest.get("run", {})
    if mark != run.get("kenmerk"):
        yield differs((MANIFEST, WORKBOOK), "kenmerk", run.get("kenmerk"), mark)
    language: Language = "en" if outputs.result.get("run", {}).get("taal") == "en" else "nl"
    yield from _checks(outputs, opened, ExcelWords(language))
    for name, verdict in LISTS.items():
        yield from _list(outputs, opened, name, verdict, language)


def _checks(outputs: Outputs, opened: Any, w: ExcelWords) -> Iterator[Clash]:
    """Compare the sheet with the counts of every check."""
    titles = {
        "populatie": w.populatie,
        "voldoet": w.voldoet,
        "afwijking": w.afwijking,
        "geaccepteerd": w.waarvan_geaccepteerd,
        "onbepaald": w.onbepaald,
        "loopt": w.loopt,
        "buiten_beeld": w.buiten_beeld,
    }
    table = _table(opened, "Uitvoering")
    if table is None or not {w.check, w.bedrag_eur, *titles.values()} <= set(table.columns):
        if outputs.checks:
            yield absent(WORKBOOK, "Uitvoering")
        return
    rows = {str(row[w.check]): row for row in table.to_dicts()}
    for check_id in sorted(rows.keys() - outputs.checks.keys()):
        yield differs((RESULT, WORKBOOK), "check", "-", check_id, check_id)
    for check_id, told in outputs.checks.items():
        row = rows.get(check_id)
        if row is None:
            yield differs((RESULT, WORKBOOK), "check", check_id, "-", check_id)
            continue
        for name, title in titles.items():
            found = _number(row[title])
            # A check without an outcome counted nothing: blank here, zero there.
            if (found or 0) != int(told[name]):
                yield differs((RESULT, WORKBOOK), name, told[name], row[title], check_id)
        cents, found = cents_of(told["impact_eur"]), _number(row[w.bedrag_eur])
        if cents != (None if found is None else round(found * 100)):
            yield differs((RESULT, WORKBOOK), "impact_eur", shown(cents), row[w.bedrag_eur], check_id)


def _list(outputs: Outputs, opened: Any, name: str, verdict: str, language: Language) -> Iterator[Clash]:
    """Compare the rows of a sheet with what the result counts; a sheet that was cut short with its number of rows."""
    expected = {check_id: int(told[verdict]) for check_id, told in outputs.checks.items() if int(told[verdict])}
    most = int(outputs.options.get("excel_rijen", 0)) or sum(expected.values())
    table = _table(opened, name.capitalize())
    check, amount = ExcelWords(language).check, COLUMN["impact_eur"].in_(language)
    rows = (
        table if table is not None and check in table.columns else pl.DataFrame({check: []}, schema={check: pl.String})
    )
    if sum(expected.values()) > most:
        if rows.height != most:
            yield differs((RESULT, WORKBOOK), name, most, rows.height)
        return
    found = dict(rows.group_by(check).len().iter_rows())
    for check_id in sorted(expected.keys() | found.keys()):
        if expected.get(check_id, 0) != found.get(check_id, 0):
            yield differs((RESULT, WORKBOOK), name, expected.get(check_id, 0), found.get(check_id, 0), check_id)
    if name == "bevindingen" and amount in rows.columns:
        cents = (pl.col(amount).cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)
        summed = rows.group_by(check).agg(pl.when(cents.count() > 0).then(cents.sum()).alias("cent"))
        for check_id, total in summed.sort(check).iter_rows():
            told = cents_of(outputs.checks.get(check_id, {}).get("impact_eur"))
            if told != total:
                yield differs((RESULT, WORKBOOK), f"{name} {amount}", shown(told), shown(total), check_id)


def _worklist(outputs: Outputs, name: str, expected: int) -> Iterator[Clash]:
    opened = _opened(outputs.folder / name)
    if opened is None:
        yield absent(name)
        return
    table = _table(opened, "Bevindingen")
    most = int(outputs.options.get("excel_rijen", 0)) or expected
    if (table.height if table is not None else 0) != min(expected, most):
        yield differs((RESULT, name), "bevindingen", min(expected, most), table.height if table is not None else 0)


def _opened(path: Path) -> Any:
    """Return a workbook; None where it is none."""
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except (fastexcel.FastExcelError, OSError):
        return None


def _table(opened: Any, name: str) -> pl.DataFrame | None:
    """Return a table of a workbook, as text; None where it is not there."""
    import fastexcel

    try:
        if name not in opened.table_names():
            return None
        found: pl.DataFrame = opened.load_table(name, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        return None
    return found


def _mark(path: Path) -> str | None:
    """Return the mark that stands in the properties of a workbook."""
    try:
        with ZipFile(path) as archive:
            properties = etree.fromstring(archive.read(_PROPERTIES), etree.XMLParser(resolve_entities=False))
    except (BadZipFile, KeyError, OSError, etree.XMLSyntaxError):
        return None
    return properties.findtext(_DESCRIPTION) or ""


def _number(cell: object) -> float | None:
    """Return a cell as a number; None where it is blank or none."""
    try:
        return None if cell is None else float(str(cell))
    except ValueError:
        return None
