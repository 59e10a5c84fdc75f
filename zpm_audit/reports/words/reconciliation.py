"""The sentences of the reconciliation, the same in the html report and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reconciliation.model import LOTS, Mismatch
from zpm_audit.reports.words.ledger import LedgerWords

KIND: dict[Mismatch, Text] = {
    Mismatch.NIET_IN_EXPORT: Text("Gedeclareerd, niet in de export", "Claimed, not in the export"),
    Mismatch.NIET_DECLARABEL: Text(
        "Gedeclareerd, niet declarabel in de export", "Claimed, not declarable in the export"
    ),
    Mismatch.ANDER_BEDRAG: Text("Gedeclareerd met een ander bedrag", "Claimed with another amount"),
    Mismatch.BEDRAG_ONBEKEND: Text("Gedeclareerd, bedrag aan één kant onbekend", "Claimed, amount unknown on one side"),
    Mismatch.NIET_GEDECLAREERD: Text(
        "Declarabel met bedrag, niet gedeclareerd", "Declarable with an amount, not claimed"
    ),
}
KIND_MEANING: dict[Mismatch, Text] = {
    Mismatch.NIET_IN_EXPORT: Text(
        "Over deze prestaties zegt de audit niets: vraag een volledige export, of zoek ze bij de opzij gezette rijen.",
        "On these prestaties the audit says nothing: ask for a complete export, or look among the rows set aside.",
    ),
    Mismatch.NIET_DECLARABEL: Text(
        "De registratie zegt dat ze niet naar de betaler gaan; de checks hebben ze niet beoordeeld.",
        "The registration says that they do not go to the payer; the checks did not judge them.",
    ),
    Mismatch.ANDER_BEDRAG: Text(
        "Na aftrek van creditregels blijft in de berichten een ander bedrag over dan de export noemt.",
        "After credit lines the messages leave another amount than the export names.",
    ),
    Mismatch.BEDRAG_ONBEKEND: Text(
        "De export noemt geen bedrag, of dat in het bericht is niet te lezen; of het klopt is niet te zeggen.",
        "The export names no amount, or that in the message cannot be read; nobody can say whether it is right.",
    ),
    Mismatch.NIET_GEDECLAREERD: Text(
        "Nog te declareren, of vergeten. In een maand waarover geen bericht is meegegeven is dit te verwachten.",
        "Still to be claimed, or forgotten. In a month without a message among those given this is to be expected.",
    ),
}


@dataclass(frozen=True)
class ReconciliationWords(LedgerWords):
    """The sentences of the reconciliation."""

    as_titel = Word("Aansluiting", "Reconciliation")
    as_sluit = Word(
        "Van de {rijen_in} prestaties in de export zijn er {beoordeeld} beoordeeld, {niet_declarabel} niet declarabel, "
        "{toekomst} van na de peildatum en {opzij} opzij gezet. Dat telt op tot wat is ingelezen.",
        "Of the {rijen_in} prestaties in the export {beoordeeld} were judged, {niet_declarabel} are not declarable, "
        "{toekomst} are after the reference date and {opzij} were set aside. That adds up to what was read.",
    )
    as_periode = Word(
        "Deze audit gaat over {periode}, deze aansluiting over de hele export: bij beoordeeld staan hier ook de {n} "
        "prestaties buiten de periode.",
        "This audit is about {periode}, this reconciliation about the whole export: judged holds here the {n} "
        "prestaties outside the period as well.",
    )
    as_bedragen = Word(
        "Met een bedrag van samen {bedrag}; {zonder} prestaties hebben geen bedrag.",
        "With amounts of {bedrag} together; {zonder} prestaties have no amount.",
    )
    as_geen_bedragen = Word(
        "Geen enkele prestatie heeft een bedrag, dus bedragen zijn niet aan te sluiten.",
        "Not one prestatie has an amount, so amounts cannot be reconciled.",
    )
    as_totalen_gelijk = Word(
        "De controletotalen van het bronsysteem komen overeen met wat is ingelezen.",
        "The control totals of the source system agree with what was read.",
    )
    as_totalen_anders = Word(
        "Bij {n} van de {alle} tabellen verschillen de controletotalen van het bronsysteem van wat is ingelezen; dat "
        "verschil is aanvaard met --verschil-toegestaan.",
        "For {n} of {alle} tables the control totals of the source system differ from what was read; that difference "
        "was accepted with --verschil-toegestaan.",
    )
    as_geen_totalen = Word(
        "Het bronsysteem gaf geen controletotalen mee. Dat de export volledig is, is hier dus niet vastgesteld.",
        "The source system gave no control totals. That the export is complete was therefore not established here.",
    )
    as_bericht_gelijk = Word(
        "Alle {n} gedeclareerde prestaties staan met hetzelfde bedrag in de export, en er ontbreekt er geen een.",
        "All {n} claimed prestaties are in the export with the same amount, and none is missing.",
    )
    as_bericht_anders = Word(
        "De declaratie sluit niet aan: {n} prestaties verschillen, {gelijk} zijn gelijk. De verschillen staan "
        "hieronder.",
        "The claim does not reconcile: {n} prestaties differ, {gelijk} agree. The differences are below.",
    )
    as_geen_bericht = Word(
        "Er is geen declaratiebericht meegegeven (--declaratie BERICHT.xml). Of is gedeclareerd wat hier is "
        "beoordeeld, is dus niet vastgesteld.",
        "No claim message was given (--declaratie MESSAGE.xml). Whether what was judged here is what was claimed was "
        "therefore not established.",
    )
    as_stap = Word("Stap", "Step")
    as_rijen = Word("Prestaties", "Prestaties")
    as_bedrag = Word("Bedrag", "Amount")
    as_van_bron = Word("Van bron tot oordeel", "From source to judgement")
    as_opgegeven = Word("Opgegeven door het bronsysteem", "Stated by the source system")
    as_ingelezen = Word("Ingelezen uit de export", "Read from the export")
    as_opzij = Word("Opzij gezet (niet te lezen)", "Set aside (could not be read)")
    as_niet_declarabel = Word("Niet declarabel", "Not declarable")
    as_toekomst = Word("Na de peildatum", "After the reference date")
    as_beoordeeld = Word("Beoordeeld", "Judged")
    as_gedeclareerd = Word("Gedeclareerd (regels in de berichten)", "Claimed (lines in the messages)")
    as_rest = Word("Verschil", "Difference")
    as_rest_uitleg = Word("ingelezen min de vier onderdelen", "read minus the four parts")
    as_opzij_uitleg = Word(
        "Van deze rijen zijn maand en groep niet vastgesteld; rijen zonder leesbaar bedrag: {n}.",
        "Month and group of these rows are not established; rows without a readable amount: {n}.",
    )
    as_per_maand = Word("Per maand", "Per month")
    as_per_maand_titel = Word("Prestaties in de export per {eenheid}", "Prestaties in the export per {eenheid}")
    as_per_maand_uitleg = Word(
        "Op uitvoerdatum. Een maand die wegvalt of uitschiet is een reden om de export na te gaan.",
        "By date of care. A month that drops out or stands out is a reason to look into the export.",
    )
    as_bedrag_titel = Word(
        "Bedrag per {eenheid}: in de export en gedeclareerd", "Amount per {eenheid}: in the export and claimed"
    )
    as_bedrag_uitleg = Word(
        "In hele euro's. Export: declarabele prestaties met een bedrag. Gedeclareerd: debet min credit.",
        "In whole euros. Export: declarable prestaties with an amount. Claimed: debet minus credit.",
    )
    as_export = Word("In de export (declarabel)", "In the export (declarable)")
    as_bericht = Word("Gedeclareerd", "Claimed")
    as_per_groep = Word("Per prestatiegroep", "Per prestatiegroep")
    as_per_groep_titel = Word("Prestaties en bedragen per prestatiegroep", "Prestaties and amounts per prestatiegroep")
    as_groep = Word("Prestatiegroep", "Prestatiegroep")
    as_maand = Word("Maand", "Month")
    as_in_export = Word("In de export", "In the export")
    as_declarabel = Word("Declarabel", "Declarable")
    as_bedrag_declarabel = Word("Bedrag declarabel", "Amount declarable")
    as_regels = Word("Regels gedeclareerd", "Lines claimed")
    as_bedrag_bericht = Word("Bedrag gedeclareerd", "Amount claimed")
    as_bedrag_export = Word("Bedrag in de export", "Amount in the export")
    as_verschil_rijen = Word("Verschil in regels", "Difference in lines")
    as_verschil = Word("Verschil in bedrag", "Difference in amount")
    as_zonder_bedrag = Word("Zonder bedrag", "Without amount")
    as_maand_groep = Word("Per maand en prestatiegroep ({n} regels)", "Per month and prestatiegroep ({n} lines)")
    as_maand_groep_deel = Word(
        "Hier staan de laatste {n} van {alle} regels. De volledige lijst staat in",
        "Here are the last {n} of {alle} lines. The complete list is in",
    )
    as_maand_groep_alle = Word("Dezelfde regels staan in", "The same lines are in")
    as_verschillen = Word("Verschillen met de declaratie", "Differences with the claim")
    as_verschillen_titel = Word(
        "Verschillen per soort, in volgorde van aandacht", "Differences by kind, in order of attention"
    )
    as_soort = Word("Soort verschil", "Kind of difference")
    as_betekenis = Word("Betekenis", "Meaning")
    as_buiten = Word("In maanden zonder bericht", "In months without a message")
    as_lijst = Word("De grootste verschillen", "The largest differences")
    as_lijst_deel = Word(
        "Hier staan {n} van de {alle} verschillen, van elke soort de grootste. Ze staan allemaal in",
        "Here are {n} of {alle} differences, the largest of every kind. All of them are in",
    )
    as_lijst_alle = Word("Alle {alle} verschillen staan hier, en in", "All {alle} differences are here, and in")
    as_code_export = Word("Code in de export", "Code in the export")
    as_code_bericht = Word("Code in het bericht", "Code in the message")
    as_datum_export = Word("Datum in de export", "Date in the export")
    as_datum_bericht = Word("Datum in het bericht", "Date in the message")
    as_zonder_nummer = Word("zonder nummer", "without a number")
    as_berichten = Word("Vergeleken met: {namen}.", "Compared with: {namen}.")
    as_sluit_aan = Word("sluit aan", "reconciles")
    as_sluit_niet = Word("SLUIT NIET AAN", "DOES NOT RECONCILE")
    as_controle = Word("Check", "Check")
    as_geen_verschil = Word("Er zijn geen verschillen met de declaratie.", "There are no differences with the claim.")

    def lots(self) -> dict[str, str]:
        """Return what becomes of a row that could be read."""
        return dict(zip(LOTS, (self.as_beoordeeld, self.as_niet_declarabel, self.as_toekomst), strict=True))
