"""The sentences of the norm matrix, the same in the html report and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.shared import SharedWords

#: What is known of a norm that a person tests. Only the first is good news of a norm with items; of one without, a
#: person says it.
HandState = Literal["aangetoond", "niet_aangetoond", "volgens_opgave", "open", "niet_van_toepassing"]
HAND_STATE: dict[HandState, Text] = {
    "aangetoond": Text("aangetoond", "shown"),
    "niet_aangetoond": Text("niet aangetoond", "not shown"),
    "volgens_opgave": Text("in orde volgens opgave", "in order as stated"),
    "niet_van_toepassing": Text("niet van toepassing", "not applicable"),
    "open": Text("nog open", "still open"),
}


@dataclass(frozen=True)
class MatrixWords(SharedWords):
    """The sentences of the norm matrix."""

    nm_titel = Word("Normmatrix", "Norm matrix")
    nm_uitleg = Word(
        "Welke norm wordt door welke check gedekt, hoe ver, en wat kwam er in deze run uit? Wat niet of maar deels "
        "gedekt is, vraagt een andere beheersmaatregel.",
        "Which norm is covered by which check, how far, and what came out in this run? What is not covered, or only "
        "partly, needs another control measure.",
    )
    nm_per_kader = Word("Normen per kader naar dekking", "Norms per framework by coverage")
    nm_kader = Word("Kader", "Framework")
    nm_normen = Word("Normen", "Norms")
    nm_getekend = Word("Verdeling", "Division")
    nm_norm = Word("Norm", "Norm")
    nm_vraagt = Word("Wat de norm vraagt", "What the norm asks")
    nm_samen = Word("Dekking van de norm", "Coverage of the norm")
    nm_dekking = Word("Dekking", "Coverage")
    nm_controle = Word("Check, en uitkomst in deze run", "Check, and outcome in this run")
    nm_niet_in_run = Word("niet in deze run", "not in this run")
    nm_geen_controle = Word("geen check", "no check")
    nm_uitkomst = Word("{afwijking} van {populatie}", "{afwijking} of {populatie}")
    nm_uitkomst_uitleg = Word(
        "Achter een check: haar uitkomst, en hoeveel eenheden van haar populatie afwijken. Die uitkomst gaat over "
        "de check; bij een norm die maar deels gedekt is zegt zij niet alles over de norm.",
        "Behind a check: its outcome, and how many units of its population deviate. That outcome is about the check; "
        "for a norm that is covered partly it does not say everything about the norm.",
    )
    nm_toelichting = Word("Wat er niet onder valt, of wat een mens doet", "What is outside it, or what a person does")
    nm_filter = Word("Filter de normmatrix", "Filter the norm matrix")
    nm_alle_kaders = Word("alle kaders", "all frameworks")
    nm_alles = Word("alles", "everything")
    nm_telling = Word("{aantal} van {alle} normen", "{aantal} of {alle} norms")
    nm_ongeplaatst = Word(
        "Deze checks staan onder geen enkele norm: {ids}.", "These checks stand under no norm at all: {ids}."
    )
    nm_bron = Word("Bron", "Source")
    nm_titel_controle = Word("Titel van de check", "Title of the check")
    nm_controle_id = Word("Check", "Check")
    nm_status = Word("Uitkomst in deze run", "Outcome in this run")
    wk_titel = Word("Werkprogramma: wat met de hand getoetst wordt", "Work programme: what is tested by hand")
    wk_uitleg = Word(
        "Van {n} normen laat de normmatrix iets aan een mens over. De opdracht hieronder trekt per norm posten uit "
        "deze run, met de omvang die bij de gekozen betrouwbaarheid hoort, en schrijft een werkboek om in te vullen.",
        "Of {n} norms the matrix leaves something to a person. The command below draws items from this run for each "
        "norm, of the size that goes with the chosen confidence, and writes a workbook to fill in.",
    )
    wk_opdracht = Word(
        "zpm-audit steekproef programma MAP --betrouwbaarheid 0.95 --toelaatbaar 0.05",
        "zpm-audit steekproef programma FOLDER --betrouwbaarheid 0.95 --toelaatbaar 0.05",
    )
    wk_bekijken = Word("Wat te bekijken", "What to look at")
    wk_waaruit = Word("Waaruit getrokken wordt", "Drawn from")
    wk_bron = Word("Bron van de norm", "Source of the norm")
    wk_ingevuld = Word(
        "Ingevuld: trekking {trekking} uit run {run}, zaad {zaad}. De uitkomst verandert geen oordeel van een check; "
        "een norm over andere eenheden dan die van deze run telt niet mee.",
        "Filled in: draw {trekking} from run {run}, seed {zaad}. The outcome changes no verdict of a check; a norm "
        "about other units than those of this run does not count.",
    )
    wk_stand = Word("Stand", "State")
    wk_eenheden = Word("Eenheden", "Units")
    wk_omvang = Word("Omvang", "Size")
    wk_beoordeeld = Word("Beoordeeld", "Judged")
    wk_fout = Word("Fout", "Wrong")
    wk_waarschijnlijk = Word("Waarschijnlijke fout", "Most likely error")
    wk_bovengrens = Word("Bovengrens", "Upper limit")
    wk_uitkomst = Word("Uitkomst", "Outcome")
    wk_cijfers = Word(
        "{beoordeeld} van {omvang} beoordeeld (uit {eenheden}), fout {fout}; waarschijnlijk {waarschijnlijk}, "
        "hoogstens {bovengrens}",
        "{beoordeeld} of {omvang} judged (of {eenheden}), wrong {fout}; likely {waarschijnlijk}, at most {bovengrens}",
    )
    wk_niet_in_programma = Word("niet in dit programma", "not in this programme")
    nm_leeg = Word("Bij deze checks hoort geen normmatrix.", "These checks come with no norm matrix.")
    nm_betekenis = Word("Wat de dekking betekent", "What coverage means")
