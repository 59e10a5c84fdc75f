"""Opens an evidence package of somebody else: it can do nothing but be read, and all of it must be as listed."""

from __future__ import annotations

import hashlib
import json
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from zpm_audit.base.errors import InputRefusedError, UsageError, os_reason
from zpm_audit.evidence.package import CONTENTS, KIND, VERSION, PackedRun, own_hash
from zpm_audit.output.marks import MAKER, MANIFEST

#: A package of a large provider is some gigabytes, of some thousand files, packed to a tenth.
MOST_BYTES = 64 << 30
MOST_FILES = 50_000
MOST_TIMES = 200
_SMALL = 64 << 20
_LONGEST_LIST = 64 << 20
_BLOCK = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Opened:
    """A package that was opened: where it stands now, and which runs are in it."""

    folder: Path
    runs: tuple[PackedRun, ...]


def open_package(path: Path, folder: Path) -> Opened:
    """Unpack a package into a private folder; InputRefusedError where anything in it is not as it was packed."""
    if not path.is_file():
        raise UsageError(
            nl=f"{path} bestaat niet. Geef een bewijspakket van zpm-audit dossier.",
            en=f"{path} does not exist. Give an evidence package of zpm-audit dossier.",
        )
    try:
        with ZipFile(path) as archive:
            entries = _safe_entries(path, archive)
            content = _contents(path, archive, entries)
            listed = {str(one["pad"]): one for one in content["bestanden"]}
            _refuse_other_files(path, entries, listed)
            for name, one in listed.items():
                _unpack(path, archive, entries[name], folder / name, str(one["sha256"]), int(one["bytes"]))
            runs = tuple(
                PackedRun(str(r["run_id"]), str(r["kenmerk"]), str(r["peildatum"]), str(r["manifest_sha256"]))
                for r in content["runs"]
            )
    except (BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise _refused(path, "is geen leesbaar zip-bestand", "is no readable zip file") from error
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise _refused(
            path, f"heeft een {CONTENTS} die zpm-audit niet schreef", f"has a {CONTENTS} that zpm-audit did not write"
        ) from error
    except OSError as error:
        why = os_reason(error)
        raise _refused(path, f"is niet uit te pakken ({why.nl})", f"cannot be unpacked ({why.en})") from error
    if not runs or any(f"{run.output}/{MANIFEST}" not in listed for run in runs):
        raise _refused(path, "bevat geen hele run", "holds no whole run")
    return Opened(folder, runs)


def _safe_entries(path: Path, archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the files by name; a way out, a link or a bomb is refused before anything is unpacked."""
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_FILES:
        raise _refused(path, f"bevat meer dan {MOST_FILES} bestanden", f"holds more than {MOST_FILES} files")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if _leads_away(name):
            raise _refused(path, f"bevat een pad naar elders ({name})", f"holds a path to elsewhere ({name})")
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise _refused(path, f"bevat een koppeling ({name})", f"holds a link ({name})")
        if entry.flag_bits & _ENCRYPTED:
            raise _refused(path, f"is versleuteld ({name})", f"is encrypted ({name})")
        if name.casefold() in seen:
            raise _refused(path, f"bevat {name} twee keer", f"holds {name} twice")
        seen.add(name.casefold())
        if entry.file_size > _SMALL and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
            raise _refused(path, f"pakt {name} verdacht groot uit", f"unpacks {name} to a suspicious size")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _refused(path, "pakt te groot uit", "unpacks to too much")
    return {entry.filename: entry for entry in entries}


def _leads_away(name: str) -> bool:
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    parts = {*posix.parts, *windows.parts}
    rooted = posix.is_absolute() or windows.is_absolute() or windows.drive or windows.root
    plain = all(ord(c) >= 32 for c in name) and "\\" not in name and ":" not in name
    return bool(not name or rooted or ".." in parts or not plain)


def _contents(path: Path, archive: ZipFile, entries: Mapping[str, ZipInfo]) -> Mapping[str, Any]:
    """Return the list of contents, when nobody changed it."""
    if CONTENTS not in entries or entries[CONTENTS].file_size > _LONGEST_LIST:
        raise _refused(path, f"is geen bewijspakket: {CONTENTS} ontbreekt", f"is no evidence package: no {CONTENTS}")
    content = json.loads(archive.read(entries[CONTENTS]))
    if content["gemaakt_door"] != MAKER or content["soort"] != KIND or content["pakket_versie"] != VERSION:
        raise _refused(
            path, "is geen bewijspakket van deze versie van zpm-audit", "is no evidence package of this zpm-audit"
        )
    if content["sha256"] != own_hash(content):
        raise _refused(path, f"is gewijzigd: {CONTENTS} klopt niet", f"was changed: {CONTENTS} is wrong")
    found: Mapping[str, Any] = content
    return found


def _refuse_other_files(path: Path, entries: Mapping[str, ZipInfo], listed: Mapping[str, Any]) -> None:
    there = set(entries) - {CONTENTS}
    for name in sorted(there ^ set(listed))[:1]:
        if name in listed:
            raise _refused(path, f"is gewijzigd: {name} ontbreekt", f"was changed: {name} is missing")
        raise _refused(path, f"is gewijzigd: {name} hoort er niet bij", f"was changed: {name} does not belong to it")


def _unpack(path: Path, archive: ZipFile, entry: ZipInfo, target: Path, sha256: str, size: int) -> None:
    """Unpack one file, and stop as soon as it is larger than it says to be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), size
    with archive.open(entry) as source, target.open("xb") as there:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                break
            digest.update(block)
            there.write(block)
    if left or digest.hexdigest() != sha256:
        raise _refused(path, f"is gewijzigd: {entry.filename}", f"was changed: {entry.filename}")


def _refused(path: Path, waarom: str, why: str) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path} {waarom}. Vraag het pakket opnieuw aan wie het maakte.",
        en=f"{path} {why}. Ask whoever made the package for it again.",
    )
