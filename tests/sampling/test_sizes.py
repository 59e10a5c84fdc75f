"""A size satisfies the bound and one less does not, by a sum in fractions that shares nothing with the product."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil, comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampling.made import demand
from zpm_audit.base.errors import UsageError
from zpm_audit.sampling.demand import read_demand
from zpm_audit.sampling.draw import proportional
from zpm_audit.sampling.exact import Binomial, Hypergeometric, Poisson, gamma_tail
from zpm_audit.sampling.limits import most_wrong, two_stage_limit, upper_limit
from zpm_audit.sampling.plan import extended_risk, make_plan
from zpm_audit.sampling.sizes import over_strata, unevenness


def _binomial(n: int, k: int, p: Fraction) -> Fraction:
    return sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(min(k, n) + 1)), Fraction(0))


def _hypergeometric(size: int, wrong: int, n: int, k: int) -> Fraction:
    whole = sum(comb(wrong, i) * comb(size - wrong, n - i) for i in range(min(k, n) + 1))
    return Fraction(whole, comb(size, n))


confidences = st.sampled_from(["0.8", "0.9", "0.95", "0.99"])
percents = st.integers(3, 30)


@pytest.mark.whole
@settings(max_examples=40, deadline=None)
@given(confidences, percents, st.integers(0, 60))
def test_a_binomial_size_is_the_smallest(confidence: str, percent: int, part: int) -> None:
    rate = Fraction(percent, 100)
    expected = rate * part / 100
    made = make_plan(demand(confidence, str(rate), str(expected)))
    risk = 1 - Fraction(confidence)
    holds = [n for n in range(1, made.size + 1) if _binomial(n, ceil(n * expected), rate) <= risk]
    assert holds == [made.size]
    assert _binomial(made.size, int(made.critical), rate) <= risk < _binomial(made.size, int(made.critical) + 1, rate)


@pytest.mark.whole
@settings(max_examples=40, deadline=None)
@given(confidences, percents, st.integers(20, 400), st.integers(0, 50))
def test_a_hypergeometric_size_is_the_smallest(confidence: str, percent: int, size: int, part: int) -> None:
    rate = Fraction(percent, 100)
    expected = rate * part / 100
    made = make_plan(demand(confidence, str(rate), str(expected), "hypergeometrisch", size))
    risk, wrong = 1 - Fraction(confidence), ceil(rate * size)
    tails = {n: _hypergeometric(size, wrong, n, ceil(n * expected)) for n in range(1, made.size + 1)}
    # Where no part of the population is enough, all of it is.
    assert [n for n, tail in tails.items() if tail <= risk] in ([made.size], [] if made.size == size else [made.size])
    assert _hypergeometric(size, wrong, made.size, int(made.critical)) <= risk


@pytest.mark.whole
@settings(max_examples=25, deadline=None)
@given(confidences, percents, st.integers(0, 50))
def test_a_poisson_size_is_the_smallest(confidence: str, percent: int, part: int) -> None:
    rate = Fraction(percent, 100)
    expected = rate * part / 100
    made = make_plan(demand(confidence, str(rate), str(expected), "poisson", kind="mus"))
    risk = 1 - Fraction(confidence)
    holds = [n for n in range(1, made.size + 1) if gamma_tail(n * expected + 1, n * rate) <= float(risk)]
    assert holds == [made.size]


def test_a_tail_of_the_gamma_distribution_in_many_digits() -> None:
    # For whole errors it is a sum that can be written down: at most two where three are expected.
    with localcontext(prec=60):
        by_hand = Decimal("8.5") * Decimal(-3).exp()
        assert abs(gamma_tail(Fraction(3), Fraction(3)) - by_hand) < Decimal("1e-45")


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 300), st.integers(1, 100), st.integers(0, 4), confidences)
def test_the_hypergeometric_limit_is_the_largest_that_is_not_rejected(
    size: int, n: int, errors: int, confidence: str
) -> None:
    n, errors = min(n, size), min(errors, n, size)
    found, risk = most_wrong(size, n, errors, Fraction(confidence)), 1 - Fraction(confidence)
    possible = range(errors, size - (n - errors) + 1)
    assert found == max(w for w in possible if w == errors or _hypergeometric(size, w, n, errors) > risk)


@pytest.mark.parametrize(
    ("confidence", "tolerable", "stage"),
    [("0.9", "0.05", 49), ("0.95", "0.05", 61), ("0.95", "0.03", 103), ("0.95", "0.01", 311)],
)
def test_two_stages(confidence: str, tolerable: str, stage: int) -> None:
    both = make_plan(demand(confidence, tolerable)).two_stage
    assert both is not None
    assert (both.first, both.second) == (stage, stage)
    p, risk = Fraction(tolerable), 1 - Fraction(confidence)

    def accepted(n: int) -> Fraction:
        return (1 - p) ** n + n * p * (1 - p) ** (n - 1) * (1 - p) ** n

    assert accepted(stage) == both.risk <= risk < accepted(stage - 1)


def test_extending_afterwards_accepts_five_percent_of_errors_seven_and_a_half_percent_of_the_time() -> None:
    just = Binomial(Fraction("0.05"), Fraction("0.05"))
    by_hand = Fraction(19, 20) ** 59 + 59 * Fraction(1, 20) * Fraction(19, 20) ** 58 * Fraction(19, 20) ** 34
    assert extended_risk(just, 59, 93) == by_hand
    assert round(float(by_hand), 3) == 0.075


def test_the_models_agree_on_two_stages() -> None:
    # Nearly alone in a large population: without replacement comes to the same as with.
    rate, risk = Fraction("0.05"), Fraction("0.05")
    binomial = float(Binomial(rate, risk).two_stage(61, 61, 1))
    assert abs(float(Hypergeometric.of(2_000_000, rate, risk).two_stage(61, 61, 1)) - binomial) < 1e-5
    assert float(Poisson(rate / 100, risk).two_stage(61, 61, 1)) > binomial


def test_after_two_stages_the_limit_follows_the_order_of_the_plan() -> None:
    outcomes = [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (3, 0)]
    limits = [two_stage_limit("binomiaal", (61, 61), found, Fraction("0.95")) for found in outcomes]
    assert limits == sorted(limits)
    assert limits[0] == upper_limit("binomiaal", 61, 0, Fraction("0.95"))
    assert limits[1] <= 0.05 < limits[2]


def test_strata_never_find_less_than_the_plan_needs() -> None:
    plan = make_plan(demand("0.95", "0.05"))
    sizes = {"a": 700, "b": 290, "c": 10}
    size = over_strata(plan, sizes)
    factor = unevenness(sizes, proportional(sizes, size))
    assert Binomial(Fraction("0.05") / factor, Fraction("0.05")).exactly(size, Fraction(0))
    assert size >= plan.size


@pytest.mark.parametrize(
    "wrong",
    [
        {"confidence": "1"},
        {"tolerable": "0"},
        {"tolerable": "vijf"},
        {"expected": "0.05"},
        {"expected": "1.5"},
        {"distribution": "hypergeometrisch"},
        {"amount": "100"},
        {"kind": "mus", "tolerable": "100000"},
        {"kind": "mus", "amount": "0.001"},
        {"kind": "mus", "distribution": "hypergeometrisch", "population": 10},
        {"population": 0},
    ],
)
def test_a_demand_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"kind": "attribuut", "confidence": "0.95", "tolerable": "0.05"}
    with pytest.raises(UsageError):
        read_demand(**{**usual, **wrong})  # type: ignore[arg-type]


def test_numbers_are_read_as_they_are_written() -> None:
    written = [read_demand(kind="attribuut", confidence="95%", tolerable=t).tolerable for t in ("0.05", "0,05", "5%")]
    assert written == [Fraction(1, 20)] * 3
    euros = read_demand(kind="mus", confidence="0.95", tolerable="100000", amount="5000000")
    assert (euros.tolerable, make_plan(euros).size) == (Fraction(1, 50), 150)


def test_too_little_room_between_expected_and_tolerable_is_refused() -> None:
    with pytest.raises(UsageError, match="Verlaag --verwacht"):
        make_plan(demand("0.95", "0.05", "0.0499"))


def test_a_population_of_one_is_looked_at_as_a_whole() -> None:
    demand = read_demand(kind="attribuut", confidence="0.95", tolerable="0.05", population=1)
    plan = make_plan(demand)
    assert (plan.size, plan.critical, plan.two_stage) == (1, 0, None)
