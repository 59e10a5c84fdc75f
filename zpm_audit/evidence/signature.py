"""A signature over the manifest of a run, by an SSH key and in a namespace of our own.

It is made and verified by ``ssh-keygen -Y`` (which also knows agents, passphrases and keys on a stick), and on machines
without it by ourselves. Anybody can verify it without zpm-audit:
``ssh-keygen -Y verify -f LIST -I WHO -n zpm-audit-manifest -s manifest.json.sig < manifest.json``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.workplace import working_folder
from zpm_audit.evidence import sshsig
from zpm_audit.output.marks import SIGNATURE

NAMESPACE = "zpm-audit-manifest"
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_SECONDS = 120


class SignatureState(StrEnum):
    """What a signature proves. ``AFWEZIG``: there is none; ``VAN_WIE``: nobody said who may sign."""

    AFWEZIG = "afwezig"
    ONGELDIG = "ongeldig"
    VAN_WIE = "van_wie_onbekend"
    NIET_TOEGESTAAN = "niet_toegestaan"
    GELDIG = "geldig"


@dataclass(frozen=True)
class Signature:
    """The signature of a run: what it proves, by which key, and whose that is."""

    state: SignatureState
    key: str = ""
    who: str = ""


def key_of(path: Path) -> str:
    """Return the fingerprint of the key that is to sign, after a trial; UsageError where it cannot sign.

    The trial comes before any work is done: a passphrase that nobody is there for should not cost a night.
    """
    if not path.is_file():
        raise UsageError(
            nl=f"De sleutel om mee te ondertekenen {path} bestaat niet. Maak er een: ssh-keygen -t ed25519 -f SLEUTEL",
            en=f"The key to sign with {path} does not exist. Make one: ssh-keygen -t ed25519 -f KEY",
        )
    with working_folder() as work:
        trial = work / "proef"
        trial.write_text("proef", encoding="utf-8")
        return read_signature(sign(trial, path), trial).key


def sign(file: Path, key: Path) -> Path:
    """Sign a file; the signature stands beside it."""
    target = file.with_name(f"{file.name}.sig")
    target.unlink(missing_ok=True)
    program = shutil.which("ssh-keygen")
    if program is not None:
        done = _run(program, "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file))
        if done.returncode or not target.is_file():
            raise _unusable(key, _said(done))
        return target
    try:
        target.write_text(sshsig.sign(file.read_bytes(), key, NAMESPACE), encoding="ascii")
    except sshsig.SshSignatureError as error:
        reason = "zonder ssh-keygen alleen een Ed25519-sleutel zonder wachtwoord"
        raise _unusable(key, reason) from error
    except OSError as error:
        raise _unusable(key, os_reason(error).nl) from error
    return target


def read_signature(signature: Path, file: Path, allowed: Path | None = None) -> Signature:
    """Verify the signature of a file, and whose it is by a list of allowed signers."""
    if not signature.is_file():
        return Signature(SignatureState.AFWEZIG)
    if allowed is not None and not allowed.is_file():
        raise UsageError(
            nl=f"{allowed} bestaat niet. Geef met --ondertekenaars een bestand met op elke regel een naam en een "
            "publieke sleutel (allowed signers van OpenSSH).",
            en=f"{allowed} does not exist. Give with --ondertekenaars a file with a name and a public key on each "
            "line (allowed signers of OpenSSH).",
        )
    program = shutil.which("ssh-keygen")
    if program is None:
        return _read_by_ourselves(signature, file, allowed)
    given = ("-n", NAMESPACE, "-s", str(signature))
    done = _run(program, "-Y", "check-novalidate", *given, content=file.read_bytes())
    if done.returncode:
        return Signature(SignatureState.ONGELDIG)
    found = _FINGERPRINT.search(done.stdout.decode("utf-8", "replace"))
    key = found[0] if found else "?"
    if allowed is None:
        return Signature(SignatureState.VAN_WIE, key)
    names = _run(program, "-Y", "find-principals", "-s", str(signature), "-f", str(allowed))
    for who in names.stdout.decode("utf-8", "replace").splitlines():
        done = _run(program, "-Y", "verify", "-f", str(allowed), "-I", who, *given, content=file.read_bytes())
        if not done.returncode:
            return Signature(SignatureState.GELDIG, key, who)
    return Signature(SignatureState.NIET_TOEGESTAAN, key)


def of_run(folder: Path, manifest: str, allowed: Path | None) -> Signature:
    """Verify the signature beside a manifest."""
    return read_signature(folder / SIGNATURE, folder / manifest, allowed)


def _read_by_ourselves(signature: Path, file: Path, allowed: Path | None) -> Signature:
    try:
        signed = sshsig.read(signature.read_text(encoding="ascii", errors="replace"))
        if signed.namespace != NAMESPACE or not signed.holds_for(file.read_bytes()):
            return Signature(SignatureState.ONGELDIG)
    except sshsig.SshSignatureError:
        return Signature(SignatureState.ONGELDIG)
    if allowed is None:
        return Signature(SignatureState.VAN_WIE, signed.fingerprint)
    who = sshsig.signer(signed, allowed.read_text(encoding="utf-8", errors="replace"))
    state = SignatureState.GELDIG if who else SignatureState.NIET_TOEGESTAAN
    return Signature(state, signed.fingerprint, who or "")


def _run(program: str, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [program, *arguments],
            input=content,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(
            nl=f"ssh-keygen kon niet worden uitgevoerd ({type(error).__name__}).",
            en=f"ssh-keygen could not be run ({type(error).__name__}).",
        ) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "?")


def _unusable(key: Path, why: str) -> UsageError:
    return UsageError(
        nl=f"Met {key} kan niet worden ondertekend ({why}). Geef een SSH-sleutel die u mag lezen, zonder wachtwoord of "
        "met een agent die haar kent (dan volstaat de publieke helft).",
        en=f"{key} cannot sign ({why}). Give an SSH key that you may read, without a passphrase or with an agent that "
        "knows it (then the public half is enough).",
    )
