"""What the html report says of the export: whether it is complete, and plausible."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.shared import SharedWords


@dataclass(frozen=True)
class ExportWords(SharedWords):
    """The sentences of these chapters."""

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
        "Rijen: elke tabel sluit aan. Opzij gezet: {opzij}.",
        "Rows: every table reconciles. Set aside: {opzij}.",
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
