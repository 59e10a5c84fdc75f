"""A message from an export: the declarable prestaties of the patients of one payer.

Made up here, because an export does not hold it: who sends (an AGB code of zeros), numbers of placement decisions,
numbers of insured for the forensic payer, and the profession codes of persons without an AGB code. A prestatie that
could not be claimed without breaking a rule of the message is left out, so that what comes out is a sound message.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from examples.gds801.message import Insured, Message, Tree
from zpm_audit.register import Register

DJI = "9992"
_SENDER = "00000000"
Row = dict[str, Any]


def receivers(register: Register) -> dict[str, int]:
    """Return the payers of the export with their number of lines, the largest first."""
    counted: dict[str, int] = {}
    for row in _rows(register).iter_rows(named=True):
        payer = _payer(row)
        if payer:
            counted[payer] = counted.get(payer, 0) + 1
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def message_for(register: Register, receiver: str, *, version: int = 1) -> Message:
    """Return a message with all lines for one payer."""
    people: dict[str, Insured] = {}
    last = date.min
    numbers: dict[str, int] = {}
    persons = _persons(register)
    for row in _rows(register).iter_rows(named=True):
        if _payer(row) != receiver:
            continue
        patient = row["patient_id"]
        number = numbers.setdefault(patient, len(numbers) + 1)
        if patient not in people:
            people[patient] = Insured(_insured(row, receiver, number))
        people[patient].debet.append(_debet(row, receiver, persons))
        last = max(last, row["datum"], row["factuurdatum"] or row["datum"])
    role = "4" if receiver == DJI else "3"
    header: Tree = {
        "Berichtcode": "573", "Berichtversie": str(version), "Berichtsubversie": "0", "Berichtsoort": "P",
        "Verzender": _SENDER, "VerzenderRol": "1", "Ontvanger": receiver, "OntvangerRol": role,
        "Verzenddatum": (last + timedelta(days=1)).isoformat(), "Referentienummer": f"VOORBEELD-{receiver}",
    }  # fmt: skip
    context: Tree = {
        "Declarant": {"Zorgaanbiedercode": _SENDER, "ZorgaanbiederSoort": "1"}, "BetalingAanServicebureau": "false",
        "Factuurnummer": f"F{receiver}-{last:%Y%m%d}", "Factuurdatum": last.isoformat(), "Valutacode": "EUR",
    }  # fmt: skip
    return Message(header, context, list(people.values()))


def _rows(register: Register) -> pl.DataFrame:
    """Return the declarable prestaties with their zorgtraject and patient, in a fixed order."""
    rows = register.scan("prestaties")
    wanted = {
        "declarabel": pl.Boolean(), "prestatiecode": pl.String(), "bedrag_eur": pl.Int64(), "factuurdatum": pl.Date(),
        "starttijd": pl.Time(), "gerealiseerde_minuten": pl.Int64(), "behandelaar_id": pl.String(),
        "zorgtraject_id": pl.String(),
    }  # fmt: skip
    rows = _with(rows, wanted)
    trajects = _with(
        register.scan("zorgtrajecten"),
        {
            "financiering": pl.String(), "regiebehandelaar_id": pl.String(), "diagnose_hoofdgroep": pl.String(),
            "zorgvraagtype": pl.String(), "zorgvraagtype_datum": pl.Date(), "verwijstype": pl.String(),
            "verwijsdatum": pl.Date(), "verwijzer_agb": pl.String(), "startdatum": pl.Date(),
        },
    )  # fmt: skip
    patients = _with(
        register.scan("patienten"),
        {"geboortedatum": pl.Date(), "bsn": pl.String(), "uzovi": pl.String(), "privacyverklaring": pl.Boolean()},
    )
    claimed = (
        pl.col("declarabel").fill_null(value=True)
        & (pl.col("bedrag_eur") > 0)
        & pl.col("prestatiecode").is_not_null()
        & (pl.col("startdatum") <= pl.col("datum"))
    )
    return (
        rows.join(trajects.drop("patient_id"), on="zorgtraject_id", how="inner")
        .join(patients, on="patient_id", how="inner")
        .filter(claimed)
        .collect()
        .sort("patient_id", "datum", "prestatie_id")
    )


def _with(frame: pl.LazyFrame, wanted: dict[str, pl.DataType]) -> pl.LazyFrame:
    present = set(frame.collect_schema().names())
    return frame.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in wanted.items() if name not in present)


def _persons(register: Register) -> dict[str, Row]:
    if not register.has("behandelaren"):
        return {}
    frame = _with(register.scan("behandelaren"), {"agb_code": pl.String(), "naam": pl.String()})
    return {row["behandelaar_id"]: row for row in frame.collect().sort("behandelaar_id").iter_rows(named=True)}


def _payer(row: Row) -> str | None:
    if row["financiering"] == "fz":
        return DJI
    return row["uzovi"] if row["financiering"] == "zvw" and row["bsn"] and row["geboortedatum"] else None


def _insured(row: Row, receiver: str, number: int) -> Tree:
    if receiver == DJI:
        return {
            "UzoviNummer": receiver,
            "Verzekerdennummer": f"SKN{number:06d}",
            "PatientIdentificatienummer": row["patient_id"],
        }
    return {
        "BSN": row["bsn"],
        "UzoviNummer": receiver,
        "PatientIdentificatienummer": row["patient_id"],
        "Geboortedatum": _day(row["geboortedatum"]),
    }


def _debet(row: Row, receiver: str, persons: dict[str, Row]) -> Tree:
    amount = f"{row['bedrag_eur'] // 100}.{row['bedrag_eur'] % 100:02d}"
    begin, end = _times(row["starttijd"], row["gerealiseerde_minuten"])
    private = bool(row["privacyverklaring"])
    providers = [_provider(row["behandelaar_id"], "01", persons), _provider(row["regiebehandelaar_id"], "02", persons)]
    more: Tree = {
        "Diagnose": [] if private else list(_diagnoses(row, receiver)),
        "Zorgtraject": {"ZorgtrajectNummer": row["zorgtraject_id"], "ZorgtrajectStartdatum": _day(row["startdatum"])},
    }
    if receiver == DJI:
        more["Plaatsingsbesluit"] = {"PlaatsingsbesluitNummer": f"PB-{row['zorgtraject_id']}"}
    return {
        "Referentienummer": row["prestatie_id"], "PrestatieCodelijstCode": "071", "Prestatiecode": row["prestatiecode"],
        "Begindatum": _day(row["datum"]), "Begintijd": begin, "Eindtijd": end, "Aantal": "1", "TariefInclBtw": amount,
        "BerekendBedragInclBtw": amount, "DeclaratieBedragInclBtw": amount, "Herdeclaratiecode": "01",
        "InformatieCode": "01", "DoorsturenToegestaan": "true", "PrivacyCode": "true" if private else "false",
        "Verwijzing": _referral(row, receiver), "Zorgaanbieder": [p for p in providers if p],
        "AanvullendePrestatiegegevens": more,
    }  # fmt: skip


def _times(start: time | None, minutes: int | None) -> tuple[str | None, str | None]:
    if start is None:
        return None, None
    begin = datetime.combine(date(2000, 1, 1), start)
    end = begin + timedelta(minutes=minutes or 0)
    ends = minutes is not None and minutes > 0 and end.date() == begin.date()
    return f"{begin:%H:%M:%S}", f"{end:%H:%M:%S}" if ends else None


def _referral(row: Row, receiver: str) -> Tree | None:
    kind = row["verwijstype"]
    if receiver == DJI:
        return {"TypeVerwijzingcode": "06"}
    if kind in {None, "05"}:
        return None
    if kind in {"04", "06"}:
        return {"TypeVerwijzingcode": kind}
    day = row["verwijsdatum"]
    tree: Tree = {"TypeVerwijzingcode": kind, "Verwijsdatum": _day(day) if day and day <= row["datum"] else None}
    if row["verwijzer_agb"] and kind != "07":
        tree["Verwijzer"] = {
            "Zorgaanbiedercode": row["verwijzer_agb"],
            "ZorgaanbiederSoort": "3",
            "ZorgaanbiederRol": "03",
        }
    elif kind in {"01", "02", "07"}:
        tree["TypeVerwijzingcode"] = "07"
        name = {"Geslachtsnaam": {"Achternaam": "Voorbeeld"}}
        tree["Verwijzer"] = {"ZorgaanbiederSpecificatie": "0100", "ZorgaanbiederRol": "03", "NaamZorgverlener": name}
    return tree


def _provider(person: str | None, role: str, persons: dict[str, Row]) -> Tree | None:
    if person is None:
        return None
    known = persons.get(person, {})
    if known.get("agb_code"):
        return {"Zorgaanbiedercode": known["agb_code"], "ZorgaanbiederSoort": "3", "ZorgaanbiederRol": role}
    if role == "02":
        return None
    name = known.get("naam") or person
    return {
        "BeroepZorgverlener": "BP00",
        "NaamZorgverlener": {"Initialen": "A", "Geslachtsnaam": {"Achternaam": name}},
        "ZorgaanbiederRol": role,
    }


def _diagnoses(row: Row, receiver: str) -> Iterable[Tree]:
    group, kind = ("030", "032") if receiver == DJI else ("029", "031")
    if row["diagnose_hoofdgroep"]:
        yield {"DiagnoseCodelijstCode": group, "Diagnosecode": row["diagnose_hoofdgroep"]}
    if row["zorgvraagtype"]:
        day = _day(row["zorgvraagtype_datum"])
        yield {"DiagnoseCodelijstCode": kind, "Diagnosecode": row["zorgvraagtype"], "Diagnosedatum": day}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
