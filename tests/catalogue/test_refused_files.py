"""Files that are not even a check, folders that are no catalogue, shared definitions and cases that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.good import CASES, CHECK, DEFINITIONS, Folder, spoil, write
from tests.catalogue.test_refusals import both_languages, line_of, refused
from zpm_audit.base.errors import UsageError
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.loader import CatalogueError, load_catalogue
from zpm_audit.catalogue.prove import run_cases

FILES: list[tuple[str, bytes, int, str, str]] = [
    ("tab as indentation", CHECK.replace("  - bron", "\t- bron").encode(), 11, "geen geldige YAML", "tabs"),
    ("quote not closed", CHECK.replace("eenheid: minuten", "eenheid: 'minuten").encode(), 0, "geen geldige YAML",
     "aanhalingstekens"),
    ("not utf-8", CHECK.replace("Te lang.", "Té lang.").encode("cp1252"), 7, "geen UTF-8", "sla het op als UTF-8"),
    ("empty", b"", 1, "het bestand is leeg", "vul het"),
    ("only a comment", b"# later\n", 1, "het bestand is leeg", "vul het"),
    ("a list", b"- id: ZPM-XX-01\n", 1, "bovenaan horen sleutels", "begin met"),
    ("one word", b"check\n", 1, "bovenaan horen sleutels", "begin met"),
    ("two documents", CHECK.encode() + b"---\nid: ZPM-XX-02\n", 59, "geen geldige YAML", "inspringing"),
    ("control characters", b"id: \x00\x01\n", 1, "geen geldige YAML", "onleesbare tekens"),
    ("reference to itself", b"id: &hier [*hier]\n", 1, "een verwijzing (*)", "schrijf de waarde uit"),
    ("merged keys", CHECK.replace("risico: {", "risico: {<<: *x, ").replace("eist: {", "eist: &x {").encode(), 0,
     "geen geldige YAML", "inspringing"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "line", "words", "hint"), [pytest.param(*row[1:], id=row[0]) for row in FILES])
def test_a_file_that_is_no_check_is_refused(data: bytes, line: int, words: str, hint: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "checks", data)
    problems = refused(folder)
    problems.sort(key=lambda p: words not in p.what.nl)
    assert problems[0].file == folder.check
    assert line in {0, problems[0].line}
    assert words in problems[0].what.nl
    assert hint in problems[0].text().nl
    assert len(problems) == 1 or "verwijzing" in words
    both_languages(problems)


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks")
    (folder.path / "proef" / "ZPM-XX-02.yaml").mkdir()
    assert "dit is geen gewoon bestand" in refused(folder)[0].what.nl


def test_the_same_id_in_two_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks")
    other = folder.path / "tweede" / "ZPM-XX-01.yaml"
    other.parent.mkdir()
    other.write_text(CHECK, encoding="utf-8")
    problems = refused(folder)
    double = next(p for p in problems if "bestaat al in" in p.what.nl)
    assert double.file == other
    assert double.line == 1
    assert str(folder.check) in double.what.nl
    both_languages(problems)


def test_what_is_wrong_in_several_files_is_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks", CHECK.replace("ernst: fout", "ernst: error").replace("versie: 1", "versie: 0"))
    second = folder.path / "proef" / "ZPM-XX-02.yaml"
    text = CHECK.replace("ZPM-XX-01", "ZPM-XX-02").replace("eis: teveel", "eis: teveeel")
    second.write_text(text, encoding="utf-8")
    (folder.path / "proef" / "ZPM-XX-03.yaml").write_text("", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder.path)
    assert {p.file.name for p in caught.value.problems} == {"ZPM-XX-01.yaml", "ZPM-XX-02.yaml", "ZPM-XX-03.yaml"}
    assert len([p for p in caught.value.problems if p.file == folder.check]) == 2
    for language in ("nl", "en"):
        message = caught.value.message(language)
        assert all(name in message for name in ("ZPM-XX-01.yaml:3:", "ZPM-XX-02.yaml:", "ZPM-XX-03.yaml:1:1"))
    assert caught.value.exit_code == 2


def test_a_folder_that_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bestaat niet"):
        load_catalogue(tmp_path / "weg")
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageError, match="geen enkele check"):
        load_catalogue(tmp_path / "leeg")


SHARED: list[tuple[str, str, str, str, str]] = [
    ("unknown section", "tellingen:", "telling:", "telling:", "onbekende sleutel 'telling'"),
    ("unknown table", "settingas: {prestaties", "settingas: {prestatie", "settingas:", "onbekende tabel 'prestatie'"),
    ("unknown axis", "settingas: {prestaties: setting}", "settingas: {prestaties: seting}", "settingas:", "'seting'"),
    ("unknown key column", "regiebehandelaar_id}", "regie_id}", "sleutels:", "'regie_id'"),
    ("unknown column", "waarde: geboortedatum", "waarde: geboorte", "geboren:", "'geboorte' in patienten"),
    ("coalesce unexplained", "    leeg: leeg betekent ja\n", "", "prestaties:", "een lege waarde een bekende"),
    ("condition that is none", "toekomst: datum > peildatum", "toekomst: patient_id", "toekomst:", "waar of onwaar"),
    ("condition on the clock", "toekomst: datum > peildatum", "toekomst: datum > now()", "toekomst:",
     "elke dag anders"),
    ("wrong kind", "{van: geboren, tot: datum}", "{van: patient_id, tot: datum}", "leeftijd:", "is geen datum"),
    ("over other rows", "leeftijd: {dagen_tussen: {van: geboren, tot: datum}}",
     "leeftijd: {rang: {per: [patient_id], volgorde: [prestatie_id]}}", "leeftijd:", "kan niet gedeeld worden"),
    ("refers to itself", "{van: geboren, tot: datum}", "{van: leeftijd, tot: datum}", "leeftijd:",
     "verwijst naar zichzelf"),
    ("tables that need each other", "        geboren: {waarde: geboortedatum}\n",
     "        geboren: {waarde: vroeg}\n  patienten:\n    rijen: "
     "{tabel: prestaties, sleutel: {patient_id: patient_id}, velden: {vroeg: {eerste: geboren}}}\n", "geboren:",
     "verwijst naar zichzelf"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "words"), [pytest.param(*row[1:], id=row[0]) for row in SHARED])
def test_shared_definitions_that_are_wrong(old: str, new: str, at: str, words: str, tmp_path: Path) -> None:
    spoilt = spoil(DEFINITIONS, old, new)
    folder = write(tmp_path / "checks", definitions=spoilt)
    found = [p for p in refused(folder) if words in p.what.nl]
    assert found, "\n".join(p.text().nl for p in refused(folder))
    assert found[0].file == folder.definitions
    assert found[0].line == line_of(spoilt, at)
    assert found[0].hint
    both_languages(found)


def test_a_reference_list_with_a_key_that_is_not_unique(tmp_path: Path) -> None:
    check = spoil(
        CHECK,
        "      mag: {bestaat: true}\n",
        "      mag: {bestaat: true}\n  lijst:\n    tabel: ref_beroepen\n    sleutel: {beroep: consulttype}\n"
        "    velden:\n      soort: {waarde: categorie}\n",
    ).replace("waarde: totaal", "waarde: totaal || soort")
    folder = write(tmp_path / "checks", check)
    (folder.path / "referentie").mkdir()
    csv = folder.path / "referentie" / "beroepen.csv"
    csv.write_text("# bron: proef\nberoep,categorie\narts,a\npsycholoog,b\n", encoding="utf-8")
    assert load_catalogue(folder.path).checks
    csv.write_text("# bron: proef\nberoep,categorie\narts,a\narts,b\n", encoding="utf-8")
    assert "unieke sleutel van ref_beroepen" in refused(folder)[0].what.nl


DEVIATIONS = CASES[CASES.index("    verwacht: afwijking") : CASES.index("  - naam: minuten zijn leeg")]
LATER = "    kant: buiten\n    grens_vanaf: 2024-01-01\n"

WRONG_CASES: list[tuple[str, str, str, str, str]] = [
    ("no deviation", DEVIATIONS, DEVIATIONS.replace("afwijking", "voldoet"), "gevallen:",
     "geen geval met 'afwijking'"),
    ("nothing running", "verwacht: loopt", "verwacht: voldoet", "gevallen:", "geen geval met 'loopt'"),
    ("nothing undetermined", "verwacht: onbepaald", "verwacht: voldoet", "gevallen:", "geen geval met 'onbepaald'"),
    ("one side of a boundary", LATER, LATER.replace("buiten", "binnen"), "gevallen:",
     "aan de kant 'buiten' van de grens grens_minuten vanaf 2024-01-01"),
    ("a later value that no case lies on", LATER, "    kant: buiten\n", "gevallen:",
     "aan de kant 'buiten' van de grens grens_minuten vanaf 2024-01-01"),
    ("a day from which no value holds", LATER, LATER.replace("2024-01-01", "2024-01-02"), "grens_vanaf: 2024-01-02",
     "grens_minuten heeft geen waarde vanaf 2024-01-02"),
    ("a day without a boundary", "  - naam: minuten zijn leeg\n", "  - naam: minuten zijn leeg\n"
     "    grens_vanaf: 2024-01-01\n", "  - naam: minuten", "grens_vanaf hoort bij grens"),
    ("unknown column", "minuten: 75}", "minuten: 75, gepand: true}", "minuten: 75", "onbekende kolom 'gepand'"),
    ("unknown table", "    prestaties: [{gerealiseerde_minuten: 75}]", "    prestatie: [{gerealiseerde_minuten: 75}]",
     "prestatie:", "onbekende sleutel 'prestatie'"),
    ("unknown table in standaard", "  behandelaren: {behandelaar_id: B", "  behandelaar: {behandelaar_id: B",
     "behandelaar:", "onbekende tabel 'behandelaar'"),
    ("text in a number", "minuten: 75}", "minuten: lang}", "minuten: lang", "'lang' is geen geheel getal"),
    ("number in a text", "patient_id: A,", "patient_id: 7,", "standaard:", "'7' is geen tekst"),
    ("repeated by a word", "{gerealiseerde_minuten: 75}", "{gerealiseerde_minuten: 75, herhaal: veel}", "herhaal",
     "herhaal"),
    ("the same name twice", "een minuut te lang", "precies op de grens", "- naam: precies", "deze naam staat er al"),
    ("another check", "check: ZPM-XX-01", "check: ZPM-XX-02", "check:", "dit hoort ZPM-XX-01 te zijn"),
    ("unknown verdict", "verwacht: loopt", "verwacht: lopend", "verwacht: lopend", "'lopend' kan hier niet"),
    ("unknown boundary", "    grens: grens_minuten\n" + LATER, "    grens: grens_minuut\n" + LATER,
     "grens: grens_minuut", "bedoelde u 'grens_minuten'"),
    ("side without a boundary", "    grens: grens_minuten\n" + LATER, "    kant: buiten\n",
     "- naam: een minuut", "horen bij elkaar"),
    ("no cases", CASES[CASES.index("gevallen:") :], "gevallen: []\n", "gevallen:", "'gevallen' is leeg"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "words"), [pytest.param(*row[1:], id=row[0]) for row in WRONG_CASES])
def test_cases_that_are_wrong(old: str, new: str, at: str, words: str, tmp_path: Path) -> None:
    spoilt = spoil(CASES, old, new)
    folder = write(tmp_path / "checks", cases=spoilt)
    catalogue = load_catalogue(folder.path)
    with pytest.raises(CatalogueError) as caught:
        load_cases(catalogue, "ZPM-XX-01")
    found = [p for p in caught.value.problems if words in p.text().nl]
    assert found, "\n".join(p.text().nl for p in caught.value.problems)
    assert found[0].file == folder.cases
    assert line_of(spoilt, at) <= found[0].line <= spoilt.count("\n")
    both_languages(found)


def test_cases_are_judged_by_the_audit_itself(tmp_path: Path) -> None:
    good = write(tmp_path / "good")
    assert all(not outcome.errors for outcome in run_cases(load_catalogue(good.path), "ZPM-XX-01"))
    wrong = write(
        tmp_path / "wrong",
        cases=CASES.replace("minuten: 75}", "minuten: 70}").replace("minuten: 76, b", "minuten: 75, b"),
    )
    errors = [e.nl for outcome in run_cases(load_catalogue(wrong.path), "ZPM-XX-01") for e in outcome.errors]
    assert any("verwacht afwijking, kreeg voldoet" in e for e in errors)
    assert any("impact" in e for e in errors)


def test_a_case_on_a_dated_value_lies_in_its_period(tmp_path: Path) -> None:
    moved = CASES.replace("{datum: 2023-12-31, gerealiseerde_minuten: 61}", "{gerealiseerde_minuten: 76}")
    wrong = write(tmp_path / "checks", cases=moved)
    [(name, errors)] = [(o.name, o.errors) for o in run_cases(load_catalogue(wrong.path), "ZPM-XX-01") if o.errors]
    assert name == "in 2023 te lang"
    assert [e.nl for e in errors] == [
        "grens_minuten: geen eenheid van dit geval heeft datum in de periode .. t/m 2023-12-31"
    ]


def test_without_cases_there_is_no_silence(tmp_path: Path) -> None:
    folder: Folder = write(tmp_path / "checks")
    folder.cases.unlink()
    with pytest.raises(CatalogueError, match="dit bestand bestaat niet"):
        load_cases(load_catalogue(folder.path), "ZPM-XX-01")
