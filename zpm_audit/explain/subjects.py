"""Who is explained: the id as the user typed it, looked up in the export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.pseudonyms import pseudonym, pseudonyms
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.units import joined_key

GROUP = "groep"
#: The columns that name a subject of a kind, wherever they stand.
_COLUMNS = {
    "prestatie": ("prestatie_id",),
    "zorgtraject": ("zorgtraject_id",),
    "patient": ("patient_id",),
    "behandelaar": ("behandelaar_id", "regiebehandelaar_id"),
}
KINDS = (*_COLUMNS, GROUP)


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
        for number in dict.fromkeys([typed, *behind]):
            own = _is_own_patient(context, kind, number)
            if number != typed and kind != "patient" and not own:
                continue
            tables = _tables(context, checks, kind, number)
            if tables:
                hidden = key is not None and not context.traceable and (kind == "patient" or own)
                yield Subject(kind, number, pseudonym(number, key) if hidden and key else number, tables)


def _behind(context: Context, typed: str) -> list[str]:
    """Return the number behind a pseudonym."""
    if context.key is None or not typed.startswith("pt-"):
        return []
    tables = [t for t in context.register.tables if "patient_id" in context.register.columns(t)]
    empty = pl.LazyFrame(schema={"patient_id": pl.String})
    every = pl.concat([empty, *(context.register.scan(t).select("patient_id") for t in tables)]).unique().collect()
    known = pseudonyms(every["patient_id"], context.key)
    return known.filter(pl.col("pseudoniem") == typed)["patient_id"].to_list()


def _is_own_patient(context: Context, kind: str, number: str) -> bool:
    """Tell whether a prestatie or zorgtraject has the number of its own patient: the lists then show a pseudonym."""
    if kind not in {"prestatie", "zorgtraject"}:
        return False
    [column] = _COLUMNS[kind]
    same = (pl.col(column) == number) & (pl.col("patient_id") == number)
    return any(_has(context, t, same) for t in _with(context, {column, "patient_id"}))


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
