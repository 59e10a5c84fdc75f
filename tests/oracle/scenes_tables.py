"""The tables beside the registration: patienten, the codelijst and the prognose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.oracle.case import first, grouped, is_valid
from tests.oracle.draw import CODES_OF_TWO_CATEGORIES, INSURERS, Maker, Row
from tests.oracle.logic import KLASSEN, consult_code
from zpm_audit.register.schema import TABLES

CATEGORIES = ("arts-specialist", "arts-specialist", "gz-psycholoog", "verpleegkundig specialist", "arts", None)
PRICES = (9567, 9567, 13050, 15970, 102, 15, 1005, 1003, 45, 0)
NUMBERS = (
    "111222333", "123456782", "010464554", "111222334", "123456789", "000000000", "12345678", "1112223330",
    "11122233x", "000000012", "000000019", "١١١٢٢٢٣٣٣",
)  # fmt: skip
LEAP_DAY = date(2004, 2, 29)


def draw_patienten(maker: Maker) -> list[Row]:
    """Add two prestaties around an eighteenth birthday and return the patienten, most of them known."""
    for datum in (date(2022, 2, 28), date(2022, 3, 1)):
        maker.new_row("jarig", None, datum, "overig", declarabel=None)
    rows = []
    for patient in sorted({r["patient_id"] for r in maker.prestaties}):
        days = sorted({r["datum"] for r in maker.prestaties if r["patient_id"] == patient})
        birthday = maker.one(*days) + timedelta(days=maker.one(-1, 0, 0, 1))
        if (birthday.month, birthday.day) == (2, 29):
            birthday += timedelta(days=1)
        birth = maker.maybe(maker.one(birthday.replace(year=birthday.year - 18), date(1980, 2, 29)))
        if patient == "jarig":
            birth = LEAP_DAY
        elif maker.chance(0.1):
            continue
        values = {"patient_id": patient, "geboortedatum": birth, "bsn": maker.one(*NUMBERS, None)}
        values["uzovi"] = maker.one(*INSURERS, *INSURERS, "7777", None)
        rows.append(dict.fromkeys(TABLES["patienten"].by_name) | values)
    return rows


def draw_codelijst(maker: Maker) -> list[Row]:
    """Return a codelijst that knows a part of the codes on a part of the dates, and put amounts near its maxima."""
    rows = []
    used = {r["prestatiecode"] for r in maker.prestaties} - {None}
    for code in sorted(used | {"RT0000", "RT0025", "RT0045", "GC0003", "GC0010", "GC0009"}):
        if maker.chance(0.1 if code[:2] in ("RT", "GC") or code in CODES_OF_TWO_CATEGORIES else 0.4):
            continue
        cut = maker.day_back(0, 1, 42, 400)
        known = _content(maker, code) | {"prestatiecode": code, "max_tarief_eur": maker.maybe(maker.one(*PRICES))}
        rows.append(known | {"geldig_tot": maker.one(cut, None)})
        if rows[-1]["geldig_tot"] is not None and maker.chance(0.5):
            later = {"geldig_van": cut + timedelta(days=maker.one(1, 1, 5)), "max_tarief_eur": maker.one(*PRICES)}
            rows.append(known | later)
    lines = grouped(rows, "prestatiecode")
    for row in maker.prestaties:
        line = first([c for c in lines.get((row["prestatiecode"],), []) if is_valid(c, row["datum"])])
        if line is not None and line["max_tarief_eur"] is not None and maker.chance(0.5):
            most = line["max_tarief_eur"]
            bound = most + most // 10
            row["bedrag_eur"] = maker.one(most, most + 1, bound - 1, bound, bound + 1, bound + 2)
    return rows


def _content(maker: Maker, code: str) -> Row:
    """Return what the codelijst says of a code: mostly what the code itself says, sometimes more, less or else."""
    empty: dict[str, Any] = dict.fromkeys(TABLES["codelijst"].by_name)
    made = {
        "setting": maker.one(1, 1, 1, 2, None),
        "beroepscategorie": maker.one(*CATEGORIES),
        "consulttype": maker.one("diagnostiek", "behandeling", None),
        "duurklasse": maker.one(*KLASSEN, None),
    }
    read = consult_code(code)
    if read is not None:
        own = ("diagnostiek", "behandeling")[read.soort]
        made["consulttype"] = maker.one(own, own, own, made["consulttype"], None)
        made["duurklasse"] = maker.one(read.duur, read.duur, read.duur, made["duurklasse"], None)
        made["prestatiegroep"] = maker.one(*["consult"] * 6, None, "groepsconsult")
        if code in CODES_OF_TWO_CATEGORIES:
            made |= {"setting": 1, "beroepscategorie": CODES_OF_TWO_CATEGORIES[code]}
    elif code.startswith("OV"):
        made["prestatiegroep"] = maker.one("intercollegiaal_overleg", None)
    elif code.startswith("RT"):
        kind = {"prestatiegroep": "reistijd", "beroepscategorie": "arts", "setting": 1}
        made |= kind | {"consulttype": None, "duurklasse": int(code[2:])}
    elif code.startswith("GC"):
        kind = {"prestatiegroep": "groepsconsult", "beroepscategorie": "arts", "consulttype": "behandeling"}
        made |= kind | {"setting": 1, "duurklasse": 60, "groepsgrootte": int(code[4:])}
    return empty | made


def draw_forecasts(maker: Maker) -> list[Row]:
    """Add months with nine, ten or eleven prestaties where ten were foreseen, and return the prognose."""
    rows = []
    last_month = maker.peildatum.replace(day=1) - timedelta(days=1)
    for common in ("ect", "methadon", "fpt", "transitie", "tolk"):
        month = maker.one(date(2023, 11, 1), date(2023, 12, 1), last_month, maker.peildatum).replace(day=1)
        n, aantal = maker.one((8, 10), (9, 10), (10, 10), (11, 10), (12, 10), (0, 0), (2, 0), (0, 3))
        setting, consulttype = maker.one(1, 1, 2, None), maker.one(None, None, "diagnostiek", "behandeling")
        groep = common if n else "onderlinge_dienstverlening"
        for number in range(n):
            datum = month.replace(day=maker.one(1, 28))
            own = setting if setting is not None else maker.one(1, 2, None)
            values = {"declarabel": None, "setting": own}
            if consulttype is not None:
                values["consulttype"] = maker.one(*[consulttype] * 25, None, "diagnostiek")
            maker.new_row(f"f{number}", None, datum, groep, **values)
        values = {"maand": month, "setting": setting, "prestatiegroep": groep, "aantal": aantal}
        values["consulttype"] = consulttype
        rows.append(dict.fromkeys(TABLES["prognose"].by_name) | values)
    return _without_doubles(rows)


def _without_doubles(rows: list[Row]) -> list[Row]:
    """Return the rows, of each month, setting and prestatiegroep the first: a consulttype may not be there."""
    kept = {(r["maand"], r["setting"], r["prestatiegroep"]): r for r in reversed(rows)}
    return list(kept.values())
