"""What a check file may not get wrong even though its shape is right: names, dates, units, types.

Every rule here prevents a verdict that would be silently wrong: an unknown name, a parameter without a value on some
date of its norm, an empty value that is turned into a known one without saying so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from zpm_audit.checks.expressions import ExpressionError, Parsed, did_you_mean, parse, placeholders
from zpm_audit.checks.model import Catalogue, Check, Definitie, Koppel, Parameter
from zpm_audit.checks.scope import PEILDATUM, Scope, definition_reads
from zpm_audit.checks.source import PathKey, Problem, Source
from zpm_audit.language import Text
from zpm_audit.register import TABLES


@dataclass
class _Reader:
    """Collects the problems of one file, each at its place."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def add(self, at: PathKey, nl: str, en: str, hint: Text | None = None) -> None:
        self.problems.append(self.source.problem(at, Text(nl, en), hint))

    def expression(self, at: PathKey, sql: str) -> Parsed | None:
        try:
            return parse(sql)
        except ExpressionError as error:
            self.problems.append(self.source.problem(at, error.what, error.hint))
            return None

    def names(self, at: PathKey, names: Iterable[str], known: Iterable[str], where: Text) -> None:
        allowed = set(known)
        for name in sorted(set(names) - allowed):
            self.add(at, f"onbekende naam '{name}' {where.nl}", f"unknown name '{name}' {where.en}", did_you_mean(name, allowed))


def validate(catalogue: Catalogue, sources: dict[str, Source], definitions_source: Source) -> list[Problem]:
    """Return everything that is wrong with the catalogue beyond the shape of its files."""
    from zpm_audit.engine.frames import read_reference

    references = {name: tuple(read_reference(p).columns) for name, p in catalogue.references.items()}
    shared = _Reader(definitions_source)
    _definitions(shared, catalogue, references)
    problems = shared.problems
    if problems:
        return problems
    for check_id, check in catalogue.checks.items():
        scope = Scope(catalogue.definitions, check.populatie.tabel, references, check)
        reader = _Reader(sources[check_id])
        _check(reader, check, scope, catalogue)
        if not reader.problems:
            _types(reader, check, catalogue)
        problems += reader.problems
    return problems


def _definitions(reader: _Reader, catalogue: Catalogue, references: dict[str, tuple[str, ...]]) -> None:
    definitions = catalogue.definitions
    for table in [*definitions.koppel, *definitions.afgeleid, *definitions.beoordeeld]:
        if table not in TABLES and table not in references:
            reader.add(("koppel", table), f"onbekende tabel '{table}'", f"unknown table '{table}'", did_you_mean(table, TABLES))
            return
    for table in {**definitions.koppel, **definitions.afgeleid}:
        scope = Scope(definitions, table, references)
        _koppels(reader, ("koppel", table), definitions.koppel.get(table, {}), scope)
        _derived(reader, ("afgeleid", table), definitions.afgeleid.get(table, {}), scope)
    for section in ("beoordeeld", "tellingen"):
        for name, definition in getattr(definitions, section).items():
            scope = Scope(definitions, name if section == "beoordeeld" else "prestaties", references)
            _definition(reader, (section, name), definition, scope)


