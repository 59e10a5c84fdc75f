"""What the prestatiecodes tell of the columns beside them: minutes fall in a class, a setting goes with a code."""

from __future__ import annotations

import polars as pl

from zpm_audit.intake.proposal.fit import CODE, Fitter
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.witnesses import Structure

_FEW = 5
#: How a length of time is written with more than a number.
_LENGTH = r"\d{1,4}[.,]0+|\d{1,3}:\d{2}(:\d{2})?|\d{1,4}\s*[a-zA-Z']+\.?"
#: The lower bounds of the classes of a consult.
KLASSEN = (5, 15, 30, 45, 60, 75, 90, 120)


def codes_of(opened: Opened, fitter: Fitter) -> list[Profile]:
    """Return the columns with prestatiecodes, on rows that are no list of codes."""
    impersonal = any(fitter.meanings.professions(p) > 0.5 for p in opened.profiles.values()) and opened.source.rows < 50
    return [
        p for p in opened.profiles.values()
        if not impersonal and p.share_unique < 0.35 and p.share(CODE) > 0.9 and p.share(r"CO\d{4}") > 0.2
    ]  # fmt: skip


def minutes_by_code(result: Structure, opened: Opened, fitter: Fitter) -> None:
    """Minutes fall in the class of their code: those planned, which are round, and those that were spent."""
    words = {p.name: fitter.vocabulary.words(p.name) for p in opened.profiles.values()}
    found = [p for p in durations(opened, fitter) if not {"klasse", "groep"} & words[p.name]]
    planned = [p for p in found if "gepland" in words[p.name]]
    spent = [p for p in found if p not in planned and not set(p.distinct) <= set(map(str, KLASSEN))]
    if not planned and len(spent) == 2:  # bare round numbers may as well be classes, so those need a name
        round_one, other = sorted(spent, key=lambda p: len(p.distinct))
        if len(round_one.distinct) * 3 <= len(other.distinct) and not round_one.whole:
            planned, spent = [round_one], [other]
    for column, columns in (("geplande_minuten", planned), ("gerealiseerde_minuten", spent)):
        if len(columns) == 1:
            result.add(opened, "prestaties", column, columns[0], 0.75, "valt in de klasse van de code")


def durations(opened: Opened, fitter: Fitter) -> list[Profile]:
    """Return the columns whose minutes mostly fall in the class of the code beside them."""
    codes = codes_of(opened, fitter)
    if not codes:
        return []
    code = max(codes, key=lambda p: p.share(CODE))
    rows = opened.texts(*opened.profiles)
    likely = (p for p in opened.profiles.values() if not p.date and (p.whole or p.clock or p.share(_LENGTH) > 0.9))
    return [p for p in likely if in_class(p.as_minutes(rows[p.name]), rows[code.name]) > 0.5]


def in_class(minutes: pl.Series, codes: pl.Series) -> float:
    """Return the share of the consults whose minutes fall in the class of their code."""
    index = codes.str.extract(r"^CO(\d{4})$").cast(pl.Int64) - 1
    both = pl.DataFrame({"k": index // 130, "m": minutes}).drop_nulls()
    if both.height < _FEW:
        return 0.0
    klasse = pl.sum_horizontal(*((pl.col("m") >= k).cast(pl.Int64) for k in KLASSEN)) - 1
    return share_of(both.select((klasse == pl.col("k")).alias("gelijk"))["gelijk"])


def setting_by_code(result: Structure, opened: Opened, fitter: Fitter) -> None:
    """A code holds profession and setting: a number from 1 to 8 that goes with them is the setting."""
    code = max(codes_of(opened, fitter), key=lambda p: p.share(CODE))
    for profile in opened.profiles.values():
        if len(profile.distinct) < 3 or profile.share(r"[sS]?0?[1-8](\.0+)?") < 1:
            continue
        rows = opened.texts(profile.name, code.name).drop_nulls()
        index = rows[code.name].str.extract(r"^CO(\d{4})$").cast(pl.Int64) - 1
        seen = pl.DataFrame({"p": index % 65, "s": rows[profile.name]}).drop_nulls()
        most = seen.group_by("p", "s").len().group_by("p").agg(pl.col("len").max(), pl.col("len").sum().alias("n"))
        if int(most["len"].sum()) > 0.95 * max(int(most["n"].sum()), 1):
            result.add(opened, "prestaties", "setting", profile, 0.75, "gaat samen met de codes")
