"""Every mutant of a check file, and of the definitions that checks share."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutation.places import (
    Data,
    Mutant,
    at,
    condition,
    definition,
    expression,
    field,
    koppel,
    parameter,
    put,
)
from tests.mutation.reach import Path, Reached

_OTHER_VERDICT = {"voldoet": "afwijking", "afwijking": "voldoet", "onbepaald": "voldoet", "loopt": "afwijking"}


def of_check(data: Data, reached: Reached) -> Iterator[Mutant]:
    """Yield every mutant of one check file."""
    yield from _population(data, reached)
    for key in ("eis", "loopt"):
        yield from expression(data, (key,))
    if "loopt" in data:
        yield Mutant("loopt", "weg", put(data, ("loopt",), None))
    yield from _verdict(data)
    yield from _impact(data)
    for path in sorted(reached.own, key=str):
        if path[0] == "parameters":
            yield from parameter(data, path)
        elif path[0] == "afgeleid":
            yield from definition(data, path)
        elif path[0] == "koppel":
            yield from field(data, path)
    for name in sorted({str(p[1]) for p in reached.own if p[0] == "koppel"}):
        yield from koppel(data, ("koppel", name), ("afgeleid",))


def of_shared(data: Data, path: Path) -> Iterator[Mutant]:
    """Yield every mutant of one shared definition: a derived value, or a look-up with one of its values."""
    match path:
        case ("beoordeeld", _) | ("afgeleid", _, _):
            yield from definition(data, path)
        case ("instellingen", _):
            standard = at(data, path)["standaard"]
            other = not standard if isinstance(standard, bool) else standard + 1
            yield Mutant(".".join(map(str, path)), f"standaard -> {other}", put(data, (*path, "standaard"), other))
        case ("koppel", _, _, "velden", _):
            yield from field(data, path)
        case ("koppel", table, _):
            yield from koppel(data, path, ("afgeleid", table))


def _population(data: Data, reached: Reached) -> Iterator[Mutant]:
    here: Path = ("populatie",)
    yield from condition(data, (*here, "waar"))
    for i, name in enumerate(at(data, (*here, "gevuld")) or []):
        yield Mutant("populatie.gevuld", f"zonder {name}", put(data, (*here, "gevuld", i), None))
    group: Path = (*here, "groep")
    if at(data, group) is None:
        return
    yield from expression(data, (*group, "waar"))
    keys = at(data, (*group, "per"))
    for name in keys:
        yield from expression(data, (*group, "per", name))
        if len(keys) > 1:
            yield Mutant(f"populatie.groep.per.{name}", "weg", put(data, (*group, "per", name), None))
    for path in sorted(p for p in reached.own if p[:3] == (*group, "velden")):
        yield from expression(data, path)


def _verdict(data: Data) -> Iterator[Mutant]:
    branches = data.get("oordeel", [])
    for i, branch in enumerate(branches):
        yield from expression(data, ("oordeel", i, "als"))
        key = "dan" if "dan" in branch else "anders"
        other = _OTHER_VERDICT[branch[key]]
        yield Mutant(f"oordeel.{i}.{key}", f"{branch[key]} -> {other}", put(data, ("oordeel", i, key), other))
        if i < len(branches) - 1:
            yield Mutant(f"oordeel.{i}", "weg", put(data, ("oordeel", i), None))
        # Two questions with the same answer may change places: that only changes a sentence.
        if i < len(branches) - 2 and branch["dan"] != branches[i + 1]["dan"]:
            swapped = [*branches[:i], branches[i + 1], branch, *branches[i + 2 :]]
            yield Mutant(f"oordeel.{i}", "na de volgende", put(data, ("oordeel",), swapped))


def _impact(data: Data) -> Iterator[Mutant]:
    impact = data.get("impact")
    if impact is None:
        return
    yield Mutant("impact", "weg", put(data, ("impact",), None))
    if isinstance(impact, str):
        yield from expression(data, ("impact",))
        return
    yield from expression(data, ("impact", "sql"))
    yield from expression(data, ("impact", "juiste_code", "geheel"))
    yield from expression(data, ("impact", "som_van", "waar"))
