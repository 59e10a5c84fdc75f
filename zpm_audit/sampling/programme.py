"""The work programme: for each norm that a person has to test, from what items are drawn, how many and which ones.

Norms that are about the same units share one draw, so that a file is opened once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.catalogue.norm_words import DRAWN
from zpm_audit.catalogue.norms import ONCE, ListedNorm, NormMatrix
from zpm_audit.engine.context import Context
from zpm_audit.findings.prestaties import judged_prestaties
from zpm_audit.sampling.draw import by_number, fingerprint
from zpm_audit.sampling.plan import Demand, Plan, make_plan

#: What an item shows of what was registered, where the export has it.
_PER_PRESTATIE = (
    "zorgtraject_id",
    "patient_id",
    "behandelaar_id",
    "datum",
    "prestatiegroep",
    "prestatiecode",
    "setting",
)
_GROUPS = {
    "consulten": ("consult",),
    "groepsconsulten": ("groepsconsult",),
    "verblijfsdagen": ("verblijfsdag",),
    "reistijd": ("reistijd",),
    "overleg": ("intercollegiaal_overleg",),
}
_KEYS = {
    "zorgtrajecten": "zorgtraject_id",
    "zorgtrajecten_fz": "zorgtraject_id",
    "behandelaren": "behandelaar_id",
    "patienten": "patient_id",
}
_MAIN = ("consult", "groepsconsult", "verblijfsdag", "reistijd", "intercollegiaal_overleg")


@dataclass(frozen=True)
class Drawing:
    """One population with its plan and what was drawn of it; without units there is neither."""

    name: str
    size: int
    sha256: str
    plan: Plan | None
    items: pl.DataFrame


@dataclass(frozen=True)
class Units:
    """The units of a population, in order, and the sha256 over them."""

    keys: pl.DataFrame
    sha256: str


@dataclass(frozen=True)
class Task:
    """A norm that a person has to test: what to look at, and from what is drawn (``eenmalig``: nothing is)."""

    framework: str
    framework_title: Text
    norm: ListedNorm
    look_at: Text
    drawn_from: str

    @property
    def shown_from(self) -> Text:
        """Return from what is drawn, in words."""
        return DRAWN[self.drawn_from]


def tasks(matrix: NormMatrix) -> tuple[Task, ...]:
    """Return the norms that a person has to test, in the order of the matrix."""
    return tuple(
        Task(framework.id, framework.title, norm, _together(norm), norm.drawn_from)
        for framework in matrix.frameworks
        for norm in framework.norms
        if norm.by_hand
    )


def _together(norm: ListedNorm) -> Text:
    notes = dict.fromkeys(line.note for line in norm.by_hand)
    return Text(" ".join(n.nl for n in notes), " ".join(n.en for n in notes))


def drawings(context: Context, names: set[str], seed: str, demand: Demand, work: Path) -> dict[str, Drawing]:
    """Return a draw from each population."""
    return {name: _drawing(context, name, seed, demand, work) for name in sorted(names - {ONCE})}


def units(context: Context, name: str, work: Path) -> Units:
    """Return the units of a population in order, with the sha256 by which they are known again."""
    keys = population(context, name).select("sleutel").unique().collect(engine="streaming").sort("sleutel")
    return Units(keys, fingerprint(keys, work))


def _drawing(context: Context, name: str, seed: str, demand: Demand, work: Path) -> Drawing:
    found = units(context, name, work)
    ordered, sha256 = found.keys, found.sha256
    if ordered.is_empty():
        return Drawing(name, 0, sha256, None, pl.DataFrame())
    whole = ordered.select(pl.lit("").alias("laag"), "sleutel", pl.lit("").alias("oordeel"))
    whole = whole.with_columns(pl.lit(None, pl.Int64).alias("cent"))
    plan = make_plan(_of_population(demand, ordered.height))
    drawn = by_number(whole, f"{seed}|{name}", [min(plan.size, ordered.height)])
    named = drawn.sort("plek").select(
        pl.concat_str(pl.lit(f"{name}-"), pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(4)).alias("post"),
        "sleutel",
    )
    rows = population(context, name)
    known = (
        rows.join(named.lazy().select("sleutel"), on="sleutel", how="semi").collect().unique("sleutel", keep="first")
    )
    return Drawing(
        name, ordered.height, sha256, plan, named.join(known, on="sleutel", how="left", maintain_order="left")
    )


def _of_population(demand: Demand, size: int) -> Demand:
    return Demand(demand.kind, demand.confidence, demand.tolerable, demand.expected, "hypergeometrisch", size)


def population(context: Context, name: str) -> pl.LazyFrame:
    """Return what is drawn from: judged prestaties, or the trajectories, practitioners or patients that these name.

    ``sleutel`` is the key, and beside it stands what was registered; of a unit that is no prestatie only its keys.
    """
    there = context.register.columns("prestaties")
    judged = judged_prestaties(context)
    kept = ["prestatie_id", *(n for n in ("financiering",) if n in judged.collect_schema())]
    columns = [n for n in _PER_PRESTATIE if n in there]
    rows = context.register.scan("prestaties").select("prestatie_id", *columns)
    rows = rows.join(judged.select(kept), on="prestatie_id")
    if name in _GROUPS:
        rows = rows.filter(pl.col("prestatiegroep").is_in(_GROUPS[name]))
    elif name == "andere_prestaties":
        rows = rows.filter(~pl.col("prestatiegroep").is_in(_MAIN))
    elif name == "zorgtrajecten_fz":
        rows = (
            rows.filter(pl.col("financiering") == "fz") if "financiering" in kept else rows.filter(pl.lit(value=False))
        )
    key = _KEYS.get(name)
    if key is None:
        return rows.with_columns(pl.col("prestatie_id").alias("sleutel"))
    if key not in columns:
        return rows.select(pl.lit(None, pl.String).alias("sleutel")).filter(pl.lit(value=False))
    named = rows.filter(pl.col(key).is_not_null()).with_columns(pl.col(key).alias("sleutel"))
    # A trajectory is of one patient; were it of more, the choice would still be the same in every run.
    beside = [n for n in ("patient_id",) if key == "zorgtraject_id" and n in columns]
    return named.group_by("sleutel").agg(pl.col(key).first(), *(pl.col(n).min() for n in beside))


def items_of(found: tuple[Task, ...], drawn: Mapping[str, Drawing]) -> pl.DataFrame:
    """Return a row per norm and drawn item; norms of which nothing is drawn have none."""
    parts = []
    for task in found:
        drawing = drawn.get(task.drawn_from)
        if drawing is not None and not drawing.items.is_empty():
            about = [pl.lit(task.framework).alias("kader"), pl.lit(task.norm.id).alias("norm")]
            parts.append(drawing.items.select(*about, pl.lit(task.drawn_from).alias("uit"), pl.all()))
    return pl.concat(parts, how="diagonal_relaxed") if parts else pl.DataFrame()
