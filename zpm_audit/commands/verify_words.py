"""What ``verify`` says of what it found, to a person and to a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zpm_audit import __version__
from zpm_audit.base.language import Language, Text
from zpm_audit.commands.verify import Proof
from zpm_audit.evidence.signature import Signature, SignatureState
from zpm_audit.output.verify import GROUPS, FileState, verify_lines

if TYPE_CHECKING:
    from zpm_audit.evidence.stamp import Stamp

#: So many contradictions are told one by one.
_TOLD = 20


def proof_lines(proof: Proof, language: Language) -> Iterator[str]:
    """Yield the outcome in words: what is wrong first."""
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
        if proof.version != __version__:
            yield Text(
                f"de run is van zpm-audit {proof.version}: vergeleken is wat in een vorm staat die deze versie kent",
                f"the run is of zpm-audit {proof.version}: compared is what has a form that this version knows",
            ).in_(language)
        if proof.unmade:
            names = ", ".join(proof.unmade)
            yield Text(
                f"volgens het manifest niet gemaakt, dus niet vergeleken: {names}",
                f"not made according to the manifest, and so not compared: {names}",
            ).in_(language)
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


def proof_json(proof: Proof) -> dict[str, Any]:
    """Return the outcome for a program."""
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
