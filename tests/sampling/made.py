"""Demands and draws for tests."""

from __future__ import annotations

from fractions import Fraction

from zpm_audit.sampling.plan import Demand, Distribution, Kind


def demand(
    confidence: str,
    tolerable: str,
    expected: str = "0",
    how: Distribution = "binomiaal",
    population: int | None = None,
    kind: Kind = "attribuut",
) -> Demand:
    return Demand(kind, Fraction(confidence), Fraction(tolerable), Fraction(expected), how, population)
