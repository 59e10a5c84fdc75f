"""The sentences of the workbook that the other reports do not have."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word, Words
from zpm_audit.reports.words.norm_matrix import MatrixWords
from zpm_audit.reports.words.reconciliation import ReconciliationWords
from zpm_audit.reports.words.trend import TrendWords
from zpm_audit.reports.words.working_paper import WorkingPaperWords

SHEETS: dict[str, Text] = {
    "werkpapier": Text("Werkpapier", "Working paper"),
    "aansluiting": Text("Aansluiting", "Reconciliation"),
    "oordeel": Text("Oordeel", "Verdict"),
    "tolerantie": Text("Tolerantie", "Tolerance"),
    "uitvoering": Text("Uitvoering", "Execution"),
    "trend": Text("Verloop", "Trend"),
    "statistiek": Text("Statistiek", "Statistics"),
    "bronbestanden": Text("Bronbestanden", "Source files"),
    "normen": Text("Normen", "Norms"),
    "normmatrix": Text("Normmatrix", "Norm matrix"),
    "werkprogramma": Text("Werkprogramma", "Work programme"),
    "raamwerk": Text("Raamwerk", "Framework"),
    "splitsing": Text("Splitsing", "Breakdown"),
    "splitsing_controles": Text("Splitsing per check", "Breakdown per check"),
    "herrekening": Text("Herrekening", "Recalculation"),
    "herrekend": Text("Herrekende consulten", "Recalculated consults"),
    "te_doen": Text("Te doen", "To do"),
    "bevindingen": Text("Bevindingen", "Findings"),
    "onbepaald": Text("Onbepaald", "Undetermined"),
    "lopend": Text("Lopend", "Running"),
    "acceptaties": Text("Acceptaties", "Acceptances"),
    "parameters": Text("Parameters", "Parameters"),
    "niet_uitgevoerd": Text("Niet uitgevoerd", "Not run"),
}

CONTENTS: dict[str, Text] = {
    "werkpapier": Text(
        "Doel, bron, norm, werkzaamheden, uitkomst en de brug naar de bevindingen",
        "Purpose, source, norm, work, outcome and the bridge to the findings",
    ),
    "aansluiting": Text(
        "Wat binnenkwam, is beoordeeld en is gedeclareerd, en of dat klopt",
        "What came in, was judged and was claimed, and whether it adds up",
    ),
    "tolerantie": Text(
        "De uitkomst tegen de tolerantie: bekend, geprojecteerd, onbekend",
        "The outcome against the tolerance: known, projected, unknown",
    ),
    "uitvoering": Text(
        "Elke check met haar aantallen; de aansluiting als formule",
        "Every check with its counts; the reconciliation as a formula",
    ),
    "trend": Text(
        "Wat er van run tot run veranderde, en hoe snel herstel gaat",
        "What changed from run to run, and how fast repair goes",
    ),
    "statistiek": Text("Wat groepscontroles maten", "What checks of groups measured"),
    "bronbestanden": Text(
        "Ingelezen, opzij gezet, controletotalen, datacontract, bestanden",
        "Read, set aside, control totals, data contract, files",
    ),
    "normen": Text(
        "De norm achter elke check: bron, vindplaats, zekerheid, risico",
        "The norm behind every check: source, reference, certainty, risk",
    ),
    "normmatrix": Text(
        "Welke norm door welke check gedekt is, en wat niet",
        "Which norm is covered by which check, and what is not",
    ),
    "werkprogramma": Text(
        "Wat met de hand getoetst wordt, en waaruit posten getrokken worden",
        "What is tested by hand, and from what items are drawn",
    ),
    "raamwerk": Text(
        "Risico, maatregel, check en uitkomst; opzet, bestaan en werking",
        "Risk, measure, check and outcome; design, existence and operation",
    ),
    "splitsing": Text(
        "De uitkomst per boekjaar, financiering, verzekeraar, setting en team",
        "The outcome per financial year, financing, insurer, setting and team",
    ),
    "splitsing_controles": Text(
        "De oordelen van elke check per boekjaar en financiering",
        "The verdicts of every check per financial year and financing",
    ),
    "herrekening": Text(
        "Wat elk consult had moeten kosten, naast wat geregistreerd is",
        "What every consult should have cost, beside what was registered",
    ),
    "herrekend": Text(
        "De consulten met een andere klasse of code dan geregistreerd",
        "The consults with another class or code than registered",
    ),
    "bevindingen": Text("De afwijkingen, de ernstigste eerst", "The deviations, the most serious first"),
    "onbepaald": Text(
        "Wat niet beoordeeld kon worden: een gegeven is leeg",
        "What could not be judged: a value is empty",
    ),
    "lopend": Text(
        "Termijnen die nog lopen, de eerste vervaldatum bovenaan",
        "Terms that are still running, the first final date on top",
    ),
    "acceptaties": Text(
        "Wie welke afwijkingen accepteerde, waarom en tot wanneer",
        "Who accepted which deviations, why and until when",
    ),
    "parameters": Text(
        "Elke grens met de periode waarin zij geldt en haar bron",
        "Every limit with the period in which it holds and its source",
    ),
    "niet_uitgevoerd": Text(
        "Checks die niet draaiden of mislukten, met de reden",
        "Checks that did not run or failed, with the reason",
    ),
}

#: Values of options that are words; their names are those of the command line.
OPTION_VALUE = (Text("ja", "yes"), Text("nee", "no"), Text("alle", "all"))

#: The verdict on the run as a whole.
VERDICTS: dict[str, Text] = {
    "fouten": Text(
        "Er zijn afwijkingen met ernst fout die hersteld of gemotiveerd moeten worden.",
        "There are deviations with severity error that must be corrected or explained.",
    ),
    "signalen": Text(
        "Er staan geen fouten open, wel signalen die iemand moet bekijken.",
        "No errors are open, but there are signals for a person to look at.",
    ),
    "onvolledig": Text(
        "Er staan geen afwijkingen open, maar niet alles kon worden beoordeeld.",
        "No deviations are open, but not everything could be judged.",
    ),
    "akkoord": Text(
        "Er staan geen afwijkingen open en alles is beoordeeld.",
        "No deviations are open and everything was judged.",
    ),
    "niets": Text(
        "Geen enkele check heeft iets kunnen beoordelen: dit is geen goedkeuring.",
        "Not one check could judge anything: this is not an approval.",
    ),
}


@dataclass(frozen=True)
class ExcelWords(ReconciliationWords, MatrixWords, WorkingPaperWords, TrendWords):
    """The words of the workbook."""

    uit_bron = Word("bron", "source")
    wl_leeg = Word("niet opgegeven", "not stated")
    titel_oordeel = Word("Audit Zorgprestatiemodel: oordeel", "Zorgprestatiemodel audit: verdict")
    titel_uitvoering = Word("Uitvoering van de checks", "Execution of the checks")
    titel_bronbestanden = Word("Bronbestanden en volledigheid", "Source files and completeness")
    titel_normen = Word("Normen en bronnen", "Norms and sources")
    titel_bevindingen = Word("Bevindingen", "Findings")
    titel_onbepaald = Word("Onbepaald: kon niet worden beoordeeld", "Undetermined: could not be judged")
    titel_lopend = Word("Lopende termijnen", "Running terms")
    titel_parameters = Word("Parameters en hun geldigheid", "Parameters and their validity")
    titel_niet_uitgevoerd = Word("Niet uitgevoerde checks", "Checks that did not run")
    onderwerp_document = Word("Audit van registraties Zorgprestatiemodel", "Audit of Zorgprestatiemodel records")
    kerngegevens = Word("Kerngegevens", "Key facts")
    zpm_versie = Word("Versie van zpm-audit", "Version of zpm-audit")
    rijen_beoordeeld_totaal = Word("Prestaties die beoordeeld zijn", "Prestaties that were judged")
    rijen_buiten_periode = Word("Prestaties buiten de periode (niet beoordeeld)", "Outside the period (not judged)")
    rijen_toekomst = Word("Prestaties na de peildatum (niet beoordeeld)", "Prestaties after the date (not judged)")
    rijen_niet_declarabel = Word("Niet-declarabele prestaties (niet beoordeeld)", "Not claimable (not judged)")
    impact_totaal = Word("Te veel min te weinig (€)", "Too much less too little (€)")
    impact_uitleg = Word(
        "Elke prestatie telt één keer, met haar grootste bedrag; de som per check kan dus hoger zijn.",
        "Every prestatie counts once, with its largest amount; the sum over the checks may therefore be higher.",
    )
    impact_onbekend = Word("geen bedrag bekend", "no amount known")
    uitkomsten = Word("Checks naar uitkomst", "Checks by outcome")
    per_thema = Word("Per thema", "Per theme")
    per_controle = Word("Checks met de meeste afwijkingen", "Checks with the most deviations")
    grafiek_titel = Word("Afwijkingen per check", "Deviations per check")
    grafiek_as = Word("Aantal afwijkingen", "Number of deviations")
    geen_grafiek = Word(
        "Er zijn geen afwijkingen; daarom staat hier geen grafiek.",
        "There are no deviations, hence no chart here.",
    )
    instellingen = Word("Instellingen van deze audit", "Options of this audit")
    inhoud = Word("Inhoud van deze werkmap", "Contents of this workbook")
    checks = Word("Checks", "Checks")
    betekenis = Word("Betekenis", "Meaning")
    check = Word("Check", "Check")
    waarvan_geaccepteerd = Word("waarvan geaccepteerd", "of which accepted")
    aandeel_open = Word("Aandeel zonder geaccepteerd", "Share without accepted")
    bedrag_open = Word("Bedrag zonder geaccepteerd", "Amount without accepted")
    som = Word("Som van de oordelen", "Sum of the verdicts")
    verschil_populatie = Word("Verschil met populatie", "Difference with population")
    sluit_aan = Word("sluit aan", "reconciles")
    sluit_niet_aan = Word("SLUIT NIET AAN", "DOES NOT RECONCILE")
    geen_telling = Word("niet geteld", "not counted")
    aandeel = Word("Afwijking van de populatie", "Deviation of the population")
    bedrag_eur = Word("Bedrag (€)", "Amount (€)")
    zonder_bedrag_kolom = Word("Afwijkingen zonder bekend bedrag", "Deviations without a known amount")
    aansluiting_uitleg = Word(
        "populatie = voldoet + afwijking + onbepaald + loopt; de formules rekenen dit per check na. "
        "Geaccepteerde afwijkingen tellen mee bij afwijking.",
        "population = complies + deviation + undetermined + running; the formulas verify this for every check. "
        "Accepted deviations are part of deviation.",
    )
    buiten_beeld_uitleg = Word(
        "Buiten beeld: niet in de populatie, omdat het gegeven dat daarover beslist leeg is.",
        "Out of sight: not in the population, because the value that decides on it is empty.",
    )
    aansluitingen = Word("van de {count} getelde checks sluiten aan", "of the {count} counted checks reconcile")
    titel_statistiek = Word("Statistiek van de checks over groepen", "Statistics of the checks of groups")
    tabellen = Word(
        "Tabellen: rijen in de export = rijen in de audit + rijen opzij", "Tables: rows in = audited + aside"
    )
    opzij = Word("Waarom rijen opzij zijn gezet", "Why rows were set aside")
    geen_opzij = Word("Er zijn geen rijen opzij gezet.", "No rows were set aside.")
    controletotalen = Word("Controletotalen van het bronsysteem", "Control totals of the source system")
    geen_controletotalen = Word(
        "De export bevat geen controletotalen; de volledigheid is daarmee niet nagegaan.",
        "The export has no control totals; its completeness was not verified with them.",
    )
    rijen_opgegeven = Word("Rijen opgegeven", "Rows stated")
    rijen_gelezen = Word("Rijen gelezen", "Rows read")
    rijen_verschil = Word("Verschil in rijen", "Difference in rows")
    bedrag_opgegeven = Word("Bedrag opgegeven (€)", "Amount stated (€)")
    bedrag_gelezen = Word("Bedrag gelezen (€)", "Amount read (€)")
    bedrag_verschil = Word("Verschil in bedrag (€)", "Difference in amount (€)")
    contract = Word("Datacontract: is de export volledig en aannemelijk?", "Data contract: complete and plausible?")
    geen_contract = Word("Het datacontract is niet nagegaan.", "The data contract was not evaluated.")
    uitkomst = Word("Uitkomst", "Outcome")
    rijen_bekeken = Word("Rijen bekeken", "Rows looked at")
    voorbeelden = Word("Voorbeelden", "Examples")
    bestanden = Word("Bestanden waarop deze audit rust", "Files that this audit rests on")
    geen_bestanden = Word("Er zijn geen bestanden vastgelegd.", "No files were recorded.")
    bytes = Word("Bytes", "Bytes")
    rijen_verschil_in = Word("Verschil", "Difference")
    norm_tekst = Word("Norm in woorden", "Norm in words")
    populatie_tekst = Word("Populatie in woorden", "Population in words")
    bron_geldig_van = Word("Geldig van", "Valid from")
    bron_geldig_tot = Word("Geldig tot en met", "Valid to")
    webadres = Word("Webadres", "Web address")
    checkbestand = Word("Bestand van de check", "File of the check")
    omschrijving = Word("Omschrijving", "Description")
    geen_normen = Word("Er zijn geen checks geladen.", "No checks were loaded.")
    geen_parameters = Word("De checks hebben geen parameters.", "The checks have no parameters.")
    alles_uitgevoerd = Word("Alle checks zijn uitgevoerd.", "All checks ran.")
    populatie_leeg = Word(
        "Wel uitgevoerd, maar met een lege populatie (dat is geen goedkeuring):",
        "Did run, but with an empty population (which is not an approval):",
    )
    zekerheid_legenda = Word("Zekerheid van de bron", "Certainty of the source")
    dagen = Word("Dagen vanaf peildatum", "Days from reference date")
    zichtbaar = Word("rijen zichtbaar na filteren", "rows visible after filtering")
    bedrag_zichtbaar = Word("Bedrag van de zichtbare rijen (€)", "Amount of the visible rows (€)")
    opvolging_uitleg = Word(
        "Vul de vier kolommen in, bewaar, en laat het werkboek inlezen met zpm-audit opvolging lees. Geaccepteerd "
        "sluit niets: dat doet acceptaties.yaml.",
        "Fill in the four columns, save, and have the workbook read with zpm-audit opvolging lees. Geaccepteerd closes "
        "nothing: acceptaties.yaml does.",
    )
    open_zonder_eigenaar = Word("Open zonder eigenaar", "Open without an owner")
    over_reactietijd = Word("Open en over de reactietijd", "Open and past the response time")
    geen_eigenaren = Word("er zijn geen eigenaren ingesteld", "no owners are set")
    geen_bevindingen = Word("Er zijn geen afwijkingen gevonden.", "No deviations were found.")
    geen_onbepaald = Word("Alles kon worden beoordeeld.", "Everything could be judged.")
    geen_lopend = Word("Er lopen geen termijnen.", "No terms are running.")


@dataclass(frozen=True)
class ListingWords(Words):
    """What a list of findings says about itself.

    ``{all}``, ``{shown}``, ``{left}``: rows; ``{where}``: where the complete list is.
    """

    compleet = Word(
        "Alle {all} rijen staan hieronder. Dezelfde lijst staat in {where}.",
        "All {all} rows are below. The same list is in {where}.",
    )
    deel_bevindingen = Word(
        "LET OP: hieronder staan de {shown} ernstigste van {all} bevindingen; {left} zijn weggelaten ({what}). "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the {shown} most serious of {all} findings; {left} were left out ({what}). "
        "The complete list is in {where}.",
    )
    deel_onbepaald = Word(
        "LET OP: hieronder staan de eerste {shown} van {all} rijen; {left} zijn weggelaten. "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the first {shown} of {all} rows; {left} were left out. The complete list is in {where}.",
    )
    deel_lopend = Word(
        "LET OP: hieronder staan de {shown} termijnen die het eerst aflopen van {all}; {left} zijn weggelaten. "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the {shown} terms that end first, of {all}; {left} were left out. "
        "The complete list is in {where}.",
    )
    excel_grens = Word(
        "Een werkblad kan niet meer dan {limit} rijen bevatten; de grens van {asked} rijen is daarom verlaagd.",
        "A worksheet cannot hold more than {limit} rows; the limit of {asked} rows was lowered for that reason.",
    )
    weggelaten = Word("{fout} fouten en {signaal} signalen", "{fout} errors and {signaal} signals")
    weggelaten_bedrag = Word(", samen {amount} voor zover bekend", ", together {amount} as far as known")
    stuurtekens = Word(
        "In {count} cellen zijn onzichtbare stuurtekens weggelaten die een werkblad niet kan bevatten; "
        "de volledige tekst staat in {where}.",
        "In {count} cells invisible control characters were left out that a worksheet cannot hold; "
        "the full text is in {where}.",
    )
    ingekort = Word(
        "{count} cellen zijn ingekort omdat een cel niet meer dan {limit} tekens kan bevatten; "
        "de volledige tekst staat in {where}.",
        "{count} cells were shortened because a cell cannot hold more than {limit} characters; "
        "the full text is in {where}.",
    )
    niet_gelijk = Word(
        "Het aantal rijen in {where} ({all}) is niet het aantal dat de audit telde ({counted}).",
        "The number of rows in {where} ({all}) is not the number that the audit counted ({counted}).",
    )

    def part(self) -> dict[str, str]:
        """Return what a list says that does not show all its rows."""
        return {"bevindingen": self.deel_bevindingen, "onbepaald": self.deel_onbepaald, "lopend": self.deel_lopend}


CUT_NOTE = Text(" … [ingekort: de tekst past niet in een cel]", " … [shortened: the text does not fit in a cell]")
AND = Text(" en ", " and ")
