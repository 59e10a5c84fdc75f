"""What may be told of the values of one unit: patients by their pseudonym, what is made from a number not at all."""

from __future__ import annotations

from collections.abc import Mapping

from zpm_audit.base.errors import InternalError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import pseudonym
from zpm_audit.checks.model import Check, Parameter, ParameterValue
from zpm_audit.checks.patients import Trace, Traced
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import PEILDATUM, Scope
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context
from zpm_audit.explain.plain import Plain, in_words, places_of, plain

Row = Mapping[str, object]
HIDDEN = "(niet getoond)"


class Told:
    """What of the units of one check may be told."""

    def __init__(self, context: Context, check: Check) -> None:
        self.context, self.check = context, check
        self.scope = context.scope(check.populatie.tabel, check)
        self.conditions = check.populatie.voorwaarden
        self._traced = Traced(check, self.scope)

    def names(self, row: Row) -> list[str]:
        """Return the names behind the verdict and the finding, what the export holds first."""
        wanted = verdict_reads(self.check) | evidence_reads(self.check)
        if self.check.populatie.groep:
            return [n for n in row if n in wanted or n in self.check.populatie.groep.per]
        known = [n for n in self.scope.closure(wanted) if n in row]
        return sorted(known, key=lambda n: (self.scope.level(n), n not in self.scope.columns, n))

    def value(self, name: str, row: Row) -> object:
        """Return a value as it may be shown."""
        return self.covered(row.get(name), self._traced.kind(name))

    def plain(self, name: str, row: Row) -> Plain:
        """Return a value as JSON has it."""
        return plain(self.value(name, row), self.places(name))

    def places(self, name: str) -> int:
        """Return in how many decimals a value is kept as a whole number."""
        return 0 if self.check.populatie.groep else places_of(self.scope, name)

    def behind(self, scope: Scope, name: str, value: object) -> object:
        """Return a value of a row of another table as it may be shown."""
        return self.covered(value, self._traced.about(scope, name))

    def covered(self, value: object, trace: Trace) -> object:
        """Return a value, a pseudonym in its place, or only that it is not shown."""
        key = self.context.key
        if value is None or trace is Trace.NIETS or self.context.traceable or key is None:
            return value
        return pseudonym(str(value), key) if trace is Trace.NUMMER else HIDDEN

    def about(self, sql: str, row: Row) -> Text:
        """Return, between brackets, what the names in a condition are on this row."""
        names = [n for n in sorted(parse(sql).reads) if n in row]
        return values_in({n: in_words(self.value(n, row), self.places(n)) for n in names})

    def values(self, row: Row) -> dict[str, Plain]:
        """Return every value that the verdict and the finding rest on."""
        return {PEILDATUM: plain(self.context.peildatum)} | {
            n: self.plain(n, row) for n in self.names(row) if n != PEILDATUM
        }

    def parameters(self, row: Row, language: Language) -> list[dict[str, Plain]]:
        """Return of every limit the value that holds for this unit, until when, by which source, and why that one."""
        return [
            _parameter(name, parameter, row, language)
            for name, parameter in self.check.parameters.items()
            if name in row and parameter.op in row
        ]


def values_in(said: Mapping[str, Text]) -> Text:
    """Return names with their values, between brackets."""
    if not said:
        return Text("", "")
    nl = ", ".join(f"{name} is {words.nl}" for name, words in said.items())
    en = ", ".join(f"{name} is {words.en}" for name, words in said.items())
    return Text(f" ({nl})", f" ({en})")


def _parameter(name: str, parameter: Parameter, row: Row, language: Language) -> dict[str, Plain]:
    day, value = row[parameter.op], row[name]
    holds = holding(parameter, day)
    if (holds.waarde if holds else None) != value:
        raise InternalError(
            nl=f"De grens {name} is niet te herleiden tot een gedateerde waarde. Dit is een fout in zpm-audit.",
            en=f"The limit {name} cannot be traced to a dated value. This is a defect in zpm-audit; report it.",
        )
    on = in_words(day)
    dated = len(parameter.waarden) > 1 or any(v.vanaf or v.tot for v in parameter.waarden)
    if holds is None:
        why = Text(f"op {parameter.op} ({on.nl}) geldt geen waarde", f"no value holds on {parameter.op} ({on.en})")
    elif dated:
        why = Text(f"geldt op {parameter.op} ({on.nl})", f"holds on {parameter.op} ({on.en})")
    else:
        why = Text("geldt altijd", "always holds")
    return {
        "naam": name,
        "waarde": plain(value),
        "vanaf": plain(holds.vanaf) if holds else None,
        "tot": plain(holds.tot) if holds else None,
        "bron": holds.bron if holds else None,
        "zekerheid": holds.zekerheid if holds else None,
        "eenheid": parameter.eenheid,
        "omschrijving": parameter.omschrijving.text.in_(language),
        "op": parameter.op,
        "dag": plain(day),
        "reden": why.in_(language),
    }


def holding(parameter: Parameter, day: object) -> ParameterValue | None:
    """Return the dated value that holds on a day, by the same order in which the engine takes them."""
    found: ParameterValue | None = None
    for value in parameter.waarden:
        if value.vanaf is None and value.tot is None:
            return value
        if day is None:
            continue
        after = value.vanaf is None or day >= value.vanaf  # type: ignore[operator]
        before = value.tot is None or day <= value.tot  # type: ignore[operator]
        found = value if after and before else found
    return found
