from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read, aside, counts, ids
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.register.schema import TABLES

BASE = {
    "prestatie_id": ["P1", "P2", "P3"],
    "patient_id": ["C1", "C1", "C2"],
    "datum": [dt.date(2024, 3, 31)] * 3,
    "prestatiegroep": ["consult", "consult", "reistijd"],
}


@pytest.fixture
def parquet(export: Path, read: Read) -> Read:
    def run(columns: dict[str, object], mapping: str | None = None) -> object:
        (export / "prestaties.csv").unlink()
        pl.DataFrame({**BASE, **columns}).write_parquet(export / "prestaties.parquet")
        return read(None, mapping)

    return run  # type: ignore[return-value]


def test_native_types_become_canonical(parquet: Read) -> None:
    register = parquet(
        {
            "prestatie_id": pl.Series([1, 2, 3], dtype=pl.Int32),
            "patient_id": pl.Series(["C1", "C1", "C2"], dtype=pl.Categorical),
            "datum": pl.Series([dt.datetime(2024, 3, 31)] * 3, dtype=pl.Datetime("ns")),
            "prestatiegroep": pl.Series(BASE["prestatiegroep"], dtype=pl.Enum(["consult", "reistijd"])),
            "setting": pl.Series([1.0, None, 3.0]),
            "duurklasse": pl.Series([45, None, 30], dtype=pl.UInt8),
            "bedrag_eur": pl.Series([Decimal("12.50"), Decimal(-3), None], dtype=pl.Decimal(18, 4)),
            "starttijd": [dt.time(9, 5), None, dt.time(14)],
            "gepland": [True, False, None],
            "gepland_op": ["2024-03-01T10:00", None, ""],
        }
    )
    found = register.scan("prestaties").collect()
    assert found.schema == {n: TABLES["prestaties"].by_name[n].dtype for n in found.columns}
    assert ids(register) == ["1", "2", "3"]
    assert found["setting"].to_list() == [1, None, 3]
    assert found["bedrag_eur"].to_list() == [1250, -300, None]
    assert found["datum"].to_list() == [dt.date(2024, 3, 31)] * 3
    assert found["gepland_op"].to_list() == [dt.datetime(2024, 3, 1, 10), None, None]
    assert counts(register) == (3, 3, 0)


@pytest.mark.parametrize(
    ("column", "values", "bad"),
    [
        ("bedrag_eur", [12.34, 12.345, 0.1 + 0.2], [2]),
        ("bedrag_eur", pl.Series([12.34, 12.345, 100.35], dtype=pl.Float32), [2]),
        ("bedrag_eur", [1.0, float("nan"), float("inf")], [2, 3]),
        ("bedrag_eur", pl.Series([Decimal("1.234"), Decimal("1.230"), Decimal(0)], dtype=pl.Decimal(18, 3)), [1]),
        ("bedrag_eur", [1, 2**62, -5], [2]),
        ("setting", [1.0, 1.5, 8.0], [2]),
        ("setting", [1, 9, 0], [2, 3]),
        ("duurklasse", pl.Series([1, 2**63, 3], dtype=pl.UInt64), [2]),
        ("datum", [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1, 9), None], [2, 3]),
        ("prestatie_id", [1.0, 2.5, 3.0], [2]),
        ("prestatie_id", ["P1", None, "P1"], [2, 3]),
        ("datum", ["2024-01-01", "31-01-2024", "2024-01-03"], [2]),
    ],
)
def test_what_does_not_convert_exactly_is_set_aside(parquet: Read, column: str, values: object, bad: list[int]) -> None:
    register = parquet({column: values})
    assert [line[0] for line in aside(register)] == bad
    assert all(line[1] == column for line in aside(register))
    assert counts(register) == (3, 3 - len(bad), len(bad))


