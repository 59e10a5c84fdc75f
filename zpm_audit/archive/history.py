"""The runs of an archive, oldest first, with what each did to the findings, and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from zpm_audit.archive import files
from zpm_audit.archive.chain import Break, Link, breaks, missed
from zpm_audit.archive.model import GEVONDEN, Life
from zpm_audit.archive.readings import Readings
from zpm_audit.archive.seal import seal
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import CHECK, EVENT, FILE, ROWS, RUN, SERIES
from zpm_audit.base.errors import UsageError
from zpm_audit.base.money import euros_number

_SUMS = ("afwijking", "geaccepteerd", "onbepaald", "loopt")
#: Where the values of a check stand, behind the number of its run.
_AT = {column.name: place - 1 for place, column in enumerate(CHECK.columns)}
_SILENT = {"niet_uitgevoerd", "mislukt"}


@dataclass(frozen=True)
class Past:
    """One run: its row, its counts, the nights that were missed before it, and what is wrong with it in the chain."""

    row: Mapping[str, Any]
    counts: Mapping[str, int]
    missed: tuple[date, ...] = ()
    broken: tuple[Break, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the run as ``history --json`` gives it."""
        row, counts = self.row, self.counts
        return {
            "run_id": row["run_id"],
            "reeks": row["reeks"],
            "begonnen": row["begonnen"],
            "peildatum": row["peildatum"],
            "kenmerk": row["kenmerk"],
            "catalogus_sha256": row["catalogus_sha256"],
            "manifest_sha256": row["manifest_sha256"],
            "vorige_manifest_sha256": row["vorige_manifest_sha256"],
            "afwijkingen": counts["afwijking"],
            **{life.value: counts[life.value] for life in Life},
            "geaccepteerd": counts["geaccepteerd"],
            "onbepaald": counts["onbepaald"],
            "loopt": counts["loopt"],
            "impact_eur": euros_number(row["impact_cent"]),
            "vertrouwen": row["vertrouwen"],
            "gemist": [day.isoformat() for day in self.missed],
            "keten": [one.text.nl for one in self.broken],
        }


@dataclass(frozen=True)
class History:
    """All runs, and every break in the chain of their series, also behind the last run of one."""

    runs: tuple[Past, ...] = ()
    broken: tuple[tuple[str, Break], ...] = ()
    series: tuple[str, ...] = field(default=())


def read_history(archive: Archive, series: str | None = None) -> History:
    """Return the runs of an archive, or of one of its series."""
    with archive.reading() as connection:
        if connection is None:
            raise UsageError(
                nl=f"Het archief {archive.place.shown} bestaat niet of is leeg. Een run maakt het: zpm-audit run "
                f"EXPORT --archief {archive.place.shown}",
                en=f"The archive {archive.place.shown} does not exist or is empty. A run makes it: zpm-audit "
                f"run EXPORT --archief {archive.place.shown}",
            )
        names = list(connection.execute(select(SERIES)))
        if series is not None and series not in {row.naam for row in names}:
            known = ", ".join(sorted(row.naam for row in names)) or "-"
            raise UsageError(
                nl=f"Reeks {series} staat niet in het archief {archive.place.shown}. Wel: {known}.",
                en=f"Series {series} is not in the archive {archive.place.shown}. There are: {known}.",
            )
        facts, readings = _Facts(connection), Readings(connection)
        runs: list[Past] = []
        broken: list[tuple[str, Break]] = []
        for row in names:
            if series is None or row.naam == series:
                past, wrong = facts.of(row.naam, row.aantal, row.laatste_zegel)
                runs += past
                wrong += readings.breaks(row.naam, row.lezingen, row.laatste_lezing_zegel)
                broken += [(row.naam, one) for one in wrong]
    runs.sort(key=lambda past: past.row["nr"])
    return History(tuple(runs), tuple(broken), tuple(row.naam for row in names))


class _Facts:
    """Everything about the runs of an archive, read in a few questions."""

    def __init__(self, connection: Connection) -> None:
        self.runs = [
            dict(row._mapping) for row in connection.execute(select(RUN).order_by(RUN.c.reeks, RUN.c.volgnummer))
        ]
        self.checks = _grouped(connection.execute(select(CHECK)))
        self.tables = _grouped(connection.execute(select(ROWS)))
        first = select(EVENT.c.bevinding, func.min(EVENT.c.run).label("eerste")).group_by(EVENT.c.bevinding).subquery()
        is_first = (EVENT.c.run == first.c.eerste).label("eerste")
        counted = (
            select(EVENT.c.run, EVENT.c.soort, is_first, func.count().label("aantal"))
            .join(first, first.c.bevinding == EVENT.c.bevinding)
            .group_by(EVENT.c.run, EVENT.c.soort, is_first)
        )
        self.events: dict[tuple[int, str, bool], int] = {
            (row.run, row.soort, bool(row.eerste)): row.aantal for row in connection.execute(counted)
        }
        kept = connection.execute(select(FILE).join(RUN, RUN.c.manifest == FILE.c.sha256))
        self.manifests = {sha256: files.content_of(sha256, content) for sha256, content in kept}

    def of(self, series: str, number: int, last_seal: str | None) -> tuple[list[Past], list[Break]]:
        rows = [row for row in self.runs if row["reeks"] == series]
        links = [self._link(row) for row in rows]
        wrong = list(breaks(links, number, last_seal))
        gaps = missed([date.fromisoformat(row["peildatum"]) for row in rows])
        past = [
            Past(row, self._counts(row["nr"]), tuple(gap), tuple(b for b in wrong if b.run_id == row["run_id"]))
            for row, gap in zip(rows, gaps, strict=True)
        ]
        return past, wrong

    def _link(self, row: Mapping[str, Any]) -> Link:
        number = row["nr"]
        soorten = (GEVONDEN, Life.OPGELOST.value, Life.VERVALLEN.value)
        events = {s: sum(self.events.get((number, s, first), 0) for first in (True, False)) for s in soorten}
        sealed = seal(row, self.checks.get(number, []), self.tables.get(number, []), events)
        manifest = self.manifests.get(row["manifest"])
        return Link(row, sealed, manifest is not None, lambda: _before(manifest))

    def _counts(self, number: int) -> dict[str, int]:
        checks = self.checks.get(number, [])
        counts = {name: sum(check[_AT[name]] for check in checks) for name in _SUMS}
        new = self.events.get((number, GEVONDEN, True), 0)
        again = self.events.get((number, GEVONDEN, False), 0)
        found = sum(check[_AT["afwijking"]] for check in checks if check[_AT["status"]] not in _SILENT)
        lives = {
            Life.NIEUW: new,
            Life.HEROPEND: again,
            Life.BLIJVEND: found - new - again,
            **{
                life: sum(self.events.get((number, life.value, first), 0) for first in (True, False))
                for life in (Life.OPGELOST, Life.VERVALLEN)
            },
        }
        return counts | {life.value: lives[life] for life in Life}


def _grouped(rows: Iterable[Iterable[Any]]) -> dict[int, list[tuple[Any, ...]]]:
    """Return the values of rows per run, without its number."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for number, *rest in rows:
        found.setdefault(number, []).append(tuple(rest))
    # In the order of the seal; that of a database depends on its language.
    return {number: sorted(mine, key=lambda one: str(one[0])) for number, mine in found.items()}


def _before(manifest: bytes | None) -> dict[str, Any]:
    """Return which run a manifest says that it followed."""
    said = json.loads(manifest or b"{}").get("vorige_run")
    return said if isinstance(said, dict) else {}
