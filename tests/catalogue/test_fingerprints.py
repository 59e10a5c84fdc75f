"""A change that can change a verdict is noticed beside the version; any other change is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.catalogue.good import CHECK, DEFINITIONS, GROUP, Folder, spoil, write
from tests.mutation.judge import Workshop
from tests.mutation.mutants import of_check
from zpm_audit.base.errors import UsageError
from zpm_audit.catalogue.decides import fingerprint_of
from zpm_audit.catalogue.explain import lint_lines
from zpm_audit.catalogue.fingerprints import COMMAND, current, fingerprint_warnings, renew_lines
from zpm_audit.catalogue.loader import FINGERPRINTS, Chosen, as_written, load_catalogue
from zpm_audit.checks.model import Catalogue, Check

_FIRST = "waarde: 60, zekerheid: A, bron: Handreiking 2022}\n      - {vanaf: "

DECIDING = [
    ("a limit", "waarde: 75", "waarde: 76"),
    ("the day of a limit", f"2023-12-31, {_FIRST}2024-01-01", f"2024-01-01, {_FIRST}2024-01-02"),
    ("the date that picks the limit", "    op: datum\n    waarden", "    op: peildatum\n    waarden"),
    ("who is judged", "waar: prestatiegroep = 'consult'", "waar: prestatiegroep = 'reistijd'"),
    ("what must be filled", "gevuld: [patient_id]", "gevuld: [zorgtraject_id]"),
    ("the demand", "eis: teveel <= 0", "eis: teveel < 0"),
    ("what is running", "loopt: peildatum <=", "loopt: peildatum <"),
    ("a derived value", "teveel: gerealiseerde_minuten -", "teveel: geplande_minuten -"),
    ("a block", "dagen_na: {datum: datum, dagen", "dagen_na: {datum: verwijsdag, dagen"),
    ("a condition of a look-up", "waar: beroep <> 'arts'", "waar: beroep = 'arts'"),
    ("the period of a look-up", "tot: geldig_tot, op: datum", "tot: geldig_tot, op: datum, tot_telt_mee: false"),
]
OTHER = [
    ("a title", "Consult binnen de grens", "Consult niet te lang"),
    ("the sentence", "minuten te lang sinds", "minuten te veel sinds"),
    ("a source", "bron: Handreiking 2024", "bron: Handreiking van 2024"),
    ("a certainty", "waarde: 75, zekerheid: A", "waarde: 75, zekerheid: B"),
    ("the value that is shown", "waarde: totaal", "waarde: gerealiseerde_minuten + totaal"),
    ("the amount", "impact: bedrag_eur", "impact: 2 * bedrag_eur"),
    ("the layout of an expression", "eis: teveel <= 0 and mag", "eis: >-\n  teveel   <= 0\n  and mag"),
    ("the explanation of an empty value", "zonder verwijzing telt de datum", "dan de datum"),
]


def loaded(path: Path, check: str = CHECK, definitions: str = DEFINITIONS) -> Catalogue:
    """Return a catalogue of one check without the proof that it is right: only what decides is looked at."""
    return load_catalogue(write(path, check, definitions).path)


def mark(catalogue: Catalogue) -> str:
    return fingerprint_of(catalogue, catalogue.checks["ZPM-XX-01"])


@pytest.mark.parametrize(("old", "new"), [pytest.param(*row[1:], id=row[0]) for row in DECIDING])
def test_what_decides_changes_the_fingerprint(old: str, new: str, tmp_path: Path) -> None:
    spoilt = spoil(CHECK, old, new).replace(
        "tot: 2023-12-31", "tot: 2024-01-01" if "01-02" in new else "tot: 2023-12-31"
    )
    assert mark(loaded(tmp_path / "a")) != mark(loaded(tmp_path / "b", spoilt))


@pytest.mark.parametrize(("old", "new"), [pytest.param(*row[1:], id=row[0]) for row in OTHER])
def test_what_does_not_decide_leaves_the_fingerprint(old: str, new: str, tmp_path: Path) -> None:
    assert mark(loaded(tmp_path / "a")) == mark(loaded(tmp_path / "b", spoil(CHECK, old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minuten is not null", "minuten > 0"),
        ("extract(year from datum)", "extract(month from datum)"),
        ("sum(gerealiseerde_minuten)", "max(gerealiseerde_minuten)"),
        ("minuten - grens_minuten * aantal", "minuten - grens_minuten"),
        ("waarde: 60", "waarde: 61"),
    ],
)
def test_what_decides_about_groups(old: str, new: str, tmp_path: Path) -> None:
    assert mark(loaded(tmp_path / "a", GROUP)) != mark(loaded(tmp_path / "b", spoil(GROUP, old, new)))


def test_a_shared_definition_counts_for_who_uses_it(tmp_path: Path) -> None:
    old, new = "{van: geboren, tot: datum}", "{van: datum, tot: geboren}"
    assert mark(loaded(tmp_path / "a")) == mark(loaded(tmp_path / "b", definitions=spoil(DEFINITIONS, old, new)))
    user = spoil(CHECK, "eis: teveel <= 0", "eis: leeftijd > 10")
    user = user.replace("grens: grens_minuten", "grens: teveel + grens_minuten")
    before = mark(loaded(tmp_path / "c", user))
    assert before != mark(loaded(tmp_path / "d", user, spoil(DEFINITIONS, old, new)))
    assert before != mark(loaded(tmp_path / "e", user, spoil(DEFINITIONS, "datum <= peildatum", "datum < peildatum")))


#: Of every kind something: rows, a group, a running term, blocks, look-ups in several tables, limits, a code list.
WIDE = ["ZPM-RB-01", "ZPM-BH-01", "ZPM-CO-03", "ZPM-KP-01", "ZPM-PR-06", "ZPM-VB-06", "ZPM-VW-04", "ZPM-ZT-06"]


@pytest.fixture(scope="module")
def workshop(catalogue: Catalogue) -> Workshop:
    return Workshop(catalogue)


@pytest.mark.parametrize("check_id", WIDE)
def test_every_mutation_of_a_check_changes_its_fingerprint(workshop: Workshop, check_id: str) -> None:
    catalogue = workshop.catalogue
    before = fingerprint_of(catalogue, catalogue.checks[check_id])
    after = dict(_mutated(workshop, check_id))
    assert len(after) >= 10
    assert [name for name, one in after.items() if one == before] == []


def _mutated(workshop: Workshop, check_id: str) -> Iterator[tuple[tuple[str, str], str]]:
    [written] = as_written(workshop.catalogue, check_id)
    for mutant in of_check(written.data, workshop.reached(check_id)):
        if mutant.place.startswith("impact"):
            continue  # An amount is no verdict.
        try:
            changed = Check.model_validate(mutant.data)
        except ValidationError:
            continue
        yield (mutant.place, mutant.change), fingerprint_of(workshop.catalogue, changed)


def test_a_code_list_counts_for_who_looks_in_it(catalogue: Catalogue, tmp_path: Path) -> None:
    given = catalogue.references["ref_beroepen"]
    other = tmp_path / "beroepen.csv"
    text = given.read_text(encoding="utf-8")
    before, changed = current(catalogue), {**catalogue.references, "ref_beroepen": other}
    other.write_text("# nog een regel uitleg\n" + text, encoding="utf-8")
    assert current(catalogue.model_copy(update={"references": changed})) == before
    other.write_text(text + text.splitlines()[-1].replace(text.splitlines()[-1].split(",")[0], "nieuw") + "\n", "utf-8")
    after = current(catalogue.model_copy(update={"references": changed}))
    moved = {check_id for check_id, one in after.items() if one != before[check_id]}
    assert "ZPM-BH-01" in moved
    assert "ZPM-AC-01" not in moved


def test_lint_warns_until_the_version_is_raised_and_the_fingerprints_renewed(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks")
    assert len(lint_lines(Chosen(folder.path), "nl")) == 1, "a folder without fingerprints is left alone"
    renew_lines(folder.path, [], "nl")
    assert len(lint_lines(Chosen(folder.path), "nl")) == 1
    _change(folder, "waarde: 75", "waarde: 76")
    [_, warning] = _lint(folder)
    assert "de oordelen van ZPM-XX-01 kunnen veranderd zijn, en versie is nog 1" in warning
    assert COMMAND in warning
    with pytest.raises(UsageError, match="versie is niet verhoogd"):
        renew_lines(folder.path, [], "nl")
    _change(folder, "versie: 1", "versie: 2")
    [_, warning] = _lint(folder)
    assert "lopen achter bij ZPM-XX-01" in warning
    assert "1 ervan veranderd" in renew_lines(folder.path, [], "nl")[0]
    assert len(_lint(folder)) == 1


def test_a_key_that_checks_had_once_changes_nothing_and_may_go(tmp_path: Path) -> None:
    """An archive and an evidence package keep checks that have it, and judge by them again."""
    was = spoil(CHECK, "datum: datum\n", "datum: datum\npartitie: patient_id\n")
    assert mark(loaded(tmp_path / "was", was)) == mark(loaded(tmp_path / "is"))
    folder = write(tmp_path / "eigen", was)
    assert lint_lines(Chosen(folder.path), "nl")[1:] == [
        "Let op: partitie doet niets meer in ZPM-XX-01. Waarop het werk gesplitst wordt volgt nu uit de check zelf; "
        "haal de regel weg."
    ]


def test_a_change_that_surely_keeps_the_verdicts_can_be_said_so(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks")
    renew_lines(folder.path, [], "nl")
    _change(folder, "eis: teveel <= 0 and mag", "eis: mag and teveel <= 0")
    assert len(list(fingerprint_warnings(load_catalogue(folder.path)))) == 1
    renew_lines(folder.path, ["zpm-xx-01"], "en")
    assert list(fingerprint_warnings(load_catalogue(folder.path))) == []


def test_fingerprints_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks")
    for text in ("ZPM-XX-01: 1\n", "- 1\n", "a: [\n", ""):
        (folder.path / FINGERPRINTS).write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=f"maak het opnieuw: {COMMAND}"):
            list(fingerprint_warnings(load_catalogue(folder.path)))


def _change(folder: Folder, old: str, new: str) -> None:
    folder.check.write_text(spoil(folder.check.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def _lint(folder: Folder) -> list[str]:
    """Return what lint says, leaving the cases out of it."""
    catalogue = load_catalogue(folder.path)
    return ["", *(text.nl for text in fingerprint_warnings(catalogue))]


def test_the_fingerprints_beside_the_checks_are_fresh(catalogue: Catalogue) -> None:
    assert [text.nl for text in fingerprint_warnings(catalogue)] == [], f"draai: {COMMAND}"