def _koppels(reader: _Reader, at: PathKey, koppels: dict[str, Koppel], scope: Scope) -> None:
    for name, koppel in koppels.items():
        here = (*at, name)
        if koppel.tabel not in TABLES and koppel.tabel not in scope.references:
            known = [*TABLES, *scope.references]
            hint = did_you_mean(koppel.tabel, known)
            reader.add((*here, "tabel"), f"onbekende tabel '{koppel.tabel}'", f"unknown table '{koppel.tabel}'", hint)
            continue
        other = scope.other(koppel.tabel)
        theirs = Text(f"in {koppel.tabel}", f"in {koppel.tabel}")
        reader.names((*here, "sleutel"), koppel.sleutel, other.known, theirs)
        reader.names((*here, "sleutel"), koppel.sleutel.values(), scope.known, Text("", ""))
        if koppel.periode:
            reader.names((*here, "periode"), [koppel.periode.van, koppel.periode.tot], other.known, theirs)
            reader.names((*here, "periode"), [koppel.periode.op], scope.known, Text("", ""))
        _condition(reader, (*here, "waar"), koppel.waar, other, theirs)
        for field_name, veld in koppel.velden.items():
            there = (*here, "velden", field_name)
            _free(reader, there, field_name, scope, 1)
            if veld.kolom:
                reader.names(there, [veld.kolom], other.known, theirs)
            _condition(reader, there, veld.waar, other, theirs)
            if veld.waarde and not _unique(koppel):
                reader.add(
                    there,
                    f"waarde kan alleen op de unieke sleutel van {koppel.tabel}",
                    f"waarde is only possible on the unique key of {koppel.tabel}",
                    Text("gebruik eerste, laatste, som, aantal of bestaat", "use eerste, laatste, som, aantal or bestaat"),
                )


def _unique(koppel: Koppel) -> bool:
    table = TABLES.get(koppel.tabel)
    return table is None or (table.key is not None and set(koppel.sleutel) == {table.key})


def _free(reader: _Reader, at: PathKey, name: str, scope: Scope, times: int) -> None:
    """Refuse a name that already means something else."""
    meanings = [
        name in scope.columns,
        *(name in k.velden for k in scope.koppels.values()),
        name in scope.derived,
        name in scope.parameters,
        name == PEILDATUM,
    ]
    if sum(meanings) > times:
        reader.add(
            at,
            f"de naam '{name}' bestaat al en zou iets anders gaan betekenen",
            f"the name '{name}' exists already and would change its meaning",
            Text("kies een andere naam", "choose another name"),
        )


def _derived(reader: _Reader, at: PathKey, derived: dict[str, Definitie], scope: Scope) -> None:
    for name, definition in derived.items():
        _free(reader, (*at, name), name, scope, 1)
        _definition(reader, (*at, name), definition, scope)
        if not reader.problems and _circular(scope, name):
            reader.add((*at, name), f"'{name}' verwijst naar zichzelf", f"'{name}' refers to itself")


def _circular(scope: Scope, name: str) -> bool:
    return any(name in scope.closure([n]) for n in scope.direct_reads(name))


def _definition(reader: _Reader, at: PathKey, definition: Definitie, scope: Scope) -> None:
    if definition.sql is not None:
        parsed = reader.expression(at, definition.sql)
        if parsed is None:
            return
        _aggregates(reader, at, parsed)
        if parsed.fills_nulls and not definition.leeg:
            _unexplained(reader, at)
    reader.names(at, definition_reads(definition), scope.known, Text("", ""))
    reader.names(at, definition.een_van or [], scope.columns, Text("", ""))
    _order(reader, at, definition, scope)


def _order(reader: _Reader, at: PathKey, definition: Definitie, scope: Scope) -> None:
    """Refuse an order that leaves equal rows in any order."""
    ends = set(parse(definition.sql).order_ends) if definition.sql else set()
    if definition.blok is not None and definition.over_rows:
        ends.add(getattr(definition.blok, "volgorde", [""])[-1])
    key = TABLES[scope.table].key if scope.table in TABLES else None
    hint = Text("gelijke rijen zouden willekeurig staan", "equal rows would stand in any order")
    if ends and key is None:
        what = f"{scope.table} heeft geen unieke sleutel om op te ordenen"
        reader.add(at, what, f"{scope.table} has no unique key to order by", hint)
    elif ends - {key}:
        what = f"de volgorde eindigt niet in de unieke sleutel {key}"
        reader.add(at, what, f"the order does not end in the unique key {key}", hint)


def _aggregates(reader: _Reader, at: PathKey, parsed: Parsed) -> None:
    if parsed.aggregates:
        reader.add(
            at,
            "een som, telling of uiterste over alle rijen kan hier niet",
            "a sum, count or extreme over all rows is not possible here",
            Text("gebruik een koppel, een groep of een blok", "use a koppel, a groep or a block"),
        )


