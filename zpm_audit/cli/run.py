"""The command ``zpm-audit run``. No logic: it reads its options, calls one function and prints what it returns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.base.language import Language
from zpm_audit.base.settings import Access, Csv, FailOn, Gx
from zpm_audit.cli.options import (
    Archief,
    Checks,
    Codelijst,
    CodelijstJaar,
    Export,
    ExtraChecks,
    Herleidbaar,
    Instelling,
    Mapping,
    Overschrijf,
    Parameters,
    Peildatum,
    Periode,
    Select,
    VerschilToegestaan,
)
from zpm_audit.commands.console import run_guarded, say


def run(
    export: Export = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Uitvoermap. [standaard: zpm-audit-uitvoer/<run_id>]")
    ] = None,
    mapping: Mapping = None,
    checks: Checks = None,
    extra_checks: ExtraChecks = None,
    parameters: Parameters = None,
    select: Select = None,
    peildatum: Peildatum = None,
    periode: Periode = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="F", help="Configuratie. [standaard: zpm-audit.yaml, zonder EXPORT]"),
    ] = None,
    acceptaties: Annotated[
        Path | None, typer.Option("--acceptaties", metavar="F", help="Afwijkingen die iemand heeft geaccepteerd.")
    ] = None,
    zonder_acceptaties: Annotated[
        bool, typer.Option("--zonder-acceptaties", help="Laat zien hoe het is zonder acceptaties.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help="Vanaf welke ernst afwijkingen exitcode 1 geven; nieuw: nieuw of heropend. [standaard: fout]",
        ),
    ] = None,
    archief: Archief = None,
    reeks: Annotated[
        str | None,
        typer.Option(
            "--reeks", metavar="NAAM", help="Reeks in het archief waar deze run bij hoort. [standaard: standaard]"
        ),
    ] = None,
    taal: Annotated[
        Language | None, typer.Option("--taal", help="Taal van meldingen en rapporten. [standaard: nl]")
    ] = None,
    herleidbaar: Herleidbaar = False,
    overschrijf: Overschrijf = False,
    verschil_toegestaan: VerschilToegestaan = False,
    gx: Annotated[
        Gx, typer.Option("--gx", help="Great Expectations op het datacontract: tot een grens, volledig of niet.")
    ] = "standaard",
    excel_rijen: Annotated[
        int, typer.Option("--excel-rijen", min=1, help="Hoogste aantal bevindingen in het werkboek.")
    ] = 200_000,
    werklijsten: Annotated[
        str | None,
        typer.Option(
            "--werklijsten", metavar="D,..", help="Werklijsten per regiebehandelaar, behandelaar, team, setting, ..."
        ),
    ] = None,
    csv: Annotated[
        Csv, typer.Option("--csv", help="Csv-bestanden met komma's, of met puntkomma's voor een Nederlandse Excel.")
    ] = "komma",
    toegang: Annotated[
        Access, typer.Option("--toegang", help="Wie de uitvoer mag lezen: alleen u, of ook de groep van de map.")
    ] = "prive",
    onderteken: Annotated[
        Path | None,
        typer.Option("--onderteken", metavar="SLEUTEL", help="Onderteken het manifest met deze SSH-sleutel."),
    ] = None,
    oscal: Annotated[bool, typer.Option("--oscal", help="Schrijf ook oscal.json, voor een GRC-systeem.")] = False,
    declaratie: Annotated[
        list[Path] | None,
        typer.Option("--declaratie", metavar="F", help="Declaratiebericht (GDS801) om mee aan te sluiten; mag vaker."),
    ] = None,
    grootboek: Annotated[
        Path | None,
        typer.Option(
            "--grootboek", metavar="XAF", help="Auditfile financieel om de omzet per maand mee aan te sluiten."
        ),
    ] = None,
    omzetrekening: Annotated[
        list[str] | None,
        typer.Option("--omzetrekening", metavar="NR", help="Omzetrekening in het grootboek (8000, 801*); mag vaker."),
    ] = None,
    codelijst: Codelijst = None,
    codelijst_jaar: CodelijstJaar = None,
    instelling: Instelling = None,
    delen: Annotated[
        int | None, typer.Option("--delen", metavar="N", help="Beoordeel in zoveel delen; de uitkomst blijft gelijk.")
    ] = None,
    motor: Annotated[
        str | None,
        typer.Option("--motor", metavar="M", help="Wie de delen beoordeelt: lokaal, spark, local[2] of spark://…"),
    ] = None,
) -> None:
    """Voer de audit uit en schrijf bevindingen en rapporten."""
    from zpm_audit.base.period import parse_period
    from zpm_audit.base.settings import parse_choices
    from zpm_audit.catalogue.loader import split_ids
    from zpm_audit.commands.audit import run_audit
    from zpm_audit.commands.configured import with_configuration
    from zpm_audit.commands.options import STANDARD_SERIES, Options, export_of, peildatum_of, split_names
    from zpm_audit.engine.shards.division import division_of

    def work() -> int:
        asked = Options(
            export=export_of(export),
            out=out,
            mapping=mapping,
            checks=checks,
            extra_checks=tuple(extra_checks or ()),
            parameters=parameters,
            select=tuple(split_ids(select)) if select is not None else None,
            peildatum=peildatum_of(peildatum),
            period=parse_period(periode) if periode is not None else None,
            language=taal or "nl",
            traceable=herleidbaar,
            overwrite=overschrijf,
            differences_allowed=verschil_toegestaan,
            gx=gx,
            workbook_rows=excel_rijen,
            fail_on=fail_on or "fout",
            acceptances=acceptaties,
            without_acceptances=zonder_acceptaties,
            worklists=tuple(split_names(werklijsten)) if werklijsten is not None else (),
            csv=csv,
            access=toegang,
            sign_with=onderteken,
            oscal=oscal,
            archief=archief,
            reeks=reeks or STANDARD_SERIES,
            declaratie=tuple(declaratie or ()),
            grootboek=grootboek,
            omzetrekeningen=tuple(omzetrekening or ()),
            codelijst=tuple(codelijst or ()),
            codelijst_year=codelijst_jaar,
            choices=parse_choices(instelling or ()),
            division=division_of(delen, motor),
        )
        options = with_configuration(
            asked,
            config,
            language_given=taal is not None,
            fail_on_given=fail_on is not None,
            series_given=reeks is not None,
        )
        run_guarded(lambda: audit(options), options.language)
        return 0

    def audit(options: Options) -> int:
        outcome = run_audit(options)
        say(outcome.lines())
        return outcome.exit_code()

    run_guarded(work, taal or "nl")
