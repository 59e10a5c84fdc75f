"""What ``stempel`` does: the question for an authority is written, and its answer is taken in when it holds."""

from __future__ import annotations

import shutil
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.evidence.stamp import StampState, asks_about, question, read_stamp
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.marks import MANIFEST, QUESTION, STAMP
from zpm_audit.output.publish import FILE_MODES
from zpm_audit.output.verify import verify


def ask(folder: Path, language: Language) -> list[str]:
    """Write the question, unless it stands there already: an answer belongs to one question."""
    manifest = _manifest(folder)
    if (folder / STAMP).exists():
        raise UsageError(
            nl=f"{folder / STAMP} is er al: deze run heeft een tijdstempel. Kijk met zpm-audit verify {folder}.",
            en=f"{folder / STAMP} is there already: this run has a time stamp. Look with zpm-audit verify {folder}.",
        )
    target = folder / QUESTION
    if not (target.is_file() and asks_about(target, manifest)):
        target.write_bytes(question(manifest))
        target.chmod(FILE_MODES["prive"])
    said = Text(
        f"Vraag: {target}\n"
        f"Zij noemt alleen de sha256 van {MANIFEST} ({hash_file(manifest).sha256}). Stuur haar naar een "
        "tijdstempeldienst, bijvoorbeeld:\n"
        f"  curl -H 'Content-Type: application/timestamp-query' --data-binary @{target} ADRES > antwoord.tsr\n"
        f"Neem het antwoord daarna op met: zpm-audit stempel {folder} --antwoord antwoord.tsr --ca CERTIFICAAT.pem",
        f"Question: {target}\n"
        f"It names only the sha256 of {MANIFEST} ({hash_file(manifest).sha256}). Send it to a time stamp authority, "
        "for instance:\n"
        f"  curl -H 'Content-Type: application/timestamp-query' --data-binary @{target} ADDRESS > answer.tsr\n"
        f"Then take the answer in with: zpm-audit stempel {folder} --antwoord answer.tsr --ca CERTIFICATE.pem",
    )
    return said.in_(language).split("\n")


def take_answer(folder: Path, answer: Path, authorities: Path | None, language: Language) -> tuple[list[str], int]:
    """Verify an answer and put it beside the manifest; one that proves nothing stays out."""
    manifest = _manifest(folder)
    if not answer.is_file():
        raise UsageError(nl=f"{answer} bestaat niet.", en=f"{answer} does not exist.")
    stamp = read_stamp(answer, manifest, request=folder / QUESTION, authorities=authorities)
    if stamp.why is not None:
        raise InputRefusedError(
            nl=f"Het antwoord is niet opgenomen: {stamp.why.nl}.", en=f"The answer was not taken in: {stamp.why.en}."
        )
    target = folder / STAMP
    if not (target.exists() and target.samefile(answer)):
        shutil.copyfile(answer, target)
        target.chmod(FILE_MODES["prive"])
    moment = stamp.moment.isoformat() if stamp.moment else "?"
    said = [Text(f"Tijdstempel van {moment}: {target}", f"Time stamp of {moment}: {target}")]
    if stamp.state is not StampState.GELDIG:
        said.append(
            Text(
                "Van wie hij is, is niet nagegaan: geef met --ca het certificaat van de dienst.",
                "Whose it is was not verified: give the certificate of the authority with --ca.",
            )
        )
    return [line.in_(language) for line in said], 0


def _manifest(folder: Path) -> Path:
    """Return the manifest of a run that is whole: what was changed is not stamped."""
    outcome = verify(folder)
    if not outcome.manifest_intact:
        raise InputRefusedError(
            nl=f"{folder / MANIFEST} is na de run gewijzigd; daar komt geen tijdstempel op.",
            en=f"{folder / MANIFEST} was changed after the run; it gets no time stamp.",
        )
    return folder / MANIFEST
