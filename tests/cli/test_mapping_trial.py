"""``zpm-audit mapping toets``: everything at once, nobody's number shown, and what one more column buys."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import PRESTATIES, ZORGTRAJECTEN
from zpm_audit.base import workplace
from zpm_audit.catalogue.gains import gains, lacking, missing_words
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.scope import Need
from zpm_audit.cli import app
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import missing
from zpm_audit.intake import read_export
from zpm_audit.intake.rows.trial import seen
from zpm_audit.register import TABLES, Register

pytestmark = pytest.mark.whole


def toets(*arguments: object) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["mapping", "toets", *map(str, arguments)])
    return ran.exit_code, ran.output


def as_json(*arguments: object) -> tuple[int, dict[str, Any]]:
    code, text = toets(*arguments, "--json")
    return code, json.loads(text)


def table(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(t for t in found["tabellen"] if t["tabel"] == name)


def column(found: dict[str, Any], of: str, name: str) -> dict[str, Any]:
    return next(c for c in table(found, of)["kolommen"] if c["kolom"] == name)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "prestaties.csv").write_text(PRESTATIES, encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    return folder


def test_a_good_export_reads_well(export: Path) -> None:
    code, text = toets(export)
    assert code == 0, text
    assert text.startswith("De export leest goed. 51 van 93 checks kunnen draaien.")
    assert "zorgtrajecten.diagnose_verzekerd -> 2 checks (ZPM-OD-01, ZPM-OD-02)" in text


def test_english(export: Path) -> None:
    code, text = toets(export, "--taal", "en")
    assert (code, text.startswith("The export reads well. 51 of 93 checks can run.")) == (0, True)
    assert "table behandelaren" in text


def test_cells_are_counted_readable_or_not(export: Path) -> None:
    rows = PRESTATIES.replace("2024-03-11,09:00", "11-03-2024,09:00").replace("P3,A1,T1", "P3,A1,")
    (export / "prestaties.csv").write_text(rows, encoding="utf-8")
    code, found = as_json(export)
    assert code == 5, "one row of three is set aside"
    assert (table(found, "prestaties")["rijen_opzij"], found["vertrouwen"]["oordeel"]) == (1, "onvoldoende")
    datum = column(found, "prestaties", "datum")
    assert (datum["gevuld"], datum["gelezen"]) == (3, 2)
    (wrong,) = datum["onleesbaar"]
    assert (wrong["cellen"], wrong["voorbeelden"]) == (1, ["11-03-2024"])
    assert column(found, "prestaties", "zorgtraject_id")["gevuld"] == 2
    assert column(found, "prestaties", "groepsgrootte")["gevuld"] == 0


def test_all_that_is_wrong_is_said_at_once(export: Path, tmp_path: Path) -> None:
    (export / "prestaties.csv").write_text("Nr;Dag\n1;2024-01-01\n", encoding="utf-8")
    (export / "zorgtrajecten.csv").write_text("zorgtraject_id;Soort\nT1;x\n", encoding="utf-8")
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        'standaard: {scheidingsteken: ";"}\ntabellen:\n  prestaties:\n    kolommen: {prestatie_id: Nr, datum: Dag}\n',
        encoding="utf-8",
    )
    code, found = as_json(export, "--mapping", mapping)
    assert code == 3
    assert "prestatiegroep" in table(found, "prestaties")["problemen"][0]
    assert "startdatum" in table(found, "zorgtrajecten")["problemen"][0]
    assert column(found, "prestaties", "datum")["gelezen"] == 1, "what can be read is read"
    assert "init EXPORT" not in table(found, "prestaties")["problemen"][0]


def test_a_mapping_that_names_columns_that_are_not_there(export: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "tabellen:\n  prestaties:\n    kolommen: {team: Ploeg, setting: Soort}\n  zorgtrajecten: {}\n", encoding="utf-8"
    )
    code, found = as_json(export, "--mapping", mapping)
    said = " ".join(table(found, "prestaties")["problemen"])
    assert code == 2
    assert "Ploeg" in said
    assert "Soort" in said
    assert toets(export, "--mapping", tmp_path / "geen.yaml")[0] == 2


def test_a_damaged_file_takes_no_other_along(export: Path) -> None:
    (export / "behandelaren.parquet").write_bytes(b"PAR1 kapot")
    code, found = as_json(export)
    assert code == 3
    assert table(found, "behandelaren")["problemen"]
    assert table(found, "prestaties")["rijen"] == 3


def test_what_is_made_is_told(export: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "tabellen:\n  prestaties:\n    kolommen: {declarabel: {vast: ja}}\n    waar: {setting: '2'}\n"
        "  zorgtrajecten: {}\n",
        encoding="utf-8",
    )
    code, found = as_json(export, "--mapping", mapping)
    made = column(found, "prestaties", "declarabel")
    assert (code, made["gemaakt_met"], made["gelezen"]) == (0, "vast", 3), found["vertrouwen"]


def test_no_number_of_a_person_is_shown(export: Path) -> None:
    people = "patient_id,geboortedatum,bsn,uzovi\nA1,1980-01-01,999999990,3332\nA1,12-03-1981,123456782,x\n"
    (export / "patienten.csv").write_text(people, encoding="utf-8")
    for text in (toets(export)[1], json.dumps(as_json(export)[1])):
        for private in ("999999990", "123456782", "1981", "1980-01"):
            assert private not in text
        assert "99-99-9999" in text


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("setting", "12", "12"),
        ("setting", "123456782", "999999999"),
        ("datum", "31-12-2024", "31-12-2024"),
        ("patient_id", "Ab-12", "Aa-99"),
        ("bedrag_eur", "1250", "12.50"),
        ("overleg_met", "Jan de B.", "Aaa aa A."),
    ],
)
def test_what_may_tell_who_somebody_is_shows_only_its_form(name: str, value: str, shown: str) -> None:
    assert seen(value, TABLES["prestaties"].by_name[name]) == shown


def test_it_says_of_every_check_what_an_audit_says(export: Path, tmp_path: Path) -> None:
    catalogue, register = load_catalogue(), read_export(export, work=tmp_path / "werk")
    context, lacks = Context(register, catalogue, date(2024, 12, 31)), lacking(catalogue, register)
    for check_id, check in catalogue.checks.items():
        reason = missing(context, check)
        assert (reason is None) is (not lacks[check_id]), check_id
        if reason is not None:
            words = missing_words(lacks[check_id], register)
            assert all(w.nl.removeprefix("tabel ") in reason.nl for w in words if w.nl.startswith("tabel ")), check_id


def test_what_buys_most_comes_first() -> None:
    def needs(*names: str) -> frozenset[Need]:
        return frozenset(Need("opnames", frozenset({name})) for name in names)

    found = gains({"A": needs("ontslag"), "B": needs("ontslag", "opname"), "C": frozenset()}, Register({}))
    (one,) = found
    assert (one.table, one.columns, one.whole) == ("opnames", {"ontslag", "opname"}, True)
    assert (one.alone, one.together) == (["A", "B"], [])


def test_a_form_is_not_taken_for_a_value(export: Path) -> None:
    rows = ZORGTRAJECTEN.replace(",einddatum", ",einddatum,zorgvraagtype").replace(",B1,", ",B1,,14")
    (export / "zorgtrajecten.csv").write_text(rows, encoding="utf-8")
    _, text = toets(export)
    lines = {line.split()[0]: line for line in text.splitlines() if " gevuld " in line}
    assert lines["zorgvraagtype"].endswith("; in de vorm 99")
    assert lines["gepland_op"].endswith("; zoals 2024-02-20T10:00")


def test_a_trial_says_neither_that_checks_ran_nor_that_something_was_written(export: Path) -> None:
    bad = PRESTATIES.replace("2024-03-11,09:00", "11-03-2024,09:00")
    (export / "prestaties.csv").write_text(bad, encoding="utf-8")
    few = "zorgtraject_id,patient_id,startdatum\nT1,A1,2024-03-04\n"
    (export / "zorgtrajecten.csv").write_text(few, encoding="utf-8")
    code, text = toets(export)
    assert code == 5
    assert "De toets zegt bij elke kolom waarom; herstel de mapping of de export." in text
    assert "quarantaine" not in text
    assert "uitgevoerd" not in text


def test_a_mapping_that_reads_nothing_is_pointed_at(export: Path, tmp_path: Path) -> None:
    """Who has a mapping is not told to let one be proposed."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text("standaard: {datumformaat: dd-mm-jjjj}\ntabellen: {prestaties: {}, zorgtrajecten: {}}\n")
    _, text = toets(export, "--mapping", mapping)
    assert f"Pas {mapping} aan." in text
    assert "maakt een eerste voorstel" not in text


def test_what_is_read_stands_in_a_working_folder_that_any_command_clears(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = Path.mkdir

    def mkdir(folder: Path, *arguments: Any, **options: Any) -> None:
        made.append(folder.name)
        real(folder, *arguments, **options)

    work = tmp_path / "werk"
    work.mkdir()
    monkeypatch.setenv("ZPM_AUDIT_WERKMAP", str(work))
    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert toets(export)[0] == 0
    assert any(workplace._NAME.fullmatch(name) for name in made)
    assert list(work.iterdir()) == []
