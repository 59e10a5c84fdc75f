"""A time stamp over the manifest of a run (RFC 3161): the question for an authority, and its answer verified offline.

Nothing here goes on a network. Anybody can verify the answer without zpm-audit:
``openssl ts -verify -data manifest.json -in manifest.json.tsr -CAfile ca.pem``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError, UsageError, os_reason
from zpm_audit.base.language import Text
from zpm_audit.evidence.chain_of_trust import leads_to

_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED = 0
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
    client = _client()
    builder = client.TimestampRequestBuilder().data(file.read_bytes())
    return bytes(builder.hash_algorithm(client.HashAlgorithm.SHA256).cert_request(cert_request=True).build().as_bytes())


def asks_about(request: bytes, file: Path) -> bool:
    """Tell whether a request is about this file."""
    return hashlib.sha256(file.read_bytes()).digest() in request


def read_stamp(answer: Path, file: Path, *, request: Path | None = None, authorities: Path | None = None) -> Stamp:
    """Verify the answer of an authority over a file; ``authorities`` are the certificates that are trusted (PEM)."""
    if not answer.is_file():
        return Stamp(StampState.AFWEZIG)
    roots = _certificates(authorities) if authorities is not None else []
    client = _client()
    try:
        reply = client.decode_timestamp_response(_bytes_of(answer))
        status = int(reply.status)
    except (ValueError, TypeError):
        return _worthless("het bestand is geen antwoord volgens RFC 3161", "the file is no answer by RFC 3161")
    if status != _GRANTED:
        told = "; ".join(reply.status_string) or str(status)
        return _worthless(f"de dienst gaf geen stempel ({told})", f"the authority gave no stamp ({told})")
    info = reply.tst_info
    if info.message_imprint.hash_algorithm.dotted_string != _SHA256:
        return _worthless("de stempel is niet over een sha256", "the stamp is not over a sha256")
    if bytes(info.message_imprint.message) != hashlib.sha256(file.read_bytes()).digest():
        return _worthless(
            "de stempel gaat over iets anders dan dit manifest", "the stamp is about something else than this manifest"
        )
    if request is not None and request.is_file() and not _repeats(request.read_bytes(), info.nonce):
        return _worthless("het antwoord hoort niet bij de vraag", "the answer does not belong to the question")
    return _signed(reply, roots)


def _signed(reply: Any, roots: Sequence[Any]) -> Stamp:
    """Verify who signed an answer, and that nothing in it was changed."""
    client = _client()
    moment = reply.tst_info.gen_time
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    signer, others = _signer(reply)
    if signer is None:
        return _worthless(
            "het antwoord bevat het certificaat van de ondertekenaar niet",
            "the answer does not hold the certificate of its signer",
        )
    trusted = [root for root in roots if leads_to(signer, others, root, moment)]
    if roots and not trusted:
        return _worthless(
            "de ondertekenaar valt niet onder de opgegeven certificaten, of was op dat moment niet geldig",
            "the signer is not under the given certificates, or was not valid at that moment",
        )
    # The library takes certificates that the answer itself brings for trusted; which ones are was settled above.
    builder = client.VerifierBuilder().tsa_certificate(signer).add_root_certificate(trusted[0] if trusted else signer)
    if not trusted:
        for other in others:
            builder = builder.add_root_certificate(other)
    try:
        builder.build().verify(reply, bytes(reply.tst_info.message_imprint.message))
    except (client.VerificationError, ValueError):
        if not trusted:
            # Without its authority at hand a stamp cannot be told good from bad.
            return Stamp(StampState.VAN_WIE, moment, signer.subject.rfc4514_string())
        return _worthless("de handtekening over de stempel klopt niet", "the signature over the stamp is wrong")
    state = StampState.GELDIG if trusted else StampState.VAN_WIE
    return Stamp(state, moment, signer.subject.rfc4514_string())


def _signer(reply: Any) -> tuple[Any, list[Any]]:
    """Return the certificate of the one signer, and the other ones; None where it is not clear which one it is."""
    from cryptography.x509 import load_der_x509_certificate

    infos = list(reply.signed_data.signer_infos)
    try:
        held = [load_der_x509_certificate(bytes(one)) for one in reply.signed_data.certificates]
    except ValueError:
        return None, []
    if len(infos) != 1:
        return None, []
    mine = [c for c in held if c.issuer == infos[0].issuer and c.serial_number == infos[0].serial_number]
    # Two certificates of one name and number: one of them may be a forgery that the signature really fits.
    if len(mine) != 1:
        return None, []
    return mine[0], [c for c in held if c is not mine[0]]


def _certificates(path: Path) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(path.read_bytes())
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


def _repeats(request: bytes, nonce: int | None) -> bool:
    """Tell whether an answer repeats the number of a request."""
    return nonce is not None and _integer(int(nonce)) in request


def _integer(value: int) -> bytes:
    """Return a number as it stands in a request."""
    content = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(content)]) + content


def _bytes_of(answer: Path) -> bytes:
    if answer.stat().st_size > _LARGEST:
        raise InputRefusedError(
            nl=f"{answer} is te groot voor een tijdstempel.", en=f"{answer} is too large for a time stamp."
        )
    return answer.read_bytes()


def _worthless(waarom: str, why: str) -> Stamp:
    return Stamp(StampState.ONGELDIG, why=Text(waarom, why))


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise UsageError(
            nl="Een tijdstempel vraagt een extra onderdeel. Installeer het met: pip install 'zpm-audit[stempel]'",
            en="A time stamp needs an extra part. Install it with: pip install 'zpm-audit[stempel]'",
        ) from error
    return rfc3161_client
