"""The words of a declaration message: which element fills which raw column, and what a message is recognised by.

Names are compared without regard to capitals: the rule files and the messages seen do not agree on them everywhere.
Raw columns hold the text of the message; what it means is decided in ``registration`` and
``message_tables``.
"""

from __future__ import annotations

NAMESPACE = "http://ei.vektis.nl/declaratiebericht573"
BERICHTCODE = "573"

HEADER = {
    "berichtcode": "berichtcode", "berichtversie": "berichtversie", "berichtsubversie": "berichtsubversie",
    "berichtsoort": "berichtsoort", "verzender": "verzender", "verzenderrol": "verzender_rol",
    "ontvanger": "ontvanger", "ontvangerrol": "ontvanger_rol", "verzenddatum": "verzenddatum",
    "referentienummer": "referentienummer",
}  # fmt: skip
CONTEXT = {
    "betalingaanservicebureau": "betaling_servicebureau", "factuurnummer": "factuurnummer",
    "factuurdatum": "factuurdatum", "begindatumdeclaratieperiode": "begin_periode",
    "einddatumdeclaratieperiode": "eind_periode",
}  # fmt: skip
TOTAL = {"bedrag": "totaal_eur", "debetcreditcode": "totaal_debet_credit"}

INSURED = {
    "bsn": "bsn", "uzovinummer": "uzovi", "verzekerdennummer": "verzekerdennummer",
    "patientidentificatienummer": "patientnummer", "geboortedatum": "geboortedatum",
}  # fmt: skip

DEBET = {
    "referentienummer": "prestatie_id", "prestatiecodelijstcode": "codelijst", "prestatiecode": "prestatiecode",
    "begindatum": "datum", "begintijd": "begintijd", "einddatum": "einddatum", "eindtijd": "eindtijd",
    "aantal": "aantal", "tariefinclbtw": "tarief_eur", "berekendbedraginclbtw": "berekend_eur",
    "declaratiebedraginclbtw": "bedrag_eur", "doorsturentoegestaan": "doorsturen", "privacycode": "privacy",
    "locatiepostcode4": "postcode",
}  # fmt: skip
CREDIT = {
    "referentienummer": "prestatie_id", "gerelateerdreferentienummer": "gerelateerd_id",
    "prestatiecodelijstcode": "codelijst", "prestatiecode": "prestatiecode", "begindatum": "datum",
    "toegekendbedraginclbtwfinancieel": "bedrag_eur",
}  # fmt: skip
REFERRAL = {"typeverwijzingcode": "verwijstype", "verwijsdatum": "verwijsdatum"}
TRAJECT = {
    "nummer": "zorgtraject_id", "zorgtrajectnummer": "zorgtraject_id", "startdatum": "traject_startdatum",
    "zorgtrajectstartdatum": "traject_startdatum",
}  # fmt: skip
PROVIDER = {
    "zorgaanbiedercode": "agb", "zorgaanbiederspecificatie": "specificatie", "beroepzorgverlener": "beroep",
    "zorgaanbiedersoort": "soort", "zorgaanbiederrol": "rol",
}  # fmt: skip
DIAGNOSIS = {"diagnosecodelijstcode": "codelijst", "diagnosecode": "diagnosecode", "diagnosedatum": "diagnosedatum"}

#: Elements that are known and of which no rule or table needs more than that they are there, or not even that.
UNUSED = frozenset(
    """
    btwidentificatienummer valutacode informatiesysteemcode informatiesysteemversie declarant zorgaanbieder
    aanvullendeverzekerdegegevens buitenlandverzekerde overlijdensindicator soortkosten herdeclaratiecode
    informatiecode aanvullendprestatiekenmerk prestatiekoppelnummer naamzorgverlener plaatsingsbesluit
    totaaldeclaratiebedraginclbtw
    """.split()
)

#: Where a provider stands in the message.
IN_LINE, IN_REFERRAL, IN_DIAGNOSIS = "prestatie", "verwijzing", "diagnose"


def local(tag: str) -> str:
    """Return the name of an element without its namespace, in small letters."""
    return tag.rpartition("}")[2].lower()
