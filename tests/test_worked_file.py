"""The worked evidence file of the examples: every step of it comes out as it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "dossier"


@pytest.mark.slow
@pytest.mark.whole
def test_the_worked_file_comes_out_as_it_says(tmp_path: Path) -> None:
    target = tmp_path / "dossier"
    ran = subprocess.run(
        [sys.executable, EXAMPLE / "dossier.py", target, "--wekelijks"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={**os.environ, "PYTHONPATH": str(EXAMPLE.parents[1])},
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr
    assert re.findall(r"^== (\d)", ran.stdout, re.MULTILINE) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert "klopt: alles gelijk: True" in ran.stdout
    # What the accountant gets is signed and stamped, and no key is among it.
    given = target / "voor-de-accountant"
    names = {"LEESWIJZER.html", "pakket.json", "archief/reeks-1.json", "archief/opvolging-1.json"}
    with zipfile.ZipFile(given / "dossier.zip") as package:
        assert names <= set(package.namelist())
        signed = [name for name in package.namelist() if name.endswith(("manifest.json.sig", "manifest.json.tsr"))]
    assert len(signed) == 3
    assert not [path for path in given.iterdir() if b"PRIVATE KEY" in path.read_bytes()]
    again = subprocess.run(
        [sys.executable, EXAMPLE / "dossier.py", target],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(EXAMPLE.parents[1])},
    )
    assert (again.returncode, "is er al" in again.stderr) == (2, True)
