"""The sentences of the workbook that the other reports do not have."""

from __future__ import annotations

from zpm_audit.base.language import Text

SHEETS: dict[str, Text] = {
    "aansluiting": Text("Aansluiting", "Reconciliation"),
    "oordeel": Text("Oordeel", "Verdict"),
    "uitvoering": Text("Uitvoering", "Execution"),
    "bronbestanden": Text("Bronbestanden", "Source files"),
    "normen": Text("Normen", "Norms"),
    "normmatrix": Text("Normmatrix", "Norm matrix"),
    "bevindingen": Text("Bevindingen", "Findings"),
    "onbepaald": Text("Onbepaald", "Undetermined"),
    "lopend": Text("Lopend", "Running"),
    "parameters": Text("Parameters", "Parameters"),
    "niet_uitgevoerd": Text("Niet uitgevoerd", "Not run"),
}

#: Sheets that are only there when the report has what they show.
OPTIONAL_SHEETS = ("aansluiting", "normmatrix")

CONTENTS: dict[str, Text] = {
    "aansluiting": Text(
        "Wat binnenkwam, is beoordeeld en is gedeclareerd, en of dat klopt",
        "What came in, was judged and was claimed, and whether it adds up",
    ),
    "uitvoering": Text(
        "Elke controle met haar aantallen; de aansluiting als formule",
        "Every check with its counts; the reconciliation as a formula",
    ),
    "bronbestanden": Text(
        "Ingelezen, opzij gezet, controletotalen, datacontract, bestanden",
        "Read, set aside, control totals, data contract, files",
    ),
    "normen": Text(
        "De norm achter elke controle: bron, vindplaats, zekerheid, risico",
        "The norm behind every check: source, reference, certainty, risk",
    ),
    "normmatrix": Text(
        "Welke norm door welke controle gedekt is, en wat niet",
        "Which norm is covered by which check, and what is not",
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
    "parameters": Text(
        "Elke grens met de periode waarin zij geldt en haar bron",
        "Every limit with the period in which it holds and its source",
    ),
    "niet_uitgevoerd": Text(
        "Controles die niet draaiden of mislukten, met de reden",
        "Checks that did not run or failed, with the reason",
    ),
}

VERDICTS: dict[str, Text] = {
    "fouten": Text(
        "Er zijn afwijkingen met ernst fout die hersteld of gemotiveerd moeten worden.",
        "There are deviations with severity error that must be corrected or explained.",
    ),
    "signalen": Text(
        "Er zijn geen fouten gevonden, wel signalen die iemand moet bekijken.",
        "No errors were found, but there are signals for a person to look at.",
    ),
    "onvolledig": Text(
        "Er zijn geen afwijkingen gevonden, maar niet alles kon worden beoordeeld.",
        "No deviations were found, but not everything could be judged.",
    ),
    "akkoord": Text(
        "Er zijn geen afwijkingen gevonden en alles is beoordeeld.",
        "No deviations were found and everything was judged.",
    ),
    "niets": Text(
        "Geen enkele controle heeft iets kunnen beoordelen: dit is geen goedkeuring.",
        "Not one check could judge anything: this is not an approval.",
    ),
}

EXCEL: dict[str, Text] = {
    "titel_oordeel": Text("Audit Zorgprestatiemodel: oordeel", "Zorgprestatiemodel audit: verdict"),
    "titel_uitvoering": Text("Uitvoering van de controles", "Execution of the checks"),
    "titel_bronbestanden": Text("Bronbestanden en volledigheid", "Source files and completeness"),
    "titel_normen": Text("Normen en bronnen", "Norms and sources"),
    "titel_bevindingen": Text("Bevindingen", "Findings"),
    "titel_onbepaald": Text("Onbepaald: kon niet worden beoordeeld", "Undetermined: could not be judged"),
    "titel_lopend": Text("Lopende termijnen", "Running terms"),
    "titel_parameters": Text("Parameters en hun geldigheid", "Parameters and their validity"),
    "titel_niet_uitgevoerd": Text("Niet uitgevoerde controles", "Checks that did not run"),
    "onderwerp_document": Text("Audit van registraties Zorgprestatiemodel", "Audit of Zorgprestatiemodel records"),
    "kerngegevens": Text("Kerngegevens", "Key facts"),
    "zpm_versie": Text("Versie van zpm-audit", "Version of zpm-audit"),
    "rijen_beoordeeld_totaal": Text("Prestaties die beoordeeld zijn", "Prestaties that were judged"),
    "rijen_toekomst": Text("Prestaties na de peildatum (niet beoordeeld)", "Prestaties after the date (not judged)"),
    "rijen_niet_declarabel": Text("Niet-declarabele prestaties (niet beoordeeld)", "Not claimable (not judged)"),
    "impact_totaal": Text("Bedrag met een afwijking (€)", "Amount with a deviation (€)"),
    "impact_uitleg": Text(
        "Elke prestatie telt één keer, met haar grootste bedrag; de som per controle kan dus hoger zijn.",
        "Every prestatie counts once, with its largest amount; the sum over the checks may therefore be higher.",
    ),
    "impact_onbekend": Text("geen bedrag bekend", "no amount known"),
    "uitkomsten": Text("Controles naar uitkomst", "Checks by outcome"),
    "per_thema": Text("Per thema", "Per theme"),
    "per_controle": Text("Controles met de meeste afwijkingen", "Checks with the most deviations"),
    "grafiek_titel": Text("Afwijkingen per controle", "Deviations per check"),
    "grafiek_as": Text("Aantal afwijkingen", "Number of deviations"),
    "geen_grafiek": Text(
        "Er zijn geen afwijkingen; daarom staat hier geen grafiek.",
        "There are no deviations, hence no chart here.",
    ),
    "instellingen": Text("Instellingen van deze audit", "Options of this audit"),
    "inhoud": Text("Inhoud van deze werkmap", "Contents of this workbook"),
    "controles": Text("Controles", "Checks"),
    "betekenis": Text("Betekenis", "Meaning"),
    "controle": Text("Controle", "Check"),
    "waarvan_geaccepteerd": Text("waarvan geaccepteerd", "of which accepted"),
    "som": Text("Som van de oordelen", "Sum of the verdicts"),
    "verschil_populatie": Text("Verschil met populatie", "Difference with population"),
    "sluit_aan": Text("sluit aan", "reconciles"),
    "sluit_niet_aan": Text("SLUIT NIET AAN", "DOES NOT RECONCILE"),
    "geen_telling": Text("niet geteld", "not counted"),
    "aandeel": Text("Afwijking van de populatie", "Deviation of the population"),
    "bedrag_eur": Text("Bedrag (€)", "Amount (€)"),
    "zonder_bedrag_kolom": Text("Afwijkingen zonder bekend bedrag", "Deviations without a known amount"),
    "aansluiting_uitleg": Text(
        "populatie = voldoet + afwijking + onbepaald + loopt; de formules rekenen dit per controle na. "
        "Geaccepteerde afwijkingen tellen mee bij afwijking.",
        "population = complies + deviation + undetermined + running; the formulas verify this for every check. "
        "Accepted deviations are part of deviation.",
    ),
    "buiten_beeld_uitleg": Text(
        "Buiten beeld: niet in de populatie, omdat het gegeven dat daarover beslist leeg is.",
        "Out of sight: not in the population, because the value that decides on it is empty.",
    ),
    "aansluitingen": Text("van de {count} getelde controles sluiten aan", "of the {count} counted checks reconcile"),
    "statistiek": Text("Statistiek bij", "Statistics of"),
    "tabellen": Text(
        "Tabellen: rijen in de export = rijen in de audit + rijen opzij", "Tables: rows in = audited + aside"
    ),
    "opzij": Text("Waarom rijen opzij zijn gezet", "Why rows were set aside"),
    "geen_opzij": Text("Er zijn geen rijen opzij gezet.", "No rows were set aside."),
    "controletotalen": Text("Controletotalen van het bronsysteem", "Control totals of the source system"),
    "geen_controletotalen": Text(
        "De export bevat geen controletotalen; de volledigheid is daarmee niet nagegaan.",
        "The export has no control totals; its completeness was not verified with them.",
    ),
    "rijen_opgegeven": Text("Rijen opgegeven", "Rows stated"),
    "rijen_gelezen": Text("Rijen gelezen", "Rows read"),
    "rijen_verschil": Text("Verschil in rijen", "Difference in rows"),
    "bedrag_opgegeven": Text("Bedrag opgegeven (€)", "Amount stated (€)"),
    "bedrag_gelezen": Text("Bedrag gelezen (€)", "Amount read (€)"),
    "bedrag_verschil": Text("Verschil in bedrag (€)", "Difference in amount (€)"),
    "contract": Text("Datacontract: is de export volledig en aannemelijk?", "Data contract: complete and plausible?"),
    "geen_contract": Text("Het datacontract is niet nagegaan.", "The data contract was not evaluated."),
    "uitkomst": Text("Uitkomst", "Outcome"),
    "rijen_bekeken": Text("Rijen bekeken", "Rows looked at"),
    "voorbeelden": Text("Voorbeelden", "Examples"),
    "bestanden": Text("Bestanden waarop deze audit rust", "Files that this audit rests on"),
    "geen_bestanden": Text("Er zijn geen bestanden vastgelegd.", "No files were recorded."),
    "bytes": Text("Bytes", "Bytes"),
    "rijen_verschil_in": Text("Verschil", "Difference"),
    "norm_tekst": Text("Norm in woorden", "Norm in words"),
    "populatie_tekst": Text("Populatie in woorden", "Population in words"),
    "bron_geldig_van": Text("Geldig van", "Valid from"),
    "bron_geldig_tot": Text("Geldig tot en met", "Valid to"),
    "webadres": Text("Webadres", "Web address"),
    "checkbestand": Text("Bestand van de controle", "File of the check"),
    "omschrijving": Text("Omschrijving", "Description"),
    "geen_normen": Text("Er zijn geen controles geladen.", "No checks were loaded."),
    "geen_parameters": Text("De controles hebben geen parameters.", "The checks have no parameters."),
    "alles_uitgevoerd": Text("Alle controles zijn uitgevoerd.", "All checks ran."),
    "populatie_leeg": Text(
        "Wel uitgevoerd, maar met een lege populatie (dat is geen goedkeuring):",
        "Did run, but with an empty population (which is not an approval):",
    ),
    "zekerheid_legenda": Text("Zekerheid van de bron", "Certainty of the source"),
    "dagen": Text("Dagen vanaf peildatum", "Days from reference date"),
    "zichtbaar": Text("rijen zichtbaar na filteren", "rows visible after filtering"),
    "bedrag_zichtbaar": Text("Bedrag van de zichtbare rijen (€)", "Amount of the visible rows (€)"),
    "geen_bevindingen": Text("Er zijn geen afwijkingen gevonden.", "No deviations were found."),
    "geen_onbepaald": Text("Alles kon worden beoordeeld.", "Everything could be judged."),
    "geen_lopend": Text("Er lopen geen termijnen.", "No terms are running."),
}

#: Sentences with numbers in them. ``{all}``, ``{shown}``, ``{left}``: rows; ``{where}``: where the complete list is.
COUNTED: dict[str, Text] = {
    "compleet": Text(
        "Alle {all} rijen staan hieronder. Dezelfde lijst staat in {where}.",
        "All {all} rows are below. The same list is in {where}.",
    ),
    "deel_bevindingen": Text(
        "LET OP: hieronder staan de {shown} ernstigste van {all} bevindingen; {left} zijn weggelaten ({what}). "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the {shown} most serious of {all} findings; {left} were left out ({what}). "
        "The complete list is in {where}.",
    ),
    "deel_onbepaald": Text(
        "LET OP: hieronder staan de eerste {shown} van {all} rijen; {left} zijn weggelaten. "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the first {shown} of {all} rows; {left} were left out. The complete list is in {where}.",
    ),
    "deel_lopend": Text(
        "LET OP: hieronder staan de {shown} termijnen die het eerst aflopen van {all}; {left} zijn weggelaten. "
        "De volledige lijst staat in {where}.",
        "NOTE: below are the {shown} terms that end first, of {all}; {left} were left out. "
        "The complete list is in {where}.",
    ),
    "excel_grens": Text(
        "Een werkblad kan niet meer dan {limit} rijen bevatten; de grens van {asked} rijen is daarom verlaagd.",
        "A worksheet cannot hold more than {limit} rows; the limit of {asked} rows was lowered for that reason.",
    ),
    "weggelaten": Text("{fout} fouten en {signaal} signalen", "{fout} errors and {signaal} signals"),
    "weggelaten_bedrag": Text(", samen {amount} voor zover bekend", ", together {amount} as far as known"),
    "stuurtekens": Text(
        "In {count} cellen zijn onzichtbare stuurtekens weggelaten die een werkblad niet kan bevatten; "
        "de volledige tekst staat in {where}.",
        "In {count} cells invisible control characters were left out that a worksheet cannot hold; "
        "the full text is in {where}.",
    ),
    "ingekort": Text(
        "{count} cellen zijn ingekort omdat een cel niet meer dan {limit} tekens kan bevatten; "
        "de volledige tekst staat in {where}.",
        "{count} cells were shortened because a cell cannot hold more than {limit} characters; "
        "the full text is in {where}.",
    ),
    "niet_gelijk": Text(
        "Het aantal rijen in {where} ({all}) is niet het aantal dat de audit telde ({counted}).",
        "The number of rows in {where} ({all}) is not the number that the audit counted ({counted}).",
    ),
}

CUT_NOTE = Text(" … [ingekort: de tekst past niet in een cel]", " … [shortened: the text does not fit in a cell]")
AND = Text(" en ", " and ")
