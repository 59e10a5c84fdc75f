"""The command ``zpm-audit uitleg``. No logic: it reads its options, calls one function and prints what it returns."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.options import (
    Archief,
    Checks,
    Codelijst,
    CodelijstJaar,
    Config,
    ExtraChecks,
    Herleidbaar,
    Instelling,
    Json,
    Mapping,
    Parameters,
    Peildatum,
    Periode,
    Select,
    TaalOfConfiguratie,
    VerschilToegestaan,
)
from zpm_audit.commands.console import run_guarded, say


class Soort(StrEnum):
    """What an id is of."""

    PRESTATIE = "prestatie"
    ZORGTRAJECT = "zorgtraject"
    PATIENT = "patient"
    BEHANDELAAR = "behandelaar"
    GROEP = "groep"


def uitleg(
    onderwerp: Annotated[
        str, typer.Argument(metavar="ID", help="Prestatie, zorgtraject, patiënt, behandelaar of groep.")
    ],
    export: Annotated[
        str | None,
        typer.Option("--export", metavar="E", help="De export, met de opties van run. Bij --run: waar hij nu staat."),
    ] = None,
    of_run: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="Uitvoermap van een run, of zijn id in het archief.")
    ] = None,
    soort: Annotated[Soort | None, typer.Option("--soort", help="Waar het id van is, als er meer zijn.")] = None,
    as_json: Json = False,
    archief: Archief = None,
    mapping: Mapping = None,
    checks: Checks = None,
    extra_checks: ExtraChecks = None,
    parameters: Parameters = None,
    select: Select = None,
    peildatum: Peildatum = None,
    periode: Periode = None,
    config: Config = None,
    codelijst: Codelijst = None,
    codelijst_jaar: CodelijstJaar = None,
    instelling: Instelling = None,
    # Options of run that change no verdict: whoever repeats those of a run need not leave them out.
    gx: Annotated[str | None, typer.Option("--gx", hidden=True)] = None,  # noqa: ARG001
    declaratie: Annotated[list[Path] | None, typer.Option("--declaratie", hidden=True)] = None,  # noqa: ARG001
    grootboek: Annotated[Path | None, typer.Option("--grootboek", hidden=True)] = None,  # noqa: ARG001
    omzetrekening: Annotated[list[str] | None, typer.Option("--omzetrekening", hidden=True)] = None,  # noqa: ARG001
    acceptaties: Annotated[Path | None, typer.Option("--acceptaties", hidden=True)] = None,  # noqa: ARG001
    zonder_acceptaties: Annotated[bool, typer.Option("--zonder-acceptaties", hidden=True)] = False,  # noqa: ARG001
    reeks: Annotated[str | None, typer.Option("--reeks", hidden=True)] = None,  # noqa: ARG001
    fail_on: Annotated[str | None, typer.Option("--fail-on", hidden=True)] = None,  # noqa: ARG001
    verschil_toegestaan: VerschilToegestaan = False,
    herleidbaar: Herleidbaar = False,
    taal: TaalOfConfiguratie = None,
) -> None:
    """Leg van een prestatie, zorgtraject, patiënt of behandelaar uit wat elke check ervan zegt, en waarom."""
    from zpm_audit.commands.explain import Asked, explain
    from zpm_audit.commands.explain_options import of_export
    from zpm_audit.commands.explain_options import of_run as run_and_options
    from zpm_audit.commands.options import Options, export_of, peildatum_of

    def work() -> int:
        from zpm_audit.base.period import parse_period
        from zpm_audit.base.settings import parse_choices
        from zpm_audit.catalogue.loader import split_ids

        options = Options(
            export=export_of(export),
            mapping=mapping,
            checks=checks,
            extra_checks=tuple(extra_checks or ()),
            parameters=parameters,
            select=tuple(split_ids(select)) if select is not None else None,
            peildatum=peildatum_of(peildatum),
            period=parse_period(periode) if periode is not None else None,
            language=taal or "nl",
            traceable=herleidbaar,
            differences_allowed=verschil_toegestaan,
            gx="uit",
            archief=archief,
            codelijst=tuple(codelijst or ()),
            codelijst_year=codelijst_jaar,
            choices=parse_choices(instelling or ()),
        )
        asked = Asked(onderwerp, soort.value if soort else None, as_json)
        if of_run is None:
            options, run = of_export(options, config, language_given=taal is not None), None
        else:
            options, run = run_and_options(of_run, options, config, peildatum_given=peildatum is not None)
        return say(explain(asked, options, run), styled=not as_json)

    run_guarded(work, taal or "nl")
