"""No single row ends a run, and no absent column breaks a check: whatever is in one cell, all reports are made."""

from __future__ import annotations

import dataclasses
import random
import secrets
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.verdict import Status
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options
from zpm_audit.demo import write_demo
from zpm_audit.engine.run import judge
from zpm_audit.intake import read_export
from zpm_audit.register import TABLES, Register
from zpm_audit.register.schema import FIRST_DAY, LAST_DAY, REQUIRED_TABLES

pytestmark = pytest.mark.whole

REPORTS = {"bevindingen.csv", "resultaat.json", "rapport.html", "rapport.xlsx", "manifest.json"}
DEMO_SIZE = 0.01


@dataclasses.dataclass(frozen=True)
class Demo:
    folder: Path
    peildatum: date


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    facts = write_demo(folder, size=DEMO_SIZE, checks=list(load_catalogue().checks))
    export = folder / "export"
    (export / "controletotalen.csv").unlink()
    register = read_export(export, work=tmp_path_factory.mktemp("werk"))
    for name, quarantine in register.quarantine.items():  # what the demo itself sets aside would be counted too
        path = export / f"{name}.csv"
        bad = pl.read_csv(quarantine)["rij"].unique() - 2
        frame = pl.read_csv(path, infer_schema=False).with_row_index("_rij")
        frame.filter(~pl.col("_rij").is_in(bad.implode())).drop("_rij").write_csv(path)
    return Demo(export, facts.peildatum)


def _with_strays(demo: Demo, folder: Path, chance: random.Random, *, typed: bool) -> dict[str, tuple[int, int]]:
    """Copy the export with, per date column, a row whose date is anywhere; return per table the rows in and aside."""
    folder.mkdir()
    expected = {}
    for path in sorted(demo.folder.glob("*.csv")):
        table = TABLES[path.stem]
        frame = pl.read_csv(path, infer_schema=False)
        aside = 0
        for column in table.columns:
            if column.kind not in {"date", "datetime"} or column.name not in frame.columns:
                continue
            day = date(chance.randint(1800, 9999), chance.randint(1, 12), chance.randint(1, 28))
            row = frame.sample(1, seed=chance.randrange(10**6))
            if table.key:
                row = row.with_columns(pl.lit(f"DWAAL-{column.name}").alias(table.key))
            clock = "T10:00" if column.kind == "datetime" else ""
            frame = frame.vstack(row.with_columns(pl.lit(f"{day}{clock}").alias(column.name)))
            aside += not FIRST_DAY <= day <= LAST_DAY
        expected[table.name] = (frame.height, aside)
        if typed:
            days = [c.name for c in table.columns if c.kind == "date" and c.name in frame.columns]
            frame.with_columns(pl.col(days).str.to_date()).write_parquet(folder / f"{table.name}.parquet")
        else:
            frame.write_csv(folder / path.name)
    return expected


@pytest.mark.whole
@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(s, marks=pytest.mark.slow) for s in range(3, 6))])
def test_a_stray_date_in_every_date_column_goes_through_to_all_reports(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    expected = _with_strays(demo, tmp_path / "export", random.Random(seed), typed=seed % 2 == 0)
    options = Options(export=tmp_path / "export", out=tmp_path / "uit", peildatum=demo.peildatum, gx="uit")
    outcome = run_audit(options)
    assert outcome.exit_code() in (0, 1, 5)
    assert {p.name for p in (tmp_path / "uit").iterdir()} >= REPORTS
    found = {t.naam: (t.rijen_in, t.rijen_opzij) for t in outcome.report.tabellen}
    assert found == expected
    assert all(t.rijen + t.rijen_opzij == t.rijen_in for t in outcome.report.tabellen)
    assert not [c.id for c in outcome.report.checks if c.status is Status.MISLUKT]


def _without(register: Register, work: Path, table: str, column: str | None) -> Register:
    tables = dict(register.tables)
    if column is None:
        del tables[table]
        return Register(tables)
    whole = tables[table]
    path = work / f"{secrets.token_hex(8)}.parquet"
    whole.scan().drop(column).sink_parquet(path)
    tables[table] = dataclasses.replace(whole, path=path, columns=whole.columns - {column})
    return Register(tables)


def _broken(register: Register, work: Path, peildatum: date) -> list[str]:
    judged = judge(register, load_catalogue(), peildatum, work / secrets.token_hex(8))
    return [f"{one.check.id}: {one.reason}" for one in judged.checks if one.status is Status.MISLUKT]


def test_an_export_without_codes(demo: Demo, tmp_path: Path) -> None:
    register = read_export(demo.folder, work=tmp_path)
    assert _broken(_without(register, tmp_path, "prestaties", "prestatiecode"), tmp_path, demo.peildatum) == []


@pytest.mark.slow
@pytest.mark.parametrize("table", [t for t in TABLES if not t.startswith("bericht") and t != "controletotalen"])
def test_every_optional_column_and_table_may_be_absent(demo: Demo, tmp_path: Path, table: str) -> None:
    register = read_export(demo.folder, work=tmp_path)
    optional = [c.name for c in TABLES[table].columns if not c.required and c.name in register.columns(table)]
    gone = [*optional, *([] if table in REQUIRED_TABLES else [None])]
    assert gone
    for column in gone:
        broken = _broken(_without(register, tmp_path, table, column), tmp_path, demo.peildatum)
        assert broken == [], f"{table}.{column}"
