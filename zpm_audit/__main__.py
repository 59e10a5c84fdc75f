"""The start of the program, as ``zpm-audit`` and as ``python -m zpm_audit``.

A request to stop is heard from the first moment, and what an earlier process left behind is swept away.
"""

import os
import sys
from contextlib import suppress

from zpm_audit.base.language import Language, Text, asked_language
from zpm_audit.base.stopping import STOPPED_CODE, listen, rest_if_stopping
from zpm_audit.base.streams import take_streams
from zpm_audit.base.watch import Ended, say_ended, split


def main() -> None:
    """Run the command that was asked for, and end with its exit code."""
    take_streams()

    def language() -> Language:
        return asked_language(sys.argv[1:])

    ended = split(language)
    if ended is not None:
        # At once: while Python takes itself down, a last request to stop would end it in the way of the system.
        os._exit(_after(ended, language()))
    listen(language)
    from zpm_audit.base.workplace import sweep

    sweep()
    try:
        code = _run(language())
    finally:
        rest_if_stopping()
    raise SystemExit(code)


def _run(language: Language) -> int:
    """Run the command; where a part of the program cannot be loaded, that is a sentence too."""
    try:
        from zpm_audit.cli import run_command_line

        return run_command_line()
    except (ImportError, MemoryError) as error:
        part = getattr(error, "name", None) or type(error).__name__
        told = Text(
            f"Een onderdeel van het programma ({part}) is niet te laden: er is te weinig geheugen, of de installatie "
            "is beschadigd. Er is niets half geschreven.",
            f"A part of the program ({part}) cannot be loaded: there is too little memory, or the installation is "
            "damaged. Nothing was left half written.",
        )
        with suppress(OSError, ValueError):
            sys.stderr.write(told.in_(language) + "\n")
        return STOPPED_CODE


def _after(ended: Ended, language: Language) -> int:
    """Clear away what a worker that came to a sudden end left, and return the exit code of the program."""
    if ended.crashed:
        from zpm_audit.base.workplace import sweep
        from zpm_audit.output.publish import clear_after

        sweep()
        if ended.output is not None:
            clear_after(ended.output, ended.made)
        say_ended(ended, language)
    return ended.code


if __name__ == "__main__":
    main()
