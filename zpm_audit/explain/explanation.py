"""What every check says of one subject, in the order of the catalogue: with a verdict, or with why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from zpm_audit.base.errors import InternalError
from zpm_audit.base.language import Language
from zpm_audit.checks.model import Check
from zpm_audit.checks.reads import decision_reads
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import missing
from zpm_audit.engine.units import key_columns
from zpm_audit.engine.verdicts import CODES
from zpm_audit.explain.deciding import MOST, Behind
from zpm_audit.explain.judging import BRANCH, FINDING, Judging, Seen
from zpm_audit.explain.plain import plain
from zpm_audit.explain.reasons import Reason, Why, no_row, not_judged, of_row, other_unit
from zpm_audit.explain.subjects import GROUP, KINDS, Subject, unknown
from zpm_audit.explain.told import Row, Told
from zpm_audit.findings.covered import Covering

_VERDICTS = {code: verdict for verdict, code in CODES.items()}
#: Which of the verdicts on the rows of one subject speaks for it: the first of these that there is.
_WEIGHT = (Verdict.AFWIJKING, Verdict.ONBEPAALD, Verdict.LOOPT, Verdict.VOLDOET)


@dataclass(frozen=True)
class UnitTold:
    """One unit of a check that is about the subject: the verdict, or why there is none."""

    row: Row
    verdict: Verdict | None
    reason: Reason | None


@dataclass(frozen=True)
class CheckTold:
    """What one check says of the subject. Most often it has one unit; a behandelaar has one for every period."""

    check: Check
    units: Sequence[UnitTold] = ()
    reason: Reason | None = None

    @property
    def judged(self) -> list[UnitTold]:
        """Return the units with a verdict, the one that speaks for the subject first."""
        return sorted((u for u in self.units if u.verdict), key=lambda u: _WEIGHT.index(u.verdict or Verdict.VOLDOET))

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict on the subject: the weightiest of its units."""
        return self.judged[0].verdict if self.judged else None

    @property
    def why_not(self) -> Reason | None:
        """Return why there is no verdict; None where there is one."""
        if self.judged:
            return None
        return self.reason or next((u.reason for u in self.units if u.reason), None)


def check_told(told: Told, seen: Seen, subject: Subject, absent: Reason | None = None) -> CheckTold:
    """Return what a check that can run says of a subject; ``absent`` says why its rows are judged by none."""
    if seen.broke:
        return CheckTold(told.check, reason=Reason(Why.MISLUKT, seen.broke))
    return units_told(told, seen.of(subject), absent)


def units_told(told: Told, rows: Sequence[Row], absent: Reason | None = None) -> CheckTold:
    """Return what a check says of the rows that it saw of one subject."""
    units = []
    for row in rows:
        reason = of_row(told, row)
        units.append(UnitTold(row, None if reason else _verdict(told.check, row), reason))
    return CheckTold(told.check, units, None if units else absent or no_row(told.check))


def _verdict(check: Check, row: Row) -> Verdict:
    code = row[check.id]
    if code not in _VERDICTS:
        raise InternalError(
            nl=f"{check.id}: een eenheid in de populatie heeft geen oordeel. Dit is een fout in zpm-audit; meld hem.",
            en=f"{check.id}: a unit of the population has no verdict. This is a defect in zpm-audit; report it.",
        )
    return _VERDICTS[code]


