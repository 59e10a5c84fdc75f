"""Each prestatie counts once, amounts are never netted, splits add up, and a period changes no verdict."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from tests.properties.adapter import Output, run, without_reports
from zpm_audit.engine.impact import CENT

pytestmark = pytest.mark.whole
SEED = 1


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], date, Output, Path]:
    folder = tmp_path_factory.mktemp("cijfers")
    tables, peildatum = random_export(SEED)
    export = write_export(tables, folder / "export")
    with without_reports(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")
        return tables, peildatum, run(export, folder / "uit", peildatum), export


Audited = tuple[dict[str, Any], date, Output, Path]


def test_each_prestatie_counts_once(audited: Audited) -> None:
    tables, peildatum, output, _ = audited
    figures = output.resultaat["run"]["prestaties"]
    judged = [r for r in tables["prestaties"] if r["declarabel"] is not False and r["datum"] <= peildatum]
    named = {
        ernst: set(output.afwijkingen.filter(pl.col("ernst") == ernst)["prestatie_id"].drop_nulls())
        for ernst in ("fout", "signaal")
    }
    assert figures["beoordeeld"] == len(judged)
    assert figures["met_fout"] == len(named["fout"]) > 0
    assert figures["met_signaal"] == len(named["signaal"]) > 0
    assert figures["onbepaald"] == len(set(output.onbepaald["prestatie_id"].drop_nulls())) > 0
    undetermined = set(output.onbepaald["prestatie_id"].drop_nulls())
    assert figures["direct_goed"] == len({r["prestatie_id"] for r in judged} - named["fout"] - undetermined) > 0
    cents = [r["bedrag_eur"] for r in judged if r["bedrag_eur"] is not None]
    assert figures["beoordeeld_eur"] == pytest.approx(sum(cents) / (1 if isinstance(cents[0], float) else 100))


def test_too_much_and_too_little_are_never_netted(audited: Audited) -> None:
    figures = audited[2].resultaat["run"]["prestaties"]
    assert figures["te_veel_eur"] > 0 > figures["te_weinig_eur"]
    total = audited[2].resultaat["run"]["impact_eur"]
    assert figures["te_veel_eur"] + figures["te_weinig_eur"] <= total + 0.005


@pytest.mark.parametrize("dimension", ["boekjaar", "financiering", "uzovi", "setting", "team"])
def test_every_split_adds_up_to_the_whole(audited: Audited, dimension: str) -> None:
    told = audited[2].resultaat["run"]
    parts = told["uitsplitsing"][dimension]
    assert len(parts) > 1
    for name, whole in told["prestaties"].items():
        known = [p[name] for p in parts if p[name] is not None]
        assert (sum(known) if known else None) == (pytest.approx(whole) if whole is not None else None), name


def test_the_split_of_a_check_adds_up_to_the_check(audited: Audited) -> None:
    output = audited[2]
    for check in output.resultaat["checks"]:
        for verdict in ("populatie", "voldoet", "afwijking", "onbepaald", "loopt"):
            assert sum(p[verdict] for p in check["splitsing"]) == check[verdict], check["id"]
        known = [p["afwijking_eur"] for p in check["splitsing"] if p["afwijking_eur"] is not None]
        assert (sum(known) if known else None) == (
            pytest.approx(check["impact_eur"]) if check["impact_eur"] is not None else None
        ), check["id"]


def test_findings_tell_year_financing_and_insurer(audited: Audited) -> None:
    tables, _, output, _ = audited
    financing = {r["zorgtraject_id"]: r["financiering"] for r in tables["zorgtrajecten"]}
    insurer = {r["patient_id"]: r["uzovi"] for r in tables["patienten"]}
    rows = output.afwijkingen.to_dicts()
    assert rows
    for row in rows:
        assert row["boekjaar"] == (row["datum"].year if row["datum"] else None)
        if row["onderwerp"] in {"prestatie", "zorgtraject"}:
            assert row["financiering"] == financing.get(row["zorgtraject_id"]), row
        assert row["uzovi"] == insurer.get(row["patient_id"]), row


@pytest.mark.usefixtures("figures_only")
def test_a_period_judges_its_own_units_by_all_rows(audited: Audited, tmp_path: Path) -> None:
    """A verdict is the same with and without a period; a unit without a date stays in."""
    _, peildatum, whole, export = audited
    first, last = date(peildatum.year - 1, 4, 1), peildatum
    part = run(export, tmp_path / "uit", peildatum, "--periode", f"{first}..{last}")
    inside = pl.col("datum").is_null() | pl.col("datum").is_between(first, last)
    for kind, frame in whole.lists().items():
        expected = frame.filter(inside)
        assert expected.height < frame.height or kind == "loopt"
        assert part.lists()[kind].equals(expected), kind
    assert 0 < part.resultaat["run"]["prestaties"]["beoordeeld"] < whole.resultaat["run"]["prestaties"]["beoordeeld"]
    assert part.resultaat["run"]["periode"] == [first.isoformat(), last.isoformat()]
    told, all_told = part.resultaat["run"], whole.resultaat["run"]
    assert told["prestaties_beoordeeld"] == told["prestaties"]["beoordeeld"]
    assert told["prestaties_beoordeeld"] + told["prestaties_buiten_periode"] == all_told["prestaties_beoordeeld"]
    assert all_told["prestaties_buiten_periode"] == 0


def test_the_official_catalogue_differs_in_nothing(audited: Audited) -> None:
    told = audited[2].resultaat["run"]["catalogus"]
    assert told["afwijkend"] == told["extra"] == []
    assert len(told["sha256"]) == 64
    assert json.dumps(told)
    assert CENT not in told
