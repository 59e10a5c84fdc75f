"""The claim beside the export: every prestatie that is in one and not in the other, or with another amount.

A prestatie may have several lines in a claim: a debet line, a credit line that takes it back, a debet line again. What
counts is what remains. Both sides are joined in parts by a hash of the prestatie_id, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.reconciliation.counts import first_day, month_number
from zpm_audit.reconciliation.model import DIFFERENCES, PER_MONTH, Claim, Difference, Mismatch, Reconciliation

#: Turns one message into lines with the columns of ``_COLUMNS``, amounts in cents; a credit line is negative.
Reader = Callable[[Path, Path], pl.LazyFrame]
#: Rows of both sides that are joined at a time.
PART = 4_000_000
#: What a line is called of which nobody knows the prestatiegroep.
UNKNOWN_GROUP = "onbekend"
_COLUMNS = ("prestatie_id", "gerelateerd_id", "datum", "prestatiecode", "prestatiegroep", "bedrag_eur")


def compare_claim(
    counted: Reconciliation,
    context: Context,
    messages: Sequence[Path],
    work: Path,
    *,
    reader: Reader | None = None,
    part: int = PART,
) -> Reconciliation:
    """Return the reconciliation with the claim in these messages beside it; the differences are listed in ``work``."""
    work.mkdir(parents=True, exist_ok=True)
    lines = _lines(messages, work, reader or _read_message)
    total, priced = lines.select(pl.len().alias("n"), pl.col("bedrag_eur").sum().alias("som")).collect().row(0)
    claimed, export = _claimed(lines), _export(context)
    months = lines.select(month_number(pl.col("datum")).unique().alias("m")).collect().get_column("m").drop_nulls()
    parts = max(1, -(-(counted.rows + total) // part))
    files, sums, same, prestaties = [], [], 0, 0
    for number in range(parts):
        both = _joined(_share(claimed, number, parts), _share(export, number, parts)).collect()
        prestaties += both.get_column("regels").count()
        same += both.select(_agrees().sum()).item()
        sums.append(_per_month(both))
        files.append(work / f"verschillen-{number}.parquet")
        _different(both, months).write_parquet(files[-1])
    nameless = lines.filter(pl.col("prestatie_id").is_null()).collect()
    files.append(work / "verschillen-zonder-nummer.parquet")
    _nameless(nameless).write_parquet(files[-1])
    sums.append(_per_month_nameless(nameless))
    listed = work / "verschillen.parquet"
    _sorted(files).sink_parquet(listed)
    claim = Claim(
        files=tuple(path.name for path in messages),
        lines=total,
        prestaties=prestaties + nameless.height,
        cents=int(priced or 0),
        agreeing=same,
        differences=_differences(listed),
        listed=listed,
    )
    return replace(counted, per_month=_beside(counted.per_month, pl.concat(sums)), claim=claim)


def refuse_unusable(messages: Sequence[Path]) -> None:
    """Refuse what is no message, is not there or is given twice, before anything is read: an export takes long."""
    from zpm_audit.intake.gds801 import refuse_other

    for place, path in enumerate(messages):
        if not path.is_file():
            raise InputRefusedError(
                nl=f"Declaratiebericht {path} bestaat niet of is geen bestand. Geef met --declaratie een XML-bericht.",
                en=f"Claim message {path} does not exist or is no file. Give an XML message with --declaratie.",
            )
        if any(path.samefile(other) for other in messages[:place]):
            raise UsageError(
                nl=f"Declaratiebericht {path} is twee keer gegeven; elk bedrag zou dubbel tellen. Noem het één keer.",
                en=f"Claim message {path} was given twice; every amount would count double. Name it once.",
            )
        refuse_other(path)


def _read_message(path: Path, work: Path) -> pl.LazyFrame:
    from zpm_audit.intake.gds801 import read_claim

    return read_claim(path, work)


def _lines(messages: Sequence[Path], work: Path, reader: Reader) -> pl.LazyFrame:
    files = []
    for number, path in enumerate(messages):
        own = work / f"bericht-{number}"
        own.mkdir(mode=0o700)
        files.append(work / f"regels-{number}.parquet")
        # A credit line has a number of its own; what it says is about the prestatie that it takes back.
        about = pl.coalesce("gerelateerd_id", "prestatie_id").alias("prestatie_id")
        reader(path, own).select(_COLUMNS).with_columns(about).drop("gerelateerd_id").sink_parquet(files[-1])
    return pl.scan_parquet(files)


def _claimed(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return what remains per prestatie after all its lines."""
    return (
        lines.filter(pl.col("prestatie_id").is_not_null())
        .group_by("prestatie_id")
        .agg(
            # With a line whose amount cannot be read, what remains is not known.
            pl.when(pl.col("bedrag_eur").is_not_null().all()).then(pl.col("bedrag_eur").sum()).alias("bedrag_bericht"),
            pl.len().cast(pl.Int64).alias("regels"),
            pl.col("datum").min().alias("datum_bericht"),
            pl.col("prestatiecode").max().alias("prestatiecode_bericht"),
            pl.col("prestatiegroep").max().alias("groep_bericht"),
        )
    )


