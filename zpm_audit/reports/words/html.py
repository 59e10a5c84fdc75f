"""The sentences of the html report, in both languages. Words that other reports share stand in ``words``."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.accounting import AccountingWords
from zpm_audit.reports.words.export import ExportWords
from zpm_audit.reports.words.front import FrontWords
from zpm_audit.reports.words.lists import ListWords
from zpm_audit.reports.words.norm_matrix import MatrixWords
from zpm_audit.reports.words.norms import NormWords
from zpm_audit.reports.words.reconciliation import ReconciliationWords
from zpm_audit.reports.words.trend import TrendWords

CHAPTERS: dict[str, Text] = {
    "voorpagina": Text("Uitkomst", "Outcome"),
    "zoeken": Text("Zoek in alle bevindingen", "Search all findings"),
    "oordeel": Text("Cijfers en dekking", "Figures and coverage"),
    "tolerantie": Text("Oordeel tegen de tolerantie", "Opinion against the tolerance"),
    "actie": Text("Actielijst", "Action list"),
    "trend": Text("Verloop over de runs", "Trend over the runs"),
    "normen": Text("Norm voor norm", "Norm by norm"),
    "onbepaald": Text("Wat niet te beoordelen was", "What could not be judged"),
    "niet-uitgevoerd": Text("Niet uitgevoerde checks", "Checks that did not run"),
    "aansluiting": Text("Aansluiting", "Reconciliation"),
    "export": Text(
        "Is deze export volledig en aannemelijk genoeg om een audit op te baseren?",
        "Is this export complete and plausible enough to base an audit on?",
    ),
    "herrekening": Text("Herrekening van de consulten", "Recalculation of the consults"),
    "risico": Text("Van risico naar uitkomst", "From risk to outcome"),
    "raamwerk": Text("Beheersraamwerk: van risico naar werking", "Control framework: from risk to operation"),
    "normmatrix": Text("Normmatrix: wat is gedekt en wat niet", "Norm matrix: what is covered and what is not"),
    "werkprogramma": Text("Werkprogramma: wat met de hand getoetst wordt", "Work programme: what is tested by hand"),
    "bestanden": Text("Bronbestanden en instellingen", "Input files and options"),
    "herhalen": Text("Nagaan en herhalen", "Verify and re-perform"),
    "begrippen": Text("Begrippen", "Glossary"),
}

#: Steps to re-perform the audit: sentence, command.
STEPS: tuple[tuple[Text, str], ...] = (
    (
        Text(
            "Ga na dat niets is gewijzigd. De opdracht berekent elke hash in manifest.json opnieuw en zegt wat er "
            "verschilt.",
            "Verify that nothing was changed. The command recomputes every hash in manifest.json and says what "
            "differs.",
        ),
        "zpm-audit verify {map}",
    ),
    (
        Text(
            "Voer de audit opnieuw uit op dezelfde bronbestanden, met dezelfde peildatum en dezelfde instellingen als "
            "hierboven.",
            "Run the audit again on the same input files, with the same reference date and the same options as above.",
        ),
        "{opdracht}",
    ),
    (
        Text(
            "Vergelijk bevindingen.csv van beide uitvoeringen: dezelfde invoer, checks en peildatum geven byte voor "
            "byte hetzelfde bestand.",
            "Compare bevindingen.csv of both runs: the same input, checks and reference date give the same file, byte "
            "for byte.",
        ),
        "",
    ),
    (
        Text(
            "Lees wat één check precies doet, met bron, parameters en uitgewerkte gevallen.",
            "Read what one check does exactly, with its source, parameters and worked cases.",
        ),
        "zpm-audit checks show {check}",
    ),
)


@dataclass(frozen=True)
class PageWords(
    ReconciliationWords, MatrixWords, FrontWords, ExportWords, NormWords, ListWords, AccountingWords, TrendWords
):
    """The words of the page."""

    rapport_titel = Word("Auditrapport Zorgprestatiemodel", "Zorgprestatiemodel audit report")
    naar_inhoud = Word("Naar de inhoud", "Skip to content")
    inhoudsopgave = Word("Inhoud", "Contents")
    toelichting = Word("Toelichting", "Explanation")
    en_woord = Word("en", "and")
    lang = Word("{begin}… ({aantal} tekens, toon alles)", "{begin}… ({aantal} characters, show all)")
    voet = Word(
        "Gemaakt met zpm-audit {versie}, audit {kenmerk}. Dit bestand staat op zichzelf en haalt niets op.",
        "Made with zpm-audit {versie}, audit {kenmerk}. This file stands alone and fetches nothing.",
    )
    # Verdict and coverage
    niet_gedraaid = Word("{n} {checks} zonder uitkomst.", "{n} {checks} without an outcome.")
    niet_gedraaid_uitleg = Word(
        "Over deze normen zegt het rapport niets: ze tellen niet als goed en niet als fout.",
        "On these norms the report says nothing: they count neither as correct nor as wrong.",
    )
    redenen_in = Word("De redenen staan in", "The reasons are in")
    alle_oordelen = Word("Alle oordelen", "All verdicts")
    alle_oordelen_uitleg = Word(
        "Samen {n}: een prestatie waarop drie normen slaan telt drie keer. Geaccepteerde afwijkingen zitten bij de "
        "afwijkingen; hun aantal staat ernaast.",
        "Together {n}: a prestatie to which three norms apply counts three times. Accepted deviations are among the "
        "deviations; their number stands beside it.",
    )
    dekking = Word("Welke prestaties zijn bekeken", "Which prestaties were looked at")
    dekking_tabel = Word("Prestaties in deze audit", "Prestaties in this audit")
    dekking_wat = Word("Prestaties", "Prestaties")
    dekking_beoordeeld = Word("Beoordeeld", "Judged")
    dekking_beoordeeld_uitleg = Word(
        "Declarabel en niet na de peildatum. Elke norm heeft daarbinnen zijn eigen populatie.",
        "Declarable and not after the reference date. Within these every norm has its own population.",
    )
    dekking_buiten_periode = Word("Buiten de periode", "Outside the period")
    dekking_buiten_periode_uitleg = Word(
        "Deze audit gaat over {periode}: niet beoordeeld, wel gebruikt om over de rest te oordelen.",
        "This audit is about {periode}: not judged, but used to judge the others.",
    )
    dekking_toekomst = Word("Na de peildatum", "After the reference date")
    dekking_toekomst_uitleg = Word(
        "Uitvoerdatum na {peildatum}: niet beoordeeld.",
        "Dated after {peildatum}: not judged.",
    )
    dekking_niet_declarabel = Word("Niet declarabel", "Not declarable")
    dekking_niet_declarabel_uitleg = Word(
        "Gaat niet naar de betaler: niet beoordeeld.",
        "Does not go to the payer: not judged.",
    )
    verloop = Word("Afwijkingen in de tijd", "Deviations over time")
    verloop_titel = Word("Afwijkingen van alle normen per {eenheid}", "Deviations of all norms per {eenheid}")
    verloop_uitleg = Word(
        "Op de datum die de norm gebruikt; het hoogste punt heeft een getal.",
        "On the date that the norm uses; the highest point has a number.",
    )
    buiten_grafiek = Word(
        "Niet getekend, want buiten de periode: {n} ({maanden}).", "Not drawn, as outside the period: {n} ({maanden})."
    )
    andere_maanden = Word("andere maanden ({n})", "other months ({n})")
    zonder_datum = Word("{n} zonder datum staan er niet in.", "{n} without a date are not in it.")
    fout = Word("Fout", "Error")
    signaal = Word("Signaal", "Signal")
    als_tabel = Word("Dezelfde getallen als tabel", "The same numbers as a table")
    afwijkingen = Word("Afwijkingen", "Deviations")
    duurste = Word("Normen met het hoogste bedrag", "Norms with the highest amount")
    duurste_titel = Word(
        "Bedrag van de afwijkingen per norm, hoogste eerst", "Amount of the deviations per norm, highest first"
    )
    duurste_uitleg = Word(
        "Deze bedragen mogen niet worden opgeteld: een prestatie kan van meer normen afwijken. Het totaal "
        "bovenaan telt "
        "elke prestatie één keer.",
        "Do not add these amounts up: a prestatie can deviate from several norms. The total at the top counts every "
        "prestatie once.",
    )
    verhouding = Word("In verhouding", "In proportion")
