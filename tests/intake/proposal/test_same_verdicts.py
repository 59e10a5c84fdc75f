"""From init, with at most three corrections, a foreign export is read and judged as the one that it was made from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from benchmarks.init import mark_text
from examples.vreemd import ROUNDS
from tests.intake.proposal.conftest import EACH, Written
from tests.properties.adapter import run
from zpm_audit.base.pseudonyms import Key
from zpm_audit.intake import load_mapping, read_export
from zpm_audit.register.store import Register

pytestmark = pytest.mark.whole

KEY = Key(b"een sleutel van de proeven")
_PEILDATUM = date(2025, 1, 15)
_EDITS = 3
#: A code tells a setting only with the official list, which these exports do not have.
_WITHOUT_LIST = {"uit_code"}


class Exports:
    """A foreign export with its corrected mapping, and the canonical one that it was made from."""

    def __init__(self, written: Written, folder: Path) -> None:
        self.layout, self.foreign, text = written.layout, written.export, written.proposal
        (folder / "canoniek").mkdir()
        self.mapping = folder / "mapping.yaml"
        marked = mark_text(self.layout, "proef", text, written.files)
        assert marked.wrong == 0
        said: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
        self.edits = [re.search(r": (\w+)\.(\w+): ", remark) for remark in marked.remarks]
        self.left: set[tuple[str, str]] = set()
        for edit in self.edits:
            assert edit is not None
            self._correct(said, *edit.groups())
        self.mapping.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        self.canonical = folder / "canoniek"
        for table, frame in self.layout.expected().items():
            frame.drop([c for t, c in self.left if t == table]).write_csv(self.canonical / f"{table}.csv")

    def _correct(self, said: dict[str, Any], table: str, column: str) -> None:
        """Write what a person who knows the export would write for one column."""
        answer = self.layout.answers()[table].columns[column]
        right = answer.accepted[0]
        if column == "setting" and isinstance(right, dict) and right.keys() == _WITHOUT_LIST:
            self.left.add((table, column))
            return
        said["tabellen"][table].setdefault("kolommen", {})[column] = right
        values = {text: value or "" for text, value in answer.values.items() if text is not None}
        if values:
            said["tabellen"][table].setdefault("waarden", {})[column] = values


@pytest.fixture(params=EACH)
def exports(request: pytest.FixtureRequest, written: Callable[[str], Written], tmp_path: Path) -> Exports:
    return Exports(written(request.param), tmp_path)


def rows(register: Register, table: str, columns: list[str]) -> pl.DataFrame:
    return register.tables[table].scan().select(columns).collect().sort(columns, nulls_last=True)


def test_every_row_is_read_as_it_was(exports: Exports, tmp_path: Path) -> None:
    assert len(exports.edits) <= _EDITS
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
    expected = read_export(exports.canonical, work=tmp_path / "a", key=KEY)
    found = read_export(exports.foreign, work=tmp_path / "b", mapping=load_mapping(exports.mapping), key=KEY)
    assert not found.quarantine
    assert found.tables.keys() == expected.tables.keys()
    for table in expected.tables:
        columns = expected.tables[table].scan().collect_schema().names()
        assert rows(found, table, columns).equals(rows(expected, table, columns)), table


_FIRST, *_OTHERS = ROUNDS["van tevoren"]


@pytest.mark.whole
@pytest.mark.parametrize("name", [_FIRST, *(pytest.param(name, marks=pytest.mark.slow) for name in _OTHERS)])
@pytest.mark.usefixtures("figures_only")
def test_every_check_judges_as_it_did(written: Callable[[str], Written], tmp_path: Path, name: str) -> None:
    exports = Exports(written(name), tmp_path)
    expected = run(exports.canonical, tmp_path / "a", _PEILDATUM)
    found = run(exports.foreign, tmp_path / "b", _PEILDATUM, "--mapping", str(exports.mapping))
    ran = {check: said for check, said in expected.checks.items() if said["status"] != "niet_uitgevoerd"}
    assert len(ran) >= 20
    counts = ("status", "populatie", "voldoet", "afwijking", "onbepaald", "loopt", "impact_eur")
    for check, said in ran.items():
        assert {k: found.checks[check][k] for k in counts} == {k: said[k] for k in counts}, check
        assert found.verdicts(check) == expected.verdicts(check), check
