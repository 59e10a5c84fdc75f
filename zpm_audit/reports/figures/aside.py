"""Rows that were set aside, beside the figures that they could have changed: table by table, and never added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zpm_audit.base.language import Language
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.parts import CheckPart, TableAside, TablePart


def set_aside(tables: Iterable[TablePart]) -> tuple[TableAside, ...]:
    """Return the tables of which rows were set aside."""
    return tuple(TableAside(t.naam, t.rijen_opzij) for t in tables if t.rijen_opzij)


def below(checks: Iterable[CheckPart]) -> tuple[TableAside, ...]:
    """Return what was set aside of the tables that some checks rest on."""
    return tuple(dict.fromkeys(one for check in checks for one in check.opzij))


def listed(found: Sequence[TableAside], language: Language) -> str:
    """Return ``prestaties 1.200, zorgtrajecten 3``; empty where nothing was set aside."""
    return ", ".join(f"{table} {integer(rows, language)}" for table, rows in found)


def brief(found: Sequence[TableAside], language: Language) -> str:
    """Return ``1.200 + 3`` for a narrow column, the tables in the order of ``listed``."""
    return " + ".join(integer(rows, language) for _, rows in found)
