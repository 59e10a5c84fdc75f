"""Whether what stands in a place is an archive of ours, of which version; and how it becomes one of this version."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from zpm_audit import __version__
from zpm_audit.archive.place import Place
from zpm_audit.archive.tables import ARCHIVE, MAKER, META, VERSION, VERSION_TABLE
from zpm_audit.base.errors import UsageError

_STEPS = Path(__file__).parent / "migrations"
_LOCK = 7203_1945


def is_made(connection: Connection, place: Place) -> bool:
    """Tell whether there is an archive of this version; False where there is nothing yet, or an older one.

    Anything else is refused: another program's database, a newer archive, one that is not whole.
    """
    found = set(inspect(connection).get_table_names())
    ours = {*META.tables, VERSION_TABLE}
    if not found:
        return False
    if not found & ours:
        raise UsageError(
            nl=f"{place.shown} is een database van een ander programma: er staan tabellen in ({_some(found)}) en geen "
            "archief van zpm-audit. Geef het archief een eigen bestand, of in PostgreSQL een eigen database of schema.",
            en=f"{place.shown} is a database of another program: it has tables ({_some(found)}) and no archive of "
            "zpm-audit. Give the archive a file of its own, or in PostgreSQL a database or schema of its own.",
        )
    if VERSION_TABLE not in found or ARCHIVE.name not in found:
        raise _half(place)
    versions = list(connection.execute(text(f"select version_num from {VERSION_TABLE}")).scalars())  # noqa: S608 (ours)
    makers = list(connection.execute(ARCHIVE.select()))
    if len(versions) != 1 or [row.gemaakt_door for row in makers] != [MAKER]:
        raise _half(place)
    if versions[0] == VERSION:
        if not ours <= found:
            raise _half(place)
        return True
    if versions[0] not in _known():
        raise UsageError(
            nl=f"Het archief {place.shown} is van een nieuwere versie van zpm-audit (indeling {versions[0]}; deze "
            f"versie, {__version__}, kent {VERSION}). Werk zpm-audit bij, of kies een ander archief.",
            en=f"The archive {place.shown} is of a newer version of zpm-audit (layout {versions[0]}; this version, "
            f"{__version__}, knows {VERSION}). Update zpm-audit, or choose another archive.",
        )
    return False


def make(connection: Connection, place: Place) -> None:
    """Make the tables, or bring those of an earlier version up to this one, within the transaction that is going on."""
    if place.file is None:
        # Two that make it at once would both find nothing.
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
    if is_made(connection, place):
        return
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.ERROR)
    config = Config()
    # Alembic reads a percent sign in a path as the beginning of a variable.
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.execute(ARCHIVE.select()).first() is None:
        connection.execute(ARCHIVE.insert().values(gemaakt_door=MAKER, gemaakt_met=__version__))


def _known() -> set[str]:
    """Return the versions that an archive can have had before this one."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}


def _half(place: Place) -> UsageError:
    return UsageError(
        nl=f"Het archief {place.shown} is niet heel: het is halverwege een overgang naar een andere versie blijven "
        "steken, of er zijn tabellen weg. Zet een reservekopie terug; zpm-audit laat dit archief zoals het is.",
        en=f"The archive {place.shown} is not whole: it got stuck in the middle of a migration to another version, or "
        "tables are gone. Restore a backup; zpm-audit leaves this archive as it is.",
    )


def _some(names: set[str]) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")
