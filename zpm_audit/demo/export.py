"""Generates the demo institution location by location and writes it: the export, and beside it what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.demo.agreed_truth import of_ceilings
from zpm_audit.demo.agreements import contracten, produced, teams
from zpm_audit.demo.aside import unreadable_prestaties, unreadable_zorgtrajecten
from zpm_audit.demo.build import Built, build
from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.codelijst import codelijst
from zpm_audit.demo.figures import of_forecast
from zpm_audit.demo.institution import PATIENTS_PER_LOCATION, locations
from zpm_audit.demo.prognose import prognose, realised
from zpm_audit.demo.truth import not_judged, planned_sums, truth, truth_of_average
from zpm_audit.demo.writing import Format, TableWriter, canonical

BASE_ROWS = 60_000  # prestaties of an institution of size 1, give or take a few per cent
_LOCATIONS_AT_ONCE = 6
_TABLES = ("prestaties", "zorgtrajecten", "behandelaren", "patienten", "opnames")
Progress = Callable[[float], None]


@dataclass(frozen=True)
class DemoFacts:
    """What was written: where, how much, and what an audit on ``peildatum`` must make of it.

    ``rows`` counts the rows in the files, those that intake sets aside (``rows_aside``) included. ``afwijkingen``,
    ``onbepaald`` and ``loopt`` count per check; the first are listed one by one in ``truth``.
    """

    export: Path
    truth: Path
    peildatum: date
    seed: int
    patients: int
    rows: dict[str, int]
    rows_aside: dict[str, int]
    afwijkingen: dict[str, int]
    onbepaald: dict[str, int]
    loopt: dict[str, int]


@dataclass
class _Tally:
    """What is summed over the locations."""

    truth: list[pl.DataFrame] = field(default_factory=list)
    sums: list[pl.DataFrame] = field(default_factory=list)
    counts: list[pl.DataFrame] = field(default_factory=list)
    production: list[pl.DataFrame] = field(default_factory=list)
    onbepaald: dict[str, int] = field(default_factory=dict)
    loopt: dict[str, int] = field(default_factory=dict)
    cents: int = 0

    def add(self, built: Built) -> None:
        """Take in what some locations did."""
        self.truth.append(truth(built))
        self.sums.append(planned_sums(built))
        self.counts.append(realised(built.prestaties))
        self.production.append(produced(built.tables))
        self.cents += int(built.prestaties["bedrag_eur"].sum())
        for total, part in zip((self.onbepaald, self.loopt), not_judged(built), strict=True):
            for check, count in part.items():
                total[check] = total.get(check, 0) + count

    def deviations(self, checks: Collection[str] | None, forecast: pl.DataFrame) -> pl.DataFrame:
        """Return all planted deviations, of the named checks only where some are named."""
        whole = [truth_of_average(pl.concat(self.sums)), of_forecast(forecast, pl.concat(self.counts))]
        lines = pl.concat([*self.truth, *whole, of_ceilings(pl.concat(self.production))])
        if checks is not None:
            lines = lines.filter(pl.col("check_id").is_in(sorted(checks)))
        return lines.sort("check_id", "onderwerp_id", "waarom")


def _set_aside(writers: dict[str, TableWriter], built: Built) -> dict[str, int]:
    """Write a few unreadable rows behind the others; Parquet, being typed, has none."""
    consults = built.prestaties.filter((pl.col("prestatiegroep") == "consult") & pl.col("declarabel"))
    rows = {
        "prestaties": unreadable_prestaties(canonical("prestaties", consults.tail(40))),
        "zorgtrajecten": unreadable_zorgtrajecten(canonical("zorgtrajecten", built.zorgtrajecten.tail(1))),
    }
    for table, unreadable in rows.items():
        writers[table].add_text(unreadable)
    return {table: len(unreadable) for table, unreadable in rows.items()}


def _write_totals(export: Path, form: Format, writers: dict[str, TableWriter], cents: int) -> int:
    tables = list(writers)
    totals = pl.DataFrame(
        {
            "tabel": tables,
            "rijen": [writers[table].rows for table in tables],
            "bedrag_eur": [cents if table == "prestaties" else None for table in tables],
        }
    )
    return _write_one(export, form, "controletotalen", totals)


def _write_one(export: Path, form: Format, table: str, frame: pl.DataFrame) -> int:
    writer = TableWriter(export, table, form)
    writer.add(frame)
    writer.close()
    return writer.rows


def write_demo(
    target: Path,
    *,
    size: float = 1.0,
    rows: int | None = None,
    seed: int = 2022,
    form: Format = "csv",
    checks: Collection[str] | None = None,
    progress: Progress | None = None,
) -> DemoFacts:
    """Write the export in ``target/export`` and what is wrong in it in ``target/waarheid.csv``.

    ``size`` 1 is some 1,500 patients and 60,000 prestaties; ``rows`` asks for a number of prestaties instead. Above
    size 1 the institution has more locations. ``checks`` limits the list to checks that the reader can run.
    ``progress`` gets the share that is done.
    """
    wanted = size if rows is None else rows / BASE_ROWS
    where = locations(max(40, round(wanted * PATIENTS_PER_LOCATION)))
    export = target / "export"
    export.mkdir(parents=True, exist_ok=True)
    chance = Chance(seed, "traject")
    writers = {table: TableWriter(export, table, form) for table in _TABLES}
    tally = _Tally()
    for start in range(0, where.height, _LOCATIONS_AT_ONCE):
        built = build(where.slice(start, _LOCATIONS_AT_ONCE), chance)
        tally.add(built)
        for table, writer in writers.items():
            writer.add(built.tables[table])
        if progress is not None:
            progress(min(1.0, (start + _LOCATIONS_AT_ONCE) / where.height))
    aside = _set_aside(writers, built) if form == "csv" else {}
    for writer in writers.values():
        writer.close()
    counted = {table: writer.rows for table, writer in writers.items()}
    forecast = prognose(pl.concat(tally.counts), chance)
    counted["prognose"] = _write_one(export, form, "prognose", forecast)
    counted["codelijst"] = _write_one(export, form, "codelijst", codelijst())
    counted["teams"] = _write_one(export, form, "teams", teams())
    counted["contracten"] = _write_one(export, form, "contracten", contracten(pl.concat(tally.production)))
    counted["controletotalen"] = _write_totals(export, form, writers, tally.cents)
    deviations = tally.deviations(checks, forecast)
    deviations.write_csv(target / "waarheid.csv")
    per_check = deviations.group_by("check_id").len().sort("check_id")
    return DemoFacts(
        export=export,
        truth=target / "waarheid.csv",
        peildatum=PEILDATUM,
        seed=seed,
        patients=int(where["patienten"].sum()),
        rows=counted,
        rows_aside=aside,
        afwijkingen=dict(per_check.iter_rows()),
        onbepaald=dict(sorted(tally.onbepaald.items())),
        loopt=dict(sorted(tally.loopt.items())),
    )
