"""Limits in sentences: how each is written, what cannot be, and sentences that say a limit themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.good import CHECK, spoil, write
from tests.catalogue.test_refusals import line_of
from zpm_audit.base.language import Text
from zpm_audit.catalogue.loader import CatalogueError, as_written, load_catalogue
from zpm_audit.checks.limits.forms import FORMS, Value
from zpm_audit.checks.limits.repeated import repeated_limits

#: The same check with one value for its limit.
ONE = CHECK.replace(CHECK[CHECK.index("      - {tot: 2023") : CHECK.index("      - {vanaf")], "").replace(
    "{vanaf: 2024-01-01, waarde: 75,", "{waarde: 75,"
)
TITLE = "titel: {nl: Consult binnen de grens, en: Consult within the limit}"


def titled(tmp_path: Path, nl: str, en: str = "x", check: str = ONE) -> Text:
    """Return the title of a check as it is read after loading."""
    folder = write(tmp_path / "checks", spoil(check, TITLE, f"titel: {{nl: '{nl}', en: '{en}'}}"))
    return load_catalogue(folder.path).checks["ZPM-XX-01"].titel.text


FORM_ROWS: list[tuple[str, Value, str, str | None, str]] = [
    ("", 42, "dagen", "42", "42"),
    ("", 0.25, "deel", "0,25", "0.25"),
    ("", date(2022, 1, 1), "datum", "1 januari 2022", "1 January 2022"),
    ("jaar", date(2022, 1, 1), "datum", "2022", "2022"),
    ("jaar", 2022, "dagen", None, ""),
    ("woord", 4, "consulten", "vier", "four"),
    ("woord", 30, "dagen", "dertig", "thirty"),
    ("woord", 42, "dagen", "42", "42"),
    ("woord", 0.5, "deel", None, ""),
    ("duur", 42, "dagen", "zes weken", "six weeks"),
    ("duur", 7, "dagen", "een week", "a week"),
    ("duur", 30, "dagen", "30 dagen", "30 days"),
    ("duur", 91, "dagen", "91 dagen", "91 days"),
    ("duur", 365, "dagen", "een jaar", "a year"),
    ("duur", 730, "dagen", "twee jaar", "two years"),
    ("duur", 1, "dagen", "een dag", "a day"),
    ("duur", 0, "dagen", "0 dagen", "0 days"),
    ("duur", 720, "minuten", "twaalf uur", "twelve hours"),
    ("duur", 60, "minuten", "een uur", "an hour"),
    ("duur", 15, "minuten", "een kwartier", "a quarter of an hour"),
    ("duur", 25, "minuten", "25 minuten", "25 minutes"),
    ("duur", 4, "consulten", None, ""),
    ("procent", 0.9, "aandeel", "90", "90"),
    ("procent", 0.125, "aandeel", "12,5", "12.5"),
    ("procentwoord", 0.1, "deel", "tien", "ten"),
    ("breuk", 0.2, "verhouding", "een vijfde", "a fifth"),
    ("breuk", 0.23, "verhouding", "0,23", "0.23"),
    ("tijd", 1200, "minuten na middernacht", "20:00", "20:00"),
    ("tijd", 545, "minuten na middernacht", "09:05", "09:05"),
    ("tijd", 1440, "minuten na middernacht", None, ""),
]


@pytest.mark.parametrize(("form", "value", "unit", "nl", "en"), FORM_ROWS)
def test_how_a_limit_is_written(form: str, value: Value, unit: str, nl: str | None, en: str) -> None:
    assert FORMS[form](value, unit) == (None if nl is None else (nl, en))


@pytest.mark.parametrize(
    ("written", "nl", "en"),
    [
        ("Tot {grens_minuten}", "Tot 75", "Tot 75"),
        ("Na {grens_minuten+1}, voor {grens_minuten-70:woord}", "Na 76, voor vijf", "Na 76, voor five"),
        ("{grens_minuten-60:Duur}", "Een kwartier", "A quarter of an hour"),
        ("Klasse {75} tot {grens_minuten}", "Klasse 75 tot 75", "Klasse 75 tot 75"),
    ],
)
def test_a_sentence_takes_its_limits_from_the_check(written: str, nl: str, en: str, tmp_path: Path) -> None:
    assert titled(tmp_path, written, written) == (nl, en)


def test_a_limit_with_dates_says_from_when_the_other_value_holds(tmp_path: Path) -> None:
    said = titled(tmp_path, "Tot {grens_minuten} minuten", "Up to {grens_minuten} minutes", CHECK)
    assert said.nl == "Tot 60 (vanaf 1 januari 2024: 75) minuten"
    assert said.en == "Up to 60 (from 1 January 2024: 75) minutes"


def test_the_same_value_under_another_source_is_said_once(tmp_path: Path) -> None:
    assert titled(tmp_path, "Tot {grens_minuten}", check=spoil(CHECK, "waarde: 60", "waarde: 75")).nl == "Tot 75"


@pytest.mark.parametrize(
    ("written", "words", "hint"),
    [
        ("{grens_minuut}", "'grens_minuut' is geen parameter van deze check", "bedoelde u 'grens_minuten'"),
        ("{setting}", "'setting' is geen parameter van deze check", "kies uit: grens_minuten"),
        ("{grens_minuten:dur}", "onbekende vorm 'dur'", "bedoelde u 'duur'"),
        ("{grens_minuten:jaar}", "past niet bij minuten", "andere vorm"),
        ("{Grens}", "'{Grens}' is geen grens", "schrijf {naam}"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_at_its_place(written: str, words: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        titled(tmp_path, written)
    [problem] = caught.value.problems
    assert problem.line == 2
    assert words in problem.what.nl
    assert hint in problem.text().nl
    assert problem.what.nl != problem.what.en


def test_the_sentence_of_a_finding_keeps_the_value_of_its_own_unit(tmp_path: Path) -> None:
    spoilt = spoil(ONE, "minuten te lang sinds {anders}", "minuten te lang voor klasse {75}, {grens_minuten}, {anders}")
    check = load_catalogue(write(tmp_path / "checks", spoilt).path).checks["ZPM-XX-01"]
    assert check.melding.nl == "Het consult is {teveel} minuten te lang voor klasse 75, {grens_minuten}, {anders}."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Niet langer dan de grens.", "Niet langer dan 75 minuten."),
        ("No longer than the limit.", "No longer than 75."),
        ("minuten te lang sinds {anders}", "minuten boven 75, sinds {anders}"),
    ],
)
def test_a_sentence_that_repeats_a_limit_is_found(old: str, new: str, tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path / "checks", spoil(ONE, old, new)).path)
    [written] = as_written(catalogue, "ZPM-XX-01")
    [problem] = repeated_limits(written)
    assert problem.line == line_of(spoil(ONE, old, new), new)
    assert "'75'" in problem.what.nl
    assert "{grens_minuten}" in problem.text().nl


@pytest.mark.parametrize("text", ["75.5 of 0,75", "175 en 755", "klasse {75}", "{grens_minuten}", "2075-75-75"])
def test_another_number_is_no_repetition(text: str, tmp_path: Path) -> None:
    spoilt = spoil(ONE, "Niet langer dan de grens.", f"'{text}'")
    catalogue = load_catalogue(write(tmp_path / "checks", spoilt).path)
    [written] = as_written(catalogue, "ZPM-XX-01")
    assert repeated_limits(written) == []
