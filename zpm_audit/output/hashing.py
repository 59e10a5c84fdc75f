"""Hashes of files: in parallel, in blocks, whatever their size."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError, os_reason

_BLOCK = 1 << 20
_MOST_THREADS = 4


@dataclass(frozen=True)
class FileHash:
    """What a file held when it was read."""

    sha256: str
    bytes: int


def hash_file(path: Path) -> FileHash:
    """Return the hash of one file. A device or a pipe is refused: it may never end."""
    if path.exists() and not path.is_file():
        raise _unreadable(path, "geen gewoon bestand", "no regular file")
    digest, size = hashlib.sha256(), 0
    block = memoryview(bytearray(_BLOCK))
    try:
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(block):
                # hashlib lets other threads run while it works on a block.
                digest.update(block[:count])
                size += count
    except OSError as error:
        why = os_reason(error)
        raise _unreadable(path, why.nl, why.en) from error
    return FileHash(digest.hexdigest(), size)


def _unreadable(path: Path, waarom: str, why: str) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path} kan niet worden gelezen om de sha256 te bepalen ({waarom}). Controleer of het bestand bestaat, "
        "een gewoon bestand is en leesbaar is.",
        en=f"{path} cannot be read to compute its sha256 ({why}). Check that the file exists, is a regular file "
        "and is readable.",
    )


def hash_files(paths: Iterable[Path]) -> dict[Path, FileHash]:
    """Return the hash of every file; the files are read side by side. May run in a thread while the audit works."""
    unique = list(dict.fromkeys(paths))
    threads = max(1, min(_MOST_THREADS, os.cpu_count() or 1, len(unique)))
    with ThreadPoolExecutor(threads, thread_name_prefix="hash") as pool:
        return dict(zip(unique, pool.map(hash_file, unique), strict=True))
