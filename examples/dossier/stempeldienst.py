"""A time stamp authority for the example, by openssl. It proves nothing: whoever runs the example can set its clock.

In a real file an authority stands here that others trust, of which the clock and the key are not ours.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

_CONFIG = """\
[tsa]
default_tsa = dienst
[dienst]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ondertekenaar]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def make_authority(folder: Path) -> Path:
    """Make an authority in a folder; return the certificate by which its stamps are known."""
    folder.mkdir(parents=True, mode=0o700)
    (folder / "tsa.cnf").write_text(_CONFIG, encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    name = "/CN=Stempeldienst van het voorbeeld (bewijst niets)"
    _openssl(folder, "req", "-x509", *_KEY, "-keyout", "wortel.key", "-out", "wortel.pem", "-subj", name)
    asked = ("req", "-new", *_KEY, "-keyout", "stempel.key", "-out", "stempel.csr", "-subj", f"{name} 1")
    _openssl(folder, *asked)
    by = ("-CA", "wortel.pem", "-CAkey", "wortel.key", "-CAcreateserial")
    as_signer = ("-extfile", "tsa.cnf", "-extensions", "ondertekenaar")
    _openssl(folder, "x509", "-req", "-in", "stempel.csr", *by, *as_signer, "-out", "stempel.pem")
    return folder / "wortel.pem"


def answer(folder: Path, question: Path, target: Path) -> Path:
    """Answer a question as an authority does over the net."""
    signer = ("-signer", "stempel.pem", "-inkey", "stempel.key", "-chain", "wortel.pem")
    made = ("ts", "-reply", "-queryfile", question.resolve(), "-config", "tsa.cnf", "-out", target.resolve())
    _openssl(folder, *made, *signer)
    return target


def _openssl(folder: Path, *arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], cwd=folder, check=True, capture_output=True)
