"""The page about reliability names a test for everything that ever broke; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)?(?:::(?P<test>\w+))?`")


def test_every_test_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "betrouwbaarheid.md").read_text(encoding="utf-8")
    file, seen = "", 0
    for found in _NAMED.finditer(page):
        file = found["file"] or file
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not found["test"] or f"def {found['test']}(" in text, found.group()
        seen += 1
    assert seen > 40
