"""PF and CT: what may be claimed from whom, by law and by contract; and what was agreed on prices and totals."""

from __future__ import annotations

from tests.oracle.case import Case, Outcome, Row, bedrag, nothing, over, over_rows
from tests.oracle.logic import Truth, and3, eq3, not3, verdict
from tests.oracle.oracle_claim import maximum, ten_percent_more
from tests.oracle.oracle_traject import filled


def judge_contracts(case: Case) -> dict[str, Outcome]:
    """Judge PF-01, PF-02, CT-01 to CT-04 and CO-11."""

    def by_fz(row: Row) -> Truth:
        return eq3(case.traject_value(row, "financiering"), "fz")

    return {
        "ZPM-PF-01": over_rows(case.of_group("fpt", "dagbesteding"), by_fz, within=case.has_traject),
        "ZPM-PF-02": over_rows(
            case.of_group("verblijf_zonder_overnachting", "niet_basispakket"),
            lambda row: not3(by_fz(row)),
            within=case.has_traject,
            impact=nothing,
        ),
        "ZPM-CO-11": _highly_specialised(case),
        "ZPM-CT-01": _integral_tariff(case),
        "ZPM-CT-02": _above_maximum(case),
        "ZPM-CT-03": _agreed_price(case),
        "ZPM-CT-04": _ceilings(case),
    }


def _agreed(contracts: list[Row] | None, subject: str) -> Truth:
    """Return whether one of the contracts of an insurer allows something; unknown for an unknown insurer."""
    return None if contracts is None else any(contract[subject] is True for contract in contracts)


def _highly_specialised(case: Case) -> Outcome:
    """CO-11: highly specialised care needs a contract; without a table of them one setting speaks for all."""
    if case.contracten and _no_insurers(case):
        return Outcome(not_run=True)

    def eis(row: Row) -> Truth:
        if not case.contracten:
            return case.contract_hoogspecialistisch
        return _agreed(case.contracts_of(row["patient_id"], row["datum"]), "hoogspecialistisch")

    return over_rows(case.judged, eis, within=lambda row: eq3(row["setting"], 8))


def _integral_tariff(case: Case) -> Outcome:
    """CT-01: an opname in an integral tariff rests on a contract that begins no later."""
    if case.lacks("opnames") or _no_insurers(case):
        return Outcome(not_run=True)
    return over(
        case.opnames,
        "opname_id",
        lambda o: _agreed(case.contracts_of(o["patient_id"], o["opname"].date()), "integraal_tarief"),
        within=lambda o: o["integraal_tarief"],
    )


def _no_insurers(case: Case) -> bool:
    return case.lacks("contracten") or case.lacks("patienten", "uzovi")


def _above_maximum(case: Case) -> Outcome:
    """CT-02: up to a tenth above the maximum an insurer agreed in writing."""
    if case.lacks("codelijst") or _no_insurers(case):
        return Outcome(not_run=True)

    def within(row: Row) -> Truth:
        cents, most = row["bedrag_eur"], maximum(case, row)
        known = None if row["prestatiecode"] is None else most is not None
        between = None if cents is None or most is None else most < cents <= ten_percent_more(most)
        return and3(known, between)

    return over_rows(
        case.judged,
        lambda row: _agreed(case.contracts_of(row["patient_id"], row["datum"]), "max_max"),
        within=within,
        impact=lambda row: (bedrag(row) or 0) - (maximum(case, row) or 0),
    )


def _agreed_price(case: Case) -> Outcome:
    """CT-03: where one contract names a percentage of the maximum, that is the price, give or take a cent."""
    if case.lacks("codelijst") or _no_insurers(case):
        return Outcome(not_run=True)

    def percentages(row: Row) -> list[int] | None:
        contracts = case.contracts_of(row["patient_id"], row["datum"])
        return None if contracts is None else [c["prijs_pct"] for c in contracts if c["prijs_pct"] is not None]

    def within(row: Row) -> Truth:
        agreed = percentages(row)
        return and3(
            filled(row["bedrag_eur"]),
            None if row["prestatiecode"] is None else maximum(case, row) is not None,
            None if agreed is None else len(agreed) == 1,
        )

    def eis(row: Row) -> Truth:
        agreed = price(maximum(case, row) or 0, (percentages(row) or [])[0])
        return bool(abs(row["bedrag_eur"] - agreed) <= 1)

    return over_rows(case.judged, eis, within=within, impact=nothing)


def price(most: int, percentage: int) -> int:
    """Return so many ten-thousandths of a percent of an amount, rounded half up to cents."""
    return (most * percentage + 500_000) // 1_000_000


def _ceilings(case: Case) -> Outcome:
    """CT-04: what the patients of an insurer cost in the period of a contract stays under its ceiling."""
    if _no_insurers(case):
        return Outcome(not_run=True)
    outcome = Outcome()
    for contract in case.contracten:
        if not outcome.places(filled(contract["plafond_eur"])):
            continue
        spent = 0
        for row in case.judged:
            of_its_patient = contract in (case.contracts_of(row["patient_id"], row["datum"]) or [])
            spent += (row["bedrag_eur"] or 0) if of_its_patient else 0
        subject = f"{contract['uzovi']}|{contract['geldig_van'] or ''}"
        outcome.add(subject, verdict(spent <= contract["plafond_eur"]))
    return outcome
