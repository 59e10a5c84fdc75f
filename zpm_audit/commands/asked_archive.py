"""Which archive a command is about: the one that is given, or that of the audit folder it is run in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language
from zpm_audit.configuration import FILE_NAME, load_configuration
from zpm_audit.intake.databases.address import is_address

#: All that a look in an archive needs of a configuration: an export that is not there tonight, or the password of a
#: mail server, matters to a run alone.
_NEEDED = ("archief", "reeks", "taal")


@dataclass(frozen=True)
class AskedArchive:
    """The archive, the series that was asked for (None: all of them), and the language to answer in."""

    archive: str
    series: str | None
    language: Language


def asked_archive(
    given: str | None, configuration: Path | None, *, series: str | None = None, language: Language | None = None
) -> AskedArchive:
    """Return what a command looks in; the command line goes before the configuration.

    A configuration in this folder counts only where no archive is given: another archive has other series.
    """
    beside = Path(FILE_NAME)
    where = configuration or (beside if given is None and beside.is_file() else None)
    if where is None:
        if given is None:
            raise UsageError(
                nl=f"Er is geen archief. Geef het met --archief archief.db, of draai in een map met {FILE_NAME}.",
                en=f"There is no archive. Give it with --archief archief.db, or run in a folder with {FILE_NAME}.",
            )
        return AskedArchive(given, series, language or "nl")
    found = load_configuration(where, needed=_NEEDED)
    named, file = found.file.archief, found.file
    if given is None and named is None:
        raise UsageError(
            nl=f"{where} noemt geen archief. Zet er een regel in als archief: archief.sqlite, of geef --archief.",
            en=f"{where} names no archive. Put a line like archief: archief.sqlite in it, or give --archief.",
        )
    written = named or ""
    place = given or (written if is_address(written) else str(found.there(written)))
    return AskedArchive(place, series or file.reeks, language or file.taal or "nl")
