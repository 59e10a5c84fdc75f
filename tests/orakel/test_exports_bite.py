"""Random exports are only worth something when a small mistake in a check would show in them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from tests.orakel import case, logic, oracle
from tests.orakel.exports import random_export
from tests.orakel.write import write_export
from zpm_audit.register.schema import TABLES

SEEDS = range(12)
MISTAKES = [
    ("oracle", 'row["datum"] < date(2022, 1, 1)', 'row["datum"] <= date(2022, 1, 1)'),
    ("oracle", "timedelta(days=42)", "timedelta(days=41)"),
    ("oracle", "timedelta(days=42)", "timedelta(days=43)"),
    ("oracle", "datum <= end for datum in by_regie", "datum < end for datum in by_regie"),
    ("oracle", "case.peildatum <= end", "case.peildatum < end"),
    ("oracle", 'elif any(r["behandelaar_id"] is None for r in in_term)', "elif False"),
    ("oracle", "len(contacts) <= 4", "len(contacts) <= 3"),
    ("oracle", "len(contacts) <= 4", "len(contacts) <= 5"),
    ("oracle", 'rows_of(traject, "consult", "groepsconsult")', 'rows_of(traject, "consult")'),
    ("oracle", '["nieuwe_zorgvraag"] is False', '["nieuwe_zorgvraag"] is not True'),
    ("case", 'r["declarabel"] is not False', 'r["declarabel"] is True'),
    ("case", 'r["datum"] <= peildatum', 'r["datum"] < peildatum'),
    ("oracle", "<= first <=", "< first <="),
    ("oracle", "<= first <=", "<= first <"),
    ("oracle", "abs(r - g), 15", "abs(r - g), 14"),
    ("oracle", "abs(r - g), 15", "abs(r - g), 16"),
    ("oracle", "not3(is_planned), not3(is_realised)", "not3(is_planned)"),
    ("oracle", '["gepland_op"] <= ', '["gepland_op"] < '),
    ("oracle", "n < 30", "n < 29"),
    ("oracle", "n < 30", "n < 31"),
    ("oracle", "<= 5 * n", "< 5 * n"),
    ("oracle", "<= 5 * n", "<= 5 * n + 1"),
    ("oracle", "le3(15, r)", "le3(16, r)"),
    ("oracle", "le3(5, r)", "le3(4, r)"),
    ("oracle", "total > 720 else (", "total >= 720 else ("),
    ("oracle", "is_lower_bound = is_lower_bound or", "is_lower_bound ="),
    ("oracle", "rank <= 4", "rank <= 5"),
    ("oracle", 'row["starttijd"] is None, row', 'row["starttijd"] is not None, row'),
    ("oracle", 'or time.min, row["prestatie_id"]', 'or time.min, int(row["prestatie_id"])'),
    ("logic", "ondergrens <= minuten", "ondergrens < minuten"),
    ("logic", "<= 1040", "<= 1039"),
    ("oracle", "= eq3(k, klasse(r)), eq3", '= eq3(k, 0 if klasse(r) == "none" else klasse(r)), eq3'),
    ("logic", "duurklasse is None and", "duurklasse is None and False and"),
]


def mistaken(monkeypatch: pytest.MonkeyPatch, name: str, right: str, wrong: str) -> Any:
    """Return the oracle with one mistake in it."""
    original = {"oracle": oracle, "case": case, "logic": logic}[name]
    source = Path(str(original.__file__)).read_text(encoding="utf-8")
    assert source.count(right) == 1, right
    for module in (logic, case, oracle):
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        changed = ModuleType(module.__name__)
        monkeypatch.setitem(sys.modules, module.__name__, changed)
        exec(
            compile(text.replace(right, wrong) if module is original else text, module.__name__, "exec"), vars(changed)
        )
    return sys.modules[oracle.__name__]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[1]} -> {m[2]}")
def test_a_mistake_shows(mistake: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mistaken(monkeypatch, *mistake).judge
    for seed in SEEDS:
        tables, peildatum = random_export(seed)
        right = {check: found.verdicts for check, found in oracle.judge(tables, peildatum).items()}
        if {check: found.verdicts for check, found in wrong(tables, peildatum).items()} != right:
            return
    pytest.fail("no export shows the difference")


def test_every_verdict_of_every_check_occurs() -> None:
    seen: dict[str, set[str]] = {}
    counted: dict[str, int] = {}
    for seed in SEEDS:
        for check, found in oracle.judge(*random_export(seed)).items():
            seen.setdefault(check, set()).update(found.verdicts.values())
            counted[check] = counted.get(check, 0) + found.buiten_beeld
    settled, open_too = {"voldoet", "afwijking"}, {"voldoet", "afwijking", "onbepaald"}
    never_open = {f"ZPM-{c}" for c in ("RB-03", "RB-04", "PR-04", "PR-06", "IO-04", "OD-01", "OD-02")}
    expected = {check: settled if check in never_open else open_too for check in seen}
    expected["ZPM-RB-01"] = expected["ZPM-RB-02"] = open_too | {"loopt"}
    assert len(seen) == 19
    assert seen == expected
    with_empty_conditions = {f"ZPM-{c}" for c in ("PR-04", "PR-05", "PR-06", "OD-01", "OD-02")}
    assert {check for check, n in counted.items() if n} == with_empty_conditions | {f"ZPM-RB-0{n}" for n in range(1, 5)}


def test_the_same_seed_gives_the_same_export() -> None:
    assert random_export(3) == random_export(3)
    assert random_export(3) != random_export(4)


def test_written_parquet_and_csv_say_the_same(tmp_path: Path) -> None:
    tables, _ = random_export(1, codelijst=True)
    write_export(tables, tmp_path / "csv")
    write_export(tables, tmp_path / "parquet", "parquet")
    assert {p.stem for p in (tmp_path / "csv").iterdir()} == {
        "prestaties",
        "zorgtrajecten",
        "behandelaren",
        "codelijst",
    }
    for name in tables:
        text = pl.read_csv(tmp_path / "csv" / f"{name}.csv", infer_schema=False)
        typed = pl.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        assert text.height == typed.height == len(tables[name])
        for column in TABLES[name].columns:
            values = typed[column.name]
            if column.kind == "time":
                values = values.dt.to_string("%H:%M")
            elif column.kind == "datetime":
                values = values.dt.to_string("%Y-%m-%dT%H:%M")
            assert text[column.name].to_list() == values.cast(pl.String).to_list(), column.name


def test_amounts_are_written_with_two_places(tmp_path: Path) -> None:
    tables, _ = random_export(1)
    row = tables["prestaties"][0] | {"bedrag_eur": -5, "datum": date(2024, 3, 1)}
    write_export({"prestaties": [row]}, tmp_path)
    assert pl.read_csv(tmp_path / "prestaties.csv", infer_schema=False)["bedrag_eur"].to_list() == ["-0.05"]
