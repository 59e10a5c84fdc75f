"""Work lists: the findings once more, in a file for everyone who has to act (a team, a behandelaar, an insurer).

In a list the findings stand by what they have in common: the check that made them, for that says what to do. The
cause with the most money comes first, and within it the finding with the most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.money import cents_column
from zpm_audit.base.settings import Csv
from zpm_audit.findings.lists import write_list_csv
from zpm_audit.findings.people import COORDINATOR, with_coordinator

FOLDER = "werklijsten"
#: What findings can be divided by, besides the columns that a mapping carries along.
DIMENSIONS = (
    COORDINATOR, "behandelaar", "team", "setting", "behandelaar_id", "financiering", "uzovi", "boekjaar", "ernst",
    "onderwerp", "check_id", "thema",
)  # fmt: skip
#: The name of the list of findings that do not say to whom they belong.
NOBODY = "leeg"
#: More lists than this nobody hands out; the column was meant for something else.
MOST = 5_000
_LONGEST = 60
_KEY, _CAUSE, _SIZE = ":sleutel", ":oorzaak", ":omvang"
#: Names that a file cannot have on Windows, whatever its extension.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Worklist:
    """The findings of one value of a dimension: where they stand (without extension), and how many there are.

    ``value`` is empty for the findings that have none. ``rows`` holds them, ``terms`` the terms of the coming week that
    belong there too (``term_count`` of them). ``cents`` adds up the known amounts; None where none is known.
    """

    dimension: str
    value: str | None
    path: str
    count: int
    rows: Path
    cents: int | None
    terms: Path
    term_count: int


@dataclass(frozen=True)
class ToDivide:
    """What is divided: the findings and the terms of the coming week, with what tells to whom they belong.

    ``themes`` are the themes of the checks, ``coordinators`` the coordinating practitioners by trajectory.
    """

    findings: Path
    terms: Path
    themes: Mapping[str, str]
    coordinators: pl.LazyFrame


def refuse_unknown(dimensions: Sequence[str], carried: Sequence[str]) -> None:
    """Refuse what findings cannot be divided by, before anything is judged."""
    known = [*DIMENSIONS, *carried]
    for name in dimensions:
        if name not in known:
            listed = ", ".join(known)
            hint = did_you_mean(name, known) or Text(f"kies uit: {listed}", f"choose from: {listed}")
            raise UsageError(
                nl=f"--werklijsten {name}: bevindingen hebben geen kolom '{name}' om op te verdelen ({hint.nl}).",
                en=f"--werklijsten {name}: findings have no column '{name}' to divide by ({hint.en}).",
            )
    if len(set(dimensions)) < len(dimensions):
        raise UsageError(
            nl="--werklijsten noemt een verdeling twee keer. Noem elke een keer.",
            en="--werklijsten names a division twice. Name each once.",
        )


def write_worklists(
    given: ToDivide, folder: Path, dimensions: Sequence[str], work: Path, form: Csv = "komma"
) -> tuple[Worklist, ...]:
    """Write per dimension and value a CSV with its findings; every finding stands in exactly one of each dimension.

    The rows of each list are left under ``work`` for the workbooks.
    """
    return tuple(one for name in dimensions for one in _divided(given, folder, name, work, form))


def _divided(given: ToDivide, folder: Path, dimension: str, work: Path, form: Csv) -> Iterator[Worklist]:
    keyed, terms = (_keyed(pl.scan_parquet(path), dimension, given) for path in (given.findings, given.terms))
    facts = _facts(keyed, terms)
    if facts.height > MOST:
        raise UsageError(
            nl=f"--werklijsten {dimension}: dat worden {facts.height} lijsten; hoogstens {MOST} is te overzien. "
            "Kies een andere kolom.",
            en=f"--werklijsten {dimension}: that makes {facts.height} lists; at most {MOST} can be handed out. "
            "Choose another column.",
        )
    place, mine = f"{FOLDER}/{file_name(dimension)}", work / file_name(dimension)
    (folder / place).mkdir(parents=True, exist_ok=True)
    mine.mkdir(exist_ok=True)
    # Sorted once: each list is then a stretch of rows.
    together, ending = work / f"{file_name(dimension)}.parquet", work / f"{file_name(dimension)}.termijnen.parquet"
    _by_cause(keyed).sink_parquet(together, maintain_order=True)
    terms.sort(_KEY, nulls_last=True, maintain_order=True).sink_parquet(ending, maintain_order=True)
    columns = pl.scan_parquet(given.findings).collect_schema().names()
    begin = first = 0
    for row, name in zip(facts.to_dicts(), file_names(facts[_KEY].to_list()), strict=True):
        rows, week = mine / f"{name}.parquet", mine / f"{name}.termijnen.parquet"
        count, number = row["aantal"], row["termijnen"]
        pl.scan_parquet(together).slice(begin, count).select(columns).sink_parquet(rows, maintain_order=True)
        pl.scan_parquet(ending).slice(first, number).drop(_KEY).sink_parquet(week, maintain_order=True)
        write_list_csv(rows, folder / place / f"{name}.csv", form)
        begin, first = begin + count, first + number
        yield Worklist(dimension, row[_KEY], f"{place}/{name}", count, rows, row["cent"], week, number)


def _keyed(rows: pl.LazyFrame, dimension: str, given: ToDivide) -> pl.LazyFrame:
    """Return rows with the value of the dimension that each belongs to."""
    if dimension == "thema":
        key = pl.col("check_id").replace_strict(dict(given.themes), default=None, return_dtype=pl.String)
    elif dimension == COORDINATOR:
        if COORDINATOR not in rows.collect_schema():
            rows = with_coordinator(rows, given.coordinators)
        key = pl.col(COORDINATOR)
    elif dimension == "behandelaar" and dimension not in rows.collect_schema():
        key = pl.col("behandelaar_id")
    else:
        key = pl.col(dimension)
    return rows.with_columns(key.cast(pl.String).alias(_KEY))


def _facts(findings: pl.LazyFrame, terms: pl.LazyFrame) -> pl.DataFrame:
    """Return how many findings and terms each value has, and what the findings come to."""
    cent = cents_column(pl.col("impact_eur"))
    amount = pl.when(cent.count() > 0).then(cent.sum()).alias("cent")
    counted = findings.group_by(_KEY).agg(pl.len().cast(pl.Int64).alias("aantal"), amount)
    ending = terms.group_by(_KEY).agg(pl.len().cast(pl.Int64).alias("termijnen"))
    whole = counted.join(ending, on=_KEY, how="full", coalesce=True, nulls_equal=True)
    return whole.with_columns(pl.col("aantal", "termijnen").fill_null(0)).collect().sort(_KEY, nulls_last=True)


def _by_cause(keyed: pl.LazyFrame) -> pl.LazyFrame:
    """Return the findings of each value by cause, the one with the most money first, and so within it."""
    size = pl.col("impact_eur").abs()
    known = pl.when(size.count() > 0).then(size.sum())
    causes = keyed.group_by(_KEY, "check_id").agg(known.alias(_CAUSE), pl.len().alias(_SIZE))
    order: list[Any] = [_KEY, _CAUSE, _SIZE, "check_id", size, "onderwerp_id", "bevinding_id"]
    descending = [False, True, True, False, True, False, False]
    joined = keyed.join(causes, on=[_KEY, "check_id"], how="left", nulls_equal=True)
    return joined.sort(order, descending=descending, nulls_last=True, maintain_order=True)


def file_names(values: Sequence[str | None]) -> list[str]:
    """Return a file name for each value; two that would come to the same, in any case, are numbered."""
    taken: set[str] = set()
    names = []
    for value in values:
        base = name = file_name(value) if value is not None else NOBODY
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def file_name(value: str) -> str:
    """Return a value as a name that every system takes: plain letters, digits, dots and dashes."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")[:_LONGEST].rstrip("-.")
    if not name:
        return "zonder-naam"
    return f"{name}-lijst" if name.split(".")[0].casefold() in _DEVICES else name
