"""What the person who must act gets to read, where one check has different things to say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.proof.probe import Unit, probe
from zpm_audit.register import TABLES, Register, RegisterTable

PEILDATUM = date(2024, 12, 31)
CONSULT: dict[str, Any] = {
    "prestatie_id": "P", "patient_id": "A", "zorgtraject_id": "T", "datum": date(2024, 3, 4),
    "prestatiegroep": "consult", "consulttype": "diagnostiek", "gepland": True, "geplande_minuten": 45,
    "gerealiseerde_minuten": 45, "duurklasse": 45, "behandelaar_id": "B",
}  # fmt: skip
TRAJECT: dict[str, Any] = {
    "zorgtraject_id": "T", "patient_id": "A", "startdatum": date(2024, 3, 4), "financiering": "zvw",
    "regiebehandelaar_id": "R", "diagnose_verzekerd": False,
}  # fmt: skip
BEHANDELAAR: dict[str, Any] = {"behandelaar_id": "R", "beroep": "verpleegkundige"}


def _judged(catalogue: Catalogue, folder: Path, check_id: str, rows: int, **changed: Any) -> Unit:
    """Return the only unit of one check on an export of a consult (``rows`` times), its zorgtraject and somebody."""
    consults = [{**CONSULT, **changed, "prestatie_id": f"P{n}"} for n in range(1, rows + 1)]
    export = {"prestaties": consults, "zorgtrajecten": [{**TRAJECT, **changed}], "behandelaren": [BEHANDELAAR]}
    tables = {}
    for name, given in export.items():
        schema = TABLES[name].schema
        path = folder / f"{name}.parquet"
        frame = pl.DataFrame([{c: row.get(c) for c in schema} for row in given], schema=schema)
        frame.write_parquet(path)
        tables[name] = RegisterTable(name, path, frozenset(schema), frame.height, frame.height, 0, name)
    units = probe(Context(Register(tables), catalogue, PEILDATUM), catalogue.checks[check_id])
    return list(units.values())[-1]


@pytest.mark.parametrize(
    ("check_id", "rows", "changed", "limit", "says"),
    [
        ("ZPM-PR-01", 1, {"gerealiseerde_minuten": 29}, "15", "dus klasse 15; geregistreerd is 45"),
        ("ZPM-PR-01", 1, {"gerealiseerde_minuten": 4}, None, "minder dan vijf minuten is niet declarabel"),
        ("ZPM-PR-02", 1, {"duurklasse": 60}, "45", "het hoort 45 te zijn"),
        ("ZPM-PR-02", 1, {"geplande_minuten": 4, "gerealiseerde_minuten": 3}, None, "minder dan vijf minuten"),
        ("ZPM-PR-03", 1, {"gepland": False, "duurklasse": 60}, "45", "dus klasse 45; geregistreerd is 60"),
        ("ZPM-PR-03", 1, {"gepland": False, "gerealiseerde_minuten": 4}, None, "minder dan vijf minuten"),
        ("ZPM-PR-04", 1, {}, "gevuld", "van 04-03-2024 heeft geen begintijd"),
        ("ZPM-RB-01", 5, {}, "2024-04-15", "tot en met 15-04-2024 (eerste: leeg); aantal consulten: 5"),
        ("ZPM-RB-02", 1, {}, "4", "aantal consulten: 1. Het eerstvolgende"),
        ("ZPM-RB-02", 4, {}, "4", "aantal consulten: 4. Het eerstvolgende contact moet met de regiebehandelaar zijn"),
        ("ZPM-RB-03", 1, {"regiebehandelaar_id": None}, "bekend in behandelaren", "van dit zorgtraject: leeg"),
        ("ZPM-RB-04", 1, {}, "beroep dat regiebehandelaar mag zijn", "verpleegkundige. Dat mag geen regiebehandelaar"),
        ("ZPM-OD-01", 5, {}, "4", "Dit is diagnostiekconsult 5 van het zorgtraject"),
        ("ZPM-OD-02", 1, {"consulttype": "behandeling"}, "true", "een diagnose die niet verzekerd is"),
    ],
)
def test_a_deviation_says_what_is_wrong(
    catalogue: Catalogue, tmp_path: Path, check_id: str, rows: int, changed: dict[str, Any], limit: str, says: str
) -> None:
    unit = _judged(catalogue, tmp_path, check_id, rows, **changed)
    assert unit.verdict == "afwijking"
    assert says in unit.sentence
    assert unit.limit == limit


@pytest.mark.parametrize(
    ("minuten", "klasse", "limit"), [(4, 5, None), (5, 15, "5"), (14, 15, "5"), (15, 5, "15"), (16, 5, "15")]
)
def test_overleg_shows_the_right_class(
    catalogue: Catalogue, tmp_path: Path, minuten: int, klasse: int, limit: str | None
) -> None:
    changed = {"prestatiegroep": "intercollegiaal_overleg", "gerealiseerde_minuten": minuten, "duurklasse": klasse}
    unit = _judged(catalogue, tmp_path, "ZPM-IO-02", 1, **changed)
    assert unit.verdict == "afwijking"
    assert unit.limit == limit


@pytest.mark.parametrize(
    ("minuten", "klasse", "says"),
    [
        (14, 15, "Overleg van 14 minuten hoort in klasse 5; geregistreerd is 15"),
        (4, 5, "Gerealiseerde minuten van het overleg: 4. Korter dan 5 minuten is niet declarabel"),
        (1, None, "Gerealiseerde minuten van het overleg: 1. Korter dan 5 minuten is niet declarabel"),
        (None, 30, "Klasse 30 bestaat niet bij intercollegiaal overleg: de klasse is 5 of 15"),
    ],
)
def test_overleg_never_speaks_of_what_is_empty(
    catalogue: Catalogue, tmp_path: Path, minuten: int | None, klasse: int | None, says: str
) -> None:
    changed = {"prestatiegroep": "intercollegiaal_overleg", "gerealiseerde_minuten": minuten, "duurklasse": klasse}
    unit = _judged(catalogue, tmp_path, "ZPM-IO-02", 1, **changed)
    assert unit.verdict == "afwijking"
    assert says in unit.sentence
    assert "leeg" not in unit.sentence


@pytest.mark.parametrize(("minuten", "klasse"), [(None, 15), (None, None), (15, None)])
def test_overleg_without_what_decides_names_it(
    catalogue: Catalogue, tmp_path: Path, minuten: int | None, klasse: int | None
) -> None:
    given = {"gerealiseerde_minuten": minuten, "duurklasse": klasse}
    unit = _judged(catalogue, tmp_path, "ZPM-IO-02", 1, prestatiegroep="intercollegiaal_overleg", **given)
    assert unit.verdict == "onbepaald"
    assert all((name in unit.sentence) == (value is None) for name, value in given.items())


@pytest.mark.parametrize(
    ("check_id", "changed", "says"),
    [
        ("ZPM-PR-01", {"gepland": None}, "gepland"),
        ("ZPM-PR-01", {"gerealiseerde_minuten": None}, "gerealiseerde_minuten"),
        ("ZPM-PR-03", {"gepland": False, "duurklasse": None}, "duurklasse, prestatiecode"),
        ("ZPM-PR-05", {}, "gepland_op, starttijd"),
        ("ZPM-RB-01", {"regiebehandelaar_id": None}, "regiebehandelaar_id"),
        ("ZPM-RB-01", {"behandelaar_id": None}, "een diagnostiekconsult zonder behandelaar_id, op 04-03-2024"),
    ],
)
def test_what_cannot_be_judged_says_what_is_empty(
    catalogue: Catalogue, tmp_path: Path, check_id: str, changed: dict[str, Any], says: str
) -> None:
    unit = _judged(catalogue, tmp_path, check_id, 1, **changed)
    assert unit.verdict == "onbepaald"
    assert unit.sentence.startswith("Niet te beoordelen")
    assert says in unit.sentence


def test_a_running_term_says_until_when(catalogue: Catalogue, tmp_path: Path) -> None:
    unit = _judged(catalogue, tmp_path, "ZPM-RB-01", 1, datum=date(2024, 12, 1))
    assert unit.verdict == "loopt"
    assert "Plan uiterlijk 12-01-2025" in unit.sentence
