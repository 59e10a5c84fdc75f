"""A draw follows from the seed and the population, and from nothing else; every euro is equally likely."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from zpm_audit.sampling.chance import Stream, without_replacement
from zpm_audit.sampling.draw import by_money, by_number, fingerprint, in_order, proportional, strata


def _population(cents: list[int], layers: str = "a") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "laag": [layers[i % len(layers)] for i in range(len(cents))],
            "sleutel": [f"P{i:04d}" for i in range(len(cents))],
            "oordeel": ["voldoet"] * len(cents),
            "cent": cents,
        }
    )


def test_numbers_are_fixed_for_all_time() -> None:
    # Pinned: a draw must be repeatable with every later version.
    stream = Stream("zaad", "laag a")
    assert [stream.below(1000) for _ in range(5)] == [114, 52, 912, 249, 916]
    assert sorted(without_replacement(Stream("1", "x"), 50)) == list(range(50))


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = _population(list(range(1, 301)), "abc")
    orders = [in_order(rows.sample(fraction=1, shuffle=True, seed=seed).lazy()) for seed in (1, 2)]
    drawn = [by_number(ordered, "zaad", [40, 40]) for ordered in orders]
    money = [by_money(ordered, "zaad", [40], "cel") for ordered in orders]
    assert drawn[0].equals(drawn[1])
    assert money[0].equals(money[1])
    assert fingerprint(orders[0], tmp_path) == fingerprint(orders[1], tmp_path)


def test_no_item_is_drawn_twice_and_another_seed_draws_others() -> None:
    ordered = in_order(_population([1] * 200).lazy())
    first, other = (by_number(ordered, seed, [60, 60]) for seed in ("1", "2"))
    assert first["plek"].n_unique() == first.height == 120
    assert set(first["plek"]) != set(other["plek"])


def test_strata_get_their_part_and_at_least_one() -> None:
    assert proportional({"a": 900, "b": 90, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}
    assert proportional({"a": 3, "b": 2}, 10) == {"a": 3, "b": 2}
    ordered = in_order(_population([1] * 100, "aab").lazy())
    drawn = by_number(ordered, "1", [9])
    assert strata(ordered) == {"a": 67, "b": 33}
    assert dict(Counter(drawn["laag"])) == {"a": 6, "b": 3}


def test_every_cent_is_equally_likely() -> None:
    # All that a stream can give, instead of a sample of it: over all starts each cent is hit as often as it should be.
    class Chosen(Stream):
        def __init__(self, value: int) -> None:
            self.value = value

        def below(self, limit: int) -> int:
            return self.value % limit

    cents, count = [5, 1, 7, 4], 3
    whole = sum(cents)
    hits: Counter[int] = Counter()
    for start in range(whole):
        hits.update((i * whole + Chosen(start).below(whole)) // count for i in range(count))
    assert hits == dict.fromkeys(range(whole), count)


def test_an_item_larger_than_the_interval_is_always_drawn() -> None:
    ordered = in_order(_population([10, 10, 5000, 10]).lazy())
    for how in ("cel", "interval"):
        drawn = by_money(ordered, "x", [10], how)  # type: ignore[arg-type]
        assert drawn["treffers"].sum() == 10
        assert drawn.filter(pl.col("sleutel") == "P0002")["treffers"].item() >= 9
