"""Keyed pseudonyms for patients: the same person has the same pseudonym in every run with the same key.

The key stays on the machine: in a file of the account, in the file that ``ZPM_AUDIT_SLEUTELBESTAND`` names (for a
service account), or in the variable ``ZPM_AUDIT_SLEUTEL`` (for those who share it on purpose). Without it a pseudonym
cannot be traced back, not even by trying all known numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zpm_audit.base.errors import UsageError, os_reason

if TYPE_CHECKING:
    import polars as pl

KEY_VARIABLE = "ZPM_AUDIT_SLEUTEL"
FILE_VARIABLE = "ZPM_AUDIT_SLEUTELBESTAND"
#: In bytes.
SHORTEST = 16
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
        return _long_enough(os.fsencode(given), KEY_VARIABLE)
    path = key_file()
    try:
        if not path.exists():
            _make(path)
        _refuse_public(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            nl=f"De sleutel voor pseudoniemen {path} is niet te lezen of te maken ({os_reason(error).nl}). "
            f"Geef schrijfrecht op die map, of zet een eigen sleutel in {KEY_VARIABLE}.",
            en=f"The key for pseudonyms {path} cannot be read or made ({os_reason(error).en}). "
            f"Allow writing in that folder, or put a key of your own in {KEY_VARIABLE}.",
        ) from error
    return _long_enough(secret, str(path))


def _long_enough(secret: bytes, where: str) -> Key:
    """Refuse a key that somebody could find by trying: with it every pseudonym can be traced back."""
    if len(secret.strip()) < SHORTEST:
        raise UsageError(
            nl=f"De sleutel in {where} is te kort: daarmee kan iedereen de pseudoniemen terugrekenen. "
            f"Gebruik minstens {SHORTEST} willekeurige tekens, bijvoorbeeld van `openssl rand -hex 32`. Een leeg of "
            "beschadigd sleutelbestand kunt u weghalen; dan maakt zpm-audit een nieuwe sleutel, met andere "
            "pseudoniemen.",
            en=f"The key in {where} is too short: with it anybody can trace the pseudonyms back. Use at "
            f"least {SHORTEST} random characters, for instance of `openssl rand -hex 32`. An empty or damaged key file "
            "can be removed; then zpm-audit makes a new key, with other pseudonyms.",
        )
    return Key(secret)


def _refuse_public(path: Path) -> None:
    """Refuse a key file that others on this machine can read or change."""
    if sys.platform == "win32":
        return
    if path.stat().st_mode & 0o077:
        raise UsageError(
            nl=f"De sleutel voor pseudoniemen {path} is voor anderen te lezen; daarmee kunnen zij de pseudoniemen "
            f"terugrekenen. Sluit hem af met `chmod 600 {path}`.",
            en=f"The key for pseudonyms {path} can be read by others, who could trace the pseudonyms back with it. "
            f"Close it with `chmod 600 {path}`.",
        )


def throwaway_key() -> Key:
    """Return a key that nobody keeps."""
    return Key(secrets.token_bytes(32))


def key_file() -> Path:
    """Return where the key stands: where the variable says, or else with this user."""
    if asked := os.environ.get(FILE_VARIABLE):
        return Path(asked)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "zpm-audit" / "sleutel"


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def pseudonym(number: str, key: Key) -> str:
    """Return the pseudonym of one number."""
    return _PREFIX + hmac.digest(key.secret, number.encode("utf-8", "surrogatepass"), "sha256").hex()[:_LENGTH]


def pseudonyms(patients: pl.Series, key: Key) -> pl.DataFrame:
    """Return one row per different patient: ``patient_id`` and ``pseudoniem``."""
    import polars as pl

    known = patients.drop_nulls().unique()
    made = [pseudonym(patient, key) for patient in known.to_list()]
    return pl.DataFrame({"patient_id": known, "pseudoniem": pl.Series(made, dtype=pl.String)})