def _unexplained(reader: _Reader, at: PathKey) -> None:
    reader.add(
        at,
        "coalesce, case, is true en is distinct from maken van een lege waarde een bekende",
        "coalesce, case, is true and is distinct from turn an empty value into a known one",
        Text("zeg onder 'leeg' wat een lege waarde hier betekent", "say under 'leeg' what an empty value means here"),
    )


def _condition(reader: _Reader, at: PathKey, sql: str | None, scope: Scope, where: Text) -> None:
    if sql is None:
        return
    parsed = reader.expression(at, sql)
    if parsed is None:
        return
    reader.names(at, parsed.reads, scope.known, where)
    _aggregates(reader, at, parsed)


def _check(reader: _Reader, check: Check, scope: Scope, catalogue: Catalogue) -> None:
    if check.thema not in catalogue.definitions.themas:
        hint = did_you_mean(check.thema, catalogue.definitions.themas)
        reader.add(("thema",), f"onbekend thema '{check.thema}'", f"unknown theme '{check.thema}'", hint)
    if (check.onderwerp == "groep") != (check.populatie.groep is not None) and check.populatie.tabel != "prognose":
        reader.add(("onderwerp",), "onderwerp groep en populatie.groep horen bij elkaar", "onderwerp groep and populatie.groep go together")
    known = _known(check, scope)
    for name, parameter in check.parameters.items():
        _free(reader, ("parameters", name), name, scope, 1)
        _parameter(reader, ("parameters", name), parameter, check)
        if check.populatie.groep is None:
            reader.names(("parameters", name, "op"), [parameter.op], scope.known, Text("", ""))
    _koppels(reader, ("koppel",), check.koppel, scope)
    if check.populatie.groep is None:
        _derived(reader, ("afgeleid",), check.afgeleid, scope)
    _group(reader, check, scope)
    used = set(_expressions(reader, check, known))
    for at, name in _named(check):
        used.add(name)
        reader.names(at, [name], known, Text("", ""))
    if not reader.problems:
        _late_names(reader, check, scope)
        _unused(reader, check, scope, used)
    _can_run_out(reader, check)


def _known(check: Check, scope: Scope) -> frozenset[str]:
    groep = check.populatie.groep
    if groep is None:
        return scope.known
    return frozenset({*groep.per, *groep.velden, *check.parameters, *check.afgeleid, PEILDATUM})


def _parameter(reader: _Reader, at: PathKey, parameter: Parameter, check: Check) -> None:
    """A parameter has exactly one value on every date of its norm."""
    values = parameter.waarden
    since = min(n.geldig_van for n in check.norm)
    ends = [n.geldig_tot for n in check.norm]
    until = None if None in ends else max(e for e in ends if e)
    first = values[0].vanaf
    if first and first > since:
        reader.add(
            (*at, "waarden", 0),
            f"geen waarde van {since} tot {first}, terwijl de norm dan al geldt",
            f"no value from {since} to {first}, while the norm holds already",
            Text("laat vanaf weg of voeg de eerdere waarde toe", "leave out vanaf or add the earlier value"),
        )
    for i, (before, after) in enumerate(zip(values, values[1:], strict=False), start=1):
        end, start = before.tot, after.vanaf
        if start is None or (end is not None and start <= end) or end is None:
            reader.add((*at, "waarden", i), "waarden overlappen of staan niet op volgorde", "values overlap or are out of order")
        elif start != end + timedelta(days=1):
            gap = f"{end + timedelta(days=1)}..{start - timedelta(days=1)}"
            reader.add(
                (*at, "waarden", i),
                f"gat in de datums: geen waarde op {gap}",
                f"gap in the dates: no value on {gap}",
                Text("sluit de waarden op elkaar aan", "let the values follow each other"),
            )
    last: date | None = values[-1].tot
    if last is not None and (until is None or until > last):
        reader.add(
            (*at, "waarden", len(values) - 1),
            f"geen waarde na {last}, terwijl de norm doorloopt",
            f"no value after {last}, while the norm goes on",
            Text("laat tot weg of voeg de volgende waarde toe", "leave out tot or add the next value"),
        )


