"""Writes the work programme of a run: what a person still has to test, and on which items."""

from __future__ import annotations

import hashlib
import json
import secrets
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
from zpm_audit.sampling.plan import Demand
from zpm_audit.sampling.programme import Drawing, Task, drawings, items_of, tasks

DEFAULT_FOLDER = Path("zpm-audit-werkprogramma")
WORKBOOK, RECORD = "werkprogramma.xlsx", "werkprogramma.json"


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
        record = _record(run, asked, demand, seed, drawn)
        target = asked.out or DEFAULT_FOLDER / f"{run.manifest['run']['run_id']}-{record['sha256'][:8]}"
        with staged_output(target, False) as folder:
            text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
            (folder / RECORD).write_text(text, encoding="utf-8")
            write_programme_book(found, drawn, items, record, folder / WORKBOOK, moment, asked.language)
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


def _record(run: RecordedRun, asked: Programme, demand: Demand, seed: str, drawn: dict[str, Drawing]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "gemaakt_door": "zpm-audit",
        "soort": "werkprogramma",
        "versie": 1,
        "programma": __version__,
        "run": {
            "run_id": run.manifest["run"]["run_id"],
            "kenmerk": run.manifest["run"]["kenmerk"],
            "manifest_sha256": run.manifest["manifest_sha256"],
        },
        "betrouwbaarheid": float(demand.confidence),
        "toelaatbaar": float(demand.tolerable),
        "zaad": seed,
        "herleidbaar": asked.traceable,
        "populaties": {
            name: {"eenheden": one.size, "omvang": one.items.height, "sha256": one.sha256}
            for name, one in drawn.items()
        },
    }
    written = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    return {**told, "sha256": hashlib.sha256(written).hexdigest()}


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
        Text(f"Werkboek: {target / WORKBOOK}", f"Workbook: {target / WORKBOOK}"),
    ]
