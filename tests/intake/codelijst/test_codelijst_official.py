"""The NZa's table and the programme's workbook, as published, to the table of the contract."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.intake.codelijst.books import (
    NZA_HEADER,
    known_tariffs,
    nza,
    nza_rows,
    programme,
    read,
    row,
    told,
    workbook,
)
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.register.schema import TABLES

pytestmark = pytest.mark.whole

GZ45 = "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten"


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_table_of_the_nza(tmp_path: Path, year: int) -> None:
    found = read(tmp_path, nza(tmp_path / "tarieven.xlsx", *nza_rows(year), sheet=f"{year}"))
    assert dict(found.frame.schema) == TABLES["codelijst"].schema
    assert found.frame["max_tarief_eur"].to_list() == [
        int(t["euro"].replace(".", "")) for t in sorted(known_tariffs(year), key=lambda t: t["prestatiecode"])
    ]
    assert set(found.frame["geldig_van"]) == {date(year, 1, 1)}
    assert set(found.frame["geldig_tot"]) == {date(year, 12, 31)}
    assert set(found.frame["prestatiegroep"]) == {"consult"}
    assert set(found.frame["setting"]) == {1}
    assert told(found, "herkend als NZa-tarieventabel", f"{len(known_tariffs(year))} rijen gelezen")
    assert found.aside.is_empty()


def test_header_anywhere_title_above_notes_below(tmp_path: Path) -> None:
    path = nza(
        tmp_path / "lijst.xlsx",
        ("CO0432", GZ45, "€ 159,70"),
        ("co 0497 ", GZ45.replace("Diagnostiek", "Behandeling"), "135,89"),
        (None, "* exclusief reistijd", None),
        ("Overige", "prestaties", None),
        ("OV0007", "Intercollegiaal overleg kort", 25.05),
        sheet="Blad1",
        above=[("Bijlage bij de beschikking, vastgesteld 15-11-2023",), (), ("Geldig vanaf 1 januari 2024",), ()],
    )
    found = read(tmp_path, path)
    assert row(found, "CO0432")["max_tarief_eur"] == 15970
    assert row(found, "CO0497")["consulttype"] == "behandeling"
    assert row(found, "OV0007")["prestatiegroep"] == "intercollegiaal_overleg"
    assert row(found, "OV0007")["geldig_van"] == date(2024, 1, 1)
    assert found.aside.select("bestand", "rij", "kolom", "waarde", "reden").rows() == [
        ("lijst.xlsx, blad 'Blad1'", 8, "Prestatie_code", "", "prestatiecode ontbreekt"),
        ("lijst.xlsx, blad 'Blad1'", 9, "Prestatie_code", "Overige",
         "geen prestatiecode (twee hoofdletters en vier cijfers)"),
    ]  # fmt: skip


def test_a_sheet_per_year_and_one_that_explains(tmp_path: Path) -> None:
    sheets = {str(year): [NZA_HEADER, *nza_rows(year)] for year in (2023, 2024)}
    path = workbook(tmp_path / "tarieven 2023-2024.xlsx", {"Leeswijzer": [("Lees dit",)], **sheets})
    found = read(tmp_path, path)
    assert row(found, "CO0432", date(2023, 12, 31))["max_tarief_eur"] == 15107
    assert row(found, "CO0432", date(2024, 1, 1))["max_tarief_eur"] == 15970
    assert told(found, "niet gelezen", "blad 'Leeswijzer'")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_same_columns_as_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tarieven 2024.csv"
    text = f"Tarieven;;\n{';'.join(NZA_HEADER)}\nCO0432;{GZ45};€ 159,70\n"
    path.write_bytes(text.encode(encoding))
    found = read(tmp_path, path)
    assert row(found, "CO0432")["max_tarief_eur"] == 15970
    assert row(found, "CO0432")["beroepscategorie"] == "gz-psycholoog"


def test_what_nobody_understands_stays_empty_and_is_told(tmp_path: Path) -> None:
    path = nza(
        tmp_path / "2024.xlsx",
        ("CO0001", "Een andere naam", 10),
        ("OV9999", "Facultatieve prestatie", "vrij tarief"),
        ("XX0001", "Nieuw blok", 12.5),
    )
    found = read(tmp_path, path)
    assert row(found, "CO0001")["setting"] is None
    assert row(found, "CO0001")["prestatiegroep"] == "consult"
    assert row(found, "OV9999")["max_tarief_eur"] is None
    assert row(found, "XX0001")["prestatiegroep"] is None
    assert told(found, "van 1 consultcode is", "CO0001", "'Een andere naam'")
    assert told(found, "1 rij zonder maximumtarief")
    assert told(found, "het blok zegt niet welke het is", "OV (1, eerste OV9999)")
    assert told(found, "het blok kennen wij niet", "XX (1, eerste XX0001)")
    assert told(found, "the block is unknown to us", language="en")
    assert not told(found, "Mutatie")


def test_the_workbook_of_the_programme(tmp_path: Path) -> None:
    found = read(tmp_path, programme(tmp_path / "Codelijst Prestatie.xlsx"))
    assert told(found, "herkend als programmawerkboek Codelijst Prestatie en Hulptabellen", "blad 'Consult'")
    consult = row(found, "CO0432")
    assert (consult["setting"], consult["beroepscategorie"], consult["consulttype"], consult["duurklasse"]) == (
        1, "gz-psycholoog", "diagnostiek", 45,
    )  # fmt: skip
    assert (consult["geldig_van"], consult["geldig_tot"]) == (date(2022, 1, 1), None)
    assert row(found, "GC0110")["groepsgrootte"] == 6
    assert row(found, "GC0110")["beroepscategorie"] == "gz-psycholoog"
    assert row(found, "VD0001")["prestatiegroep"] == "verblijfsdag"
    assert found.frame["max_tarief_eur"].null_count() == found.frame.height


def test_the_expiratiedatum_is_the_first_day_outside(tmp_path: Path) -> None:
    found = read(tmp_path, programme(tmp_path / "Codelijst Prestatie.xlsx"))
    assert row(found, "VD0001")["geldig_tot"] == date(2024, 6, 30)


@pytest.mark.parametrize(
    "written", ["01-07-2024", "2024-07-01", "20240701", 20240701, date(2024, 7, 1), datetime(2024, 7, 1)]
)
def test_dates_as_people_write_them(tmp_path: Path, written: object) -> None:
    header = ("Prestatiecode", "Omschrijving", "Ingangsdatum", "Expiratiedatum", "Mutatie")
    path = programme(tmp_path / "lijst.xlsx", Prestatie=[header, ("VD0001", "x", "1-1-2022", written, None)])
    assert row(read(tmp_path, path), "VD0001")["geldig_tot"] == date(2024, 6, 30)
    assert row(read(tmp_path, path), "VD0001")["geldig_van"] == date(2022, 1, 1)


def test_far_future_is_open(tmp_path: Path) -> None:
    header = ("Prestatiecode", "Omschrijving", "Ingangsdatum", "Expiratiedatum")
    path = workbook(tmp_path / "lijst.xlsx", {"Prestatie": [header, ("VD0001", "x", date(2022, 1, 1), "31-12-9999")]})
    assert row(read(tmp_path, path), "VD0001")["geldig_tot"] is None


HEADER = ("Prestatiecode", "Omschrijving", "Ingangsdatum", "Expiratiedatum", "Mutatie")
FIRST = date(2022, 1, 1)


@pytest.mark.parametrize("word", ["Verwijderd", "vervallen", "VERVALT"])
def test_a_row_that_is_taken_back_is_gone_in_every_tab(tmp_path: Path, word: str) -> None:
    rows = [HEADER, ("CO0432", "Consult", FIRST, None, word), ("GC0110", "Groep", FIRST, None, "Gewijzigd")]
    found = read(tmp_path, programme(tmp_path / "lijst.xlsx", Prestatie=rows))
    assert "CO0432" not in found.frame["prestatiecode"].to_list()
    assert "GC0110" in found.frame["prestatiecode"].to_list()
    assert told(found, "1 rij vervallen volgens Mutatie: CO0432")


def test_only_the_row_that_is_taken_back_is_gone(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("VD0001", "Dag", FIRST, date(2023, 1, 1), "vervallen"),
        ("VD0001", "Dag", date(2023, 1, 1), None, "nieuw"),
    ]
    found = read(tmp_path, programme(tmp_path / "lijst.xlsx", Prestatie=rows))
    assert row(found, "VD0001")["geldig_van"] == date(2023, 1, 1)


def test_a_mutation_that_we_do_not_know_is_told_and_can_be_explained(tmp_path: Path) -> None:
    rows = [HEADER, ("VD0001", "Dag", FIRST, None, 3), ("VD0002", "Dag", FIRST, None, 0)]
    path = programme(tmp_path / "lijst.xlsx", Prestatie=rows)
    found = read(tmp_path, path)
    assert told(found, "Mutatie '3' (1 rij) kennen wij niet", "vervallen")
    assert "VD0001" in found.frame["prestatiecode"].to_list()
    explained = read(tmp_path, path, removed=("3",))
    assert "VD0001" not in explained.frame["prestatiecode"].to_list()
    assert "VD0002" in explained.frame["prestatiecode"].to_list()
    assert not told(explained, "Mutatie '3'")


def test_a_row_that_ends_before_it_begins_never_counts(tmp_path: Path) -> None:
    rows = [HEADER, ("VD0001", "Dag", FIRST, FIRST, ""), ("VD0002", "Dag", FIRST, date(2022, 1, 2), "")]
    found = read(tmp_path, programme(tmp_path / "lijst.xlsx", Prestatie=rows))
    assert "VD0001" not in found.frame["prestatiecode"].to_list()
    assert row(found, "VD0002")["geldig_tot"] == FIRST
    assert told(found, "1 rij zonder geldige dag", "VD0001")


def test_unknown_values_in_the_columns_are_told(tmp_path: Path) -> None:
    header = ("Prestatiecode", "Setting", "Beroepscategorie", "Duur vanaf", "Ingangsdatum")
    path = programme(tmp_path / "lijst.xlsx", Consult=[header, ("CO0432", "9", "BC99", "50", FIRST)])
    found = read(tmp_path, path)
    assert told(found, "kolom Setting", "9")
    assert told(found, "kolom Beroepscategorie", "BC99")
    assert told(found, "kolom Duur vanaf", "50")
    assert row(found, "CO0432")["setting"] is None


@pytest.mark.parametrize("written", ["1", "01", "S01", "Ambulant – kwaliteitsstatuut sectie II", 1])
def test_settings_in_every_notation(tmp_path: Path, written: object) -> None:
    header = ("Prestatiecode", "Setting", "Ingangsdatum")
    path = programme(tmp_path / "lijst.xlsx", Consult=[header, ("CO0432", written, FIRST)])
    assert row(read(tmp_path, path), "CO0432")["setting"] == 1


def test_names_of_files_and_sheets_may_hold_anything(tmp_path: Path) -> None:
    path = nza(tmp_path / "=a {0} {}.xlsx", ("CO0432", GZ45, 1), (None, "{} {x}", None), sheet="=2024 {}")
    found = read(tmp_path, path)
    assert row(found, "CO0432")["max_tarief_eur"] == 100
    assert found.aside["bestand"].to_list() == ["=a {0} {}.xlsx, blad '=2024 {}'"]


def test_an_order_of_rows_or_files_makes_no_difference(tmp_path: Path) -> None:
    one = nza(tmp_path / "a 2023.xlsx", *nza_rows(2023), sheet="x")
    two = nza(tmp_path / "b 2024.xlsx", *reversed(nza_rows(2024)), sheet="x")
    forth, back = read(tmp_path, one, two), read(tmp_path, two, one)
    assert forth.frame.equals(back.frame)


def test_saved_results_of_formulas_count_and_nothing_is_computed(tmp_path: Path) -> None:
    path = nza(tmp_path / "2024.xlsx", ("CO0432", GZ45, "=1+1"))
    with pytest.raises(InputRefusedError, match="formule zonder uitkomst in C2"):
        read(tmp_path, path)


def test_the_table_of_the_contract_in_three_kinds(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"prestatiecode": ["CO0432"], "geldig_van": [date(2024, 1, 1)], "setting": [1], "max_tarief_eur": ["159.70"]}
    )
    frame.write_csv(tmp_path / "lijst.csv")
    frame.with_columns(pl.col("max_tarief_eur").cast(pl.Decimal(10, 2))).write_parquet(tmp_path / "lijst.parquet")
    workbook(tmp_path / "lijst.xlsx", {"codelijst": [frame.columns, *frame.rows()], "uitleg": [("tekst",)]})
    for name in ("lijst.csv", "lijst.parquet", "lijst.xlsx"):
        found = read(tmp_path, tmp_path / name)
        assert row(found, "CO0432")["max_tarief_eur"] == 15970, name
        assert row(found, "CO0432")["geldig_tot"] is None
        assert told(found, f"{name} herkend als tabel codelijst van het contract")


def test_a_bad_row_in_the_table_of_the_contract_goes_aside(tmp_path: Path) -> None:
    (tmp_path / "lijst.csv").write_text(
        "prestatiecode,setting,max_tarief_eur\nCO0432,1,159.70\nCO0497,9,135.89\nCO0500,1,12.345\n", encoding="utf-8"
    )
    found = read(tmp_path, tmp_path / "lijst.csv")
    assert found.frame["prestatiecode"].to_list() == ["CO0432"]
    assert found.aside["rij"].to_list() == [3, 4]
    assert set(found.aside["kolom"]) == {"setting", "max_tarief_eur"}
