"""The file with rows that were set aside: for a person, in a spreadsheet, without a patient in clear.

While an export is read the lines are kept as they are, in the working folder; only when all of it was read are the
numbers of its patients known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from zpm_audit.base.covering import Keys, replaced, replacements
from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.intake.sources.source import Source

#: What a line says; ``waarde`` is the whole value as it stands in the source.
LINE = {"bestand": pl.String(), "rij": pl.UInt32(), "kolom": pl.String(), "waarde": pl.String(), "reden": pl.String()}
_LONGEST = 200
#: A column of the contract that holds numbers of patients, alone or as a part of a key.
_OF_PATIENTS = r"\b(patient_id|bsn)\b"


def shortened(x: pl.Expr) -> pl.Expr:
    """Return a text of a length that fits a cell; what is cut off is said."""
    long = x.str.len_chars() > _LONGEST
    cut = pl.format("{}... ({} tekens)", x.str.head(_LONGEST), x.str.len_chars())
    return pl.when(long).then(cut).otherwise(x)


def keep(lines: pl.LazyFrame, work: Path, source: Source) -> Path:
    """Keep the lines (rij, kolom, waarde, reden) of one table, each with the file that its row is in."""
    path = work / "opzij" / f"{source.table}.regels.parquet"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, row = source.places(pl.col("rij"))
    lines.select(file.alias("bestand"), row.alias("rij"), "kolom", "waarde", "reden").sink_parquet(path)
    return path


def write(
    kept: Mapping[str, Path], patients: Iterable[pl.LazyFrame], work: Path, key: Key | None, keys: Keys | None = None
) -> dict[str, Path]:
    """Write the lines of every table as CSV; ``patients`` hold the numbers of the patients of the export.

    Without a key the lines show what stands in the source; what ``keys`` know to be no patient stays.
    """
    folder = work / "quarantaine"
    every = pl.concat([pl.LazyFrame(schema={"patient_id": pl.String}), *patients]).unique()
    patients = [every.collect(engine="streaming").lazy()] if key else []
    written = {}
    for table, lines in kept.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written[table] = folder / f"{table}.csv"
        write_lines(pl.scan_parquet(lines), written[table], patients, key, keys)
        lines.unlink()
    return written


def write_lines(
    lines: pl.LazyFrame, path: Path, patients: Iterable[pl.LazyFrame], key: Key | None, keys: Keys | None = None
) -> None:
    """Write the lines of one table as CSV."""
    shown = covered(lines, patients, key, keys) if key else lines
    write_csv(shown.with_columns(shortened(pl.col("waarde"))).select(list(LINE)), path)


def covered(lines: pl.LazyFrame, patients: Iterable[pl.LazyFrame], key: Key, keys: Keys | None = None) -> pl.LazyFrame:
    """Return the lines with a pseudonym for every patient in their values, their columns and their files."""
    every = pl.concat([pl.LazyFrame(schema={"patient_id": pl.String}), *patients])
    made = {
        name: replacements(lines.select(pl.col(name).unique()).collect()[name], every, key, keys)
        for name in ("bestand", "kolom", "waarde")
    }
    own = pl.col("kolom").str.contains(_OF_PATIENTS)
    bare = pl.col("waarde").str.strip_chars()
    numbers = lines.filter(own & (bare != "")).select(bare.unique()).collect()["waarde"]
    theirs = pseudonyms(numbers, key)
    number = bare.replace(theirs["patient_id"], theirs["pseudoniem"])
    value = pl.when(own).then(number).otherwise(replaced(pl.col("waarde"), made["waarde"]))
    others = [replaced(pl.col(name), made[name]) for name in ("bestand", "kolom")]
    return lines.with_columns(value.alias("waarde"), *others)
