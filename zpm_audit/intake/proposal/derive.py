"""Columns that a source does not have as such: made from two columns, from a moment, or from the prestatiecode."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from zpm_audit.intake.proposal.by_code import in_class
from zpm_audit.intake.proposal.fit import Fit, Fitter
from zpm_audit.intake.proposal.matching import ASKED, PROPOSED, Matched
from zpm_audit.intake.proposal.meanings import Meanings
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.words import Vocabulary, Words, common_front

_DAY = 24 * 60
_NEARLY = 0.97
_OF_CODE = ("prestatiegroep", "consulttype", "setting")
_SEQUENCE = {"volgnummer", "volg", "regelnummer", "regel", "seq", "sequence", "index", "line"}


def derive(matched: Matched, fitter: Fitter) -> None:
    """Add what can be made from what was found; nothing that was found is replaced."""
    vocabulary = fitter.vocabulary
    if matched.table == "prestaties":
        _moment_of_contact(matched)
        _minutes_between(matched, vocabulary)
        _until(matched, fitter)
        _joined_key(matched, "prestatie_id", vocabulary)
    if matched.table == "opnames":
        for column in ("opname", "ontslag"):
            _date_and_time(matched, column, vocabulary)


def _moment_of_contact(matched: Matched) -> None:
    """A moment that gives the day also gives the time, and the other way round; never two moments, one for each."""
    for one, other, way in (("datum", "starttijd", "tijd_van"), ("starttijd", "datum", "datum_van")):
        fit = matched.found.get(one)
        if fit is None or not isinstance(fit.said, dict) or other not in {*_missing(matched), *_elsewhere(matched)}:
            continue
        if not matched.opened.profiles[fit.source].midnight:
            matched.take(other, Fit(fit.source, {way: fit.source}, fit.score, fit.reasons))


def _missing(matched: Matched) -> set[str]:
    return {c.name for c in matched.columns} - set(matched.found)


def _elsewhere(matched: Matched) -> set[str]:
    """Return the time when it is taken from another moment than the day."""
    day, time = matched.found.get("datum"), matched.found.get("starttijd")
    apart = day and time and isinstance(day.said, dict) and isinstance(time.said, dict) and day.source != time.source
    return {"starttijd"} if apart else set()


def _minutes_between(matched: Matched, vocabulary: Vocabulary) -> None:
    """Two moments with one name but for begin and end: minutes lie between them."""
    contact = {matched.found[name].source for name in ("datum", "starttijd") if name in matched.found}
    for begin, end in _spans(matched, vocabulary):
        planned = "gepland" in vocabulary.words(begin.name) or begin.name not in contact
        column = "geplande_minuten" if planned else "gerealiseerde_minuten"
        if column in matched.found:
            continue
        score = 0.95 if not planned or "gepland" in vocabulary.words(begin.name) else 0.75
        said: dict[str, object] = {"minuten_van": {"van": begin.name, "tot": end.name}}
        matched.take(column, Fit(end.name, said, score, ("het eind ligt op dezelfde dag na het begin",)))


def _until(matched: Matched, fitter: Fitter) -> None:
    """An end without a name that says so: the minutes since the begin fall in the class of the code."""
    begin = matched.found.get("starttijd")
    code = matched.found.get("prestatiecode")
    if "gerealiseerde_minuten" in matched.found or begin is None or code is None or not isinstance(code.said, str):
        return
    start = matched.opened.profiles[begin.source]
    ends = []
    for end in matched.opened.profiles.values():
        if end is start or not ((end.moment and not end.midnight) or end.clock) or not _follows(matched, start, end):
            continue
        rows = matched.opened.texts(*dict.fromkeys([start.name, end.name, code.said]))
        since = end.as_moments(rows[end.name]) - start.as_moments(rows[start.name])
        if in_class(since.dt.total_minutes(), rows[code.said]) > 0.5:
            ends.append(end)
    if len(ends) == 1 and "gepland" not in fitter.vocabulary.words(ends[0].name):
        said: dict[str, object] = {"minuten_van": {"van": start.name, "tot": ends[0].name}}
        reason = "de minuten sinds het begin vallen in de klasse van de code"
        matched.take("gerealiseerde_minuten", Fit(ends[0].name, said, 0.8, (reason,)))


def _spans(matched: Matched, vocabulary: Vocabulary) -> Iterator[tuple[Profile, Profile]]:
    moments = [p for p in matched.opened.profiles.values() if (p.moment and not p.midnight) or p.clock]
    for begin in moments:
        rest = _rest(vocabulary.words(begin.name))
        for end in moments:
            named = "begin" in vocabulary.words(begin.name) and "eind" in vocabulary.words(end.name)
            if named and rest == _rest(vocabulary.words(end.name)) and _follows(matched, begin, end):
                # Words of one concept may still differ: an afspraak is not the contact that it became.
                same = [p for p in moments if p not in (begin, end) and _ends_alike(begin.name, p.name, end.name)]
                if not same:
                    yield begin, end


def _rest(words: Words) -> Words:
    return words - {"begin", "eind", "datum", "tijd", "moment"}


def _ends_alike(begin: str, rival: str, end: str) -> bool:
    """Tell whether another name shares clearly more letters with the begin than this end does."""
    return _shared(begin, rival) > _shared(begin, end) + 2


def _shared(one: str, other: str) -> int:
    """Return how many letters two names have in common at their beginning and at their end."""
    one, other = one.lower(), other.lower()
    return len(common_front(one, other)) + len(common_front(one[::-1], other[::-1]))


def _follows(matched: Matched, begin: Profile, end: Profile) -> bool:
    if (begin.clock is None) != (end.clock is None):
        return False
    rows = matched.opened.texts(begin.name, end.name)
    both = rows.select(begin.as_moments(rows[begin.name]).alias("b"), end.as_moments(rows[end.name]).alias("e"))
    minutes = both.drop_nulls().select((pl.col("e") - pl.col("b")).dt.total_minutes().alias("m"))["m"]
    return len(minutes) > 0 and share_of(minutes.is_between(0, _DAY)) >= _NEARLY


def of_code(matched: Matched, meanings: Meanings) -> None:
    """What the source has no column for, its codes tell; where they do not tell all, that is asked."""
    fit = matched.found.get("prestatiecode") if matched.table == "prestaties" else None
    if fit is None or not isinstance(fit.said, str):
        return
    codes = matched.opened.profiles[fit.said].filled
    known = share_of(codes.is_in(list(meanings.groups)) | codes.str.head(2).is_in(list(meanings.groups)))
    for column in _OF_CODE:
        if column in matched.found or matched.asked.get(column):
            continue
        if column == "setting":
            reason, score = "alleen met de officiële codelijst: geef --codelijst mee aan de run", ASKED
        elif column == "prestatiegroep":
            reason = f"van {known:.0%} van de codes is de prestatiegroep bekend"
            score = 0.95 if known >= _NEARLY else 0.5
        else:
            share = share_of(codes.str.starts_with("CO"))
            reason, score = f"{share:.0%} van de codes is van een consult en zegt dit", 0.9 if share > 0.5 else 0.3
        made = Fit(fit.said, {"uit_code": fit.said}, score, (reason,))
        if score >= PROPOSED:
            matched.take(column, made)
        elif score >= ASKED:
            matched.asked[column] = [made]


def _joined_key(matched: Matched, key: str, vocabulary: Vocabulary) -> None:
    """A number that is unique only within something else: the two together are the key."""
    fit = matched.found.get(key)
    profiles = matched.opened.profiles
    if fit is not None and profiles[fit.source].share_unique > 0.98:
        return
    used = matched.used - ({fit.source} if fit else set())
    numbers = [p for p in profiles.values() if p.name not in used and len(p.filled) == p.rows and not p.date]
    pairs = []
    for part in numbers:
        if not {"nummer", "volg"} & vocabulary.words(part.name) and part.name.lower() not in _SEQUENCE:
            continue
        for whole in profiles.values():
            if whole is part or len(whole.filled) < whole.rows or whole.moment or len(whole.distinct) == whole.rows:
                continue
            rows = matched.opened.texts(whole.name, part.name)
            if rows.n_unique() == rows.height:
                pairs.append((whole.name in used, whole.name, part.name))
    if pairs:
        _, whole_name, part_name = min(pairs)
        said: dict[str, object] = {"samen": [whole_name, part_name], "tussen": "-"}
        matched.take(key, Fit(part_name, said, 0.8, ("alleen samen op elke rij anders",)))


def _date_and_time(matched: Matched, column: str, vocabulary: Vocabulary) -> None:
    """A date and a time of one name are one moment."""
    fit = matched.found.get(column)
    if fit is None or not isinstance(fit.said, str) or not matched.opened.profiles[fit.said].date:
        return
    name = vocabulary.words(fit.said) - {"datum"}
    for profile in matched.opened.profiles.values():
        words = vocabulary.words(profile.name)
        if profile.clock and "tijd" in words and words - {"tijd"} == name:
            said: dict[str, object] = {"samen": [fit.said, profile.name], "tussen": " "}
            reasons = (*fit.reasons, f"de tijd staat in {profile.name}")
            matched.take(column, Fit(fit.said, said, 0.95, reasons))
            return
