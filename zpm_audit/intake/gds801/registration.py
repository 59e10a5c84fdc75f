"""The registration that a message holds: prestaties, zorgtrajecten and patients, as text for the door of intake.

A message tells less than an export of an EPD: what was planned, the setting and the profession of who treated are not
in it. Those columns are absent here, so checks that need them say that they did not run.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.intake.gds801.codes import consulttype, prestatiegroep
from zpm_audit.intake.gds801.written import minutes_between, without_zone

#: What all lines of one zorgtraject should say alike, and how a person calls it.
ALIKE = {
    "patient_id": "patiënt|patient", "startdatum": "startdatum|startdatum",
    "regiebehandelaar_id": "regiebehandelaar|regiebehandelaar", "verwijstype": "verwijstype|verwijstype",
    "verwijsdatum": "verwijsdatum|verwijsdatum", "verwijzer_agb": "verwijzer|verwijzer",
}  # fmt: skip
DJI = "9992"


def debet_lines(debet: pl.LazyFrame, insured: pl.DataFrame) -> pl.LazyFrame:
    """Return the debet lines with the patient of their insured, and dates and times as the contract reads them."""
    who = insured.lazy().select(pl.col("nr").alias("verzekerde"), "patient_id")
    dates = ("datum", "einddatum", "traject_startdatum", "verwijsdatum", "zorgvraagtype_datum", "begintijd", "eindtijd")
    return (
        debet.with_columns(pl.col("verzekerde").cast(pl.UInt32), *(without_zone(pl.col(d)) for d in dates))
        .join(who, on="verzekerde", how="left", maintain_order="left")
        .with_columns(pl.col("regel").alias("_regel"))
    )


def prestaties(lines: pl.LazyFrame, factuurdatum: str | None) -> pl.LazyFrame:
    """Return the table prestaties: one row per debet line. Credit lines undo earlier ones and are no prestaties."""
    code = pl.col("prestatiecode")
    same_day = pl.col("einddatum").is_null() | (pl.col("einddatum") == pl.col("datum"))
    return lines.select(
        "nr",
        "_regel",
        "dubbel",
        "prestatie_id",
        "patient_id",
        "zorgtraject_id",
        "datum",
        pl.col("begintijd").alias("starttijd"),
        prestatiegroep(code).alias("prestatiegroep"),
        consulttype(code).alias("consulttype"),
        "prestatiecode",
        "behandelaar_id",
        pl.when(same_day).then(minutes_between(pl.col("begintijd"), pl.col("eindtijd"))).alias("gerealiseerde_minuten"),
        "bedrag_eur",
        pl.lit("true").alias("declarabel"),
        pl.lit(factuurdatum, pl.String).alias("factuurdatum"),
    )


def zorgtrajecten(lines: pl.LazyFrame, financiering: str | None) -> pl.LazyFrame:
    """Return the table zorgtrajecten: per number what its lines say first, and every line that says otherwise.

    Lines that contradict the first are set aside with what they contradict; an empty value contradicts nothing.
    Diagnosis and zorgvraagtype may change on the way: of those the last one counts.
    """
    told = lines.rename({"traject_startdatum": "startdatum"}).filter(pl.col("zorgtraject_id").is_not_null())
    told = told.select(
        "nr", "_regel", "zorgtraject_id", "datum", *ALIKE, "hoofdgroep", "zorgvraagtype", "zorgvraagtype_datum"
    )
    told = told.collect().lazy()
    in_order, in_time = pl.col("nr"), [pl.col("datum"), pl.col("nr")]
    typed = pl.col("zorgvraagtype").is_not_null()
    firsts = told.group_by("zorgtraject_id").agg(
        pl.col("nr").min(),
        pl.col("_regel").sort_by(in_order).first(),
        *(pl.col(c).sort_by(in_order).drop_nulls().first() for c in ALIKE),
        pl.col("hoofdgroep").sort_by(in_time).drop_nulls().last().alias("diagnose_hoofdgroep"),
        pl.col("zorgvraagtype").sort_by(in_time).drop_nulls().last(),
        pl.col("zorgvraagtype_datum").filter(typed).sort_by([c.filter(typed) for c in in_time]).last(),
    )
    other = {c: pl.col(c).is_not_null() & (pl.col(c) != pl.col(f"{c}_eerst")) for c in ALIKE}
    names = [[pl.when(test).then(pl.lit(ALIKE[c].split("|")[i])) for c, test in other.items()] for i in (0, 1)]
    nl, en = (pl.concat_str(words, separator=", ", ignore_nulls=True) for words in names)
    contradicting = (
        told.join(firsts.select("zorgtraject_id", *ALIKE), on="zorgtraject_id", suffix="_eerst")
        .filter(pl.any_horizontal(other.values()))
        .with_columns(
            pl.format(
                "eerder in dit zorgtraject staat een andere {}|{} differs from earlier in this zorgtraject", nl, en
            ).alias("_reden")
        )
        .sort("nr")
        .unique(["zorgtraject_id", *ALIKE], keep="first", maintain_order=True)
        .select("nr", "_regel", "zorgtraject_id", *ALIKE, "_reden")
    )
    rows = pl.concat([firsts, contradicting], how="diagonal").sort("nr", "_reden", nulls_last=False)
    verwijstype = pl.col("verwijstype").str.zfill(2)
    return rows.with_columns(pl.lit(financiering, pl.String).alias("financiering"), verwijstype)


def patienten(insured: pl.DataFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table patienten: each different description of a patient once, in the order of the message."""
    private = pl.col("privacy").is_in(["true", "1"])
    known = lines.group_by("patient_id").agg(
        pl.when(pl.col("privacy").is_not_null().any()).then(private.any()).alias("privacyverklaring")
    )
    return (
        insured.lazy()
        .with_columns(without_zone(pl.col("geboortedatum")), pl.col("regel").alias("_regel"))
        .unique(["patient_id", "geboortedatum", "bsn", "uzovi", "dubbel"], keep="first", maintain_order=True)
        .join(known, on="patient_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("privacyverklaring").replace_strict({True: "true", False: "false"}, return_dtype=pl.String)
        )
        .select("nr", "_regel", "dubbel", "patient_id", "geboortedatum", "bsn", "uzovi", "privacyverklaring")
    )


def financiering(ontvanger: str | None, rol: str | None) -> str | None:
    """Return the financing that follows from the receiver; a servicebureau tells nothing about it."""
    if ontvanger == DJI or rol == "4":
        return "fz"
    return {"3": "zvw", "5": "anders"}.get(rol or "")
