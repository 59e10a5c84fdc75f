"""Puts what a configuration says in the options of a run; the command line goes before it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.period import parse_period
from zpm_audit.base.sign_off import SignOff
from zpm_audit.commands.opinion import Asked
from zpm_audit.commands.options import DEFAULT_FOLDER, Options
from zpm_audit.configuration import FILE_NAME, Configuration, load_configuration
from zpm_audit.intake.databases.address import is_address
from zpm_audit.output.retention import Keep


def with_configuration(
    options: Options, asked: Path | None, *, language_given: bool, fail_on_given: bool, series_given: bool = False
) -> Options:
    """Return the options with those of the configuration for whatever the command line does not give.

    Without an export a run in an audit folder takes the configuration in it, and without either there is no run.
    """
    if options.acceptances is not None and options.without_acceptances:
        raise UsageError(
            nl="--acceptaties en --zonder-acceptaties spreken elkaar tegen. Kies een van de twee.",
            en="--acceptaties and --zonder-acceptaties contradict each other. Choose one of the two.",
        )
    beside = Path(FILE_NAME)
    if asked is None and beside.is_file():
        if options.export is None:
            asked = beside
        else:
            options = replace(options, notes=(*options.notes, _UNUSED))
    if asked is not None:
        given = _given(options, language=language_given, fail_on=fail_on_given, series=series_given)
        options = _filled(options, load_configuration(asked, given), given)
    if options.export is None and options.mapping is None:
        raise _no_export(asked)
    return options


_UNUSED = Text(
    f"{FILE_NAME} in deze map is niet gebruikt, want er is een EXPORT gegeven. Met --config {FILE_NAME} telt zij mee.",
    f"{FILE_NAME} in this folder was not used, because an EXPORT was given. With --config {FILE_NAME} it counts.",
)


def _given(options: Options, *, language: bool, fail_on: bool, series: bool) -> frozenset[str]:
    """Return the keys of a configuration that the command line gives already."""
    by_key = {
        "export": options.export is not None,
        "mapping": options.mapping is not None,
        "codelijst": bool(options.codelijst),
        "declaratie": bool(options.declaratie),
        "grootboek": options.grootboek is not None,
        "omzetrekeningen": bool(options.omzetrekeningen),
        "extra_checks": bool(options.extra_checks),
        "parameters": options.parameters is not None,
        "periode": options.period is not None,
        "acceptaties": options.acceptances is not None or options.without_acceptances,
        "werklijsten": bool(options.worklists),
        "taal": language,
        "fail_on": fail_on,
        "archief": options.archief is not None,
        "reeks": series,
        "onderteken": options.sign_with is not None,
        "oscal": options.oscal,
    }
    return frozenset(key for key, given in by_key.items() if given)


def _filled(options: Options, found: Configuration, given: frozenset[str]) -> Options:
    file = found.file
    values: dict[str, object] = _ledger(found)
    if file.export is not None:
        values["export"] = file.export if is_address(file.export) else found.there(file.export)
    for key in ("mapping", "parameters", "raamwerk", "werkprogramma"):
        if (path := getattr(file, key)) is not None:
            values[key] = found.there(path)
    for key in ("declaratie", "extra_checks"):
        if (paths := getattr(file, key)) is not None:
            values[key] = tuple(found.there(path) for path in paths)
    if file.codelijst is not None:
        values["codelijst"] = tuple(found.there(path) for path in file.codelijst.bestanden)
    if file.periode is not None:
        values["periode"] = parse_period(file.periode)
    if file.acceptaties is not None:
        values["acceptaties"] = found.there(file.acceptaties.bestand)
    if file.onderteken is not None:
        values["onderteken"] = found.there(file.onderteken)
    if file.archief is not None:
        values["archief"] = file.archief if is_address(file.archief) else str(found.there(file.archief))
    for key in ("werklijsten", "taal", "fail_on", "reeks", "oscal"):
        if (value := getattr(file, key)) is not None:
            values[key] = value
    taken = {_FIELDS.get(key, key): value for key, value in values.items() if key not in given}
    year = file.codelijst.jaar if file.codelijst and "codelijst" not in given else None
    whole: Options = replace(
        options,
        **taken,  # type: ignore[arg-type]
        codelijst_year=options.codelijst_year or year,
        choices={**found.settings(), **options.choices},
        configuration=found.path,
        outputs=found.there(file.uitvoer or str(DEFAULT_FOLDER)),
        four_eyes=file.acceptaties is not None and file.acceptaties.vier_ogen,
        grenzen=file.grenzen.grenzen,
        owners=found.owners(),
        opinion=_opinion(found),
        mail=file.melden,
        keep=Keep(file.bewaren.dagen, file.bewaren.minstens) if file.bewaren else None,
        sign_off=SignOff(
            file.aanbieder.naam or "",
            file.aanbieder.agb or "",
            file.uitgevoerd_door or "",
            file.beoordeeld_door or "",
            file.beoordeeld_op,
            file.conclusie_beoordelaar or "",
        ),
    )
    return whole


#: The options whose name is not that of their key.
_FIELDS = {
    "periode": "period",
    "acceptaties": "acceptances",
    "werklijsten": "worklists",
    "taal": "language",
    "raamwerk": "framework",
    "werkprogramma": "programme",
    "onderteken": "sign_with",
}


def _ledger(found: Configuration) -> dict[str, object]:
    """Return the ledger and its revenue accounts: either may come from the command line."""
    written = found.file.grootboek
    if written is None:
        return {}
    told: dict[str, object] = {"omzetrekeningen": written.rekeningen or ()}
    return told | ({"grootboek": found.there(written.bestand)} if written.bestand is not None else {})


def _opinion(found: Configuration) -> Asked | None:
    """Return the tolerances with the folders of their samples."""
    written = found.file.tolerantie
    if written is None:
        return None
    return Asked(written, found.source, tuple(found.there(one) for one in written.steekproeven or ()))


def _no_export(configuration: Path | None) -> UsageError:
    if configuration is not None:
        return UsageError(
            nl=f"{configuration} noemt geen export. Zet er een regel in als export: MAP, of geef een EXPORT mee.",
            en=f"{configuration} names no export. Put a line like export: FOLDER in it, or give an EXPORT.",
        )
    return UsageError(
        nl="Er is geen EXPORT. Geef een map, een SQLite-bestand of het adres van een database, een --mapping die een "
        f"database noemt, of een --config; of draai in een map met {FILE_NAME}.",
        en="There is no EXPORT. Give a folder, a SQLite file or the address of a database, a --mapping that names a "
        f"database, or a --config; or run in a folder with {FILE_NAME}.",
    )
