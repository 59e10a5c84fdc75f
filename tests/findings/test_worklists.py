"""Work lists: names that are safe on every system, what stands on top; and the two lists beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.findings.blockade import write_blockade
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.findings.terms import terms_of_week, write_terms
from zpm_audit.findings.worklists import ToDivide, Worklist, file_name, file_names, write_worklists
from zpm_audit.register import Register, RegisterTable

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


def listed(target: Path, *rows: dict[str, object]) -> Path:
    pl.DataFrame([dict.fromkeys(FINDING_SCHEMA) | row for row in rows], schema=FINDING_SCHEMA).write_parquet(target)
    return target


def found(number: int, check: str, amount: str | None, **more: object) -> dict[str, object]:
    money = {"impact_eur": Decimal(amount) if amount else None}
    return {"check_id": check, "onderwerp_id": f"P{number}", "bevinding_id": f"{check}:P{number}", **money, **more}


def divided(folder: Path, dimensions: list[str], findings: Path, terms: Path) -> dict[str, Worklist]:
    known = pl.LazyFrame({"zorgtraject_id": ["T1", "T2"], "regiebehandelaar": ["B1", "B2"]})
    (folder / "werk").mkdir()
    given = ToDivide(findings, terms, {"A": "consult", "B": "consult"}, known)
    made = write_worklists(given, folder, dimensions, folder / "werk")
    return {f"{one.dimension}/{one.value}": one for one in made}


def test_a_list_stands_by_cause_and_the_most_money_first(tmp_path: Path) -> None:
    findings = listed(
        tmp_path / "b.parquet",
        found(1, "A", "10.00", behandelaar_id="B1"),
        found(2, "B", "-70.00", behandelaar_id="B1"),
        found(3, "B", "20.00", behandelaar_id="B1"),
        found(4, "A", None, behandelaar_id="B1"),
        found(5, "C", None, behandelaar_id="B1"),
        found(6, "A", "60.00", behandelaar_id="B1"),
        found(7, "A", "500.00"),
    )
    made = divided(tmp_path, ["behandelaar"], findings, listed(tmp_path / "t.parquet"))
    assert pl.read_parquet(made["behandelaar/B1"].rows)["onderwerp_id"].to_list() == [
        "P2",
        "P3",
        "P6",
        "P1",
        "P4",
        "P5",
    ]
    assert (made["behandelaar/B1"].count, made["behandelaar/B1"].cents) == (6, 2000)
    assert made["behandelaar/None"].path == "werklijsten/behandelaar/leeg"
    lines = (tmp_path / "werklijsten" / "behandelaar" / "B1.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",")[:3] == ["check_id", "ernst", "onderwerp"]
    assert len(lines) == 7


def test_a_coordinating_practitioner_has_the_findings_and_the_terms_of_their_trajectories(tmp_path: Path) -> None:
    findings = listed(
        tmp_path / "b.parquet", found(1, "A", "10.00", zorgtraject_id="T1"), found(2, "A", None), found(3, "A", None)
    )
    terms = tmp_path / "t.parquet"
    running = listed(
        tmp_path / "l.parquet",
        found(7, "A", None, zorgtraject_id="T2", uiterste_datum=date(2025, 1, 8)),
        found(8, "A", None, zorgtraject_id="T1", uiterste_datum=date(2025, 1, 1)),
        found(9, "A", None, zorgtraject_id="T1", uiterste_datum=date(2025, 1, 9)),
        found(10, "A", None, zorgtraject_id="T1", uiterste_datum=date(2024, 12, 31)),
        found(11, "A", None, zorgtraject_id="T1"),
    )
    known = pl.LazyFrame({"zorgtraject_id": ["T1", "T2"], "regiebehandelaar": ["B1", "=B2"]})
    week = terms_of_week(running, known, date(2025, 1, 1))
    week.sink_parquet(terms)
    assert week.select("onderwerp_id", "dagen").collect().rows() == [("P8", 0), ("P7", 7)]
    made = divided(tmp_path, ["regiebehandelaar"], findings, terms)
    told = {key: (one.count, one.term_count, one.cents) for key, one in made.items()}
    assert told == {
        "regiebehandelaar/=B2": (0, 1, None),
        "regiebehandelaar/B1": (1, 1, 1000),
        "regiebehandelaar/None": (2, 0, None),
    }
    assert pl.read_parquet(made["regiebehandelaar/=B2"].terms)["onderwerp_id"].to_list() == ["P7"]
    write_terms(week, tmp_path, {"A": "Bel de patiënt."}, "komma")
    lines = (tmp_path / "termijnen_week.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("'=B2,2025-01-08,7,A,")
    assert "Bel de patiënt." in lines[1]


def test_what_may_not_be_invoiced(tmp_path: Path) -> None:
    findings = listed(
        tmp_path / "b.parquet",
        found(1, "A", None, ernst="fout", prestatie_id="P2", toelichting="te lang"),
        found(1, "B", None, ernst="fout", prestatie_id="P2"),
        found(2, "A", None, ernst="signaal", prestatie_id="P3", toelichting="vreemd"),
        found(3, "A", None, ernst="fout", prestatie_id="P4", toelichting="mag", acceptatie="X"),
        found(4, "A", None, ernst="fout", toelichting="over een traject"),
        found(5, "A", None, ernst="fout", prestatie_id="=P1", toelichting="=1+1"),
    )
    rows = pl.DataFrame(
        {
            "prestatie_id": ["=P1", "P2", "P3"],
            "bedrag_eur": [12345, None, 1],
            "factuurdatum": [None, date(2024, 5, 1), None],
        },
        schema_overrides={"bedrag_eur": pl.Int64},
    )
    rows.write_parquet(tmp_path / "p.parquet")
    table = RegisterTable("prestaties", tmp_path / "p.parquet", frozenset(rows.columns), 3, 3, 0, "x")
    write_blockade(findings, Register({"prestaties": table}), tmp_path, {"B": "Norm van B"}, "komma")
    assert (tmp_path / "blokkade.csv").read_text(encoding="utf-8").splitlines() == [
        "prestatie_id,reden,bedrag_eur,checks,factuurdatum",
        "'=P1,A: =1+1,123.45,A,",
        "P2,A: te lang | B: Norm van B,,A B,2024-05-01",
    ]
