"""A run enters whole or not at all: killed, out of room, or with another that came first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.archive.nights import Night, enter, entry_of, lives_of
from zpm_audit.archive.history import read_history
from zpm_audit.archive.store import Archive, OvertakenError
from zpm_audit.base.errors import InternalError

_KILLED = """
import os, signal, sys
from datetime import date
from tests.archive.nights import Night, entry_of, lives_of
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive
archive, night = Archive(Place(sys.argv[1])), Night({"A": [f"A:{n}" for n in range(3000)]})
seen = archive.series("standaard")
with archive.entering(seen) as entering:
    if sys.argv[2] == "na":
        entering.connection.exec_driver_sql("pragma cache_size = 5") if "://" not in sys.argv[1] else None
        entering.put(entry_of(seen, lives_of(seen, night), night, "dood", date(2024, 3, 1)))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.whole
@pytest.mark.parametrize("moment", ["voor", "na"])
@pytest.mark.parametrize("first", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_is_not_in_it(any_archive: Archive, moment: str, first: bool) -> None:
    if not first:
        enter(any_archive, Night({"A": ["A:1"]}), "r1")
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", _KILLED, any_archive.place.given, moment]
    done = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": root})
    assert done.returncode == -signal.SIGKILL
    lives = enter(any_archive, Night({"A": ["A:1"]}), "r2")
    assert lives.counts["nieuw"] == (1 if first else 0)
    history = read_history(any_archive)
    assert [past.row["run_id"] for past in history.runs] == (["r2"] if first else ["r1", "r2"])
    assert not history.broken


def test_a_block_that_ends_badly_leaves_nothing(any_archive: Archive) -> None:
    enter(any_archive, Night({"A": ["A:1"]}), "r1")
    seen, night = any_archive.series("standaard"), Night({"A": ["A:2"]})

    def broken() -> None:
        with any_archive.entering(seen) as entering:
            entering.put(entry_of(seen, lives_of(seen, night), night, "r2", date(2024, 1, 2)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert [past.row["run_id"] for past in read_history(any_archive).runs] == ["r1"]


def test_who_comes_second_is_told_that_another_came_first(any_archive: Archive) -> None:
    seen = any_archive.series("standaard")
    enter(any_archive, Night({"A": []}), "r1")
    with pytest.raises(OvertakenError), any_archive.entering(seen):
        pass
    enter(any_archive, Night({"A": []}), "r2", series="ander")


def test_many_at_once_follow_each_other(any_archive: Archive) -> None:
    def work(number: int) -> None:
        while True:
            try:
                enter(any_archive, Night({"A": [f"A:{number}", "A:0"]}), f"r{number}")
            except OvertakenError:
                continue
            return

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = read_history(any_archive)
    assert not history.broken
    assert sorted(past.row["run_id"] for past in history.runs) == [f"r{n}" for n in range(1, 7)]
    told = [past.as_json() for past in history.runs]
    assert [(row["nieuw"], row["blijvend"], row["vervallen"]) for row in told] == [(2, 0, 0)] + [(1, 1, 1)] * 5


def test_a_full_disk_leaves_the_archive_as_it_was(archive: Archive) -> None:
    enter(archive, Night({"A": ["A:1"]}), "r1")

    @event.listens_for(archive.place.engine, "connect")
    def _small(raw, _) -> None:
        pages = raw.execute("pragma page_count").fetchone()[0]
        raw.execute(f"pragma max_page_count = {pages}")

    with pytest.raises(InternalError, match="vol"):
        enter(archive, Night({"A": [f"A:{n}" for n in range(5000)]}), "r2")
    fresh = Archive(type(archive.place)(archive.place.given))
    history = read_history(fresh)
    assert [past.row["run_id"] for past in history.runs] == ["r1"]
    assert not history.broken
