"""Whether the lists of a run say what the result counts, csv what Parquet says, and work lists what they divide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.evidence.agreement import LISTS, RESULT, Clash, Outputs, absent, cents_of, differs, shown

_MACHINE_TEXTS = ("waarde", "grens")


def list_clashes(outputs: Outputs) -> Iterator[Clash]:
    """Count the rows of each list, and add up their amounts, per check."""
    for name, verdict in LISTS.items():
        file = f"{name}.parquet"
        if not outputs.made(file):
            yield absent(file)
            continue
        rows = outputs.rows(name)
        found = {str(r["check_id"]): r for r in _per_check(rows).to_dicts()}
        for check_id in sorted(found.keys() - outputs.checks.keys()):
            yield differs((RESULT, file), "check", "-", check_id, check_id)
        for check_id, told in outputs.checks.items():
            row = found.get(check_id, {"n": 0, "cent": None, "geaccepteerd": 0})
            if int(told[verdict]) != row["n"]:
                yield differs((RESULT, file), verdict, told[verdict], row["n"], check_id)
            if name == "bevindingen":
                yield from _amounts(check_id, told, row, file)


def _per_check(rows: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("cent").count() > 0
    return rows.group_by("check_id").agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.when(known).then(pl.col("cent").sum()).alias("cent"),
        pl.col("geaccepteerd").sum().cast(pl.Int64),
    )


def _amounts(check_id: str, told: Mapping[str, Any], row: Mapping[str, Any], file: str) -> Iterator[Clash]:
    cents = cents_of(told["impact_eur"])
    if cents != row["cent"]:
        yield differs((RESULT, file), "impact_eur", shown(cents), shown(row["cent"]), check_id)
    if int(told["geaccepteerd"]) != row["geaccepteerd"]:
        yield differs((RESULT, file), "geaccepteerd", told["geaccepteerd"], row["geaccepteerd"], check_id)


def csv_clashes(outputs: Outputs, work: Path) -> Iterator[Clash]:
    """Compare each list as csv with the same list as parquet: written once more it is the same file."""
    for name in LISTS:
        if not outputs.made(f"{name}.csv"):
            yield absent(f"{name}.csv")
            continue
        if outputs.made(f"{name}.parquet"):
            again = _written(outputs, name, work)
            if again.read_bytes() != (outputs.folder / f"{name}.csv").read_bytes():
                yield from _compared(outputs, name, again)


def _written(outputs: Outputs, name: str, work: Path) -> Path:
    target = work / f"{name}.csv"
    form: Csv = "puntkomma" if outputs.options.get("csv") == "puntkomma" else "komma"
    write_csv(pl.scan_parquet(outputs.folder / f"{name}.parquet"), target, form, machine_texts=_MACHINE_TEXTS)
    return target


def _compared(outputs: Outputs, name: str, again: Path) -> Iterator[Clash]:
    """Tell which checks have other rows; only how a file is laid out is no contradiction."""
    file, parquet = f"{name}.csv", f"{name}.parquet"
    here, there = _texts(outputs.folder / file, outputs.options), _texts(again, outputs.options)
    if here is None or there is None or here.columns != there.columns:
        unread = Text(
            f"{file} is niet te lezen als dezelfde lijst als {parquet}",
            f"{file} cannot be read as the same list as {parquet}",
        )
        yield Clash((file, parquet), unread)
        return
    yield from _rows_differ((parquet, file), there, here)


def _rows_differ(outputs: tuple[str, str], first: pl.DataFrame, second: pl.DataFrame) -> Iterator[Clash]:
    """Yield per check how many rows stand in only one of two lists, as texts with the same columns."""
    keys = list(first.columns)
    counted = [f.group_by(keys).len(n) for f, n in ((first, "een"), (second, "ander"))]
    both = counted[0].join(counted[1], on=keys, how="full", coalesce=True, nulls_equal=True)
    one, other = pl.col("een").fill_null(0).cast(pl.Int64), pl.col("ander").fill_null(0).cast(pl.Int64)
    apart = (
        both.filter(one != other)
        .group_by("check_id")
        .agg(
            (one - other).clip(lower_bound=0).sum().alias("een"), (other - one).clip(lower_bound=0).sum().alias("ander")
        )
    )
    for check_id, only_first, only_second in apart.sort("check_id").iter_rows():
        yield Clash(
            outputs,
            Text(
                f"{only_first} rijen alleen in {outputs[0]}, {only_second} alleen in {outputs[1]}",
                f"{only_first} rows in {outputs[0]} only, {only_second} in {outputs[1]} only",
            ),
            str(check_id),
        )


def worklist_clashes(outputs: Outputs, work: Path) -> Iterator[Clash]:
    """Compare the work lists of each division together with the list that they divide."""
    listed = outputs.result.get("run", {}).get("werklijsten") or {}
    if not listed or not outputs.made("bevindingen.parquet"):
        return
    whole = _texts(_written(outputs, "bevindingen", work), outputs.options)
    for dimension, lists in listed.items():
        parts = []
        for one in lists:
            name = next((n for n in one["bestanden"] if n.endswith(".csv")), "")
            read = _texts(outputs.folder / name, outputs.options) if outputs.made(name) else None
            if read is None:
                yield absent(name)
            elif read.height != int(one["bevindingen"]):
                yield differs((RESULT, name), "bevindingen", one["bevindingen"], read.height)
            else:
                parts.append(read)
        if whole is not None and len(parts) == len(lists) and all(p.columns == whole.columns for p in parts):
            yield from _rows_differ(("bevindingen.parquet", f"werklijsten/{dimension}"), whole, pl.concat(parts))


def _texts(path: Path, options: Mapping[str, str]) -> pl.DataFrame | None:
    """Return the cells of a csv file as text; None where it is none."""
    mark = ";" if options.get("csv") == "puntkomma" else ","
    try:
        return pl.read_csv(path, infer_schema=False, separator=mark)
    except (pl.exceptions.PolarsError, OSError):
        return None
