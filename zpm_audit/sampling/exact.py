"""The question that every sample size comes down to, answered without rounding.

Would a sample of ``n`` with at most ``k`` errors be as unlikely as the risk that is run, if as much is wrong as can
just not be tolerated? A float answers where the answer is clear; near the edge whole numbers and long decimals do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb
from typing import Protocol

#: A float that is further than this from the risk, as a part of it, is on the right side of it.
_CLEAR = 1e-6
_DIGITS = 60
#: Two numbers of that many digits that differ less than this are taken for equal, which a proof cannot rest on.
_SAME = Decimal("1e-40")


class Model(Protocol):
    """How errors come into a sample when the rate of errors is just intolerable."""

    @property
    def risk(self) -> Fraction:
        """Return the risk of accepting what is intolerable."""

    def exactly(self, n: int, k: Fraction) -> bool:
        """Tell whether at most ``k`` errors in ``n`` have a probability of at most the risk; without floats."""

    def accepts(self, n: int, k: Fraction) -> bool:
        """Answer the same as ``exactly``, sooner."""

    def two_stage(self, first: int, second: int, later: int = 0) -> Fraction:
        """Return the probability of no error in the first stage, or one in it and at most ``later`` in the second."""

    @property
    def largest(self) -> int | None:
        """Return how large a sample can be; None where there is no end to it."""


def near(value: float, risk: Fraction, exact: Callable[[], bool]) -> bool:
    """Decide by a float where it is clear, and exactly where it is not."""
    limit = float(risk)
    return value < limit if abs(value - limit) > _CLEAR * limit else exact()


@dataclass(frozen=True)
class Binomial:
    """Each item is wrong with the same probability: a draw from a population that is large, or with replacement."""

    rate: Fraction
    risk: Fraction

    @property
    def largest(self) -> int | None:
        """Return None: there is no end to it."""
        return None

    def accepts(self, n: int, k: Fraction) -> bool:
        """Answer the same as ``exactly``, sooner."""
        from scipy.special import bdtr

        return near(float(bdtr(int(k), n, float(self.rate))), self.risk, lambda: self.exactly(n, k))

    def exactly(self, n: int, k: Fraction) -> bool:
        """Add up the terms as whole numbers over one denominator."""
        wrong, whole = self.rate.as_integer_ratio()
        right, most = whole - wrong, int(k)
        if most >= n:
            return self.risk >= 1
        # Terms i = 0..most of C(n, i) wrong^i right^(most - i); what all of them have in common comes after.
        term: int = right**most
        total = term
        for i in range(most):
            term = term * (n - i) * wrong // ((i + 1) * right)
            total += term
        common: int = right ** (n - most)
        return total * common * self.risk.denominator <= self.risk.numerator * int(whole**n)

    def two_stage(self, first: int, second: int, later: int = 0) -> Fraction:
        """Return the probability of no error in the first stage, or one in it and at most ``later`` in the second."""
        right = 1 - self.rate
        one = first * self.rate * right ** (first - 1)
        rest = sum(comb(second, i) * self.rate**i * right ** (second - i) for i in range(later + 1))
        return right**first + one * rest


@dataclass(frozen=True)
class Hypergeometric:
    """Items drawn without replacement from ``size``; so many are wrong that their rate is just intolerable."""

    size: int
    wrong: int
    risk: Fraction

    @classmethod
    def of(cls, size: int, rate: Fraction, risk: Fraction) -> Hypergeometric:
        """Return the model with the smallest number of wrong items that is not tolerable."""
        return cls(size, -(-size * rate.numerator // rate.denominator), risk)

    @property
    def largest(self) -> int | None:
        """Return the size of the population."""
        return self.size

    def accepts(self, n: int, k: Fraction) -> bool:
        """Answer the same as ``exactly``: whole numbers are quick here, and loading ``scipy.stats`` is not."""
        return self.exactly(n, k)

    def exactly(self, n: int, k: Fraction) -> bool:
        """Add up the numbers of samples with so many wrong items, and compare with the number of samples."""
        # Who is drawn and who is wrong may be swapped; the smaller of the two makes the smaller numbers.
        drawn, marked = sorted((n, self.wrong))
        first = max(0, drawn - (self.size - marked))
        if int(k) < first:
            return True
        term = comb(marked, first) * comb(self.size - marked, drawn - first)
        total = term
        for i in range(first, min(int(k), drawn, marked)):
            term = term * (marked - i) * (drawn - i) // ((i + 1) * (self.size - marked - drawn + i + 1))
            total += term
        return total * self.risk.denominator <= self.risk.numerator * comb(self.size, drawn)

    def two_stage(self, first: int, second: int, later: int = 0) -> Fraction:
        """Return the probability of no error in the first stage, or one in it and at most ``later`` in the second."""
        right = self.size - self.wrong
        none = Fraction(comb(right, first), comb(self.size, first))
        one = Fraction(self.wrong * comb(right, first - 1), comb(self.size, first))
        # What is left after a first stage with one error in it.
        left, wrong = self.size - first, self.wrong - 1
        samples = sum(comb(wrong, i) * comb(max(0, left - wrong), second - i) for i in range(min(later, second) + 1))
        return none + one * Fraction(samples, comb(left, second))


@dataclass(frozen=True)
class Poisson:
    """Errors fall over money: so many per unit of sampling that it is just intolerable. ``k`` may be a part of one."""

    rate: Fraction
    risk: Fraction

    @property
    def largest(self) -> int | None:
        """Return None: there is no end to it."""
        return None

    def accepts(self, n: int, k: Fraction) -> bool:
        """Answer the same as ``exactly``, sooner."""
        from scipy.special import gammaincc

        value = float(gammaincc(float(k) + 1, float(n * self.rate)))
        return near(value, self.risk, lambda: self.exactly(n, k))

    def exactly(self, n: int, k: Fraction) -> bool:
        """Compare in sixty digits; equal they are never, for a power of e is no fraction."""
        with localcontext(prec=_DIGITS):
            value, risk = gamma_tail(k + 1, n * self.rate), _decimal(self.risk)
            if abs(value - risk) < _SAME:
                raise ArithmeticError(f"{_DIGITS} digits do not tell {value} from the risk")
            return value < risk

    def two_stage(self, first: int, second: int, later: int = 0) -> Fraction:
        """Return the probability of no error in the first stage, or one in it and at most ``later`` in the second."""
        with localcontext(prec=_DIGITS):
            one = _decimal(first * self.rate)
            rest = gamma_tail(Fraction(later + 1), second * self.rate)
            return Fraction((-one).exp() * (1 + one * rest))


def gamma_tail(shape: Fraction, x: Fraction) -> Decimal:
    """Return the upper part of the gamma distribution: the probability of fewer than ``shape`` errors where ``x`` are
    expected, for a whole ``shape``, and what lies in between for another.
    """
    far = 2 * shape + 150  # what lies beyond is less than one part in 10^50
    with localcontext(prec=_DIGITS):
        return 1 - _lower(shape, x) / _lower(shape, far)


def _lower(shape: Fraction, x: Fraction) -> Decimal:
    """Return the lower incomplete gamma function by its series, of which all terms are positive."""
    if x == 0:
        return Decimal(0)
    s, value = _decimal(shape), _decimal(x)
    term = total = 1 / s
    j = 0
    while term > total.scaleb(-_DIGITS):
        j += 1
        term = term * value / (s + j)
        total += term
    return total * (s * value.ln() - value).exp()


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
