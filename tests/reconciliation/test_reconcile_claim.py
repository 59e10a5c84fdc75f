"""The claim beside the export: what is in one and not in the other, what differs, and that it all adds up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.reconciliation.small import Rows, context, line, reader, row
from zpm_audit.reconciliation import Mismatch, Reconciliation, compare_claim, count_export, write_reconciliation
from zpm_audit.reconciliation.model import DIFFERENCES
from zpm_audit.reports.result_json import reconciliation_result

EXPORT = [
    row(1),
    row(2, cents=5_000),
    row(3, cents=7_500),
    row(4, declarabel=False, cents=900),
    row(5, declarabel=False, cents=900),
    row(6, cents=None),
    row(7, cents=None),
    row(8, cents=0),
    row(9, "2024-05-05", cents=8_000),
    row(10, cents=6_000),
    row(11, "2024-04-02", prestatiegroep="verblijfsdag", cents=30_000),
]
MESSAGES = {
    "a.xml": [
        line(1, 10_000),
        line(2, 4_999),
        line(3, 7_500),
        line(4, 900),
        line(6, 100),
        line("X", 2_500, prestatiegroep=None),
        line(None, 40, prestatiegroep=None),
        line(10, 6_000),
    ],
    # Taken back and claimed once more; taken back by a line with a number of its own; of a group nobody knows here.
    "b.xml": [
        line(3, -7_500),
        line(3, 7_500),
        line("C-1", -6_000, gerelateerd_id="P10", prestatiecode=None),
        line(11, 30_000, "2024-04-02", prestatiegroep=None),
    ],
}


def compared(folder: Path, export: Rows = EXPORT, part: int = 4_000_000, **messages: Rows) -> Reconciliation:
    work = context(folder, export)
    given = {f"{name}.xml": rows for name, rows in messages.items()} or MESSAGES
    paths = [folder / name for name in given]
    return compare_claim(count_export(work), work, paths, folder / "werk", reader=reader(given), part=part)


def listed(found: Reconciliation) -> dict[str, list]:
    assert found.claim
    frame = pl.read_parquet(found.claim.listed)
    assert frame.schema == pl.Schema(DIFFERENCES)
    kinds: dict[str, list] = {}
    for r in frame.iter_rows(named=True):
        kinds.setdefault(r["soort"], []).append(
            (r["prestatie_id"], r["bedrag_export"], r["bedrag_bericht"], r["verschil"])
        )
    return kinds


def test_every_kind_of_difference_is_found_once(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert listed(found) == {
        "niet_in_export": [("PX", None, 2_500, 2_500), (None, None, 40, 40)],
        "niet_declarabel": [("P4", 900, 900, 0)],
        "ander_bedrag": [("P10", 6_000, 0, -6_000), ("P2", 5_000, 4_999, -1)],
        "bedrag_onbekend": [("P6", None, 100, None)],
        "niet_gedeclareerd": [("P9", 8_000, None, -8_000)],
    }
    assert found.claim
    assert [(d.kind, d.rows) for d in found.claim.differences] == [
        (Mismatch.NIET_IN_EXPORT, 2),
        (Mismatch.NIET_DECLARABEL, 1),
        (Mismatch.ANDER_BEDRAG, 2),
        (Mismatch.BEDRAG_ONBEKEND, 1),
        (Mismatch.NIET_GEDECLAREERD, 1),
    ]
    assert (found.claim.agreeing, found.claim.different, found.claim.lines) == (3, 7, 12)
    assert found.claim.cents == sum(r["bedrag_eur"] for rows in MESSAGES.values() for r in rows)
    assert found.claim.files == ("a.xml", "b.xml")


def test_what_is_fully_taken_back_and_not_declarable_is_no_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, [row(1, declarabel=False)], a=[line(1, 500), line(1, -500)])
    assert listed(found) == {}


def test_an_amount_that_cannot_be_read_is_unknown_and_not_zero(tmp_path: Path) -> None:
    found = compared(tmp_path, [row(1), row(2)], a=[line(1, 10_000), line(1, None), line(2, 10_000)])
    assert listed(found) == {"bedrag_onbekend": [("P1", 10_000, None, None)]}
    assert found.claim
    assert (found.claim.agreeing, found.claim.cents) == (1, 20_000)


def test_a_line_without_a_date_is_counted(tmp_path: Path) -> None:
    found = compared(tmp_path, [row(1)], a=[line(1, 10_000), line("X", 5) | {"datum": None}])
    assert found.per_month["bericht_rijen"].sum() == 2
    assert found.per_month["maand"].to_list() == [date(2024, 3, 1), None]
    assert set(listed(found)) == {"niet_in_export"}


def test_a_month_that_no_message_covers_is_told_apart(tmp_path: Path) -> None:
    export = [row(1), row(2, "2024-05-01"), row(3, "2024-03-31")]
    found = compared(tmp_path, export, a=[line(1, 10_000)])
    assert found.claim
    [missing] = [d for d in found.claim.differences if d.rows]
    assert (missing.kind, missing.rows, missing.outside) == (Mismatch.NIET_GEDECLAREERD, 2, 1)
    assert pl.read_parquet(found.claim.listed)["buiten_bericht"].to_list() == [True, False]


def test_lines_per_group_and_month_add_up_to_the_message(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert found.claim
    per_month = found.per_month
    assert per_month["bericht_rijen"].sum() == found.claim.lines
    assert per_month["bericht_bedrag"].sum() == found.claim.cents
    cells = {
        (m, g): (n, c)
        for m, g, n, c in per_month.select("maand", "prestatiegroep", "bericht_rijen", "bericht_bedrag").iter_rows()
    }
    # The group of the export counts where the prestatie is known; the month without a claim shows zero.
    assert cells[date(2024, 4, 1), "verblijfsdag"] == (1, 30_000)
    assert cells[date(2024, 5, 1), "consult"] == (0, 0)
    assert cells[date(2024, 3, 1), "onbekend"] == (2, 2_540)
    assert per_month["rijen"].sum() == len(EXPORT)
    assert found.adds_up


@pytest.mark.parametrize("part", [1, 3, 7])
def test_in_parts_it_is_the_same(tmp_path: Path, part: int) -> None:
    whole, parts = compared(tmp_path / "een"), compared(tmp_path / "twee", part=part)
    assert whole.claim
    assert parts.claim
    assert pl.read_parquet(whole.claim.listed).equals(pl.read_parquet(parts.claim.listed))
    assert whole.per_month.equals(parts.per_month)
    assert whole.claim.differences == parts.claim.differences
    assert (whole.claim.agreeing, whole.claim.prestaties) == (parts.claim.agreeing, parts.claim.prestaties)


def test_the_order_of_lines_and_messages_changes_nothing(tmp_path: Path) -> None:
    turned = {name.removesuffix(".xml"): list(reversed(rows)) for name, rows in reversed(MESSAGES.items())}
    one = compared(tmp_path / "een")
    other = compared(
        tmp_path / "twee", list(reversed(EXPORT)), **{n.removesuffix(".xml"): r for n, r in turned.items()}
    )
    assert one.claim
    assert other.claim
    assert one.claim.listed.read_bytes() == other.claim.listed.read_bytes()


def test_an_empty_claim_leaves_everything_unclaimed(tmp_path: Path) -> None:
    found = compared(tmp_path, a=[])
    assert found.claim
    assert (found.claim.lines, found.claim.cents) == (0, 0)
    assert set(listed(found)) == {"niet_gedeclareerd"}


def test_the_files_hold_every_difference_in_euros(tmp_path: Path) -> None:
    found = compared(tmp_path, [row("=1", cents=12_345)], a=[line("=1", 1)])
    write_reconciliation(found, tmp_path)
    folder = tmp_path / "aansluiting"
    assert sorted(p.name for p in folder.iterdir()) == [
        "per-maand.csv",
        "per-maand.parquet",
        "verschillen.csv",
        "verschillen.parquet",
    ]
    frame = pl.read_parquet(folder / "verschillen.parquet")
    assert str(frame["bedrag_export_eur"][0]) == "123.45"
    text = (folder / "verschillen.csv").read_text(encoding="utf-8")
    assert (
        text.splitlines()[1]
        == "ander_bedrag,P=1,consult,2024-03-04,2024-03-04,CO0497,CO0497,123.45,0.01,-123.44,1,false"
    )
    assert "patient" not in text
    content = reconciliation_result(found)["declaratie"]
    assert content["verschillen"]["ander_bedrag"] == {
        "prestaties": 1,
        "bedrag_export_eur": 123.45,
        "bedrag_bericht_eur": 0.01,
        "in_maanden_zonder_bericht": 0,
    }


def test_without_a_message_only_the_months_are_written(tmp_path: Path) -> None:
    write_reconciliation(count_export(context(tmp_path, EXPORT)), tmp_path)
    assert sorted(p.name for p in (tmp_path / "aansluiting").iterdir()) == ["per-maand.csv", "per-maand.parquet"]
    assert "bericht" not in (tmp_path / "aansluiting" / "per-maand.csv").read_text(encoding="utf-8")
