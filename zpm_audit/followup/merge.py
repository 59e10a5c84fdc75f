"""What a workbook changes: its rows beside what it showed when it was made, and beside what was said since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.followup.words import FIELDS, OPEN
from zpm_audit.followup.workbook import Filled, Line, Refused

NOBODY = ""
_EMPTY = {name: OPEN if name == "status" else "" for name in FIELDS}
Values = Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """What the archive knows: of which findings (``check_id`` by id), what they were when the workbook was made
    (``shown``), what holds now, and everything that was said (``said``, as ``state.said``)."""

    checks: Mapping[str, str]
    shown: pl.DataFrame
    now: pl.DataFrame
    said: pl.DataFrame
    run: int


@dataclass(frozen=True)
class Change:
    """What one row says that is new."""

    line: Line
    values: Values
    conflict: Mapping[str, Any] | None = None


@dataclass
class Merged:
    """What became of the rows of a workbook. ``read`` counts those that were understood."""

    read: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    #: Conflicts that an earlier reading of this same workbook told already.
    told: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def merge(filled: Filled, known: Known, who: Values) -> Merged:
    """Put a workbook beside what is known; ``who`` tells of this reading (door, op, werkboek, sha256)."""
    outcome = Merged(refused=list(filled.refused))
    shown, now = _values(known.shown), _values(known.now)
    before = bool(known.said.filter(pl.col("werkboek_sha256") == filled.sha256).height)
    mine = (pl.col("van_run") == known.run) & (pl.col("werkboek") == filled.name) & (pl.col("door") == who["door"])
    own = _last(known.said.filter(mine | (pl.col("werkboek_sha256") == filled.sha256)))
    words = _words(known.said.filter(pl.col("soort") == "gezet"))
    again = set(known.now.filter(pl.col("weer_gevonden_op").is_not_null())["bevinding_id"])
    standing = _standing(known, filled.sha256) if before else {}
    for line in filled.lines:
        if line.finding not in known.checks:
            outcome.refused.append(_unknown(line))
            continue
        outcome.read += 1
        current = now.get(line.finding, _EMPTY)
        said_before = {**shown.get(line.finding, _EMPTY), **own.get(line.finding, {})}
        changed = {n: v for n, v in line.values.items() if v not in {said_before[n], current[n]}}
        if before or not changed:
            outcome.unchanged += 1
            if line.finding in standing:
                told = {n: v for n, v in standing[line.finding].items() if v is not None}
                outcome.told.append(Change(line, told, _conflict(line, told, current, words, who)))
            continue
        others = [
            name
            for name in changed
            if current[name] != said_before[name]
            and not (name == "status" and line.finding in again)
            and not _same_person(words.get((line.finding, name)), who, known.run)
        ]
        if others:
            told = _conflict(line, changed, current, words, who)
            outcome.conflicts.append(Change(line, changed, told))
        else:
            outcome.changes.append(Change(line, changed))
    return outcome


def _same_person(word: Mapping[str, Any] | None, who: Values, run: int) -> bool:
    """Tell whether what holds was said by the same person, in a workbook that is not newer than this one."""
    if word is None:
        return True
    if int(word["van_run"]) > run:
        return False
    same_name = bool(word["door"].casefold() == who["door"].casefold())
    return same_name if who["door"] != NOBODY else same_name and bool(word["werkboek"] == who["werkboek"])


def _values(states: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Return the values of each finding as a workbook holds them."""
    columns = [pl.col(name).cast(pl.String).fill_null(_EMPTY[name]) for name in FIELDS]
    return {row.pop("bevinding_id"): row for row in states.select("bevinding_id", *columns).to_dicts()}


def _last(spoken: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Return what these workbooks said last, per finding and field."""
    lasts = [pl.col(column).drop_nulls().last().alias(name) for name, column in FIELDS.items()]
    rows = spoken.group_by("bevinding_id", maintain_order=True).agg(lasts).to_dicts()
    return {row.pop("bevinding_id"): {n: v or _EMPTY[n] for n, v in row.items() if v is not None} for row in rows}


def _words(told: pl.DataFrame) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return who said what holds, per finding and field."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for name, column in FIELDS.items():
        lasts = told.filter(pl.col(column).is_not_null()).unique("bevinding_id", keep="last", maintain_order=True)
        found |= {(row["bevinding_id"], name): row for row in lasts.to_dicts()}
    return found


def _standing(known: Known, sha256: str) -> dict[str, dict[str, str | None]]:
    """Return what this workbook said against others, where nobody has settled it."""
    open_ones = known.now.filter(pl.col("conflicten") > 0).select("bevinding_id")
    mine = known.said.filter((pl.col("werkboek_sha256") == sha256) & (pl.col("soort") == "conflict"))
    rows = mine.join(open_ones, on="bevinding_id", how="semi").to_dicts()
    return {row["bevinding_id"]: {name: row[column] for name, column in FIELDS.items()} for row in rows}


def _conflict(
    line: Line, changed: Values, current: Values, words: Mapping[tuple[str, str], Mapping[str, Any]], who: Values
) -> dict[str, Any]:
    """Return both sides: what holds and what this workbook says, each with who, when and from which workbook."""
    said_by = max(
        (words[line.finding, name] for name in changed if (line.finding, name) in words),
        key=lambda word: int(word["lezing"]),
        default=None,
    )
    there = {"door": said_by["door"], "op": said_by["op"], "werkboek": said_by["werkboek"],
             "sha256": said_by["werkboek_sha256"]} if said_by else {}  # fmt: skip
    first = next(name for name in FIELDS if name in changed)
    return {
        "bevinding_id": line.finding,
        "blad": line.sheet,
        "cel": line.cells.get(first, line.cells[""]),
        "velden": {name: {"staat": current[name], "werkboek": changed[name] or _EMPTY[name]} for name in changed},
        "staat": {**there, **{name: current[name] for name in changed}},
        "werkboek": {**who, **dict(changed)},
    }


def _unknown(line: Line) -> Refused:
    return Refused(
        line.sheet,
        line.cells[""],
        Text(
            f"bevinding {line.finding} is niet bekend in deze reeks; kijk of het id heel is gebleven",
            f"finding {line.finding} is not known in this series; see whether its id is still whole",
        ),
    )


def refused_whole(filled: Filled, reason: Text) -> Merged:
    """Return the outcome of a workbook that is not of this archive: nothing of it is taken over."""
    sheet, cell = filled.mark_at
    where: Sequence[Line] = filled.lines[:1]
    shown = sheet or (where[0].sheet if where else "")
    return Merged(refused=[Refused(shown, cell, reason)])
