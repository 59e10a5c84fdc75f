"""What ``verify`` says: every hash, whether the outputs agree, the signature, the time stamp and the series."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zpm_audit.base.language import Language, Text
from zpm_audit.base.workplace import working_folder
from zpm_audit.evidence.agreement import Clash, clashes
from zpm_audit.evidence.signature import Signature, SignatureState, of_run
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST, QUESTION, STAMP, read_json
from zpm_audit.output.verify import GROUPS, FileState, VerifyOutcome, verify, verify_lines

if TYPE_CHECKING:
    from zpm_audit.evidence.stamp import Stamp

#: So many contradictions are told one by one.
_TOLD = 20


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
    file_sha256: str
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
    return Proof(outcome, own, file, contradictions, signature, stamp, series, wrong)


def run_verify(rundir: Path, against: Against, language: Language, *, as_json: bool) -> tuple[list[str], int]:
    """Return what to print, and the exit code."""
    proof = prove(rundir, against)
    lines = [json.dumps(_as_json(proof), ensure_ascii=False, indent=2)] if as_json else list(_lines(proof, language))
    return lines, 0 if proof.right else 1


def _announced(manifest: Mapping[str, Any]) -> str:
    """Return the key that the run says to have signed with."""
    options = manifest.get("opties")
    return str(options.get("onderteken", "")) if isinstance(options, dict) else ""


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


def _lines(proof: Proof, language: Language) -> Iterator[str]:
    first, *rest = verify_lines(proof.outcome, language)
    # That every hash is right is no answer where the outputs say otherwise.
    if proof.outcome.changed or proof.right:
        yield first
    if proof.clashes:
        outputs = sorted({name for clash in proof.clashes for name in clash.outputs})
        yield Text(
            f"De uitvoer spreekt zichzelf tegen ({', '.join(outputs)}): er is iets gewijzigd, ook als elke hash klopt.",
            f"The outputs contradict each other ({', '.join(outputs)}): something was changed, even if every hash is "
            "right.",
        ).in_(language)
    for text in proof.wrong:
        yield Text(f"Niet in orde: {text.nl}.", f"Not right: {text.en}.").in_(language)
    yield from rest
    if proof.clashes:
        for clash in proof.clashes[:_TOLD]:
            yield f"  {f'{clash.check}: ' if clash.check else ''}{clash.text.in_(language)}"
        left = len(proof.clashes) - _TOLD
        if left > 0:
            yield Text(f"  en {left} andere tegenspraken", f"  and {left} other contradictions").in_(language)
    else:
        yield Text(
            "resultaat.json, lijsten, werkboek en HTML zeggen per check hetzelfde",
            "resultaat.json, lists, workbook and HTML say the same per check",
        ).in_(language)
    yield Text(f"manifest: sha256 {proof.manifest_sha256}", f"manifest: sha256 {proof.manifest_sha256}").in_(language)
    yield _signed(proof.signature).in_(language)
    yield _stamped(proof.stamp).in_(language)
    if proof.series is not None and not proof.series:
        yield Text("reeks: heel in het archief", "series: whole in the archive").in_(language)


def _signed(found: Signature) -> Text:
    told = {
        SignatureState.AFWEZIG: Text("handtekening: geen", "signature: none"),
        SignatureState.ONGELDIG: Text("handtekening: ongeldig", "signature: invalid"),
        SignatureState.VAN_WIE: Text(
            f"handtekening: klopt, met sleutel {found.key}; van wie die is zegt --ondertekenaars",
            f"signature: good, by key {found.key}; whose that is --ondertekenaars tells",
        ),
        SignatureState.NIET_TOEGESTAAN: Text(
            f"handtekening: van een onbekende, sleutel {found.key}", f"signature: by a stranger, key {found.key}"
        ),
        SignatureState.GELDIG: Text(
            f"handtekening: van {found.who}, sleutel {found.key}", f"signature: by {found.who}, key {found.key}"
        ),
    }
    return told[found.state]


def _stamped(found: Stamp | None) -> Text:
    if found is None or found.state == "afwezig":
        return Text("tijdstempel: geen", "time stamp: none")
    if found.why is not None:
        return Text("tijdstempel: ongeldig", "time stamp: invalid")
    moment = found.moment.isoformat() if found.moment else "?"
    if found.state == "geldig":
        return Text(f"tijdstempel: {moment}, door {found.by}", f"time stamp: {moment}, by {found.by}")
    return Text(
        f"tijdstempel: {moment}, zegt {found.by}; niet nagegaan, geef met --ca het certificaat van de dienst",
        f"time stamp: {moment}, says {found.by}; not verified, give the certificate of the authority with --ca",
    )


def _as_json(proof: Proof) -> dict[str, Any]:
    files = proof.outcome.files
    states = {g: {str(s): sum(f.state is s for f in proof.outcome.group(g)) for s in FileState} for g in GROUPS}
    return {
        "in_orde": proof.right,
        "manifest_intact": proof.outcome.manifest_intact,
        "manifest_sha256": proof.manifest_sha256,
        "bestanden": states,
        "niet_ongewijzigd": [
            {
                "groep": f.group,
                "pad": f.path,
                "stand": str(f.state),
                "nagegaan": str(f.checked.resolve()) if f.checked else None,
            }
            for f in files
            if f.state is not FileState.ONGEWIJZIGD
        ],
        "tegenspraken": [{"uitvoer": list(c.outputs), "check": c.check, "tekst": c.text.nl} for c in proof.clashes],
        "handtekening": {
            "stand": str(proof.signature.state),
            "sleutel": proof.signature.key or None,
            "van": proof.signature.who or None,
        },
        "tijdstempel": {
            "stand": str(proof.stamp.state) if proof.stamp else "afwezig",
            "moment": proof.stamp.moment.isoformat() if proof.stamp and proof.stamp.moment else None,
            "door": (proof.stamp.by or None) if proof.stamp else None,
        },
        "reeks": None if proof.series is None else [text.nl for text in proof.series],
        "niet_in_orde": [text.nl for text in proof.wrong],
    }
