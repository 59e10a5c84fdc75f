"""One table from source to register: columns, values, keys, quarantine, and the count that must come out even."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from zpm_audit.base.aloud import shape
from zpm_audit.base.errors import InputRefusedError, InternalError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import Key, throwaway_key
from zpm_audit.intake.mapping import Mapping, TableMapping, formats_of, missing_column
from zpm_audit.intake.rows import canonical, duplicates, quarantine, totals, unique, values
from zpm_audit.intake.rows.beside import Help
from zpm_audit.intake.rows.canonical import Extras, Split
from zpm_audit.intake.rows.carried import carried, refuse_private
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.link import Link
from zpm_audit.intake.rows.made import MadeLink
from zpm_audit.intake.rows.making import Kitchen, raws_of
from zpm_audit.intake.rows.selection import belongs
from zpm_audit.intake.rows.trial import Trial, columns_read, refuse
from zpm_audit.intake.sources.source import DESCRIBE, ROW, Source
from zpm_audit.register.schema import TABLES, Table
from zpm_audit.register.store import PLACE, Made, RegisterTable, carried_name


@dataclass(frozen=True)
class TableResult:
    """One table of the register, and the lines about its rows that were set aside (None where there are none).

    ``patients`` holds the numbers of the patients of those rows.
    """

    table: RegisterTable
    aside: Path | None
    files: tuple[Path, ...] = ()
    patients: Path | None = None


def read_table(
    source: Source,
    mapping: Mapping | None,
    work: Path,
    language: Language,
    help_: Help | None = None,
    trial: Trial | None = None,
    key: Key | None = None,
    *,
    numbered: bool = False,
) -> TableResult:
    """Read one opened source into the register; ``help_`` gives what is looked up beside it.

    A citizen service number is sealed with the ``key``; without one by a key that nobody has.

    In a ``trial`` what an audit would stop at is noted, and every column is counted. ``numbered`` keeps with each row
    where it is in the source (not where a mapping makes one row of several).
    """
    table = TABLES[source.table]
    said = mapping.table(table.name) if mapping else TableMapping()
    help_ = help_ or Help()
    if mapping:
        said = _refuse_unknown(source, table, said, mapping, trial)
    formats = _formats(source, mapping)
    source = help_.beside(source, said, formats)
    kitchen = Kitchen(source.shown, formats, raws_of(source), help_.codes)
    links, unknown = canonical.link_columns(source, table, said, kitchen, mapping, trial)
    source, links = canonical.fitting_types(source, links, trial)
    if table.name == "prestaties" and source.rows == 0:
        refuse(trial, table.name, _no_prestaties(source))

    extras = Extras(
        belongs=belongs(source, said.conditions, formats),
        key=_key_parts(source, said, kitchen),
        carried=carried(source, said.meenemen, formats),
        places=_places(source) if numbered else (),
    )
    found = canonical.split(source, links, work, extras, key or throwaway_key())
    lines = canonical.reasons(source, links, found.aside, language)
    amounts = totals.amounts_aside(source, links, found.aside)
    refused, merged, numbers = _merged(said, links, found, language)
    repeats = _set_repeats_aside(source, extras, table, links, found, numbers, language)
    for one in (refused, repeats):
        if one is not None:
            amounts = totals.added(amounts, one.amounts)
            lines = lines.merge_sorted(one.lines, key="rij")
    away = sum(one.rows for one in (refused, repeats) if one is not None)
    aside, rows = found.rows_aside + away, found.rows - away - merged
    _assert_even(source, rows, aside, found.left_out, merged)
    if table.name == "prestaties" and rows == 0:
        wrong = _nothing_left(source, lines, aside, mapping) if aside else None
        if source.rows:
            refuse(trial, table.name, wrong or _nothing_chosen(source, found.left_out))
    if trial is not None:
        trial.columns[table.name] = columns_read(links, found.good, found.aside, lines)
    columns = frozenset(k.column.name for k in links)
    refuse_private(found.good, source.shown, said.meenemen, columns)

    target = patients = None
    if aside:
        target = quarantine.keep(lines, work, source)
        patients = canonical.patients_aside(links, found.aside)
        totals.keep(amounts, work, table.name)
    found.aside.unlink()
    result = RegisterTable(
        name=table.name,
        path=found.good,
        columns=columns,
        rows_in=rows + aside,
        rows=rows,
        rows_aside=aside,
        source=source.shown,
        unknown_columns=unknown,
        left_out=found.left_out,
        merged=merged,
        made=_made(links, found),
        carried=said.meenemen,
    )
    return TableResult(result, target, source.files, patients)


def _places(source: Source) -> tuple[pl.Expr, ...]:
    """Return the file (or sheet) and the number in it of each row."""
    return tuple(place.alias(name) for place, name in zip(source.places(pl.col(ROW)), PLACE, strict=True))


def _formats(source: Source, mapping: Mapping | None) -> Formats:
    if mapping is None:
        return Formats(typed_cells=source.typed_cells, zero_one=source.zero_one)
    name = source.table
    waarden = mapping.table(name).waarden
    plain = formats_of(mapping.notation(name), waarden, described=name in mapping.tabellen)
    return replace(plain, typed_cells=source.typed_cells, zero_one=source.zero_one)


def _refuse_unknown(
    source: Source, table: Table, said: TableMapping, mapping: Mapping, trial: Trial | None
) -> TableMapping:
    """Refuse a column that the mapping names and the source does not have; a trial goes on without what it makes."""
    names = [n for n in source.names if n]
    wrong = {column: name for column, name in canonical.named(said) if name not in names}
    for column, name in wrong.items():
        error = missing_column(mapping, table.name, column, name, names)
        if column not in said.kolommen:
            raise error
        refuse(trial, table.name, error)
    for name in said.uniek:
        if name not in names and name not in said.kolommen:
            raise missing_column(mapping, table.name, "uniek", name, names)
    if not wrong:
        return said
    # Under its own name it would be looked for again, and found where that is another column.
    return said.model_copy(update={"kolommen": {c: how for c, how in said.kolommen.items() if c not in wrong}})


def _key_parts(source: Source, said: TableMapping, kitchen: Kitchen) -> tuple[pl.Expr, ...]:
    """Return the parts of the key of ``uniek``: columns of the source, or of the contract where those are made."""
    found = []
    for number, name in enumerate(said.uniek):
        part = kitchen.text(name) if name in source.names else pl.col(name).cast(pl.String)
        found.append(part.alias(unique.key_cell(number)))
    return tuple(found)


def _made(links: list[Link], found: Split) -> tuple[Made, ...]:
    """Return what was made from what, and for how many rows of the table."""
    made = [k for k in links if isinstance(k, MadeLink)]
    if not made:
        return ()
    counts = pl.scan_parquet(found.good).select(pl.col(k.column.name).count() for k in made).collect().row(0)
    return tuple(
        Made(k.column.name, k.way, k.source_name, int(n), found.told.get(k.column.name, {}))
        for k, n in zip(made, counts, strict=True)
    )


@dataclass(frozen=True)
class _Refused:
    """Good rows that are set aside for what an earlier row says."""

    rows: int
    lines: pl.LazyFrame
    amounts: totals.TableAmounts


def _merged(
    said: TableMapping, links: list[Link], found: Split, language: Language
) -> tuple[_Refused | None, int, pl.Series | None]:
    """Make one row of the rows that say the same; return those that do not, how many did, and which rows are left."""
    if not said.uniek:
        return None, 0, None
    columns = [*(k.column.name for k in links), *(carried_name(name) for name in said.meenemen)]
    result = unique.merge(found.good, columns, len(said.uniek))
    if result.other.is_empty():
        return None, result.same, result.numbers
    lines = result.other.lazy().select(
        pl.col("rij").cast(pl.UInt32),
        pl.col("kolommen").alias("kolom"),
        pl.col("sleutel").alias("waarde"),
        pl.lit(unique.OTHER_VALUES.in_(language)).alias("reden"),
    )
    cents = int(result.other["bedrag_eur"].sum()) if "bedrag_eur" in result.other.columns else 0
    return _Refused(result.other.height, lines, totals.TableAmounts(cents)), result.same, result.numbers


def _set_repeats_aside(
    source: Source,
    extras: Extras,
    table: Table,
    links: list[Link],
    found: Split,
    numbers: pl.Series | None,
    language: Language,
) -> _Refused | None:
    """Take the rows out of the good ones whose key stands on an earlier good row."""
    if found.rows == 0 or table.key not in {k.column.name for k in links}:
        return None
    assert table.key is not None  # it is the name of a column
    later = duplicates.later_rows(found.good, table.key)
    if later.is_empty():
        return None
    places = later.to_series(0)
    if numbers is None:
        ours = source.frame if extras.belongs is None else source.frame.filter(extras.belongs)
        numbers = duplicates.row_numbers(ours, ROW, found.aside)
    key = next(k for k in links if k.column.name == table.key)
    lines = pl.LazyFrame({"rij": numbers.gather(places), "waarde": later[table.key]}).select(
        pl.col("rij").cast(pl.UInt32),
        pl.lit(key.shown).alias("kolom"),
        "waarde",
        pl.lit(values.REPEATED.in_(language)).alias("reden"),
    )
    amounts = totals.amounts_at(found.good, links, places)
    duplicates.without(found.good, places)
    return _Refused(later.height, lines, amounts)


def _assert_even(source: Source, rows: int, aside: int, left_out: int, merged: int) -> None:
    """Hold the promise of every report: what is in the source is audited, set aside, left out or merged."""
    if rows + aside + left_out + merged == source.rows:
        return
    other = f", {left_out} buiten de keuze en {merged} samengevoegd" if left_out or merged else ""
    other_en = f", {left_out} left out and {merged} merged" if left_out or merged else ""
    raise InternalError(
        nl=f"{source.shown}: {source.rows} rijen geteld, maar {rows} gelezen en {aside} opzij gezet{other}. "
        "De telling klopt niet, dus er wordt niets beoordeeld. Meld dit met de kopregel van het bestand.",
        en=f"{source.shown}: {source.rows} rows counted, but {rows} read and {aside} set aside{other_en}. "
        "The count is wrong, so nothing is judged. Report this with the header of the file.",
    )


def _no_prestaties(source: Source) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{source.shown}: er staat geen enkele prestatie in (wel een kop, geen rijen). "
        "Controleer de periode en de selectie van de export.",
        en=f"{source.shown}: there is not a single prestatie in it (a header, no rows). "
        "Check the period and the selection of the export.",
    )


def _nothing_chosen(source: Source, left_out: int) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{source.shown}: geen van de {left_out} rijen voldoet aan `waar` in de mapping. Kijk de waarden na: zij "
        "gelden zoals ze in de bron staan, met hoofdletters en al.",
        en=f"{source.shown}: none of the {left_out} rows satisfies `waar` in the mapping. Check the values: they count "
        "as they stand in the source, capitals included.",
    )


def _nothing_left(source: Source, lines: pl.LazyFrame, rows: int, mapping: Mapping | None) -> InputRefusedError:
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
    value = shape(str(most["waarde"])[:60])
    where, row = source.place(most["rij"])
    at, at_en = (f"{where}, rij {row}", f"{where}, row {row}") if source.parts else (f"rij {row}", f"row {row}")
    # The form and not the value: whose it is cannot be known before the other tables are read.
    shown, shown_en = (f" (vorm '{value}')", f" (form '{value}')") if value else ("", "")
    remedy = source.remedy
    if mapping and remedy is DESCRIBE:
        remedy = Text(f"Pas {mapping.path} aan.", f"Change {mapping.path}.")
    return InputRefusedError(
        nl=f"{source.shown}: geen van de {rows} prestaties is te lezen. Vaakst ({most['aantal']} keer): "
        f"{place}{most['reden']}; bijvoorbeeld {at}{shown}. {remedy.nl}",
        en=f"{source.shown}: none of the {rows} prestaties can be read. Most often ({most['aantal']} times): "
        f"{place_en}{most['reden']}; for example {at_en}{shown_en}. {remedy.en}",
    )
