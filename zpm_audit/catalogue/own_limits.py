"""Limits that an institution decided on itself, in the place of those of the catalogue (``run --parameters``).

A file names shared limits and limits of one check. Each has dated values, a source, and who decided it and when; on the
days that it does not speak of, the catalogue's own values stay. What it changes is told of in every report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.checks.blocks import Name
from zpm_audit.checks.limits.change import Change
from zpm_audit.checks.limits.forms import Value, digits
from zpm_audit.checks.model import CHECK_ID
from zpm_audit.checks.shape import Closed, wrong
from zpm_audit.checks.wording import shape_problems

_DAY = timedelta(days=1)
_MIDNIGHT, _MINUTES_IN_DAY = "middernacht", 24 * 60
_PARTS_OF_ONE = {"aandeel", "deel"}
#: How certain a limit is that no source of the norm gives.
_OWN_CERTAINTY = "C"


class OwnValue(Closed):
    """One value and the days on which it holds: without ``vanaf`` from the beginning, without ``tot`` for ever."""

    vanaf: date | None = None
    tot: date | None = None
    waarde: date | int | float


class OwnLimit(Closed):
    """The values of one limit, the source that they rest on, and who decided it on which day."""

    bron: Annotated[str, Field(min_length=1)]
    besloten_door: Annotated[str, Field(min_length=1)]
    op: date
    waarden: Annotated[list[OwnValue], Field(min_length=1)]


class ParameterFile(Closed):
    """Limits in the place of those of the catalogue: shared ones by their name, others under the id of their check."""

    gedeeld: dict[Name, OwnLimit] = Field(default_factory=dict)
    checks: dict[Annotated[str, Field(pattern=CHECK_ID)], dict[Name, OwnLimit]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something(self) -> ParameterFile:
        if not self.gedeeld and not any(self.checks.values()):
            raise wrong(
                Text("het bestand noemt geen enkele grens", "the file names no limit"),
                Text(
                    "schrijf onder gedeeld: of checks: welke grens u anders wilt",
                    "write under gedeeld: or checks: which limit should differ",
                ),
            )
        return self


@dataclass
class OwnLimits:
    """The limits of one file, as they are put in the place of those of the catalogue."""

    source: YamlText | None = None
    file: ParameterFile = field(default_factory=lambda: ParameterFile.model_construct(gedeeld={}, checks={}))
    changes: list[Change] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def in_definitions(self, definitions: YamlText, problems: list[Problem]) -> YamlText:
        """Return the shared definitions with the values of this file for the limits that it names."""
        return self._in(definitions, self.file.gedeeld, ("gedeeld",), "", problems)

    def in_check(self, check: YamlText, problems: list[Problem]) -> YamlText:
        """Return a check file, shared limits taken over, with the values of this file for its own limits."""
        check_id = check.data.get("id") if isinstance(check.data, dict) else None
        if not isinstance(check_id, str):
            return check
        self.seen.append(check_id)
        return self._in(check, self.file.checks.get(check_id, {}), ("checks", check_id), f"{check_id}.", problems)

    def unknown(self) -> Iterator[Problem]:
        """Yield the checks of this file that the catalogue does not have."""
        for check_id in self.file.checks:
            if check_id not in self.seen and self.source is not None:
                what = Text(f"check {check_id} bestaat niet", f"check {check_id} does not exist")
                hint = did_you_mean(check_id, self.seen) or Text("zie: checks list", "see: checks list")
                yield self.source.problem(("checks", check_id), what, hint)

    def _in(
        self, source: YamlText, limits: Mapping[str, OwnLimit], at: PathKey, prefix: str, problems: list[Problem]
    ) -> YamlText:
        if not limits or self.source is None or not isinstance(source.data, dict):
            return source
        known = source.data.get("parameters")
        known = known if isinstance(known, dict) else {}
        found: dict[str, Any] = dict(known)
        for name, limit in limits.items():
            here = (*at, name)
            shipped = known.get(name)
            if not isinstance(shipped, dict) or not isinstance(shipped.get("waarden"), list):
                problems.append(self.source.problem(here, *_unknown(name, known, prefix)))
                continue
            before = [value for value in shipped["waarden"] if isinstance(value, dict)]
            wrong_ones = list(_problems(self.source, here, limit, before, str(shipped.get("eenheid", ""))))
            problems += wrong_ones
            if wrong_ones:
                continue
            after = laid_over(before, limit)
            found[name] = {**shipped, "waarden": after}
            unit = str(shipped.get("eenheid", ""))
            self.changes.append(
                Change(
                    prefix + name, _told(after, unit), _told(before, unit), limit.bron, limit.besloten_door, limit.op
                )
            )
        return replace(source, data={**source.data, "parameters": found})


def read_own_limits(path: Path | None, problems: list[Problem]) -> OwnLimits:
    """Read a file with limits; what is wrong with its shape is added to ``problems``."""
    if path is None:
        return OwnLimits()
    if not path.is_file():
        raise UsageError(
            nl=f"Het bestand met parameters {path} bestaat niet. Geef met --parameters een YAML-bestand.",
            en=f"The file with parameters {path} does not exist. Give a YAML file with --parameters.",
        )
    source = read_source(path)
    problems += source.problems
    if source.problems:
        return OwnLimits(source)
    try:
        return OwnLimits(source, ParameterFile.model_validate(source.data))
    except ValidationError as error:
        problems += shape_problems(source, ParameterFile, error)
        return OwnLimits(source)


def laid_over(before: Sequence[Mapping[str, Any]], limit: OwnLimit) -> list[dict[str, Any]]:
    """Return the dated values of the catalogue with those of ``limit`` in their place on the days that it speaks of."""
    pieces = [dict(value) for value in before]
    for own in limit.waarden:
        pieces = [piece for value in pieces for piece in _outside(value, own)]
    bron = f"{limit.bron} (besloten door {limit.besloten_door} op {limit.op})"
    pieces += [
        {"vanaf": own.vanaf, "tot": own.tot, "waarde": own.waarde, "zekerheid": _OWN_CERTAINTY, "bron": bron}
        for own in limit.waarden
    ]
    return sorted(pieces, key=lambda value: value.get("vanaf") or date.min)


def _outside(value: dict[str, Any], own: OwnValue) -> Iterator[dict[str, Any]]:
    """Yield what is left of a dated value on the days that ``own`` does not speak of."""
    since, until = value.get("vanaf") or date.min, value.get("tot") or date.max
    first, last = own.vanaf or date.min, own.tot or date.max
    if last < since or first > until:
        yield value
        return
    if since < first:
        yield {**value, "tot": first - _DAY}
    if until > last:
        yield {**value, "vanaf": last + _DAY}


def _unknown(name: str, known: Mapping[str, Any], prefix: str) -> tuple[Text, Text]:
    listed = ", ".join(known)
    hint = did_you_mean(name, known) or Text(f"kies uit: {listed}", f"choose from: {listed}")
    if not known:
        hint = Text("haal hem weg", "remove it")
    if prefix:
        check_id = prefix.rstrip(".")
        return Text(f"{check_id} heeft geen parameter '{name}'", f"{check_id} has no parameter '{name}'"), hint
    return Text(f"onbekende gedeelde parameter '{name}'", f"unknown shared parameter '{name}'"), hint


def _problems(
    source: YamlText, at: PathKey, limit: OwnLimit, before: Sequence[Mapping[str, Any]], unit: str
) -> Iterator[Problem]:
    """Yield what makes a value unfit: another type than the catalogue's, beyond what it can be, or twice on one day."""
    shipped = [value["waarde"] for value in before if "waarde" in value]
    for i, own in enumerate(limit.waarden):
        refused = _refusal(own.waarde, shipped, unit)
        if refused:
            yield source.problem((*at, "waarden", i, "waarde"), *refused)
        if own.vanaf and own.tot and own.tot < own.vanaf:
            hint = Text("verwissel de datums", "swap the dates")
            yield source.problem((*at, "waarden", i), Text("tot ligt voor vanaf", "tot is before vanaf"), hint)
        for other in limit.waarden[:i]:
            if (other.vanaf or date.min) <= (own.tot or date.max) and (own.vanaf or date.min) <= (
                other.tot or date.max
            ):
                yield source.problem(
                    (*at, "waarden", i),
                    Text("deze waarde geldt op dagen waarop een eerdere ook geldt", "two values hold on the same day"),
                    Text("sluit de waarden met vanaf en tot op elkaar aan", "let the values follow each other"),
                )
                break


