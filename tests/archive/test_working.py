"""What a series tells of how checks worked: outcomes per run, and how long repairing took."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.archive.nights import Night, enter
from zpm_audit.archive.store import Archive
from zpm_audit.archive.working import series_facts


def test_outcomes_repairs_and_what_stands_open(archive: Archive) -> None:
    assert series_facts(archive, "standaard").runs == ()
    enter(archive, Night({"A": ["A:1", "A:2"], "B": ["B:1"]}), "r1", date(2024, 1, 1))
    enter(archive, Night({"A": ["A:1"]}, complies=["A:2"], silent=["B"]), "r2", date(2024, 1, 4))
    # One is solved after nine days, another comes back, and a third is gone without having been solved.
    enter(archive, Night({"A": ["A:2"], "B": []}, complies=["A:1"]), "r3", date(2024, 1, 10))
    enter(archive, Night({"A": []}, complies=["A:2"]), "elders", date(2024, 1, 11), series="ander")
    found = series_facts(archive, "standaard")
    assert [(run.run_id, run.day, run.sound) for run in found.runs] == [
        ("r1", date(2024, 1, 1), True),
        ("r2", date(2024, 1, 4), True),
        ("r3", date(2024, 1, 10), True),
    ]
    assert [run.checks["B"].status for run in found.runs] == ["afwijkingen", "niet_uitgevoerd", "afwijkingen"]
    assert [run.checks["A"].afwijking for run in found.runs] == [2, 1, 1]
    assert found.repaired == {
        "A": ((date(2024, 1, 1), date(2024, 1, 4), 1), (date(2024, 1, 1), date(2024, 1, 10), 1)),
    }
    assert found.since.sort("bevinding_id").rows() == [("A:2", "A", date(2024, 1, 10))]
    assert found.since.schema["sinds"] == pl.Date
    assert found.broken == ()
