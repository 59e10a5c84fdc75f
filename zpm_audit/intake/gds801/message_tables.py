"""The message itself as tables, for the rules that judge it: one row per thing that a rule is about."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.money import euros_text
from zpm_audit.intake.gds801.raw import Message
from zpm_audit.intake.gds801.written import without_zeros, without_zone
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.values import within_bounds
from zpm_audit.register.schema import MESSAGE_TABLES, TABLES

ONCE = ("ontvanger", "ontvanger_rol", "verzenddatum", "berichtversie")
_COUNTED = {
    "hoofdgroepen_ggz": "029", "hoofdgroepen_fz": "030", "zorgvraagtypen_ggz": "031", "zorgvraagtypen_fz": "032",
    "profielen": "033",
}  # fmt: skip
_AMOUNT = TABLES["prestaties"].by_name["bedrag_eur"]


def cents(column: str) -> pl.Expr:
    """Return an amount of the message in whole cents; empty where it cannot be read or no line can have it."""
    return within_bounds(pl.col(column), _AMOUNT, Formats())


def header(message: Message) -> dict[str, str | None]:
    """Return what stands once in the message, as the contract reads it."""
    keys = [*MESSAGE_TABLES["bericht"].by_name, "berichtcode", "referentienummer"]
    frame = pl.DataFrame([{k: message.once.get(k) for k in keys}], schema=dict.fromkeys(keys, pl.String))
    dates = ("verzenddatum", "factuurdatum", "begin_periode", "eind_periode")
    frame = frame.with_columns(
        *(without_zone(pl.col(d)) for d in dates),
        *(without_zeros(pl.col(r)) for r in ("verzender_rol", "ontvanger_rol")),
    )
    return {str(k): v for k, v in frame.row(0, named=True).items()}


def _with_once(frame: pl.LazyFrame, once: dict[str, str | None], names: tuple[str, ...] = ONCE) -> pl.LazyFrame:
    return frame.with_columns(pl.lit(once[n], pl.String).alias(n) for n in names)


def bericht(message: Message, once: dict[str, str | None]) -> pl.LazyFrame:
    """Return the table with the one row of the message: header, context, and the sums of all its lines."""
    sums: dict[str, int] = {}
    unknown = 0
    for kind, sheet in (("debet", message.debet), ("credit", message.credit)):
        amount = cents("bedrag_eur")
        total, unread = (
            sheet.scan().select(amount.sum().alias("som"), amount.is_null().sum().alias("leeg")).collect().row(0)
        )
        sums[kind] = int(total or 0)
        unknown += int(unread)
    counts = {
        "aantal_verzekerden": message.insured.rows, "aantal_debet": message.debet.rows,
        "aantal_credit": message.credit.rows, "bedragen_onbekend": unknown,
    }  # fmt: skip
    values = {
        **once,
        "bericht_id": once["referentienummer"] or message.path.stem,
        **{name: str(value) for name, value in counts.items()},
        **{f"som_{kind}_eur": euros_text(total) for kind, total in sums.items()},
    }
    names = list(MESSAGE_TABLES["bericht"].by_name)
    row = {"nr": "1", "_regel": "1", **{name: values.get(name) for name in names}}
    return pl.LazyFrame([row], schema=dict.fromkeys(row, pl.String))


def verzekerden(insured: pl.DataFrame, once: dict[str, str | None]) -> pl.LazyFrame:
    """Return the table with one row per insured, without any number of the person but the patient number."""
    frame = insured.lazy().with_columns(
        pl.col("nr").cast(pl.String).alias("verzekerde_id"),
        pl.col("regel").alias("_regel"),
        without_zone(pl.col("geboortedatum")),
        *(_filled(f"heeft_{c}", pl.col(c)) for c in ("bsn", "verzekerdennummer")),
    )
    return _with_once(frame, once).select("nr", "_regel", "dubbel", *_names("bericht_verzekerden"))


def prestaties(
    lines: pl.LazyFrame,
    credit: pl.LazyFrame,
    diagnoses: pl.LazyFrame,
    insured: pl.DataFrame,
    once: dict[str, str | None],
) -> pl.LazyFrame:
    """Return the table with one row per line, debet and credit, in the order of the message."""
    listed = pl.col("codelijst")
    counted = diagnoses.group_by(pl.col("debet").cast(pl.UInt32).alias("nr")).agg(
        pl.len().alias("aantal_diagnosen"), *((listed == code).sum().alias(name) for name, code in _COUNTED.items())
    )
    numbers = ("aantal_diagnosen", *_COUNTED)
    debet = lines.join(counted, on="nr", how="left", maintain_order="left").with_columns(
        pl.lit("debet").alias("soort"),
        *(pl.col(n).fill_null(0).cast(pl.String) for n in numbers),
        *(_filled(c, pl.col(c)) for c in ("heeft_verwijzer", "heeft_plaatsingsbesluit")),
        pl.col("verwijstype").str.zfill(2),
        pl.col("behandelaars").alias("aantal_behandelaars"),
        pl.col("regiebehandelaars").alias("aantal_regiebehandelaars"),
    )
    who = insured.lazy().select(pl.col("nr").alias("verzekerde"), "patient_id")
    given_back = credit.with_columns(
        pl.lit("credit").alias("soort"),
        pl.col("verzekerde").cast(pl.UInt32),
        without_zone(pl.col("datum")),
        pl.col("regel").alias("_regel"),
    ).join(who, on="verzekerde", how="left", maintain_order="left")
    names = _names("bericht_prestaties")
    both = [_with_once(frame, once) for frame in (debet, given_back)]
    in_message = [frame.with_columns(pl.col("lijn").cast(pl.UInt32).alias("nr")) for frame in both]
    one, other = (_shaped(frame, ("_regel", "dubbel", *names)) for frame in in_message)
    return one.merge_sorted(other, key="nr")


def zorgaanbieders(providers: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table with one row per provider in a debet line, its referral or its diagnosis."""
    own = lines.select(pl.col("nr").alias("debet"), "prestatie_id", "patient_id", "codelijst", "datum")
    return (
        providers.with_columns(
            pl.col("debet").cast(pl.UInt32),
            pl.col("nr").cast(pl.String).alias("zorgaanbieder_id"),
            pl.col("regel").alias("_regel"),
            pl.col("rol").str.zfill(2),
            _filled("heeft_naam", pl.col("heeft_naam")),
        )
        .join(own, on="debet", how="left", maintain_order="left")
        .select("nr", "_regel", *_names("bericht_zorgaanbieders"))
    )


