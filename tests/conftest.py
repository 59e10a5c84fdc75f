"""What all tests share: a cache of their own, so that a run neither leans on a user's nor fills it; cheaper audits.

Every worker of the tests is a process of its own, so polars gets one thread in each: with more it spends a quarter more
processor time on the small tables of tests. CI sets another number, so that no outcome can come to lean on this one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lanes import LONGEST, listed

os.environ.setdefault("POLARS_MAX_THREADS", "1")


def pytest_configure(config: pytest.Config) -> None:
    # One place for all processes of a run: what one of them proved, the others take over.
    name = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"los-{os.getpid()}"
    os.environ["ZPM_AUDIT_CACHE"] = str(Path(tempfile.gettempdir()) / f"zpm-audit-tests-{name}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long lane what costs much and has a cheaper test beside it (``lanes``); begin with the longest."""
    long, place = listed(), {file: i for i, file in enumerate(LONGEST)}
    for item in items:
        if item.nodeid in long or _file(item) in long:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: place.get(_file(item), len(place)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::")[0]


@pytest.fixture
def figures_only() -> Iterator[None]:
    """Audit without writing the two reports, for a test that looks at lists, totals and words on the screen."""
    from tests.properties.adapter import without_reports

    with without_reports():
        yield
