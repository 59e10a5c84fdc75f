"""The terms of a check in words: what is looked up where, and how a derived value comes about."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.catalogue.pages.facts import Facts, Term
from zpm_audit.catalogue.pages.markdown import code, plain_words, table
from zpm_audit.checks.blocks import Block
from zpm_audit.checks.koppels import Binnen, Koppel
from zpm_audit.checks.model import Definitie
from zpm_audit.checks.scope import Field

_POSITION = "de plaats van de hoogste trede die niet boven {van} ligt, geteld vanaf 0"
_LOOKED_UP = {
    "waarde": "{kolom} van de rij",
    "eerste": "de kleinste gevulde {kolom} van de rijen",
    "laatste": "de grootste gevulde {kolom} van de rijen",
    "som": "de som van {kolom} over de rijen",
    "aantal": "het aantal rijen",
    "bestaat": "of er een rij is",
    "verschillend": "het aantal verschillende waarden van {kolom}",
    "grootste_gat": "het grootste aantal dagen tussen twee opeenvolgende {kolom}",
    "langste_reeks": "het grootste aantal opeenvolgende dagen ({kolom}) met een rij",
    "grootste_deel": "de grootste van de sommen van {kolom} per {per}",
}
_WITHOUT_ROW = {"waarde": "leeg", "eerste": "leeg", "laatste": "leeg", "grootste_gat": "leeg", "bestaat": "onwaar"}


def terms(facts: Facts) -> Iterator[str]:
    """Yield the tables of the check's own terms and of those that all checks share."""
    found = facts.terms()
    own = [t for t in found if not t.shared]
    shared = [t for t in found if t.shared]
    if own:
        yield from ("Van deze check zelf:", "")
        yield from _table(facts, own)
    if shared:
        yield from (f"Gedeeld door alle checks ({code('definities.yaml')}), zodat een begrip overal hetzelfde is:", "")
        yield from _table(facts, shared)


def _table(facts: Facts, found: list[Term]) -> list[str]:
    rows = []
    for term in found:
        here = term.scope.table == facts.scope.table
        name = code(term.name) if here else f"{code(term.name)} (van {code(term.scope.table)})"
        rows.append([name, *meaning(term)])
    return table(["begrip", "betekenis", "zo bepaald"], rows)


def meaning(term: Term) -> tuple[str, str]:
    """Return what a term means and how it is computed."""
    definition = term.scope.derived.get(term.name)
    if definition is None:
        return looked_up(term.scope.fields[term.name]), "opgezocht"
    named = plain_words(definition.naam.nl) if definition.naam else ""
    gloss = _gloss(definition.blok) if definition.blok else ""
    reason = f"leeg: {plain_words(definition.leeg)}" if definition.leeg else ""
    return "; ".join(part for part in (named, gloss, reason) if part) or "tussenuitkomst", code(formula(definition))


def formula(definition: Definitie) -> str:
    """Return the definition as the check file writes it."""
    if definition.blok is None:
        return definition.sql or ""
    given = definition.blok.model_dump(exclude_defaults=True)
    return f"{definition.blok.name}: {{{', '.join(f'{key}: {_value(value)}' for key, value in given.items())}}}"


def looked_up(field: Field) -> str:
    """Return in words where the value of a look-up comes from."""
    koppel, veld = field.koppel, field.veld
    what = _LOOKED_UP[veld.soort].format(kolom=code(veld.kolom or ""), per=code(veld.per or ""))
    keys = " en ".join(f"{code(theirs)} = {code(ours)} van hier" for theirs, ours in koppel.sleutel.items())
    text = f"{what} in {code(koppel.tabel)} met {keys}"
    if koppel.tabel == "prestaties" and koppel.rijen == "beoordeeld":
        text += "; alleen beoordeelde rijen"
    conditions = [code(sql) for sql in (koppel.waar, veld.waar) if sql]
    if conditions:
        text += f"; alleen waar {' en '.join(conditions)}"
    if veld.onderbreking:
        text += f"; een dag met een rij waar {code(veld.onderbreking)} telt niet"
    return f"{text}{_window(koppel)}. Zonder rij: {_WITHOUT_ROW.get(veld.soort, '0')}"


def _window(koppel: Koppel) -> str:
    """Return in words which of the rows with the key belong to the unit."""
    if koppel.eerder:
        return f"; alleen rijen die eerder komen, op volgorde van {' en '.join(code(n) for n in koppel.eerder)}"
    period = koppel.periode or koppel.binnen
    if period is None:
        return ""
    day = code(period.datum if isinstance(period, Binnen) else period.op)
    until = "tot en met" if period.tot_telt_mee else "tot"
    return f"; alleen waar {day} valt van {code(period.van)} {until} {code(period.tot)} (een leeg einde is open)"


def _gloss(blok: Block) -> str:
    sentence = _POSITION if getattr(blok, "geef", "") == "positie" else blok.meaning
    given = {key: value if isinstance(value, list) else [value] for key, value in blok.model_dump().items()}
    return sentence.format_map({key: " en ".join(code(str(v)) for v in values) for key, values in given.items()})


def _value(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
