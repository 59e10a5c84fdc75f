"""Limits of one's own: laid over those of the catalogue, refused where they cannot be, and told of in every text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.good import CHECK, write
from zpm_audit.base.errors import UsageError
from zpm_audit.catalogue.explain import show_lines
from zpm_audit.catalogue.loader import CatalogueError, Chosen, load_catalogue
from zpm_audit.catalogue.official import difference
from zpm_audit.catalogue.own_limits import OwnLimit, OwnValue, laid_over

pytestmark = pytest.mark.whole

DECIDED = "    bron: Besluit 2026-14\n    besloten_door: A. de Vries\n    op: 2026-02-01\n"
SHARED = "gedeeld:\n  termijn_regiebehandelaar:\n" + DECIDED + "    waarden:\n      - {vanaf: 2025-01-01, waarde: 30}\n"


def _own(folder: Path, text: str) -> Path:
    path = folder / "grenzen.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _of_check(name: str, *values: str) -> str:
    lines = "".join(f"        - {value}\n" for value in values)
    decided = DECIDED.replace("    ", "      ")
    return f"checks:\n  ZPM-XX-01:\n    {name}:\n{decided}      waarden:\n{lines}"


DAYS = [
    ("from a day on", [(date(2025, 1, 1), None, 30)],
     [(None, date(2023, 12, 31), 60), (date(2024, 1, 1), date(2024, 12, 31), 75), (date(2025, 1, 1), None, 30)]),
    ("always", [(None, None, 30)], [(None, None, 30)]),
    ("up to a day", [(None, date(2022, 6, 30), 30)],
     [(None, date(2022, 6, 30), 30), (date(2022, 7, 1), date(2023, 12, 31), 60), (date(2024, 1, 1), None, 75)]),
    ("over the edge of two", [(date(2023, 12, 1), date(2024, 1, 31), 30)],
     [(None, date(2023, 11, 30), 60), (date(2023, 12, 1), date(2024, 1, 31), 30), (date(2024, 2, 1), None, 75)]),
]  # fmt: skip
SHIPPED = [
    {"tot": date(2023, 12, 31), "waarde": 60, "zekerheid": "A", "bron": "x"},
    {"vanaf": date(2024, 1, 1), "waarde": 75, "zekerheid": "A", "bron": "x"},
]


@pytest.mark.parametrize(("own", "expected"), [pytest.param(*row[1:], id=row[0]) for row in DAYS])
def test_the_catalogue_keeps_the_days_that_a_limit_does_not_speak_of(
    own: list[tuple[date | None, date | None, int]], expected: list[tuple[date | None, date | None, int]]
) -> None:
    values = [OwnValue(vanaf=a, tot=b, waarde=v) for a, b, v in own]
    limit = OwnLimit(bron="b", besloten_door="d", op=date(2026, 1, 1), waarden=values)
    found = [(v.get("vanaf"), v.get("tot"), v["waarde"]) for v in laid_over(SHIPPED, limit)]
    assert found == expected


WRONG = [
    ("unknown limit", _of_check("grens_minuut", "{waarde: 30}"), 3, "geen parameter 'grens_minuut'", "grens_minuten"),
    ("unknown check", _of_check("grens_minuten", "{waarde: 30}").replace("XX-01", "XX-02"), 2, "bestaat niet",
     "ZPM-XX-01"),
    ("a date for a number", _of_check("grens_minuten", "{waarde: 2026-01-01}"), 8, "deze grens is een getal",
     "minuten"),
    ("a fraction", _of_check("grens_minuten", "{waarde: 30.5}"), 8, "geheel getal", "minuten"),
    ("below zero", _of_check("grens_minuten", "{waarde: -1}"), 8, "ligt buiten", "van 0"),
    ("twice on a day", _of_check("grens_minuten", "{waarde: 30}", "{vanaf: 2025-01-01, waarde: 31}"), 9,
     "dagen waarop een eerdere", "sluit"),
    ("no source", _of_check("grens_minuten", "{waarde: 30}").replace("      bron: Besluit 2026-14\n", ""), 3,
     "'bron' ontbreekt", "verplicht"),
    ("nobody decided", _of_check("grens_minuten", "{waarde: 30}").replace("      besloten_door: A. de Vries\n", ""), 3,
     "'besloten_door' ontbreekt", "verplicht"),
    ("no day of the decision", _of_check("grens_minuten", "{waarde: 30}").replace("      op: 2026-02-01\n", ""), 3,
     "'op' ontbreekt", "verplicht"),
    ("nothing", "gedeeld: {}\n", 1, "noemt geen enkele grens", "gedeeld"),
    ("another key", _of_check("grens_minuten", "{waarde: 30, gold: 3}"), 8, "onbekende sleutel 'gold'", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words", "hint"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_a_limit_that_cannot_be_is_refused(text: str, line: int, words: str, hint: str, tmp_path: Path) -> None:
    folder, own = write(tmp_path / "checks", CHECK), _own(tmp_path, text)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder.path, parameters=own)
    found = [p for p in caught.value.problems if words in p.what.nl]
    assert found, [p.text().nl for p in caught.value.problems]
    assert (found[0].file, found[0].line) == (own, line)
    assert hint in found[0].text().nl


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bestaat niet"):
        load_catalogue(parameters=tmp_path / "weg.yaml")


def test_texts_say_the_limit_that_is_judged_by(tmp_path: Path) -> None:
    always = SHARED.replace("vanaf: 2025-01-01, ", "")
    told = "\n".join(show_lines(Chosen(parameters=_own(tmp_path, always)), "ZPM-RB-01", "nl"))
    plain = "\n".join(show_lines(Chosen(), "ZPM-RB-01", "nl"))
    assert "Binnen 42 " in plain
    assert "Binnen 30 dagen" in told
    assert "Besluit 2026-14 (besloten door A. de Vries op 2026-02-01)" in told
    before_sources = told[: told.index("Bronnen:")]
    assert "42" not in before_sources
    assert "zes weken" not in before_sources


def test_what_a_limit_changes_never_passes_as_the_official_catalogue(tmp_path: Path) -> None:
    official = difference(load_catalogue(), {})
    found = difference(load_catalogue(parameters=_own(tmp_path, SHARED)), {})
    assert (official.changed, official.extra, official.absent) == ((), (), ())
    assert found.sha256 != official.sha256
    assert found.changed == ("ZPM-RB-01", "ZPM-RB-02", "termijn_regiebehandelaar")
    assert found.extra == ()
    assert found.limits[0].shipped.nl.startswith("42 dagen")
