"""Writes the work programme of a run: what a person still has to test, and on which items."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit import __version__
from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import load_key, pseudonyms
from zpm_audit.base.workplace import working_folder
from zpm_audit.catalogue.norm_words import NO_MATRIX
from zpm_audit.commands.console import steps
from zpm_audit.commands.inputs import chosen_checks
from zpm_audit.commands.runs.judging import read_again
from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.commands.sampling import unchanged
from zpm_audit.output.publish import staged_output
from zpm_audit.sampling.demand import read_demand
from zpm_audit.sampling.programme import Drawing, Task, drawings, items_of, tasks
from zpm_audit.sampling.programme_record import (
    PROGRAMME,
    PROGRAMME_BOOK,
    ListedNorm,
    Population,
    ProgrammeItem,
    ProgrammeRecord,
)
from zpm_audit.sampling.record import Asked, OfRun, write_json

DEFAULT_FOLDER = Path("zpm-audit-werkprogramma")


@dataclass(frozen=True)
class Programme:
    """What the user asked for."""

    rundir: Path
    confidence: str
    tolerable: str
    seed: str | None = None
    export: Path | str | None = None
    out: Path | None = None
    traceable: bool = False
    language: Language = "nl"


def write_programme(asked: Programme) -> list[str]:
    """Draw the items, write workbook and record, and return what to tell the user."""
    from zpm_audit.sampling.programme_book import write_programme_book

    if asked.out is not None and asked.out.exists() and (asked.out.is_file() or any(asked.out.iterdir())):
        raise UsageError(
            nl=f"{asked.out} is er al. Een trekking wordt niet overschreven: kies met --out een andere map.",
            en=f"{asked.out} is there already. A draw is not overwritten: choose another folder with --out.",
        )
    demand = read_demand(kind="attribuut", confidence=asked.confidence, tolerable=asked.tolerable)
    run = unchanged(asked.rundir)
    options = run.options(asked.export, asked.language, traceable=asked.traceable)
    chosen = chosen_checks(options)
    if chosen.norms is None:
        raise UsageError(nl=NO_MATRIX.nl, en=NO_MATRIX.en)
    found = tasks(chosen.norms)
    seed, moment, key = asked.seed or secrets.token_hex(8), datetime.now(UTC), load_key()
    with working_folder() as work, steps() as show:
        read = read_again(options, chosen.catalogue, work, show, key)
        run.refuse_other_export(read.given.register)
        context = read.context(work)
        show.now(Text("Posten trekken", "Drawing items").in_(asked.language))
        drawn = drawings(context, {task.drawn_from for task in found}, seed, demand, work)
        items = items_of(found, drawn)
        if not asked.traceable:
            items = _covered(items, key)
        record = _record(run, asked, seed, found, drawn, items)
        target = asked.out or DEFAULT_FOLDER / f"{record.run.run_id}-{record.draw}"
        with staged_output(target, False) as folder:
            write_json(record, folder / PROGRAMME)
            write_programme_book(found, drawn, items, record, folder / PROGRAMME_BOOK, moment, asked.language)
    return [line.in_(asked.language) for line in _told(found, drawn, items, seed, target)]


def _covered(items: pl.DataFrame, key: Any) -> pl.DataFrame:
    """Put a pseudonym where a patient stands."""
    if "patient_id" not in items.columns:
        return items
    known = pseudonyms(items["patient_id"].drop_nulls().unique(), key)
    joined = items.join(known, on="patient_id", how="left", maintain_order="left")
    about = pl.col("uit") == "patienten"
    return joined.with_columns(
        pl.when(about).then(pl.col("pseudoniem")).otherwise(pl.col("sleutel")).alias("sleutel"),
        pl.col("pseudoniem").alias("patient_id"),
    ).drop("pseudoniem")


def _record(
    run: RecordedRun,
    asked: Programme,
    seed: str,
    found: tuple[Task, ...],
    drawn: Mapping[str, Drawing],
    items: pl.DataFrame,
) -> ProgrammeRecord:
    told = run.manifest
    return ProgrammeRecord(
        programma=__version__,
        taal=asked.language,
        run=OfRun(
            run_id=told["run"]["run_id"], kenmerk=told["run"]["kenmerk"], manifest_sha256=told["manifest_sha256"]
        ),
        zaad=seed,
        herleidbaar=asked.traceable,
        populaties={name: _population(one, items) for name, one in drawn.items()},
        normen=[
            ListedNorm(
                kader=task.framework,
                norm=task.norm.id,
                titel=task.norm.title.in_(asked.language),
                uit=task.drawn_from,
            )
            for task in found
        ],
    ).sealed()


def _population(drawing: Drawing, items: pl.DataFrame) -> Population:
    """Return a population as it is kept: its items as people see them."""
    if drawing.plan is None:
        return Population(eenheden=0, sha256=drawing.sha256, plan=None, posten=[])
    shown = items.filter(pl.col("uit") == drawing.name).unique("post").sort("post")
    kept = [ProgrammeItem(post=post, onderwerp_id=key) for post, key in shown.select("post", "sleutel").iter_rows()]
    plan = Asked.of(drawing.plan, [len(kept)])
    return Population(eenheden=drawing.size, sha256=drawing.sha256, plan=plan, posten=kept)


def _told(
    found: tuple[Task, ...], drawn: dict[str, Drawing], items: pl.DataFrame, seed: str, target: Path
) -> list[Text]:
    once = sum(task.drawn_from not in drawn for task in found)
    empty = sum(task.drawn_from in drawn and not drawn[task.drawn_from].size for task in found)
    units = sum(one.items.height for one in drawn.values())
    return [
        Text(
            f"{len(found)} normen met de hand: {len(found) - once - empty} met {units} getrokken posten "
            f"({items.height} regels), {once} eenmalig, {empty} zonder iets om uit te trekken (zaad {seed}).",
            f"{len(found)} norms by hand: {len(found) - once - empty} with {units} items drawn ({items.height} lines), "
            f"{once} once, {empty} with nothing to draw from (seed {seed}).",
        ),
        Text(f"Werkboek: {target / PROGRAMME_BOOK}", f"Workbook: {target / PROGRAMME_BOOK}"),
    ]
