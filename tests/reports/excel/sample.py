"""A small report with everything in it that a workbook can get wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from tests.catalogue.norms.shown import part
from tests.reconciliation.shown import reconciliation
from tests.reports.made import LIVES, OFFICIAL, prestaties, recalculation, series
from zpm_audit.base.language import Language
from zpm_audit.checks.verdict import Status
from zpm_audit.checks.words import SEVERITY, STATUS
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts
from zpm_audit.findings.model import FINDING_SCHEMA, SPLIT_SCHEMA
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import (
    CheckPart,
    ControlTotalPart,
    ExpectationPart,
    InputFile,
    ParameterLine,
    SetAsideReason,
    SourceLine,
    TablePart,
)

PEILDATUM = date(2024, 12, 31)
#: Texts that a spreadsheet would run, read as something else, or choke on.
NASTY = {
    "=1+1": "=1+1",
    "+31612345678": "+31612345678",
    "-2": "-2",
    "@SUM(A1)": "@SUM(A1)",
    "=HYPERLINK(...)": '=HYPERLINK("http://example.org","klik")',
    "markup": "<b>&amp; \"x\" 'y'</b>",
    "leading zeros": "00123",
    "newline": "regel een\nregel twee",
    "emoji": "zorg 🚑 café",
    "spaces": "  twee spaties  ",
}


def finding(number: int, **values: Any) -> dict[str, Any]:
    """Return one row of a list of findings."""
    plain = {
        "check_id": "ZPM-PR-01",
        "ernst": "fout",
        "onderwerp": "prestatie",
        "onderwerp_id": f"P{number:07}",
        "prestatie_id": f"P{number:07}",
        "zorgtraject_id": f"Z{number:05}",
        "patient_id": f"p{number:06}",
        "behandelaar_id": "B1",
        "datum": date(2024, 1, 1) + timedelta(days=number % 360),
        "waarde": "30",
        "grens": "45",
        "toelichting": f"Gepland 45 minuten, gerealiseerd {number}.",
        "impact_eur": Decimal(number % 500),
        "bevinding_id": f"b{number:012}",
        "setting": 1 + number % 8,
        "uiterste_datum": None,
        "boekjaar": 2024,
        "financiering": "zvw",
        "uzovi": "3332",
        "team": "Noord",
        "acceptatie": None,
        "levensloop": None,
    }
    return plain | values


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write a list of findings."""
    pl.DataFrame(list(rows), schema=FINDING_SCHEMA).write_parquet(path)
    return path


def check(check_id: str, status: Status, counts: Counts, taal: Language = "nl", **values: Any) -> CheckPart:
    """Return one check of the report."""
    part = CheckPart(
        id=check_id,
        versie=2,
        titel=f"Titel van {check_id}",
        thema=check_id[4:6],
        thema_titel={"RB": "Regiebehandelaar", "PR": "Planning = realisatie"}.get(check_id[4:6], "Overig"),
        ernst="fout",
        ernst_titel=SEVERITY["fout"].in_(taal),
        onderwerp="prestatie",
        risico="=Risico dat op een formule lijkt",
        norm_tekst="De norm in woorden. " * 12,
        populatie_tekst="Alle consulten.",
        bronnen=(
            SourceLine("Handleiding", "hoofdstuk 4", "https://example.org/a", date(2022, 1, 1), None, "Z", PEILDATUM),
            SourceLine("Bron B", "norm N1", "", date(2022, 1, 1), date(2024, 12, 31), "B", PEILDATUM),
        ),
        parameters=(
            ParameterLine("marge", "Toegestaan verschil", "minuten", date(2022, 1, 1), None, "15", "Handleiding", "Z"),
        ),
        zekerheid="Z",
        status=status,
        status_titel=STATUS[status].in_(taal),
        reden="",
        counts=counts,
        impact_cent=None,
        impact_onbekend=0,
        over_tijd=0,
        spread=pl.DataFrame(schema=SPREAD_SCHEMA),
        split=pl.DataFrame(schema=SPLIT_SCHEMA),
        statistieken=None,
        bestand=f"planning/{check_id}.yaml",
        wat_te_doen="Herstel de registratie.",
    )
    return replace(part, **values)


STATISTICS = pl.DataFrame(
    {
        "jaar": [2023, 2024],
        "setting": [1, 2],
        "aantal": [1431, 30],
        "gemiddelde": [-2.71, float("nan")],
        "standaardafwijking": [7.5, 1.25],
    }
)


