"""Divides the checks of a run over as few ways to split the register as will do.

Every way costs one writing of the tables that it splits, so the way that serves most checks goes first, and another
has to serve some. What no way serves is judged once over the whole register, which is always right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.shards.keys import LARGE, Layout, layouts_of, obstacle
from zpm_audit.engine.shards.links import Links, links_of
from zpm_audit.register import TABLES

#: Writing the rows once more by another key costs more than judging fewer checks over all of them, piece by piece.
FEWEST = 3


@dataclass(frozen=True)
class Share:
    """The checks that are judged under one layout, and the columns that they read, by table."""

    layout: Layout
    checks: tuple[str, ...]
    columns: dict[str, frozenset[str]]
    #: The tables whose rows with an empty key must stay together: those of groups, and those that place other rows.
    together: frozenset[str]


def shares_of(context: Context, checks: Sequence[Check]) -> list[Share]:
    """Return how these checks are judged in parts; those that are in no share are judged once."""
    links = {check.id: links_of(context, check) for check in checks}
    worth = {check_id: one for check_id, one in links.items() if one.tables & LARGE}
    served = {check_id: frozenset(layouts_of(one)) for check_id, one in worth.items()}
    todo = {check_id for check_id, ways in served.items() if ways}
    # The same order in every run: what is split more leaves less in memory, and words decide what is equal.
    known = sorted({way for ways in served.values() for way in ways}, key=lambda way: (-len(way.keys), str(way)))
    chosen: list[tuple[Layout, list[str]]] = []
    while todo:
        fitting = {way: [i for i in worth if i in todo and obstacle(links[i], way) is None] for way in known}
        best = max(known, key=lambda way: len(fitting[way]))
        chosen.append((best, fitting[best]))
        todo -= set(fitting[best])
    # A check that reads no large table costs nothing extra where its table is split anyway.
    for check_id in links.keys() - worth.keys():
        for way, its_checks in chosen:
            if obstacle(links[check_id], way) is None:
                its_checks.append(check_id)
                break
    worthwhile = chosen[:1] + [one for one in chosen[1:] if len(one[1]) >= FEWEST]
    return [_share(way, [c.id for c in checks if c.id in its_checks], links) for way, its_checks in worthwhile]


def _share(layout: Layout, checks: Sequence[str], links: dict[str, Links]) -> Share:
    columns: dict[str, frozenset[str]] = {}
    for check_id in checks:
        for table, read in links[check_id].columns.items():
            columns[table] = columns.get(table, frozenset()) | read
    grouped = {one.table for check_id in checks for one in links[check_id].compared if one.is_group}
    no_key = {table for table in layout.by_table if TABLES[table].key is None}
    return Share(layout, tuple(checks), columns, layout.pointed_at | grouped | no_key)
