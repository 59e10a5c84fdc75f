"""What look-ups and derived values may not get wrong, in the shared definitions as well as in a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey
from zpm_audit.checks.koppels import Koppel, Veld
from zpm_audit.checks.model import Definitie, Definities, Herrekening
from zpm_audit.checks.rules.reader import Reader
from zpm_audit.checks.scope import Scope, definition_reads
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.register import TABLES

#: Tells whether these columns of a reference list name one row.
UniqueInReference = Callable[[str, frozenset[str]], bool]
References = dict[str, tuple[str, ...]]
_Node = tuple[str, str]
_PER_TABLE = (
    "koppel", "afgeleid", "beoordeeld", "tijdas", "settingas", "financieringsas", "bedragas", "sleutels", "onderscheid",
)  # fmt: skip


def definitions(reader: Reader, shared: Definities, references: References, unique: UniqueInReference) -> None:
    """Check the shared definitions."""
    named = [("geleverd", name, table) for name, table in shared.geleverd.items()]
    for section in _PER_TABLE:
        named += [(section, table, table) for table in getattr(shared, section)]
    for section, at, table in named:
        if table not in TABLES and table not in references:
            hint = did_you_mean(table, TABLES)
            reader.add((section, at), f"onbekende tabel '{table}'", f"unknown table '{table}'", hint)
    if reader.problems:
        return
    for table in {**shared.koppel, **shared.afgeleid}:
        scope = Scope(shared, table, references)
        koppels(reader, ("koppel", table), shared.koppel.get(table, {}), scope, unique)
        derived(reader, ("afgeleid", table), shared.afgeleid.get(table, {}), scope)
    for section in ("beoordeeld", "tellingen"):
        for name, definition in getattr(shared, section).items():
            scope = Scope(shared, name if section == "beoordeeld" else "prestaties", references)
            _definition(reader, (section, name), definition, scope)
    _columns(reader, shared, references)
    for section in ("instellingen", "geleverd"):
        for name in getattr(shared, section):
            for table in TABLES:
                reader.free((section, name), name, Scope(shared, table, references))
    if not reader.problems:
        _no_circles(reader, shared, references)


def _columns(reader: Reader, shared: Definities, references: References) -> None:
    """Check the sections that name columns of a table."""
    named: list[tuple[PathKey, Iterable[str]]] = []
    named += [(("tijdas", table), [column]) for table, column in shared.tijdas.items()]
    named += [(("settingas", table), [column]) for table, column in shared.settingas.items()]
    named += [(("bedragas", table), [column]) for table, column in shared.bedragas.items()]
    named += [(("sleutels", table), keys.values()) for table, keys in shared.sleutels.items()]
    named += [(("onderscheid", table), columns) for table, columns in shared.onderscheid.items()]
    for at, names in named:
        reader.names(at, names, Scope(shared, str(at[1]), references).columns)
    _no_patients(reader, shared)
    for table, name in shared.financieringsas.items():
        reader.names(("financieringsas", table), [name], Scope(shared, table, references).known)
    if shared.herrekening:
        _recalculation(reader, shared, shared.herrekening, references)


def _no_patients(reader: Reader, shared: Definities) -> None:
    """Refuse columns of a finding that are shown as they are, and would be filled with the number of a patient."""
    named: list[tuple[PathKey, str]] = []
    for table, keys in shared.sleutels.items():
        named += [(("sleutels", table, key), column) for key, column in keys.items() if key != "patient_id"]
    named += [(("onderscheid", table), column) for table, columns in shared.onderscheid.items() for column in columns]
    for section in ("financieringsas", "settingas"):
        named += [((section, table), column) for table, column in getattr(shared, section).items()]
    for at, column in named:
        if column in {"patient_id", "bsn"}:
            what = f"{column} zou hier onbedekt in de bevindingen komen"
            hint = Text("kies een andere kolom", "choose another column")
            reader.add(at, what, f"{column} would stand uncovered in the findings here", hint)


def _recalculation(reader: Reader, shared: Definities, asked: Herrekening, references: References) -> None:
    """Check the names of the recalculation, on our side and in the code list."""
    ours, theirs = (Scope(shared, table, references) for table in ("prestaties", "codelijst"))
    reader.condition(("herrekening", "waar"), asked.waar, ours)
    reader.names(("herrekening", "klasse"), [asked.klasse], ours.known)
    reader.names(("herrekening", "klasse_uit"), asked.klasse_uit, ours.known)
    where = Text("in codelijst", "in codelijst")
    reader.names(("herrekening", "lijst_klasse"), [asked.lijst_klasse], theirs.known, where)
    for key in ("lijst_sleutel", "anders_sleutel"):
        names = getattr(asked, key)
        reader.names(("herrekening", key), names, theirs.known, where)
        reader.names(("herrekening", key), names.values(), ours.known)


def koppels(reader: Reader, at: PathKey, own: dict[str, Koppel], scope: Scope, unique: UniqueInReference) -> None:
    """Check look-ups."""
    for name, koppel in own.items():
        here = (*at, name)
        if scope.check is not None and name in scope.definitions.koppel.get(scope.table, {}):
            hint = Text("kies een andere naam", "choose another name")
            reader.add(here, f"koppel '{name}' bestaat al", f"koppel '{name}' exists already", hint)
            continue
        if koppel.tabel not in TABLES and koppel.tabel not in scope.references:
            hint = did_you_mean(koppel.tabel, [*TABLES, *scope.references]) or Text(
                f"kies uit: {', '.join([*TABLES, *scope.references])}",
                f"choose from: {', '.join([*TABLES, *scope.references])}",
            )
            reader.add((*here, "tabel"), f"onbekende tabel '{koppel.tabel}'", f"unknown table '{koppel.tabel}'", hint)
            continue
        other = scope.other(koppel.tabel)
        theirs = Text(f"in {koppel.tabel}", f"in {koppel.tabel}")
        reader.names((*here, "sleutel"), koppel.sleutel, other.known, theirs)
        reader.names((*here, "sleutel"), koppel.sleutel.values(), scope.known)
        if koppel.periode:
            reader.names((*here, "periode"), [koppel.periode.van, koppel.periode.tot], other.known, theirs)
            reader.names((*here, "periode"), [koppel.periode.op], scope.known)
        if koppel.binnen:
            reader.names((*here, "binnen"), [koppel.binnen.datum], other.known, theirs)
            reader.names((*here, "binnen"), [koppel.binnen.van, koppel.binnen.tot], scope.known)
        _earlier(reader, (*here, "eerder"), koppel, scope)
        reader.condition((*here, "waar"), koppel.waar, other, theirs)
        for field_name, veld in koppel.velden.items():
            there = (*here, "velden", field_name)
            reader.free(there, field_name, scope)
            _veld(reader, there, veld, other, theirs)
            if veld.waarde and not _one_row(koppel, unique):
                reader.add(
                    there,
                    f"waarde kan alleen op de unieke sleutel van {koppel.tabel}",
                    f"waarde is only possible on the unique key of {koppel.tabel}",
                    Text(
                        "gebruik eerste, laatste, som, aantal of bestaat", "use eerste, laatste, som, aantal or bestaat"
                    ),
                )


def _veld(reader: Reader, at: PathKey, veld: Veld, other: Scope, theirs: Text) -> None:
    """Check the names and conditions of one value."""
    for column in veld.kolommen:
        key = veld.soort if column == veld.kolom else "per"
        reader.names((*at, key), [column], other.known, theirs)
    reader.condition((*at, "waar"), veld.waar, other, theirs)
    reader.condition((*at, "onderbreking"), veld.onderbreking, other, theirs)


def _earlier(reader: Reader, at: PathKey, koppel: Koppel, scope: Scope) -> None:
    """Rows can only come before the unit in the unit's own table, in an order without equals."""
    if koppel.eerder is None:
        return
    key = TABLES[scope.table].key if scope.table in TABLES else None
    if koppel.tabel != scope.table or key is None:
        hint = Text("gebruik eerder in een tabel met een unieke sleutel", "use eerder in a table with a unique key")
        reader.add(at, "eerder kan alleen in de eigen tabel", "eerder is only possible in the own table", hint)
        return
    reader.names(at, koppel.eerder, scope.known)
    if any(theirs != ours for theirs, ours in koppel.sleutel.items()):
        hint = Text("schrijf {patient_id: patient_id}", "write {patient_id: patient_id}")
        what = "bij eerder hoort aan beide kanten van de sleutel dezelfde kolom te staan"
        reader.add(at, what, "with eerder both sides of the key are the same column", hint)
    if koppel.eerder[-1] != key:
        hint = Text("gelijke rijen zouden willekeurig staan", "equal rows would stand in any order")
        what = f"de volgorde eindigt niet in de unieke sleutel {key}"
        reader.add(at, what, f"the order does not end in the unique key {key}", hint)


