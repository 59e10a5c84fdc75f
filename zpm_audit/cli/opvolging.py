"""The commands of ``zpm-audit opvolging``. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.once import Commands
from zpm_audit.cli.options import Archief, Config, Droog, Json, Taal
from zpm_audit.commands.console import run_guarded

opvolging_app = Commands(
    help="Opvolging van bevindingen: wat mensen in het werkboek zetten.", no_args_is_help=True, rich_markup_mode=None
)


@opvolging_app.callback()
def _root() -> None:
    """Opvolging van bevindingen: wat mensen in het werkboek zetten."""


@opvolging_app.command("lees")
def lees(
    workbook: Annotated[Path, typer.Argument(metavar="WERKBOEK", help="Het ingevulde rapport.xlsx of een werklijst.")],
    archief: Archief = None,
    config: Config = None,
    door: Annotated[
        str | None,
        typer.Option("--door", metavar="NAAM", help="Wie het invulde. [standaard: wie het bewaarde]"),
    ] = None,
    droog: Droog = False,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Lees een ingevuld werkboek in het archief; wat niet te lezen is wordt met blad en cel genoemd."""

    def work() -> int:
        from zpm_audit.commands.follow_up import read_workbook

        return read_workbook(workbook, archief, config, door, dry=droog, as_json=as_json, language=taal)

    run_guarded(work, taal)
