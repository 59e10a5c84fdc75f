"""The sentences of the summary of the morning."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.front import FrontWords


@dataclass(frozen=True)
class SummaryWords(FrontWords):
    """The words of the summary."""

    titel = Word("Samenvatting van de audit", "Summary of the audit")
    rapport_hier = Word(
        "Alles staat in rapport.html, naast dit bestand.", "All of it is in rapport.html, beside this file."
    )
    rapport_daar = Word("Alles staat in {pad}", "All of it is in {pad}")
    # A gap
    gemist = Word("Geen run op {dagen}.", "No run on {dagen}.")
    gemist_veel = Word("Geen run op {n} dagen: {van} t/m {tot}.", "No run on {n} days: {van} to {tot}.")
    # What to do
    vandaag = Word("Vandaag te doen", "To do today")
    wat = Word("Wat", "What")
    aantal = Word("Aantal", "Number")
    wie = Word("Wie", "Who")
    bedrag = Word("Bedrag", "Amount")
    wanneer = Word("Datum", "Date")
    norm = Word("Norm", "Norm")
    bedrag_geen = Word("bedrag onbekend", "amount unknown")
    ook_onbekend = Word("bij {n} onbekend", "unknown for {n}")
    # What came and went
    sinds = Word("Sinds de run van {dag}", "Since the run of {dag}")
    eerste_run = Word(
        "Dit is de eerste run van reeks {reeks}: alles wat er is, is nieuw.",
        "This is the first run of series {reeks}: all that there is, is new.",
    )
    geen_archief = Word(
        "Onbekend: deze run had geen archief. Met --archief (of archief: in zpm-audit.yaml) staat hier wat nieuw, "
        "heropend, opgelost en vervallen is.",
        "Unknown: this run had no archive. With --archief (or archief: in zpm-audit.yaml) this tells what is new, "
        "reopened, solved and lapsed.",
    )
    nieuw_en_weg = Word("Nieuw, heropend, opgelost en vervallen", "New, reopened, solved and lapsed")
    nieuw = Word("Nieuw", "New")
    heropend = Word("Heropend", "Reopened")
    blijvend = Word("Blijvend", "Remaining")
    opgelost_en_vervallen = Word("Opgelost en vervallen", "Solved and lapsed")
    opgelost = Word("Opgelost", "Solved")
    vervallen = Word("Vervallen", "Lapsed")
    niets = Word("Geen.", "None.")
    leven_zin = Word("{bevindingen}; {bedrag}.", "{bevindingen}; {bedrag}.")
    leven_geaccepteerd = Word(
        "{bevindingen}, waarvan {geaccepteerd} geaccepteerd; {bedrag}.",
        "{bevindingen}, of which {geaccepteerd} accepted; {bedrag}.",
    )
    weg_zin = Word(
        "{opgelost} opgelost (de eenheid voldoet nu), {vervallen} vervallen (de eenheid wordt niet meer beoordeeld).",
        "{opgelost} solved (the unit now complies), {vervallen} lapsed (the unit is no longer judged).",
    )
    meer_normen = Word("{n} normen meer staan in het rapport.", "{n} norms more are in the report.")
    geaccepteerd = Word("Geaccepteerd", "Accepted")
    grootste = Word("Nieuw en heropend, de grootste bedragen", "New and reopened, the largest amounts")
    onderwerp = Word("Onderwerp", "Subject")
    levensloop = Word("Levensloop", "Life")
    # Acceptances
    verlopen = Word("Verlopen acceptaties", "Expired acceptances")
    acceptatie = Word("Acceptatie", "Acceptance")
    door = Word("Door", "By")
    gold_tot = Word("Gold t/m", "Held until")
    weer_open = Word("Weer open", "Open again")
    # Terms
    termijnen_week = Word("Termijnen van deze week", "Terms of this week")
    termijnen_zin_week = Word(
        "{n} lopen af op of voor {dag}; {over} zijn over tijd.", "{n} end on or before {dag}; {over} are overdue."
    )
    loopt_af = Word("Loopt af", "Ends")
    eerste_dag = Word("Eerste dag", "First day")
    over_tijd = Word("Over tijd", "Overdue")
    eerstvolgende = Word("De eerste die aflopen", "The first that end")
    uiterste_datum = Word("Uiterste datum", "Final date")
    # The export
    te_vertrouwen = Word("Is op deze export te bouwen?", "Can this export be built on?")
    wel_te_bouwen = Word("Ja, niets gaat over een grens.", "Yes, nothing is over a limit.")
    zonder_onderwerpen = Word(
        "Deze mail noemt geen patiënten, trajecten of prestaties; die staan in het rapport.",
        "This mail names no patients, trajectories or prestaties; those are in the report.",
    )
