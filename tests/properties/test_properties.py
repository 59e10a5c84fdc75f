"""What must hold for the audit of any export, whatever the checks say."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.oracle.draw import Tables
from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from tests.properties.adapter import Output, run, without_reports

pytestmark = pytest.mark.whole

SEEDS = (101, pytest.param(102, marks=pytest.mark.slow))
VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt")
KEYS = (
    "prestatie_id", "patient_id", "zorgtraject_id", "behandelaar_id", "regiebehandelaar_id", "hoofdprestatie_id",
    "groepssessie_id", "opname_id", "uzovi", "team",
)  # fmt: skip
OF_EVERYBODY = ("codelijst", "prognose")


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Output]:
    """Return a function that audits the export of a seed as it is, each once for all that compare with it."""

    @cache
    def audit(seed: int) -> Output:
        folder = tmp_path_factory.mktemp(f"recht-{seed}")
        tables, peildatum = random_export(seed)
        with without_reports():
            return run(write_export(tables, folder / "export"), folder / "uit", peildatum)

    return audit


Straight = Callable[[int], Output]


def strangers(tables: Tables) -> Tables:
    """Return the rows of other patients, with behandelaren of their own, whose plans are in no average."""
    renamed = {
        name: [{k: f"vreemd-{v}" if k in KEYS and v is not None else v for k, v in row.items()} for row in rows]
        for name, rows in tables.items()
        if name not in OF_EVERYBODY
    }
    for row in renamed["prestaties"]:
        row["gepland"] = None if row["gepland"] is None else False
        row["prestatiecode"] = None
    return renamed


def listed(output: Output, ignore: str = "vreemd-") -> list[tuple[Any, ...]]:
    """Return everything that is said about units that are not a stranger's."""
    rows = []
    for verdict, frame in output.lists().items():
        own = frame.filter(~pl.col("onderwerp_id").str.starts_with(ignore))
        rows += [
            (verdict, *row) for row in own.select("check_id", "onderwerp_id", "impact_eur", "bevinding_id").iter_rows()
        ]
    return sorted(rows, key=str)


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_rows_changes_nothing(seed: int, straight: Straight, tmp_path: Path) -> None:
    tables, peildatum = random_export(seed)
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    assert shuffled != tables
    assert run(write_export(shuffled, tmp_path / "b"), tmp_path / "uit-b", peildatum).csv == straight(seed).csv
    assert straight(seed).afwijkingen.height > 100


@pytest.mark.usefixtures("figures_only")
def test_csv_and_parquet_give_the_same_findings(straight: Straight, tmp_path: Path) -> None:
    tables, peildatum = random_export(101)
    typed = run(write_export(tables, tmp_path / "b", "parquet"), tmp_path / "uit-b", peildatum)
    assert straight(101).csv == typed.csv


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_stranger_changes_no_verdict(seed: int, tmp_path: Path) -> None:
    tables, peildatum = random_export(seed)
    tables.pop("prognose", None)  # a forecast counts everybody
    alone = run(write_export(tables, tmp_path / "a"), tmp_path / "uit-a", peildatum)
    more = strangers(random_export(seed + 1000)[0])
    # A table that is empty counts as absent; rows of strangers would make it appear.
    together = {name: rows + more.get(name, []) if rows else rows for name, rows in tables.items()}
    output = run(write_export(together, tmp_path / "b"), tmp_path / "uit-b", peildatum)
    assert listed(output) == listed(alone)
    assert output.afwijkingen.height > alone.afwijkingen.height


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_are_not_judged_change_nothing(seed: int, straight: Straight, tmp_path: Path) -> None:
    tables, peildatum = random_export(seed)
    judged = [r for r in tables["prestaties"] if r["declarabel"] is not False and r["datum"] <= peildatum]
    looked_up = {r["hoofdprestatie_id"] for r in judged}
    others = [r for r in tables["prestaties"] if r not in judged]
    # A toeslag looks its hoofdprestatie up among all rows, a group counts everybody in it, and a night is a night.
    counted = ("groepsconsult", "verblijfsdag")
    seen = [r for r in others if r["prestatie_id"] in looked_up or r["prestatiegroep"] in counted]
    assert len(seen) < len(others)
    kept = tables | {"prestaties": judged + seen}
    assert run(write_export(kept, tmp_path / "b"), tmp_path / "uit-b", peildatum).csv == straight(seed).csv


@pytest.mark.parametrize("seed", SEEDS)
def test_every_total_reconciles(seed: int, straight: Straight) -> None:
    output = straight(seed)
    for check_id, check in output.checks.items():
        assert check["populatie"] == sum(check[verdict] for verdict in VERDICTS)
        for verdict, frame in output.lists().items():
            assert frame.filter(pl.col("check_id") == check_id).height == check[verdict], (check_id, verdict)
        if check["status"] == "niet_uitgevoerd":
            assert check["populatie"] == 0
            assert check["reden"]
    identities = [i for frame in output.lists().values() for i in frame["bevinding_id"]]
    assert len(set(identities)) == len(identities)
    assert sum(frame.height for frame in output.lists().values()) > 0


@pytest.mark.usefixtures("figures_only")
def test_a_later_peildatum_only_ends_terms(tmp_path: Path) -> None:
    """With no row after it, a later peildatum turns running terms into outcomes and touches nothing else.

    Only care that stays away for a year, a month that is over, a bill that does not come, the nights of a stay that
    goes on and a traject that is closed by then are about the peildatum itself.
    """
    about_the_peildatum = ("ZPM-ZT-05", "ZPM-KP-01", "ZPM-FA-07", "ZPM-VB-07", "ZPM-RB-02")
    tables, peildatum = random_export(101)
    tables["prestaties"] = [r for r in tables["prestaties"] if r["datum"] <= peildatum]
    folder = write_export(tables, tmp_path / "export")
    before = run(folder, tmp_path / "uit-a", peildatum)
    after = run(folder, tmp_path / "uit-b", peildatum + timedelta(days=100))
    running = {(c, s) for c, s in before.lopend.select("check_id", "onderwerp_id").iter_rows()}
    assert running
    for verdict in ("afwijking", "onbepaald", "loopt"):
        was, now = (
            {
                (check, subject)
                for check, subject in output.lists()[verdict].select("check_id", "onderwerp_id").iter_rows()
                if check not in about_the_peildatum
            }
            for output in (before, after)
        )
        assert was - now <= running
        assert now - was <= running
