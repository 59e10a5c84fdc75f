"""One table of an export to canonical Parquet: every row either lands there or is set aside with its reasons."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Language, Text
from zpm_audit.intake.rows import native, values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.sources.source import ROW, Source, cell
from zpm_audit.register.schema import Column, Table

_FLAG = "_opzij"


@dataclass(frozen=True)
class Link:
    """One canonical column and the source column that it is read from."""

    column: Column
    position: int
    source_name: str
    dtype: pl.DataType
    formats: Formats
    control: bool = True
    padded: bool = True

    @property
    def raw(self) -> str:
        """Return our name of the source column."""
        return cell(self.position)

    @property
    def shown(self) -> str:
        """Return the name for a person: the canonical one, with the name in the source where that differs."""
        name = self.column.name
        return name if name == self.source_name else f"{name} ({self.source_name})"

    @property
    def textual(self) -> bool:
        """Tell whether the cells are read as text."""
        return native.as_text(self.dtype, self.column, self.formats)

    def _text(self) -> str:
        return f"_tekst_{self.column.name}"

    def _free(self) -> bool:
        """Tell whether this is a text in words, in which a line break is no mistake: no key, no code, no list."""
        column = self.column
        named = column.name.endswith("_id") or column.name == "prestatiecode"
        return column.kind == "text" and not column.values and not named

    def cleaned(self) -> pl.Expr:
        """Return the first step: text without blanks around it, or the typed cell as it is."""
        x = pl.col(self.raw)
        if self.textual:
            one_line = self.control and self._free()
            x = values.cleaned(x.cast(pl.String), self.column.name, self.formats, padded=self.padded, one_line=one_line)
        return x.alias(self._text())

    def value(self) -> pl.Expr:
        """Return the second step: the canonical value, null where there is none or where it cannot be read."""
        x = pl.col(self._text())
        if self.textual:
            return values.parsed(x, self.column, self.formats).cast(self.column.dtype).alias(self.column.name)
        found = native.converted(x, self.dtype, self.column.kind)
        assert found is not None, "refused by fitting_types"
        return found.cast(self.column.dtype).alias(self.column.name)

    def problems(self) -> list[tuple[pl.Expr, Text]]:
        """Return what may be wrong with a cell, worst first: a condition over cleaned and canonical, and the reason."""
        text, value = pl.col(self._text()), pl.col(self.column.name)
        found: list[tuple[pl.Expr, Text]] = []
        if self.column.required:
            found.append((text.is_null(), values.REQUIRED))
        if self.column.kind == "text" and self.textual:
            broken = values.broken_text(text, control=self.control, typed_cells=self.formats.typed_cells)
            found.append((broken, values.BROKEN_TEXT))
        else:
            found.append((text.is_not_null() & value.is_null(), values.unreadable(self.column, self.formats)))
        if self.column.values:
            known = value.is_in(list(self.column.values))
            found.append((value.is_not_null() & ~known, values.UNKNOWN))
        return found

    def reasons(self) -> list[tuple[pl.Expr, Text]]:
        """Return the problems with their causes told apart, for the few rows that have one."""
        bad = self.problems()
        if not self.textual:
            return bad
        text = pl.col(self._text())
        unread = reduce(or_, (condition for condition, _ in bad))
        finer = values.finer_reasons(text, self.column, self.formats)
        return [*((unread & condition, reason) for condition, reason in finer), *bad]


@dataclass(frozen=True)
class Split:
    """A table after its values were judged: the good rows (canonical), and the raw cells of the rows set aside."""

    good: Path
    aside: Path
    rows: int
    rows_aside: int


def link_columns(
    source: Source, table: Table, renamed: dict[str, str], formats: Formats
) -> tuple[list[Link], tuple[str, ...]]:
    """Connect canonical columns to source columns; return the links and the names in the source that nobody reads."""
    positions = {name: i for i, name in enumerate(source.names) if name}
    dtypes = source.dtypes
    links = []
    for column in table.columns:
        name = renamed.get(column.name, column.name)
        if name in positions:
            at = positions[name]
            links.append(Link(column, at, name, dtypes[at], formats, source.control, source.padded))
    read = {link.position for link in links}
    unknown = tuple(name or f"(kolom {i + 1})" for i, name in enumerate(source.names) if i not in read)
    _refuse_missing(source, table, {link.column.name for link in links}, unknown)
    return links, unknown


def _refuse_missing(source: Source, table: Table, present: set[str], unknown: tuple[str, ...]) -> None:
    missing = [c.name for c in table.columns if c.required and c.name not in present]
    if not missing:
        return
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
    raise InputRefusedError(
        nl=f"{source.shown}: verplichte kolom ontbreekt: {shown}.{hint.nl} "
        "Wijs kolommen aan in een mapping; `zpm-audit init EXPORT` maakt een eerste voorstel.",
        en=f"{source.shown}: required column missing: {shown}.{hint.en} "
        "Point out columns in a mapping; `zpm-audit init EXPORT` writes a first proposal.",
    )


def fitting_types(source: Source, links: list[Link]) -> tuple[Source, list[Link]]:
    """Refuse a typed column that can never be what the contract asks; one that is empty throughout is empty text."""
    x = pl.col("x")
    misfits = [k for k in links if not k.textual and native.converted(x, k.dtype, k.column.kind) is None]
    for link in misfits:
        if source.frame.select(pl.col(link.raw).is_not_null().any()).collect().item():
            raise _wrong_type(source, link)
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
    or_text, or_text_en = ("", "") if link.column.kind == "text" else (" of tekst", " or text")
    return InputRefusedError(
        nl=f"{source.shown}: kolom {link.shown} is van de soort {found.nl}; "
        f"verwacht wordt {expected.nl}{or_text}. {way.nl}",
        en=f"{source.shown}: column {link.shown} is of the kind {found.en}; "
        f"expected: {expected.en}{or_text_en}. {way.en}",
    )


def split(source: Source, links: list[Link], work: Path) -> Split:
    """Read the table once: good rows to canonical Parquet, the raw cells of the others to a file of their own."""
    good = work / "register" / f"{source.table}.parquet"
    aside = work / "opzij" / f"{source.table}.parquet"
    for path in (good, aside):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    judged = source.frame.with_columns(k.cleaned() for k in links).with_columns(k.value() for k in links)
    bad = [condition for link in links for condition, _ in link.problems()]
    bad += [pl.col(ROW).is_in(rows.implode()) for rows in source.broken.values()]
    judged = judged.with_columns(reduce(or_, bad).alias(_FLAG))
    raw = [pl.col(ROW), *{k.raw: _copied(k) for k in links}.values()]
    pl.collect_all(
        [
            judged.filter(~pl.col(_FLAG)).select(k.column.name for k in links).sink_parquet(good, lazy=True),
            judged.filter(pl.col(_FLAG)).select(raw).sink_parquet(aside, lazy=True),
        ]
    )
    return Split(good, aside, count(good), count(aside))


def _copied(link: Link) -> pl.Expr:
    """Return the raw cells in memory of their own: one text kept as it is keeps its whole block of the file alive."""
    if link.dtype != pl.String:
        return pl.col(link.raw)
    return pl.concat_str(pl.col(link.raw), pl.lit("")).alias(link.raw)


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
        line = _line(link.shown, pl.col(link.raw).cast(pl.String).fill_null(""), why)
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
