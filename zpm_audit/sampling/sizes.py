"""How large a sample from a known population is, over its strata."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from math import ceil

from zpm_audit.base.errors import UsageError
from zpm_audit.sampling.draw import proportional
from zpm_audit.sampling.exact import Binomial
from zpm_audit.sampling.plan import Distribution, Kind, Plan


def unevenness(sizes: Mapping[str, int], shares: Mapping[str, int]) -> Fraction:
    """Return how much heavier the weightiest stratum counts in the population than in the sample; 1 when none does."""
    whole, drawn = sum(sizes.values()), sum(shares.values())
    return max(Fraction(size * drawn, whole * shares[name]) for name, size in sizes.items())


def over_strata(plan: Plan, sizes: Mapping[str, int]) -> int:
    """Return the smallest size from that of the plan on that satisfies the bound whatever stratum the errors are in.

    A sample divided over strata finds few errors at most as often as one without strata in which each error is as
    likely as on average (Hoeffding, 1956); what dividing whole items rounds off is made up for by a lower rate.
    """
    demand, size = plan.demand, max(plan.size, len(sizes))
    whole = sum(sizes.values())
    while size < whole:
        most = demand.expected if demand.expected >= 1 else Fraction(ceil(demand.expected * size))
        rate = demand.tolerable / unevenness(sizes, proportional(sizes, size))
        if Binomial(rate, demand.risk).exactly(size, most):
            return size
        size += 1
    return whole


def stages_of(plan: Plan, sizes: Mapping[str, int], *, two_stage: bool) -> list[int]:
    """Return the number of draws per stage."""
    demand = plan.demand
    if two_stage:
        return _two_stages(plan, sizes)
    if demand.kind == "mus":
        return [plan.size]
    return [min(over_strata(plan, sizes) if len(sizes) > 1 else plan.size, sum(sizes.values()))]


def _two_stages(plan: Plan, sizes: Mapping[str, int]) -> list[int]:
    both = plan.two_stage
    if plan.demand.kind == "mus" or plan.demand.expected != 0:
        raise UsageError(
            nl="--tweefasen hoort bij --soort attribuut zonder --verwacht: de fout waarmee rekening gehouden wordt "
            "zit al in "
            "de tweede fase.",
            en="--tweefasen goes with --soort attribuut without --verwacht: the error that is reckoned with is "
            "already in the "
            "second stage.",
        )
    if len(sizes) > 1:
        raise UsageError(
            nl="--tweefasen en --laag gaan niet samen. Kies een van beide, of doe per laag een trekking.",
            en="--tweefasen and --laag do not go together. Choose one of them, or draw once per stratum.",
        )
    if both is None or both.first + both.second > sum(sizes.values()):
        raise UsageError(
            nl=f"De populatie ({sum(sizes.values())}) is te klein voor twee fasen. Laat --tweefasen weg.",
            en=f"The population ({sum(sizes.values())}) is too small for two stages. Leave --tweefasen out.",
        )
    return [both.first, both.second]


def chosen_distribution(kind: Kind, given: Distribution | None, strata: Collection[str]) -> Distribution | None:
    """Return the distribution for a draw: over strata it is the one that holds whatever stratum the errors are in."""
    return "binomiaal" if kind == "attribuut" and given is None and len(strata) > 1 else given
