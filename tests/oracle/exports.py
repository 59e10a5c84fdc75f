"""Small nasty exports: values crowd on the boundaries of the checks, and anything that may be empty sometimes is.

Here are the first weeks, plans, overleg and euthanasie; ``scenes_*`` add what the other themes look at.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.oracle.draw import BEROEPEN, KNOWN, UNKNOWN, Maker, Row, Tables
from tests.oracle.scenes_contacts import draw_contacts
from tests.oracle.scenes_contracts import draw_by_law, draw_contracts, draw_teams
from tests.oracle.scenes_fill import fill_behandelaren, fill_prestaties, fill_trajecten
from tests.oracle.scenes_stays import draw_stays
from tests.oracle.scenes_tables import draw_codelijst, draw_forecasts, draw_patienten
from tests.oracle.scenes_trajecten import behandelaren_of_scenes, draw_trajecten
from zpm_audit.register.schema import PRESTATIEGROEPEN, TABLES

OTHERS = ("huisarts", "huisarts", "verwijzer", "psychiater", "Huisarts", "physician assistant", "coach")


class _FirstScenes(Maker):
    """Draws what the themes RB, PR, IO, EU and OD look at."""

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
                "einddatum": self.one(None, d0 + timedelta(days=365), self.day_back(-1, 0, 0, 1)),
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
                overleg_met=self.maybe(self.one(*OTHERS)),
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
                self.one(None, *[f"z{self.random.randrange(12)}" for _ in range(4)]),
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
            cut = self.one(*self._first_days(name)) + timedelta(days=self.one(0, 1))
            before, after = self.one(("psychiater", "arts"), ("verpleegkundige", "gz-psycholoog"), ("avg", "avg"))
            rows.append(_behandelaar(name, before, tot=cut - timedelta(days=self.one(1, 1, 2))))
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


def _behandelaar(name: str, beroep: str, van: date | None = None, tot: date | None = None) -> Row:
    empty = dict.fromkeys(TABLES["behandelaren"].by_name)
    return empty | {"behandelaar_id": name, "beroep": beroep, "geldig_van": van, "geldig_tot": tot}


def random_export(
    seed: int, patients: int = 12, leeg: float = 0.08, *, codelijst: bool | None = None
) -> tuple[Tables, date]:
    """Return the tables of one random export and its peildatum; the same seed gives the same export."""
    maker = _FirstScenes(seed, leeg)
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
    with_codelijst = maker.chance(0.5) if codelijst is None else codelijst
    tables = {"prestaties": maker.prestaties, "zorgtrajecten": maker.trajecten}
    tables["behandelaren"] = maker.behandelaren() + behandelaren_of_scenes()
    draw_trajecten(maker)
    draw_contacts(maker)
    draw_by_law(maker)
    tables["opnames"] = draw_stays(maker)
    tables["prognose"] = draw_forecasts(maker)
    fill_prestaties(maker)
    fill_trajecten(maker)
    fill_behandelaren(maker, tables["behandelaren"])
    tables["teams"] = draw_teams(maker)
    tables["patienten"] = draw_patienten(maker)
    if with_codelijst:
        tables["codelijst"] = draw_codelijst(maker)
    tables["contracten"] = draw_contracts(maker, tables)
    maker.random.shuffle(maker.prestaties)
    _leave_out(maker, tables)
    return tables, maker.peildatum


def _leave_out(maker: Maker, tables: Tables) -> None:
    """Take away, now and then, a table that need not be there, its rows, or a column."""
    for name in ("opnames", "prognose", "patienten", "teams", "contracten"):
        if maker.chance(0.2 if name == "contracten" else 0.1):
            del tables[name]
    for name in ("teams", "contracten"):
        if name in tables and maker.chance(0.05):
            tables[name] = []
    for name, column in (("prestaties", "team"), ("prognose", "consulttype"), ("patienten", "uzovi")):
        if name in tables and maker.chance(0.07):
            for row in tables[name]:
                del row[column]


def random_settings(seed: int) -> dict[str, bool]:
    """Return what the provider chose, otherwise from one seed to the next."""
    return {"contract_hoogspecialistisch": seed % 2 == 1, "planning_is_realisatie": seed % 5 != 4}
