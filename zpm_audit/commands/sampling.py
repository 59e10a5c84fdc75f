"""Draws a sample from a run: the population is judged again, and what is drawn is written as a whole or not at all."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from zpm_audit import __version__
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import load_key, pseudonyms
from zpm_audit.base.workplace import working_folder
from zpm_audit.checks.model import Check
from zpm_audit.commands.console import steps
from zpm_audit.commands.inputs import chosen_checks
from zpm_audit.commands.runs.judging import read_again
from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.engine.context import Context
from zpm_audit.output.publish import staged_output
from zpm_audit.output.verify import FileState, verify
from zpm_audit.sampling.demand import read_demand
from zpm_audit.sampling.draw import Selection, by_money, by_number, fingerprint, in_order, strata
from zpm_audit.sampling.plan import Distribution, Kind, Plan, make_plan
from zpm_audit.sampling.population import Population, has_amounts, of_check, of_prestaties, refuse_changed
from zpm_audit.sampling.record import RECORD, Asked, Drawn, Item, OfRun, Record, write_json
from zpm_audit.sampling.sheet import described
from zpm_audit.sampling.sizes import chosen_distribution, stages_of
from zpm_audit.sampling.words import COLUMNS, TOOL

DEFAULT_FOLDER = Path("zpm-audit-steekproef")
ITEMS = "posten.parquet"
#: What is kept of the items beside what the examiner sees.
_KEPT = ("fase",)
SHEETS = {1: "steekproef.xlsx", 2: "steekproef-fase2.xlsx"}


@dataclass(frozen=True)
class Asking:
    """What the user asked for. ``verdicts`` are those of the tool that are drawn from."""

    rundir: Path
    kind: Kind
    confidence: str
    tolerable: str
    expected: str = "0"
    distribution: Distribution | None = None
    check: str | None = None
    verdicts: tuple[str, ...] = ("voldoet",)
    stratum: str | None = None
    two_stage: bool = False
    selection: Selection | None = None
    seed: str | None = None
    export: Path | str | None = None
    out: Path | None = None
    traceable: bool = False
    language: Language = "nl"


def draw_sample(asking: Asking) -> list[str]:
    """Draw the sample, write its record and its workbook, and return what to tell the user."""
    _refuse_asking(asking)
    run = unchanged(asking.rundir)
    options = run.options(asking.export, asking.language, traceable=asking.traceable)
    catalogue = chosen_checks(options).catalogue
    check = _check(run, asking, catalogue.checks)
    seed = asking.seed or secrets.token_hex(8)
    moment = datetime.now(UTC)
    key = load_key()
    with working_folder() as work, steps() as show:
        read = read_again(options, catalogue, work, show, key)
        run.refuse_other_export(read.given.register)
        context = read.context(work, key)
        show.now(Text("Populatie bepalen", "Determining the population").in_(asking.language))
        population = _population(context, run, check, asking, work)
        rows, left = _drawable(context, population, asking)
        ordered = in_order(rows)
        _refuse_empty(ordered, asking)
        plan, stages = _planned(asking, ordered)
        how: Selection = (asking.selection or "cel") if asking.kind == "mus" else "aselect"
        drawn = by_number(ordered, seed, stages) if how == "aselect" else by_money(ordered, seed, stages, how)
        record = Record(
            programma=__version__,
            trekking="",
            taal=asking.language,
            run=OfRun(
                run_id=run.manifest["run"]["run_id"],
                kenmerk=run.manifest["run"]["kenmerk"],
                manifest_sha256=run.manifest["manifest_sha256"],
            ),
            plan=Asked.of(plan, stages),
            zaad=seed,
            selectie=how,
            check=check.id if check else None,
            laag=asking.stratum,
            populatie=Drawn(
                oordelen=list(asking.verdicts),
                posten=ordered.height,
                bedrag_cent=int(ordered["cent"].sum()) if ordered["cent"].null_count() == 0 else None,
                sha256=fingerprint(ordered, work),
                lagen=strata(ordered),
                buiten=left,
            ),
            posten=[],
        )
        name = hashlib.sha256(record.model_dump_json().encode()).hexdigest()[:8]
        details = described(context, run.folder, check, rows, drawn, name, asking.language)
        details = _named(details, context, traceable=asking.traceable)
        record = record.model_copy(update={"trekking": name, "posten": _items(details)}).sealed()
        target = asking.out or DEFAULT_FOLDER / name
        with staged_output(target, False) as folder:
            write_json(record, folder / RECORD)
            details.select(n for n in (*_KEPT, *COLUMNS) if n in details.columns).write_parquet(folder / ITEMS)
            write_stage(record, details, folder, 1, moment)
    return _told(record, target, asking.language)


def write_stage(record: Record, details: pl.DataFrame, folder: Path, stage: int, moment: datetime) -> Path:
    """Write the workbook of one stage."""
    from zpm_audit.sampling.workbook import write_sample

    target = folder / SHEETS[stage]
    write_sample(record, details.filter(pl.col("fase") == stage), target, moment)
    return target


def unchanged(rundir: Path) -> RecordedRun:
    """Return a run of which no output changed since; what did is refused."""
    run = RecordedRun.read(rundir)
    touched = [f.path for f in verify(rundir).group("uitvoer") if f.state in {FileState.GEWIJZIGD, FileState.ONTBREEKT}]
    if touched:
        raise InputRefusedError(
            nl=f"In {rundir} is na de run iets veranderd ({', '.join(touched)}). Kijk met zpm-audit verify; trek "
            "uit een "
            "uitvoer die ongewijzigd is.",
            en=f"In {rundir} something changed after the run ({', '.join(touched)}). Look with zpm-audit verify; "
            "draw from an "
            "output that is unchanged.",
        )
    return run


def _refuse_asking(asking: Asking) -> None:
    """Refuse what contradicts itself, before anything is read."""
    by_amount = asking.kind == "mus"
    if asking.selection is not None and not by_amount:
        raise UsageError(
            nl="--selectie hoort bij --soort mus; posten worden aselect getrokken.",
            en="--selectie goes with --soort mus; items are drawn at random.",
        )
    if by_amount and asking.verdicts == ("afwijking",):
        raise UsageError(
            nl="Afwijkingen worden op aantal onderzocht: terecht gemeld of niet. Kies --soort attribuut, of --uit "
            "beide.",
            en="Deviations are examined by number: reported with cause or not. Choose --soort attribuut, or --uit "
            "beide.",
        )
    if asking.out is not None and asking.out.exists() and (asking.out.is_file() or any(asking.out.iterdir())):
        raise UsageError(
            nl=f"{asking.out} is er al. Een trekking wordt niet overschreven: kies met --out een andere map.",
            en=f"{asking.out} is there already. A draw is not overwritten: choose another folder with --out.",
        )


def _check(run: RecordedRun, asking: Asking, checks: dict[str, Check]) -> Check | None:
    if asking.check is None:
        return None
    if asking.check not in checks or run.counts(asking.check) is None:
        raise UsageError(
            nl=f"Check {asking.check} is in deze run niet uitgevoerd. Kies een check uit resultaat.json met een "
            "populatie.",
            en=f"Check {asking.check} did not run in this run. Choose a check of resultaat.json with a population.",
        )
    return checks[asking.check]


def _population(context: Context, run: RecordedRun, check: Check | None, asking: Asking, work: Path) -> Population:
    if check is None:
        population = of_prestaties(context, run.folder, asking.stratum)
        judged = {"prestaties": sum(population.counts.values())}
        expected = {"prestaties": int(run.result["run"]["prestaties"]["beoordeeld"])}
        refuse_changed(Population(population.rows, judged), expected, "prestaties")
        return Population(population.rows, {**population.counts, **run.not_judged()})
    population = of_check(context, check, asking.stratum, work, asking.language)
    refuse_changed(population, run.counts(check.id) or {}, check.id)
    return population


def _drawable(context: Context, population: Population, asking: Asking) -> tuple[pl.LazyFrame, dict[str, int]]:
    """Return the units that can be drawn, and how many cannot, by reason."""
    left = {name: n for name, n in population.counts.items() if name not in asking.verdicts}
    rows = population.rows.filter(pl.col("oordeel").is_in(asking.verdicts))
    if asking.kind != "mus":
        return rows, left
    if not has_amounts(context):
        raise UsageError(
            nl="--soort mus trekt euro's, maar prestaties.bedrag_eur ontbreekt in de export. Kies --soort attribuut.",
            en="--soort mus draws euros, but prestaties.bedrag_eur is not in the export. Choose --soort attribuut.",
        )
    cent = pl.col("cent")
    found = rows.select(cent.is_null().sum().alias("leeg"), (cent <= 0).sum().alias("niet")).collect().row(0)
    left |= {"bedrag_leeg": int(found[0]), "bedrag_niet_positief": int(found[1] or 0)}
    return rows.filter(cent > 0), left


def _refuse_empty(ordered: pl.DataFrame, asking: Asking) -> None:
    if ordered.is_empty():
        named = ", ".join(asking.verdicts)
        raise UsageError(
            nl=f"Er is niets om uit te trekken: geen post met oordeel {named}.",
            en=f"There is nothing to draw from: no item with verdict {named}.",
        )


def _planned(asking: Asking, ordered: pl.DataFrame) -> tuple[Plan, list[int]]:
    sizes = strata(ordered)
    distribution = chosen_distribution(asking.kind, asking.distribution, sizes)
    by_amount = asking.kind == "mus"
    demand = read_demand(
        kind=asking.kind,
        confidence=asking.confidence,
        tolerable=asking.tolerable,
        expected=asking.expected,
        population=ordered.height,
        amount=f"{ordered['cent'].sum() / 100:.2f}" if by_amount else None,
        distribution=distribution,
    )
    if len(sizes) > 1 and demand.kind == "attribuut" and demand.distribution != "binomiaal":
        raise UsageError(
            nl=f"Met --laag hoort --verdeling binomiaal, niet {demand.distribution}.",
            en=f"With --laag goes --verdeling binomiaal, not {demand.distribution}.",
        )
    plan = make_plan(demand)
    return plan, stages_of(plan, sizes, two_stage=asking.two_stage)


def _named(details: pl.DataFrame, context: Context, *, traceable: bool) -> pl.DataFrame:
    """Put a pseudonym where a patient stands, unless the user asked for the number."""
    if traceable or "patient_id" not in details.columns:
        return details
    assert context.key is not None  # given where the context is made
    known = pseudonyms(details["patient_id"], context.key)
    joined = details.join(known, on="patient_id", how="left", maintain_order="left")
    about = (pl.col("onderwerp") == "patient") & pl.col("pseudoniem").is_not_null()
    shown = pl.when(about).then(pl.col("pseudoniem")).otherwise(pl.col("onderwerp_id"))
    return joined.with_columns(pl.col("pseudoniem").alias("patient_id"), shown.alias("onderwerp_id")).drop("pseudoniem")


def _items(details: pl.DataFrame) -> list[Item]:
    names = ("post", "fase", "laag", "treffers", "oordeel_tool", "checks", "onderwerp", "onderwerp_id", "cent")
    renamed = {"oordeel_tool": "oordeel", "cent": "bedrag_cent"}
    return [Item(**row) for row in details.select(names).rename(renamed).to_dicts()]


def _told(record: Record, target: Path, language: Language) -> list[str]:
    drawn, stages = record.populatie, record.plan.fasen
    first = sum(1 for item in record.posten if item.fase == 1)
    left = [(name, number) for name, number in drawn.buiten.items() if number]
    lines = [
        Text(
            f"Trekking {record.trekking}: {stages[0]} getrokken, {first} posten, uit {drawn.posten} (zaad "
            f"{record.zaad}).",
            f"Draw {record.trekking}: {stages[0]} drawn, {first} items, from {drawn.posten} (seed {record.zaad}).",
        ),
        Text(
            "Niet in de populatie: " + (", ".join(f"{TOOL[k].nl} {n}" for k, n in left) or "niets") + ".",
            "Not in the population: " + (", ".join(f"{TOOL[k].en} {n}" for k, n in left) or "nothing") + ".",
        ),
        Text(f"Werkboek: {target / SHEETS[1]}", f"Workbook: {target / SHEETS[1]}"),
    ]
    if len(stages) == 2:
        lines.insert(
            1,
            Text(
                f"Tweede fase van {stages[1]} posten: alleen na precies een fout, met zpm-audit steekproef vervolg "
                f"{target}.",
                f"Second stage of {stages[1]} items: only after exactly one error, with zpm-audit steekproef "
                f"vervolg {target}.",
            ),
        )
    return [line.in_(language) for line in lines]
