"""Values that stand in another table of the export, found by a key: a code table, or a table between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zpm_audit.intake.proposal.fit import Fit, Fitter
from zpm_audit.intake.proposal.matching import Matched
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.words import plain
from zpm_audit.register.schema import EXPORT_TABLES, Column

#: Columns that are worth looking up: those that a code table explains, and whose row it is.
_LOOKED_UP = {
    "prestaties": ("prestatiegroep", "consulttype", "setting", "patient_id", "behandelaar_id"),
    "zorgtrajecten": ("financiering", "verwijstype", "patient_id"),
    "behandelaren": ("beroep",),
    "opnames": ("patient_id",),
}
_SUFFICES = 0.6
_FOUND = 0.95


def look_up(matched: Matched, sources: Sequence[Opened], tables: Mapping[str, Matched], fitter: Fitter) -> None:
    """Add the columns whose values stand elsewhere."""
    for name in _LOOKED_UP.get(matched.table, ()):
        column = EXPORT_TABLES[matched.table].by_name[name]
        fit = matched.found.get(name)
        if fit is not None and fit.score >= _SUFFICES and not _only_codes(matched, fit, column, fitter):
            continue
        found = list(_found(matched, column, sources, tables, fitter))
        if found:
            matched.take(name, max(found, key=lambda f: f.score))


def _only_codes(matched: Matched, fit: Fit, column: Column, fitter: Fitter) -> bool:
    """Tell whether numbers or unknown codes stand where words are wanted."""
    profile = matched.opened.profiles.get(fit.source)
    if profile is None or column.name.endswith("_id"):
        return False
    if column.values:
        return fitter.meanings.share(column, profile) < 0.5
    return profile.whole


def _found(
    matched: Matched, column: Column, sources: Sequence[Opened], tables: Mapping[str, Matched], fitter: Fitter
) -> Iterator[Fit]:
    for key, place, there in _links(matched, sources, fitter):
        for value in place.profiles.values():
            if value is there or value.empty:
                continue
            score, seen = _score(column, value, place, tables, fitter)
            if score >= 0.65:
                names: object = (
                    key.name if plain(key.name) == plain(there.name) else {"hier": key.name, "daar": there.name}
                )
                said: dict[str, object] = {"opzoeken": {**_place(place), "sleutel": names, "kolom": value.name}}
                yield Fit(key.name, said, score, (f"{key.name} is de sleutel van {place.shown}", seen))


def _links(matched: Matched, sources: Sequence[Opened], fitter: Fitter) -> Iterator[tuple[Profile, Opened, Profile]]:
    """Yield the columns of a source that are the key of another one, by name and by value."""
    words = fitter.vocabulary.words
    for place in sources:
        if place is matched.opened or isinstance(place.settings.get("bestand"), list):
            continue
        named = words(place.shown) - fitter.vocabulary.fillers
        for there in place.profiles.values():
            if not there.unique:
                continue
            for key in matched.opened.profiles.values():
                if key.unique or key.empty or key.date or key.moment:
                    continue
                asked = words(key.name)
                same = plain(there.name) == plain(key.name) or (words(there.name) == asked and len(asked) > 1)
                alike = (same and not asked <= {"nummer", "code"}) or (
                    words(there.name) == {"nummer"} and asked - {"nummer", "code"} == named - {"nummer", "code"}
                )
                if alike and share_of(key.distinct.is_in(there.distinct.implode())) >= _FOUND:
                    yield key, place, there


def _score(
    column: Column, value: Profile, place: Opened, tables: Mapping[str, Matched], fitter: Fitter
) -> tuple[float, str]:
    """Return how sure it is that a column elsewhere is what is looked for."""
    if column.name.endswith("_id"):
        other = next((t for t in tables.values() if t.opened is place), None)
        fit = other.found.get(column.name) if other else None
        known = fit is not None and fit.said == value.name
        return (0.9 if known else 0.0), f"daar staat {column.name}"
    if column.name == "beroep":
        share = fitter.meanings.professions(value)
        return (0.9 if share >= 0.5 else 0.0), f"{share:.0%} staat in de beroepenlijst"
    if value.whole or len(value.distinct) < 2:
        return 0.0, ""
    share = fitter.meanings.share(column, value)
    return (0.9 if share >= 0.7 else 0.0), f"{share:.0%} van de waarden is bekend"


def _place(place: Opened) -> dict[str, object]:
    if "query" in place.settings:
        return {"tabel": place.shown}
    kept = ("bestand", "blad", "scheidingsteken", "codering")
    found: dict[str, object] = {k: v for k, v in place.settings.items() if k in kept}
    return found or {"bestand": place.source.files[0].name}
