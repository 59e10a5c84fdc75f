"""What work lists say: each of them, and the page that lists them."""

from __future__ import annotations

from zpm_audit.base.language import Language, Text, Word, Words
from zpm_audit.reports.words.shared import COLUMN

#: Headings of what a list of findings shows besides their own columns.
BESIDE_TITLE: dict[str, Text] = {
    "let_op": Text("Let op", "Mind"),
    "verantwoordelijk": Text("Verantwoordelijk", "Responsible"),
    "open_sinds": Text("Open sinds", "Open since"),
    "reageren_voor": Text("Reageren voor", "Answer by"),
    "wat_te_doen": Text("Wat te doen", "What to do"),
}

#: What findings can be divided by besides their own columns.
_DIVISION: dict[str, Text] = {
    "regiebehandelaar": Text("Regiebehandelaar", "Coordinating practitioner"),
    "behandelaar": Text("Behandelaar", "Practitioner"),
}


class WorklistWords(Words):
    """The words of a work list."""

    titel = Word("Te doen", "To do")
    uitleg = Word(
        "Wat dezelfde oorzaak heeft staat bij elkaar, het grootste bedrag bovenaan. De bevindingen zelf staan op het "
        "volgende blad; daar vult u in wat u ermee doet.",
        "What has the same cause stands together, the largest amount on top. The findings are on the next sheet; there "
        "you fill in what you do about them.",
    )
    oorzaken = Word("Bevindingen naar oorzaak", "Findings by cause")
    check = Word("Check", "Check")
    norm = Word("Norm", "Norm")
    doen = Word("Wat te doen", "What to do")
    aantal = Word("Aantal", "Number")
    bedrag = Word("Bedrag (€)", "Amount (€)")
    eigenaar = Word("Verantwoordelijk", "Responsible")
    dagen = Word("Reactie in dagen", "Answer in days")
    te_laat = Word("Over de reactietijd", "Past the response time")
    geen_bevindingen = Word("Er zijn geen bevindingen in deze lijst.", "There are no findings in this list.")
    termijnen = Word(
        "Termijnen die binnen 7 dagen aflopen en nog te halen zijn", "Terms that end within 7 days and can still be met"
    )
    uiterste_datum = Word("Uiterste datum", "Final date")
    nog_dagen = Word("Nog dagen", "Days left")
    kenmerk = Word("Kenmerk", "Subject id")
    patient = Word("Patiënt", "Patient")
    regiebehandelaar = Word("Regiebehandelaar", "Coordinating practitioner")
    termijnen_kort = Word("Termijnen deze week", "Terms this week")
    geen_termijnen = Word("Er lopen deze week geen termijnen af.", "No terms end this week.")
    index_titel = Word("Werklijsten", "Work lists")
    index_uitleg = Word(
        "Elke bevinding staat per verdeling in precies een lijst. Bedrag: de som van de bekende bedragen in de lijst. "
        "Termijnen: binnen 7 dagen, en nog te halen.",
        "Every finding stands in exactly one list of each division. Amount: the sum of the known amounts in the list. "
        "Terms: within 7 days, and can still be met.",
    )
    bevindingen = Word("Bevindingen", "Findings")
    lijst = Word("Lijst", "List")
    leeg = Word("niet opgegeven", "not stated")
    totaal = Word("Samen", "Together")
    zwaarste = Word("Eerst doen", "Do first")


def dimension_title(dimension: str, language: Language) -> str:
    """Return a division in words; a column of the source is called what it is called there."""
    titles = COLUMN | _DIVISION
    return titles[dimension].in_(language) if dimension in titles else dimension
