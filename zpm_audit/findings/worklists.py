"""Work lists: the findings once more, in a file for everyone who has to act (a team, a behandelaar, an insurer)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.settings import Csv
from zpm_audit.findings.lists import write_list_csv

FOLDER = "werklijsten"
#: What findings can be divided by, besides the columns that a mapping carries along.
DIMENSIONS = (
    "team", "behandelaar_id", "financiering", "uzovi", "setting", "boekjaar", "ernst", "onderwerp", "check_id", "thema",
)  # fmt: skip
#: The name of the list of findings that do not say to whom they belong.
NOBODY = "leeg"
#: More lists than this nobody hands out; the column was meant for something else.
MOST = 5_000
_LONGEST = 60
_KEY = ":sleutel"
#: Names that a file cannot have on Windows, whatever its extension.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Worklist:
    """The findings of one value of a dimension: where they stand (without extension), and how many there are.

    ``value`` is empty for the findings that have none. ``rows`` holds them.
    """

    dimension: str
    value: str | None
    path: str
    count: int
    rows: Path


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
    findings: Path,
    folder: Path,
    dimensions: Sequence[str],
    themes: Mapping[str, str],
    work: Path,
    form: Csv = "komma",
) -> tuple[Worklist, ...]:
    """Write per dimension and value a CSV with its findings; every finding stands in exactly one of each dimension.

    ``themes`` are the themes of the checks. The rows of each list are left under ``work`` for the workbooks.
    """
    return tuple(one for name in dimensions for one in _divided(findings, folder, name, themes, work, form))


def _divided(
    findings: Path, folder: Path, dimension: str, themes: Mapping[str, str], work: Path, form: Csv
) -> Iterator[Worklist]:
    scan = pl.scan_parquet(findings)
    key = pl.col("check_id").replace_strict(dict(themes), default=None) if dimension == "thema" else pl.col(dimension)
    keyed = scan.with_columns(key.cast(pl.String).alias(_KEY))
    counts = keyed.group_by(_KEY).len().collect().sort(_KEY, nulls_last=True)
    if counts.height > MOST:
        raise UsageError(
            nl=f"--werklijsten {dimension}: dat worden {counts.height} lijsten; hoogstens {MOST} is te overzien. "
            "Kies een andere kolom.",
            en=f"--werklijsten {dimension}: that makes {counts.height} lists; at most {MOST} can be handed out. "
            "Choose another column.",
        )
    place = f"{FOLDER}/{file_name(dimension)}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    # Sorted once: each list is then a stretch of rows, in the order of the whole list.
    together = work / f"{file_name(dimension)}.parquet"
    keyed.sort(_KEY, nulls_last=True, maintain_order=True).sink_parquet(together, maintain_order=True)
    names = file_names([value for value, _ in counts.iter_rows()])
    begin = 0
    for (value, count), name in zip(counts.iter_rows(), names, strict=True):
        rows = work / file_name(dimension) / f"{name}.parquet"
        rows.parent.mkdir(exist_ok=True)
        pl.scan_parquet(together).slice(begin, count).drop(_KEY).sink_parquet(rows, maintain_order=True)
        write_list_csv(rows, folder / place / f"{name}.csv", form)
        begin += count
        yield Worklist(dimension, value, f"{place}/{name}", count, rows)


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
