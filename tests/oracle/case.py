"""What the oracle looks at and what it says: one export on one date, and the outcome of one check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from tests.oracle.logic import AFWIJKING, Truth, verdict
from tests.oracle.professions import category

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass
class Outcome:
    """What one check found: a verdict per unit, the units nobody could place, and an amount per deviation.

    ``behind`` holds the amount of every prestatie behind the known amount of a deviating zorgtraject. ``not_run`` is
    true of a check whose table is absent: it has no units, and that is not the same as a population of none.
    """

    verdicts: dict[str, str] = field(default_factory=dict)
    buiten_beeld: int = 0
    impact_cent: dict[str, int | None] = field(default_factory=dict)
    behind: dict[str, dict[str, int]] = field(default_factory=dict)
    not_run: bool = False

    def add(self, subject: str, outcome: str, impact: Callable[[], int | None] = lambda: None) -> None:
        """Note the verdict on one unit; a deviation gets its amount."""
        self.verdicts[subject] = outcome
        if outcome == AFWIJKING:
            self.impact_cent[subject] = impact()

    def places(self, inside: Truth) -> bool:
        """Tell whether a unit is in the population; one of which that is unknown is left out, and counted."""
        if inside is None:
            self.buiten_beeld += 1
        return inside is True


class Case:
    """One export on one peildatum, with the few lookups that the checks make."""

    def __init__(
        self,
        tables: Tables,
        peildatum: date,
        *,
        contract_hoogspecialistisch: bool = False,
        planning_is_realisatie: bool = True,
    ) -> None:
        self._tables = tables
        self.peildatum = peildatum
        self.contract_hoogspecialistisch = contract_hoogspecialistisch
        self.planning_is_realisatie = planning_is_realisatie
        self.codelijst = tables.get("codelijst", [])
        self.behandelaren = tables.get("behandelaren", [])
        self.patienten = tables.get("patienten", [])
        self.opnames = tables.get("opnames", [])
        self.prognose = tables.get("prognose", [])
        self.teams = tables.get("teams", [])
        self.contracten = tables.get("contracten", [])
        self.trajecten = tables["zorgtrajecten"]
        self.every_row = tables["prestaties"]
        self.judged = [r for r in self.every_row if r["declarabel"] is not False and r["datum"] <= peildatum]
        self._prestaties = grouped(self.every_row, "prestatie_id")
        self._trajecten = grouped(self.trajecten, "zorgtraject_id")
        self._of_traject = grouped(self.judged, "zorgtraject_id")
        self._codes = grouped(self.codelijst, "prestatiecode")
        self._periods = grouped(self.behandelaren, "behandelaar_id")
        self._opnames = grouped(self.opnames, "patient_id")
        self._insurers = {p["patient_id"]: p.get("uzovi") for p in self.patienten}
        self._of_patient = grouped(self.trajecten, "patient_id")
        self._verblijfsdagen = grouped(
            (r for r in self.every_row if r["prestatiegroep"] == "verblijfsdag"), "patient_id"
        )
        self._sessions = grouped(
            (r for r in self.every_row if r["prestatiegroep"] == "groepsconsult"), "groepssessie_id"
        )

    def of_group(self, *groups: str) -> list[Row]:
        return [r for r in self.judged if r["prestatiegroep"] in groups]

    def traject_of(self, row: Row) -> Row | None:
        return first(self._trajecten.get((row["zorgtraject_id"],), []))

    def traject_value(self, row: Row, column: str) -> Any:
        traject = self.traject_of(row)
        return None if traject is None else traject[column]

    def has_traject(self, row: Row) -> Truth:
        """Return whether the traject of a row is known; an id that no traject has is simply not."""
        return None if row["zorgtraject_id"] is None else self.traject_of(row) is not None

    def rows_of(self, traject: Row, *groups: str) -> list[Row]:
        """Return the judged rows of a traject, of some groups or (none named) of all."""
        rows = self._of_traject.get((traject["zorgtraject_id"],), [])
        return [r for r in rows if not groups or r["prestatiegroep"] in groups]

    def trajecten_of(self, patient_id: str) -> list[Row]:
        return self._of_patient.get((patient_id,), [])

    def opnames_of(self, row: Row) -> list[Row]:
        return self._opnames.get((row["patient_id"],), [])

    def verblijfsdagen_of(self, patient_id: str) -> set[date]:
        """Return the dates of all verblijfsdagen of a patient: for the payer or not, judged or not."""
        return {r["datum"] for r in self._verblijfsdagen.get((patient_id,), [])}

    def session_of(self, row: Row) -> list[Row]:
        """Return all groepsconsult rows of the session of a row: for the payer or not, judged or not."""
        return self._sessions.get((row["groepssessie_id"],), [])

    def hoofdprestatie_of(self, row: Row) -> Row | None:
        """Return the prestatie that a toeslag belongs to, among all rows, judged or not."""
        return first(self._prestaties.get((row["hoofdprestatie_id"],), []))

    def is_known(self, behandelaar_id: str | None) -> bool:
        return (behandelaar_id,) in self._periods

    def beroep_on(self, behandelaar_id: str | None, datum: date) -> str | None:
        """Return the beroep of a behandelaar on a date; None when it is not on the beroepenlijst."""
        for period in self._periods.get((behandelaar_id,), []):
            if is_valid(period, datum) and category(period["beroep"], datum) is not None:
                return str(period["beroep"])
        return None

    def category_on(self, behandelaar_id: str | None, datum: date) -> str | None:
        """Return the beroepscategorie of a behandelaar on a date; None without a beroep of the beroepenlijst."""
        beroep = self.beroep_on(behandelaar_id, datum)
        return None if beroep is None else category(beroep, datum)

    def contracts_of(self, patient_id: str, datum: date) -> list[Row] | None:
        """Return the contracts of the insurer of a patient that are valid on a date; None for an unknown insurer."""
        uzovi = self._insurers.get(patient_id)
        if uzovi is None:
            return None
        return [c for c in self.contracten if c["uzovi"] == uzovi and is_valid(c, datum)]

    def lacks(self, table: str, *columns: str) -> bool:
        """Tell whether the export has no such table (one without rows is none), or lacks one of its columns."""
        rows = self._tables.get(table, [])
        return not rows or any(column not in rows[0] for column in columns)

    def code_line(self, code: str | None, datum: date) -> Row | None:
        """Return the line of the codelijst that holds a code and is valid on a date."""
        return first([line for line in self._codes.get((code,), []) if is_valid(line, datum)])


def first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def is_valid(line: Row, datum: date) -> bool:
    """Tell whether a date lies in geldig_van..geldig_tot: both inclusive, empty is open."""
    return bool((line["geldig_van"] or date.min) <= datum <= (line["geldig_tot"] or date.max))


def grouped(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], list[Row]]:
    """Return the rows by the values of some columns. A row with an empty one is in no group: it matches nothing."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if None not in key:
            groups.setdefault(key, []).append(row)
    return groups


