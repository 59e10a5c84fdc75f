from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from benchmarks.init import Mark, mark_text
from examples.vreemd import Foreign
from tests.intake.proposal.conftest import EACH, Written
from zpm_audit.register.schema import EXPORT_TABLES

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module", params=EACH)
def export(request: pytest.FixtureRequest, written: Callable[[str], Written]) -> Written:
    return written(request.param)


@pytest.fixture(scope="module")
def foreign(export: Written) -> Foreign:
    return export.layout


def right_mapping(foreign: Foreign) -> dict[str, dict[str, object]]:
    """Write down what the layout itself says is right."""
    tables: dict[str, dict[str, object]] = {}
    for table, answer in foreign.answers().items():
        said: dict[str, object] = {k: v for k, v in answer.place.items() if k != "tabel"}
        if "tabel" in answer.place:
            said["query"] = f'select * from "{answer.place["tabel"]}"'
        said |= answer.settings | {"kolommen": {c: a.accepted[0] for c, a in answer.columns.items()}}
        said["waarden"] = {
            c: {text: value or "" for text, value in a.values.items() if text is not None}
            for c, a in answer.columns.items()
            if a.values
        }
        tables[table] = said
    return tables


def marked(foreign: Foreign, tables: dict[str, dict[str, object]], files: list[str]) -> Mark:
    return mark_text(foreign, "proef", yaml.safe_dump({"tabellen": tables}, allow_unicode=True), files)


def test_every_derivation_reads_columns_that_are_there(foreign: Foreign) -> None:
    headers = [{f.name for f in sheet.fields} for sheet in foreign.sheets]
    for sheet, header in zip(foreign.sheets, headers, strict=True):
        assert len(header) == len(sheet.fields)
        for field in sheet.fields:
            for target, derivation in field.feeds.items():
                table, _, column = target.partition(".")
                assert column in EXPORT_TABLES[table].by_name
                named = derivation if isinstance(derivation, str) else str(derivation)
                assert any(name in named for name in header), (target, derivation)


def test_the_right_mapping_is_marked_all_right(export: Written, foreign: Foreign) -> None:
    result = marked(foreign, right_mapping(foreign), export.files)
    assert result.remarks == []
    assert (result.right, result.wrong, result.left_open) == (result.columns, 0, 0)
    assert (result.tables_right, result.settings_right) == (result.tables, result.settings)
    assert result.columns >= 20
    assert result.columns == sum(frame.width for frame in foreign.expected().values())


def test_a_wrong_mapping_is_marked_wrong(export: Written, foreign: Foreign) -> None:
    files = export.files
    tables = right_mapping(foreign)
    columns = tables["zorgtrajecten"]["kolommen"]
    assert isinstance(columns, dict)
    columns["verwijsdatum"], columns["startdatum"] = columns["startdatum"], columns["verwijsdatum"]
    columns["diagnose_hoofdgroep"] = "verzonnen"
    del columns["patient_id"]
    result = marked(foreign, tables, files)
    assert result.wrong == 3
    assert result.left_open == 1
    assert all(re.match("(fout|open) *proef: zorgtrajecten", remark) for remark in result.remarks)
    gone = marked(foreign, {t: s for t, s in tables.items() if t != "zorgtrajecten"}, files)
    assert gone.wrong == 0
    assert gone.left_open == len(foreign.answers()["zorgtrajecten"].columns)
    other = right_mapping(foreign)
    other["zorgtrajecten"] |= {"bestand": "leesmij.csv", "query": 'select * from "andere"'}
    assert marked(foreign, other, files).wrong == len(foreign.answers()["zorgtrajecten"].columns)


def test_a_value_with_another_meaning_is_wrong_and_one_without_meaning_is_open(
    written: Callable[[str], Written],
) -> None:
    foreign, files = written("praktijk").layout, written("praktijk").files
    tables = right_mapping(foreign)
    present = tables["prestaties"]["waarden"]
    assert isinstance(present, dict)
    assert present["aanwezig"] == {"Nee": "true", "Ja": "false"}
    present["aanwezig"] = {}
    assert marked(foreign, tables, files).remarks == [
        "fout  proef: prestaties.aanwezig: 'Nee' wordt 'false' (moet 'true')"
    ]
    del present["prestatiegroep"]["Reistijd"]
    assert (
        "open  proef: prestaties.prestatiegroep: geen betekenis voor ['Reistijd']"
        in marked(foreign, tables, files).remarks
    )


def test_a_layout_is_the_same_every_time(export: Written, foreign: Foreign, tmp_path: Path) -> None:
    foreign.write(tmp_path, foreign.sheets)
    first, second = (
        {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix not in {".xlsx", ".sqlite"}}
        for folder in (export.folder, tmp_path)
    )
    assert first == second
