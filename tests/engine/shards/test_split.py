"""A key has the same part on every machine and in every table, and no part gets all that is empty."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.engine.small import register
from zpm_audit.engine.shards.keys import Layout, SplitKey
from zpm_audit.engine.shards.plan import Share
from zpm_audit.engine.shards.split import part_of, split_register


def parts(keys: list[str | None], number: int) -> list[int]:
    return (
        pl.DataFrame({"k": pl.Series(keys, dtype=pl.String)}).select(part_of(pl.col("k"), number)).to_series().to_list()
    )


def test_the_part_of_a_key_is_written_down() -> None:
    """These numbers may never change: they must be the same on every machine and in every version of polars."""
    keys = ["", "P000000001", "P000000002", "a key of more than sixteen bytes", "é", None]
    assert parts(keys, 1000) == [0, 436, 694, 573, 878, 0]


def test_keys_are_spread_evenly() -> None:
    counted = pl.Series(parts([f"P{n:09d}" for n in range(70_000)], 7)).value_counts()
    assert counted.height == 7
    assert counted["count"].min() > 9_500  # type: ignore[operator]
    assert counted["count"].max() < 10_500  # type: ignore[operator]


def share(layout: Layout, together: frozenset[str] = frozenset(), **columns: set[str]) -> Share:
    return Share(layout, (), {name: frozenset(read) for name, read in columns.items()}, together)


def rows_of(table: str, found: tuple[object, ...]) -> list[list[dict[str, object]]]:
    return [one.scan(table).collect().to_dicts() for one in found]  # type: ignore[attr-defined]


def test_every_row_is_in_one_part_with_only_the_columns_that_are_read(tmp_path: Path) -> None:
    data = register(prestaties=[{"patient_id": f"A{n % 20}"} for n in range(200)], behandelaren=[{}])
    way = Layout((("prestaties", SplitKey("patient_id")),))
    found = split_register(data, share(way, prestaties={"prestatie_id", "patient_id"}), 3, tmp_path / "x")
    rows = rows_of("prestaties", found)
    assert sorted(str(r["prestatie_id"]) for part in rows for r in part) == sorted(f"P{n}" for n in range(1, 201))
    assert all(set(r) == {"prestatie_id", "patient_id"} for part in rows for r in part)
    patients = [{r["patient_id"] for r in part} for part in rows]
    assert sum(len(p) for p in patients) == 20
    assert all(one.scan("behandelaren").collect().height == 1 for one in found)


def test_rows_go_with_the_patient_of_their_zorgtraject(tmp_path: Path) -> None:
    trajecten = [{"zorgtraject_id": f"Z{n}", "patient_id": f"A{n % 10}"} for n in range(60)]
    prestaties = [{"zorgtraject_id": f"Z{n % 60}", "patient_id": f"B{n % 7}"} for n in range(300)]
    prestaties += [{"zorgtraject_id": "unknown"}] * 30 + [{"zorgtraject_id": None}] * 300
    data = register(prestaties=prestaties, zorgtrajecten=trajecten)
    way = Layout((
        ("prestaties", SplitKey("zorgtraject_id", (("zorgtrajecten", "patient_id"),))),
        ("zorgtrajecten", SplitKey("patient_id")),
    ))  # fmt: skip
    asked = share(
        way,
        way.pointed_at,
        prestaties={"prestatie_id", "zorgtraject_id"},
        zorgtrajecten={"zorgtraject_id", "patient_id"},
    )
    found = split_register(data, asked, 4, tmp_path / "x")
    for mine, theirs in zip(rows_of("prestaties", found), rows_of("zorgtrajecten", found), strict=True):
        here = {r["zorgtraject_id"] for r in theirs}
        assert {r["zorgtraject_id"] for r in mine} - {None, "unknown"} == here
    # Prestaties without zorgtraject meet nobody by it: they are spread.
    assert all(sum(r["zorgtraject_id"] is None for r in part) > 30 for part in rows_of("prestaties", found))
    assert sum(any(r["zorgtraject_id"] == "unknown" for r in part) for part in rows_of("prestaties", found)) == 1


def test_empty_keys_of_groups_stay_together(tmp_path: Path) -> None:
    data = register(prestaties=[{"behandelaar_id": None}] * 50 + [{"behandelaar_id": f"B{n}"} for n in range(50)])
    way = Layout((("prestaties", SplitKey("behandelaar_id")),))
    read = {"prestatie_id", "behandelaar_id"}
    apart = rows_of("prestaties", split_register(data, share(way, prestaties=read), 4, tmp_path / "a"))
    kept = rows_of(
        "prestaties", split_register(data, share(way, frozenset({"prestaties"}), prestaties=read), 4, tmp_path / "b")
    )
    assert sum(any(r["behandelaar_id"] is None for r in part) for part in apart) > 1
    assert sum(any(r["behandelaar_id"] is None for r in part) for part in kept) == 1


def test_a_table_is_there_in_a_part_without_rows(tmp_path: Path) -> None:
    data = register(prestaties=[{"patient_id": "A"}])
    way = Layout((("prestaties", SplitKey("patient_id")),))
    found = split_register(data, share(way, prestaties={"prestatie_id"}), 5, tmp_path / "x")
    assert [one.has("prestaties") for one in found] == [True] * 5
    assert sum(len(part) for part in rows_of("prestaties", found)) == 1
