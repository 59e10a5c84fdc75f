"""What the guide says of the tolerance, the control framework and the follow-up: read from ``resultaat.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zpm_audit.reports.figures.format import decimal, euro, integer
from zpm_audit.reports.words.framework import STATE
from zpm_audit.reports.words.opinion import DOUBT, VERDICT, OpinionWords

_MEASURES = ("rijen", "eur")
_PARTS = ("opzet", "bestaan", "werking")


@dataclass(frozen=True)
class Table:
    """A table: its columns, and its rows as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tolerances(run: Mapping[str, Any]) -> str:
    """Say which tolerance the run was held against."""
    told = [
        f"{name}: {' en '.join(_limit(measure, one[measure]) for measure in _MEASURES if one[measure])}"
        for name, one in _opinions(run)
    ]
    return f"tolerantie: {'; '.join(told)}." if told else "er is geen tolerantie opgegeven."


def opinions(run: Mapping[str, Any]) -> Table | None:
    """Return what was concluded against each tolerance, with the figures and what leaves it undecided."""
    rows = [
        (
            name,
            _limit(measure, found),
            *(_figure(measure, found[key]) for key in ("bekend", "van", "waarschijnlijk", "bovengrens")),
            VERDICT[found["conclusie"]].nl,
            _why(found),
        )
        for name, one in _opinions(run)
        for measure in _MEASURES
        if (found := one[measure])
    ]
    columns = ("waarvan", "tolerantie", "bekend", "van", "waarschijnlijk", "bovengrens", "conclusie", "waarom")
    return Table(columns, tuple(rows)) if rows else None


def measures(run: Mapping[str, Any]) -> Table | None:
    """Return of each measure of the framework what was shown, and by what."""
    framework = run.get("raamwerk")
    if framework is None:
        return None
    rows = [
        (str(one["id"]), *(f"{STATE[one[part]['stand']].nl}: {one[part]['bewijs']}" for part in _PARTS))
        for one in framework["maatregelen"]
    ]
    return Table(("maatregel", *_PARTS), tuple(rows))


def follow_up_lines(run: Mapping[str, Any]) -> Iterator[str]:
    """Say what people did with the findings, and what came back."""
    told = run.get("opvolging")
    if told is None:
        return
    states = ", ".join(f"{integer(n, 'nl')} {name}" for name, n in told.get("per_status", {}).items() if n)
    yield (
        f"{integer(told['open'], 'nl')} bevindingen zonder acceptatie{f' ({states})' if states else ''}; "
        f"{integer(told['zonder_eigenaar'], 'nl')} zonder eigenaar, {integer(told['over_reactietijd'], 'nl')} over de "
        f"reactietijd, {integer(told.get('conflicten', 0), 'nl')} in conflict."
    )
    for one in told.get("toch_weer_gevonden", ()):
        yield (
            f"toch weer gevonden: {one['bevinding_id']}, hersteld gemeld door {one['door']}, weer gevonden op "
            f"{one['weer_gevonden_op']}."
        )


def both_sides(found: Mapping[str, Any]) -> str:
    """Say what is too much and what is too little: nothing known on one side is zero, on both it is unknown."""
    much, little = found["te_veel_eur"], found["te_weinig_eur"]
    if much is None and little is None and found["met_fout"]:
        return "Te veel en te weinig onbekend"
    return f"Te veel {_figure('eur', much or 0.0)}, te weinig {_figure('eur', -little if little else 0.0)}"


def _opinions(run: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    told = run.get("tolerantie")
    if told is None:
        return
    if told["geheel"]:
        yield "geheel", told["geheel"]
    for part, word in (("themas", "thema "), ("checks", "")):
        for name, one in told[part].items():
            yield f"{word}{name}", one


def _limit(measure: str, found: Mapping[str, Any]) -> str:
    if measure == "eur":
        return euro(round(found["tolerantie"] * 100), "nl")
    share = (Decimal(str(found["tolerantie"])) * 100).normalize()
    return f"{share:f}%".replace(".", ",")


def _figure(measure: str, value: float | None) -> str:
    if value is None:
        return "-"
    if measure == "eur":
        return euro(round(value * 100), "nl")
    return integer(value, "nl") if isinstance(value, int) else decimal(value, "nl", 1)


def _why(found: Mapping[str, Any]) -> str:
    """Say what leaves a conclusion undecided."""
    if found["conclusie"] != "niet_vast_te_stellen":
        return ""
    numbers = {one["soort"]: one["aantal"] for one in found["onbekend"]}
    doubts = [DOUBT[kind].nl.format(n=integer(numbers[kind], "nl")) for kind in found["waarom"]]
    return "; ".join(doubts) or OpinionWords.to_boven.text.nl
