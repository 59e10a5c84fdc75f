"""The commands of ``zpm-audit steekproef``. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.once import Commands
from zpm_audit.cli.options import Droog, Herleidbaar, Json, Taal
from zpm_audit.commands.console import run_guarded, say

steekproef_app = Commands(
    help="Steekproeven: hoe groot, welke posten, en wat eruit volgt.", no_args_is_help=True, rich_markup_mode=None
)


class Soort(StrEnum):
    """What is drawn: items, or euros."""

    ATTRIBUUT = "attribuut"
    MUS = "mus"


class Verdeling(StrEnum):
    """How errors come into a sample."""

    BINOMIAAL = "binomiaal"
    HYPERGEOMETRISCH = "hypergeometrisch"
    POISSON = "poisson"


class Uit(StrEnum):
    """Which verdicts of the tool are drawn from."""

    VOLDOET = "voldoet"
    AFWIJKING = "afwijking"
    BEIDE = "beide"


class Selectie(StrEnum):
    """How euros are drawn."""

    CEL = "cel"
    INTERVAL = "interval"


SoortOption = Annotated[Soort, typer.Option("--soort", help="Posten (attribuut) of euro's (mus).")]
Confidence = Annotated[str, typer.Option("--betrouwbaarheid", metavar="DEEL", help="Bijvoorbeeld 0.95.")]
Tolerable = Annotated[
    str, typer.Option("--toelaatbaar", metavar="DEEL", help="Wat fout mag zijn: 0.05, of euro's bij --bedrag.")
]
Expected = Annotated[
    str, typer.Option("--verwacht", metavar="DEEL", help="Verwacht deel fouten, of bij attribuut een heel aantal.")
]
Distribution = Annotated[
    Verdeling | None,
    typer.Option(
        "--verdeling", help="[standaard: hypergeometrisch bij een populatie, poisson bij mus, anders binomiaal]"
    ),
]
Population = Annotated[int | None, typer.Option("--populatie", metavar="N", help="Aantal posten in de populatie.")]
Amount = Annotated[str | None, typer.Option("--bedrag", metavar="EUR", help="Bedrag van de populatie, bij mus.")]
Folders = Annotated[list[Path] | None, typer.Argument(metavar="[MAP]", help="Map van een trekking of werkprogramma.")]


@steekproef_app.command("plan")
def plan(
    soort: SoortOption,
    betrouwbaarheid: Confidence,
    toelaatbaar: Tolerable,
    verwacht: Expected = "0",
    populatie: Population = None,
    bedrag: Amount = None,
    verdeling: Distribution = None,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Bereken hoeveel posten nodig zijn: de kleinste omvang die voldoet."""

    def work() -> int:
        from zpm_audit.commands.sample_follow import plan_json, plan_lines
        from zpm_audit.sampling.demand import read_demand
        from zpm_audit.sampling.plan import make_plan

        demand = read_demand(
            kind=soort.value,
            confidence=betrouwbaarheid,
            tolerable=toelaatbaar,
            expected=verwacht,
            population=populatie,
            amount=bedrag,
            distribution=verdeling.value if verdeling else None,
        )
        made = make_plan(demand)
        if as_json:
            return say([json.dumps(plan_json(made), ensure_ascii=False, indent=2)])
        return say(plan_lines(made, taal))

    run_guarded(work, taal)


@steekproef_app.command("trek")
def trek(
    rundir: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Map met de uitvoer van een run.")],
    soort: SoortOption = Soort.ATTRIBUUT,
    betrouwbaarheid: Confidence = "0.95",
    toelaatbaar: Tolerable = "0.05",
    verwacht: Expected = "0",
    verdeling: Distribution = None,
    check: Annotated[
        str | None, typer.Option("--check", metavar="ID", help="Trek eenheden van deze check. [standaard: prestaties]")
    ] = None,
    uit: Annotated[Uit, typer.Option("--uit", help="Waaruit: wat voldoet, wat afwijkt, of beide.")] = Uit.VOLDOET,
    laag: Annotated[
        str | None,
        typer.Option(
            "--laag", metavar="KOLOM", help="Verdeel over oordeel, setting, financiering, boekjaar, team of uzovi."
        ),
    ] = None,
    tweefasen: Annotated[
        bool, typer.Option("--tweefasen", help="Plan een tweede fase voor als er een fout is.")
    ] = False,
    selectie: Annotated[Selectie | None, typer.Option("--selectie", help="Bij mus. [standaard: cel]")] = None,
    zaad: Annotated[str | None, typer.Option("--zaad", metavar="TEKST", help="[standaard: een nieuw toeval]")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="E", help="De export van de run, als die verplaatst is.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="[standaard: zpm-audit-steekproef/<trekking>]")
    ] = None,
    herleidbaar: Herleidbaar = False,
    taal: Taal = "nl",
) -> None:
    """Trek posten uit een run en schrijf een werkboek voor het dossieronderzoek."""

    def work() -> int:
        from zpm_audit.commands.sampling import Asking, draw_sample

        both = ("voldoet", "afwijking")
        asking = Asking(
            rundir=rundir,
            kind=soort.value,
            confidence=betrouwbaarheid,
            tolerable=toelaatbaar,
            expected=verwacht,
            distribution=verdeling.value if verdeling else None,
            check=check,
            verdicts=both if uit is Uit.BEIDE else (uit.value,),
            stratum=laag,
            two_stage=tweefasen,
            selection=selectie.value if selectie else None,
            seed=zaad,
            export=export,
            out=out,
            traceable=herleidbaar,
            language=taal,
        )
        return say(draw_sample(asking))

    run_guarded(work, taal)


