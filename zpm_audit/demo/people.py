"""The administration around the care: patients, and what a zorgtraject says about referral, diagnosis and regie."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import person
from zpm_audit.demo.trajects import FEW, RB_BEROEP, RB_EMPTY, RB_UNKNOWN

CARRIED_OVER = date(2022, 1, 1)
_CLOSED_BEFORE = date(2024, 11, 1)
_STILL_OPEN_SINCE = date(2024, 1, 15)  # whoever came a few times since then and stayed away: nobody closed it yet
_YOUNGEST = date(2004, 12, 1)
_INSURERS = (("7095", 0.26), ("7119", 0.22), ("3332", 0.16), ("7029", 0.1), ("3351", 0.14), ("3358", 0.12))
_WVVT = (("01", 0.90), ("02", 0.05), ("07", 0.02), ("06", 0.015), ("04", 0.015))


def _bsn() -> pl.Expr:
    """Return a made-up number that passes the test on nine digits, from 9999xxxxx down."""
    base = 99_999_999 - 2 * pl.col("patient")
    for_digits = [(base // 10 ** (7 - place)) % 10 * (9 - place) for place in range(8)]
    rest = pl.sum_horizontal(for_digits) % 11
    # A remainder of ten has no check digit; the number below it, whose remainder is two less, does.
    chosen = pl.when(rest == 10).then((base - 1) * 10 + 8).otherwise(base * 10 + rest)
    return chosen.cast(pl.String).str.zfill(9)


def patienten(plans: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the table patienten."""
    own = chance.on("patient")
    age = (own.uniform("leeftijd") * 0.6 + own.uniform("leeftijd_2") * 0.4) * 62 * 365.25
    return (
        plans.filter(pl.col("volgorde") == 0)
        .with_columns(
            geboortedatum=(pl.lit(_YOUNGEST).cast(pl.Int32) - age.floor().cast(pl.Int32)).cast(pl.Date),
            bsn=_bsn(),
            uzovi=pl.when(pl.col("financiering") == "fz").then(pl.lit("9992")).otherwise(own.pick("uzovi", _INSURERS)),
            privacyverklaring=own.happens("privacy", 0.03),
        )
        .sort("patient_id")
        .select("patient_id", "geboortedatum", "bsn", "uzovi", "privacyverklaring")
    )


def _regie(plans: pl.DataFrame, visits: pl.DataFrame, filled: pl.DataFrame) -> pl.DataFrame:
    """Add who is regiebehandelaar: who did that diagnostiekconsult, else who was in the position at the start."""
    in_time = (pl.col("rol") == "regie") & (pl.col("consulttype") == "diagnostiek") & (pl.col("nummer") < 900)
    seen = (
        visits.sort("datum", "prestatie_id")
        .group_by("traject", maintain_order=True)
        .agg(
            eerste_consult=pl.col("datum").first(),
            eerste_uitvoerder=pl.col("uitvoerder").first(),
            eerste_beroep=pl.col("beroep_toen").first(),
            regie_gezien=pl.col("uitvoerder").filter(in_time).first(),
        )
    )
    flaw = pl.col("gebrek").fill_null("")
    unknown = pl.lit("B9") + pl.col("traject").cast(pl.String).str.zfill(7)
    return (
        plans.join(seen, on="traject", how="left", maintain_order="left")
        .join(filled, left_on="regie", right_on="positie", how="left", maintain_order="left")
        .with_columns(
            regiebehandelaar_id=pl.when(flaw == RB_UNKNOWN).then(unknown)
            .when(flaw == RB_BEROEP).then("eerste_uitvoerder")
            .when(flaw != RB_EMPTY).then(pl.coalesce("regie_gezien", person(pl.col("eerste_consult"))))
        )
    )  # fmt: skip


def _dates(prestaties: pl.DataFrame) -> pl.DataFrame:
    direct = pl.col("prestatiegroep").is_in(["consult", "groepsconsult"])
    return prestaties.group_by("traject").agg(
        eerste=pl.col("datum").filter(pl.col("declarabel")).min(),
        laatste=pl.col("datum").max(),
        laatste_consult=pl.col("datum").filter(direct).max(),
        behandeld=(direct & (pl.col("consulttype") == "behandeling") & pl.col("declarabel")).any(),
    )


def _minus(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    return (day.cast(pl.Int32) - days.cast(pl.Int32)).cast(pl.Date)


def zorgtrajecten(plans: pl.DataFrame, prestaties: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the table zorgtrajecten, with its working columns."""
    own = chance.on("traject")
    visits = prestaties.filter((pl.col("prestatiegroep") == "consult") & pl.col("declarabel"))
    start, last = pl.col("startdatum"), pl.col("laatste")
    zvw, urgent = pl.col("financiering") == "zvw", pl.col("team") == "A"
    referred = pl.col("verwijstype").is_in(["01", "02", "07"]).fill_null(False)
    waited = pl.col("wachttijd")
    named = pl.col("verwijstype").is_in(["01", "02", "03"]).fill_null(False)
    cares = pl.col("behandeld")
    stayed_away = (pl.col("gebrek") == FEW).fill_null(False) & (last >= _STILL_OPEN_SINCE)
    closed = (last < _CLOSED_BEFORE) & ~stayed_away
    return (
        _regie(plans, visits, filled)
        .join(_dates(prestaties), on="traject", how="left", maintain_order="left")
        .with_columns(
            startdatum=pl.when("nieuw").then("eerste").otherwise(pl.lit(CARRIED_OVER)),
            wachttijd=own.between("wacht", 14, 200),
            spoed=urgent,
            verwijstype=pl.when(urgent).then(pl.lit("03"))
            .when(pl.col("financiering") == "fz").then(pl.lit("06"))
            .when(zvw).then(own.pick("verwezen", _WVVT)),
        )
        .with_columns(
            zorgtraject_id="traject_id",
            einddatum=pl.when(closed).then(_minus(last, -own.between("afsluiten", 0, 14))),
            nieuwe_zorgvraag=pl.lit(True),
            diagnose_hoofdgroep=pl.when(cares | own.happens("vroeg_bekend", 0.5)).then(
                own.between("hoofdgroep", 1, 16).cast(pl.String).str.zfill(2)
            ),
            diagnose_verzekerd=pl.when("onverzekerd").then(False).when(cares | own.happens("bekend", 0.3)).then(True),
            zorgvraagtype=pl.when(zvw & cares).then(
                own.pick("type", [(f"{n:02d}", 1.0) for n in range(1, 22) if n != 9])
            ),
            zorgvraagtype_datum=pl.when(zvw & cares).then(
                pl.max_horizontal(start, _minus(pl.col("laatste_consult"), own.between("getypeerd", 10, 330)))
            ),
            verwijsdatum=pl.when(referred).then(_minus(start, waited)),
            aanmelddatum=pl.when(referred).then(_minus(start, waited - own.between("aanmelden", 1, 13)))
            .otherwise(_minus(start, own.between("meteen", 0, 3))),
            verwijzer_agb=pl.when(named).then(
                pl.lit("019") + own.between("verwijzer", 0, 399).cast(pl.String).str.zfill(5)
            ),
        )
        .sort("zorgtraject_id")
    )  # fmt: skip
