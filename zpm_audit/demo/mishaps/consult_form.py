"""Consults that are registered wrongly: a class that does not exist, or a code that belongs to something else."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.mishaps.rewriting import again, nothing, repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import EXPIRING_CATEGORY, EXPIRING_SETTING, EXPIRING_YEAR, expiring_codes, next_klasse

_USUAL = pl.col("gewoon")
_CODE = "prestatiecode"


def _classes(scene: Scene) -> None:
    """CO-01: a class that is none of the eight, none for a contact that was too short, or none at all."""
    own = scene.chance.on("lotnummer")
    strange = scene.rows("co01_vreemd", 5, _USUAL).with_columns(
        duurklasse=own.pick("vreemde_klasse", ((10, 0.4), (20, 0.3), (50, 0.3))).cast(pl.Int64)
    )
    scene.edit("prestaties", strange)
    scene.note("ZPM-CO-01", strange, "duurklasse {} bestaat niet", "duurklasse")
    scene.note("ZPM-CO-02", strange, "duurklasse {} is niet de klasse van code {}", "duurklasse", _CODE)
    planned = ("geplande_minuten", "gerealiseerde_minuten", "duurklasse")
    scene.note(
        "ZPM-PR-02", strange, "gepland {} minuten, gerealiseerd {}, klasse {}: past bij geen van beide", *planned
    )

    unplanned = (
        (pl.col("prestatiegroep") == "consult") & pl.col("declarabel") & pl.col("fout").is_null() & ~pl.col("gepland")
        & ~pl.col("asynchroon") & (pl.col("consulttype") == "behandeling")
    )  # fmt: skip
    short = scene.rows("co01_kort", 3, unplanned).with_columns(
        gerealiseerde_minuten=own.between("te_kort", 1, 4), duurklasse=whole(0)
    )
    scene.edit("prestaties", short)
    scene.note("ZPM-CO-01", short, "contact van {} minuten, klasse 0: korter dan 5 minuten", "gerealiseerde_minuten")
    scene.note("ZPM-CO-02", short, "duurklasse 0 is niet de klasse van code {}", _CODE)
    scene.note("ZPM-PR-03", short, "ongepland, {} minuten: daar hoort geen klasse bij", "gerealiseerde_minuten")

    empty = scene.rows("co01_leeg", 3, _USUAL).with_columns(
        duurklasse=whole(None), prestatiecode=nothing(pl.String), bedrag_eur=whole(None)
    )
    scene.edit("prestaties", empty)
    # The code still says which class it is: nothing wrong here.
    scene.edit("prestaties", scene.rows("co01_uit_code", 2, _USUAL).with_columns(duurklasse=whole(None)))


def _codes(scene: Scene) -> None:
    """CO-02: the code of another class or type, no CO code, or no code. CO-12: no type."""
    own = scene.chance.on("lotnummer")
    higher = next_klasse(pl.col("duurklasse"))
    longer = repriced(scene.rows("co02_klasse", 4, _USUAL & (pl.col("duurklasse") < 120)), duurklasse=higher)
    scene.edit("prestaties", longer)
    scene.note("ZPM-CO-02", longer, "duurklasse {} met code {} van een hogere klasse", "duurklasse", _CODE)

    other = repriced(scene.rows("co02_type", 3, _USUAL), consulttype=pl.lit("diagnostiek"))
    scene.edit("prestaties", other)
    scene.note("ZPM-CO-02", other, "behandeling met code {} van diagnostiek", _CODE)
    # Without a class of its own the row takes that of the code, but the type still differs.
    bare = repriced(scene.rows("co02_type_leeg", 2, _USUAL), consulttype=pl.lit("diagnostiek"))
    bare = bare.with_columns(duurklasse=whole(None))
    scene.edit("prestaties", bare)
    scene.note("ZPM-CO-02", bare, "behandeling met code {} van diagnostiek, duurklasse leeg", _CODE)

    wrong = (("190007", 0.3), ("CO1041", 0.2), ("CO497", 0.3), ("C00497", 0.2))
    foreign = scene.rows("co02_vreemd", 4, _USUAL).with_columns(prestatiecode=own.pick("vreemde_code", wrong))
    scene.edit("prestaties", foreign)
    scene.note("ZPM-CO-02", foreign, "{} is geen code van een consult", _CODE)
    scene.note("ZPM-CO-09", foreign, "code {} staat niet in de codelijst", _CODE)

    scene.edit(
        "prestaties",
        scene.rows("co02_leeg", 3, _USUAL).with_columns(prestatiecode=nothing(pl.String), bedrag_eur=whole(None)),
    )
    untyped = scene.rows("co02_zonder_type", 3, _USUAL).with_columns(consulttype=nothing(pl.String))
    scene.edit("prestaties", untyped)
    scene.note("ZPM-CO-12", untyped, "consult zonder consulttype, code {}", _CODE)


def _doubles(scene: Scene) -> None:
    """CO-08: the same consult twice, as two clicks, an import that ran again, or a correction that left the old row."""
    room = _USUAL & (pl.col("dag_minuten") + 2 * pl.col("gerealiseerde_minuten") <= 540)
    shorter = pl.col("gerealiseerde_minuten") - 5
    once = scene.rows("co08_dubbel", 5, room)
    corrected = scene.rows("co08_correctie", 3, room & (shorter >= 10) & (shorter >= pl.col("geplande_minuten") - 15))
    thrice = scene.rows("co08_driedubbel", 1, room & (pl.col("dag_minuten") <= 360))
    anew = again(corrected).with_columns(gerealiseerde_minuten=shorter)
    copies = pl.concat([again(once), anew, again(thrice), again(thrice, 2)])
    scene.add("prestaties", copies)
    when = ("behandelaar_id", "datum", "starttijd")
    scene.note("ZPM-CO-08", copies, "hetzelfde consult nog eens: {} op {} om {}", *when)
    every = pl.concat([once, corrected, thrice, copies])
    scene.note("ZPM-CO-04", every, "dubbel geregistreerd: {} zit op {} om {} tweemaal in een consult", *when)
    # A copy that does not go to the payer is how it should be put right.
    put_right = again(scene.rows("co08_teruggedraaid", 2, room))
    scene.add("prestaties", put_right.with_columns(declarabel=pl.lit(False), factuurdatum=nothing(pl.Date)))


def _expiring_code() -> pl.Expr:
    code = {f"{kind}|{lower}": code for (kind, lower), code in expiring_codes().items()}
    return pl.concat_str("consulttype", "duurklasse", separator="|").replace_strict(code, return_dtype=pl.String)


def _lists(scene: Scene) -> None:
    """CO-09: a code after its end; next to it the same code while it was valid."""
    its_own = _USUAL & (pl.col("categorie") == EXPIRING_CATEGORY) & (pl.col("setting") == EXPIRING_SETTING)
    year = pl.col("datum").dt.year()
    late = scene.rows("co09_verlopen", 4, its_own & (year > EXPIRING_YEAR)).with_columns(prestatiecode=_expiring_code())
    scene.edit("prestaties", late)
    scene.note("ZPM-CO-09", late, "code {} is op {} niet meer geldig", _CODE, "datum")
    in_time = scene.rows("co09_nog_geldig", 2, its_own & (year == EXPIRING_YEAR))
    scene.edit("prestaties", in_time.with_columns(prestatiecode=_expiring_code()))


def _attributes(scene: Scene) -> None:
    """CO-10: the code of another profession or setting than that of the row. CO-11: setting 8, mostly uncontracted."""
    helpers = pl.col("categorie").is_in(["overige beroepen", "verpleegkundige"])
    dear = repriced(scene.rows("co10_beroep", 4, _USUAL & helpers), categorie=pl.lit("arts-specialist"))
    scene.edit("prestaties", dear)
    scene.note("ZPM-CO-10", dear, "code {} van een arts-specialist, behandelaar is {}", _CODE, "beroep_toen")

    grown = _USUAL & pl.col("behandelaar_id").is_in(_promoted(scene).implode())
    formerly = {"gz-psycholoog": "overige beroepen", "verpleegkundig specialist": "verpleegkundige"}
    old = scene.rows("co10_oud_beroep", 3, grown & pl.col("categorie").is_in(list(formerly)))
    old = repriced(old, categorie=pl.col("categorie").replace_strict(formerly, return_dtype=pl.String))
    scene.edit("prestaties", old)
    scene.note("ZPM-CO-10", old, "code {} van het vorige beroep, behandelaar is nu {}", _CODE, "beroep_toen")

    low = _USUAL & (pl.col("setting") <= 3)
    moved = repriced(scene.rows("co10_setting", 3, low), setting=pl.col("setting") + 1)
    scene.edit("prestaties", moved)
    scene.note("ZPM-CO-10", moved, "code {} van een andere setting dan {}", _CODE, "setting")
    # The setting already settles it, so it does not matter that nobody knows who saw the patient.
    nameless = repriced(scene.rows("co10_zonder_naam", 1, low), setting=pl.col("setting") + 1)
    nameless = nameless.with_columns(behandelaar_id=nothing(pl.String))
    scene.edit("prestaties", nameless)
    scene.note("ZPM-CO-10", nameless, "code {} van een andere setting dan {}, behandelaar leeg", _CODE, "setting")
    scene.edit("prestaties", scene.rows("co10_setting_leeg", 2, low).with_columns(setting=whole(None)))

    ambulant = scene.rows("co11_ambulant", 4, _USUAL & pl.col("team").is_in(["S", "P", "B"]))
    inside = scene.rows("co11_klinisch", 1, _USUAL & (pl.col("setting") == 5))
    special = repriced(pl.concat([ambulant, inside]).with_columns(setting=whole(8)))
    scene.edit("prestaties", special)


def _promoted(scene: Scene) -> pl.Series:
    people = scene.tables["behandelaren"]
    return people.filter(pl.len().over("behandelaar_id") > 1)["behandelaar_id"].unique()


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _attributes(scene)
    _lists(scene)
    _classes(scene)
    _codes(scene)
    _doubles(scene)
