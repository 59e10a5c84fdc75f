"""What the workbook of a sample says, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zpm_audit.base.language import Text
from zpm_audit.reports.figures import format as fmt
from zpm_audit.sampling.record import Record

TITLES = {
    "posten": Text("Posten", "Items"),
    "toelichting": Text("Toelichting", "Explanation"),
    "document": Text("Steekproef voor het dossieronderzoek", "Sample for the examination of files"),
    "invullen": Text(
        "Vul per post oordeel, bedrag van de fout, opmerking en paraaf in. Laat kolom A staan: daaraan wordt de "
        "post herkend.",
        "Fill in per item verdict, amount of the error, remark and initials. Leave column A: it is how the item is "
        "known.",
    ),
}

#: The columns of the sheet with items, in order. ``post`` is the key by which a row is read back.
COLUMNS = {
    "post": Text("post", "item"),
    "laag": Text("laag", "stratum"),
    "tool": Text("volgens zpm-audit", "according to zpm-audit"),
    "check_id": Text("check", "check"),
    "te_bekijken": Text("wat te bekijken", "what to look at"),
    "bevinding": Text("bevinding", "finding"),
    "onderwerp": Text("onderwerp", "subject"),
    "onderwerp_id": Text("onderwerp_id", "subject_id"),
    "zorgtraject_id": Text("zorgtraject_id", "zorgtraject_id"),
    "patient_id": Text("patient_id", "patient_id"),
    "behandelaar_id": Text("behandelaar_id", "behandelaar_id"),
    "datum": Text("datum", "date"),
    "starttijd": Text("starttijd", "start"),
    "prestatiegroep": Text("prestatiegroep", "prestatiegroep"),
    "prestatiecode": Text("prestatiecode", "prestatiecode"),
    "setting": Text("setting", "setting"),
    "geplande_minuten": Text("geplande minuten", "planned minutes"),
    "gerealiseerde_minuten": Text("gerealiseerde minuten", "realised minutes"),
    "bedrag_eur": Text("bedrag (eur)", "amount (eur)"),
    "treffers": Text("treffers", "hits"),
    "oordeel": Text("oordeel", "verdict"),
    "fout_eur": Text("bedrag van de fout (eur)", "amount of the error (eur)"),
    "opmerking": Text("opmerking", "remark"),
    "paraaf": Text("paraaf", "initials"),
}
VALUES = {"waarde": Text("waarde", "value"), "grens": Text("grens", "limit")}
ENTRY = ("oordeel", "fout_eur", "opmerking", "paraaf")

ANSWERS = {
    "goed": Text("goed", "right"),
    "fout": Text("fout", "wrong"),
    "niet te beoordelen": Text("niet te beoordelen", "cannot be judged"),
}
CUT = Text(" … [ingekort]", " … [shortened]")
NOTHING = Text("Er is niets getrokken.", "Nothing was drawn.")
TOOL = {
    "voldoet": Text("voldoet", "complies"),
    "afwijking": Text("afwijking", "deviation"),
    "onbepaald": Text("onbepaald", "undetermined"),
    "loopt": Text("loopt", "running"),
    "buiten_beeld": Text("buiten beeld", "out of sight"),
    "buiten_periode": Text("buiten de periode", "outside the period"),
    "toekomst": Text("na de peildatum", "after the reference date"),
    "niet_declarabel": Text("niet declarabel", "not declarable"),
    "opzij_gezet": Text("opzij gezet", "set aside"),
    "bedrag_leeg": Text("bedrag leeg", "no amount"),
    "bedrag_niet_positief": Text("bedrag nul of lager", "amount of zero or less"),
}
LOOK_AT = Text(
    "Is deze prestatie volgens het dossier geleverd zoals zij geregistreerd is: patiënt, dag, duur, behandelaar, "
    "setting en "
    "soort contact?",
    "Was this prestatie delivered, by the file, as it was registered: patient, day, duration, practitioner, "
    "setting and kind "
    "of contact?",
)
SELECTIONS = {
    "aselect": Text("aselect zonder teruglegging, op aantal", "at random without replacement, by number"),
    "cel": Text("geldsteekproef, per cel een euro", "monetary units, one in each cell"),
    "interval": Text("geldsteekproef, vast interval", "monetary units, fixed interval"),
}


def explanation(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the lines of the sheet that explains the draw, each with its style."""
    for style, text in _lines(record):
        yield style, text.in_(record.taal)