def _one_row(koppel: Koppel, unique: UniqueInReference) -> bool:
    table = TABLES.get(koppel.tabel)
    if table is None:
        return unique(koppel.tabel, frozenset(koppel.sleutel))
    return table.key is not None and set(koppel.sleutel) == {table.key}


def derived(reader: Reader, at: PathKey, own: dict[str, Definitie], scope: Scope) -> None:
    """Check derived values."""
    for name, definition in own.items():
        reader.free((*at, name), name, scope)
        _definition(reader, (*at, name), definition, scope)
        if not reader.problems and any(name in scope.closure([n]) for n in scope.direct_reads(name)):
            _circle(reader, (*at, name), name)


def _circle(reader: Reader, at: PathKey, name: str) -> None:
    hint = Text("haal een van de stappen weg", "remove one of the steps")
    reader.add(at, f"'{name}' verwijst naar zichzelf", f"'{name}' refers to itself", hint)


def _definition(reader: Reader, at: PathKey, definition: Definitie, scope: Scope) -> None:
    looks_around = definition.over_rows
    if definition.sql is not None:
        parsed = reader.expression(at, definition.sql)
        if parsed is None:
            return
        reader.no_aggregates(at, parsed)
        looks_around = parsed.over_rows
        if parsed.fills_nulls and not definition.leeg:
            reader.unexplained(at)
    reader.names(at, definition_reads(definition), scope.known)
    reader.names(at, definition.een_van or [], scope.columns)
    if definition.alleen_met and definition.alleen_met not in TABLES:
        what = f"onbekende tabel '{definition.alleen_met}'"
        hint = did_you_mean(definition.alleen_met, TABLES)
        reader.add((*at, "alleen_met"), what, f"unknown table '{definition.alleen_met}'", hint)
    if looks_around and scope.check is None:
        reader.add(
            at,
            "een waarde over andere rijen hangt af van de populatie en kan niet gedeeld worden",
            "a value over other rows depends on the population and cannot be shared",
            Text("zet haar onder afgeleid van de check", "put it under afgeleid of the check"),
        )
    elif looks_around:
        _order(reader, at, definition, scope)


