"""What a reader calls verdicts, outcomes of checks, certainties, severities and subjects, in both languages."""

from __future__ import annotations

from zpm_audit.base.language import Text
from zpm_audit.checks.verdict import Status, Verdict

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


STATUS: dict[Status, Text] = {
    Status.AKKOORD: Text("akkoord", "in order"),
    Status.AFWIJKINGEN: Text("afwijkingen", "deviations"),
    Status.ONBEPAALD: Text("onbepaald", "undetermined"),
    Status.NIET_VAN_TOEPASSING: Text("niet van toepassing", "not applicable"),
    Status.NIET_UITGEVOERD: Text("niet uitgevoerd", "not run"),
    Status.MISLUKT: Text("mislukt", "failed"),
}

STATUS_MEANING: dict[Status, Text] = {
    Status.AKKOORD: Text(
        "Alles wat beoordeeld kon worden voldoet, of heeft een termijn die nog loopt.",
        "Everything that could be judged complies, or has a term that is still running.",
    ),
    Status.AFWIJKINGEN: Text("Er is ten minste één afwijking.", "There is at least one deviation."),
    Status.ONBEPAALD: Text(
        "Er is geen afwijking gevonden, maar een deel kon niet beoordeeld worden.",
        "No deviation was found, but a part could not be judged.",
    ),
    Status.NIET_VAN_TOEPASSING: Text(
        "De populatie is leeg: er was niets om te beoordelen. Dat is geen goedkeuring.",
        "The population is empty: there was nothing to judge. That is not an approval.",
    ),
    Status.NIET_UITGEVOERD: Text(
        "De check kon niet draaien, met de reden erbij. Over deze norm zegt het rapport niets.",
        "The check could not run; the reason is given. On this norm the report says nothing.",
    ),
    Status.MISLUKT: Text(
        "De check is tijdens de uitvoering gestopt. Over deze norm zegt het rapport niets.",
        "The check stopped while it ran. On this norm the report says nothing.",
    ),
}


CERTAINTY: dict[str, Text] = {
    "Z": Text("de implementatiehandreiking", "the implementation guide"),
    "A": Text("NZa of programma", "NZa or programme page"),
    "B": Text("secundaire bron", "secondary source"),
    "C": Text("eigen aannemelijkheid", "our own plausibility"),
}


CERTAINTY_MEANING: dict[str, Text] = {
    "Z": Text(
        "De handreiking implementatie zorgprestatiemodel zegt dit. Zij dateert van vóór 2022 en verwijst voor de "
        "precieze tekst naar de spelregels; de spelregels zelf zijn niet gelezen.",
        "The implementation guide of the Zorgprestatiemodel says this. It dates from before 2022 and refers to the "
        "rules for the precise text; the rules themselves were not read.",
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
    "zorgtraject": Text("zorgtraject", "trajectory"),
    "patient": Text("patiënt", "patient"),
    "behandelaar": Text("behandelaar", "practitioner"),
    "groep": Text("groep", "group"),
}
