"""The hash index against a dictionary, and what whole numbers find against the words that they stand for."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from polars.exceptions import SchemaError

from zpm_audit.checks.blocks import Overlap
from zpm_audit.checks.koppels import Koppel, Veld
from zpm_audit.checks.scope import Field
from zpm_audit.engine.aggregates import NUMBER, aggregate
from zpm_audit.engine.between_rows import interval_number, interval_of, may_overlap, overlapping
from zpm_audit.engine.passes.index import Index

BLOCK = Overlap(van="van", tot="tot", per=["wie", "dag"])
DAY = date(2024, 1, 1)


@pytest.mark.parametrize("count", [0, 1, 7, 5_000])
def test_a_key_finds_its_own_row_whatever_slot_it_shares(count: int) -> None:
    rows = pl.DataFrame(
        {"k": [f"K{n}" for n in range(count)], "v": range(count)}, schema={"k": pl.String, "v": pl.Int64}
    )
    asked = [*(f"K{n}" for n in range(0, 2 * count + 2, 2)), None]
    known = dict(rows.iter_rows())
    found = Index(rows, ["k"]).beside(pl.DataFrame({"a": asked}, schema={"a": pl.String}))
    assert found["v"].to_list() == [known.get(a) for a in asked]


def test_an_index_by_two_columns_matches_both_and_nothing_empty() -> None:
    keys = [(name, DAY + timedelta(days=n)) for name in ("A", "B", None) for n in range(300)]
    rows = pl.DataFrame([(*key, n) for n, key in enumerate(keys)], schema=["k", "d", "v"], orient="row")
    asked = [("A", DAY), ("B", DAY + timedelta(days=299)), ("C", DAY), (None, DAY), ("A", None)]
    found = Index(rows, ["k", "d"]).beside(pl.DataFrame(asked, schema={"k": pl.String, "d": pl.Date}, orient="row"))
    assert found["v"].to_list() == [0, 599, None, None, None]


def test_an_index_over_many_pieces_is_the_same() -> None:
    parts = [
        pl.DataFrame({"k": [f"{p}-{n}" for n in range(50)], "v": [100 * p + n for n in range(50)]}) for p in range(9)
    ]
    index = Index(pl.concat(parts, rechunk=False), ["k"])
    assert index.beside(pl.DataFrame({"k": ["8-49", "0-0", "9-0"]}))["v"].to_list() == [849, 0, None]


def test_a_key_of_another_type_is_refused_rather_than_not_found() -> None:
    index = Index(pl.DataFrame({"k": [1, 2], "v": [3, 4]}), ["k"])
    with pytest.raises(SchemaError):
        index.beside(pl.DataFrame({"k": pl.Series([1], dtype=pl.Int32)}))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_overlaps_has_a_number_among_those_that_may(seed: int) -> None:
    chance = random.Random(seed)
    # Far out of a day, before it, without length, and empty: none of it may hide an overlap.
    ends = [None, -5, 0, 10, 20, 30, 86_399, 131_071, 131_072, 500_000]
    rows = pl.DataFrame(
        [(chance.choice(["A", "B", None]), DAY, chance.choice(ends), chance.choice(ends)) for _ in range(60)],
        schema={"wie": pl.String, "dag": pl.Date, "van": pl.Int64, "tot": pl.Int64},
        orient="row",
    ).lazy()
    may = may_overlap(rows, BLOCK).collect().to_series()
    numbered = rows.with_columns(interval_number(BLOCK).is_in(may.implode()).alias("kan"))
    surely = overlapping(rows, BLOCK)
    hidden = numbered.filter(~pl.col("kan")).join(surely, on=interval_of(BLOCK), how="semi").collect()
    assert hidden.is_empty()
    assert seed > 0 or surely.collect().height > 0


def test_intervals_that_only_touch_may_stay_apart() -> None:
    rows = pl.DataFrame({"wie": ["A"] * 3, "dag": [DAY] * 3, "van": [0, 10, 30], "tot": [10, 20, 40]}).lazy()
    assert may_overlap(rows, BLOCK).collect().is_empty()


@pytest.mark.parametrize("seed", range(10))
def test_the_largest_gap_by_number_is_the_largest_gap_by_key(seed: int) -> None:
    chance = random.Random(seed)
    days = [(chance.randrange(6), DAY - timedelta(days=chance.randrange(40_000))) for _ in range(80)]
    days += [(7, DAY), (8, DAY), (8, DAY)]
    rows = pl.DataFrame([(n, d, str(n)) for n, d in days], schema=[NUMBER, "datum", ":k"], orient="row")
    koppel = Koppel(
        tabel="prestaties", sleutel={"zorgtraject_id": "zorgtraject_id"}, velden={"gat": Veld(grootste_gat="datum")}
    )
    fields = {"gat": Field("prestaties", koppel, koppel.velden["gat"])}
    by_number = aggregate(rows.with_columns(pl.col(NUMBER).cast(pl.UInt32)).lazy(), [NUMBER], fields).collect()
    by_key = aggregate(rows.lazy(), [":k"], fields).collect()
    expected = {}
    for number in {n for n, _ in days}:
        own = sorted(d for n, d in days if n == number)
        expected[number] = max(((b - a).days for a, b in pairwise(own)), default=0)
    assert dict(by_number.iter_rows()) == expected
    assert {int(k): gap for k, gap in by_key.iter_rows()} == expected


@pytest.mark.parametrize("seed", range(10))
def test_the_largest_share_by_number_is_the_largest_share_by_key(seed: int) -> None:
    chance = random.Random(seed)
    amounts = [(chance.randrange(6), chance.choice(["arts", "gz", "", None]), chance.randrange(90)) for _ in range(80)]
    rows = pl.DataFrame([(*a, str(a[0])) for a in amounts], schema=[NUMBER, "beroep", "min", ":k"], orient="row")
    koppel = Koppel(
        tabel="prestaties",
        sleutel={"zorgtraject_id": "zorgtraject_id"},
        velden={"deel": Veld(grootste_deel="min", per="beroep")},
    )
    fields = {"deel": Field("prestaties", koppel, koppel.velden["deel"])}
    by_number = aggregate(rows.with_columns(pl.col(NUMBER).cast(pl.UInt32)).lazy(), [NUMBER], fields).collect()
    by_key = aggregate(rows.lazy(), [":k"], fields).collect()
    sums: dict[tuple[int, str], int] = {}
    for number, category, minutes in amounts:
        if category is not None:
            sums[number, category] = sums.get((number, category), 0) + minutes
    expected = {n: max(total for (m, _), total in sums.items() if m == n) for n, _ in sums}
    assert dict(by_number.iter_rows()) == expected
    assert {int(k): share for k, share in by_key.iter_rows()} == expected
