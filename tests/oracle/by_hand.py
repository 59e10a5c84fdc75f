"""Rows made by hand: all columns empty but the ones that a test names."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tests.oracle.case import Outcome
from tests.oracle.oracle import judge
from zpm_audit.register.schema import TABLES

Row = dict[str, Any]
PEILDATUM = date(2024, 12, 31)


def empty_row(table: str) -> Row:
    return dict.fromkeys(TABLES[table].by_name)


def prestatie(prestatie_id: str, groep: str = "consult", **values: Any) -> Row:
    common = {
        "prestatie_id": prestatie_id,
        "patient_id": "p1",
        "zorgtraject_id": "z1",
        "datum": date(2024, 3, 4),
        "starttijd": time(9, 0),
        "prestatiegroep": groep,
    }
    return empty_row("prestaties") | common | values


def planned(g: int | None, r: int | None, k: int | None, **values: Any) -> Row:
    """Return a consult that was planned for g minutes, took r and was registered in class k."""
    made: dict[str, Any] = {"gepland": True, "gepland_op": datetime(2024, 1, 1, 8, 0)}
    return prestatie("c1", geplande_minuten=g, gerealiseerde_minuten=r, duurklasse=k, **(made | values))


def diagnostic(prestatie_id: str, datum: date, behandelaar: str | None = None, **values: Any) -> Row:
    row = prestatie(prestatie_id, consulttype="diagnostiek", datum=datum, behandelaar_id=behandelaar)
    return row | values


def traject(**values: Any) -> Row:
    common = {"zorgtraject_id": "z1", "patient_id": "p1", "startdatum": date(2024, 1, 1), "financiering": "zvw"}
    return empty_row("zorgtrajecten") | common | values


def behandelaar(behandelaar_id: str, beroep: str, van: date | None = None, tot: date | None = None) -> Row:
    period = {"behandelaar_id": behandelaar_id, "beroep": beroep, "geldig_van": van, "geldig_tot": tot}
    return empty_row("behandelaren") | period


def opname(opname_id: str, start: datetime, end: datetime | None = None, **values: Any) -> Row:
    common = {"opname_id": opname_id, "patient_id": "p1", "opname": start, "ontslag": end}
    return empty_row("opnames") | common | values


def code_line(code: str, **values: Any) -> Row:
    return empty_row("codelijst") | {"prestatiecode": code} | values


def team(name: str, setting: int, van: date | None = None, tot: date | None = None) -> Row:
    return empty_row("teams") | {"team": name, "setting": setting, "geldig_van": van, "geldig_tot": tot}


def contract(van: date | None = None, tot: date | None = None, **values: Any) -> Row:
    return empty_row("contracten") | {"uzovi": "3311", "geldig_van": van, "geldig_tot": tot} | values


def insured(patient_id: str = "p1", uzovi: str | None = "3311") -> Row:
    return empty_row("patienten") | {"patient_id": patient_id, "uzovi": uzovi}


def outcome(check: str, rows: list[Row], trajecten: list[Row] | None = None, **more: Any) -> Outcome:
    """Return what one check makes of these rows; without trajecten there is one ordinary zvw traject z1."""
    tables = {"prestaties": rows, "zorgtrajecten": [traject()] if trajecten is None else trajecten}
    peildatum, contract = more.pop("peildatum", PEILDATUM), more.pop("contract", False)
    chosen = {"contract_hoogspecialistisch": contract, "planning_is_realisatie": more.pop("planning", True)}
    return judge(tables | more, peildatum, **chosen)[check]


def verdicts(check: str, rows: list[Row], trajecten: list[Row] | None = None, **more: Any) -> dict[str, str]:
    return outcome(check, rows, trajecten, **more).verdicts
