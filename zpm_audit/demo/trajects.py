"""Patients and their zorgtrajecten: who comes when, to which team, for how long, and which of them go wrong."""

from __future__ import annotations

from itertools import accumulate

import polars as pl

from zpm_audit.demo.calendar import LAST_WORKING_DAY
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import PATIENTS_PER_LOCATION, ROLES, first_places
from zpm_audit.demo.teams import TEAMS

DIAGNOSTIC_PACE = 5  # working days between the consults of the diagnostiekfase
TERM_START = LAST_WORKING_DAY - 18  # who starts after this day is still within 42 days on the peildatum

# What may be wrong with a zorgtraject as a whole; see truth.py for the deviations that follow.
LATE, NEVER, FEW, UNSIGNED = "rb_laat", "rb_nooit", "rb_weinig", "rb_zonder_naam"
RB_EMPTY, RB_UNKNOWN, RB_BEROEP = "rb_leeg", "rb_onbekend", "rb_beroep"
OD_MANY, OD_TREATED = "od_te_veel", "od_behandeld"


def _by_team(values: dict[str, int | float]) -> pl.Expr:
    return pl.col("team").replace_strict(values)


def _team_of_slot() -> pl.Expr:
    """Return the team for a place on the list of a location (0 up to PATIENTS_PER_LOCATION)."""
    bounds = list(accumulate(team.patienten for team in TEAMS))
    chosen = pl.lit(TEAMS[-1].code)
    for team, bound in reversed(list(zip(TEAMS, bounds, strict=True))):
        chosen = pl.when(pl.col("plek") < bound).then(pl.lit(team.code)).otherwise(chosen)
    return chosen


def _patients(where: pl.DataFrame) -> pl.DataFrame:
    slot = (pl.col("nummer") * PATIENTS_PER_LOCATION) // pl.col("patienten")
    return (
        where.with_columns(nummer=pl.int_ranges(0, "patienten"))
        .explode("nummer")
        .with_columns(
            plek=slot, patient=pl.col("locatie") * PATIENTS_PER_LOCATION + pl.col("nummer"), volgorde=pl.lit(0)
        )
        .with_columns(team=_team_of_slot())
    )


def _length(chance: Chance) -> pl.Expr:
    low = _by_team({team.code: team.duur[0] for team in TEAMS})
    high = _by_team({team.code: team.duur[1] for team in TEAMS})
    return chance.between("duur", low, high)


