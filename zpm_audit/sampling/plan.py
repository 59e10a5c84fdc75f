"""How many items a sample needs: the smallest number that satisfies the bound, and what may be wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from zpm_audit.base.errors import InternalError, UsageError
from zpm_audit.sampling.exact import Binomial, Hypergeometric, Model, Poisson

Kind = Literal["attribuut", "mus"]
Distribution = Literal["binomiaal", "hypergeometrisch", "poisson"]

#: More than this nobody looks at by hand.
LARGEST = 1_000_000


@dataclass(frozen=True)
class Demand:
    """What is asked of a sample. ``expected`` is a rate below 1, or a whole number of errors from 1 on."""

    kind: Kind
    confidence: Fraction
    tolerable: Fraction
    expected: Fraction
    distribution: Distribution
    population: int | None = None
    amount_cent: int | None = None

    @property
    def risk(self) -> Fraction:
        """Return the risk of accepting what is intolerable."""
        return 1 - self.confidence

    def model(self) -> Model:
        """Return how errors come into the sample when as much is wrong as is just intolerable."""
        if self.distribution == "hypergeometrisch":
            assert self.population is not None  # asked for when the demand is read
            return Hypergeometric.of(self.population, self.tolerable, self.risk)
        return (Poisson if self.distribution == "poisson" else Binomial)(self.tolerable, self.risk)

    @property
    def parts_count(self) -> bool:
        """Tell whether a part of an error counts as such: money may be partly wrong, an item is wrong or not."""
        return self.kind == "mus" and self.distribution == "poisson"


@dataclass(frozen=True)
class TwoStage:
    """A sample that is planned in two parts: the second is drawn only when there is exactly one error in the first."""

    first: int
    second: int
    risk: Fraction


@dataclass(frozen=True)
class Plan:
    """A sample: its size, and the largest number of errors with which it still satisfies the bound."""

    demand: Demand
    size: int
    critical: Fraction
    two_stage: TwoStage | None


def make_plan(demand: Demand) -> Plan:
    """Return the smallest sample that satisfies the demand."""
    model = demand.model()
    size = _smallest(model, demand)
    if size is None and isinstance(model, Hypergeometric) and demand.expected < 1 and model.size <= LARGEST:
        # A population so small that only looking at all of it decides; then what is tolerable is known for certain.
        return Plan(demand, model.size, Fraction(model.wrong - 1), None)
    if size is None:
        raise _too_large()
    # The search leans on floats where they are clear; what it found is proven without them.
    if not model.exactly(size, _allowed(demand, size)) or (
        size > 1 and model.exactly(size - 1, _allowed(demand, size - 1))
    ):
        raise InternalError(
            nl=f"De berekende omvang {size} is niet de kleinste. Dit is een fout in zpm-audit; meld hem.",
            en=f"The computed size {size} is not the smallest. This is a defect in zpm-audit; report it.",
        )
    extendable = demand.expected == 0 and demand.kind == "attribuut"
    return Plan(demand, size, _most(model, demand, size), two_stage(model) if extendable else None)


def _most(model: Model, demand: Demand, size: int) -> Fraction:
    """Return the largest number of errors with which a sample of this size satisfies the bound."""
    most = _allowed(demand, size)
    while not demand.parts_count and most + 1 < size and model.exactly(size, most + 1):
        most += 1
    return most


def _allowed(demand: Demand, n: int) -> Fraction:
    """Return how many errors are expected in a sample of ``n``; it must satisfy the bound with them."""
    if demand.expected >= 1:
        return demand.expected
    share = demand.expected * n
    return share if demand.parts_count else Fraction(ceil(share))


def _smallest(model: Model, demand: Demand) -> int | None:
    """Return the smallest sample that satisfies the bound; None where it is too large."""
    last = min(model.largest or LARGEST, LARGEST)
    expected = demand.expected
    if expected == 0 or expected >= 1 or demand.parts_count:
        return first_that(lambda n: model.accepts(n, _allowed(demand, n)), 1, last)
    k, begin = 1, 1
    while begin <= last:
        # In this stretch the errors that are expected come to k; the longer, the less likely so few are.
        end = min(floor(Fraction(k) / expected), last)
        if model.accepts(end, Fraction(k)):
            return first_that(lambda n, most=Fraction(k): model.accepts(n, most), begin, end)  # type: ignore[misc]
        k, begin = k + 1, end + 1
    return None


def first_that(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """Return the smallest number from ``low`` to ``high`` for which something holds that then goes on to hold."""
    reach = low
    while not holds(min(reach, high)):
        if reach >= high:
            return None
        low, reach = reach + 1, reach * 2
    reach = min(reach, high)
    while low < reach:
        middle = (low + reach) // 2
        low, reach = (low, middle) if holds(middle) else (middle + 1, reach)
    return low


def two_stage(model: Model) -> TwoStage | None:
    """Return the smallest plan of two equal parts that satisfies the bound as a whole; None where it does not fit."""
    last = (model.largest or LARGEST) // 2
    if last < 1:
        return None
    n = first_that(lambda size: model.two_stage(size, size) <= model.risk, 1, last)
    return TwoStage(n, n, model.two_stage(n, n)) if n is not None else None


def extended_risk(model: Model, first: int, whole: int) -> Fraction:
    """Return how often a rate that is just intolerable is accepted, when a sample of ``first`` that has one error is
    extended to ``whole`` afterwards, as if that had been the plan.
    """
    return model.two_stage(first, whole - first)


def _too_large() -> UsageError:
    return UsageError(
        nl=f"Geen steekproef tot {LARGEST} posten voldoet hieraan. Verlaag --verwacht, of verhoog --toelaatbaar: "
        "tussen "
        "beide moet ruimte zijn om een verschil aan te tonen.",
        en=f"No sample up to {LARGEST} items satisfies this. Lower --verwacht, or raise --toelaatbaar: between them "
        "there must be room to show a difference.",
    )
