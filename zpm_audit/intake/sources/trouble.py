"""Turns what the machine and the libraries throw at us into a sentence. The only place in intake that does so."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from zpm_audit.base.errors import InputRefusedError, InternalError, ZpmError, of_the_machine, os_reason
from zpm_audit.base.watch import opening

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("no space left", "disk full", "disk is full", "quota exceeded", "file too large", "os error 28")


def _disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return any(word in str(error).lower() for word in _FULL_WORDS)


def explain(error: BaseException, what: str) -> ZpmError:
    """Return the error that a user should see for ``error``, raised while ``what`` was read."""
    if isinstance(error, ZpmError):
        return error
    if _disk_full(error):
        return InternalError(
            nl=f"De schijf is vol: bij het lezen van {what} is geen ruimte meer voor tussenbestanden. "
            "Maak ruimte vrij of wijs met de omgevingsvariabele TMPDIR een grotere schijf aan.",
            en=f"The disk is full: there is no room left for temporary files while reading {what}. "
            "Free some space or point the environment variable TMPDIR at a larger disk.",
        )
    if isinstance(error, OSError) and of_the_machine(error) and not isinstance(error, pl.exceptions.PolarsError):
        return _of_the_machine(error, what)
    if isinstance(error, MemoryError):
        return InternalError(
            nl=f"Het werkgeheugen is op bij het lezen van {what}. Sluit andere programma's of lees een kleiner deel.",
            en=f"Out of memory while reading {what}. Close other programs or read a smaller part.",
        )
    # What the library says stays in the chain of the error: it is about its own insides, and in English.
    return damaged(what)


def damaged(what: str) -> InputRefusedError:
    """Return what is said of a file that is not what it should be inside."""
    return InputRefusedError(
        nl=f"{what} is niet te lezen: het is beschadigd, half overgezet of een ander soort bestand dan het heet. "
        "Maak de export opnieuw.",
        en=f"{what} cannot be read: it is damaged, half transferred or another kind of file than its name says. "
        "Make the export again.",
    )


def _of_the_machine(error: OSError, what: str) -> ZpmError:
    where = error.filename or what
    if isinstance(error, PermissionError):
        return InputRefusedError(
            nl=f"Geen toegang tot {where}. Geef uzelf rechten op het bestand en probeer opnieuw.",
            en=f"No access to {where}. Give yourself permission to the file and try again.",
        )
    if isinstance(error, FileNotFoundError):
        return InputRefusedError(
            nl=f"{where} bestaat niet (meer). Controleer het pad.",
            en=f"{where} does not exist (any more). Check the path.",
        )
    detail = os_reason(error)
    return InternalError(
        nl=f"Lezen of schrijven mislukte bij {what}: {detail.nl}. Controleer de schijf en de rechten.",
        en=f"Reading or writing failed at {what}: {detail.en}. Check the disk and the permissions.",
    )


@contextmanager
def reading(what: str, *, bounded: bool = False) -> Iterator[None]:
    """Let no OSError, polars error or polars panic out of the block: each becomes a clear error about ``what``.

    A library that aborts is told about as well; ``bounded`` says that it may take no more than so much memory and time.
    """
    try:
        with opening(what, bounded=bounded):
            yield
    except (OSError, MemoryError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise explain(error, what) from error
