"""Reads what is asked of a sample: numbers as they were written, so that 0.05 is one in twenty and nothing near it."""

from __future__ import annotations

import re
from fractions import Fraction

from zpm_audit.base.errors import UsageError
from zpm_audit.sampling.plan import Demand, Distribution, Kind

_NUMBER = re.compile(r"[0-9]{1,15}([.,][0-9]{1,15})?%?")


def read_demand(
    *,
    kind: Kind,
    confidence: str,
    tolerable: str,
    expected: str = "0",
    population: int | None = None,
    amount: str | None = None,
    distribution: Distribution | None = None,
) -> Demand:
    """Return the demand; UsageError where it contradicts itself. An amount of one euro or more needs the whole."""
    whole = _cents(amount) if amount is not None else None
    _refuse_amount(kind, population, whole)
    how = distribution or _usual(kind, population)
    _refuse_distribution(kind, how, population)
    demand = Demand(
        kind=kind,
        confidence=_between("--betrouwbaarheid", _number("--betrouwbaarheid", confidence)),
        tolerable=_between("--toelaatbaar", _rate("--toelaatbaar", tolerable, whole)),
        expected=_expected(kind, expected, whole),
        distribution=how,
        population=population,
        amount_cent=whole,
    )
    if demand.expected < 1 and demand.expected >= demand.tolerable:
        raise UsageError(
            nl=f"--verwacht {expected} is niet kleiner dan --toelaatbaar {tolerable}. Verwacht u zoveel fouten, "
            "dan kan "
            "geen steekproef aantonen dat het er toelaatbaar weinig zijn.",
            en=f"--verwacht {expected} is not below --toelaatbaar {tolerable}. When so many errors are expected, "
            "no sample "
            "can show that there are tolerably few.",
        )
    return demand


def _usual(kind: Kind, population: int | None) -> Distribution:
    if kind == "mus":
        return "poisson"
    return "binomiaal" if population is None else "hypergeometrisch"


def _refuse_amount(kind: Kind, population: int | None, amount: int | None) -> None:
    if kind == "attribuut" and amount is not None:
        raise UsageError(
            nl="--bedrag hoort bij --soort mus; bij attributen telt het aantal: --populatie.",
            en="--bedrag goes with --soort mus; with attributes the number counts: --populatie.",
        )
    if (population is not None and population < 1) or (amount is not None and amount < 1):
        raise UsageError(
            nl="--populatie en --bedrag zijn groter dan nul.", en="--populatie and --bedrag are greater than zero."
        )


def _refuse_distribution(kind: Kind, distribution: Distribution, population: int | None) -> None:
    if distribution != "hypergeometrisch":
        return
    if kind == "mus":
        raise UsageError(
            nl="--verdeling hypergeometrisch telt posten en kan niet bij --soort mus. Kies poisson of binomiaal.",
            en="--verdeling hypergeometrisch counts items and cannot go with --soort mus. Choose poisson or binomiaal.",
        )
    if population is None:
        raise UsageError(
            nl="--verdeling hypergeometrisch heeft de omvang van de populatie nodig: geef --populatie N.",
            en="--verdeling hypergeometrisch needs the size of the population: give --populatie N.",
        )


def _expected(kind: Kind, text: str, amount: int | None) -> Fraction:
    if kind == "mus":
        return _rate("--verwacht", text, amount)
    value = _number("--verwacht", text)
    if value >= 1 and value.denominator != 1:
        raise UsageError(
            nl=f"--verwacht {text}: geef een deel onder 1 (0.01), of een heel aantal fouten.",
            en=f"--verwacht {text}: give a part below 1 (0.01), or a whole number of errors.",
        )
    return value


def _rate(option: str, text: str, amount: int | None) -> Fraction:
    value = _number(option, text)
    if value < 1:
        return value
    if amount is None:
        raise UsageError(
            nl=f"{option} {text}: geef een deel onder 1 (0.05 of 5%), of geef bij --soort mus ook --bedrag als het "
            "euro's "
            "zijn.",
            en=f"{option} {text}: give a part below 1 (0.05 or 5%), or with --soort mus give --bedrag too when "
            "these are "
            "euros.",
        )
    return value * 100 / amount


def _between(option: str, value: Fraction) -> Fraction:
    if not 0 < value < 1:
        raise UsageError(
            nl=f"{option} ligt tussen 0 en 1, bijvoorbeeld 0.95 of 0.05; 0 en 1 zelf kunnen niet.",
            en=f"{option} lies between 0 and 1, for example 0.95 or 0.05; 0 and 1 themselves are not possible.",
        )
    return value


def _cents(text: str) -> int:
    value = _number("--bedrag", text) * 100
    if value.denominator != 1:
        raise UsageError(
            nl=f"--bedrag {text}: geef euro's met hoogstens twee decimalen.",
            en=f"--bedrag {text}: give euros with at most two decimals.",
        )
    return int(value)


def _number(option: str, text: str) -> Fraction:
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        raise UsageError(
            nl=f"{option} '{text}' is geen getal. Schrijf bijvoorbeeld 0.05, 0,05 of 5%.",
            en=f"{option} '{text}' is no number. Write for example 0.05, 0,05 or 5%.",
        )
    number = Fraction(written.rstrip("%").replace(",", "."))
    return number / 100 if written.endswith("%") else number
