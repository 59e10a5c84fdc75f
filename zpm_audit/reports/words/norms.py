"""The action list, the risks, and norm by norm: the sentences of these chapters of the html report."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.shared import SharedWords


@dataclass(frozen=True)
class NormWords(SharedWords):
    """The sentences of these chapters."""

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
    zonder_geaccepteerd_zin = Word(
        "Zonder die blijven er {n} open ({deel}), bedrag {bedrag}.",
        "Without those {n} are open ({deel}), amount {bedrag}.",
    )
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