def _export(context: Context) -> pl.LazyFrame:
    """Return every prestatie of the export that could be read."""
    names = {"prestatie_id", "datum", "prestatiegroep", "prestatiecode", "bedrag_eur", "declarabel"}
    return build(context, context.scope("prestaties"), names, rows="alle").select(
        "prestatie_id",
        pl.col("prestatiegroep").alias("groep_export"),
        pl.col("datum").alias("datum_export"),
        pl.col("prestatiecode").alias("prestatiecode_export"),
        pl.col("bedrag_eur").alias("bedrag_export"),
        pl.col("declarabel").fill_null(value=True).alias("declarabel"),
    )


def _share(frame: pl.LazyFrame, number: int, parts: int) -> pl.LazyFrame:
    return frame if parts == 1 else frame.filter(pl.col("prestatie_id").hash(0) % parts == number)


def _joined(claimed: pl.LazyFrame, export: pl.LazyFrame) -> pl.LazyFrame:
    return claimed.join(export, on="prestatie_id", how="full", coalesce=True).with_columns(
        pl.coalesce("groep_export", "groep_bericht", pl.lit(UNKNOWN_GROUP)).alias("prestatiegroep")
    )


def _agrees() -> pl.Expr:
    same = pl.col("bedrag_bericht") == pl.col("bedrag_export")
    return (same & pl.col("declarabel")).fill_null(value=False)


def _kind() -> pl.Expr:
    """Return in what way a prestatie differs; empty where it does not."""
    claimed, known = pl.col("regels").is_not_null(), pl.col("datum_export").is_not_null()
    export, message = pl.col("bedrag_export"), pl.col("bedrag_bericht")
    not_claimed = ~claimed & pl.col("declarabel") & export.is_not_null() & (export != 0)
    return (
        pl.when(claimed & ~known)
        .then(pl.lit(Mismatch.NIET_IN_EXPORT.value))
        .when(claimed & ~pl.col("declarabel") & (message != 0))
        .then(pl.lit(Mismatch.NIET_DECLARABEL.value))
        .when(claimed & ((pl.col("declarabel") & export.is_null()) | message.is_null()))
        .then(pl.lit(Mismatch.BEDRAG_ONBEKEND.value))
        .when(claimed & pl.col("declarabel") & (message != export))
        .then(pl.lit(Mismatch.ANDER_BEDRAG.value))
        .when(not_claimed)
        .then(pl.lit(Mismatch.NIET_GEDECLAREERD.value))
    )


