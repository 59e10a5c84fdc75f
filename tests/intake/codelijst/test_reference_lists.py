"""The reference lists: every value of the contract has its place or a reason, and no suspicion is shipped as a fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.engine.context import read_reference
from zpm_audit.intake.codelijst import names
from zpm_audit.intake.prestatiegroepen import read_groups
from zpm_audit.register.schema import FINANCIERINGEN, PRESTATIEGROEPEN, SETTINGS, VERWIJSTYPEN

FOLDER = catalogue_dir() / "referentie"
KEYS = {
    "settings": ["setting"],
    "verwijstypen": ["verwijstype"],
    "duurklassen": ["prestatiegroep", "financiering", "duurklasse"],
    "prestatiegroepen": ["prestatiegroep", "blok", "prestatiecode"],
    "diagnosegroepen": ["diagnosegroep"],
    "beroepen": ["beroep", "geldig_van"],
}


def lines(name: str) -> pl.DataFrame:
    return read_reference(FOLDER / f"{name}.csv")


@pytest.mark.parametrize("name", KEYS)
def test_each_list_says_its_source_and_certainty_first(name: str) -> None:
    text = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    comment = [line for line in text if line.startswith("#")]
    assert text[: len(comment)] == comment, "comments stand at the top"
    assert "ekerheid" in " ".join(comment)
    assert any(word in " ".join(comment) for word in ("wiki", "NZa", "NZA"))
    assert not {"NOT FOUND", "HYPOTHESIS"} & set(" ".join(text).split())


@pytest.mark.parametrize("name", KEYS)
def test_each_list_is_dated_and_has_one_row_per_key(name: str) -> None:
    found = lines(name)
    assert not found.select(pl.struct(KEYS[name]).is_duplicated().any()).item()
    days = found.select(pl.col("geldig_van", "geldig_tot").cast(pl.Date))
    assert days.filter(pl.col("geldig_van") > pl.col("geldig_tot")).is_empty()
    assert set(days["geldig_van"].drop_nulls()) <= {date(2022, 1, 1), date(2026, 1, 1)}
    for column in {"zekerheid", "zekerheid_gevolg"} & set(found.columns):
        assert set(found[column].drop_nulls()) <= set("ZABC")
    if "bron" in found.columns:
        certain = found.filter(pl.col("zekerheid").is_not_null())
        assert certain["bron"].null_count() == 0


def test_all_settings() -> None:
    found = lines("settings")
    assert found["setting"].cast(pl.Int64).to_list() == list(SETTINGS)
    assert found.filter(pl.col("contract_nodig"))["setting"].to_list() == ["8"]
    assert found.filter(pl.col("klinisch"))["setting"].to_list() == ["5", "6"]
    assert found.filter(pl.col("klinisch").is_null())["setting"].to_list() == ["8"]
    assert found.filter(pl.col("forensisch"))["setting"].to_list() == ["6", "7"]


def test_all_verwijstypen_with_what_follows_from_them() -> None:
    found = lines("verwijstypen")
    assert found["verwijstype"].to_list() == list(VERWIJSTYPEN)
    agb = dict(found.select("verwijstype", "verwijzer_agb").iter_rows())
    assert agb == {
        "01": "verplicht", "02": "verplicht", "03": "later", "04": "verboden", "05": "verboden", "06": "verboden",
        "07": None,
    }  # fmt: skip
    assert found.filter(~pl.col("toegestaan"))["verwijstype"].to_list() == ["05"]
    assert found.filter(pl.col("enige_bij_dji"))["verwijstype"].to_list() == ["06"]
    assert found.filter(pl.col("verwijzer_specificatie") == "verplicht")["verwijstype"].to_list() == ["07"]
    assert found["gevolg"].null_count() == 0


def test_duration_classes_follow_each_other_without_a_gap() -> None:
    found = lines("duurklassen").with_columns(pl.col("duurklasse", "minuten_tot_en_met").cast(pl.Int64))
    assert set(found["prestatiegroep"]) <= set(PRESTATIEGROEPEN)
    assert set(found["financiering"].drop_nulls()) <= set(FINANCIERINGEN)
    by_group = {key: part["duurklasse"].to_list() for key, part in found.group_by("prestatiegroep", "financiering")}
    assert by_group == {
        ("consult", None): list(names.KLASSEN),
        ("intercollegiaal_overleg", None): [5, 15],
        ("reistijd", "zvw"): [0, 25],
        ("reistijd", "fz"): [0, 45],
    }
    until = found.with_columns(
        pl.col("duurklasse").shift(-1).over("prestatiegroep", "financiering").sub(1).alias("volgende")
    )
    assert until["minuten_tot_en_met"].to_list() == until["volgende"].to_list()


def test_every_prestatiegroep_has_a_block_a_code_or_a_reason() -> None:
    found = lines("prestatiegroepen")
    assert set(found["prestatiegroep"].drop_nulls()) | {"tolk", "reistijd"} == set(PRESTATIEGROEPEN)
    nowhere = found.filter(pl.col("blok").is_null() & pl.col("prestatiecode").is_null())
    assert nowhere["reden"].null_count() == 0
    placed = set(found.filter(pl.col("blok").is_not_null())["prestatiegroep"].drop_nulls())
    assert placed | set(nowhere["prestatiegroep"]) == set(PRESTATIEGROEPEN)
    assert not placed & set(nowhere["prestatiegroep"]), "what is placed needs no excuse"
    without_group = found.filter(pl.col("prestatiegroep").is_null())
    assert without_group["reden"].null_count() == 0
    coded = found.filter(pl.col("prestatiecode").is_not_null())
    assert coded.select((pl.col("prestatiecode").str.slice(0, 2) == pl.col("blok")).all()).item()


def test_all_known_blocks_are_there() -> None:
    assert read_groups(FOLDER / "prestatiegroepen.csv").blocks == {"CO", "GC", "TC", "TG", "VD", "TV", "OV"}


@pytest.mark.parametrize("code", [*(f"TC{n:04d}" for n in range(1, 8)), *(f"TC{n:04d}" for n in range(11, 17))])
def test_what_is_only_suspected_is_not_there(code: str) -> None:
    groups = read_groups(FOLDER / "prestatiegroepen.csv")
    assert code not in groups.by_code
    frame = pl.DataFrame(
        {"prestatiecode": [code], "prestatiegroep": [None]}, schema_overrides={"prestatiegroep": pl.String}
    )
    assert groups.filled(frame)["prestatiegroep"].to_list() == [None]


def test_only_confirmed_diagnosis_groups() -> None:
    assert lines("diagnosegroepen")["diagnosegroep"].to_list() == ["01", "16", "23"]


def test_a_code_goes_before_its_block_and_two_groups_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "prestatiegroepen.csv"
    head = "# bron\nprestatiegroep,blok,prestatiecode\n"
    path.write_text(head + "consult,CO,\ntransitie,CO,CO0002\n", encoding="utf-8")
    frame = pl.DataFrame({"prestatiecode": ["CO0001", "CO0002"], "prestatiegroep": [None, None]}).cast(pl.String)
    assert read_groups(path).filled(frame)["prestatiegroep"].to_list() == ["consult", "transitie"]
    path.write_text(head + "consult,CO,CO0001\ntransitie,CO,CO0001\n", encoding="utf-8")
    with pytest.raises(Exception, match="CO0001 heeft twee prestatiegroepen"):
        read_groups(path)
    path.write_text("prestatiegroep,code\nconsult,CO0001\n", encoding="utf-8")
    with pytest.raises(Exception, match="kolom blok, prestatiecode ontbreekt"):
        read_groups(path)
