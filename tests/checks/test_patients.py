"""The number of a patient is followed through expressions by parsing them, not by looking for its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.good import CHECK, GROUP, spoil, write
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.loader import CatalogueError, load_catalogue
from zpm_audit.checks.patients import Trace, Traced, of_expression, reads_bsn_wrongly
from zpm_audit.checks.scope import Scope

KINDS = {"patient_id": Trace.NUMMER, "alias": Trace.NUMMER, "bsn": Trace.AFGELEID}

SHOWN = [
    ("patient_id", Trace.NUMMER),
    ("((alias))", Trace.NUMMER),
    ("bsn", Trace.AFGELEID),
    ("substr(patient_id, 1, 3)", Trace.AFGELEID),
    ("patient_id || '-' || prestatie_id", Trace.AFGELEID),
    ("cast(patient_id as bigint) % 11", Trace.AFGELEID),
    ("min(patient_id)", Trace.AFGELEID),
    ("lag(patient_id) over (partition by team order by prestatie_id)", Trace.AFGELEID),
    ("coalesce(patient_id, 'niemand')", Trace.AFGELEID),
    ("case when minuten > 5 then patient_id else 'x' end", Trace.AFGELEID),
    ("case when minuten > 5 then case when team = 'a' then 'y' else bsn end else 'x' end", Trace.AFGELEID),
    ("cast(patient_id = alias as text) || bsn", Trace.AFGELEID),
    ("case when bsn is null then 'leeg' else 'gevuld' end", Trace.NIETS),
    ("patient_id = alias", Trace.NIETS),
    ("not regexp_like(bsn, '^[0-9]{9}$')", Trace.NIETS),
    ("bsn is not null and minuten > 3", Trace.NIETS),
    ("substr(patient_id, 1, 1) in ('a', 'b')", Trace.NIETS),
    ("length(bsn) + 1", Trace.NIETS),
    ("count(distinct patient_id)", Trace.NIETS),
    ("sum(minuten) over (partition by patient_id)", Trace.NIETS),
    ("minuten * 2", Trace.NIETS),
    ("'patient_id'", Trace.NIETS),
]


@pytest.mark.parametrize(("sql", "kind"), SHOWN)
def test_what_an_expression_tells(sql: str, kind: Trace) -> None:
    assert of_expression(sql, lambda name: KINDS.get(name, Trace.NIETS)) is kind


OWN = "      mag: {bestaat: true}\n"
THEIRS = "      verwijsdag: {waarde: verwijsdatum}\n"

REFUSED = [
    ("waarde", CHECK, "waarde: totaal", "waarde: cast(totaal as text) || substr(patient_id, 1, 4)",
     "waarde:"),
    ("grens", CHECK, "\ngrens: grens_minuten", "\ngrens: patient_id || 'x'", "grens: patient"),
    ("through a name of its own", CHECK, "  anders:\n", "  kort: left(patient_id, 2)\n  anders:\n##since {anders}",
     "en: The consult is"),
    ("through a look-up", CHECK, THEIRS, THEIRS + "      van_wie: {waarde: patient_id}\n##waarde: totaal",
     "waarde:"),
    ("amount", CHECK, "impact: bedrag_eur", "impact: bedrag_eur + cast(patient_id as bigint)", "impact:"),
    ("key of a group", GROUP, "      jaar: extract(year from datum)\n",
     "      jaar: extract(year from datum)\n      deel: left(patient_id, 1)\n", "deel:"),
    ("number under another name", GROUP, "      jaar: extract(year from datum)\n",
     "      jaar: extract(year from datum)\n      behandelaar_id: patient_id\n", "behandelaar_id:"),
]  # fmt: skip


def _problems(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(write(folder, text).path)
    return caught.value.problems


@pytest.mark.parametrize(("base", "old", "new", "at"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_what_is_made_from_a_number_is_refused_at_its_place(
    base: str, old: str, new: str, at: str, tmp_path: Path
) -> None:
    new, _, also = new.partition("##")
    text = spoil(base, old, new)
    if also:
        shown = "cast(totaal as text) || van_wie" if "van_wie" in new else "{kort}"
        text = spoil(text, also, f"waarde: {shown}" if also.startswith("waarde") else f"since {shown}")
    problems = _problems(tmp_path / "checks", text)
    found = [p for p in problems if "uit een patiëntnummer of bsn" in p.what.nl]
    assert found, [p.text().nl for p in problems]
    assert text.splitlines()[found[0].line - 1].strip().startswith(at)
    assert "pseudoniem" in found[0].text().nl


def test_a_number_that_is_shown_is_found_behind_its_aliases(tmp_path: Path) -> None:
    text = spoil(CHECK, THEIRS, THEIRS + "      van_wie: {waarde: patient_id}\n")
    text = spoil(text, "  anders:\n", "  wie: van_wie\n  anders:\n")
    text = spoil(text, "waarde: totaal", "waarde: (wie)")
    text = text.replace("{teveel} minut", "{totaal} {teveel} {patient_id} minut")
    loaded = load_catalogue(write(tmp_path / "checks", text).path)
    check = loaded.checks["ZPM-XX-01"]
    traced = Traced(check, Scope(loaded.definitions, "prestaties", {}, check))
    assert traced.numbers == {"wie", "patient_id"}


def test_shared_definitions_cannot_uncover_a_patient(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks", CHECK)
    definitions = folder.path / "definities.yaml"
    text = definitions.read_text(encoding="utf-8")
    definitions.write_text(spoil(text, "regiebehandelaar_id}", "patient_id}"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder.path)
    assert any("onbedekt" in p.what.nl for p in caught.value.problems)


@pytest.mark.parametrize(
    "sql",
    ["bsn", "bsn is null", "bsn is not null and team = 'a'", "count(bsn) > 1", "count(distinct bsn)", "bsn = ander",
     "ander <> bsn", "regexp_like(bsn, ' goed ')", "substr(bsn, 1, 4)", "count(*) over (partition by bsn) > 1"],
)  # fmt: skip
def test_of_a_bsn_can_be_asked_what_is_kept_of_it(sql: str) -> None:
    assert not reads_bsn_wrongly(sql)


@pytest.mark.parametrize(
    "sql",
    ["length(bsn)", "cast(bsn as bigint) > 0", "bsn = '123456782'", "bsn like '0%'", "substr(bsn, 1, 3)", "bsn || 'x'",
     "regexp_like(bsn, '^[0-9]{9}$')", "bsn in ('1', '2')", "bsn > ander", "bsn is null or length(bsn) = 9"],
)  # fmt: skip
def test_of_a_bsn_the_number_itself_cannot_be_asked(sql: str) -> None:
    assert reads_bsn_wrongly(sql)
