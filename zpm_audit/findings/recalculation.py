"""The recalculation as a list of its own, and what it adds up to: too high and too low apart, never netted."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.money import EUROS, cents_column, euros_column
from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.base.steady import ROWS_OF_ALL, write_steady
from zpm_audit.engine.context import Context
from zpm_audit.engine.recalculation import Recalculated, recalculated
from zpm_audit.engine.run import Judgement
from zpm_audit.findings.model import Findings

FILE = "herrekening.parquet"
#: What amounts are split by. A month is its first day.
DIMENSIONS = ("maand", "setting", "financiering", "uzovi")
AMOUNTS = ("geregistreerd", "verwacht", "code_tarief", "verschil", "verschil_code", "verschil_prijs")

#: The columns of the list, one row per prestatie, sorted by prestatie_id.
ROW_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(("prestatie_id", "zorgtraject_id", "patient_id", "behandelaar_id"), pl.String()),
    "datum": pl.Date(),
    "setting": pl.Int64(),
    "financiering": pl.String(),
    "uzovi": pl.String(),
    "beroepscategorie": pl.String(),
    "consulttype": pl.String(),
    "klasse": pl.Int64(),
    "verwachte_klasse": pl.Int64(),
    "prestatiecode": pl.String(),
    "verwachte_code": pl.String(),
    "andere_klasse": pl.Boolean(),
    "andere_code": pl.Boolean(),
    **{f"{name}_eur": EUROS for name in AMOUNTS},
    "uitkomst": pl.String(),
    "reden": pl.String(),
    "checks": pl.String(),
}

#: Counts and cents per cell. Of what is too high (registered above expected) the amounts are positive as well.
SUM_SCHEMA: dict[str, pl.DataType] = {
    name: pl.Int64()
    for name in (
        "rijen", "onbekend", "geregistreerd_cent", "verwacht_cent", "te_hoog", "te_hoog_cent", "te_laag",
        "te_laag_cent", "code_te_hoog", "code_te_hoog_cent", "code_te_laag", "code_te_laag_cent",
        "prijs_te_hoog_cent", "prijs_te_laag_cent", "ongesplitst", "ongesplitst_cent",
    )
}  # fmt: skip
CELL_SCHEMA: dict[str, pl.DataType] = {
    "maand": pl.Date(), "setting": pl.Int64(), "financiering": pl.String(), "uzovi": pl.String(), **SUM_SCHEMA,
}  # fmt: skip


@dataclass(frozen=True)
class Tie:
    """What became of the deviations of one check: the three parts add up to ``deviations``.

    ``other`` got another code (for a check that judges the class: another class), ``same`` did not, ``unknown`` could
    not be recalculated. ``judges_class`` tells which.
    """

    check_id: str
    judges_class: bool
    ran: bool
    deviations: int
    other: int
    same: int
    unknown: int

    @property
    def rest(self) -> int:
        """Return the deviations on a prestatie that was not recalculated: none, or the two do not tie."""
        return self.deviations - self.other - self.same - self.unknown


@dataclass(frozen=True)
class Other:
    """The rows with another class, or another code, than registered; ``unflagged`` those that no check reports.

    None should be unflagged, or the recalculation and the checks do not tie.
    """

    classes: int = 0
    classes_unflagged: int = 0
    codes: int = 0
    codes_unflagged: int = 0


@dataclass(frozen=True)
class Recalculation:
    """The recalculation of one run; without ``rows`` there is a ``reason``.

    ``cells`` (schema ``CELL_SCHEMA``) add up to the whole, and ``unknown`` counts rows and registered cents per reason.
    ``other`` counts the rows that got another class or code than was registered.
    """

    rows: Path | None = None
    reason: Text | None = None
    by_list: bool = True
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELL_SCHEMA))
    unknown: tuple[tuple[str, int, int], ...] = ()
    ties: tuple[Tie, ...] = ()
    other: Other = Other()

    def written(self, folder: Path) -> Recalculation:
        """Put the list in ``folder``; return the recalculation that points at it there."""
        if self.rows is None:
            return self
        return replace(self, rows=Path(shutil.copyfile(self.rows, folder / FILE)))


def expected_costs(context: Context, judgement: Judgement, work: Path) -> Recalculated:
    """Return what the judged prestaties should have cost; the findings about them are not needed for it."""
    work.mkdir(parents=True, exist_ok=True)
    known = judgement.context or context
    return recalculated(replace(known, work=work, kept={**known.kept}))


def recalculate(
    context: Context,
    judgement: Judgement,
    found: Recalculated,
    findings: Findings,
    work: Path,
    *,
    key: Key,
    traceable: bool,
) -> Recalculation:
    """Write what was ``found`` to be expected as a list, and tie it to the deviations of the checks."""
    asked = context.catalogue.definitions.herrekening
    if found.rows is None or asked is None:
        return Recalculation(reason=found.reason)
    checks = {**dict.fromkeys(asked.klasse_volgens, True), **dict.fromkeys(asked.code_volgens, False)}
    target = work / FILE
    rows = _with_checks(found.rows, findings, list(checks))
    write_steady(_as_list(context, rows, asked.lijst_sleutel, key, traceable=traceable), target, ROWS_OF_ALL)
    written = pl.scan_parquet(target)
    by_id = {j.check.id: j for j in judgement.checks}
    ties = tuple(
        _tie(written, findings, check_id, judges_class, ran=check_id in by_id and not by_id[check_id].status.silent)
        for check_id, judges_class in checks.items()
    )
    return Recalculation(
        rows=target,
        by_list=found.by_list,
        cells=_cells(written),
        unknown=_unknown(written),
        ties=ties,
        other=_other(written, asked.klasse_volgens),
    )


def _with_checks(rows: pl.LazyFrame, findings: Findings, checks: list[str]) -> pl.LazyFrame:
    """Add which of these checks report a prestatie, joined by a blank; empty where none does."""
    flagged = (
        pl.scan_parquet(findings.afwijkingen)
        .filter(pl.col("check_id").is_in(checks))
        .group_by("prestatie_id")
        .agg(pl.col("check_id").unique().sort().str.join(" ").alias("checks"))
    )
    return rows.join(flagged, on="prestatie_id", how="left")


def _as_list(
    context: Context, rows: pl.LazyFrame, key_names: Mapping[str, str], key: Key, *, traceable: bool
) -> pl.LazyFrame:
    prestaties = context.register.scan("prestaties").select(pl.col("patient_id").unique()).collect()
    patients = pseudonyms(prestaties["patient_id"], key)
    if "uzovi" in context.register.columns("patienten"):
        insurers = context.register.scan("patienten").select("patient_id", "uzovi").unique("patient_id", keep="first")
        patients = patients.join(insurers.collect(), on="patient_id", how="left")
    else:
        patients = patients.with_columns(pl.lit(None, pl.String).alias("uzovi"))
    apart = pl.col("verschil")
    outcome = (
        pl.when(pl.col("reden").is_not_null())
        .then(pl.lit("onbekend"))
        .when(apart < 0)
        .then(pl.lit("te_hoog"))
        .when(apart > 0)
        .then(pl.lit("te_laag"))
        .otherwise(pl.lit("gelijk"))
    )
    known = rows.join(patients.lazy(), on="patient_id", how="left")
    columns = {
        **{name: pl.col(name) for name in ROW_SCHEMA if not name.endswith("_eur")} | {"uitkomst": outcome},
        **{f"{name}_eur": euros_column(pl.col(name)) for name in AMOUNTS},
        "beroepscategorie": pl.col(key_names["beroepscategorie"]),
        "patient_id": pl.col("patient_id") if traceable else pl.col("pseudoniem"),
    }
    return known.select(columns[name].cast(dtype).alias(name) for name, dtype in ROW_SCHEMA.items()).sort(
        "prestatie_id"
    )


def _cents(name: str) -> pl.Expr:
    """Return an amount of the list as whole cents."""
    return cents_column(pl.col(f"{name}_eur"))


def _cells(rows: pl.LazyFrame) -> pl.DataFrame:
    apart, by_code, by_price = (_cents(n) for n in ("verschil", "verschil_code", "verschil_prijs"))
    known = pl.col("reden").is_null()
    unsplit = known & by_code.is_null()
    sums = {
        "rijen": pl.len(),
        "onbekend": (~known).sum(),
        "geregistreerd_cent": _cents("geregistreerd").filter(known).sum(),
        "verwacht_cent": _cents("verwacht").filter(known).sum(),
        "te_hoog": (apart < 0).sum(),
        "te_hoog_cent": -apart.filter(apart < 0).sum(),
        "te_laag": (apart > 0).sum(),
        "te_laag_cent": apart.filter(apart > 0).sum(),
        "code_te_hoog": (by_code < 0).sum(),
        "code_te_hoog_cent": -by_code.filter(by_code < 0).sum(),
        "code_te_laag": (by_code > 0).sum(),
        "code_te_laag_cent": by_code.filter(by_code > 0).sum(),
        "prijs_te_hoog_cent": -by_price.filter(by_price < 0).sum(),
        "prijs_te_laag_cent": by_price.filter(by_price > 0).sum(),
        "ongesplitst": unsplit.sum(),
        "ongesplitst_cent": apart.filter(unsplit).sum(),
    }
    by = [pl.col("datum").dt.truncate("1mo").alias("maand"), *(pl.col(d) for d in DIMENSIONS if d != "maand")]
    cells = rows.group_by(by).agg(e.cast(pl.Int64).alias(n) for n, e in sums.items())
    return cells.select(list(CELL_SCHEMA)).sort(DIMENSIONS, nulls_last=True).collect(engine="streaming")


def _unknown(rows: pl.LazyFrame) -> tuple[tuple[str, int, int], ...]:
    counted = (
        rows.filter(pl.col("reden").is_not_null())
        .group_by("reden")
        .agg(pl.len().cast(pl.Int64).alias("rijen"), _cents("geregistreerd").sum().alias("cent"))
        .sort("rijen", "reden", descending=[True, False])
        .collect()
    )
    return tuple((reason, int(n), int(cents or 0)) for reason, n, cents in counted.iter_rows())


def _tie(rows: pl.LazyFrame, findings: Findings, check_id: str, judges_class: bool, *, ran: bool) -> Tie:
    """Count what became of the deviations of a check, starting from its own list."""
    found = pl.scan_parquet(findings.afwijkingen).filter(pl.col("check_id") == check_id).select("prestatie_id")
    changed = pl.col("andere_klasse" if judges_class else "andere_code")
    seen = pl.lit(value=True).alias(":herrekend")
    beside = found.join(rows.select("prestatie_id", changed.alias(":anders"), seen), on="prestatie_id", how="left")
    other = pl.col(":anders")
    counted = beside.select(
        pl.len().alias("alle"),
        other.sum().alias("anders"),
        (~other).sum().alias("zelfde"),
        (pl.col(":herrekend") & other.is_null()).sum().alias("onbekend"),
    )
    return Tie(check_id, judges_class, ran, *(int(n or 0) for n in counted.collect().row(0)))


def _other(rows: pl.LazyFrame, class_checks: list[str]) -> Other:
    other_class, other_code = pl.col("andere_klasse"), pl.col("andere_code")
    reported = pl.col("checks").is_not_null()
    by_class = pl.any_horizontal(pl.col("checks").str.contains(i, literal=True) for i in class_checks)
    counted = rows.select(
        other_class.sum().alias("klasse"),
        (other_class & ~by_class.fill_null(value=False)).sum().alias("klasse_ongemeld"),
        other_code.sum().alias("code"),
        (other_code & ~reported).sum().alias("code_ongemeld"),
    )
    return Other(*(int(n or 0) for n in counted.collect().row(0)))