def _order(reader: Reader, at: PathKey, definition: Definitie, scope: Scope) -> None:
    """Refuse an order that leaves equal rows in any order."""
    ends = set(parse(definition.sql).order_ends) if definition.sql else set()
    order = getattr(definition.blok, "volgorde", None)
    ends |= {order[-1]} if order else set()
    key = TABLES[scope.table].key if scope.table in TABLES else None
    hint = Text("gelijke rijen zouden willekeurig staan", "equal rows would stand in any order")
    if ends and key is None:
        what = f"{scope.table} heeft geen unieke sleutel om op te ordenen"
        reader.add(at, what, f"{scope.table} has no unique key to order by", hint)
    elif ends - {key}:
        what = f"de volgorde eindigt niet in de unieke sleutel {key}"
        reader.add(at, what, f"the order does not end in the unique key {key}", hint)


def _no_circles(reader: Reader, shared: Definities, references: References) -> None:
    """Refuse look-ups that need each other: table A looks up in B what B looks up in A."""
    done: set[_Node] = set()

    def visit(node: _Node, path: tuple[_Node, ...]) -> None:
        if node in done or reader.problems:
            return
        if node in path:
            table, name = node
            at: PathKey = ("afgeleid", table, name)
            if name not in shared.afgeleid.get(table, {}):
                link = Scope(shared, table, references).fields[name]
                at = ("koppel", table, link.koppel_name, "velden", name)
            _circle(reader, at, name)
            return
        for below in sorted(_below(shared, references, node)):
            visit(below, (*path, node))
        done.add(node)

    for table in {**shared.koppel, **shared.afgeleid}:
        for name in sorted(Scope(shared, table, references).known):
            visit((table, name), ())


def _below(shared: Definities, references: References, node: _Node) -> set[_Node]:
    table, name = node
    scope = Scope(shared, table, references)
    found = {(table, n) for n in scope.direct_reads(name)}
    if name in scope.fields and name not in scope.columns:
        link = scope.fields[name]
        found |= {(link.koppel.tabel, n) for n in scope.behind(link)}
    return found
