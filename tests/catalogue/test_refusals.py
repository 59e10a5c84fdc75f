"""Every way in which a check can be wrong is refused with file, line, column, what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.good import CHECK, GROUP, Folder, spoil, write
from tests.catalogue.refused_checks import TABLE, Row
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.loader import CatalogueError, load_catalogue

ROWS = [pytest.param(row, id=f"{kind}: {row.name}") for kind, rows in TABLE.items() for row in rows]


def refused(folder: Folder) -> list[Problem]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder.path)
    return caught.value.problems


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("row", ROWS)
def test_a_check_that_is_wrong_is_refused_at_its_place(row: Row, tmp_path: Path) -> None:
    spoilt = spoil(row.base, row.old, row.new)
    folder = write(tmp_path / "checks", spoilt)
    problems = refused(folder)
    shown = "\n".join(p.text().nl for p in problems)
    found = [p for p in problems if row.words in p.what.nl]
    assert found, f"{row.words!r} is not among:\n{shown}"
    problem = found[0]
    assert problem.file == folder.check
    assert problem.line == line_of(spoilt, row.at), f"expected the line of {row.at!r}:\n{shown}"
    assert problem.column >= 1
    said = problem.text().nl
    assert row.hint in said, f"no hint {row.hint!r} in:\n{shown}"
    assert "(" in said
    assert said.startswith(f"{folder.check}:{problem.line}:{problem.column}: ")
    both_languages(problems)


def both_languages(problems: list[Problem]) -> None:
    for problem in problems:
        texts = [problem.what, *([problem.hint] if problem.hint else [])]
        for text in texts:
            assert text.nl.strip()
            assert text.en.strip()
            assert "  " not in text.nl.strip()
        assert problem.what.nl != problem.what.en, problem.what.nl
        assert "Traceback" not in problem.text().nl


@pytest.mark.parametrize("text", [CHECK, GROUP], ids=["rows", "groups"])
def test_the_good_checks_load(text: str, tmp_path: Path) -> None:
    assert list(load_catalogue(write(tmp_path / "checks", text).path).checks) == ["ZPM-XX-01"]


def test_one_mistake_gives_one_problem(tmp_path: Path) -> None:
    for i, (old, new) in enumerate(
        [("versie: 1", "versie: 0"), ("waarde: 60", "waarde: zestig"), ("1\nernst", "1\nernts")]
    ):
        assert len(refused(write(tmp_path / str(i), CHECK.replace(old, new)))) <= 2
    assert len(refused(write(tmp_path / "one", CHECK.replace("waarde: 60", "waarde: zestig")))) == 1
