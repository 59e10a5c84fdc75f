"""What every column of the schema means, in both languages: for documentation, editors and people who map an export.

``EMPTY`` says what an empty cell means where it means something; elsewhere it means that nobody knows.
"""

from __future__ import annotations

from zpm_audit.base.language import Text

#: What every table holds a row of.
TABLE_MEANING: dict[str, Text] = {
    "prestaties": Text("een geregistreerde prestatie", "one registered prestatie"),
    "zorgtrajecten": Text("een zorgtraject", "one zorgtraject"),
    "behandelaren": Text("een behandelaar in een periode", "one behandelaar in a period"),
    "patienten": Text("een patiënt", "one patient"),
    "opnames": Text("een opname", "one admission"),
    "codelijst": Text("een prestatiecode in een periode", "one prestatiecode in a period"),
    "prognose": Text("een verwacht aantal in een maand", "one expected number in a month"),
    "teams": Text("de setting van een team in een periode", "the setting of a team in a period"),
    "contracten": Text("de afspraken met een verzekeraar in een periode", "the agreements with an insurer in a period"),
    "controletotalen": Text("wat het bronsysteem van een tabel telde", "what the source system counted of a table"),
    "bericht": Text("een declaratiebericht als geheel", "one declaration message as a whole"),
    "bericht_verzekerden": Text("een verzekerde in het bericht", "one insured person in the message"),
    "bericht_prestaties": Text("een prestatieregel van het bericht", "one prestatie line of the message"),
    "bericht_zorgaanbieders": Text("een zorgaanbieder bij een regel", "one care provider with a line"),
    "bericht_diagnosen": Text("een diagnose bij een regel", "one diagnosis with a line"),
}

#: Columns that mean the same in every table.
_EVERYWHERE: dict[str, Text] = {
    "prestatie_id": Text("unieke sleutel van de prestatie", "unique key of the prestatie"),
    "patient_id": Text("sleutel van de patiënt", "key of the patient"),
    "zorgtraject_id": Text("sleutel van het zorgtraject (zorgtrajectnummer)", "key of the zorgtraject"),
    "behandelaar_id": Text("sleutel van de behandelaar", "key of the behandelaar"),
    "geldig_van": Text("eerste dag waarop de rij geldt", "first day on which the row holds"),
    "geldig_tot": Text("laatste dag waarop de rij geldt", "last day on which the row holds"),
    "prestatiecode": Text("code van de NZa, zoals CO0497", "code of the NZa, such as CO0497"),
    "prestatiegroep": Text("soort prestatie", "kind of prestatie"),
    "consulttype": Text("diagnostiek of behandeling", "diagnostics or treatment"),
    "setting": Text(
        "1 ambulant sectie II, 2 sectie III monodisciplinair, 3 sectie III multidisciplinair, 4 outreachend, "
        "5 klinisch, 6 forensisch klinisch, 7 forensisch niet-klinisch, 8 hoogspecialistisch",
        "1 outpatient section II, 2 section III monodisciplinary, 3 section III multidisciplinary, 4 outreach, "
        "5 inpatient, 6 forensic inpatient, 7 forensic outpatient, 8 highly specialised",
    ),
    "financiering": Text("waaruit betaald wordt", "what it is paid from"),
    "uzovi": Text("UZOVI-nummer van de verzekeraar", "UZOVI number of the insurer"),
    "team": Text("het team dat de zorg gaf", "the team that gave the care"),
    "regel": Text("regelnummer in het bericht", "line number in the message"),
    "ontvanger": Text("UZOVI-nummer van wie het bericht krijgt", "UZOVI number of who receives the message"),
    "ontvanger_rol": Text(
        "of de ontvanger verzekeraar of servicebureau is", "whether the receiver is insurer or bureau"
    ),
    "verzenddatum": Text("dag waarop het bericht gemaakt is", "day on which the message was made"),
    "codelijst": Text("aanduiding van de prestatiecodelijst", "which list the prestatiecode is of"),
    "datum": Text("dag van uitvoering", "day of the care"),
    "geboortedatum": Text("geboortedatum", "date of birth"),
    "bedrag_eur": Text("bedrag dat gedeclareerd wordt", "amount that is claimed"),
}

