"""Turns what the engine judged into the three lists of findings and the audit that reports render."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.base.money import euros_column
from zpm_audit.base.processors import side_by_side
from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.base.steady import write_steady
from zpm_audit.checks.model import Check
from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.impact import CENT, Priced, price
from zpm_audit.engine.run import Judged, Judgement
from zpm_audit.engine.verdicts import AFWIJKING, CODES, LOOPT
from zpm_audit.findings.acceptances.outcome import PLACE, Raw
from zpm_audit.findings.carried import carried_columns, with_carried
from zpm_audit.findings.model import FINDING_SCHEMA, Audit, CheckResult, Findings, overdue
from zpm_audit.findings.prestaties import prestatie_figures
from zpm_audit.findings.split import split_of
from zpm_audit.register.store import WORKING

LISTS = {
    "bevindingen": Verdict.AFWIJKING,
    "onbepaald": Verdict.ONBEPAALD,
    "lopend": Verdict.LOOPT,
}
ORDER = ("check_id", "onderwerp_id", "bevinding_id")


def assemble(
    context: Context,
    judgement: Judgement,
    work: Path,
    *,
    key: Key,
    traceable: bool,
    acceptable: bool = False,
) -> Audit:
    """Write the lists of findings under ``work`` and return the audit.

    ``traceable``: patients keep their own number instead of a pseudonym. ``acceptable`` keeps what acceptances need.
    """
    work.mkdir(parents=True, exist_ok=True)
    signals = {j.check.id: (j.check, j.signals) for j in judgement.checks if j.signals is not None}
    priced = price(context, signals, work)
    about = _about(context, priced.files, key)
    files = {}
    for name, verdict in LISTS.items():
        # A check without such a verdict has nothing to write; most checks have none of most verdicts.
        found = [j.check for j in judgement.checks if j.signals is not None and getattr(j.counts, verdict)]
        listed = _write_list(work / f"{name}.parquet", found, priced.files, about, CODES[verdict], traceable=traceable)
        files[name] = _with_carried(listed, context, about.patients, traceable=traceable)
    findings = Findings(files["bevindingen"], files["onbepaald"], files["lopend"])
    results = side_by_side(lambda j: _result(j, priced.files.get(j.check.id), context.peildatum), judgement.checks)
    raw = _as_found(findings.afwijkingen, priced, about.patients, work) if acceptable else None
    totals = judgement.totals
    figures = prestatie_figures(context, findings, priced.amounts)
    within_date = totals["rijen"] - totals["toekomst"] - totals["niet_declarabel"]
    return Audit(
        peildatum=context.peildatum,
        checks=tuple(results),
        findings=findings,
        future_rows=totals["toekomst"],
        not_declarable=totals["niet_declarabel"],
        judged_rows=figures.total.beoordeeld,
        outside_period=within_date - figures.total.beoordeeld,
        undetermined_units=_units(files["onbepaald"]),
        prestaties=figures,
        raw=raw,
        shares=priced.shares,
    )


def _as_found(listed: Path, priced: Priced, names: pl.DataFrame, work: Path) -> Raw:
    """Keep the deviations as they were found, and number those in the list, whatever is covered in it later."""
    kept, numbered = work / "gevonden.parquet", work / "genummerd.parquet"
    write_steady(pl.scan_parquet(listed).with_row_index(PLACE), numbered)
    shutil.copyfile(numbered, kept)
    numbered.replace(listed)
    return Raw(kept, priced, names)


@dataclass(frozen=True)
class _About:
    """What findings tell of whom they are about: of patients a pseudonym and an insurer, of prestaties a team."""

    patients: pl.DataFrame
    prestaties: pl.DataFrame


def _about(context: Context, files: Mapping[str, Path], key: Key) -> _About:
    names = ("patient_id", "prestatie_id")
    of_checks = side_by_side(lambda path: pl.scan_ipc(path).select(names).unique().collect(), files.values())
    found = pl.concat([pl.DataFrame(schema=dict.fromkeys(names, pl.String)), *of_checks])
    patients, prestaties = (found[name].drop_nulls().unique() for name in names)
    return _About(
        _with(context, pseudonyms(patients, key), "patienten", "patient_id", "uzovi"),
        _with(context, prestaties.to_frame(), "prestaties", "prestatie_id", "team"),
    )


def _with(context: Context, found: pl.DataFrame, table: str, key: str, column: str) -> pl.DataFrame:
    """Add a column of the export to what was found; empty where the export does not have it."""
    if column not in context.register.columns(table):
        return found.with_columns(pl.lit(None, pl.String).alias(column))
    known = context.register.scan(table).select(key, column).join(found.lazy().select(key), on=key, how="semi")
    return found.join(known.unique(key, keep="first").collect(), on=key, how="left")


def _write_list(
    target: Path,
    checks: Sequence[Check],
    files: Mapping[str, Path],
    about: _About,
    code: int,
    *,
    traceable: bool,
) -> Path:
    """Write one list, sorted; check by check, so that memory is bounded by the largest checks."""

    def written(check: Check) -> Path:
        rows = pl.scan_ipc(files[check.id]).filter(pl.col(":code") == code)
        part = target.with_name(f"{target.stem}.{check.id}.arrow")
        _as_findings(rows, check, about, traceable=traceable).sort(ORDER).sink_ipc(part, compression=WORKING)
        return part

    parts = side_by_side(written, sorted(checks, key=lambda check: check.id))
    if not parts:
        pl.DataFrame(schema=FINDING_SCHEMA).write_parquet(target)
        return target
    write_steady(pl.scan_ipc(parts), target)
    for part in parts:
        part.unlink()
    return target


def _with_carried(listed: Path, context: Context, names: pl.DataFrame, *, traceable: bool) -> Path:
    """Put the columns that a mapping carries behind the findings."""
    if not carried_columns(context.register):
        return listed
    whole = listed.with_suffix(".geheel.parquet")
    rows = with_carried(pl.scan_parquet(listed), context.register, names, traceable=traceable)
    write_steady(rows, whole)
    whole.replace(listed)
    return listed


def finding_id(check: Check) -> pl.Expr:
    """Return the id of the finding on a unit: the same in every run, whatever the options are.

    So it holds the pseudonym of a patient and not the number, also in a traceable run.
    """
    subject = pl.col("pseudoniem") if check.onderwerp == "patient" else pl.coalesce(":vast", "onderwerp_id")
    apart = (pl.lit("|") + pl.col(":onderscheid")).fill_null("")
    return pl.concat_str(pl.lit(f"{check.id}:"), subject, apart)


def _as_findings(rows: pl.LazyFrame, check: Check, about: _About, *, traceable: bool) -> pl.LazyFrame:
    about_patient = check.onderwerp == "patient"
    shown_subject = pl.col("pseudoniem") if about_patient and not traceable else pl.col("onderwerp_id")
    patient = pl.col("patient_id") if traceable else pl.col("pseudoniem")
    known = rows.join(about.patients.lazy(), on="patient_id", how="left")
    return known.join(about.prestaties.lazy(), on="prestatie_id", how="left").select(
        pl.lit(check.id).alias("check_id"),
        pl.lit(check.ernst).alias("ernst"),
        pl.lit(check.onderwerp).alias("onderwerp"),
        shown_subject.alias("onderwerp_id"),
        "prestatie_id",
        "zorgtraject_id",
        patient.alias("patient_id"),
        "behandelaar_id",
        "datum",
        "waarde",
        "grens",
        "toelichting",
        euros_column(pl.col(CENT)).alias("impact_eur"),
        finding_id(check).alias("bevinding_id"),
        "setting",
        "uiterste_datum" if check.uiterste_datum else pl.lit(None, pl.Date).alias("uiterste_datum"),
        pl.col("datum").dt.year().cast(pl.Int64).alias("boekjaar"),
        "financiering",
        "uzovi",
        "team",
        pl.lit(None, pl.String).alias("acceptatie"),
        pl.lit(None, pl.String).alias("levensloop"),
    )


def _units(listed: Path) -> int:
    """Return how many different units stand in a list, whatever the number of checks that they stand there for."""
    unit = pl.struct("onderwerp", "onderwerp_id")
    return int(pl.scan_parquet(listed).select(unit.n_unique()).collect().item())


def _result(judged: Judged, priced: Path | None, peildatum: date) -> CheckResult:
    total: int | None = None
    unknown = late = 0
    if priced is not None:
        deviations = pl.scan_ipc(priced).filter(pl.col(":code") == AFWIJKING)
        row = deviations.select(
            pl.col(CENT).sum().alias("som"), pl.col(CENT).count().alias("bekend"), pl.len().alias("n")
        ).collect()
        known = int(row["bekend"][0])
        total = int(row["som"][0]) if known else None
        unknown = int(row["n"][0]) - known
    if priced is not None and judged.counts.loopt:
        running = pl.scan_ipc(priced).filter(pl.col(":code") == LOOPT)
        late = int(running.select(overdue(peildatum).sum()).collect().item())
    return CheckResult(
        check=judged.check,
        status=judged.status,
        counts=judged.counts,
        reason=judged.reason,
        impact_cent=total,
        impact_unknown=unknown,
        overdue=late,
        spread=judged.spread,
        statistics=judged.statistics,
        split=split_of(judged.spread, priced),
    )


def period(context: Context) -> tuple[date | None, date | None]:
    """Return the first and the last date among the prestaties that were judged."""
    judged = build(context, context.scope("prestaties"), ["datum"])
    dates = judged.select(pl.col("datum").min().alias("van"), pl.col("datum").max().alias("tot"))
    row = dates.collect().row(0)
    return row[0], row[1]
