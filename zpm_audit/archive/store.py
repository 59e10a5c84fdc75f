"""One archive, open: what a run needs to know before, and how it enters, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects import postgresql, sqlite

from zpm_audit.archive import files
from zpm_audit.archive.model import EVENT_SCHEMA, GEVONDEN, Entry, Series
from zpm_audit.archive.place import Place
from zpm_audit.archive.schema import is_made, make
from zpm_audit.archive.seal import seal
from zpm_audit.archive.tables import CHECK, COUNTS, EVENT, FIGURES, FINDING, ROWS, RUN, SERIES
from zpm_audit.base.errors import UsageError

AnyRow = Row[Any]


class OvertakenError(Exception):
    """Another run entered the series since this one read it."""


@dataclass(frozen=True)
class Archive:
    """The archive in a place. It need not be there yet."""

    place: Place

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """Give a connection on an archive of this version; None where there is no archive yet."""
        self.place.refuse_unusable()
        if self.place.empty:
            yield None
            return
        with self.place.reading() as connection:
            if is_made(connection, self.place):
                yield connection
                return
        # Nothing in it yet, or older: brought up to date once, by whoever comes first.
        with self.place.writing() as connection:
            make(connection, self.place)
        with self.place.reading() as connection:
            yield connection

    def series(self, name: str) -> Series:
        """Return what is known of a series."""
        self.place.refuse_unusable()
        self.place.refuse_unwritable()
        with self.reading() as connection:
            return Series(name) if connection is None else _series(connection, name)

    @contextmanager
    def entering(self, seen: Series) -> Iterator[Entering]:
        """Give a way in for the next run of a series; what goes in stays there when the block ends well.

        Raises OvertakenError where the series is no longer as it was ``seen``. Others wait meanwhile.
        """
        with self.place.writing() as connection:
            make(connection, self.place)
            insert = sqlite.insert if self.place.file is not None else postgresql.insert
            first = insert(SERIES).values(naam=seen.name, aantal=0).on_conflict_do_nothing()
            connection.execute(first)
            mine = select(SERIES).where(SERIES.c.naam == seen.name).with_for_update()
            series = connection.execute(mine).one()
            last = last_run(connection, seen.name)
            if (last.manifest_sha256 if last else None) != seen.manifest_sha256 or series.aantal != seen.number:
                raise OvertakenError
            yield Entering(connection, seen, series, last)


@dataclass(frozen=True)
class Entering:
    """A run on its way in."""

    connection: Connection
    seen: Series
    series: AnyRow
    last: AnyRow | None

    def put(self, entry: Entry) -> None:
        """Write a run, within the transaction."""
        contents = dict(entry.contents) | {files.sha256_of(entry.manifest): entry.manifest}
        files.put(self.connection, contents)
        row: dict[str, Any] = {
            "reeks": self.seen.name,
            "volgnummer": self.series.aantal + 1,
            "run_id": entry.run_id,
            "begonnen": entry.begonnen,
            "peildatum": entry.peildatum,
            "versie": entry.versie,
            "kenmerk": entry.kenmerk,
            "catalogus_sha256": entry.catalogus_sha256,
            "catalogus_bestanden": entry.catalogue,
            "manifest_sha256": entry.manifest_sha256,
            "manifest": files.sha256_of(entry.manifest),
            "vorige_manifest_sha256": self.last.manifest_sha256 if self.last else None,
            "sleutel_vingerafdruk": entry.sleutel_vingerafdruk,
            "vertrouwen": entry.vertrouwen,
            "impact_cent": entry.impact_cent,
            "opties": json.dumps(entry.opties, sort_keys=True, ensure_ascii=False),
            "uitvoer": entry.uitvoer,
            "vorige_zegel": self.series.laatste_zegel,
            **{name: entry.figures.get(name) for name in FIGURES},
        }
        checks = [
            (c.check_id, c.versie, c.ernst, c.status, *(c.counts[name] for name in COUNTS), c.impact_cent)
            for c in sorted(entry.checks, key=lambda c: c.check_id)
        ]
        tables = [(name, *entry.rows[name]) for name in sorted(entry.rows)]
        row["zegel"] = seal(row, checks, tables, dict(entry.events["soort"].value_counts().iter_rows()))
        inserted = self.connection.execute(RUN.insert().values(**row)).inserted_primary_key
        assert inserted is not None
        number = inserted[0]
        for table, rows in ((CHECK, checks), (ROWS, tables)):
            names = [column.name for column in table.columns]
            if rows:
                written = [dict(zip(names, (number, *one), strict=True)) for one in rows]
                self.connection.execute(table.insert(), written)
        self._events(number, entry.events)
        update = SERIES.update().where(SERIES.c.naam == self.seen.name)
        self.connection.execute(update.values(aantal=row["volgnummer"], laatste_zegel=row["zegel"]))

    def _events(self, run: int, events: pl.DataFrame) -> None:
        new = events.join(self.seen.known, on="bevinding_id", how="anti").select("bevinding_id", "check_id")
        if new.height:
            rows = new.with_columns(reeks=pl.lit(self.seen.name)).to_dicts()
            self.connection.execute(FINDING.insert(), rows)
        if events.height:
            numbers = _numbers(self.connection, self.seen.name)
            told = events.join(numbers, on="bevinding_id").select("bevinding", "soort", run=pl.lit(run))
            self.connection.execute(EVENT.insert(), told.to_dicts())


def last_run(connection: Connection, series: str) -> AnyRow | None:
    """Return the last run of a series."""
    query = select(RUN).where(RUN.c.reeks == series).order_by(RUN.c.volgnummer.desc()).limit(1)
    return connection.execute(query).first()


def find_run(connection: Connection | None, place: Place, run_id: str) -> AnyRow:
    """Return a run by its id, or by a beginning of it that no other run has."""
    rows = connection.execute(select(RUN).order_by(RUN.c.nr)).all() if connection is not None else []
    exact = [row for row in rows if row.run_id == run_id]
    found = exact or [row for row in rows if run_id and row.run_id.startswith(run_id)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(row.run_id for row in found[:5])
        raise UsageError(
            nl=f"Met {run_id} beginnen {len(found)} runs in {place.shown}: {names}. Geef de hele id.",
            en=f"{len(found)} runs in {place.shown} begin with {run_id}: {names}. Give the whole id.",
        )
    known = ", ".join(row.run_id for row in rows[-3:])
    hint = (
        (f" De laatste zijn: {known}.", f" The last ones are: {known}.")
        if rows
        else (" Het archief is leeg.", " The archive is empty.")
    )
    raise UsageError(
        nl=f"Run {run_id} staat niet in het archief {place.shown}.{hint[0]} Zie: zpm-audit history",
        en=f"Run {run_id} is not in the archive {place.shown}.{hint[1]} See: zpm-audit history",
    )


def states(connection: Connection, series: str, until: int | None = None) -> pl.DataFrame:
    """Return the last event (``soort``) of every finding of a series, up to a run (by its number; by default all)."""
    upto = EVENT.c.run <= until if until is not None else EVENT.c.run > 0
    last = select(EVENT.c.bevinding, func.max(EVENT.c.run).label("run")).where(upto).group_by(EVENT.c.bevinding)
    latest = last.subquery()
    query = (
        select(FINDING.c.bevinding_id, FINDING.c.check_id, EVENT.c.soort)
        .join(EVENT, EVENT.c.bevinding == FINDING.c.nr)
        .join(latest, (latest.c.bevinding == EVENT.c.bevinding) & (latest.c.run == EVENT.c.run))
        .where(FINDING.c.reeks == series)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema=EVENT_SCHEMA, orient="row")


def ran(connection: Connection, run: int) -> set[str]:
    """Return the checks that ran in a run."""
    silent = ("niet_uitgevoerd", "mislukt")
    query = select(CHECK.c.check_id).where(CHECK.c.run == run, CHECK.c.status.not_in(silent))
    return set(connection.execute(query).scalars())


def _series(connection: Connection, name: str) -> Series:
    last = last_run(connection, name)
    if last is None:
        number = connection.execute(select(SERIES.c.aantal).where(SERIES.c.naam == name)).scalar()
        return Series(name, number=number or 0)
    rows = connection.execute(select(ROWS.c.tabel, ROWS.c.rijen_in).where(ROWS.c.run == last.nr)).all()
    number = connection.execute(select(SERIES.c.aantal).where(SERIES.c.naam == name)).scalar()
    return Series(
        name=name,
        number=number or 0,
        run_id=last.run_id,
        peildatum=last.peildatum,
        manifest_sha256=last.manifest_sha256,
        key_fingerprint=last.sleutel_vingerafdruk,
        rows={row.tabel: row.rijen_in for row in rows},
        known=states(connection, name).select("bevinding_id", "check_id", open=pl.col("soort") == GEVONDEN),
    )


def _numbers(connection: Connection, series: str) -> pl.DataFrame:
    query = select(FINDING.c.bevinding_id, FINDING.c.nr).where(FINDING.c.reeks == series)
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema={"bevinding_id": pl.String, "bevinding": pl.Int64}, orient="row")
