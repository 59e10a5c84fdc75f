"""A limit that several checks share stands once, and changes for all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.good import CHECK, DEFINITIONS, spoil, write
from tests.catalogue.test_refusals import both_languages, line_of, refused
from zpm_audit.catalogue.loader import as_written, load_catalogue
from zpm_audit.checks.model import Catalogue

OWN = CHECK[CHECK.index("  grens_minuten:\n") : CHECK.index("populatie:")]
USE = "  grens_minuten: {gedeeld: langste_consult, op: datum}\n"
SHARED = DEFINITIONS + "parameters:\n" + OWN.replace("grens_minuten", "langste_consult").replace("    op: datum\n", "")


def test_a_check_takes_over_the_values_of_a_shared_limit(tmp_path: Path) -> None:
    own = load_catalogue(write(tmp_path / "own").path).checks["ZPM-XX-01"].parameters["grens_minuten"]
    folder = write(tmp_path / "shared", spoil(CHECK, OWN, USE), SHARED)
    taken = load_catalogue(folder.path).checks["ZPM-XX-01"].parameters["grens_minuten"]
    assert taken.gedeeld == "langste_consult"
    assert taken.model_copy(update={"gedeeld": None}) == own
    changed = write(tmp_path / "changed", spoil(CHECK, OWN, USE), spoil(SHARED, "waarde: 75", "waarde: 70"))
    assert load_catalogue(changed.path).checks["ZPM-XX-01"].parameters["grens_minuten"].waarden[1].waarde == 70


@pytest.mark.parametrize(
    ("use", "words", "hint"),
    [
        (
            "{gedeeld: langste_konsult, op: datum}",
            "onbekende gedeelde parameter",
            "'langste_consult'",
        ),
        ("{gedeeld: 7, op: datum}", "onbekende gedeelde parameter '7'", "kies uit: langste_consult"),
        (
            "{gedeeld: langste_consult, op: datum, eenheid: uren}",
            "'eenheid' staat al",
            "gedeeld en op",
        ),
        ("{gedeeld: langste_consult}", "sleutel 'op' ontbreekt", "verplicht"),
        ("{gedeeld: langste_consult, op: dag}", "onbekende naam 'dag'", "bedoelde u 'mag'"),
    ],
)
def test_a_wrong_use_is_refused_at_its_place(use: str, words: str, hint: str, tmp_path: Path) -> None:
    spoilt = spoil(CHECK, OWN, f"  grens_minuten: {use}\n")
    problems = refused(write(tmp_path / "checks", spoilt, SHARED))
    [problem] = [p for p in problems if words in p.what.nl]
    assert problem.line == line_of(spoilt, "grens_minuten:")
    assert hint in problem.text().nl
    both_languages(problems)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tot: 2023-12-31", "tot: 2023-12-30", "gat in de datums"),
        ("waarde: 75", "waarde: 2024-01-01", "deels datums, deels getallen"),
        ("    eenheid: minuten\n", "", "sleutel 'eenheid' ontbreekt"),
    ],
)
def test_a_wrong_shared_limit_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    problems = refused(write(tmp_path / "checks", spoil(CHECK, OWN, USE), spoil(SHARED, old, new)))
    assert words in "\n".join(p.what.nl for p in problems)


def test_what_is_shared_is_used_by_several_checks(catalogue: Catalogue) -> None:
    used = [p.gedeeld for check in catalogue.checks.values() for p in check.parameters.values() if p.gedeeld]
    assert set(used) == set(catalogue.definitions.parameters)
    assert all(used.count(name) > 1 for name in used)


def test_no_limit_stands_in_two_checks(catalogue: Catalogue) -> None:
    """What has the same name and the same description is one limit, and belongs with the shared definitions."""
    own = [
        (name, one["omschrijving"]["nl"])
        for written in as_written(catalogue, *catalogue.checks)
        for name, one in (written.data.get("parameters") or {}).items()
        if "gedeeld" not in one
    ]
    assert sorted(own) == sorted(set(own))
