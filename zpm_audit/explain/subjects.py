"""Who is explained: the id as the user typed it, looked up in the export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.pseudonyms import pseudonym, pseudonyms
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.units import joined_key
from zpm_audit.findings.covered import Covering

GROUP = "groep"
#: The columns that name a subject of a kind, wherever they stand.
_COLUMNS = {
    "prestatie": ("prestatie_id",),
    "zorgtraject": ("zorgtraject_id",),
    "patient": ("patient_id",),
    "behandelaar": ("behandelaar_id", "regiebehandelaar_id"),
}
KINDS = (*_COLUMNS, GROUP)
_PSEUDONYM = re.compile("pt-[0-9a-f]{16}")


@dataclass(frozen=True)
class Subject:
    """One subject: its kind, its own key in the export, how it may be shown, and the tables that it stands in.

    A group that is made of rows stands in none.
    """

    kind: str
    number: str
    shown: str
    tables: tuple[str, ...] = ()


def find_subject(context: Context, checks: Iterable[Check], typed: str, kind: str | None) -> Subject:
    """Return the subject that the id names; a group that stands in no table is known when it has been judged."""
    kinds = (kind,) if kind else KINDS
    found = list(_candidates(context, list(checks), typed.strip(), kinds))
    if len(found) > 1:
        raise _ambiguous(found)
    if found:
        return found[0]
    if GROUP in kinds:
        return Subject(GROUP, typed.strip(), typed.strip())
    raise unknown(context, kinds)


def _candidates(context: Context, checks: Sequence[Check], typed: str, kinds: Sequence[str]) -> Iterator[Subject]:
    key, behind = context.key, _behind(context, typed)
    for kind in kinds:
        numbers = [typed, *(behind if kind == "patient" else _own(context, kind, behind))]
        if not behind or len(kinds) == 1:
            # Not where a patient is meant: there may be millions of keys to compare with.
            numbers += _covered(context, kind, typed)
        for number in dict.fromkeys(numbers):
            tables = _tables(context, checks, kind, number)
            if tables:
                hidden = kind == "patient" or bool(_own(context, kind, [number]))
                shown = pseudonym(number, key) if hidden and key and not context.traceable else number
                yield Subject(kind, number, shown, tables)


def _behind(context: Context, typed: str) -> list[str]:
    """Return the number behind a pseudonym."""
    if context.key is None or not typed.startswith("pt-"):
        return []
    tables = [t for t in context.register.tables if "patient_id" in context.register.columns(t)]
    empty = pl.LazyFrame(schema={"patient_id": pl.String})
    every = pl.concat([empty, *(context.register.scan(t).select("patient_id") for t in tables)]).unique().collect()
    known = pseudonyms(every["patient_id"], context.key)
    return known.filter(pl.col("pseudoniem") == typed)["patient_id"].to_list()


def _own(context: Context, kind: str, numbers: Sequence[str]) -> list[str]:
    """Return which of these are a prestatie or zorgtraject with the number of its own patient: lists hide those."""
    if kind not in {"prestatie", "zorgtraject"}:
        return []
    [column] = _COLUMNS[kind]
    tables = _with(context, {column, "patient_id"})
    own = pl.col(column) == pl.col("patient_id")
    return [n for n in numbers if any(_has(context, t, (pl.col(column) == n) & own) for t in tables)]


def _covered(context: Context, kind: str, typed: str) -> list[str]:
    """Return the keys that the lists show as this one, with a pseudonym in the place of what could be a number."""
    parts = _PSEUDONYM.split(typed)
    if context.key is None or len(parts) != 2 or kind not in {"prestatie", "zorgtraject", "behandelaar"}:
        return []
    found: list[str] = []
    for column in _COLUMNS[kind]:
        fits = pl.col(column).str.starts_with(parts[0]) & pl.col(column).str.ends_with(parts[1])
        for table in _with(context, {column}):
            keys = context.register.scan(table).select(column).filter(fits).unique().collect(engine="streaming")[column]
            made = Covering(context.register, context.key).made(keys)
            found += [key for key, shown in made.items() if shown == typed]
    return found


def _tables(context: Context, checks: Sequence[Check], kind: str, number: str) -> tuple[str, ...]:
    if kind == GROUP:
        keys = {(c.populatie.tabel, tuple(c.sleutel)) for c in checks if c.onderwerp == GROUP and c.sleutel}
        present = [(t, names) for t, names in sorted(keys) if set(names) <= context.register.columns(t)]
        return tuple(dict.fromkeys(t for t, names in present if _has(context, t, joined_key(names) == number)))
    found = [
        t for column in _COLUMNS[kind] for t in _with(context, {column}) if _has(context, t, pl.col(column) == number)
    ]
    return tuple(dict.fromkeys(found))


def _with(context: Context, columns: set[str]) -> list[str]:
    return [t for t in context.register.tables if columns <= context.register.columns(t)]


def _has(context: Context, table: str, condition: pl.Expr) -> bool:
    found = context.register.scan(table).filter(condition).select(pl.len()).collect(engine="streaming")
    return bool(found.item())


def _ambiguous(found: Sequence[Subject]) -> UsageError:
    kinds = ", ".join(f"{s.kind} ({', '.join(s.tables)})" for s in found)
    first = found[0].kind
    return UsageError(
        nl=f"Dit id staat er meer dan een keer: {kinds}. Zeg met --soort welke u bedoelt, zoals --soort {first}.",
        en=f"This id stands for more than one: {kinds}. Say with --soort which you mean, like --soort {first}.",
    )


def unknown(context: Context, kinds: Sequence[str]) -> UsageError:
    """Return what to say of an id that is nowhere; the id itself is not repeated, as it may be of a patient."""
    places = [f"{t}.{c}" for kind in kinds if kind != GROUP for c in _COLUMNS[kind] for t in _with(context, {c})]
    listed = ", ".join(dict.fromkeys(places))
    groups = (" en bij de groepen van de checks", " and with the groups of the checks") if GROUP in kinds else ("", "")
    return UsageError(
        nl=f"Dit id komt in deze export niet voor. Gezocht in {listed or 'geen tabel'}{groups[0]}. Kijk of het "
        "klopt (ook hoofdletters en voorloopnullen), of de rij opzij gezet is, en bij een pseudoniem of de sleutel "
        "dezelfde is als bij de run.",
        en=f"This id does not occur in this export. Looked in {listed or 'no table'}{groups[1]}. See whether it is "
        "right (capitals and leading zeros too), whether its row was set aside, and for a pseudonym whether the key is "
        "the one of the run.",
    )
