"""What one check may not get wrong: its names, its unit, its population, its verdict and what nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey
from zpm_audit.checks.model import Check
from zpm_audit.checks.patients import Traced
from zpm_audit.checks.rules.of_parameters import dates_of
from zpm_audit.checks.rules.of_shared import UniqueInReference, derived, koppels
from zpm_audit.checks.rules.reader import Reader
from zpm_audit.checks.scope import Scope, definition_reads
from zpm_audit.checks.sql.expressions import parse, placeholders
from zpm_audit.checks.sql.vocabulary import KEYWORDS
from zpm_audit.checks.verdict import Verdict

_SUBJECT_COLUMNS = {
    "prestatie": "prestatie_id",
    "zorgtraject": "zorgtraject_id",
    "patient": "patient_id",
    "behandelaar": "behandelaar_id",
}


def check_problems(reader: Reader, check: Check, scope: Scope, unique: UniqueInReference) -> None:
    """Add everything that is wrong with a check, apart from its types."""
    themes = scope.definitions.themas
    if check.thema not in themes:
        hint = did_you_mean(check.thema, themes) or Text(
            f"kies uit: {', '.join(themes)}", f"choose: {', '.join(themes)}"
        )
        reader.add(("thema",), f"onbekend thema '{check.thema}'", f"unknown theme '{check.thema}'", hint)
    known = _known(check, scope)
    _subject(reader, check, scope)
    for name, parameter in check.parameters.items():
        if check.populatie.groep is None:
            reader.free(("parameters", name), name, scope)
        dates_of(reader, ("parameters", name), parameter, check)
        reader.names(("parameters", name, "op"), [parameter.op], known)
    koppels(reader, ("koppel",), check.koppel, scope, unique)
    if check.populatie.groep is None:
        derived(reader, ("afgeleid",), check.afgeleid, scope)
    else:
        _group(reader, check, scope, known)
    used = set(_expressions(reader, check, known))
    for at, name in _named(check):
        used.add(name)
        reader.names(at, [name], known)
    _impact(reader, check, scope)
    if not reader.problems:
        _late_names(reader, check, scope)
        _unused(reader, check, scope, used)
    _can_run_out(reader, check)


def _known(check: Check, scope: Scope) -> frozenset[str]:
    groep = check.populatie.groep
    if groep is None:
        return scope.known
    return frozenset({*groep.per, *groep.velden, *check.parameters, *check.afgeleid, *scope.given})


def _subject(reader: Reader, check: Check, scope: Scope) -> None:
    """The unit of a finding must have a name: a key column of the table, or those of the group."""
    table = check.populatie.tabel
    named = check.populatie.groep is not None or bool(check.sleutel)
    if (check.onderwerp == "groep") != named or (check.populatie.groep and check.sleutel):
        nl, en = (
            "onderwerp groep hoort bij een populatie.groep of een sleutel",
            "onderwerp groep goes with either a populatie.groep or a sleutel",
        )
        hint = Text("voeg een van beide toe of kies een ander onderwerp", "add one of them or choose another onderwerp")
        reader.add(("onderwerp",), nl, en, hint)
    elif check.onderwerp != "groep":
        keys = {c for c in _SUBJECT_COLUMNS.values() if c in scope.columns} | set(
            scope.definitions.sleutels.get(table, {})
        )
        if _SUBJECT_COLUMNS[check.onderwerp] not in keys:
            reader.add(
                ("onderwerp",),
                f"{table} heeft geen {_SUBJECT_COLUMNS[check.onderwerp]} om een {check.onderwerp} mee te noemen",
                f"{table} has no {_SUBJECT_COLUMNS[check.onderwerp]} to name a {check.onderwerp} by",
                Text("kies een ander onderwerp of een andere tabel", "choose another onderwerp or another table"),
            )


def _group(reader: Reader, check: Check, scope: Scope, known: frozenset[str]) -> None:
    groep = check.populatie.groep
    if groep is None:
        return
    at: PathKey = ("populatie", "groep")
    rows = scope.other(check.populatie.tabel)
    reader.condition((*at, "waar"), groep.waar, rows)
    for name, sql in groep.per.items():
        reader.condition((*at, "per", name), sql, rows)
    for name, sql in groep.velden.items():
        parsed = reader.expression((*at, "velden", name), sql)
        if parsed is None:
            continue
        reader.names((*at, "velden", name), parsed.reads, rows.known)
        if not parsed.aggregates:
            reader.add(
                (*at, "velden", name),
                "een veld van een groep is een som, telling, gemiddelde of uiterste",
                "a field of a group is a sum, count, mean or extreme",
                Text(
                    "schrijf sum(...), count(...), avg(...), min(...) of max(...)",
                    "write sum(...), count(...) and so on",
                ),
            )
    names = [*groep.per, *groep.velden, *check.parameters, *check.afgeleid, *scope.given]
    for name in sorted({n for n in names if names.count(n) > 1 or n in KEYWORDS}):
        hint = Text("kies een andere naam", "choose another name")
        reader.add(at, f"de naam '{name}' bestaat al", f"the name '{name}' is taken", hint)
    if check.koppel:
        hint = Text("gebruik een gedeelde koppel in de uitdrukkingen van de groep", "use a shared koppel in the group")
        reader.add(("koppel",), "een groep heeft geen eigen koppel", "a group has no koppel of its own", hint)
    for name, definition in check.afgeleid.items():
        if definition.sql is None:
            hint = Text("schrijf een SQL-uitdrukking", "write an SQL expression")
            reader.add(
                ("afgeleid", name), "een blok over groepen kan niet", "a block over groups is not possible", hint
            )
            continue
        parsed = reader.expression(("afgeleid", name), definition.sql)
        if parsed:
            reader.names(("afgeleid", name), parsed.reads, known)
            reader.one_row(("afgeleid", name), parsed)


def _expressions(reader: Reader, check: Check, known: frozenset[str]) -> Iterator[str]:
    """Check every expression on the unit itself; yield the names that they use."""
    must_explain = {"waar", "eis", "loopt", "oordeel"}
    for at, sql in _own_expressions(check):
        parsed = reader.expression(at, sql)
        if parsed is None:
            continue
        reader.names(at, parsed.reads, known)
        reader.one_row(at, parsed)
        if parsed.fills_nulls and must_explain & set(at) and check.leeg is None:
            reader.unexplained(at)
        yield from parsed.reads


def _own_expressions(check: Check) -> Iterator[tuple[PathKey, str]]:
    simple = {"eis": check.eis, "loopt": check.loopt, "waarde": check.waarde, "grens": check.grens}
    if check.populatie.waar:
        yield ("populatie", "waar"), check.populatie.waar
    for key, sql in simple.items():
        if sql is not None:
            yield (key,), sql
    for i, tak in enumerate(check.oordeel or []):
        if tak.als:
            yield ("oordeel", i, "als"), tak.als
    for name, sql in check.statistiek.items():
        yield ("statistiek", name), sql
    if check.impact and check.impact.sql:
        yield ("impact",), check.impact.sql
    if check.impact and check.impact.juiste_code:
        yield ("impact", "juiste_code", "geheel"), check.impact.juiste_code.geheel


def _named(check: Check) -> Iterator[tuple[PathKey, str]]:
    """Yield every place where a name stands by itself."""
    for key in ("datum", "uiterste_datum"):
        if getattr(check, key):
            yield (key,), getattr(check, key)
    yield from ((("populatie", "gevuld"), name) for name in check.populatie.gevuld)
    yield from ((("sleutel",), name) for name in check.sleutel)
    sentences: list[tuple[PathKey, str, str]] = [(("melding",), check.melding.nl, check.melding.en)]
    for i, tak in enumerate(check.oordeel or []):
        if tak.melding:
            sentences.append((("oordeel", i, "melding"), tak.melding.nl, tak.melding.en))
    for at, nl, en in sentences:
        for name in placeholders(nl):
            yield (*at, "nl"), name
        for name in placeholders(en):
            yield (*at, "en"), name
    if check.impact and check.impact.juiste_code:
        yield ("impact", "juiste_code", "code"), check.impact.juiste_code.code
    if check.impact and check.impact.som_van:
        for name in [check.impact.som_van.sleutel, *check.impact.som_van.eigen]:
            yield ("impact", "som_van"), name


def _impact(reader: Reader, check: Check, scope: Scope) -> None:
    impact = check.impact
    if impact and impact.juiste_code and (check.populatie.tabel != "prestaties" or check.populatie.groep):
        hint = Text("gebruik som_van of een uitdrukking", "use som_van or an expression")
        reader.add(("impact",), "juiste_code hoort bij prestaties", "juiste_code goes with prestaties", hint)
    if impact and impact.som_van:
        som, rows = impact.som_van, scope.other("prestaties")
        at: PathKey = ("impact", "som_van")
        if check.populatie.groep:
            hint = Text("gebruik een uitdrukking over de groep", "use an expression about the group")
            reader.add(at, "som_van hoort niet bij groepen", "som_van does not go with groups", hint)
        theirs = Text("in prestaties", "in prestaties")
        reader.names((*at, "sleutel"), [som.sleutel], rows.known, theirs)
        reader.names((*at, "bedrag"), [som.bedrag], rows.known, theirs)
        parsed = reader.expression((*at, "waar"), som.waar)
        if parsed:
            reader.names((*at, "waar"), parsed.reads, rows.known | {f"eigen_{n}" for n in som.eigen}, theirs)
            reader.one_row((*at, "waar"), parsed)


def _late_names(reader: Reader, check: Check, scope: Scope) -> None:
    """A value that depends on the other rows of the population cannot decide who is in it."""
    if check.populatie.groep is not None:
        return
    early = set(parse(check.populatie.waar).reads) if check.populatie.waar else set()
    for name in sorted(early | set(check.populatie.gevuld)):
        if scope.over_rows(name):
            reader.add(
                ("populatie",),
                f"'{name}' kijkt naar andere rijen van de populatie en kan haar niet bepalen",
                f"'{name}' looks at other rows of the population and cannot decide it",
                Text("zet de voorwaarde in eis of oordeel", "put the condition in eis or oordeel"),
            )


def patient_problems(reader: Reader, check: Check, scope: Scope) -> None:
    """What a finding shows may not be made from the number of a patient: a pseudonym would no longer cover it."""
    for at in Traced(check, scope).told():
        reader.add(
            at,
            "dit laat iets zien dat uit een patiëntnummer of bsn is gemaakt",
            "this shows something that is made from the number of a patient or a bsn",
            Text(
                "laat patient_id zelf zien (dat wordt een pseudoniem), of alleen of iets klopt of hoeveel er zijn",
                "show patient_id itself (it becomes a pseudonym), or only whether something holds or how many",
            ),
        )


def _unused(reader: Reader, check: Check, scope: Scope, used: set[str]) -> None:
    reached = set(used) if check.populatie.groep else set(scope.closure(used))
    for definition in check.afgeleid.values():
        reached |= definition_reads(definition)
    if check.impact and check.impact.som_van:
        reached |= parse(check.impact.som_van.waar).reads
    own: list[tuple[PathKey, str]] = [(("parameters", n), n) for n in check.parameters]
    own += [(("afgeleid", n), n) for n in check.afgeleid]
    own += [(("koppel", k, "velden", n), n) for k, koppel in check.koppel.items() for n in koppel.velden]
    for at, name in own:
        if name not in reached:
            reader.add(
                at,
                f"'{name}' wordt nergens gebruikt",
                f"'{name}' is not used anywhere",
                Text("haal het weg of gebruik het", "remove it or use it"),
            )


def _can_run_out(reader: Reader, check: Check) -> None:
    if Verdict.LOOPT in check.verdicts and not check.uiterste_datum:
        reader.add(
            ("loopt",) if check.loopt else ("oordeel",),
            "een lopende termijn heeft een uiterste_datum nodig",
            "a running term needs an uiterste_datum",
            Text("noem de kolom met de laatste dag", "name the column with the last day"),
        )
