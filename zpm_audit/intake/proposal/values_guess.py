"""How the values of a recognised table are written: tried on all values, not guessed from a few."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from zpm_audit.intake.proposal.recognise import ColumnGuess, TableGuess
from zpm_audit.intake.proposal.synonyms import EMPTIES, TRUTHS, VALUE_WORDS, plain
from zpm_audit.intake.rows import native, values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import Pattern, pattern
from zpm_audit.intake.sources.source import cell
from zpm_audit.register.schema import TABLES, Column, Kind

_DATES = (
    "jjjj-mm-dd", "dd-mm-jjjj", "d-m-jjjj", "dd/mm/jjjj", "d/m/jjjj", "dd.mm.jjjj", "jjjj/mm/dd", "jjjjmmdd",
    "dd-mm-jj", "mm/dd/jjjj", "m/d/jjjj",
)  # fmt: skip
_CLOCKS = ("uu:mm", "uu:mm:ss", "u:mm")
_MOMENTS = tuple(f"{d}{t}" for d in _DATES for t in ("Tuu:mm", "Tuu:mm:ss", " uu:mm", " uu:mm:ss", " u:mm"))
#: Patterns that read 3/4/2024 the other way round.
_AMERICAN = {"dd/mm/jjjj": "mm/dd/jjjj", "d/m/jjjj": "m/d/jjjj"}
_DEFAULTS: dict[Kind, str] = {"date": "jjjj-mm-dd", "time": "uu:mm", "datetime": "jjjj-mm-ddTuu:mm"}
_NOTATIONS = ((".", ""), (",", ""), (",", "."), (".", ","), (",", " "))
_MANY_VALUES = 200


@dataclass
class ValueGuess:
    """What the mapping should say of the values of one table, and what a person must look at."""

    notation: dict[str, str] = field(default_factory=dict)
    translations: dict[str, dict[str, tuple[str, bool]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def guess_values(guess: TableGuess, columns: dict[str, ColumnGuess]) -> ValueGuess:
    """Look at the distinct values of every recognised column and choose the notation that reads them all."""
    result = ValueGuess()
    distinct = _distinct(guess, columns)
    empties = sorted({v for k, v in distinct.items() if k.kind != "text" or k.values for v in v if v in EMPTIES})
    if empties:
        result.notation["leeg"] = _list(empties)
    known = Formats(typed_cells=guess.opened.source.typed_cells, zero_one=guess.opened.source.zero_one)
    left = {c: v.filter(~v.is_in(empties)) for c, v in distinct.items()}
    _patterns(result, "datumformaat", _of(left, "date"), known, (*_DATES, *_MOMENTS))
    _patterns(result, "tijdformaat", _of(left, "time"), known, (*_CLOCKS, *_MOMENTS))
    _patterns(result, "datumtijdformaat", _of(left, "datetime"), known, (*_MOMENTS, *_DATES))
    numbers = {**_of(left, "eur"), **_of(left, "decimal"), **_of(left, "int")}
    _numbers(result, {column: found for column, found in numbers.items() if not column.values}, known)
    _truths(result, _of(left, "bool"), known)
    for column, found in left.items():
        if column.values:
            _translate(result, column, found)
    return result


def _distinct(guess: TableGuess, columns: dict[str, ColumnGuess]) -> dict[Column, pl.Series]:
    """Return the distinct filled texts of the columns that are text in the source and not plain text for us."""
    source, table = guess.opened.source, TABLES[guess.table]
    dtypes = source.dtypes
    found: dict[Column, pl.Series] = {}
    for name, match in columns.items():
        column, at = table.by_name[name], source.names.index(match.name)
        if (column.kind == "text" and not column.values) or not native.as_text(dtypes[at], column, Formats()):
            continue
        text = values.cleaned(pl.col(cell(at)).cast(pl.String), name, Formats())
        frame = source.frame.select(text.alias("v")).drop_nulls().unique()
        found[column] = frame.collect().to_series().sort()
    return found


def _of(found: dict[Column, pl.Series], kind: Kind) -> dict[Column, pl.Series]:
    return {c: v for c, v in found.items() if c.kind == kind and len(v)}


def _list(texts: list[str]) -> str:
    inside = ", ".join('"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts)
    return f"[{inside}]"


def _unread(found: pl.Series, column: Column, formats: Formats) -> pl.Series:
    """Return the values that this notation does not read."""
    frame = found.alias("v").to_frame()
    return frame.filter(values.parsed(pl.col("v"), column, formats).is_null())["v"]


def _with(known: Formats, kind: Kind, chosen: Pattern) -> Formats:
    if kind == "date":
        return replace(known, datum=(chosen,))
    return replace(known, tijd=(chosen,)) if kind == "time" else replace(known, datumtijd=(chosen,))


def _patterns(
    result: ValueGuess, key: str, found: dict[Column, pl.Series], known: Formats, choices: tuple[str, ...]
) -> None:
    """Choose for every column the pattern that reads most of its values; the table gets the list of them."""
    chosen: list[str] = []
    for column, texts in found.items():
        if _unread(texts, column, known).is_empty():
            chosen.insert(0, _DEFAULTS[column.kind])
            continue
        rest = {p: len(_unread(texts, column, _with(known, column.kind, pattern(p)))) for p in choices}
        best = min(rest, key=lambda p: rest[p])
        if rest[best] == len(texts):
            result.remarks.append(f"{column.name}: formaat niet herkend, bijvoorbeeld {texts[0]!r}")
            continue
        if rest[best]:
            result.remarks.append(f"{column.name}: {rest[best]} verschillende waarden passen niet bij {best}")
        if rest.get(_AMERICAN.get(best, "")) == 0:
            result.remarks.append(f"{column.name}: dag en maand zijn niet te onderscheiden; {best} aangenomen")
        chosen.append(best)
    if set(chosen) - set(_DEFAULTS.values()):
        result.notation[key] = _list(list(dict.fromkeys(chosen)))


def _numbers(result: ValueGuess, found: dict[Column, pl.Series], known: Formats) -> None:
    def unread(point: str, group: str) -> int:
        formats = replace(known, decimaal=point, duizendtal=group)
        return sum(len(_unread(texts, column, formats)) for column, texts in found.items())

    point, group = min(_NOTATIONS, key=lambda n: unread(*n))
    if point != ".":
        result.notation["decimaal"] = f'"{point}"'
    if group:
        result.notation["duizendtal"] = f'"{group}"'
    formats = replace(known, decimaal=point, duizendtal=group)
    for column, texts in found.items():
        bad = _unread(texts, column, formats)
        if len(bad):
            result.remarks.append(f"{column.name}: {len(bad)} verschillende waarden zijn geen getal, zoals {bad[0]!r}")


def _truths(result: ValueGuess, found: dict[Column, pl.Series], known: Formats) -> None:
    yes: list[str] = []
    no: list[str] = []
    for column, texts in found.items():
        if _unread(texts, column, known).is_empty():
            continue
        seen = {t.lower() for t in texts}
        pair = next((p for p in TRUTHS if seen <= set(p)), None)
        if pair is None:
            shown = ", ".join(sorted(seen)[:5])
            result.remarks.append(f"{column.name}: wat betekent waar en onwaar? Gezien: {shown}")
            continue
        yes.append(pair[0])
        no.append(pair[1])
    if yes:
        result.notation["waar"] = _list(list(dict.fromkeys(["true", *yes])))
        result.notation["onwaar"] = _list(list(dict.fromkeys(["false", *no])))


def _translate(result: ValueGuess, column: Column, found: pl.Series) -> None:
    """Propose a translation for every value that is not canonical; what nobody knows becomes a remark."""
    canonical = {plain(str(v)): str(v) for v in column.values}
    words = VALUE_WORDS.get(column.name, {})
    pairs: dict[str, tuple[str, bool]] = {}
    unknown: list[str] = []
    allowed = {str(v) for v in column.values}
    for text in found.head(_MANY_VALUES):
        if text in allowed or (column.kind == "int" and text.lstrip("0") in allowed):
            continue
        name = plain(text)
        if name in canonical:
            pairs[text] = (canonical[name], False)
        elif name in words:
            pairs[text] = (words[name], words[name] in {"anders", "overig"} or len(name) <= 2)
        else:
            near = _begins_alike(name, {**canonical, **words})
            if near:
                pairs[text] = (near, True)
            else:
                unknown.append(text)
    if pairs:
        result.translations[column.name] = pairs
    if unknown:
        shown = ", ".join(repr(t) for t in unknown[:8])
        result.remarks.append(f"{column.name}: geen vertaling bekend voor {shown}; vul ze aan onder waarden")


def _begins_alike(name: str, known: dict[str, str]) -> str | None:
    """Return the value whose name begins as this one does, or this one as it: ``behandelcontact``, ``diagnost``."""
    if len(name) <= 3:
        return None
    alike = (k for k in known if len(k) > 3 and (k.startswith(name) or name.startswith(k)))
    best = max(alike, key=len, default=None)
    return known[best] if best else None
