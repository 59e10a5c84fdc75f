"""Many checks are counted right in one pass; how the rows lie or the work is split changes nothing."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.engine.small import DAY, TODAY, catalogue, check, parameter, register, table
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.outcome import Counts
from zpm_audit.engine.passes import counting
from zpm_audit.engine.run import Judgement, judge
from zpm_audit.engine.units import Axes
from zpm_audit.register import Register, RegisterTable
from zpm_audit.register.schema import FINANCIERINGEN

MINUTES = [None, 0, 5, 29, 30, 31, 44, 45, 60, 61, 90, 119, 120, 300]


@pytest.mark.parametrize("number", [1, 20, 21, 45])
def test_many_checks_are_counted_in_one_pass(number: int, tmp_path: Path) -> None:
    rnd = random.Random(number)
    rows = [
        {
            "gerealiseerde_minuten": rnd.choice(MINUTES),
            "geplande_minuten": rnd.choice(MINUTES),
            "setting": rnd.choice([1, 2, 3, None]),
            "factuurdatum": rnd.choice([None, DAY, DAY + timedelta(days=30)]),
        }
        for _ in range(400)
    ]
    checks = [
        check(
            n,
            waar=f"setting <= {n % 4}",
            eis=f"gerealiseerde_minuten <= {n * 3}",
            loopt=f"geplande_minuten > {n * 2}",
            uiterste_datum="factuurdatum",
        )
        for n in range(number)
    ]
    loaded = catalogue(tmp_path / "checks", *checks)
    found = judge(register(prestaties=rows), loaded, TODAY, tmp_path / "work").checks
    assert len(found) == number
    for n, one in enumerate(found):
        seen = Counter(by_hand(row, n) for row in rows)
        expected = Counts(
            populatie=sum(seen[v] for v in ("voldoet", "afwijking", "onbepaald", "loopt")),
            voldoet=seen["voldoet"], afwijking=seen["afwijking"], onbepaald=seen["onbepaald"], loopt=seen["loopt"],
            buiten_beeld=seen["buiten_beeld"],
        )  # fmt: skip
        assert one.counts == expected, one.check.id


@pytest.mark.parametrize("number", [1, counting.PER_WORD, counting.PER_WORD + 1, 45])
def test_codes_come_out_of_their_words_as_they_went_in(number: int) -> None:
    rnd = random.Random(number)
    ids = [f"C{n}" for n in range(number)]
    codes = pl.DataFrame({name: [rnd.choice([0, 1, 2, 4, 5, 6]) for _ in range(50)] + [6] for name in ids}).cast(
        pl.UInt8
    )
    packed = codes.with_columns(counting.words(ids))
    assert packed.select(counting.word_names(ids)).schema.dtypes()[-1] == pl.UInt64
    unpacked = packed.select(counting.code_of(ids, name).cast(pl.UInt8).alias(name) for name in ids)
    assert unpacked.equals(codes)
    seen = packed.select(counting.to_look_at(ids).alias("zien"))["zien"].to_list()
    assert seen == [any(code >= 4 for code in row) for row in codes.rows()]


def test_months_settings_financings_and_amounts_come_out_as_they_went_in() -> None:
    days = [None, date(1900, 1, 1), date(1999, 12, 31), date(2024, 2, 29), date(2100, 7, 4)]
    settings, payers = (None, *range(1, 9)), (None, *FINANCIERINGEN)
    facts = [(day, s, f, code) for day in days for s in settings for f in payers for code in (1, 4)]
    schema = {"dag": pl.Date, "soort": pl.Int64, "wie": pl.String, "C": pl.UInt8}
    frame = pl.DataFrame(facts * 3, schema=schema, orient="row").lazy()
    frame = frame.with_columns(pl.when(pl.int_range(pl.len()) < len(facts) * 2).then(250).alias("cent"))
    words = frame.with_columns(counting.words(["C"]))
    counted = counting.count(words, counting.word_names(["C"]), "dag", Axes("soort", "wie", "cent")).collect()
    _, spread = counting.spread(counted, counting.code_of(["C"], "C"))
    found = {row[:4]: row[4:] for row in spread.iter_rows()}
    names = {1: "voldoet", 4: "afwijking"}
    assert found == {(d.replace(day=1) if d else None, s, f, names[code]): (3, 500, 2) for d, s, f, code in facts}


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1753, 1, 1), date(9999, 12, 31)])
def test_a_date_that_no_export_has_is_counted_too(day: date) -> None:
    frame = pl.LazyFrame({"dag": [day] * 4, "C": pl.Series([1, 4, 5, 6], dtype=pl.UInt8)})
    words = frame.with_columns(counting.words(["C"]))
    counted = counting.count(words, counting.word_names(["C"]), "dag", Axes()).collect()
    counts, spread = counting.spread(counted, counting.code_of(["C"], "C"))
    assert counts == Counts(populatie=4, voldoet=1, afwijking=1, onbepaald=1, loopt=1)
    assert spread["aantal"].sum() == 4


def by_hand(row: dict[str, Any], n: int) -> str:
    if row["setting"] is None:
        return "buiten_beeld"
    if row["setting"] > n % 4:
        return "buiten"
    done, planned = row["gerealiseerde_minuten"], row["geplande_minuten"]
    if done is not None and done <= n * 3:
        return "voldoet"
    if planned is not None and planned > n * 2:
        return "loopt"
    return "onbepaald" if done is None or planned is None else "afwijking"


def rows() -> pl.DataFrame:
    """Return prestaties with many ties: the same day, the same time, empty times, empty keys."""
    rnd = random.Random(7)
    made = [
        {
            "prestatie_id": f"P{n:04d}",
            "patient_id": f"A{rnd.randrange(12)}",
            "zorgtraject_id": rnd.choice(["Z1", "Z2", "Z3", None]),
            "behandelaar_id": rnd.choice(["B1", "B2", None]),
            "datum": date(2024, rnd.randrange(1, 4), rnd.randrange(1, 4)),
            "starttijd": rnd.choice([None, time(9), time(13, 5)]),
            "gerealiseerde_minuten": rnd.choice(MINUTES),
            "setting": rnd.choice([1, 2, None]),
            "bedrag_eur": rnd.choice([None, 1000, 2500]),
            "gepland": rnd.choice([True, False, None]),
        }
        for n in range(600)
    ]
    frame: pl.DataFrame = table("prestaties", made).frame
    return frame


ORDER = {"per": ["patient_id"], "volgorde": ["datum", "starttijd", "prestatie_id"]}
TRAJECT = {"tabel": "prestaties", "sleutel": {"zorgtraject_id": "zorgtraject_id"},
           "velden": {"eerste_dag": {"eerste": "datum"},
                      "minuten": {"som": "gerealiseerde_minuten", "waar": "gerealiseerde_minuten > 5"}}}  # fmt: skip


def every_kind(folder: Path) -> Catalogue:
    """Return a row check, a running total, a rank, a look-up and a check on groups."""
    groups = {"waar": "gepland is not null", "per": {"setting": "setting", "gepland": "gepland"},
              "velden": {"aantal": "count(prestatie_id)", "begin": "min(datum)"}}  # fmt: skip
    return catalogue(
        folder,
        check(1, waar="setting > 0", eis="gerealiseerde_minuten <= 60", impact="bedrag_eur",
              waarde="gerealiseerde_minuten"),
        check(2, eis="totaal <= grens_minuten", waarde="totaal", grens="grens_minuten",
              parameters={"grens_minuten": parameter({"waarde": 700})},
              afgeleid={"totaal": {"loopsom": {"van": "gerealiseerde_minuten", **ORDER}}}),
        check(3, waar="gepland", eis="plaats <= 9", waarde="plaats",
              afgeleid={"plaats": {"rang": ORDER}}),
        check(4, eis="datum = eerste_dag and minuten > 0", waarde="minuten",
              koppel={"zelf": TRAJECT}),
        check(5, eis="vorige is not null", waarde="vorige",
              afgeleid={"vorige": "lag(datum) over (partition by patient_id order by datum, prestatie_id)"}),
        check(6, onderwerp="groep", groep=groups, eis="aantal <= 60", datum="begin", waarde="aantal", grens="aantal"),
    )  # fmt: skip


def outcome(run: Judgement) -> list[tuple[object, ...]]:
    """Return everything that a run found, each list of findings sorted."""
    found: list[tuple[object, ...]] = []
    for one in run.checks:
        assert one.signals is not None, one.reason
        signals = pl.read_ipc(one.signals)
        found.append((one.check.id, one.status, one.counts, one.spread.rows(), sorted(map(str, signals.rows()))))
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    folder = tmp_path_factory.mktemp("whole")
    data = register(prestaties=rows())
    found = outcome(judge(data, every_kind(folder / "checks"), TODAY, folder / "work"))
    # The test says something: every check judges, and finds something to look at.
    assert all(one[2].voldoet and one[2].afwijking for one in found if isinstance(one[2], Counts))
    return found


@pytest.mark.parametrize("lie", ["shuffled", "reversed", "small row groups", "chunks", "in parts", "small parts"])
def test_how_the_rows_lie_changes_nothing(lie: str, expected: list[tuple[object, ...]], tmp_path: Path) -> None:
    frame, at_once = rows(), 1_000_000
    if lie == "shuffled":
        frame = frame.sample(fraction=1, shuffle=True, seed=3)
    if lie == "reversed":
        frame = frame.reverse()
    if lie == "chunks":
        frame = pl.concat([frame[n : n + 7] for n in range(0, frame.height, 7)], rechunk=False)
    if lie == "in parts":
        at_once = 100
    if lie == "small parts":
        at_once = 40
    data = register(prestaties=frame)
    if lie == "small row groups":
        path = tmp_path / "prestaties.parquet"
        frame.write_parquet(path, row_group_size=11)
        columns = frozenset(frame.columns)
        data = Register({"prestaties": RegisterTable("prestaties", path, columns, 600, 600, 0, "prestaties")})
    run = judge(data, every_kind(tmp_path / "checks"), TODAY, tmp_path / "work", rows_at_once=at_once)
    assert outcome(run) == expected


def test_the_checks_beside_it_change_nothing(expected: list[tuple[object, ...]], tmp_path: Path) -> None:
    every = every_kind(tmp_path / "checks")
    for position, check_id in enumerate(every.checks):
        run = judge(register(prestaties=rows()), every.select([check_id]), TODAY, tmp_path / check_id)
        assert outcome(run) == [expected[position]]
