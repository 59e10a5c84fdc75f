"""Acceptances: what a file of them may say, which findings they cover, and what becomes of those that cover none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.findings.acceptances import Acceptances, load_acceptances, refuse_unfit
from zpm_audit.findings.acceptances.apply import accepted_units, apply
from zpm_audit.findings.acceptances.outcome import Accepted
from zpm_audit.findings.model import FINDING_SCHEMA

CHECKS = ("ZPM-PR-01", "ZPM-RB-01", "ZPM-TR-01")
GOOD = {
    "id": "A1", "check": "ZPM-PR-01", "waar": "team = 'Noord'", "reden": "bekend", "door": "J", "op": "2024-06-01",
    "tot": "2024-12-31",
}  # fmt: skip
PEILDATUM = date(2024, 12, 31)


def entry(**said: str | None) -> str:
    lines = [f"{key}: {value}" for key, value in {**GOOD, **said}.items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"


def load(folder: Path, *entries: str, four_eyes: bool = False) -> Acceptances:
    path = folder / "acceptaties.yaml"
    path.write_text("".join(entries), encoding="utf-8")
    found = load_acceptances(path, CHECKS, four_eyes=four_eyes)
    refuse_unfit(found, FINDING_SCHEMA)
    return found


MISTAKES = [
    (entry(reden=None), 1, "sleutel 'reden' ontbreekt"),
    (entry(tot=None), 1, "sleutel 'tot' ontbreekt"),
    (entry(redn="x"), 8, "onbekende sleutel 'redn'"),
    (entry(waar=None), 1, "zegt niet welke"),
    (entry(bevinding_id="X"), 8, "op meer dan een manier"),
    (entry(check="ZPM-PR-02"), 2, "check ZPM-PR-02 bestaat niet (bedoelde u 'ZPM-PR-01'?)"),
    (entry(tot="2024-05-31"), 7, "tot (2024-05-31) ligt voor op (2024-06-01)"),
    (entry(op="gisteren"), 6, "'op' hoort een datum te zijn"),
    (entry(tweede="j"), 8, "door en tweede zijn dezelfde persoon"),
    (entry(waar="1 = 1"), 3, "accepteert alles of niets"),
    (entry(waar="true"), 3, "hoort tekst te zijn"),
    (entry(waar="tem = 'Noord'"), 3, "geen kolom 'tem' (bedoelde u 'team'?)"),
    (entry(waar="acceptatie = 'A2'"), 3, "is er dan nog niet"),
    (entry(waar="datum > 'x'"), 3, "past niet op de kolommen"),
    (entry(waar="impact_eur"), 3, "is geen voorwaarde"),
    (entry(waar="impact_eur > max(impact_eur)"), 3, "niet over meer rijen"),
    (entry(waar="team = (select 1)"), 3, "select"),
    (entry() + entry(), 8, "acceptatie 'A1' staat er twee keer"),
    ("a: 1\n", 1, "geen lijst van acceptaties"),
    ("- a\n", 1, "geen acceptatie"),
    ("- id: [\n", 2, "geen geldige YAML"),
]


@pytest.mark.parametrize(("text", "line", "what"), MISTAKES)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    told = caught.value.message("nl")
    assert f"acceptaties.yaml:{line}:" in told
    assert what in told


def test_four_eyes_ask_for_a_second_person(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mist een tweede"):
        load(tmp_path, entry(), four_eyes=True)
    assert load(tmp_path, entry(tweede="P"), four_eyes=True).entries[0].tweede == "P"


@pytest.mark.parametrize("text", ["[]\n", "# nog niets\n", "\n"])
def test_a_file_without_acceptances_accepts_nothing(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).entries == ()


def findings(folder: Path, *, traceable: bool = False) -> Path:
    """Write findings: three of PR-01 (one without team) and one on a patient."""
    name = "p1" if traceable else "pt-1"
    rows = [
        {"check_id": "ZPM-PR-01", "onderwerp": "prestatie", "onderwerp_id": n, "team": team, "impact_eur": euros,
         "prestatie_id": n, "patient_id": name, "datum": date(2024, 1, i), "bevinding_id": f"ZPM-PR-01:{n}"}
        for i, (n, team, euros) in enumerate([("P1", "Noord", "10.00"), ("P2", "Zuid", None), ("P3", None, "2.50")], 1)
    ]  # fmt: skip
    patient = {"check_id": "ZPM-TR-01", "onderwerp": "patient", "onderwerp_id": name, "patient_id": name,
               "bevinding_id": "ZPM-TR-01:pt-1"}  # fmt: skip
    path = folder / "bevindingen.parquet"
    frame = pl.DataFrame(
        [{**dict.fromkeys(FINDING_SCHEMA), **row} for row in [*rows, patient]], infer_schema_length=None
    )
    frame.cast(FINDING_SCHEMA).write_parquet(path)  # type: ignore[arg-type]
    return path


def applied(path: Path, acceptances: Acceptances, names: pl.DataFrame | None = None) -> Accepted:
    return apply(path, acceptances, ran={"ZPM-PR-01", "ZPM-TR-01"}, peildatum=PEILDATUM, names=names)


def column(path: Path) -> list[str | None]:
    return pl.read_parquet(path)["acceptatie"].to_list()


def test_each_kind_of_acceptance_finds_its_findings(tmp_path: Path) -> None:
    path = findings(tmp_path)
    before = pl.read_parquet(path)
    found = load(
        tmp_path,
        entry(id="Z", waar="team <> 'Zuid'"),
        entry(id="B", waar=None, bevinding_id="ZPM-PR-01:P2"),
        entry(id="O", waar=None, onderwerp_id="pt-1", check="ZPM-TR-01"),
    )
    outcome = applied(path, found)
    # An unknown team is not Zuid for certain, and so it is not accepted.
    assert column(path) == ["Z", "B", None, "O"]
    assert pl.read_parquet(path).drop("acceptatie").equals(before.drop("acceptatie"))
    assert outcome.per_check == {"ZPM-PR-01": (2, 1000), "ZPM-TR-01": (1, None)}
    assert [one.state for one in outcome.applied] == ["gebruikt"] * 3


def test_the_first_that_holds_counts_and_what_is_over_is_open_again(tmp_path: Path) -> None:
    path = findings(tmp_path)
    found = load(
        tmp_path,
        entry(id="OVER", waar="datum is not null", tot="2024-12-30"),
        entry(id="EEN", waar="team = 'Noord'"),
        entry(id="TWEE", waar="team in ('Noord', 'Zuid')"),
        entry(id="NIETS", waar="team = 'West'"),
        entry(id="STIL", check="ZPM-RB-01"),
    )
    outcome = applied(path, found)
    assert column(path) == ["EEN", "TWEE", None, None]
    told = {one.entry.id: (one.state, one.found, one.number, one.left_open) for one in outcome.applied}
    assert told == {
        "OVER": ("verlopen", 3, 0, 1),
        "EEN": ("gebruikt", 1, 1, 0),
        "TWEE": ("gebruikt", 2, 1, 0),
        "NIETS": ("ongebruikt", 0, 0, 0),
        "STIL": ("niet_beoordeeld", 0, 0, 0),
    }


def test_it_holds_on_its_last_day(tmp_path: Path) -> None:
    path = findings(tmp_path)
    assert applied(path, load(tmp_path, entry(tot="2024-12-31"))).number == 1


def test_one_that_takes_every_deviation_of_its_check_is_marked(tmp_path: Path) -> None:
    path = findings(tmp_path)
    found = load(
        tmp_path, entry(waar="datum is not null"), entry(id="P", check="ZPM-TR-01", waar="patient_id = 'pt-1'")
    )
    assert [one.everything for one in applied(path, found).applied] == [True, False]


def test_a_patient_is_named_by_pseudonym_also_where_the_run_shows_numbers(tmp_path: Path) -> None:
    key = Key(b"0123456789abcdef")
    names = pseudonyms(pl.Series(["p1"]), key)
    name = names["pseudoniem"][0]
    path = findings(tmp_path, traceable=True)
    found = load(
        tmp_path,
        entry(id="O", waar=None, onderwerp_id=name, check="ZPM-TR-01"),
        entry(id="W", waar=f"patient_id = '{name}'"),
        entry(id="N", waar="patient_id = 'p1'"),
    )
    outcome = applied(path, found, names)
    assert column(path) == ["W", "W", "W", "O"]
    assert pl.read_parquet(path)["patient_id"].to_list() == ["p1"] * 4
    assert [one.state for one in outcome.applied] == ["gebruikt", "gebruikt", "ongebruikt"]
    assert accepted_units(path, names)["onderwerp_id"].sort().to_list() == ["P1", "P2", "P3", "p1"]


def test_a_unit_with_one_open_finding_is_open(tmp_path: Path) -> None:
    path = findings(tmp_path)
    twice = pl.read_parquet(path).with_columns(onderwerp_id=pl.lit("P1"), acceptatie=pl.Series(["A", None, "A", "A"]))
    twice.filter(pl.col("check_id") == "ZPM-PR-01").write_parquet(path)
    assert accepted_units(path, pl.DataFrame(schema={"patient_id": pl.String, "pseudoniem": pl.String})).is_empty()


def test_a_text_that_is_no_number_is_told_and_not_raised(tmp_path: Path) -> None:
    path = findings(tmp_path)
    with pytest.raises(UsageError, match="try_cast"):
        applied(path, load(tmp_path, entry(waar="cast(onderwerp_id as bigint) > 1")))
