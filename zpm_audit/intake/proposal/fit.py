"""How well a source column suits a column of the contract: by its name, and by whether its values can be that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zpm_audit.intake.proposal.content import (
    DIGITS,
    NO,
    Content,
    Said,
    as_date,
    as_key,
    as_moment,
    as_time,
    as_whole,
    fixed_digits,
    in_cents,
    prose,
)
from zpm_audit.intake.proposal.meanings import Meanings
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.words import Vocabulary
from zpm_audit.register.schema import EXPORT_TABLES, Column, Kind

CODE = r"[A-Z]{2}\d{4}"
#: Columns whose values alone tell what they are.
_TELLING = {"prestatiecode": 0.9, "beroep": 0.85, "bsn": 0.8}
_SIGNED = {"overleg_vastgelegd", "patient_geinformeerd", "privacyverklaring"}
_UNKNOWN = 0.9
#: Words for what a system notes of itself: who changed a row, and when.
_OF_THE_SYSTEM = {"wijziging", "gebruiker"}
#: Lists whose values are words that are seldom used for anything else: how many of them must be there.
_TELLING_LISTS = {"prestatiegroep": (3, 0.8), "consulttype": (2, 0.7), "financiering": (2, 0.7)}


@dataclass(frozen=True)
class Fit:
    """A source column for a column of the contract: how it is read, how sure that is, and why."""

    source: str
    said: Said
    score: float
    reasons: tuple[str, ...]
    inverse: bool = False


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
            "date": as_date, "time": as_time, "datetime": as_moment,
            "bool": self._truth, "eur": self._amount, "int": as_whole,
            "decimal": self._amount,
        }  # fmt: skip
        if column.kind in readers:
            return readers[column.kind](column, profile)
        return self._text(table, column, profile)

    def _enumeration(self, column: Column, profile: Profile) -> Content:
        """A list: the share of the rows whose value is known. Numbers without a meaning are a key of something else."""
        if profile.date or profile.moment or len(profile.distinct) > 60:
            return NO
        share = self.meanings.share(column, profile)
        if share == 0 and profile.whole:
            return Content(0.3, "alleen nummers")
        return Content(0.5 + 0.5 * share, f"{share:.0%} van de waarden is bekend" if share else _examples(profile))

    def _truth(self, column: Column, profile: Profile) -> Content:
        if self.meanings.truth(profile) is not None:
            return Content(1.0, "ja of nee")
        signed = bool(profile.date or profile.moment)
        if signed and column.name in _SIGNED and len(profile.filled) < profile.rows:
            return Content(0.95, "een datum waar het zo is, anders leeg", lambda name: {"gevuld": name})
        if signed or len(profile.distinct) > 5:
            return NO
        # What is elsewhere an empty cell may here be the no.
        seen = ", ".join(
            [*(repr(t[:20]) for t in profile.distinct), *(f"{t!r} (gelezen als leeg)" for t in profile.blanks)]
        )
        return Content(0.45, f"wat betekent ja en wat nee? Gezien: {seen}")

    def _amount(self, column: Column, profile: Profile) -> Content:
        if not profile.amount or profile.date:
            return NO
        if column.kind != "eur":
            return Content(1.0, "getallen")
        if profile.whole and "cent" in self.vocabulary.words(profile.name):
            return Content(1.0, "hele centen", lambda name: {"centen": name})
        if profile.whole and in_cents(profile):
            seen = "hele getallen, te hoog voor euro's: centen"
            return Content(0.95, seen, lambda name: {"centen": name})
        return Content(1.0, "bedragen")

    def _text(self, table: str, column: Column, profile: Profile) -> Content:
        if profile.date or profile.moment or profile.clock:
            return NO
        name = column.name
        if name == "prestatiecode":
            share = profile.share(CODE)
            return Content(share, f"{share:.0%} heeft de vorm van een prestatiecode") if share > 0.5 else Content(0.1)
        if name in DIGITS:
            return fixed_digits(name, profile)
        if name in {"beroep", "overleg_met"}:
            return self._profession(name, profile)
        if name == EXPORT_TABLES[table].key:
            return as_key(profile)
        if name == "groepssessie_id" and profile.unique and profile.rows > 20:
            return NO  # a group has more than one row
        if name.endswith("_id") and (profile.share(r"-?\d+[.,]\d+") > 0.5 or prose(profile)):
            return NO
        if name == "diagnose_hoofdgroep" and profile.share(r".*\d.*") < 0.5:
            return Content(0.6, "geen codes")
        if name in {"naam", "omschrijving"} and profile.whole:
            return NO
        return Content(1.0)

    def _profession(self, name: str, profile: Profile) -> Content:
        share = self.meanings.professions(profile)
        if share >= 0.5:
            return Content(1.0, f"{share:.0%} staat in de beroepenlijst")
        factor = 0.1 if profile.whole else 0.8
        return Content(factor, "" if name == "overleg_met" else "geen namen van de beroepenlijst")


def _examples(profile: Profile) -> str:
    return f"onbekende waarden: {', '.join(repr(t[:20]) for t in profile.distinct.head(4))}"


def score_text(score: float) -> str:
    """Return a share as a person reads it."""
    return f"{min(score, 1.0):.0%}"
