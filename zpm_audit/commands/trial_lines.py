"""What ``zpm-audit mapping toets`` says to a person: tables and columns, checks, and what one more column buys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.gains import Gain, missing_words
from zpm_audit.checks.scope import Need
from zpm_audit.intake.rows.trial import ColumnRead, Trial
from zpm_audit.reconciliation import Vertrouwen
from zpm_audit.register import Register
from zpm_audit.reports.figures.format import integer, percent

#: Names of checks on one line.
_MOST_IDS = 8


def trial_lines(
    register: Register,
    trial: Trial,
    lacks: Mapping[str, frozenset[Need]],
    found: Sequence[Gain],
    trust: Vertrouwen,
    language: Language,
) -> list[str]:
    """Return the lines; the first one says whether the export reads well."""
    return [
        *_verdict(trial, lacks, trust, language),
        *_problems(trial, language),
        *(line for name in register.tables for line in _table(register, trial, name, language)),
        *_checks(register, lacks, language),
        *_gains(found, language),
    ]


def _verdict(
    trial: Trial, lacks: Mapping[str, frozenset[Need]], trust: Vertrouwen, language: Language
) -> Iterator[str]:
    wrong = sum(map(len, trial.problems.values()))
    ran = sum(not needs for needs in lacks.values())
    checks = Text(f"{ran} van {len(lacks)} checks kunnen draaien.", f"{ran} of {len(lacks)} checks can run.")
    if wrong:
        said = Text(
            f"Zo weigert een audit deze export ({wrong} keer, zie hieronder).",
            f"An audit refuses this export as it is ({wrong} times, see below).",
        )
    elif trust.voldoende:
        said = Text("De export leest goed.", "The export reads well.")
    else:
        said = Text("Op deze export is niet te bouwen.", "This export cannot be built on.")
    yield f"{said.in_(language)} {checks.in_(language)}"
    yield from (f"  {reason.zin.in_(language)}" for reason in trust.redenen)


def _problems(trial: Trial, language: Language) -> Iterator[str]:
    for table, errors in trial.problems.items():
        yield from (f"  {table}: {error.message(language)}" for error in errors)


def _table(register: Register, trial: Trial, name: str, language: Language) -> Iterator[str]:
    table = register.tables[name]
    share = percent(table.rows_aside, table.rows_in, language)
    read, good, aside = (integer(n, language) for n in (table.rows_in, table.rows, table.rows_aside))
    head = Text(
        f"{name} ({table.source}): {read} gelezen = {good} in de audit + {aside} opzij ({share})",
        f"{name} ({table.source}): {read} read = {good} in the audit + {aside} aside ({share})",
    )
    yield ""
    yield head.in_(language)
    columns = trial.columns.get(name, ())
    wide = max((len(c.column) for c in columns), default=0)
    for column in columns:
        yield from _column(column, table.rows_in, wide, language)
    if table.unknown_columns:
        listed = ", ".join(table.unknown_columns)
        yield Text(f"  niet gelezen uit de bron: {listed}", f"  not read from the source: {listed}").in_(language)


def _column(column: ColumnRead, rows: int, wide: int, language: Language) -> Iterator[str]:
    filled = Text("gevuld", "filled").in_(language)
    made = Text(f"gemaakt met {column.way} ({column.source})", f"made with {column.way} ({column.source})")
    origin = made.in_(language) if column.way else column.source
    word = Text("in de vorm", "in the form") if column.hidden else Text("zoals", "such as")
    shown = f"; {word.in_(language)} {', '.join(column.examples)}" if column.examples else ""
    share = percent(column.filled, rows, language).rjust(7)
    yield f"  {column.column.ljust(wide)}  {share} {filled}  {origin}{shown}"
    for one in column.unread:
        seen = f": {', '.join(repr(e) for e in one.examples)}" if one.examples else ""
        cells = integer(one.cells, language)
        yield f"  {' ' * wide}  ! {cells} x {one.reason}{seen}"


def _checks(register: Register, lacks: Mapping[str, frozenset[Need]], language: Language) -> Iterator[str]:
    yield ""
    can = [check_id for check_id, needs in lacks.items() if not needs]
    yield Text(f"Kunnen draaien ({len(can)}):", f"Can run ({len(can)}):").in_(language)
    yield from (f"  {', '.join(can[i : i + _MOST_IDS])}" for i in range(0, len(can), _MOST_IDS))
    cannot = {check_id: needs for check_id, needs in lacks.items() if needs}
    if cannot:
        head = Text(f"Kunnen niet draaien ({len(cannot)}), want dit ontbreekt:", f"Cannot run ({len(cannot)}):")
        yield head.in_(language)
        for check_id, needs in cannot.items():
            yield f"  {check_id}: {', '.join(lack.in_(language) for lack in missing_words(needs, register))}"


def _gains(found: Sequence[Gain], language: Language) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield Text("Wat erbij oplevert, het meeste eerst:", "What one more buys, most first:").in_(language)
    nothing = Text("", "")
    for gain in found:
        alone, more = len(gain.alone), len(gain.together)
        ids = f" ({', '.join(sorted(gain.alone)[:_MOST_IDS])}{', ...' if alone > _MOST_IDS else ''})" if alone else ""
        also = Text(f"; met iets anders erbij nog {more}", f"; with something else {more} more") if more else nothing
        number = f"{alone} check" if alone == 1 else f"{alone} checks"
        yield f"  {gain.named().in_(language)} -> {number}{ids}{also.in_(language)}"
