"""An evidence package: one zip with a list of everything in it. The same contents give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from zpm_audit import __version__
from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.marks import MAKER

CONTENTS = "pakket.json"
KIND = "dossier"
VERSION = 1
#: A zip cannot say nothing of a moment; this one is the first that it knows.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o100600 << 16
_UNIX = 3
_BLOCK = 1 << 20

#: What is packed: where it stands on disk, or its content.
Piece = Path | bytes


@dataclass(frozen=True)
class PackedRun:
    """A run in a package."""

    run_id: str
    kenmerk: str
    peildatum: str
    manifest_sha256: str

    @property
    def folder(self) -> str:
        """Return where it stands in the package."""
        return f"runs/{self.run_id}"

    @property
    def output(self) -> str:
        """Return where its output stands."""
        return f"{self.folder}/uitvoer"

    @property
    def rules(self) -> str:
        """Return where the checks and limits stand that it judged by."""
        return f"{self.folder}/regels"

    def beside(self, kind: str, name: str) -> str:
        """Return where a file stands that steered it: a mapping, a code list, acceptances."""
        return f"{self.folder}/bestanden/{kind.replace(' ', '-')}/{name}"

    def told(self) -> dict[str, str]:
        """Return the run as the list of contents names it."""
        return {
            "run_id": self.run_id,
            "map": self.folder,
            "kenmerk": self.kenmerk,
            "peildatum": self.peildatum,
            "manifest_sha256": self.manifest_sha256,
        }


def own_hash(content: Mapping[str, Any]) -> str:
    """Return the sha256 of a list of contents without its own."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_package(target: Path, pieces: Mapping[str, Piece], runs: Sequence[PackedRun], *, overwrite: bool) -> str:
    """Write a package as a whole, or leave what stood there; return the sha256 of the file."""
    if target.exists() and not overwrite:
        raise UsageError(
            nl=f"{target} is er al. Kies met --uit een andere naam, of gebruik --overschrijf.",
            en=f"{target} is there already. Choose another name with --uit, or use --overschrijf.",
        )
    listed = [{"pad": name, **_facts(piece)} for name, piece in sorted(pieces.items())]
    content: dict[str, Any] = {
        "gemaakt_door": MAKER,
        "soort": KIND,
        "pakket_versie": VERSION,
        "programma": __version__,
        "runs": [run.told() for run in runs],
        "bestanden": listed,
    }
    content["sha256"] = own_hash(content)
    whole = {**pieces, CONTENTS: (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()}
    hidden = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _write(file, whole)
        hidden.replace(target)
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"{target} kan niet worden geschreven ({why.nl}). Kies met --uit een andere plaats.",
            en=f"{target} cannot be written ({why.en}). Choose another place with --uit.",
        ) from error
    finally:
        hidden.unlink(missing_ok=True)
    return hash_file(target).sha256


def _write(file: IO[bytes], pieces: Mapping[str, Piece]) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, piece in sorted(pieces.items()):
            entry = ZipInfo(name, _MOMENT)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _PRIVATE, _UNIX
            if isinstance(piece, bytes):
                archive.writestr(entry, piece)
                continue
            entry.file_size = piece.stat().st_size
            with piece.open("rb") as source, archive.open(entry, "w") as there:
                shutil.copyfileobj(source, there, _BLOCK)


def _facts(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, bytes):
        return {"bytes": len(piece), "sha256": hashlib.sha256(piece).hexdigest()}
    found = hash_file(piece)
    return {"bytes": found.bytes, "sha256": found.sha256}
