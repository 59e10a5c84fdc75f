"""Parts of a report that samples share."""

from __future__ import annotations

import polars as pl

from zpm_audit.catalogue.official import Difference
from zpm_audit.findings.model import PrestatieFigures, Prestaties
from zpm_audit.findings.split import split_of

OFFICIAL = Difference("5e" * 32)


def figures(judged: int, wrong: int, cents: int | None = None) -> PrestatieFigures:
    """Return figures of so many prestaties of 100 euros, of which ``wrong`` have a fout."""
    worth = (judged * 10_000, wrong * 10_000)
    return PrestatieFigures(judged, worth[0], wrong, worth[1], wrong // 10, wrong // 5, cents, None, wrong // 4)


def prestaties(judged: int, wrong: int, cents: int | None = None) -> Prestaties:
    """Return the same figures as a whole, and split by year and by team."""
    half = figures(judged // 2, wrong // 2)
    split = {"boekjaar": ((2023, half), (2024, half)), "team": (("Noord", half), (None, half))}
    return Prestaties(figures(judged, wrong, cents), (), split)


def split(spread: pl.DataFrame) -> pl.DataFrame:
    """Return the split that belongs to a spread."""
    return split_of(spread, None)
