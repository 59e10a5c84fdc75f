"""The commands of ``zpm-audit mapping``. No logic: each reads its options, calls one function and prints."""

from __future__ import annotations

from zpm_audit.cli.once import Commands
from zpm_audit.cli.options import Checks, Codelijst, Export, Json, Mapping, Taal
from zpm_audit.commands.console import run_guarded, say

mapping_app = Commands(help="Een mapping proberen.", no_args_is_help=True, rich_markup_mode=None)


@mapping_app.command("toets")
def toets(
    export: Export = None,
    mapping: Mapping = None,
    checks: Checks = None,
    codelijst: Codelijst = None,
    as_json: Json = False,
    taal: Taal = "nl",
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
