"""What cases that read something back start from: one audit with its archive, and a draw from it, made once a night."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.aanval.case import PATIENT
from tests.aanval.guarded import environment

#: Beside the folders of the cases.
NAME = "vooraf"
_ROWS = 30
_HEADER = (
    "prestatie_id,patient_id,zorgtraject_id,datum,starttijd,prestatiegroep,consulttype,setting,behandelaar_id,gepland,"
    "geplande_minuten,gerealiseerde_minuten,duurklasse,bedrag_eur"
)


def prepare(place: Path) -> None:
    """Make it, with the program itself."""
    folder = place / NAME
    (folder / "export").mkdir(parents=True)
    rows = [
        f"P{n:03d},{PATIENT}{n % 7:04d},T1,2024-03-{1 + n % 28:02d},09:00,consult,behandeling,2,B1,true,45,"
        f"{29 if n % 3 == 0 else 45},45,{100 + n}.50"
        for n in range(1, _ROWS + 1)
    ]
    (folder / "export" / "prestaties.csv").write_text("\n".join([_HEADER, *rows]) + "\n", encoding="utf-8")
    (folder / "export" / "zorgtrajecten.csv").write_text(
        f"zorgtraject_id,patient_id,startdatum,financiering\nT1,{PATIENT}0001,2024-01-01,zvw\n", encoding="utf-8"
    )
    audit = ("run", "export", "--out", "uit", "--archief", "archief.db", "--select", "ZPM-PR-01", "--peildatum",
             "2024-12-31", "--gx", "uit", "--fail-on", "nooit", "--werklijsten", "behandelaar")  # fmt: skip
    draw = ("steekproef", "trek", "uit", "--check", "ZPM-PR-01", "--uit", "beide", "--zaad", "7", "--out", "trekking")
    money = ("steekproef", "trek", "uit", "--soort", "mus", "--zaad", "7", "--out", "geld")
    for command in (audit, draw, money):
        subprocess.run(
            [sys.executable, "-m", "zpm_audit", *command],
            cwd=folder,
            env={**os.environ, **environment(folder)},
            check=True,
            capture_output=True,
        )
    shutil.rmtree(folder / "werk")


@functools.cache
def made(place: Path) -> Path:
    """Return the folder of what was made before, for a case whose folder stands in ``place``."""
    folder = place / NAME
    assert folder.is_dir(), "prepare it first"
    return folder
