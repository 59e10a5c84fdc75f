"""Whether the outputs of a run say the same: ``resultaat.json``, the lists, the work lists, the workbook, the page
and ``oscal.json``.

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

from zpm_audit import __version__
from zpm_audit.base.language import Text
from zpm_audit.base.money import euros_text
from zpm_audit.output.marks import MANIFEST, read_json

RESULT = "resultaat.json"
#: The verdict that each list holds the units of.
LISTS = {"bevindingen": "afwijking", "onbepaald": "onbepaald", "lopend": "loopt"}
_VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt")


@dataclass(frozen=True)
class Clash:
    """Two outputs that contradict each other, in words; ``check`` is the one that it is about, if any.

    ``form``: an output is not there, or nobody can make sense of it.
    """

    outputs: tuple[str, ...]
    text: Text
    check: str | None = None
    form: bool = False


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

    @property
    def unmade(self) -> set[str]:
        """Return the outputs that the run says not to have made: a defect, or a night without reports."""
        reports = {"rapport.html", "rapport.xlsx"} if self.options.get("rapporten") == "nee" else set()
        return reports | set(self.manifest.get("niet_gemaakt", ()))

    def made(self, name: str) -> bool:
        """Tell whether an output ought to be there and is."""
        return name not in self.unmade and (self.folder / name).is_file()

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
    from zpm_audit.evidence.agreement_lists import csv_clashes, list_clashes, worklist_clashes
    from zpm_audit.evidence.agreement_oscal import OSCAL, oscal_clashes
    from zpm_audit.evidence.agreement_page import PAGE, page_clashes
    from zpm_audit.evidence.agreement_workbook import WORKBOOK, workbook_clashes

    outputs = Outputs(folder, read_json(folder / MANIFEST) or {})
    parts: tuple[tuple[str, Callable[[], Iterable[Clash]]], ...] = (
        (RESULT, lambda: _marks(outputs)),
        (RESULT, lambda: _sums(outputs)),
        ("bevindingen.parquet", lambda: list_clashes(outputs)),
        ("bevindingen.csv", lambda: csv_clashes(outputs, work)),
        ("werklijsten", lambda: worklist_clashes(outputs, work)),
        (WORKBOOK, lambda: workbook_clashes(outputs)),
        (PAGE, lambda: page_clashes(outputs)),
        (OSCAL, lambda: oscal_clashes(outputs)),
    )
    if _guarded(RESULT, lambda: [] if outputs.checks and "versie" in outputs.result["run"] else [absent(RESULT)]):
        return [absent(RESULT)]
    found = [clash for name, part in parts for clash in _guarded(name, part)]
    if outputs.result["run"].get("versie") == __version__:
        return found
    # Another version may have written another form; what it says in a form that we know counts all the same.
    return [clash for clash in found if not (clash.form and all((folder / name).exists() for name in clash.outputs))]


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
                form=True,
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


def absent(name: str, part: str = "") -> Clash:
    """Return the contradiction that an output, or a part of it, is not there, although the run made it."""
    shown_as = f"{name} ({part})" if part else name
    text = Text(f"{shown_as} ontbreekt of is niet te lezen", f"{shown_as} is missing or cannot be read")
    return Clash((name,), text, form=True)


def cents_of(amount: float | None) -> int | None:
    """Return an amount of the result as whole cents."""
    return None if amount is None else round(amount * 100)


def shown(cents: int | None) -> str:
    """Return an amount for a sentence."""
    return "-" if cents is None else euros_text(cents)
