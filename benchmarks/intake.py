"""Intake of CSV, rejects and all, against polars' own typed scan_csv to Parquet of the same file.

python -m benchmarks.intake --rijen 2000000

Both run as processes of their own, start-up included; the median of three is shown. polars' scan fails on the first
bad cell, so its file has none; ours has one bad row in ten thousand unless ``--schoon`` is given.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

_CHUNK = 500_000


def _pick(values: list[str], seed: int) -> pl.Expr:
    options = pl.lit(pl.Series(values, dtype=pl.String).implode())
    return options.list.get((pl.col("i").hash(seed) % len(values)).cast(pl.Int64))


def _number(low: int, high: int, seed: int) -> pl.Expr:
    return (pl.col("i").hash(seed) % (high - low)).cast(pl.Int64) + low


def _sometimes(x: pl.Expr, percent: int, seed: int) -> pl.Expr:
    return pl.when(_number(0, 100, seed) < percent).then(x)


def _code(letter: str, number: pl.Expr, width: int) -> pl.Expr:
    return pl.concat_str(pl.lit(letter), number.cast(pl.String).str.zfill(width))


def _clock(seed: int) -> pl.Expr:
    hour, minute = _number(7, 20, seed).cast(pl.String), (_number(0, 12, seed + 1) * 5).cast(pl.String)
    return pl.concat_str(hour.str.zfill(2), pl.lit(":"), minute.str.zfill(2))


def _columns(rows: int) -> dict[str, pl.Expr]:
    day = pl.date(2024, 1, 1) + pl.duration(days=_number(0, 366, 1))
    planned = (day - pl.duration(days=_number(1, 30, 2))).cast(pl.String)
    yes = _pick(["true", "false"], 3)
    groups = ["consult"] * 14 + ["groepsconsult", "reistijd", "reistijd", "verblijfsdag", "tolk", "overig"]
    return {
        "prestatie_id": _code("P", pl.col("i"), 9),
        "patient_id": _code("C", _number(0, rows // 40 + 1, 4), 7),
        "zorgtraject_id": _code("Z", _number(0, rows // 30 + 1, 5), 7),
        "datum": day.cast(pl.String),
        "starttijd": _clock(6),
        "prestatiegroep": _pick(groups, 8),
        "consulttype": _sometimes(_pick(["diagnostiek", "behandeling"], 9), 80, 10),
        "prestatiecode": _code("CO", _number(1, 1041, 11), 4),
        "setting": _number(1, 9, 12).cast(pl.String),
        "behandelaar_id": _code("B", _number(0, 2000, 13), 4),
        "gepland": _sometimes(yes, 90, 14),
        "gepland_op": pl.concat_str(planned, pl.lit("T"), _clock(15)),
        "geplande_minuten": _number(5, 120, 17).cast(pl.String),
        "gerealiseerde_minuten": _number(5, 120, 18).cast(pl.String),
        "duurklasse": _sometimes(_pick(["5", "15", "30", "45", "60"], 19), 50, 20),
        "groepssessie_id": _sometimes(_code("G", _number(0, 100_000, 21), 6), 10, 22),
        "groepsgrootte": _sometimes(_number(2, 11, 23).cast(pl.String), 10, 22),
        "aanwezig": _sometimes(yes, 90, 24),
        "hoofdprestatie_id": _sometimes(_code("P", _number(0, rows, 25), 9), 10, 26),
        "reistijd_minuten": _sometimes(_number(0, 90, 27).cast(pl.String), 10, 28),
        "eigen_locatie": _sometimes(yes, 90, 29),
        "asynchroon": _sometimes(yes, 30, 30),
        "overleg_met": _sometimes(_pick(["huisarts", "verwijzer", "psychiater"], 31), 5, 32),
        "overleg_vastgelegd": _sometimes(yes, 5, 32),
        "patient_geinformeerd": _sometimes(yes, 5, 32),
        "bedrag_eur": pl.concat_str(
            _number(10, 300, 33).cast(pl.String), pl.lit("."), _number(0, 100, 34).cast(pl.String).str.zfill(2)
        ),
        "declarabel": _sometimes(yes, 90, 35),
        "factuurdatum": _sometimes((day + pl.duration(days=30)).cast(pl.String), 90, 36),
        "acuut_binnen_budget": _sometimes(yes, 10, 37),
        "team": _sometimes(_code("T", _number(0, 40, 38), 2), 90, 39),
    }


def write_export(folder: Path, rows: int, *, clean: bool) -> None:
    """Write an export of ``rows`` prestaties; without ``clean`` one date in ten thousand cannot be read."""
    folder.mkdir()
    columns = _columns(rows)
    if not clean:
        bad = pl.col("i") % 10_000 == 9_999
        columns["datum"] = pl.when(bad).then(pl.lit("31-12-2024")).otherwise(columns["datum"])
    with (folder / "prestaties.csv").open("wb") as file:
        for start in range(0, rows, _CHUNK):
            i = pl.select(pl.int_range(start, min(start + _CHUNK, rows)).alias("i"))
            i.select(**columns).write_csv(file, include_header=start == 0)
    traject = "zorgtraject_id,patient_id,startdatum\nZ0000000,C0000000,2024-01-01\n"
    (folder / "zorgtrajecten.csv").write_text(traject, encoding="utf-8")


def ours(folder: Path, work: Path) -> None:
    """Read the export as an audit does."""
    from zpm_audit.intake import read_export

    table = read_export(folder, work=work).tables["prestaties"]
    print(f"{table.rows} + {table.rows_aside}")


def theirs(folder: Path, work: Path) -> None:
    """Read the file with types, straight to Parquet."""
    from zpm_audit.register.schema import TABLES

    schema = {**TABLES["prestaties"].schema, "bedrag_eur": pl.Decimal(18, 2)}
    pl.scan_csv(folder / "prestaties.csv", schema=schema).sink_parquet(work / "prestaties.parquet")


def measure(kind: str, folder: Path) -> tuple[float, float, float]:
    """Return seconds, processor seconds and peak memory (MiB) of one process of its own."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        command = [sys.executable, "-m", "benchmarks.intake", "--soort", kind, "--map", str(folder), "--werk", work]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{kind} mislukte")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rijen", type=int, default=2_000_000)
    parser.add_argument("--keer", type=int, default=3)
    parser.add_argument("--schoon", action="store_true", help="geen onleesbare rijen in ons bestand")
    parser.add_argument("--soort", choices=["ours", "theirs"])
    parser.add_argument("--map", type=Path)
    parser.add_argument("--werk", type=Path)
    said = parser.parse_args()
    if said.soort:
        (ours if said.soort == "ours" else theirs)(said.map, said.werk)
        return
    with tempfile.TemporaryDirectory(prefix="zpm-audit-bench-") as scratch:
        folders = {"theirs": Path(scratch) / "schoon"}
        write_export(folders["theirs"], said.rijen, clean=True)
        folders["ours"] = folders["theirs"] if said.schoon else Path(scratch) / "export"
        if not said.schoon:
            write_export(folders["ours"], said.rijen, clean=False)
        found: dict[str, list[tuple[float, float, float]]] = {"theirs": [], "ours": []}
        for _ in range(said.keer):  # in turns, so that a busy moment of the machine hits both
            for kind, results in found.items():
                results.append(measure(kind, folders[kind]))
        size = (folders["ours"] / "prestaties.csv").stat().st_size / 1e6
    print(f"{said.rijen} rijen, {size:.0f} MB, mediaan van {said.keer}")
    middle = {kind: [statistics.median(c) for c in zip(*results, strict=True)] for kind, results in found.items()}
    print(f"{'':28s}{'tijd':>10s}{'processor':>12s}{'geheugen':>12s}")
    for kind, label in (("theirs", "polars scan_csv, getypeerd"), ("ours", "zpm-audit intake")):
        seconds, cpu, memory = middle[kind]
        print(f"{label:28s}{seconds:8.2f} s{cpu:10.2f} s{memory:8.0f} MiB")
    seconds, cpu, memory = (ours_ / theirs_ for ours_, theirs_ in zip(middle["ours"], middle["theirs"], strict=True))
    print(f"{'verhouding':28s}{seconds:8.2f}{cpu:12.2f}{memory:10.2f}")


if __name__ == "__main__":
    main()
