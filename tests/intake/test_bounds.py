"""What no column can hold is set aside with its reason, whether it came as text or typed, and nothing panics on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read, aside, counts, ids
from zpm_audit.intake.rows.values import FAR_DAY
from zpm_audit.register.schema import FARTHEST, FIRST_DAY, LAST_DAY, TABLES

HEAD = "prestatie_id,patient_id,datum,prestatiegroep"


def _read_days(read: Read, days: list[str]) -> list[tuple[str, str]]:
    rows = "".join(f"P{i},C1,{day},consult\n" for i, day in enumerate(days))
    register = read(f"{HEAD}\nQ,C1,2024-01-01,consult\n{rows}")
    assert counts(register) == (len(days) + 1, 1, len(days))
    return [(value, reason) for _, _, value, reason in aside(register)]


def test_a_date_as_text(read: Read) -> None:
    days = ["1899-12-31", "2101-01-01", "9999-12-31", "1850-06-01"]
    assert _read_days(read, days) == [(day, FAR_DAY.nl) for day in days]


def test_the_first_and_the_last_day_are_read(read: Read) -> None:
    register = read(f"{HEAD}\nP1,C1,{FIRST_DAY},consult\nP2,C1,{LAST_DAY},consult\n")
    assert ids(register) == ["P1", "P2"]


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("gerealiseerde_minuten", ["0", "-10", "1000000"], ["1000001", "-1000001", "9223372036854775807"]),
        ("bedrag_eur", ["1000000000", "-999999999.99"], ["1000000000.01", "-99999999999"]),
        ("gepland_op", ["2024-01-01T10:00"], ["1899-12-31T23:59", "2101-01-01T00:00"]),
    ],
)
def test_a_number_or_moment_as_text(read: Read, column: str, good: list[str], bad: list[str]) -> None:
    rows = "".join(f"P{i},C1,2024-01-01,consult,{value}\n" for i, value in enumerate([*good, *bad]))
    register = read(f"{HEAD},{column}\n{rows}")
    assert counts(register) == (len(good) + len(bad), len(good), len(bad))
    assert [value for _, _, value, _ in aside(register)] == bad
    for _, shown, _, reason in aside(register):
        assert shown == column
        assert "te groot (hoogstens" in reason or "datum buiten" in reason


ENDS = [2**31 - 1, -(2**31), 2_932_897, -719_163]
MOMENTS = [2**63 - 1, -(2**63) + 1, 10**17, -(10**17)]


def _typed(export: Path, **columns: pl.Series) -> None:
    (export / "prestaties.csv").unlink()
    height = len(next(iter(columns.values())))
    base = {
        "prestatie_id": [f"P{i}" for i in range(height)],
        "patient_id": ["C1"] * height,
        "datum": [dt.date(2024, 1, 1)] * height,
        "prestatiegroep": ["consult"] * height,
    }
    pl.DataFrame({**base, **columns}).write_parquet(export / "prestaties.parquet", statistics=False)


def test_a_date_at_the_end_of_its_type(export: Path, read: Read, capfd: pytest.CaptureFixture[str]) -> None:
    _typed(export, datum=pl.Series([19_800, *ENDS], dtype=pl.Int32).cast(pl.Date))
    register = read(None)
    assert counts(register) == (5, 1, 4)
    assert {reason for *_, reason in aside(register)} == {FAR_DAY.nl}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "Europe/Amsterdam", "UTC"])
@pytest.mark.parametrize("column", ["gepland_op", "datum"])
def test_a_moment_at_the_end_of_its_type(
    export: Path, read: Read, unit: str, zone: str | None, column: str, capfd: pytest.CaptureFixture[str]
) -> None:
    good = {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit] * 86_400 * 19_800
    good -= {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit] * 3_600 if zone == "Europe/Amsterdam" else 0
    good -= {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit] * 3_600 if zone == "UTC" else 0
    kind = pl.Datetime(unit, zone)  # type: ignore[arg-type]
    moments = pl.Series([good, *(m for m in MOMENTS if unit != "ns" or abs(m) > 10**18)], dtype=pl.Int64).cast(kind)
    _typed(export, **{column: moments})
    register = read(None)
    assert counts(register) == (len(moments), 1, len(moments) - 1)
    assert capfd.readouterr().err == ""


def test_a_number_at_the_end_of_its_type(export: Path, read: Read) -> None:
    values = pl.Series([45, 2**63 - 1, -(2**63), 10**6 + 1])
    _typed(export, gerealiseerde_minuten=values)
    assert counts(read(None)) == (4, 1, 3)


def test_no_end_can_be_said_in_a_mapping(export: Path, read: Read) -> None:
    far = dt.datetime(9999, 12, 31)
    _typed(
        export, gepland_op=pl.Series([far, None, dt.datetime(2024, 1, 1, 10)]), factuurdatum=pl.Series([far.date()] * 3)
    )
    mapping = 'standaard: {leeg: ["9999-12-31"]}\ntabellen: {prestaties: {}}\n'
    register = read(None, mapping)
    assert counts(register) == (3, 3, 0)
    found = register.scan("prestaties").collect()
    assert found["gepland_op"].to_list() == [None, None, dt.datetime(2024, 1, 1, 10)]
    assert found["factuurdatum"].to_list() == [None] * 3


def test_a_made_date_is_bounded_too(read: Read) -> None:
    head = HEAD.replace("datum", "moment")
    text = f"{head}\nP1,C1,2024-01-01T10:00,consult\nP2,C1,2222-01-01T10:00,consult\n"
    register = read(text, "tabellen:\n  prestaties:\n    kolommen:\n      datum: {datum_van: moment}\n")
    assert counts(register) == (2, 1, 1)
    ((*_, reason),) = aside(register)
    assert reason == FAR_DAY.nl


def test_the_largest_values_together_stay_exact() -> None:
    """The products and sums of the checks fit in 64 bits, whatever is in the cells."""
    largest = {(t.name, c.name): c.limit for t in TABLES.values() for c in t.columns if c.limit is not None}
    tariff, percent = largest["codelijst", "max_tarief_eur"], largest["contracten", "prijs_pct"]
    amount, minutes = largest["prestaties", "bedrag_eur"], largest["prestaties", "gerealiseerde_minuten"]
    assert tariff * percent + 500_000 < 2**63
    assert 2 * amount * minutes + minutes < 2**63
    rows = 50_000_000
    assert amount * rows < 2**63
    assert set(FARTHEST) == {c.kind for t in TABLES.values() for c in t.columns if c.limit is not None}
