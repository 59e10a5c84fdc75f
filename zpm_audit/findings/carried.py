"""Columns of the source beside the findings, by the unit that each finding names."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.register import Register
from zpm_audit.register.store import carried_name

#: Names that the sheet of findings gives to columns of its own.
_OF_THE_SHEET = {
    "dagen", "stand", "telt", "thema", "status", "toelichting_opvolging", "eigenaar", "opgepakt_op", "let_op",
    "verantwoordelijk", "open_sinds", "reageren_voor", "wat_te_doen",
}  # fmt: skip
_KEYS = {"prestaties": "prestatie_id", "zorgtrajecten": "zorgtraject_id", "patienten": "patient_id"}


def carried_columns(register: Register) -> dict[tuple[str, str], str]:
    """Return the name in the findings of every column that is carried, by table and name in the source.

    A name that the findings have already, or that two tables share, tells its table too.
    """
    wanted = [(name, column) for name in _KEYS if register.has(name) for column in register.tables[name].carried]
    taken = {name.lower() for name in FINDING_SCHEMA} | _OF_THE_SHEET
    found: dict[tuple[str, str], str] = {}
    for table, column in wanted:
        shown = column if column.lower() not in taken else f"{column} ({table})"
        taken.add(shown.lower())
        found[table, column] = shown
    return found


def with_carried(findings: pl.LazyFrame, register: Register, names: pl.DataFrame, *, traceable: bool) -> pl.LazyFrame:
    """Return the findings in their order, with the columns that are carried behind them.

    ``names`` holds the pseudonym of every patient in the findings: they no longer show the patient's own number.
    """
    columns = carried_columns(register)
    for table, key in _KEYS.items():
        mine = {column: shown for (name, column), shown in columns.items() if name == table}
        if not mine:
            continue
        beside = register.scan(table).select(key, *(pl.col(carried_name(c)).alias(s) for c, s in mine.items()))
        if key == "patient_id" and not traceable:
            beside = _under_pseudonym(beside, names, mine.values())
        findings = findings.join(beside, on=key, how="left", maintain_order="left")
    return findings


def _under_pseudonym(beside: pl.LazyFrame, names: pl.DataFrame, columns: Iterable[str]) -> pl.LazyFrame:
    known = names.lazy().select("patient_id", "pseudoniem")
    return beside.join(known, on="patient_id").select(pl.col("pseudoniem").alias("patient_id"), *columns)
