"""The SQL about zorgtrajecten, opnames, behandelaren, patienten and prognose says of every unit what the oracle says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.oracle.draw import Tables
from tests.oracle.exports import random_export
from tests.oracle.oracle import judge
from tests.oracle.write import write_export
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.sealed import sealed
from zpm_audit.register.schema import EXPORT_TABLES

pytestmark = pytest.mark.whole

#: What a deviation names its unit by; of a row of behandelaren its first day too.
SUBJECTS = {
    "zorgtraject_id": ("RB", "SE", "VW", "ZT"),
    "prestatie_id": ("CT", "VB", "KP"),
    "patient_id": ("FA",),
    "behandelaar_id": ("BH",),
}


def complete(tables: Tables) -> Tables:
    """Return the tables with every table and column that an export can have; what was not there is empty."""
    return {
        name: [dict.fromkeys(table.by_name) | row for row in tables.get(name, [])]
        for name, table in EXPORT_TABLES.items()
    }


def as_kept(tables: Tables) -> Tables:
    """Return the tables as they stand in canonical Parquet: of a citizen service number only what is kept of it."""
    numbers = pl.Series("bsn", [row["bsn"] for row in tables["patienten"]], pl.String)
    kept = sealed(numbers, Key(b"alleen voor deze proef"))
    return tables | {"patienten": [row | {"bsn": b} for row, b in zip(tables["patienten"], kept, strict=True)]}


def deviating(rows: pl.DataFrame, check: str) -> list[str]:
    """Return what the deviations of a check name as their unit, as the oracle writes it, in order."""
    theme = check.split("-")[1]
    key = next(name for name, themes in SUBJECTS.items() if theme in themes)
    names = pl.col(key)
    if theme == "BH":
        names = pl.concat_str(key, pl.col("datum").cast(pl.String).fill_null(""), separator="|")
    return sorted(rows.filter(pl.col("check_id") == check).select(names).to_series())


@pytest.mark.parametrize("seed", [*range(200, 204), *(pytest.param(s, marks=pytest.mark.slow) for s in range(204, 224))])
def test_the_sql_about_other_units_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    others = pytest.importorskip("benchmarks.duckdb.others", reason="DuckDB is not installed")
    shared = pytest.importorskip("benchmarks.duckdb.shared", reason="DuckDB is not installed")
    drawn, peildatum = random_export(seed)
    tables = complete(drawn)
    folder = write_export(as_kept(tables), tmp_path / "export", "parquet", cents=True)
    with shared.connect(folder, peildatum) as db:
        counts = others.judge(db, tmp_path)
    rows = pl.read_parquet(tmp_path / "overig.parquet")
    outcomes = judge(tables, peildatum)
    assert len(counts) == 28
    for check, found in ((check, outcomes[check]) for check in counts):
        if found.not_run:
            continue
        expected = dict.fromkeys(counts[check], 0) | Counter(found.verdicts.values())
        assert counts[check] == expected | {"buiten_beeld": found.buiten_beeld}, check
        assert deviating(rows, check) == sorted(found.impact_cent), check
