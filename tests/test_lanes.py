"""What make test leaves to the long lane is there, and is chosen by what it costs."""

from __future__ import annotations

from pathlib import Path

from tests.lanes import LONGEST, chosen, listed

ROOT = Path(__file__).parents[1]


def test_every_line_names_a_test_that_is_there() -> None:
    for line in listed():
        file, _, name = line.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name.split('[')[0]}(" in text, line


def test_the_longest_files_are_there() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []


def test_a_file_keeps_its_cheaper_tests() -> None:
    durations = "\n".join(
        (
            "2.00s call     tests/a.py::test_dear",
            "1.50s call     tests/a.py::test_middle[x y]",
            "0.30s call     tests/a.py::test_cheap",
            "3.50s setup    tests/b.py::test_of_what_is_shared",
            "0.30s call     tests/b.py::test_of_what_is_shared",
        )
    )
    assert chosen(durations) == ["tests/a.py::test_dear", "tests/b.py"]
