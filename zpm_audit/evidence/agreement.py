"""Whether the outputs of a run say the same: ``resultaat.json``, the lists, the work lists, the workbook and the page.

A hash shows that a file was changed after its manifest was written. Who rewrites the manifest as well is caught here:
what one output says must be what every other one says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.money import euros_text
from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.output.marks import MANIFEST, read_json

RESULT = "resultaat.json"
#: The verdict that each list holds the units of.
LISTS = {"bevindingen": "afwijking", "onbepaald": "onbepaald", "lopend": "loopt"}
_VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt")
_MACHINE_TEXTS = ("waarde", "grens")
_NAMED = 5


@dataclass(frozen=True)
class Clash:
    """Two outputs that contradict each other, in words; ``check`` is the one that it is about, if any."""

    outputs: tuple[str, ...]
    text: Text
    check: str | None = None


@dataclass(frozen=True)
class Outputs:
    """The folder of a run, and what its manifest says; files that it says could not be made are not asked for."""

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def result(self) -> Mapping[str, Any]:
        """Return ``resultaat.json``; empty where it cannot be read."""
        return read_json(self.folder / RESULT) or {}

    @cached_property
    def checks(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what the result says of each check."""
        return {str(one["id"]): one for one in self.result.get("checks", [])}

    @cached_property
    def options(self) -> Mapping[str, str]:
        """Return the options of the run."""
        found: Mapping[str, str] = self.manifest.get("opties", {})
        return found

    def made(self, name: str) -> bool:
        """Tell whether an output ought to be there and is."""
        return name not in self.manifest.get("niet_gemaakt", ()) and (self.folder / name).is_file()

    def rows(self, name: str) -> pl.DataFrame:
        """Return of a list the check, the amount in cents and the acceptance of each row."""
        rows = pl.scan_parquet(self.folder / f"{name}.parquet")
        accepted = "acceptatie" if "acceptatie" in rows.collect_schema() else None
        return rows.select(
            "check_id",
            (pl.col("impact_eur") * 100).cast(pl.Int64).alias("cent"),
            (pl.col(accepted) if accepted else pl.lit(None, pl.String)).is_not_null().alias("geaccepteerd"),
        ).collect()


def clashes(folder: Path, work: Path) -> list[Clash]:
    """Return every contradiction between the outputs of a run; ``work`` is a private folder."""
    from zpm_audit.evidence.agreement_page import PAGE, page_clashes
    from zpm_audit.evidence.agreement_workbook import WORKBOOK, workbook_clashes

    outputs = Outputs(folder, read_json(folder / MANIFEST) or {})
    parts: tuple[tuple[str, Callable[[], Iterable[Clash]]], ...] = (
        (RESULT, lambda: _marks(outputs)),
        (RESULT, lambda: _sums(outputs)),
        ("bevindingen.parquet", lambda: _lists(outputs)),
        ("bevindingen.csv", lambda: _csv(outputs, work)),
        ("werklijsten", lambda: _worklists(outputs, work)),
        (WORKBOOK, lambda: workbook_clashes(outputs)),
        (PAGE, lambda: page_clashes(outputs)),
    )
    if not _guarded(RESULT, lambda: [] if outputs.checks else [absent(RESULT)]):
        return [clash for name, part in parts for clash in _guarded(name, part)]
    return [absent(RESULT)]


def _guarded(name: str, part: Callable[[], Iterable[Clash]]) -> list[Clash]:
    """Return what contradicts; an output that nobody can make sense of is one that no run wrote."""
    try:
        return list(part())
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic in a library is no Exception
        return [
            Clash(
                (name,),
                Text(
                    f"{name}, of wat ermee vergeleken wordt, heeft niet de vorm die een run schrijft",
                    f"{name}, or what it is compared with, does not have the form that a run writes",
                ),
            )
        ]


def _marks(outputs: Outputs) -> Iterator[Clash]:
    """Compare what the manifest and the result say of the run as a whole."""
    run, told = outputs.manifest.get("run", {}), outputs.result.get("run", {})
    for name in ("kenmerk", "peildatum", "versie"):
        if run.get(name) != told.get(name):
            yield differs((MANIFEST, RESULT), name, run.get(name), told.get(name))
    options = told.get("opties", {})
    for name in sorted(options):
        if outputs.options.get(name) != options[name]:
            yield differs((MANIFEST, RESULT), f"opties.{name}", outputs.options.get(name), options[name])
    # The chain of a series hangs on this one.
    before = outputs.manifest.get("vorige_run") or {}
    for name, key in (("vorige_run", "run_id"), ("vorige_manifest_sha256", "manifest_sha256")):
        if name in told and told[name] != before.get(key):
            yield differs((MANIFEST, RESULT), name, before.get(key), told[name])


