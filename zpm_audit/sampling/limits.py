"""What may be wrong in all, given what was found in a sample: upper limits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from zpm_audit.sampling.exact import Binomial, Hypergeometric, Poisson
from zpm_audit.sampling.plan import Distribution, first_that

#: So close the limit after two stages is found.
_FINE = 1e-9


def upper_limit(
    distribution: Distribution, n: int, errors: float, confidence: Fraction, population: int | None = None
) -> float:
    """Return the largest rate of errors with which a sample of ``n`` with at most ``errors`` is not too unlikely."""
    if distribution == "hypergeometrisch":
        assert population is not None  # asked for when the demand is read
        return float(Fraction(most_wrong(population, n, int(errors), confidence), population))
    from scipy.special import betaincinv, gammaincinv

    if distribution == "poisson":
        return min(1.0, float(gammaincinv(errors + 1, float(confidence))) / n)
    return 1.0 if errors >= n else float(betaincinv(errors + 1, n - errors, float(confidence)))


def most_wrong(population: int, n: int, errors: int, confidence: Fraction) -> int:
    """Return the largest number of wrong items in a population that a sample does not reject."""
    risk = 1 - confidence
    last = population - (n - errors)
    if last <= errors:
        return errors
    rejected = first_that(
        lambda wrong: Hypergeometric(population, wrong, risk).accepts(n, Fraction(errors)), errors + 1, last
    )
    return last if rejected is None else rejected - 1


def stringer(distribution: Distribution, n: int, taints: Sequence[Fraction], confidence: Fraction) -> float:
    """Return the bound of Stringer: the largest part wrong first, each weighed by what one error more adds."""
    steps = [upper_limit(distribution, n, j, confidence) for j in range(len(taints) + 1)]
    added = [later - earlier for earlier, later in pairwise(steps)]
    weighed = (float(part) * step for part, step in zip(sorted(taints, reverse=True), added, strict=True))
    return min(1.0, steps[0] + sum(weighed))


def two_stage_limit(
    distribution: Distribution,
    stages: tuple[int, int],
    found: tuple[int, int],
    confidence: Fraction,
    population: int | None = None,
) -> float:
    """Return the upper limit after a sample that was planned in two stages, with the errors found in each.

    Outcomes are ordered as the plan does: no error in the first stage, one in it and so many in the second, more in the
    first. Where the second stage was not drawn, the first decides alone.
    """
    first, second = found
    if first != 1:
        return upper_limit(distribution, stages[0], first, confidence, population)
    risk = 1 - confidence
    if population is not None and distribution == "hypergeometrisch":
        last = population - sum(stages) + first + second
        rejected = first_that(
            lambda wrong: Hypergeometric(population, wrong, risk).two_stage(*stages, second) <= risk,
            first + second + 1,
            last,
        )
        return float(Fraction(last if rejected is None else rejected - 1, population))
    model = Poisson if distribution == "poisson" else Binomial
    low, high = 0.0, 1.0
    while high - low > _FINE:
        middle = (low + high) / 2
        likely = model(Fraction(middle), risk).two_stage(*stages, second) > risk
        low, high = (middle, high) if likely else (low, middle)
    return high
