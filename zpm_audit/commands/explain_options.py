"""What an explanation is judged by: the options of a run, or those of the command line and a configuration."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.commands.configured import with_configuration
from zpm_audit.commands.explained_run import ExplainedRun
from zpm_audit.commands.options import Options
from zpm_audit.configuration import FILE_NAME, load_configuration
from zpm_audit.intake.databases.address import is_address

#: Keys that name files of a run: where only its archive is asked for, they need not be there.
_FILES = (
    "export",
    "mapping",
    "codelijst",
    "declaratie",
    "grootboek",
    "extra_checks",
    "parameters",
    "acceptaties",
    "raamwerk",
)


def of_export(options: Options, config: Path | None, *, language_given: bool) -> Options:
    """Return the options for an export that is judged now."""
    if options.export is None and options.mapping is None and config is None and not Path(FILE_NAME).is_file():
        raise UsageError(
            nl="Waarvan? Geef met --run de uitvoermap van een run of zijn id in het archief, of met --export een "
            f"export; of vraag het in een map met {FILE_NAME}.",
            en="Of what? Give with --run the output folder of a run or its id in the archive, or with --export an "
            f"export; or ask in a folder with {FILE_NAME}.",
        )
    return with_configuration(options, config, language_given=language_given, fail_on_given=True)


def of_run(named: str, options: Options, config: Path | None, *, peildatum_given: bool) -> tuple[Options, ExplainedRun]:
    """Return the run that was named. Its own options hold: others are refused."""
    given = {
        "--mapping": options.mapping,
        "--checks": options.checks,
        "--extra-checks": options.extra_checks,
        "--parameters": options.parameters,
        "--select": options.select,
        "--peildatum": peildatum_given,
        "--periode": options.period,
        "--codelijst": options.codelijst,
        "--codelijst-jaar": options.codelijst_year,
        "--instelling": options.choices,
        "--verschil-toegestaan": options.differences_allowed,
    }
    wrong = ", ".join(name for name, value in given.items() if value)
    if wrong:
        raise UsageError(
            nl=f"Met --run gelden de opties van die run. Laat weg: {wrong}.",
            en=f"With --run the options of that run hold. Leave out: {wrong}.",
        )
    return options, ExplainedRun.named(named, options.archief or _archive_in(config))


def _archive_in(config: Path | None) -> str | None:
    """Return the archive that the configuration names; None without one."""
    path = config or Path(FILE_NAME)
    if config is None and not path.is_file():
        return None
    found = load_configuration(path, _FILES)
    named = found.file.archief
    return named if named is None or is_address(named) else str(found.there(named))
