"""The words of every report, each in both languages at one place, so that html, excel and json say the same.

What belongs to one check (its title, risk, sentences) stands in its check file and reaches a report through the model.
"""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Noun, Text, Word, Words
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import VERDICT

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
    "zorgtraject_id": Text("Zorgtraject", "Trajectory"),
    "patient_id": Text("Patiënt", "Patient"),
    "behandelaar_id": Text("Behandelaar", "Practitioner"),
    "datum": Text("Datum", "Date"),
    "waarde": Text("Waarde", "Value"),
    "grens": Text("Grens", "Limit"),
    "toelichting": Text("Toelichting", "Explanation"),
    "impact_eur": Text("Bedrag (€)", "Amount (€)"),
    "bevinding_id": Text("Bevinding", "Finding"),
    "setting": Text("Setting", "Setting"),
    "uiterste_datum": Text("Uiterste datum", "Final date"),
    "boekjaar": Text("Boekjaar", "Financial year"),
    "financiering": Text("Financiering", "Financing"),
    "uzovi": Text("Verzekeraar (UZOVI)", "Insurer (UZOVI)"),
    "team": Text("Team", "Team"),
    "acceptatie": Text("Acceptatie", "Acceptance"),
    "levensloop": Text("Levensloop", "Life"),
}

#: Units of parameters; a unit that is not here is shown as the check writes it.
UNIT: dict[str, Text] = {
    "aandeel": Text("aandeel", "share"),
    "cent": Text("cent", "cents"),
    "consulten": Text("consulten", "consults"),
    "dagen": Text("dagen", "days"),
    "datum": Text("datum", "date"),
    "deel": Text("deel", "part"),
    "jaar": Text("jaar", "years"),
    "minuten": Text("minuten", "minutes"),
    "minuten na middernacht": Text("minuten na middernacht", "minutes after midnight"),
    "nachten": Text("nachten", "nights"),
    "patiënten": Text("patiënten", "patients"),
    "procent": Text("procent", "per cent"),
    "verhouding": Text("verhouding", "ratio"),
}

#: Headings of statistics tables; a column that is not here is shown under its own name.
STATISTIC: dict[str, Text] = {
    "jaar": Text("Jaar", "Year"),
    "setting": Text("Setting", "Setting"),
    "consulttype": Text("Consulttype", "Consult type"),
    "behandelaar_id": Text("Behandelaar", "Practitioner"),
    "aantal": Text("Aantal", "Count"),
    "gemiddelde": Text("Gemiddelde", "Mean"),
    "standaardafwijking": Text("Standaardafwijking", "Standard deviation"),
    "interval_van": Text("95%-interval van", "95% interval from"),
    "interval_tot": Text("95%-interval tot", "95% interval to"),
    "grens": Text("Grens", "Limit"),
    "oordeel": Text("Oordeel", "Verdict"),
}


def _heading(text: Text) -> Word:
    """Return a word as it stands above a column."""
    return Word(text.nl.capitalize(), text.en.capitalize())


