"""What the institution agreed: in which setting each team works, and what each insurer pays for in which period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from zpm_audit.demo.figures import Tables, judged
from zpm_audit.demo.teams import TEAMS

_MOVED = "Q"  # the forensic outpatient team moved to another building and was listed anew
# Care of S and P that one profession gave is monodisciplinary; the clinic also sees its patients after their stay.
_ALSO = {"S": (2,), "P": (2,), "K": (3,)}
_PER_CENT = 10_000  # a percentage is kept in whole ten-thousandths
_PRICE = 88 * _PER_CENT


@dataclass(frozen=True)
class _Contract:
    """One contract. ``plafond`` is its ceiling as a percentage of what was produced under it."""

    uzovi: str
    van: date | None
    tot: date | None
    prijs_pct: int | None = None
    plafond: int | None = None
    hoogspecialistisch: bool | None = None
    integraal_tarief: bool | None = None
    max_max: bool | None = None


_FIRST, _SECOND = (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))
# With 3358 there was no contract in the second year, and with 3351 no price.
_CONTRACTS = (
    _Contract("7095", *_FIRST, _PRICE, 104),
    _Contract("7095", *_SECOND, _PRICE, 103, max_max=True),
    _Contract("7119", _FIRST[0], None, _PRICE, integraal_tarief=True),
    _Contract("3332", None, _FIRST[1], _PRICE),
    _Contract("3332", _SECOND[0], None, _PRICE, hoogspecialistisch=False, max_max=False),
    _Contract("7029", None, None, _PRICE, hoogspecialistisch=True),
    _Contract("3351", *_FIRST, None, 101),
    _Contract("3351", *_SECOND, None, 97),
    _Contract("3358", *_FIRST, _PRICE, max_max=True),
    _Contract("9992", *_FIRST, _PRICE, 110, integraal_tarief=True),
    _Contract("9992", *_SECOND, _PRICE, 102, integraal_tarief=True),
)


def teams() -> pl.DataFrame:
    """Return the table teams."""
    rows: list[tuple[str, int, date | None, date | None]] = []
    for team in TEAMS:
        if team.code == _MOVED:
            rows += [(team.code, team.setting, None, _FIRST[1]), (team.code, team.setting, _SECOND[0], None)]
        else:
            rows += [(team.code, setting, None, None) for setting in (team.setting, *_ALSO.get(team.code, ()))]
    schema = {"team": pl.String, "setting": pl.Int64, "geldig_van": pl.Date, "geldig_tot": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("team", "setting", "geldig_van")


def produced(tables: Tables) -> pl.DataFrame:
    """Return what was produced for each insurer on each day, in cents."""
    insured = tables["patienten"].select("patient_id", "uzovi").drop_nulls()
    rows = judged(tables["prestaties"]).join(insured, on="patient_id")
    return rows.group_by("uzovi", "datum").agg(cent=pl.col("bedrag_eur").sum())


def within(day: pl.Expr) -> pl.Expr:
    """Tell whether a contract or a team's setting (``geldig_van``, ``geldig_tot``) holds on a day."""
    begun = (pl.col("geldig_van") <= day).fill_null(value=True)
    return begun & (pl.col("geldig_tot") >= day).fill_null(value=True)


def agreed() -> pl.DataFrame:
    """Return the table contracten without its ceilings; ``plafond`` is what they are a percentage of."""
    schema = {
        "uzovi": pl.String, "geldig_van": pl.Date, "geldig_tot": pl.Date, "prijs_pct": pl.Int64, "plafond": pl.Int64,
        "hoogspecialistisch": pl.Boolean, "integraal_tarief": pl.Boolean, "max_max": pl.Boolean,
    }  # fmt: skip
    rows = [
        (c.uzovi, c.van, c.tot, c.prijs_pct, c.plafond, c.hoogspecialistisch, c.integraal_tarief, c.max_max)
        for c in _CONTRACTS
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def contracten(production: pl.DataFrame) -> pl.DataFrame:
    """Return the table contracten, its ceilings near what was produced: mostly above it, once below."""
    held = agreed().with_row_index("regel")
    under = held.join(production, on="uzovi").filter(within(pl.col("datum"))).group_by("regel")
    sums = under.agg(cent=pl.col("cent").sum())
    return held.join(sums, on="regel", how="left", maintain_order="left").with_columns(
        plafond_eur=pl.col("cent").fill_null(0) * pl.col("plafond") // 100
    )
