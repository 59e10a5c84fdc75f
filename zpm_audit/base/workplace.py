"""The machine's own working files: private, in a place that can be set, and gone when their process is."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from zpm_audit.base.claim import FRESH, claimed_folder, is_abandoned
from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.stopping import remove_folder, undone_by_stop

#: Where working files go, when the temporary folder of the system is too small or too public.
PLACE_VARIABLE = "ZPM_AUDIT_WERKMAP"
_PREFIX = "zpm-audit-werk-"
#: What removing a folder in a folder in a folder needs; a run that failed for want of descriptors has none left.
_DESCRIPTORS = 6
_NAME = re.compile(rf"(?:{_PREFIX}|{FRESH})[0-9a-f]{{16}}")


def place() -> Path:
    """Return the folder that working folders are made in; raise UsageError where the one that was set is none."""
    asked = os.environ.get(PLACE_VARIABLE)
    if not asked:
        return Path(tempfile.gettempdir())
    folder = Path(asked)
    if not folder.is_dir():
        raise UsageError(
            nl=f"{PLACE_VARIABLE} wijst naar {folder}, en dat is geen map. Maak hem, of laat de variabele weg.",
            en=f"{PLACE_VARIABLE} points to {folder}, which is no folder. Make it, or leave the variable out.",
        )
    return folder


@contextmanager
def working_folder() -> Iterator[Path]:
    """Give a folder for files with patient data; it is gone when the block ends, however it ends."""
    folder = place() / f"{_PREFIX}{secrets.token_hex(8)}"
    with undone_by_stop(lambda: remove_folder(folder)), ExitStack() as held:
        try:
            kept = held.enter_context(ExitStack())
            for _ in range(_DESCRIPTORS):
                kept.callback(os.close, os.open(os.devnull, os.O_RDONLY))
            held.enter_context(claimed_folder(folder))
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):  # another place would not help
                raise
            why = os_reason(error)
            raise UsageError(
                nl=f"In {folder.parent} kan geen map voor werkbestanden worden gemaakt ({why.nl}). Zet "
                f"{PLACE_VARIABLE} op een map waarin u mag schrijven.",
                en=f"No folder for working files can be made in {folder.parent} ({why.en}). Set {PLACE_VARIABLE} to a "
                "folder that you may write in.",
            ) from error
        try:
            yield folder
        finally:
            kept.close()
            shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the working folders of processes that were killed outright; whatever is in the way is left."""
    with suppress(OSError, UsageError):
        for found in os.scandir(place()):
            if _NAME.fullmatch(found.name) and found.is_dir(follow_symlinks=False) and _is_mine(found):
                folder = Path(found.path)
                if is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_mine(found: os.DirEntry[str]) -> bool:
    return not hasattr(os, "getuid") or found.stat(follow_symlinks=False).st_uid == os.getuid()
