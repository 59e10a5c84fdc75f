"""What every part of a random export is drawn with."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.oracle.logic import KLASSEN
from zpm_audit.register.schema import TABLES

Row = dict[str, Any]
Tables = dict[str, list[Row]]

BEROEPEN = (
    "psychiater", "gz-psycholoog", "klinisch geriater", "verslavingsarts", "verpleegkundig specialist ggz",
    "verpleegkundige", "verpleegkundig specialist agz", "arts", "Psychiater", "wo-psycholoog", "physician assistant",
)  # fmt: skip
KNOWN = ("b1", "b2", "b3", "b4", "B1", "10", "9")
UNKNOWN = ("b99", "b")
OTHER_CODES = ("OV0007", "OV0008", "OV0012", "CO0000", "CO1041", "co0497", "CO497", "CO01040", "xCO0497", "GC0110")
INSURERS = ("0101", "3311", "9664")
CODES_OF_TWO_CATEGORIES = {"CO0011": "gz-psycholoog", "CO0012": "overige beroepen"}
MINUTES = (0, 3, 4, 5, 6, 14, 15, 16, 29, 30, 31, 44, 45, 46, 59, 60, 75, 89, 90, 119, 120, 121, 140)
DIFFERENCES = (-45, -31, -30, -17, -16, -15, -14, -5, 0, 0, 0, 5, 14, 15, 16, 17, 30, 31)
ODD_CLASSES = (0, 0, 7, 25, -1)


class Maker:
    """Draws one export. ``leeg`` is the chance that a value that may be empty is."""

    def __init__(self, seed: int, leeg: float) -> None:
        self.random = random.Random(seed)
        self.leeg = leeg
        self.peildatum = _peildatum(seed, self.random.randint(-200, 200))
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
                return str(number)

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
            beginning: date = self.one(date(2021, 12, 31), date(2022, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
            return beginning
        days = self.one(-400, -63, -62, -62, -61, -43, -42, -41, -30, -7, -1, 0, 0, 1, 2)
        return self.peildatum + timedelta(days=days)

    def day_back(self, *days: int) -> date:
        """Return a day so many days before the peildatum."""
        return self.peildatum - timedelta(days=self.one(*days))

    def new_traject(self, patient: str, start: date, **values: Any) -> Row:
        """Add a zorgtraject: as text z1000 comes before z999."""
        taken = {t["zorgtraject_id"] for t in self.trajecten}
        row = dict.fromkeys(TABLES["zorgtrajecten"].by_name)
        row |= {
            "zorgtraject_id": self.one(*sorted({f"z{number}" for number in range(970, 1060)} - taken)),
            "patient_id": patient,
            "startdatum": start,
            "financiering": self.maybe(self.one("zvw", "zvw", "zvw", "zvw", "fz", "anders")),
            "nieuwe_zorgvraag": self.maybe(self.chance(0.5)),
            "regiebehandelaar_id": self.maybe(self.one(*KNOWN, *UNKNOWN)),
            "diagnose_verzekerd": self.one(True, True, False, None),
        }
        row |= values
        self.trajecten.append(row)
        return row


def _peildatum(seed: int, days: int) -> date:
    """Return a peildatum: some day, the last of a month, the first of one, or in January 2025 or 2026."""
    some_day = date(2024, 6, 30) + timedelta(days=days)
    first_of_month = some_day.replace(day=1)
    end_of_month = first_of_month - timedelta(days=1)
    in_2025, in_2026 = (date(year, 1, 1 + days % 16) for year in (2025, 2026))
    return (some_day, end_of_month, first_of_month, in_2025, some_day, end_of_month, in_2026, in_2026)[seed % 8]