def key_of(row: Row, *columns: str) -> tuple[Any, ...] | None:
    """Return the values of some columns; None where one is empty."""
    key = tuple(row[column] for column in columns)
    return None if None in key else key


def is_diagnostic(row: Row) -> bool:
    return bool(row["prestatiegroep"] == "consult" and row["consulttype"] == "diagnostiek")


def is_closed(traject: Row, peildatum: date) -> bool:
    """Tell whether nothing more can come of a traject."""
    return bool(traject["einddatum"] is not None and traject["einddatum"] <= peildatum)


def bedrag(row: Row) -> int | None:
    cents: int | None = row["bedrag_eur"]
    return cents


def nothing(_row: Row) -> None:
    """Say that what a deviation costs cannot be known."""


def everything(_unit: Row) -> Truth:
    return True


def over_rows(
    rows: Iterable[Row],
    eis: Callable[[Row], Truth],
    *,
    within: Callable[[Row], Truth] = everything,
    impact: Callable[[Row], int | None] = bedrag,
) -> Outcome:
    """Judge prestaties one by one. Unless said otherwise a deviating row may not be claimed at all."""
    outcome = Outcome()
    for row in rows:
        if outcome.places(within(row)):
            outcome.add(row["prestatie_id"], verdict(eis(row)), partial(impact, row))
    return outcome


def over(
    units: Iterable[Row], key: str, eis: Callable[[Row], Truth], *, within: Callable[[Row], Truth] = everything
) -> Outcome:
    """Judge other units one by one: nobody says what they cost."""
    outcome = Outcome()
    for unit in units:
        if outcome.places(within(unit)):
            outcome.add(unit[key], verdict(eis(unit)))
    return outcome


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
