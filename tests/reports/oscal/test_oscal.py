"""OSCAL assessment results: of the form of the standard, the same every time, never better than what was found."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import validator_for

from tests.reports.excel.sample import build, check
from zpm_audit.base.period import parse_period
from zpm_audit.checks.verdict import Status
from zpm_audit.configuration.framework import Framework
from zpm_audit.configuration.framework.model import FrameworkFile
from zpm_audit.engine.outcome import Counts
from zpm_audit.findings.acceptances.model import Acceptance
from zpm_audit.findings.acceptances.outcome import Accepted, Applied
from zpm_audit.reconciliation.vertrouwen import Vertrouwen
from zpm_audit.reports.figures.framework import Framed
from zpm_audit.reports.model import Report
from zpm_audit.reports.oscal.document import VERSION, assessment_results, write_oscal
from zpm_audit.reports.parts import TableAside

FRAMEWORK = {
    "doelstellingen": [{"id": "D1", "naam": "Juist declareren"}],
    "risicos": [
        {"id": "R 1", "naam": "Te hoog declareren", "doelstelling": "D1", "kans": 3, "impact": 5},
        {"id": "R2", "naam": "Niemand doet iets", "kans": 1, "impact": 1},
    ],
    "beheersmaatregelen": [
        {"id": "M1", "naam": "Audit", "eigenaar": "AO/IC", "frequentie": "dagelijks", "soort": "detectief",
         "risicos": ["R 1"], "checks": ["ZPM-PR-01"]},
    ],
}  # fmt: skip


def acceptance(name: str, **more: object) -> Acceptance:
    given = {"id": name, "check": "ZPM-PR-01", "onderwerp_id": "CLIENT7001", "reden": "Van patient CLIENT7001",
             "door": "J. Jansen", "op": date(2024, 6, 1), "tot": date(2025, 6, 1)}  # fmt: skip
    return Acceptance.model_validate(given | more)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("oscal"))


@pytest.fixture(scope="module")
def report(plain: Report) -> Report:
    """Return a report with everything that there is a place for."""
    applied = (
        Applied(acceptance("A 1", tweede="P. Pieters"), "gebruikt", 3, 2, 1_250),
        Applied(acceptance("A2", tot=date(2024, 7, 1)), "verlopen", 1, 0, None, 1),
        Applied(acceptance("A3"), "ongebruikt", 0, 0, None),
    )
    return replace(
        plain,
        aanbieder="GGZ Voorbeeld",
        agb="22220000",
        uitgevoerd_door="J. Jansen",
        beoordeeld_door="P. Pieters",
        periode=parse_period("2024"),
        raamwerk=Framed(Framework(file=FrameworkFile.model_validate(FRAMEWORK))),
        acceptaties=Accepted(Path("acceptaties.yaml"), applied),
    )


SCHEMA = Path(__file__).parents[2] / "data" / "oscal" / "oscal_assessment-results_schema.json"


@functools.cache
def _schema() -> Any:
    return validator_for(json.loads(SCHEMA.read_bytes()), validate_formats=True)


def refused(content: dict[str, Any]) -> list[str]:
    """Return what the schema of NIST finds wrong."""
    return [f"{error.instance_path}: {error.message}" for error in _schema().iter_errors(content)]


def test_the_schema_is_that_of_nist_for_the_version_that_is_written() -> None:
    told = (SCHEMA.parent / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(SCHEMA.read_bytes()).hexdigest() in told
    assert f"/oscal/{VERSION}/" in json.loads(SCHEMA.read_bytes())["$id"]


def written(report: Report, folder: Path) -> dict[str, Any]:
    write_oscal(report, folder / "oscal.json")
    content: dict[str, Any] = json.loads((folder / "oscal.json").read_text(encoding="utf-8"))
    return content


def test_the_file_has_the_form_of_the_standard(report: Report, plain: Report, tmp_path: Path) -> None:
    for one in (report, plain, replace(report, taal="en")):
        assert refused(written(one, tmp_path)) == []
    assert written(report, tmp_path)["assessment-results"]["metadata"]["oscal-version"] == VERSION


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["metadata"].pop("oscal-version"),
        lambda d: d["results"][0].update(observations=[]),
        lambda d: d["results"][0]["findings"][0]["target"]["status"].update(state="unknown"),
        lambda d: d["results"][0]["findings"][0].update(uuid="1"),
        lambda d: d["results"][0]["findings"][0].update(title="two\nlines"),
        lambda d: d["results"][0].update(start="2024-12-31"),
        lambda d: d["metadata"].update(last_modified=d["metadata"].pop("last-modified")),
        lambda d: d.update(remark="x"),
        lambda d: d.update(back_matter=d.pop("back-matter")),
    ],
)
def test_what_has_not_that_form_is_refused(report: Report, spoil: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(json.dumps({"assessment-results": assessment_results(report)}))
    spoil(content["assessment-results"])
    assert refused(content)


def test_the_same_work_gives_the_same_bytes_and_other_work_other_identifiers(report: Report, tmp_path: Path) -> None:
    written(report, tmp_path)
    first = (tmp_path / "oscal.json").read_bytes()
    written(replace(report), tmp_path)
    assert (tmp_path / "oscal.json").read_bytes() == first
    own = [line for line in first.decode().splitlines() if '"uuid"' in line]
    assert len(own) == len(set(own))
    written(replace(report, kenmerk="ffff-ffff-ffff"), tmp_path)
    assert not set(own) & set((tmp_path / "oscal.json").read_text(encoding="utf-8").splitlines())


def test_every_reference_is_to_something_that_is_there(report: Report) -> None:
    content = assessment_results(report)
    there: set[str] = set()
    asked: set[str] = set()

    def walk(part: object) -> None:
        if isinstance(part, list):
            for one in part:
                walk(one)
        if isinstance(part, dict):
            for name, one in part.items():
                if name in {"uuid", "id"}:
                    there.add(str(one))
                elif name.endswith("-uuid") or name in {"role-id", "target-id", "objective-id"}:
                    asked.add(str(one))
                elif name == "party-uuids":
                    asked.update(one)
                elif name == "href" and str(one).startswith("#"):
                    asked.add(str(one)[1:])
                walk(one)

    walk(content)
    assert len(asked) > 20
    assert asked <= there


def state_of(report: Report, one: Any) -> tuple[str, str, str]:
    target = assessment_results(replace(report, checks=(one,)))["results"][0]["findings"][0]["target"]
    assert target["target-id"] == "ZPM-PR-01_obj"
    return target["status"]["state"], target["status"]["reason"], target["status"].get("remarks", "")


def test_nothing_unknown_is_satisfied(plain: Report) -> None:
    good = check("ZPM-PR-01", Status.AKKOORD, Counts(5, 4, 0, 0, 0, 1))
    assert state_of(plain, good) == ("satisfied", "pass", "Nog lopend op de peildatum: 1.")
    for other, words in (
        (replace(good, counts=Counts(5, 4, 0, 0, 0, 1, 3)), "Buiten beeld: 3;"),
        (replace(good, counts=Counts(1, 0, 0, 0, 0, 1)), "Nog lopend op de peildatum: 1."),
        (replace(good, over_tijd=1), "over hun uiterste datum: 1."),
        (replace(good, opzij=(TableAside("prestaties", 2),)), "Rijen opzij van prestaties: 2;"),
        (replace(good, status=Status.ONBEPAALD, counts=Counts(5, 4, 0, 0, 1, 0)), "Onbepaald: 1;"),
        (replace(good, status=Status.NIET_VAN_TOEPASSING, counts=Counts()), "er was niets te beoordelen"),
        (replace(good, status=Status.NIET_UITGEVOERD, counts=Counts(), reden="Tabel x ontbreekt."), "Tabel x"),
        (replace(good, status=Status.MISLUKT, counts=Counts(), reden="Gestopt."), "Gestopt."),
    ):
        state, reason, remarks = state_of(plain, other)
        assert (state, reason) == ("not-satisfied", "other")
        assert words in remarks
    shaky = replace(plain, vertrouwen=Vertrouwen((object(),)))  # type: ignore[arg-type]
    assert not shaky.vertrouwen.voldoende
    state, reason, remarks = _of_one(shaky, good)
    assert (state, reason, "Op deze export is niet te bouwen." in remarks) == ("not-satisfied", "other", True)
    all_accepted = replace(good, status=Status.AFWIJKINGEN, counts=Counts(5, 3, 2, 2))
    state, reason, remarks = state_of(plain, all_accepted)
    assert (state, reason) == ("not-satisfied", "fail")
    assert remarks == "Geaccepteerd: 2 van 2; het blijven afwijkingen."


def _of_one(report: Report, one: Any) -> tuple[str, str, str]:
    from zpm_audit.reports.oscal.outcome import finding

    status = finding(one, report, [])["target"]["status"]
    return status["state"], status["reason"], status["remarks"]


def ours(part: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in part["props"]}


def test_a_check_is_counted_once_and_points_at_its_rows(report: Report) -> None:
    (result,) = assessment_results(report)["results"]
    observed = {one["title"].split(":")[0]: one for one in result["observations"]}
    assert list(observed) == [c.id for c in report.checks]
    first = observed["ZPM-PR-01"]
    counts = report.checks[0].counts
    assert ours(first) | {"population": "1000", "deviation": str(counts.afwijking), "accepted": "2",
                          "undetermined": "2", "running": "1", "impact-eur": "12345.67"} == ours(first)  # fmt: skip
    assert [one["href"] for one in first["relevant-evidence"]] == ["bevindingen.csv", "onbepaald.csv", "lopend.csv"]
    assert ours(observed["ZPM-RB-04"]) == {"status": "niet_uitgevoerd"}
    assert "Tabel behandelaren ontbreekt." in observed["ZPM-RB-04"]["description"]
    assert "relevant-evidence" not in observed["ZPM-RB-04"]


def test_risks_are_of_the_framework_and_of_acceptances_that_are_about_something(report: Report) -> None:
    (result,) = assessment_results(report)["results"]
    told = {one["title"]: one for one in result["risks"]}
    assert {title: one["status"] for title, one in told.items()} == {
        "R 1: Te hoog declareren": "open",
        "R2: Niemand doet iets": "open",
        "Acceptatie A 1": "deviation-approved",
        "Acceptatie A2": "open",
    }
    risk = told["R 1: Te hoog declareren"]
    assert [f["value"] for f in risk["characterizations"][0]["facets"]] == ["3", "5", "15"]
    assert ours(risk["mitigating-factors"][0])["operation"] == "niet_aangetoond"
    assert "mitigating-factors" not in told["R2: Niemand doet iets"]
    assert told["Acceptatie A 1"]["deadline"] == "2025-06-01T00:00:00Z"
    named = {r["risk-uuid"] for r in result["findings"][0]["related-risks"]}
    assert named == {told[title]["uuid"] for title in ("R 1: Te hoog declareren", "Acceptatie A 1", "Acceptatie A2")}
    assert all("related-risks" not in one for one in result["findings"][1:])


def test_nobody_is_in_it(report: Report) -> None:
    text = json.dumps(assessment_results(report))
    assert "CLIENT7001" not in text
    assert "P0000001" not in text


def test_without_a_framework_and_acceptances_there_are_no_risks(plain: Report) -> None:
    content = assessment_results(plain)
    assert "risks" not in content["results"][0]
    assert "parties" not in content["metadata"]
