"""Who an insured of the message is in the register: a patient number, and never a BSN."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.pseudonyms import load_key, pseudonyms


def insured_with_patient(insured: pl.LazyFrame) -> pl.DataFrame:
    """Return the insured with their ``patient_id``.

    It is the number that the provider itself gave, else the number at the insurer, else a keyed stand-in for the BSN:
    the same in every message read with the same key, and not to be traced back without it. A provider that uses the BSN
    as its own number, in whatever notation, gets the stand-in too.
    """
    found = insured.collect()
    own, number = pl.col("patientnummer"), pl.col("verzekerdennummer")
    own = pl.when(~_is_bsn(own)).then(own)
    theirs = pl.when(~_is_bsn(number)).then(pl.format("{}-{}", pl.col("uzovi").fill_null("0"), number))
    found = found.with_columns(pl.coalesce(own, theirs).alias("patient_id"))
    needed = found.filter(pl.col("patient_id").is_null() & pl.col("bsn").is_not_null())["bsn"]
    if needed.is_empty():
        return found
    stand_ins = pseudonyms(needed, load_key()).rename({"patient_id": "bsn", "pseudoniem": "_ander"})
    found = found.join(stand_ins, on="bsn", how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("patient_id", "_ander")).drop("_ander")


def _is_bsn(number: pl.Expr) -> pl.Expr:
    """Tell whether a number is the BSN of the same insured; zeros before it, dots and blanks make no difference."""
    plain, bsn = (x.str.replace_all(r"[.\s-]", "").str.strip_chars_start("0") for x in (number, pl.col("bsn")))
    return plain.eq_missing(bsn)
