"""What ``verify`` says: every hash, whether the outputs agree, the signature, the time stamp and the series."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zpm_audit.base.language import Language, Text
from zpm_audit.base.workplace import working_folder
from zpm_audit.evidence.agreement import Clash, Outputs, clashes
from zpm_audit.evidence.signature import Signature, SignatureState, of_run
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST, QUESTION, STAMP, read_json
from zpm_audit.output.verify import VerifyOutcome, verify

if TYPE_CHECKING:
    from zpm_audit.evidence.stamp import Stamp


@dataclass(frozen=True)
class Against:
    """What a run is held against beside its own manifest; what is None is not."""

    signers: Path | None = None
    authorities: Path | None = None
    archive: str | None = None
    manifest_sha256: str | None = None


@dataclass(frozen=True)
class Proof:
    """Everything that was found about a run. ``wrong`` are the sentences that make it not right."""

    outcome: VerifyOutcome
    manifest_sha256: str
    version: str
    unmade: Sequence[str]
    clashes: Sequence[Clash]
    signature: Signature
    stamp: Stamp | None
    series: Sequence[Text] | None
    wrong: Sequence[Text]

    @property
    def right(self) -> bool:
        """Tell whether nothing at all is wrong."""
        return not (self.outcome.changed or self.clashes or self.wrong)


def prove(rundir: Path, against: Against) -> Proof:
    """Look at everything that proves a run."""
    outcome = verify(rundir)
    manifest = read_json(rundir / MANIFEST) or {}
    with working_folder() as work:
        contradictions = clashes(rundir, work)
    signature = of_run(rundir, MANIFEST, against.signers)
    stamp = _stamp(rundir, against.authorities)
    series = None
    if against.archive is not None:
        from zpm_audit.evidence.series import series_breaks

        series = list(series_breaks(manifest, against.archive))
    own, file = str(manifest.get(SELF_HASH)), hash_file(rundir / MANIFEST).sha256
    wrong = [
        *_of_hash(against.manifest_sha256, own, file),
        *_of_signature(signature, against.signers, _announced(manifest)),
        *_of_stamp(stamp, against.authorities),
        *(series or ()),
    ]
    return Proof(
        outcome,
        own,
        str(_part(manifest, "run").get("versie", "?")),
        _unmade(rundir, manifest),
        contradictions,
        signature,
        stamp,
        series,
        wrong,
    )


def run_verify(rundir: Path, against: Against, language: Language, *, as_json: bool) -> tuple[list[str], int]:
    """Return what to print, and the exit code."""
    from zpm_audit.commands.verify_words import proof_json, proof_lines

    proof = prove(rundir, against)
    lines = (
        [json.dumps(proof_json(proof), ensure_ascii=False, indent=2)] if as_json else list(proof_lines(proof, language))
    )
    return lines, 0 if proof.right else 1


def _unmade(rundir: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the outputs that a run says not to have made; a manifest without sense says nothing."""
    told = manifest.get("niet_gemaakt")
    known = {**manifest, "niet_gemaakt": told if isinstance(told, list) else [], "opties": _part(manifest, "opties")}
    return sorted(map(str, Outputs(rundir, known).unmade))


def _announced(manifest: Mapping[str, Any]) -> str:
    """Return the key that the run says to have signed with."""
    return str(_part(manifest, "opties").get("onderteken", ""))


def _part(manifest: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of a manifest, also of one that somebody wrote by hand."""
    found = manifest.get(name)
    return found if isinstance(found, dict) else {}


def _stamp(rundir: Path, authorities: Path | None) -> Stamp | None:
    """Read the time stamp; None where there is none and none is asked for, so that nothing is loaded for it."""
    if not (rundir / STAMP).is_file() and authorities is None:
        return None
    from zpm_audit.evidence.stamp import read_stamp

    return read_stamp(rundir / STAMP, rundir / MANIFEST, request=rundir / QUESTION, authorities=authorities)


def _of_hash(given: str | None, own: str, file: str) -> Iterator[Text]:
    if given is not None and given.strip().lower() not in {own, file}:
        yield Text(
            f"het manifest is niet dat met sha256 {given}: het heeft {own}",
            f"the manifest is not the one with sha256 {given}: it has {own}",
        )


def _of_signature(found: Signature, signers: Path | None, announced: str) -> Iterator[Text]:
    if found.state is SignatureState.ONGELDIG:
        yield Text(
            "de handtekening hoort niet bij dit manifest: het is na het ondertekenen gewijzigd",
            "the signature does not belong to this manifest: it was changed after signing",
        )
    elif found.state is SignatureState.NIET_TOEGESTAAN:
        yield Text(
            f"ondertekend met sleutel {found.key}, en die staat niet bij de ondertekenaars",
            f"signed by key {found.key}, which is not among the signers",
        )
    elif found.state is SignatureState.AFWEZIG and (announced or signers is not None):
        yield Text(
            "er is geen handtekening" + (f", en de run is ondertekend met {announced}" if announced else ""),
            "there is no signature" + (f", and the run was signed by {announced}" if announced else ""),
        )
    elif announced and found.key and found.key != announced:
        yield Text(
            f"ondertekend met sleutel {found.key}; de run zelf ondertekende met {announced}",
            f"signed by key {found.key}; the run itself signed by {announced}",
        )


def _of_stamp(found: Stamp | None, authorities: Path | None) -> Iterator[Text]:
    if found is None:
        return
    if found.why is not None:
        yield Text(f"tijdstempel: {found.why.nl}", f"time stamp: {found.why.en}")
    elif found.state == "afwezig" and authorities is not None:
        yield Text("er is geen tijdstempel", "there is no time stamp")
