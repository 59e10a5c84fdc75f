"""Consults: the appointments of every zorgtraject, who sees the patient, and what was planned and done."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.calendar import LAST_WORKING_DAY, calendar
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import beroep_on, category, person
from zpm_audit.demo.tariffs import klasse
from zpm_audit.demo.teams import TEAMS
from zpm_audit.demo.trajects import DIAGNOSTIC_PACE, FEW, LATE, NEVER, OD_TREATED, UNSIGNED

_SOLO = [team.code for team in TEAMS if team.solo]
_TRAVELS = [team.code for team in TEAMS if team.reist]
_BIASED_TEAM = "Q"  # plans its treatment of 2024 too long: the group that ZPM-PR-06 must find
_LATE_VISIT = 900  # the number of a first consult by the regiebehandelaar that comes after the term

_DIAGNOSTIC_MINUTES = ((45, 0.22), (60, 0.45), (75, 0.13), (90, 0.20))
_TALK_MINUTES = ((30, 0.12), (45, 0.55), (60, 0.25), (75, 0.04), (90, 0.04))
_CARE_MINUTES = ((15, 0.12), (30, 0.45), (45, 0.31), (60, 0.12))
_OFF_PLAN = (
    (-25, 0.004), (-20, 0.010), (-12, 0.02), (-10, 0.06), (-5, 0.15), (-3, 0.05), (0, 0.46), (2, 0.04), (5, 0.12),
    (10, 0.055), (15, 0.012), (20, 0.008), (30, 0.004),
)  # fmt: skip
_OFF_PLAN_BIASED = ((-15, 0.10), (-10, 0.35), (-8, 0.15), (-5, 0.25), (0, 0.15))
_UNPLANNED_MINUTES = ((7, 0.08), (10, 0.16), (17, 0.14), (22, 0.12), (30, 0.18), (38, 0.1), (46, 0.12), (63, 0.10))


def _appointments(plans: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Lay out the numbered visits of every zorgtraject in working days."""
    end = pl.min_horizontal("tot", pl.lit(LAST_WORKING_DAY))
    between = pl.when(pl.col("team") == "A").then(1).otherwise(DIAGNOSTIC_PACE)
    treated_from = pl.col("van") + between * pl.col("diagnostisch")
    treatments = (
        pl.when(pl.col("onverzekerd") & (pl.col("gebrek") != OD_TREATED).fill_null(True)).then(0)
        .when(pl.col("gebrek") == OD_TREATED).then(3)
        .when(pl.col("gebrek") == FEW).then(1)
        .otherwise(pl.max_horizontal(pl.lit(0), (end - treated_from) // pl.col("tempo") + 1))
    )  # fmt: skip
    number = pl.col("nummer")
    diagnostic = number < pl.col("diagnostisch")
    slack = pl.min_horizontal(pl.lit(2), pl.max_horizontal(pl.lit(0), pl.col("tempo") - 2))
    visits = (
        plans.with_columns(begin=treated_from, nummer=pl.int_ranges(0, pl.col("diagnostisch") + treatments))
        .explode("nummer")
        .filter(number.is_not_null())
    )
    late = plans.filter(pl.col("gebrek") == LATE).with_columns(
        begin=treated_from, nummer=pl.lit(_LATE_VISIT, dtype=pl.Int64)
    )
    return (
        pl.concat([visits, late])
        .with_columns(bezoek=pl.col("traject") * 1000 + number)
        .with_columns(
            dag=pl.when(number == _LATE_VISIT)
            .then(pl.col("van") + 34 + chance.between("laat", 0, 18))
            .when(number == 0)
            .then("van")
            .when(diagnostic)
            .then(pl.col("van") + DIAGNOSTIC_PACE * number + chance.between("dag", 0, 2))
            .otherwise(
                pl.col("begin")
                + (number - pl.col("diagnostisch")) * pl.col("tempo")
                + chance.between("dag", pl.lit(0), slack)
            ),
            consulttype=pl.when(diagnostic | (number == _LATE_VISIT))
            .then(pl.lit("diagnostiek"))
            .otherwise(pl.lit("behandeling")),
        )
        .filter(pl.col("dag") <= LAST_WORKING_DAY)
    )


def _roles(chance: Chance) -> pl.Expr:
    """Choose who sees the patient: the regiebehandelaar once in the diagnostiekfase, then mostly the behandelaar."""
    without = pl.col("gebrek").is_in([LATE, NEVER, FEW, UNSIGNED]).fill_null(False) | pl.col("nog_niet")
    return (
        pl.when(pl.col("team").is_in(_SOLO) | (pl.col("nummer") == _LATE_VISIT)).then(pl.lit("regie"))
        .when((pl.col("consulttype") == "diagnostiek") & (pl.col("nummer") == pl.col("regie_op")) & ~without)
        .then(pl.lit("regie"))
        .when(pl.col("consulttype") == "diagnostiek").then(pl.lit("behandelaars"))
        .when(chance.uniform("rol") < 0.62).then(pl.lit("behandelaars"))
        .when((chance.uniform("rol") < 0.82) | without).then(pl.lit("derden"))
        .otherwise(pl.lit("regie"))
    )  # fmt: skip


def _attended(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Leave out what was cancelled; part of the no-shows is registered, not declarable."""
    first_or_regie = (pl.col("nummer") == 0) | ((pl.col("consulttype") == "diagnostiek") & (pl.col("rol") == "regie"))
    inpatient = pl.col("team").is_in(["K", "T", "A"])
    kept = pl.when(inpatient).then(pl.max_horizontal("druk", pl.lit(0.8))).otherwise(pl.col("druk") * 0.98)
    missed = ~pl.col("moet") & chance.happens("niet_verschenen", 0.05)
    return (
        frame.with_columns(moet=first_or_regie)
        .filter(pl.col("moet") | chance.happens("gaat_door", kept))
        .with_columns(declarabel=~missed)
        .filter(pl.col("declarabel") | chance.happens("toch_geregistreerd", 0.4))
    )


def _minutes(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Plan and carry out: g and r in minutes, and the class that follows from them."""
    care = pl.col("categorie").is_in(["verpleegkundige", "arts", "verpleegkundig specialist"])
    planned = pl.col("team").replace_strict({team.code: team.gepland for team in TEAMS})
    biased = (
        (pl.col("team") == _BIASED_TEAM)
        & (pl.col("consulttype") == "behandeling")
        & (pl.col("datum").dt.year() == 2024)
    )
    g, r = pl.col("geplande_minuten"), pl.col("gerealiseerde_minuten")
    off = r - g
    return (
        frame.with_columns(
            asynchroon=(pl.col("consulttype") == "behandeling") & ~pl.col("moet") & chance.happens("asynchroon", 0.012)
        )
        .with_columns(gepland=~pl.col("asynchroon") & chance.happens("gepland", planned))
        .with_columns(
            geplande_minuten=pl.when("gepland").then(
                pl.when(pl.col("consulttype") == "diagnostiek").then(chance.pick("g", _DIAGNOSTIC_MINUTES))
                .when(biased).then(chance.pick("g", _TALK_MINUTES))
                .when(care).then(chance.pick("g", _CARE_MINUTES))
                .otherwise(chance.pick("g", _TALK_MINUTES))
            ).cast(pl.Int64)
        )
        .with_columns(
            gerealiseerde_minuten=pl.when("asynchroon").then(chance.between("async", 5, 14))
            .when(~pl.col("gepland")).then(chance.pick("ongepland", _UNPLANNED_MINUTES))
            .when(biased).then(pl.max_horizontal(pl.lit(5), g + chance.pick("af_lang", _OFF_PLAN_BIASED)))
            .when(g == 15).then(g + chance.pick("af_kort", ((-5, 0.25), (0, 0.5), (5, 0.2), (10, 0.05))))
            .otherwise(g + chance.pick("af", _OFF_PLAN)).cast(pl.Int64)
        )
        .with_columns(
            duurklasse=pl.when(pl.col("gepland") & (off.abs() <= 15) & ~chance.happens("toch_realisatie", 0.04))
            .then(klasse(g))
            .otherwise(klasse(r))
        )
    )  # fmt: skip


def _times(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Fill every agenda from half past eight on, so that nobody is in two places; what does not fit is called off."""
    longest = pl.max_horizontal("geplande_minuten", "gerealiseerde_minuten")
    room = ((longest + 5 + chance.pick("speling", ((0, 0.6), (10, 0.25), (25, 0.15))) + 14) // 15) * 15
    agenda = frame.with_columns(ruimte=room, geluk=chance.uniform("volgorde")).sort(
        ["positie", "dag", "moet", "declarabel", "geluk", "bezoek"], descending=[False, False, True, True, False, False]
    )
    before = (pl.col("ruimte").cum_sum() - pl.col("ruimte")).over("positie", "dag")
    begun = pl.col("begonnen") + pl.col("voor")
    started = begun + pl.when(pl.col("voor") >= 210).then(30).otherwise(0)
    return (
        agenda.with_columns(voor=before, werkdag=pl.col("positie") * 1000 + pl.col("dag"))
        .with_columns(begonnen=chance.on("werkdag").pick("begin", ((510, 0.5), (525, 0.2), (540, 0.3))))
        .with_columns(minuut=started)
        .filter(pl.col("moet") | (pl.col("voor") + pl.col("ruimte") <= 570))
        .with_columns(starttijd=(pl.col("minuut") * 60_000_000_000).cast(pl.Int64).cast(pl.Time))
        .with_columns(
            gepland_op=pl.when("gepland").then(
                (pl.col("datum").cast(pl.Datetime("us")) - pl.duration(days=chance.between("vooruit", 1, 45)))
                + pl.duration(minutes=540 + chance.between("moment", 0, 479))
            )
        )
    )


def consults(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return all consults of these zorgtrajecten, with the integer key ``bezoek``; no codes and amounts yet."""
    own = chance.on("bezoek")
    position = pl.when(pl.col("rol") == "regie").then("regie").when(pl.col("rol") == "derden").then("derden")
    visits = (
        _appointments(plans, own)
        .with_columns(rol=_roles(own))
        .with_columns(positie=position.otherwise("behandelaars"))
        .join(calendar(), on="dag", how="left", maintain_order="left")
        .join(filled, on="positie", how="left", maintain_order="left")
    )
    seen = _attended(_after_stay(visits, own), own).with_columns(
        behandelaar_id=person(pl.col("datum")), beroep_toen=beroep_on(pl.col("datum"))
    )
    timed = _times(_minutes(seen.with_columns(categorie=category(pl.col("beroep_toen"))), own), own)
    at_home = pl.col("team").is_in(_TRAVELS) & (pl.col("nummer") % 7 != 6)
    out_of_office = pl.col("team").is_in(["S", "Q"]) & own.happens("op_pad", 0.03)
    setting = pl.col("team").replace_strict({team.code: team.setting for team in TEAMS})
    stays = pl.col("uit").is_null() | (pl.col("dag") <= pl.col("uit"))
    return timed.with_columns(
        setting=pl.when((pl.col("team") == "K") & ~stays).then(3).otherwise(setting).cast(pl.Int64),
        eigen_locatie=~((at_home | out_of_office) & (pl.col("financiering") != "anders") & ~pl.col("asynchroon")),
    )


def _after_stay(visits: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """After discharge from the clinic the patient is seen about once in two weeks, from outside; see stays.py."""
    inside = pl.col("uit").is_null() | (pl.col("dag") <= pl.col("uit"))
    weekend = (pl.col("team") == "A") & (pl.col("datum").dt.weekday() == 5) & chance.happens("weekend", 0.4)
    return visits.filter(inside | (pl.col("nummer") % 4 == 0)).with_columns(
        # The acute team also works on Saturdays.
        datum=pl.when(weekend).then(pl.col("datum").dt.offset_by("1d")).otherwise("datum"),
    )
