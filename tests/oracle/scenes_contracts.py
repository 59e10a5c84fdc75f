"""What was agreed with insurers and within the house: contracts, prices and ceilings, and the setting of a team."""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle.case import Case, is_valid
from tests.oracle.draw import INSURERS, Maker, Row, Tables
from tests.oracle.oracle_claim import maximum
from tests.oracle.oracle_contract import price
from zpm_audit.register.schema import TABLES

TEAMS = ("noord", "zuid", "fact")
BY_LAW = ("fpt", "dagbesteding", "verblijf_zonder_overnachting", "niet_basispakket")
PERCENTAGES = (900_000, 900_000, 975_000, 981_250, 1_000_000, 1_050_000, 999_999)
DAY = timedelta(days=1)


def draw_by_law(maker: Maker) -> None:
    """Add prestaties that only one of zvw and fz pays for, in a traject or in none."""
    for groep in BY_LAW:
        for _ in range(4):
            known = [maker.one(*maker.trajecten)["zorgtraject_id"] for _ in range(8)]
            maker.new_row(
                "w0", maker.one(*known, None, "z888"), maker.some_day(), groep, setting=maker.one(8, 8, 1, None)
            )


def draw_teams(maker: Maker) -> list[Row]:
    """Let teams give consults, and return the settings of the teams, with periods that meet on a consult or nearly."""
    consults = [r for r in maker.prestaties if r["prestatiegroep"] == "consult"]
    for row in consults:
        row["team"] = maker.one(*TEAMS, *TEAMS, "oost", None, None)
    rows = []
    for team in TEAMS:
        setting, cut = maker.one(1, 1, 2, 3), maker.one(*consults)["datum"]
        rows.append(_team(team, setting, None, maker.one(None, cut, cut, cut - DAY)))
        rows.append(_team(team, maker.one(1, 2, 3), cut + maker.one(0, 1) * DAY, maker.one(None, cut + 30 * DAY)))
    return rows


def _team(team: str, setting: int, van: date | None, tot: date | None) -> Row:
    values = {"team": team, "setting": setting, "geldig_van": van, "geldig_tot": tot}
    return dict.fromkeys(TABLES["teams"].by_name) | values


def draw_contracts(maker: Maker, tables: Tables) -> list[Row]:
    """Return contracts that begin or end on what they are about, or a day off; and put amounts near what they say."""
    rows: list[Row] = []
    for insurer in INSURERS:
        days = _days_that_matter(maker, tables, insurer)
        firsts = {None, *(maker.one(*days) + maker.one(0, 0, 1) * DAY for _ in range(2))}
        rows += [_contract(maker, insurer, van, maker.one(*days)) for van in sorted(firsts, key=str)]
    case = Case(tables | {"contracten": rows}, maker.peildatum)
    for row in case.judged:
        _agree_on_a_price(maker, case, row)
    for contract in rows:
        if contract["plafond_eur"] is not None:
            contract["plafond_eur"] = _spent(case, contract) + maker.one(-1, 0, 0, 1, 500)
    return rows


def _days_that_matter(maker: Maker, tables: Tables, insurer: str) -> list[date]:
    """Return dates of setting 8, of opnames and of amounts of the patients of an insurer."""
    patients = {p["patient_id"] for p in tables["patienten"] if p["uzovi"] == insurer}
    days = [o["opname"].date() for o in tables["opnames"] if o["patient_id"] in patients]
    own = [r for r in tables["prestaties"] if r["patient_id"] in patients]
    days += [r["datum"] for r in own if r["setting"] == 8]
    days += [r["datum"] for r in maker.random.sample(own, min(8, len(own)))]
    return days or [maker.peildatum]


def _contract(maker: Maker, insurer: str, van: date | None, day: date) -> Row:
    return dict.fromkeys(TABLES["contracten"].by_name) | {
        "uzovi": insurer,
        "geldig_van": van,
        "geldig_tot": maker.one(None, None, day, day, day - DAY),
        "hoogspecialistisch": maker.one(True, False, None),
        "integraal_tarief": maker.one(True, False, None),
        "max_max": maker.one(True, False, None),
        "prijs_pct": maker.one(*PERCENTAGES, None, None, None),
        "plafond_eur": maker.one(0, 0, None),
    }


def _agree_on_a_price(maker: Maker, case: Case, row: Row) -> None:
    """Give a row the price that a contract names, or a cent or two more or less."""
    contracts = [c for c in case.contracts_of(row["patient_id"], row["datum"]) or [] if c["prijs_pct"] is not None]
    most = maximum(case, row)
    if contracts and most is not None and maker.chance(0.4):
        row["bedrag_eur"] = price(most, maker.one(*contracts)["prijs_pct"]) + maker.one(-2, -1, -1, 0, 1, 1, 2)


def _spent(case: Case, contract: Row) -> int:
    patients = {p["patient_id"] for p in case.patienten if p["uzovi"] == contract["uzovi"]}
    own = [r for r in case.judged if r["patient_id"] in patients and is_valid(contract, r["datum"])]
    return sum(r["bedrag_eur"] or 0 for r in own)
