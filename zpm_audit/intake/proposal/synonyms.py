"""Names and codes that exports of other systems use for the tables, columns and values of the contract."""

from __future__ import annotations

import re
import unicodedata


def plain(text: str) -> str:
    """Return a name without capitals, accents, blanks and punctuation, so that notations of one name are equal."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in letters if not unicodedata.combining(c)))


#: Words in the name of a file or database table. The longest word that occurs decides.
TABLE_WORDS: dict[str, tuple[str, ...]] = {
    "prestaties": ("prestatie", "consult", "activiteit", "verrichting", "contact", "registratie", "declaratieregel"),
    "zorgtrajecten": ("zorgtraject", "traject", "zorgvraag"),
    "behandelaren": ("behandelaar", "behandelaren", "medewerker", "zorgverlener", "personeel", "professional"),
    "patienten": ("patient", "client", "persoon"),
    "opnames": ("opname", "opnamen", "verblijfsperiode"),
    "codelijst": ("codelijst", "prestatiecode", "prestatietabel", "tarief", "tarieven", "tarieventabel"),
    "prognose": ("prognose", "begroting", "planningscijfers"),
    "teams": ("team", "teams", "afdeling", "afdelingen"),
    "contracten": ("contract", "contracten", "verzekeraarsafspraken", "zorginkoop"),
    "controletotalen": ("controletotaal", "controletotalen", "controlegetal", "totalen"),
}

_PATIENT = "patientid patientnummer patientnr patient clientid clientnummer clientnr client clientcode"
_BEHANDELAAR = (
    "behandelaarid behandelaar behandelaarcode medewerkerid medewerker medewerkernummer medewerkercode zorgverlenerid "
    "zorgverlener behandelaarnummer uitvoerder"
)
_TRAJECT = "zorgtrajectid zorgtrajectnummer zorgtrajectnr zorgtraject trajectid trajectnummer traject"
_FINANCIERING = "financiering financieringsvorm financieringstype wet domein zorgdomein"

_TEAM = "team teamcode teamnaam afdeling afdelingscode"
_VAN = "geldigvan ingangsdatum vanaf begindatum startdatum"
_TOT = "geldigtot einddatum tot"

_COLUMN_WORDS: dict[str, dict[str, str]] = {
    "prestaties": {
        "prestatie_id": "prestatieid prestatienummer consultid consultnummer activiteitid activiteitnummer "
        "verrichtingid verrichtingnummer contactid registratieid regelid",
        "patient_id": _PATIENT,
        "zorgtraject_id": _TRAJECT,
        "datum": "datum uitvoerdatum consultdatum prestatiedatum activiteitdatum behandeldatum datumuitvoering "
        "datumconsult verrichtingdatum contactdatum",
        "starttijd": "starttijd begintijd tijdstip aanvangstijd starttijdstip tijdstart tijdvan",
        "prestatiegroep": "prestatiegroep prestatiesoort soortprestatie activiteitsoort soort prestatietype "
        "typeprestatie consultsoort soortactiviteit",
        "consulttype": "consulttype typeconsult diagnostiekbehandeling aardconsult",
        "prestatiecode": "prestatiecode declaratiecode nzacode prestatiecodenza",
        "setting": "setting settingcode nzasetting",
        "behandelaar_id": _BEHANDELAAR,
        "gepland": "gepland isgepland vooraf geplandjanee planning",
        "gepland_op": "geplandop datumgepland planningsmoment gepland_op planningsdatum geplanddatumtijd",
        "geplande_minuten": "geplandeminuten geplandeduur duurgepland minutengepland geplandetijd geplandeduurminuten",
        "gerealiseerde_minuten": "gerealiseerdeminuten gerealiseerdeduur duurgerealiseerd minutengerealiseerd "
        "werkelijkeduur werkelijkeminuten directetijd bestedeminuten bestedetijd gerealiseerdeduurminuten",
        "duurklasse": "duurklasse tijdklasse consultduur duurcategorie",
        "groepssessie_id": "groepssessieid groepssessie sessieid groepid groepsconsultid",
        "groepsgrootte": "groepsgrootte aantaldeelnemers deelnemers",
        "aanwezig": "aanwezig patientaanwezig clientaanwezig verschenen",
        "hoofdprestatie_id": "hoofdprestatieid hoofdprestatie hoofdconsultid hoofdactiviteitid",
        "reistijd_minuten": "reistijdminuten reistijd reisminuten",
        "eigen_locatie": "eigenlocatie opeigenlocatie locatieeigen",
        "asynchroon": "asynchroon isasynchroon",
        "overleg_met": "overlegmet overlegpartner gesprekspartner",
        "overleg_vastgelegd": "overlegvastgelegd overlegindossier",
        "patient_geinformeerd": "patientgeinformeerd clientgeinformeerd",
        "bedrag_eur": "bedrageur bedrag tarief declaratiebedrag bedragdeclaratie omzet",
        "declarabel": "declarabel isdeclarabel declareerbaar",
        "factuurdatum": "factuurdatum datumfactuur declaratiedatum",
        "acuut_binnen_budget": "acuutbinnenbudget acutebudget budgetacuut",
        "team": _TEAM,
    },
    "zorgtrajecten": {
        "zorgtraject_id": _TRAJECT,
        "patient_id": _PATIENT,
        "startdatum": "startdatum begindatum openingsdatum datumstart datumopening ingangsdatum",
        "einddatum": "einddatum sluitingsdatum datumeinde datumsluiting",
        "financiering": _FINANCIERING,
        "nieuwe_zorgvraag": "nieuwezorgvraag isnieuwezorgvraag",
        "regiebehandelaar_id": "regiebehandelaarid regiebehandelaar regiebehandelaarcode hoofdbehandelaar "
        "regiebehandelaarnummer",
        "diagnose_hoofdgroep": "diagnosehoofdgroep hoofdgroep dsmhoofdgroep diagnosegroep",
        "diagnose_verzekerd": "diagnoseverzekerd verzekerdediagnose verzekerd",
        "zorgvraagtype": "zorgvraagtype zvt zorgvraagtypering",
        "zorgvraagtype_datum": "zorgvraagtypedatum datumzorgvraagtype datumzvt zvtdatum",
        "verwijstype": "verwijstype typeverwijzing soortverwijzing",
        "verwijsdatum": "verwijsdatum datumverwijzing verwijsbriefdatum",
        "aanmelddatum": "aanmelddatum datumaanmelding",
        "verwijzer_agb": "verwijzeragb agbverwijzer verwijzeragbcode agbcodeverwijzer",
        "spoed": "spoed acuut crisis isspoed",
    },
    "behandelaren": {
        "behandelaar_id": _BEHANDELAAR + " code nummer",
        "beroep": "beroep beroepsnaam functie beroepomschrijving",
        "agb_code": "agbcode agb",
        "big_nummer": "bignummer big bigregistratie",
        "geldig_van": "geldigvan startdatum indienst ingangsdatum vanaf begindatum datumindienst",
        "geldig_tot": "geldigtot einddatum uitdienst tot datumuitdienst",
        "naam": "naam achternaam volledigenaam medewerkernaam",
    },
    "patienten": {
        "patient_id": _PATIENT + " id nummer",
        "geboortedatum": "geboortedatum datumgeboorte gebdatum",
        "bsn": "bsn burgerservicenummer",
        "uzovi": "uzovi uzovicode verzekeraar verzekeraarcode",
        "privacyverklaring": "privacyverklaring isprivacyverklaring",
    },
    "opnames": {
        "opname_id": "opnameid opnamenummer opnamenr",
        "patient_id": _PATIENT,
        "opname": "opname opnamedatum opnamemoment datumopname opnamedatumtijd",
        "ontslag": "ontslag ontslagdatum ontslagmoment datumontslag ontslagdatumtijd",
        "integraal_tarief": "integraaltarief",
        "financiering": _FINANCIERING,
    },
    "codelijst": {
        "prestatiecode": "prestatiecode code",
        "geldig_van": "geldigvan ingangsdatum vanaf",
        "geldig_tot": "geldigtot expiratiedatum einddatum",
        "omschrijving": "omschrijving naam",
        "max_tarief_eur": "maxtariefeur maximumtarief tarief maximumtariefineuro",
    },
    "prognose": {
        "maand": "maand periode",
        "aantal": "aantal prognose verwacht",
        "consulttype": "consulttype typeconsult diagnostiekbehandeling",
    },
    "teams": {
        "team": _TEAM + " naam code",
        "setting": "setting settingcode nzasetting",
        "geldig_van": _VAN,
        "geldig_tot": _TOT,
    },
    "contracten": {
        "uzovi": "uzovi uzovicode verzekeraar verzekeraarcode",
        "geldig_van": _VAN,
        "geldig_tot": _TOT,
        "hoogspecialistisch": "hoogspecialistisch hoogspecialistischezorg",
        "integraal_tarief": "integraaltarief",
        "max_max": "maxmax maxmaxtarief maxmaxafspraak",
        "prijs_pct": "prijspct prijspercentage percentage tariefpercentage",
        "plafond_eur": "plafondeur plafond omzetplafond budgetplafond",
    },
    "controletotalen": {
        "tabel": "tabel bestand",
        "rijen": "rijen aantalrijen aantal aantalregels",
        "bedrag_eur": "bedrageur bedrag totaalbedrag",
    },
}


def column_words(table: str, column: str) -> tuple[str, ...]:
    """Return the plain names under which a canonical column is known, its own name first."""
    return (plain(column), *_COLUMN_WORDS.get(table, {}).get(column, "").split())


#: Values of an enumeration as other systems write them (plain), with the canonical value.
VALUE_WORDS: dict[str, dict[str, str]] = {
    "prestatiegroep": {
        "co": "consult", "consulten": "consult", "individueelconsult": "consult", "individueel": "consult",
        "gc": "groepsconsult", "groep": "groepsconsult", "groepsconsulten": "groepsconsult",
        "vd": "verblijfsdag", "verblijf": "verblijfsdag", "verblijfsdagen": "verblijfsdag", "ligdag": "verblijfsdag",
        "ico": "intercollegiaal_overleg", "intercollegiaaloverleg": "intercollegiaal_overleg",
        "overleg": "intercollegiaal_overleg", "euthanasieverzoek": "euthanasie", "reis": "reistijd",
        "toeslagreistijd": "reistijd", "tolkinzet": "tolk", "toeslagtolk": "tolk", "inzettolk": "tolk",
        "electroconvulsietherapie": "ect", "methadonverstrekking": "methadon",
        "onderlingedienstverlening": "onderlinge_dienstverlening", "odv": "onderlinge_dienstverlening",
        "nietbasispakketzorg": "niet_basispakket", "obp": "niet_basispakket",
        "vzo": "verblijf_zonder_overnachting", "verblijfzonderovernachting": "verblijf_zonder_overnachting",
        "forensischpsychiatrischtoezicht": "fpt", "dagbestedingambulant": "dagbesteding",
        "overige": "overig", "anders": "overig", "overigeprestatie": "overig",
    },
    "consulttype": {
        "d": "diagnostiek", "diag": "diagnostiek", "diagnostisch": "diagnostiek",
        "b": "behandeling", "beh": "behandeling", "behandelconsult": "behandeling",
    },
    "financiering": {
        "zorgverzekeringswet": "zvw", "basisverzekering": "zvw", "forensisch": "fz", "forensischezorg": "fz",
        "justitie": "fz", "dji": "fz", "wlz": "anders", "wmo": "anders", "jeugdwet": "anders", "jw": "anders",
        "overig": "anders", "zelfbetaler": "anders",
    },
    "setting": {f"s{n:02d}": str(n) for n in range(1, 9)} | {f"s{n}": str(n) for n in range(1, 9)},
    "verwijstype": {str(n): f"{n:02d}" for n in range(1, 8)},
}  # fmt: skip

#: Pairs of words for true and false.
TRUTHS = (("ja", "nee"), ("j", "n"), ("yes", "no"), ("y", "n"), ("1", "0"), ("true", "false"), ("waar", "onwaar"))
#: Texts that stand for an empty cell.
EMPTIES = ("NULL", "null", "N.v.t.", "n.v.t.", "nvt", "NVT", "-", "--", "(leeg)", "leeg", "NaN", "n/a", "N/A", "<NULL>")
