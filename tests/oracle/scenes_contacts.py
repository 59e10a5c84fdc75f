"""Contacts that stand beside each other: a day of a behandelaar, sessions of a group, toeslagen on other prestaties."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.oracle.draw import KNOWN, UNKNOWN, Maker, Row


def draw_contacts(maker: Maker) -> None:
    """Add the scenes of CO, GC, RT and KP-02."""
    for _ in range(3):
        _agenda(maker)
    for _ in range(2):
        _asynchronous(maker)
    for number in range(6):
        _session(maker, f"s{number}")
    _long_day(maker)
    _toeslagen(maker)


def _agenda(maker: Maker) -> None:
    """Add consults of one behandelaar that touch, overlap, or follow on by an hour and not a minute more."""
    who, day = maker.one(*KNOWN), maker.day_back(0, 1, 7, 30, 200)
    patients = maker.one("a1", "a2"), maker.one("a1", "a3")
    cursor, setting, rows = maker.one(0, 540, 1200), maker.one(1, 2, 8, None), []
    for _ in range(maker.one(4, 5, 6)):
        r = maker.one(-5, 0, 1, 30, 60, 60, 60, None)
        rows.append(
            maker.consult(
                maker.one(*patients),
                maker.one(None, "z0", "z1"),
                day,
                starttijd=None if maker.chance(0.08) else time(cursor // 60, cursor % 60),
                behandelaar_id=None if maker.chance(0.08) else who,
                gerealiseerde_minuten=r,
                setting=setting,
            )
        )
        cursor = min(1439, cursor + max(1, r or 30) + maker.one(-1, 0, 0, 1, 59, 60, 60, 61))
    same = ("zorgtraject_id", "starttijd", "behandelaar_id", "prestatiecode", "consulttype", "gerealiseerde_minuten")
    for row in rows[:2]:
        maker.consult(row["patient_id"], None, day, **{name: row[name] for name in same if maker.chance(0.95)})


def _asynchronous(maker: Maker) -> None:
    """Add mail and chat of one behandelaar with one patient, on a day or two."""
    who, day = maker.one(*KNOWN), maker.day_back(0, 3, 90)
    for _ in range(4):
        maker.consult(
            "a1",
            None,
            day + timedelta(days=maker.one(0, 0, 0, 1)),
            asynchroon=maker.one(True, True, True, False, None),
            behandelaar_id=None if maker.chance(0.15) else who,
            starttijd=maker.one(None, time(9, 0), time(9, 0), time(8, 30)),
        )


def _session(maker: Maker, name: str) -> None:
    """Add a group of one, of two, or of about ten; absent ones, strangers to the payer and rows to come included."""
    day = maker.one(maker.day_back(0, 0, 1, 50, 100), maker.day_back(0, 1), date(2023, 12, 31), date(2024, 1, 1))
    patients = [f"g{number}" for number in range(maker.one(1, 2, 2, 3, 9, 10, 11, 12))]
    rows = [
        maker.new_row(
            patient,
            maker.one("z0", "z1", None),
            day + timedelta(days=maker.one(0, 0, 0, 0, 0, 1)),
            "groepsconsult",
            groepssessie_id=name,
            aanwezig=maker.one(True, True, True, None, None, None, False),
            declarabel=maker.one(None, None, None, True, False),
            prestatiecode=maker.one("GC0109", "GC0110", "GC0002", None),
        )
        for patient in [*patients, maker.one(*patients)]
    ]
    same = ("datum", "starttijd", "behandelaar_id", "prestatiecode", "groepssessie_id", "aanwezig")
    for row in rows[-2:]:  # the same unit once more, or one that differs in something
        again = {name: row[name] for name in same if maker.chance(0.95)}
        day = again.pop("datum", day)
        rows.append(maker.new_row(row["patient_id"], None, day, "groepsconsult", **again))
    present = len({r["patient_id"] for r in rows if r["aanwezig"] is not False})
    right = min(10, present)
    for row in rows:
        row["groepsgrootte"] = maker.one(right, right, right, present, right + 1, right - 1, None)
    if maker.chance(0.5):
        maker.consult("g20", None, day, groepssessie_id=name)


def _long_day(maker: Maker) -> None:
    """Add ten hours of consults in a day, or a minute less or more."""
    for who in (maker.one(*KNOWN), *UNKNOWN):
        day = maker.day_back(2, 4, 5)
        for r in (200, 200, 200 + maker.one(-1, 0, 1), None):
            maker.consult("a4", None, day, behandelaar_id=who, gerealiseerde_minuten=r, declarabel=None)


def _toeslagen(maker: Maker) -> None:
    """Add toeslagen reistijd and tolk on all kinds of rows, also around the end of 2024."""
    new_year = date(2024, 12, 31), date(2025, 1, 1)
    for datum in (*new_year, *new_year):
        maker.new_row("t1", "z0", datum, maker.one("groepsconsult", "groepsconsult", "consult"), declarabel=None)
    heads = [r for r in maker.prestaties if r["patient_id"] == "t1"]
    heads += maker.random.sample([r for r in maker.prestaties if r["prestatiegroep"] == "consult"], 9)
    heads += maker.random.sample([r for r in maker.prestaties if r["prestatiegroep"] != "consult"], 4)
    for head in heads:
        for _ in range(maker.one(1, 1, 2)):
            _toeslag(maker, head)


def _toeslag(maker: Maker, head: Row) -> None:
    far = {"reistijd_minuten": maker.maybe(maker.one(0, 24, 25, 26, 44, 45, 46, 60))}
    klasse = maker.one(0, 25, 25, 45, 45, 30, None)
    somewhere = [t["zorgtraject_id"] for t in maker.random.sample(maker.trajecten, 12)]
    is_new_year = head["patient_id"] == "t1"
    maker.new_row(
        maker.one(*[head["patient_id"]] * 8, "t2"),
        maker.one(head["zorgtraject_id"], *somewhere, None, "z888"),
        head["datum"] + timedelta(days=0 if is_new_year else maker.one(0, 0, 0, 0, 0, 0, 1, -1)),
        maker.one("reistijd", "reistijd", "reistijd", "tolk"),
        **far,
        starttijd=maker.one(None, time(9, 0), time(9, 0)),
        duurklasse=klasse,
        prestatiecode=maker.one(f"RT{klasse or 0:04d}", f"RT{klasse or 0:04d}", "RT0025", None),
        hoofdprestatie_id=maker.one(*[head["prestatie_id"]] * 9, None, "geen"),
    )