@pytest.mark.parametrize(
    ("column", "values", "found", "expected"),
    [
        ("datum", [20240331] * 3, "geheel getal", "datum of tekst"),
        ("gepland", [1, 0, 1], "geheel getal", "waar/onwaar of tekst"),
        ("setting", [True] * 3, "waar/onwaar", "geheel getal of tekst"),
        ("starttijd", [dt.datetime(2024, 1, 1)] * 3, "tijdstip", "tijd of tekst"),
        ("patient_id", [[1]] * 3, "lijst of samengestelde waarde", "tekst"),
        ("patient_id", [dt.date(2024, 1, 1)] * 3, "datum", "tekst"),
        ("duurklasse", [dt.timedelta(minutes=1)] * 3, "tijdsduur", "geheel getal of tekst"),
        ("datum", [1.5] * 3, "kommagetal", "datum of tekst"),
        ("bedrag_eur", [dt.date(2024, 1, 1)] * 3, "datum", r"bedrag .* of tekst"),
    ],
)
def test_a_type_that_can_never_be_right_is_refused(
    parquet: Read, column: str, values: object, found: str, expected: str
) -> None:
    with pytest.raises(
        InputRefusedError,
        match=rf"prestaties.parquet: kolom {column} is van de soort {found}; verwacht wordt {expected}\. [BNZ]",
    ):
        parquet({column: values})


def test_zero_and_one_get_the_advice_that_reads_them(parquet: Read) -> None:
    with pytest.raises(InputRefusedError) as caught:
        parquet({"gepland": [1, 0, 1]})
    assert 'waar: ["1"] en onwaar: ["0"]' in caught.value.text.nl
    assert 'waar: ["1"] and onwaar: ["0"]' in caught.value.text.en


def test_that_advice_is_right(parquet: Read) -> None:
    register = parquet({"gepland": [1, 0, 1]}, 'tabellen: {prestaties: {waar: ["1"], onwaar: ["0"]}}')
    assert register.scan("prestaties").collect()["gepland"].to_list() == [True, False, True]


def test_a_text_over_two_lines_is_one_line(parquet: Read) -> None:
    register = parquet({"overleg_met": ["huisarts\nen POH", " \r\n", None], "prestatie_id": ["P1", "P2", "P\n3"]})
    assert register.scan("prestaties").collect()["overleg_met"].to_list() == ["huisarts en POH", None]
    assert aside(register)[0][1] == "prestatie_id"


def test_a_column_of_a_wrong_type_without_values_is_empty(parquet: Read) -> None:
    register = parquet({"gepland": pl.Series([None] * 3, dtype=pl.Int64), "starttijd": [None] * 3})
    assert register.scan("prestaties").collect()["gepland"].to_list() == [None] * 3
    assert {"gepland", "starttijd"} <= register.columns("prestaties")


def test_codes_that_are_numbers_can_be_translated(parquet: Read) -> None:
    register = parquet(
        {"prestatiegroep": [10, 20, 30], "gepland": [1, 0, None]},
        "tabellen: {prestaties: {waar: [1], onwaar: [0], waarden: {prestatiegroep: {10: consult, 20: reistijd}}}}",
    )
    assert register.scan("prestaties").collect()["gepland"].to_list() == [True, False]
    assert aside(register)[0][:3] == (3, "prestatiegroep", "30")


@pytest.mark.parametrize("content", [b"", b"rommel", b"PAR1 en dan niets"])
def test_a_damaged_file_is_refused(export: Path, read: Read, content: bytes) -> None:
    (export / "prestaties.csv").unlink()
    (export / "prestaties.parquet").write_bytes(content)
    with pytest.raises(InputRefusedError, match=r"prestaties.parquet is niet te lezen: het is beschadigd") as caught:
        read()
    assert "parquet:" not in caught.value.text.nl.removeprefix("prestaties.parquet")
    assert "magic" not in caught.value.text.nl.lower()


def test_a_file_cut_short_is_refused(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    path = export / "prestaties.parquet"
    pl.DataFrame(BASE).write_parquet(path)
    whole = path.read_bytes()
    for at in range(10, len(whole) - 1, len(whole) // 7):
        path.write_bytes(whole[:at])
        with pytest.raises(InputRefusedError):
            read()
    path.write_bytes(whole[:20] + bytes(40) + whole[60:])
    with pytest.raises(InputRefusedError):
        read()
