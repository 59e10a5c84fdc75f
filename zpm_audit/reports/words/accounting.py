"""Input files, verifying and re-performing, and the glossary: the sentences of these chapters of the html report."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.shared import SharedWords


@dataclass(frozen=True)
class AccountingWords(SharedWords):
    """The sentences of these chapters."""

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
