"""The schemas for an editor: fresh, true to every shipped file, and sharp enough for what goes wrong most."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.catalogue.good import CHECK, spoil
from zpm_audit.base.resources import catalogue_dir, schema_dir
from zpm_audit.base.yaml_source import read_source
from zpm_audit.catalogue.loader import check_files
from zpm_audit.catalogue.schemas.files import SCHEMAS, schema_text
from zpm_audit.intake.mapping.load import load_mapping

MAPPING = """\
standaard: {decimaal: ",", waar: [J], onwaar: N}
tabellen:
  prestaties:
    bestand: registraties.csv
    kopregel: 4
    kolommen:
      prestatie_id: Nr
      datum: {datum_van: begin}
      patient_id: {aanvullen: {kolom: client, lengte: 8}}
      declarabel: {vast: ja}
    waarden:
      prestatiegroep: {CO: consult, 01: overig}
    waar: {status: {niet: concept}}
    meenemen: [Afdeling]
  zorgtrajecten:
"""
OWN = """\
gedeeld:
  termijn_regiebehandelaar:
    bron: Besluit
    besloten_door: A. de Vries
    op: 2026-02-01
    waarden: [{vanaf: 2026-01-01, waarde: 30}]
"""


def _plain(value: Any) -> Any:
    """Return a file as an editor reads it: a date is a text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    """Return what judges by a schema that is one itself: to find that out takes longer than to judge by it."""
    schema = json.loads((schema_dir() / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _mistakes(name: str, path: Path) -> list[str]:
    source = read_source(path)
    assert not source.problems
    return [e.message for e in _validator(name).iter_errors(_plain(source.data))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_fresh(name: str) -> None:
    told = (schema_dir() / name).read_text(encoding="utf-8")
    assert told == schema_text(name), f"{name} is verouderd; draai: zpm-audit checks schema"


def test_every_shipped_check_fits() -> None:
    wrong = {
        path.name: found for path in check_files(catalogue_dir()) if (found := _mistakes("check.schema.json", path))
    }
    assert wrong == {}


def test_a_mapping_fits(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    load_mapping(path)
    assert _mistakes("mapping.schema.json", path) == []


def test_limits_of_ones_own_fit(tmp_path: Path) -> None:
    path = tmp_path / "grenzen.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert _mistakes("parameters.schema.json", path) == []


WRONG = [
    ("check.schema.json", CHECK, "ernst: fout", "ernts: fout"),
    ("check.schema.json", CHECK, "ernst: fout", "ernst: ernstig"),
    ("check.schema.json", CHECK, "id: ZPM-XX-01", "id: zpm-xx-1"),
    ("check.schema.json", CHECK, "eis: teveel <= 0 and mag\n", ""),
    ("check.schema.json", CHECK, "tabel: prestaties", "tabel: prestatie"),
    ("check.schema.json", CHECK, "{dagen_na: {datum: datum, dagen: grens_minuten}}", "{dagen_na: {datum: datum}}"),
    ("check.schema.json", CHECK, "{dagen_na: {datum", "{dagen_ná: {datum"),
    ("check.schema.json", CHECK, "    zekerheid: Z\n", ""),
    ("mapping.schema.json", MAPPING, "prestatie_id: Nr", "prestatieid: Nr"),
    ("mapping.schema.json", MAPPING, "  zorgtrajecten:", "  zorgtraject:"),
    ("mapping.schema.json", MAPPING, "bestand:", "bestnad:"),
    ("mapping.schema.json", MAPPING, "datum_van: begin", "datum_uit: begin"),
    ("parameters.schema.json", OWN, "    besloten_door: A. de Vries\n", ""),
    ("parameters.schema.json", OWN, "waarde: 30", "waarde: [30]"),
]


@pytest.mark.parametrize(("name", "text", "old", "new"), WRONG)
def test_what_goes_wrong_most_does_not_fit(name: str, text: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "fout.yaml"
    path.write_text(spoil(text, old, new), encoding="utf-8")
    assert _mistakes(name, path)