_OF: dict[str, dict[str, Text]] = {
    "prestaties": {
        "datum": Text(
            "dag van uitvoering; zij bepaalt welke versie van de regels geldt",
            "day of the care; it picks the version of the rules",
        ),
        "starttijd": Text("begin van het contact", "start of the contact"),
        "gepland": Text(
            "van tevoren gepland: begin en duur stonden vast voor het begin",
            "planned in advance: start and duration were fixed before the start",
        ),
        "gepland_op": Text("moment waarop begin en duur zijn vastgelegd", "moment at which both were fixed"),
        "geplande_minuten": Text("geplande directe tijd in minuten", "planned direct time in minutes"),
        "gerealiseerde_minuten": Text("gerealiseerde directe tijd in minuten", "realised direct time in minutes"),
        "duurklasse": Text(
            "ondergrens in minuten van de geregistreerde klasse (5, 15, 30, 45, 60, 75, 90, 120; intercollegiaal "
            "overleg 5 of 15; reistijd 0, 25 of 45)",
            "lower bound in minutes of the registered class (5, 15, 30, 45, 60, 75, 90, 120; intercollegiaal overleg 5 "
            "or 15; reistijd 0, 25 or 45)",
        ),
        "groepssessie_id": Text("rijen van een groepscontact delen haar", "rows of one group contact share it"),
        "groepsgrootte": Text("geregistreerde grootte; 10 is 10 of meer", "registered size; 10 means 10 or more"),
        "aanwezig": Text("de patiënt was aanwezig", "the patient was present"),
        "hoofdprestatie_id": Text(
            "de prestatie waar een toeslag bij hoort", "the prestatie that a toeslag belongs to"
        ),
        "reistijd_minuten": Text("reistijd heen en terug, opgeteld", "travel to and from, summed"),
        "eigen_locatie": Text("op een locatie van de aanbieder", "on a location of the provider"),
        "asynchroon": Text("asynchroon digitaal contact", "asynchronous digital contact"),
        "overleg_met": Text(
            "met wie intercollegiaal is overlegd: een beroep, huisarts of verwijzer",
            "counterpart of an intercollegiaal overleg: a beroep, huisarts or verwijzer",
        ),
        "overleg_vastgelegd": Text("het overleg staat in het dossier", "the overleg is in the patient's file"),
        "patient_geinformeerd": Text(
            "de patiënt wist van tevoren van het overleg", "the patient was told of the overleg beforehand"
        ),
        "declarabel": Text("gaat naar de betaler", "goes to the payer"),
        "factuurdatum": Text("dag van de factuur", "day of the invoice"),
        "acuut_binnen_budget": Text("acute zorg die uit het budget betaald wordt", "acute care paid from the budget"),
        "team": Text("het team dat de zorg gaf, zie teams", "the team that gave the care, see teams"),
    },
    "zorgtrajecten": {
        "zorgtraject_id": Text("unieke sleutel (zorgtrajectnummer)", "unique key (zorgtrajectnummer)"),
        "startdatum": Text("begin van het zorgtraject", "start of the zorgtraject"),
        "einddatum": Text("einde van het zorgtraject", "end of the zorgtraject"),
        "nieuwe_zorgvraag": Text("begint met een nieuwe zorgvraag", "begins with a new request for care"),
        "regiebehandelaar_id": Text("sleutel van de regiebehandelaar", "key of the regiebehandelaar"),
        "diagnose_hoofdgroep": Text("hoofdgroep van de diagnose", "main group of the diagnosis"),
        "diagnose_verzekerd": Text(
            "de diagnose valt onder het verzekerde pakket", "the diagnosis is in the insured package"
        ),
        "zorgvraagtype": Text("zorgvraagtype", "care request type"),
        "zorgvraagtype_datum": Text("dag van de typering", "day of the typing"),
        "verwijstype": Text("soort verwijzing", "kind of referral"),
        "verwijsdatum": Text("dag van de verwijzing", "day of the referral"),
        "aanmelddatum": Text("dag van aanmelding", "day of registration with the provider"),
        "verwijzer_agb": Text("AGB-code van de verwijzer", "AGB code of the referrer"),
        "spoed": Text("acute zorg, spoed of Wvggz", "acute, urgent or Wvggz care"),
    },
    "behandelaren": {
        "beroep": Text("beroep, naam als in de beroepenlijst", "beroep, the name as in the list of beroepen"),
        "agb_code": Text("persoonlijke AGB-code", "personal AGB code"),
        "big_nummer": Text("BIG-nummer", "BIG number"),
        "naam": Text("naam", "name"),
    },
    "patienten": {
        "patient_id": Text("unieke sleutel van de patiënt", "unique key of the patient"),
        "bsn": Text("burgerservicenummer; komt in geen enkele uitvoer", "citizen service number; in no output at all"),
        "privacyverklaring": Text("er is een privacyverklaring getekend", "a privacy statement was signed"),
    },
    "opnames": {
        "opname_id": Text("unieke sleutel van de opname", "unique key of the admission"),
        "opname": Text("moment van opname", "moment of admission"),
        "ontslag": Text("moment van ontslag", "moment of discharge"),
        "integraal_tarief": Text("betaald met een integraal tarief", "paid by an integral tariff"),
    },
    "codelijst": {
        "omschrijving": Text("omschrijving van de code", "description of the code"),
        "beroepscategorie": Text("beroepscategorie van de code", "category of professions of the code"),
        "duurklasse": Text("ondergrens in minuten van de klasse", "lower bound of the class in minutes"),
        "groepsgrootte": Text("grootte van de groep waar de code voor is", "size of the group that the code is for"),
        "max_tarief_eur": Text("maximumtarief", "maximum tariff"),
    },
    "prognose": {
        "maand": Text("eerste dag van de maand", "first day of the month"),
        "aantal": Text("verwacht aantal prestaties", "expected number of prestaties"),
    },
    "teams": {"team": Text("naam van het team", "name of the team")},
    "contracten": {
        "hoogspecialistisch": Text("hoogspecialistische zorg is afgesproken", "highly specialised care was agreed"),
        "integraal_tarief": Text("een integraal tarief is afgesproken", "an integral tariff was agreed"),
        "max_max": Text("een tarief boven het maximum is afgesproken", "a tariff above the maximum was agreed"),
        "prijs_pct": Text("afgesproken prijs, in % van het maximumtarief", "agreed price, in % of the maximum tariff"),
        "plafond_eur": Text(
            "wat in de periode hoogstens wordt gedeclareerd", "the most that is claimed in the period"
        ),
    },
    "controletotalen": {
        "tabel": Text("naam van de tabel", "name of the table"),
        "rijen": Text("aantal rijen dat het bronsysteem telde", "rows that the source system counted"),
        "bedrag_eur": Text("bedrag dat het bronsysteem telde (prestaties)", "amount that the source system counted"),
    },
    "bericht": {
        "bericht_id": Text("sleutel van het bericht", "key of the message"),
        "berichtversie": Text("versie van de standaard", "version of the standard"),
        "berichtsubversie": Text("subversie van de standaard", "subversion of the standard"),
        "berichtsoort": Text("test of productie", "test or production"),
        "verzender": Text("AGB-code van de verzender", "AGB code of the sender"),
        "verzender_rol": Text("of de verzender zorgaanbieder of servicebureau is", "whether it is provider or bureau"),
        "betaling_servicebureau": Text("betaling gaat via een servicebureau", "payment goes through a bureau"),
        "factuurnummer": Text("factuurnummer", "invoice number"),
        "factuurdatum": Text("dag van de factuur", "day of the invoice"),
        "begin_periode": Text("begin van de declaratieperiode", "start of the claim period"),
        "eind_periode": Text("einde van de declaratieperiode", "end of the claim period"),
        "totaal_eur": Text("totaalbedrag van het bericht", "total amount of the message"),
        "totaal_debet_credit": Text("of het totaal debet of credit is", "whether the total is debit or credit"),
        "aantal_verzekerden": Text("getelde verzekerden", "insured persons counted"),
        "aantal_debet": Text("getelde debetregels", "debit lines counted"),
        "aantal_credit": Text("getelde creditregels", "credit lines counted"),
        "som_debet_eur": Text("som van de debetregels", "sum of the debit lines"),
        "som_credit_eur": Text("som van de creditregels", "sum of the credit lines"),
        "bedragen_onbekend": Text("regels zonder leesbaar bedrag", "lines without a readable amount"),
    },
    "bericht_verzekerden": {
        "verzekerde_id": Text("sleutel van de verzekerde in het bericht", "key of the insured person in the message"),
        "heeft_bsn": Text("er staat een burgerservicenummer", "there is a citizen service number"),
        "heeft_verzekerdennummer": Text("er staat een verzekerdennummer", "there is an insured number"),
    },
    "bericht_prestaties": {
        "soort": Text("debet of credit", "debit or credit"),
        "begintijd": Text("begin van het contact", "start of the contact"),
        "einddatum": Text("dag waarop het contact eindigt", "day on which the contact ends"),
        "eindtijd": Text("einde van het contact", "end of the contact"),
        "aantal": Text("aantal uitgevoerde prestaties", "number of prestaties done"),
        "tarief_eur": Text("tarief", "tariff"),
        "berekend_eur": Text("berekend bedrag", "computed amount"),
        "gerelateerd_id": Text("regel waar deze bij hoort", "line that this belongs to"),
        "doorsturen": Text("mag worden doorgestuurd", "may be passed on"),
        "privacy": Text("er is een privacyverklaring", "there is a privacy statement"),
        "postcode": Text("postcode van de verzekerde", "postal code of the insured person"),
        "traject_startdatum": Text("begin van het zorgtraject", "start of the zorgtraject"),
        "verwijstype": Text("soort verwijzing", "kind of referral"),
        "verwijsdatum": Text("dag van de verwijzing", "day of the referral"),
        "verwijzer_agb": Text("AGB-code van de verwijzer", "AGB code of the referrer"),
        "verwijzer_specificatie": Text("specificatie van de verwijzer", "specification of the referrer"),
        "heeft_verwijzer": Text("er staat een verwijzer", "there is a referrer"),
        "heeft_plaatsingsbesluit": Text("er staat een plaatsingsbesluit", "there is a placement decision"),
        "aantal_behandelaars": Text("behandelaars bij de regel", "practitioners with the line"),
        "aantal_regiebehandelaars": Text("regiebehandelaars bij de regel", "coordinating practitioners with the line"),
        "aantal_diagnosen": Text("diagnosen bij de regel", "diagnoses with the line"),
        "hoofdgroepen_ggz": Text("diagnosehoofdgroepen ggz", "main diagnosis groups, ggz"),
        "hoofdgroepen_fz": Text("diagnosehoofdgroepen fz", "main diagnosis groups, fz"),
        "zorgvraagtypen_ggz": Text("zorgvraagtypen ggz", "care request types, ggz"),
        "zorgvraagtypen_fz": Text("zorgvraagtypen fz", "care request types, fz"),
        "profielen": Text("profielen bij de regel", "profiles with the line"),
        "berichtversie": Text("versie van de standaard", "version of the standard"),
    },
    "bericht_zorgaanbieders": {
        "zorgaanbieder_id": Text("sleutel van deze vermelding", "key of this mention"),
        "plaats": Text("waar in het bericht hij staat", "where in the message it stands"),
        "rol": Text("rol bij de prestatie", "role in the prestatie"),
        "soort": Text("praktijk, instelling of zorgverlener", "practice, institution or professional"),
        "agb": Text("AGB-code", "AGB code"),
        "specificatie": Text("specificatie van de zorgaanbieder", "specification of the provider"),
        "beroep": Text("beroep", "beroep"),
        "heeft_naam": Text("er staat een naam", "there is a name"),
    },
    "bericht_diagnosen": {
        "diagnose_id": Text("sleutel van de diagnose", "key of the diagnosis"),
        "prestatiecodelijst": Text("codelijst van de prestatie", "code list of the prestatie"),
        "privacy": Text("er is een privacyverklaring", "there is a privacy statement"),
        "diagnosecode": Text("code van de diagnose", "code of the diagnosis"),
        "diagnosedatum": Text("dag van de diagnose", "day of the diagnosis"),
    },
}  # fmt: skip

