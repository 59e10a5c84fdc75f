"""Which column of a table names a row of another table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """``table.column`` holds a key that ``other.key`` knows."""

    table: str
    column: str
    other: str
    key: str


#: The keys of the contract that point at another table. A team is none: which setting it works in is judged by a check.
RELATIONS: tuple[Relation, ...] = (
    Relation("prestaties", "patient_id", "patienten", "patient_id"),
    Relation("prestaties", "zorgtraject_id", "zorgtrajecten", "zorgtraject_id"),
    Relation("prestaties", "behandelaar_id", "behandelaren", "behandelaar_id"),
    Relation("prestaties", "hoofdprestatie_id", "prestaties", "prestatie_id"),
    Relation("zorgtrajecten", "patient_id", "patienten", "patient_id"),
    Relation("zorgtrajecten", "regiebehandelaar_id", "behandelaren", "behandelaar_id"),
    Relation("opnames", "patient_id", "patienten", "patient_id"),
)
