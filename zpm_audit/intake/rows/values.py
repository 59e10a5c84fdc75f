"""How one cell of any kind becomes a canonical value, as polars expressions: strict, and without guessing.

Every function takes an expression and gives null for what it cannot read. Blanks around a value are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from operator import or_

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import CELL_MOMENT, Pattern
from zpm_audit.register.schema import FIRST_DAY, LAST_DAY, PLACES, Column, Kind

#: Longer than any code, name or description: such a cell is a document, or the rest of a broken file.
LONGEST_TEXT = 1000
#: A date before this year is a slip of the keyboard (0204-03-31) or a two-digit year read as four.
_EARLIEST = pl.date(1800, 1, 1)
_BLANKS = " \t\u00a0"
_CONTROL = r"[\x00-\x1f\x7f]"
_LINES = r"[\t\n\r]"
_EXCEL_ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"]


def cleaned(x: pl.Expr, column: str, formats: Formats, *, padded: bool = True, one_line: bool = False) -> pl.Expr:
    """Return the text of a cell without blanks around it; null where the cell is empty or means empty.

    ``padded=False`` promises that no cell has blanks around it or is an empty text instead of null. ``one_line`` makes
    every run of line breaks and tabs one space: a name over two lines is a name, and reports write one line a value.
    """
    if one_line:
        x = x.str.replace_all(f"{_LINES}+", " ")
    if padded or one_line:
        x = x.str.strip_chars(_BLANKS)
        x = pl.when(x != "").then(x)
    if formats.leeg:
        x = pl.when(~x.is_in(list(formats.leeg))).then(x)
    translation = formats.waarden.get(column)
    if translation:
        x = x.replace(list(translation), [new or None for new in translation.values()])
    return x


def parsed(x: pl.Expr, column: Column, formats: Formats) -> pl.Expr:
    """Read cleaned text as the kind of ``column``; null where that cannot be done."""
    readers: dict[Kind, Callable[[], pl.Expr]] = {
        "text": lambda: x,
        "int": lambda: whole(x, formats),
        "eur": lambda: _scaled(x, PLACES["eur"], formats),
        "decimal": lambda: _scaled(x, PLACES["decimal"], formats),
        "bool": lambda: _truth(x, formats),
        "date": lambda: pl.coalesce([_date(x, p) for p in _with_cells(formats.datum, formats)]),
        "time": lambda: pl.coalesce([clock(x, p) for p in _with_cells(formats.tijd, formats)]),
        "datetime": lambda: pl.coalesce([moment(x, p) for p in _with_cells(formats.datumtijd, formats)]),
    }
    return readers[column.kind]()


def _with_cells(patterns: tuple[Pattern, ...], formats: Formats) -> tuple[Pattern, ...]:
    return (*patterns, CELL_MOMENT) if formats.typed_cells else patterns


def _of_length(x: pl.Expr, p: Pattern) -> pl.Expr:
    """Keep only values of the right length: polars itself reads 2024-1-5 where %Y-%m-%d was asked.

    It also keeps the slow path away from values that another pattern is for.
    """
    return x if p.length is None else pl.when(x.str.len_bytes() == p.length).then(x)


def _at(x: pl.Expr, p: Pattern) -> pl.Expr:
    if p.has_zone:
        return on_the_wall(instant(x, p).dt.replace_time_zone("UTC"))
    moment = _of_length(x, p).str.to_datetime(p.strftime, time_unit="us", strict=False)
    if p is CELL_MOMENT:  # a workbook stores fractions of a day: 14:05 may come back as 14:04:59.999
        moment = moment.dt.round("1s")
    return moment


def instant(x: pl.Expr, p: Pattern) -> pl.Expr:
    """Read a moment with its distance to UTC as the moment in UTC."""
    return x.str.to_datetime(p.strftime, time_unit="us", strict=False).dt.replace_time_zone(None)


def on_the_wall(moment: pl.Expr) -> pl.Expr:
    """Return what the clock on the wall said, in summer and winter time: care is given, and judged, in Dutch time."""
    return moment.dt.convert_time_zone("Europe/Amsterdam").dt.replace_time_zone(None).cast(pl.Datetime("us"))


def _date(x: pl.Expr, p: Pattern) -> pl.Expr:
    if not p.has_time:
        day = _of_length(x, p).str.to_date(p.strftime, strict=False)
    else:
        moment = _at(x, p)
        day = pl.when(moment.dt.time() == pl.time(0, 0)).then(moment.dt.date())
    return pl.when(day >= _EARLIEST).then(day)


def clock(x: pl.Expr, p: Pattern) -> pl.Expr:
    """Read a clock time as one pattern writes it."""
    if not p.has_date:
        return _of_length(x, p).str.to_time(p.strftime, strict=False)
    moment = _at(x, p)
    if p is CELL_MOMENT:  # a cell with only a time stands on day zero of the workbook
        moment = pl.when(moment.dt.date() < pl.date(1900, 1, 1)).then(moment)
    return moment.dt.time()


def moment(x: pl.Expr, p: Pattern) -> pl.Expr:
    """Read a moment as one pattern writes it; without a time it is midnight."""
    midnight = _of_length(x, p).str.to_date(p.strftime, strict=False).cast(pl.Datetime("us"))
    found = _at(x, p) if p.has_time else midnight
    return pl.when(found >= _EARLIEST.cast(pl.Datetime("us"))).then(found)


def _is_word(x: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    """Tell whether a text is one of the words, in small letters, capitals or a capital first.

    Comparing is several times faster than a lookup, and that is faster again than lower-casing every cell.
    """
    spellings = dict.fromkeys(s for w in words for s in (w, w.lower(), w.upper(), w.capitalize()))
    return reduce(or_, (x == s for s in spellings))


def _truth(x: pl.Expr, formats: Formats) -> pl.Expr:
    true, false = formats.waar, formats.onwaar
    if formats.zero_one:
        true, false = (*true, "1"), (*false, "0")
    yes, no = _is_word(x, true), _is_word(x, false)
    return pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))


def _number(decimals: int, formats: Formats) -> str:
    """Return the pattern of a number as the mapping says it is written; thousands stand in groups of three or not."""
    point, group = re.escape(formats.decimaal), re.escape(formats.duizendtal)
    whole = r"\d{1,15}" if not group else rf"(\d{{1,15}}|\d{{1,3}}({group}\d{{3}}){{1,4}})"
    tail = rf"({point}\d{{1,{decimals}}})?" if decimals else ""
    return rf"^-?{whole}{tail}$"


def _plain_number(x: pl.Expr, formats: Formats) -> pl.Expr:
    if formats.duizendtal:
        x = x.str.replace_all(formats.duizendtal, "", literal=True)
    return x.str.replace(formats.decimaal, ".", literal=True) if formats.decimaal != "." else x


def whole(x: pl.Expr, formats: Formats) -> pl.Expr:
    """Read a whole number."""
    if formats.duizendtal:
        x = _plain_number(pl.when(x.str.contains(_number(0, formats))).then(x), formats)
    if formats.typed_cells:
        x = x.str.replace(r"^(-?\d+)\.0+$", "$1")
    return x.cast(pl.Int64, strict=False)


def _scaled(x: pl.Expr, places: int, formats: Formats) -> pl.Expr:
    """Return whole cents, or whole units of another scale.

    The pattern comes first: a cast to Decimal would cut a third decimal of an amount off in silence.
    """
    if formats.typed_cells:
        x = x.str.replace(rf"^(-?\d+\.\d{{{places}}})0+$", "$1")
    if formats.described and places == PLACES["eur"]:
        x = as_people_write(x)
    good = pl.when(x.str.contains(_number(places, formats))).then(x)
    amount = _plain_number(good, formats).cast(pl.Decimal(16 + places, places), strict=False)
    return (amount * int(10**places)).cast(pl.Int64, strict=False)


def as_people_write(x: pl.Expr) -> pl.Expr:
    """Bring an amount with a sign of currency, ``,-`` for no cents or a minus behind to digits with a minus in front.

    Two of a kind (``-5-``) stay what they are, and no number fits that.
    """
    odd = x.str.contains(r"[^\d.,' ]")
    amount = (
        x.str.replace_all("[\u2212\u2013]", "-")
        .str.replace(r"^(-?)\s*(?:€|EUR)\s*(-?)\s*", "$1$2")
        .str.replace(r"\s*(?:€|EUR)$", "")
        .str.replace(r"[,.]--?$", "")
        .str.replace(r"^(\d.*?)\s*-$", "-$1")
        .str.replace(r"^-\s+", "-")
    )
    return pl.when(odd).then(amount).otherwise(x)


def broken_text(x: pl.Expr, *, control: bool, long: bool, typed_cells: bool) -> pl.Expr | None:
    """Tell which texts cannot be a value: documents, line breaks and control characters, error values of a workbook.

    ``control=False`` promises that the source has no control characters at all, ``long=False`` that no text is that
    long; None when nothing is left to look at.
    """
    looks = [x.str.len_chars() > LONGEST_TEXT] if long else []
    if control:
        looks.append(x.str.contains(_CONTROL))
    if typed_cells:
        looks.append(x.is_in(_EXCEL_ERRORS))
    return reduce(or_, looks).fill_null(value=False) if looks else None


def out_of_bounds(value: pl.Expr, column: Column) -> tuple[pl.Expr, Text] | None:
    """Return when a canonical value lies outside what its column can hold, and why that is; None where all do."""
    if column.kind in {"date", "datetime"}:
        day = value.dt.date() if column.kind == "datetime" else value
        return ~day.is_between(pl.lit(FIRST_DAY), pl.lit(LAST_DAY)).fill_null(value=True), FAR_DAY
    limit = column.limit
    if limit is None:
        return None
    shown = f"{limit // column.scale:,}".replace(",", ".")
    reason = Text(f"getal te groot (hoogstens {shown})", f"number too large (at most {shown.replace('.', ',')})")
    return ~value.is_between(-limit, limit).fill_null(value=True), reason


def within_bounds(x: pl.Expr, column: Column, formats: Formats) -> pl.Expr:
    """Read cleaned text as the kind of ``column``; null where that cannot be done, or no column holds such a value."""
    value = parsed(x, column, formats)
    outside = out_of_bounds(value, column)
    return value if outside is None else pl.when(~outside[0]).then(value)


REQUIRED = Text("verplichte waarde ontbreekt", "required value is missing")
UNKNOWN = Text("waarde staat niet in de lijst van het contract", "value is not in the list of the contract")
REPEATED = Text("sleutel komt eerder in de tabel voor", "key stands earlier in the table")
BROKEN_TEXT = Text("tekst met een stuurteken", "text with a control character")
LONG_TEXT = Text(f"tekst langer dan {LONGEST_TEXT} tekens", f"text longer than {LONGEST_TEXT} characters")
LINE_BREAK = Text("sleutel of code met een regeleinde of tab erin", "key or code with a line break or a tab in it")
ERROR_CELL = Text("foutwaarde van een werkboek", "error value of a workbook")
FAR_DAY = Text(
    f"datum buiten {FIRST_DAY} t/m {LAST_DAY}; staat hij voor 'geen einde', noem hem dan in de mapping onder leeg",
    f"date outside {FIRST_DAY} to {LAST_DAY}; if it stands for 'no end', name it in the mapping under leeg",
)
ZERO_ONE = Text(
    'geen ja of nee; betekent 1 ja en 0 nee, zet dan in de mapping waar: ["1"] en onwaar: ["0"]',
    'neither yes nor no; if 1 means yes and 0 no, put in the mapping waar: ["1"] and onwaar: ["0"]',
)

TIME_WITH_DATE = Text(
    "er staat een tijd bij; neem de datum in de mapping met datum_van: KOLOM",
    "there is a time with it; take the date in the mapping with datum_van: COLUMN",
)
#: The whole numbers that may be written as a duration; a setting or a class of groups is none.
_DURATION = re.compile("minuten|duur")
#: What a value of another kind looks like, and how a mapping makes the right kind of it.
_MISTAKEN: dict[Kind, tuple[str, Text]] = {
    "date": (r"\d[ T]\d{1,2}:\d{2}", TIME_WITH_DATE),
    "time": (
        r"\d[-/]\d{1,2}[-/]\d{1,4}[ T]",
        Text(
            "er staat een datum bij; neem de tijd in de mapping met tijd_van: KOLOM",
            "there is a date with it; take the time in the mapping with tijd_van: COLUMN",
        ),
    ),
    "int": (
        r"^\d+:\d{2}|^\d+([.,]0+)?\s*(min|$)",
        Text(
            "geen geheel getal; is het een duur, lees haar in de mapping met minuten_van: KOLOM",
            "not a whole number; if it is a duration, read it in the mapping with minuten_van: COLUMN",
        ),
    ),
}


def finer_reasons(x: pl.Expr, column: Column, formats: Formats) -> list[tuple[pl.Expr, Text]]:
    """Return what more can be said of a cleaned text that was found unreadable, before the general reason."""
    if column.kind == "text":
        found = [(x.str.len_chars() > LONGEST_TEXT, LONG_TEXT), (x.str.contains(_LINES), LINE_BREAK)]
        return [*found, (x.is_in(_EXCEL_ERRORS), ERROR_CELL)] if formats.typed_cells else found
    if column.kind == "int" and not _DURATION.search(column.name):
        return []
    if column.kind in _MISTAKEN:
        pattern, reason = _MISTAKEN[column.kind]
        return [(x.str.contains(pattern), reason)]
    undescribed = column.kind == "bool" and formats.waar == Formats().waar
    return [(x.is_in(["0", "1"]), ZERO_ONE)] if undescribed else []


def unreadable(column: Column, formats: Formats) -> Text:
    """Return why a value of this kind could not be read: what was expected."""

    def written(patterns: tuple[Pattern, ...]) -> str:
        return patterns[0].written

    yes, no = formats.waar[0], formats.onwaar[0]
    two = f"12{formats.decimaal}50"
    reasons: dict[Kind, Text] = {
        "text": BROKEN_TEXT,
        "int": Text("geen geheel getal", "not a whole number"),
        "eur": Text(
            f"geen bedrag (verwacht: {two}, hoogstens twee decimalen)",
            f"not an amount (expected: {two}, at most two decimals)",
        ),
        "decimal": Text(
            f"geen getal (verwacht: {two}, hoogstens vier decimalen)",
            f"not a number (expected: {two}, at most four decimals)",
        ),
        "bool": Text(f"niet {yes} of {no}", f"not {yes} or {no}"),
        "date": Text(
            f"geen geldige datum (verwacht: {written(formats.datum)})",
            f"not a valid date (expected: {written(formats.datum)})",
        ),
        "time": Text(
            f"geen geldige tijd (verwacht: {written(formats.tijd)})",
            f"not a valid time (expected: {written(formats.tijd)})",
        ),
        "datetime": Text(
            f"geen geldig tijdstip (verwacht: {written(formats.datumtijd)})",
            f"not a valid moment (expected: {written(formats.datumtijd)})",
        ),
    }
    return reasons[column.kind]
