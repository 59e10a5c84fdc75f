"""Where an archive stands: a SQLite file, or a PostgreSQL database by its address. And what can be wrong with it.

SQLite keeps its rollback journal, also where somebody chose otherwise: the write-ahead log needs memory that two
machines on a network share do not have in common.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from zpm_audit.base.environment import filled_address
from zpm_audit.base.errors import InternalError, UsageError, ZpmError
from zpm_audit.intake.databases.address import Address, is_address

#: So long a run waits for another that is writing.
PATIENCE_SECONDS = 30
_WRITES = "zpm_schrijft"
_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True)
class Place:
    """An archive as it was named."""

    given: str

    @cached_property
    def file(self) -> Path | None:
        """Return the file of a SQLite archive; None for the address of a server."""
        if not is_address(self.given):
            return Path(self.given).expanduser()
        address = Address(self.given)
        if address.dialect != "sqlite":
            return None
        return Path(address.place).expanduser()

    @cached_property
    def address(self) -> Address:
        """Return the address of a server with the values of its variables."""
        return Address(filled_address(self.given, "--archief", "--archief"))

    @property
    def shown(self) -> str:
        """Return the place as anybody may see it."""
        return str(self.file) if self.file is not None else self.address.shown

    @cached_property
    def engine(self) -> Engine:
        """Return what opens connections; nothing is opened or made yet."""
        return _sqlite(self.file) if self.file is not None else self._postgresql()

    def _postgresql(self) -> Engine:
        address = self.address
        if address.dialect != "postgresql":
            raise UsageError(
                nl=f"Het archief {self.shown} is geen SQLite-bestand en geen PostgreSQL. Geef een pad, of een adres "
                "dat begint met postgresql+psycopg://.",
                en=f"The archive {self.shown} is neither a SQLite file nor PostgreSQL. Give a path, or an address that "
                "begins with postgresql+psycopg://.",
            )
        try:
            url = make_url(address.text).set(drivername="postgresql+psycopg")
            return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10})
        except ImportError as error:
            raise UsageError(
                nl=f"Voor het archief {self.shown} is psycopg nodig: pip install 'zpm-audit[postgresql]'.",
                en=f"The archive {self.shown} needs psycopg: pip install 'zpm-audit[postgresql]'.",
            ) from error
        except (ArgumentError, ValueError) as error:
            raise UsageError(
                nl=f"Het adres van het archief, {self.shown}, is niet te lezen. Schrijf het als "
                "postgresql+psycopg://gebruiker:wachtwoord@server/database.",
                en=f"The address of the archive, {self.shown}, cannot be read. Write it as "
                "postgresql+psycopg://user:password@server/database.",
            ) from error

    def refuse_unusable(self) -> None:
        """Refuse a file that cannot be an archive, before any work is done."""
        path = self.file
        if path is None:
            return
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise UsageError(
                nl=f"Het archief {path} is geen bestand. Geef een pad als archief.db; het bestand wordt gemaakt.",
                en=f"The archive {path} is no file. Give a path like archief.db; the file is made.",
            )
        if not path.parent.is_dir():
            raise UsageError(
                nl=f"De map {path.parent} voor het archief bestaat niet. Maak haar, of kies een ander pad.",
                en=f"The folder {path.parent} for the archive does not exist. Make it, or choose another path.",
            )
        try:
            with path.open("rb") as file:
                head = file.read(len(_HEADER))
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        # A run that was killed while it made the file left a journal, by which SQLite puts the file right.
        if head and head != _HEADER and not path.with_name(f"{path.name}-journal").exists():
            raise UsageError(
                nl=f"{path} is geen archief van zpm-audit (en geen SQLite-bestand). Geef het pad van een archief, of "
                "van een bestand dat nog niet bestaat.",
                en=f"{path} is no archive of zpm-audit (and no SQLite file). Give the path of an archive, or of a file "
                "that does not exist yet.",
            )

    @property
    def empty(self) -> bool:
        """Tell whether there is no file yet, or nothing in it; a server is never known to be empty."""
        path = self.file
        return path is not None and not (path.exists() and path.stat().st_size)

    def refuse_unwritable(self) -> None:
        """Refuse a file in which no run can be written."""
        path = self.file
        if path is not None and not (os.access(path if path.exists() else path.parent, os.W_OK)):
            raise self._read_only()
        if path is not None and not os.access(path.parent, os.W_OK):
            raise self._read_only()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that reads, and nothing else."""
        with self._told(), self.engine.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that writes: all of it, or nothing. Others wait, or are told that this one is busy.

        A new file is for whoever made it, as outputs are.
        """
        if self.file is not None and self.empty:
            with suppress(OSError):  # SQLite says what is wrong with the place
                self.file.touch(mode=0o600)
        with self._told(), self.engine.connect() as bare:
            connection = bare.execution_options(**{_WRITES: True})
            with connection.begin():
                if self.file is None:
                    connection.exec_driver_sql(f"set local lock_timeout = '{PATIENCE_SECONDS}s'")
                yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database refuses into a sentence."""
        try:
            yield
        except DBAPIError as error:
            raise self._trouble(str(error.orig or error)) from error
        except sqlite3.Error as error:  # while the connection was made
            raise self._trouble(str(error)) from error
        except UnicodeDecodeError as error:  # what SQLite says of a damaged file may quote the damage
            raise self._trouble("malformed") from error

    def _trouble(self, said: str) -> ZpmError:
        said = (said.strip().splitlines() or ["?"])[0]
        small, where = said.lower(), self.shown
        if "locked" in small or "lock timeout" in small or "lock_not_available" in small:
            return InternalError(
                nl=f"Het archief {where} is langer dan {PATIENCE_SECONDS} seconden in gebruik bij een andere run of "
                "een ander programma. Deze run staat er niet in. Wacht tot die klaar is en draai opnieuw.",
                en=f"The archive {where} has been in use by another run or another program for more than "
                f"{PATIENCE_SECONDS} seconds. This run is not in it. Wait until that is done, and run again.",
            )
        if "readonly" in small or "read-only" in small or "permission denied" in small:
            return self._read_only()
        if "full" in small or "no space" in small or "disk i/o" in small:
            return InternalError(
                nl=f"De schijf van het archief {where} is vol of schrijft niet ({said}). Deze run staat er niet in, en "
                "wat erin stond is heel. Maak ruimte en draai opnieuw.",
                en=f"The disk of the archive {where} is full or does not write ({said}). This run is not in it, and "
                "what was in it is whole. Make room and run again.",
            )
        if "malformed" in small or "not a database" in small:
            return UsageError(
                nl=f"Het archief {where} is beschadigd ({said}). Zet een reservekopie terug.",
                en=f"The archive {where} is damaged ({said}). Restore a backup.",
            )
        return self._unreadable(self._redacted(said))

    def _redacted(self, said: str) -> str:
        return said if self.file is not None else self.address.redacted(said)

    def _unreadable(self, why: str) -> UsageError:
        return UsageError(
            nl=f"Het archief {self.shown} is niet te openen: {why}. Kijk naar het pad of adres en naar de rechten.",
            en=f"The archive {self.shown} cannot be opened: {why}. Check the path or address, and the permissions.",
        )

    def _read_only(self) -> UsageError:
        return UsageError(
            nl=f"In het archief {self.shown} mag niet worden geschreven. Geef schrijfrecht op het bestand en zijn map "
            "(of op de database), of kies een ander archief.",
            en=f"The archive {self.shown} may not be written. Allow writing in the file and its folder (or in the "
            "database), or choose another archive.",
        )


def _sqlite(path: Path) -> Engine:
    arguments = {"timeout": PATIENCE_SECONDS}
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _: Any) -> None:
        # The driver would begin transactions by itself, and too late; the statements below do it instead.
        raw.isolation_level = None
        raw.execute("pragma journal_mode = delete")
        raw.execute("pragma synchronous = extra")
        raw.execute("pragma foreign_keys = on")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Who is going to write takes the lock at once: two that read first and write then would both be lost.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine
