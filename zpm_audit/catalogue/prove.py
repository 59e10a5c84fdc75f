"""The cases beside each check: small hand-written exports with the verdict that a person expects.

They are run by the code of the audit itself, all cases of a check in one frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import throwaway_key
from zpm_audit.base.sealed import seal
from zpm_audit.base.settings import Setting
from zpm_audit.catalogue.case_files import Case, CaseFile, Row, boundary_value, expected_per_unit, load_cases, value_of
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.register import TABLES, Register, RegisterTable

#: The cases are invented: what they have of a citizen service number is kept as an audit keeps it.
_KEY = throwaway_key()


@dataclass(frozen=True)
class CaseOutcome:
    """What came out of one case; ``errors`` is empty when it is as a person expects."""

    check_id: str
    name: str
    errors: tuple[Text, ...]


def run_cases(catalogue: Catalogue, check_id: str) -> list[CaseOutcome]:
    """Run all cases of one check with the engine of the audit."""
    check = catalogue.checks[check_id]
    outcomes: dict[int, CaseOutcome] = {}
    for batch in batches(check, load_cases(catalogue, check_id).file, catalogue.definitions.geleverd):
        outcomes |= run_batch(catalogue, check, batch)
    return [outcomes[i] for i in sorted(outcomes)]


@dataclass(frozen=True)
class Batch:
    """Cases (by their place in the file) that are run together, with their rows as one export.

    ``prefixed``: the keys of each case begin with its place, so that cases do not run into each other.
    """

    cases: dict[int, Case]
    register: Register
    peildatum: date
    instellingen: dict[str, Setting]
    prefixed: bool


def batches(check: Check, file: CaseFile, geleverd: Mapping[str, str]) -> list[Batch]:
    """Divide the cases of a check over as few runs as can be; ``geleverd`` are the names that tell of a table."""
    # Groups have no key of their own, so their cases would run into each other: one run per case.
    together = check.populatie.groep is None and bool(_own_key(check) & _prefixed(check.populatie.tabel))
    divided: dict[tuple[Any, ...], dict[int, Case]] = {}
    for i, case in enumerate(file.gevallen):
        # The price of a code is looked up by date, so a case that looks at amounts keeps the others' rows out; so does
        # a case with rows that nothing tells apart from those of another.
        unmarked = any(case.rows(table) and not _prefixed(table) for table in TABLES)
        alone = not together or case.impact or case.instellingen or unmarked
        divided.setdefault((i,) if alone else (case.peildatum,), {})[i] = case
    telling = frozenset(geleverd.values()) - {check.populatie.tabel}
    return [_batch(file, cases, telling, prefixed=together) for cases in divided.values()]


def _batch(file: CaseFile, cases: dict[int, Case], telling: frozenset[str], *, prefixed: bool) -> Batch:
    first = next(iter(cases.values()))
    register = _register(file, cases, telling, prefixed=prefixed)
    return Batch(cases, register, first.peildatum or file.peildatum, first.instellingen, prefixed)


def _own_key(check: Check) -> set[str]:
    """Return the columns that name a unit."""
    return set(check.sleutel[:1]) if check.sleutel else _prefixed(check.populatie.tabel)


def _prefixed(table: str) -> set[str]:
    """Return the columns that tell the rows of one case from those of another."""
    return {c.name for c in TABLES[table].columns if c.name.endswith("_id")}


def run_batch(catalogue: Catalogue, check: Check, batch: Batch) -> dict[int, CaseOutcome]:
    """Run the cases of one batch; return what came out by the place of each case."""
    from zpm_audit.engine.context import Context
    from zpm_audit.engine.proof.probe import days_of, probe

    context = Context(batch.register, catalogue, batch.peildatum, settings=batch.instellingen)
    verdicts = probe(context, check)
    dated = sorted({c.grens for c in batch.cases.values() if c.grens and len(check.parameters[c.grens].waarden) > 1})
    days = {name: days_of(context, check, name) for name in dated}
    results = {}
    for i, case in batch.cases.items():
        prefix = f"g{i}:" if batch.prefixed else ""
        own = {k.removeprefix(prefix): v for k, v in verdicts.items() if k.startswith(prefix)}
        errors = _compare(case, own)
        if case.grens in days:
            errors += _not_then(case, check, [d for k, d in days[case.grens].items() if k.startswith(prefix)])
        results[i] = CaseOutcome(check.id, case.naam, tuple(errors))
    return results


def _not_then(case: Case, check: Check, days: list[date | None]) -> list[Text]:
    """Return what is wrong with a case on a dated value that holds for none of its units."""
    place = boundary_value(case, check)
    if case.grens is None or place is None:
        return []
    parameter = check.parameters[case.grens]
    value = parameter.waarden[place]
    since, until = value.vanaf or date.min, value.tot or date.max
    if any(day is not None and since <= day <= until for day in days):
        return []
    nl, en = (f"{value.vanaf or '..'} t/m {value.tot or '..'}", f"{value.vanaf or '..'} to {value.tot or '..'}")
    return [
        Text(
            f"{case.grens}: geen eenheid van dit geval heeft {parameter.op} in de periode {nl}",
            f"{case.grens}: no unit of this case has {parameter.op} in the period {en}",
        )
    ]


def _compare(case: Case, found: Mapping[str, Any]) -> list[Text]:
    errors = []
    for unit, expected in expected_per_unit(case).items():
        key = unit or (next(iter(found)) if len(found) == 1 else "")
        got = found[key].verdict if key in found else "buiten"
        if not unit and len(found) > 1:
            errors.append(Text(f"meer dan een eenheid: {', '.join(found)}", f"more than one unit: {', '.join(found)}"))
        elif got != expected:
            errors.append(
                Text(
                    f"{key or 'eenheid'}: verwacht {expected}, kreeg {got}",
                    f"{key or 'unit'}: expected {expected}, got {got}",
                )
            )
    for unit, amount in case.impact.items():
        cents = None if amount is None else int(Decimal(str(amount)) * 100)
        got_cents = found[unit].impact_cent if unit in found else None
        if got_cents != cents:
            errors.append(
                Text(
                    f"{unit}: impact {got_cents} cent, verwacht {cents}",
                    f"{unit}: impact {got_cents} cents, expected {cents}",
                )
            )
    for unit, value in case.waarde.items():
        text = None if value is None else str(value)
        got_text = found[unit].value if unit in found else None
        if got_text != text:
            errors.append(
                Text(f"{unit}: waarde {got_text}, verwacht {text}", f"{unit}: waarde {got_text}, expected {text}")
            )
    for unit, words in case.zegt.items():
        sentence = found[unit].sentence if unit in found else ""
        if words not in sentence:
            errors.append(
                Text(
                    f"{unit}: de zin is '{sentence}', zonder '{words}'",
                    f"{unit}: the sentence is '{sentence}', without '{words}'",
                )
            )
    return errors


def _register(file: CaseFile, cases: dict[int, Case], telling: frozenset[str], *, prefixed: bool) -> Register:
    """Return the rows of the cases as an export; of ``telling`` tables it matters whether they are there at all."""
    tables: dict[str, RegisterTable] = {}
    for name, table in TABLES.items():
        rows: list[Row] = []
        for i, case in cases.items():
            rows += _rows(file, case, name, f"g{i}:" if prefixed else "")
        if rows or name not in telling:
            frame = pl.DataFrame(rows or [_ghost(name)], schema=table.schema, orient="row")
            frame = frame.with_columns(map(seal(_KEY), frame.columns))
            tables[name] = _CaseTable(name, frame)
    return Register(tables)


class _CaseTable(RegisterTable):
    """A table of cases, in memory."""

    frame: pl.DataFrame

    def __init__(self, name: str, frame: pl.DataFrame) -> None:
        super().__init__(name, Path(), frozenset(frame.columns), frame.height, frame.height, 0, name)
        object.__setattr__(self, "frame", frame)

    def scan(self) -> pl.LazyFrame:
        return self.frame.lazy()


def _ghost(table: str) -> Row:
    """Return a row that belongs to no case, so that a table without rows does not count as absent."""
    far = {"date": date(9999, 1, 1), "text": "geen", "int": 0}
    row = {c.name: far.get(c.kind) if c.required else None for c in TABLES[table].columns}
    return {**row, "declarabel": False} if table == "prestaties" else row


def _rows(file: CaseFile, case: Case, table: str, prefix: str) -> list[Row]:
    columns = TABLES[table].columns
    result = []
    for given in case.rows(table):
        times = int(given.get("herhaal", 1))
        for n in range(1, times + 1):
            merged = {**file.standaard.get(table, {}), **{k: v for k, v in given.items() if k != "herhaal"}}
            row: Row = {}
            for column in columns:
                value = value_of(column, merged.get(column.name))
                if isinstance(value, str):
                    value = value.replace("{n}", f"{n:03d}")
                    if column.name.endswith("_id"):
                        value = prefix + value
                row[column.name] = value
            result.append(row)
    return result