@dataclass
class Explainer:
    """Explains subjects of one export. ``left_out`` are checks of the catalogue that the run does not have."""

    context: Context
    checks: Mapping[str, Check]
    left_out: Mapping[str, Reason]
    language: Language = "nl"
    _silent: dict[str, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out which checks cannot run."""
        self.judging = Judging(self.context, self.language)
        self.behind = Behind(self.context)
        self._silent = dict(self.left_out)
        for check_id, check in self.checks.items():
            reason = None if check_id in self._silent else missing(self.context, check)
            if reason:
                self._silent[check_id] = Reason(Why.NIET_UITGEVOERD, reason)

    def runnable(self, kind: str) -> list[Check]:
        """Return the checks that judge a kind of subject and can run."""
        return [c for c in self.checks.values() if c.onderwerp == kind and c.id not in self._silent]

    def told(self, subject: Subject) -> list[CheckTold]:
        """Return what every check says of a subject."""
        mine = self.runnable(subject.kind)
        seen = self.judging.seen(mine, subject)
        if subject.kind == GROUP and not subject.tables and not any(s.of(subject) for s in seen.values()):
            raise unknown(self.context, KINDS)
        absent: dict[str, Reason | None] = {}
        for check in mine:
            table = check.populatie.tabel
            if table not in absent:
                absent[table] = self._absent(check, subject)
        related = self._related(subject)
        return [self._one(check, seen, subject, absent, related) for check in self.checks.values()]

    def named(self, subject: Subject, told: Sequence[CheckTold]) -> Subject:
        """Return the subject as the lists of a run show it: a group by its own name, no number of a patient."""
        rows = [unit.row for one in told for unit in one.units]
        shown = subject.shown
        if subject.kind == GROUP and rows:
            shown = str(rows[0][f"{FINDING}onderwerp_id"])
        if self.context.key is not None and not self.context.traceable:
            made = Covering(self.context.register, self.context.key).made(pl.Series([shown], dtype=pl.String))
            shown = made.get(shown, shown)
        return replace(subject, shown=shown)

    def _one(
        self,
        check: Check,
        seen: Mapping[str, Seen],
        subject: Subject,
        absent: Mapping[str, Reason | None],
        related: Mapping[str, list[str]],
    ) -> CheckTold:
        if check.onderwerp != subject.kind and check.id not in self.left_out:
            return CheckTold(check, reason=other_unit(check, related))
        if check.id in self._silent:
            return CheckTold(check, reason=self._silent[check.id])
        return check_told(Told(self.context, check), seen[check.id], subject, absent.get(check.populatie.tabel))

    def _absent(self, check: Check, subject: Subject) -> Reason | None:
        table = check.populatie.tabel
        column = key_columns(self.context, table).get(f"{subject.kind}_id")
        if column is None or check.populatie.groep or check.sleutel:
            return None
        return not_judged(self.context, table, self.judging.pieces(check, subject), column, subject.number)

    def _related(self, subject: Subject) -> dict[str, list[str]]:
        """Return the ids of what a prestatie or zorgtraject belongs to, as the lists show them."""
        table = {"prestatie": "prestaties", "zorgtraject": "zorgtrajecten"}.get(subject.kind)
        if table is None or not self.context.register.has(table):
            return {}
        present = self.context.register.columns(table)
        keys = {k.removesuffix("_id"): c for k, c in key_columns(self.context, table).items() if c in present}
        own = keys.pop(subject.kind)
        rows = self.context.register.scan(table).filter(pl.col(own) == subject.number).select(keys.values()).collect()
        check = next(c for c in self.checks.values() if c.populatie.tabel == table)
        told, scope = Told(self.context, check), self.context.scope(table)
        return {
            kind: [str(told.behind(scope, column, v)) for v in rows[column].drop_nulls().unique().to_list()]
            for kind, column in keys.items()
        }


def as_json(explainer: Explainer, one: CheckTold) -> dict[str, Any]:
    """Return what one check says, as ``uitleg --json`` gives it."""
    check, language = one.check, explainer.language
    why = one.why_not
    first = one.judged[0] if one.judged else next(iter(one.units), None)
    told = Told(explainer.context, check)
    content: dict[str, Any] = {
        "id": check.id,
        "titel": check.titel.text.in_(language),
        "oordeel": str(one.verdict) if one.verdict else None,
        "in_populatie": one.verdict is not None,
        "waarom": str(why.why if why else Why.BEOORDEELD),
        "reden": why.text.in_(language) if why else _decided(check, first, language),
        **(_of_unit(explainer, told, first) if first else _NOTHING),
        "bronnen": [{name: plain(value) for name, value in norm.model_dump().items()} for norm in check.norm],
        "regel": _rule(check),
        "eist": check.eist.text.in_(language),
        "versie": check.versie,
        "ernst": check.ernst,
        "onderwerp": check.onderwerp,
    }
    if len(one.units) > 1:
        content["eenheden"] = [
            {
                "oordeel": str(u.verdict) if u.verdict else None,
                "reden": u.reason.text.in_(language) if u.reason else _decided(check, u, language),
                **_of_unit(explainer, told, u),
            }
            for u in [*one.judged, *(u for u in one.units if not u.verdict)]
        ]
    return content


_NOTHING: dict[str, Any] = {"waarden": {}, "parameters": [], "rijen": [], "opgezocht": []}


def _of_unit(explainer: Explainer, told: Told, unit: UnitTold) -> dict[str, Any]:
    row, check = unit.row, told.check
    names = decision_reads(check) if unit.verdict else frozenset()
    population = parse(check.populatie.waar).reads if check.populatie.waar else frozenset()
    found = explainer.behind.of(told, row, {*names, *population, *check.populatie.gevuld})
    content: dict[str, Any] = {
        "waarden": told.values(row),
        "parameters": told.parameters(row, explainer.language),
        "rijen": [line for one in found for line in one.rows],
        "opgezocht": [one.as_json() for one in found],
    }
    if any(one.total > MOST for one in found):
        content["rijen_getoond"] = MOST
    if unit.verdict and unit.verdict is not Verdict.VOLDOET:
        content["toelichting"] = row[f"{FINDING}toelichting"]
    if unit.verdict:
        content |= {"waarde": row[f"{FINDING}waarde"], "grens": row[f"{FINDING}grens"]}
    return content


def _rule(check: Check) -> list[str]:
    """Return the rule as the check says it: the population, and the questions in order."""
    lines = [f"populatie: {_one_line(check.populatie.waar)}"] if check.populatie.waar else []
    lines += [f"gevuld: {', '.join(check.populatie.gevuld)}"] if check.populatie.gevuld else []
    lines += [f"{name}: {_one_line(sql)}" for name, sql in (("eis", check.eis), ("loopt", check.loopt)) if sql]
    lines += [f"als {_one_line(t.als)}: {t.dan}" if t.als else f"anders: {t.anders}" for t in check.oordeel or []]
    return lines


def _decided(check: Check, unit: UnitTold | None, language: Language) -> str:
    """Return which question of the rule gave the verdict."""
    if unit is None or unit.verdict is None:
        return ""
    dutch = language == "nl"
    if check.oordeel:
        position = unit.row[BRANCH]
        if not isinstance(position, int) or position < 0:
            return "een vraag van de regel heeft geen antwoord" if dutch else "a question of the rule has no answer"
        question = check.oordeel[position].als
        if question is None:
            return "geen van de vragen ging op" if dutch else "none of the questions applied"
        return f"{_one_line(question)}{' geldt' if dutch else ' holds'}"
    rule = _one_line(check.eis or "")
    said = {
        Verdict.VOLDOET: ("{} geldt", "{} holds"),
        Verdict.AFWIJKING: ("{} geldt niet", "{} does not hold"),
        Verdict.ONBEPAALD: ("{} is niet te beantwoorden", "{} has no answer"),
        Verdict.LOOPT: (f"{_one_line(check.loopt or '')} geldt", f"{_one_line(check.loopt or '')} holds"),
    }[unit.verdict]
    return said[0 if dutch else 1].format(rule)


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
