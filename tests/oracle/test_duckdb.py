"""The SQL that the engine is measured against says what the oracle says: a second independent reading at scale."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.oracle.case import Outcome, Tables
from tests.oracle.exports import random_export
from tests.oracle.oracle import judge
from tests.oracle.write import write_export
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.sealed import sealed
from zpm_audit.register import TABLES

pytestmark = pytest.mark.whole
pytest.importorskip("duckdb", reason="DuckDB is not installed")

SEEDS = range(200, 206)
INPUT = (
    "prestaties", "zorgtrajecten", "behandelaren", "patienten", "opnames", "codelijst", "prognose", "teams",
    "contracten",
)  # fmt: skip


#: What names the unit of a deviation, by the theme of the check; with others it is the prestatie_id.
SUBJECTS = {
    **dict.fromkeys(("RB", "SE", "VW", "ZT"), pl.col("zorgtraject_id")),
    "FA": pl.col("patient_id"),
    "BH": pl.concat_str("behandelaar_id", pl.col("datum").cast(pl.String).fill_null(""), separator="|"),
}


def completed(tables: Tables) -> Tables:
    """Return an export in which every table and column is there: hand-written SQL knows no other.

    Of a citizen service number stands what canonical Parquet keeps of it.
    """
    whole = {}
    for name in INPUT:
        empty = dict.fromkeys(TABLES[name].by_name)
        whole[name] = [empty | row for row in tables.get(name, [])]
    numbers = pl.Series("bsn", [row["bsn"] for row in whole["patienten"]], pl.String)
    for row, kept in zip(whole["patienten"], sealed(numbers, Key(b"alleen voor deze proef")), strict=True):
        row["bsn"] = kept
    return whole


def expected(found: Outcome, verdicts: dict[str, int]) -> dict[str, int]:
    return dict.fromkeys(verdicts, 0) | Counter(found.verdicts.values()) | {"buiten_beeld": found.buiten_beeld}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sql_of_the_nineteen_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    from benchmarks.duckdb import nineteen

    tables, peildatum = random_export(seed)
    folder = write_export(tables, tmp_path / "export", "parquet", cents=True)
    counts = nineteen.run(folder, tmp_path, peildatum)
    outcomes = judge(tables, peildatum)
    assert 19 <= len(set(counts) & set(outcomes)) == len(counts)
    rows = pl.concat([pl.read_parquet(file) for file in tmp_path.glob("*.parquet")], how="vertical_relaxed")
    for check in counts:
        assert counts[check] == expected(outcomes[check], counts[check]), check
        key = "zorgtraject_id" if check.startswith("ZPM-RB") else "prestatie_id"
        assert sorted(rows.filter(pl.col("check_id") == check)[key]) == sorted(outcomes[check].impact_cent), check


@pytest.mark.slow
def test_the_sql_of_every_check_agrees_with_the_oracle(tmp_path: Path) -> None:
    from benchmarks import duckdb
    from benchmarks.duckdb.rows import CHECKS

    seen: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        tables, peildatum = random_export(seed, codelijst=True)
        folder = write_export(completed(tables), tmp_path / f"{seed}", "parquet", cents=True)
        (out := tmp_path / f"{seed}-uit").mkdir()
        counts = duckdb.run(folder, out, peildatum)
        outcomes = judge(tables, peildatum)
        rows = pl.concat([pl.read_parquet(file) for file in out.glob("*.parquet")], how="vertical_relaxed")
        for check in (check for check in counts if not outcomes[check].not_run):
            found = outcomes[check]
            assert counts[check] == expected(found, counts[check]), (seed, check)
            of_rows = check.removeprefix("ZPM-") in CHECKS
            subject = pl.col("prestatie_id") if of_rows else SUBJECTS.get(check.split("-")[1], pl.col("prestatie_id"))
            deviating = rows.filter(pl.col("check_id") == check).select(subject).to_series()
            assert sorted(deviating) == sorted(found.impact_cent), (seed, check)
            seen.update((check, verdict) for verdict, n in counts[check].items() if n)
    compared = {check for check, _ in seen}
    assert compared == set(counts)
    assert {check for check, verdict in seen if verdict == "afwijking"} == compared


def test_the_checks_without_an_amount_are_those_that_compare_no_price_and_no_total() -> None:
    from benchmarks.engine_adapter import catalogue_without_messages
    from benchmarks.without_amounts import without_amounts

    catalogue = catalogue_without_messages()
    left_out = set(catalogue.checks) - set(without_amounts(catalogue).checks)
    assert left_out == {f"ZPM-{check}" for check in ("FA-01", "FA-02", "FA-07", "CT-02", "CT-03", "CT-04")}


def test_the_sql_and_the_engine_do_the_same_checks_and_agree(tmp_path: Path) -> None:
    from benchmarks import duckdb, without_amounts
    from benchmarks.__main__ import assert_same
    from benchmarks.data import PEILDATUM, generate

    folder = generate(tmp_path / "export", 2_000)
    for out in ("engine", "sql"):
        (tmp_path / out).mkdir()
    counts = {
        "whole-zonder-bedrag": without_amounts.run(folder, tmp_path / "engine", PEILDATUM),
        "duckdb-whole": duckdb.run(folder, tmp_path / "sql", PEILDATUM),
    }
    assert_same(counts, 2_000)


@pytest.mark.gx
@pytest.mark.filterwarnings("ignore")  # what the library itself still uses is not ours
@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_great_expectations_finds_the_deviations_of_the_oracle(seed: int, tmp_path: Path) -> None:
    from benchmarks import gx_checks

    tables, peildatum = random_export(seed)
    folder = write_export(completed(tables), tmp_path / "export", "parquet", cents=True)
    counts = gx_checks.run(folder, tmp_path, peildatum)
    rows = pl.read_parquet(tmp_path / "afwijkingen.parquet")
    outcomes = judge(tables, peildatum)
    assert len(counts) == 12
    for check, found in counts.items():
        assert found == {"afwijking": len(outcomes[check].impact_cent)}, check
        assert sorted(rows.filter(pl.col("check_id") == check)["prestatie_id"]) == sorted(outcomes[check].impact_cent)


def test_ways_that_differ_stop_the_benchmark() -> None:
    from benchmarks.__main__ import assert_same

    one = {"ZPM-RB-01": {"voldoet": 2, "afwijking": 1}}
    assert_same({"engine": one, "whole": one | {"ZPM-XX-01": {"voldoet": 1}}}, 3)
    assert_same({"engine": one, "gx-pandas": {"ZPM-RB-01": {"afwijking": 1}}}, 3)
    with pytest.raises(SystemExit, match="RB-01"):
        assert_same({"engine": one, "gx-pandas": {"ZPM-RB-01": {"afwijking": 2}}}, 3)
    with pytest.raises(SystemExit, match="XX-01"):
        assert_same({"duckdb": one, "engine": one | {"ZPM-XX-01": {"voldoet": 1}}}, 3)
