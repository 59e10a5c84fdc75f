"""What nobody means: each gets the exit code that belongs to it, one sentence, and nothing is left."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Zpm
from tests.cli.test_watch import _own, row, workbook
from zpm_audit.commands.console import refuse_unreadable

pytestmark = pytest.mark.whole
QUICK = ("--gx", "uit", "--select", "ZPM-PR-01")
Odd = Callable[[Path, Path], list[object]]


def mapping(text: str) -> Odd:
    def write(folder: Path, export: Path) -> list[object]:
        path = folder / "mapping.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return ["run", export, "--out", folder / "uit", *QUICK, "--mapping", path]

    return write


def coding(name: str) -> Odd:
    return mapping(f"standaard: {{codering: {name}}}\ntabellen: {{prestaties: {{}}}}\n")


def _run(folder: Path, export: Path, *more: object) -> list[object]:
    return ["run", export, "--out", folder / "uit", *QUICK, *more]


def bad_crc(folder: Path, export: Path) -> list[object]:
    (export / "prestaties.csv").unlink()
    path = export / "prestaties.xlsx"
    workbook(path, row(1, "A1", "prestatie_id") + row(2, "A2", "P1"))
    with zipfile.ZipFile(path) as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[at + 14 : at + 18] = b"\0\0\0\0"
    place = data.rfind(b"xl/worksheets/sheet1.xml") - 46 + 16
    data[place : place + 4] = b"\0\0\0\0"
    path.write_bytes(bytes(data))
    return _run(folder, export)


def no_text_in_sqlite(folder: Path, export: Path) -> list[object]:
    path = folder / "export.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "create table prestaties (prestatie_id, patient_id, datum, prestatiegroep);"
            "insert into prestaties values ('P1', cast(x'4330303030303036FF41' as text), '2024-01-01', 'consult');"
            "create table zorgtrajecten (zorgtraject_id, patient_id, startdatum)"
        )
    return _run(folder, path)


def no_text_in_a_list(folder: Path, export: Path) -> list[object]:
    path = folder / "codes.csv"
    path.write_bytes(b"prestatiecode;omschrijving;max_tarief_eur\nCO0497;\xff\xfe\x81;9\n")
    return _run(folder, export, "--codelijst", path)


def far_totals(number: str) -> Odd:
    def write(folder: Path, export: Path) -> list[object]:
        text = f"tabel,rijen,bedrag_eur\nprestaties,{number},{number}\n"
        (export / "controletotalen.csv").write_text(text, encoding="utf-8")
        return _run(folder, export)

    return write


def verified(path: str) -> Odd:
    def write(folder: Path, export: Path) -> list[object]:
        run = folder / "oud"
        run.mkdir()
        (run / "manifest.json").write_text(
            f'{{"gemaakt_door": "zpm-audit", "invoer": [], "checks": [], "uitvoer": [{{"pad": "{path}", "sha256": "0"}}]}}',  # noqa: E501
            encoding="utf-8",
        )
        return ["verify", run]

    return write


def loop(folder: Path, export: Path) -> list[object]:
    (folder / "kring").symlink_to(folder / "kring")
    return ["verify", folder / "kring"]


ODD: dict[str, tuple[Odd, int, str]] = {
    "codering punycode": (coding("punycode"), 2, "punycode"),
    "codering undefined": (coding("undefined"), 2, "undefined"),
    "codering NUL": (coding('"\\0"'), 2, "codering"),
    "bad crc": (bad_crc, 3, "prestaties.xlsx"),
    "bytes in sqlite": (no_text_in_sqlite, 3, "kolom 2"),
    "bytes in a list": (no_text_in_a_list, 3, "codes.csv"),
    "demo nan": (lambda f, _: ["demo", "--omvang", "nan", "--out", f / "uit"], 2, "--omvang"),
    "demo inf": (lambda f, _: ["demo", "--omvang", "inf", "--out", f / "uit"], 2, "--omvang"),
    "long out": (lambda f, e: ["run", e, "--out", f / ("x" * 300), *QUICK], 2, "x"),
    "verify NUL": (verified("a\\u0000b"), 2, "oud"),
    "verify half a character": (verified("\\ud800"), 2, "oud"),
    "verify a loop": (loop, 2, "kring"),
    "yaml 900 deep": (mapping("[" * 900), 2, "mapping.yaml"),
    "yaml 20000 deep": (mapping("[" * 20_000), 2, "mapping.yaml"),
    "version": (mapping("versie: 99999999999999999999\n"), 2, "versie"),
    "totals": (far_totals("9" * 40), 3, "controletotalen"),
    "negative totals": (far_totals("-9223372036854775808"), 3, "controletotalen"),
}


#: Those that take seconds, beside one like them.
LONG = {"yaml 20000 deep", "negative totals", "demo inf"}


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] if name in LONG else []) for name in ODD])
def test_what_nobody_means_gets_its_own_exit_code(zpm: Zpm, export: Path, tmp_path: Path, name: str) -> None:
    odd, code, word = ODD[name]
    ran = zpm(*odd(tmp_path, export))
    assert ran.code == code, ran
    assert word in ran.err + ran.out
    assert "nverwacht" not in ran.err
    assert "C0000006" not in ran.err
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("half", [0xDCFF, 0xD800], ids=["bytes", "half a character"])
def test_an_argument_that_is_no_text(half: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        refuse_unreadable(["run", f"x{chr(half)}"])
    assert left.value.code == 2
    assert "geen tekst (UTF-8)" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_folder_whose_name_is_no_text(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    strange = export.rename(tmp_path / os.fsdecode(b"exp\xffort"))
    ran = zpm("run", strange, "--out", tmp_path / "uit", *QUICK)
    assert ran.code == 2, ran.err
    assert "Hernoem" in ran.err


def _limited(limit: str, export: Path, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    work = folder / "werk"
    work.mkdir(exist_ok=True)
    own = {"XDG_CONFIG_HOME": str(folder / "config"), "ZPM_AUDIT_WERKMAP": str(work), "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-m", "zpm_audit", "run", str(export), "--out", str(folder / "uit"), *QUICK]
    done = subprocess.run(
        ["sh", "-c", f'{limit}; exec "$@"', "sh", *command],
        env={**os.environ, **own, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert list(work.iterdir()) == []
    return done


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of the shell")
@pytest.mark.parametrize(
    "limit", ["ulimit -v 400000", "ulimit -v 800000", "ulimit -n 16", "ulimit -n 24", "ulimit -f 8"]
)
def test_a_machine_without_room_is_a_sentence(export: Path, tmp_path: Path, limit: str) -> None:
    done = _limited(limit, export, tmp_path)
    assert done.returncode in (0, 1, 3, 4), done
    assert len(done.stderr.splitlines()) == (done.returncode in (3, 4)), done
    assert (tmp_path / "uit").exists() == (done.returncode in (0, 1))


@pytest.mark.slow
def test_an_own_check_that_asks_for_all_memory_is_a_sentence(export: Path, tmp_path: Path) -> None:
    own = _own(tmp_path / "eigen", "abs(verschil)", "length(rpad(prestatiegroep, 1000000000, 'x')) + abs(verschil)")
    environment = {**os.environ, "ZPM_AUDIT_GEHEUGEN_MB": "1500", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(
        [sys.executable, "-m", "zpm_audit", "checks", "lint", "--checks", str(own)],
        env=environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 2, done
    assert "rpad: de lengte is geen getal tot en met 1000" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory is one of Linux")
def test_a_database_whose_view_asks_for_all_memory_is_a_sentence(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "export.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "create table zorgtrajecten (zorgtraject_id, patient_id, startdatum);"
            "create view prestaties(prestatie_id, patient_id, datum, prestatiegroep) as "
            "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) "
            "select 'P' || i, 'A', '2024-01-01', printf('%.*c', 20000000, 'x') from n;"
        )
    done = _limited("true", path, tmp_path, ZPM_AUDIT_GEHEUGEN_MB="1500")
    assert done.returncode == 3, done
    assert "export.sqlite" in done.stderr
    assert "ZPM_AUDIT_GEHEUGEN_MB" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory is one of Linux")
def test_an_acceptance_that_asks_for_all_memory_is_a_sentence(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "acceptaties.yaml"
    path.write_text(
        "- id: A1\n  check: ZPM-PR-01\n  waar: rpad(toelichting, 1000000000, 'x') = 'a'\n  reden: x\n  door: J\n"
        "  op: 2024-01-01\n  tot: 2099-01-01\n",
        encoding="utf-8",
    )
    done = _limited(f'set -- "$@" --acceptaties "{path}"', export, tmp_path, ZPM_AUDIT_GEHEUGEN_MB="1500")
    assert done.returncode == 2, done
    assert "acceptaties.yaml" in done.stderr
