"""The messages of RFC 3161: a question, and an answer with what is in it and whether its signature holds.

Read by ourselves. A library was looked at: it takes the certificates that come along with an answer for trusted ones,
and refuses answers whose certificates stand in another order than DER asks, as those of OpenSSL do. Whose the signature
is and whether that is somebody to trust is for ``chain_of_trust``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from zpm_audit.evidence import der
from zpm_audit.evidence.der import DerError, Element

SHA256 = "2.16.840.1.101.3.4.2.1"
_HASHES = {SHA256: "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}
#: Signatures that say by themselves which hash they are over; others are over that of the signer.
_SIGNED_BY = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
_PSS = "1.2.840.113549.1.1.10"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_GRANTED = 0
_FIRST = 0xA0


class RefusedError(Exception):
    """The authority gave no stamp; the text is what it said."""


@dataclass(frozen=True)
class Answer:
    """What an answer says, and by whom it is signed. ``others`` are certificates that came along."""

    hashed_by: str
    digest: bytes
    moment: datetime
    nonce: int | None
    signer: Any
    others: tuple[Any, ...]
    #: Whether the signature is over this answer, by the key of the signer.
    holds: bool


def question(digest: bytes) -> bytes:
    """Return the request for a stamp over a sha256, with a number of its own and for an answer with certificates."""
    algorithm = der.written(der.SEQUENCE, der.identifier(SHA256) + der.written(der.NULL, b""))
    imprint = der.written(der.SEQUENCE, algorithm + der.written(der.OCTETS, digest))
    nonce = der.number(secrets.randbits(63) | 1)
    return der.written(der.SEQUENCE, der.number(1) + imprint + nonce + der.written(der.BOOLEAN, b"\xff"))


def read_question(request: bytes) -> tuple[bytes, int | None]:
    """Return of a request the hash that it is about, and its number."""
    _, imprint, *rest = der.only(request).of(der.SEQUENCE).parts()
    digest = imprint.parts()[1].of(der.OCTETS).content
    return digest, next((one.number for one in rest if one.tag == der.INTEGER), None)


def read_answer(reply: bytes) -> Answer:
    """Return what an answer says; DerError where it is none, RefusedError where the authority refused."""
    try:
        return _read(reply)
    except (IndexError, ValueError, KeyError, TypeError) as error:
        raise DerError(str(error)) from error


def _read(reply: bytes) -> Answer:
    status, *rest = der.only(reply).of(der.SEQUENCE).parts()
    granted, *told = status.of(der.SEQUENCE).parts()
    if granted.number != _GRANTED or not rest:
        texts = [
            text.content.decode("utf-8", "replace") for one in told if one.tag == der.SEQUENCE for text in one.parts()
        ]
        raise RefusedError("; ".join(texts) or str(granted.number))
    kind, wrapped = rest[0].of(der.SEQUENCE).parts()
    if kind.oid != _SIGNED_DATA:
        raise DerError("no signed data")
    _, _, content, *more = der.only(wrapped.of(_FIRST).content).of(der.SEQUENCE).parts()
    content_type, held = content.parts()
    if content_type.oid != _TST_INFO:
        raise DerError("no stamp")
    stamp = der.only(held.of(_FIRST).content).of(der.OCTETS).content
    certificates = _certificates(next((one for one in more if one.tag == _FIRST), None))
    infos = more[-1].of(der.SET).parts()
    if len(infos) != 1:
        raise DerError("not one signer")
    return _answer(stamp, infos[0], certificates)


def _answer(stamp: bytes, info: Element, certificates: Sequence[Any]) -> Answer:
    _, _, imprint, _, moment, *rest = der.only(stamp).of(der.SEQUENCE).parts()
    algorithm, digest = imprint.parts()
    _, name, *signed = info.of(der.SEQUENCE).parts()
    signer = _signer(name, certificates)
    return Answer(
        hashed_by=algorithm.parts()[0].oid,
        digest=digest.of(der.OCTETS).content,
        moment=_moment(moment.of(der.TIME).content),
        nonce=next((one.number for one in rest if one.tag == der.INTEGER), None),
        signer=signer,
        others=tuple(one for one in certificates if one is not signer),
        holds=_holds(stamp, signed, signer),
    )


def _certificates(held: Element | None) -> list[Any]:
    from cryptography.x509 import load_der_x509_certificate

    return [load_der_x509_certificate(one.whole) for one in held.parts() if one.tag == der.SEQUENCE] if held else []


def _signer(name: Element, certificates: Sequence[Any]) -> Any:
    """Return the certificate that the signer names. Two of one name and number are none: one may be a forgery."""
    issuer, serial = name.of(der.SEQUENCE).parts()
    found = [c for c in certificates if c.issuer.public_bytes() == issuer.whole and c.serial_number == serial.number]
    if len(found) != 1:
        raise DerError("no certificate of the signer")
    return found[0]


def _moment(written: bytes) -> datetime:
    text = written.decode("ascii")
    form = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text, form).replace(tzinfo=UTC)


def _holds(stamp: bytes, signed: Sequence[Element], signer: Any) -> bool:
    """Tell whether the signature is over this stamp, and names the certificate of the signer."""
    digest_algorithm, attributes, signature_algorithm, signature = signed[0], *signed[1:4]
    hashed_by = _HASHES.get(digest_algorithm.parts()[0].oid)
    said = {one.parts()[0].oid: one.parts()[1].of(der.SET).parts() for one in attributes.of(_FIRST).parts()}
    if hashed_by is None:
        return False
    right = (
        said[_CONTENT_TYPE][0].oid == _TST_INFO
        and hmac.compare_digest(said[_MESSAGE_DIGEST][0].content, hashlib.new(hashed_by, stamp).digest())
        and _names(said, signer)
    )
    # What is signed is the set of attributes, which stands in the answer under another tag.
    whole = der.written(der.SET, attributes.content)
    kind = signature_algorithm.parts()[0].oid
    return right and _verified(signer.public_key(), signature.of(der.OCTETS).content, whole, kind, hashed_by)


def _names(said: Mapping[str, Sequence[Element]], signer: Any) -> bool:
    """Tell whether the signed attributes name this certificate, by its hash."""
    from cryptography.hazmat.primitives.serialization import Encoding

    whole = signer.public_bytes(Encoding.DER)
    if _SIGNING_CERTIFICATE_V2 in said:
        first = said[_SIGNING_CERTIFICATE_V2][0].parts()[0].parts()[0].parts()
        # Without an algorithm it is sha256.
        named = _HASHES.get(first[0].parts()[0].oid, "") if first[0].tag == der.SEQUENCE else "sha256"
        found = next(one.content for one in first if one.tag == der.OCTETS)
        return bool(named) and hmac.compare_digest(found, hashlib.new(named, whole).digest())
    first = said[_SIGNING_CERTIFICATE][0].parts()[0].parts()[0].parts()
    return hmac.compare_digest(first[0].of(der.OCTETS).content, hashlib.sha1(whole).digest())  # noqa: S324


def _verified(key: Any, signature: bytes, content: bytes, kind: str, hashed_by: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    known: dict[str, hashes.HashAlgorithm] = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    algorithm = known[_SIGNED_BY.get(kind, hashed_by)]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
            key.verify(signature, content, pss if kind == _PSS else padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True
