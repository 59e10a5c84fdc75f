"""Small exports for the tests of the contract, made directly as a register: clean, broken in known ways, or random."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.register import TABLES, Column, Register, RegisterTable

PEILDATUM = date(2024, 12, 31)
Rows = Sequence[Mapping[str, Any]]


def make_register(folder: Path, tables: Mapping[str, Rows | pl.DataFrame], without: Sequence[str] = ()) -> Register:
    """Write tables as intake does. ``without`` names columns ("tabel.kolom") that the export lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for name, rows in tables.items():
        schema = TABLES[name].schema
        frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(list(rows), schema=schema)
        frame = frame.drop(c.split(".")[1] for c in without if c.startswith(f"{name}."))
        path = folder / f"{name}.parquet"
        frame.write_parquet(path)
        made[name] = RegisterTable(
            name=name,
            path=path,
            columns=frozenset(frame.columns),
            rows_in=frame.height,
            rows=frame.height,
            rows_aside=0,
            source=f"{name}.csv",
        )
    return Register(made)


def clean_tables() -> dict[str, list[dict[str, Any]]]:
    """Return an export that meets every expectation, with every column filled somewhere."""
    days = [date(2024, 1, 8) + timedelta(days=i) for i in range(40)]
    prestaties = [
        {
            "prestatie_id": f"P{i:03d}",
            "patient_id": f"PAT{i % 4}",
            "zorgtraject_id": f"Z{i % 4}",
            "datum": day,
            "starttijd": time(9, 30),
            "prestatiegroep": "groepsconsult" if i % 5 == 4 else "consult",
            "consulttype": "behandeling",
            "prestatiecode": "CO0497",
            "setting": 1 + i % 8,
            "behandelaar_id": f"B{i % 3}",
            "gepland": i % 2 == 0,
            "gepland_op": datetime(2024, 1, 1, 12),
            "geplande_minuten": 45 if i % 2 == 0 else None,
            "gerealiseerde_minuten": 45,
            "duurklasse": 45,
            "groepsgrootte": 6 if i % 5 == 4 else None,
            "hoofdprestatie_id": "P000" if i % 7 == 3 else None,
            "reistijd_minuten": 20,
            "bedrag_eur": 12_840,
            "factuurdatum": day + timedelta(days=30),
            "team": f"T{i % 3}",
        }
        for i, day in enumerate(days)
    ]
    return {
        "prestaties": prestaties,
        "zorgtrajecten": [
            {
                "zorgtraject_id": f"Z{i}",
                "patient_id": f"PAT{i}",
                "startdatum": date(2024, 1, 1),
                "einddatum": date(2024, 12, 1) if i else None,
                "financiering": "zvw" if i else "fz",
                "regiebehandelaar_id": f"B{i % 3}",
                "verwijstype": "01",
                "verwijzer_agb": f"0100000{i}",
                "verwijsdatum": date(2023, 12, 20),
                "aanmelddatum": date(2023, 12, 21),
            }
            for i in range(4)
        ],
        "behandelaren": [
            {
                "behandelaar_id": f"B{i // 2}",
                "beroep": "GZ-psycholoog",
                "agb_code": f"9400000{i}",
                "big_nummer": f"4900000000{i}",
                "geldig_van": date(2020 + i % 2, 1, 1),
                "geldig_tot": date(2020, 12, 31) if i % 2 == 0 else None,
                "naam": f"Dr. {i}",
            }
            for i in range(6)
        ],
        "patienten": [
            {
                "patient_id": f"PAT{i}",
                "geboortedatum": date(1980, 5, i + 1),
                "bsn": f"0009 goed pt-{i:016x}",
                "uzovi": "7095",
            }
            for i in range(4)
        ],
        "opnames": [
            {
                "opname_id": f"O{i}",
                "patient_id": f"PAT{i}",
                "opname": datetime(2024, 2, 1, 14, i),
                "ontslag": datetime(2024, 2, 1, 14, i) if i else None,
                "financiering": "zvw",
            }
            for i in range(3)
        ],
        "codelijst": [
            {
                "prestatiecode": "CO0497",
                "geldig_van": date(2022 + i, 1, 1),
                "geldig_tot": date(2022 + i, 12, 31),
                "prestatiegroep": "consult",
                "setting": 1,
                "consulttype": "behandeling",
                "duurklasse": 45,
                "groepsgrootte": 10,
                "max_tarief_eur": 12_840,
            }
            for i in range(3)
        ],
        "prognose": [
            {
                "maand": date(2024, m, 1),
                "setting": 1,
                "prestatiegroep": "consult",
                "consulttype": "behandeling",
                "aantal": 100,
            }
            for m in range(1, 13)
        ],
        "teams": [
            {"team": f"T{i}", "setting": 1 + i, "geldig_van": date(2022, 1, 1), "geldig_tot": date(2024, 12, 31)}
            for i in range(3)
        ],
        "contracten": [
            {
                "uzovi": "7095",
                "geldig_van": date(2022 + i, 1, 1),
                "geldig_tot": date(2022 + i, 12, 31),
                "prijs_pct": 975_000,
                "plafond_eur": 1_000_000_00,
            }
            for i in range(3)
        ],
    }


