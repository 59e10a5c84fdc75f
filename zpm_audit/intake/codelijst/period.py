"""From when to when a list without dates of its own holds: told by the sheet, by its title, or by the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.codelijst.columns import Header
from zpm_audit.intake.codelijst.sheets import ListSheet

_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_DATE = rf"(?:\d{{1,2}}[-/ .](?:\d{{1,2}}|{'|'.join(_MONTHS)})[-/ .]20\d\d|20\d\d-\d\d-\d\d)"
_BARE = re.compile(rf"(?<!\d){_DATE}(?!\d)", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<!\d)(?P<van>{_DATE})\s*(?P<tussen>t/m|tot en met|tot|-|–)\s*(?P<tot>{_DATE})(?!\d)", re.IGNORECASE
)
_FROM = re.compile(rf"\b(?:per|vanaf|ingang(?:sdatum)?(?: van)?|ingaande)[ :]+(?P<van>{_DATE})(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class Validity:
    """First and last day, both inclusive."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Validity:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


def period_of(sheet: ListSheet, header: Header, year: int | None) -> Validity:
    """Return the period of a sheet; what is not clear is asked, never guessed.

    The name of the sheet speaks first, then the rows above its header, then the name of the file. Where two of them
    each give one period, the periods must agree.
    """
    title = " ".join(str(v) for row in sheet.cells.head(header.row).iter_rows() for v in row if v)
    told = [period for text in (sheet.name or "", title, sheet.file.stem) if (period := _told(text))]
    if told and all(_agree(one, other) for one in told for other in told):
        return min(told, key=lambda p: (p.last - p.first, p.first))
    if year is not None:
        return Validity.of_year(year)
    where = sheet.shown
    if not told:
        raise InputRefusedError(
            nl=f"{where.nl}: voor welk jaar deze tarieven gelden staat niet in de naam van het blad, de titel of de "
            "bestandsnaam. Geef het mee, bijvoorbeeld --codelijst-jaar 2024, of zet het jaar in de bestandsnaam.",
            en=f"{where.en}: for which year these tariffs hold is not in the name of the sheet, the title or the file "
            "name. Say it, for example --codelijst-jaar 2024, or put the year in the file name.",
        )
    shown = " / ".join(f"{p.first} - {p.last}" for p in dict.fromkeys(told))
    raise InputRefusedError(
        nl=f"{where.nl}: blad, titel en bestandsnaam spreken elkaar tegen over de geldigheid ({shown}). "
        "Zeg met --codelijst-jaar welk jaar geldt.",
        en=f"{where.en}: sheet, title and file name contradict each other about the period ({shown}). "
        "Say with --codelijst-jaar which year holds.",
    )


def _told(text: str) -> Validity | None:
    """Return the one period that a text gives: from a day to a day, from a day until the end of its year, or a year.

    Any other date is that of a decision or a version, and the year in it tells nothing.
    """
    ranges = {_range(found) for found in _RANGE.finditer(text)} - {None}
    if not ranges:
        starts = {day for found in _FROM.finditer(text) if (day := _day(found["van"]))}
        ranges = {Validity(day, date(day.year, 12, 31)) for day in starts}
    if not ranges:
        ranges = {Validity.of_year(int(year)) for year in _YEAR.findall(_BARE.sub(" ", text))}
    return ranges.pop() if len(ranges) == 1 else None


def _range(found: re.Match[str]) -> Validity | None:
    first, last = _day(found["van"]), _day(found["tot"])
    if first is None or last is None:
        return None
    if found["tussen"].lower() == "tot":  # the day named is the first one outside
        last -= timedelta(days=1)
    return Validity(first, last) if first <= last else None


def _day(text: str) -> date | None:
    parts = re.split(r"[-/ .]", text.lower())
    numbers = [_MONTHS.index(p) + 1 if p in _MONTHS else int(p) for p in parts]
    day, month, year = numbers if len(parts[2]) == 4 else numbers[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 31 June is no date, so it tells nothing


def _agree(one: Validity, other: Validity) -> bool:
    """Tell whether one of the two holds the other: "2024" and "per 1 juli 2024" do not contradict each other."""
    inside = one.first >= other.first and one.last <= other.last
    around = other.first >= one.first and other.last <= one.last
    return inside or around


def shown(period: Validity) -> Text:
    """Return a period in words."""
    return Text(f"geldig {period.first} t/m {period.last}", f"valid {period.first} up to and including {period.last}")
