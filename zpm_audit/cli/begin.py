"""The commands that come before an audit. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.options import Overschrijf, Taal
from zpm_audit.commands.console import run_guarded, say


def begin(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map die een auditmap wordt.")],
    export: Annotated[
        str | None,
        typer.Option(
            "--export", metavar="EXPORT", help="Map of bestand met de registratie, of adres van een database."
        ),
    ] = None,
    taal: Taal = "nl",
) -> None:
    """Maak een auditmap: een configuratie met uitleg, een mapping als de export die nodig heeft, lege acceptaties."""
    from zpm_audit.commands.begin import begin_folder

    run_guarded(lambda: say(begin_folder(folder, export, taal)), taal)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Map voor export en audit.")] = Path(
        "zpm-audit-demo"
    ),
    omvang: Annotated[
        float, typer.Option("--omvang", help="Vermenigvuldig de instelling: 1 is ongeveer 60.000 prestaties.")
    ] = 1.0,
    nachten: Annotated[
        int, typer.Option("--nachten", min=0, max=3, help="Zoveel eerdere nachten in het archief; 0 is het snelst.")
    ] = 3,
    taal: Taal = "nl",
    overschrijf: Overschrijf = False,
) -> None:
    """Schrijf een realistische voorbeeldexport, voer de audit uit en maak alle rapporten."""
    from zpm_audit.commands.demo import run_demo

    run_guarded(lambda: say(run_demo(out, omvang, taal, overwrite=overschrijf, nights=nachten)), taal)


def init(
    export: Annotated[
        str, typer.Argument(metavar="EXPORT", help="Map met de export, SQLite-bestand of adres van een database.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="F", help="Waar de mapping komt te staan.")] = Path(
        "mapping.yaml"
    ),
    woorden: Annotated[
        Path | None, typer.Option("--woorden", metavar="F", help="Eigen woorden om namen en codes aan te herkennen.")
    ] = None,
    taal: Taal = "nl",
    overschrijf: Overschrijf = False,
) -> None:
    """Stel een mapping voor op grond van wat er in de export staat; een mens kijkt haar na."""
    from zpm_audit.commands.init import write_proposal

    run_guarded(lambda: say([write_proposal(export, out, words=woorden, overwrite=overschrijf).in_(taal)]), taal)
