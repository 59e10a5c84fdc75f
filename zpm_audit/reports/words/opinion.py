"""What reports say of the outcome against its tolerances."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.shared import SharedWords

VERDICT: dict[str, Text] = {
    "binnen": Text("binnen tolerantie", "within tolerance"),
    "overschreden": Text("tolerantie overschreden", "tolerance exceeded"),
    "niet_vast_te_stellen": Text("niet vast te stellen", "cannot be determined"),
}
#: The same on a line that already speaks of the tolerance.
BRIEF: dict[str, Text] = {
    "binnen": Text("binnen", "within"),
    "overschreden": Text("overschreden", "exceeded"),
    "niet_vast_te_stellen": Text("niet vast te stellen", "cannot be determined"),
}
SCOPE: dict[str, Text] = {
    "geheel": Text("geheel", "whole"),
    "thema": Text("thema", "theme"),
    "check": Text("check", "check"),
}
#: What is not known, by its kind; ``{n}`` is how many.
DOUBT: dict[str, Text] = {
    "vertrouwen": Text("op deze export is niet te bouwen", "this export cannot be built on"),
    "niet_uitgevoerd": Text("{n} niet uitgevoerde checks", "{n} checks that did not run"),
    "opzij": Text("{n} rijen opzij gezet", "{n} rows set aside"),
    "onbepaald": Text("{n} onbepaald", "{n} undetermined"),
    "buiten_beeld": Text("{n} buiten beeld", "{n} out of sight"),
    "zonder_prestatie": Text("{n} fouten die geen prestatie noemen", "{n} errors that name no prestatie"),
    "bedrag_onbekend": Text("{n} fouten met onbekend bedrag", "{n} errors of unknown amount"),
    "niets_beoordeeld": Text("er is niets beoordeeld", "nothing was judged"),
}


@dataclass(frozen=True)
class OpinionWords(SharedWords):
    """The sentences."""

    to_titel = Word("Oordeel tegen de tolerantie", "Opinion against the tolerance")
    to_kort = Word("Tolerantie", "Tolerance")
    to_geen = Word(
        "Er is geen tolerantie opgegeven: de uitkomst is niet tegen een grens gehouden.",
        "No tolerance was set: the outcome was not held against a limit.",
    )
    to_uitleg = Word(
        "Bekend is wat de checks vonden. Waarschijnlijk en bovengrens komen uit een steekproef op wat de checks niet "
        "zien; zonder steekproef is er niet geprojecteerd. Onbekend is wat niet te beoordelen was. Binnen tolerantie "
        "staat er alleen als ook al het onbekende fout zou mogen zijn.",
        "Known is what the checks found. Likely and upper limit come from a sample of what checks do not see; without "
        "a sample nothing was projected. Unknown is what could not be judged. Within tolerance is said only where all "
        "that is unknown might be wrong too.",
    )
    to_telling = Word(
        "Van het geheel tellen prestaties, elk een keer; van een thema of check de oordelen. Een thema en het geheel "
        "tellen fouten en geen signalen. Te veel en te weinig worden opgeteld en nooit verrekend.",
        "Of the whole prestaties count, each once; of a theme or a check the verdicts. A theme and the whole count "
        "errors and no signals. Too much and too little are added up and never netted.",
    )
    to_opzij_raakt = Word(
        "Aanname van de opdrachtgever: een rij die opzij is gezet raakt hoogstens {n} eenheden.",
        "Assumption of the user: a row that was set aside touches at most {n} units.",
    )
    to_waarvan = Word("Waarvan", "Of what")
    to_maat = Word("Maat", "Measure")
    to_rijen = Word("aantal", "number")
    to_eur = Word("bedrag", "amount")
    to_prestaties = Word("prestaties", "prestaties")
    to_oordelen = Word("oordelen", "verdicts")
    to_grens = Word("Tolerantie", "Tolerance")
    to_bekend = Word("Bekende fout", "Known error")
    to_van = Word("Van", "Of")
    to_open = Word("Zonder geaccepteerd", "Without accepted")
    to_waarschijnlijk = Word("Waarschijnlijke fout", "Likely error")
    to_bovengrens = Word("Bovengrens", "Upper limit")
    to_niet_geprojecteerd = Word("niet geprojecteerd", "not projected")
    to_onbekend = Word("Onbekend", "Unknown")
    to_geprojecteerd = Word("Geprojecteerd", "Projected")
    to_door = Word("door", "because of")
    to_conclusie = Word("Conclusie", "Conclusion")
    to_conclusie_open = Word("Conclusie zonder geaccepteerd", "Conclusion without accepted")
    to_waarom = Word("Waarom", "Why")
    to_hoogstens = Word("{wat} (hoogstens {most})", "{wat} (at most {most})")
    to_zonder_grens = Word("{wat} (niet te begrenzen)", "{wat} (without a limit)")
    to_steekproef = Word(
        "steekproef {trekking}: {fouten} fout in {n}, betrouwbaarheid {zeker}",
        "sample {trekking}: {fouten} wrong in {n}, confidence {zeker}",
    )
    to_steekproef_kort = Word("Steekproef", "Sample")
    to_boven = Word("de bovengrens van de steekproef ligt erboven", "the upper limit of the sample is above it")
    to_te_veel = Word("{bedrag} te veel", "{bedrag} too much")
    to_te_weinig = Word("{bedrag} te weinig", "{bedrag} too little")
    # The line on the first page
    to_regel = Word("{maat} {bekend} bij {grens}: {conclusie}", "{maat} {bekend} against {grens}: {conclusie}")
    to_regel_open = Word(", zonder geaccepteerd {bekend}: {conclusie}", ", without accepted {bekend}: {conclusie}")
    to_regel_geheel = Word("Tolerantie", "Tolerance")
    to_regel_eigen = Word("thema's en checks: {delen}", "themes and checks: {delen}")
    to_niet_geheel = Word("geen tolerantie voor het geheel", "no tolerance for the whole")
