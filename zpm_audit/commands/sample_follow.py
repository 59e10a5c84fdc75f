"""What comes after a draw: the second stage, reading what was filled in, and the outcome."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Noun, Text
from zpm_audit.commands.programme_follow import read_programme_in
from zpm_audit.commands.sampling import ITEMS, SHEETS, write_stage
from zpm_audit.reports.figures import format as fmt
from zpm_audit.sampling.conclusion import conclusion, lines
from zpm_audit.sampling.evaluate import (
    Evaluation,
    as_json,
    evaluate,
    nature_of,
    of_money,
    of_number,
    refuse_extension,
)
from zpm_audit.sampling.forms import Reading
from zpm_audit.sampling.plan import Demand, Plan
from zpm_audit.sampling.programme_record import is_programme
from zpm_audit.sampling.read import read_workbook
from zpm_audit.sampling.record import JUDGEMENTS, Record, read_judgements, read_record, write_json, written
from zpm_audit.sampling.words import share

_ERROR = Noun(Text("fout", "error"), Text("fouten", "errors"))


def _part(errors: Fraction) -> Text:
    return Text(f"{written(errors)} fout bij elkaar", f"{written(errors)} of an error together")


def plan_json(plan: Plan) -> Mapping[str, object]:
    """Return a plan for machines."""
    both, demand = plan.two_stage, plan.demand
    whole = plan.critical.denominator == 1
    return {
        "omvang": plan.size,
        "kritiek_aantal": int(plan.critical) if whole else float(plan.critical),
        "tweede_fase": {
            "eerste_omvang": both.first,
            "tweede_omvang": both.second,
            "aanvaard_na_eerste": 0,
            "aanvaard_na_tweede": 1,
            "risico": float(both.risk),
        }
        if both
        else None,
        "soort": demand.kind,
        "verdeling": demand.distribution,
        "betrouwbaarheid": float(demand.confidence),
        "toelaatbaar": float(demand.tolerable),
        "verwacht": float(demand.expected),
        "populatie": demand.population,
        "bedrag_eur": demand.amount_cent / 100 if demand.amount_cent is not None else None,
        "interval_eur": demand.amount_cent / plan.size / 100 if demand.amount_cent is not None else None,
    }


def plan_lines(plan: Plan, language: Language) -> list[str]:
    """Return a plan in words."""
    demand, both = plan.demand, plan.two_stage
    sure, allowed = share(demand.confidence, 1), share(demand.tolerable)
    most = _ERROR.counted(int(plan.critical)) if plan.critical.denominator == 1 else _part(plan.critical)
    told = [
        Text(
            f"Omvang {plan.size}: met hoogstens {most.nl} is met {sure.nl} betrouwbaarheid minder dan "
            f"{allowed.nl} fout "
            f"({demand.distribution}).",
            f"Size {plan.size}: with at most {most.en} less than {allowed.en} is wrong, with {sure.en} confidence "
            f"({demand.distribution}).",
        )
    ]
    if demand.amount_cent is not None:
        told.append(
            Text(
                f"Interval: {fmt.euro(demand.amount_cent // plan.size, 'nl')}.",
                f"Interval: {fmt.euro(demand.amount_cent // plan.size, 'en')}.",
            )
        )
    if both:
        risk = share(both.risk)
        told.append(
            Text(
                f"In twee fasen: {both.first}; alleen na precies een fout nog {both.second}, waarin er geen mag "
                "zijn (risico "
                f"{risk.nl}). Kies dat vooraf: trek --tweefasen.",
                f"In two stages: {both.first}; only after exactly one error {both.second} more, with none in them "
                "(risk "
                f"{risk.en}). Choose that beforehand: trek --tweefasen.",
            )
        )
    return [text.in_(language) for text in told]


def second_stage(folder: Path) -> list[str]:
    """Write the workbook of the second stage, where the plan and the first stage call for it."""
    record = read_record(folder)
    judgements = read_judgements(folder, record)
    if len(record.plan.fasen) == 1:
        raise refuse_extension(record.plan.demand(record.populatie.posten), record.plan.fasen[0])
    first = [judgements.last(item.post) for item in record.items(1)]
    still = sum(judgement is None for judgement in first)
    if still:
        raise UsageError(
            nl=f"De eerste fase is niet af: {still} posten zonder oordeel. Lees eerst haar werkboek in.",
            en=f"The first stage is not finished: {still} items without a verdict. Read its workbook in first.",
        )
    errors = sum(judgement is not None and record.is_error(judgement) for judgement in first)
    if errors != 1:
        raise UsageError(
            nl=f"De eerste fase heeft {errors} fouten; de tweede hoort alleen bij precies een. Evalueer de trekking.",
            en=f"The first stage has {errors} errors; the second goes with exactly one only. Evaluate the draw.",
        )
    target = folder / SHEETS[2]
    if target.exists():
        raise UsageError(nl=f"{target} is er al; vul dat in.", en=f"{target} is there already; fill that in.")
    write_stage(record, pl.read_parquet(folder / ITEMS), folder, 2, datetime.now(UTC))
    told = Text(f"Tweede fase: {target}", f"Second stage: {target}")
    return [told.in_(record.taal)]


def read_in(workbook: Path, folder: Path, *, dry: bool, as_data: bool, language: Language) -> list[str]:
    """Read what the examiner filled in, and keep it with the draw or the work programme in ``folder``."""
    reading, still = (
        read_programme_in(workbook, folder, dry=dry)
        if is_programme(folder)
        else _read_sample(workbook, folder, dry=dry)
    )
    if as_data:
        return [json.dumps(reading.as_json(language), ensure_ascii=False, indent=2)]
    told = [
        Text(
            f"Gelezen {reading.read}: {reading.changed} nieuw of gewijzigd, {reading.unchanged} ongewijzigd; geweigerd "
            f"{len(reading.refused)}. {still.nl}",
            f"Read {reading.read}: {reading.changed} new or changed, {reading.unchanged} unchanged; refused "
            f"{len(reading.refused)}. {still.en}",
        ),
        *(Text(f"  {c.nl}", f"  {c.en}") for c in reading.conflicts),
        *(
            Text(f"  {r.sheet}!{r.cell}: {r.reason.nl}", f"  {r.sheet}!{r.cell}: {r.reason.en}")
            for r in reading.refused
        ),
    ]
    return [text.in_(language) for text in told]


def _read_sample(workbook: Path, folder: Path, *, dry: bool) -> tuple[Reading, Text]:
    """Return what became of the rows, and how much is still open."""
    record = read_record(folder)
    after, reading = read_workbook(workbook, record, read_judgements(folder, record))
    if not dry and reading.changed:
        write_json(after, folder / JUDGEMENTS)
    still = sum(after.last(item.post) is None for item in record.items(1))
    return reading, Text(f"In de eerste fase nog open: {still}.", f"Still open in the first stage: {still}.")


@dataclass(frozen=True)
class Figures:
    """What was found in a sample that was drawn elsewhere."""

    n: int
    errors: int | None
    taints: str | None
    extended_from: int | None


def outcome_of_folders(folders: Sequence[Path], *, alone: bool = True) -> Evaluation:
    """Return the outcome of a draw, ``alone`` without figures; several draws from one population are not one sample."""
    if not alone:
        raise UsageError(
            nl="Een trekking wordt geëvalueerd zoals zij gepland is. Geef de map, of getallen, niet allebei.",
            en="A draw is evaluated as it was planned. Give the folder, or figures, not both.",
        )
    records = [read_record(folder) for folder in folders]
    if len(records) > 1:
        first = records[0]
        _refuse_unrelated(records)
        whole = sum(record.plan.fasen[0] for record in records)
        raise refuse_extension(first.plan.demand(first.populatie.posten), first.plan.fasen[0], whole)
    return evaluate(records[0], read_judgements(folders[0], records[0]))


def _refuse_unrelated(records: Sequence[Record]) -> None:
    if len({record.populatie.sha256 for record in records}) > 1:
        raise UsageError(
            nl="Deze trekkingen komen uit verschillende populaties. Evalueer ze een voor een.",
            en="These draws come from different populations. Evaluate them one by one.",
        )


def outcome_of_figures(demand: Demand, figures: Figures) -> Evaluation:
    """Return the outcome of figures that the user gives."""
    if figures.extended_from is not None:
        raise refuse_extension(demand, figures.extended_from, figures.n)
    taints = _taints(figures.taints)
    errors = figures.errors if figures.errors is not None else len(taints)
    if figures.n < 1 or not 0 <= errors <= figures.n or len(taints) > figures.n:
        raise UsageError(
            nl=f"{errors} fouten in {figures.n} posten kan niet. Geef --n en --fouten zoals ze geteld zijn.",
            en=f"{errors} errors in {figures.n} items is not possible. Give --n and --fouten as they were counted.",
        )
    if demand.population is not None and figures.n > demand.population:
        raise UsageError(
            nl=f"--n {figures.n} is groter dan --populatie {demand.population}.",
            en=f"--n {figures.n} is greater than --populatie {demand.population}.",
        )
    if demand.kind == "mus":
        found = of_money(demand, figures.n, taints or [Fraction(1)] * errors)
    else:
        found = of_number(demand, figures.n, errors)
    return Evaluation(found, demand, nature_of(found), amount_cent=demand.amount_cent)


def _taints(text: str | None) -> list[Fraction]:
    if text is None:
        return []
    try:
        parts = [Fraction(part.strip()) for part in text.split(",")]
    except ValueError:
        parts = [Fraction(-1)]
    if any(not 0 <= part <= 1 for part in parts):
        raise UsageError(
            nl=f"--foutdelen {text}: geef per fout het deel van de post dat fout is, bijvoorbeeld 1,0.2,0.04.",
            en=f"--foutdelen {text}: give per error the part of the item that is wrong, for example 1,0.2,0.04.",
        )
    return parts


def outcome_lines(outcome: Evaluation, *, as_data: bool, language: Language) -> list[str]:
    """Return what to print of an outcome."""
    if not as_data:
        return lines(outcome, language)
    told = conclusion(outcome).in_(language)
    return [json.dumps(as_json(outcome, told), ensure_ascii=False, indent=2)]
