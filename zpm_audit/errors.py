"""Errors a user can do something about. Each says what is wrong, where, and what to do, in two languages.

The exit codes are a promise to nightly jobs (see the contract in docs): 2 wrong use, 3 input refused, 4 internal.
"""

from __future__ import annotations

from typing import ClassVar

from zpm_audit.language import Language, Text


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
