"""Whether two times the same export gave the same verdicts, although patients have other pseudonyms.

A finding about a prestatie or a zorgtraject is found again by its key, and tells which pseudonym of the one is which of
the other. With those pairs findings about patients are compared too. A patient who stands in no other finding cannot be
recognised: of those the findings are compared without saying whose they are, and that is told per check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from zpm_audit.findings.model import Findings

#: What a finding is compared on: what was judged, with which outcome, on which grounds, and for how much.
COMPARED = (
    "check_id",
    "oordeel",
    "onderwerp",
    "onderwerp_id",
    "prestatie_id",
    "zorgtraject_id",
    "patient_id",
    "behandelaar_id",
    "datum",
    "waarde",
    "grens",
    "impact_eur",
    "bevinding_id",
)
_VERDICT = {"bevindingen": "afwijking", "onbepaald": "onbepaald", "lopend": "loopt"}
_PSEUDONYM = r"pt-[0-9a-f]{16}"
_UNKNOWN = "pt-?"


class Way(StrEnum):
    """How findings were compared: by their keys, by pairs of pseudonyms, or without saying whose they are."""

    RECHTSTREEKS = "rechtstreeks"
    GEKOPPELD = "gekoppeld"
    GETELD = "geteld"


@dataclass(frozen=True)
class Apart:
    """What of one check differs: findings that only the one or the other has."""

    way: Way
    only_then: int
    only_now: int


def findings_in(folder: Path) -> pl.DataFrame:
    """Return everything that a run found, from its folder."""
    return _together({name: folder / f"{name}.parquet" for name in _VERDICT})


def findings_of(found: Findings) -> pl.DataFrame:
    """Return everything that was found just now."""
    paths = (found.afwijkingen, found.onbepaald, found.lopend)
    return _together(dict(zip(_VERDICT, paths, strict=True)))


def compared(then: pl.DataFrame, now: pl.DataFrame, *, same_key: bool) -> Mapping[str, Apart]:
    """Return per check that found anything how its findings were compared, and what differs."""
    ways: dict[str, Way] = {}
    if not same_key:
        pairs = _pairs(then, now)
        sure = pairs.filter(pl.col("dan").is_unique() & pl.col("nu").is_unique())
        then, masked = _renamed(then, dict(sure.iter_rows()), set(pairs["dan"]))
        now, masked_now = _renamed(now, {}, set(pairs["nu"]))
        named = pl.concat([_checks_with(then, _PSEUDONYM), _checks_with(now, _PSEUDONYM)])
        ways = dict.fromkeys(named.to_list(), Way.GEKOPPELD)
        ways |= dict.fromkeys([*masked.to_list(), *masked_now.to_list()], Way.GETELD)
    keys = list(COMPARED)
    counted = [f.group_by(keys).len(n) for f, n in ((then, "dan"), (now, "nu"))]
    both = counted[0].join(counted[1], on=keys, how="full", coalesce=True, nulls_equal=True)
    more = pl.col("dan").fill_null(0).cast(pl.Int64) - pl.col("nu").fill_null(0).cast(pl.Int64)
    apart = both.group_by("check_id").agg(
        more.clip(lower_bound=0).sum().alias("dan"), (-more).clip(lower_bound=0).sum().alias("nu")
    )
    return {
        str(check_id): Apart(ways.get(str(check_id), Way.RECHTSTREEKS), int(only_then), int(only_now))
        for check_id, only_then, only_now in apart.sort("check_id").iter_rows()
    }


def _together(paths: Mapping[str, Path]) -> pl.DataFrame:
    parts = [
        pl.scan_parquet(path)
        .with_columns(pl.lit(_VERDICT[name]).alias("oordeel"))
        .select(pl.col(column).cast(pl.String) for column in COMPARED)
        for name, path in paths.items()
    ]
    return pl.concat(parts).collect()


def _pairs(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return which pseudonym of then is which of now, as findings tell that are about something else.

    A pseudonym that would be two is none: it stays as it is, and what it stands in then differs.
    """
    keys = ["check_id", "oordeel", "bevinding_id"]
    plain = ~pl.col("bevinding_id").str.contains(_PSEUDONYM)
    sides = [
        f.filter(plain & pl.col("patient_id").str.contains(f"^{_PSEUDONYM}$")).select(
            *keys, pl.col("patient_id").alias(n)
        )
        for f, n in ((then, "dan"), (now, "nu"))
    ]
    found = sides[0].join(sides[1], on=keys).select("dan", "nu").unique()
    return found.sort("dan", "nu")


def _renamed(frame: pl.DataFrame, pairs: Mapping[str, str], known: set[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return findings under the pseudonyms of now, unknown ones nameless, and the checks that have any of those."""
    texts = [name for name in COMPARED if name not in {"check_id", "oordeel"}]
    each = [pl.col(name).str.extract_all(_PSEUDONYM).explode().alias("p") for name in texts]
    inside = pl.concat([frame.select(one) for one in each])
    strangers = sorted(set(inside["p"].drop_nulls().unique()) - known)
    if strangers:
        frame = frame.with_columns(pl.col(texts).str.replace_many(strangers, [_UNKNOWN] * len(strangers)))
    masked = _checks_with(frame, r"pt-\?")
    if pairs:
        frame = frame.with_columns(pl.col(texts).str.replace_many(list(pairs), list(pairs.values())))
    return frame, masked


def _checks_with(frame: pl.DataFrame, pattern: str) -> pl.Series:
    """Return the checks with a finding in which a pattern stands."""
    texts = [pl.col(name).str.contains(pattern) for name in COMPARED if name not in {"check_id", "oordeel"}]
    return frame.filter(pl.any_horizontal(texts))["check_id"].unique()