def build(folder: Path, taal: Language = "nl", findings: Sequence[dict[str, Any]] | None = None) -> Report:
    """Return a report whose lists of findings are in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(findings) if findings is not None else default_findings()
    undetermined = [finding(900 + i, toelichting="Leeg: duur.", impact_eur=None, waarde=None) for i in range(3)]
    running = [
        finding(950 + i, check_id="ZPM-RB-01", uiterste_datum=day, impact_eur=None)
        for i, day in enumerate([date(2025, 2, 1), date(2024, 12, 31), None, date(2025, 1, 15)])
    ]
    main = Counts(populatie=1000, voldoet=997 - len(rows), afwijking=len(rows), geaccepteerd=2, onbepaald=2, loopt=1)
    checks = (
        check("ZPM-PR-01", Status.AFWIJKINGEN, main, taal, impact_cent=1_234_567, impact_onbekend=4),
        check("ZPM-PR-06", Status.AKKOORD, Counts(2, 2, 0, 0, 0, 0, 5), taal, statistieken=STATISTICS),
        check("ZPM-RB-01", Status.ONBEPAALD, Counts(10, 6, 0, 0, 1, 3), taal),
        check("ZPM-RB-03", Status.NIET_VAN_TOEPASSING, Counts(), taal),
        check("ZPM-RB-04", Status.NIET_UITGEVOERD, Counts(), taal, reden="Tabel behandelaren ontbreekt."),
        check("ZPM-IO-06", Status.MISLUKT, Counts(), taal, reden="Gestopt.", bronnen=(), parameters=()),
    )
    return Report(
        taal=taal,
        versie="0.1.0",
        kenmerk="ab12-cd34-ef56",
        peildatum=PEILDATUM,
        export="=export",
        periode_van=date(2023, 1, 1),
        periode_tot=PEILDATUM,
        tabellen=(
            TablePart("prestaties", "prestaties.csv", 1010, 1000, 10, "quarantaine/prestaties.csv", ("starttijd",), ()),
            TablePart("zorgtrajecten", "zorgtrajecten.csv", 50, 50, 0, "", (), ("team", "locatie")),
        ),
        opzij=(SetAsideReason("prestaties", "datum", "Geen datum", 10),),
        contract=(
            ExpectationPart(
                "prestaties", "datum", "gevuld", "Zonder datum geen norm", "voldoet", "100%", 1000, 0, "polars"
            ),
            ExpectationPart("prestaties", "setting", "1 t/m 8", "", "fout", "", 0, 0, "GX", ("=9", "x")),
        ),
        contract_door="polars",
        controletotalen=(
            ControlTotalPart("prestaties", 1012, 1010, 5_000_050, 5_000_000, verschil=True),
            ControlTotalPart("zorgtrajecten", None, 50, None, None, verschil=False),
        ),
        bestanden=(InputFile("prestaties.csv", "export", 123_456, "3f" * 32),),
        checks=checks,
        rijen_beoordeeld=1000,
        rijen_toekomst=4,
        rijen_niet_declarabel=6,
        eenheden_onbepaald=3,
        impact_cent=1_234_567,
        prestaties=prestaties(1000, 40, 1_234_567),
        catalogus=OFFICIAL,
        opdracht="zpm-audit run export --peildatum 2026-03-31",
        uitgevoerd=PEILDATUM,
        levensloop=LIVES,
        vorige_run="20241232-0200-aaa2",
        reeks=series(PEILDATUM, "ZPM-PR-01", "ZPM-RB-01"),
        opties={"peildatum": "2024-12-31", "fail-on": "fout"},
        bevindingen=write(folder / "bevindingen.parquet", rows),
        onbepaald=write(folder / "onbepaald.parquet", undetermined),
        lopend=write(folder / "lopend.parquet", running),
        aansluiting=reconciliation(folder / "aansluiting"),
        normmatrix=part(checks, taal),
        herrekening=recalculation(folder),
    )


def default_findings() -> list[dict[str, Any]]:
    """Return findings that are nasty, out of order, without an amount, or dated before spreadsheets began."""
    rows = [finding(i, toelichting=text, impact_eur=None) for i, text in enumerate(NASTY.values())]
    rows += [
        finding(100, ernst="signaal", impact_eur=Decimal("9999.99"), check_id="ZPM-RB-02"),
        finding(101, impact_eur=Decimal("12.50")),
        finding(102, impact_eur=Decimal("1250.05")),
        finding(103, impact_eur=Decimal("-3.10"), datum=date(24, 3, 31)),
        finding(104, impact_eur=Decimal("12.50"), check_id="ZPM-EU-01", datum=None),
    ]
    return rows
