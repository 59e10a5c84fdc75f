"""A small export and a small claim, as frames, with the catalogue's own words for what is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.engine.small import DEFINITIONS
from zpm_audit.checks.model import Catalogue, Definities
from zpm_audit.engine.context import Context
from zpm_audit.register import TABLES, Register, RegisterTable

PEILDATUM = date(2024, 6, 30)
Rows = Sequence[Mapping[str, Any]]
CLAIM = {
    "prestatie_id": pl.String,
    "gerelateerd_id": pl.String,
    "datum": pl.Date,
    "prestatiecode": pl.String,
    "prestatiegroep": pl.String,
    "bedrag_eur": pl.Int64,
}


def row(number: int | str, day: str = "2024-03-04", cents: int | None = 10_000, **more: Any) -> dict[str, Any]:
    """Return one prestatie."""
    plain = {
        "prestatie_id": f"P{number}",
        "patient_id": "A",
        "datum": date.fromisoformat(day),
        "prestatiegroep": "consult",
        "prestatiecode": "CO0497",
        "bedrag_eur": cents,
    }
    return plain | more


def context(folder: Path, rows: Rows | pl.DataFrame, *, aside: int = 0, absent: Sequence[str] = ()) -> Context:
    """Return an audit of these prestaties; ``aside`` more rows could not be read."""
    schema = {n: t for n, t in TABLES["prestaties"].schema.items() if n not in absent}
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(list(rows), schema=schema, orient="row")
    path = folder / "register" / "prestaties.parquet"
    path.parent.mkdir(parents=True)
    frame.write_parquet(path)
    table = RegisterTable(
        "prestaties", path, frozenset(frame.columns), frame.height + aside, frame.height, aside, "prestaties.csv"
    )
    catalogue = Catalogue(
        folder=folder,
        definitions=Definities.model_validate(DEFINITIONS),
        checks={},
        files={},
        references={},
        suites=folder,
    )
    return Context(Register({"prestaties": table}), catalogue, PEILDATUM)


def line(number: int | str | None, cents: int | None, day: str = "2024-03-04", **more: Any) -> dict[str, Any]:
    """Return one line of a claim."""
    plain = {
        "prestatie_id": None if number is None else f"P{number}",
        "gerelateerd_id": None,
        "datum": date.fromisoformat(day),
        "prestatiecode": "CO0497",
        "prestatiegroep": "consult",
        "bedrag_eur": cents,
    }
    return plain | more


def reader(messages: Mapping[str, Rows]) -> Any:
    """Return what reads a message by its name, in the shape of the reader of GDS801."""

    def read(path: Path, work: Path) -> pl.LazyFrame:
        assert work.is_dir()
        return pl.LazyFrame(list(messages[path.name]), schema=CLAIM, orient="row")

    return read