_YES, _NO = Text("ja", "yes"), Text("nee", "no")
_OPEN, _EVERY = Text("open einde", "open end"), Text("alle", "all of them")
#: What an empty cell means, where it means something.
_EMPTY: dict[tuple[str, str], Text] = {
    ("prestaties", "aanwezig"): _YES,
    ("prestaties", "asynchroon"): _NO,
    ("prestaties", "declarabel"): _YES,
    ("prestaties", "acuut_binnen_budget"): _NO,
    ("prestaties", "duurklasse"): Text(
        "bij een consult: zoals de CO-code zegt", "on a consult: as its CO code says"
    ),
    ("zorgtrajecten", "nieuwe_zorgvraag"): _YES,
    ("zorgtrajecten", "spoed"): _NO,
    ("zorgtrajecten", "einddatum"): Text("loopt nog", "still running"),
    ("zorgtrajecten", "diagnose_verzekerd"): Text("nog niet bekend", "not known yet"),
    ("opnames", "ontslag"): Text("nog opgenomen", "still admitted"),
    ("prognose", "setting"): _EVERY,
    ("prognose", "consulttype"): _EVERY,
    ("contracten", "hoogspecialistisch"): _NO,
    ("contracten", "integraal_tarief"): _NO,
    ("contracten", "max_max"): _NO,
}  # fmt: skip


def meaning_of(table: str, column: str) -> Text:
    """Return what a column of a table means."""
    return _OF.get(table, {}).get(column) or _EVERYWHERE[column]


def empty_means(table: str, column: str) -> Text | None:
    """Return what an empty cell of a column means; None where it means that nobody knows."""
    if column in {"geldig_van", "geldig_tot"}:
        return _OPEN if column == "geldig_tot" else Text("open begin", "open start")
    return _EMPTY.get((table, column))
