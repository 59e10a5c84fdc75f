"""Agreements: teams, prices and invoices that do not fit, care under the wrong law, codes of something else, nights.

Other mishaps have consequences here too. What must be found is counted over the finished tables, by
``zpm_audit.demo.agreed_truth``.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.institution import category
from zpm_audit.demo.mishaps.rewriting import again, nothing, repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import consult_prices, price_of

_USUAL = pl.col("gewoon")
_CONSULT = pl.col("prestatiegroep") == "consult"
_NIGHT = pl.col("prestatiegroep") == "verblijfsdag"
_OVERLEG = (pl.col("prestatiegroep") == "intercollegiaal_overleg") & pl.col("declarabel") & pl.col("fout").is_null()


def _teams(scene: Scene) -> None:
    """TM-01: a consult under the name of another team, and of one that nobody listed; and one without a team."""
    busy = _USUAL & (pl.col("setting") == 3) & pl.col("team").is_in(["S", "P"])
    for name, count, team in (("tm01_ander", 4, "F"), ("tm01_onbekend", 1, "Wijkteam Noord"), ("tm01_leeg", 2, None)):
        rows = scene.rows(name, count, busy)
        scene.edit("prestaties", rows.with_columns(team=pl.lit(team, dtype=pl.String)))


def _prices(scene: Scene) -> None:
    """CT-03: the price of another contract, a few cents that were rounded away, and one within a cent."""
    top = consult_prices().select("prestatiecode", "jaar", "maximum").unique()
    for name, count, amount in (
        ("ct03_ander_contract", 4, pl.col("maximum") * 92 // 100),
        ("ct03_afgerond", 2, pl.col("bedrag_eur") // 100 * 100),
        ("ct03_cent", 1, (pl.col("maximum") * 88 + 50) // 100 + 1),
    ):
        rows = scene.rows(name, count, _USUAL).with_columns(jaar=pl.col("datum").dt.year().cast(pl.Int64))
        rows = rows.join(top, on=["prestatiecode", "jaar"], how="left", maintain_order="left")
        scene.edit("prestaties", rows.with_columns(bedrag_eur=amount))


def _funding(scene: Scene) -> None:
    """PF-01 and PF-02: what exists in forensic care only for an insurer, and the other way round. SE-05: a setting."""
    bare = {
        "consulttype": nothing(pl.String), "starttijd": nothing(pl.Time), "gepland": nothing(pl.Boolean),
        "gepland_op": nothing(pl.Datetime("us")), "geplande_minuten": whole(None), "duurklasse": whole(None),
        "gerealiseerde_minuten": whole(None), "behandelaar_id": nothing(pl.String),
    }  # fmt: skip
    out = _USUAL & ~pl.col("team").is_in(["K", "T", "Q"]) & (pl.col("tfin") == "zvw")
    day_care = again(scene.rows("pf01_dagbesteding", 3, out)).with_columns(
        **bare, prestatiegroep=pl.lit("dagbesteding"), prestatiecode=pl.lit("OV9021")
    )
    scene.add("prestaties", day_care.with_columns(bedrag_eur=price_of(pl.col("prestatiecode"))))
    forensic = _USUAL & (pl.col("team") == "Q") & (pl.col("tfin") == "fz")
    for name, count, where in (("pf02_forensisch", 2, forensic), ("pf02_ggz", 2, out)):
        outside = again(scene.rows(name, count, where)).with_columns(
            **bare,
            prestatiegroep=pl.lit("niet_basispakket"),
            prestatiecode=pl.lit("OV0012"),
            bedrag_eur=whole(12_500),
        )
        scene.add("prestaties", outside)
    scene.edit("prestaties", repriced(scene.rows("se05_ambulant", 3, forensic).with_columns(setting=whole(3))))


def _invoices(scene: Scene) -> None:
    """FA-07: an invoice after more than two months or never, and one on the last day that is in time."""
    own = scene.chance.on("lotnummer")
    earlier = _USUAL & (pl.col("datum") < pl.date(2024, 9, 1))
    for name, count, days in (("fa07_laat", 4, own.between("laat", 63, 120)), ("fa07_net", 2, pl.lit(62))):
        rows = scene.rows(name, count, earlier)
        scene.edit("prestaties", rows.with_columns(factuurdatum=pl.col("datum") + pl.duration(days=days)))
    never = scene.rows("fa07_nooit", 3, earlier)
    scene.edit("prestaties", never.with_columns(factuurdatum=nothing(pl.Date)))


def _codes(scene: Scene) -> None:
    """FA-08: a code that does not exist. FA-09: the code of another kind of prestatie, at the price of that code."""
    unknown = scene.rows("fa08_onbekend", 3, _OVERLEG)
    scene.edit("prestaties", unknown.with_columns(prestatiecode=pl.lit("OV0088")))
    mixed = scene.rows("fa09_andere_groep", 3, _OVERLEG).with_columns(prestatiecode=pl.lit("TC0009"))
    scene.edit("prestaties", mixed.with_columns(bedrag_eur=price_of(pl.col("prestatiecode"))))


def _settings(scene: Scene) -> None:
    """SE-03: outreachend care as if it were given at the office. SE-04: a clinical setting for who was at home."""
    team = (pl.col("team") == "F") & (pl.col("reizen") >= 5) & (pl.col("settings") == 1)
    chosen = scene.trajecten("se03_op_kantoor", 2, team)
    rows = scene.tables["prestaties"].filter(_CONSULT & pl.col("declarabel"))
    rows = rows.join(chosen.select("traject"), on="traject", how="semi", maintain_order="left")
    rows = rows.with_columns(setting=whole(3), categorie=category(pl.col("beroep_toen")))
    scene.edit("prestaties", repriced(rows))
    at_home = _USUAL & pl.col("team").is_in(["S", "P"]) & (pl.col("trajecten") == 1)
    scene.edit("prestaties", repriced(scene.rows("se04_thuis", 3, at_home).with_columns(setting=whole(5))))


def _nights(scene: Scene) -> None:
    """VB-07: a night that was not written down, in the middle of a stay."""
    middle = _NIGHT & (pl.col("datum") > pl.col("eerste_dag").dt.offset_by("3d"))
    scene.drop(scene.rows("vb07_nacht", 3, middle & (pl.col("datum") < pl.col("laatste_dag").dt.offset_by("-3d"))))


def _uninsured(scene: Scene) -> None:
    """CO-11: nobody knows the insurer of somebody in the highly specialised setting."""
    rows = scene.rows("co11_zonder_verzekeraar", 1, _USUAL & pl.col("team").is_in(["S", "P"]))
    scene.edit("prestaties", repriced(rows.with_columns(setting=whole(8))))
    patients = scene.tables["patienten"].join(rows.select("patient_id"), on="patient_id", how="semi")
    scene.edit("patienten", patients.with_columns(uzovi=nothing(pl.String)))


def _nameless(scene: Scene) -> None:
    """BH-03: a regiebehandelaar without an AGB code."""
    led = scene.tables["zorgtrajecten"].filter(pl.col("financiering").is_in(["zvw", "fz"]))
    led = led.join(scene.tables["prestaties"].filter("declarabel"), on="zorgtraject_id", how="semi")
    edited = scene.edited("behandelaren")
    number = pl.col("behandelaar_id").str.slice(1).cast(pl.Int64)
    people = (
        scene.tables["behandelaren"]
        .filter(pl.len().over("behandelaar_id") == 1, pl.col("agb_code").is_not_null())
        .filter(pl.col("behandelaar_id").is_in(led["regiebehandelaar_id"].drop_nulls().implode()))
        .filter(~pl.col("behandelaar_id").is_in(edited.implode()))
        .with_columns(nummer=number, locatie=(number // 10 - 1) // 100)
        .with_columns(lot=scene.chance.on("nummer").uniform("zonder_agb"))
        .sort("lot")
    )
    two = people.filter(pl.int_range(pl.len()).over("locatie") < 2)
    scene.edit("behandelaren", two.with_columns(agb_code=nothing(pl.String)))


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _nights(scene)
    _settings(scene)
    _uninsured(scene)
    _funding(scene)
    _teams(scene)
    _prices(scene)
    _invoices(scene)
    _codes(scene)
    _nameless(scene)
