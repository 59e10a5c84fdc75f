"""The files themselves: canonical, repeatable, as large as asked, with a few rows that intake must set aside."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from tests.demo.conftest import Again, Demo, make
from tests.demo.reading import read_split, read_text
from zpm_audit.demo import BASE_ROWS, DemoFacts, write_demo
from zpm_audit.demo.chance import Chance
from zpm_audit.register.schema import EXPORT_TABLES, TABLES

pytestmark = pytest.mark.whole

TABLES_WRITTEN = set(EXPORT_TABLES)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_and_size_give_the_same_bytes(small_demo: Demo, small_demo_again: Again) -> None:
    assert _hashes(small_demo.facts.truth.parent) == _hashes(small_demo_again.folder)


def test_another_seed_gives_another_institution(small_demo: Demo, tmp_path: Path) -> None:
    write_demo(tmp_path, size=0.1, seed=6)
    first, second = _hashes(small_demo.facts.truth.parent), _hashes(tmp_path)
    differ = {name for name in first if first[name] != second[name]}
    assert {"export/prestaties.csv", "export/zorgtrajecten.csv", "waarheid.csv"} <= differ


@pytest.mark.slow
def test_a_second_location_leaves_the_first_as_it_was(demo: Demo, tmp_path: Path) -> None:
    larger = make(tmp_path, size=1.2)
    first = larger.tables["prestaties"].filter(pl.col("prestatie_id").str.starts_with("P000"))
    assert first.equals(demo.tables["prestaties"])
    assert larger.facts.patients == 1800
    assert larger.facts.rows["prestaties"] > 1.1 * demo.facts.rows["prestaties"]
    of_all_locations = ["ZPM-PR-06", "ZPM-KP-01", "ZPM-CT-04"]
    assert set(demo.truth.filter(~pl.col("check_id").is_in(of_all_locations)).rows()) < set(larger.truth.rows())


def test_the_size_is_about_what_was_asked(demo: Demo, tmp_path: Path) -> None:
    assert demo.facts.patients == 1500
    assert demo.facts.rows["prestaties"] == pytest.approx(BASE_ROWS, rel=0.05)
    assert write_demo(tmp_path, rows=12_000).rows["prestaties"] == pytest.approx(12_000, rel=0.2)


@pytest.mark.slow
def test_the_smallest_demo_still_works(tmp_path: Path) -> None:
    assert write_demo(tmp_path, rows=1).rows["prestaties"] > 100


def test_progress_ends_at_one(small_demo_again: Again) -> None:
    seen = small_demo_again.told
    assert seen[-1] == 1.0
    assert all(earlier <= later for earlier, later in pairwise(seen))


def test_there_is_one_file_per_table(demo: Demo) -> None:
    assert {path.name for path in demo.facts.export.iterdir()} == {f"{name}.csv" for name in TABLES_WRITTEN}
    assert set(demo.facts.rows) == TABLES_WRITTEN
    assert demo.facts.truth.parent == demo.facts.export.parent


@pytest.mark.parametrize("table", sorted(TABLES_WRITTEN))
def test_the_columns_are_those_of_the_contract(demo: Demo, table: str) -> None:
    text = read_text(demo.facts.export, table)
    assert text.columns == list(TABLES[table].by_name)
    assert text.height == demo.facts.rows[table]


@pytest.mark.parametrize("table", sorted(TABLES_WRITTEN))
def test_all_rows_can_be_read_but_the_ones_to_set_aside(demo: Demo, table: str) -> None:
    readable, aside = read_split(demo.facts.export, table)
    assert aside.height == demo.facts.rows_aside.get(table, 0)
    assert readable.height + aside.height == demo.facts.rows[table]


def test_rows_to_set_aside_differ_in_what_is_wrong(demo: Demo) -> None:
    _, aside = read_split(demo.facts.export, "prestaties")
    assert "2024-02-30" in aside["datum"].to_list()
    assert None in aside["datum"].to_list()
    assert "konsult" in aside["prestatiegroep"].to_list()
    assert "12" in aside["setting"].to_list()
    assert "45 min" in aside["gerealiseerde_minuten"].to_list()
    twice = aside.filter(pl.col("prestatie_id").is_in(demo.tables["prestaties"]["prestatie_id"].implode()))
    assert twice.height == 2


def test_control_totals_are_those_of_the_files(demo: Demo) -> None:
    totals = {tabel: (rijen, cents) for tabel, rijen, cents in demo.tables["controletotalen"].iter_rows()}
    assert {name: rijen for name, (rijen, _) in totals.items()} == {name: demo.facts.rows[name] for name in totals}
    assert totals["prestaties"][1] == demo.tables["prestaties"]["bedrag_eur"].sum()


def test_parquet_holds_what_csv_holds(small_demo: Demo, tmp_path: Path) -> None:
    facts: DemoFacts = write_demo(tmp_path, size=0.1, seed=7, form="parquet")
    assert facts.rows_aside == {}
    assert facts.truth.read_bytes() == small_demo.facts.truth.read_bytes()
    for table in TABLES_WRITTEN - {"controletotalen"}:
        frame = pl.read_parquet(facts.export / f"{table}.parquet")
        scaled = [column for column in TABLES[table].columns if column.scale > 1]
        cents = frame.with_columns((pl.col(column.name) * column.scale).cast(pl.Int64) for column in scaled)
        assert cents.equals(small_demo.tables[table].select(cents.columns)), table
    assert not list(facts.export.glob(".*"))


def test_chance_does_not_depend_on_the_order_of_rows() -> None:
    chance = Chance(3, "key").uniform("x")
    forward = pl.DataFrame({"key": range(50_000)}).with_columns(u=chance)
    backward = pl.DataFrame({"key": range(49_999, -1, -1)}).with_columns(u=chance)
    assert forward.equals(backward.sort("key"))
    assert forward["u"].mean() == pytest.approx(0.5, abs=0.01)
    assert forward["u"].is_between(0, 1, closed="left").all()
    assert forward["u"].n_unique() == 50_000


def _mixed(seed: int, key: int) -> float:
    """The same number in whole numbers of Python: no polars, no wrapping around."""
    start = int.from_bytes(hashlib.blake2b(f"{seed}|key|vast".encode(), digest_size=8).digest(), "big")
    x = (key * 0x9E3779B97F4A7C15 + start) % 2**64
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
    return ((x ^ (x >> 31)) >> 11) / 2**53


def test_chance_is_the_mix_it_says_it_is() -> None:
    keys = [0, 1, 2, 17, 999_999_999_999]
    drawn = pl.DataFrame({"key": keys}).select(u=Chance(2022, "key").uniform("vast"))
    assert drawn["u"].to_list() == [_mixed(2022, key) for key in keys]
