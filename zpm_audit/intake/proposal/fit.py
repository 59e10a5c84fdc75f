"""How well a source column suits a column of the contract: by its name, and by whether its values can be that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from zpm_audit.intake.proposal.meanings import Meanings
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.words import Vocabulary
from zpm_audit.register.schema import EXPORT_TABLES, Column, Kind

Said = str | dict[str, object]

CODE = r"[A-Z]{2}\d{4}"
#: Codes with a fixed number of digits, which a spreadsheet may have taken the zeros from: length, and the least seen.
_DIGITS = {"agb_code": (8, 7), "verwijzer_agb": (8, 7), "uzovi": (4, 3), "bsn": (9, 7), "big_nummer": (11, 9)}
#: Columns whose values alone tell what they are.
_TELLING = {"prestatiecode": 0.9, "beroep": 0.85, "bsn": 0.8}
_MINUTES = {"geplande_minuten", "gerealiseerde_minuten", "reistijd_minuten", "duurklasse"}
_CLASSES = {"0", "5", "15", "25", "30", "45", "60", "75", "90", "120"}
_SIGNED = {"overleg_vastgelegd", "patient_geinformeerd", "privacyverklaring"}
_UNKNOWN = 0.9
#: Words for what a system notes of itself: who changed a row, and when.
_OF_THE_SYSTEM = {"wijziging", "gebruiker"}
#: Lists whose values are words that are seldom used for anything else: how many of them must be there.
_TELLING_LISTS = {"prestatiegroep": (3, 0.8), "consulttype": (2, 0.7), "financiering": (2, 0.7)}
#: Amounts in whole euros are seldom this high, in cents nearly always.
_CENTS = 1000


@dataclass(frozen=True)
class Fit:
    """A source column for a column of the contract: how it is read, how sure that is, and why."""

    source: str
    said: Said
    score: float
    reasons: tuple[str, ...]
    inverse: bool = False


@dataclass(frozen=True)
class Content:
    """What the values say: a factor from 0 (impossible) to 1, how they must be read, and what was seen."""

    factor: float
    seen: str = ""
    way: Callable[[str], Said] | None = None


_NO = Content(0.0)


class Fitter:
    """Compares source columns with columns of the contract."""

    def __init__(self, vocabulary: Vocabulary, meanings: Meanings) -> None:
        self.vocabulary = vocabulary
        self.meanings = meanings

    def fit(self, table: str, column: Column, profile: Profile) -> Fit | None:
        """Return how this source column could become ``column``, or None where it cannot."""
        named = self.vocabulary.column_likeness(table, column.name, profile.name)
        opposite = self.vocabulary.inverse_likeness(table, column.name, profile.name)
        inverse = opposite > named
        if self.vocabulary.words(profile.name) & _OF_THE_SYSTEM:
            return None
        content = self._content(table, column, profile)
        if content.factor <= 0:
            return None
        score = max(named, opposite) * content.factor
        reasons = [f"naam {score_text(max(named, opposite))}", content.seen]
        sure = content.way is None and content.factor > 0.5 and (column.name != "bsn" or "klopt" in content.seen)
        telling = _TELLING.get(column.name, 0.0) * content.factor if sure else 0.0
        telling = max(telling, self._telling_list(column, profile))
        if table != "codelijst" and not profile.empty and content.seen and telling > score:
            score, reasons = telling, [content.seen]
        said = content.way(profile.name) if content.way else profile.name
        return Fit(profile.name, said, score, tuple(r for r in reasons if r), inverse)

    def _telling_list(self, column: Column, profile: Profile) -> float:
        """Return how sure the words of a list make by themselves what they are."""
        least, floor = _TELLING_LISTS.get(column.name, (0, 0.0))
        if not least or profile.empty or profile.whole or len(profile.distinct) > 60:
            return 0.0
        known = {t: self.meanings.value(column, t) for t in profile.distinct if len(t) > 1}
        share = share_of(profile.filled.is_in([t for t, v in known.items() if v is not None]))
        return floor if share > 0.95 and len({v for v in known.values() if v}) >= least else 0.0

    def _content(self, table: str, column: Column, profile: Profile) -> Content:
        if profile.empty:
            return Content(_UNKNOWN, "geen enkele waarde gevuld")
        if column.values:
            return self._enumeration(column, profile)
        readers: dict[Kind, Callable[[Column, Profile], Content]] = {
            "date": _date, "time": _time, "datetime": _moment, "bool": self._truth, "eur": self._amount, "int": _whole,
        }  # fmt: skip
        if column.kind in readers:
            return readers[column.kind](column, profile)
        return self._text(table, column, profile)

    def _enumeration(self, column: Column, profile: Profile) -> Content:
        """A list: the share of the rows whose value is known. Numbers without a meaning are a key of something else."""
        if profile.date or profile.moment or len(profile.distinct) > 60:
            return _NO
        share = self.meanings.share(column, profile)
        if share == 0 and profile.whole:
            return Content(0.3, "alleen nummers")
        return Content(0.5 + 0.5 * share, f"{share:.0%} van de waarden is bekend" if share else "onbekende waarden")

    def _truth(self, column: Column, profile: Profile) -> Content:
        if self.meanings.truth(profile) is not None:
            return Content(1.0, "ja of nee")
        signed = bool(profile.date or profile.moment)
        if signed and column.name in _SIGNED and len(profile.filled) < profile.rows:
            return Content(0.95, "een datum waar het zo is, anders leeg", lambda name: {"gevuld": name})
        if signed or len(profile.distinct) > 5:
            return _NO
        seen = ", ".join(repr(t[:20]) for t in profile.distinct)
        return Content(0.45, f"wat betekent ja en wat nee? Gezien: {seen}")

    def _amount(self, _: Column, profile: Profile) -> Content:
        if not profile.amount or profile.date:
            return _NO
        if profile.whole and "cent" in self.vocabulary.words(profile.name):
            return Content(1.0, "hele centen", lambda name: {"centen": name})
        if profile.whole and _in_cents(profile):
            seen = "hele getallen, te hoog voor euro's: centen"
            return Content(0.95, seen, lambda name: {"centen": name})
        return Content(1.0, "bedragen")

    def _text(self, table: str, column: Column, profile: Profile) -> Content:
        if profile.date or profile.moment or profile.clock:
            return _NO
        name = column.name
        if name == "prestatiecode":
            share = profile.share(CODE)
            return Content(share, f"{share:.0%} heeft de vorm van een prestatiecode") if share > 0.5 else Content(0.1)
        if name in _DIGITS:
            return _fixed_digits(name, profile)
        if name in {"beroep", "overleg_met"}:
            return self._profession(name, profile)
        if name == EXPORT_TABLES[table].key:
            return _key(profile)
        if name == "groepssessie_id" and profile.unique and profile.rows > 20:
            return _NO  # a group has more than one row
        if name.endswith("_id") and (profile.share(r"-?\d+[.,]\d+") > 0.5 or _prose(profile)):
            return _NO
        if name == "diagnose_hoofdgroep" and profile.share(r".*\d.*") < 0.5:
            return Content(0.6, "geen codes")
        if name in {"naam", "omschrijving"} and profile.whole:
            return _NO
        return Content(1.0)

    def _profession(self, name: str, profile: Profile) -> Content:
        share = self.meanings.professions(profile)
        if share >= 0.5:
            return Content(1.0, f"{share:.0%} staat in de beroepenlijst")
        factor = 0.1 if profile.whole else 0.8
        return Content(factor, "" if name == "overleg_met" else "geen namen van de beroepenlijst")


def score_text(score: float) -> str:
    """Return a share as a person reads it."""
    return f"{min(score, 1.0):.0%}"


def _in_cents(profile: Profile) -> bool:
    """Tell whether whole numbers are cents: nearly all high, and many of them no round hundreds."""
    numbers = profile.filled.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False).drop_nulls().abs()
    return share_of(numbers >= _CENTS) > 0.9 and share_of(numbers % 100 != 0) > 0.3


def _prose(profile: Profile) -> bool:
    """Tell whether texts stand here rather than keys."""
    return profile.share(r".*\S\s+\S+\s+\S.*") > 0.3


def _key(profile: Profile) -> Content:
    if _prose(profile) or profile.share(r"-?\d+[.,]\d+") > 0.5:
        return _NO
    if profile.unique:
        return Content(1.0, "op elke rij een andere waarde")
    return Content(0.7, f"{profile.share_unique:.0%} van de rijen heeft een eigen waarde")


def _date(column: Column, profile: Profile) -> Content:
    del column
    if profile.date or profile.midnight:
        return Content(1.0, "datums")
    if profile.moment:
        return Content(0.97, "tijdstippen", lambda name: {"datum_van": name})
    return _unreadable(profile, "datums")


def _unreadable(profile: Profile, wanted: str) -> Content:
    """Values that are not what the column wants: only for a column of exactly that name it is worth a question."""
    if profile.date or profile.moment or profile.clock or profile.whole:
        return _NO
    return Content(0.45, f"geen {wanted}, zoals {profile.distinct[0][:20]!r}")


def _time(column: Column, profile: Profile) -> Content:
    del column
    if profile.clock:
        return Content(1.0, "tijden")
    if profile.moment and not profile.midnight:
        return Content(0.97, "tijdstippen", lambda name: {"tijd_van": name})
    return _unreadable(profile, "tijden")


def _moment(column: Column, profile: Profile) -> Content:
    del column
    if profile.moment:
        return Content(1.0, "tijdstippen")
    return Content(0.85, "alleen datums") if profile.date else _NO


def _whole(column: Column, profile: Profile) -> Content:
    minutes = column.name in _MINUTES
    if minutes and (profile.clock or profile.share(r"\d{1,3}:\d{2}(:\d{2})?") > 0.97):
        return Content(1.0, "uren en minuten", lambda name: {"minuten_van": name})
    if minutes and profile.share(r"\d{1,4}([.,]\d+)?\s*(min|minuten|m|mins|minutes|')\.?") > 0.97:
        return Content(1.0, "een aantal met min erachter", lambda name: {"minuten_van": name})
    if profile.whole and not profile.date:
        return _plausible(column, profile)
    if minutes and profile.share(r"\d{1,4}[.,]0+|\d{1,4}") > 0.97:
        return Content(1.0, "minuten met een nul achter de komma", lambda name: {"minuten_van": name})
    return _NO


def _plausible(column: Column, profile: Profile) -> Content:
    """Whole numbers: minutes are no more than a day, and a class is one of the classes."""
    if column.name == "duurklasse":
        share = share_of(profile.filled.str.replace(r"\.0+$", "").is_in(sorted(_CLASSES)))
        return Content(1.0, "klassen") if share > 0.9 else _NO
    if column.name in _MINUTES and profile.share(r"-?\d{1,3}(\.0+)?|1[0-4]\d\d(\.0+)?") < 0.97:
        return _NO
    return Content(1.0, "hele getallen")


def _fixed_digits(name: str, profile: Profile) -> Content:
    length, least = _DIGITS[name]
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
    digits = profile.distinct.filter(profile.distinct.str.contains(r"^\d{7,9}$")).str.zfill(9)
    if len(digits) < 10:
        return None
    total = sum(
        (digits.str.slice(i, 1).cast(pl.Int64) * weight for i, weight in enumerate((9, 8, 7, 6, 5, 4, 3, 2, -1))),
        start=pl.zeros(len(digits), pl.Int64, eager=True),
    )
    return share_of(total % 11 == 0) > 0.95