def _refusal(value: Value, shipped: Sequence[Value], unit: str) -> tuple[Text, Text] | None:
    dates = any(isinstance(one, date) for one in shipped)
    if dates != isinstance(value, date):
        kind = Text("een datum", "a date") if dates else Text("een getal", "a number")
        example = "schrijf 2026-01-31" if dates else f"in {unit}"
        return (
            Text(f"'{value}' kan hier niet: deze grens is {kind.nl}", f"'{value}' is no {kind.en}"),
            Text(example, example.replace("schrijf", "write")),
        )
    if isinstance(value, date):
        return None
    numbers = [one for one in shipped if not isinstance(one, date)]
    whole = all(isinstance(one, int) for one in numbers)
    if whole and not isinstance(value, int):
        return (
            Text(f"'{value}' kan hier niet: deze grens is een geheel getal", f"'{value}' is no whole number"),
            Text(f"in {unit}", f"in {unit}"),
        )
    least = 0 if all(one >= 0 for one in numbers) else None
    most = _MINUTES_IN_DAY if _MIDNIGHT in unit else 1 if unit in _PARTS_OF_ONE else None
    if (least is not None and value < least) or (most is not None and value > most):
        until = "" if most is None else f" t/m {most}"
        until_en = "" if most is None else f" to {most}"
        return (
            Text(f"{value} ligt buiten wat deze grens kan zijn", f"{value} is beyond what this limit can be"),
            Text(f"van 0{until} ({unit})", f"from 0{until_en} ({unit})"),
        )
    return None


def _told(values: Sequence[Mapping[str, Any]], unit: str) -> Text:
    """Return dated values in words."""
    nl, en = [], []
    for value in values:
        said, since = digits(value["waarde"]), value.get("vanaf")
        nl.append(f"{said.nl} {unit}" + (f" vanaf {digits(since).nl}" if since else ""))
        en.append(f"{said.en} {unit}" + (f" from {digits(since).en}" if since else ""))
    return Text("; ".join(nl), "; ".join(en))
