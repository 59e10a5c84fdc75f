"""Nights without an audit: what a run would have found, put in an archive as a run does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from zpm_audit.archive.files import sha256_of
from zpm_audit.archive.life import Lives, alive, gone, missing
from zpm_audit.archive.model import CheckEntry, Entry, Series
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import COUNTS
from zpm_audit.output.manifest import SELF_HASH, self_hash

START = date(2024, 1, 1)
_SCHEMA = {"bevinding_id": pl.String, "check_id": pl.String}


@dataclass(frozen=True)
class Night:
    """One night: per check that ran the findings, and which of the others comply."""

    found: Mapping[str, Sequence[str]]
    complies: Sequence[str] = ()
    silent: Sequence[str] = ()
    tables: Mapping[str, int] = field(default_factory=lambda: {"prestaties": 100})


def lives_of(series: Series, night: Night) -> Lives:
    """Return what became of findings in a night."""
    rows = [(i, check) for check, ids in night.found.items() for i in ids]
    there = alive(series, pl.LazyFrame(rows, schema=_SCHEMA, orient="row"))
    missed = missing(series, there, set(night.found))
    return Lives(series, there, gone(missed, pl.Series("bevinding_id", list(night.complies), pl.String)))


def entry_of(series: Series, lives: Lives, night: Night, run_id: str, day: date) -> Entry:
    content: dict[str, object] = {"run": {"run_id": run_id}, "databases": [], "invoer": []}
    if series.run_id:
        content["vorige_run"] = {"run_id": series.run_id, "manifest_sha256": series.manifest_sha256}
    own = self_hash(content)
    listed = b"{}"
    counts = {check: dict.fromkeys(COUNTS, 0) | {"afwijking": len(ids)} for check, ids in night.found.items()}
    checks = [CheckEntry(c, 1, "fout", "afwijkingen", n, None) for c, n in counts.items()]
    checks += [CheckEntry(c, 1, "fout", "niet_uitgevoerd", dict.fromkeys(COUNTS, 0), None) for c in night.silent]
    return Entry(
        run_id=run_id,
        begonnen=f"{day}T02:00:00+00:00",
        peildatum=day.isoformat(),
        versie="1",
        kenmerk="aaaa-bbbb-cccc",
        catalogus_sha256="c" * 64,
        catalogue=sha256_of(listed),
        contents={sha256_of(listed): listed},
        manifest=json.dumps(content | {SELF_HASH: own}).encode(),
        manifest_sha256=own,
        sleutel_vingerafdruk="f",
        vertrouwen="voldoende",
        impact_cent=1250,
        opties={"instellingen": {}, "periode": None},
        uitvoer="/weg",
        checks=checks,
        rows={name: (rows, rows, 0) for name, rows in night.tables.items()},
        events=lives.events,
    )


def enter(archive: Archive, night: Night, run_id: str, day: date | None = None, series: str = "standaard") -> Lives:
    """Put a night in an archive."""
    seen = archive.series(series)
    lives = lives_of(seen, night)
    with archive.entering(seen) as entering:
        entering.put(entry_of(seen, lives, night, run_id, day or START + timedelta(days=seen.number)))
    return lives


def behind_its_back(archive: Archive, *statements: str) -> None:
    """Change the file of an archive as no run does."""
    assert archive.place.file is not None
    connection = sqlite3.connect(archive.place.file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
