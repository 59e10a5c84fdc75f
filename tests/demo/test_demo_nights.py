"""The nights of the demo: what its archive tells is what was undone in the earlier exports, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.demo.conftest import Demo
from tests.properties.adapter import without_reports
from zpm_audit.archive.history import read_history
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.demo import ARCHIVE, run_demo
from zpm_audit.demo.nights import DAYS, as_it_was
from zpm_audit.output.marks import ownership

pytestmark = pytest.mark.whole

TIMES = "ZPM-PR-04"  # the start of a consult is registered


def test_an_earlier_night_lacks_rows_and_start_times_and_nothing_else(small_demo: Demo) -> None:
    rows = pl.read_csv(small_demo.facts.export / "prestaties.csv", infer_schema=False)
    nights = [as_it_was(rows, number) for number in range(len(DAYS))]
    heights = [night.height for night in nights]
    assert heights == sorted(set(heights)), "every night has more rows than the one before"
    assert heights[-1] < rows.height
    assert rows.height - heights[0] < rows.height / 100
    for night in nights:
        assert not night.height - night.join(rows, on=[c for c in rows.columns if c != "starttijd"], how="semi",
                                             nulls_equal=True).height  # fmt: skip


@pytest.mark.slow
@pytest.mark.whole
def test_the_archive_tells_what_was_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "demo"
    # Great Expectations has no part in this, and takes longer than all nights together.
    monkeypatch.setattr("zpm_audit.commands.demo.run_audit", lambda options: run_audit(replace(options, gx="uit")))
    with without_reports():
        lines = run_demo(out, 0.05, "nl", overwrite=False)
    assert f"Archief:  {out / ARCHIVE} (3 nachten ervoor" in lines[-1]
    history = read_history(Archive(Place(str(out / ARCHIVE))))
    assert history.broken == ()
    assert [past.row["peildatum"] for past in history.runs] == [*(d.isoformat() for d in DAYS), "2025-01-15"]
    assert [len(past.missed) for past in history.runs] == [0, 0, 0, 1]
    last = history.runs[-1].counts
    assert last["heropend"] > 0
    assert last["opgelost"] > 0
    final = _starts(out / "export")
    solved = {"": final, **{day.isoformat(): _starts(out / "eerder" / day.isoformat() / "export") for day in DAYS}}
    told = json.loads((out / "audit" / "samenvatting.json").read_text(encoding="utf-8"))
    back = next(line["aantal"] for line in told["heropend"]["per_check"] if line["check"] == TIMES)
    assert back == _lost_again(solved[DAYS[-1].isoformat()], final, _listed(out))
    own = ownership(out)
    assert (own.ours, own.strangers) == (True, ())
    assert not (out / "eerder" / DAYS[0].isoformat() / "audit" / "rapport.html").exists()
    assert (out / "eerder" / DAYS[0].isoformat() / "audit" / "samenvatting.txt").exists()


def _starts(export: Path) -> pl.DataFrame:
    rows = pl.read_csv(export / "prestaties.csv", infer_schema=False)
    return rows.select("prestatie_id", "starttijd").unique("prestatie_id", keep="first")


def _listed(out: Path) -> pl.DataFrame:
    found: pl.DataFrame = pl.read_parquet(out / "audit" / "bevindingen.parquet")
    return found.filter(pl.col("check_id") == TIMES).select("prestatie_id")


def _lost_again(before: pl.DataFrame, now: pl.DataFrame, listed: pl.DataFrame) -> int:
    """Return the consults of the list that had a start the night before and have none now."""
    both: Any = listed.join(before, on="prestatie_id").join(now, on="prestatie_id", suffix="_nu")
    return int(both.filter(pl.col("starttijd").is_not_null() & pl.col("starttijd_nu").is_null()).height)
