"""How a limit is written in a sentence: in digits or words, as a duration, a share, a time or a date.

A sentence says ``{termijn_dagen:duur}`` and reads 'zes weken': when the limit changes, so does the sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zpm_audit.base.language import Text

Value = date | int | float
#: Makes a text of a value and its unit; None where the form does not fit.
Form = Callable[[Value, str], Text | None]

_NL = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien"
)
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen"
)
_WORDS = dict(enumerate(zip(_NL.split(), _EN.split(), strict=True))) | {
    20: ("twintig", "twenty"),
    30: ("dertig", "thirty"),
    40: ("veertig", "forty"),
    50: ("vijftig", "fifty"),
    60: ("zestig", "sixty"),
    90: ("negentig", "ninety"),
}
_PARTS = {2: ("de helft", "half"), 3: ("een derde", "a third"), 4: ("een kwart", "a quarter"),
          5: ("een vijfde", "a fifth"), 10: ("een tiende", "a tenth")}  # fmt: skip
_MONTHS_NL = "januari februari maart april mei juni juli augustus september oktober november december".split()
_MONTHS_EN = "January February March April May June July August September October November December".split()
_DAYS_IN_WEEKS, _DAYS_IN_YEAR, _MINUTES_IN_HOUR = 7, 365, 60
#: From here on a number of days is no longer said in weeks.
_MANY_WEEKS = 12
_SHORT = {15: ("een kwartier", "a quarter of an hour"), 30: ("een half uur", "half an hour")}


def digits(value: Value, _unit: str = "") -> Text:
    """Return a value in digits; a day is written out."""
    if isinstance(value, date):
        month = value.month - 1
        return Text(f"{value.day} {_MONTHS_NL[month]} {value.year}", f"{value.day} {_MONTHS_EN[month]} {value.year}")
    text = str(value)
    return Text(text.replace(".", ","), text)


def word(value: Value, _unit: str = "") -> Text | None:
    """Return a whole number in words, or in digits where nobody would write it out."""
    if isinstance(value, date) or value != int(value):
        return None
    return Text(*_WORDS[int(value)]) if int(value) in _WORDS else digits(int(value))


def duration(value: Value, unit: str) -> Text | None:
    """Return a number of days or minutes in the unit that a person would choose."""
    if not isinstance(value, int):
        return None
    if unit == "dagen":
        return _days(value)
    return _minutes(value) if unit == "minuten" else None


def _days(value: int) -> Text:
    if value and value % _DAYS_IN_YEAR == 0:
        return _counted(value // _DAYS_IN_YEAR, "jaar", "jaar", "year", "years")
    if value and value % _DAYS_IN_WEEKS == 0 and value <= _MANY_WEEKS * _DAYS_IN_WEEKS:
        return _counted(value // _DAYS_IN_WEEKS, "week", "weken", "week", "weeks")
    return Text("een dag", "a day") if value == 1 else Text(f"{value} dagen", f"{value} days")


def _minutes(value: int) -> Text:
    if value in _SHORT:
        return Text(*_SHORT[value])
    if value and value % _MINUTES_IN_HOUR == 0:
        number = value // _MINUTES_IN_HOUR
        return Text("een uur", "an hour") if number == 1 else _counted(number, "uur", "uur", "hour", "hours")
    return Text("een minuut", "a minute") if value == 1 else Text(f"{value} minuten", f"{value} minutes")


def _counted(number: int, one_nl: str, more_nl: str, one_en: str, more_en: str) -> Text:
    if number == 1:
        return Text(f"een {one_nl}", f"a {one_en}")
    nl, en = _WORDS.get(number, (str(number), str(number)))
    return Text(f"{nl} {more_nl}", f"{en} {more_en}")


def hundredths(value: Value, _unit: str = "") -> Text | None:
    """Return a share as a number of hundredths, in digits."""
    return None if isinstance(value, date) else digits(_hundred(value))


def hundredths_word(value: Value, _unit: str = "") -> Text | None:
    """Return a share as a number of hundredths, in words."""
    return None if isinstance(value, date) else word(_hundred(value))


def _hundred(value: float) -> float:
    share = round(value * 100, 6)
    return int(share) if share == int(share) else share


def part(value: Value, _unit: str = "") -> Text | None:
    """Return a share as a part of the whole."""
    if isinstance(value, date):
        return None
    for whole, said in _PARTS.items():
        if abs(value * whole - 1) < 1e-9:
            return Text(*said)
    return digits(value)


def time_of_day(value: Value, _unit: str) -> Text | None:
    """Return minutes after midnight as a time."""
    if not isinstance(value, int) or not 0 <= value < 24 * _MINUTES_IN_HOUR:
        return None
    shown = f"{value // _MINUTES_IN_HOUR:02d}:{value % _MINUTES_IN_HOUR:02d}"
    return Text(shown, shown)


def year(value: Value, _unit: str = "") -> Text | None:
    """Return the year of a day."""
    return Text(str(value.year), str(value.year)) if isinstance(value, date) else None


#: Every form by the name that a sentence gives it; without a name a value is written in digits.
FORMS: dict[str, Form] = {
    "": digits,
    "woord": word,
    "duur": duration,
    "procent": hundredths,
    "procentwoord": hundredths_word,
    "breuk": part,
    "tijd": time_of_day,
    "jaar": year,
}
