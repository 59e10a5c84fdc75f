"""The trend of a series: what each run found, how long findings stood, what came back, and nights without a run."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from sqlalchemy import text

from tests.archive.nights import START, Night, enter, entry_of, lives_of
from zpm_audit.archive.history import read_history
from zpm_audit.archive.store import Archive
from zpm_audit.archive.trend import MOST_RUNS, RunFigures, SeriesTrend
from zpm_audit.archive.trend_reading import read_trend

pytestmark = pytest.mark.whole

A, B = "ZPM-AA-01", "ZPM-BB-01"


def trend_of(archive: Archive, series: str = "standaard") -> SeriesTrend:
    with archive.reading() as connection:
        return read_trend(connection, series)


def test_what_each_run_found_is_what_history_says(any_archive: Archive) -> None:
    enter(any_archive, Night({A: ["a1", "a2"], B: ["b1"]}), "r1")
    enter(any_archive, Night({A: ["a2", "a3"]}, complies=["a1"], silent=[B]), "r2")
    enter(any_archive, Night({A: ["a1"], B: ["b1"]}, complies=["a2"]), "r3")
    found = trend_of(any_archive)
    told = [past.as_json() for past in read_history(any_archive).runs]
    names = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")
    assert [dict(run.lives) for run in found.runs] == [{name: row[name] for name in names} for row in told]
    assert [run.afwijkingen for run in found.runs] == [row["afwijkingen"] for row in told] == [3, 2, 2]
    assert [run.per_check.get(B) for run in found.runs] == [1, None, 1], "a check that did not run has no number"
    assert found.partial == (found.runs[1].peildatum,)


def test_days_to_repair_and_what_came_back(archive: Archive) -> None:
    for number, (ids, complies) in enumerate(
        [(["a1", "a2", "a3"], []), (["a2", "a3"], ["a1"]), (["a1", "a3"], ["a2"]), (["a1"], [])]
    ):
        enter(archive, Night({A: ids}, complies=complies), f"r{number}", START + timedelta(days=3 * number))
    spells = trend_of(archive).spells().to_dicts()
    assert [(s["bevinding_id"], s["einde"], s["dagen"], s["terug"]) for s in spells] == [
        ("a1", "opgelost", 3, True),
        ("a2", "opgelost", 6, False),
        ("a3", "vervallen", 9, False),
    ]


def test_this_run_stands_behind_those_of_the_archive(archive: Archive) -> None:
    enter(archive, Night({A: ["a1"]}), "r1", START)
    seen = archive.series("standaard")
    lives = lives_of(seen, Night({A: []}, complies=["a1"]))
    this = RunFigures(None, START + timedelta(days=4), 0, 0, {"beoordeeld": 10, "met_fout": 0}, lives.counts, {A: 0})
    found = trend_of(archive).followed_by(this, lives.events)
    assert [run.run_id for run in found.runs] == ["r1", None]
    assert found.spells()["dagen"].to_list() == [4]
    assert (found.runs[1].share("met_fout"), found.runs[1].share("direct_goed")) == (0.0, None)


def test_a_night_without_a_run_is_a_gap(archive: Archive) -> None:
    for number, day in enumerate((1, 2, 3, 5)):
        enter(archive, Night({A: []}), f"r{number}", date(2024, 1, day))
    assert (trend_of(archive).gap, trend_of(archive).gaps) == ((date(2024, 1, 4),), ())
    enter(archive, Night({A: []}), "r6", date(2024, 1, 6))
    assert (trend_of(archive).gap, trend_of(archive).gaps) == ((), (date(2024, 1, 4),))


def test_only_the_newest_runs_are_shown_and_all_of_them_counted(archive: Archive) -> None:
    for number in range(MOST_RUNS + 2):
        enter(archive, Night({A: []}), f"r{number}")
    found = trend_of(archive)
    assert (found.number, len(found.runs), found.runs[-1].run_id) == (MOST_RUNS + 2, MOST_RUNS, f"r{MOST_RUNS + 1}")


def test_an_archive_without_a_series_has_no_trend(archive: Archive) -> None:
    assert trend_of(archive).runs == ()
    enter(archive, Night({A: ["a1"]}), "r1")
    assert trend_of(archive, "andere").number == 0


def test_a_run_of_before_the_figures_keeps_its_seal_and_its_unknowns(any_archive: Archive) -> None:
    # The run that an earlier version put in has no figures, and its seal knows of none.
    enter(any_archive, Night({A: ["a1"]}), "r1")
    with any_archive.place.writing() as connection:
        for name in ("beoordeeld", "met_fout", "direct_goed"):
            connection.execute(text(f"alter table zpm_run drop column {name}"))
        connection.execute(text("update zpm_archief_versie set version_num = '0002'"))
    history = read_history(any_archive)
    assert history.broken == ()
    (run,) = trend_of(any_archive).runs
    assert run.share("met_fout") is None


def test_figures_are_under_the_seal(archive: Archive) -> None:
    seen = archive.series("standaard")
    lives = lives_of(seen, Night({A: ["a1"]}))
    entry = entry_of(seen, lives, Night({A: ["a1"]}), "r1", START)
    with archive.entering(seen) as entering:
        entering.put(type(entry)(**{**vars(entry), "figures": {"beoordeeld": 10, "met_fout": 1, "direct_goed": 9}}))
    assert read_history(archive).broken == ()
    assert trend_of(archive).runs[0].share("direct_goed") == 0.9
    with archive.place.writing() as connection:
        connection.execute(text("update zpm_run set direct_goed = null"))
    assert [one.run_id for _, one in read_history(archive).broken] == ["r1"]


def test_events_keep_their_types_when_empty(archive: Archive) -> None:
    enter(archive, Night({A: []}), "r1")
    assert trend_of(archive).spells().schema["dagen"] == pl.Int64
