"""The sentences of the recalculation, the same in the html report and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Text, Word
from zpm_audit.reports.words.shared import SharedWords

#: Why an amount that was to be expected, or its difference with what was registered, is not known.
REASON: dict[str, Text] = {
    "leeg:gepland": Text("gepland is leeg", "gepland is empty"),
    "leeg:gerealiseerde_minuten": Text("gerealiseerde_minuten is leeg", "gerealiseerde_minuten is empty"),
    "leeg:geplande_minuten": Text("geplande_minuten is leeg", "geplande_minuten is empty"),
    "leeg:klasse": Text("er is geen klasse geregistreerd", "no class was registered"),
    "leeg:setting": Text("setting is leeg", "setting is empty"),
    "leeg:consulttype": Text("consulttype is leeg", "consulttype is empty"),
    "leeg:behandelaar_categorie": Text(
        "geen beroep van de beroepenlijst bekend op de datum", "no profession of the list is known on the date"
    ),
    "leeg:plaats_van_code": Text("de prestatiecode is geen CO-code", "the prestatiecode is no CO code"),
    "geen_code": Text("geen code op de lijst voor deze combinatie", "no code on the list for this combination"),
    "meer_tarieven": Text("de lijst noemt meer dan een tarief", "the list has more than one tariff"),
    "geen_tarief": Text("de lijst noemt geen tarief", "the list has no tariff"),
    "geen_bedrag": Text("er is geen bedrag geregistreerd", "no amount was registered"),
}
_EMPTY = Text("{naam} is leeg", "{naam} is empty")


def reason_text(key: str) -> Text:
    """Return a reason in words; a catalogue of one's own may have names that are not here."""
    name = key.partition(":")[2] or key
    return REASON.get(key) or Text(_EMPTY.nl.format(naam=name), _EMPTY.en.format(naam=name))


