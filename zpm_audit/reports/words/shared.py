"""The words of every report, each in both languages at one place, so that html, excel and json say the same.

What belongs to one check (its title, risk, sentences) stands in its check file and reaches a report through the model.
"""

from __future__ import annotations

from types import SimpleNamespace

from zpm_audit.base.language import Language, Text
from zpm_audit.engine.outcome import Status

STATUS: dict[Status, Text] = {
    Status.AKKOORD: Text("akkoord", "in order"),
    Status.AFWIJKINGEN: Text("afwijkingen", "deviations"),
    Status.ONBEPAALD: Text("onbepaald", "undetermined"),
    Status.NIET_VAN_TOEPASSING: Text("niet van toepassing", "not applicable"),
    Status.NIET_UITGEVOERD: Text("niet uitgevoerd", "not run"),
    Status.MISLUKT: Text("mislukt", "failed"),
}

STATUS_MEANING: dict[Status, Text] = {
    Status.AKKOORD: Text(
        "Alles wat beoordeeld kon worden voldoet, of heeft een termijn die nog loopt.",
        "Everything that could be judged complies, or has a term that is still running.",
    ),
    Status.AFWIJKINGEN: Text("Er is ten minste één afwijking.", "There is at least one deviation."),
    Status.ONBEPAALD: Text(
        "Er is geen afwijking gevonden, maar een deel kon niet beoordeeld worden.",
        "No deviation was found, but a part could not be judged.",
    ),
    Status.NIET_VAN_TOEPASSING: Text(
        "De populatie is leeg: er was niets om te beoordelen. Dat is geen goedkeuring.",
        "The population is empty: there was nothing to judge. That is not an approval.",
    ),
    Status.NIET_UITGEVOERD: Text(
        "De controle kon niet draaien, met de reden erbij. Over deze norm zegt het rapport niets.",
        "The check could not run; the reason is given. On this norm the report says nothing.",
    ),
    Status.MISLUKT: Text(
        "De controle is tijdens de uitvoering gestopt. Over deze norm zegt het rapport niets.",
        "The check stopped while it ran. On this norm the report says nothing.",
    ),
}

SETTING: dict[int, Text] = {
    1: Text("ambulant, sectie II", "outpatient, section II"),
    2: Text("sectie III, monodisciplinair", "section III, monodisciplinary"),
    3: Text("sectie III, multidisciplinair", "section III, multidisciplinary"),
    4: Text("outreachend", "outreach"),
    5: Text("klinisch", "inpatient"),
    6: Text("forensisch klinisch", "forensic inpatient"),
    7: Text("forensisch niet-klinisch", "forensic outpatient"),
    8: Text("hoogspecialistisch", "highly specialised"),
}

#: Outcomes of one expectation of the data contract.
OUTCOME: dict[str, Text] = {
    "voldoet": Text("voldoet", "met"),
    "voldoet_niet": Text("voldoet niet", "not met"),
    "fout": Text("niet na te gaan", "not evaluable"),
    "niet_uitgevoerd": Text("niet uitgevoerd", "not run"),
}

#: Headings of the columns of the lists of findings.
COLUMN: dict[str, Text] = {
    "check_id": Text("Norm", "Norm"),
    "ernst": Text("Ernst", "Severity"),
    "onderwerp": Text("Onderwerp", "Subject"),
    "onderwerp_id": Text("Kenmerk", "Subject id"),
    "prestatie_id": Text("Prestatie", "Prestatie"),
    "zorgtraject_id": Text("Zorgtraject", "Zorgtraject"),
    "patient_id": Text("Patiënt", "Patient"),
    "behandelaar_id": Text("Behandelaar", "Clinician"),
    "datum": Text("Datum", "Date"),
    "waarde": Text("Waarde", "Value"),
    "grens": Text("Grens", "Limit"),
    "toelichting": Text("Toelichting", "Explanation"),
    "impact_eur": Text("Bedrag (€)", "Amount (€)"),
    "bevinding_id": Text("Bevinding", "Finding"),
    "setting": Text("Setting", "Setting"),
    "uiterste_datum": Text("Uiterste datum", "Final date"),
}

#: Headings of statistics tables; a column that is not here is shown under its own name.
STATISTIC: dict[str, Text] = {
    "jaar": Text("Jaar", "Year"),
    "setting": Text("Setting", "Setting"),
    "consulttype": Text("Consulttype", "Consult type"),
    "behandelaar_id": Text("Behandelaar", "Clinician"),
    "aantal": Text("Aantal", "Count"),
    "gemiddelde": Text("Gemiddelde", "Mean"),
    "standaardafwijking": Text("Standaardafwijking", "Standard deviation"),
    "interval_van": Text("95%-interval van", "95% interval from"),
    "interval_tot": Text("95%-interval tot", "95% interval to"),
    "grens": Text("Grens", "Limit"),
    "oordeel": Text("Oordeel", "Verdict"),
}

