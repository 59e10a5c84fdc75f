"""The program as a user runs it, on real files: as a process, or inside the tests where only its answer matters."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

# Enough columns for most checks to run; what is empty in all of them means the same as absent to those that do.
PRESTATIES = """\
prestatie_id,patient_id,zorgtraject_id,datum,starttijd,prestatiegroep,consulttype,setting,behandelaar_id,gepland,\
gepland_op,geplande_minuten,gerealiseerde_minuten,duurklasse,bedrag_eur,aanwezig,groepssessie_id,groepsgrootte,\
hoofdprestatie_id,reistijd_minuten,asynchroon,overleg_vastgelegd,patient_geinformeerd,acuut_binnen_budget,eigen_locatie
P1,A1,T1,2024-03-04,09:00,consult,diagnostiek,2,B1,true,2024-02-20T10:00,45,30,45,135.89,,,,,,,,,,
P2,A1,T1,2024-03-11,09:00,consult,behandeling,2,B2,true,2024-02-20T10:00,45,29,45,135.89,,,,,,,,,,
P3,A1,T1,2024-03-18,09:00,consult,behandeling,2,B2,,2024-02-20T10:00,45,45,45,135.89,,,,,,,,,,
"""
ZORGTRAJECTEN = """\
zorgtraject_id,patient_id,startdatum,financiering,nieuwe_zorgvraag,regiebehandelaar_id,einddatum
T1,A1,2024-03-04,zvw,true,B1,
"""


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str


Zpm = Callable[..., Ran]
EVERY = ("--peildatum", "2024-12-31", "--gx", "uit")
#: Two checks, of which one finds something: most tests are not about what is found, and all checks take three times it.
OPTIONS = (*EVERY, "--select", "ZPM-PR-01,ZPM-PR-02")


@dataclass(frozen=True)
class Audited:
    """One audit that many tests look at and none changes."""

    export: Path
    out: Path
    ran: Ran


def write_small_export(folder: Path) -> Path:
    """Write a small canonical export with one deviation on PR-01 and one undetermined row."""
    folder.mkdir()
    (folder / "prestaties.csv").write_text(PRESTATIES, encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    return folder


def program(folder: Path) -> Zpm:
    """Return a function that runs ``zpm-audit`` as a process in this folder."""

    def run(*arguments: object) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "zpm_audit", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in done.stderr + done.stdout
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def inside(folder: Path) -> Zpm:
    """Return a function that does the same in this process; an error that escapes fails the test."""

    def run(*arguments: object) -> Ran:
        from zpm_audit.cli import run_command_line

        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(folder)
            patch.setattr(sys, "argv", ["zpm-audit", *map(str, arguments)])
            try:
                code = run_command_line()
            except SystemExit as ended:
                code = int(ended.code or 0)
        assert "Traceback" not in err.getvalue() + out.getvalue()
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session", autouse=True)
def _own_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One key for all of these runs, so that they can be compared, and nobody's is touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_small_export(tmp_path / "export")


@pytest.fixture
def zpm(tmp_path: Path) -> Zpm:
    return inside(tmp_path)


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("eenmaal")
    export, out = write_small_export(folder / "export"), folder / "uit"
    return Audited(export, out, program(folder)("run", export, "--out", out, *EVERY, "--fail-on", "signaal"))


@pytest.fixture
def written(audited: Audited, tmp_path: Path) -> Path:
    """Return a copy of the output of that audit, to spoil or to write over."""
    return Path(shutil.copytree(audited.out, tmp_path / "uit"))