@steekproef_app.command("vervolg")
def vervolg(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map van een trekking in twee fasen.")],
    taal: Taal = "nl",
) -> None:
    """Schrijf het werkboek van de tweede fase, als de eerste daarom vraagt."""

    def work() -> int:
        from zpm_audit.commands.sample_follow import second_stage

        return say(second_stage(folder))

    run_guarded(work, taal)


@steekproef_app.command("lees")
def lees(
    workbook: Annotated[Path, typer.Argument(metavar="WERKBOEK", help="Het ingevulde werkboek.")],
    folder: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP", help="Map van trekking of programma. [standaard: die van het werkboek]"),
    ] = None,
    droog: Droog = False,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Lees het ingevulde werkboek; wat niet te lezen is wordt met blad en cel genoemd."""

    def work() -> int:
        from zpm_audit.commands.sample_follow import read_in

        lines = read_in(workbook, folder or workbook.parent, dry=droog, as_data=as_json, language=taal)
        return say(lines, quoting=True)

    run_guarded(work, taal)


@steekproef_app.command("evalueer")
def evalueer(
    folders: Folders = None,
    n: Annotated[int | None, typer.Option("--n", metavar="N", help="Zonder MAP: aantal onderzochte posten.")] = None,
    fouten: Annotated[int | None, typer.Option("--fouten", metavar="N", help="Zonder MAP: aantal fouten.")] = None,
    foutdelen: Annotated[
        str | None, typer.Option("--foutdelen", metavar="DEEL,..", help="Bij mus: per fout het deel van de post.")
    ] = None,
    soort: Annotated[Soort | None, typer.Option("--soort", help="[standaard: attribuut]")] = None,
    betrouwbaarheid: Annotated[
        str | None, typer.Option("--betrouwbaarheid", metavar="DEEL", help="[standaard: 0.95]")
    ] = None,
    toelaatbaar: Annotated[str | None, typer.Option("--toelaatbaar", metavar="DEEL", help="[standaard: 0.05]")] = None,
    populatie: Population = None,
    bedrag: Amount = None,
    verdeling: Distribution = None,
    uitgebreid_van: Annotated[
        int | None, typer.Option("--uitgebreid-van", metavar="N", help="Omvang voor een uitbreiding achteraf.")
    ] = None,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Evalueer een trekking of een werkprogramma, of getallen uit een steekproef van elders."""

    def work() -> int:
        from zpm_audit.commands.programme_follow import programme_outcome
        from zpm_audit.commands.sample_follow import Figures, outcome_lines, outcome_of_figures, outcome_of_folders
        from zpm_audit.sampling.demand import read_demand

        given = (
            n,
            fouten,
            foutdelen,
            soort,
            betrouwbaarheid,
            toelaatbaar,
            populatie,
            bedrag,
            verdeling,
            uitgebreid_van,
        )
        alone = all(value is None for value in given)
        told = programme_outcome(folders or (), alone=alone, as_data=as_json, language=taal)
        if told is not None:
            return say(told)
        if folders:
            outcome = outcome_of_folders(folders, alone=alone)
        else:
            demand = read_demand(
                kind=soort.value if soort else "attribuut",
                confidence=betrouwbaarheid or "0.95",
                tolerable=toelaatbaar or "0.05",
                population=populatie,
                amount=bedrag,
                distribution=verdeling.value if verdeling else None,
            )
            outcome = outcome_of_figures(demand, Figures(n or 0, fouten, foutdelen, uitgebreid_van))
        return say(outcome_lines(outcome, as_data=as_json, language=taal))

    run_guarded(work, taal)


@steekproef_app.command("programma")
def programma(
    rundir: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Map met de uitvoer van een run.")],
    betrouwbaarheid: Confidence,
    toelaatbaar: Annotated[str, typer.Option("--toelaatbaar", metavar="DEEL", help="Deel dat fout mag zijn: 0.05.")],
    zaad: Annotated[str | None, typer.Option("--zaad", metavar="TEKST", help="[standaard: een nieuw toeval]")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="E", help="De export van de run, als die verplaatst is.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="[standaard: zpm-audit-werkprogramma/<run>]")
    ] = None,
    herleidbaar: Herleidbaar = False,
    taal: Taal = "nl",
) -> None:
    """Schrijf een werkprogramma: wat de normmatrix aan een mens overlaat, met getrokken posten per norm."""

    def work() -> int:
        from zpm_audit.commands.programme import Programme, write_programme

        asked = Programme(rundir, betrouwbaarheid, toelaatbaar, zaad, export, out, herleidbaar, taal)
        return say(write_programme(asked))

    run_guarded(work, taal)
