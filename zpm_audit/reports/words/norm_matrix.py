"""The sentences of the norm matrix, the same in the html report and in the workbook."""

from __future__ import annotations

from zpm_audit.base.language import Text

MATRIX: dict[str, Text] = {
    "nm_titel": Text("Normmatrix", "Norm matrix"),
    "nm_uitleg": Text(
        "Welke norm wordt door welke controle gedekt, hoe ver, en wat kwam er in deze run uit? Wat niet of maar deels "
        "gedekt is, vraagt een andere beheersmaatregel.",
        "Which norm is covered by which check, how far, and what came out in this run? What is not covered, or only "
        "partly, needs another control measure.",
    ),
    "nm_per_kader": Text("Normen per kader naar dekking", "Norms per framework by coverage"),
    "nm_kader": Text("Kader", "Framework"),
    "nm_normen": Text("Normen", "Norms"),
    "nm_getekend": Text("Verdeling", "Division"),
    "nm_norm": Text("Norm", "Norm"),
    "nm_vraagt": Text("Wat de norm vraagt", "What the norm asks"),
    "nm_samen": Text("Dekking van de norm", "Coverage of the norm"),
    "nm_dekking": Text("Dekking", "Coverage"),
    "nm_controle": Text("Controle, en uitkomst in deze run", "Check, and outcome in this run"),
    "nm_niet_in_run": Text("niet in deze run", "not in this run"),
    "nm_geen_controle": Text("geen controle", "no check"),
    "nm_uitkomst": Text("{afwijking} van {populatie}", "{afwijking} of {populatie}"),
    "nm_uitkomst_uitleg": Text(
        "Achter een controle: haar uitkomst, en hoeveel eenheden van haar populatie afwijken. Die uitkomst gaat over "
        "de controle; bij een norm die maar deels gedekt is zegt zij niet alles over de norm.",
        "Behind a check: its outcome, and how many units of its population deviate. That outcome is about the check; "
        "for a norm that is covered partly it does not say everything about the norm.",
    ),
    "nm_toelichting": Text("Wat er niet onder valt, of wat een mens doet", "What is outside it, or what a person does"),
    "nm_filter": Text("Filter de normmatrix", "Filter the norm matrix"),
    "nm_alle_kaders": Text("alle kaders", "all frameworks"),
    "nm_alles": Text("alles", "everything"),
    "nm_telling": Text("{aantal} van {alle} normen", "{aantal} of {alle} norms"),
    "nm_ongeplaatst": Text(
        "Deze controles staan onder geen enkele norm: {ids}.", "These checks stand under no norm at all: {ids}."
    ),
    "nm_bron": Text("Bron", "Source"),
    "nm_titel_controle": Text("Titel van de controle", "Title of the check"),
    "nm_controle_id": Text("Controle", "Check"),
    "nm_status": Text("Uitkomst in deze run", "Outcome in this run"),
    "nm_leeg": Text("Bij deze controles hoort geen normmatrix.", "These checks come with no norm matrix."),
    "nm_betekenis": Text("Wat de dekking betekent", "What coverage means"),
}
