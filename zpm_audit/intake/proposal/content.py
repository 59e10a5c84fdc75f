"""What the values of a source column say of what it can be: a factor, how they must be read, and what was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.covering import eleven
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.register.schema import Column

Said = str | dict[str, object]

#: Codes with a fixed number of digits, which a spreadsheet may have taken the zeros from: length, and the least seen.
DIGITS = {"agb_code": (8, 7), "verwijzer_agb": (8, 7), "uzovi": (4, 3), "bsn": (9, 7), "big_nummer": (11, 9)}


_MINUTES = {"geplande_minuten", "gerealiseerde_minuten", "reistijd_minuten", "duurklasse"}


_CLASSES = {"0", "5", "15", "25", "30", "45", "60", "75", "90", "120"}


#: Amounts in whole euros are seldom this high, in cents nearly always.
_CENTS = 1000


@dataclass(frozen=True)
class Content:
    """What the values say: a factor from 0 (impossible) to 1, how they must be read, and what was seen."""

    factor: float
    seen: str = ""
    way: Callable[[str], Said] | None = None


NO = Content(0.0)


def in_cents(profile: Profile) -> bool:
    """Tell whether whole numbers are cents: nearly all high, and many of them no round hundreds."""
    numbers = profile.filled.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False).drop_nulls().abs()
    return share_of(numbers >= _CENTS) > 0.9 and share_of(numbers % 100 != 0) > 0.3


def prose(profile: Profile) -> bool:
    """Tell whether texts stand here rather than keys."""
    return profile.share(r".*\S\s+\S+\s+\S.*") > 0.3


def as_key(profile: Profile) -> Content:
    """A key: another value on every row."""
    if prose(profile) or profile.share(r"-?\d+[.,]\d+") > 0.5:
        return NO
    if profile.unique:
        return Content(1.0, "op elke rij een andere waarde")
    return Content(0.7, f"{profile.share_unique:.0%} van de rijen heeft een eigen waarde")


def as_date(_: Column, profile: Profile) -> Content:
    """A date, or the date of a moment."""
    if profile.date or profile.midnight:
        return Content(1.0, "datums")
    if profile.moment:
        return Content(0.97, "tijdstippen", lambda name: {"datum_van": name})
    return _unreadable(profile, "datums")


def _unreadable(profile: Profile, wanted: str) -> Content:
    """Values that are not what the column wants: only for a column of exactly that name it is worth a question."""
    if profile.date or profile.moment or profile.clock or profile.whole:
        return NO
    return Content(0.45, f"geen {wanted}, zoals {profile.distinct[0][:20]!r}")


def as_time(_: Column, profile: Profile) -> Content:
    """A time of the day, or that of a moment."""
    if profile.clock:
        return Content(1.0, "tijden")
    if profile.moment and not profile.midnight:
        return Content(0.97, "tijdstippen", lambda name: {"tijd_van": name})
    return _unreadable(profile, "tijden")


def as_moment(_: Column, profile: Profile) -> Content:
    """A date with a time."""
    if profile.moment:
        return Content(1.0, "tijdstippen")
    return Content(0.85, "alleen datums") if profile.date else NO


def as_whole(column: Column, profile: Profile) -> Content:
    """A whole number, or what becomes minutes."""
    minutes = column.name in _MINUTES
    if minutes and (profile.clock or profile.share(r"\d{1,3}:\d{2}(:\d{2})?") > 0.97):
        return Content(1.0, "uren en minuten", lambda name: {"minuten_van": name})
    if minutes and profile.share(r"\d{1,4}([.,]\d+)?\s*(min|minuten|m|mins|minutes|')\.?") > 0.97:
        return Content(1.0, "een aantal met min erachter", lambda name: {"minuten_van": name})
    if profile.whole and not profile.date:
        return _plausible(column, profile)
    if minutes and profile.share(r"\d{1,4}[.,]0+|\d{1,4}") > 0.97:
        return Content(1.0, "minuten met een nul achter de komma", lambda name: {"minuten_van": name})
    return NO


def _plausible(column: Column, profile: Profile) -> Content:
    """Whole numbers: minutes are no more than a day, and a class is one of the classes."""
    if column.name == "duurklasse":
        share = share_of(profile.filled.str.replace(r"\.0+$", "").is_in(sorted(_CLASSES)))
        return Content(1.0, "klassen") if share > 0.9 else NO
    if column.name in _MINUTES and profile.share(r"-?\d{1,3}(\.0+)?|1[0-4]\d\d(\.0+)?") < 0.97:
        return NO
    return Content(1.0, "hele getallen")


def fixed_digits(name: str, profile: Profile) -> Content:
    """A code of a fixed number of digits, or one that lost the zeros in front."""
    length, least = DIGITS[name]
    if profile.share(rf"\d{{1,{length}}}") < 0.9:
        return Content(0.2)
    lengths = profile.distinct.str.len_chars()
    checked = _eleven(profile) if name == "bsn" else True
    seen = {True: ", elfproef klopt", False: ", elfproef klopt niet", None: ""}[checked] if name == "bsn" else ""
    if share_of(lengths == length) > 0.9 or (name == "big_nummer" and min(lengths.to_list()) >= least):
        return Content(1.0 if checked is not False else 0.8, f"{length} cijfers{seen}")
    if share_of(lengths >= least - 2) > 0.9 and checked is not False:
        pad = f"nummers van {least} of minder cijfers: de nul ervoor is weg"
        return Content(0.97, pad, lambda n: {"aanvullen": {"kolom": n, "lengte": length, "met": "0"}})
    return Content(0.2)


def _eleven(profile: Profile) -> bool | None:
    """Tell whether the numbers pass the test that every BSN passes; a few numbers tell nothing."""
    numbers = profile.distinct.filter(profile.distinct.str.contains(r"^\d{7,9}$")).to_frame("nummer")
    if numbers.height < 10:
        return None
    return share_of(numbers.select(eleven(pl.col("nummer"))).to_series()) > 0.95
