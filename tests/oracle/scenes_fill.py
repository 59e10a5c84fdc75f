"""Fills columns of rows that are there already, around the boundaries that the other rows make."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.oracle.draw import Maker, Row

EIGHT_DIGITS = ("01234567", "12345678", "12345678", "1234567", "123456789", "0123456a", "٠١٢٣٤٥٦٧")
ELEVEN_DIGITS = ("19012345678", "09012345678", "19012345678", "1901234567", "190123456789", "1901234567x")


def fill_prestaties(maker: Maker) -> None:
    """Fill what has no scene of its own; what a scene filled stays."""
    for row in maker.prestaties:
        invoiced = [row["datum"] + timedelta(days=n) for n in (-1, 0, 0, 1, 30, 61, 62, 62, 63, 63)]
        made: dict[str, Any] = {
            "eigen_locatie": maker.one(True, False, False, None),
            "asynchroon": maker.one(None, None, None, False),
            "factuurdatum": maker.one(None, None, *invoiced),
        }
        if row["prestatiegroep"] == "groepsconsult":
            made["gerealiseerde_minuten"] = maker.maybe(maker.one(14, 15, 15, 15, 16, 16, 30, 90))
        if row["prestatiegroep"] == "groepsconsult" and row["groepssessie_id"] is None:
            made["aanwezig"] = maker.one(True, None, None, False)
            made["groepssessie_id"] = maker.one(None, "s0", "s1", "s9")
            made["groepsgrootte"] = maker.one(None, 1, 2, 10, 12)
        row |= {name: value for name, value in made.items() if row[name] is None}


def fill_trajecten(maker: Maker) -> None:
    """Fill the verwijzing, the diagnosis and the zorgvraagtype."""
    for traject in maker.trajecten:
        rows = [r for r in maker.prestaties if r["zorgtraject_id"] == traject["zorgtraject_id"]]
        judged = [r for r in rows if r["declarabel"] is not False and r["datum"] <= maker.peildatum]
        dates = sorted(r["datum"] for r in judged)
        contacts = [r["datum"] for r in judged if r["prestatiegroep"] in ("consult", "groepsconsult")]
        made = _referral(maker, traject["startdatum"], dates)
        made |= {
            "diagnose_hoofdgroep": maker.one("07", "12", None),
            "zorgvraagtype": maker.one("3", "12", None),
            "zorgvraagtype_datum": _around(maker, sorted(contacts)[-1:], (-366, -365, -364, 0, 3)),
            "spoed": maker.one(None, None, None, False, False, True),
        }
        traject.update({name: value for name, value in made.items() if traject[name] is None})


def _around(maker: Maker, dates: list[date], days: tuple[int, ...]) -> date | None:
    """Return a day near a date, or nothing."""
    return maker.maybe(dates[0] + timedelta(days=maker.one(*days))) if dates else None


def _referral(maker: Maker, start: date, dates: list[date]) -> Row:
    """Return a letter of nine months before the aanmelding, or of the day that care began, a day more or less."""
    aanmelding: date = start - timedelta(days=maker.one(0, 10))
    letter = aanmelding - timedelta(days=maker.one(274, 275, 275, 276, 276, 0, -3))
    if dates and maker.chance(0.5):
        letter = dates[0] + timedelta(days=maker.one(-1, 0, 0, 1, 1))
    return {
        "verwijstype": maker.maybe(maker.one("01", "01", "02", "03", "03", "04", "05", "06", "07")),
        "aanmelddatum": maker.maybe(aanmelding),
        "verwijsdatum": maker.maybe(letter),
        "verwijzer_agb": maker.one(*EIGHT_DIGITS, None, None, None, None),
    }


def fill_behandelaren(maker: Maker, rows: list[Row]) -> None:
    """Give the behandelaren numbers of the right length, or nearly."""
    for row in rows:
        row |= {"agb_code": maker.one(*EIGHT_DIGITS, None, None, None), "big_nummer": maker.one(*ELEVEN_DIGITS, None)}
