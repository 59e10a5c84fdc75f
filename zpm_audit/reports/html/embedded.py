"""Rows inside the page: the first ones as a real table, all of them as compact JSON that a small script pages through.

A hundred thousand table rows take a browser more than a minute; the same rows as columns with dictionaries take
less than a second. What does not fit in the page is counted, so that the page can say so in words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.base.money import cents_column
from zpm_audit.checks.words import SUBJECT
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.reports.figures.format import amount, day
from zpm_audit.reports.figures.shown_values import VALUES, in_words, shown_value, value_kind
from zpm_audit.reports.html.explained import explain_command
from zpm_audit.reports.words.shared import COLUMN, SETTING

FIRST_PAGE = 25
#: Values up to this many characters stay on one line.
TIGHT = 20
#: A facet is a column with few values, of which the reader picks one.
FACETS = ("check_id", "onderwerp", "setting", "team")
#: A column of the source is a facet while its values can be overseen.
MOST_VALUES = 30
_DATES = ("datum", "uiterste_datum")
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
#: Control characters are shown as the replacement character, in the page and in what its script draws.
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"


class Verbatim(str):
    """Text that is fit to stand in a page as it is: the template does not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text itself."""
        return str(self)


@dataclass(frozen=True)
class EmbeddedColumn:
    """One column: ``kind`` decides how it sorts and reads.

    It is ``text``, ``date``, ``moment``, ``cent``, ``int``, ``num`` (a number with decimals) or ``bool``. A ``tight``
    column has short values that never break over lines.
    """

    name: str
    label: str
    kind: str
    tight: bool


@dataclass(frozen=True)
class Facet:
    """A column to filter on, with its values as (value, label)."""

    column: int
    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EmbeddedList:
    """One list of rows. ``total`` is how many there are, ``shown`` how many of them the page holds.

    ``first`` holds the cells of the first rows as text, ``anchors`` the address in the page of each of these findings,
    ``subject`` and ``check`` the columns with what a finding is about and with its norm (-1 where there is none).
    ``commands`` explain the first of them, by the ``run`` that found them; ``kind`` is what all are about, or else
    ``kinds`` is the column that says so.
    """

    key: str
    columns: tuple[EmbeddedColumn, ...]
    total: int
    shown: int
    first: tuple[tuple[str, ...], ...]
    anchors: tuple[str, ...]
    subject: int
    check: int
    kind: str
    kinds: int
    run: str
    commands: tuple[str, ...]
    facets: tuple[Facet, ...]
    date_column: int | None
    sorted_on: int
    descending: bool
    data: Verbatim

    @property
    def left_out(self) -> int:
        """Return how many rows are not in the page."""
        return self.total - self.shown


def escaped_json(value: object) -> Verbatim:
    """Return JSON that cannot end the element it stands in, nor start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark, escape in _ESCAPES:
        text = text.replace(mark, escape)
    return Verbatim(text)


def listing(
    *,
    key: str,
    rows: pl.LazyFrame,
    names: Sequence[str],
    order: Sequence[tuple[str, bool]],
    total: int,
    limit: int,
    language: Language,
    labels: dict[str, str] | None = None,
    kind: str = "",
    run: str = "",
) -> EmbeddedList:
    """Return the first ``limit`` rows in ``order`` (column, descending), without columns that are wholly empty.

    The columns that a mapping carries along stand behind those of ``names``.
    """
    names = [*names, *(n for n in rows.collect_schema().names() if n not in FINDING_SCHEMA)]
    frame = _select(rows, names, order, limit, language)
    repeats = _repeats(frame)
    kept = [n for n in names if frame.get_column(n).null_count() < frame.height and n != "bevinding_id"]
    columns = tuple(_column(frame.get_column(n), (labels or {}).get(n) or _label(n, language)) for n in kept)
    sorted_on = next((k for k, n in enumerate(kept) if n == order[0][0]), -1)
    head = frame.select(kept).head(FIRST_PAGE)
    packed = [_packed(frame.get_column(c.name), c.kind) for c in columns]
    subject, check = (kept.index(n) if n in kept else -1 for n in ("onderwerp_id", "check_id"))
    ids = frame.get_column("bevinding_id")
    known = None if repeats and subject >= 0 else ids.to_list()
    return EmbeddedList(
        key=key,
        columns=columns,
        total=total,
        shown=frame.height,
        first=tuple(
            tuple(_shown(v, c.kind, language) for v, c in zip(r, columns, strict=True)) for r in head.iter_rows()
        ),
        anchors=tuple(anchor(i) for i in ids.head(FIRST_PAGE)),
        subject=subject,
        check=check,
        kind=kind,
        kinds=kept.index("onderwerp") if "onderwerp" in kept else -1,
        run=run,
        commands=_commands(frame.head(FIRST_PAGE), kind, run),
        facets=tuple(f for f in (_facet(k, frame, c, language) for k, c in enumerate(columns)) if f),
        date_column=next((k for k, c in enumerate(columns) if c.kind == "date"), None),
        sorted_on=sorted_on,
        descending=order[0][1] if sorted_on >= 0 else False,
        data=escaped_json({"n": frame.height, "c": packed, "m": [c.name for c in columns], "s": subject, "f": known}),
    )


