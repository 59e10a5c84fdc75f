"""Opnames and what is registered around them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from tests.oracle.draw import Maker, Row
from zpm_audit.register.schema import TABLES

EVENING = (time(9, 0), time(19, 59), time(20, 0), time(20, 0), time(20, 1), time(23, 0))
BEDS = (1, 2, 5, 6, 8, None)


def draw_stays(maker: Maker) -> list[Row]:
    """Add the scenes of VB and CO-07 and return the opnames."""
    opnames: list[Row] = []
    for number in range(8):
        _short_stay(maker, opnames, f"v{number}")
    _long_stay(maker, opnames, "l0", maker.one("consult", "groepsconsult"))
    _long_stay(maker, opnames, "l1", "groepsconsult")
    for number in range(5):
        _some_nights(maker, opnames, f"n{number}")
    _dagbesteding(maker)
    return opnames


def _opname(maker: Maker, opnames: list[Row], patient: str, start: date, end: date | None, **values: Any) -> None:
    row = dict.fromkeys(TABLES["opnames"].by_name)
    row |= {
        "opname_id": f"o{len(opnames)}",
        "patient_id": patient,
        "opname": datetime.combine(start, maker.one(*EVENING)),
        "ontslag": None if end is None else datetime.combine(end, maker.one(time(23, 59), time(0, 0), time(11, 0))),
        "integraal_tarief": maker.one(True, False, False, None),
    }
    opnames.append(row | values)


def _short_stay(maker: Maker, opnames: list[Row], patient: str) -> None:
    """Add a stay of some days, sometimes with another in it or after it, and days that are just in or just out."""
    start = maker.day_back(1, 5, 12, 40)
    end = maker.one(None, *[start + timedelta(days=n) for n in (0, 1, 3, 3)])
    if maker.chance(0.9):
        _opname(maker, opnames, patient, start, end)
    if maker.chance(0.4):
        begin = start + timedelta(days=maker.one(0, 0, 1, 3))
        _opname(maker, opnames, patient, begin, maker.one(None, begin + timedelta(days=2)))
    some_days = [start + timedelta(days=n) for n in (-1, 0, 0, 1, 2, 3)]
    for datum in some_days:
        if maker.chance(0.6):
            for _ in range(maker.one(1, 1, 1, 2)):
                maker.new_row(patient, maker.one(None, "z0"), datum, "verblijfsdag", starttijd=None)
    for datum in maker.random.sample(some_days, 3):
        maker.consult(patient, None, datum, setting=maker.one(*BEDS))
    datum = maker.one(*some_days)
    maker.new_row(patient, None, datum, maker.one("groepsconsult", "dagbesteding", "vaktherapie", "vaktherapie"))


def _some_nights(maker: Maker, opnames: list[Row], patient: str) -> None:
    """Add a stay whose nights all have a verblijfsdag, but perhaps the first or the last; also one that goes on."""
    start = maker.day_back(1, 2, 3, 4, 30)
    length = maker.one(1, 2, 3, 4)
    end = maker.one(None, start + timedelta(days=length), start + timedelta(days=length))
    _opname(maker, opnames, patient, start, end)
    first, last = maker.one(0, 0, 1), maker.one(length - 2, length - 1, length - 1)
    until = (maker.peildatum - start).days - maker.one(1, 1, 1, 2) if end is None else last
    for number in range(first, until + 1):
        declarabel = maker.one(None, None, None, False)
        maker.new_row(patient, None, start + timedelta(days=number), "verblijfsdag", declarabel=declarabel)
    maker.consult(patient, None, start + timedelta(days=maker.one(-1, 0, length, length, length + 1)), setting=5)


def _long_stay(maker: Maker, opnames: list[Row], patient: str, contact: str) -> None:
    """Add some thirty days of verblijf; a consult at an end of them, or one that is not for the payer."""
    length = maker.one(30, 31, 31, 32, 33)
    start = maker.day_back(length, length + 1, 60, 400)
    end = maker.one(None, start + timedelta(days=length), start + timedelta(days=length - 1))
    _opname(maker, opnames, patient, start, end)
    if maker.chance(0.3):
        _opname(maker, opnames, patient, start + timedelta(days=2), end)
    missing = maker.one(None, None, None, None, None, 0, 15)
    for number in range(length):
        if number != missing:
            maker.new_row(patient, None, start + timedelta(days=number), "verblijfsdag", declarabel=None)
    day = maker.one(None, None, 0, 1, 15, length - 1)
    if day is not None:
        values = {"declarabel": maker.one(None, None, None, False), "setting": maker.one(*BEDS)}
        maker.new_row(patient, None, start + timedelta(days=day), contact, **values)


def _dagbesteding(maker: Maker) -> None:
    """Add dagbesteding and vaktherapie on days with and without a verblijfsdag."""
    days = [r for r in maker.prestaties if r["prestatiegroep"] == "verblijfsdag"]
    for row in maker.random.sample(days, 4):
        patient = maker.one(row["patient_id"], row["patient_id"], "v99")
        maker.new_row(patient, None, row["datum"], maker.one("dagbesteding", "vaktherapie", "overig"))
