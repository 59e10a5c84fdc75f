"""What the working paper says: why and how this was done, what came out, and who signs for it."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Word
from zpm_audit.reports.words.shared import SharedWords


@dataclass(frozen=True)
class WorkingPaperWords(SharedWords):
    """The sentences of the sheets Werkpapier and Splitsing."""

    wp_titel = Word("Werkpapier: audit Zorgprestatiemodel", "Working paper: audit of Zorgprestatiemodel records")
    wp_aanbieder = Word("Aanbieder", "Provider")
    wp_agb = Word("AGB-code", "AGB code")
    wp_uitgevoerd_door = Word("Uitgevoerd door", "Performed by")
    wp_beoordeeld_door = Word("Beoordeeld door", "Reviewed by")
    wp_beoordeeld_op = Word("Beoordeeld op", "Reviewed on")
    wp_uitgevoerd = Word("Datum van de run", "Date of the run")
    wp_catalogus = Word("Catalogus (sha256)", "Catalogue (sha256)")
    wp_catalogus_gelijk = Word("zoals geleverd", "as shipped")
    wp_catalogus_anders = Word("wijkt af van de geleverde: {ids}", "differs from the shipped one: {ids}")
    wp_periode_beoordeeld = Word("Beoordeelde periode", "Period judged")
    wp_doel = Word("Doel", "Purpose")
    wp_doel_tekst = Word(
        "Vaststellen of de geregistreerde prestaties voldoen aan de regels van het Zorgprestatiemodel, en wat de "
        "afwijkingen in euro's betekenen.",
        "To establish whether the registered prestaties comply with the rules of the Zorgprestatiemodel, and what the "
        "deviations amount to in euros.",
    )
    wp_bron = Word("Bron", "Source")
    wp_bron_tekst = Word(
        "{bestanden} bestanden, {rijen} rijen ingelezen; opzij gezet: {opzij}; zie",
        "{bestanden} files, {rijen} rows read; set aside: {opzij}; see",
    )
    wp_norm = Word("Norm", "Norm")
    wp_norm_tekst = Word(
        "{n} checks, elk met bron, vindplaats en zekerheid ({zekerheid}); zie",
        "{n} checks, each with its source, reference and certainty ({zekerheid}); see",
    )
    wp_werkzaamheden = Word("Werkzaamheden", "Work performed")
    wp_w_lezen = Word(
        "Alle rijen ingelezen; wat niet te lezen was staat apart, met de reden.",
        "All rows were read; what could not be read stands apart, with the reason.",
    )
    wp_w_aansluiten = Word(
        "Ingelezen, beoordeeld en gedeclareerd op elkaar aangesloten.", "Read, judged and claimed were reconciled."
    )
    wp_w_aansluiten_zonder = Word(
        "Ingelezen en beoordeeld op elkaar aangesloten; er is geen declaratiebericht meegegeven.",
        "Read and judged were reconciled; no claim message was given.",
    )
    wp_w_contract = Word(
        "Nagegaan of de export volledig en aannemelijk is (datacontract, controletotalen).",
        "Verified whether the export is complete and plausible (data contract, control totals).",
    )
    wp_w_contract_zonder = Word(
        "Nagegaan of de export aannemelijk is (datacontract); er zijn geen controletotalen om de volledigheid mee vast "
        "te stellen.",
        "Verified whether the export is plausible (data contract); there are no control totals to establish with "
        "whether it is complete.",
    )
    wp_w_beoordelen = Word(
        "{gedraaid} van {alle} checks uitgevoerd op alle rijen, geen steekproef.",
        "{gedraaid} of {alle} checks executed on all rows, no sample.",
    )
    wp_w_beoordelen_periode = Word(
        "{gedraaid} van {alle} checks uitgevoerd op alle rijen van {periode}, geen steekproef.",
        "{gedraaid} of {alle} checks executed on all rows of {periode}, no sample.",
    )
    wp_w_herrekenen = Word(
        "De consulten herrekend met de codelijst en aangesloten op de checks.",
        "The consults recalculated with the code list and tied to the checks.",
    )
    wp_w_tellen = Word(
        "De oordelen opgeteld tot de populatie en de lijsten geteld tegen de checks.",
        "The verdicts added up to the population and the lists counted against the checks.",
    )
    wp_uitkomst = Word("Uitkomst", "Outcome")
    wp_prestaties = Word("Beoordeelde prestaties", "Prestaties judged")
    wp_met_fout = Word("Prestaties met een fout", "Prestaties with an error")
    wp_met_signaal = Word("Prestaties met een signaal", "Prestaties with a signal")
    wp_te_veel = Word("Te veel (€)", "Too much (€)")
    wp_te_weinig = Word("Te weinig (€)", "Too little (€)")
    wp_bedrag_onbekend = Word("Prestaties met een fout, bedrag onbekend", "Prestaties with an error, amount unknown")
    wp_onbepaald = Word("Prestaties die een check niet kon beoordelen", "Prestaties that a check could not judge")
    wp_niet_uitgevoerd = Word("Checks niet uitgevoerd", "Checks that did not run")
    wp_lopend = Word("Lopende termijnen", "Running terms")
    wp_over_tijd = Word("waarvan over tijd", "of which overdue")
    wp_aandeel = Word("Aandeel", "Share")
    wp_aantal_of_bedrag = Word("Aantal of €", "Count or €")
    wp_brug = Word("Brug van Bevindingen naar de kop", "Bridge from Findings to the headline")
    wp_brug_uitleg = Word(
        "Een prestatie kan bij meer bevindingen staan en telt in de kop een keer, met haar grootste bedrag.",
        "A prestatie may stand with more than one finding and counts once in the headline, with its largest amount.",
    )
    wp_brug_ingekort = Word(
        "Het blad toont niet alle bevindingen: de aantallen komen uit de volledige lijst en zijn geen formules.",
        "The sheet does not show all findings: the counts come from the complete list and are no formulas.",
    )
    wp_b_alle = Word("Rijen in Bevindingen", "Rows in Findings")
    wp_b_signaal = Word("af: signalen", "less: signals")
    wp_b_fout = Word("Bevindingen met ernst fout", "Findings with severity error")
    wp_b_ander = Word(
        "af: fouten die geen prestatie noemen (zorgtraject, opname, groep)",
        "less: errors that name no prestatie (trajectory, opname, group)",
    )
    wp_b_dubbel = Word("af: volgende fout van dezelfde prestatie", "less: further error of the same prestatie")
    wp_b_kop = Word("Prestaties met een fout", "Prestaties with an error")
    wp_b_volgens = Word("Prestaties met een fout volgens de kop", "Prestaties with an error by the headline")
    wp_b_bedragen = Word("Bedragen in Bevindingen", "Amounts in Findings")
    wp_b_bedrag_dubbel = Word(
        "af: dezelfde prestatie bij meer bevindingen", "less: the same prestatie with more than one finding"
    )
    wp_b_bedrag_overlap = Word(
        "af: prestatie al in het bedrag van haar zorgtraject (restpost)",
        "less: prestatie already in the amount of its trajectory (remainder)",
    )
    wp_b_bedrag_anders = Word("af: bedragen van andere eenheden", "less: amounts of other units")
    wp_b_bedrag_kop = Word("Volgens de kop (prestaties)", "By the headline (prestaties)")
    wp_conclusie = Word("Conclusie", "Conclusion")
    wp_conclusie_eigen = Word("Eigen conclusie van de beoordelaar", "Conclusion of the reviewer")
    wp_paraaf = Word("Paraaf en datum", "Initials and date")
    wp_rol = Word("Rol", "Role")
    wp_opgesteld = Word("Opgesteld door", "Prepared by")
    wp_beoordeeld = Word("Beoordeeld door", "Reviewed by")
    wp_naam = Word("Naam", "Name")
    wp_paraaf_kort = Word("Paraaf", "Initials")
    wp_datum = Word("Datum", "Date")
    wp_telt = Word("Telt als prestatie", "Counts as prestatie")
    wp_in_bevindingen = Word("In Bevindingen", "In Findings")
    wp_in_onbepaald = Word("In Onbepaald", "In Undetermined")
    wp_in_lopend = Word("In Lopend", "In Running")
    wp_lijst_verschil = Word("Verschil met de lijsten", "Difference with the lists")
    wp_lijst_uitleg = Word(
        "De rijen in de lijsten zijn per check geteld (COUNTIFS) en horen gelijk te zijn aan haar oordelen.",
        "The rows in the lists are counted per check (COUNTIFS) and should equal its verdicts.",
    )
    wp_lijst_ingekort = Word(
        "Een lijst die niet alle rijen toont wordt hier niet geteld.",
        "A list that does not show all rows is not counted.",
    )
    wp_stand = Word("Stand", "State")
    wp_te_halen = Word("te halen", "can be met")
    wp_stand_over_tijd = Word("over tijd", "overdue")
    wp_over_tijd_uitleg = Word(
        "over tijd: de termijn is voorbij en wacht op het volgende contact",
        "overdue: the term has passed and waits for the next contact",
    )
    wp_te_halen_uitleg = Word("nog te halen", "can still be met")
    sp_titel = Word("Splitsing van de uitkomst", "Breakdown of the outcome")
    sp_uitleg = Word(
        "Elke prestatie telt een keer. Te veel en te weinig worden niet verrekend. Een leeg bedrag is onbekend.",
        "Every prestatie counts once. Too much and too little are not netted. An empty amount is unknown.",
    )
    sp_per = Word("Per {wat}", "Per {wat}")
    sp_met_fout_bedrag = Word("Bedrag met een fout (€)", "Amount with an error (€)")
    sp_beoordeeld_bedrag = Word("Beoordeeld bedrag (€)", "Amount judged (€)")
    sp_aandeel = Word("Aandeel met een fout", "Share with an error")
    sp_onbepaald = Word("Onbepaald", "Undetermined")
    sp_direct_goed = Word("Direct goed", "Right first time")
    sp_bedrag_onbekend = Word("Fout, bedrag onbekend", "Error, amount unknown")
    sp_rest = Word("Verschil met het totaal", "Difference with the total")
    sp_per_controle = Word("Per check, boekjaar en financiering", "Per check, financial year and financing")
    sp_populatie_bedrag = Word("Populatie (€)", "Population (€)")
    sp_afwijking_bedrag = Word("Afwijking (€)", "Deviation (€)")
