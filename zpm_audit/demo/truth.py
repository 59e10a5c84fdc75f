"""What the audit must find, because it was planted: per check, subject and reason. And what it cannot judge."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from zpm_audit.demo import flaws as row_flaws
from zpm_audit.demo import trajects as traject_flaws
from zpm_audit.demo.agreed_truth import of_agreements
from zpm_audit.demo.build import Built
from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.figures import consults, judged, of_locations
from zpm_audit.demo.institution import may_be_regiebehandelaar
from zpm_audit.demo.lines import COLUMNS, lines, no_lines
from zpm_audit.demo.open_verdicts import open_verdicts
from zpm_audit.demo.other_care import EU_EMPTY, EU_OVER

TERM_DAYS = 42
EXEMPT_CONSULTS = 4
DIAGNOSTIC_MAXIMUM = 4
EUTHANASIE_MINUTES = 720
BIASED_GROUP = (2024, 7, "behandeling")

_PLANNED = "gepland {} minuten, gerealiseerd {}, klasse {}"
_KEPT = _PLANNED + ": meer dan 15 minuten verschil en toch niet aangepast"
_AFTERWARDS = "gepland op {}, na het begin om {} op {}"
_AFTERWARDS_COLUMNS = ("gepland_op", "starttijd", "datum")
_PLANNED_COLUMNS = ("geplande_minuten", "gerealiseerde_minuten", "duurklasse")
_REALISED = ("gerealiseerde_minuten", "duurklasse")
# Which checks find a flawed row, and the sentence that says why (with the columns it names).
_ROW_TRUTH: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...] = (
    (row_flaws.PR_KEPT, ("ZPM-PR-01",), _KEPT, _PLANNED_COLUMNS),
    (row_flaws.PR_RAISED, ("ZPM-PR-02",), _PLANNED + ": de klasse past bij geen van beide", _PLANNED_COLUMNS),
    (row_flaws.PR_UNPLANNED, ("ZPM-PR-03",), "ongepland, gerealiseerd {} minuten, klasse {}: te hoog", _REALISED),
    (row_flaws.PR_NO_START, ("ZPM-PR-04",), "zvw-consult zonder starttijd", ()),
    (row_flaws.PR_AFTERWARDS, ("ZPM-PR-05",), _AFTERWARDS, _AFTERWARDS_COLUMNS),
    (row_flaws.IO_SETTING, ("ZPM-IO-01",), "overleg in setting {}", ("setting",)),
    (row_flaws.IO_CLASS, ("ZPM-IO-02",), "overleg van {} minuten, klasse {}", _REALISED),
    (row_flaws.IO_SHORT, ("ZPM-IO-02",), "overleg van {} minuten: korter dan 5", ("gerealiseerde_minuten",)),
    (row_flaws.IO_REFERRER, ("ZPM-IO-03",), "overleg met {}", ("overleg_met",)),
    (row_flaws.IO_UNLISTED, ("ZPM-IO-07",), "overleg met {}: geen beroep van de beroepenlijst", ("overleg_met",)),
    (row_flaws.IO_NO_TRAJECT, ("ZPM-IO-04", "ZPM-ZT-01"), "overleg zonder zorgtraject", ()),
    (row_flaws.IO_NO_NOTE, ("ZPM-IO-05",), "overleg niet vastgelegd in het dossier", ()),
    (row_flaws.IO_NOT_TOLD, ("ZPM-IO-06",), "patiënt vooraf niet geïnformeerd over het overleg", ()),
)  # fmt: skip


def _of_rows(prestaties: pl.DataFrame) -> list[pl.DataFrame]:
    spoiled = prestaties.filter(pl.col("fout").is_not_null())
    return [
        lines(check, "prestatie_id", spoiled.filter(pl.col("fout") == flaw), reason, columns)
        for flaw, checks, reason, columns in _ROW_TRUTH
        for check in checks
    ]


def _of_euthanasie(prestaties: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("gerealiseerde_minuten").cum_sum().over("traject", order_by="sleutel")
    over = (
        prestaties.filter(pl.col("fout") == EU_OVER)
        .with_columns(totaal=total)
        .filter(pl.col("totaal") > EUTHANASIE_MINUTES)
    )
    reason = f"totaal van de patiënt tot en met deze consultatie {{}} minuten, meer dan {EUTHANASIE_MINUTES}"
    return lines("ZPM-EU-01", "prestatie_id", over, reason, ("totaal",))


def _contacts(built: Built) -> pl.DataFrame:
    plan = built.zorgtrajecten.select("traject", "gebrek", "onverzekerd")
    rows = judged(built.prestaties).filter(pl.col("prestatiegroep").is_in(["consult", "groepsconsult"]))
    return rows.join(plan, on="traject", maintain_order="left")


def _of_uninsured(contacts: pl.DataFrame) -> list[pl.DataFrame]:
    diagnostic = contacts.filter(
        (pl.col("gebrek") == traject_flaws.OD_MANY) & (pl.col("consulttype") == "diagnostiek")
    ).with_columns(rang=pl.col("datum").rank("ordinal").over("traject"))
    treated = contacts.filter((pl.col("gebrek") == traject_flaws.OD_TREATED) & (pl.col("consulttype") == "behandeling"))
    rank = "onverzekerde diagnose: diagnostiekconsult nummer {}, ten hoogste " + str(DIAGNOSTIC_MAXIMUM)
    return [
        lines("ZPM-OD-01", "prestatie_id", diagnostic.filter(pl.col("rang") > DIAGNOSTIC_MAXIMUM), rank, ("rang",)),
        lines("ZPM-OD-02", "prestatie_id", treated, "behandeling van een onverzekerde diagnose", ()),
    ]


def _first_weeks(built: Built, contacts: pl.DataFrame) -> pl.DataFrame:
    """Return how the first 42 days of every new zorgtraject went that an insurer or DJI pays for."""
    renewed = built.zorgtrajecten.filter(pl.col("nieuwe_zorgvraag"))
    who = renewed.select("traject", "zorgtraject_id", "regiebehandelaar_id", "financiering", "einddatum")
    diagnostic = (pl.col("prestatiegroep") == "consult") & (pl.col("consulttype") == "diagnostiek")
    begun = pl.col("datum").filter(diagnostic).min().over("traject")
    in_term = diagnostic & (pl.col("datum") <= pl.col("begin").dt.offset_by(f"{TERM_DAYS}d"))
    return (
        contacts.drop("zorgtraject_id")
        .join(who.filter(pl.col("financiering") != "anders"), on="traject", maintain_order="left")
        .with_columns(begin=begun)
        .filter(pl.col("begin").is_not_null())
        .group_by("traject", "zorgtraject_id", "regiebehandelaar_id", "gebrek", "begin", "einddatum")
        .agg(
            gezien=(in_term & (pl.col("behandelaar_id") == pl.col("regiebehandelaar_id"))).any(),
            zonder_naam=(in_term & pl.col("behandelaar_id").is_null()).any(),
            n=pl.len(),
        )
        .with_columns(
            loopt_nog=pl.col("begin") >= PEILDATUM - timedelta(days=TERM_DAYS),
            afgesloten=(pl.col("einddatum") <= PEILDATUM).fill_null(False),
        )
    )


def _of_first_weeks(weeks: pl.DataFrame) -> list[pl.DataFrame]:
    planted = [traject_flaws.LATE, traject_flaws.NEVER, traject_flaws.FEW]
    missed = weeks.filter(pl.col("gebrek").is_in(planted), ~pl.col("gezien"), ~pl.col("loopt_nog"))
    reason = "geen diagnostiekconsult van de regiebehandelaar binnen 42 dagen na {}; {} consulten"
    columns = ("begin", "n")
    few = pl.col("n") <= EXEMPT_CONSULTS
    return [
        lines("ZPM-RB-01", "zorgtraject_id", missed.filter(~few), reason, columns),
        lines("ZPM-RB-02", "zorgtraject_id", missed.filter(few & ~pl.col("afgesloten")), reason, columns),
    ]


def _of_regie(trajecten: pl.DataFrame) -> list[pl.DataFrame]:
    flaw, paid = pl.col("gebrek"), pl.col("financiering") != "anders"
    wrong = trajecten.filter(
        paid & (flaw == traject_flaws.RB_BEROEP) & ~may_be_regiebehandelaar(pl.col("eerste_beroep"))
    )
    empty = trajecten.filter(flaw == traject_flaws.RB_EMPTY)
    strange = trajecten.filter(flaw == traject_flaws.RB_UNKNOWN)
    unknown = "regiebehandelaar {} staat niet in behandelaren"
    entitled = "regiebehandelaar {} is bij het eerste consult {}: mag geen regiebehandelaar zijn"
    return [
        lines("ZPM-RB-03", "zorgtraject_id", empty, "regiebehandelaar niet ingevuld", ()),
        lines("ZPM-RB-03", "zorgtraject_id", strange, unknown, ("regiebehandelaar_id",)),
        lines("ZPM-RB-04", "zorgtraject_id", wrong, entitled, ("regiebehandelaar_id", "eerste_beroep")),
    ]


def truth(built: Built) -> pl.DataFrame:
    """Return the planted deviations of these locations; the yearly average over all locations comes apart."""
    contacts = _contacts(built)
    parts = [
        *_of_rows(built.prestaties),
        _of_euthanasie(built.prestaties),
        *_of_uninsured(contacts),
        *_of_first_weeks(_first_weeks(built, contacts)),
        *_of_regie(built.zorgtrajecten),
        *of_locations(built.tables),
        *of_agreements(built.tables),
        built.lines,
    ]
    return pl.concat(parts)


def planned_sums(built: Built) -> pl.DataFrame:
    """Return, for the group that plans too long, how many planned consults there are and how far off they were."""
    year, setting, consulttype = BIASED_GROUP
    off = pl.col("gerealiseerde_minuten") - pl.col("geplande_minuten")
    group = consults(built.prestaties).filter(
        pl.col("gepland"),
        pl.col("datum").dt.year() == year, pl.col("setting") == setting, pl.col("consulttype") == consulttype,
        off.is_not_null(),
    )  # fmt: skip
    return group.select(n=pl.len(), verschil=off.sum())


def truth_of_average(sums: pl.DataFrame) -> pl.DataFrame:
    """Return the deviation of the group that plans too long; a group under thirty consults is not judged."""
    n, difference = sums.sum().row(0)
    if n < 30 or abs(difference) <= 5 * n:
        return no_lines()
    reason = f"gemiddeld {difference / n:.1f} minuten tussen planning en realisatie over {n} consulten"
    line = ("ZPM-PR-06", "|".join(map(str, BIASED_GROUP)), reason.replace(".", ","))
    return pl.DataFrame([line], schema=list(COLUMNS), orient="row")


def not_judged(built: Built) -> tuple[dict[str, int], dict[str, int]]:
    """Return per check how many units are onbepaald, and how many terms still run."""
    rows = built.prestaties
    after_empty = rows.filter((pl.col("fout") == EU_EMPTY) & (pl.col("sleutel") >= 2)).height
    weeks = _first_weeks(built, _contacts(built))
    nameless, running = pl.col("regiebehandelaar_id").is_null(), pl.col("loopt_nog")
    unseen = weeks.filter(~nameless & ~pl.col("gezien").fill_null(False))
    few = ~running & ~pl.col("zonder_naam") & (pl.col("n") <= EXEMPT_CONSULTS) & ~pl.col("afgesloten")
    unclear = weeks.filter(nameless).height + unseen.filter(~running & pl.col("zonder_naam")).height
    onbepaald, loopt = open_verdicts(built.tables)
    onbepaald |= {"ZPM-RB-01": unclear, "ZPM-RB-02": unclear, "ZPM-EU-01": after_empty}
    loopt |= {"ZPM-RB-01": unseen.filter(running | few).height, "ZPM-RB-02": unseen.filter(running).height}
    return onbepaald, loopt
