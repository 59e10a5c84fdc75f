"""What the user sees in the terminal: sentences, progress, exit codes. Never a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zpm_audit.base.aloud import printable, without_bsn
from zpm_audit.base.errors import InternalError, UsageError, ZpmError, os_reason
from zpm_audit.base.hints import near_words
from zpm_audit.base.language import Language, Text, asked_language
from zpm_audit.base.pseudonyms import Key, load_key
from zpm_audit.base.stopping import rest_if_stopping

if TYPE_CHECKING:
    from rich.progress import Progress


_NO_CHARACTER = Text("dit scherm kent een teken niet", "this screen lacks a character")

_FULL = Text(
    "Het geheugen is vol. Sluit andere programma's of gebruik een machine met meer geheugen.",
    "Memory is full. Close other programs or use a machine with more memory.",
)


def say(lines: Iterable[str], *, styled: bool = False, quoting: bool = False) -> int:
    """Print lines on standard output; a reader that stops early is no error, and what was written stands.

    ``styled`` lines hold colours, and their texts were made printable before those were added. Lines that are
    ``quoting`` a file of somebody else show no citizen service number.
    """
    try:
        for line in lines:
            shown = without_bsn(line, _key_at_hand) if quoting else line
            typer.echo(shown if styled else printable(shown))
        sys.stdout.flush()
    except (OSError, UnicodeEncodeError) as error:
        # Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            why = os_reason(error) if isinstance(error, OSError) else _NO_CHARACTER
            unsaid = Text(
                f"De tekst op het scherm is niet helemaal geschreven ({why.nl}); de bestanden wel.",
                f"The text on the screen was not written in full ({why.en}); the files were.",
            )
            complain(unsaid.in_(asked_language(sys.argv[1:])))
    return 0


def run_guarded(work: Callable[[], int], language: Language) -> None:
    """Run a command; turn everything that can go wrong into a sentence and the exit code of the contract."""
    try:
        code = _done(work)
    except typer.Exit:
        raise
    except ZpmError as error:
        code = error.exit_code
        complain(error.message(language))
    except OSError as error:
        complain(_of_system(error).in_(language))
        code = InternalError.exit_code
    except MemoryError:
        complain(_FULL.in_(language))
        code = InternalError.exit_code
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in a library is no Exception
        # A thread that cannot be started has no memory for its stack, or is one too many for this account.
        no_room = isinstance(error, RuntimeError) and "start new thread" in str(error)
        complain((_FULL if no_room else unexpected(error)).in_(language))
        code = InternalError.exit_code
    raise typer.Exit(code)


def _done(work: Callable[[], int]) -> int:
    """Do the work; where a request to stop is behind what goes wrong in it, that has the last word."""
    try:
        return work()
    finally:
        rest_if_stopping()


def complain(message: str) -> None:
    """Print one message on standard error, without what a terminal obeys and without a citizen service number."""
    if "--herleidbaar" not in sys.argv:
        message = without_bsn(message, _key_at_hand)
    # Where nobody listens, the exit code still tells.
    with suppress(OSError, ValueError):
        typer.echo(printable(message), err=True)


def _key_at_hand() -> Key | None:
    """Return the key where there is one; what is wrong with it is said where it is needed."""
    try:
        return load_key()
    except ZpmError:
        return None


def tell_recovered(target: Path, language: Language) -> Path:
    """Put right what a sudden end of an earlier run left beside an output, and say so; return the output again."""
    from zpm_audit.output.publish import recover

    for done in recover(target):
        complain(done.in_(language))
    return target


def _of_system(error: OSError) -> Text:
    place = error.filename or ""
    if error.errno == errno.ENOSPC:
        return Text(
            f"De schijf is vol{f' bij {place}' if place else ''}. Maak ruimte of kies met --out een andere schijf "
            "(tijdelijke bestanden volgen de omgevingsvariabele TMPDIR). Er is niets half geschreven.",
            f"The disk is full{f' at {place}' if place else ''}. Free some space or choose another disk with --out "
            "(temporary files follow the environment variable TMPDIR). Nothing was left half written.",
        )
    return Text(
        f"Het systeem weigert{f' bij {place}' if place else ''}: {os_reason(error).nl}. Kijk naar pad en rechten.",
        f"The system refuses{f' at {place}' if place else ''}: {os_reason(error).en}. Check path and permissions.",
    )


def unexpected(error: BaseException) -> Text:
    """Return what to say of an error that is ours: what and where, and not its message, which may quote the export."""
    what = f"{type(error).__name__} in {place_of(error)}"
    return Text(
        f"Onverwachte fout in zpm-audit ({what}).\nEr is niets half geschreven. Meld deze regel bij het project.",
        f"Unexpected error in zpm-audit ({what}).\nNothing was left half written. Report this line to the project.",
    )


def place_of(error: BaseException) -> str:
    """Return the last place of our own that an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "zpm_audit" in Path(f.filename).parts] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"