def _commands(head: pl.DataFrame, kind: str, run: str) -> tuple[str, ...]:
    """Return the command that explains each of the first rows; empty ones where there is no run to ask."""
    kinds = head["onderwerp"] if not kind and "onderwerp" in head.columns else [kind] * head.height
    return tuple(explain_command(s or "", k or "", run) for s, k in zip(head["onderwerp_id"], kinds, strict=True))


def _label(name: str, language: Language) -> str:
    return COLUMN[name].in_(language) if name in COLUMN else name


def anchor(finding: str) -> str:
    """Return the address of one finding in the page; its script makes the same one."""
    return "bevinding-" + quote(finding, safe=":!'()*~")


def _select(
    rows: pl.LazyFrame, names: Sequence[str], order: Sequence[tuple[str, bool]], limit: int, language: Language
) -> pl.DataFrame:
    needed = list(dict.fromkeys([*names, *(n for n, _ in order), "check_id", "onderwerp_id", "bevinding_id"]))
    by, down = [n for n, _ in order], [d for _, d in order]
    texts = [n for n in needed if _kind(n) == "text"]
    said = in_words(language)
    return (
        rows.select(needed)
        .sort(by, descending=down, nulls_last=True)
        .head(limit)
        .with_columns(
            *((said(pl.col(n)) if n in VALUES else pl.col(n)).str.replace_all(CONTROL, "\ufffd") for n in texts),
            *(cents_column(pl.col(n)) for n in needed if n == "impact_eur"),
        )
        .collect()
    )


def _column(values: pl.Series, label: str) -> EmbeddedColumn:
    kind = value_kind(values) if values.name in VALUES else _kind(values.name)
    longest = values.str.len_chars().max() if kind == "text" else 0
    return EmbeddedColumn(values.name, label, kind, tight=isinstance(longest, int) and longest <= TIGHT)


def _kind(name: str) -> str:
    if name == "impact_eur":
        return "cent"
    return "date" if name in _DATES else "int" if name == "setting" else "text"


def _packed(column: pl.Series, kind: str) -> dict[str, object]:
    """Return the values, or a dictionary and the place of each value in it where that is shorter."""
    if kind in {"cent", "int"}:
        return {"k": kind, "v": column.to_list()}
    texts = column.cast(pl.String).to_list()
    distinct = sorted({text for text in texts if text is not None})
    if len(distinct) > len(texts) // 2:
        return {"k": kind, "v": texts}
    # Most norms have few findings: for these a dictionary is found faster than a join is begun.
    place = {text: i for i, text in enumerate(distinct)}
    return {"k": kind, "d": distinct, "i": [place.get(text, -1) for text in texts]}


def _repeats(frame: pl.DataFrame) -> bool:
    """Tell whether the keys of the findings say no more than the norm and the subject that stand beside them."""
    plain = pl.concat_str("check_id", pl.lit(":"), "onderwerp_id")
    return bool(frame.select((pl.col("bevinding_id") == plain).fill_null(value=False).all()).item())


def _shown(value: object, kind: str, language: Language) -> str:
    if value is None:
        return ""
    if kind == "cent" and isinstance(value, int):
        return amount(value, language)
    if kind == "date" and isinstance(value, date):
        return day(value, language)
    return shown_value(str(value), kind, language)


def _facet(k: int, frame: pl.DataFrame, column: EmbeddedColumn, language: Language) -> Facet | None:
    carried = column.name not in FINDING_SCHEMA
    if column.name not in FACETS and not carried:
        return None
    found = frame.get_column(column.name).drop_nulls().unique().sort().to_list()
    if len(found) < 2 or (carried and len(found) > MOST_VALUES):
        return None
    labels = {str(n): f"{n} · {text.in_(language)}" for n, text in SETTING.items()} if column.name == "setting" else {}
    labels |= {key: text.in_(language) for key, text in SUBJECT.items()} if column.name == "onderwerp" else {}
    return Facet(k, column.label, tuple((str(v), labels.get(str(v), str(v))) for v in found))
