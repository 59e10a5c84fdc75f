"""The page about the export: made from the register and the checks, complete, and never behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.catalogue.pages.pages import EXPORT, export
from zpm_audit.register import TABLES
from zpm_audit.register.meanings import _EMPTY, _OF, TABLE_MEANING, empty_means, meaning_of

CATALOGUE = load_catalogue()
PAGE = Path(__file__).parents[3] / "docs" / EXPORT


@pytest.fixture(scope="module")
def text() -> str:
    return export(CATALOGUE)


def part(text: str, table: str) -> str:
    return text.split(f'<a id="{table}"></a>')[1].split('<a id="', maxsplit=1)[0]


def test_the_page_is_up_to_date(text: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == text, "draai: zpm-audit checks docs"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_stands_there_with_its_meaning(text: str, table: object) -> None:
    assert table.name in TABLE_MEANING  # type: ignore[attr-defined]
    shown = part(text, table.name)  # type: ignore[attr-defined]
    for column in table.columns:  # type: ignore[attr-defined]
        said = meaning_of(table.name, column.name)  # type: ignore[attr-defined]
        assert said.nl
        assert said.en
        mark = " \\*" if column.required else ""
        (line,) = [row for row in shown.splitlines() if row.startswith(f"| `{column.name}`{mark} | ")][:1]
        assert said.nl.split(" (")[0] in line.replace("\\", "")
        assert all(f"`{value}`" in line for value in column.values)


def test_nothing_is_explained_that_is_not_there() -> None:
    assert {(t, c) for t, columns in _OF.items() for c in columns} <= {
        (t.name, c.name) for t in TABLES.values() for c in t.columns
    }
    assert all(TABLES[t].by_name[c] for t, c in _EMPTY)


def test_every_check_stands_with_every_column_that_it_needs(text: str) -> None:
    for check_id, check in CATALOGUE.checks.items():
        assert f"[{check_id}](checks/{check_id}.md)" in text
        for need in Facts(CATALOGUE, check).needs():
            shown = part(text, need.table)
            for column in need.columns:
                without = [row for row in shown.splitlines() if row.startswith(f"| `{column}` | ")][-1]
                assert check_id in without, (need.table, column)


def test_empty_means_something_only_where_the_contract_says_so() -> None:
    assert {c for t, c in _EMPTY if t == "prestaties"} == {
        "aanwezig",
        "asynchroon",
        "declarabel",
        "acuut_binnen_budget",
        "duurklasse",
    }
    assert empty_means("prestaties", "starttijd") is None
    assert empty_means("teams", "geldig_tot") is not None
