"""What reports say of the control framework."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.shared import SharedWords

STATE: dict[str, Text] = {
    "aangetoond": Text("aangetoond", "shown"),
    "volgens_opgave": Text("volgens opgave", "as stated"),
    "niet_aangetoond": Text("niet aangetoond", "not shown"),
}
LEVEL: dict[str, Text] = {
    "laag": Text("laag", "low"),
    "midden": Text("midden", "medium"),
    "hoog": Text("hoog", "high"),
}
KIND: dict[str, Text] = {
    "preventief": Text("preventief", "preventive"),
    "detectief": Text("detectief", "detective"),
}
FREQUENCY: dict[str, Text] = {
    "doorlopend": Text("doorlopend", "continuous"),
    "dagelijks": Text("dagelijks", "daily"),
    "wekelijks": Text("wekelijks", "weekly"),
    "maandelijks": Text("maandelijks", "monthly"),
    "kwartaal": Text("per kwartaal", "quarterly"),
    "halfjaarlijks": Text("per halfjaar", "half-yearly"),
    "jaarlijks": Text("jaarlijks", "yearly"),
}
MARK: dict[str, Text] = {
    "gedraaid": Text("gedraaid", "ran"),
    "onvoldoende": Text("gedraaid, export onvoldoende", "ran, export insufficient"),
    "gemist": Text("geen run", "no run"),
}


@dataclass(frozen=True)
class FrameworkWords(SharedWords):
    """The sentences."""

    rw_titel = Word("Beheersraamwerk", "Control framework")
    rw_uitleg = Word(
        "Risico's met hun kans en impact, wat ertegen gedaan wordt, en wat daarvan gezien is. Opzet: de maatregel is "
        "beschreven. Bestaan: de checks hadden in deze run een uitkomst. Werking: zij hadden die de hele periode zo "
        "vaak als de maatregel zegt, en wat zij vonden is op tijd hersteld. Volgens opgave is wat iemand verklaart en "
        "zpm-audit niet zag.",
        "Risks with their chance and impact, what is done about them, and what was seen of that. Design: the measure "
        "is described. Existence: the checks had an outcome in this run. Operation: they had one all through the "
        "period, as often as the measure says, and what they found was solved in time. As stated is what somebody "
        "declares and zpm-audit did not see.",
    )
    rw_leeg = Word("Het raamwerk is leeg.", "The framework is empty.")
    rw_periode = Word("Periode: {periode}", "Period: {periode}")
    rw_alle_runs = Word("alle runs van de reeks", "all runs of the series")
    rw_geen_archief = Word(
        "Er is geen archief: over werking is niets te zeggen. Zet archief in de configuratie.",
        "There is no archive: nothing can be said of operation. Put archief in the configuration.",
    )
    rw_kaart = Word("Risico's naar kans en impact", "Risks by chance and impact")
    rw_kans = Word("Kans", "Chance")
    rw_impact = Word("Impact", "Impact")
    rw_kans_impact = Word("Kans x impact", "Chance x impact")
    rw_niveau = Word("Niveau", "Level")
    rw_kaart_uitleg = Word(
        "Laag is minder dan 6, midden minder dan 15, hoog 15 of meer (kans maal impact, elk van 1 tot en met 5).",
        "Low is below 6, medium below 15, high 15 or more (chance times impact, each from 1 to 5).",
    )
    rw_keten = Word("Van risico naar uitkomst", "From risk to outcome")
    rw_risico = Word("Risico", "Risk")
    rw_doelstelling = Word("Doelstelling", "Objective")
    rw_maatregel = Word("Maatregel", "Measure")
    rw_check = Word("Check", "Check")
    rw_deze_run = Word("Afwijkingen in deze run", "Deviations in this run")
    rw_runs = Word("Runs met uitkomst", "Runs with an outcome")
    rw_runs_van = Word("{n} van {alle}", "{n} of {alle}")
    rw_eerste_laatste = Word("Afwijkingen eerste en laatste run", "Deviations first and last run")
    rw_eerste = Word("Afwijkingen eerste run", "Deviations first run")
    rw_laatste = Word("Afwijkingen laatste run", "Deviations last run")
    rw_van = Word("Runs in de periode", "Runs in the period")
    rw_geen_maatregel = Word("GEEN MAATREGEL", "NO MEASURE")
    rw_geen_check = Word("geen check", "no check")
    rw_afwijkingen = Word("{n} van {alle}", "{n} of {alle}")
    rw_maatregelen = Word("Opzet, bestaan en werking per maatregel", "Design, existence and operation per measure")
    rw_eigenaar = Word("Eigenaar", "Owner")
    rw_frequentie = Word("Frequentie", "Frequency")
    rw_soort = Word("Soort", "Kind")
    rw_sleutel = Word("Sleutel", "Key")
    rw_sleutelmaatregel = Word("sleutelmaatregel", "key measure")
    rw_opzet = Word("Opzet", "Design")
    rw_bestaan = Word("Bestaan", "Existence")
    rw_werking = Word("Werking", "Operation")
    rw_bewijs_opzet = Word("Bewijs van opzet", "Evidence of design")
    rw_bewijs_bestaan = Word("Bewijs van bestaan", "Evidence of existence")
    rw_bewijs_werking = Word("Bewijs van werking", "Evidence of operation")
    rw_herstel = Word("Doorlooptijd van herstel", "Time to repair")
    rw_hersteltermijn = Word("Hersteltermijn (dagen)", "Time allowed (days)")
    rw_hersteld = Word("Hersteld", "Solved")
    rw_mediaan = Word("Middelste (dagen)", "Median (days)")
    rw_langste = Word("Langste (dagen)", "Longest (days)")
    rw_open = Word("Nog open", "Still open")
    rw_oudste = Word("Oudste open (dagen)", "Oldest open (days)")
    rw_kalender = Word("Kalender van runs", "Calendar of runs")
    rw_maand = Word("Maand", "Month")
    rw_gedraaid = Word("Gedraaid", "Ran")
    rw_gemist = Word("Gemist", "Missed")
    rw_dag = Word("Dag", "Day")
    rw_stand = Word("Stand", "State")
    rw_gaten = Word("Gaten in het raamwerk", "Gaps in the framework")
    rw_geen_gaten = Word("Elk risico heeft een maatregel en elke maatregel een risico.",
                         "Every risk has a measure and every measure a risk.")  # fmt: skip
    rw_gat_risico = Word("Risico zonder maatregel: {wat}", "Risk without a measure: {wat}")
    rw_gat_maatregel = Word("Maatregel zonder risico: {wat}", "Measure without a risk: {wat}")
    rw_gat_check = Word(
        "{n} checks van deze run horen bij geen maatregel: {ids}", "{n} checks of this run belong to no measure: {ids}"
    )
    rw_gat_keten = Word("De keten van de reeks is gebroken: {wat}", "The chain of the series is broken: {wat}")
