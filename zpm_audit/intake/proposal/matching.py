"""Which source column becomes which column of a table: the surest pairs first, and a question where two are as sure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from zpm_audit.intake.proposal.fit import Fit, Fitter
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.register.schema import EXPORT_TABLES, Column

#: From here on a column is proposed; from ``ASKED`` on it is asked about; below that it is not mentioned.
PROPOSED, ASKED = 0.65, 0.4
#: Two candidates that differ less than this are as likely; where the first is beyond doubt, only an equal is a rival.
_CLOSE, _CERTAIN, _EQUAL = 0.04, 0.97, 0.005
#: A required column is filled on every row, give or take what an audit is there to find.
_FILLED = 0.97

#: Changes a fit by what other tables tell of it: column of the contract, source column -> factor or floor, reason.
Evidence = Mapping[tuple[str, str], "Witness"]


@dataclass(frozen=True)
class Witness:
    """What another table tells of a pair: a factor on its score, a score that it has at least, and how it is read."""

    factor: float
    floor: float
    reason: str
    said: dict[str, object] | None = None


def both(one: Evidence, other: Evidence) -> dict[tuple[str, str], Witness]:
    """Return what two kinds of witnesses tell together: of one pair the second, with the highest floor."""
    found = {**one, **other}
    for key in one.keys() & other.keys():
        found[key] = replace(other[key], floor=max(one[key].floor, other[key].floor))
    return found


@dataclass
class Matched:
    """The columns of one table as they were found in one source, and what is left to ask.

    ``varying`` are the columns of the source that are of its rows and not of this table, which is repeated on them.
    """

    table: str
    opened: Opened
    found: dict[str, Fit] = field(default_factory=dict)
    asked: dict[str, list[Fit]] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    varying: Collection[str] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the contract."""
        return EXPORT_TABLES[self.table].columns

    @property
    def used(self) -> set[str]:
        """Return the source columns that something is made from."""
        return {name for name in self.opened.profiles for fit in self.found.values() if _mentions(fit.said, name)}

    def take(self, column: str, fit: Fit) -> None:
        """Settle a column."""
        self.found[column] = fit
        self.asked.pop(column, None)


def _mentions(said: object, name: str) -> bool:
    if isinstance(said, dict):
        return any(_mentions(v, name) for v in said.values())
    return any(_mentions(v, name) for v in said) if isinstance(said, list) else said == name


def match(
    fitter: Fitter, table: str, opened: Opened, evidence: Evidence | None = None, without: Collection[str] = ()
) -> Matched:
    """Match the columns of a source to those of a table; a source column that is read as it is serves one column.

    ``without`` are columns of the source that are none of this table.
    """
    result = Matched(table, opened)
    fits = [f for f in _fits(fitter, table, opened, evidence or {}) if f[1].source not in without]
    order = {c.name: i for i, c in enumerate(EXPORT_TABLES[table].columns)}
    free = set(opened.profiles)
    best: dict[str, float] = {}  # a column is asked about for what it is most like, not for all that it might be
    for column, fit in sorted(fits, key=lambda f: (-f[1].score, order[f[0]])):
        if column in result.found or fit.score < ASKED or (fit.source not in free and not _shares(fit, result)):
            continue
        if fit.score < PROPOSED:
            if fit.source in free and fit.score >= best.setdefault(fit.source, fit.score) - _CLOSE / 2:
                result.asked.setdefault(column, []).append(fit)
            continue
        rivals = [other for other in _rivals(column, fit, fits, result) if other.source in free]
        if rivals:
            result.asked[column] = [fit, *rivals]
            continue
        result.take(column, fit)
        free.discard(fit.source)
    for column, asked in list(result.asked.items()):
        result.asked[column] = [fit for fit in asked if fit.source in free]
        if not result.asked[column]:
            del result.asked[column]
    return result


def _rivals(column: str, fit: Fit, fits: list[tuple[str, Fit]], result: Matched) -> list[Fit]:
    """Return the other source columns that are as likely, and not more likely something else that is still open."""
    margin = _CLOSE if fit.score < _CERTAIN else _EQUAL
    near = [other for name, other in fits if name == column and other.source != fit.source]
    near = [other for other in near if fit.score - other.score < margin]
    better = {
        f.source: f.score for name, f in sorted(fits, key=lambda f: f[1].score)
        if name != column and name not in result.found
    }  # fmt: skip
    return [other for other in near if better.get(other.source, 0.0) < other.score]


def _shares(fit: Fit, result: Matched) -> bool:
    """Tell whether a column made from a moment may use one that another column was made from already."""
    made = isinstance(fit.said, dict) and next(iter(fit.said)) in {"datum_van", "tijd_van"}
    return made and all(isinstance(f.said, dict) for f in result.found.values() if f.source == fit.source)


def _fits(fitter: Fitter, table: str, opened: Opened, evidence: Evidence) -> list[tuple[str, Fit]]:
    found = []
    for column in EXPORT_TABLES[table].columns:
        for profile in opened.profiles.values():
            fit = fitter.fit(table, column, profile)
            witness = evidence.get((column.name, profile.name))
            if fit is None:
                continue
            if column.required and len(profile.filled) < _FILLED * profile.rows - 1:
                fit = replace(fit, score=fit.score * 0.5, reasons=(*fit.reasons, "niet overal gevuld"))
            if witness:
                score = min(1.0, max(fit.score * witness.factor, witness.floor))
                fit = replace(fit, score=score, reasons=(*fit.reasons, witness.reason), said=witness.said or fit.said)
            found.append((column.name, fit))
    return found