def _lines(record: Record) -> Iterator[tuple[str, Text]]:
    plan, drawn = record.plan, record.populatie
    stages = " + ".join(map(str, plan.fasen))
    yield "title", TITLES["document"]
    yield "section", Text("Hoe u dit invult", "How to fill this in")
    yield (
        "plain",
        Text(
            "goed: de registratie klopt met het dossier. fout: zij klopt niet; zet het bedrag dat te veel "
            "geregistreerd is erbij "
            "(leeg mag bij een steekproef op aantallen). niet te beoordelen: het dossier is er niet of zegt het "
            "niet; dat telt bij "
            "de evaluatie als fout. Het gaat om de registratie, niet om de vraag of zpm-audit gelijk heeft: dat "
            "volgt eruit.",
            "right: the registration agrees with the file. wrong: it does not; give the amount that was registered "
            "too much (may "
            "be empty in a sample by number). cannot be judged: the file is not there or does not say; the "
            "evaluation counts that "
            "as wrong. What counts is the registration, not whether zpm-audit is right: that follows from it.",
        ),
    )
    yield (
        "plain",
        Text(
            f"Lees het werkboek daarna in: zpm-audit steekproef lees WERKBOEK. Trekking {record.trekking}.",
            f"Then read the workbook in: zpm-audit steekproef lees WERKBOEK. Draw {record.trekking}.",
        ),
    )
    if record.of_tool:
        yield (
            "plain",
            Text(
                "Hier zijn alleen afwijkingen getrokken: de steekproef toetst of zij terecht gemeld zijn. Een post die "
                "goed blijkt, of niet te beoordelen is, telt als ten onrechte gemeld.",
                "Only deviations were drawn here: the sample tests whether they were reported with cause. An item that "
                "is right, or cannot be judged, counts as reported without cause.",
            ),
        )
    yield "section", Text("Wat getrokken is", "What was drawn")
    yield (
        "plain",
        Text(
            f"Run {record.run.run_id}, kenmerk {record.run.kenmerk}, manifest {record.run.manifest_sha256}.",
            f"Run {record.run.run_id}, mark {record.run.kenmerk}, manifest {record.run.manifest_sha256}.",
        ),
    )
    sort = SELECTIONS[record.selectie]
    yield (
        "plain",
        Text(
            f"Soort {plan.soort}, verdeling {plan.verdeling}, betrouwbaarheid {plan.betrouwbaarheid}, toelaatbaar "
            f"{plan.toelaatbaar}, verwacht {plan.verwacht}; omvang {stages}; {sort.nl}; zaad {record.zaad}.",
            f"Kind {plan.soort}, distribution {plan.verdeling}, confidence {plan.betrouwbaarheid}, tolerable "
            f"{plan.toelaatbaar}, "
            f"expected {plan.verwacht}; size {stages}; {sort.en}; seed {record.zaad}.",
        ),
    )
    if len(plan.fasen) == 2:
        yield (
            "plain",
            Text(
                "Deze steekproef is vooraf in twee fasen gepland. De tweede volgt alleen als er in de eerste "
                "precies een fout is.",
                "This sample was planned in two stages beforehand. The second follows only when the first has "
                "exactly one error.",
            ),
        )
    about = Text(f"check {record.check}", f"check {record.check}") if record.check else Text("prestaties", "prestaties")
    verdicts = Text(
        *(" en ".join(TOOL[v].nl for v in drawn.oordelen), " and ".join(TOOL[v].en for v in drawn.oordelen))
    )
    amount_nl, amount_en = ("", "")
    if drawn.bedrag_cent is not None:
        amount_nl = f", {fmt.euro(drawn.bedrag_cent, 'nl')}"
        amount_en = f", {fmt.euro(drawn.bedrag_cent, 'en')}"
    yield (
        "plain",
        Text(
            f"Populatie: {about.nl}, {verdicts.nl}: {drawn.posten} posten{amount_nl}; sha256 {drawn.sha256}.",
            f"Population: {about.en}, {verdicts.en}: {drawn.posten} items{amount_en}; sha256 {drawn.sha256}.",
        ),
    )
    left = [(name, n) for name, n in drawn.buiten.items() if n]
    yield (
        "plain",
        Text(
            "Niet in de populatie: " + (", ".join(f"{TOOL[k].nl} {n}" for k, n in left) or "niets") + ".",
            "Not in the population: " + (", ".join(f"{TOOL[k].en} {n}" for k, n in left) or "nothing") + ".",
        ),
    )
    if record.laag:
        named = ", ".join(f"{name or '–'} {n}" for name, n in drawn.lagen.items())
        yield "plain", Text(f"Lagen naar {record.laag}: {named}.", f"Strata by {record.laag}: {named}.")


def share(value: Fraction | float, places: int = 2) -> Text:
    """Return a part of a whole as a percentage in words."""
    return Text(fmt.share(value, "nl", places), fmt.share(value, "en", places))
