"""The guard sees whatever a process tries to reach, by Python or past it, and nothing of what stays inside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aanval.guard import found
from tests.aanval.guarded import guarded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the guard is one of POSIX")

NATIVE = "import ctypes; ctypes.CDLL(None).socket({}, 1, 0)"


def tried(work: str, file: Path) -> str:
    subprocess.run(
        [sys.executable, "-c", work], env={**os.environ, **guarded(file)}, capture_output=True, check=False, timeout=600
    )
    return found(file)


@pytest.mark.parametrize(
    ("work", "told"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80))", "socket.getaddrinfo"),
        ("import socket; socket.gethostbyname('voorbeeld.invalid')", "voorbeeld.invalid"),
        ("import urllib.request; urllib.request.urlopen('http://192.0.2.1/')", "urllib.Request"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; "
         "socket.gethostbyname(\"kind.invalid\")'])", "kind.invalid"),
        ("import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))", ""),
        ("print('niets')", ""),
    ],
)  # fmt: skip
def test_what_python_tries_is_written_down(tmp_path: Path, work: str, told: str) -> None:
    said = tried(work, tmp_path / "geprobeerd")
    assert told in said
    assert bool(told) == bool(said)


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
@pytest.mark.parametrize("family", [2, 10])
def test_what_a_library_tries_past_python_is_written_down(tmp_path: Path, family: int) -> None:
    assert "ctypes" in tried(NATIVE.format(family), tmp_path / "geprobeerd") or "<string>" in found(
        tmp_path / "geprobeerd"
    )
    assert tried(NATIVE.format(1), tmp_path / "niets") == ""


@pytest.mark.gx
@pytest.mark.slow
def test_great_expectations_opens_no_socket(tmp_path: Path) -> None:
    work = (
        "from types import SimpleNamespace; from zpm_audit.intake.contract.gx_runner import respond; "
        "print(respond(SimpleNamespace(suites=())))"
    )
    said = tried(work, tmp_path / "geprobeerd")
    assert said == ""
