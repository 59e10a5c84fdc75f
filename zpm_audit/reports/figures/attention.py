"""In which order checks ask for attention."""

from __future__ import annotations

from collections.abc import Sequence

from zpm_audit.reports.parts import CheckPart


def to_take_up(checks: Sequence[CheckPart]) -> tuple[CheckPart, ...]:
    """Return the checks with deviations: errors before signals, within those the highest amount first."""
    return tuple(
        sorted(
            _deviating(checks),
            key=lambda c: (c.ernst != "fout", -(c.impact_cent or 0), -c.counts.afwijking, c.id),
        )
    )


def by_amount(checks: Sequence[CheckPart]) -> tuple[tuple[CheckPart, int], ...]:
    """Return the checks of which an amount is known with that amount in cents, the highest first."""
    priced = [(c, c.impact_cent) for c in _deviating(checks) if c.impact_cent]
    return tuple(sorted(priced, key=lambda pair: (-pair[1], pair[0].id)))


def by_deviations(checks: Sequence[CheckPart]) -> tuple[CheckPart, ...]:
    """Return the checks with deviations, the most deviations first."""
    return tuple(sorted(_deviating(checks), key=lambda c: (-c.counts.afwijking, c.id)))


def _deviating(checks: Sequence[CheckPart]) -> list[CheckPart]:
    return [c for c in checks if c.counts.afwijking]
