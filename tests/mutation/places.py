"""Small changes to the parts of a check file or of the shared definitions: each yields a changed copy of the file."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.mutation.expressions import changes, negated
from tests.mutation.reach import Path

Data = dict[str, Any]

_NOTHING = "1 = 0"
_KIND = {"eerste": "laatste", "laatste": "eerste"}
_SHIFTED = "verschoven_dag"


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, and the whole file with it."""

    place: str
    change: str
    data: Data


def at(data: Any, path: Path) -> Any:
    """Return what stands at a place; None where nothing does."""
    for step in path:
        if isinstance(data, list):
            data = data[int(step)]
        elif isinstance(data, dict):
            data = data.get(step)
        else:
            return None
    return data


def put(data: Data, path: Path, value: Any) -> Data:
    """Return a copy with another value at a place; None takes the key away."""
    changed = copy.deepcopy(data)
    parent = at(changed, path[:-1])
    if value is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return changed


def _mutant(data: Data, path: Path, change: str, value: Any) -> Mutant:
    return Mutant(".".join(str(p) for p in path), change, put(data, path, value))


def expression(data: Data, path: Path) -> Iterator[Mutant]:
    """Change an expression."""
    sql = at(data, path)
    if sql is not None:
        yield from (_mutant(data, path, name, changed) for name, changed in changes(sql))


def condition(data: Data, path: Path) -> Iterator[Mutant]:
    """Change a condition that may also be absent."""
    if at(data, path) is not None:
        yield from expression(data, path)
        yield _mutant(data, path, "weg", None)
        yield _mutant(data, path, "omgekeerd", negated(at(data, path)))


def definition(data: Data, path: Path) -> Iterator[Mutant]:
    """Change a derived value."""
    value = at(data, path)
    if isinstance(value, str):
        yield from expression(data, path)
    elif "sql" in value:
        yield from expression(data, (*path, "sql"))
    else:
        yield from _block(data, path)


def _block(data: Data, path: Path) -> Iterator[Mutant]:
    block = next(k for k in at(data, path) if k not in {"naam", "leeg", "een_van"})
    here = (*path, block)
    given = at(data, here)
    for i, step in enumerate(given.get("treden", [])):
        for n in (1, -1):
            yield _mutant(data, (*here, "treden", i), f"{step} -> {step + n}", step + n)
    if "onder" in given:
        yield from (_mutant(data, (*here, "onder"), f"{n:+d}", given["onder"] + n) for n in (1, -1))
        other = "waarde" if given.get("geef") == "positie" else "positie"
        yield _mutant(data, (*here, "geef"), other, other)
    for key in ("per", "volgorde"):
        names = given.get(key, [])
        if len(names) > 1:
            yield from (_mutant(data, (*here, key, i), f"zonder {n}", None) for i, n in enumerate(names))
        if len(names) > 1 and key == "volgorde":
            yield _mutant(data, (*here, key), "omgekeerd", names[::-1])
    if {"van", "tot"} <= set(given):
        yield _mutant(data, here, "van en tot verwisseld", {**given, "van": given["tot"], "tot": given["van"]})


def parameter(data: Data, path: Path) -> Iterator[Mutant]:
    """Shift a limit, or the day from which it holds."""
    values = at(data, path)["waarden"]
    for i, one in enumerate(values):
        value, here = one["waarde"], (*path, "waarden", i, "waarde")
        steps: list[Any] = [1, -1]
        if isinstance(value, date):
            steps = [timedelta(days=1), timedelta(days=-1)]
        elif isinstance(value, float):
            steps = [0.01, -0.01]
        for step in steps:
            moved = round(value + step, 6) if isinstance(value, float) else value + step
            yield _mutant(data, here, f"{value} -> {moved}", moved)
        if i:
            for n in (1, -1):
                moved = copy.deepcopy(values)
                moved[i - 1]["tot"] += timedelta(days=n)
                moved[i]["vanaf"] += timedelta(days=n)
                yield _mutant(data, (*path, "waarden"), f"vanaf {one['vanaf']} -> {moved[i]['vanaf']}", moved)


def field(data: Data, path: Path) -> Iterator[Mutant]:
    """Change one value of a look-up."""
    given = at(data, path)
    yield from condition(data, (*path, "waar"))
    yield from condition(data, (*path, "onderbreking"))
    for kind, other in _KIND.items():
        if kind in given:
            swapped = {other if k == kind else k: v for k, v in given.items()}
            yield _mutant(data, path, f"{kind} -> {other}", swapped)
    if "verschillend" in given:
        plain = {k: v for k, v in given.items() if k != "verschillend"}
        yield _mutant(data, path, "verschillend -> aantal", {**plain, "aantal": True})


def koppel(data: Data, path: Path, derived: Path) -> Iterator[Mutant]:
    """Change how a look-up finds its rows. ``derived``: where derived values of the unit's own side stand."""
    given = at(data, path)
    yield from condition(data, (*path, "waar"))
    if "waar" not in given:
        yield _mutant(data, (*path, "waar"), "niets past", _NOTHING)
    if len(given["sleutel"]) > 1:
        yield from (_mutant(data, (*path, "sleutel", key), "weg", None) for key in given["sleutel"])
    if given["tabel"] == "prestaties":
        other = "beoordeeld" if given.get("rijen") == "alle" else "alle"
        yield _mutant(data, (*path, "rijen"), other, other)
    order = given.get("eerder")
    if order:
        yield _mutant(data, (*path, "eerder"), "weg", None)
        yield _mutant(data, (*path, "eerder"), "omgekeerd", order[::-1])
        yield from (_mutant(data, (*path, "eerder", i), f"zonder {n}", None) for i, n in enumerate(order))
    for key, own in (("periode", ("op",)), ("binnen", ("van", "tot"))):
        if key in given:
            yield from _period(data, (*path, key), own, derived)


def _period(data: Data, path: Path, own: tuple[str, ...], derived: Path) -> Iterator[Mutant]:
    given = at(data, path)
    yield _mutant(data, path, "weg", None)
    yield _mutant(data, path, "van en tot verwisseld", {**given, "van": given["tot"], "tot": given["van"]})
    other = not given.get("tot_telt_mee", True)
    yield _mutant(data, (*path, "tot_telt_mee"), str(other), other)
    for key in own:
        for sign in ("+", "-"):
            moved = put(data, (*path, key), _SHIFTED)
            names = moved
            for step in derived:
                names = names.setdefault(str(step), {})
            names[_SHIFTED] = f"cast({given[key]} {sign} interval '1 day' as date)"
            yield Mutant(".".join(str(p) for p in (*path, key)), f"{sign} 1 dag", moved)
