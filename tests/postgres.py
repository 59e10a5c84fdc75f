"""A private PostgreSQL from Debian's packages, on a socket in a folder of its own; gone when the tests are."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PLACES = "/usr/lib/postgresql/*/bin"


def binaries() -> Path | None:
    """Return the folder with the newest PostgreSQL of this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/").glob(_PLACES.lstrip("/")), key=lambda f: int(f.parent.name.split(".")[0]))
    return folders[-1] if folders else None


def _as_server(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def for_session(driver: str) -> Iterator[str]:
    """Give a server for the tests that need this driver; without one they skip, with a word."""
    if binaries() is None:
        if os.environ.get("ZPM_AUDIT_NIETS_OVERSLAAN"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed (initdb): apt-get install postgresql")
    pytest.importorskip(driver)
    with server() as place:
        yield place


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster; give the part of an address after the account: ``/postgres?host=...``."""
    place = binaries()
    assert place is not None
    folder = Path(tempfile.mkdtemp(prefix="zpm-pg-"))
    try:
        if os.geteuid() == 0:
            import pwd

            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        data, log = folder / "data", folder / "log"
        initdb = [
            place / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run(_as_server([str(x) for x in initdb]), check=True, capture_output=True, cwd="/")
        said = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        start = [place / "pg_ctl", "-D", data, "-w", "-l", log, "-o", said, "start"]
        subprocess.run(_as_server([str(x) for x in start]), check=True, stdout=subprocess.DEVNULL, cwd="/")
        try:
            yield f"/postgres?host={folder}"
        finally:
            stop = [place / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"]
            subprocess.run(_as_server([str(x) for x in stop]), check=True, stdout=subprocess.DEVNULL, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
