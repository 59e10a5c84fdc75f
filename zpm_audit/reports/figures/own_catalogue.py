"""What a reader must see first where a run did not judge by the catalogue as it is shipped."""

from __future__ import annotations

from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.official import FromOfficial
from zpm_audit.checks.limits.change import Change


def own_catalogue(found: FromOfficial, language: Language) -> tuple[str, ...]:
    """Return what differs from the shipped catalogue, every check and limit by name; nothing where nothing does."""
    limits = {change.name for change in found.limits}
    changed = [name for name in found.changed if name not in limits and name not in found.by_limits]
    told = [_limit(change) for change in found.limits]
    if changed:
        told.append(_named(Text("Anders dan meegeleverd", "Not as shipped"), changed))
    if found.extra:
        told.append(_named(Text("Eigen, niet van de catalogus", "Own, not of the catalogue"), found.extra))
    if found.absent:
        told.append(_named(Text("Ontbreekt uit de meegeleverde", "Absent from the shipped ones"), found.absent))
    if not told:
        return ()
    first = Text(
        f"Niet de meegeleverde catalogus. Deze uitkomst rust op eigen checks of grenzen; sha256 {found.sha256}",
        f"Not the shipped catalogue. This outcome rests on checks or limits of one's own; sha256 {found.sha256}",
    )
    return tuple(text.in_(language) for text in (first, *told))


def _limit(change: Change) -> Text:
    return Text(
        f"Grens {change.name}: {change.values.nl}; meegeleverd is {change.shipped.nl}. Bron: {change.source}. "
        f"Besloten door {change.decided_by} op {change.decided_on}.",
        f"Limit {change.name}: {change.values.en}; shipped is {change.shipped.en}. Source: {change.source}. "
        f"Decided by {change.decided_by} on {change.decided_on}.",
    )


def _named(what: Text, names: list[str] | tuple[str, ...]) -> Text:
    listed = ", ".join(names)
    return Text(f"{what.nl}: {listed}.", f"{what.en}: {listed}.")
