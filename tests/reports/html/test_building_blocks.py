"""The small parts: numbers and dates, words, charts, periods, and the sharing out of places in the page."""

from __future__ import annotations

import json
import re
import string
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from zpm_audit.base.language import Text, Word, Words
from zpm_audit.base.resources import templates_dir
from zpm_audit.checks import words as check_words
from zpm_audit.checks.verdict import Status, Verdict
from zpm_audit.engine.outcome import SPREAD_SCHEMA
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.embedded import escaped_json, listing
from zpm_audit.reports.html.periods import periods, unit
from zpm_audit.reports.spread import MOST_PERIODS, over_time, per_setting
from zpm_audit.reports.words import shared as words
from zpm_audit.reports.words.excel import ExcelWords, ListingWords
from zpm_audit.reports.words.framework import FrameworkWords
from zpm_audit.reports.words.html import CHAPTERS, PageWords
from zpm_audit.reports.words.opinion import OpinionWords
from zpm_audit.reports.words.reconciliation import ReconciliationWords

pytestmark = pytest.mark.whole


def test_numbers() -> None:
    assert fmt.integer(1234567, "nl") == "1.234.567"
    assert fmt.integer(1234567, "en") == "1,234,567"
    assert fmt.integer(None, "nl") == fmt.euro(None, "nl") == fmt.decimal(float("nan"), "nl") == fmt.DASH
    assert fmt.decimal(Decimal("1234.505"), "nl") == "1.234,51"
    assert fmt.decimal(-2.5, "en", 0) == "-3"
    assert fmt.euro(123450, "nl") == "€\u00a01.234,50"
    assert fmt.euro(-5, "en") == "-€0.05"
    assert fmt.size(999, "nl") == "999\u00a0B"
    assert fmt.size(1_500_000, "nl") == "1,5\u00a0MB"
    assert fmt.size(2_500_000_000_000, "en") == "2,500.0\u00a0GB"


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert fmt.percent(1, 100_000, "nl") == "< 0,1%"
    assert fmt.percent(99_999, 100_000, "en") == "> 99.9%"
    assert fmt.percent(0, 5, "nl") == "0,0%"
    assert fmt.percent(5, 5, "nl") == "100,0%"
    assert fmt.percent(0, 0, "nl") == fmt.DASH


def test_dates() -> None:
    day = date(2024, 3, 31)
    assert (fmt.day(day, "nl"), fmt.day(day, "en")) == ("31-03-2024", "2024-03-31")
    assert (fmt.month(day, "nl"), fmt.month(day, "en")) == ("mrt 2024", "Mar 2024")
    assert fmt.period(day, None, "nl") == "vanaf 31-03-2024"
    assert fmt.period(None, day, "en") == "until 2024-03-31"
    assert fmt.period(day, day, "nl") == "31-03-2024 t/m 31-03-2024"
    assert fmt.period(None, None, "nl") == fmt.DASH


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _said(words: type[Words]) -> dict[str, Text]:
    return {name: word.text for of in words.__mro__ for name, word in vars(of).items() if isinstance(word, Word)}


def test_every_word_is_there_in_both_languages_with_the_same_places_to_fill() -> None:
    tables = (
        _said(PageWords),
        _said(ExcelWords),
        _said(ListingWords),
        _said(OpinionWords),
        _said(FrameworkWords),
        CHAPTERS,
        words.COLUMN,
        words.STATISTIC,
        check_words.CERTAINTY_MEANING,
    )
    for table in tables:
        assert table
        for key, text in table.items():
            assert text.nl.strip(), key
            assert text.en.strip(), key
            assert _fields(text.nl) == _fields(text.en), key
    assert set(check_words.VERDICT) == set(check_words.VERDICT_MEANING) == set(Verdict)
    assert set(check_words.STATUS) == set(check_words.STATUS_MEANING) == set(Status)
    assert set(words.COLUMN) == set(FINDING_SCHEMA)
    assert words.NOUN["rij"].of(1).nl == "rij"
    assert words.NOUN["rij"].of(0).en == words.NOUN["rij"].of(2).en == "rows"
    assert words.NOUN["rij"].counted(1) == Text("1 rij", "1 row")


