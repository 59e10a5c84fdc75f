"""What a reader calls verdicts, certainties, severities and subjects, in both languages."""

from __future__ import annotations

from zpm_audit.base.language import Text
from zpm_audit.checks.verdict import Verdict

VERDICT: dict[Verdict, Text] = {
    Verdict.VOLDOET: Text("voldoet", "complies"),
    Verdict.AFWIJKING: Text("afwijking", "deviation"),
    Verdict.ONBEPAALD: Text("onbepaald", "undetermined"),
    Verdict.LOOPT: Text("loopt", "running"),
}


VERDICT_MEANING: dict[Verdict, Text] = {
    Verdict.VOLDOET: Text("De registratie voldoet aan de norm.", "The registration complies with the norm."),
    Verdict.AFWIJKING: Text(
        "De registratie voldoet niet aan de norm.",
        "The registration does not comply with the norm.",
    ),
    Verdict.ONBEPAALD: Text(
        "Een gegeven dat de doorslag geeft is leeg. Er is geen oordeel; het telt nooit als goed.",
        "A value that decides is empty. There is no judgement; it never counts as correct.",
    ),
    Verdict.LOOPT: Text(
        "De termijn is op de peildatum nog niet voorbij. Er kan nog iets gedaan worden.",
        "The term has not ended on the reference date. Something can still be done.",
    ),
}


CERTAINTY: dict[str, Text] = {
    "Z": Text("de handleiding zelf", "the implementation guide itself"),
    "A": Text("NZa of programma", "NZa or programme page"),
    "B": Text("secundaire bron", "secondary source"),
    "C": Text("eigen aannemelijkheid", "our own plausibility"),
}


CERTAINTY_MEANING: dict[str, Text] = {
    "Z": Text(
        "De spelregels en de handleiding van het Zorgprestatiemodel zeggen dit zelf.",
        "The rules and the implementation guide of the Zorgprestatiemodel say this themselves.",
    ),
    "A": Text("Een pagina van de NZa of het programma zegt dit.", "A page of the NZa or the programme says this."),
    "B": Text(
        "Let op: dit steunt op een secundaire bron (bijvoorbeeld een softwareleverancier, beroepsvereniging of "
        "declaratieknooppunt), niet op de norm zelf. Ga de norm na voordat u er gevolgen aan verbindt.",
        "Note: this rests on a secondary source (for instance a software supplier, professional association or "
        "claims hub), not on the norm itself. Check the norm before you act on it.",
    ),
    "C": Text(
        "Let op: dit is een eigen beoordeling van aannemelijkheid, geen voorgeschreven norm. Een afwijking is hier een "
        "aanleiding om te kijken, geen overtreding.",
        "Note: this is our own judgement of plausibility, not a prescribed norm. A deviation here is a reason to look, "
        "not a violation.",
    ),
}


SEVERITY: dict[str, Text] = {"fout": Text("fout", "error"), "signaal": Text("signaal", "signal")}


SEVERITY_MEANING: dict[str, Text] = {
    "fout": Text(
        "De registratie of declaratie moet worden hersteld of gemotiveerd.",
        "The registration or claim must be corrected or explained.",
    ),
    "signaal": Text(
        "Een aanwijzing die een mens moet bekijken; het hoeft geen fout te zijn.",
        "An indication for a person to look at; it need not be an error.",
    ),
}


SUBJECT: dict[str, Text] = {
    "prestatie": Text("prestatie", "prestatie"),
    "zorgtraject": Text("zorgtraject", "zorgtraject"),
    "patient": Text("patiënt", "patient"),
    "behandelaar": Text("behandelaar", "clinician"),
    "groep": Text("groep", "group"),
}
