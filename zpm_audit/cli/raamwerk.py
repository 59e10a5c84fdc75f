"""The commands of ``zpm-audit raamwerk``. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.once import Commands
from zpm_audit.cli.options import Overschrijf, Taal
from zpm_audit.commands.console import run_guarded, say

raamwerk_app = Commands(
    help="Het beheersraamwerk: risico's, maatregelen en checks.", no_args_is_help=True, rich_markup_mode=None
)


@raamwerk_app.callback()
def _root() -> None:
    """Het beheersraamwerk: risico's, maatregelen en checks."""


@raamwerk_app.command("uit")
def uit(
    workbook: Annotated[Path, typer.Argument(metavar="EXCEL", help="Werkboek met een eigen risicolijst.")],
    out: Annotated[Path, typer.Option("--out", metavar="F", help="Waar het raamwerk komt te staan.")] = Path(
        "raamwerk.yaml"
    ),
    blad: Annotated[
        str | None, typer.Option("--blad", metavar="NAAM", help="[standaard: het eerste met zo'n lijst]")
    ] = None,
    overschrijf: Overschrijf = False,
    taal: Taal = "nl",
) -> None:
    """Maak van een eigen risicolijst in Excel een raamwerk.yaml, om de maatregelen in te vullen."""

    def work() -> int:
        from zpm_audit.commands.risk_list import framework_from

        return say(framework_from(workbook, out, blad, taal, overwrite=overschrijf))

    run_guarded(work, taal)
