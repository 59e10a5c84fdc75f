"""The attack of every run: some hundreds of cases of a fixed seed; and the harness, which must see what is wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.aanval.case import BSNS, Case
from tests.aanval.guarded import TRIED
from tests.aanval.harness import Ran, broken_promises
from tests.aanval.kills import kill_often
from tests.aanval.kinds import KINDS
from tests.aanval.night import attack
from tests.reports.html.chromium import installed

CASES = 300
KILLS = 18


@pytest.mark.slow
@pytest.mark.whole
def test_nothing_breaks_on_hostile_input(tmp_path: Path) -> None:
    outcome = attack(CASES, 11, tmp_path / "gevallen", browser=wanted())
    assert outcome.broken == {}
    assert outcome.cases == CASES
    assert set(outcome.codes) == set(KINDS)


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_nothing_stays_of_what_is_killed_twice(tmp_path: Path) -> None:
    outcome = kill_often(KILLS, 3, tmp_path / "kills")
    assert outcome.broken == {}
    assert outcome.phases.total() == KILLS


def wanted() -> bool:
    """Tell whether pages are opened in a browser: wherever there is one, and where nothing may be skipped."""
    return installed() is not None or os.environ.get("ZPM_AUDIT_NIETS_OVERSLAAN") == "1"


def test_the_harness_sees_what_is_wrong(tmp_path: Path) -> None:
    work, out = tmp_path / "werk", tmp_path / "uit"
    work.mkdir()
    out.mkdir()
    case = Case("csv", tmp_path, ["run", "x"], rows=3)
    tables = '{"run": {"tabellen": {"prestaties": {"rijen_in": 3, "rijen": 2, "rijen_opzij": 1}}}}'
    (out / "resultaat.json").write_text(tables, encoding="utf-8")
    assert broken_promises(case, Ran(0, "goed", ""), work) == []

    def one(ran: Ran, of: Case = case) -> str:
        (found,) = broken_promises(of, ran, work)
        return found

    good = Ran(0, "goed", "")
    assert "Traceback" in one(Ran(0, "", "Traceback (most recent call last)"))
    assert "obeys" in one(Ran(0, "\x1b[2J", ""))
    assert "not ours" in one(Ran(0, "", "", "panicked"))
    assert "a message" in one(Ran(0, "", "bijvoorbeeld PATNR0003"))
    assert "4 prestaties given" in one(good, Case("csv", tmp_path, ["run"], rows=4))
    assert "exit 4" in broken_promises(case, Ran(4, "", "fout"), work)[0]
    assert "without a word" in broken_promises(case, Ran(3, "", ""), work)[0]
    assert "ended with 3" in one(Ran(3, "", "fout"))
    (work / "zpm-audit-werk-1").mkdir()
    assert "working place" in one(good)
    (work / "zpm-audit-werk-1").rmdir()
    (tmp_path / "tijdelijk").mkdir()
    (tmp_path / "tijdelijk" / "openpyxl.x").touch()
    assert "openpyxl" in one(good)
    (tmp_path / "tijdelijk" / "openpyxl.x").unlink()
    (tmp_path / TRIED).write_text("socket.connect 192.0.2.1", encoding="utf-8")
    assert "192.0.2.1" in one(good)
    (tmp_path / TRIED).unlink()
    (out / "index.html").write_text("<script>1</script>", encoding="utf-8")
    assert len(broken_promises(case, good, work)) == 2
    (out / "index.html").unlink()
    for text, under in (("a,=1\n", "','"), ("a,x;=1;\n", "';'"), ("a;-1+2\n", "';'")):
        (out / "bevindingen.csv").write_text(text, encoding="utf-8")
        assert under in one(good)
    (out / "bevindingen.csv").write_text(f"a,-1.50,{BSNS[0]}\n", encoding="utf-8")
    assert BSNS[0] in one(good)
    (out / "bevindingen.csv").write_text("a,-1.50\n", encoding="utf-8")
    (out / "resultaat.json").write_text(tables.replace('"rijen": 2', '"rijen": 1'), encoding="utf-8")
    assert "rijen_in" in one(good)
