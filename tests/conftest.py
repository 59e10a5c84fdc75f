"""What all tests share: a cache of their own, so that a run neither leans on a user's nor fills it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    # One place for all processes of a run: what one of them proved, the others take over.
    name = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"los-{os.getpid()}"
    os.environ["ZPM_AUDIT_CACHE"] = str(Path(tempfile.gettempdir()) / f"zpm-audit-tests-{name}")
