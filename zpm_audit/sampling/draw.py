"""Which items are drawn: by number, or by money, from a population in the order of its keys.

The order of the rows in the export decides nothing: the population is sorted by stratum and key first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.sampling.chance import Stream, without_replacement

Selection = Literal["aselect", "cel", "interval"]

#: The columns of a population. ``laag`` is its stratum, in words; ``cent`` the amount, where amounts are drawn.
POPULATION = {"laag": pl.String(), "sleutel": pl.String(), "oordeel": pl.String(), "cent": pl.Int64()}


def in_order(population: pl.LazyFrame) -> pl.DataFrame:
    """Return a population in the order from which items are drawn."""
    return population.select(list(POPULATION)).collect(engine="streaming").sort("laag", "sleutel", "oordeel")


def fingerprint(ordered: pl.DataFrame, work: Path) -> str:
    """Return the sha256 of a population as CSV: a line an item (stratum, key, verdict, cents), in order."""
    written = work / "populatie.csv"
    ordered.write_csv(written, include_header=False)
    with written.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def strata(ordered: pl.DataFrame) -> dict[str, int]:
    """Return how many items each stratum has, in order."""
    counted = ordered.group_by("laag", maintain_order=True).agg(pl.len())
    return {str(name): int(number) for name, number in counted.iter_rows()}


def proportional(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Divide ``count`` over strata by their size, at least one each; what is left goes to the largest remainders."""
    whole = sum(sizes.values())
    count = min(max(count, len(sizes)), whole)
    shares = {name: max(1, count * size // whole) for name, size in sizes.items()}
    while (left := count - sum(shares.values())) != 0:
        step = 1 if left > 0 else -1
        # How far a stratum is from its fair part, in whole numbers: no rounding decides who goes first.
        gap = {n: (count * size - shares[n] * whole) * step for n, size in sizes.items() if step > 0 or shares[n] > 1}
        chosen = max(gap, key=lambda name: (gap[name], name))
        shares[chosen] += step
    return shares


def by_number(ordered: pl.DataFrame, seed: str, stages: Sequence[int]) -> pl.DataFrame:
    """Draw items without replacement, so many per stage, divided over the strata; ``plek`` is their place, in order."""
    found: list[tuple[int, int]] = []
    sizes = strata(ordered)
    begin = 0
    plans = [proportional(sizes, count) for count in stages]
    for name, size in sizes.items():
        places = without_replacement(Stream(seed, f"laag {name}"), size)
        for stage, shares in enumerate(plans, 1):
            found += [(begin + place, stage) for place in islice(places, shares[name])]
        begin += size
    rows = pl.DataFrame(found, schema={"plek": pl.Int64, "fase": pl.Int64}, orient="row")
    return _items(ordered, rows.with_columns(treffers=pl.lit(1, pl.Int64)))


def by_money(ordered: pl.DataFrame, seed: str, stages: Sequence[int], how: Selection) -> pl.DataFrame:
    """Draw euros: the item that holds a drawn one is drawn, as often as it is hit (``treffers``).

    The money is divided into as many cells as there are draws. ``cel`` draws a place in each cell apart, ``interval``
    the same place in all of them. Every cent is equally likely, also where a cell ends within one.
    """
    ends = ordered["cent"].cum_sum()
    whole = int(ends[-1])
    found = []
    for stage, count in enumerate(stages, 1):
        stream = Stream(seed, f"geld fase {stage}")
        start = stream.below(whole)
        drawn = [start if i == 0 or how == "interval" else stream.below(whole) for i in range(count)]
        places = [(i * whole + place) // count for i, place in enumerate(drawn)]
        hit = ends.search_sorted(pl.Series(places, dtype=pl.Int64), side="right").cast(pl.Int64)
        counted = (
            pl.DataFrame({"plek": hit}).group_by("plek", maintain_order=True).agg(treffers=pl.len().cast(pl.Int64))
        )
        found.append(counted.select("plek", pl.lit(stage, pl.Int64).alias("fase"), "treffers"))
    return _items(ordered, pl.concat(found))


def _items(ordered: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    drawn = ordered[rows["plek"].to_list()]
    return pl.concat([rows, drawn], how="horizontal")
