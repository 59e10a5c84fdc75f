"""How much memory and time one file of somebody else may take to open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zpm_audit.base.errors import UsageError

#: Megabytes that opening one file may take beside what is in use; by default three quarters of the machine's memory.
MEMORY_VARIABLE = "ZPM_AUDIT_GEHEUGEN_MB"
#: Minutes that opening one file may take.
TIME_VARIABLE = "ZPM_AUDIT_LEESMINUTEN"
_MINUTES = 30.0
_PART = 0.75
#: What a machine is taken to have that does not say it (Windows).
_UNKNOWN_MB = 8_000
_MB = 1 << 20


def seconds_bound() -> float:
    """Return how long opening one file may take."""
    return _number(TIME_VARIABLE, _MINUTES) * 60


def bytes_bound() -> int:
    """Return how much memory opening one file may take, beside what is in use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else _UNKNOWN_MB * _MB
    return int(_number(MEMORY_VARIABLE, whole * _PART / _MB) * _MB)


def _number(variable: str, default: float) -> float:
    given = os.environ.get(variable)
    if not given:
        return default
    try:
        number = float(given)
    except ValueError:
        number = 0
    if not 0 < number < 1e9:
        raise UsageError(
            nl=f"{variable} is '{given}'; geef een getal boven 0, of laat de variabele weg.",
            en=f"{variable} is '{given}'; give a number above 0, or leave the variable out.",
        )
    return number


@contextmanager
def memory_bound() -> Iterator[None]:
    """Let this process ask for no more than the bound while the block runs; where the system cannot, without bound."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):  # no Linux: the bound on time remains
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * os.sysconf("SC_PAGE_SIZE") + bytes_bound()
    for known in (soft, hard):
        most = most if known == resource.RLIM_INFINITY else min(most, known)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