def _different(both: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    # Where an amount is not known nobody knows the difference; what is not there at all counts as nothing.
    unknown = pl.col("soort") == Mismatch.BEDRAG_ONBEKEND.value
    apart = pl.col("bedrag_bericht").fill_null(0) - pl.col("bedrag_export").fill_null(0)
    day = pl.coalesce("datum_bericht", "datum_export")
    return (
        both.with_columns(_kind().alias("soort"))
        .filter(pl.col("soort").is_not_null())
        .with_columns(
            pl.when(~unknown).then(apart).alias("verschil"),
            (~month_number(day).is_in(months.implode())).fill_null(value=False).alias("buiten_bericht"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in DIFFERENCES.items())
    )


def _nameless(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines without a number: nothing in the export can be found for them."""
    filled = lines.select(
        pl.lit(Mismatch.NIET_IN_EXPORT.value).alias("soort"),
        "prestatie_id",
        pl.col("prestatiegroep").fill_null(UNKNOWN_GROUP),
        pl.col("datum").alias("datum_bericht"),
        pl.col("prestatiecode").alias("prestatiecode_bericht"),
        pl.col("bedrag_eur").alias("bedrag_bericht"),
        pl.col("bedrag_eur").alias("verschil"),
        pl.lit(1).alias("regels"),
        pl.lit(value=False).alias("buiten_bericht"),
    )
    absent = [pl.lit(None).alias(name) for name in DIFFERENCES if name not in filled.columns]
    return filled.with_columns(absent).select(pl.col(name).cast(dtype) for name, dtype in DIFFERENCES.items())


def _sorted(files: Sequence[Path]) -> pl.LazyFrame:
    order = {kind.value: place for place, kind in enumerate(Mismatch)}
    place = pl.col("soort").replace_strict(order, return_dtype=pl.UInt8)
    others = [name for name in DIFFERENCES if name not in {"soort", "prestatie_id"}]
    return pl.scan_parquet(list(files)).sort(place, "prestatie_id", *others, nulls_last=True)


def _differences(listed: Path) -> tuple[Difference, ...]:
    rows = (
        pl.scan_parquet(listed)
        .group_by("soort")
        .agg(
            pl.len(),
            pl.col("bedrag_export").sum(),
            pl.col("bedrag_bericht").sum(),
            pl.col("buiten_bericht").sum(),
        )
        .collect()
    )
    found = {row[0]: row[1:] for row in rows.iter_rows()}
    return tuple(Difference(kind, *(int(n or 0) for n in found.get(kind.value, (0, 0, 0, 0)))) for kind in Mismatch)


def _per_month(both: pl.DataFrame) -> pl.DataFrame:
    lines = both.lazy().filter(pl.col("regels").is_not_null())
    return _summed(lines, "datum_bericht", pl.col("regels"), pl.col("bedrag_bericht"))


def _per_month_nameless(lines: pl.DataFrame) -> pl.DataFrame:
    grouped = lines.lazy().with_columns(pl.col("prestatiegroep").fill_null(UNKNOWN_GROUP))
    return _summed(grouped, "datum", pl.lit(1), pl.col("bedrag_eur"))


def _summed(frame: pl.LazyFrame, day: str, rows: pl.Expr, cents: pl.Expr) -> pl.DataFrame:
    return (
        frame.with_columns(rows.cast(pl.Int64).alias(":rijen"), cents.alias(":cent"))
        .group_by(first_day(month_number(pl.col(day))).alias("maand"), "prestatiegroep")
        .agg(pl.col(":rijen").sum().alias("bericht_rijen"), pl.col(":cent").sum().alias("bericht_bedrag"))
        .cast({"maand": pl.Date, "bericht_rijen": pl.Int64, "bericht_bedrag": pl.Int64})
        .collect()
    )


def _beside(export: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Put the lines of the claim beside the export; what only one of the two has stands there with a zero."""
    keys = ["maand", "prestatiegroep"]
    claimed = sums.group_by(keys).agg(pl.col("bericht_rijen").sum(), pl.col("bericht_bedrag").sum())
    joined = export.drop("bericht_rijen", "bericht_bedrag").join(
        claimed, on=keys, how="full", coalesce=True, nulls_equal=True
    )
    # An amount of the export stays unknown where the export has none.
    counts = [name for name in PER_MONTH if name not in keys and not name.startswith("bedrag")]
    return (
        joined.with_columns(pl.col(name).fill_null(0) for name in counts)
        .select(pl.col(name).cast(dtype) for name, dtype in PER_MONTH.items())
        .sort("maand", "prestatiegroep", nulls_last=True)
    )
