"""Names of work lists: safe on every system, and never the same for two values."""

from __future__ import annotations

import pytest

from zpm_audit.findings.worklists import file_name, file_names

NAMES = [
    ("Team Noord", "Team-Noord"),
    ("../../etc/passwd", "etc-passwd"),
    ("FACT Ä/B", "FACT-A-B"),
    ("CON", "CON-lijst"),
    ("nul.txt", "nul.txt-lijst"),
    ("...", "zonder-naam"),
    ("", "zonder-naam"),
    ("x" * 300, "x" * 60),
]


@pytest.mark.parametrize(("value", "name"), NAMES)
def test_a_value_becomes_a_plain_name(value: str, name: str) -> None:
    assert file_name(value) == name


def test_no_two_values_share_a_file() -> None:
    values = ["team a", "Team A", "team/a", "leeg", None, "team-a-2"]
    names = file_names(values)
    assert names[:2] == ["team-a", "Team-A-2"]
    assert len({name.casefold() for name in names}) == len(values)