def refuse(error: typer.TyperException, arguments: Sequence[str]) -> None:
    """Print wrong use of the command line as a sentence, and leave with its exit code."""
    language = asked_language(arguments)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        raise SystemExit(UsageError.exit_code)
    complain(_wrong_use(error, kind).in_(language))
    raise SystemExit(UsageError.exit_code)


def refuse_unreadable(arguments: Sequence[str]) -> None:
    """Leave where an argument holds bytes that are no text: libraries refuse such a name in words of their own."""
    for one in arguments:
        if any("\ud800" <= character <= "\udfff" for character in one):  # how bytes that are no text come in
            told = Text(
                f"De naam {one} bevat tekens die geen tekst (UTF-8) zijn. Hernoem het bestand of de map.",
                f"The name {one} holds characters that are no text (UTF-8). Rename the file or the folder.",
            )
            complain(told.in_(asked_language(arguments)))
            raise SystemExit(UsageError.exit_code)


def _wrong_use(error: typer.TyperException, kind: str) -> Text:
    message = error.format_message()
    help_nl, help_en = "Zie zpm-audit --help.", "See zpm-audit --help."
    option = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    name = param.get_error_hint() if param is not None else option or ""
    if kind == "NoSuchOption":
        near = ", ".join(near_words(str(option), getattr(error, "possibilities", None) or [], 0.7))
        hint_nl, hint_en = (f" Bedoelde u {near}?", f" Did you mean {near}?") if near else ("", "")
        return Text(f"Onbekende optie {option}.{hint_nl} {help_nl}", f"Unknown option {option}.{hint_en} {help_en}")
    if kind == "MissingParameter":
        return Text(f"Er ontbreekt iets: {name}. {help_nl}", f"Something is missing: {name}. {help_en}")
    if kind == "GivenTwiceError":
        return Text(
            f"{name} staat er twee keer; geef die optie een keer. {help_nl}",
            f"{name} is given twice; give that option once. {help_en}",
        )
    if kind == "BadParameter":
        return _wrong_value(name, str(getattr(error, "message", message)), help_nl, help_en)
    if kind == "BadOptionUsage":
        return Text(f"Optie {option} heeft een waarde nodig. {help_nl}", f"Option {option} needs a value. {help_en}")
    if message.startswith("No such command"):
        command = message.removeprefix("No such command").split(".")[0].strip()
        return Text(f"Onbekende opdracht {command}. {help_nl}", f"Unknown command {command}. {help_en}")
    if message.startswith("Got unexpected extra argument"):
        extra = message.removeprefix("Got unexpected extra argument(s) (").removesuffix(")")
        return Text(f"Dit hoort er niet bij: {extra}. {help_nl}", f"This does not belong here: {extra}. {help_en}")
    return Text(f"Verkeerd gebruik: {message} {help_nl}", f"Wrong use: {message} {help_en}")


def _wrong_value(name: str, detail: str, help_nl: str, help_en: str) -> Text:
    """Put the words of the command-line library about a value in our own; what it says otherwise stays as it is."""
    detail = detail.removeprefix("Value error, ").rstrip(".")
    given, _, choices = detail.partition(" is not one of ")
    if choices:
        listed = choices.replace("'", "")
        return Text(
            f"{given} kan niet bij {name}; kies uit: {listed}. {help_nl}",
            f"{given} is not possible for {name}; choose from: {listed}. {help_en}",
        )
    least = detail.removeprefix("Input should be greater than or equal to ")
    if least != detail:
        return Text(
            f"De waarde van {name} is te klein; het minimum is {least}. {help_nl}",
            f"The value of {name} is too small; the minimum is {least}. {help_en}",
        )
    return Text(
        f"Ongeldige waarde voor {name} ({detail}). {help_nl}", f"Invalid value for {name} ({detail}). {help_en}"
    )


class Steps:
    """Progress through the steps of a long command."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None) if progress else None

    def now(self, description: str) -> None:
        """Say what is being done."""
        if self._progress is not None and self._task is not None:
            description = printable(description)
            shown = description if len(description) < 60 else description[:57] + "..."
            self._progress.update(self._task, description=shown)


@contextmanager
def steps() -> Iterator[Steps]:
    """Show progress on a terminal; stay quiet in a pipe."""
    if not sys.stderr.isatty():
        yield Steps(None)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Steps(progress)
