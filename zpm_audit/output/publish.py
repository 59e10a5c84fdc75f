"""A folder that appears complete or not at all.

Everything is written in a hidden folder beside the target, closed to others while it is filled, and renamed at the end.
A run that is interrupted leaves nothing; one that is killed outright leaves a hidden folder that the next run in that
place removes, and an output that stood between two names gets its own name back.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from zpm_audit.base.claim import FRESH, FolderClaim, claimed_folder, is_abandoned
from zpm_audit.base.errors import InternalError, UsageError, os_reason
from zpm_audit.base.language import Text
from zpm_audit.base.settings import Access
from zpm_audit.base.stopping import remove_folder, undone_by_stop, uninterrupted
from zpm_audit.base.watch import told_folder
from zpm_audit.output.marks import MANIFEST, ownership

#: Who may read an output: its owner, or the group of the folder that it is in as well.
FOLDER_MODES: dict[Access, int] = {"prive": 0o700, "groep": 0o750}
FILE_MODES: dict[Access, int] = {"prive": 0o600, "groep": 0o640}
BUSY = ".zpm-audit-bezig-"
OLD = ".zpm-audit-oud-"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: polars reports a full disk in words, with the number of the operating system.
_FULL_WORDS = ("no space left on device", "os error 28", "disk quota exceeded")
_NAMED = 5


@contextmanager
def staged_output(target: Path, overwrite: bool = False, access: Access = "prive") -> Iterator[Path]:
    """Give a folder to write in, and make it ``target`` when the block ends well, readable as ``access`` says.

    A target with anything in it is refused, unless ``overwrite`` is given and zpm-audit made all that is in
    it; the old content stays until the new is complete.
    """
    target = target.expanduser().resolve()
    check_target(target, overwrite)
    made: list[Path] = []
    folder = target.parent / f"{BUSY}{secrets.token_hex(6)}"

    def undo() -> Text | None:
        left = remove_folder(folder)
        _remove_empty(made)
        return left

    with undone_by_stop(undo), ExitStack() as held:
        try:
            made += _make_parents(target.parent)
            _remove_abandoned(target.parent)
            mode = _make_folder(folder, target, access, held)
            try:
                with told_folder(target, folder, made):
                    yield folder
                    _close(folder, access)
                    folder.chmod(mode)
                    with uninterrupted():
                        _move(folder, target, overwrite)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        except BaseException as error:
            _remove_empty(made)
            if is_disk_full(error):
                raise disk_full(target.parent, error) from error
            raise


def check_target(target: Path, overwrite: bool) -> None:
    """Refuse a target that cannot be written, before any work is done."""
    try:
        there = target.exists()
    except OSError as error:  # a name that is too long, or a loop of links
        raise _unwritable(target, error) from error
    if there and not target.is_dir():
        raise UsageError(
            nl=f"{target} is een bestand en geen map. Kies met --out een andere map.",
            en=f"{target} is a file and not a folder. Choose another folder with --out.",
        )
    if not target.is_dir():
        return
    if target.is_mount():
        raise UsageError(
            nl=f"{target} is een aankoppelpunt van een schijf en kan niet in één keer worden vervangen. Kies met --out "
            f"een map daarbinnen, bijvoorbeeld {target / 'zpm-audit'}.",
            en=f"{target} is where a disk is mounted and cannot be replaced in one go. Choose a folder inside it with "
            f"--out, for instance {target / 'zpm-audit'}.",
        )
    try:
        empty = next(target.iterdir(), None) is None
        found = None if empty else ownership(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    if found is None:
        return
    if not overwrite:
        raise UsageError(
            nl=f"De map {target} bestaat al en is niet leeg. Kies met --out een andere map, of gebruik --overschrijf "
            "om de uitvoer van een eerdere run te vervangen.",
            en=f"The folder {target} exists and is not empty. Choose another folder with --out, or use --overschrijf "
            "to replace the output of an earlier run.",
        )
    if not found.ours:
        raise UsageError(
            nl=f"De map {target} is geen uitvoer van zpm-audit (er is geen {MANIFEST} van zpm-audit). --overschrijf "
            "wist alleen eigen uitvoer; kies met --out een andere map.",
            en=f"The folder {target} is no output of zpm-audit (it has no {MANIFEST} of zpm-audit). --overschrijf "
            "deletes its own output only; choose another folder with --out.",
        )
    if found.strangers:
        names = ", ".join(found.strangers[:_NAMED]) + (", …" if len(found.strangers) > _NAMED else "")
        count = len(found.strangers)
        raise UsageError(
            nl=f"In {target} staan {count} bestanden die niet van zpm-audit zijn: {names}. --overschrijf zou ze "
            "wissen; verplaats ze eerst, of kies met --out een andere map.",
            en=f"{target} holds {count} files that are not of zpm-audit: {names}. --overschrijf would delete them; "
            "move them first, or choose another folder with --out.",
        )


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether a full disk is behind an error, however deep."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, Exception) and any(words in str(error).lower() for words in _FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def disk_full(place: Path, error: BaseException) -> InternalError:
    """Return the sentence for a full disk at ``place``."""
    named = getattr(error, "filename", None)
    where = named if isinstance(named, str) else str(place)
    temporary = tempfile.gettempdir()
    return InternalError(
        nl=f"De schijf is vol: schrijven in {where} is niet gelukt. Er is niets half achtergebleven. Maak ruimte op "
        f"die schijf of in de tijdelijke map {temporary}, of kies met --out een andere schijf, en draai opnieuw.",
        en=f"The disk is full: writing in {where} failed. Nothing was left half done. Make room on that disk or in the "
        f"temporary folder {temporary}, or choose another disk with --out, and run again.",
    )


def _unwritable(place: Path, error: OSError) -> UsageError:
    why = os_reason(error)
    return UsageError(
        nl=f"In {place} kan niet worden geschreven ({why.nl}). Kies met --out een map waarin u mag schrijven.",
        en=f"{place} cannot be written ({why.en}). Choose a folder with --out that you may write in.",
    )


def _make_parents(parent: Path) -> list[Path]:
    """Make the folders above the target; return those that were not there yet, the deepest first."""
    missing = []
    place = parent
    while not place.exists():
        missing.append(place)
        place = place.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(place, error) from error
        raise _unwritable(parent, error) from error
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _make_folder(folder: Path, target: Path, access: Access, held: ExitStack) -> int:
    """Make the hidden folder, closed to others, with a claim that is ``held``; return its final permissions."""
    try:
        held.enter_context(claimed_folder(folder))
        # A folder that was there already keeps the permissions that somebody gave it; what is in it does not.
        return target.stat().st_mode & 0o7777 if target.is_dir() else FOLDER_MODES[access]
    except OSError as error:
        if is_disk_full(error):
            raise
        raise _unwritable(target.parent, error) from error


def _close(folder: Path, access: Access) -> None:
    """Give everything in an output the permissions that were asked for."""
    for place, folders, files in os.walk(folder):
        for name in folders:
            (Path(place) / name).chmod(FOLDER_MODES[access])
        for name in files:
            (Path(place) / name).chmod(FILE_MODES[access])


def _move(folder: Path, target: Path, overwrite: bool) -> None:
    if not target.exists():
        folder.rename(target)
        return
    # Somebody may have filled the target while the audit ran.
    check_target(target, overwrite)
    old = target.parent / f"{OLD}{secrets.token_hex(6)}-{target.name}"
    # Claimed, so that nobody takes it for what a sudden end left behind.
    with FolderClaim(target):
        target.rename(old)
        try:
            folder.rename(target)
        except BaseException:
            old.rename(target)
            raise
    # Under this name the next run clears away what a sudden end would leave of it.
    gone = target.parent / f"{BUSY}{secrets.token_hex(6)}"
    with suppress(OSError):
        old.rename(gone)
        shutil.rmtree(gone)


def recover(target: Path) -> list[Text]:
    """Put right what a sudden end between two names left beside ``target``; return what was done, in words.

    The earlier output gets its name back where nothing took its place; where the new one did, the earlier one goes.
    """
    target = target.expanduser().resolve()
    done = []
    with suppress(OSError):
        for old in sorted(target.parent.glob(f"{OLD}*-*")):
            place = old.parent / old.name.removeprefix(OLD).partition("-")[2]
            if not old.is_dir() or old.is_symlink() or not is_abandoned(old):
                continue
            if place.exists():
                shutil.rmtree(old, ignore_errors=True)
                continue
            old.rename(place)
            done.append(
                Text(
                    f"Een eerdere run is gestopt terwijl hij {place} verving; de uitvoer van daarvoor staat er weer.",
                    f"An earlier run was stopped while it replaced {place}; the output from before is back.",
                )
            )
    return done


def clear_after(target: Path, made: list[Path]) -> None:
    """Remove what a run of ours that came to a sudden end left of its output; an earlier output gets its name back."""
    recover(target)
    for folder in made[:1]:
        shutil.rmtree(folder, ignore_errors=True)
    _remove_empty(made[1:])


def _remove_abandoned(parent: Path) -> None:
    """Remove the hidden folders of runs that were killed outright."""
    with suppress(OSError):
        for folder in [*parent.glob(f"{BUSY}*"), *parent.glob(f".{FRESH}*")]:
            if folder.is_dir() and not folder.is_symlink() and is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
