"""How foreign systems write canonical values: expressions over canonical texts."""

from __future__ import annotations

import polars as pl

_GROUP_WORDS = {
    "consult": "Individueel consult", "groepsconsult": "Groepsconsult", "verblijfsdag": "Verblijfsdag",
    "intercollegiaal_overleg": "Intercollegiaal overleg", "euthanasie": "Euthanasieverzoek", "reistijd": "Reistijd",
    "tolk": "Inzet tolk", "ect": "ECT", "methadon": "Methadonverstrekking",
    "onderlinge_dienstverlening": "Onderlinge dienstverlening", "niet_basispakket": "Niet-basispakketzorg",
    "verblijf_zonder_overnachting": "Verblijf zonder overnachting", "fpt": "Forensisch psychiatrisch toezicht",
    "dagbesteding": "Dagbesteding", "vaktherapie": "Vaktherapie", "transitie": "Transitieprestatie",
    "overig": "Overige prestatie",
}  # fmt: skip


def group_words() -> dict[str, str]:
    """Return the Dutch name of every prestatiegroep."""
    return dict(_GROUP_WORDS)


def words(column: str, names: dict[str, str]) -> pl.Expr:
    """Return canonical codes in other words; a code without a word stays empty."""
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def yes(column: str, true: str, false: str) -> pl.Expr:
    """Return a bool in other words."""
    return words(column, {"true": true, "false": false})


def date(column: str, form: str) -> pl.Expr:
    """Return a canonical date in another notation (of strftime)."""
    return pl.col(column).str.to_date("%Y-%m-%d").dt.strftime(form)


def clock(column: str, form: str) -> pl.Expr:
    """Return a canonical time in another notation."""
    return pl.col(column).str.to_time("%H:%M").dt.strftime(form)


def moment(column: str, form: str) -> pl.Expr:
    """Return a canonical date-time in another notation."""
    return pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M").dt.strftime(form)


def start(day: str = "datum", time: str = "starttijd") -> pl.Expr:
    """Return day and time as a date-time; without a time the day begins."""
    return pl.concat_str(pl.col(day), pl.lit("T"), pl.col(time).fill_null("00:00")).str.to_datetime("%Y-%m-%dT%H:%M")


def plus(begin: pl.Expr, minutes: str) -> pl.Expr:
    """Return a date-time so many minutes later; empty without minutes."""
    return begin + pl.duration(minutes=pl.col(minutes).cast(pl.Int64))


def hours(column: str) -> pl.Expr:
    """Return minutes as ``uu:mm``."""
    minutes = pl.col(column).cast(pl.Int64)
    return pl.when(minutes.is_not_null()).then(
        pl.format("{}:{}", (minutes // 60).cast(pl.String).str.zfill(2), (minutes % 60).cast(pl.String).str.zfill(2))
    )


def cents(column: str) -> pl.Expr:
    """Return an amount in whole cents."""
    return (pl.col(column).cast(pl.Decimal(14, 2)) * 100).cast(pl.Int64).cast(pl.String)


def euros(column: str, *, mark: str = "", thousands: str = "") -> pl.Expr:
    """Return an amount with a decimal comma, with a mark before it and between thousands."""
    whole = pl.col(column).str.extract(r"^([0-9]+)\.")
    grouped = whole.str.replace(r"([0-9])([0-9]{3})$", "${1}" + thousands + "${2}")
    return pl.concat_str(pl.lit(mark), grouped, pl.lit(","), pl.col(column).str.extract(r"\.([0-9]+)$"))


def number(column: str) -> pl.Expr:
    """Return a key without its letters and leading zeros, as a spreadsheet leaves it."""
    return pl.col(column).str.extract(r"([0-9]+)$").str.strip_chars_start("0")


def turns(*texts: str) -> pl.Expr:
    """Return these texts in turn, row by row: a column that means nothing to us."""
    return pl.int_range(pl.len()).mod(len(texts)).replace_strict(dict(enumerate(texts)), return_dtype=pl.String)
