"""Amounts as people type them, to whole cents. Nothing is rounded: what is no exact amount is not read."""

from __future__ import annotations

import polars as pl

#: What a list says where a price is free or does not apply. Such a code has no maximum; that is not an amount of 0.
_NO_AMOUNT = ("", "-", "–", "—", "nvt", "n.v.t.", "n.v.t", "vrij", "vrijtarief", "vrijeprijs", "geen", "geenmaximum")
_EURO = r"(?i)€|\beuro?\b|eur"
_DOT = r"^\d{1,12}(?:\.\d{1,2})?$"
_COMMA = r"^\d{1,12},(?:\d{1,2}|-)$"
_DUTCH = r"^\d{1,3}(?:\.\d{3})+,(?:\d{1,2}|-)$"
_ENGLISH = r"^\d{1,3}(?:,\d{3})+\.\d{1,2}$"
#: A workbook keeps 128.40 as a binary fraction, and arithmetic on it leaves a trace far behind the cents.
_FRACTION = r"^\d{1,12}\.\d{6,}(?:e-?\d+)?$"


def stripped(text: pl.Expr) -> pl.Expr:
    """Return an amount without euro signs and blanks, of any width."""
    return text.fill_null("").str.replace_all(_EURO, "").str.replace_all(r"[\s\u00a0\u202f]", "")


def says_none(text: pl.Expr) -> pl.Expr:
    """Tell whether a cell is empty or says that there is no maximum."""
    return stripped(text).str.to_lowercase().is_in(list(_NO_AMOUNT))


def cents(text: pl.Expr) -> pl.Expr:
    """Return whole cents; null where a cell holds no amount, or none that is exact."""
    x = stripped(text)
    written = (
        pl.when(x.str.contains(_DOT))
        .then(x)
        .when(x.str.contains(_COMMA) | x.str.contains(_DUTCH))
        .then(x.str.replace_all(".", "", literal=True).str.replace(",-", "", literal=True).str.replace(",", "."))
        .when(x.str.contains(_ENGLISH))
        .then(x.str.replace_all(",", "", literal=True))
    )
    euros = written.str.extract(r"^(\d+)").cast(pl.Int64, strict=False)
    rest = written.str.extract(r"\.(\d+)$").fill_null("").str.pad_end(2, "0").cast(pl.Int64, strict=False)
    hundredfold = pl.when(x.str.contains(_FRACTION)).then(x).cast(pl.Float64, strict=False) * 100
    near = pl.when((hundredfold - hundredfold.round()).abs() < 1e-6).then(hundredfold.round().cast(pl.Int64))
    return pl.coalesce(euros * 100 + rest, near)
