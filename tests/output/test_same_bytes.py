"""The same audit gives the same bytes with one thread, with two and with eight."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.demo import write_demo
from zpm_audit.output.hashing import hash_files


@pytest.mark.slow
@pytest.mark.whole
def test_no_thread_changes_a_byte(tmp_path: Path) -> None:
    facts = write_demo(tmp_path / "demo", size=0.05, checks=list(load_catalogue().checks))
    found = {}
    for threads in ("1", "2", "8"):
        out = tmp_path / f"uit{threads}"
        env = {**os.environ, "POLARS_MAX_THREADS": threads, "ZPM_AUDIT_SLEUTEL": "een sleutel voor de tests"}
        command = [
            "run",
            tmp_path / "demo" / "export",
            "--out",
            out,
            "--gx",
            "uit",
            "--oscal",
            "--peildatum",
            facts.peildatum,
        ]
        ran = subprocess.run([sys.executable, "-m", "zpm_audit", *map(str, command)], env=env, check=False)
        assert ran.returncode in (0, 1)
        files = [p for p in sorted(out.rglob("*")) if p.is_file() and p.name != "manifest.json"]
        hashed = hash_files(files)
        found[threads] = {p.relative_to(out).as_posix(): hashed[p].sha256 for p in files}
    assert set(found["1"]) >= {"bevindingen.csv", "resultaat.json", "rapport.html", "rapport.xlsx", "oscal.json"}
    assert found["1"] == found["2"] == found["8"]
