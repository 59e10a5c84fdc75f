"""What the examiner filled in is read by key and value, nothing is lost, and what follows is said as it was planned."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.zips import pointing_nowhere
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.commands.sample_follow import Figures, outcome_of_figures, outcome_of_folders, second_stage
from zpm_audit.sampling.conclusion import conclusion
from zpm_audit.sampling.demand import read_demand
from zpm_audit.sampling.evaluate import evaluate
from zpm_audit.sampling.forms import Reading
from zpm_audit.sampling.plan import Kind, make_plan
from zpm_audit.sampling.read import read_workbook
from zpm_audit.sampling.record import (
    RECORD,
    Asked,
    Drawn,
    Item,
    Judgement,
    Judgements,
    OfRun,
    Record,
    read_judgements,
    read_record,
    write_json,
    written,
)
from zpm_audit.sampling.workbook import write_sample

Change = Callable[[Any, dict[str, int], int], None]


def draw(stages: list[int], *, kind: Kind = "attribuut", layers: str = "", tool: str = "voldoet") -> Record:
    plan = make_plan(read_demand(kind=kind, confidence="0.95", tolerable="0.05"))
    names = list(layers) or [""]
    items = [
        Item(
            post=f"d-{number:04d}",
            fase=stage,
            laag=names[number % len(names)],
            treffers=1,
            oordeel=tool,
            checks=["ZPM-PR-01"],
            onderwerp="prestatie",
            onderwerp_id=f"P{number}",
            bedrag_cent=10_000,
        )
        for number, stage in enumerate((s for s, count in enumerate(stages, 1) for _ in range(count)), 1)
    ]
    sizes = {name: 1000 * sum(i.laag == name for i in items if i.fase == 1) for name in sorted(names)}
    return Record(
        programma="0",
        trekking="d",
        taal="nl",
        run=OfRun(run_id="r", kenmerk="k", manifest_sha256="m"),
        plan=Asked.of(plan, stages),
        zaad="1",
        selectie="cel" if kind == "mus" else "aselect",
        check="ZPM-PR-01",
        laag="team" if layers else None,
        populatie=Drawn(
            oordelen=[tool],
            posten=sum(sizes.values()),
            bedrag_cent=100_000_000,
            sha256="p",
            lagen=sizes,
            buiten={"onbepaald": 3},
        ),
        posten=items,
    ).sealed()


def judged(record: Record, wrong: dict[str, int | None], *, stages: tuple[int, ...] = (1, 2)) -> Judgements:
    def one(item: Item) -> Judgement:
        bad = item.post in wrong
        return Judgement(
            oordeel="fout" if bad else "goed",
            fout_cent=wrong.get(item.post),
            opmerking="",
            paraaf="ab",
            gelezen_op="2025-01-01T00:00:00+00:00",
            werkboek_sha256="w",
        )

    return Judgements(trekking="d", posten={i.post: [one(i)] for i in record.posten if i.fase in stages})


def filled(record: Record, folder: Path, change: Change) -> Path:
    """Write the workbook, change every row of items with ``change(sheet, columns, row)``, and save it."""
    rows = pl.DataFrame([{**item.model_dump(), "tool": item.oordeel} for item in record.posten]).drop(
        "oordeel", "checks"
    )
    path = folder / "steekproef.xlsx"
    write_sample(record, rows, path, datetime(2025, 1, 1))
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "post")
    columns = {str(cell.value): cell.column for cell in sheet[heading]}
    for row in range(heading + 1, sheet.max_row + 1):
        change(sheet, columns, row)
    workbook.save(path)
    return path


def nothing_known() -> Judgements:
    return Judgements(trekking="d", posten={})


def test_the_workbook_offers_the_answers_and_reads_back(tmp_path: Path) -> None:
    record = draw([59])

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns["oordeel"]).value = " Goed "
        sheet.cell(row, columns["paraaf"]).value = "ab"

    path = filled(record, tmp_path, fill)
    offered = load_workbook(path).worksheets[0].data_validations.dataValidation
    assert {v.type: v.formula1 for v in offered}["list"] == '"goed,fout,niet te beoordelen"'
    after, reading = read_workbook(path, record, nothing_known())
    assert (reading.read, reading.changed, reading.unchanged, reading.refused) == (59, 59, 0, [])
    again, same = read_workbook(path, record, after)
    assert (same.changed, same.unchanged) == (0, 59)
    assert again == after


def _first_row_only(change: Change) -> Change:
    done: list[int] = []

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        if not done:
            change(sheet, columns, row)
            done.append(row)

    return fill


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("oordeel", "prima", "geen oordeel"),
        ("oordeel", "=A1", "formule"),
        ("paraaf", "ab", "oordeel ontbreekt"),
        ("post", "x-0001", "hoort niet bij trekking"),
        ("bedrag van de fout (eur)", 5, "oordeel ontbreekt"),
        ("bedrag van de fout (eur)", "1e999", "geen bedrag"),
        ("bedrag van de fout (eur)", "Infinity", "geen bedrag"),
        ("bedrag van de fout (eur)", "1e9999999999", "geen bedrag"),
        ("opmerking", "zie 999990019", "burgerservicenummer"),
        ("oordeel", 999990019, "burgerservicenummer"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, column: str, value: object, reason: str) -> None:
    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns[column]).value = value

    _, reading = read_workbook(filled(draw([59]), tmp_path, _first_row_only(fill)), draw([59]), nothing_known())
    (refused,) = reading.refused
    assert refused.sheet == "Posten"
    assert refused.cell.endswith("4")
    assert reason in refused.reason.nl


@pytest.mark.parametrize(
    ("answer", "amount", "reason"),
    [
        ("fout", None, "hoort bij fout een bedrag"),
        ("fout", "veel", "geen bedrag"),
        ("fout", 100.01, "meer dan het bedrag van de post"),
        ("fout", 1.005, "euro's en centen"),
        ("fout", -1, "euro's en centen"),
        ("goed", 5, "hoort niet bij goed"),
    ],
)
def test_an_amount_that_cannot_be_is_named(tmp_path: Path, answer: str, amount: object, reason: str) -> None:
    record = draw([60], kind="mus")

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns["oordeel"]).value = answer
        sheet.cell(row, columns["bedrag van de fout (eur)"]).value = amount

    _, reading = read_workbook(filled(record, tmp_path, _first_row_only(fill)), record, nothing_known())
    (refused,) = reading.refused
    assert reason in refused.reason.nl


def test_rows_are_known_by_key_in_any_order_and_a_double_one_is_refused(tmp_path: Path) -> None:
    record = draw([59])

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, 1).value = "d-0003" if row in {4, 5} else None
        sheet.cell(row, columns["oordeel"]).value = "fout" if row in {4, 5} else None

    after, reading = read_workbook(filled(record, tmp_path, fill), record, nothing_known())
    assert list(after.posten) == ["d-0003"]
    assert ["staat ook op rij 4" in r.reason.nl for r in reading.refused] == [True]


def test_a_verdict_that_is_emptied_stands_and_one_that_changes_keeps_the_old(tmp_path: Path) -> None:
    record = draw([59])
    before = judged(record, {})

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns["oordeel"]).value = "fout"

    after, reading = read_workbook(filled(record, tmp_path, _first_row_only(fill)), record, before)
    assert len(reading.conflicts) == 58
    assert [j.oordeel for j in after.posten["d-0001"]] == ["goed", "fout"]
    assert after.posten["d-0002"] == before.posten["d-0002"]


def test_a_workbook_that_lost_a_column_is_refused_as_a_whole(tmp_path: Path) -> None:
    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row - 1, columns["paraaf"]).value = "weg"

    with pytest.raises(UsageError, match="ontbreekt de kolom paraaf"):
        read_workbook(filled(draw([59]), tmp_path, _first_row_only(fill)), draw([59]), nothing_known())


def test_half_a_sample_has_no_outcome() -> None:
    record = draw([59])
    half = Judgements(trekking="d", posten=dict(list(judged(record, {}).posten.items())[:30]))
    with pytest.raises(UsageError, match="29 van 59 posten zonder oordeel"):
        evaluate(record, half)


def test_what_cannot_be_judged_counts_as_wrong() -> None:
    record = draw([59])
    found = judged(record, {})
    found.posten["d-0001"][0] = found.posten["d-0001"][0].model_copy(update={"oordeel": "niet te beoordelen"})
    outcome = evaluate(record, found)
    assert (outcome.finding.errors, outcome.unjudgeable, outcome.finding.accepted) == (1, 1, False)
    assert outcome.nature == "niet vast te stellen"


def test_a_sample_without_errors_is_accepted() -> None:
    outcome = evaluate(draw([59]), judged(draw([59]), {}))
    assert outcome.finding.accepted
    assert conclusion(outcome).nl.startswith(
        "Aanvaard: met 95,0% betrouwbaarheid is hoogstens 4,95% van de posten fout"
    )
    assert conclusion(outcome).en.startswith("Accepted")


def test_two_stages_follow_the_plan() -> None:
    record = draw([61, 61])
    outcome = evaluate(record, judged(record, {}, stages=(1,)))
    assert (outcome.finding.n, outcome.finding.accepted) == (61, True)
    with pytest.raises(UsageError, match="tweede fase hoort er nog bij"):
        evaluate(record, judged(record, {"d-0007": None}, stages=(1,)))
    one = evaluate(record, judged(record, {"d-0007": None}))
    assert (one.finding.n, one.finding.accepted, one.nature) == (122, True, "incidenteel")
    again = evaluate(record, judged(record, {"d-0007": None, "d-0100": None}))
    assert (again.finding.accepted, again.nature) == (False, "structureel")
    early = evaluate(record, judged(record, {"d-0007": None, "d-0008": None}, stages=(1,)))
    assert (early.finding.n, early.finding.accepted, early.nature) == (61, False, "structureel")


def _kept(record: Record, folder: Path, found: Judgements) -> Path:
    folder.mkdir()
    write_json(record, folder / RECORD)
    write_json(found, folder / "oordelen.json")
    return folder


def test_an_extension_that_was_not_planned_is_refused(tmp_path: Path) -> None:
    record = draw([59])
    folders = [_kept(record, tmp_path / name, judged(record, {"d-0001": None})) for name in ("a", "b")]
    with pytest.raises(UsageError, match="7,5% van de keren aanvaard"):
        second_stage(folders[0])
    with pytest.raises(UsageError, match="achteraf"):
        outcome_of_folders(folders)
    demand = read_demand(kind="attribuut", confidence="0.95", tolerable="0.05")
    with pytest.raises(UsageError, match="7,5% van de keren aanvaard"):
        outcome_of_figures(demand, Figures(93, 1, None, 59))
    # Of the same figures from one sample of 93 there is nothing wrong.
    assert outcome_of_figures(demand, Figures(93, 1, None, None)).finding.accepted


def test_the_second_stage_waits_for_exactly_one_error(tmp_path: Path) -> None:
    record = draw([61, 61])
    none, two = (judged(record, wrong, stages=(1,)) for wrong in ({}, {"d-0001": None, "d-0002": None}))
    for name, found in (("nul", none), ("twee", two)):
        with pytest.raises(UsageError, match="alleen bij precies een"):
            second_stage(_kept(record, tmp_path / name, found))


def test_a_record_that_was_changed_is_refused(tmp_path: Path) -> None:
    folder = _kept(draw([59]), tmp_path / "a", nothing_known())
    assert read_record(folder) == draw([59])
    assert read_judgements(folder, read_record(folder)) == nothing_known()
    changed = (folder / RECORD).read_text().replace('"zaad": "1"', '"zaad": "2"')
    (folder / RECORD).write_text(changed)
    with pytest.raises(UsageError, match="na de trekking gewijzigd"):
        read_record(folder)


def test_money_that_is_partly_wrong() -> None:
    record = draw([60], kind="mus")
    outcome = evaluate(record, judged(record, {"d-0001": 2_000, "d-0002": 10_000}))
    assert outcome.finding.likely == pytest.approx(1.2 / 60)
    # 2.9957 + (4.7439 - 2.9957) * 1 + (6.2958 - 4.7439) * 0.2, the factors of every table of the Poisson distribution
    assert outcome.finding.limit == pytest.approx((2.9957 + 1.7482 + 0.2 * 1.5519) / 60, abs=1e-5)
    assert (outcome.error_cent, outcome.nature) == (12_000, "structureel")


def test_over_strata_and_per_check() -> None:
    record = draw([60], layers="ab", tool="afwijking")
    wrong = {f"d-{n:04d}": None for n in range(1, 61) if n not in {2, 4}}
    outcome = evaluate(record, judged(record, wrong))
    # Of deviations it is tested whether they are any: two of them the examiner finds in order.
    assert [(s.name, s.n, s.errors) for s in outcome.strata] == [("a", 30, 2), ("b", 30, 0)]
    assert outcome.together == "a"
    (check,) = outcome.checks
    assert (check.right, check.wrong) == (58, 2)
    assert "van de afwijkingen ten onrechte gemeld" in conclusion(outcome).nl


def test_a_compliant_item_that_is_wrong_was_missed() -> None:
    (check,) = evaluate(draw([59]), judged(draw([59]), {"d-0001": None})).checks
    assert (check.n, check.right, check.wrong) == (59, 58, 1)


def test_a_population_that_was_examined_as_a_whole_is_known() -> None:
    demand = read_demand(kind="attribuut", confidence="0.95", tolerable="0.05", population=40)
    found = outcome_of_figures(demand, Figures(40, 1, None, None)).finding
    assert (found.limit, found.accepted, found.method) == (1 / 40, True, "volledig onderzocht")


@pytest.mark.parametrize("value", ["0.95", "0.05", "0", "2", "1/3", "0.125"])
def test_numbers_in_a_record_read_back_exactly(value: str) -> None:
    assert Fraction(written(Fraction(value))) == Fraction(value)


def test_a_reading_for_machines_has_the_keys_of_follow_up() -> None:
    assert set(Reading().as_json("nl")) == {"gelezen", "gewijzigd", "ongewijzigd", "conflicten", "geweigerd"}


def test_a_cell_far_below_the_last_item_costs_nothing(tmp_path: Path) -> None:
    def far(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns["oordeel"]).value = "goed"
        sheet.cell(1_048_576, 90).value = "x"

    path = filled(draw([59]), tmp_path, far)
    _, reading = read_workbook(path, draw([59]), nothing_known())
    assert (reading.read, reading.refused) == (59, [])


def test_a_workbook_that_announces_too_much_is_refused(tmp_path: Path) -> None:
    path = filled(draw([59]), tmp_path, lambda *_: None)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b' r="A1"', b' r="ZZZZZ1"', 1)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    with pytest.raises(InputRefusedError, match="te groot om te openen"):
        read_workbook(path, draw([59]), nothing_known())
    pointing_nowhere(filled(draw([59]), tmp_path, lambda *_: None))
    with pytest.raises(UsageError, match="geen leesbaar Excel-werkboek"):
        read_workbook(path, draw([59]), nothing_known())
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match="geen leesbaar Excel-werkboek"):
        read_workbook(path, draw([59]), nothing_known())
