"""The command that the report prints for doing a run again, done again: also for a run on a database."""

from __future__ import annotations

import csv
import html
import re
import shlex
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import PRESTATIES, ZORGTRAJECTEN, inside

pytestmark = [pytest.mark.whole, pytest.mark.slow]


@pytest.mark.parametrize("configured", [False, True])
def test_the_printed_command_of_a_run_on_a_database_does_the_same(tmp_path: Path, *, configured: bool) -> None:
    connection = sqlite3.connect(tmp_path / "ecd.db")
    for name, text in (("prestaties", PRESTATIES), ("zorgtrajecten", ZORGTRAJECTEN)):
        head, *rows = csv.reader(text.splitlines())
        connection.execute(f"create table {name} ({', '.join(head)})")
        marks = ", ".join("?" * len(head))
        connection.executemany(f"insert into {name} values ({marks})", [[v or None for v in row] for row in rows])
    connection.commit()
    connection.close()
    (tmp_path / "mapping.yaml").write_text("database: sqlite:///ecd.db\n", encoding="utf-8")
    (tmp_path / "zpm-audit.yaml").write_text("mapping: mapping.yaml\n", encoding="utf-8")
    zpm = inside(tmp_path)
    given = () if configured else ("--mapping", "mapping.yaml")
    ran = zpm("run", *given, "--out", "een", "--peildatum", "2024-12-31", "--gx", "uit", "--select", "ZPM-PR-01")
    assert ran.code == 1, ran.err
    page = html.unescape((tmp_path / "een" / "rapport.html").read_text(encoding="utf-8"))
    found = re.search(r"<pre[^>]*>(zpm-audit run [^<]*)</pre>", page)
    assert found is not None
    assert "--mapping mapping.yaml" in found[1]
    _, *command = shlex.split(found[1])
    assert zpm(*command, "--out", "twee").code == 1
    first, second = ((tmp_path / name / "bevindingen.csv").read_bytes() for name in ("een", "twee"))
    assert first == second
    assert b"ZPM-PR-01" in first
