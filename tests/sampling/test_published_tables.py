"""Sizes and limits against what others published. Every cell of a table is compared, and known misprints are named."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from tests.sampling.made import demand
from tests.sampling.tables import A1, A2, A3, A4, C1, EXPECTED, EZQUANT, PARTS
from zpm_audit.sampling.exact import Binomial
from zpm_audit.sampling.limits import stringer, upper_limit
from zpm_audit.sampling.plan import make_plan


def _size(confidence: str, tolerable: int, expected: str) -> int:
    rates = (str(Fraction(tolerable, 100)), str(Fraction(expected) / 100))
    return make_plan(demand(confidence, *rates)).size


def _different(table: dict[int, tuple[int, ...]], confidence: str) -> dict[tuple[int, str], tuple[int, int]]:
    cells = {(t, e): n for t, column in table.items() for e, n in zip(EXPECTED, column, strict=False)}
    sizes = {cell: (n, _size(confidence, *cell)) for cell, n in cells.items()}
    return {cell: pair for cell, pair in sizes.items() if pair[0] != pair[1]}


def test_aicpa_a1() -> None:
    assert _different(A1, "0.95") == {}


def test_aicpa_a2_is_off_by_one_in_two_cells() -> None:
    assert _different(A2, "0.9") == {(7, "3.25"): (112, 113), (7, "3.5"): (112, 113)}
    # The proof that the book is wrong there, in whole numbers: four errors in 112 are likelier than the risk.
    just = Binomial(Fraction(7, 100), Fraction(1, 10))
    assert not just.exactly(112, Fraction(4))
    assert just.exactly(113, Fraction(4))


def test_a_size_of_400_where_a_float_gives_423() -> None:
    assert math.ceil(400 * 0.035) == 15  # where software goes wrong that counts in floats
    assert make_plan(demand("0.9", "0.05", "0.035")).size == 400


@pytest.mark.parametrize(("table", "confidence"), [(A3, "0.95"), (A4, "0.9")], ids=["A-3", "A-4"])
def test_aicpa_limits(table: dict[int, tuple[str, ...]], confidence: str) -> None:
    for n, row in table.items():
        for errors, printed in enumerate(row):
            limit = upper_limit("binomiaal", n, errors, Fraction(confidence))
            assert math.ceil(limit * 1000) == int(printed.replace(".", "")), (n, errors)


def test_aicpa_c1() -> None:
    for risk, ratio, sizes in C1:
        for part, printed in zip(PARTS, sizes, strict=True):
            sure, expected = str(1 - Fraction(risk, 100)), str(Fraction(part) * Fraction(ratio))
            assert make_plan(demand(sure, part, expected, "poisson", kind="mus")).size == printed, (risk, ratio, part)


def test_ez_quant_hypergeometric() -> None:
    for sure, population, sizes in EZQUANT:
        for tolerable, printed in zip(("0.08", "0.06", "0.04", "0.02"), sizes, strict=True):
            made = make_plan(demand(sure, tolerable, "0", "hypergeometrisch", population))
            assert made.size == printed, (sure, population, tolerable)


def test_touw_and_hoogduin_page_125() -> None:
    found = [round(upper_limit("hypergeometrisch", 102, k, Fraction("0.9"), 1200), 4) for k in range(4)]
    assert found == [0.0208, 0.0358, 0.0492, 0.0625]


def test_touw_and_hoogduin_page_123() -> None:
    sizes = [make_plan(demand("0.9", "0.05", k, "hypergeometrisch", 1200)).size for k in ("0", "2")]
    assert sizes == [45, 102]


@pytest.mark.parametrize(
    ("confidence", "tolerable", "sizes"),
    [
        ("0.95", "0.01", [299, 473, 628, 773]),
        ("0.95", "0.05", [59, 93, 124, 153]),
        ("0.95", "0.1", [29, 46, 61, 76]),
        ("0.9", "0.01", [230, 388, 531, 667]),
        ("0.9", "0.05", [45, 77, 105, 132]),
        ("0.9", "0.1", [22, 38, 52, 65]),
    ],
)
def test_touw_and_hoogduin_page_126(confidence: str, tolerable: str, sizes: list[int]) -> None:
    allowed = [make_plan(demand(confidence, tolerable, str(k))) for k in range(4)]
    assert [plan.size for plan in allowed] == sizes
    assert [plan.critical for plan in allowed] == [0, 1, 2, 3]


def test_touw_and_hoogduin_page_137() -> None:
    found = [round(upper_limit("binomiaal", 145, k, Fraction("0.95")), 4) for k in range(4)]
    assert found == [0.0204, 0.0323, 0.0428, 0.0526]


def test_touw_and_hoogduin_page_138_stringer() -> None:
    taints = [Fraction("0.0400"), Fraction(1), Fraction("0.2000")]
    assert round(stringer("binomiaal", 145, taints, Fraction("0.95")), 4) == 0.0348
