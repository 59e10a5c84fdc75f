"""One table from source to register: columns, values, keys, quarantine, and the count that must come out even."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, InternalError
from zpm_audit.base.language import Language
from zpm_audit.intake.mapping import Mapping, TableMapping, formats_of, missing_column
from zpm_audit.intake.rows import canonical, duplicates, quarantine, totals, values
from zpm_audit.intake.rows.canonical import Link, Split
from zpm_audit.intake.sources.source import ROW, Source
from zpm_audit.register.schema import TABLES, Table
from zpm_audit.register.store import RegisterTable


@dataclass(frozen=True)
class TableResult:
    """One table of the register, and the file with its rows that were set aside (None where there are none)."""

    table: RegisterTable
    quarantine: Path | None


def read_table(source: Source, mapping: Mapping | None, work: Path, language: Language) -> TableResult:
    """Read one opened source into the register."""
    table = TABLES[source.table]
    said = mapping.table(table.name) if mapping else TableMapping()
    for column, name in said.kolommen.items():
        if mapping and name not in source.names:
            raise missing_column(mapping, table.name, column, name, [n for n in source.names if n])
    formats = replace(formats_of(said), typed_cells=source.typed_cells, zero_one=source.zero_one)
    links, unknown = canonical.link_columns(source, table, said.kolommen, formats)
    source, links = canonical.fitting_types(source, links)
    if table.name == "prestaties" and source.rows == 0:
        raise _no_prestaties(source)

    found = canonical.split(source, links, work)
    lines = canonical.reasons(source, links, found.aside, language)
    amounts = totals.amounts_aside(source, links, found.aside)
    repeats = _set_repeats_aside(source, table, links, found, language)
    if repeats is not None:
        amounts = totals.added(amounts, repeats.amounts)
        lines = lines.merge_sorted(repeats.lines, key="rij")
    aside = found.rows_aside + (repeats.rows if repeats else 0)
    rows = found.rows - (repeats.rows if repeats else 0)
    _assert_even(source, rows, aside)
    if table.name == "prestaties" and rows == 0:
        raise _nothing_left(source, lines)

    target = None
    if aside:
        target = work / "quarantaine" / f"{table.name}.csv"
        quarantine.write(lines, target, source.shown)
        totals.keep(amounts, work, table.name)
    found.aside.unlink()
    result = RegisterTable(
        name=table.name,
        path=found.good,
        columns=frozenset(k.column.name for k in links),
        rows_in=source.rows,
        rows=rows,
        rows_aside=aside,
        source=source.shown,
        unknown_columns=unknown,
    )
    return TableResult(result, target)


@dataclass(frozen=True)
class _Repeats:
    rows: int
    lines: pl.LazyFrame
    amounts: totals.Amounts


def _set_repeats_aside(
    source: Source, table: Table, links: list[Link], found: Split, language: Language
) -> _Repeats | None:
    """Take the rows out of the good ones whose key stands on an earlier good row."""
    if table.key is None or found.rows == 0:
        return None
    later = duplicates.later_rows(found.good, table.key)
    if later.is_empty():
        return None
    places = later.to_series(0)
    numbers = duplicates.row_numbers(source.frame, ROW, found.aside, places)
    key = next(k for k in links if k.column.name == table.key)
    lines = pl.LazyFrame({"rij": numbers, "waarde": later[table.key]}).select(
        pl.col("rij").cast(pl.UInt32),
        pl.lit(key.shown).alias("kolom"),
        "waarde",
        pl.lit(values.REPEATED.in_(language)).alias("reden"),
    )
    amounts = totals.amounts_at(found.good, links, places)
    duplicates.without(found.good, places)
    return _Repeats(later.height, lines, amounts)


def _assert_even(source: Source, rows: int, aside: int) -> None:
    """Hold the promise of every report: rows in = rows audited + rows set aside."""
    if rows + aside == source.rows:
        return
    raise InternalError(
        nl=f"{source.shown}: {source.rows} rijen geteld, maar {rows} gelezen en {aside} opzij gezet. "
        "De telling klopt niet, dus er wordt niets beoordeeld. Meld dit met de kopregel van het bestand.",
        en=f"{source.shown}: {source.rows} rows counted, but {rows} read and {aside} set aside. "
        "The count is wrong, so nothing is judged. Report this with the header of the file.",
    )


def _no_prestaties(source: Source) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{source.shown}: er staat geen enkele prestatie in (wel een kop, geen rijen). "
        "Controleer de periode en de selectie van de export.",
        en=f"{source.shown}: there is not a single prestatie in it (a header, no rows). "
        "Check the period and the selection of the export.",
    )


def _nothing_left(source: Source, lines: pl.LazyFrame) -> InputRefusedError:
    """Refuse an export of which no prestatie can be read, with the reason that is met most and an example."""
    most = (
        lines.group_by("kolom", "reden")
        .agg(pl.len().alias("aantal"), pl.col("rij").min(), pl.col("waarde").sort_by("rij").first())
        .sort("aantal", "kolom", descending=[True, False])
        .head(1)
        .collect()
        .row(0, named=True)
    )
    place = f"kolom {most['kolom']}: " if most["kolom"] else ""
    place_en = f"column {most['kolom']}: " if most["kolom"] else ""
    value = str(most["waarde"])[:60]
    shown = f" ('{value}')" if value else ""
    return InputRefusedError(
        nl=f"{source.shown}: geen van de {source.rows} prestaties is te lezen. Vaakst ({most['aantal']} keer): "
        f"{place}{most['reden']}; bijvoorbeeld rij {most['rij']}{shown}. {source.remedy.nl}",
        en=f"{source.shown}: none of the {source.rows} prestaties can be read. Most often ({most['aantal']} times): "
        f"{place_en}{most['reden']}; for example row {most['rij']}{shown}. {source.remedy.en}",
    )
