"""What the workbook of a work programme says."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word, Words

#: What became of a norm as a whole.
DONE = {
    "in orde": Text("in orde", "in order"),
    "niet in orde": Text("niet in orde", "not in order"),
    "niet na te gaan": Text("niet na te gaan", "cannot be verified"),
    "niet van toepassing": Text("niet van toepassing", "not applicable"),
}


@dataclass(frozen=True)
class ProgrammeWords(Words):
    """The sentences."""

    titel = Word("Werkprogramma: wat met de hand getoetst wordt", "Work programme: what is tested by hand")
    programma = Word("Programma", "Programme")
    posten = Word("Posten", "Items")
    toelichting = Word("Toelichting", "Explanation")
    invullen = Word(
        "Vul per post het oordeel in op het blad Posten, en per norm de conclusie op het blad Programma.",
        "Fill in the verdict per item on the sheet Items, and the conclusion per norm on the sheet Programme.",
    )
    kader = Word("Kader", "Framework")
    norm = Word("Norm", "Norm")
    vraagt = Word("Wat de norm vraagt", "What the norm asks")
    bron = Word("Bron", "Source")
    bekijken = Word("Wat te bekijken", "What to look at")
    waaruit = Word("Waaruit", "Drawn from")
    populatie = Word("Eenheden", "Units")
    omvang = Word("Omvang", "Size")
    grondslag = Word("Grondslag", "Basis")
    basis = Word(
        "attribuut, {zeker} betrouwbaarheid, {deel} toelaatbaar, {verdeling}; hoogstens {kritiek} fout",
        "attribute, {zeker} confidence, {deel} tolerable, {verdeling}; at most {kritiek} wrong",
    )
    niets = Word("er is in deze run niets om uit te trekken", "in this run there is nothing to draw from")
    conclusie = Word("Conclusie", "Conclusion")
    opmerking = Word("Opmerking", "Remark")
    paraaf = Word("Paraaf", "Initials")
    datum = Word("Datum", "Date")
    regel = Word("regel", "line")
    post = Word("post", "item")
    kenmerk = Word("onderwerp", "subject")
    oordeel = Word("oordeel", "verdict")
    leeg = Word("Er is niets getrokken.", "Nothing was drawn.")
    hoe = Word("Hoe dit is getrokken", "How this was drawn")
    run = Word("Run {run_id}, kenmerk {kenmerk}, manifest {manifest_sha256}.",
               "Run {run_id}, mark {kenmerk}, manifest {manifest_sha256}.")  # fmt: skip
    zaad = Word(
        "Zaad {zaad}. Met hetzelfde zaad komen uit dezelfde populatie dezelfde posten; normen over dezelfde eenheden "
        "delen een trekking, zodat een dossier een keer opengaat.",
        "Seed {zaad}. The same seed gives the same items from the same population; norms about the same units share a "
        "draw, so that a file is opened once.",
    )
    omvang_uitleg = Word(
        "De omvang is de kleinste die bij deze betrouwbaarheid aantoont dat minder dan het toelaatbare deel fout is, "
        "als er geen fout gevonden wordt. Bij een fout is dat niet aangetoond: breid niet achteraf uit, maar trek "
        "opnieuw.",
        "The size is the smallest that shows, at this confidence, that less than the tolerable part is wrong if no "
        "error is found. With an error that is not shown: do not extend afterwards, but draw anew.",
    )
    lezen = Word(
        "Ingevuld? Lees het werkboek in en evalueer het: zpm-audit steekproef lees WERKBOEK, en zpm-audit steekproef "
        "evalueer MAP (de map waar het in staat). Laat Kader, Norm en post staan: daaraan wordt een regel herkend.",
        "Filled in? Read the workbook in and evaluate it: zpm-audit steekproef lees WORKBOOK, and zpm-audit steekproef "
        "evalueer FOLDER (the one that it is in). Leave Framework, Norm and item: it is how a line is known.",
    )
    eenmalig = Word(
        "Een norm zonder posten vraagt om een document of een inrichting: die gaat u een keer na.",
        "A norm without items asks for a document or a set-up: that is seen to once.",
    )
