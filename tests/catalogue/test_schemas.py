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
from zpm_audit.commands.schemas import SCHEMAS, schema_text
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


CONFIGURATION = """\
export: ../export
codelijst: {bestanden: [lijst.xlsx], jaar: 2024}
declaratie: bericht.xml
instellingen: {contract_hoogspecialistisch: ja}
periode: 2024
acceptaties: acceptaties.yaml
tolerantie: {geheel: {rijen: 1%, eur: 25000}, checks: {ZPM-PR-01: {rijen: 0.02}}}
grenzen: {opzij: "2,5%"}
taal: nl
fail_on: nieuw
werklijsten: team, thema
melden: {server: localhost, poort: 25, van: Audit <a@b.nl>, aan: c@d.nl, herleidbaar_per_mail: ja}
bewaren: 400
aanbieder: {agb: 22220000}
mapping:
"""
ACCEPTED = """\
- {id: A1, check: ZPM-PR-01, onderwerp_id: P2, reden: bekend, door: J, op: 2024-06-01, tot: 2024-12-31}
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "bestand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_configuration_in_every_form_that_the_model_reads_fits(tmp_path: Path) -> None:
    from zpm_audit.configuration.load import load_configuration

    path = _written(tmp_path, CONFIGURATION)
    files = ("export", "codelijst", "declaratie", "acceptaties")
    assert load_configuration(path, files).file.melden is not None
    assert _mistakes("zpm-audit.schema.json", path) == []


def test_the_first_configuration_and_every_example_in_it_fit(tmp_path: Path) -> None:
    from zpm_audit.configuration.template import KEYS, configuration_text

    assert _mistakes("zpm-audit.schema.json", _written(tmp_path, configuration_text({"export": "../e"}))) == []
    whole = "\n".join(example for _, _, _, example in KEYS)
    assert _mistakes("zpm-audit.schema.json", _written(tmp_path, whole)) == []


@pytest.mark.parametrize(
    "line",
    [
        "exprot: ../export",
        "taal: de",
        "grenzen: {opzij: veel}",
        "grenzen: {opzij: 2}",
        "melden: {server: localhost, van: a@b.nl}",
        "melden: {server: localhost, van: iemand, aan: c@d.nl}",
        "melden: {server: localhost, poort: 0, van: a@b.nl, aan: c@d.nl}",
        "bewaren: {dagen: 0}",
        "tolerantie: {checks: {pr01: {rijen: 1%}}}",
    ],
)
def test_what_the_configuration_refuses_does_not_fit(tmp_path: Path, line: str) -> None:
    from zpm_audit.base.errors import UsageError
    from zpm_audit.configuration.load import load_configuration

    path = _written(tmp_path, line + "\n")
    with pytest.raises(UsageError):
        load_configuration(path, ("export",))
    assert _mistakes("zpm-audit.schema.json", path)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"onderwerp_id: P2": "waar: \"team = 'Noord'\""}, True),
        ({"onderwerp_id: P2": "onderwerp_id: P2, bevinding_id: b"}, False),
        ({"onderwerp_id: P2, ": ""}, False),
        ({"check: ZPM-PR-01": "check: pr01"}, False),
        ({"door: J, ": ""}, False),
        ({"tot: 2024-12-31": "tot: 2024-12-31, einde: nooit"}, False),
    ],
)
def test_acceptances_fit_as_the_model_reads_them(tmp_path: Path, change: dict[str, str], fits: bool) -> None:
    from zpm_audit.base.errors import UsageError
    from zpm_audit.findings.acceptances.load import load_acceptances

    text = ACCEPTED
    for old, new in change.items():
        text = text.replace(old, new)
    path = _written(tmp_path, text)
    try:
        read = bool(load_acceptances(path, ["ZPM-PR-01"]))
    except UsageError:
        read = False
    assert read is fits
    assert (not _mistakes("acceptaties.schema.json", path)) is fits


def test_the_empty_acceptances_of_a_new_folder_fit(tmp_path: Path) -> None:
    from zpm_audit.configuration.template import ACCEPTANCES

    assert _mistakes("acceptaties.schema.json", _written(tmp_path, ACCEPTANCES)) == []