@pytest.mark.parametrize("kind", [PageWords, ExcelWords])
def test_no_word_hides_another_one(kind: type[Words]) -> None:
    names = [name for of in kind.__mro__ for name, value in vars(of).items() if isinstance(value, Word)]
    assert len(names) == len(set(names))


def test_words_are_in_one_language_and_a_name_that_is_not_there_fails() -> None:
    assert (PageWords("nl").afwijkingen, PageWords("en").afwijkingen) == ("Afwijkingen", "Deviations")
    assert ReconciliationWords("en").lots()["toekomst"] == "After the reference date"
    with pytest.raises(AttributeError):
        getattr(PageWords("nl"), "afwijkingne")  # noqa: B009


def test_every_word_that_a_template_asks_for_is_there() -> None:
    asked = {
        name
        for template in templates_dir().glob("*.j2")
        for name in re.findall(r"\bw\.(\w+)", template.read_text(encoding="utf-8"))
    }
    assert len(asked) > 100
    assert not asked - set(_said(PageWords))


@given(st.lists(st.integers(0, 500), max_size=12), st.integers(0, 2000))
def test_places_are_shared_out_fairly(counts: list[int], limit: int) -> None:
    shares = share_out(counts, limit)
    assert sum(shares) <= limit
    assert all(0 <= s <= c for s, c in zip(shares, counts, strict=True))
    if sum(counts) <= limit:
        assert shares == counts
    else:
        assert sum(shares) == limit
        cut = [s for s, c in zip(shares, counts, strict=True) if s < c]
        assert max(cut) - min(cut) <= 1, "lists that are cut get the same number of places"
        assert max(shares) <= max(cut) + 1


@given(st.text())
def test_json_in_a_page_cannot_leave_its_element(text: str) -> None:
    packed = escaped_json({"v": [text, "</script>&"]})
    assert not set("<>&\u2028\u2029") & set(packed)
    assert json.loads(packed) == {"v": [text, "</script>&"]}


def test_columns_without_values_are_left_out_and_repeats_become_a_dictionary() -> None:
    frame = pl.DataFrame(
        {
            "check_id": ["C"] * 6,
            "onderwerp_id": list("fedcba"),
            "behandelaar_id": ["x", "y", None, "x", "x", "y"],
            "waarde": [None] * 6,
            "datum": [date(2024, 1, 1)] * 6,
            "impact_eur": [Decimal("1.10"), None, Decimal("-2.05"), Decimal(3), None, Decimal("1.10")],
            "bevinding_id": [f"C:{c}" for c in "fedcba"],
        },
        schema={k: FINDING_SCHEMA[k] for k in ("check_id", "onderwerp_id", "behandelaar_id", "waarde", "datum")}
        | {"impact_eur": pl.Decimal(18, 2), "bevinding_id": pl.String()},
    )
    names = ("onderwerp_id", "datum", "behandelaar_id", "waarde", "impact_eur", "bevinding_id")
    made = listing(
        key="k",
        rows=frame.lazy(),
        names=names,
        order=(("impact_eur", True), ("onderwerp_id", False)),
        total=9,
        limit=5,
        language="nl",
    )
    assert [c.name for c in made.columns] == ["onderwerp_id", "datum", "behandelaar_id", "impact_eur"]
    assert made.first[0] == ("c", "01-01-2024", "x", "3,00")
    assert made.first[3] == ("d", "01-01-2024", "", "-2,05")
    assert (made.shown, made.left_out) == (5, 4)
    assert made.sorted_on == 3
    assert made.descending
    data = json.loads(made.data)
    assert data["n"] == 5
    assert data["c"][1] == {"k": "date", "d": ["2024-01-01"], "i": [0] * 5}
    assert data["c"][2] == {"k": "text", "d": ["x", "y"], "i": [0, 1, 0, -1, 0]}
    assert data["c"][3] == {"k": "cent", "v": [300, 110, 110, -205, None]}