def diagnosen(diagnoses: pl.LazyFrame, lines: pl.LazyFrame, once: dict[str, str | None]) -> pl.LazyFrame:
    """Return the table with one row per diagnosis in a debet line."""
    own = lines.select(
        pl.col("nr").alias("debet"), "prestatie_id", "patient_id", pl.col("codelijst").alias("prestatiecodelijst"),
        "datum", "privacy",
    )  # fmt: skip
    frame = diagnoses.with_columns(
        pl.col("debet").cast(pl.UInt32), pl.col("nr").cast(pl.String).alias("diagnose_id"),
        pl.col("regel").alias("_regel"), without_zone(pl.col("diagnosedatum")),
    ).join(own, on="debet", how="left", maintain_order="left")  # fmt: skip
    return _with_once(frame, once).select("nr", "_regel", *_names("bericht_diagnosen"))


def _names(table: str) -> list[str]:
    return list(MESSAGE_TABLES[table].by_name)


def _filled(name: str, x: pl.Expr) -> pl.Expr:
    return pl.when(x.is_not_null()).then(pl.lit("true")).otherwise(pl.lit("false")).alias(name)


def _shaped(frame: pl.LazyFrame, names: tuple[str, ...]) -> pl.LazyFrame:
    present = set(frame.collect_schema().names())
    kept = [pl.col(n).cast(pl.String) if n in present else pl.lit(None, pl.String).alias(n) for n in names]
    return frame.select("nr", *kept)