@dataclass(frozen=True)
class RecalculationWords(SharedWords):
    """The sentences of the recalculation."""

    hr_titel = Word("Herrekening van de consulten", "Recalculation of the consults")
    hr_wat = Word(
        "Van elk beoordeeld consult: de code die volgt uit setting, beroep, consulttype en duur (de gerealiseerde, of "
        "de geplande binnen de marge van de checks), het maximumtarief van die code op de datum, en wat er "
        "geregistreerd is. Te hoog en te laag staan apart en worden nooit verrekend.",
        "Of every judged consult: the code that follows from setting, profession, type and duration (realised, or "
        "planned within the margin of the checks), the maximum tariff of that code on the date, and what was "
        "registered. Too high and too low stand apart and are never netted.",
    )
    hr_afwezig = Word("De consulten zijn niet herrekend: {reden}.", "The consults were not recalculated: {reden}.")
    hr_alle = Word(
        "{rijen} consulten herrekend; van {onbekend} is het verschil onbekend (geregistreerd {bedrag}).",
        "{rijen} consults recalculated; of {onbekend} the difference is unknown (registered {bedrag}).",
    )
    hr_code = Word(
        "Door een andere code is {hoog} te hoog ({n_hoog} consulten) en {laag} te laag ({n_laag} consulten) "
        "geregistreerd, gemeten in maximumtarieven.",
        "By another code {hoog} is registered too high ({n_hoog} consults) and {laag} too low ({n_laag} consults), "
        "measured in maximum tariffs.",
    )
    hr_prijs = Word(
        "Door de prijs staat {hoog} boven en {laag} onder het maximumtarief van de geregistreerde code; eronder is "
        "gewoon bij een afgesproken prijs.",
        "By the price {hoog} is above and {laag} below the maximum tariff of the registered code; below is usual with "
        "an agreed price.",
    )
    hr_ongesplitst = Word(
        "Van {n} consulten staat de geregistreerde code op de datum niet op de lijst: hun verschil ({bedrag}) is niet "
        "te splitsen in code en prijs.",
        "Of {n} consults the registered code is not on the list on the date: their difference ({bedrag}) cannot be "
        "split into code and price.",
    )
    hr_zonder_lijst = Word(
        "De codelijst noemt geen setting en beroepscategorie: die van de geregistreerde code zijn aangehouden "
        "(rekenregel van de CO-codes) en dus niet herrekend.",
        "The code list has no setting and beroepscategorie: those of the registered code were kept (arithmetic of "
        "the CO codes) and are not recalculated.",
    )
    hr_sluit = Word(
        "Sluit aan op de checks: elk consult met een andere klasse of code is door een van hen gemeld, en elke "
        "afwijking van hen is herrekend.",
        "Ties to the checks: every consult with another class or code is reported by one of them, and each of their "
        "deviations was recalculated.",
    )
    hr_sluit_niet = Word(
        "SLUIT NIET AAN op de checks: {n} consulten met een andere klasse of code zijn door geen van hen gemeld of "
        "afwijkingen van hen zijn niet herrekend. Zie de tabel.",
        "DOES NOT TIE to the checks: {n} consults with another class or code are reported by none of them, or "
        "deviations of them were not recalculated. See the table.",
    )
    hr_sluit_deels = Word(
        "Niet alle checks op de code zijn uitgevoerd ({ids}); {n} consulten met een andere code zijn daardoor door "
        "geen check gemeld.",
        "Not all checks of the code ran ({ids}); {n} consults with another code are therefore reported by none.",
    )
    hr_per = Word("Per {wat}", "Per {wat}")
    hr_consulten = Word("Consulten", "Consults")
    hr_onbekend = Word("Verschil onbekend", "Difference unknown")
    hr_geregistreerd = Word("Geregistreerd (€)", "Registered (€)")
    hr_verwacht = Word("Verwacht (€)", "Expected (€)")
    hr_n_hoog = Word("Te hoog (consulten)", "Too high (consults)")
    hr_hoog = Word("Te hoog (€)", "Too high (€)")
    hr_n_laag = Word("Te laag (consulten)", "Too low (consults)")
    hr_laag = Word("Te laag (€)", "Too low (€)")
    hr_code_hoog = Word("Door code te hoog (€)", "Too high by code (€)")
    hr_code_laag = Word("Door code te laag (€)", "Too low by code (€)")
    hr_prijs_hoog = Word("Door prijs te hoog (€)", "Too high by price (€)")
    hr_prijs_laag = Word("Door prijs te laag (€)", "Too low by price (€)")
    hr_niet_gesplitst = Word("Niet te splitsen (€)", "Not to be split (€)")
    hr_rest = Word("Rekent na op", "Recomputes to")
    hr_rest_uitleg = Word(
        "Rekent na op: verwacht - geregistreerd - te laag + te hoog, en hoort nul te zijn. Bedragen gaan over de "
        "consulten waarvan het verschil bekend is.",
        "Recomputes to: expected - registered - too low + too high, and should be zero. Amounts are about the "
        "consults of which the difference is known.",
    )
    hr_financiering = Word("Financiering", "Financing")
    hr_uzovi = Word("Verzekeraar (UZOVI)", "Insurer (UZOVI)")
    hr_aansluiting = Word("Aansluiting op de checks", "Tie to the checks")
    hr_aansluiting_uitleg = Word(
        "Begint bij de afwijkingen van de checks die klasse of code van een consult beoordelen. Zelfde: de "
        "registratie klopt niet met zichzelf, maar code en bedrag zijn die van de herrekening. Een consult kan bij "
        "meer dan een check staan.",
        "Starts from the deviations of the checks that judge class or code of a consult. Same: the registration "
        "contradicts itself, but code and amount are those of the recalculation. A consult may stand with more than "
        "one check.",
    )
    hr_beoordeelt = Word("Beoordeelt", "Judges")
    hr_klasse = Word("klasse", "class")
    hr_de_code = Word("code", "code")
    hr_anders = Word("Anders dan geregistreerd", "Other than registered")
    hr_zelfde = Word("Zelfde", "Same")
    hr_niet_herrekend = Word("Niet herrekend", "Not recalculated")
    hr_andere_klasse = Word("Consulten met een andere klasse", "Consults with another class")
    hr_andere_code = Word("Consulten met een andere code", "Consults with another code")
    hr_ongemeld = Word("waarvan door geen van deze checks gemeld", "of which reported by none of these checks")
    hr_waarom = Word("Waarom het verschil onbekend is", "Why the difference is unknown")
    hr_geen_onbekend = Word("Van elk consult is het verschil bekend.", "Of every consult the difference is known.")
    hr_rijen = Word("De consulten met een andere klasse of code", "The consults with another class or code")
    hr_rijen_alle = Word("Alle {n} staan hieronder.", "All {n} are below.")
    hr_rijen_deel = Word(
        "De {n} met het grootste verschil van {alle}.", "The {n} with the largest difference of {alle}."
    )
    hr_alle_rijen = Word("Elk herrekend consult staat in", "Every recalculated consult is in")
    hr_geen_rijen = Word(
        "Geen consult heeft een andere klasse of code dan geregistreerd.",
        "No consult has another class or code than was registered.",
    )
    hr_niets_te_declareren = Word("geen (korter dan vijf minuten)", "none (less than five minutes)")
    hr_checks = Word("Gemeld door", "Reported by")
    hr_geregistreerde_klasse = Word("Klasse geregistreerd", "Class registered")
    hr_verwachte_klasse = Word("Klasse verwacht", "Class expected")
    hr_geregistreerde_code = Word("Code geregistreerd", "Code registered")
    hr_verwachte_code = Word("Code verwacht", "Code expected")
    hr_verschil = Word("Verschil (€)", "Difference (€)")
    hr_verschil_code = Word("Door code (€)", "By code (€)")
    hr_verschil_prijs = Word("Door prijs (€)", "By price (€)")
    hr_datum = Word("Datum", "Date")
    hr_prestatie = Word("Prestatie", "Prestatie")
    hr_uitkomst = Word("Uitkomst", "Outcome")
