"""Options that more than one command has, so that each is called and explained in one way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.base.language import Language

Export = Annotated[
    str | None,
    typer.Argument(metavar="[EXPORT]", help="Map of bestand met de registratie, of het adres van een database."),
]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", metavar="F", help="Mappingbestand voor een export die er anders uitziet.")
]
Checks = Annotated[
    Path | None, typer.Option("--checks", metavar="DIR", help="Map met checks in plaats van de meegeleverde.")
]
ExtraChecks = Annotated[
    list[Path] | None,
    typer.Option("--extra-checks", metavar="DIR", help="Map met eigen checks naast de meegeleverde; mag vaker."),
]
Parameters = Annotated[
    Path | None,
    typer.Option("--parameters", metavar="F", help="Eigen grenzen in plaats van die van de catalogus, met bron."),
]
Select = Annotated[
    str | None, typer.Option("--select", metavar="ID,..", help="Alleen deze checks, met komma's ertussen.")
]
Peildatum = Annotated[
    str | None, typer.Option("--peildatum", metavar="D", help="Datum waarop de audit staat. [standaard: vandaag]")
]
Periode = Annotated[
    str | None,
    typer.Option("--periode", metavar="P", help="Beoordeel alleen deze periode: 2024, 2024-K2, 2024-03 of DAG..DAG."),
]
Codelijst = Annotated[
    list[Path] | None,
    typer.Option("--codelijst", metavar="F", help="Officiële code- of tarieventabel (xlsx, csv, parquet); mag vaker."),
]
CodelijstJaar = Annotated[
    int | None,
    typer.Option("--codelijst-jaar", min=2022, max=2099, help="Jaar van een tarieventabel die het niet zelf zegt."),
]
Instelling = Annotated[
    list[str] | None,
    typer.Option("--instelling", metavar="NAAM=WAARDE", help="Keuze waarvan checks afhangen; mag vaker."),
]
VerschilToegestaan = Annotated[
    bool, typer.Option("--verschil-toegestaan", help="Ga door als de controletotalen niet kloppen.")
]
Herleidbaar = Annotated[bool, typer.Option("--herleidbaar", help="Toon patiëntnummers in plaats van pseudoniemen.")]
Archief = Annotated[
    str | None,
    typer.Option("--archief", metavar="A", help="Archief van runs: een bestand, of postgresql+psycopg://…"),
]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="F", help="Configuratie met het archief. [standaard: zpm-audit.yaml]")
]
Overschrijf = Annotated[bool, typer.Option("--overschrijf", help="Vervang wat er op die plaats al staat.")]
Droog = Annotated[bool, typer.Option("--droog", help="Zeg wat er verandert en bewaar niets.")]
Json = Annotated[bool, typer.Option("--json", help="Schrijf het antwoord als JSON.")]
Taal = Annotated[Language, typer.Option("--taal", help="Taal van meldingen en uitvoer.")]
TaalOfConfiguratie = Annotated[
    Language | None, typer.Option("--taal", help="Taal van het antwoord. [standaard: die van de configuratie, of nl]")
]
