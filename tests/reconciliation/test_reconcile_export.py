"""The export adds up: judged, not declarable, future and set aside, per prestatiegroep and month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reconciliation.small import PEILDATUM, context, row
from zpm_audit.base.errors import InternalError
from zpm_audit.intake.rows.totals import TableAmounts, keep
from zpm_audit.reconciliation import count_export
from zpm_audit.reconciliation.model import LOTS, PER_MONTH
from zpm_audit.reports.result_json import reconciliation_result

ROWS = [
    row(1),
    row(2, cents=5_000),
    row(3, declarabel=False, cents=700),
    row(4, "2024-04-01", declarabel=True),
    row(5, "2024-07-01"),
    row(6, "2024-07-01", declarabel=False, cents=1),
    row(7, cents=None),
    row(8, prestatiegroep="verblijfsdag", cents=None),
]


def test_every_row_is_in_one_lot_of_its_group_and_month(tmp_path: Path) -> None:
    found = count_export(context(tmp_path, ROWS, aside=3))
    assert found.per_month.schema == pl.Schema(PER_MONTH)
    rows = found.per_month.select("maand", "prestatiegroep", "rijen", *LOTS, "bedrag", "zonder_bedrag").rows()
    assert rows == [
        (date(2024, 3, 1), "consult", 4, 3, 1, 0, 15_700, 1),
        (date(2024, 3, 1), "verblijfsdag", 1, 1, 0, 0, None, 1),
        (date(2024, 4, 1), "consult", 1, 1, 0, 0, 10_000, 0),
        (date(2024, 7, 1), "consult", 2, 0, 0, 2, 10_001, 0),
    ]
    assert (found.rows_in, found.judged, found.not_declarable, found.future, found.aside) == (11, 5, 1, 2, 3)
    assert found.adds_up
    assert (found.cents(), found.cents("beoordeeld"), found.cents("niet_declarabel")) == (35_701, 25_000, 700)
    assert found.unpriced == 2


def test_the_peildatum_itself_is_judged(tmp_path: Path) -> None:
    days = [row(1, PEILDATUM.isoformat()), row(2, "2024-07-01")]
    found = count_export(context(tmp_path, days))
    assert (found.judged, found.future) == (1, 1)


def test_without_amounts_the_sums_are_unknown_and_not_zero(tmp_path: Path) -> None:
    found = count_export(context(tmp_path, [row(1)], absent=["bedrag_eur", "declarabel"]))
    assert found.cents() is None
    assert found.aside_cents is None
    assert found.unpriced == 1
    content = reconciliation_result(found)
    assert content["bedrag_eur"] is None
    assert content["bedrag_beoordeeld_eur"] is None
    assert content["declaratie"] is None


def test_amounts_of_rows_set_aside_count(tmp_path: Path) -> None:
    work = context(tmp_path, [row(1)], aside=2)
    (tmp_path / "opzij").mkdir()
    keep(TableAmounts(1_234, 1, 1), tmp_path, "prestaties")
    found = count_export(work)
    assert (found.aside_cents, found.aside_unreadable) == (1_234, 1)
    assert reconciliation_result(found)["bedrag_opzij_eur"] == 12.34


@pytest.mark.parametrize("kept", [TableAmounts(0, 2, 0), TableAmounts()], ids=["unreadable", "empty"])
def test_rows_set_aside_without_an_amount_are_unknown_and_not_zero(tmp_path: Path, kept: TableAmounts) -> None:
    work = context(tmp_path, [row(1)], aside=2)
    (tmp_path / "opzij").mkdir()
    keep(kept, tmp_path, "prestaties")
    found = count_export(work)
    assert (found.aside_cents, found.aside_unreadable) == (None, 2)
    assert reconciliation_result(found)["bedrag_opzij_eur"] is None


def test_a_count_that_does_not_add_up_is_never_reported(tmp_path: Path) -> None:
    work = context(tmp_path, [row(1), row(2)])
    path = work.register.tables["prestaties"].path
    pl.read_parquet(path).head(1).write_parquet(path)
    with pytest.raises(InternalError, match="klopt niet"):
        count_export(work)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.dates(date(2023, 1, 1), date(2025, 1, 1)),
            st.sampled_from(["consult", "reistijd", "verblijfsdag"]),
            st.sampled_from([True, False, None]),
            st.one_of(st.none(), st.integers(-10_000, 10_000)),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_against_counting_by_hand(tmp_path_factory: pytest.TempPathFactory, made: list) -> None:
    rows = [
        row(k, day.isoformat(), cents, prestatiegroep=group, declarabel=told)
        for k, (day, group, told, cents) in enumerate(made)
    ]
    found = count_export(context(tmp_path_factory.mktemp("telling"), rows))
    expected: dict[tuple, list] = {}
    for day, group, told, cents in made:
        lot = "toekomst" if day > PEILDATUM else "niet_declarabel" if told is False else "beoordeeld"
        cell = expected.setdefault((day.replace(day=1), group), [0, dict.fromkeys(LOTS, 0), None, 0])
        cell[0] += 1
        cell[1][lot] += 1
        cell[2] = cell[2] if cents is None else (cell[2] or 0) + cents
        cell[3] += cents is None
    seen = {
        (r["maand"], r["prestatiegroep"]): [r["rijen"], {n: r[n] for n in LOTS}, r["bedrag"], r["zonder_bedrag"]]
        for r in found.per_month.iter_rows(named=True)
    }
    assert seen == expected
    for lot in LOTS:
        amounts = [c for d, _, t, c in made if c is not None and _lot(d, t) == lot]
        assert found.cents(lot) == (sum(amounts) if amounts else None)


def _lot(day: date, told: bool | None) -> str:
    return "toekomst" if day > PEILDATUM else "niet_declarabel" if told is False else "beoordeeld"
