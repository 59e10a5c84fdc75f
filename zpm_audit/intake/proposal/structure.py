"""What an export tells by how its tables hang together, whatever the names: keys, codes, professions, dates of birth.

The rows with prestatiecodes are the prestaties. A table whose key stands on them is one of their parents: the one with
professions holds the behandelaren, the one with dates of birth the patienten, and one that points at a patient itself
holds the zorgtrajecten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.intake.proposal.by_code import codes_of, durations, minutes_by_code, setting_by_code
from zpm_audit.intake.proposal.fit import Fitter
from zpm_audit.intake.proposal.matching import Witness
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.witnesses import Structure

_FOUND = 0.8
_FEW = 5
_USUALLY = 0.85


@dataclass(frozen=True)
class _Link:
    """A column whose values are the key of another source."""

    child: Opened
    here: Profile
    parent: Opened
    there: Profile


def structure(sources: Sequence[Opened], fitter: Fitter) -> Structure:
    """Look at how the tables of an export hang together."""
    result = Structure()
    facts = [o for o in sources if codes_of(o, fitter)]
    if not facts:
        return result
    prestaties = max(facts, key=lambda o: o.source.rows)
    _of_prestaties(result, prestaties, fitter)
    minutes_by_code(result, prestaties, fitter)
    setting_by_code(result, prestaties, fitter)
    patients = [o for o in sources if o is not prestaties and _birth(o)]
    people = [o for o in sources if o is not prestaties and _professions(o, fitter)]
    links = list(_links(sources, people, fitter))
    for opened in people:
        _period(result, opened)
    for opened in patients:
        result.add(opened, "patienten", "geboortedatum", _birth(opened)[0], 0.75, "datums van geboorte")
    for link in links:
        told = f"de waarden zijn de sleutel van {link.parent.shown}"
        if link.parent in people:
            _point(result, link, prestaties, ("behandelaren", "behandelaar_id"), "regiebehandelaar_id", told)
        elif link.parent in patients:
            _point(result, link, prestaties, ("patienten", "patient_id"), "patient_id", told)
        elif link.child is prestaties and _has_patient(link.parent, links, patients, prestaties):
            result.add(link.child, "prestaties", "zorgtraject_id", link.here, 0.85, told)
            result.add(link.parent, "zorgtrajecten", "zorgtraject_id", link.there, 0.85, "sleutel van de prestaties")
            if not patients:
                _shared_patient(result, link, links)
            _dates_of_traject(result, link, prestaties)
    _only_one(result, links)
    return result


def _point(
    result: Structure, link: _Link, prestaties: Opened, target: tuple[str, str], of_traject: str, told: str
) -> None:
    """A key of behandelaren or patienten: on the prestaties it is theirs, on another table that of the traject."""
    result.add(link.parent, *target, link.there, 0.85, "andere tabellen wijzen hiernaar")
    if link.child is prestaties:
        result.add(link.child, "prestaties", target[1], link.here, 0.85, told)
    else:
        result.add(link.child, "zorgtrajecten", of_traject, link.here, 0.8, told)
        if target[1] == "patient_id":
            result.add(link.child, "opnames", "patient_id", link.here, 0.8, told)


def _only_one(result: Structure, links: Sequence[_Link]) -> None:
    """Where two columns point at one table, which is which is a matter of names."""
    for column in ("behandelaar_id", "patient_id", "zorgtraject_id", "regiebehandelaar_id"):
        for shown in {link.child.shown for link in links}:
            places = [k for k in result.witnesses if k[0] == shown and k[1][1] == column and k[1][0] != "behandelaren"]
            if len({place[2] for _, place in places}) > 1:
                for key in places:
                    result.witnesses[key] = Witness(1.05, 0.45, result.witnesses[key].reason)


def _has_patient(parent: Opened, links: Sequence[_Link], patients: Sequence[Opened], prestaties: Opened) -> bool:
    """Tell whether a parent of the prestaties points at a patient, or shares a column with them that may be one."""
    if patients:
        return any(link.child is parent and link.parent in patients for link in links)
    return bool(_common(parent, prestaties))


def _common(parent: Opened, child: Opened) -> list[Profile]:
    """Return the columns of a parent that stand on its children too, under one name, and are no key of the parent."""
    found = []
    for name, profile in parent.profiles.items():
        other = child.profiles.get(name)
        if other is None or profile.unique or not _telling(profile) or not _telling(other):
            continue
        if share_of(other.distinct.is_in(profile.distinct.implode())) >= _FOUND:
            found.append(profile)
    return found


def _shared_patient(result: Structure, link: _Link, links: Sequence[_Link]) -> None:
    staff = {k.here.name for k in links if k.child is link.child and k.parent is not link.parent}
    shared = [p for p in _common(link.parent, link.child) if p.name not in staff]
    for profile in shared if len(shared) == 1 else ():
        told = "staat ook op de prestaties"
        result.add(link.parent, "zorgtrajecten", "patient_id", profile, 0.75, told)
        result.add(link.child, "prestaties", "patient_id", link.child.profiles[profile.name], 0.75, told)


def _links(sources: Sequence[Opened], people: Sequence[Opened], fitter: Fitter) -> Iterator[_Link]:
    words = fitter.vocabulary.words
    for parent in sources:
        for there in parent.profiles.values():
            if not _is_key(there, periods=parent in people):
                continue
            for child in sources:
                for here in child.profiles.values() if child is not parent else ():
                    same = words(here.name) == words(there.name)
                    if here.unique or not (_telling(here) or same) or not _is_text(here):
                        continue
                    if share_of(here.distinct.is_in(there.distinct.implode())) >= _FOUND:
                        yield _Link(child, here, parent, there)


def _is_key(profile: Profile, *, periods: bool) -> bool:
    """Tell whether a column may be the key of its table; a behandelaar may stand there for more than one period."""
    if not _is_text(profile) or profile.rows < _FEW:
        return False
    return profile.unique or (periods and len(profile.filled) == profile.rows and profile.share_unique > 0.7)


def _is_text(profile: Profile) -> bool:
    return not (profile.empty or profile.date or profile.moment or profile.clock)


def _telling(profile: Profile) -> bool:
    """Tell whether values say by themselves whose key they are: small whole numbers are found in every key."""
    return _is_text(profile) and len(profile.distinct) > _FEW and (not profile.whole or min(profile.lengths) >= _FEW)


def _birth(opened: Opened) -> list[Profile]:
    """Return the columns with dates of birth: they lie decades apart and mostly long ago."""
    return [p for p in opened.profiles.values() if (p.date or p.midnight) and _long_ago(p)]


def _long_ago(profile: Profile) -> bool:
    years: list[int] = sorted(profile.as_dates().drop_nulls().dt.year().to_list())
    if len(years) < _FEW:
        return False
    return years[len(years) // 2] < 2009 and years[len(years) * 9 // 10] - years[len(years) // 10] > 20


def _professions(opened: Opened, fitter: Fitter) -> list[Profile]:
    return [p for p in opened.profiles.values() if len(p.distinct) > 1 and fitter.meanings.professions(p) >= 0.5]


def _of_prestaties(result: Structure, opened: Opened, fitter: Fitter) -> None:
    """The rows themselves: the only column that differs on every row, the only date that is always there."""
    keys = [p for p in opened.profiles.values() if p.unique and not p.date and not p.moment]
    if len(keys) == 1:
        result.add(opened, "prestaties", "prestatie_id", keys[0], 0.75, "als enige op elke rij anders")
    days = [p for p in opened.profiles.values() if (p.date or p.moment) and len(p.filled) == p.rows and _varies(p)]
    if len(days) == 1 and "eind" not in fitter.vocabulary.words(days[0].name):
        result.add(opened, "prestaties", "datum", days[0], 0.7, "de enige datum die overal gevuld is")
    amounts = [p for p in opened.profiles.values() if p.amount and p.share(r".*\d[.,]\d{2}\D*") > 0.5]
    if len(amounts) == 1:
        result.add(opened, "prestaties", "bedrag_eur", amounts[0], 0.7, "de enige kolom met bedragen")
    lengths = durations(opened, fitter)
    clocks = [p for p in opened.profiles.values() if p.clock and p not in lengths]
    if len(clocks) == 1 and "eind" not in fitter.vocabulary.words(clocks[0].name):
        result.add(opened, "prestaties", "starttijd", clocks[0], 0.66, "de enige tijd")


def _varies(profile: Profile) -> bool:
    return len(profile.distinct) > 0.02 * profile.rows or len(profile.distinct) > 50


def _dates_of_traject(result: Structure, link: _Link, prestaties: Opened) -> None:
    """A traject begins on or before its first prestatie and ends on or after its last."""
    days = [p for p in prestaties.profiles.values() if (p.date or p.moment) and len(p.filled) == p.rows and _varies(p)]
    if len(days) != 1:
        return
    rows = prestaties.texts(link.here.name, days[0].name)
    lines = pl.DataFrame({"k": rows[link.here.name], "d": days[0].as_days(rows[days[0].name])}).drop_nulls()
    seen = lines.group_by("k").agg(pl.col("d").min().alias("first"), pl.col("d").max().alias("last"))
    dates = [p for p in link.parent.profiles.values() if p.date or p.moment]
    own = link.parent.texts(link.there.name, *(p.name for p in dates))
    table = own.select(pl.col(link.there.name).alias("k"), *(p.as_days(own[p.name]).alias(p.name) for p in dates))
    table = table.join(seen, on="k")
    before = [p.name for p in dates if len(p.filled) > 0.97 * p.rows
              and share_of(table[p.name] <= table["first"]) > _USUALLY]  # fmt: skip
    last = [b for b in before if all(share_of(table[b] >= table[o]) > _USUALLY for o in before)]
    after = [p.name for p in dates if len(p.filled) < 0.97 * p.rows and not p.empty
             and share_of(table[p.name] >= table["last"]) > _USUALLY]  # fmt: skip
    for column, names, reason in (
        ("startdatum", last, "de laatste datum voor de eerste prestatie"),
        ("einddatum", after, "de datum na de laatste prestatie"),
    ):
        if len(names) == 1:
            result.add(link.parent, "zorgtrajecten", column, link.parent.profiles[names[0]], 0.75, reason)


def _period(result: Structure, opened: Opened) -> None:
    """Of two dates, one that is always there and a later one that seldom is, a period begins and ends."""
    dates = [p for p in opened.profiles.values() if p.date or p.midnight]
    full = [p for p in dates if len(p.filled) >= 0.9 * p.rows]
    later = [p for p in dates if len(p.filled) < 0.8 * p.rows]
    if len(dates) == 2 and len(full) == 1 and len(later) == 1:
        result.add(opened, "behandelaren", "geldig_van", full[0], 0.68, "de datum die overal gevuld is")
        result.add(opened, "behandelaren", "geldig_tot", later[0], 0.68, "de datum die vaak leeg is")
