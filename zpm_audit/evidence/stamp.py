"""A time stamp over the manifest of a run (RFC 3161): the question for an authority, and its answer verified offline.

Nothing here goes on a network. Anybody can verify the answer without zpm-audit:
``openssl ts -verify -data manifest.json -in manifest.json.tsr -CAfile ca.pem``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError, UsageError, os_reason
from zpm_audit.base.language import Text
from zpm_audit.evidence import timestamp
from zpm_audit.evidence.chain_of_trust import leads_to
from zpm_audit.evidence.der import DerError
from zpm_audit.evidence.timestamp import SHA256, Answer, RefusedError

_LARGEST = 1 << 20


class StampState(StrEnum):
    """What a time stamp proves. ``VAN_WIE``: nobody said which authority is trusted."""

    AFWEZIG = "afwezig"
    ONGELDIG = "ongeldig"
    VAN_WIE = "van_wie_onbekend"
    GELDIG = "geldig"


@dataclass(frozen=True)
class Stamp:
    """The time stamp of a file: what it proves, the moment, by whom; ``why`` it proves nothing."""

    state: StampState
    moment: datetime | None = None
    by: str = ""
    why: Text | None = None


def question(file: Path) -> bytes:
    """Return the request for a time stamp over a file, with a number of its own that the answer must repeat."""
    return timestamp.question(hashlib.sha256(file.read_bytes()).digest())


def asks_about(request: Path, file: Path) -> bool:
    """Tell whether a request is about this file."""
    try:
        return timestamp.read_question(_bytes_of(request))[0] == hashlib.sha256(file.read_bytes()).digest()
    except ValueError:
        return False


def read_stamp(answer: Path, file: Path, *, request: Path | None = None, authorities: Path | None = None) -> Stamp:
    """Verify the answer of an authority over a file; ``authorities`` are the certificates that are trusted (PEM)."""
    if not answer.is_file():
        return Stamp(StampState.AFWEZIG)
    roots = _certificates(authorities) if authorities is not None else []
    try:
        found = timestamp.read_answer(_bytes_of(answer))
    except RefusedError as error:
        return _worthless(f"de dienst gaf geen stempel ({error})", f"the authority gave no stamp ({error})")
    except DerError:
        return _worthless(
            "het bestand is geen antwoord volgens RFC 3161 met het certificaat van de ondertekenaar",
            "the file is no answer by RFC 3161 with the certificate of its signer",
        )
    if found.hashed_by != SHA256 or found.digest != hashlib.sha256(file.read_bytes()).digest():
        return _worthless(
            "de stempel gaat over iets anders dan dit manifest", "the stamp is about something else than this manifest"
        )
    if request is not None and request.is_file() and not _belongs(found, request):
        return _worthless("het antwoord hoort niet bij de vraag", "the answer does not belong to the question")
    if not found.holds:
        return _worthless("de handtekening over de stempel klopt niet", "the signature over the stamp is wrong")
    by = found.signer.subject.rfc4514_string()
    if not roots:
        return Stamp(StampState.VAN_WIE, found.moment, by)
    if not any(leads_to(found.signer, found.others, root, found.moment) for root in roots):
        return _worthless(
            "de ondertekenaar valt niet onder de opgegeven certificaten, of was op dat moment niet geldig",
            "the signer is not under the given certificates, or was not valid at that moment",
        )
    return Stamp(StampState.GELDIG, found.moment, by)


def _belongs(found: Answer, request: Path) -> bool:
    """Tell whether an answer repeats the number of a request."""
    try:
        return timestamp.read_question(_bytes_of(request))[1] == found.nonce
    except ValueError:
        return False


def _certificates(path: Path) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list(load_pem_x509_certificates(path.read_bytes()))
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"{path} is niet te lezen ({why.nl}). Geef met --ca het certificaat van de dienst (PEM).",
            en=f"{path} cannot be read ({why.en}). Give the certificate of the authority with --ca (PEM).",
        ) from error
    except ValueError as error:
        raise UsageError(
            nl=f"{path} bevat geen certificaat in PEM-vorm. Geef met --ca het certificaat van de dienst.",
            en=f"{path} holds no certificate in PEM form. Give the certificate of the authority with --ca.",
        ) from error


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise InputRefusedError(
            nl=f"{path} is te groot voor een tijdstempel.", en=f"{path} is too large for a time stamp."
        )
    return path.read_bytes()


def _worthless(waarom: str, why: str) -> Stamp:
    return Stamp(StampState.ONGELDIG, why=Text(waarom, why))
