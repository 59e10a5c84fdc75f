"""By which keys a register may be split for a check, so that every unit finds in its own part what it finds in all.

A table is split by a column that names somebody or something (``patient_id``), or by such a column of the row of
another table that it points at (the patient of the zorgtraject of a prestatie). The rows that meet in a check must then
lie together whatever the data: a prestatie may name a zorgtraject of another patient. A table that is not split is
given whole to every part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from zpm_audit.engine.shards.links import Compared, Links, LookUp
from zpm_audit.register import TABLES
from zpm_audit.register.relations import RELATIONS

#: Tables that grow with every prestatie: too large to be given whole to every part.
LARGE = frozenset({"prestaties", "bericht_prestaties", "bericht_zorgaanbieders", "bericht_diagnosen"})


@dataclass(frozen=True)
class SplitKey:
    """A column of the row, or what is found by it: in a table by its unique key, a column there, and so on."""

    start: str
    via: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return " > ".join([self.start, *(f"{table}.{column}" for table, column in self.via)])


@dataclass(frozen=True)
class Layout:
    """By which key each of these tables is split; every other table is whole."""

    keys: tuple[tuple[str, SplitKey], ...]

    @cached_property
    def by_table(self) -> dict[str, SplitKey]:
        """Return the key of each table that is split."""
        return dict(self.keys)

    @cached_property
    def pointed_at(self) -> frozenset[str]:
        """Return the tables by whose rows the rows of others are placed."""
        return frozenset(table for _, key in self.keys for table, _ in key.via)

    def __str__(self) -> str:
        return ", ".join(f"{table}.{key}" for table, key in self.keys)


def split_keys(table: str) -> list[SplitKey]:
    """Return the keys that a table may be split by, the best first: what is always filled, then what is found by it."""
    contract = TABLES[table]
    ids = [c for c in contract.columns if c.name.endswith("_id")]
    ids.sort(key=lambda c: (c.name == contract.key, not c.required))
    found = [SplitKey(c.name) for c in ids]
    for relation in RELATIONS:
        other = TABLES[relation.other]
        if relation.table == table and relation.other != table and relation.key == other.key:
            found += [
                SplitKey(relation.column, ((relation.other, c.name),))
                for c in other.columns
                if c.name.endswith("_id") and c.name != other.key
            ]
    return found


def layouts_of(links: Links) -> Iterator[Layout]:
    """Yield every way to split the tables that a check reads under which it may be judged in parts, the best first."""
    tables = [links.table, *sorted(t for t in links.tables - {links.table} if split_keys(t))]
    options: list[list[SplitKey | None]] = [[*split_keys(links.table)]]
    options += [([] if t in LARGE else [None]) + [*split_keys(t)] for t in tables[1:]]
    for chosen in product(*options):
        pairs = zip(tables, chosen, strict=True)
        layout = Layout(tuple(sorted(((t, k) for t, k in pairs if k), key=lambda pair: pair[0])))
        if obstacle(links, layout) is None:
            yield layout


def obstacle(links: Links, layout: Layout) -> Compared | LookUp | str | None:
    """Return why a check may not be judged in parts under a layout (a text: the table of its units); None if it may."""
    split = layout.by_table
    if links.table not in split:
        return links.table
    for one in links.compared:
        if one.table in split and not _together(one, split[one.table]):
            return one
    for link in links.lookups:
        if not _meet(link, split):
            return link
    return None


def _together(compared: Compared, key: SplitKey) -> bool:
    """Tell whether rows that are compared lie together: the same values of their keys put them in the same part."""
    return key.start in compared.keys


def _meet(link: LookUp, split: dict[str, SplitKey]) -> bool:
    """Tell whether rows find in their own part all rows of the other table that equal them in the pairs."""
    ours, theirs = split.get(link.table), split.get(link.other)
    if theirs is None:
        return link.other not in LARGE
    if ours is None:
        # Every part has these rows, and would see another piece of the other table.
        return False
    return any(_same(link, ours, theirs, x, y) for x, y in link.pairs)


def _same(link: LookUp, ours: SplitKey, theirs: SplitKey, x: str, y: str) -> bool:
    """Tell whether rows with ``their x = our y`` are put in the same part by their keys."""
    if theirs == SplitKey(x, ours.via) and ours.start == y:
        return True
    if y == _unique(link.table) and theirs == SplitKey(x, ((link.table, ours.start), *ours.via)):
        return True
    return x == _unique(link.other) and ours == SplitKey(y, ((link.other, theirs.start), *theirs.via))


def _unique(table: str) -> str | None:
    return TABLES[table].key if table in TABLES else None
