"""What an export lacks for its checks, and the reverse: which checks one more column or table buys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zpm_audit.base.language import Text
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.scope import Need
from zpm_audit.engine.context import Context
from zpm_audit.register import Register


@dataclass
class Gain:
    """A table, or a column of a table that is there (or one of several), and the checks that it buys.

    ``columns`` are those that the checks use of a table. ``alone``: nothing else is lacking; ``together``: more is.
    """

    table: str
    columns: frozenset[str]
    whole: bool
    alone: list[str] = field(default_factory=list)
    together: list[str] = field(default_factory=list)

    def named(self) -> Text:
        """Return what to deliver, as a person reads it."""
        if not self.whole:
            return _column(self.table, self.columns)
        used = f" ({', '.join(sorted(self.columns))})" if self.columns else ""
        return Text(f"tabel {self.table}{used}", f"table {self.table}{used}")


def lacking(catalogue: Catalogue, register: Register) -> dict[str, frozenset[Need]]:
    """Return per check what the export lacks of what it needs; nothing for a check that can run."""
    context = Context(Register({}), catalogue, date.min)
    return {
        check_id: frozenset(_absent(Facts(catalogue, check, context).needs(), register))
        for check_id, check in catalogue.checks.items()
    }


def _absent(needs: Iterable[Need], register: Register) -> Iterable[Need]:
    for need in needs:
        if need.only_with and not register.has(need.only_with):
            continue
        if not register.has(need.table) or (need.columns and not need.columns & register.columns(need.table)):
            yield need


def gains(lacks: Mapping[str, frozenset[Need]], register: Register) -> list[Gain]:
    """Return what would buy checks, what buys most first."""
    found: dict[tuple[str, str], Gain] = {}
    for check_id, needs in lacks.items():
        units: dict[tuple[str, str], Gain] = {}
        for need in needs:
            whole = not register.has(need.table)
            key = (need.table, "" if whole else " of ".join(sorted(need.columns)))
            gain = found.setdefault(key, Gain(need.table, need.columns, whole))
            gain.columns |= need.columns
            units[key] = gain
        for gain in units.values():
            (gain.alone if len(units) == 1 else gain.together).append(check_id)
    return sorted(found.values(), key=lambda g: (-len(g.alone), -len(g.together), g.named()))


def _column(table: str, columns: frozenset[str]) -> Text:
    return Text(*(f"{table}.{between.join(sorted(columns))}" for between in (" of ", " or ")))


def missing_words(needs: Iterable[Need], register: Register) -> list[Text]:
    """Return what a check lacks, as a person reads it."""
    tables = {need.table for need in needs if not register.has(need.table)}
    columns = {_column(n.table, n.columns) for n in needs if n.table not in tables}
    return [*(Text(f"tabel {name}", f"table {name}") for name in sorted(tables)), *sorted(columns)]
