"""The sentences of the html report, in both languages. Words that other reports share stand in ``words``."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.front import FrontWords
from zpm_audit.reports.words.norm_matrix import MatrixWords
from zpm_audit.reports.words.reconciliation import ReconciliationWords

CHAPTERS: dict[str, Text] = {
    "voorpagina": Text("Uitkomst", "Outcome"),
    "zoeken": Text("Zoek in alle bevindingen", "Search all findings"),
    "oordeel": Text("Cijfers en dekking", "Figures and coverage"),
    "actie": Text("Actielijst", "Action list"),
    "normen": Text("Norm voor norm", "Norm by norm"),
    "onbepaald": Text("Wat niet te beoordelen was", "What could not be judged"),
    "niet-uitgevoerd": Text("Niet uitgevoerde checks", "Checks that did not run"),
    "aansluiting": Text("Aansluiting", "Reconciliation"),
    "export": Text(
        "Is deze export volledig en aannemelijk genoeg om een audit op te baseren?",
        "Is this export complete and plausible enough to base an audit on?",
    ),
    "herrekening": Text("Herrekening van de consulten", "Recalculation of the consults"),
    "risico": Text("Van risico naar uitkomst", "From risk to outcome"),
    "normmatrix": Text("Normmatrix: wat is gedekt en wat niet", "Norm matrix: what is covered and what is not"),
    "bestanden": Text("Bronbestanden en instellingen", "Input files and options"),
    "herhalen": Text("Nagaan en herhalen", "Verify and re-perform"),
    "begrippen": Text("Begrippen", "Glossary"),
}

#: Steps to re-perform the audit: sentence, command.
STEPS: tuple[tuple[Text, str], ...] = (
    (
        Text(
            "Ga na dat niets is gewijzigd. De opdracht berekent elke hash in manifest.json opnieuw en zegt wat er "
            "verschilt.",
            "Verify that nothing was changed. The command recomputes every hash in manifest.json and says what "
            "differs.",
        ),
        "zpm-audit verify {map}",
    ),
    (
        Text(
            "Voer de audit opnieuw uit op dezelfde bronbestanden, met dezelfde peildatum en dezelfde instellingen als "
            "hierboven.",
            "Run the audit again on the same input files, with the same reference date and the same options as above.",
        ),
        "zpm-audit run {export} --peildatum {peildatum}",
    ),
    (
        Text(
            "Vergelijk bevindingen.csv van beide uitvoeringen: dezelfde invoer, checks en peildatum geven byte voor "
            "byte hetzelfde bestand.",
            "Compare bevindingen.csv of both runs: the same input, checks and reference date give the same file, byte "
            "for byte.",
        ),
        "",
    ),
    (
        Text(
            "Lees wat één check precies doet, met bron, parameters en uitgewerkte gevallen.",
            "Read what one check does exactly, with its source, parameters and worked cases.",
        ),
        "zpm-audit checks show {check}",
    ),
)


@dataclass(frozen=True)
class PageWords(ReconciliationWords, MatrixWords, FrontWords):
    """The words of the page."""

    rapport_titel = Word("Auditrapport Zorgprestatiemodel", "Zorgprestatiemodel audit report")
    naar_inhoud = Word("Naar de inhoud", "Skip to content")
    inhoudsopgave = Word("Inhoud", "Contents")
    toelichting = Word("Toelichting", "Explanation")
    en_woord = Word("en", "and")
    lang = Word("{begin}… ({aantal} tekens, toon alles)", "{begin}… ({aantal} characters, show all)")
    voet = Word(
        "Gemaakt met zpm-audit {versie}, audit {kenmerk}. Dit bestand staat op zichzelf en haalt niets op.",
        "Made with zpm-audit {versie}, audit {kenmerk}. This file stands alone and fetches nothing.",
    )
    # Verdict and coverage
    niet_gedraaid = Word("{n} {checks} zonder uitkomst.", "{n} {checks} without an outcome.")
    niet_gedraaid_uitleg = Word(
        "Over deze normen zegt het rapport niets: ze tellen niet als goed en niet als fout.",
        "On these norms the report says nothing: they count neither as correct nor as wrong.",
    )
    redenen_in = Word("De redenen staan in", "The reasons are in")
    alle_oordelen = Word("Alle oordelen", "All verdicts")
    alle_oordelen_uitleg = Word(
        "Samen {n}: een prestatie waarop drie normen slaan telt drie keer. Geaccepteerde afwijkingen zitten bij de "
        "afwijkingen; hun aantal staat ernaast.",
        "Together {n}: a prestatie to which three norms apply counts three times. Accepted deviations are among the "
        "deviations; their number stands beside it.",
    )
    dekking = Word("Welke prestaties zijn bekeken", "Which prestaties were looked at")
    dekking_tabel = Word("Prestaties in deze audit", "Prestaties in this audit")
    dekking_wat = Word("Prestaties", "Prestaties")
    dekking_beoordeeld = Word("Beoordeeld", "Judged")
    dekking_beoordeeld_uitleg = Word(
        "Declarabel en niet na de peildatum. Elke norm heeft daarbinnen zijn eigen populatie.",
        "Declarable and not after the reference date. Within these every norm has its own population.",
    )
    dekking_toekomst = Word("Na de peildatum", "After the reference date")
    dekking_toekomst_uitleg = Word(
        "Uitvoerdatum na {peildatum}: niet beoordeeld.",
        "Dated after {peildatum}: not judged.",
    )
    dekking_niet_declarabel = Word("Niet declarabel", "Not declarable")
    dekking_niet_declarabel_uitleg = Word(
        "Gaat niet naar de betaler: niet beoordeeld.",
        "Does not go to the payer: not judged.",
    )
    verloop = Word("Afwijkingen in de tijd", "Deviations over time")
    verloop_titel = Word("Afwijkingen van alle normen per {eenheid}", "Deviations of all norms per {eenheid}")
    verloop_uitleg = Word(
        "Op de datum die de norm gebruikt; het hoogste punt heeft een getal.",
        "On the date that the norm uses; the highest point has a number.",
    )
    buiten_grafiek = Word(
        "Niet getekend, want buiten de periode: {n} ({maanden}).", "Not drawn, as outside the period: {n} ({maanden})."
    )
    andere_maanden = Word("andere maanden ({n})", "other months ({n})")
    zonder_datum = Word("{n} zonder datum staan er niet in.", "{n} without a date are not in it.")
    fout = Word("Fout", "Error")
    signaal = Word("Signaal", "Signal")
    als_tabel = Word("Dezelfde getallen als tabel", "The same numbers as a table")
    afwijkingen = Word("Afwijkingen", "Deviations")
    duurste = Word("Normen met het hoogste bedrag", "Norms with the highest amount")
    duurste_titel = Word(
        "Bedrag van de afwijkingen per norm, hoogste eerst", "Amount of the deviations per norm, highest first"
    )
    duurste_uitleg = Word(
        "Deze bedragen mogen niet worden opgeteld: een prestatie kan van meer normen afwijken. Het totaal "
        "bovenaan telt "
        "elke prestatie één keer.",
        "Do not add these amounts up: a prestatie can deviate from several norms. The total at the top counts every "
        "prestatie once.",
    )
    verhouding = Word("In verhouding", "In proportion")
    # Export
    export_uitleg = Word(
        "Een audit is niet beter dan de gegevens eronder. Deze tabellen laten zien wat er is ingelezen, wat opzij is "
        "gezet en of de gegevens doen wat een registratie-export hoort te doen.",
        "An audit is no better than the data under it. These tables show what was read, what was set aside and whether "
        "the data behave as a registration export should.",
    )
    aansluiting_rijen = Word("Rijen in, rijen beoordeeld, rijen opzij", "Rows in, rows judged, rows aside")
    aansluiting_titel = Word(
        "Per tabel: rijen in de export = rijen in de audit + rijen opzij gezet",
        "Per table: rows in the export = rows in the audit + rows set aside",
    )
    nee_verschil = Word("nee, verschil {n}", "no, difference {n}")
    opzij_waarom = Word("Waarom rijen opzij zijn gezet", "Why rows were set aside")
    opzij_titel = Word("Redenen, met het bestand waarin de rijen staan", "Reasons, and the file that holds the rows")
    niets_opzij = Word("Er is geen enkele rij opzij gezet.", "Not a single row was set aside.")
    datacontract = Word("Datacontract", "Data contract")
    datacontract_uitleg = Word(
        "Wat van elke tabel wordt verwacht voordat een norm wordt toegepast. Wat niet kon worden nagegaan is geen "
        "goed- en geen afkeuring.",
        "What is expected of every table before any norm is applied. What could not be evaluated is neither a pass nor "
        "a failure.",
    )
    datacontract_per_tabel = Word("Verwachtingen per tabel", "Expectations per table")
    datacontract_aandacht = Word(
        "Verwachtingen die aandacht vragen",
        "Expectations that need attention",
    )
    datacontract_alles = Word("Elke verwachting voldoet.", "Every expectation is met.")
    datacontract_voldoet = Word("Verwachtingen die voldoen ({n})", "Expectations that are met ({n})")
    verwachtingen = Word("Verwachtingen", "Expectations")
    afwijkend_van = Word("Afwijkend van rijen", "Not meeting it, of rows")
    bijvoorbeeld = Word("Bijvoorbeeld:", "For instance:")
    geen_contract = Word("Er zijn geen verwachtingen nagegaan.", "No expectations were evaluated.")
    controletotalen = Word("Controletotalen van het bronsysteem", "Control totals of the source system")
    controletotalen_uitleg = Word(
        "Wat het bronsysteem zelf heeft geteld, naast wat is ingelezen.",
        "What the source system counted itself, beside what was read.",
    )
    controletotalen_titel = Word("Opgegeven en gelezen", "Stated and read")
    geen_controletotalen = Word(
        "De export bevat geen controletotalen. Of hij volledig is ten opzichte van het bronsysteem is dus niet "
        "vastgesteld: sluit hem zelf aan op het grootboek of de declaraties.",
        "The export has no control totals. Whether it is complete against the source system has therefore not been "
        "established: reconcile it yourself with the ledger or the claims.",
    )
    rijen_opgegeven = Word("Rijen opgegeven", "Rows stated")
    rijen_gelezen = Word("Rijen gelezen", "Rows read")
    bedrag_opgegeven = Word("Bedrag opgegeven", "Amount stated")
    bedrag_gelezen = Word("Bedrag gelezen", "Amount read")
    antwoord_sluit = Word(
        "Rijen: elke tabel sluit aan; {n} {rijen} opzij gezet.",
        "Rows: every table reconciles; {n} {rijen} set aside.",
    )
    antwoord_sluit_niet = Word(
        "Rijen: niet elke tabel sluit aan. Gebruik dit rapport niet voordat dat is verklaard.",
        "Rows: not every table reconciles. Do not use this report before that is explained.",
    )
    antwoord_contract = Word(
        "Datacontract: {ok} van {n} verwachtingen voldoen, {mis} voldoen niet, {fout} konden niet worden nagegaan "
        "of zijn niet uitgevoerd.",
        "Data contract: {ok} of {n} expectations are met, {mis} are not, {fout} could not be evaluated or did not run.",
    )
    antwoord_totalen = Word(
        "Controletotalen: {mis} van {n} tabellen verschillen van wat het bronsysteem telde.",
        "Control totals: {mis} of {n} tables differ from what the source system counted.",
    )
    antwoord_geen_totalen = Word(
        "Controletotalen: niet aangeleverd, dus volledigheid is niet vastgesteld.",
        "Control totals: not supplied, so completeness has not been established.",
    )
    # Action list
    lopend = Word("Termijnen die nog lopen", "Terms still running")
    lopend_uitleg = Word(
        "Op {peildatum} was de termijn nog niet voorbij. Wie vóór de uiterste datum handelt, voorkomt een "
        "afwijking. De "
        "vroegste datum staat bovenaan.",
        "On {peildatum} the term had not ended yet. Acting before the final date prevents a deviation. The earliest "
        "date comes first.",
    )
    over_tijd_uitleg = Word(
        "De uiterste datum lag voor {peildatum}. Deze termijnen zijn niet meer te halen; ze wachten op het volgende "
        "contact, dat beslist of het een afwijking wordt.",
        "The final date was before {peildatum}. These terms cannot be met any more; they wait for the next contact, "
        "which decides whether it becomes a deviation.",
    )
    over_tijd_lijst = Word("Termijnen over tijd, op uiterste datum", "Overdue terms, by final date")
    waarvan_over_tijd = Word("waarvan {n} over tijd", "of which {n} overdue")
    over_tijd = Word("Over tijd", "Overdue")
    binnen_7 = Word("Binnen 7 dagen", "Within 7 days")
    binnen_14 = Word("In 8 tot en met 14 dagen", "In 8 to 14 days")
    binnen_30 = Word("In 15 tot en met 30 dagen", "In 15 to 30 days")
    later = Word("Later", "Later")
    geen_datum = Word("Zonder uiterste datum", "Without a final date")
    lopend_per_norm = Word("Lopende termijnen per norm", "Running terms per norm")
    lopend_lijst = Word("Lopende termijnen, op uiterste datum", "Running terms, by final date")
    niets_lopend = Word("Er zijn geen termijnen die nog lopen.", "There are no terms that are still running.")
    eerst = Word("Afwijkingen om eerst op te pakken", "Deviations to take up first")
    eerst_uitleg = Word(
        "Fouten vóór signalen, daarbinnen het hoogste bedrag eerst. De regels zelf staan bij de norm.",
        "Errors before signals, within those the highest amount first. The rows themselves are with the norm.",
    )
    eerst_titel = Word("Normen met afwijkingen, in volgorde van aanpak", "Norms with deviations, in order of attention")
    niets_eerst = Word("Er zijn geen afwijkingen.", "There are no deviations.")
    # Risk
    risico_uitleg = Word(
        "Elke norm is een geautomatiseerde check over de hele populatie, geen steekproef. Per risico: de maatregel, "
        "hoe zeker de bron van de norm is, en de uitkomst.",
        "Every norm is an automated check of the whole population, not a sample. Per risk: the measure, how certain "
        "the source of the norm is, and the outcome.",
    )
    risico_titel = Word("Risico, norm, maatregel en uitkomst", "Risk, norm, measure and outcome")
    maatregel_tekst = Word("Integrale check van {n} eenheden ({ernst})", "Full check of {n} units ({ernst})")
    maatregel_geen = Word("Niets beoordeeld", "Nothing judged")
    zekerheid_kort = Word("Bron", "Source")
    aandeel = Word("Aandeel", "Share")
    # Norm by norm
    normen_uitleg = Word(
        "Per norm: wat hij eist en waar dat staat, wat is beoordeeld, en alle afwijkingen. Populatie = voldoet + "
        "afwijking + onbepaald + loopt.",
        "Per norm: what it demands and where that stands, what was judged, and all deviations. Population = complies + "
        "deviation + undetermined + running.",
    )
    normen_papier = Word(
        "Op papier staat van een gesloten norm de kern: de uitkomst, de eis en de bron. Parameters, verloop en "
        "afwijkingen staan in het HTML-bestand, waar een geopende norm in haar geheel wordt afgedrukt, en in "
        "bevindingen.csv.",
        "On paper a closed norm shows its essence: outcome, demand and source. Parameters, course over time and "
        "deviations are in the html file, where an opened norm prints as a whole, and in bevindingen.csv.",
    )
    gevouwen = Word("niet afgedrukt; staat in het HTML-bestand", "not printed; it is in the html file")
    controlebestand = Word("Check", "Check file")
    uitkomst = Word("Uitkomst", "Outcome")
    telt_op = Word(
        "De vier oordelen tellen op tot de populatie.",
        "The four verdicts add up to the population.",
    )
    geaccepteerd_zin = Word("Van de afwijkingen zijn er {n} geaccepteerd.", "Of the deviations {n} were accepted.")
    buiten_beeld_zin = Word(
        "Buiten beeld: {n} (niet in de populatie, omdat de kolom die dat bepaalt leeg is).",
        "Out of sight: {n} (not in the population, because the column that decides is empty).",
    )
    onbekend_bedrag_zin = Word(
        "Van {n} {bevindingen} is het bedrag onbekend; die tellen niet mee in het bedrag.",
        "Of {n} {bevindingen} the amount is unknown; those are not in the amount.",
    )
    verhouding_titel = Word(
        "Verdeling: {voldoet} voldoet, {afwijking} afwijking, {onbepaald} onbepaald, {loopt} loopt, van {populatie}",
        "Division: {voldoet} comply, {afwijking} deviate, {onbepaald} undetermined, {loopt} running, of {populatie}",
    )
    bron_en_zekerheid = Word("Bron en zekerheid", "Source and certainty")
    zolang_norm = Word("zolang de norm geldt", "as long as the norm holds")
    parameters_van = Word("Parameters", "Parameters")
    verloop_norm = Word("Verloop en setting", "Over time and per setting")
    verloop_norm_titel = Word("Wat niet simpelweg voldoet, per {eenheid}", "What does not simply comply, per {eenheid}")
    verloop_norm_uitleg = Word(
        "Boven: afwijking, onbepaald en loopt, gestapeld. Onder: de populatie, op een eigen schaal.",
        "Above: deviation, undetermined and running, stacked. Below: the population, on a scale of its own.",
    )
    per_setting = Word("Per setting", "Per setting")
    zonder_setting = Word("zonder setting", "without a setting")
    aandeel_getekend = Word("Aandeel afwijkingen, getekend", "Share of deviations, drawn")
    statistiek = Word("Statistiek", "Statistics")
    statistiek_titel = Word("Per groep van de populatie", "Per group of the population")
    statistiek_rest = Word(
        "{n} groepen staan hier niet. Ze staan allemaal in resultaat.json.",
        "{n} groups are not shown here. They are all in resultaat.json.",
    )
    afwijkingen_van = Word("Afwijkingen van", "Deviations from")
    te_veel = Word("Te veel", "Too much")
    te_weinig = Word("Te weinig", "Too little")
    populatie_bedrag = Word("Bedrag van de populatie", "Amount of the population")
    alles_open = Word("Alle normen openen", "Open all norms")
    alles_dicht = Word("Alle normen sluiten", "Close all norms")
    split_titel = Word("Prestaties per {wat}", "Prestaties per {wat}")
    split_bedrag_fout = Word("Bedrag met een fout", "Amount with an error")
    split_onbekend = Word("Bedrag onbekend", "Amount unknown")
    split_rest = Word(
        "{n} regels staan hier niet. Ze staan allemaal in resultaat.json.",
        "{n} lines are not shown here. They are all in resultaat.json.",
    )
    # Search
    zoek_alles = Word("Zoek in alle normen en bevindingen", "Search all norms and findings")
    zoek_datum = Word("Datum", "Date")
    zoek_meer = Word("Toon meer", "Show more")
    zoeken_zonder_script = Word(
        "Zoeken vraagt een browser die script uitvoert. Doorzoek anders bevindingen.csv, onbepaald.csv en lopend.csv.",
        "Searching takes a browser that runs script. Otherwise search bevindingen.csv, onbepaald.csv and lopend.csv.",
    )
    gevonden = Word("Gevonden: {aantal}.", "Found: {aantal}.")
    niets_gevonden = Word("Niets gevonden in deze pagina.", "Nothing found in this page.")
    niet_hier = Word(
        "{weg} rijen staan niet in deze pagina en zijn niet doorzocht; ze staan in de bestanden ernaast.",
        "{weg} rows are not in this page and were not searched; they are in the files beside it.",
    )
    bevinding_weg = Word(
        "Bevinding {id} staat niet in deze pagina. Zoek haar in bevindingen.csv, onbepaald.csv of lopend.csv.",
        "Finding {id} is not in this page. Look for it in bevindingen.csv, onbepaald.csv or lopend.csv.",
    )
    # Lists
    filter_op = Word("Filter: {wat}", "Filter: {wat}")
    zoek = Word("Zoek in alle kolommen", "Search all columns")
    alle = Word("alle", "all")
    datum_vanaf = Word("{wat} vanaf", "{wat} from")
    datum_tot = Word("{wat} tot en met", "{wat} up to")
    per_pagina = Word("Rijen per pagina", "Rows per page")
    wis = Word("Wis filters", "Clear filters")
    vorige = Word("Vorige", "Previous")
    volgende = Word("Volgende", "Next")
    telling = Word("Rij {van} tot en met {tot} van {aantal}", "Row {van} to {tot} of {aantal}")
    telling_gefilterd = Word(
        "Rij {van} tot en met {tot} van {aantal} die passen bij het filter ({alle} in totaal)",
        "Row {van} to {tot} of {aantal} that match the filter ({alle} in total)",
    )
    geen_rijen = Word("Geen rij past bij het filter ({alle} in totaal)", "No row matches the filter ({alle} in total)")
    afgekapt = Word(
        "In deze pagina staan {shown} van de {total}; {rest} {rijen} staan hier niet. De zwaarste staan hier wel.",
        "This page holds {shown} of {total}; {rest} {rijen} are not shown here. The most serious ones are.",
    )
    compleet_in = Word(
        "De complete lijst staat naast dit rapport in", "The complete list stands next to this report in"
    )
    alles_hier = Word("Alle {total} {rijen} staan in deze pagina,", "All {total} {rijen} are in this page,")
    ook_in = Word("en met alle kolommen in", "and with every column in")
    op_papier = Word(
        "Op papier staan alleen de rijen hierboven, van {total} in het bestand op het scherm. De complete "
        "lijst staat in",
        "On paper only the rows above appear, of {total} in the file on screen. The complete list is in",
    )
    zonder_script = Word(
        "Uw browser voert geen script uit: u ziet de eerste {k} rijen. De overige staan in de genoemde bestanden.",
        "Your browser runs no script: you see the first {k} rows. The others are in the files named here.",
    )
    # What could not be judged
    onbepaald_uitleg = Word(
        "Hier ontbreekt een gegeven dat de doorslag geeft. Er is dan geen oordeel: niet goed en niet fout. Vul het "
        "gegeven aan in de bron en draai de audit opnieuw.",
        "Here a value that decides is missing. There is no judgement then: neither right nor wrong. Fill it in at the "
        "source and run the audit again.",
    )
    onbepaald_titel = Word("Onbepaald per norm, met de redenen", "Undetermined per norm, with the reasons")
    onbepaald_rijen = Word("De rijen", "The rows")
    onbepaald_lijst = Word("Onbepaalde rijen", "Undetermined rows")
    zonder_reden = Word("zonder toelichting", "no explanation")
    andere_redenen = Word("{n} met andere toelichtingen", "{n} with other explanations")
    niets_onbepaald = Word(
        "Alles in de populaties kon worden beoordeeld.", "Everything in the populations could be judged."
    )
    niet_uitgevoerd_titel = Word("Checks zonder uitkomst, met de reden", "Checks without an outcome, with the reason")
    alles_gedraaid = Word("Alle checks zijn uitgevoerd.", "All checks ran.")
    niet_van_toepassing_zin = Word(
        "Wel uitgevoerd, maar zonder iets om te beoordelen (populatie 0, geen goedkeuring):",
        "Run, but with nothing to judge (population 0, no approval):",
    )
    # Accounting for it
    bestanden_uitleg = Word(
        "De audit rust op precies deze bestanden. Een bestand met een andere hash is een ander bestand.",
        "The audit rests on exactly these files. A file with another hash is another file.",
    )
    bestanden_titel = Word("Bestanden met hun SHA-256", "Files with their SHA-256")
    instellingen = Word("Instellingen", "Options")
    instellingen_titel = Word("Waarmee deze audit is uitgevoerd", "What this audit was run with")
    herhalen_uitleg = Word(
        "Alles wat nodig is om deze uitkomst na te rekenen staat in de map van dit rapport en in de bronbestanden.",
        "Everything needed to recompute this outcome is in the folder of this report and in the input files.",
    )
    grenzen = Word(
        "Grenzen van dit onderzoek: beoordeeld is de registratie, niet het dossier en niet de zorg zelf. Risico's "
        "buiten de genoemde normen zijn niet onderzocht.",
        "Limits of this work: what was judged is the registration, not the patient file and not the care itself. Risks "
        "outside the norms named were not examined.",
    )
    begrippen_oordeel = Word("Oordelen over één eenheid", "Verdicts on one unit")
    begrippen_status = Word("Uitkomst van een check", "Outcome of a check")
    begrippen_zekerheid = Word("Zekerheid van de bron", "Certainty of the source")
    begrippen_ernst = Word("Ernst", "Severity")
    begrippen_telling = Word("Tellingen", "Counts")
    begrip_populatie = Word("Alle eenheden waarover de norm iets zegt.", "All units that the norm speaks about.")
    begrip_buiten_beeld = Word(
        "Eenheden waarvan niet vaststaat of ze in de populatie horen, omdat de kolom die dat bepaalt leeg is.",
        "Units of which it is not known whether they belong to the population, because the column that "
        "decides is empty.",
    )
    begrip_geaccepteerd = Word(
        "Afwijkingen die iemand met een reden heeft geaccepteerd. Ze blijven meetellen als afwijking.",
        "Deviations that somebody accepted for a reason. They still count as deviations.",
    )
    begrip_met_fout = Word(
        "Prestaties die een bevinding van de ernst fout noemt, elk een keer geteld, hoeveel normen er ook over vallen.",
        "Prestaties that a finding of the severity error names, each counted once, however many norms apply.",
    )
    direct_goed = Word("Direct goed", "Right first time")
    begrip_direct_goed = Word(
        "Het deel van de beoordeelde prestaties zonder fout en zonder open oordeel. Wat niet te beoordelen was, is "
        "niet goed.",
        "The part of the judged prestaties without an error and without an open verdict. What could not be judged is "
        "not right.",
    )
    begrip_te_veel_titel = Word("Te veel en te weinig", "Too much and too little")
    begrip_te_veel = Word(
        "Wat te veel en wat te weinig is gedeclareerd staat apart en wordt nooit verrekend. Elke prestatie telt een "
        "keer, met haar grootste bedrag.",
        "What was claimed too much and too little stands apart and is never netted. Every prestatie counts once, with "
        "its largest amount.",
    )
    begrip_over_tijd = Word(
        "Een lopende termijn waarvan de uiterste datum voor de peildatum ligt: zij is niet meer te halen, maar wacht "
        "nog op het volgende contact.",
        "A running term of which the final date is before the reference date: it cannot be met any more, but still "
        "waits for the next contact.",
    )
    begrip_bedrag = Word(
        "Wat niet of anders gedeclareerd had mogen worden, voor zover te berekenen. Onbekend is nooit nul.",
        "What should not have been claimed, or not like this, as far as it can be computed. Unknown is never zero.",
    )