def random_tables(seed: int, rows: int, *, spoilt: bool = False) -> dict[str, pl.DataFrame]:
    """Return tables full of everything that can be wrong: empty, unknown, too far, doubled, in the wrong order.

    In a ``spoilt`` export every column of every table has a good share of each.
    """
    rng = random.Random(seed)
    tables = {}
    for name in (
        "prestaties",
        "zorgtrajecten",
        "behandelaren",
        "patienten",
        "opnames",
        "codelijst",
        "prognose",
        "teams",
        "contracten",
    ):
        height = rows if spoilt else 0 if rng.random() < 0.07 else rng.randint(1, rows)
        tables[name] = pl.DataFrame(
            {c.name: _values(rng, c, height, spoilt=spoilt) for c in TABLES[name].columns}, schema=TABLES[name].schema
        )
    return tables


def _values(rng: random.Random, column: Column, height: int, *, spoilt: bool) -> list[Any]:
    make = _maker(rng, column, height, rng.choice((0.0, 0.02)) if not spoilt else 0.3)
    empty = rng.choice((0.0, 0.0, 0.1, 0.5, 1.0 if rng.random() < 0.3 else 0.05)) if not spoilt else 0.3
    return [None if rng.random() < empty else make() for _ in range(height)]


def _maker(rng: random.Random, column: Column, height: int, share: float) -> Callable[[], Any]:
    if column.name.endswith("_id") or column.name == "team":
        kind = "behandelaar" if "behandelaar" in column.name else column.name
        kind = "prestatie_id" if column.name == "hoofdprestatie_id" else kind
        return lambda: f"{kind}{rng.randint(0, max(2, height * 2))}"
    if column.values:
        odd = ["anders dan bekend", ""] if column.kind == "text" else [0, 9, -1]
        # The first value is common, as consult is: expectations about such rows then have rows to look at.
        known = [*column.values, *[column.values[0]] * len(column.values)]
        return lambda: rng.choice(odd if rng.random() < share else known)
    text = (
        "CO0497",
        "co0497",
        "01234567",
        "1234567",
        "12345678901",
        "123456789",
        "7095",
        "7095\n",
        "12345678\n",
        "é",
        "",
    )
    by_kind: dict[str, Callable[[], Any]] = {
        "text": lambda: rng.choice(text),
        "int": lambda: rng.choice((-1, 0, 1, 5, 10, 11, 45, 90, 1440, 1441)),
        "eur": lambda: rng.choice((-1, 0, 12_840, 1_000_000, 1_000_001, 2_500_001)),
        "decimal": lambda: rng.choice((-1, 99_999, 100_000, 975_000, 2_000_000, 2_000_001)),
        "bool": lambda: rng.random() < 0.5,
        "date": lambda: rng.choice(_DAYS),
        "time": lambda: rng.choice((time(0, 0), time(0, 0), time(0, 0, 30), time(9, 30))),
        "datetime": lambda: datetime.combine(rng.choice(_DAYS), time(rng.randint(0, 23), 0)),
    }
    return by_kind[column.kind]


_DAYS = [
    date(1904, 12, 30), date(1904, 12, 31), date(2021, 12, 31), date(2022, 1, 1), date(2024, 2, 29), date(2024, 12, 31),
    date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 1), date(2026, 1, 1), date(2026, 1, 2), date(9999, 12, 31),
]  # fmt: skip
