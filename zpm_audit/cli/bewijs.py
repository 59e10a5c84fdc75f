"""The commands that prove a run afterwards. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.options import Archief, Json, Overschrijf, Taal
from zpm_audit.commands.console import run_guarded, say

Authorities = Annotated[
    Path | None, typer.Option("--ca", metavar="F", help="Certificaat van de tijdstempeldienst (PEM).")
]
Signers = Annotated[
    Path | None,
    typer.Option("--ondertekenaars", metavar="F", help="Wie mag ondertekenen: allowed signers van OpenSSH."),
]


def verify(
    rundir: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Map met de uitvoer van een run.")],
    ondertekenaars: Signers = None,
    ca: Authorities = None,
    archief: Archief = None,
    manifest_sha256: Annotated[
        str | None,
        typer.Option("--manifest-sha256", metavar="HASH", help="De hash die na de run is genoteerd."),
    ] = None,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Ga na of een run nog is wat hij was: elke hash, uitvoer onderling, handtekening, tijdstempel en reeks."""

    def work() -> int:
        from zpm_audit.commands.verify import Against, run_verify

        against = Against(ondertekenaars, ca, archief, manifest_sha256)
        lines, code = run_verify(rundir, against, taal, as_json=as_json)
        say(lines)
        return code

    run_guarded(work, taal)


def stempel(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map met de uitvoer van een run.")],
    antwoord: Annotated[
        Path | None, typer.Option("--antwoord", metavar="F", help="Het antwoord (.tsr) van de tijdstempeldienst.")
    ] = None,
    ca: Authorities = None,
    taal: Taal = "nl",
) -> None:
    """Maak de vraag om een tijdstempel (RFC 3161), of neem het antwoord op. Er gaat niets over het net."""

    def work() -> int:
        from zpm_audit.commands.stamping import ask, take_answer

        lines, code = (ask(folder, taal), 0) if antwoord is None else take_answer(folder, antwoord, ca, taal)
        say(lines)
        return code

    run_guarded(work, taal)


def dossier(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Map van een run, of zijn id in het archief.")],
    uit: Annotated[Path, typer.Option("--uit", metavar="X.zip", help="Het bewijspakket.")],
    archief: Archief = None,
    steekproef: Annotated[
        list[Path] | None,
        typer.Option(
            "--steekproef", metavar="MAP", help="Map van een trekking of werkprogramma uit een run; mag vaker."
        ),
    ] = None,
    overschrijf: Overschrijf = False,
    taal: Taal = "nl",
) -> None:
    """Pak wat een accountant nodig heeft om runs te beoordelen en te herhalen, zonder patiënten en sleutels."""

    def work() -> int:
        from zpm_audit.commands.dossier import Packing, pack

        packing = Packing(tuple(runs), uit, archief, tuple(steekproef or ()), overwrite=overschrijf)
        return say(pack(packing, taal))

    run_guarded(work, taal)


def herhaal(
    pakket: Annotated[Path, typer.Argument(metavar="X.zip", help="Bewijspakket van zpm-audit dossier.")],
    export: Annotated[
        str | None, typer.Option("--export", metavar="E", help="De export van toen, of het adres van de database.")
    ] = None,
    run: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="Welke run in het pakket. [standaard: de laatste]")
    ] = None,
    andere_export: Annotated[
        bool, typer.Option("--andere-export", help="Ga door als de export niet die van toen is.")
    ] = False,
    as_json: Json = False,
    taal: Taal = "nl",
) -> None:
    """Voer een run uit een bewijspakket opnieuw uit, en zeg per check of de oordelen gelijk zijn."""

    def work() -> int:
        from zpm_audit.commands.herhaal import Repeating, repeat

        asked = Repeating(pakket, export, run, other_export=andere_export)
        lines, code = repeat(asked, taal, as_json=as_json)
        say(lines)
        return code

    run_guarded(work, taal)