def _sums(outputs: Outputs) -> Iterator[Clash]:
    """Add up what the result says of each check, and of the run."""
    for check_id, told in outputs.checks.items():
        parts = sum(int(told[name]) for name in _VERDICTS)
        if int(told["populatie"]) != parts:
            yield differs((RESULT,), "populatie", told["populatie"], parts, check_id)
        split = told.get("splitsing", [])
        for name in ("populatie", *_VERDICTS) if split else ():
            added = sum(int(row[name]) for row in split)
            if added != int(told[name]):
                yield differs((RESULT,), f"splitsing.{name}", told[name], added, check_id)
    run = outputs.result.get("run", {})
    for name in ("afwijking", "onbepaald", "loopt"):
        added = sum(int(told[name]) for told in outputs.checks.values())
        if name in run and int(run[name]) != added:
            yield differs((RESULT,), f"run.{name}", run[name], added)
    per_status: dict[str, int] = {}
    for told in outputs.checks.values():
        per_status[told["status"]] = per_status.get(told["status"], 0) + 1
    said = {name: n for name, n in run.get("checks_per_status", {}).items() if n}
    if said != per_status:
        yield differs((RESULT,), "checks_per_status", json.dumps(said), json.dumps(per_status))


def _lists(outputs: Outputs) -> Iterator[Clash]:
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


def _csv(outputs: Outputs, work: Path) -> Iterator[Clash]:
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
    here, there = texts(outputs.folder / file, outputs.options), texts(again, outputs.options)
    if here is None or there is None or here.columns != there.columns:
        unread = Text(
            f"{file} is niet te lezen als dezelfde lijst als {parquet}",
            f"{file} cannot be read as the same list as {parquet}",
        )
        yield Clash((file, parquet), unread)
        return
    yield from rows_differ((parquet, file), there, here)


def rows_differ(outputs: tuple[str, str], first: pl.DataFrame, second: pl.DataFrame) -> Iterator[Clash]:
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


def _worklists(outputs: Outputs, work: Path) -> Iterator[Clash]:
    """Compare the work lists of each division together with the list that they divide."""
    listed = outputs.result.get("run", {}).get("werklijsten") or {}
    if not listed or not outputs.made("bevindingen.parquet"):
        return
    whole = texts(_written(outputs, "bevindingen", work), outputs.options)
    for dimension, lists in listed.items():
        parts = []
        for one in lists:
            name = next((n for n in one["bestanden"] if n.endswith(".csv")), "")
            read = texts(outputs.folder / name, outputs.options) if outputs.made(name) else None
            if read is None:
                yield absent(name)
            elif read.height != int(one["bevindingen"]):
                yield differs((RESULT, name), "bevindingen", one["bevindingen"], read.height)
            else:
                parts.append(read)
        if whole is not None and len(parts) == len(lists) and all(p.columns == whole.columns for p in parts):
            yield from rows_differ(("bevindingen.parquet", f"werklijsten/{dimension}"), whole, pl.concat(parts))


def texts(path: Path, options: Mapping[str, str]) -> pl.DataFrame | None:
    """Return the cells of a csv file as text; None where it is none."""
    mark = ";" if options.get("csv") == "puntkomma" else ","
    try:
        return pl.read_csv(path, infer_schema=False, separator=mark)
    except (pl.exceptions.PolarsError, OSError):
        return None


def differs(outputs: Sequence[str], what: str, first: object, second: object, check: str | None = None) -> Clash:
    """Return the contradiction that one says this and the other that."""
    if len(outputs) == 1:
        said = Text(
            f"{what}: {outputs[0]} zegt {first}, maar telt op tot {second}",
            f"{what}: {outputs[0]} says {first}, but adds up to {second}",
        )
    else:
        said = Text(
            f"{what}: {outputs[0]} zegt {first}, {outputs[1]} zegt {second}",
            f"{what}: {outputs[0]} says {first}, {outputs[1]} says {second}",
        )
    return Clash(tuple(outputs), said, check)


def absent(name: str) -> Clash:
    """Return the contradiction that an output is not there, although the run made it."""
    return Clash((name,), Text(f"{name} ontbreekt of is niet te lezen", f"{name} is missing or cannot be read"))


def cents_of(amount: float | None) -> int | None:
    """Return an amount of the result as whole cents."""
    return None if amount is None else round(amount * 100)


def shown(cents: int | None) -> str:
    """Return an amount for a sentence."""
    return "-" if cents is None else euros_text(cents)
