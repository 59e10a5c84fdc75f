"""The commands. No logic: each reads its options, calls one function and prints what it returns.

Everything heavy is imported inside a command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from zpm_audit import __version__
from zpm_audit.base.language import Language
from zpm_audit.base.settings import Access, Csv, FailOn, Gx
from zpm_audit.commands.bewijs import add_proof_commands
from zpm_audit.commands.console import refuse, refuse_unreadable, run_guarded, say
from zpm_audit.commands.once import Commands
from zpm_audit.commands.opvolging import opvolging_app
from zpm_audit.commands.raamwerk import raamwerk_app
from zpm_audit.commands.steekproef import steekproef_app
from zpm_audit.commands.uitleg import uitleg

app = Commands(
    name="zpm-audit",
    help="Open audit van registraties volgens het Zorgprestatiemodel (ggz en fz).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
checks_app = Commands(
    help="De catalogus: lijst, uitleg, gevallen en geldigheid.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(checks_app, name="checks")
mapping_app = Commands(help="Een mapping proberen.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(mapping_app, name="mapping")
app.add_typer(steekproef_app, name="steekproef")
app.add_typer(opvolging_app, name="opvolging")
app.command("uitleg")(uitleg)
app.add_typer(raamwerk_app, name="raamwerk")

TaalOption = Annotated[Language, typer.Option("--taal", help="Taal van meldingen en rapporten.")]
ChecksOption = Annotated[
    Path | None, typer.Option("--checks", metavar="DIR", help="Map met checks in plaats van de meegeleverde.")
]
ExtraChecksOption = Annotated[
    list[Path] | None,
    typer.Option("--extra-checks", metavar="DIR", help="Map met eigen checks naast de meegeleverde; mag vaker."),
]
ParametersOption = Annotated[
    Path | None,
    typer.Option("--parameters", metavar="F", help="Eigen grenzen in plaats van die van de catalogus, met bron."),
]
ArchiefOption = Annotated[
    str | None,
    typer.Option("--archief", metavar="A", help="Archief van runs: een bestand, of postgresql+psycopg://…"),
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="F", help="Configuratie met het archief. [standaard: zpm-audit.yaml]")
]
AskedTaalOption = Annotated[
    Language | None, typer.Option("--taal", help="Taal van het antwoord. [standaard: die van de configuratie, of nl]")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Schrijf het antwoord als JSON.")]
OverwriteOption = Annotated[bool, typer.Option("--overschrijf", help="Vervang een eerdere uitvoer in dezelfde map.")]


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


@app.command("run")
def run(
    export: Annotated[
        str | None,
        typer.Argument(metavar="[EXPORT]", help="Map of bestand met de registratie, of het adres van een database."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Uitvoermap. [standaard: zpm-audit-uitvoer/<run_id>]")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="F", help="Mappingbestand voor een export die er anders uitziet."),
    ] = None,
    checks: ChecksOption = None,
    extra_checks: ExtraChecksOption = None,
    parameters: ParametersOption = None,
    select: Annotated[
        str | None, typer.Option("--select", metavar="ID,..", help="Alleen deze checks, met komma's ertussen.")
    ] = None,
    peildatum: Annotated[
        str | None, typer.Option("--peildatum", metavar="D", help="Datum waarop de audit staat. [standaard: vandaag]")
    ] = None,
    periode: Annotated[
        str | None,
        typer.Option(
            "--periode", metavar="P", help="Beoordeel alleen deze periode: 2024, 2024-K2, 2024-03 of DAG..DAG."
        ),
    ] = None,
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
    archief: ArchiefOption = None,
    reeks: Annotated[
        str | None,
        typer.Option(
            "--reeks", metavar="NAAM", help="Reeks in het archief waar deze run bij hoort. [standaard: standaard]"
        ),
    ] = None,
    taal: Annotated[
        Language | None, typer.Option("--taal", help="Taal van meldingen en rapporten. [standaard: nl]")
    ] = None,
    herleidbaar: Annotated[
        bool, typer.Option("--herleidbaar", help="Toon patiëntnummers in plaats van pseudoniemen.")
    ] = False,
    overschrijf: OverwriteOption = False,
    verschil_toegestaan: Annotated[
        bool, typer.Option("--verschil-toegestaan", help="Ga door als de controletotalen niet kloppen.")
    ] = False,
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
    codelijst: Annotated[
        list[Path] | None,
        typer.Option(
            "--codelijst", metavar="F", help="Officiële code- of tarieventabel (xlsx, csv, parquet); mag vaker."
        ),
    ] = None,
    codelijst_jaar: Annotated[
        int | None,
        typer.Option("--codelijst-jaar", min=2022, max=2099, help="Jaar van een tarieventabel die het niet zelf zegt."),
    ] = None,
    instelling: Annotated[
        list[str] | None,
        typer.Option("--instelling", metavar="NAAM=WAARDE", help="Keuze waarvan checks afhangen; mag vaker."),
    ] = None,
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


@app.command("begin")
def begin(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map die een auditmap wordt.")],
    export: Annotated[
        str | None,
        typer.Option(
            "--export", metavar="EXPORT", help="Map of bestand met de registratie, of adres van een database."
        ),
    ] = None,
    taal: TaalOption = "nl",
) -> None:
    """Maak een auditmap: een configuratie met uitleg, een mapping als de export die nodig heeft, lege acceptaties."""
    from zpm_audit.commands.begin import begin_folder

    run_guarded(lambda: say(begin_folder(folder, export, taal)), taal)


@app.command("demo")
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
    taal: TaalOption = "nl",
    overschrijf: OverwriteOption = False,
) -> None:
    """Schrijf een realistische voorbeeldexport, voer de audit uit en maak alle rapporten."""
    from zpm_audit.commands.demo import run_demo

    run_guarded(lambda: say(run_demo(out, omvang, taal, overwrite=overschrijf, nights=nachten)), taal)


@app.command("init")
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
    taal: TaalOption = "nl",
    overschrijf: OverwriteOption = False,
) -> None:
    """Stel een mapping voor op grond van wat er in de export staat; een mens kijkt haar na."""
    from zpm_audit.commands.init import write_proposal

    run_guarded(lambda: say([write_proposal(export, out, words=woorden, overwrite=overschrijf).in_(taal)]), taal)


@mapping_app.command("toets")
def mapping_toets(
    export: Annotated[
        str | None,
        typer.Argument(metavar="[EXPORT]", help="Map of bestand met de registratie, of het adres van een database."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="F", help="De mapping die geprobeerd wordt.")
    ] = None,
    checks: ChecksOption = None,
    codelijst: Annotated[
        list[Path] | None,
        typer.Option("--codelijst", metavar="F", help="Officiële code- of tarieventabel; mag vaker."),
    ] = None,
    as_json: JsonOption = False,
    taal: TaalOption = "nl",
) -> None:
    """Lees een export zonder te oordelen: wat komt goed binnen, welke check kan draaien, wat levert een kolom op?"""
    from zpm_audit.commands.mapping_trial import try_mapping
    from zpm_audit.commands.options import Options, export_of

    def work() -> int:
        options = Options(
            export=export_of(export),
            mapping=mapping,
            checks=checks,
            codelijst=tuple(codelijst or ()),
            language=taal,
        )
        found = try_mapping(options)
        say(found.json_lines() if as_json else found.lines())
        return found.exit_code()

    run_guarded(work, taal)


add_proof_commands(app)


@app.command("history")
def history(
    archief: ArchiefOption = None,
    reeks: Annotated[str | None, typer.Option("--reeks", metavar="NAAM", help="Alleen deze reeks.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    taal: AskedTaalOption = None,
) -> None:
    """Toon de runs in het archief, de oudste eerst, en of er een is weggehaald, gewijzigd of ingevoegd."""
    from zpm_audit.commands.asked_archive import asked_archive
    from zpm_audit.commands.history import run_history

    def work() -> int:
        return run_history(asked_archive(archief, config, series=reeks, language=taal), as_json=as_json)

    run_guarded(work, taal or "nl")


@app.command("diff")
def diff(
    eerste: Annotated[str, typer.Argument(metavar="RUN", help="Id van de eerste run.")],
    tweede: Annotated[str, typer.Argument(metavar="RUN", help="Id van de tweede run.")],
    archief: ArchiefOption = None,
    config: ConfigOption = None,
    export_a: Annotated[
        str | None, typer.Option("--export-a", metavar="E", help="Waar de export van de eerste run nu staat.")
    ] = None,
    export_b: Annotated[
        str | None, typer.Option("--export-b", metavar="E", help="Waar de export van de tweede run nu staat.")
    ] = None,
    as_json: JsonOption = False,
    taal: AskedTaalOption = None,
) -> None:
    """Zeg per check welke bevindingen tussen twee runs kwamen en gingen, en waardoor: gegevens, check of tijd."""
    from zpm_audit.commands.asked_archive import asked_archive
    from zpm_audit.commands.diff import run_diff

    def work() -> int:
        asked = asked_archive(archief, config, language=taal)
        return run_diff(eerste, tweede, asked, exports=(export_a, export_b), as_json=as_json)

    run_guarded(work, taal or "nl")


@checks_app.command("list")
def checks_list(checks: ChecksOption = None, extra_checks: ExtraChecksOption = None, taal: TaalOption = "nl") -> None:
    """Toon alle checks."""
    from zpm_audit.catalogue.explain import list_lines
    from zpm_audit.catalogue.loader import Chosen

    chosen = Chosen(checks, tuple(extra_checks or ()))
    run_guarded(lambda: say(list_lines(chosen, taal)), taal)


@checks_app.command("show")
def checks_show(
    check_id: Annotated[str, typer.Argument(metavar="ID")],
    checks: ChecksOption = None,
    extra_checks: ExtraChecksOption = None,
    parameters: ParametersOption = None,
    taal: TaalOption = "nl",
) -> None:
    """Leg een check uit: norm, bron, parameters, populatie en oordeel."""
    from zpm_audit.catalogue.explain import show_lines
    from zpm_audit.catalogue.loader import Chosen

    chosen = Chosen(checks, tuple(extra_checks or ()), parameters)
    run_guarded(lambda: say(show_lines(chosen, check_id, taal)), taal)


@checks_app.command("test")
def checks_test(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    checks: ChecksOption = None,
    extra_checks: ExtraChecksOption = None,
    taal: TaalOption = "nl",
) -> None:
    """Voer de gevallen naast de checks uit, met de code van de audit zelf."""
    from zpm_audit.catalogue.explain import test_lines
    from zpm_audit.catalogue.loader import Chosen

    def work() -> int:
        lines, failed = test_lines(Chosen(checks, tuple(extra_checks or ())), ids or [], taal)
        say(lines)
        return 2 if failed else 0

    run_guarded(work, taal)


@checks_app.command("lint")
def checks_lint(checks: ChecksOption = None, extra_checks: ExtraChecksOption = None, taal: TaalOption = "nl") -> None:
    """Controleer of alle checks, gevallen en het datacontract geldig zijn."""
    from zpm_audit.catalogue.explain import lint_lines
    from zpm_audit.catalogue.loader import Chosen

    chosen = Chosen(checks, tuple(extra_checks or ()))
    run_guarded(lambda: say(lint_lines(chosen, taal)), taal)


@checks_app.command("new")
def checks_new(
    check_id: Annotated[str, typer.Argument(metavar="ID", help="Een id als EIGEN-ZZ-01.")],
    folder: Annotated[
        Path | None,
        typer.Option("--in", metavar="DIR", help="Map, ook de naam van het thema. [standaard: eigen-checks]"),
    ] = None,
    taal: TaalOption = "nl",
) -> None:
    """Maak een eigen check met gevallen om in te vullen."""
    from zpm_audit.catalogue.scaffold import scaffold_lines

    run_guarded(lambda: say(scaffold_lines(check_id, folder, taal)), taal)


@checks_app.command("norms")
def checks_norms(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F", help="Schrijf de matrix als pagina (in het Nederlands).")
    ] = None,
    checks: ChecksOption = None,
    taal: TaalOption = "nl",
) -> None:
    """Toon de normmatrix: welke check dekt welke norm, en wat niet gedekt is."""
    from zpm_audit.catalogue.pages.norms import norm_lines

    run_guarded(lambda: say(norm_lines(checks, taal, out)), taal)


@checks_app.command("docs")
def checks_docs(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Map voor alleen de pagina's. [standaard: docs/checks]"),
    ] = None,
    checks: ChecksOption = None,
    taal: TaalOption = "nl",
) -> None:
    """Schrijf over elke check een pagina (in het Nederlands), met een index; zonder --out ook normmatrix en export."""
    from zpm_audit.catalogue.pages.pages import docs_lines

    run_guarded(lambda: say(docs_lines(checks, out, taal)), taal)


@checks_app.command("schema")
def checks_schema(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Map voor de schema's.")] = None,
    taal: TaalOption = "nl",
) -> None:
    """Schrijf JSON Schema's van wat mensen schrijven (check, mapping, configuratie, ...), voor een editor."""
    from zpm_audit.commands.schemas import schema_lines

    run_guarded(lambda: say(schema_lines(out, taal)), taal)


@checks_app.command("fingerprints")
def checks_fingerprints(
    zelfde_oordeel: Annotated[
        str, typer.Option("--zelfde-oordeel", metavar="ID,..", help="Checks waarvan de oordelen zeker gelijk blijven.")
    ] = "",
    checks: ChecksOption = None,
    taal: TaalOption = "nl",
) -> None:
    """Leg vast wat bij deze versie de oordelen van elke check bepaalt; lint waarschuwt als dat daarna verandert."""
    from zpm_audit.catalogue.fingerprints import renew_lines
    from zpm_audit.catalogue.loader import split_ids

    run_guarded(lambda: say(renew_lines(checks, split_ids(zelfde_oordeel), taal)), taal)


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
