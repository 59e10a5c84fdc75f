"""How many units cannot be judged (onbepaald), and of how many the term still runs (loopt).

Counted over the finished tables: per check which rows it is about, and which empty value keeps it from an answer.
Conditions are three-valued, as polars' own: what comes out empty is onbepaald.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from zpm_audit.demo.agreed_truth import open_agreements
from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.codelijst import codelijst
from zpm_audit.demo.figures import Tables, judged, with_beroep
from zpm_audit.demo.tariffs import klasse

_CONSULT = pl.col("prestatiegroep") == "consult"
_GROUP = pl.col("prestatiegroep") == "groepsconsult"
_TRAVEL = pl.col("prestatiegroep") == "reistijd"
_OVERLEG = pl.col("prestatiegroep") == "intercollegiaal_overleg"
_G, _R, _K = pl.col("geplande_minuten"), pl.col("gerealiseerde_minuten"), pl.col("klasse")
_WHO, _START, _CODE = pl.col("behandelaar_id"), pl.col("starttijd"), pl.col("prestatiecode")
_EIGHT_O_CLOCK = 20
_REFERRED = ("01", "02", "07")
_WAIT_DAYS = 60
Counts = dict[str, int]


def _is_class_of(minutes: pl.Expr) -> pl.Expr:
    """Tell whether the registered class is that of these minutes; under five minutes no class is."""
    return pl.when((minutes < 5) & _K.is_not_null()).then(pl.lit(False)).otherwise(klasse(minutes) == _K)


def _consult_questions() -> dict[str, tuple[pl.Expr, pl.Expr]]:
    """Return per check which consults it is about, and an expression that is empty where there is no answer."""
    every = pl.lit(True)
    named = pl.when(_WHO.is_not_null()).then(True)
    started = pl.when(_START.is_not_null()).then(True)
    coded = pl.when(_CODE.is_not_null()).then(True)
    timed = pl.when(_R <= 0).then(True).otherwise(named & started & pl.when(_R.is_not_null()).then(True))
    # A planned row with an empty "gepland" is a question for all three, and never has an answer.
    known = pl.when(pl.col("gepland").is_not_null()).then(True)
    far, by_plan, by_hour = (_R - _G).abs() > 15, _is_class_of(_G), _is_class_of(_R)
    planned, unplanned = pl.col("gepland").fill_null(True), ~pl.col("gepland").fill_null(False)

    def only_known(verdict: pl.Expr) -> pl.Expr:
        return pl.when(known).then(verdict)

    fixed = pl.when(pl.col("gepland_op").is_not_null()).then(True)
    no_consult = _CODE.is_not_null() & pl.col("type_van_code").is_null()
    same_type = pl.col("type_van_code") == pl.col("consulttype")
    same_class = pl.when(pl.col("duurklasse").is_null()).then(True).otherwise(pl.col("klasse_van_code") == _K)
    attributes = (pl.col("setting_van_code") == pl.col("setting")) & (
        pl.col("categorie_van_code") == pl.col("categorie_op_datum")
    )
    return {
        "ZPM-PR-01": (planned, only_known(~(far & ~by_hour))),
        "ZPM-PR-02": (planned, only_known(~(~far & ~by_plan & ~by_hour))),
        "ZPM-PR-03": (unplanned, only_known(by_hour)),
        "ZPM-PR-05": (pl.col("gepland").fill_null(False), started & fixed),
        "ZPM-CO-01": (every, _K),
        "ZPM-CO-02": (every, pl.when(no_consult).then(False).otherwise(same_type & same_class)),
        "ZPM-CO-03": (every, named & started),
        "ZPM-CO-04": (every, timed),
        "ZPM-CO-05": (pl.col("asynchroon").fill_null(False), named),
        "ZPM-CO-06": (every, pl.when(pl.col("behandelaar_bekend")).then(True)),
        "ZPM-CO-07": (pl.col("verblijf").fill_null(False), pl.col("setting")),
        "ZPM-CO-08": (every, named & started & coded),
        "ZPM-CO-09": (every, coded),
        "ZPM-CO-10": (every, attributes),
    }  # fmt: skip


def _with_context(consults: pl.DataFrame, rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Add what the register knows of each consult: the code, the behandelaar, the stay."""
    listed = codelijst().filter(pl.col("prestatiegroep") == "consult")
    by_arithmetic = listed.select("prestatiecode", type_van_code="consulttype", klasse_van_code="duurklasse")
    by_list = listed.select("prestatiecode", "jaar", setting_van_code="setting", categorie_van_code="beroepscategorie")
    nights = rows.filter(pl.col("prestatiegroep") == "verblijfsdag").select("patient_id", "datum").unique()
    known = tables["behandelaren"].select("behandelaar_id", behandelaar_bekend=pl.lit(True)).unique()
    return (
        with_beroep(consults, tables["behandelaren"])
        .with_columns(jaar=pl.col("datum").dt.year().cast(pl.Int64))
        .join(by_arithmetic.unique("prestatiecode"), on="prestatiecode", how="left")
        .join(by_list, on=["prestatiecode", "jaar"], how="left")
        .join(known, on="behandelaar_id", how="left")
        .join(nights.with_columns(verblijf=pl.lit(True)), on=["patient_id", "datum"], how="left")
        .with_columns(klasse=pl.coalesce("duurklasse", "klasse_van_code"))
    )


def _of_consults(rows: pl.DataFrame, tables: Tables) -> Counts:
    consults = _with_context(rows.filter(_CONSULT), rows, tables)
    counted = consults.select(
        (about & answer.is_null()).sum().alias(check) for check, (about, answer) in _consult_questions().items()
    )
    return dict(zip(counted.columns, counted.row(0), strict=True))