def _first_trajects(where: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    stays = _by_team({team.code: team.blijvers for team in TEAMS})
    return (
        _patients(where)
        .with_columns(traject=pl.col("patient") * 2)
        .with_columns(nieuw=~chance.happens("blijver", stays), duur=_length(chance))
        .with_columns(
            van=pl.when("nieuw")
            .then(chance.between("van", 0, LAST_WORKING_DAY))
            .otherwise(chance.between("rest", 0, 4)),
            duur=pl.when("nieuw")
            .then("duur")
            .otherwise((chance.uniform("over") * pl.col("duur") * 1.1).ceil())
            .cast(pl.Int64),
        )
        .with_columns(tot=pl.col("van") + pl.col("duur"))
    )


def _second_trajects(first: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Some come back with a new zorgvraag, well after the first zorgtraject was closed."""
    return (
        first.filter((pl.col("tot") < LAST_WORKING_DAY - 140) & pl.col("team").is_in(["V", "B", "S", "P", "A"]))
        .with_columns(traject=pl.col("traject") + 1, volgorde=pl.lit(1))
        .filter(chance.happens("terug", 0.16))
        .with_columns(
            team=chance.pick("team", (("B", 0.4), ("S", 0.35), ("V", 0.25))),
            van=chance.between("van", pl.col("tot") + 45, pl.lit(LAST_WORKING_DAY)),
            nieuw=pl.lit(True),
        )
        .with_columns(duur=_length(chance))
        .with_columns(tot=pl.col("van") + pl.col("duur"))
    )


def _with_positions(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Give every zorgtraject its regiebehandelaar, behandelaar, third profession and group."""
    places = first_places()
    for role in ROLES:
        first = _by_team({team.code: places.get((team.code, role), (0, 0))[0] for team in TEAMS})
        count = _by_team({team.code: places.get((team.code, role), (0, 0))[1] for team in TEAMS})
        there = ((count * pl.col("patienten") + PATIENTS_PER_LOCATION - 1) // PATIENTS_PER_LOCATION).cast(pl.Int64)
        chosen = chance.between(f"positie_{role}", pl.lit(0), there - 1)
        frame = frame.with_columns(
            pl.when(there > 0).then(pl.col("locatie") * 100 + first + chosen).cast(pl.Int64).alias(role)
        )
    return frame


def _flaws(chance: Chance) -> pl.Expr:
    """Choose the zorgtrajecten in which something goes wrong. At most one thing each."""
    shared = pl.col("nieuw") & pl.col("team").is_in(["S", "P", "F", "Q"]) & (pl.col("financiering") != "anders")
    long = pl.col("duur") >= 75
    for_insurer = pl.col("financiering") != "anders"
    flaw: pl.Expr = pl.lit(None, dtype=pl.String)
    for name, eligible, probability in (
        (OD_TREATED, pl.col("onverzekerd"), 0.30),
        (OD_MANY, pl.col("onverzekerd"), 0.20),
        (RB_UNKNOWN, ~pl.col("nieuw") & for_insurer, 0.012),
        (RB_EMPTY, ~pl.col("onverzekerd") & for_insurer, 0.004),
        (RB_BEROEP, shared & ~pl.col("onverzekerd"), 0.022),
        (UNSIGNED, shared & ~pl.col("onverzekerd") & long, 0.006),
        (FEW, shared & ~pl.col("onverzekerd"), 0.016),
        (NEVER, shared & ~pl.col("onverzekerd") & long, 0.014),
        (LATE, shared & ~pl.col("onverzekerd") & long, 0.022),
    ):
        flaw = pl.when(eligible & chance.happens(f"gebrek_{name}", probability)).then(pl.lit(name)).otherwise(flaw)
    return flaw


def trajects(where: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the plan of every zorgtraject of these locations, one row each, with the integer key ``traject``."""
    own = chance.on("traject")
    first = _first_trajects(where, own)
    both = pl.concat([first, _second_trajects(first, own)], how="diagonal")
    uninsurable = pl.col("nieuw") & pl.col("team").is_in(["V", "B", "S"])
    return (
        _with_positions(both, own)
        .with_columns(
            financiering=pl.when(pl.col("team").is_in(["T", "Q"]))
            .then(pl.lit("fz"))
            .when(pl.col("team").is_in(["V", "B", "S"]) & own.happens("zelf", 0.012))
            .then(pl.lit("anders"))
            .otherwise(pl.lit("zvw")),
            tempo=_pace(own),
            diagnostisch=pl.when(~pl.col("nieuw")).then(0).otherwise(own.pick("diagnostisch", ((2, 0.35), (3, 0.65)))),
            regie_op=own.pick("regie_op", ((0, 0.4), (1, 0.6))),
            # The working day of discharge from the clinic; the forensic clinic keeps its patients.
            uit=pl.when(pl.col("team") == "K").then(
                pl.min_horizontal(pl.col("van") + own.between("uit", 9, 55), "tot")
            ),
            in_groep=own.happens("groep", _by_team({team.code: team.groepsdeel for team in TEAMS})),
        )
        .with_columns(onverzekerd=uninsurable & (pl.col("financiering") == "zvw") & own.happens("onverzekerd", 0.045))
        .with_columns(gebrek=_flaws(own))
        .with_columns(
            diagnostisch=pl.when(pl.col("team") == "A").then(1)
            .when(pl.col("gebrek") == OD_MANY).then(own.pick("te_veel", ((5, 0.6), (6, 0.3), (7, 0.1))))
            .when(pl.col("onverzekerd")).then(own.pick("genoeg", ((2, 0.3), (3, 0.4), (4, 0.3))))
            .when(pl.col("gebrek") == FEW).then(2)
            .otherwise("diagnostisch"),
            regie_op=pl.when(pl.col("team") == "A").then(0)
            .when(pl.col("gebrek") == RB_BEROEP).then(1)
            .otherwise("regie_op"),
            # Right before the end of the year not every regiebehandelaar has had a turn: terms that still run.
            nog_niet=pl.col("nieuw") & (pl.col("van") > TERM_START) & pl.col("team").is_in(["S", "P", "F", "Q"])
            & own.happens("nog_niet", 0.45),
        )
        .sort("traject")
    )  # fmt: skip


def _pace(chance: Chance) -> pl.Expr:
    pace = pl.lit(5)
    for team in TEAMS:
        pace = pl.when(pl.col("team") == team.code).then(chance.pick("tempo", team.tempo)).otherwise(pace)
    return pace.cast(pl.Int64)
