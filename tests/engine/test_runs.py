"""A whole run: what is absent, what breaks, what is counted, and that nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.engine.small import DAY, TODAY, catalogue, check, register, run, table
from zpm_audit.base.errors import InternalError
from zpm_audit.checks.verdict import Status
from zpm_audit.engine import run as engine
from zpm_audit.engine.outcome import Counts
from zpm_audit.engine.run import Judgement, judge
from zpm_audit.register import Register

RANK = {"plaats": {"rang": {"per": ["patient_id"], "volgorde": ["prestatie_id"]}}}
STAFF = {
    "tabel": "behandelaren",
    "sleutel": {"behandelaar_id": "behandelaar_id"},
    "velden": {"bekend": {"bestaat": True}},
}


def judged(folder: Path, data: Register, *checks: dict[str, object]) -> Judgement:
    return judge(data, catalogue(folder / "checks", *checks), TODAY, folder / "work")


@pytest.mark.parametrize("extra", [{}, {"afgeleid": RANK}], ids=["fused", "alone"])
def test_a_column_that_is_absent_is_named(extra: dict[str, object], tmp_path: Path) -> None:
    eis = "gepland and aanwezig" + (" and plaats > 0" if extra else "")
    outcome = judged(tmp_path, register(prestaties=[{"aanwezig": True}]), check(eis=eis, **extra)).checks[0]
    assert outcome.status is Status.NIET_UITGEVOERD
    assert outcome.counts == Counts()
    assert outcome.reason is not None
    assert outcome.reason.nl == "kolom ontbreekt: prestaties.gepland"
    assert outcome.reason.en == "column absent: prestaties.gepland"


@pytest.mark.parametrize("staff", [None, []], ids=["absent", "no rows"])
def test_a_table_that_is_absent_or_has_no_rows(staff: list[dict[str, object]] | None, tmp_path: Path) -> None:
    tables = {} if staff is None else {"behandelaren": staff}
    data = register(prestaties=[{"behandelaar_id": "B"}], **tables)
    outcome = judged(tmp_path, data, check(eis="bekend", koppel={"staf": STAFF})).checks[0]
    assert outcome.status is Status.NIET_UITGEVOERD
    assert outcome.reason is not None
    assert outcome.reason.nl == "tabel ontbreekt of is leeg: behandelaren"


def test_a_column_behind_a_look_up_and_a_derived_value(tmp_path: Path) -> None:
    koppel = {**STAFF, "velden": {"bekend": {"bestaat": True, "waar": "agb_code is not null"}}}
    data = register(prestaties=[{"behandelaar_id": "B"}], behandelaren=[{}])
    parts = {"koppel": {"staf": koppel}, "afgeleid": {"mag": "bekend or false"}}
    outcome = judged(tmp_path, data, check(eis="mag", **parts)).checks[0]
    assert outcome.reason is not None
    assert outcome.reason.nl == "kolom ontbreekt: behandelaren.agb_code"


def test_a_column_that_only_the_finding_shows_may_be_absent(tmp_path: Path) -> None:
    checked = check(eis="gepland", waarde="geplande_minuten", impact="bedrag_eur",
                    melding={"nl": "Code {prestatiecode}.", "en": "Code {prestatiecode}."})  # fmt: skip
    for way, extra in (("fused", {}), ("alone", {"afgeleid": RANK, "grens": "plaats"})):
        outcome = run(tmp_path / way, {**checked, **extra}, register(prestaties=[{"gepland": False}]))
        assert outcome.verdicts == {"P1": "afwijking"}
        assert outcome.units["P1"].sentence == "Code leeg."
        assert outcome.units["P1"].value is None
        assert outcome.units["P1"].impact_cent is None


def test_one_of_two_columns_is_enough(tmp_path: Path) -> None:
    definition = {"sql": "case when duurklasse is not null then duurklasse else geplande_minuten end",
                  "een_van": ["duurklasse", "geplande_minuten"], "leeg": "de ander telt"}  # fmt: skip
    checked = check(eis="klasse = 30", afgeleid={"klasse": definition})
    for name in ("duurklasse", "geplande_minuten"):
        outcome = run(tmp_path / name, checked, register(prestaties=[{name: 30}, {name: 5}, {name: None}]))
        assert list(outcome.verdicts.values()) == ["voldoet", "afwijking", "onbepaald"]
    none = judged(tmp_path, register(prestaties=[{"setting": 1}]), checked).checks[0]
    assert none.reason is not None
    assert none.reason.nl == "kolom ontbreekt: prestaties.duurklasse of geplande_minuten"


@pytest.mark.parametrize("where", ["fused", "alone"])
def test_a_check_that_breaks_does_not_take_the_others_along(where: str, tmp_path: Path) -> None:
    # A strict cast breaks on text that is no number; try_cast makes it empty.
    extra = {"afgeleid": RANK} if where == "alone" else {}
    tail = " and plaats > 0" if extra else ""
    checks = (
        check(1, eis="gepland"),
        check(2, eis="cast(prestatiecode as bigint) > 0" + tail, **extra),
        check(3, eis="try_cast(prestatiecode as bigint) > 0"),
    )
    rows = [{"prestatiecode": code, "gepland": True} for code in ("7", "0", "CO0497", None)]
    first, broken, last = judged(tmp_path, register(prestaties=rows), *checks).checks
    assert broken.status is Status.MISLUKT
    assert broken.counts == Counts()
    assert broken.reason is not None
    assert "liep vast" in broken.reason.nl
    assert "\n" not in broken.reason.nl
    assert first.counts == Counts(populatie=4, voldoet=4)
    assert last.counts == Counts(populatie=4, voldoet=1, afwijking=1, onbepaald=2)


def test_only_check_breaks(tmp_path: Path) -> None:
    rows = [{"prestatiecode": "CO0497"}]
    outcome = judged(tmp_path, register(prestaties=rows), check(eis="cast(prestatiecode as bigint) > 0"))
    assert outcome.checks[0].status is Status.MISLUKT


def test_totals_of_what_is_not_judged(tmp_path: Path) -> None:
    rows = [
        {"gepland": True, "declarabel": None},
        {"gepland": True, "declarabel": True, "datum": TODAY},
        {"gepland": True, "declarabel": False},
        {"gepland": True, "declarabel": True, "datum": date(2025, 1, 1)},
        {"gepland": True, "declarabel": False, "datum": date(2025, 1, 1)},
    ]
    outcome = run(tmp_path, check(eis="gepland"), register(prestaties=rows))
    assert outcome.run.totals == {"rijen": 5, "toekomst": 2, "niet_declarabel": 1}
    assert outcome.verdicts == {"P1": "voldoet", "P2": "voldoet"}


def test_without_the_column_declarabel_everything_goes_to_the_payer(tmp_path: Path) -> None:
    rows = [{"gepland": True}, {"gepland": True, "datum": date(2025, 1, 1)}]
    outcome = run(tmp_path, check(eis="gepland"), register(prestaties=rows))
    assert outcome.run.totals == {"rijen": 2, "toekomst": 1, "niet_declarabel": 0}


def test_verdicts_that_do_not_add_up_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engine.counting.spread

    def one_too_many(counted: pl.DataFrame, code: pl.Expr) -> tuple[Counts, pl.DataFrame]:
        counts, spread = real(counted, code)
        return replace(counts, populatie=counts.populatie + 1), spread

    data = register(prestaties=[{"gepland": True}, {"gepland": False}])
    assert judged(tmp_path / "good", data, check(eis="gepland")).checks[0].counts.populatie == 2
    monkeypatch.setattr(engine.counting, "spread", one_too_many)
    with pytest.raises(InternalError, match="tellen niet op"):
        judged(tmp_path / "wrong", data, check(eis="gepland"))


@pytest.mark.parametrize("extra", [{}, {"afgeleid": RANK}], ids=["fused", "alone"])
def test_a_finding_that_gets_lost_stops_the_run(
    extra: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.evidence
    monkeypatch.setattr(
        engine, "evidence", lambda context, one, rows, language: real(context, one, rows.head(1), language)
    )
    data = register(prestaties=[{"gepland": False}, {"gepland": False}])
    with pytest.raises(InternalError, match="tellen niet op"):
        judged(tmp_path, data, check(eis="gepland" + (" and plaats > 0" if extra else ""), **extra))


def test_the_spread_adds_up_to_the_counts(tmp_path: Path) -> None:
    rows = [
        {
            "datum": date(2024, 1 + n % 5, 1 + n % 28),
            "setting": (1, 2, None)[n % 3],
            "gepland": (True, False, None)[n % 7 % 3],
        }
        for n in range(200)
    ]
    outcome = run(tmp_path, check(eis="gepland"), register(prestaties=rows))
    spread = outcome.judged.spread
    totals = dict(spread.group_by("oordeel").agg(pl.col("aantal").sum()).iter_rows())
    counts = outcome.counts
    assert totals == {"voldoet": counts.voldoet, "afwijking": counts.afwijking, "onbepaald": counts.onbepaald}
    assert set(spread["maand"].to_list()) == {date(2024, m, 1) for m in range(1, 6)}
    assert set(spread["setting"].to_list()) == {1, 2, None}


GROUPS = {
    "onderwerp": "groep",
    "groep": {
        "waar": "gerealiseerde_minuten is not null",
        "per": {"jaar": "extract(year from datum)", "setting": "setting"},
        "velden": {"aantal": "count(prestatie_id)", "minuten": "sum(gerealiseerde_minuten)", "begin": "min(datum)"},
    },
    "datum": "begin",
    "waarde": "minuten / aantal",
    "grens": "aantal",
}


def test_groups(tmp_path: Path) -> None:
    facts = [
        (2023, 1, 10),
        (2023, 1, 20),
        (2024, 1, 40),
        (2024, 2, None),
        (2024, None, 5),
        (2024, None, 5),
        (2024, None, 5),
    ]
    rows = [{"datum": date(y, 3, 4), "setting": s, "gerealiseerde_minuten": m} for y, s, m in facts]
    outcome = run(tmp_path, check(waar="aantal > 1", eis="minuten <= 15", **GROUPS), register(prestaties=rows))
    assert outcome.verdicts == {"2023|1": "afwijking", "2024|": "voldoet", "2024|1": "buiten"}
    assert outcome.units["2023|1"].value == "15.0"
    assert outcome.counts == Counts(populatie=2, voldoet=1, afwijking=1)


def test_no_group_is_large_enough(tmp_path: Path) -> None:
    rows = [{"setting": 1, "gerealiseerde_minuten": 5}]
    outcome = run(tmp_path, check(waar="aantal > 1", eis="minuten <= 15", **GROUPS), register(prestaties=rows))
    assert outcome.judged.status is Status.NIET_VAN_TOEPASSING


def test_a_table_without_the_rows_of_the_population(tmp_path: Path) -> None:
    data = register(prestaties=table("prestaties", [{"datum": DAY, "gepland": True, "declarabel": False}]))
    outcome = run(tmp_path, check(eis="gepland"), data)
    assert outcome.judged.status is Status.NIET_VAN_TOEPASSING


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("conversion of `str` failed for 1 values: [\"C0000006\"]", "conversion of `str` failed for 1 values: …"),
        ("could not parse \"A. Jansen\" as number", "could not parse … as number"),
        ("key 'C0000006' is not there", "key … is not there"),
        ("value 999990019 is too large", "value … is too large"),
        ("column 'datum' not found", "column 'datum' not found"),
    ],
)  # fmt: skip
def test_the_reason_of_a_check_that_broke_quotes_no_value(said: str, shown: str) -> None:
    assert engine.without_values(said) == shown
