"""What a run worked out and a later run may take over: proofs of unchanged files, and compiled templates.

The cache belongs to the user and nobody else may read or write it. What stands in it is found by the hash of all that
it follows from, so that it can never answer for something that changed. Without a folder that is safe to use,
everything is simply worked out again. It never holds anything of an export.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

CACHE_VARIABLE = "ZPM_AUDIT_CACHE"
_OFF = {"uit", "nee", "off", "no"}


def cache_dir(kind: str) -> Path | None:
    """Return the private folder for one kind of thing; None where there is none that is safe.

    ``ZPM_AUDIT_CACHE`` names another folder, or says ``uit``.
    """
    base = _base()
    if base is None:
        return None
    folder = base / kind
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe = _private(base) and _private(folder)
    except OSError:
        return None
    return folder if safe else None


def _base() -> Path | None:
    chosen = os.environ.get(CACHE_VARIABLE, "")
    if chosen:
        return None if chosen.casefold() in _OFF else Path(chosen)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "zpm-audit" / "cache"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zpm-audit"
    except RuntimeError:  # nobody's home is known
        return None


def _private(folder: Path) -> bool:
    """Tell whether only this user can write here: somebody else's folder could hold anything."""
    found = folder.lstat()
    if sys.platform == "win32":
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def fingerprint(files: Iterable[Path], *more: str, called: Callable[[Path], str] = str) -> str:
    """Return one hash over names (as ``called`` gives them) and contents of files, and over ``more``."""
    whole = hashlib.sha256()
    for text in more:
        whole.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    for name, path in sorted((called(path), path) for path in files):
        whole.update(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


@lru_cache(maxsize=1)
def own_code() -> str:
    """Return a hash over the code of the tool and what it computes with: other code may judge otherwise."""
    import polars as pl

    from zpm_audit import __version__

    package = Path(__file__).resolve().parents[1]
    return fingerprint(package.rglob("*.py"), __version__, pl.__version__, sys.version)


def is_known(kind: str, digest: str) -> bool:
    """Tell whether an earlier run noted this hash."""
    folder = cache_dir(kind)
    if folder is None:
        return False
    with suppress(OSError):
        return (folder / digest).read_text(encoding="ascii") == digest
    return False


def note(kind: str, digest: str) -> None:
    """Note a hash for later runs; without a place for it nothing happens."""
    folder = cache_dir(kind)
    if folder is not None:
        write_whole(folder / digest, digest.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of the cache so that it is there whole or not at all; without room nothing happens."""
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        _forget_old(path.parent)


def _forget_old(folder: Path, keep: int = 200) -> None:
    """Keep the latest: catalogues and templates come and go while somebody works on them."""
    noted = sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in noted[keep:]:
        path.unlink(missing_ok=True)
