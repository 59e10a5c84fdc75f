"""Small nasty exports: values crowd on the boundaries of the checks, and anything that may be empty sometimes is."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.orakel.logic import KLASSEN
from zpm_audit.register.schema import PRESTATIEGROEPEN, TABLES

Row = dict[str, Any]
Tables = dict[str, list[Row]]

BEROEPEN = (
    "psychiater", "gz-psycholoog", "klinisch geriater", "verslavingsarts", "verpleegkundig specialist ggz",
    "verpleegkundige", "verpleegkundig specialist agz", "arts", "Psychiater", "wo-psycholoog",
)  # fmt: skip
KNOWN = ("b1", "b2", "b3", "b4", "B1", "10", "9")
UNKNOWN = ("b99", "b")
OTHER_CODES = ("OV0007", "OV0008", "OV0012", "CO0000", "CO1041", "co0497", "CO497", "CO01040", "xCO0497", "GC0110")
MINUTES = (0, 3, 4, 5, 6, 14, 15, 16, 29, 30, 31, 44, 45, 46, 59, 60, 75, 89, 90, 119, 120, 121, 140)
DIFFERENCES = (-45, -31, -30, -17, -16, -15, -14, -5, 0, 0, 0, 5, 14, 15, 16, 17, 30, 31)
ODD_CLASSES = (0, 0, 7, 25, -1)


class _Maker:
    """Draws one export. ``leeg`` is the chance that a value that may be empty is."""

    def __init__(self, seed: int, leeg: float) -> None:
        self.random = random.Random(seed)
        self.leeg = leeg
        self.peildatum = date(2024, 6, 30) + timedelta(days=self.random.randint(-200, 200))
        self.ids: set[str] = set()
        self.prestaties: list[Row] = []
        self.trajecten: list[Row] = []

    def maybe(self, value: Any) -> Any:
        """Return the value, or nothing."""
        return None if self.random.random() < self.leeg else value

    def one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def chance(self, p: float) -> bool:
        return self.random.random() < p

    def code(self, duur: int | None = None, soort: int | None = None) -> str:
        """Return a CO code with few different remainders, so that rows of the same kind do meet."""
        index = self.random.randrange(8) if duur not in KLASSEN else KLASSEN.index(duur)
        kind = self.random.randrange(2) if soort is None else soort
        return f"CO{130 * index + 65 * kind + self.one(1, 42, 65):04d}"

    def new_id(self) -> str:
        """Return a new number as text, sometimes with a leading zero: as text 10 comes before 9, and 07 before 1."""
        while True:
            number = self.one("", "", "", "0") + str(self.random.randint(1, 2000))
            if number not in self.ids:
                self.ids.add(number)
                return number

    def new_row(self, patient: str, traject: str | None, datum: date, groep: str, **values: Any) -> Row:
        """Add a prestatie."""
        row = dict.fromkeys(TABLES["prestaties"].by_name)
        row |= {
            "prestatie_id": self.new_id(),
            "patient_id": patient,
            "zorgtraject_id": traject,
            "datum": datum,
            "prestatiegroep": groep,
            "starttijd": self.maybe(time(self.one(0, 9, 9, 9, 13, 23), self.one(0, 0, 30, 59))),
            "consulttype": self.maybe(self.one("diagnostiek", "behandeling")),
            "setting": self.maybe(self.one(1, 1, 2, 3)),
            "behandelaar_id": self.maybe(self.one(*KNOWN, *UNKNOWN)),
            "bedrag_eur": self.maybe(self.one(-9567, 0, 1, 9567, 9567, 9567, 13050, 15970, 20001)),
            "declarabel": self.maybe(not self.chance(0.06)),
        }
        row |= values
        self.prestaties.append(row)
        return row

    def minutes(self) -> dict[str, Any]:
        """Return planned and realised minutes, a class and a code that sometimes agree."""
        g = self.one(*MINUTES)
        r = max(-1, g + self.one(*DIFFERENCES)) if self.chance(0.7) else self.one(*MINUTES)
        of_minutes = [k for m in (g, r) for k in KLASSEN if k <= m and m - k < 30]
        is_odd = self.chance(0.3 if r < 5 else 0.05)
        k = self.one(*ODD_CLASSES) if is_odd else self.one(*of_minutes, *of_minutes, *KLASSEN)
        return {
            "gepland": self.maybe(self.chance(0.7)),
            "geplande_minuten": self.maybe(g),
            "gerealiseerde_minuten": self.maybe(r),
            "duurklasse": None if self.chance(0.3) else k,
            "prestatiecode": self.maybe(self.code(k) if self.chance(0.85) else self.one(*OTHER_CODES)),
        }

    def consult(self, patient: str, traject: str | None, datum: date, **values: Any) -> Row:
        """Add a consult; it was planned a little before, exactly at, or a little after its start."""
        row = self.new_row(patient, traject, datum, "consult", **(self.minutes() | values))
        start = datetime.combine(datum, row["starttijd"] or time(9, 0))
        row["gepland_op"] = self.maybe(start + timedelta(minutes=self.one(-10080, -1, 0, 0, 1, 60)))
        return row

    def some_day(self) -> date:
        """Return a day around the peildatum, or on one of the dates on which a norm begins."""
        if self.chance(0.2):
            return self.one(date(2021, 12, 31), date(2022, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
        return self.peildatum + timedelta(days=self.one(-400, -43, -42, -41, -30, -7, -1, 0, 0, 1, 2, -60, -61))

    def traject(self, number: int, patient: str) -> None:
        """Add a zorgtraject whose first weeks end around the peildatum or long before it."""
        d0 = self.peildatum - timedelta(days=self.one(40, 41, 42, 42, 43, 44, 200, 300, 600, 600, 1000))
        regie = self.maybe(self.one(*KNOWN, *KNOWN, *UNKNOWN))
        name = f"z{number}"
        self.trajecten.append(
            dict.fromkeys(TABLES["zorgtrajecten"].by_name)
            | {
                "zorgtraject_id": name,
                "patient_id": patient,
                "startdatum": d0 - timedelta(days=self.one(0, 0, 1, 30)),
                "einddatum": self.one(None, d0 + timedelta(days=365)),
                "financiering": self.maybe(self.one("zvw", "zvw", "zvw", "fz", "anders")),
                "nieuwe_zorgvraag": self.maybe(not self.chance(0.1)),
                "regiebehandelaar_id": regie,
                "diagnose_verzekerd": self.one(True, False, False, None),
            }
        )
        self._first_weeks(name, patient, d0, regie)
        if self.chance(0.6):
            self._diagnostic_series(name, patient)
        for _ in range(self.random.randrange(4)):
            self.consult(patient, name, self.some_day())
            self.new_row(patient, self.maybe(name), self.some_day(), "groepsconsult", prestatiecode="GC0110")

    def _first_weeks(self, name: str, patient: str, d0: date, regie: str | None) -> None:
        """Add contacts around the end of the 42 days, in number around the exemption of four."""
        others = [b for b in KNOWN if b != regie]
        quiet = {"declarabel": None, "consulttype": "diagnostiek"}
        if self.chance(0.85):
            self.consult(patient, name, d0, **quiet, behandelaar_id=self.one(*others, *others, None))
        for _ in range(self.one(0, 0, 1)):
            days, who = self.one(0, 41, 42, 43, 44, 60), self.one(regie, regie, regie, None)
            self.consult(patient, name, d0 + timedelta(days=days), **quiet, behandelaar_id=who)
        for _ in range(self.one(0, 1, 2, 3, 3, 4, 4, 5)):
            datum = d0 + timedelta(days=self.one(0, 1, 41, 42, 43, 44, 60, 60))
            if self.chance(0.3):
                self.new_row(patient, name, datum, "groepsconsult")
            else:
                self.consult(patient, name, datum, behandelaar_id=self.one(*others))

    def _diagnostic_series(self, name: str, patient: str) -> None:
        """Add three to six diagnostic consults that lie close together, ties included."""
        day = self.some_day()
        for _ in range(self.one(3, 4, 5, 6)):
            start = self.one(None, time(9, 0), time(9, 0), time(9, 30))
            datum = day + timedelta(days=self.one(0, 0, 0, 1))
            self.consult(patient, name, datum, consulttype="diagnostiek", starttijd=start)

    def overleg(self, patient: str) -> None:
        """Add intercollegiaal overleg, short and long."""
        for _ in range(self.random.randrange(6)):
            self.new_row(
                patient,
                self.maybe(f"z{self.random.randrange(8)}"),
                self.some_day(),
                "intercollegiaal_overleg",
                gerealiseerde_minuten=self.maybe(self.one(3, 4, 5, 14, 15, 16, 45)),
                duurklasse=self.maybe(self.one(5, 15, 15, 30)),
                prestatiecode=self.maybe(self.one("OV0007", "OV0007", "OV0008", "CO0497")),
                overleg_met=self.maybe(self.one("huisarts", "verwijzer", "psychiater", "Huisarts", "gz-psycholoog")),
                overleg_vastgelegd=self.maybe(self.chance(0.7)),
                patient_geinformeerd=self.maybe(self.chance(0.7)),
            )

    def euthanasie(self, patient: str) -> None:
        """Add minutes that run up to 719, 720 or 721, and then on."""
        day, rest = self.some_day() - timedelta(days=3), self.one(719, 720, 720, 721, 900)
        parts = [self.one(60, 120, 240, 300) for _ in range(3)]
        parts += [max(0, rest - sum(parts)), self.one(0, 1, 7, 30), self.one(0, 60)]
        self.random.shuffle(parts)
        for minuten in parts:
            self.new_row(
                patient,
                self.one(None, "z1"),
                day + timedelta(days=self.one(0, 0, 1, 200)),
                "euthanasie",
                gerealiseerde_minuten=None if self.chance(self.leeg / 2) else minuten,
                starttijd=self.one(None, time(9, 0), time(9, 0), time(10, 0)),
            )

    def planned_group(self) -> None:
        """Add some thirty planned consults in a setting of their own, off by five minutes on average, or just not."""
        n, setting, soort = self.one(29, 30, 30, 31, 32), self.one(5, 5, 6, 6, 7, 7, 8, 8, None), self.one(0, 1)
        total = self.one(1, -1) * (5 * n + self.one(-1, 0, 0, 1, 1)) if self.chance(0.8) else self.random.randrange(999)
        differences = [self.random.randint(-20, 20) for _ in range(n - 1)]
        differences.append(total - sum(differences))
        year, consulttype = self.one(2022, 2023, 2023), self.one(*("diagnostiek", "behandeling") * 3, None)
        for number, difference in enumerate(differences):
            self.consult(
                f"g{number % 7}",
                self.one(None, "z1", "z2"),
                date(year, 1, 1) if number == 0 else date(year, self.random.randint(1, 12), self.one(1, 28)),
                gepland=True,
                setting=setting,
                consulttype=consulttype,
                geplande_minuten=45,
                gerealiseerde_minuten=45 + difference,
                prestatiecode=self.code(45, soort),
                declarabel=self.one(None, True),
            )
        for _ in range(2):  # rows that must not count
            spoiler = self.one({"gepland": None}, {"geplande_minuten": None}, {"declarabel": False})
            same = {"gepland": True, "setting": setting, "consulttype": consulttype, "gerealiseerde_minuten": 400}
            self.consult("g1", None, date(year, 7, 1), **(same | {"geplande_minuten": 45} | spoiler))

    def behandelaren(self) -> list[Row]:
        """Return the behandelaren: always there, some with two periods that meet around a first consult."""
        rows = []
        for name in KNOWN:
            if self.chance(0.3):
                rows.append(_behandelaar(name, self.one(*BEROEPEN)))
                continue
            cut = self.one(*self._first_days(name))
            before, after = self.one(("psychiater", "arts"), ("verpleegkundige", "gz-psycholoog"), ("avg", "avg"))
            rows.append(_behandelaar(name, before, tot=cut - timedelta(days=self.one(0, 0, 1))))
            rows.append(_behandelaar(name, after, van=cut + timedelta(days=self.one(0, 0, 1, 30))))
            if self.chance(0.3):
                rows[-1]["geldig_tot"] = rows[-1]["geldig_van"] + timedelta(days=self.one(0, 30))
        return rows

    def _first_days(self, behandelaar_id: str) -> list[date]:
        """Return the dates of the first consult of the trajecten that somebody is regiebehandelaar of."""
        own = {t["zorgtraject_id"] for t in self.trajecten if t["regiebehandelaar_id"] == behandelaar_id}
        days: dict[str, date] = {}
        for row in self.prestaties:
            if row["prestatiegroep"] == "consult" and row["zorgtraject_id"] in own and row["declarabel"] is not False:
                days[row["zorgtraject_id"]] = min(row["datum"], days.get(row["zorgtraject_id"], date.max))
        return sorted(days.values()) or [self.peildatum]

    def codelijst(self) -> list[Row]:
        """Return a codelijst that knows a part of the codes on a part of the dates."""
        rows = []
        for code in sorted({r["prestatiecode"] for r in self.prestaties} - {None}):
            if self.chance(0.5):
                continue
            price = self.one(9567, 13050, 15970, 100)
            cut = self.peildatum - timedelta(days=self.one(0, 1, 42, 400))
            first = _code(code, self.maybe(price), tot=self.one(cut, None))
            rows.append(first)
            if first["geldig_tot"] is not None and self.chance(0.5):
                rows.append(_code(code, price + 500, van=cut + timedelta(days=self.one(1, 1, 5))))
        return rows


def _behandelaar(name: str, beroep: str, van: date | None = None, tot: date | None = None) -> Row:
    empty = dict.fromkeys(TABLES["behandelaren"].by_name)
    return empty | {"behandelaar_id": name, "beroep": beroep, "geldig_van": van, "geldig_tot": tot}


def _code(code: str, price: int | None, van: date | None = None, tot: date | None = None) -> Row:
    empty = dict.fromkeys(TABLES["codelijst"].by_name)
    return empty | {"prestatiecode": code, "max_tarief_eur": price, "geldig_van": van, "geldig_tot": tot}


def random_export(
    seed: int, patients: int = 12, leeg: float = 0.08, *, codelijst: bool | None = None
) -> tuple[Tables, date]:
    """Return the tables of one random export and its peildatum; the same seed gives the same export."""
    maker = _Maker(seed, leeg)
    for number in range(patients):
        patient = f"p{number}"
        for part in range(maker.one(1, 1, 2)):
            maker.traject(2 * number + part, patient)
        for _ in range(maker.one(0, 1, 2)):  # a traject of nobody, of somebody else, and none at all
            maker.consult(patient, maker.one("z999", "z0", None), maker.some_day())
        maker.overleg(patient)
        if maker.chance(0.4):
            maker.euthanasie(patient)
        maker.new_row(patient, maker.maybe("z0"), maker.some_day(), maker.one(*PRESTATIEGROEPEN))
    for _ in range(maker.one(2, 3, 4)):
        maker.planned_group()
    tables = {"prestaties": maker.prestaties, "zorgtrajecten": maker.trajecten, "behandelaren": maker.behandelaren()}
    if maker.chance(0.5) if codelijst is None else codelijst:
        tables["codelijst"] = maker.codelijst()
    maker.random.shuffle(maker.prestaties)
    return tables, maker.peildatum
