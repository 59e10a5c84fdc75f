"""Tells when verdicts of a check can have changed while its ``versie`` has not.

Beside the checks stands one generated file with, per check, what decided its verdicts at that version. Who changes a
check raises its version and renews the file; who does not is warned by ``checks lint``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.language import Language, Text
from zpm_audit.base.yaml_source import read_source
from zpm_audit.catalogue.decides import fingerprint_of
from zpm_audit.catalogue.loader import FINGERPRINTS, load_catalogue, matching_ids
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.shape import Closed

COMMAND = "zpm-audit checks fingerprints"
_HEAD = f"""\
# Gemaakt met `{COMMAND}`: wat bij deze versie de oordelen van een check bepaalt. Niet met de hand wijzigen.
"""


class Fingerprint(Closed):
    """What decided the verdicts of a check at a version."""

    versie: int
    vingerafdruk: str


def noted(catalogue: Catalogue) -> dict[str, Fingerprint] | None:
    """Return what stands beside the checks; None where a folder keeps no fingerprints."""
    path = catalogue.folder / FINGERPRINTS
    if not path.is_file():
        return None
    source = read_source(path)
    given = source.data if isinstance(source.data, dict) and not source.problems else {"": None}
    try:
        return {check_id: Fingerprint.model_validate(one) for check_id, one in given.items()}
    except ValidationError:
        raise UsageError(
            nl=f"{path} is niet te lezen. Haal het bestand weg en maak het opnieuw: {COMMAND}",
            en=f"{path} cannot be read. Remove the file and make it again: {COMMAND}",
        ) from None


def current(catalogue: Catalogue) -> dict[str, Fingerprint]:
    """Return what decides the verdicts of every check now."""
    return {
        check_id: Fingerprint(versie=check.versie, vingerafdruk=fingerprint_of(catalogue, check))
        for check_id, check in catalogue.checks.items()
        if catalogue.files[check_id].is_relative_to(catalogue.folder)
    }


def unraised(before: Mapping[str, Fingerprint], now: Mapping[str, Fingerprint]) -> list[str]:
    """Return the checks whose verdicts can have changed without a higher version."""
    return [
        check_id
        for check_id, one in now.items()
        if check_id in before
        and one.vingerafdruk != before[check_id].vingerafdruk
        and one.versie <= before[check_id].versie
    ]


def fingerprint_warnings(catalogue: Catalogue) -> Iterator[Text]:
    """Yield what ``checks lint`` warns of; nothing for a folder that keeps no fingerprints."""
    before = noted(catalogue)
    if before is None:
        return
    now = current(catalogue)
    for check_id in unraised(before, now):
        version = now[check_id].versie
        yield Text(
            f"Let op: de oordelen van {check_id} kunnen veranderd zijn, en versie is nog {version}. Verhoog versie en "
            f"vernieuw de vingerafdrukken: {COMMAND}",
            f"Note: the verdicts of {check_id} can have changed, and versie is still {version}. Raise versie and renew "
            f"the fingerprints: {COMMAND}",
        )
    stale = sorted(_differing(before, now) - set(unraised(before, now)))
    if stale:
        names = ", ".join(stale)
        yield Text(
            f"Let op: de vingerafdrukken lopen achter bij {names}. Vernieuw ze: {COMMAND}",
            f"Note: the fingerprints are behind for {names}. Renew them: {COMMAND}",
        )


def _differing(before: Mapping[str, Fingerprint], now: Mapping[str, Fingerprint]) -> set[str]:
    return {check_id for check_id in {*before, *now} if before.get(check_id) != now.get(check_id)}


def renew_lines(folder: Path | None, unchanged: list[str], language: Language) -> list[str]:
    """Write the fingerprints again; refused for a check that changed at the same version, unless ``unchanged``."""
    catalogue = load_catalogue(folder)
    said = set(matching_ids(catalogue, unchanged))
    now, before = current(catalogue), noted(catalogue) or {}
    open_ids = [check_id for check_id in unraised(before, now) if check_id not in said]
    if open_ids:
        names = ", ".join(open_ids)
        raise UsageError(
            nl=f"De oordelen van {names} kunnen veranderd zijn, en versie is niet verhoogd. Verhoog versie; blijven de "
            "oordelen zeker gelijk, geef de check dan bij --zelfde-oordeel.",
            en=f"The verdicts of {names} can have changed, and versie was not raised. Raise versie; where the verdicts "
            "surely stay the same, name the check with --zelfde-oordeel.",
        )
    path = catalogue.folder / FINGERPRINTS
    lines = [f"{i}: {{versie: {one.versie}, vingerafdruk: '{one.vingerafdruk}'}}\n" for i, one in now.items()]
    try:
        path.write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        reason = os_reason(error)
        raise UsageError(
            nl=f"{path} is niet te schrijven: {reason.nl}. Kopieer de checks naar een map waarin u mag schrijven.",
            en=f"{path} cannot be written: {reason.en}. Copy the checks to a folder that you may write in.",
        ) from error
    renewed = len(_differing(before, now))
    done = Text(
        f"{len(now)} vingerafdrukken geschreven naar {path}, {renewed} ervan veranderd.",
        f"{len(now)} fingerprints written to {path}, {renewed} of them changed.",
    )
    return [done.in_(language)]
