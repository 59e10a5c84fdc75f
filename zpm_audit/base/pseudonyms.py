"""Keyed pseudonyms for patients: the same person has the same pseudonym in every run with the same key.

The key stays on the machine (or in the environment variable ``ZPM_AUDIT_SLEUTEL``, for those who share it with an
accountant on purpose); without it a pseudonym cannot be traced back, not even by trying all known numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError, os_reason

KEY_VARIABLE = "ZPM_AUDIT_SLEUTEL"
_PREFIX = "pt-"
_LENGTH = 16


@dataclass(frozen=True)
class Key:
    """A secret key."""

    secret: bytes

    @property
    def fingerprint(self) -> str:
        """Return a short mark by which two people can see that they used the same key."""
        return hashlib.sha256(b"zpm-audit vingerafdruk" + self.secret).hexdigest()[:12]


def load_key() -> Key:
    """Return the key of this machine; make one at first use."""
    given = os.environ.get(KEY_VARIABLE, "")
    if given:
        if len(given) < 16:
            raise UsageError(
                nl=f"De sleutel in {KEY_VARIABLE} is te kort. Gebruik minstens 16 tekens.",
                en=f"The key in {KEY_VARIABLE} is too short. Use at least 16 characters.",
            )
        return Key(given.encode())
    path = key_file()
    try:
        if not path.exists():
            _make(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            nl=f"De sleutel voor pseudoniemen {path} is niet te lezen of te maken ({os_reason(error).nl}). "
            f"Geef schrijfrecht op die map, of zet een eigen sleutel in {KEY_VARIABLE}.",
            en=f"The key for pseudonyms {path} cannot be read or made ({os_reason(error).en}). "
            f"Allow writing in that folder, or put a key of your own in {KEY_VARIABLE}.",
        ) from error
    return Key(secret)


def key_file() -> Path:
    """Return where the key of this user stands."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "zpm-audit" / "sleutel"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"sleutel.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        # A link instead of a rename: when two runs start at the same time, the first key stays.
        os.link(own, path)
    except FileExistsError:
        pass
    except OSError:
        own.replace(path)
    own.unlink(missing_ok=True)


def pseudonyms(patients: pl.Series, key: Key) -> pl.DataFrame:
    """Return one row per different patient: ``patient_id`` and ``pseudoniem``."""
    known = patients.drop_nulls().unique()
    secret = key.secret
    made = [
        _PREFIX + hmac.new(secret, patient.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
        for patient in known.to_list()
    ]
    return pl.DataFrame({"patient_id": known, "pseudoniem": pl.Series(made, dtype=pl.String)})