def _group(reader: _Reader, check: Check, scope: Scope) -> None:
    groep = check.populatie.groep
    if groep is None:
        return
    at: PathKey = ("populatie", "groep")
    rows = scope.other(check.populatie.tabel)
    _condition(reader, (*at, "waar"), groep.waar, rows, Text("", ""))
    for name, sql in groep.per.items():
        _condition(reader, (*at, "per", name), sql, rows, Text("", ""))
    for name, sql in groep.velden.items():
        parsed = reader.expression((*at, "velden", name), sql)
        if parsed is None:
            continue
        reader.names((*at, "velden", name), parsed.reads, rows.known, Text("", ""))
        if not parsed.aggregates:
            reader.add(
                (*at, "velden", name),
                "een veld van een groep is een som, telling, gemiddelde of uiterste",
                "a field of a group is a sum, count, mean or extreme",
            )
    for name, definition in check.afgeleid.items():
        if definition.sql is not None:
            parsed = reader.expression(("afgeleid", name), definition.sql)
            if parsed:
                reader.names(("afgeleid", name), parsed.reads, _known(check, scope), Text("", ""))


def _expressions(reader: _Reader, check: Check, known: frozenset[str]) -> Iterator[str]:
    """Check every expression on the unit itself; yield the names that they use."""
    must_explain = {"waar", "eis", "loopt", "oordeel"}
    for at, sql in _own_expressions(check):
        parsed = reader.expression(at, sql)
        if parsed is None:
            continue
        reader.names(at, parsed.reads, known, Text("", ""))
        _aggregates(reader, at, parsed)
        if parsed.over_rows:
            reader.add(at, "een venster (over) hoort onder afgeleid", "a window (over) belongs under afgeleid")
        if parsed.fills_nulls and must_explain & set(at) and check.leeg is None:
            _unexplained(reader, at)
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
    for key in ("datum", "uiterste_datum", "partitie"):
        if getattr(check, key):
            yield (key,), getattr(check, key)
    for name in check.populatie.gevuld:
        yield ("populatie", "gevuld"), name
    words = [(("melding",), check.melding)]
    words += [(("oordeel", i, "melding"), t.melding) for i, t in enumerate(check.oordeel or []) if t.melding]  # type: ignore[misc]
    for at, sentence in words:
        for language in ("nl", "en"):
            for name in placeholders(getattr(sentence, language)):
                yield (*at, language), name
    if check.impact and check.impact.juiste_code:
        yield ("impact", "juiste_code", "code"), check.impact.juiste_code.code
    if check.impact and check.impact.som_van:
        for name in [check.impact.som_van.sleutel, *check.impact.som_van.eigen]:
            yield ("impact", "som_van"), name


def _late_names(reader: _Reader, check: Check, scope: Scope) -> None:
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
            )


def _unused(reader: _Reader, check: Check, scope: Scope, used: set[str]) -> None:
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


def _can_run_out(reader: _Reader, check: Check) -> None:
    running = check.loopt is not None or any(t.dan == "loopt" for t in check.oordeel or [])
    if running and not check.uiterste_datum:
        reader.add(
            ("loopt",) if check.loopt else ("oordeel",),
            "een lopende termijn heeft een uiterste_datum nodig",
            "a running term needs an uiterste_datum",
            Text("noem de kolom met de laatste dag", "name the column with the last day"),
        )


def _types(reader: _Reader, check: Check, catalogue: Catalogue) -> None:
    """Build the plan on an empty export: polars then says whether every expression has the type it needs."""
    from zpm_audit.engine.typecheck import type_problems

    for at, what in type_problems(catalogue, check):
        reader.problems.append(reader.source.problem(at, what))
