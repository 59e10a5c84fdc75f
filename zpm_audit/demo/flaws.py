"""What goes wrong in single consults and overleggen: which rows, and how. truth.py says which checks must find them."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.tariffs import klasse, next_klasse

PR_KEPT, PR_RAISED, PR_UNPLANNED = "pr_niet_gecorrigeerd", "pr_hogere_klasse", "pr_ongepland_hoger"
PR_NO_START, PR_AFTERWARDS = "pr_zonder_starttijd", "pr_achteraf_gepland"
PR_UNKNOWN, PR_NO_MINUTES, PR_NO_MOMENT = "pr_gepland_leeg", "pr_minuten_leeg", "pr_moment_leeg"
IO_SETTING, IO_CLASS, IO_SHORT, IO_REFERRER = "io_setting", "io_klasse", "io_te_kort", "io_verwijzer"
IO_NO_TRAJECT, IO_NO_NOTE, IO_NOT_TOLD = "io_geen_traject", "io_niet_vastgelegd", "io_niet_geinformeerd"
IO_NOTE_EMPTY, IO_TOLD_EMPTY = "io_vastgelegd_leeg", "io_geinformeerd_leeg"
IO_UNLISTED, IO_NOBODY = "io_geen_beroep", "io_met_wie_leeg"

_G, _R, _K = pl.col("geplande_minuten"), pl.col("gerealiseerde_minuten"), pl.col("duurklasse")


def _choose(chance: Chance, cases: tuple[tuple[str, pl.Expr, float], ...]) -> pl.Expr:
    flaw: pl.Expr = pl.lit(None, dtype=pl.String)
    for name, eligible, probability in cases:
        flaw = pl.when(eligible & chance.happens(f"gebrek_{name}", probability)).then(pl.lit(name)).otherwise(flaw)
    return flaw


def _is(name: str) -> pl.Expr:
    return (pl.col("fout") == name).fill_null(False)


def spoil_consults(consults: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Put flaws in some consults; the column ``fout`` says which. At most one each, none where the traject has one."""
    own = chance.on("bezoek")
    free = pl.col("declarabel") & pl.col("gebrek").is_null() & ~pl.col("onverzekerd") & ~pl.col("asynchroon")
    planned = free & pl.col("gepland")
    near = (_R - _G).abs() <= 15
    at_plan = planned & near & (klasse(_G) == _K)
    higher = next_klasse(pl.max_horizontal(klasse(_G), klasse(_R)))
    chosen = _choose(
        own,
        (
            (PR_KEPT, at_plan & (_G >= 30), 0.006),
            (PR_RAISED, at_plan & higher.is_not_null(), 0.005),
            (PR_UNPLANNED, free & ~pl.col("gepland") & next_klasse(klasse(_R)).is_not_null(), 0.025),
            (PR_NO_START, free & (pl.col("financiering") == "zvw"), 0.004),
            (PR_AFTERWARDS, planned, 0.007),
            (PR_UNKNOWN, at_plan, 0.0012),
            (PR_NO_MINUTES, at_plan, 0.001),
            (PR_NO_MOMENT, planned, 0.0015),
        ),
    )
    start = pl.col("datum").dt.combine(pl.col("starttijd"))
    return consults.with_columns(fout=chosen).with_columns(
        gerealiseerde_minuten=pl.when(_is(PR_KEPT))
        .then(_G - own.between("korter", pl.lit(16), pl.min_horizontal(pl.lit(28), _G - 5)))
        .when(~_is(PR_NO_MINUTES))
        .then(_R),
        duurklasse=pl.when(_is(PR_RAISED)).then(higher)
        .when(_is(PR_UNPLANNED)).then(next_klasse(klasse(_R)))
        .otherwise(_K),
        starttijd=pl.when(~_is(PR_NO_START)).then("starttijd"),
        gepland=pl.when(~_is(PR_UNKNOWN)).then("gepland"),
        gepland_op=pl.when(_is(PR_AFTERWARDS)).then(start + pl.duration(minutes=own.between("later", 1, 420)))
        .when(~_is(PR_UNKNOWN) & ~_is(PR_NO_MOMENT)).then("gepland_op"),
    )  # fmt: skip


def spoil_overleg(overleg: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Put flaws in some intercollegiale overleggen; the column ``fout`` says which."""
    own = chance.on("sleutel")
    every = pl.lit(True)
    chosen = _choose(
        own,
        (
            (IO_UNLISTED, every, 0.014),
            (IO_NOBODY, every, 0.006),
            (IO_SETTING, every, 0.014),
            (IO_CLASS, _R.is_between(8, 14), 0.025),
            (IO_SHORT, _R < 15, 0.016),
            (IO_REFERRER, every, 0.022),
            (IO_NO_TRAJECT, every, 0.011),
            (IO_NO_NOTE, every, 0.02),
            (IO_NOT_TOLD, every, 0.03),
            (IO_NOTE_EMPTY, every, 0.01),
            (IO_TOLD_EMPTY, every, 0.012),
        ),
    )
    return overleg.with_columns(fout=chosen).with_columns(
        setting=pl.when(_is(IO_SETTING)).then(pl.lit(3, dtype=pl.Int64)).otherwise("setting"),
        gerealiseerde_minuten=pl.when(_is(IO_SHORT)).then(own.between("kort", 1, 4)).otherwise(_R),
        duurklasse=pl.when(_is(IO_CLASS)).then(pl.lit(15, dtype=pl.Int64)).otherwise(_K),
        overleg_met=pl.when(_is(IO_REFERRER))
        .then(own.pick("wie", (("huisarts", 0.7), ("verwijzer", 0.3))))
        .when(_is(IO_UNLISTED))
        .then(own.pick("ander", (("wijkteam", 0.5), ("bedrijfsarts", 0.3), ("Psychiater", 0.2))))
        .when(~_is(IO_NOBODY))
        .then("overleg_met"),
        zonder_traject=_is(IO_NO_TRAJECT),
        overleg_vastgelegd=pl.when(~_is(IO_NOTE_EMPTY)).then(~_is(IO_NO_NOTE)),
        patient_geinformeerd=pl.when(~_is(IO_TOLD_EMPTY)).then(~_is(IO_NOT_TOLD)),
    )
