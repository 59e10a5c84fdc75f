"""A percentage keeps four decimals exactly, from every kind of source; what has more is set aside, never rounded."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read, aside
from zpm_audit.register.schema import TABLES

HEAD = "uzovi,geldig_van,prijs_pct,plafond_eur\n"
REASON = "geen getal (verwacht: 12.50, hoogstens vier decimalen)"


def _contract_column(register: object, column: str = "prijs_pct") -> list[int | None]:
    return register.scan("contracten").collect()[column].to_list()  # type: ignore[attr-defined, no-any-return]


def test_text_becomes_whole_ten_thousandths(export: Path, read: Read) -> None:
    lines = ["7029,2024-01-01,97.5,1000.00", "7029,,100,", "7029,,0.1234,", "7029,,,", "7029,,-3.0001,0.05"]
    (export / "contracten.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    register = read()
    assert _contract_column(register) == [975_000, 1_000_000, 1_234, None, -30_001]
    assert _contract_column(register, "plafond_eur") == [100_000, None, None, None, 5]
    assert register.scan("contracten").collect_schema()["prijs_pct"] == TABLES["contracten"].by_name["prijs_pct"].dtype


@pytest.mark.parametrize("written", ["97.12345", "97,5", "95%", "1e2", "97.", "ja", "999999999999999.0001"])
def test_what_is_no_number_of_four_decimals_is_set_aside_with_the_reason(
    export: Path, read: Read, written: str
) -> None:
    (export / "contracten.csv").write_text(f'{HEAD}7029,,"{written}",\n7029,,98,\n', encoding="utf-8")
    register = read()
    assert _contract_column(register) == [980_000]
    assert aside(register, "contracten") == [(2, "prijs_pct", written, REASON)]


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (pl.Series([97.35, 97.12345, 0.1 + 0.2]), [973_500, 3_000]),
        (pl.Series([97.35, 97.12345, 100.0001], dtype=pl.Float32), [973_500, 1_000_001]),
        (pl.Series([float("nan"), float("inf"), 110.0]), [1_100_000]),
        (pl.Series([97, 2**62, -5]), [970_000, -50_000]),
        (pl.Series([Decimal("97.50000"), Decimal("97.00001"), Decimal(1)], dtype=pl.Decimal(20, 5)), [975_000, 10_000]),
        (pl.Series(["97.5", "97.12345", " 98 "]), [975_000, 980_000]),
    ],
)
def test_typed_numbers_convert_exactly_or_not_at_all(
    export: Path, read: Read, values: pl.Series, kept: list[int]
) -> None:
    pl.DataFrame({"uzovi": ["1", "2", "3"], "prijs_pct": values}).write_parquet(export / "contracten.parquet")
    register = read()
    assert _contract_column(register) == kept
    assert [line[1] for line in aside(register, "contracten")] == ["prijs_pct"] * (3 - len(kept))


def test_a_workbook_gives_the_number_of_the_cell(export: Path, read: Read) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["uzovi", "prijs_pct"], ["7029", 97.35], ["7029", 100], ["7029", 97.123456], ["7029", "98.1"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(export / "contracten.xlsx")
    register = read()
    assert _contract_column(register) == [973_500, 1_000_000, 981_000]
    assert [line[:3] for line in aside(register, "contracten")] == [(4, "prijs_pct", "97.123456")]


def test_a_mapping_says_how_it_is_written(export: Path, read: Read) -> None:
    (export / "afspraken.csv").write_text('verzekeraar;percentage\n7029;"1.097,5"\n7029;98\n', encoding="utf-8")
    mapping = """
tabellen:
  contracten:
    bestand: afspraken.csv
    scheidingsteken: ";"
    decimaal: ","
    duizendtal: "."
    kolommen: {uzovi: verzekeraar, prijs_pct: percentage}
"""
    assert _contract_column(read(None, mapping)) == [10_975_000, 980_000]


def test_a_team_and_its_periods_are_read(export: Path, read: Read) -> None:
    lines = "team,setting,geldig_van,geldig_tot\nOost,2,,2023-12-31\nOost,3,2024-01-01,\nWest,9,,\nZuid,,,\n"
    (export / "teams.csv").write_text(lines, encoding="utf-8")
    register = read("prestatie_id,patient_id,datum,prestatiegroep,team\nP1,C1,2024-03-31,consult,Oost\n")
    assert register.scan("teams").collect()["setting"].to_list() == [2, 3]
    assert [line[1] for line in aside(register, "teams")] == ["setting", "setting"]
    assert register.scan("prestaties").collect()["team"].to_list() == ["Oost"]
