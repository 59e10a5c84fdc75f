"""The page about the export: every table and column, what it means, and what the checks lose without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from zpm_audit.base.language import Text
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.catalogue.pages.markdown import code, plain_words, table
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.register import EXPORT_TABLES, MESSAGE_TABLES, TABLES, Column, Register, Table
from zpm_audit.register.meanings import TABLE_MEANING, empty_means, meaning_of
from zpm_audit.register.schema import FARTHEST, FIRST_DAY, LAST_DAY, REQUIRED_TABLES, Kind

KIND: dict[Kind, Text] = {
    "text": Text("tekst", "text"),
    "int": Text("geheel getal", "whole number"),
    "date": Text("datum", "date"),
    "time": Text("tijd", "time"),
    "datetime": Text("tijdstip", "moment"),
    "bool": Text("ja of nee", "yes or no"),
    "eur": Text("bedrag", "amount"),
    "decimal": Text("percentage", "percentage"),
}


_FILES = (
    "Een export is een map met deze tabellen, elk een bestand met die naam: `prestaties.csv`, `.parquet` of `.xlsx` "
    "(hoofdletters in de naam maken niet uit). Ook een SQLite-bestand, een database en een declaratiebericht zijn een "
    "export. Hoe waarden geschreven zijn, wat er met een onleesbare rij gebeurt en hoe een export gelezen wordt die er "
    "anders uitziet, staat in [inlezen](inlezen.md)."
)
_COLUMNS = (
    "Een kolom met een `*` moet er zijn en gevuld zijn: zonder haar wordt de export geweigerd (afsluitcode 3), en een "
    "rij waarop zij leeg is gaat opzij. Elke andere kolom mag ontbreken of leeg zijn: een check die een ontbrekende "
    "kolom nodig heeft draait niet en zegt dat, een check die op een lege cel stuit noemt die rij `onbepaald`. Het een "
    "noch het ander telt ooit als in orde. Staat er onder *leeg* niets, dan is een lege cel dus onbekend. Kolommen die "
    "het contract niet kent worden niet gelezen; het rapport noemt ze."
)
_BOUNDS = (
    f"Een datum of tijdstip ligt van {FIRST_DAY} t/m {LAST_DAY}; een geheel getal, een bedrag en een percentage liggen "
    f"hoogstens {FARTHEST['int']:,}, {FARTHEST['eur']:,} en {FARTHEST['decimal']:,} van nul, tenzij er bij de kolom "
    "iets anders staat. Een rij met een waarde daarbuiten gaat opzij. Staat in uw systeem een dag ver weg voor *geen "
    "einde*, noem hem dan in de mapping onder `leeg`."
).replace(",0", ".0")


@dataclass
class _Use:
    """The checks by what they lose without a column (or a table): their run, evidence or amount, or nothing certain."""

    run: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def export_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of the page."""
    uses = _uses(catalogue)
    yield from _intro()
    yield from table(
        ["tabel", "nodig", "een rij is", "sleutel"],
        (
            [
                f"[{code(t.name)}](#{t.name})",
                "ja" if t.name in REQUIRED_TABLES else "nee",
                plain_words(TABLE_MEANING[t.name].nl),
                code(t.key) if t.key else "–",
            ]
            for t in EXPORT_TABLES.values()
        ),
    )
    for one in EXPORT_TABLES.values():
        yield from _table(one, uses)
    yield "## De tabellen van een declaratiebericht"
    yield ""
    yield (
        "Een [declaratiebericht](gds801.md) geeft naast `prestaties`, `zorgtrajecten` en `patienten` deze tabellen. U "
        "levert ze niet zelf; de regels `ZPM-GD-..` en eigen checks op het bericht gebruiken ze."
    )
    yield ""
    for one in MESSAGE_TABLES.values():
        yield from _table(one, uses)


def _intro() -> Iterator[str]:
    yield "# De export: tabellen en kolommen"
    yield ""
    yield _FILES
    yield ""
    yield _COLUMNS
    yield ""
    yield _BOUNDS
    yield ""
    yield (
        "`zpm-audit mapping toets EXPORT` zegt van een eigen export welke kolom de meeste checks oplevert; zie "
        "[mapping toets](mapping-toets.md)."
    )
    yield ""


def _table(one: Table, uses: dict[tuple[str, str], _Use]) -> Iterator[str]:
    yield f'<a id="{one.name}"></a>'
    yield ""
    yield f"## {code(one.name)}"
    yield ""
    yield f"Een rij is {plain_words(TABLE_MEANING[one.name].nl)}."
    yield ""
    yield from table(["kolom", "soort", "betekenis", "leeg"], (_meaning(one, c) for c in one.columns))
    whole = uses.get((one.name, ""), _Use())
    if whole.run:
        yield f"Zonder deze tabel draaien niet: {_ids(whole.run)}."
        yield ""
    used = [(c, uses[one.name, c.name]) for c in one.columns if (one.name, c.name) in uses]
    if used:
        rows = ([code(c.name), _ids(u.run), _ids(u.evidence), _ids(u.other)] for c, u in used)
        yield from table(["zonder", "draaien niet", "missen bewijs of bedrag", "beoordelen met wat er is"], rows)
    unused = [code(c.name) for c in one.columns if (one.name, c.name) not in uses]
    if unused:
        yield f"Geen meegeleverde check gebruikt {', '.join(unused)}."
        yield ""


def _meaning(one: Table, column: Column) -> list[str]:
    meant, empty = meaning_of(one.name, column.name), empty_means(one.name, column.name)
    allowed = f" Toegestaan: {', '.join(code(str(v)) for v in column.values)}." if column.values else ""
    if column.farthest is not None and column.limit is not None:
        allowed += f" Hoogstens {column.limit // column.scale:,}.".replace(",", ".")
    named = f"{code(column.name)} \\*" if column.required else code(column.name)
    return [named, KIND[column.kind].nl, f"{plain_words(meant.nl)}.{allowed}", plain_words(empty.nl) if empty else ""]


def _ids(found: Iterable[str]) -> str:
    return ", ".join(sorted(found)) or "–"


def _uses(catalogue: Catalogue) -> dict[tuple[str, str], _Use]:
    """Return, per column (and per table: an empty name), which checks use it and how."""
    found: dict[tuple[str, str], _Use] = {}
    context = Context(Register({}), catalogue, date.min)
    for check_id in catalogue.checks:
        facts = Facts(catalogue, catalogue.checks[check_id], context)
        linked = f"[{check_id}](checks/{check_id}.md)"
        needed: dict[tuple[str, str], str] = {}
        # Of two needs for one column the stricter one counts, and stands last.
        for need in sorted(facts.needs(), key=lambda n: (-len(n.columns), n.only_with == "", sorted(n.columns))):
            if not need.only_with:
                needed[need.table, ""] = linked
            for name in need.columns:
                others = " of ".join(code(n) for n in sorted(need.columns - {name}))
                unless = f" (tenzij {others} er is)" if others else ""
                when = f" (als {code(need.only_with)} er is)" if need.only_with else ""
                needed[need.table, name] = f"{linked}{unless}{when}"
        wished = {(need.table, name) for need in facts.wishes() for name in need.columns} - needed.keys()
        for place, said in needed.items():
            found.setdefault(place, _Use()).run.append(said)
        for place in wished:
            found.setdefault(place, _Use()).evidence.append(linked)
        for place in facts.columns() - needed.keys() - wished:
            found.setdefault(place, _Use()).other.append(linked)
    return {place: use for place, use in found.items() if place[0] in TABLES}
