"""The commands. No logic: each reads its options, calls one function and prints what it returns.

Everything heavy is imported inside a command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zpm_audit import __version__
from zpm_audit.console import refuse, run_guarded, say


class FailOn(StrEnum):
    """From which severity open deviations make the exit code 1."""

    FOUT = "fout"
    SIGNAAL = "signaal"
    NOOIT = "nooit"


class Taal(StrEnum):
    """The languages of output and reports."""

    NL = "nl"
    EN = "en"


class Gx(StrEnum):
    """How Great Expectations runs the data contract beside our own evaluation."""

    STANDAARD = "standaard"
    VOLLEDIG = "volledig"
    UIT = "uit"


app = typer.Typer(
    name="zpm-audit",
    help="Open audit van registraties volgens het Zorgprestatiemodel (ggz en fz).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
checks_app = typer.Typer(help="De catalogus: lijst, uitleg, gevallen en geldigheid.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(checks_app, name="checks")

TaalOption = Annotated[Taal, typer.Option("--taal", help="Taal van meldingen en rapporten.")]
ChecksOption = Annotated[
    Path | None, typer.Option("--checks", metavar="DIR", help="Map met checks in plaats van de meegeleverde.")
]
OverwriteOption = Annotated[
    bool, typer.Option("--overschrijf", help="Vervang een eerdere uitvoer in dezelfde map.")
]


def _version(*, value: bool) -> None:
    if value:
        typer.echo(f"zpm-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: ARG001 (handled by its callback)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Toon de versie.")
    ] = False,
) -> None:
    """Open audit van registraties volgens het Zorgprestatiemodel (ggz en fz)."""


@app.command("run")
def run(
    export: Annotated[Path, typer.Argument(metavar="EXPORT", help="Map, database of bestand met de registratie.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Uitvoermap. [standaard: zpm-audit-uitvoer/<run_id>]")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="F", help="Mappingbestand voor een export die er anders uitziet.")
    ] = None,
    checks: ChecksOption = None,
    select: Annotated[
        str | None, typer.Option("--select", metavar="ID,..", help="Alleen deze checks, met komma's ertussen.")
    ] = None,
    peildatum: Annotated[
        str | None, typer.Option("--peildatum", metavar="D", help="Datum waarop de audit staat. [standaard: vandaag]")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Vanaf welke ernst afwijkingen exitcode 1 geven.")
    ] = FailOn.FOUT,
    taal: TaalOption = Taal.NL,
    herleidbaar: Annotated[
        bool, typer.Option("--herleidbaar", help="Toon patiëntnummers in plaats van pseudoniemen.")
    ] = False,
    overschrijf: OverwriteOption = False,
    verschil_toegestaan: Annotated[
        bool, typer.Option("--verschil-toegestaan", help="Ga door als de controletotalen niet kloppen.")
    ] = False,
    gx: Annotated[
        Gx, typer.Option("--gx", help="Great Expectations op het datacontract: tot een grens, volledig of niet.")
    ] = Gx.STANDAARD,
    excel_rijen: Annotated[
        int, typer.Option("--excel-rijen", min=1, help="Hoogste aantal bevindingen in het werkboek.")
    ] = 200_000,
) -> None:
    """Voer de audit uit en schrijf bevindingen en rapporten."""
    from zpm_audit.audit import Options, run_audit
    from zpm_audit.checks.loader import split_ids

    language = taal.value

    def work() -> int:
        options = Options(
            export=export,
            out=out,
            mapping=mapping,
            checks=checks,
            select=tuple(split_ids(select)) if select is not None else None,
            peildatum=_date(peildatum),
            language=language,
            traceable=herleidbaar,
            overwrite=overschrijf,
            differences_allowed=verschil_toegestaan,
            gx=gx.value,
            workbook_rows=excel_rijen,
        )
        outcome = run_audit(options)
        say(outcome.lines(language))
        return outcome.exit_code(fail_on.value)

    run_guarded(work, language)


@app.command("demo")
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Map voor export en audit.")] = Path("zpm-audit-demo"),
    omvang: Annotated[
        float, typer.Option("--omvang", help="Vermenigvuldig de instelling: 1 is ongeveer 60.000 prestaties.")
    ] = 1.0,
    taal: TaalOption = Taal.NL,
    overschrijf: OverwriteOption = False,
) -> None:
    """Schrijf een realistische voorbeeldexport, voer de audit uit en maak alle rapporten."""
    from zpm_audit.demo_run import run_demo

    language = taal.value
    run_guarded(lambda: say(run_demo(out, omvang, language, overwrite=overschrijf)), language)


@app.command("init")
def init(
    export: Annotated[Path, typer.Argument(metavar="EXPORT", help="Map met de export.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="F", help="Waar de mapping komt te staan.")
    ] = Path("mapping.yaml"),
    taal: TaalOption = Taal.NL,
    overschrijf: OverwriteOption = False,
) -> None:
    """Stel een mapping voor op grond van wat er in de export staat; een mens kijkt haar na."""
    from zpm_audit.audit import write_proposal

    language = taal.value
    run_guarded(lambda: say([write_proposal(export, out, overwrite=overschrijf).in_(language)]), language)


@app.command("verify")
def verify(
    rundir: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Map met de uitvoer van een run.")],
    taal: TaalOption = Taal.NL,
) -> None:
    """Bereken elke hash in het manifest opnieuw en zeg wat er veranderd is."""
    from zpm_audit.output.verify import verify as verify_run
    from zpm_audit.output.verify import verify_lines

    language = taal.value

    def work() -> int:
        outcome = verify_run(rundir)
        say(verify_lines(outcome, language))
        return 1 if outcome.changed else 0

    run_guarded(work, language)


@checks_app.command("list")
def checks_list(checks: ChecksOption = None, taal: TaalOption = Taal.NL) -> None:
    """Toon alle checks."""
    from zpm_audit.checks.explain import list_lines

    language = taal.value
    run_guarded(lambda: say(list_lines(checks, language)), language)


@checks_app.command("show")
def checks_show(
    check_id: Annotated[str, typer.Argument(metavar="ID")], checks: ChecksOption = None, taal: TaalOption = Taal.NL
) -> None:
    """Leg een check uit: norm, bron, parameters, populatie en oordeel."""
    from zpm_audit.checks.explain import show_lines

    language = taal.value
    run_guarded(lambda: say(show_lines(checks, check_id, language)), language)


@checks_app.command("test")
def checks_test(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    checks: ChecksOption = None,
    taal: TaalOption = Taal.NL,
) -> None:
    """Voer de gevallen naast de checks uit, met de code van de audit zelf."""
    from zpm_audit.checks.explain import test_lines

    language = taal.value

    def work() -> int:
        lines, failed = test_lines(checks, ids or [], language)
        say(lines)
        return 2 if failed else 0

    run_guarded(work, language)


@checks_app.command("lint")
def checks_lint(checks: ChecksOption = None, taal: TaalOption = Taal.NL) -> None:
    """Controleer of alle checks, gevallen en het datacontract geldig zijn."""
    from zpm_audit.checks.explain import lint_lines

    language = taal.value
    run_guarded(lambda: say(lint_lines(checks, language)), language)


def _date(text: str | None) -> date:
    from zpm_audit.errors import UsageError

    if text is None:
        return date.today()  # noqa: DTZ011 (the day of the person at this machine is meant)
    try:
        if len(text) != len("2024-12-31"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            nl=f"--peildatum '{text}' is geen datum. Schrijf hem als 2024-12-31.",
            en=f"--peildatum '{text}' is no date. Write it as 2024-12-31.",
        ) from error


def main() -> None:
    """Run the command line: wrong use is a sentence in the language that was asked for, never a traceback."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        refuse(error, sys.argv[1:])
    except (typer.Abort, KeyboardInterrupt):
        raise SystemExit(4) from None
    raise SystemExit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
