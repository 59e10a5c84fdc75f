"""A time stamp authority of our own: its root, an intermediate, and a signer; answers are made by openssl."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_NOW = datetime.datetime.now(datetime.UTC)
_CONFIG = """\
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""

Key = ec.EllipticCurvePrivateKey | RSAPrivateKey
Pair = tuple[x509.Certificate, Key]


@dataclass(frozen=True)
class Authority:
    """An authority in a folder."""

    folder: Path
    root: Path

    def answer(self, request: Path, target: Path, *, chain: bool = True) -> Path:
        """Answer a request; with ``chain`` the answer brings its intermediate, and its root as well."""
        asked = ["openssl", "ts", "-reply", "-queryfile", request, "-config", self.folder / "tsa.cnf", "-out", target]
        command = [*asked, "-signer", self.folder / "signer.pem", "-inkey", self.folder / "signer.key"]
        if chain:
            command += ["-chain", self.folder / "chain.pem"]
        subprocess.run(command, check=True, capture_output=True)
        return target


def make_authority(
    folder: Path,
    name: str,
    *,
    days: int = 1000,
    for_stamps: bool = True,
    ca: bool = True,
    rsa: bool = False,
    serial: int | None = None,
) -> Authority:
    """Make an authority; ``days`` is how long its signer is valid, ``ca`` whether its intermediate may issue."""
    folder.mkdir()
    root = _issued(f"{name} root", None, ca=True)
    middle = _issued(f"{name} intermediate", root, ca=ca)
    signer = _issued(f"{name} signer", middle, ca=False, days=days, stamps=for_stamps, rsa=rsa, serial=serial)
    for file, pairs in (("root.pem", [root]), ("chain.pem", [middle, root]), ("signer.pem", [signer])):
        pems = b"".join(c.public_bytes(serialization.Encoding.PEM) for c, _ in pairs)
        (folder / file).write_bytes(pems)
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "signer.key").write_bytes(signer[1].private_bytes(pem, form, plain))
    (folder / "serial").write_text("01\n", encoding="ascii")
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder), encoding="ascii")
    return Authority(folder, folder / "root.pem")


def _issued(
    name: str,
    by: Pair | None,
    *,
    ca: bool,
    days: int = 3650,
    stamps: bool = False,
    rsa: bool = False,
    serial: int | None = None,
) -> Pair:
    key: Key = generate_private_key(65537, 2048) if rsa else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(_NOW - datetime.timedelta(days=4000))
        .not_valid_after(_NOW + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(by[1] if by else key, hashes.SHA256()), key
