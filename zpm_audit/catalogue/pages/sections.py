"""The sections of a page about a check, in the order in which a reader asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from zpm_audit.catalogue.pages.examples import example_table
from zpm_audit.catalogue.pages.facts import Facts, Term
from zpm_audit.catalogue.pages.markdown import block, code, link, plain_words, table
from zpm_audit.catalogue.pages.terms import looked_up, meaning, terms
from zpm_audit.checks.model import Impact
from zpm_audit.checks.scope import Need
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import CERTAINTY, CERTAINTY_MEANING, SEVERITY_MEANING, SUBJECT

_ELSE = "in alle andere gevallen"
_IF_EMPTY = "een gegeven dat hier beslist is leeg"


def summary(facts: Facts) -> list[str]:
    """Return the check in one line."""
    check = facts.check
    theme = plain_words(facts.catalogue.definitions.themas[check.thema].titel.nl)
    row = [check.ernst, SUBJECT[check.onderwerp].nl, theme, str(check.versie), _certainty(check.zekerheid)]
    return table(["ernst", "oordeel per", "thema", "versie", "zwakste zekerheid"], [row])


def _certainty(letter: str) -> str:
    return f"{letter}: {CERTAINTY[letter].nl}"


def _demands(facts: Facts) -> Iterator[str]:
    yield plain_words(facts.check.eist.nl)
    yield ""


def _risk(facts: Facts) -> Iterator[str]:
    yield plain_words(facts.check.risico.nl)
    yield ""


def _population(facts: Facts) -> Iterator[str]:
    populatie = facts.check.populatie
    yield plain_words(populatie.woorden.nl)
    yield ""
    judged = facts.catalogue.definitions.beoordeeld.get(populatie.tabel)
    yield f"De check kijkt naar de tabel {code(populatie.tabel)}."
    if judged and judged.sql:
        reason = f" ({plain_words(judged.leeg)})" if judged.leeg else ""
        yield f"Daarvan worden alleen deze rijen beoordeeld: {code(judged.sql)}{reason}."
    yield ""
    if populatie.groep:
        yield "Deze rijen worden samengenomen; is het antwoord leeg, dan valt de rij af:"
        yield ""
        yield from block(populatie.groep.waar, "sql")
        named = [("per", populatie.groep.per), ("telt", populatie.groep.velden)]
        rows = [[kind, code(name), code(sql)] for kind, fields in named for name, sql in fields.items()]
        yield from table(["", "naam", "zo bepaald"], rows)
    if populatie.waar:
        yield "In de populatie zit wie hieraan voldoet:" if not populatie.groep else "Een groep doet mee als geldt:"
        yield ""
        yield from block(populatie.waar, "sql")


def _verdict(facts: Facts) -> Iterator[str]:
    check = facts.check
    yield "In deze volgorde; de eerste regel die opgaat beslist."
    yield ""
    rows: list[tuple[str, str]] = []
    if check.oordeel:
        rows += [(code(tak.als), str(tak.dan)) if tak.als else (_ELSE, str(tak.anders)) for tak in check.oordeel]
    else:
        rows.append((code(check.eis or ""), Verdict.VOLDOET))
        rows += [(code(check.loopt), Verdict.LOOPT)] if check.loopt else []
        rows += [] if check.geen_onbepaald else [(_IF_EMPTY, Verdict.ONBEPAALD)]
        rows.append((_ELSE, Verdict.AFWIJKING))
    numbered = [[str(n), condition, f"**{verdict}**"] for n, (condition, verdict) in enumerate(rows, 1)]
    yield from table(["", "als", "dan"], numbered)
    if check.oordeel and not check.geen_onbepaald:
        yield (
            "Is een vraag niet te beantwoorden omdat een gegeven leeg is, dan is het oordeel **onbepaald** en komen de "
            "volgende vragen niet meer aan bod."
        )
        yield ""
    if Verdict.LOOPT not in check.verdicts:
        yield "**Loopt** komt bij deze check niet voor: er is geen termijn die na de peildatum nog kan aflopen."
        yield ""


def _empty(facts: Facts) -> Iterator[str]:
    check = facts.check
    if check.geen_onbepaald:
        yield f"**Onbepaald** komt bij deze check niet voor. {plain_words(check.geen_onbepaald.nl)}"
    else:
        yield "**Onbepaald** is een eenheid van de populatie waarbij de uitkomst afhangt van iets wat leeg is:"
        yield ""
        for tak in check.oordeel or []:
            if tak.als and tak.dan == Verdict.ONBEPAALD:
                yield f"- de check vraagt ernaar: {code(tak.als)}"
                asked = [Term(facts.scope, name) for name in sorted(parse(tak.als).reads)]
                yield from (f"  - {code(term.name)}: {meaning(term)[0]}" for term in asked if term.known)
        yield from _listed(facts, facts.undetermined())
    yield ""
    hidden = facts.out_of_sight()
    if hidden:
        yield "**Buiten beeld** is wie niet te plaatsen is: hiervan hangt af of de check over hem gaat, en het is leeg."
        yield "Het aantal staat in het rapport, naast de populatie:"
        yield ""
        yield from _listed(facts, hidden)
    else:
        yield "**Buiten beeld** komt bij deze check niet voor: wie erin zit, hangt alleen af van wat altijd gevuld is."
    yield ""
    explained = facts.explained()
    if explained or check.leeg:
        yield "Waar leeg hier wel iets betekent:"
        yield ""
        yield from ([f"- {plain_words(check.leeg.nl)}"] if check.leeg else [])
        yield from (f"- {code(name)}: {plain_words(reason)}" for name, reason in explained)
        yield ""


def _listed(facts: Facts, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        field = facts.scope.fields.get(name)
        yield f"- {code(name)}: {looked_up(field)}" if field else f"- {code(name)}"


def _limits(facts: Facts) -> Iterator[str]:
    if not facts.check.parameters:
        yield "Deze check heeft geen grens die door de tijd verandert."
        yield ""
        return
    for name, parameter in facts.check.parameters.items():
        meaning = plain_words(parameter.omschrijving.nl)
        yield f"{code(name)}: {meaning}. De waarde hoort bij de datum {code(parameter.op)}."
        yield ""
        rows = [
            [
                _period(value.vanaf, value.tot),
                f"{value.waarde} {plain_words(parameter.eenheid)}",
                _certainty(value.zekerheid),
                plain_words(value.bron),
            ]
            for value in parameter.waarden
        ]
        yield from table(["periode", "waarde", "zekerheid", "bron"], rows)


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{first} tot en met {last}"
    if first:
        return f"vanaf {first}"
    return f"tot en met {last}" if last else "altijd"


def _sources(facts: Facts) -> Iterator[str]:
    for norm in facts.check.norm:
        article = f", {plain_words(norm.artikel)}" if norm.artikel else ""
        period = _period(norm.geldig_van, norm.geldig_tot)
        yield f"- **{plain_words(norm.bron)}**{article}. Geldig {period}; nagegaan op {norm.geverifieerd_op}."
        yield f"  Zekerheid {_certainty(norm.zekerheid)}."
        if norm.url:
            yield f"  {link(norm.url)}"
    yield ""
    if facts.check.lezing:
        yield f"**Gevolgde lezing.** {plain_words(facts.check.lezing.nl)}"
        yield ""


def _export(facts: Facts) -> Iterator[str]:
    yield "Ontbreekt hiervan iets, dan is de check **niet uitgevoerd** en zegt het rapport dat:"
    yield ""
    yield from table(["tabel", "kolommen"], _by_table(facts.needs()))
    wishes = facts.wishes()
    if wishes:
        yield "Alleen voor bewijs of bedrag; ontbreekt het, dan draait de check toch en blijft dat deel leeg:"
        yield ""
        yield from table(["tabel", "kolommen"], _by_table(wishes))


def _by_table(needs: frozenset[Need]) -> list[list[str]]:
    tables = sorted({(need.table, need.only_with) for need in needs})
    rows = []
    for name, only_with in tables:
        columns = _columns(n for n in needs if (n.table, n.only_with) == (name, only_with))
        said = f"{code(name)}, alleen als de export {code(only_with)} heeft" if only_with else code(name)
        rows.append([said, ", ".join(columns) or "geen"])
    return rows


def _columns(needs: Iterable[Need]) -> list[str]:
    return sorted(" of ".join(code(column) for column in sorted(need.columns)) for need in needs if need.columns)


def _amount(facts: Facts) -> Iterator[str]:
    impact = facts.check.impact
    if impact is None:
        yield "Aan een afwijking van deze check hangt geen bedrag."
    else:
        yield from _impact(impact)
        yield (
            "Alleen afwijkingen krijgen een bedrag. Wat niet te berekenen is blijft leeg en wordt nooit 0. Een "
            "prestatie die bij meer checks afwijkt telt in het totaal een keer, met haar grootste bedrag."
        )
    yield ""


def _impact(impact: Impact) -> Iterator[str]:
    if impact.juiste_code:
        yield (
            f"Het bedrag van de prestatie min dat van de goede code ({code(impact.juiste_code.code)}). "
            f"Het hele bedrag telt als {code(impact.juiste_code.geheel)}. Het bedrag van de goede code komt uit de "
            "codelijst, anders van andere beoordeelde prestaties met die code op dezelfde datum als die het eens "
            "zijn; anders is het onbekend."
        )
        yield ""
    elif impact.som_van:
        yield (
            f"De som van {code(impact.som_van.bedrag)} over de prestaties met dezelfde {code(impact.som_van.sleutel)} "
            f"waarvoor geldt: {code(impact.som_van.waar)}. Een naam die met {code('eigen_')} begint is van de "
            "beoordeelde eenheid zelf. Is een van de bedragen leeg, dan is de som onbekend."
        )
        yield ""
    elif impact.sql == "bedrag_eur":
        yield f"Het hele bedrag van de prestatie ({code('bedrag_eur')})."
        yield ""
    else:
        yield "Berekend met deze formule, in hele centen:"
        yield ""
        yield from block(impact.sql or "", "sql")


def _terms(facts: Facts) -> Iterator[str]:
    lines = list(terms(facts))
    yield from lines or ["De check gebruikt alleen kolommen van de export zoals ze zijn.", ""]


def _controller(facts: Facts) -> Iterator[str]:
    yield plain_words(facts.check.doen.nl)
    yield ""
    yield f"Ernst **{facts.check.ernst}**: {SEVERITY_MEANING[facts.check.ernst].nl}"
    yield ""


def _accountant(facts: Facts) -> Iterator[str]:
    check = facts.check
    yield "- **Populatie**: voldoet + afwijking + onbepaald + loopt is altijd de hele populatie; geen steekproef."
    shown = [("waarde", check.waarde), ("grens", check.grens)]
    shown += [(key, name) for key, name in (("datum", check.datum), ("uiterste datum", check.uiterste_datum)) if name]
    yield f"- **Bewijs per bevinding**: {'; '.join(f'{key} {code(value)}' for key, value in shown)}. In woorden:"
    said = [check.melding, *(tak.melding for tak in check.oordeel or [] if tak.melding)]
    yield from (f"  - {code(text.nl)}" for text in said)
    letters = {n.zekerheid for n in check.norm} | {v.zekerheid for p in check.parameters.values() for v in p.waarden}
    for letter in sorted(letters, key="ZABC".index):
        yield f"- **Zekerheid {letter}**: {CERTAINTY_MEANING[letter].nl}"
    path = facts.catalogue.files[check.id]
    yield f"- **Bestand**: {code(f'{check.thema}/{path.name}')}, versie {check.versie}, in de map met checks."
    yield "- **Zelf overdoen**: de eerste opdracht toont de regel, de tweede bewijst hem op alle gevallen, de derde"
    yield "  voert alleen deze check uit op een export."
    yield ""
    again = f"zpm-audit run EXPORT --select {check.id} --peildatum JJJJ-MM-DD"
    yield from block(f"zpm-audit checks show {check.id}\nzpm-audit checks test {check.id}\n{again}", "sh")


Section = Callable[[Facts], Iterator[str]]
SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Wat de check eist", _demands),
    ("Waarom", _risk),
    ("Over wie het gaat", _population),
    ("Het oordeel", _verdict),
    ("Als er iets leeg is", _empty),
    ("Grenzen", _limits),
    ("Bronnen", _sources),
    ("Wat er in de export moet staan", _export),
    ("Het bedrag", _amount),
    ("Begrippen", _terms),
    ("Voorbeelden", example_table),
    ("Wat de controller doet", _controller),
    ("Wat de accountant weten wil", _accountant),
)
