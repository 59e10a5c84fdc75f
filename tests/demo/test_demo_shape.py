"""Whether it looks like an institution: professions, settings, seasons, staff changes, minutes, amounts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.demo.conftest import Demo
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.demo.calendar import working_days
from zpm_audit.demo.teams import BIG_REGISTERED, CATEGORIES, MAY_BE_REGIEBEHANDELAAR

pytestmark = pytest.mark.whole


def _consults(demo: Demo) -> pl.DataFrame:
    """Return the declared consults in which nothing is wrong."""
    wrong = demo.truth["onderwerp_id"].implode()
    return demo.tables["prestaties"].filter(
        (pl.col("prestatiegroep") == "consult")
        & pl.col("declarabel")
        & (pl.col("datum") <= demo.facts.peildatum)
        & ~pl.col("prestatie_id").is_in(wrong)
    )


def test_professions_are_as_the_beroepenlijst_has_them() -> None:
    path = catalogue_dir() / "referentie" / "beroepen.csv"
    known = {
        row["beroep"]: row for row in pl.read_csv(path, infer_schema=False, comment_prefix="#").iter_rows(named=True)
    }
    for beroep, category in CATEGORIES.items():
        assert known[beroep]["beroepscategorie"] == category
        assert (known[beroep]["regiebehandelaar"] == "true") == (beroep in MAY_BE_REGIEBEHANDELAAR)
        assert (known[beroep]["big_artikel"] is not None) == (beroep in BIG_REGISTERED)


def test_eight_categories_and_seven_settings(demo: Demo) -> None:
    first = demo.tables["behandelaren"].unique("behandelaar_id", keep="first")
    rows = _consults(demo).join(first.select("behandelaar_id", "beroep"), on="behandelaar_id")
    categories = rows["beroep"].replace_strict(CATEGORIES, default=None).drop_nulls().value_counts()
    assert categories.height == 8
    assert categories["count"].min() > 200
    assert set(rows["setting"].drop_nulls()) == set(range(1, 8))


def test_every_kind_of_care_occurs(demo: Demo) -> None:
    groups = dict(demo.tables["prestaties"].group_by("prestatiegroep").len().iter_rows())
    assert set(groups) == {
        "consult", "groepsconsult", "verblijfsdag", "intercollegiaal_overleg", "euthanasie", "reistijd", "tolk",
        "niet_basispakket", "dagbesteding", "vaktherapie",
    }  # fmt: skip
    assert groups["consult"] > 0.5 * sum(groups.values())
    assert {"zvw", "fz", "anders"} == set(demo.tables["zorgtrajecten"]["financiering"].drop_nulls())


def test_summer_and_christmas_are_quiet(demo: Demo) -> None:
    by_month = dict(_consults(demo).group_by(pl.col("datum").dt.strftime("%Y-%m")).len().iter_rows())
    assert len(by_month) == 24
    for year in (2023, 2024):
        usual = (by_month[f"{year}-06"] + by_month[f"{year}-09"]) / 2
        assert by_month[f"{year}-08"] < 0.85 * usual
        assert by_month[f"{year}-12"] < 0.9 * usual


def test_ambulant_care_is_closed_on_weekends_and_holidays(demo: Demo) -> None:
    closed = _consults(demo).filter(~pl.col("datum").is_in(working_days()))
    assert 0 < closed.height < 0.005 * _consults(demo).height
    assert set(closed["setting"]) == {4}  # the acute team works on Saturdays
    nights = demo.tables["prestaties"].filter(pl.col("prestatiegroep") == "verblijfsdag")
    assert nights["datum"].dt.weekday().n_unique() == 7
    assert date(2024, 12, 25) not in set(_consults(demo)["datum"])


def test_no_shows_are_not_for_the_payer(demo: Demo) -> None:
    missed = demo.tables["prestaties"].filter(
        (pl.col("prestatiegroep") == "consult") & ~pl.col("declarabel") & ~pl.col("aanwezig")
    )
    assert 0.005 < missed.height / _consults(demo).height < 0.04
    assert missed["bedrag_eur"].null_count() == missed.height
    others = demo.tables["prestaties"].filter((pl.col("prestatiegroep") == "consult") & ~pl.col("declarabel"))
    assert 0 < others.height - missed.height < 10  # double registrations that were put right


def test_people_come_and_go_and_grow(demo: Demo) -> None:
    people = demo.tables["behandelaren"]
    ends = people["geldig_tot"].drop_nulls()
    grown = people.filter(pl.len().over("behandelaar_id") > 1)
    assert 5 <= ends.len() <= 40
    assert grown["behandelaar_id"].n_unique() >= 1
    others = grown.group_by("behandelaar_id").agg(pl.col("beroep").n_unique() == 1).filter("beroep")
    assert others.height == 1  # a new contract under the same beroep
    assert people["behandelaar_id"].n_unique() >= 60


def test_planned_and_realised_minutes_differ_a_little(demo: Demo) -> None:
    planned = _consults(demo).filter("gepland", pl.col("gerealiseerde_minuten").is_not_null())
    off = planned["gerealiseerde_minuten"] - planned["geplande_minuten"]
    assert 0.85 < planned.height / _consults(demo).height < 0.95
    assert 0.3 < (off == 0).mean() < 0.6
    assert 0.005 < (off.abs() > 15).mean() < 0.06
    assert planned["gerealiseerde_minuten"].min() >= 5


def test_amounts_are_plausible(demo: Demo) -> None:
    euros = _consults(demo)["bedrag_eur"] / 100
    assert euros.mean() == pytest.approx(155, abs=25)
    assert euros.min() > 15
    assert euros.max() < 800
    one_price = (
        _consults(demo).group_by("prestatiecode", pl.col("datum").dt.year()).agg(pl.col("bedrag_eur").n_unique())
    )
    assert (one_price["bedrag_eur"] == 1).mean() > 0.98  # two amounts lie at the maximum


def test_consult_codes_are_those_of_public_pages(demo: Demo) -> None:
    """Setting 1, behandeling of 45 minutes: the codes that practices publish."""
    rows = _consults(demo).filter(setting=1, consulttype="behandeling", duurklasse=45)
    by_beroep = rows.join(demo.tables["behandelaren"], on="behandelaar_id").group_by("beroep")
    codes = dict(by_beroep.agg(pl.col("prestatiecode").unique()).iter_rows())
    assert codes["gz-psycholoog"] == ["CO0497"]
    assert codes["psychotherapeut"] == ["CO0505"]
    assert codes["klinisch psycholoog"] == ["CO0473"]


def test_nobody_is_real(demo: Demo) -> None:
    patients = demo.tables["patienten"]
    numbers = patients["bsn"].drop_nulls()
    assert (numbers.str.starts_with("9999") | (numbers == "000000000")).all()
    assert numbers.n_unique() == numbers.len()
    assert demo.tables["behandelaren"]["big_nummer"].drop_nulls().str.starts_with("99").all()


def test_a_few_patients_come_back_with_a_new_zorgvraag(demo: Demo) -> None:
    trajects = demo.tables["zorgtrajecten"].group_by("patient_id").len()["len"]
    assert 0.02 < (trajects > 1).mean() < 0.15
    assert trajects.max() == 2


def test_some_rows_are_still_to_come(demo: Demo) -> None:
    ahead = demo.tables["prestaties"].filter(pl.col("datum") > demo.facts.peildatum)
    assert 10 <= ahead.height <= 40
    assert ahead["gerealiseerde_minuten"].null_count() == ahead.height


def test_the_code_list_says_that_it_is_made_up(demo: Demo) -> None:
    codes = demo.tables["codelijst"]
    assert codes["omschrijving"].str.starts_with("DEMO, ").all()
    assert not codes.select("prestatiecode", "geldig_van").is_duplicated().any()
    used = demo.tables["prestaties"].select("prestatiecode").drop_nulls().unique()
    unlisted = set(used.join(codes, on="prestatiecode", how="anti")["prestatiecode"])
    assert unlisted <= {"190007", "CO1041", "CO497", "C00497", "OV0088"}  # the mistakes in it
