"""Numbers, amounts and dates as readers of the language expect them. Pure functions, the same for every report.

Dutch: ``1.234,50`` and ``31-12-2024``; English: ``1,234.50`` and ``2024-12-31``.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zpm_audit.base.language import Language

NO_BREAK = "\u00a0"
#: What stands where there is no value, so that an empty cell is never read as zero.
DASH = "–"
#: So many decimals has a part that is no decimal number (one third), at most.
_MOST_PLACES = 8

_SWAP = str.maketrans(",.", ".,")
_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def _localised(text: str, language: Language) -> str:
    """Turn ``1,234.50`` into the marks of the language."""
    return text if language == "en" else text.translate(_SWAP)


def integer(value: int | None, language: Language) -> str:
    """Return a whole number with thousands marks."""
    return DASH if value is None else _localised(f"{value:,}", language)


def decimal(value: Decimal | float | None, language: Language, places: int = 2) -> str:
    """Return a number with a fixed number of decimals, halves away from zero as accountants round."""
    if value is None:
        return DASH
    exact = Decimal(str(value))
    if not exact.is_finite():
        return DASH
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _localised(f"{rounded:,.{places}f}", language)


def amount(cent: int | None, language: Language) -> str:
    """Return an amount without its currency sign."""
    return DASH if cent is None else decimal(Decimal(cent).scaleb(-2), language)


def euro(cent: int | None, language: Language) -> str:
    """Return an amount in euros. An unknown amount is a dash, never a zero."""
    if cent is None:
        return DASH
    if language == "en":
        return f"{'-' if cent < 0 else ''}€{amount(abs(cent), language)}"
    return f"€{NO_BREAK}{amount(cent, language)}"


def whole_euros(cent: int, language: Language) -> str:
    """Return an amount in whole euros."""
    number = decimal(Decimal(abs(cent)).scaleb(-2), language, 0)
    sign = "-" if cent < 0 else ""
    return f"{sign}€{number}" if language == "en" else f"€{NO_BREAK}{sign}{number}"


def percent(part: int, whole: int, language: Language, places: int = 1) -> str:
    """Return a share. What is not all never rounds to 100%, and what is not nothing never rounds to 0%."""
    if whole == 0:
        return DASH
    step = Decimal(1).scaleb(-places)
    share = (Decimal(100) * part / whole).quantize(step, ROUND_HALF_UP)
    if 0 < part < whole and share in (0, 100):
        return f"> {decimal(100 - step, language, places)}%" if share else f"< {decimal(step, language, places)}%"
    return f"{decimal(share, language, places)}%"


def share(value: Fraction | float | None, language: Language, places: int = 2) -> str:
    """Return a part of a whole as a percentage. What is not nothing never looks like 0%, nor what is not all 100%."""
    if value is None:
        return DASH
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    step = Decimal(1).scaleb(-places)
    shown = (100 * exact).quantize(step, ROUND_HALF_UP)
    if 0 < exact < 1 and shown in (0, 100):
        return f"> {decimal(100 - step, language, places)}%" if shown else f"< {decimal(step, language, places)}%"
    return f"{decimal(shown, language, places)}%"


def given_share(value: Fraction | Decimal, language: Language, least: int = 0) -> str:
    """Return a part that somebody gave as a percentage, with as many decimals as it has and ``least`` of them."""
    number = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    exponent = (number * 100).normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{decimal(number * 100, language, max(least, min(places, _MOST_PLACES)))}%"


def day(value: date | None, language: Language) -> str:
    """Return a date, or a dash where there is none."""
    if value is None:
        return DASH
    return f"{value:%Y-%m-%d}" if language == "en" else f"{value:%d-%m-%Y}"


def period(start: date | None, end: date | None, language: Language) -> str:
    """Return a period of which either side may be open."""
    if start is None and end is None:
        return DASH
    if end is None:
        return f"{'from' if language == 'en' else 'vanaf'} {day(start, language)}"
    if start is None:
        return f"{'until' if language == 'en' else 'tot en met'} {day(end, language)}"
    return f"{day(start, language)} {'to' if language == 'en' else 't/m'} {day(end, language)}"


def month(value: date | None, language: Language) -> str:
    """Return a month, such as ``mrt 2024``."""
    return DASH if value is None else f"{_MONTHS[language][value.month - 1]} {value.year}"


def month_name(value: date, language: Language) -> str:
    """Return the short name of a month without its year."""
    return _MONTHS[language][value.month - 1]


def size(count: int | None, language: Language) -> str:
    """Return a file size in bytes, kB, MB or GB (thousands)."""
    if count is None:
        return DASH
    if count < 1000:
        return f"{count}{NO_BREAK}B"
    value = Decimal(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 1000 or unit == "GB":
            return f"{decimal(value, language, 1)}{NO_BREAK}{unit}"
    return DASH
