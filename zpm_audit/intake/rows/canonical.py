"""One table of an export to canonical Parquet: every row either lands there or is set aside with its reasons."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path

import polars as pl

from zpm_audit.base.aloud import looks_like_data
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.sealed import seal
from zpm_audit.intake.mapping import Mapping, TableMapping
from zpm_audit.intake.rows import native
from zpm_audit.intake.rows.link import Link
from zpm_audit.intake.rows.making import Kitchen
from zpm_audit.intake.rows.trial import Trial, refuse
from zpm_audit.intake.sources.source import ROW, Source, cell
from zpm_audit.register.schema import Table
from zpm_audit.register.store import WORKING

_FLAG = "_opzij"


@dataclass(frozen=True)
class Extras:
    """What a mapping asks beside the columns: which rows belong to the table, the parts of a key, columns to carry.

    ``key``, ``carried`` and ``places`` are expressions over the rows that were judged, under the name that they get;
    ``places`` say where in the source a row is, for who asks for that.
    """

    belongs: pl.Expr | None = None
    key: tuple[pl.Expr, ...] = ()
    carried: tuple[pl.Expr, ...] = ()
    places: tuple[pl.Expr, ...] = ()


@dataclass(frozen=True)
class Split:
    """A table after its values were judged: the good rows (canonical), and the raw cells of the rows set aside.

    ``left_out`` are rows that do not belong to the table; ``told`` counts, per column that was made, what its making
    has to tell of the good rows.
    """

    good: Path
    aside: Path
    rows: int
    rows_aside: int
    left_out: int
    told: dict[str, dict[str, int]]


def link_columns(
    source: Source,
    table: Table,
    said: TableMapping,
    kitchen: Kitchen,
    mapping: Mapping | None,
    trial: Trial | None = None,
) -> tuple[list[Link], tuple[str, ...]]:
    """Connect canonical columns to source columns; return the links and the names in the source that nobody reads."""
    positions = {name: i for i, name in enumerate(source.names) if name}
    dtypes = source.dtypes
    links: list[Link] = []
    for column in table.columns:
        how = said.kolommen.get(column.name, column.name)
        if not isinstance(how, str):
            links.append(kitchen.made(column, how))
        elif how in positions:
            at = positions[how]
            links.append(Link.of(source, column, at, how, dtypes[at], kitchen.formats))
    read = {raw for link in links for raw in link.raws}
    read |= {cell(positions[name]) for _, name in named(said) if name in positions}
    unknown = tuple(header(name, i) for i, name in enumerate(source.names) if cell(i) not in read)
    wrong = _missing(source, table, {link.column.name for link in links}, unknown, mapping)
    if wrong is not None:
        refuse(trial, table.name, wrong)
    _refuse_lacking(source, read)
    return links, unknown


def header(name: str, position: int) -> str:
    """Return a name in the first line of a source as it may be shown: a value that stands there is not repeated."""
    if not name:
        return f"(kolom {position + 1})"
    return f"(kolom {position + 1}: lijkt op een gegeven)" if looks_like_data(name) else name


def named(said: TableMapping) -> Iterator[tuple[str, str]]:
    """Yield every column of the source that a mapping names, with what it names it for."""
    for column, how in said.kolommen.items():
        for name in (how,) if isinstance(how, str) else how.sources:
            yield column, name
    yield from (("waar", name) for name in said.conditions)
    yield from (("meenemen", name) for name in said.meenemen)


def _refuse_lacking(source: Source, read: set[str]) -> None:
    """Refuse a table of several files or sheets of which one lacks a column that is read in the others."""
    for i, name in enumerate(source.names):
        if cell(i) in read and name in source.lacking:
            where = source.lacking[name]
            raise InputRefusedError(
                nl=f"{where}: kolom '{name}' ontbreekt, en staat wel in andere delen van tabel {source.table}. "
                "Vul haar aan in de export, of geef dat deel niet mee.",
                en=f"{where}: column '{name}' is missing, and stands in other parts of table {source.table}. "
                "Add it in the export, or leave that part out.",
            )


def _missing(
    source: Source, table: Table, present: set[str], unknown: tuple[str, ...], mapping: Mapping | None
) -> InputRefusedError | None:
    """Return what to say of a required column that is not there; None where all are."""
    missing = [c.name for c in table.columns if c.required and c.name not in present]
    if not missing:
        return None
    hint = Text("", "")
    joined = source.names[0] if len(source.names) == 1 else ""
    mark = next((m for m in ";\t|," if m in joined), None)
    if mark:
        name = "tab" if mark == "\t" else f"'{mark}'"
        hint = Text(f" Het scheidingsteken lijkt {name} te zijn.", f" The separator seems to be {name}.")
    else:
        plain = {name.lower(): name for name in unknown}
        near = {m: difflib.get_close_matches(m, plain, n=1, cutoff=0.7) for m in missing}
        pairs = [(m, plain[n[0]]) for m, n in near.items() if n]
        if pairs:
            hint = Text(
                " " + " ".join(f"Is '{n}' misschien {m}?" for m, n in pairs),
                " " + " ".join(f"Is '{n}' perhaps {m}?" for m, n in pairs),
            )
    shown = ", ".join(missing)
    way = _way_out(table, unknown, mapping)
    return InputRefusedError(
        nl=f"{source.shown}: verplichte kolom ontbreekt: {shown}.{hint.nl} {way.nl}",
        en=f"{source.shown}: required column missing: {shown}.{hint.en} {way.en}",
    )


def _way_out(table: Table, unknown: tuple[str, ...], mapping: Mapping | None) -> Text:
    """Return what to do about a column that is missing: what a mapping leaves open is said in that mapping."""
    if mapping is None:
        return Text(
            "Wijs kolommen aan in een mapping; `zpm-audit init EXPORT` maakt een eerste voorstel.",
            "Point out columns in a mapping; `zpm-audit init EXPORT` writes a first proposal.",
        )
    left = ", ".join(unknown[:20]) or "-"
    return Text(
        f"Zeg in {mapping.path} onder tabellen, {table.name}, kolommen waar zij vandaan komt of van gemaakt "
        f"wordt (vast, datum_van, samen, ...). Nog niet gelezen uit de bron: {left}.",
        f"Say in {mapping.path} under tabellen, {table.name}, kolommen where it comes from or what it is made of "
        f"(vast, datum_van, samen, ...). Not read from the source yet: {left}.",
    )


def fitting_types(source: Source, links: list[Link], trial: Trial | None = None) -> tuple[Source, list[Link]]:
    """Refuse a typed column that can never be what the contract asks; one that is empty throughout is empty text."""
    misfits = [k for k in links if not k.fits()]
    for link in misfits:
        if source.frame.select(pl.col(link.raw).is_not_null().any()).collect().item():
            refuse(trial, source.table, _wrong_type(source, link))
    frame = source.frame.with_columns(pl.lit(None, pl.String).alias(k.raw) for k in misfits)
    text = pl.String()
    return replace(source, frame=frame), [replace(k, dtype=text) if k in misfits else k for k in links]


def _wrong_type(source: Source, link: Link) -> InputRefusedError:
    found, expected = native.type_in_words(link.dtype), native.KINDS_IN_WORDS[link.column.kind]
    way = Text("Zet de kolom om in de export.", "Convert the column in the export.")
    if link.column.kind == "bool" and link.dtype.is_integer():
        way = Text(
            'Betekent 1 ja en 0 nee, zet dan in de mapping waar: ["1"] en onwaar: ["0"].',
            'If 1 means yes and 0 no, put in the mapping waar: ["1"] and onwaar: ["0"].',
        )
    if link.column.kind == "time" and isinstance(link.dtype, pl.Datetime):
        way = Text(
            f"Neem de tijd in de mapping met tijd_van: {link.source_name}.",
            f"Take the time in the mapping with tijd_van: {link.source_name}.",
        )
    or_text, or_text_en = ("", "") if link.column.kind == "text" else (" of tekst", " or text")
    return InputRefusedError(
        nl=f"{source.shown}: kolom {link.shown} is van de soort {found.nl}; "
        f"verwacht wordt {expected.nl}{or_text}. {way.nl}",
        en=f"{source.shown}: column {link.shown} is of the kind {found.en}; "
        f"expected: {expected.en}{or_text_en}. {way.en}",
    )


def split(source: Source, links: list[Link], work: Path, extras: Extras, key: Key) -> Split:
    """Read the table once: good rows to canonical Parquet, the raw cells of the others to a file of their own.

    A citizen service number stays here: of it the good rows have what is judged, and a pseudonym by the ``key``.
    """
    kept_as = seal(key)
    good = work / "register" / f"{source.table}.parquet"
    aside = work / "opzij" / f"{source.table}.parquet"
    for path in (good, aside):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = source.frame if extras.belongs is None else source.frame.filter(extras.belongs)
    judged = ours.with_columns(k.cleaned() for k in links).with_columns(k.value() for k in links)
    bad = [condition for link in links for condition, _ in link.problems()]
    bad += [pl.col(ROW).is_in(rows.implode()) for rows in source.broken.values()]
    judged = judged.with_columns(reduce(or_, bad).alias(_FLAG))
    raw = [pl.col(ROW), *{n: _copied(n, t) for k in links for n, t in k.raws.items()}.values()]
    kept = judged.filter(~pl.col(_FLAG))
    numbered = [pl.col(ROW), *extras.key] if extras.key else []
    plans = [
        kept.select(*(kept_as(k.column.name) for k in links), *extras.carried, *extras.places, *numbered).sink_parquet(
            good, compression=WORKING, statistics=False, lazy=True
        ),
        judged.filter(pl.col(_FLAG)).select(raw).sink_parquet(aside, lazy=True),
    ]
    told = [(k.column.name, what, count) for k in links for what, count in k.told.items()]
    if told:
        plans.append(kept.select(count.sum().alias(str(i)) for i, (_, _, count) in enumerate(told)))
    if extras.belongs is not None:
        plans.append(source.frame.select((~extras.belongs).sum().alias("buiten")))
    found = pl.collect_all(plans)
    counts: dict[str, dict[str, int]] = {}
    for (column, what, _), number in zip(told, found[2].row(0) if told else (), strict=True):
        counts.setdefault(column, {})[what] = int(number or 0)
    left_out = int(found[-1].item()) if extras.belongs is not None else 0
    return Split(good, aside, count(good), count(aside), left_out, counts)


def patients_aside(links: list[Link], aside: Path) -> Path | None:
    """Keep the numbers of the patients of the rows set aside: these are patients too. None where none is read."""
    link = next((k for k in links if k.column.name == "patient_id"), None)
    if link is None:
        return None
    target = aside.with_suffix(".patienten.parquet")
    read = pl.scan_parquet(aside).with_columns(link.cleaned()).select(link.value())
    read.drop_nulls().unique().sink_parquet(target)
    return target


def _copied(raw: str, dtype: pl.DataType) -> pl.Expr:
    """Return the raw cells in memory of their own: one text kept as it is keeps its whole block of the file alive."""
    if dtype != pl.String:
        return pl.col(raw)
    return pl.concat_str(pl.col(raw), pl.lit("")).alias(raw)


def count(path: Path) -> int:
    """Return the number of rows of a Parquet file, from its footer."""
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def reasons(source: Source, links: list[Link], aside: Path, language: Language) -> pl.LazyFrame:
    """Return one line per bad cell of the rows set aside, in the order of the file: rij, kolom, waarde, reden."""
    raw = pl.scan_parquet(aside)
    judged = raw.with_columns(k.cleaned() for k in links).with_columns(k.value() for k in links)
    broken = reduce(or_, [pl.col(ROW).is_in(r.implode()) for r in source.broken.values()], pl.lit(value=False))
    lines = [
        pl.when(pl.col(ROW).is_in(rows.implode())).then(_line("", pl.lit(""), reason.in_(language)))
        for reason, rows in source.broken.items()
    ]
    for link in links:
        why = pl.lit(None, pl.String)
        for condition, reason in reversed(link.reasons()):
            why = pl.when(condition).then(pl.lit(reason.in_(language))).otherwise(why)
        line = _line(link.shown, link.evidence(), why)
        lines.append(pl.when(why.is_not_null() & ~broken).then(line))
    return (
        judged.select(ROW, pl.concat_list(lines).list.drop_nulls().alias("regel"))
        .explode("regel", empty_as_null=False)
        .unnest("regel")
        .select(pl.col(ROW).alias("rij"), "kolom", "waarde", "reden")
    )


def _line(column: str, value: pl.Expr, reason: str | pl.Expr) -> pl.Expr:
    why = pl.lit(reason) if isinstance(reason, str) else reason
    return pl.struct(pl.lit(column).alias("kolom"), value.alias("waarde"), why.alias("reden"))
