"""Zorgtrajecten: chains that follow each other closely, gaps of a year, acute care, and who did what in them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle.draw import CODES_OF_TWO_CATEGORIES, Maker, Row
from zpm_audit.register.schema import TABLES

YEAR = (364, 365, 365, 366, 366)
LISTED = {"s1": "psychiater", "s2": "gz-psycholoog", "s3": "verpleegkundige", "s4": "specialist ouderengeneeskunde"}
LISTED |= {"s6": "physician assistant", "s7": "orthopedagoog-generalist"}
UNLISTED = {"s5": "coach"}
REGIE = tuple(f"h{number}" for number in range(5))


def behandelaren_of_scenes() -> list[Row]:
    """Return behandelaren whose beroep is sure, so that shares of minutes can be made to measure."""
    empty = dict.fromkeys(TABLES["behandelaren"].by_name)
    everybody = LISTED | UNLISTED | dict.fromkeys(REGIE, "psychiater")
    return [empty | {"behandelaar_id": name, "beroep": beroep} for name, beroep in everybody.items()]


def draw_trajecten(maker: Maker) -> None:
    """Add the scenes of ZT, VW, AC and SE."""
    for number in range(5):
        _chain(maker, f"k{number}")
    for number in range(2):
        _carried_over(maker, f"c{number}")
    for number in range(3):
        _waiting(maker, f"w{number}")
    for number in range(3):
        _acute(maker, f"x{number}")
    for number in range(5):
        _outreaching(maker, f"u{number}")
    for number in range(8):
        _mixed(maker, f"m{number}")
    for name in REGIE:
        _named(maker, name)
    _new_category(maker)


def _care(maker: Maker, patient: str, traject: Row, datum: date) -> Row:
    """Add one prestatie of a traject."""
    name = traject["zorgtraject_id"]
    if maker.chance(0.3):
        return maker.new_row(patient, name, datum, maker.one("ect", "overig", "groepsconsult", "groepsconsult"))
    return maker.consult(patient, name, datum, consulttype=maker.one("behandeling", "behandeling", "diagnostiek", None))


def _chain(maker: Maker, patient: str) -> None:
    """Add two or three trajecten of one patient; each begins about when, or a year after, the one before ended."""
    start = maker.day_back(1500, 1100, 800)
    for _ in range(maker.one(2, 3)):
        traject = maker.new_traject(patient, start, nieuwe_zorgvraag=maker.one(False, False, False, True, None))
        last = start + timedelta(days=maker.one(0, 0, 0, 1, -1))
        for _ in range(maker.one(0, 1, 2, 2)):
            _care(maker, patient, traject, last)
            last += timedelta(days=maker.one(1, 30, *YEAR))
        if maker.chance(0.4):
            last = maker.day_back(*YEAR)
        _care(maker, patient, traject, last)
        traject["einddatum"] = maker.one(None, *[last + timedelta(days=n) for n in (0, 0, -1, 1)])
        end = traject["einddatum"] or last
        year_later = last + timedelta(days=maker.one(*YEAR))
        day = timedelta(days=1)
        start = maker.one(start, end, end + day, end - day, year_later, year_later, year_later, year_later)


def _carried_over(maker: Maker, patient: str) -> None:
    """Add a traject from the first day of the system."""
    traject = maker.new_traject(patient, maker.one(date(2022, 1, 1), date(2022, 1, 1), date(2022, 1, 2)))
    for days in (maker.one(-1, 0, 1, 5), 300, 600):
        _care(maker, patient, traject, date(2022, 1, 1) + timedelta(days=days))


def _waiting(maker: Maker, patient: str) -> None:
    """Add a traject without a letter whose sixty days end about now."""
    traject = maker.new_traject(patient, maker.day_back(59, 60, 60, 61, 61), financiering="zvw", verwijstype="03")
    _care(maker, patient, traject, traject["startdatum"] + timedelta(days=1))


def _acute(maker: Maker, patient: str) -> None:
    """Add acute care that lasts three days, or four, or began on a day that is not for the payer."""
    traject = maker.new_traject(patient, maker.day_back(5, 6, 300))
    names = traject["zorgtraject_id"], traject["zorgtraject_id"], traject["zorgtraject_id"], None, "z888"
    for days in (0, 0, 1, 2, 2, 3, 3):
        row = _care(maker, patient, traject, traject["startdatum"] + timedelta(days=days))
        row |= {"zorgtraject_id": maker.one(*names), "acuut_binnen_budget": maker.one(True, True, True, False, None)}


def _outreaching(maker: Maker, patient: str) -> None:
    """Add a hundred minutes of outreaching care and about twenty of travel."""
    traject = maker.new_traject(patient, maker.day_back(100, 200))
    name, day = traject["zorgtraject_id"], traject["startdatum"]
    for r in maker.one((100,), (60, 40), (60, None, 40), (0,), (-5, 5)):
        setting = maker.one(*[4] * 12, None, 3)
        maker.consult(patient, name, day, declarabel=None, setting=setting, gerealiseerde_minuten=r)
    for minuten in (10, maker.one(9, 10, 10, 11), None):
        maker.new_row(patient, name, day, "reistijd", declarabel=None, reistijd_minuten=minuten)
    if maker.chance(0.3):
        maker.new_row(patient, name, day, "tolk", declarabel=None, reistijd_minuten=50)


def _mixed(maker: Maker, patient: str) -> None:
    """Add a hundred minutes of which one beroepscategorie did about ninety."""
    traject = maker.new_traject(patient, maker.day_back(100, 200))
    name, day = traject["zorgtraject_id"], traject["startdatum"]
    travel = maker.one(0, 0, 0, 18, 19, 20, 21, None)
    if travel != 0:
        maker.new_row(patient, name, day, "reistijd", declarabel=None, reistijd_minuten=travel)
    setting = maker.one(2, 2, 2, 3, 3, 3, None)
    parts = maker.one((90, 10, 0), (89, 11, 0), (91, 9, 0), (45, 10, 45), (45, 10, 44), (100, None, 0), (0, 0, 0))
    for who, r in zip(("s1", maker.one("s2", "s3"), maker.one("s4", "s1")), parts, strict=True):
        somebody_else = maker.chance(0.06)
        maker.consult(
            patient,
            name,
            day,
            declarabel=None,
            setting=maker.one(*[setting] * 15, None, 2),
            gerealiseerde_minuten=r,
            behandelaar_id=maker.one(None, None, "s5", "b99") if somebody_else else who,
        )


def _named(maker: Maker, name: str) -> None:
    """Add somebody who is regiebehandelaar of one traject, which may be of another payer, or without care."""
    who = {"financiering": maker.one("zvw", "fz", "anders", None), "regiebehandelaar_id": name}
    traject = maker.new_traject(name, maker.day_back(40, 50), **who)
    if maker.chance(0.7):
        row = _care(maker, name, traject, maker.day_back(-1, 0, 40))
        row["declarabel"] = maker.one(None, None, False)


def _new_category(maker: Maker) -> None:
    """Add consults around the day from which some beroepen count as gz-psycholoog."""
    for datum in (date(2025, 12, 31), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 1)):
        who, code = maker.one("s6", "s7"), maker.one(*CODES_OF_TWO_CATEGORIES)
        maker.consult("y0", None, datum, declarabel=None, setting=1, behandelaar_id=who, prestatiecode=code)
