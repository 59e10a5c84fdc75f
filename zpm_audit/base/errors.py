"""Errors a user can do something about. Each says what is wrong, where, and what to do, in two languages.

The exit codes are a promise to nightly jobs (see the contract in docs): 2 wrong use, 3 input refused, 4 internal.
"""

from __future__ import annotations

import errno
from typing import ClassVar

from zpm_audit.base.language import Language, Text


class ZpmError(Exception):
    """An expected failure, shown as a sentence and never as a traceback."""

    exit_code: ClassVar[int] = 4

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(nl)
        self.text = Text(nl, en)

    def message(self, language: Language = "nl") -> str:
        """Return the sentence for the user in ``language``."""
        return self.text.in_(language)


class UsageError(ZpmError):
    """Wrong use, or an invalid configuration, mapping or check (exit code 2)."""

    exit_code = 2


class InputRefusedError(ZpmError):
    """An export that cannot be audited as it is (exit code 3)."""

    exit_code = 3


class InternalError(ZpmError):
    """The tool or the machine failed: a broken invariant, a full disk (exit code 4)."""

    exit_code = 4


_REASONS = {
    errno.ENOENT: Text("het bestaat niet", "it does not exist"),
    errno.EACCES: Text("er is geen toegang", "access is denied"),
    errno.EPERM: Text("er is geen toegang", "access is denied"),
    errno.EROFS: Text("de schijf is alleen om te lezen", "the disk is read-only"),
    errno.EISDIR: Text("het is een map en geen bestand", "it is a folder and not a file"),
    errno.ENOTDIR: Text("een deel van het pad is geen map", "a part of the path is not a folder"),
    errno.ENOSPC: Text("de schijf is vol", "the disk is full"),
    errno.ENAMETOOLONG: Text("de naam is te lang", "the name is too long"),
}


def of_the_machine(error: BaseException) -> bool:
    """Tell whether the system is to blame, and not a damaged file: that points at places before its own begin."""
    return isinstance(error, OSError) and error.errno != errno.EINVAL


def os_reason(error: OSError) -> Text:
    """Return in words why the system refused."""
    plain = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, Text(plain, plain))