@dataclass(frozen=True)
class SharedWords(Words):
    """Column headings and short labels that every report uses."""

    populatie = Word("Populatie", "Population")
    voldoet = _heading(VERDICT[Verdict.VOLDOET])
    afwijking = _heading(VERDICT[Verdict.AFWIJKING])
    geaccepteerd = Word("Geaccepteerd", "Accepted")
    onbepaald = _heading(VERDICT[Verdict.ONBEPAALD])
    loopt = _heading(VERDICT[Verdict.LOOPT])
    buiten_beeld = Word("Buiten beeld", "Out of sight")
    bedrag = Word("Bedrag", "Amount")
    norm = Word("Norm", "Norm")
    titel = Word("Titel", "Title")
    thema = Word("Thema", "Theme")
    ernst = Word("Ernst", "Severity")
    status = Word("Uitkomst", "Outcome")
    reden = Word("Reden", "Reason")
    risico = Word("Risico", "Risk")
    maatregel = Word("Beheersmaatregel (check)", "Control measure (check)")
    versie = Word("Versie", "Version")
    onderwerp = Word("Onderwerp", "Subject")
    bron = Word("Bron", "Source")
    artikel = Word("Vindplaats", "Reference")
    geldig = Word("Geldig", "Valid")
    zekerheid = Word("Zekerheid", "Certainty")
    geverifieerd = Word("Nagegaan op", "Verified on")
    parameter = Word("Parameter", "Parameter")
    eenheid = Word("Eenheid", "Unit")
    waarde = Word("Waarde", "Value")
    tabel = Word("Tabel", "Table")
    kolom = Word("Kolom", "Column")
    bestand = Word("Bestand", "File")
    soort = Word("Soort", "Kind")
    grootte = Word("Grootte", "Size")
    sha256 = Word("SHA-256", "SHA-256")
    rijen = Word("Rijen", "Rows")
    rijen_in = Word("Rijen in de export", "Rows in the export")
    rijen_beoordeeld = Word("Rijen in de audit", "Rows in the audit")
    rijen_opzij = Word("Rijen opzij gezet", "Rows set aside")
    aansluiting = Word("Sluit aan", "Reconciles")
    ontbrekende_kolommen = Word("Kolommen die ontbreken", "Columns that are absent")
    onbekende_kolommen = Word("Kolommen die niet gebruikt zijn", "Columns that were not used")
    quarantaine = Word("Opzij gezet in", "Set aside in")
    aantal = Word("Aantal", "Count")
    maand = Word("Maand", "Month")
    setting = Word("Setting", "Setting")
    peildatum = Word("Peildatum", "Reference date")
    periode = Word("Periode", "Period")
    export = Word("Export", "Export")
    kenmerk = Word("Kenmerk van deze audit", "Identifier of this audit")
    manifest = Word("Hash van het manifest", "Hash of the manifest")
    manifest_noteren = Word(
        "noteer hier wat aan het einde van de run stond: ……………………",
        "note here what stood at the end of the run: ……………………",
    )
    manifest_uitleg = Word(
        "Een rapport kan de hash van het manifest niet bevatten, want het manifest bevat die van het rapport. Zij "
        "staat aan het einde van de run op het scherm, in manifest.json en in het archief. Noteer haar elders: "
        "……………………",
        "A report cannot hold the hash of the manifest, because the manifest holds that of the report. It stands at "
        "the end of the run on the screen, in manifest.json and in the archive. Note it elsewhere: "
        "……………………",
    )
    manifest_vorige = Word(
        "De run ervoor in de reeks was {run}, met manifest sha256 {sha256}.",
        "The run before it in the series was {run}, with manifest sha256 {sha256}.",
    )
    optie = Word("Instelling", "Option")
    verwachting = Word("Verwachting", "Expectation")
    waarom = Word("Waarom", "Why")
    waargenomen = Word("Waargenomen", "Observed")
    afwijkend = Word("Rijen afwijkend", "Rows not meeting it")
    door = Word("Nagegaan door", "Evaluated by")
    verschil = Word("Verschil", "Difference")
    wat_te_doen = Word("Wat te doen", "What to do")
    ja = Word("ja", "yes")
    nee = Word("nee", "no")
    onbekend = Word("onbekend", "unknown")
    geen = Word("geen", "none")
    totaal = Word("Totaal", "Total")
    notities = Word("Opmerkingen bij deze run", "Remarks about this run")
    notitie = Word("Opmerking", "Remark")


ROW = Noun(Text("rij", "row"), Text("rijen", "rows"))
DEVIATION = Noun(Text("afwijking", "deviation"), Text("afwijkingen", "deviations"))

#: Counted nouns, by the names that the templates have for them.
NOUN: dict[str, Noun] = {
    "rij": ROW,
    "check": Noun(Text("check", "check"), Text("checks", "checks")),
    "afwijking": DEVIATION,
    "bevinding": Noun(Text("bevinding", "finding"), Text("bevindingen", "findings")),
    "oordeel": Noun(Text("oordeel", "judgement"), Text("oordelen", "judgements")),
}
