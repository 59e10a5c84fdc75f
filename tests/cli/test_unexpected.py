"""What goes wrong inside: a defect in one report, a panic in a library, streams that are closed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer

from tests.cli.conftest import OPTIONS, write_small_export
from zpm_audit.base.aloud import printable
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.console import run_guarded
from zpm_audit.commands.options import Options
from zpm_audit.output.verify import verify


class Panic(BaseException):
    """A stand-in for what a panic in Rust becomes in Python."""


@pytest.mark.whole
@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("zpm_audit.reports.html.render.write_html", "rapport.html"),
        ("zpm_audit.reports.excel.workbook.write_workbook", "rapport.xlsx"),
        ("zpm_audit.commands.delivery.write_result", "resultaat.json"),
    ],
)
def test_a_defect_in_one_report_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str, name: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def broken(_report: object, target: Path, **_options: object) -> None:
        target.write_text("half", encoding="utf-8")
        raise Panic("C0000001 is what the export says")

    monkeypatch.setattr(place, broken)
    out = tmp_path / "uit"
    export = write_small_export(tmp_path / "export")
    outcome = run_audit(
        Options(export=export, out=out, peildatum=date(2024, 12, 31), gx="uit", fail_on="nooit", select=("ZPM-PR-01",))
    )
    assert outcome.exit_code() == 4
    made = {p.name for p in out.iterdir()}
    assert made >= {"bevindingen.csv", "resultaat.json", "rapport.html", "rapport.xlsx", "manifest.json"} - {name}
    assert name not in made
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["niet_gemaakt"] == [name]
    assert not verify(out).changed
    said = capsys.readouterr().err
    assert f"{name} kon niet worden gemaakt" in said
    assert "C0000001" not in said
    assert (str(out / "rapport.html") in "\n".join(outcome.lines())) == (name != "rapport.html")


def test_a_panic_is_a_sentence_without_what_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise Panic("value C0000001 out of range")

    with pytest.raises(typer.Exit) as ended:
        run_guarded(work, "nl")
    assert ended.value.exit_code == 4
    said = capsys.readouterr().err
    assert "Onverwachte fout" in said
    assert "C0000001" not in said


def test_a_terminal_gets_nothing_to_obey() -> None:
    assert printable("kolom \x1b[2Jx\x07\tnaast\nonder é") == "kolom \ufffd[2Jx\ufffd\tnaast\nonder é"


CLOSE = {"stdout": 1, "stderr": 2, "stdin": 0}


@pytest.mark.whole
@pytest.mark.skipif(sys.platform == "win32", reason="streams of POSIX")
@pytest.mark.parametrize("closed", [("stdout",), ("stderr",), ("stdin", "stdout", "stderr")])
def test_closed_streams_change_nothing(tmp_path: Path, closed: tuple[str, ...]) -> None:
    export, out = write_small_export(tmp_path / "export"), tmp_path / "uit"
    redirect = " ".join(f"{CLOSE[name]}>&-" for name in closed)
    command = [sys.executable, "-m", "zpm_audit", "run", str(export), "--out", str(out), *OPTIONS]
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "sh", *command], env=env, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert not verify(out).changed


@pytest.mark.whole
@pytest.mark.skipif(sys.platform == "win32", reason="descriptors of POSIX")
@pytest.mark.parametrize("detail", [False, True])
def test_what_a_library_shouts_is_not_heard_unless_asked(detail: bool) -> None:
    code = (
        "import os, sys\n"
        "from zpm_audit.base.streams import take_streams\n"
        "take_streams()\n"
        "os.write(2, b'thread panicked at C0000001')\n"
        "print('Een zin.', file=sys.stderr)\n"
    )
    env = {k: v for k, v in os.environ.items() if k != "ZPM_AUDIT_FOUTDETAIL"}
    env |= {"ZPM_AUDIT_FOUTDETAIL": "1"} if detail else {}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert "Een zin.\n" in done.stderr
    assert ("panicked" in done.stderr) == detail
