"""What the oracle looks at and what it says: one export on one date, and the outcome of one check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.orakel.logic import AFWIJKING

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass
class Outcome:
    """What one check found: a verdict per unit, the units nobody could place, and an amount per deviation.

    ``behind`` holds the amount of every prestatie behind the known amount of a deviating zorgtraject.
    """

    verdicts: dict[str, str] = field(default_factory=dict)
    buiten_beeld: int = 0
    impact_cent: dict[str, int | None] = field(default_factory=dict)
    behind: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, subject: str, outcome: str, impact: Callable[[], int | None] = lambda: None) -> None:
        """Note the verdict on one unit; a deviation gets its amount."""
        self.verdicts[subject] = outcome
        if outcome == AFWIJKING:
            self.impact_cent[subject] = impact()


class Case:
    """One export on one peildatum, with the few lookups that the checks make."""

    def __init__(self, tables: Tables, peildatum: date) -> None:
        self.peildatum = peildatum
        self.codelijst = tables.get("codelijst", [])
        self.behandelaren = tables.get("behandelaren", [])
        self.trajecten = tables["zorgtrajecten"]
        self.judged = [r for r in tables["prestaties"] if r["declarabel"] is not False and r["datum"] <= peildatum]

    def of_group(self, *groups: str) -> list[Row]:
        return [r for r in self.judged if r["prestatiegroep"] in groups]

    def traject_of(self, row: Row) -> Row | None:
        for traject in self.trajecten:
            if row["zorgtraject_id"] is not None and traject["zorgtraject_id"] == row["zorgtraject_id"]:
                return traject
        return None

    def traject_value(self, row: Row, column: str) -> Any:
        traject = self.traject_of(row)
        return None if traject is None else traject[column]

    def rows_of(self, traject: Row, *groups: str) -> list[Row]:
        return [r for r in self.of_group(*groups) if r["zorgtraject_id"] == traject["zorgtraject_id"]]

    def is_known(self, behandelaar_id: str | None) -> bool:
        return any(b["behandelaar_id"] == behandelaar_id for b in self.behandelaren)


def total_impact(outcomes: dict[str, Outcome]) -> int | None:
    """Return what the run costs: every prestatie that fails or stands behind a failure counts once, for its most."""
    largest: dict[str, int] = {}
    for check, found in outcomes.items():
        known = {subject: cents for subject, cents in found.impact_cent.items() if cents is not None}
        parts = [known] if not check.startswith("ZPM-RB") else list(found.behind.values())
        for part in parts:
            for prestatie, cents in part.items():
                largest[prestatie] = max(cents, largest.get(prestatie, cents))
    some_known = any(cents is not None for found in outcomes.values() for cents in found.impact_cent.values())
    return sum(largest.values()) if some_known else None
