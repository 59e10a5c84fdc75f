"""Several lists to one: per code a row for every stretch of time in which all that is known of it stays the same.

The programme's workbook says what a code means and until when it exists, the NZa's table says what it may cost in one
year. Cut at each other's first and last days they complement each other; where they contradict each other they are
refused, with both places.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.base.money import euros_text
from zpm_audit.intake.codelijst.rows import PLACE
from zpm_audit.register.schema import TABLES

_OPEN_START, _OPEN_END = date(1000, 1, 1), date(9999, 12, 31)
_MUST_AGREE = (
    "max_tarief_eur", "prestatiegroep", "setting", "beroepscategorie", "consulttype", "duurklasse", "groepsgrootte",
)  # fmt: skip
_ORDER = "_volgorde"


def merged(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the canonical columns, one row per code and stretch of time; disagreement is refused."""
    rows = rows.with_row_index(_ORDER).with_columns(
        pl.col("geldig_van").fill_null(_OPEN_START).alias("_van"),
        pl.col("geldig_tot").dt.offset_by("1d").fill_null(_OPEN_END).alias("_eind"),
    )
    bounds = (
        pl.concat([rows.select("prestatiecode", pl.col(c).alias("_begin")) for c in ("_van", "_eind")])
        .unique()
        .sort("prestatiecode", "_begin")
    )
    stretches = bounds.with_columns(pl.col("_begin").shift(-1).over("prestatiecode").alias("_slot")).drop_nulls()
    inside = (pl.col("_van") <= pl.col("_begin")) & (pl.col("_eind") >= pl.col("_slot"))
    covered = stretches.join(rows, on="prestatiecode").filter(inside)
    _refuse_contradiction(covered)
    columns = [c for c in TABLES["codelijst"].by_name if c not in {"prestatiecode", "geldig_van", "geldig_tot"}]
    found = (
        covered.sort("prestatiecode", "_begin", _ORDER)
        .group_by("prestatiecode", "_begin", "_slot", maintain_order=True)
        .agg(pl.col(c).drop_nulls().first() for c in columns)
        .with_columns(
            pl.when(pl.col("_begin") > _OPEN_START).then("_begin").alias("geldig_van"),
            pl.when(pl.col("_slot") < _OPEN_END).then(pl.col("_slot").dt.offset_by("-1d")).alias("geldig_tot"),
        )
        .sort("prestatiecode", "_begin")
    )
    return found.select(list(TABLES["codelijst"].by_name))


def _refuse_contradiction(covered: pl.DataFrame) -> None:
    for column in _MUST_AGREE:
        values = covered.filter(pl.col(column).is_not_null()).sort("prestatiecode", "_begin", _ORDER)
        different = pl.col(column).n_unique().over("prestatiecode", "_begin") > 1
        clash = values.filter(different)
        if clash.is_empty():
            continue
        one = clash.row(0, named=True)
        other = clash.filter(
            (pl.col("prestatiecode") == one["prestatiecode"])
            & (pl.col("_begin") == one["_begin"])
            & (pl.col(column) != one[column])
        ).row(0, named=True)
        first, second = _shown(column, one[column]), _shown(column, other[column])
        what = "maximumtarief" if column == "max_tarief_eur" else column
        raise InputRefusedError(
            nl=f"Codelijst: {one['prestatiecode']} heeft op {_day(one['_begin']).nl} twee keer een {what}, en die "
            f"verschillen: {first} ({one[PLACE]}) en {second} ({other[PLACE]}). Geef alleen de lijst mee die geldt.",
            en=f"Code list: {one['prestatiecode']} has a {what} twice on {_day(one['_begin']).en}, and they differ: "
            f"{first} ({one[PLACE]}) and {second} ({other[PLACE]}). Give only the list that holds.",
        )


def _day(day: date) -> Text:
    return Text("elke dag", "every day") if day == _OPEN_START else Text(day.isoformat(), day.isoformat())


def _shown(column: str, value: object) -> str:
    return f"€ {euros_text(int(str(value)))}" if column == "max_tarief_eur" else str(value)
