"""Files in an archive by what they hold: however many runs used the same check, it stands there once."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, select

from zpm_audit.archive.tables import FILE
from zpm_audit.base.errors import UsageError


def put(connection: Connection, contents: Mapping[str, bytes]) -> None:
    """Add contents by their sha256; what is there already stays."""
    there = set(connection.execute(select(FILE.c.sha256)).scalars())
    new = [{"sha256": sha, "inhoud": zlib.compress(c, 9)} for sha, c in contents.items() if sha not in there]
    if new:
        connection.execute(FILE.insert(), new)


def get(connection: Connection, sha256: str) -> bytes:
    """Return one content; one that is gone or is not what it was is refused."""
    content = content_of(sha256, connection.execute(select(FILE.c.inhoud).where(FILE.c.sha256 == sha256)).scalar())
    if content is None:
        raise UsageError(
            nl=f"In het archief is een bestand weg of veranderd (sha256 {sha256[:12]}…). Zet een reservekopie terug.",
            en=f"A file in the archive is gone or changed (sha256 {sha256[:12]}…). Restore a backup.",
        )
    return content


def content_of(sha256: str, kept: bytes | None) -> bytes | None:
    """Return what was kept under a sha256; None where it is gone or not what it was."""
    try:
        content = zlib.decompress(kept or b"")
    except zlib.error:
        return None
    return content if sha256_of(content) == sha256 else None


def packed(files: Mapping[str, Path]) -> tuple[str, dict[str, bytes]]:
    """Return the sha256 of a list of files by name, and every content with it, the list included."""
    contents: dict[str, bytes] = {}
    listed: dict[str, str] = {}
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        listed[name] = sha256_of(content)
        contents[listed[name]] = content
    whole = json.dumps(listed, sort_keys=True, ensure_ascii=False).encode()
    return sha256_of(whole), contents | {sha256_of(whole): whole}


def unpacked(connection: Connection, whole: str) -> dict[str, bytes]:
    """Return the files of a list by name."""
    listed: dict[str, str] = json.loads(get(connection, whole))
    return {name: get(connection, sha256) for name, sha256 in listed.items()}


def write(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for name, content in contents.items():
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            raise ValueError(f"a file outside the folder: {name}")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def sha256_of(content: bytes) -> str:
    """Return the sha256 of a content."""
    return hashlib.sha256(content).hexdigest()
