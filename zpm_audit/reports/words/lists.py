"""What the html report says around its lists: searching, filters, and what could not be judged."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.shared import SharedWords


@dataclass(frozen=True)
class ListWords(SharedWords):
    """The sentences of these chapters."""

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
    # The explanation of one finding
    uitleg = Word("uitleg", "explain")
    uitleg_hoe = Word(
        "Elke check, waarde en rij achter dit oordeel; plak dit in een terminal:",
        "Every check, value and row behind this verdict; paste this in a terminal:",
    )
    kopieer = Word("Kopieer", "Copy")
    gekopieerd = Word("Gekopieerd", "Copied")
    kopieer_zelf = Word("Kopieer de gekozen tekst", "Copy the selected text")
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
