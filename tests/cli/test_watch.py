"""A crash, a bomb or a hang in what opens a file is a sentence with the exit code of the contract; nothing stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Zpm, inside, program, write_small_export
from zpm_audit.base.resources import catalogue_dir

pytestmark = [pytest.mark.whole, pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")]

START = """
import os, sys, time
from zpm_audit.base.watch import opening, say_ended, split
ended = split(lambda: "nl")
if ended is not None:
    say_ended(ended, "nl") if ended.crashed else None
    raise SystemExit(ended.code)
"""


def _split(work: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", START + work],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("work", "code", "words"),
    [
        ("with opening('a.xlsx'): os.abort()", 3, ["a.xlsx is niet te lezen", "ZPM_AUDIT_GEHEUGEN_MB"]),
        ("with opening('mijn', 'checks'): os.abort()", 2, ["mijn"]),
        ("with opening('a.xlsx'): pass\nos.abort()", 4, ["onverwacht beëindigd (SIGABRT)"]),
        ("with opening('a', bounded=False):\n  with opening('b'): pass\n  os.abort()", 3, ["a is niet te lezen"]),
        ("with opening('a.xlsx'): time.sleep(60)", 3, ["a.xlsx", "langer dan 0.01 minuten", "ZPM_AUDIT_LEESMINUTEN"]),
        ("with opening('a.xlsx', bounded=False): time.sleep(2)", 0, []),
        ("raise SystemExit(5)", 5, []),
    ],
)
def test_how_a_worker_ends(work: str, code: int, words: list[str]) -> None:
    found, said = _split(work, ZPM_AUDIT_LEESMINUTEN="0.01")
    assert found == code, said
    for word in words:
        assert word in said
    assert bool(said) == bool(words)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the bound on memory is one of Linux")
def test_a_bound_on_memory() -> None:
    big = "with opening('a.xlsx'): x = bytearray(400_000_000)"
    assert _split(big, ZPM_AUDIT_GEHEUGEN_MB="1000") == (0, "")
    code, said = _split(
        f"from zpm_audit.commands.console import run_guarded\ndef work():\n  {big}\n"
        "import typer\ntry: run_guarded(work, 'nl')\nexcept typer.Exit as e: raise SystemExit(e.exit_code)",
        ZPM_AUDIT_GEHEUGEN_MB="100",
    )
    assert code == 3
    assert "a.xlsx is niet te lezen" in said


def test_a_request_to_stop_reaches_the_worker() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", START + "print('klaar', flush=True); time.sleep(60)"], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGTERM)
    assert child.wait(30) == 4
    child.stdout.close()


def test_a_worker_does_not_outlive_its_watcher() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", START + "print(os.getpid(), flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    worker = int(child.stdout.readline())
    child.kill()
    _, said = child.communicate(timeout=30)
    assert "Afgebroken" in said
    end = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


@pytest.fixture
def zpm(tmp_path: Path) -> Zpm:
    """Run the real program: what is tested here is outside of any one process."""
    return program(tmp_path)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="B" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>',
}


def workbook(path: Path, rows: str, texts: str = '<sst count="0" uniqueCount="0"/>') -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in PARTS.items():
            book.writestr(name, content)
        book.writestr("xl/sharedStrings.xml", texts)
        book.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows))


def row(number: int, place: str, text: str = "x") -> str:
    return f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


@pytest.mark.parametrize(
    ("rows", "texts", "words"),
    [
        (row(1, "A1") + row(1048576, "XFD1048576"), "<sst/>", "te groot om te openen"),
        pytest.param(row(1, "A1") + row(5, "ZZZZZ5"), "<sst/>", "te groot om te openen", marks=pytest.mark.slow),
        pytest.param(
            row(1, "A1") + row(99999999999, "A99999999999"), "<sst/>", "te groot om te openen", marks=pytest.mark.slow
        ),
        (row(1, "A1"), '<sst count="99999999999" uniqueCount="99999999999"><si><t>a</t></si></sst>', "teksten"),
    ],
)
def test_a_workbook_that_announces_too_much(
    zpm: Zpm, export: Path, tmp_path: Path, rows: str, texts: str, words: str
) -> None:
    (export / "prestaties.csv").unlink()
    workbook(export / "prestaties.xlsx", rows, texts)
    ran = zpm("run", export, "--out", tmp_path / "uit", "--gx", "uit")
    assert ran.code == 3, ran.err
    assert "prestaties.xlsx" in ran.err
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1


def _own(folder: Path, old: str, new: str) -> Path:
    theme = folder / "planning-realisatie"
    theme.mkdir(parents=True)
    shutil.copy(catalogue_dir() / "planning-realisatie" / "ZPM-PR-01.gevallen.yaml", theme)
    text = (catalogue_dir() / "planning-realisatie" / "ZPM-PR-01.yaml").read_text(encoding="utf-8")
    assert old in text
    (theme / "ZPM-PR-01.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "new",
    [
        "1+" * 20_000 + "1",
        pytest.param("(" * 3_000 + "1" + ")" * 3_000, marks=pytest.mark.slow),
        pytest.param("abs(" * 2_000 + "1" + ")" * 2_000, marks=pytest.mark.slow),
    ],
)
def test_an_own_check_that_is_too_deep_is_refused(zpm: Zpm, tmp_path: Path, new: str) -> None:
    ran = zpm("checks", "lint", "--checks", _own(tmp_path / "eigen", "abs(verschil)", new))
    assert ran.code == 2, ran.err[:500]
    assert ran.err


def test_a_pipe_is_no_check(zpm: Zpm, tmp_path: Path) -> None:
    folder = _own(tmp_path / "eigen", "abs(verschil)", "abs(verschil)")
    os.mkfifo(folder / "planning-realisatie" / "ZPM-PR-02.yaml")
    ran = zpm("checks", "lint", "--checks", folder)
    assert ran.code == 2
    assert "geen gewoon bestand" in ran.err


@pytest.mark.parametrize("day", ["2024W011 x", "2024-W01-1", "20240101  ", "٢٠٢٤-٠١-٠١", "1899-12-31", "2101-01-01"])
def test_a_peildatum_that_is_none(tmp_path: Path, day: str) -> None:
    ran = inside(tmp_path)("run", write_small_export(tmp_path / "e"), "--peildatum", day)
    assert ran.code == 2, ran.err
    assert day in ran.err
