"""GC and RT: groepsconsulten, and the toeslagen that hang on another prestatie."""

from __future__ import annotations

from datetime import date

from tests.oracle import amounts
from tests.oracle.case import Case, Outcome, Row, bedrag, grouped, key_of, nothing, over_rows
from tests.oracle.logic import Truth, and3, eq3, le3, not3, or3, volgorde
from tests.oracle.oracle_consult import first_of_its_kind


def judge_groups(case: Case) -> dict[str, Outcome]:
    """Judge GC-01 to GC-06 and RT-01 to RT-04."""
    in_groups, travel = case.of_group("groepsconsult"), case.of_group("reistijd")
    return {
        "ZPM-GC-01": over_rows(
            in_groups, lambda row: _right_size(case, row), impact=lambda row: _size_amount(case, row)
        ),
        "ZPM-GC-02": over_rows(in_groups, lambda row: le3(2, _present(case, row))),
        "ZPM-GC-03": over_rows(in_groups, lambda row: row["aanwezig"] is not False),
        "ZPM-GC-04": _no_toeslag_on_a_group(case),
        "ZPM-GC-05": over_rows(in_groups, _long_enough),
        "ZPM-GC-06": over_rows(in_groups, first_of_its_kind(in_groups), impact=nothing),
        "ZPM-RT-01": _one_per_consult(travel),
        "ZPM-RT-02": over_rows(travel, lambda row: _hangs_on_a_consult(case, row)),
        "ZPM-RT-03": over_rows(
            travel, lambda row: _right_travel(case, row), impact=lambda row: _travel_amount(case, row)
        ),
        "ZPM-RT-04": over_rows(
            travel,
            lambda row: not3((case.hoofdprestatie_of(row) or row)["eigen_locatie"]),
            within=lambda row: _has_hoofdprestatie(case, row),
        ),
    }


def _present(case: Case, row: Row) -> int | None:
    """Count the different patients present in a session: of all rows, for the payer or not, judged or not."""
    if row["groepssessie_id"] is None:
        return None
    return len({other["patient_id"] for other in case.session_of(row) if other["aanwezig"] is not False})


def _right_size(case: Case, row: Row) -> Truth:
    """GC-01: the group is registered as large as it was, ten standing for more."""
    present = _present(case, row)
    return None if present is None else eq3(row["groepsgrootte"], min(10, present))


def _size_amount(case: Case, row: Row) -> int | None:
    """Return all of it where there was no group, else the difference with the right code."""
    present = _present(case, row) or 0
    return bedrag(row) if present < 2 else amounts.of_sibling_code(row, "groepsgrootte", min(10, present), case)


def _long_enough(row: Row) -> Truth:
    """GC-05: a groepsconsult takes sixteen minutes, from 2024 on fifteen."""
    return le3(16 if row["datum"] <= date(2023, 12, 31) else 15, row["gerealiseerde_minuten"])


def _has_hoofdprestatie(case: Case, row: Row) -> Truth:
    if row["hoofdprestatie_id"] is None:
        return None
    return case.hoofdprestatie_of(row) is not None


def _no_toeslag_on_a_group(case: Case) -> Outcome:
    """GC-04: until the end of 2024 no toeslag belongs to a groepsconsult."""

    def eis(row: Row) -> Truth:
        hoofdprestatie = case.hoofdprestatie_of(row)
        return hoofdprestatie is None or hoofdprestatie["prestatiegroep"] != "groepsconsult"

    return over_rows(
        case.of_group("reistijd", "tolk"),
        eis,
        within=lambda row: and3(row["datum"] <= date(2024, 12, 31), _has_hoofdprestatie(case, row)),
    )


def _one_per_consult(travel: list[Row]) -> Outcome:
    """RT-01: one toeslag reistijd per consult."""
    together = grouped(travel, "hoofdprestatie_id")

    def eis(row: Row) -> Truth:
        key = key_of(row, "hoofdprestatie_id")
        return None if key is None else min(together[key], key=volgorde) is row

    return over_rows(travel, eis)


def _hangs_on_a_consult(case: Case, row: Row) -> Truth:
    """RT-02: it names a consult of the same patient on the same date."""
    hoofdprestatie = case.hoofdprestatie_of(row)
    if hoofdprestatie is None:
        return False
    same_patient = hoofdprestatie["patient_id"] == row["patient_id"]
    same_day = hoofdprestatie["datum"] == row["datum"]
    return bool(hoofdprestatie["prestatiegroep"] == "consult" and same_patient and same_day)


def _grens(case: Case, row: Row) -> int | None:
    return {"zvw": 25, "fz": 45}.get(case.traject_value(row, "financiering"))


def _right_travel(case: Case, row: Row) -> Truth:
    """RT-03: travel counts from 25 minutes (zvw) or 45 (fz)."""
    grens, k = _grens(case, row), row["duurklasse"]
    if grens is None:
        return None
    far = le3(grens, row["reistijd_minuten"])
    return or3(and3(far, eq3(k, grens)), and3(not3(far), eq3(k, 0)))


def _travel_amount(case: Case, row: Row) -> int | None:
    """Return the difference with the right code: below the limit there is one too."""
    grens, minuten = _grens(case, row), row["reistijd_minuten"]
    if grens is None or minuten is None:
        return None
    return amounts.of_sibling_code(row, "duurklasse", grens if minuten >= grens else 0, case)
