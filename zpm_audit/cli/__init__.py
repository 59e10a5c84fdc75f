"""The commands and their options. No logic: each reads its options, calls one function and prints what it returns.

Everything heavy is imported inside a command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from zpm_audit import __version__
from zpm_audit.cli.archive import diff, history
from zpm_audit.cli.begin import begin, demo, init
from zpm_audit.cli.bewijs import dossier, herhaal, stempel, verify
from zpm_audit.cli.checks import checks_app
from zpm_audit.cli.mapping import mapping_app
from zpm_audit.cli.once import Commands
from zpm_audit.cli.opvolging import opvolging_app
from zpm_audit.cli.raamwerk import raamwerk_app
from zpm_audit.cli.run import run
from zpm_audit.cli.steekproef import steekproef_app
from zpm_audit.cli.uitleg import uitleg
from zpm_audit.commands.console import refuse, refuse_unreadable

app = Commands(
    name="zpm-audit",
    help="Open audit van registraties volgens het Zorgprestatiemodel (ggz en fz).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for command in (run, begin, demo, init, uitleg, verify, stempel, dossier, herhaal, history, diff):
    app.command(command.__name__)(command)
for name, group in (
    ("checks", checks_app),
    ("mapping", mapping_app),
    ("steekproef", steekproef_app),
    ("opvolging", opvolging_app),
    ("raamwerk", raamwerk_app),
):
    app.add_typer(group, name=name)


def _version(*, value: bool) -> None:
    if value:
        typer.echo(f"zpm-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Toon de versie.")
    ] = False,
) -> None:
    """Open audit van registraties volgens het Zorgprestatiemodel (ggz en fz)."""


def run_command_line() -> int:
    """Run the command line: wrong use is a sentence in the language that was asked for, never a traceback."""
    try:
        refuse_unreadable(sys.argv[1:])
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        refuse(error, sys.argv[1:])
    except typer.Abort:
        return 4
    return code if isinstance(code, int) else 0
