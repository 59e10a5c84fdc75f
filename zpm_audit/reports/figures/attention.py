"""In which order checks ask for attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zpm_audit.reports.figures.amounts import NOTHING, Amounts
from zpm_audit.reports.parts import CheckPart

#: A page on which everything is red says nothing.
MOST_ALARMING = 5


def to_take_up(checks: Sequence[CheckPart]) -> tuple[CheckPart, ...]:
    """Return the checks with deviations: errors before signals, within those the highest amount first."""
    return tuple(
        sorted(
            _deviating(checks),
            key=lambda c: (c.ernst != "fout", -(c.impact_cent or 0), -c.counts.afwijking, c.id),
        )
    )


def heaviest_first(checks: Sequence[CheckPart], amounts: Mapping[str, Amounts]) -> tuple[CheckPart, ...]:
    """Return the checks with open deviations, errors before signals and within those the heaviest first."""
    found = [c for c in checks if c.counts.open]
    weight = weights({c.id: c.counts.open for c in found}, amounts)
    return tuple(sorted(found, key=lambda c: (c.ernst != "fout", -weight[c.id], c.id)))


def weights(counts: Mapping[str, int], amounts: Mapping[str, Amounts]) -> dict[str, float]:
    """Return how heavy each weighs: its part of all the money either way or of all deviations, whichever is larger.

    Money alone would hide deviations of which nobody knows the amount.
    """
    sizes = {key: amounts.get(key, NOTHING).size for key in counts}
    money, deviations = sum(sizes.values()) or 1, sum(counts.values()) or 1
    return {key: max(sizes[key] / money, count / deviations) for key, count in counts.items()}


def alarming(order: Sequence[CheckPart]) -> frozenset[str]:
    """Return the checks that ask for a colour: of those with errors the first five. Signals never do."""
    return frozenset([c.id for c in order if c.ernst == "fout"][:MOST_ALARMING])


def by_amount(checks: Sequence[CheckPart]) -> tuple[tuple[CheckPart, int], ...]:
    """Return the checks of which an amount is known with that amount in cents, the highest first."""
    priced = [(c, c.impact_cent) for c in _deviating(checks) if c.impact_cent]
    return tuple(sorted(priced, key=lambda pair: (-pair[1], pair[0].id)))


def by_deviations(checks: Sequence[CheckPart]) -> tuple[CheckPart, ...]:
    """Return the checks with deviations, the most deviations first."""
    return tuple(sorted(_deviating(checks), key=lambda c: (-c.counts.afwijking, c.id)))


def _deviating(checks: Sequence[CheckPart]) -> list[CheckPart]:
    return [c for c in checks if c.counts.afwijking]
