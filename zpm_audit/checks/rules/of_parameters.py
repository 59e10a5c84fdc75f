"""A parameter has exactly one value on every date of its norm."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey
from zpm_audit.checks.model import Check, Parameter
from zpm_audit.checks.rules.reader import Reader

_DAY = timedelta(days=1)


def dates_of(reader: Reader, at: PathKey, parameter: Parameter, check: Check) -> None:
    """Refuse gaps, overlaps, and values that start after the norm or end before it."""
    values = parameter.waarden
    since = min(n.geldig_van for n in check.norm)
    ends = [n.geldig_tot for n in check.norm]
    until = None if None in ends else max(e for e in ends if e)
    first = values[0].vanaf
    if first and first > since:
        reader.add(
            (*at, "waarden", 0),
            f"geen waarde van {since} tot en met {first - _DAY}, terwijl de norm dan al geldt",
            f"no value from {since} up to {first - _DAY}, while the norm holds already",
            Text("laat vanaf weg of voeg de eerdere waarde toe", "leave out vanaf or add the earlier value"),
        )
    for i, (before, after) in enumerate(pairwise(values), start=1):
        _follows(reader, (*at, "waarden", i), before.tot, after.vanaf)
    last: date | None = values[-1].tot
    if last is not None and (until is None or until > last):
        reader.add(
            (*at, "waarden", len(values) - 1),
            f"geen waarde na {last}, terwijl de norm doorloopt",
            f"no value after {last}, while the norm goes on",
            Text("laat tot weg of voeg de volgende waarde toe", "leave out tot or add the next value"),
        )


def _follows(reader: Reader, at: PathKey, end: date | None, start: date | None) -> None:
    if start is None or end is None or start <= end:
        reader.add(
            at,
            f"waarden overlappen: de vorige geldt tot en met {end or 'altijd'}, deze vanaf {start or 'altijd'}",
            f"values overlap: the previous holds up to {end or 'ever'}, this one from {start or 'ever'}",
            Text("zet ze op volgorde van datum, met vanaf en tot", "put them in order of date, with vanaf and tot"),
        )
    elif start != end + _DAY:
        gap = (end + _DAY, start - _DAY)
        reader.add(
            at,
            f"gat in de datums: geen waarde van {gap[0]} tot en met {gap[1]}",
            f"gap in the dates: no value from {gap[0]} up to {gap[1]}",
            Text("sluit de waarden op elkaar aan", "let the values follow each other"),
        )
