"""The sentences of the first page: can the export be trusted, what came out, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Noun, Text, Word
from zpm_audit.reports.words.shared import SharedWords

ERROR = Noun(Text("fout", "error"), Text("fouten", "errors"))
SIGNAL = Noun(Text("signaal", "signal"), Text("signalen", "signals"))
TERM = Noun(Text("termijn", "term"), Text("termijnen", "terms"))


@dataclass(frozen=True)
class FrontWords(SharedWords):
    """The sentences of the first page."""

    # Who and what
    aanbieder = Word("Aanbieder", "Provider")
    niet_opgegeven = Word("niet opgegeven", "not stated")
    agb = Word("AGB-code", "AGB code")
    losse_datums = Word("los {periode}", "stray {periode}")
    uitgevoerd_op = Word("Uitgevoerd op", "Run on")
    uitgevoerd_door = Word("Uitgevoerd door", "Performed by")
    beoordeeld_door = Word("Beoordeeld door", "Reviewed by")
    conclusie_beoordelaar = Word("Conclusie van de beoordelaar", "Conclusion of the reviewer")
    catalogus = Word("Catalogus", "Catalogue")
    catalogus_gelijk = Word("{n} checks, gelijk aan de meegeleverde", "{n} checks, the same as shipped")
    catalogus_anders = Word("{n} checks; anders dan meegeleverd: {ids}", "{n} checks; not as shipped: {ids}")
    catalogus_extra = Word("eigen: {ids}", "own: {ids}")
    catalogus_meer = Word("en {n} andere", "and {n} more")
    # Can the export be trusted
    vertrouwen = Word("Is op deze export te bouwen?", "Can this export be built on?")
    volledigheid = Word("Volledigheid", "Completeness")
    aansluiting_rijen_kort = Word("Aansluiting", "Reconciliation")
    declaratie = Word("Declaratie", "Claim")
    vt_volledig = Word("volledig", "complete")
    vt_volledig_uitleg = Word("Alle {n} controletotalen kloppen.", "All {n} control totals agree.")
    vt_onvolledig = Word("niet volledig", "not complete")
    vt_onvolledig_uitleg = Word(
        "{n} van {alle} controletotalen kloppen niet.", "{n} of {alle} control totals do not agree."
    )
    vt_niet_vastgesteld = Word("niet vastgesteld", "not established")
    vt_geen_totalen = Word("Het bronsysteem gaf geen controletotalen mee.", "The source system gave no control totals.")
    vt_contract = Word("Datacontract: {n} van {alle} niet gehaald.", "Data contract: {n} of {alle} not met.")
    vt_sluit = Word("sluit aan", "reconciles")
    vt_sluit_uitleg = Word(
        "{rijen} rijen gelezen, elke rij is verantwoord. Opzij gezet: {opzij}.",
        "{rijen} rows read, every row is accounted for. Set aside: {opzij}.",
    )
    vt_sluit_niet = Word("sluit niet aan", "does not reconcile")
    vt_sluit_niet_uitleg = Word(
        "Niet elke ingelezen rij is verantwoord.", "Not every row that was read is accounted for."
    )
    vt_veel_opzij = Word("te veel opzij", "too much set aside")
    vt_sleutels = Word("sleutels zonder rij", "keys without a row")
    vt_minder = Word("minder rijen dan eerst", "fewer rows than before")
    vt_niet_bouwen = Word("Op deze export is niet te bouwen.", "This export cannot be built on.")
    vt_gelijk = Word("gelijk", "the same")
    vt_gelijk_uitleg = Word(
        "Alle {n} gedeclareerde prestaties staan zo in de export.", "All {n} claimed prestaties are so in the export."
    )
    vt_anders = Word("verschilt", "differs")
    vt_anders_uitleg = Word(
        "{n} prestaties verschillen van wat is gedeclareerd.", "{n} prestaties differ from what was claimed."
    )
    vt_niet_vergeleken = Word("niet vergeleken", "not compared")
    vt_geen_bericht = Word("Er is geen declaratiebericht meegegeven.", "No claim message was given.")
    # The conclusion
    slot_export = Word("Deze export is te onvolledig om op te bouwen. ", "This export is too incomplete to build on. ")
    slot_fouten = Word(
        "Van de {n} beoordeelde prestaties hebben er {fout} ({deel}) een fout{bedragen}.",
        "Of the {n} prestaties judged {fout} ({deel}) have an error{bedragen}.",
    )
    slot_bedragen = Word("; {delen}", "; {delen}")
    slot_veel = Word("{bedrag} te veel", "{bedrag} too much")
    slot_weinig = Word("{bedrag} te weinig", "{bedrag} too little")
    slot_onbekend = Word("bij {n} is het bedrag onbekend", "for {n} the amount is unknown")
    slot_andere = Word(
        "Geen van de {n} beoordeelde prestaties heeft zelf een fout, maar er zijn {fout} bij andere onderwerpen.",
        "None of the {n} prestaties judged has an error itself, but there are {fout} on other subjects.",
    )
    slot_signalen = Word(
        "Geen fouten in {n} beoordeelde prestaties; {signaal} om te bekijken.",
        "No errors in {n} prestaties judged; {signaal} to look at.",
    )
    slot_onvolledig = Word(
        "Geen open afwijkingen in {n} beoordeelde prestaties, maar niet alles kon worden beoordeeld.",
        "No open deviations in {n} prestaties judged, but not everything could be judged.",
    )
    slot_akkoord = Word(
        "Geen open afwijkingen: alle {n} beoordeelde prestaties voldoen.",
        "No open deviations: all {n} prestaties judged comply.",
    )
    slot_signalen_open = Word(
        "Geen open fouten in {n} beoordeelde prestaties; {signaal} om te bekijken.",
        "No open errors in {n} prestaties judged; {signaal} to look at.",
    )
    slot_geaccepteerd = Word(
        "Geen open afwijkingen in {n} beoordeelde prestaties: wat afwijkt is geaccepteerd.",
        "No open deviations in {n} prestaties judged: what deviates was accepted.",
    )
    slot_niets = Word("Er is niets beoordeeld.", "Nothing was judged.")
    verhouding_prestaties = Word(
        "{fout} van {n} beoordeelde prestaties met een fout", "{fout} of {n} prestaties judged with an error"
    )
    # Four figures
    cijfers = Word("De uitkomst in vier cijfers", "The outcome in four figures")
    cijfer_fout = Word("Prestaties met een fout", "Prestaties with an error")
    cijfer_fout_uitleg = Word("{deel} van {n} · {bedrag} van {geheel}", "{deel} of {n} · {bedrag} of {geheel}")
    cijfer_bedrag = Word("Te veel · te weinig · onbekend", "Too much · too little · unknown")
    cijfer_veel = Word("te veel", "too much")
    cijfer_weinig = Word("te weinig", "too little")
    cijfer_onbekend = Word("bij {n} prestaties onbekend", "unknown for {n} prestaties")
    cijfer_onbepaald = Word("Niet te beoordelen", "Not to be judged")
    cijfer_onbepaald_uitleg = Word(
        "prestaties ({deel}); {oordelen} oordelen onbepaald", "prestaties ({deel}); {oordelen} verdicts undetermined"
    )
    cijfer_niet_uitgevoerd = Word("Niet uitgevoerd", "Not run")
    cijfer_niet_uitgevoerd_uitleg = Word(
        "van {n} checks; {leeg} zonder iets om te beoordelen", "of {n} checks; {leeg} with nothing to judge"
    )
    # Themes
    themas = Word("Thema's, zwaarste eerst", "Themes, heaviest first")
    fouten = Word("Fouten", "Errors")
    signalen = Word("Signalen", "Signals")
    hoogste_aandeel = Word("Aandeel", "Rate")
    hoogste_aandeel_uitleg = Word(
        "Aandeel: het afwijkende deel van de populatie van de check met de meeste afwijkingen, op een vaste schaal van "
        "0,1 · 1 · 10 · 100%. Bedragen in hele euro's; binnen een thema telt elke prestatie een keer. Zwaar weegt een "
        "groot deel van het bedrag of van het aantal; rood is wat een eigen tolerantie overschrijdt, en zonder die de "
        "vijf checks met de zwaarste fouten. Opzij: rijen die niet te lezen waren en de uitkomst konden veranderen, "
        "per tabel.",
        "Rate: the deviating part of the population of the check with the most deviations, on a fixed scale of 0.1 · 1 "
        "· 10 · 100%. Amounts in whole euros; within a theme every prestatie counts once. Heavy is a large part of the "
        "money or of the number; red is what exceeds a tolerance of its own, and without those the five checks with "
        "the heaviest errors. Aside: rows that could not be read and could have changed the outcome, table by table.",
    )
    opzij_kolom = Word("Opzij", "Aside")
    opzij_bij = Word("opzij gezet: {opzij}", "set aside: {opzij}")
    opzij_norm = Word(
        "Niet meegeteld, want opzij gezet, zijn rijen van: {opzij}.",
        "Not counted, because they were set aside, are rows of: {opzij}.",
    )
    checks_gedraaid = Word("Checks", "Checks")
    bron_letters = Word("Bron", "Source")
    trend = Word("Verloop", "Trend")
    stand = Word("Stand", "State")
    van_populatie = Word("{id}: {afwijking} van {populatie}", "{id}: {afwijking} of {populatie}")
    stand_fouten = Word("fouten", "errors")
    stand_deels = Word("deels", "partly")
    stand_leeg = Word("n.v.t.", "n/a")
    stand_signalen = Word("signalen", "signals")
    # What to do first
    doe_eerst = Word("Doe dit eerst", "Do this first")
    doe_niets = Word("Er zijn geen open afwijkingen en geen termijnen.", "There are no open deviations and no terms.")
    doe_termijnen = Word("Termijnen die binnen 14 dagen aflopen", "Terms that end within 14 days")
    doe_over_tijd = Word("Termijnen die over tijd zijn", "Terms that are overdue")
    doe_team = Word("team {naam} ({n})", "team {naam} ({n})")
    doe_behandelaar = Word("behandelaar {naam} ({n})", "practitioner {naam} ({n})")
    doe_dagen = Word("binnen {n} dagen", "within {n} days")
    doe_te_laat = Word("{n} over de reactietijd", "{n} past the response time")
    lijsten_ernaast = Word(
        "Naast dit rapport staan blokkade.csv (prestaties die niet gefactureerd mogen worden) en termijnen_week.csv "
        "(de termijnen van de komende zeven dagen, per regiebehandelaar).",
        "Beside this report are blokkade.csv (prestaties that must not be invoiced) and termijnen_week.csv "
        "(the terms of the coming seven days, per coordinating practitioner).",
    )
    lijsten_werklijsten = Word("De werklijsten:", "The work lists:")
    eigenaren_geen = Word(
        "Er zijn geen eigenaren ingesteld (eigenaren in zpm-audit.yaml).",
        "No owners are set (eigenaren in zpm-audit.yaml).",
    )
    eigenaren_open = Word("Open zonder eigenaar: {n} van {alle}.", "Open without an owner: {n} of {alle}.")
    eigenaren_laat = Word("Over de reactietijd: {n}.", "Past the response time: {n}.")
    doe_niemand = Word("eigenaar onbekend", "owner unknown")
    doe_bedrag_onbekend = Word("bedrag onbekend", "amount unknown")
    doe_oudste = Word("oudste van {datum}", "oldest of {datum}")
    doe_voor = Word("uiterlijk {datum}", "by {datum}")
    doe_geen_datum = Word("zonder datum", "no date")
    doe_alles = Word("Alle acties", "All actions")
    termijnen_zin = Word("{n} lopen nog, {over} over tijd", "{n} still running, {over} overdue")
    termijnen = Word("Termijnen", "Terms")