#: Words shared by the reports: column headings and short labels.
WORDS: dict[str, Text] = {
    "populatie": Text("Populatie", "Population"),
    "voldoet": Text("Voldoet", "Complies"),
    "afwijking": Text("Afwijking", "Deviation"),
    "geaccepteerd": Text("Geaccepteerd", "Accepted"),
    "onbepaald": Text("Onbepaald", "Undetermined"),
    "loopt": Text("Loopt", "Running"),
    "buiten_beeld": Text("Buiten beeld", "Out of sight"),
    "bedrag": Text("Bedrag", "Amount"),
    "zonder_bedrag": Text("Zonder bedrag", "Without amount"),
    "norm": Text("Norm", "Norm"),
    "titel": Text("Titel", "Title"),
    "thema": Text("Thema", "Theme"),
    "ernst": Text("Ernst", "Severity"),
    "status": Text("Uitkomst", "Outcome"),
    "reden": Text("Reden", "Reason"),
    "risico": Text("Risico", "Risk"),
    "maatregel": Text("Beheersmaatregel (controle)", "Control measure (check)"),
    "versie": Text("Versie", "Version"),
    "onderwerp": Text("Onderwerp", "Subject"),
    "bron": Text("Bron", "Source"),
    "artikel": Text("Vindplaats", "Reference"),
    "geldig": Text("Geldig", "Valid"),
    "zekerheid": Text("Zekerheid", "Certainty"),
    "geverifieerd": Text("Nagegaan op", "Verified on"),
    "parameter": Text("Parameter", "Parameter"),
    "eenheid": Text("Eenheid", "Unit"),
    "waarde": Text("Waarde", "Value"),
    "tabel": Text("Tabel", "Table"),
    "kolom": Text("Kolom", "Column"),
    "bestand": Text("Bestand", "File"),
    "soort": Text("Soort", "Kind"),
    "grootte": Text("Grootte", "Size"),
    "sha256": Text("SHA-256", "SHA-256"),
    "rijen": Text("Rijen", "Rows"),
    "rijen_in": Text("Rijen in de export", "Rows in the export"),
    "rijen_beoordeeld": Text("Rijen in de audit", "Rows in the audit"),
    "rijen_opzij": Text("Rijen opzij gezet", "Rows set aside"),
    "aansluiting": Text("Sluit aan", "Reconciles"),
    "ontbrekende_kolommen": Text("Kolommen die ontbreken", "Columns that are absent"),
    "onbekende_kolommen": Text("Kolommen die niet gebruikt zijn", "Columns that were not used"),
    "quarantaine": Text("Opzij gezet in", "Set aside in"),
    "aantal": Text("Aantal", "Count"),
    "maand": Text("Maand", "Month"),
    "setting": Text("Setting", "Setting"),
    "peildatum": Text("Peildatum", "Reference date"),
    "periode": Text("Periode", "Period"),
    "export": Text("Export", "Export"),
    "kenmerk": Text("Kenmerk van deze audit", "Identifier of this audit"),
    "optie": Text("Instelling", "Option"),
    "verwachting": Text("Verwachting", "Expectation"),
    "waarom": Text("Waarom", "Why"),
    "waargenomen": Text("Waargenomen", "Observed"),
    "afwijkend": Text("Rijen afwijkend", "Rows not meeting it"),
    "door": Text("Nagegaan door", "Evaluated by"),
    "opgegeven": Text("Opgegeven", "Stated"),
    "gelezen": Text("Gelezen", "Read"),
    "verschil": Text("Verschil", "Difference"),
    "wat_te_doen": Text("Wat te doen", "What to do"),
    "ja": Text("ja", "yes"),
    "nee": Text("nee", "no"),
    "onbekend": Text("onbekend", "unknown"),
    "geen": Text("geen", "none"),
    "totaal": Text("Totaal", "Total"),
    "notities": Text("Opmerkingen bij deze run", "Remarks about this run"),
    "notitie": Text("Opmerking", "Remark"),
}

#: Counted nouns: one, more.
NOUN: dict[str, tuple[Text, Text]] = {
    "rij": (Text("rij", "row"), Text("rijen", "rows")),
    "controle": (Text("controle", "check"), Text("controles", "checks")),
    "afwijking": (Text("afwijking", "deviation"), Text("afwijkingen", "deviations")),
    "bevinding": (Text("bevinding", "finding"), Text("bevindingen", "findings")),
    "oordeel": (Text("oordeel", "judgement"), Text("oordelen", "judgements")),
    "termijn": (Text("termijn", "term"), Text("termijnen", "terms")),
}


def noun(count: int, key: str, language: Language) -> str:
    """Return the noun for ``count`` of them, without the number."""
    one, more = NOUN[key]
    return (one if count == 1 else more).in_(language)


def words(language: Language, *more: dict[str, Text]) -> SimpleNamespace:
    """Return all words in one language as attributes; ``more`` adds the sentences of one kind of report."""
    table = {key: text for part in (WORDS, *more) for key, text in part.items()}
    return SimpleNamespace(**{key: text.in_(language) for key, text in table.items()})
