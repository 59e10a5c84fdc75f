"""How the values of a recognised table are written, and what the values of its lists mean."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from zpm_audit.intake.proposal.matching import Matched
from zpm_audit.intake.proposal.meanings import Meanings
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import Profile
from zpm_audit.intake.rows import values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import pattern
from zpm_audit.register.schema import TABLES, Column, Kind

#: Patterns that read 3/4/2024 the other way round.
_AMERICAN = {"dd/mm/jjjj": "mm/dd/jjjj", "d/m/jjjj": "m/d/jjjj"}
_DEFAULTS: dict[Kind, tuple[str, ...]] = {
    "date": ("jjjj-mm-dd",),
    "time": ("uu:mm", "uu:mm:ss"),
    "datetime": ("jjjj-mm-ddTuu:mm", "jjjj-mm-ddTuu:mm:ss"),
}
_CELL = "jjjj-mm-dd uu:mm:ss"
_KEYS: dict[Kind, str] = {"date": "datumformaat", "time": "tijdformaat", "datetime": "datumtijdformaat"}
_MARKS = ((".", ""), (",", ""), (",", "."), (".", ","), (",", " "))
_MANY_VALUES = 200

#: Source text -> canonical value, and whether a person must look at it.
Translation = dict[str, tuple[str, bool]]


@dataclass
class Written:
    """What the mapping should say of the values of one table, and what a person must look at."""

    notation: dict[str, str | list[str]] = field(default_factory=dict)
    translations: dict[str, Translation] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class NotationGuesser:
    """Chooses the notation per table; what a code meant in one table it means in the next."""

    def __init__(self, meanings: Meanings, sources: list[Opened]) -> None:
        self._meanings = meanings
        self._sources = {opened.shown: opened for opened in sources}
        self._known: dict[str, Translation] = {}

    def guess(self, matched: Matched) -> Written:
        """Look at the values of every recognised column."""
        result = Written()
        self._empties(result, matched)
        self._patterns(result, matched)
        self._numbers(result, matched)
        self._truths(result, matched)
        for name in matched.found:
            column = TABLES[matched.table].by_name[name]
            if column.values:
                self._translate(result, matched, column)
        return result

    @staticmethod
    def _empties(result: Written, matched: Matched) -> None:
        """Name the texts that stand for an empty cell, where the kind of the column would not read them."""
        source, known = matched.opened.source, list(matched.opened.empties)
        places = [
            f"c{source.names.index(profile.name)}"
            for column, profile in _plain(matched)
            if column.kind != "text" or column.values
        ]
        texts = (pl.col(place).cast(pl.String).str.strip_chars() for place in dict.fromkeys(places))
        found = source.frame.select(t.filter(t.is_in(known)).unique().implode() for t in texts).collect()
        seen = {text for column in found.iter_columns() for text in column.explode().drop_nulls()}
        if seen:
            result.notation["leeg"] = sorted(seen)

    def _patterns(self, result: Written, matched: Matched) -> None:
        found: dict[Kind, list[str]] = {"date": [], "time": [], "datetime": []}
        profiles = matched.opened.profiles
        for name, fit in matched.found.items():
            column = TABLES[matched.table].by_name[name]
            if isinstance(fit.said, dict):
                found["datetime"] += _made_patterns(fit.said, profiles)
                continue
            profile = profiles[fit.said]
            chosen = _pattern(column.kind, profile)
            if chosen and column.kind in found:
                found[column.kind].append(chosen)
                _remark_date(result, column, profile, chosen)
        for kind, patterns in found.items():
            default = [p for p in patterns if p in _DEFAULTS[kind]]
            other = [p for p in dict.fromkeys(patterns) if p not in _DEFAULTS[kind]]
            if other:
                result.notation[_KEYS[kind]] = [*dict.fromkeys(default), *other]

    @staticmethod
    def _numbers(result: Written, matched: Matched) -> None:
        numbers = [
            (c, p) for c, p in _plain(matched) if c.kind in {"eur", "decimal"} or (c.kind == "int" and not c.values)
        ]
        texts = {c: p.distinct.str.replace_all(r"€|EUR", "").str.strip_chars() for c, p in numbers}
        typed = matched.opened.source.typed_cells

        def unread(point: str, group: str) -> int:
            known = Formats(decimaal=point, duizendtal=group, typed_cells=typed)
            return sum(_unread(t, column, known) for column, t in texts.items())

        point, group = min(_MARKS, key=lambda m: unread(*m))
        if point != ".":
            result.notation["decimaal"] = point
        if group:
            result.notation["duizendtal"] = group

    def _truths(self, result: Written, matched: Matched) -> None:
        yes, no = [], []
        for column, profile in _plain(matched):
            if column.kind != "bool" or profile.empty:
                continue
            pair = self._meanings.truth(profile)
            if pair is not None and matched.found[column.name].inverse:
                turned = {t: ("false" if t.lower() == pair[0] else "true", False) for t in profile.distinct}
                result.translations[column.name] = turned
            elif (
                pair is not None
                and pair != ("true", "false")
                and not (pair == ("1", "0") and matched.opened.source.zero_one)
            ):
                yes.append(pair[0])
                no.append(pair[1])
        if yes:
            result.notation["waar"] = ["true", *dict.fromkeys(yes)]
            result.notation["onwaar"] = ["false", *dict.fromkeys(no)]

    def _translate(self, result: Written, matched: Matched, column: Column) -> None:
        """Propose a meaning for every value that is not canonical; what nobody knows becomes a remark."""
        profile = self._profile(matched, column)
        if profile is None:
            return
        allowed = {str(v) for v in column.values}
        told = self._by_code(matched, column, profile)
        pairs: Translation = {}
        unknown: list[str] = []
        for text in profile.distinct.head(_MANY_VALUES).sort():
            if text in allowed or (column.kind == "int" and text.removesuffix(".0").lstrip("0") in allowed):
                continue
            meant = self._meaning(column, text, told)
            if meant:
                pairs[text] = meant
            else:
                unknown.append(text)
        if unknown:
            pairs |= {t: (v, True) for t, v in self._meanings.abbreviations(column, unknown).items()}
            unknown = [t for t in unknown if t not in pairs]
        if pairs:
            result.translations[column.name] = dict(sorted(pairs.items()))
            self._known.setdefault(column.name, {}).update(pairs)
        if unknown:
            shown = ", ".join(repr(t) for t in unknown[:8])
            result.remarks.append(f"{column.name}: geen vertaling bekend voor {shown}; vul ze aan onder waarden")

    def _meaning(self, column: Column, text: str, told: dict[str, str]) -> tuple[str, bool] | None:
        value = self._meanings.value(column, text)
        if value is not None:
            return value, value in {"anders", "overig"} or told.get(text, value) != value
        if text in told:
            return told[text], False
        return self._known.get(column.name, {}).get(text)

    def _by_code(self, matched: Matched, column: Column, profile: Profile) -> dict[str, str]:
        code = matched.found.get("prestatiecode")
        plain = matched.found[column.name].said
        if code is None or not isinstance(code.said, str) or not isinstance(plain, str) or plain == code.said:
            return {}
        rows = matched.opened.texts(profile.name, code.said)
        return self._meanings.by_code(column, rows[profile.name], rows[code.said])

    def _profile(self, matched: Matched, column: Column) -> Profile | None:
        """Return the texts that become the values of a list: of the source itself, or of where they are looked up."""
        said = matched.found[column.name].said
        if isinstance(said, str):
            return matched.opened.profiles[said]
        looked_up = said.get("opzoeken")
        if not isinstance(looked_up, dict):
            return None
        place = next((o for o in self._sources.values() if _is_place(o, looked_up)), None)
        return place.profiles[str(looked_up["kolom"])] if place else None


def _is_place(opened: Opened, said: dict[str, object]) -> bool:
    if "tabel" in said:
        return opened.shown == said["tabel"]
    return opened.settings.get("blad") == said.get("blad") and opened.source.files[0].name == said.get("bestand")


def _plain(matched: Matched) -> list[tuple[Column, Profile]]:
    by_name = TABLES[matched.table].by_name
    return [
        (by_name[name], matched.opened.profiles[fit.said])
        for name, fit in matched.found.items()
        if isinstance(fit.said, str)
    ]


def _pattern(kind: Kind, profile: Profile) -> str | None:
    """Return the pattern that a column of this kind needs; typed cells need none."""
    if kind == "time":
        return None if profile.typed and profile.clock == "uu:mm:ss" else profile.clock
    if kind not in {"date", "datetime"}:
        return None
    chosen = profile.date or profile.moment
    return None if profile.typed and chosen in {_CELL, "jjjj-mm-dd"} else _with_offset(chosen, profile)


def _with_offset(chosen: str | None, profile: Profile) -> str | None:
    return f"{chosen}{OFFSET_WORD}" if chosen and profile.offset else chosen


#: How a pattern says that a distance to UTC follows.
OFFSET_WORD = "z"


def _made_patterns(said: dict[str, object], profiles: dict[str, Profile]) -> list[str]:
    """Return the patterns of the moments that a column is made from."""
    (way, value), names = next(iter(said.items())), []
    if way in {"datum_van", "tijd_van"}:
        names = [str(value)]
    elif way == "minuten_van" and isinstance(value, dict):
        names = [str(v) for v in value.values()]
    elif way == "samen" and isinstance(value, list):
        parts = [profiles[str(v)] for v in value]
        if len(parts) == 2 and parts[0].date and parts[1].clock:
            return [f"{parts[0].date} {parts[1].clock}"]
    return [found for name in names if (found := _pattern("datetime", profiles[name]))]


def _remark_date(result: Written, column: Column, profile: Profile, chosen: str) -> None:
    unread = _unread(profile.distinct, column, Formats(datum=(pattern(chosen),))) if profile.date else 0
    if unread:
        result.remarks.append(f"{column.name}: {unread} verschillende waarden passen niet bij {chosen}")
    american = _AMERICAN.get(chosen)
    if american and _unread(profile.distinct, column, Formats(datum=(pattern(american),))) == 0:
        result.remarks.append(f"{column.name}: dag en maand zijn niet te onderscheiden; {chosen} aangenomen")


def _unread(texts: pl.Series, column: Column, formats: Formats) -> int:
    """Return how many values this notation does not read."""
    frame = texts.alias("v").to_frame()
    return frame.filter(values.parsed(pl.col("v"), column, formats).is_null()).height
