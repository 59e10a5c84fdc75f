"""The commands of ``zpm-audit checks``. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zpm_audit.cli.once import Commands
from zpm_audit.cli.options import Checks, ExtraChecks, Parameters, Taal
from zpm_audit.commands.console import run_guarded, say

checks_app = Commands(
    help="De catalogus: lijst, uitleg, gevallen en geldigheid.", no_args_is_help=True, rich_markup_mode=None
)


@checks_app.command("list")
def checks_list(checks: Checks = None, extra_checks: ExtraChecks = None, taal: Taal = "nl") -> None:
    """Toon alle checks."""
    from zpm_audit.catalogue.explain import list_lines
    from zpm_audit.catalogue.loader import Chosen

    chosen = Chosen(checks, tuple(extra_checks or ()))
    run_guarded(lambda: say(list_lines(chosen, taal)), taal)


@checks_app.command("show")
def checks_show(
    check_id: Annotated[str, typer.Argument(metavar="ID")],
    checks: Checks = None,
    extra_checks: ExtraChecks = None,
    parameters: Parameters = None,
    taal: Taal = "nl",
) -> None:
    """Leg een check uit: norm, bron, parameters, populatie en oordeel."""
    from zpm_audit.catalogue.explain import show_lines
    from zpm_audit.catalogue.loader import Chosen

    chosen = Chosen(checks, tuple(extra_checks or ()), parameters)
    run_guarded(lambda: say(show_lines(chosen, check_id, taal)), taal)


@checks_app.command("test")
def checks_test(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    checks: Checks = None,
    extra_checks: ExtraChecks = None,
    taal: Taal = "nl",
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
def checks_lint(checks: Checks = None, extra_checks: ExtraChecks = None, taal: Taal = "nl") -> None:
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
    taal: Taal = "nl",
) -> None:
    """Maak een eigen check met gevallen om in te vullen."""
    from zpm_audit.catalogue.scaffold import scaffold_lines

    run_guarded(lambda: say(scaffold_lines(check_id, folder, taal)), taal)


@checks_app.command("norms")
def checks_norms(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F", help="Schrijf de matrix als pagina (in het Nederlands).")
    ] = None,
    checks: Checks = None,
    taal: Taal = "nl",
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
    checks: Checks = None,
    taal: Taal = "nl",
) -> None:
    """Schrijf over elke check een pagina (in het Nederlands), met een index; zonder --out ook normmatrix en export."""
    from zpm_audit.catalogue.pages.pages import docs_lines

    run_guarded(lambda: say(docs_lines(checks, out, taal)), taal)


@checks_app.command("schema")
def checks_schema(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Map voor de schema's.")] = None,
    taal: Taal = "nl",
) -> None:
    """Schrijf JSON Schema's van wat mensen schrijven (check, mapping, configuratie, ...), voor een editor."""
    from zpm_audit.commands.schemas import schema_lines

    run_guarded(lambda: say(schema_lines(out, taal)), taal)


@checks_app.command("fingerprints")
def checks_fingerprints(
    zelfde_oordeel: Annotated[
        str, typer.Option("--zelfde-oordeel", metavar="ID,..", help="Checks waarvan de oordelen zeker gelijk blijven.")
    ] = "",
    checks: Checks = None,
    taal: Taal = "nl",
) -> None:
    """Leg vast wat bij deze versie de oordelen van elke check bepaalt; lint waarschuwt als dat daarna verandert."""
    from zpm_audit.catalogue.fingerprints import renew_lines
    from zpm_audit.catalogue.loader import split_ids

    run_guarded(lambda: say(renew_lines(checks, split_ids(zelfde_oordeel), taal)), taal)
