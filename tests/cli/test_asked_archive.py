"""``history`` and ``diff`` in an audit folder: they take the archive, the series and the language from its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive.nights import Night, enter
from tests.cli.conftest import inside
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive

#: An export that is gone and a password that is not set are no matter of these commands.
CONFIGURATION = """\
export: weg
archief: archief/a.db
reeks: nacht
taal: en
melden: {server: localhost, van: a@b.nl, aan: c@d.nl, gebruiker: a, wachtwoord: '${ZPM_NIET_GEZET}'}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    audit = tmp_path / "audit"
    (audit / "archief").mkdir(parents=True)
    archive = Archive(Place(str(audit / "archief" / "a.db")))
    for number, found in enumerate((["a1"], ["a1", "a2"])):
        enter(archive, Night({"ZPM-AA-01": found}), f"r{number}", series="nacht")
    enter(archive, Night({"ZPM-AA-01": ["b1"]}), "kwartaal", series="kwartaal")
    (audit / "zpm-audit.yaml").write_text(CONFIGURATION, encoding="utf-8")
    return audit


def test_history_reads_archive_series_and_language(folder: Path) -> None:
    ran = inside(folder)("history")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "Series nacht: 2 runs"
    assert "kwartaal" not in ran.out
    told = json.loads(inside(folder.parent)("history", "--config", "audit", "--json").out)
    assert [run["run_id"] for run in told] == ["r0", "r1"]


def test_the_command_line_goes_first(folder: Path) -> None:
    ran = inside(folder)("history", "--reeks", "kwartaal", "--taal", "nl")
    assert ran.out.splitlines()[0] == "Reeks kwartaal: 1 runs"
    # Another archive has other series: the file in this folder says nothing of it.
    ran = inside(folder)("history", "--archief", "archief/a.db")
    assert [line for line in ran.out.splitlines() if line.startswith("Reeks")] == [
        "Reeks nacht: 2 runs",
        "Reeks kwartaal: 1 runs",
    ]


def test_diff_reads_archive_and_language(folder: Path) -> None:
    ran = inside(folder)("diff", "r0", "r1")
    assert ran.out.splitlines()[:2] == ["From run r0 to run r1:", "  ZPM-AA-01: 1 new (by 1 time)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "Geef het met --archief archief.db, of draai in een map met zpm-audit.yaml"),
        ("taal: nl\n", "zpm-audit.yaml noemt geen archief"),
        ("archief: [\n", "zpm-audit.yaml:"),
    ],
)
def test_without_an_archive_it_says_where_one_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "zpm-audit.yaml").write_text(text, encoding="utf-8")
    ran = inside(tmp_path)("history")
    assert ran.code == 2
    assert said in ran.err
