"""Export, message, export: what a message can hold comes back as it was."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from examples.gds801 import Message, message_for, receivers, write
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options
from zpm_audit.intake import read_export
from zpm_audit.intake.gds801 import read_claim
from zpm_audit.register import Register

pytestmark = pytest.mark.whole

KEPT = [
    "prestatie_id",
    "patient_id",
    "zorgtraject_id",
    "datum",
    "starttijd",
    "consulttype",
    "prestatiecode",
    "bedrag_eur",
]


@pytest.mark.parametrize(("prefix", "one_line"), [("", False), ("gds", True)])
def test_prestaties_come_back(register: Register, work: Path, prefix: str, one_line: bool) -> None:
    receiver = next(iter(receivers(register)))
    path = work / "declaratie.xml"
    write(message_for(register, receiver), path, prefix=prefix, one_line=one_line)
    back = read_export(path, work=work)
    found = back.scan("prestaties").select(KEPT).collect().sort("prestatie_id")
    assert found.height == receivers(register)[receiver] > 500
    original = register.scan("prestaties").select(KEPT).collect().sort("prestatie_id")
    same = original.join(found.select("prestatie_id"), on="prestatie_id", how="semi")
    consult = pl.col("prestatiecode").str.starts_with("CO")
    assert found.filter(consult).equals(same.filter(consult))
    assert found.drop("consulttype").equals(same.drop("consulttype"))
    claim = read_claim(path, work).collect()
    assert claim["bedrag_eur"].sum() == found["bedrag_eur"].sum()


def test_trajects_come_back(register: Register, whole: Message, work: Path) -> None:
    path = work / "declaratie.xml"
    write(whole, path)
    kept = ["zorgtraject_id", "patient_id", "startdatum", "financiering", "diagnose_hoofdgroep", "zorgvraagtype"]
    back = read_export(path, work=work)
    assert back.tables["zorgtrajecten"].rows_aside == 0
    found = back.scan("zorgtrajecten").select(kept).collect().sort("zorgtraject_id")
    private = {
        row[0] for row in back.scan("patienten").filter("privacyverklaring").select("patient_id").collect().rows()
    }
    original = register.scan("zorgtrajecten").select(kept).collect().sort("zorgtraject_id")
    original = original.join(found.select("zorgtraject_id"), on="zorgtraject_id", how="semi")
    told = ~pl.col("patient_id").is_in(list(private))
    assert found.filter(told).equals(original.filter(told))
    assert found.filter(~told)["diagnose_hoofdgroep"].null_count() == found.filter(~told).height


def test_a_message_is_audited_without_a_bsn_in_the_output(message: Message, work: Path) -> None:
    path = work / "declaratie.xml"
    message.insured[0].fields |= {"PatientIdentificatienummer": None}
    bsn = str(message.insured[0].fields["BSN"])
    message.insured[0].debet[0]["Aantal"] = "2"
    message.insured[0].debet[1]["Begindatum"] = "ooit"
    write(message, path)
    lines = sum(len(insured.debet) for insured in message.insured)
    outcome = run_audit(
        Options(export=path, out=work / "uit", peildatum=date(2099, 12, 31), gx="uit", traceable=True, workbook_rows=10)
    )
    result = json.loads((work / "uit" / "resultaat.json").read_text())
    checks = {check["id"]: check for check in result["checks"]}
    assert checks["ZPM-GD-15"]["afwijking"] == 1
    assert checks["ZPM-PR-01"]["status"] == "niet_uitgevoerd"
    told = result["run"]["tabellen"]["prestaties"]
    assert (told["rijen_in"], told["rijen"], told["rijen_opzij"]) == (lines, lines - 1, 1)
    # One line of so few cannot be read: that is more than a twentieth.
    reasons = {(reason["soort"], reason["tabel"]) for reason in result["run"]["vertrouwen"]["cijfers"]}
    assert ("opzij", "prestaties") in reasons
    assert {kind for kind, _ in reasons} == {"opzij"}
    assert outcome.exit_code() == 5
    for file in ("bevindingen.csv", "resultaat.json", "rapport.html", "quarantaine/prestaties.csv", "manifest.json"):
        assert bsn not in (work / "uit" / file).read_text(encoding="utf-8")


def test_an_ordinary_export_is_told_that_the_rules_of_a_message_are_not_about_it(tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    (export / "prestaties.csv").write_text("prestatie_id,patient_id,datum,prestatiegroep\nP,A,2024-03-01,consult\n")
    (export / "zorgtrajecten.csv").write_text("zorgtraject_id,patient_id,startdatum\nT,A,2024-01-01\n")
    outcome = run_audit(Options(export=export, out=tmp_path / "uit", peildatum=date(2024, 12, 31), gx="uit"))
    assert not [c for c in outcome.report.checks if c.id.startswith("ZPM-GD-")]
    assert sum("45 regels van het declaratiebericht" in note for note in outcome.report.notities) == 1
    chosen = Options(
        export=export, out=tmp_path / "uit2", peildatum=date(2024, 12, 31), gx="uit", select=("ZPM-GD-01",)
    )
    assert [c.status.value for c in run_audit(chosen).report.checks] == ["niet_uitgevoerd"]
