"""Reading an export of prestaties from a private PostgreSQL on this machine, as an audit does.

python -m benchmarks.database --rijen 1000000

Starts a cluster of its own from Debian's packages, on a socket in a folder that is removed afterwards, fills it with
typed columns, and reads it in a process of its own: start-up, hash of the rows and canonical Parquet included.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.intake import _columns
from benchmarks.measured import spawn
from tests import postgres

_CHUNK = 200_000
_TYPES = {
    "date": ("datum", "factuurdatum"),
    "time": ("starttijd",),
    "timestamp with time zone": ("gepland_op",),
    "numeric(12, 2)": ("bedrag_eur",),
    "integer": ("setting", "geplande_minuten", "gerealiseerde_minuten", "duurklasse", "groepsgrootte",
                "reistijd_minuten"),
    "boolean": ("gepland", "aanwezig", "eigen_locatie", "asynchroon", "overleg_vastgelegd", "patient_geinformeerd",
                "declarabel", "acuut_binnen_budget"),
}  # fmt: skip


def fill(address: str, rows: int) -> None:
    """Make the two tables that an export needs."""
    from adbc_driver_postgresql import dbapi

    columns = _columns(rows)
    kinds = {name: kind for kind, names in _TYPES.items() for name in names}
    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        for start in range(0, rows, _CHUNK):
            i = pl.select(pl.int_range(start, min(start + _CHUNK, rows)).alias("i"))
            cursor.adbc_ingest("ruw", i.select(**columns), mode="create_append")
        typed = ", ".join(f"{name}::{kinds.get(name, 'text')} as {name}" for name in columns)
        cursor.execute(f"create table prestaties as select {typed} from ruw")
        cursor.execute("drop table ruw")
        cursor.execute("create table zorgtrajecten as select 'Z0000000' as zorgtraject_id, 'C0000000' as patient_id, "
                       "date '2024-01-01' as startdatum")  # fmt: skip


def read(address: str) -> None:
    """Read the database as an audit does."""
    from zpm_audit.intake import read_export

    with tempfile.TemporaryDirectory() as work:
        table = read_export(address, work=Path(work)).tables["prestaties"]
    print(f"{table.rows} + {table.rows_aside}")


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rijen", type=int, default=1_000_000)
    parser.add_argument("--keer", type=int, default=3)
    parser.add_argument("--adres")
    given = parser.parse_args()
    if given.adres:
        read(given.adres)
        return
    if postgres.binaries() is None:
        sys.exit("PostgreSQL staat niet op deze machine: apt-get install postgresql")
    with postgres.server() as place:
        address = f"postgresql://postgres@{place}"
        fill(address, given.rijen)
        runs = [spawn(["benchmarks.database", "--adres", address]) for _ in range(given.keer)]
    seconds, processor, mib = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{given.rijen} prestaties: {seconds:.1f} s, {processor:.1f} s processor, {mib:.0f} MiB")


if __name__ == "__main__":
    main()
