"""The signatures of ``ssh-keygen -Y``, made and read by ourselves for machines without OpenSSH: Ed25519 keys only.

The form is that of PROTOCOL.sshsig of OpenSSH, so that either program verifies what the other signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_HASH = b"sha512"
_WIDTH = 70


class SshSignatureError(Exception):
    """A signature or key that cannot be used here."""


@dataclass(frozen=True)
class Signed:
    """A signature as it was read: by which key, for which purpose, and over what."""

    key: bytes
    namespace: str
    hashed_by: str
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the key as OpenSSH writes it."""
        return fingerprint(self.key)

    def holds_for(self, content: bytes) -> bool:
        """Tell whether the signature is over this content."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        kind, rest = _field(self.key)
        raw, _ = _field(rest)
        if kind != _KIND or self.hashed_by not in {"sha256", "sha512"}:
            raise SshSignatureError(kind.decode("ascii", "replace"))
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(
                self.raw, _signed_bytes(self.namespace, self.hashed_by, content)
            )
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(content: bytes, key: Path, namespace: str) -> str:
    """Return the signature of a content by a key in a file, in its armour."""
    private = _private(key)
    public = _string(_KIND) + _string(private.public_key().public_bytes_raw())
    raw = private.sign(_signed_bytes(namespace, _HASH.decode(), content))
    blob = (
        _MAGIC
        + struct.pack(">I", 1)
        + _string(public)
        + _string(namespace.encode())
        + _string(b"")
        + _string(_HASH)
        + _string(_string(_KIND) + _string(raw))
    )
    text = base64.b64encode(blob).decode()
    lines = [text[i : i + _WIDTH] for i in range(0, len(text), _WIDTH)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def key_fingerprint(key: Path) -> str:
    """Return the fingerprint of a key in a file."""
    return fingerprint(_string(_KIND) + _string(_private(key).public_key().public_bytes_raw()))


def read(armoured: str) -> Signed:
    """Return what a signature says; SshSignatureError where it is none."""
    body = armoured.partition(_BEGIN)[2].partition(_END)[0]
    try:
        blob = base64.b64decode("".join(body.split()), validate=True)
        if not blob.startswith(_MAGIC) or struct.unpack_from(">I", blob, len(_MAGIC))[0] != 1:
            raise SshSignatureError(armoured[:40])
        key, rest = _field(blob[len(_MAGIC) + 4 :])
        namespace, rest = _field(rest)
        _, rest = _field(rest)
        hashed_by, rest = _field(rest)
        whole, rest = _field(rest)
        _, inner = _field(whole)
        raw, left = _field(inner)
    except (binascii.Error, struct.error, UnicodeDecodeError) as error:
        raise SshSignatureError(armoured[:40]) from error
    if rest or left:
        raise SshSignatureError(armoured[:40])
    return Signed(key, namespace.decode("utf-8", "replace"), hashed_by.decode("ascii", "replace"), raw)


def signer(signed: Signed, allowed: str) -> str | None:
    """Return who may sign with this key according to a file of allowed signers; None where nobody may.

    A line with an option that is not understood here (a term, a certificate authority) allows nobody.
    """
    for line in allowed.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or len(words) < 3:
            continue
        who, *rest = words
        if rest[0] != _KIND.decode():
            purposes = rest[0].removeprefix('namespaces="').removesuffix('"')
            if purposes == rest[0] or signed.namespace not in purposes.split(","):
                continue
            rest = rest[1:]
        if len(rest) > 1 and rest[0] == _KIND.decode() and _decoded(rest[1]) == signed.key:
            return who.split(",")[0]
    return None


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        private = load_ssh_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise SshSignatureError(str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SshSignatureError(str(path))
    return private


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _signed_bytes(namespace: str, hashed_by: str, content: bytes) -> bytes:
    digest = hashlib.new(hashed_by, content).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(hashed_by.encode()) + _string(digest)


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _field(content: bytes) -> tuple[bytes, bytes]:
    (length,) = struct.unpack_from(">I", content)
    if len(content) < 4 + length:
        raise struct.error("cut short")
    return content[4 : 4 + length], content[4 + length :]
