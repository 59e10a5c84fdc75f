"""Code lists and settings in a whole run: command line, mapping, register, manifest and reports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.intake.codelijst.books import nza, nza_rows
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.settings import Given, chosen, parse_choices
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options
from zpm_audit.commands.outcome import Outcome
from zpm_audit.output.verify import FileState, verify
from zpm_audit.reports.parts import TablePart

pytestmark = pytest.mark.whole

PRESTATIES = """\
prestatie_id,patient_id,zorgtraject_id,datum,prestatiegroep,prestatiecode,consulttype,setting,gepland,bedrag_eur
P1,A1,T1,2024-03-04,consult,CO0432,diagnostiek,1,false,159.70
P2,A1,T1,2024-03-11,consult,CO9999,behandeling,1,false,100.00
P3,A1,T1,2024-03-12,consult,CO9999,behandeling,1,false,100.00
P4,A1,T1,2023-03-18,consult,CO0497,behandeling,1,false,128.40
P5,A1,T1,2024-03-18,consult,,behandeling,1,false,128.40
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the checks once: it is the slow part of a small run."""
    return load_catalogue()


@pytest.fixture(autouse=True)
def _own_key_and_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("zpm_audit.commands.inputs.load_catalogue", lambda *_: catalogue)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "prestaties.csv").write_text(PRESTATIES, encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(
        "zorgtraject_id,patient_id,startdatum,financiering\nT1,A1,2023-03-04,zvw\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def tariffs(tmp_path: Path) -> Path:
    return nza(tmp_path / "tarieven 2024.xlsx", *nza_rows(2024), (None, "toelichting", None))


def audit(export: Path, out: Path, **more: object) -> Outcome:
    given = {"peildatum": date(2024, 12, 31), "gx": "uit", "select": ("ZPM-PR-03",), **more}
    return run_audit(Options(export=export, out=out, **given))  # type: ignore[arg-type]


def codelijst(outcome: Outcome) -> TablePart:
    """Return what the report tells of the code list."""
    return next(t for t in outcome.report.tabellen if t.naam == "codelijst")


def state_of(out: Path, file: Path) -> FileState:
    return next(f.state for f in verify(out).files if f.path.endswith(file.name))


def test_the_list_reaches_register_manifest_and_reports(export: Path, tariffs: Path, tmp_path: Path) -> None:
    outcome = audit(export, tmp_path / "uit", codelijst=(tariffs,))
    lines = "\n".join(outcome.lines())
    assert "tarieven 2024.xlsx, blad 'Tarieven 2024' herkend als NZa-tarieventabel" in lines
    assert "Prestaties met een code die niet in de codelijst staat: 2 (1 code; vaakst: CO9999 (2))" in lines
    assert "wel in de codelijst staat maar niet op hun datum: 1 (1 code; vaakst: CO0497 (1))" in lines
    table = codelijst(outcome)
    assert (table.rijen_in, table.rijen, table.rijen_opzij) == (len(nza_rows(2024)) + 1, len(nza_rows(2024)), 1)
    assert "groepsgrootte" in table.ontbrekende_kolommen
    assert not {"max_tarief_eur", "setting", "geldig_van"} & set(table.ontbrekende_kolommen)
    aside = (tmp_path / "uit" / "quarantaine" / "codelijst.csv").read_text(encoding="utf-8")
    assert aside.startswith("bestand,rij,kolom,waarde,reden\n")
    manifest = json.loads((tmp_path / "uit" / "manifest.json").read_text(encoding="utf-8"))
    assert {"naam": "tarieven 2024.xlsx", "soort": "codelijst"}.items() <= manifest["invoer"][-1].items()
    assert manifest["opties"]["codelijst"] == "tarieven 2024.xlsx"
    html = (tmp_path / "uit" / "rapport.html").read_text(encoding="utf-8")
    assert "CO9999 (2)" in html
    result = json.loads((tmp_path / "uit" / "resultaat.json").read_text(encoding="utf-8"))
    assert any("CO9999 (2)" in note for note in result["run"]["notities"])
    assert state_of(tmp_path / "uit", tariffs) is FileState.ONGEWIJZIGD
    nza(tariffs, *nza_rows(2023))
    assert state_of(tmp_path / "uit", tariffs) is FileState.GEWIJZIGD


def test_a_row_with_two_cells_that_cannot_be_read_is_one_row(export: Path, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(
        "prestatiecode,setting,max_tarief_eur,geldig_van\nCO0432,1,159.70,2024-01-01\nCO0497,9,12.345,31-12\n"
        "CO0500,1,12.34,2024-01-01\n",
        encoding="utf-8",
    )
    table = codelijst(audit(export, tmp_path / "uit", codelijst=(path,)))
    assert (table.rijen_in, table.rijen, table.rijen_opzij) == (3, 2, 1)


def test_a_list_of_the_export_itself_is_looked_at_too(export: Path, tmp_path: Path) -> None:
    (export / "codelijst.csv").write_text("prestatiecode\nCO0432\nCO0497\n", encoding="utf-8")
    lines = "\n".join(audit(export, tmp_path / "uit", language="en").lines())
    assert "Prestaties with a code that is not in the code list: 2 (1 code; most often: CO9999 (2))" in lines
    assert "not on their date" not in lines


def test_without_a_list_nothing_is_said(export: Path, tmp_path: Path) -> None:
    outcome = audit(export, tmp_path / "uit")
    assert outcome.report.notities == ()
    assert "codelijst" not in "\n".join(outcome.lines())


def test_two_lists_that_both_claim_to_be_it_are_refused(export: Path, tariffs: Path, tmp_path: Path) -> None:
    own = export / "codelijst.csv"
    own.write_text("prestatiecode,geldig_van\nCO9999,2022-01-01\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="De export heeft zelf een codelijst"):
        audit(export, tmp_path / "uit", codelijst=(tariffs,))
    both = audit(export, tmp_path / "samen", codelijst=(tariffs, own))
    assert codelijst(both).rijen == len(nza_rows(2024)) + 1
    assert "CO9999 (2)" not in "\n".join(both.lines())


def test_the_mapping_names_lists_and_settings(export: Path, tariffs: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "tabellen: {}\ncodelijst: [tarieven 2024.xlsx]\ninstellingen:\n  contract_hoogspecialistisch: ja\n",
        encoding="utf-8",
    )
    outcome = audit(export, tmp_path / "uit", mapping=mapping)
    assert codelijst(outcome).bron == "tarieven 2024.xlsx"
    options = json.loads((tmp_path / "uit" / "manifest.json").read_text(encoding="utf-8"))["opties"]
    assert options["instelling contract_hoogspecialistisch"] == "ja"
    own = parse_choices(["contract_hoogspecialistisch=nee"])
    audit(export, tmp_path / "uit2", mapping=mapping, choices=own)
    options = json.loads((tmp_path / "uit2" / "manifest.json").read_text(encoding="utf-8"))["opties"]
    assert options["instelling contract_hoogspecialistisch"] == "nee"


def test_the_long_form_in_the_mapping(export: Path, tmp_path: Path) -> None:
    nza(tmp_path / "lijst.xlsx", *nza_rows(2024), sheet="Blad1")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text('codelijst:\n  bestanden: lijst.xlsx\n  jaar: 2024\n  vervallen: ["3"]\n', encoding="utf-8")
    outcome = audit(export, tmp_path / "uit", mapping=mapping)
    assert codelijst(outcome).rijen == len(nza_rows(2024))
    options = json.loads((tmp_path / "uit" / "manifest.json").read_text(encoding="utf-8"))["opties"]
    assert (options["codelijst_jaar"], options["codelijst_vervallen"]) == ("2024", "3")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("codelijst: {jaar: dit jaar}", "mapping.yaml:1:13: 'dit jaar' is geen jaar"),
        ("codelijst: {jaar: 0000}", "mapping.yaml:1:13: '0000' is geen jaar van 2022"),
        ("codelijst: {jaar: ²²²²}", "mapping.yaml:1:13: '²²²²' is geen jaar"),
        ("codelijst: {bestand: a.xlsx}", "'codelijst' kent 'bestand' niet (bedoelde u 'bestanden'?"),
        ("codelijst: weg.xlsx", "weg.xlsx is niet te lezen"),
        ("instellingen: {contract_hoogspecialistich: ja}", "mapping.yaml:1: de checks kennen geen instelling"),
        ("instellingen:\n  contract_hoogspecialistisch: misschien", "mapping.yaml:2: 'misschien' kan niet"),
    ],
)
def test_a_wrong_mapping_is_wrong_use_with_its_place(export: Path, tmp_path: Path, text: str, words: str) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        audit(export, tmp_path / "uit", mapping=mapping)
    assert words in caught.value.message("nl")
    assert not (tmp_path / "uit").exists()


class _Setting:
    def __init__(self, standaard: bool | float) -> None:
        self.standaard = standaard


DECLARED = {"contract": _Setting(standaard=False), "aantal": _Setting(3), "aandeel": _Setting(0.5)}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("contract", "true", True), ("contract", "JA", True), ("contract", "nee", False), ("contract", "False", False),
        ("aantal", "12", 12), ("aandeel", "0,25", 0.25), ("aandeel", "1", 1.0),
    ],
)  # fmt: skip
def test_a_choice_gets_the_type_of_its_standard(name: str, text: str, value: object) -> None:
    found = chosen({name: Given(text, "--instelling")}, DECLARED)
    assert found == {"contract": False, "aantal": 3, "aandeel": 0.5, name: value}
    assert type(found[name]) is type(value)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["contract"], "schrijf naam=waarde"),
        (["contract="], "schrijf naam=waarde"),
        (["contract=ja", "contract=nee"], "twee keer"),
        (["contrakt=ja"], "Bedoelt u contract?"),
        (["contract=1"], "verwacht wordt ja of nee"),
        (["aantal=1.5"], "verwacht wordt een geheel getal"),
        (["aandeel=veel"], "verwacht wordt een getal"),
        (["aandeel=nan"], "verwacht wordt een getal"),
        (["aantal=1_0"], "verwacht wordt een geheel getal"),
    ],
)
def test_a_wrong_choice_is_wrong_use(texts: list[str], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(parse_choices(texts), DECLARED)
    assert words in caught.value.message("nl")
