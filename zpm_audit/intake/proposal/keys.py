"""What the keys of other tables tell: a column whose values are keys over there is a key to it, whatever its name."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from zpm_audit.intake.proposal.fit import Fitter
from zpm_audit.intake.proposal.matching import Matched, Witness
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.register.schema import EXPORT_TABLES

#: Column -> the key that its values are found in, the first table that is there.
_LINKS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("prestaties", "patient_id"): (("patienten", "patient_id"), ("zorgtrajecten", "patient_id")),
    ("prestaties", "zorgtraject_id"): (("zorgtrajecten", "zorgtraject_id"),),
    ("prestaties", "behandelaar_id"): (("behandelaren", "behandelaar_id"),),
    ("prestaties", "hoofdprestatie_id"): (("prestaties", "prestatie_id"),),
    ("prestaties", "team"): (("teams", "team"),),
    ("zorgtrajecten", "patient_id"): (("patienten", "patient_id"),),
    ("zorgtrajecten", "regiebehandelaar_id"): (("behandelaren", "behandelaar_id"),),
    ("opnames", "patient_id"): (("patienten", "patient_id"), ("zorgtrajecten", "patient_id")),
}
_FOUND, _LOST, _LIST = 0.8, 0.2, 60


def witnesses(matched: Matched, tables: Mapping[str, Matched], fitter: Fitter) -> dict[tuple[str, str], Witness]:
    """Return what the keys of the other tables tell of the columns of one table."""
    found = {}
    for (table, column), targets in _LINKS.items():
        if table != matched.table:
            continue
        target = next((known for t in targets if (known := _keys(t, tables)) is not None), None)
        if target is None:
            continue
        where, keys = target
        for profile in matched.opened.profiles.values():
            if where == (matched.opened.shown, profile.name) or profile.date or profile.moment or profile.empty:
                continue
            witness = _witness(profile, keys, where[0])
            if witness:
                found[(column, profile.name)] = witness
    return found | _by_code(matched, fitter) | _as_elsewhere(matched, tables)


def _by_code(matched: Matched, fitter: Fitter) -> dict[tuple[str, str], Witness]:
    """The codes beside them tell what the values of a list mean, whatever words the system has for them."""
    code = matched.found.get("prestatiecode")
    found = {}
    for name in ("prestatiegroep", "consulttype") if code and isinstance(code.said, str) else ():
        column = EXPORT_TABLES[matched.table].by_name.get(name)
        for profile in matched.opened.profiles.values():
            if column is None or code is None or profile.name == code.said or not 2 <= len(profile.distinct) <= _LIST:
                continue
            rows = matched.opened.texts(profile.name, str(code.said)).drop_nulls()
            told = fitter.meanings.by_code(column, rows[profile.name], rows[str(code.said)])
            share = share_of(rows[profile.name].is_in(list(told)))
            if share >= _FOUND and len(set(told.values())) >= 2:
                reason = f"de codes ernaast zeggen wat {share:.0%} van de waarden betekent"
                kinds = len(set(told.values()))
                telling = kinds >= 3 or (name == "consulttype" and len(profile.distinct) <= 3)
                found[(name, profile.name)] = Witness(1.8, 0.7 if telling else 0.0, reason)
    return found


def _as_elsewhere(matched: Matched, tables: Mapping[str, Matched]) -> dict[tuple[str, str], Witness]:
    """A column of the same name with the same values means the same as in another table."""
    found = {}
    for column in matched.columns:
        for other in tables.values() if column.values else ():
            fit = other.found.get(column.name)
            profile = matched.opened.profiles.get(fit.source) if fit else None
            if fit is None or profile is None or other is matched or not isinstance(fit.said, str) or profile.empty:
                continue
            known = other.opened.profiles[fit.said].distinct
            if share_of(profile.distinct.is_in(known.implode())) >= _FOUND:
                found[(column.name, profile.name)] = Witness(1.0, 0.9, f"zoals in {other.opened.shown}")
    return found


def _keys(target: tuple[str, str], tables: Mapping[str, Matched]) -> tuple[tuple[str, str], pl.Series] | None:
    """Return where a key stands and its values."""
    matched = tables.get(target[0])
    fit = matched.found.get(target[1]) if matched else None
    if matched is None or fit is None or not isinstance(fit.said, str):
        return None
    return (matched.opened.shown, fit.said), matched.opened.profiles[fit.said].distinct


def _witness(profile: Profile, keys: pl.Series, where: str) -> Witness | None:
    if keys.is_empty():
        return None
    share = share_of(profile.distinct.is_in(keys.implode()))
    if share >= _FOUND:
        # Small whole numbers are found in every key: only other keys say something by themselves.
        telling = len(profile.distinct) > 5 and (not profile.whole or min(profile.lengths) >= 5)
        return Witness(1.15, 0.66 if telling else 0.0, f"{share:.0%} van de waarden komt voor in {where}")
    if share > _LOST:
        return Witness(0.9, 0.0, f"{share:.0%} van de waarden komt voor in {where}")
    padded = _padded(profile, keys)
    if padded:
        length, found = padded
        reason = f"met nullen ervoor komt {found:.0%} voor in {where}"
        way: dict[str, object] = {"aanvullen": {"kolom": profile.name, "lengte": length, "met": "0"}}
        return Witness(1.1, 0.0, reason, way)
    return Witness(0.7, 0.0, f"{share:.0%} van de waarden komt voor in {where}")


def _padded(profile: Profile, keys: pl.Series) -> tuple[int, float] | None:
    """Return to which length the values must be filled up with zeros to be keys, and how many then are."""
    lengths = keys.str.len_chars().unique()
    if len(lengths) != 1 or not profile.whole or not bool(keys.str.contains(r"^\d+$").all()):
        return None
    length = int(lengths[0])
    share = share_of(profile.distinct.str.zfill(length).is_in(keys.implode()))
    return (length, share) if share >= _FOUND and max(profile.lengths) <= length else None
