"""How a run signs its manifest: the key is tried before any work is done, and the signature comes last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.commands.delivery import Delivered
from zpm_audit.commands.options import Options
from zpm_audit.output.marks import MANIFEST, SIGNATURE


def with_signer(options: Options) -> Options:
    """Return the options with the fingerprint of the key that the run signs with; the manifest tells of it."""
    if options.sign_with is None:
        return options
    from zpm_audit.evidence.signature import key_of

    return replace(options, signed_by=key_of(options.sign_with))


def signed(delivered: Delivered, folder: Path, options: Options) -> Delivered:
    """Sign the manifest of an output.

    One that cannot be signed after all is no reason to lose a night's work: it is told as what could not be made.
    """
    if options.sign_with is None:
        return delivered
    from zpm_audit.evidence.signature import sign

    try:
        sign(folder / MANIFEST, options.sign_with)
    except UsageError as error:
        unsigned = Text(
            f"De uitvoer is niet ondertekend. {error.text.nl}", f"The output was not signed. {error.text.en}"
        )
        return replace(delivered, unmade={**delivered.unmade, SIGNATURE: unsigned})
    return delivered
