"""Puts the control framework beside a run: this run, and the runs of its series before it, as evidence of working."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.archive.model import Life
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.by_hand import refuse_unreadable
from zpm_audit.commands.inputs import refuse_unknown_owners
from zpm_audit.commands.options import Options
from zpm_audit.configuration.framework import Framework, load_framework
from zpm_audit.reports.build import Found
from zpm_audit.reports.figures.framework import Framed, Repair

if TYPE_CHECKING:
    from zpm_audit.archive.store import Archive
    from zpm_audit.archive.working import SeriesFacts


def read_beside(options: Options, catalogue: Catalogue, ids: frozenset[str]) -> Framework | None:
    """Read what stands beside the checks, and refuse what names something that is not there (``ids``: every check)."""
    refuse_unknown_owners(options.owners, catalogue.definitions.themas, ids)
    refuse_unreadable(options)
    if options.opinion:
        options.opinion.refuse_unknown(catalogue, ids)
        options.opinion.refuse_unreadable()
    return load_framework(options.framework, ids) if options.framework else None


def framed(found: Found, framework: Framework | None, archive: Archive | None) -> Found:
    """Return what was found with the framework beside it; as it is where there is none."""
    if framework is None:
        return found
    if archive is None or found.lives is None:
        return replace(found, framework=Framed(framework))
    from zpm_audit.archive.working import CheckThen, RunThen, series_facts

    facts = series_facts(archive, found.lives.series.name)
    outcomes = {
        r.check.id: CheckThen(str(r.status), r.counts.populatie, r.counts.afwijking) for r in found.audit.checks
    }
    now = RunThen("", found.audit.peildatum, found.vertrouwen.voldoende, outcomes)
    repairs, since = _repairs(found, facts)
    return replace(found, framework=Framed(framework, (*facts.runs, now), repairs, since, facts.broken, True))


def _repairs(found: Found, facts: SeriesFacts) -> tuple[tuple[Repair, ...], tuple[Repair, ...]]:
    """Return what was solved, in this run too, and what stands open and nobody accepted, by the day that it came."""
    assert found.lives is not None  # there is an archive
    today = found.audit.peildatum
    before = [Repair(check, since, until, n) for check, rows in facts.repaired.items() for since, until, n in rows]
    solved = found.lives.gone.filter(pl.col("levensloop") == Life.OPGELOST.value).select("bevinding_id")
    came = facts.since.join(solved, on="bevinding_id").group_by("check_id", "sinds").len().sort("check_id", "sinds")
    now = [Repair(check, since, today, n) for check, since, n in came.iter_rows()]
    listed = pl.scan_parquet(found.audit.findings.afwijkingen)
    standing = (
        listed.filter(pl.col("acceptatie").is_null())
        .select("bevinding_id", "check_id", "levensloop")
        .join(facts.since.lazy().select("bevinding_id", "sinds"), on="bevinding_id", how="left")
        .with_columns(
            pl.when(pl.col("levensloop") == Life.BLIJVEND.value).then(pl.col("sinds")).fill_null(today).alias("sinds")
        )
        .group_by("check_id", "sinds")
        .len()
        .sort("check_id", "sinds")
        .collect()
    )
    left = [Repair(check, since, None, n) for check, since, n in standing.iter_rows()]
    return (*before, *now), tuple(left)
