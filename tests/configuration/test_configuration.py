"""``zpm-audit.yaml``: what it may say, and that every mistake in it has a file, a line and a way out."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.base.owners import Owner
from zpm_audit.base.yaml_source import read_source
from zpm_audit.commands.configured import with_configuration
from zpm_audit.commands.options import Options
from zpm_audit.commands.runs.asked import kept_options
from zpm_audit.configuration import FILE_NAME, load_configuration
from zpm_audit.configuration.model import ConfigurationFile
from zpm_audit.configuration.template import ACCEPTANCES, FRAMEWORK, KEYS, configuration_text
from zpm_audit.output.retention import Keep


def written(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        load_configuration(written(folder, text))
    return caught.value.message("nl")


MISTAKES = [
    ("taal: nl\nexprt: x\n", 2, "onbekende sleutel 'exprt'", "bedoelde u 'export'?"),
    ("export: exprt\n", 1, "exprt bestaat niet", "bedoelde u 'export'?"),
    ("\nmapping: export\n", 2, "is geen bestand", "export"),
    ("extra_checks: [export, nergens]\n", 1, "nergens bestaat niet", "map van dit bestand"),
    ("codelijst: {bestanden: [lijst.xlsx], jaar: 2024}\n", 1, "lijst.xlsx bestaat niet", ""),
    ("acceptaties:\n  bestand: a.yaml\n  vier_ogen: misschien\n", 3, "'misschien' is geen ja of nee", "ja of nee"),
    ("export: ${ZPM_BESTAAT_NIET}\n", 1, "omgevingsvariabele ZPM_BESTAAT_NIET is niet gezet", "Zet haar"),
    ("export: postgresql://u:${ZPM_BESTAAT_NIET}@h/d\n", 1, "ZPM_BESTAAT_NIET is niet gezet", "Zet haar"),
    ("periode: 2024-13\n", 1, "'2024-13' is geen periode", "2024-K2"),
    ("fail_on: soms\n", 1, "'soms' kan hier niet", "fout, signaal"),
    ("taal: [nl]\n", 1, "kan hier niet", "nl, en"),
    ("bewaren: lang\n", 1, "'lang' kan hier niet", "geheel getal"),
    ("bewaren: {dagen: 0}\n", 1, "'0' kan hier niet", "geheel getal van 1"),
    ("grenzen: {opzij: 150%}\n", 1, "'150%' is geen deel", "1% of 0.01"),
    ("grenzen: {opzy: 5%}\n", 1, "onbekende sleutel 'opzy'", "bedoelde u 'opzij'?"),
    ("tolerantie: {geheel: {eur: veel}}\n", 1, "'veel' is geen bedrag", "25000"),
    ("tolerantie: {geheel: {eur: 1e999}}\n", 1, "'1e999' is geen bedrag van 0 tot een biljoen euro", "25000"),
    ("tolerantie: {checks: {PR: {eur: 1}}}\n", 1, "'PR' heeft niet de goede vorm", "ZPM-RB-01"),
    ("melden: {server: s, van: a@b, aan: c@d, wachtwoord: geheim}\n", 1, "wachtwoord staat niet in een", "variabele"),
    ("melden: {server: s, van: a@b}\n", 1, "sleutel 'aan' ontbreekt", "verplicht"),
    ("aanbieder: {agb: 123}\n", 1, "'123' heeft niet de goede vorm", ""),
    ("instellingen: {naam: [1]}\n", 1, "", ""),
    ("- export\n", 1, "regels 'sleutel: waarde'", "export: MAP"),
    ("taal: nl\ntaal: en\n", 2, "twee keer", "regel 1"),
    ("taal: 'nl\n", 2, "geen geldige YAML", "aanhalingstekens"),
]


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str, line: int, what: str, hint: str) -> None:
    (tmp_path / "export").mkdir()
    told = refused(tmp_path, text)
    assert f"{FILE_NAME}:{line}:" in told
    assert what in told
    assert hint in told
    assert "geheim" not in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = refused(tmp_path, "taal: de\nfail_on: soms\nbewaren: 0\n")
    assert [int(n) for n in re.findall(r"yaml:(\d+):", told)] == [1, 2, 3]


def test_what_the_command_line_gives_is_not_looked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "export: nergens\n")
    assert load_configuration(path, {"export"}).file.export == "nergens"


def test_paths_count_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "audit"
    (folder / "export").mkdir(parents=True)
    written(folder, "export: export\nuitvoer: uit\nbewaren: 30\ngrenzen: {opzij: 1%}\naanbieder: {agb: 22220000}\n")
    monkeypatch.chdir(tmp_path)
    found = with_configuration(Options(None), folder, language_given=False, fail_on_given=False)
    assert found.export == folder / "export"
    assert found.outputs == folder / "uit"
    assert found.keep == Keep(30)
    assert found.grenzen.opzij == Decimal("0.01")
    assert found.grenzen.daling == Decimal("0.2")
    assert found.sign_off.agb == "22220000"


def test_the_command_line_goes_first(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    path = written(
        tmp_path,
        "export: export\ntaal: en\nfail_on: signaal\nperiode: 2024\nwerklijsten: team\noscal: ja\n"
        "instellingen: {a: ja, b: 2}\n",
    )
    plain = with_configuration(Options(None), path, language_given=False, fail_on_given=False)
    assert (plain.language, plain.fail_on, plain.worklists) == ("en", "signaal", ("team",))
    assert plain.oscal is True
    assert plain.all()["oscal"] == "ja"
    assert plain.period is not None
    assert plain.period.written == "2024"
    assert {name: one.text for name, one in plain.choices.items()} == {"a": "ja", "b": "2"}
    asked = Options(tmp_path / "ander", language="nl", fail_on="fout", worklists=("uzovi",))
    found = with_configuration(asked, path, language_given=True, fail_on_given=True)
    assert (found.export, found.language, found.fail_on) == (tmp_path / "ander", "nl", "fout")
    assert found.worklists == ("uzovi",)


def test_an_address_keeps_its_variable_until_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZPM_PROEF", "p@ss")
    path = written(tmp_path, "export: postgresql://u:${ZPM_PROEF}@h/d\n")
    assert load_configuration(path).file.export == "postgresql://u:${ZPM_PROEF}@h/d"


def test_the_mail_is_for_a_run_and_for_nothing_that_is_kept_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZPM_MAIL", "geheim")
    mail = "{server: s, van: a@b, aan: c@d, gebruiker: x, wachtwoord: '${ZPM_MAIL}'}"
    path = written(tmp_path, f"export: .\nmelden: {mail}\n")
    found = with_configuration(Options(None), path, language_given=False, fail_on_given=False)
    assert found.mail is not None
    assert (found.mail.wachtwoord, found.mail.poort, found.notes) == ("geheim", 587, ())
    assert "geheim" not in json.dumps([found.all(), kept_options(found)])


@pytest.mark.parametrize("more", ["gebruiker: x", "wachtwoord: '${ZPM_MAIL}'"])
def test_an_account_without_a_password_or_the_other_way_round_is_refused(
    tmp_path: Path, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZPM_MAIL", "geheim")
    path = written(tmp_path, f"melden: {{server: s, van: a@b, aan: c@d, {more}}}\n")
    with pytest.raises(UsageError, match=r":1:41: .*geef beide, of geen van beide"):
        load_configuration(path)


def test_the_first_file_explains_every_key_and_every_example_is_valid(tmp_path: Path) -> None:
    assert [key for key, *_ in KEYS] == list(ConfigurationFile.model_fields)
    for key, _, _, example in KEYS:
        source = read_source(written(tmp_path, example + "\n"))
        assert not source.problems
        ConfigurationFile.model_validate(source.data)
        assert list(source.data) == [key]
    text = configuration_text({"acceptaties": 'a: "b".yaml'})
    assert read_source(written(tmp_path, text)).data == {"acceptaties": 'a: "b".yaml'}
    for key, *_ in KEYS:
        assert re.search(rf"^(# )?{key}: ", text, re.MULTILINE)


def test_the_empty_files_are_empty(tmp_path: Path) -> None:
    assert read_source(written(tmp_path, ACCEPTANCES)).data == []
    assert set(read_source(written(tmp_path, FRAMEWORK)).data) == {"doelstellingen", "risicos", "beheersmaatregelen"}


def test_an_owner_of_a_check_goes_before_that_of_its_theme(tmp_path: Path) -> None:
    themes = "export: .\neigenaren:\n  themas:\n    consult: {eigenaar: Planning, dagen: 14}\n"
    path = written(tmp_path, f"{themes}  checks:\n    ZPM-CO-01: Anna\n    ZPM-CO-02: {{dagen: 3}}\n")
    owners = load_configuration(path).owners()
    assert owners.of("ZPM-CO-01", "consult") == Owner("Anna", 14)
    assert owners.of("ZPM-CO-02", "consult") == Owner("Planning", 3)
    assert owners.of("ZPM-CO-03", "consult") == Owner("Planning", 14)
    assert owners.of("ZPM-VB-01", "verblijf") == Owner()
    assert owners.places["checks/ZPM-CO-02"] == f"{path}:7"


@pytest.mark.parametrize("wrong", ["{themas: {consult: {dagen: 0}}}", "{checks: {co-1: Anna}}", "{mensen: {a: b}}"])
def test_owners_are_checked(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match=r"zpm-audit\.yaml:2"):
        load_configuration(written(tmp_path, f"export: .\neigenaren: {wrong}\n"))