def _of_other_rows(rows: pl.DataFrame, tables: Tables) -> Counts:
    paid = tables["zorgtrajecten"].select("zorgtraject_id", wie_betaalt="financiering")
    places = tables["prestaties"].select(
        hoofdprestatie_id="prestatie_id", plaats=pl.col("eigen_locatie"), hoofd_bekend=pl.lit(True)
    )
    toeslagen = (
        rows.filter(_TRAVEL)
        .join(paid, on="zorgtraject_id", how="left", maintain_order="left")
        .join(places, on="hoofdprestatie_id", how="left", maintain_order="left")
    )
    paid_by_law = pl.col("wie_betaalt").is_in(["zvw", "fz"]).fill_null(False)
    no_class = pl.col("duurklasse").is_null() | pl.col("reistijd_minuten").is_null()
    none = pl.col("groepssessie_id").is_null()
    named_begun_coded = _WHO.is_not_null() & _START.is_not_null() & _CODE.is_not_null()
    unpaid = tables["zorgtrajecten"].filter(pl.col("financiering").is_null())
    asked = rows.filter(pl.col("prestatiegroep") == "euthanasie")
    return {
        "ZPM-IO-03": rows.filter(_OVERLEG, pl.col("overleg_met").is_null()).height,
        "ZPM-IO-07": rows.filter(_OVERLEG, pl.col("overleg_met").is_null()).height,
        "ZPM-EU-02": asked.join(unpaid, on="zorgtraject_id", how="semi").height,
        "ZPM-GC-05": rows.filter(_GROUP, _R.is_null()).height,
        "ZPM-GC-06": rows.filter(_GROUP, ~named_begun_coded).height,
        "ZPM-IO-05": rows.filter(_OVERLEG, pl.col("overleg_vastgelegd").is_null()).height,
        "ZPM-IO-06": rows.filter(_OVERLEG, pl.col("patient_geinformeerd").is_null()).height,
        "ZPM-GC-01": rows.filter(_GROUP, none | pl.col("groepsgrootte").is_null()).height,
        "ZPM-GC-02": rows.filter(_GROUP, none).height,
        "ZPM-RT-01": rows.filter(_TRAVEL, pl.col("hoofdprestatie_id").is_null()).height,
        "ZPM-RT-03": toeslagen.filter(~paid_by_law | no_class).height,
        "ZPM-RT-04": toeslagen.filter(pl.col("hoofd_bekend"), pl.col("plaats").is_null()).height,
        "ZPM-AC-01": rows.filter(pl.col("acuut_binnen_budget"), pl.col("zorgtraject_id").is_null()).height,
    }


def _of_stays(rows: pl.DataFrame, opnames: pl.DataFrame) -> Counts:
    moment = pl.col("opname")
    first = opnames.group_by("patient_id", datum=moment.dt.date()).agg(moment.min())
    sharp = first.filter((moment.dt.hour() == _EIGHT_O_CLOCK) & (moment.dt.minute() == 0))
    nights = rows.filter(pl.col("prestatiegroep") == "verblijfsdag")
    contacts = rows.filter(_CONSULT | _GROUP).select("prestatie_id", "patient_id", "datum")
    inside = contacts.join(
        opnames.select("patient_id", "opname", "ontslag", "integraal_tarief"), on="patient_id"
    ).filter((pl.col("datum") >= moment.dt.date()) & (pl.col("datum") < pl.col("ontslag").dt.date()).fill_null(True))
    settled = inside.group_by("prestatie_id").agg(pl.col("integraal_tarief").any(ignore_nulls=False))
    return {
        "ZPM-VB-03": nights.join(sharp, on=["patient_id", "datum"], how="semi").height,
        "ZPM-VB-04": settled.filter(pl.col("integraal_tarief").is_null()).height,
    }


def _of_trajecten(rows: pl.DataFrame, trajecten: pl.DataFrame) -> tuple[Counts, Counts]:
    held = rows.group_by("zorgtraject_id").agg(
        behandeld=((_CONSULT | _GROUP) & (pl.col("consulttype") == "behandeling").fill_null(False)).any()
    )
    known = trajecten.filter(pl.col("financiering") == "zvw").join(held, on="zorgtraject_id", how="left")
    referred = known.filter(pl.col("verwijstype").is_in(_REFERRED), ~pl.col("spoed").fill_null(False))
    sent, came = pl.col("verwijsdatum").is_null(), pl.col("aanmelddatum").is_null()
    typed = pl.col("behandeld").fill_null(False) & pl.col("zorgvraagtype").is_not_null()
    waiting = (pl.col("verwijstype") == "03") & pl.col("verwijzer_agb").is_null()
    in_time = pl.col("startdatum") >= PEILDATUM - timedelta(days=_WAIT_DAYS)
    onbepaald = {
        "ZPM-ZT-08": known.filter(typed, pl.col("zorgvraagtype_datum").is_null()).height,
        "ZPM-VW-02": referred.filter(sent | came).height,
        "ZPM-VW-03": referred.filter(sent, pl.col("behandeld").is_not_null()).height,
    }
    return onbepaald, {"ZPM-VW-04": known.filter(waiting, in_time).height}


def open_verdicts(tables: Tables) -> tuple[Counts, Counts]:
    """Return per check the number of units that are onbepaald, and of terms that still run."""
    rows = judged(tables["prestaties"])
    onbepaald, loopt = _of_trajecten(rows, tables["zorgtrajecten"])
    onbepaald |= _of_consults(rows, tables)
    onbepaald |= _of_other_rows(rows, tables)
    onbepaald |= _of_stays(rows, tables["opnames"])
    onbepaald |= open_agreements(tables)
    return onbepaald, loopt
