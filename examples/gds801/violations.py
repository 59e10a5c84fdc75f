"""One planted mistake per rule of the message. Each spoils a sound message in one place and leaves the rest alone.

What a mistake is about differs per receiver, so some choose another receiver before they spoil. After a mistake exactly
one unit breaks the rule that it is named after, and no other rule is broken.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal

from examples.gds801.message import Insured, Message, Tree

DJI, PLACE_OF_STAY = ("9992", "4"), ("7125", "3")


def _only_first(message: Message, receiver: tuple[str, str] | None = None) -> Tree:
    """Keep one insured with one line, and give the message another receiver; return the line."""
    insured = deepcopy(next(i for i in message.insured if i.debet))
    insured.debet, insured.credit = insured.debet[:1], []
    message.insured = [insured]
    if receiver:
        message.header["Ontvanger"], message.header["OntvangerRol"] = receiver
        insured.fields["UzoviNummer"] = receiver[0]
    line = insured.debet[0]
    if receiver == DJI:
        insured.fields |= {"BSN": None, "Geboortedatum": None, "Verzekerdennummer": "SKN000001"}
        line["Verwijzing"] = {"TypeVerwijzingcode": "06"}
        line["AanvullendePrestatiegegevens"] |= {
            "Plaatsingsbesluit": {"PlaatsingsbesluitNummer": "PB-1"},
            "Diagnose": [],
        }
    elif message.header["Ontvanger"] != DJI[0]:
        line["AanvullendePrestatiegegevens"]["Plaatsingsbesluit"] = None
    return line


def _first(message: Message) -> Insured:
    return message.insured[0]


def _header(**values: str | None) -> Callable[[Message], None]:
    return lambda message: message.header.update(values)


def _context(**values: str | None) -> Callable[[Message], None]:
    return lambda message: message.context.update(values)


def _insured(receiver: tuple[str, str] | None = None, **values: str | None) -> Callable[[Message], None]:
    def spoil(message: Message) -> None:
        _only_first(message, receiver)
        _first(message).fields.update(values)

    return spoil


def _line(receiver: tuple[str, str] | None = None, **values: object) -> Callable[[Message], None]:
    def spoil(message: Message) -> None:
        _only_first(message, receiver).update(values)

    return spoil


def _more(receiver: tuple[str, str] | None = None, **values: object) -> Callable[[Message], None]:
    def spoil(message: Message) -> None:
        _only_first(message, receiver)["AanvullendePrestatiegegevens"].update(values)

    return spoil


def _diagnosis(code_list: str) -> Tree:
    return {"DiagnoseCodelijstCode": code_list, "Diagnosecode": "01"}


def _provider(**values: object) -> Callable[[Message], None]:
    sound: Tree = {"Zorgaanbiedercode": "94000001", "ZorgaanbiederSoort": "3", "ZorgaanbiederRol": "01"}
    return _line(Zorgaanbieder=[{**sound, **values}])


def _other_code_list(message: Message) -> None:
    _only_first(message)["PrestatieCodelijstCode"] = "041"


def _invoice_number(message: Message) -> None:
    message.context |= {"Factuurnummer": "F_2026&1", "Factuurdatum": "2026-01-01"}
    message.header["Verzenddatum"] = "2026-01-02"


def _total(message: Message) -> None:
    message.total = message.sum() + Decimal("0.01")


def _credit(message: Message) -> None:
    line = _only_first(message)
    _first(message).credit = [
        {
            "Referentienummer": f"C-{line['Referentienummer']}", "PrestatieCodelijstCode": "071",
            "GerelateerdReferentienummer": line["Referentienummer"], "Begindatum": line["Begindatum"],
            "ToegekendBedragInclBtwFinancieel": line["DeclaratieBedragInclBtw"],
        }
    ]  # fmt: skip


def _after_2026(message: Message) -> None:
    line = _only_first(message)
    line["Begindatum"] = "2027-01-01"
    message.header |= {"Berichtversie": "1", "Verzenddatum": "2027-02-02"}


def _private(day: str) -> Callable[[Message], None]:
    def spoil(message: Message) -> None:
        line = _only_first(message)
        line |= {"PrivacyCode": "true", "Begindatum": day, "Verwijzing": None}
        trajectory = {**line["AanvullendePrestatiegegevens"]["Zorgtraject"], "ZorgtrajectStartdatum": "2022-01-01"}
        line["AanvullendePrestatiegegevens"] |= {"Diagnose": [_diagnosis("029")], "Zorgtraject": trajectory}

    return spoil


_NAME: Tree = {"Geslachtsnaam": {"Achternaam": "Voorbeeld"}}
_LATER = "2099-01-01"

VIOLATIONS: dict[str, Callable[[Message], None]] = {
    "ZPM-GD-01": _context(Factuurdatum=_LATER),
    "ZPM-GD-02": _context(BegindatumDeclaratieperiode="2022-02-01"),
    "ZPM-GD-03": _context(BegindatumDeclaratieperiode="2022-02-01", EinddatumDeclaratieperiode=_LATER),
    "ZPM-GD-04": _context(BegindatumDeclaratieperiode="2022-02-02", EinddatumDeclaratieperiode="2022-02-01"),
    "ZPM-GD-05": _context(BegindatumDeclaratieperiode="2021-12-31", EinddatumDeclaratieperiode="2022-01-31"),
    "ZPM-GD-06": _total,
    "ZPM-GD-07": _invoice_number,
    "ZPM-GD-08": _insured(BSN=None),
    "ZPM-GD-09": _insured(Verzekerdennummer="12345"),
    "ZPM-GD-10": _insured(UzoviNummer="0001"),
    "ZPM-GD-11": _insured(Geboortedatum=None),
    "ZPM-GD-12": _insured(DJI, Geboortedatum="1980-01-01"),
    "ZPM-GD-13": _insured(DJI, BSN="999999990", Verzekerdennummer=None),
    "ZPM-GD-14": _other_code_list,
    "ZPM-GD-15": _line(Aantal="2"),
    "ZPM-GD-16": _line(Einddatum=_LATER),
    "ZPM-GD-17": _more(Zorgtraject=None),
    "ZPM-GD-18": _more(Zorgtraject={"ZorgtrajectNummer": "T-1", "ZorgtrajectStartdatum": _LATER}),
    "ZPM-GD-19": _line(Begintijd="10:00:00", Eindtijd="10:00:00"),
    "ZPM-GD-20": _line(TariefInclBtw="0.00"),
    "ZPM-GD-21": _insured(PLACE_OF_STAY, BSN=None, Verzekerdennummer="12345"),
    "ZPM-GD-22": _line(DoorsturenToegestaan="false"),
    "ZPM-GD-23": _more(DJI, Plaatsingsbesluit=None),
    "ZPM-GD-24": _more(Plaatsingsbesluit={"PlaatsingsbesluitNummer": "PB-1"}),
    "ZPM-GD-25": _line(Verwijzing={"TypeVerwijzingcode": "02"}),
    "ZPM-GD-26": _line(Verwijzing={"TypeVerwijzingcode": "04", "Verwijsdatum": "2022-01-01"}),
    "ZPM-GD-27": _line(
        Verwijzing={"TypeVerwijzingcode": "07", "Verwijzer": {"NaamZorgverlener": _NAME, "ZorgaanbiederRol": "03"}}
    ),
    "ZPM-GD-28": _line(Verwijzing={"TypeVerwijzingcode": "05"}),
    "ZPM-GD-29": _line(DJI, Verwijzing={"TypeVerwijzingcode": "03"}),
    "ZPM-GD-30": _line(Verwijzing={"TypeVerwijzingcode": "03", "Verwijsdatum": _LATER}),
    "ZPM-GD-31": _more(Diagnose=[_diagnosis("029"), _diagnosis("033")]),
    "ZPM-GD-32": _more(Diagnose=[_diagnosis("031"), _diagnosis("031")]),
    "ZPM-GD-33": _credit,
    "ZPM-GD-34": _after_2026,
    "ZPM-GD-35": _provider(ZorgaanbiederSpecificatie="9401", NaamZorgverlener=_NAME),
    "ZPM-GD-36": _provider(Zorgaanbiedercode=None, ZorgaanbiederSoort=None, BeroepZorgverlener="BP00"),
    "ZPM-GD-37": _provider(
        Zorgaanbiedercode=None, ZorgaanbiederSoort="3", ZorgaanbiederRol="02", BeroepZorgverlener="BP00",
        NaamZorgverlener=_NAME,
    ),
    "ZPM-GD-38": _provider(ZorgaanbiederSoort="2"),
    "ZPM-GD-39": _provider(ZorgaanbiederRol="02", ZorgaanbiederSoort="1"),
    "ZPM-GD-40": _provider(ZorgaanbiederRol="03"),
    "ZPM-GD-41": _more(DJI, Diagnose=[_diagnosis("029")]),
    "ZPM-GD-42": _more(Diagnose=[_diagnosis("030")]),
    "ZPM-GD-43": _private("2023-12-31"),
    "ZPM-GD-44": _private("2024-01-01"),
    "ZPM-GD-45": _line(DJI, LocatiePostcode4="1234"),
}  # fmt: skip