def _spread(*rows: tuple[date | None, int | None, str, int]) -> pl.DataFrame:
    whole = [(month, setting, "zvw", verdict, count, None, 0) for month, setting, verdict, count in rows]
    return pl.DataFrame(whole, schema=SPREAD_SCHEMA, orient="row")


def test_months_without_units_are_seen_and_undated_units_counted() -> None:
    line = over_time(
        _spread((date(2024, 1, 1), 1, "afwijking", 2), (date(2024, 4, 1), None, "voldoet", 5), (None, 1, "loopt", 3))
    )
    assert [p.label for p in periods(line.axis, "nl")] == ["jan 2024", "feb 2024", "mrt 2024", "apr 2024"]
    assert line.counts[Verdict.AFWIJKING] == (2, 0, 0, 0)
    assert line.population == (2, 0, 0, 5)
    assert line.undated == 3


@pytest.mark.parametrize(
    ("first", "called", "label"),
    [
        (date(2021, 1, 1), "maand", "jan 2021"),
        (date(2020, 12, 1), "kwartaal", "K4 2020"),
        (date(2005, 1, 1), "jaar", "2005"),
        (date(1900, 1, 1), "jaar", "1900"),
    ],
)
def test_long_periods_are_drawn_coarser(first: date, called: str, label: str) -> None:
    line = over_time(_spread((first, 1, "afwijking", 2), (date(2024, 12, 1), 1, "voldoet", 5)))
    assert (unit(line.axis, "nl"), periods(line.axis, "nl")[0].label) == (called, label)
    assert len(line.axis.starts) <= MOST_PERIODS
    assert sum(line.population) == 7


def test_stray_years_are_put_together_but_not_lost() -> None:
    rows = [(date(y, 1, 1), 1, "afwijking", 1) for y in (*range(1700, 1800), 9999)]
    line = over_time(_spread(*rows))
    assert len(line.axis.starts) == MOST_PERIODS
    assert periods(line.axis, "nl")[0].label == "tot en met 1753"
    assert sum(line.population) == 101


def test_settings_in_order_with_those_without_one_last() -> None:
    lines = per_setting(_spread((None, None, "voldoet", 1), (None, 7, "afwijking", 2), (None, 2, "voldoet", 3)))
    assert [(s.setting, s.population) for s in lines] == [(2, 3), (7, 2), (None, 1)]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60))
def test_charts_are_sound_whatever_the_numbers(values: list[tuple[int, int]]) -> None:
    drawn = charts.columns(
        key="k",
        title="a < b & c",
        description="d",
        ticks=[(str(k), "2024") for k in range(len(values))],
        series=[charts.Series("m-afwijking", tuple(a for a, _ in values))],
        language="nl",
        below=("p", charts.Series("m-populatie", tuple(b for _, b in values))),
    )
    root = etree.fromstring(str(drawn))
    _, _, _, height = (float(v) for v in root.get("viewBox").split())
    boxes = root.findall(".//rect")
    assert len(boxes) == sum(a > 0 for a, _ in values) + sum(b > 0 for _, b in values)
    for box in boxes:
        assert float(box.get("height")) >= 0
        assert 0 <= float(box.get("y")) <= float(box.get("y")) + float(box.get("height")) <= height
    assert root.findtext("title") == "a < b & c"


@given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4))
def test_a_bar_is_whole_and_every_part_is_seen(values: list[int]) -> None:
    root = etree.fromstring(str(charts.proportion("t", [(f"m-{k}", v) for k, v in enumerate(values)])))
    widths = [float(b.get("width").rstrip("%")) for b in root.findall("rect")]
    assert len(widths) == sum(v > 0 for v in values)
    if widths:
        assert sum(widths) == pytest.approx(100, abs=0.1)
        assert min(widths) > 0.5
