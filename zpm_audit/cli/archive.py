"""The commands that ask an archive. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from zpm_audit.cli.options import Archief, Config, Json, TaalOfConfiguratie
from zpm_audit.commands.console import run_guarded


def history(
    archief: Archief = None,
    reeks: Annotated[str | None, typer.Option("--reeks", metavar="NAAM", help="Alleen deze reeks.")] = None,
    config: Config = None,
    as_json: Json = False,
    taal: TaalOfConfiguratie = None,
) -> None:
    """Toon de runs in het archief, de oudste eerst, en of er een is weggehaald, gewijzigd of ingevoegd."""
    from zpm_audit.commands.asked_archive import asked_archive
    from zpm_audit.commands.history import run_history

    def work() -> int:
        return run_history(asked_archive(archief, config, series=reeks, language=taal), as_json=as_json)

    run_guarded(work, taal or "nl")


def diff(
    eerste: Annotated[str, typer.Argument(metavar="RUN", help="Id van de eerste run.")],
    tweede: Annotated[str, typer.Argument(metavar="RUN", help="Id van de tweede run.")],
    archief: Archief = None,
    config: Config = None,
    export_a: Annotated[
        str | None, typer.Option("--export-a", metavar="E", help="Waar de export van de eerste run nu staat.")
    ] = None,
    export_b: Annotated[
        str | None, typer.Option("--export-b", metavar="E", help="Waar de export van de tweede run nu staat.")
    ] = None,
    as_json: Json = False,
    taal: TaalOfConfiguratie = None,
) -> None:
    """Zeg per check welke bevindingen tussen twee runs kwamen en gingen, en waardoor: gegevens, check of tijd."""
    from zpm_audit.commands.asked_archive import asked_archive
    from zpm_audit.commands.diff import run_diff

    def work() -> int:
        asked = asked_archive(archief, config, language=taal)
        return run_diff(eerste, tweede, asked, exports=(export_a, export_b), as_json=as_json)

    run_guarded(work, taal or "nl")
