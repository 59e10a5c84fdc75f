"""Small exports to read: a folder with the two tables that every export needs, and what a test puts over them."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.intake import Mapping, load_mapping, read_export
from zpm_audit.register.store import Register

ZORGTRAJECTEN = "zorgtraject_id,patient_id,startdatum\nZ1,C1,2024-01-01\n"
PRESTATIES = "prestatie_id,patient_id,datum,prestatiegroep\nP1,C1,2024-03-31,consult\n"

Read = Callable[..., Register]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    (folder / "prestaties.csv").write_text(PRESTATIES, encoding="utf-8")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir(mode=stat.S_IRWXU)
    return folder


@pytest.fixture
def read(export: Path, work: Path) -> Read:
    """Write ``prestaties.csv`` (text or bytes) and read the export, with an optional mapping (YAML text)."""

    def run(prestaties: str | bytes | None = None, mapping: str | None = None, **options: object) -> Register:
        if isinstance(prestaties, str):
            prestaties = prestaties.encode()
        if prestaties is not None:
            (export / "prestaties.csv").write_bytes(prestaties)
        return read_export(export, work=work, mapping=yaml(export, mapping), **options)  # type: ignore[arg-type]

    return run


def yaml(folder: Path, text: str | None) -> Mapping | None:
    if text is None:
        return None
    path = folder.parent / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path)


def aside(register: Register, table: str = "prestaties") -> list[tuple[int, str, str, str]]:
    """Return the lines of the quarantine of one table: rij, kolom, waarde, reden."""
    if table not in register.quarantine:
        return []
    lines = pl.read_csv(register.quarantine[table], infer_schema=False, empty_string_is_null=False)
    assert lines.columns == ["bestand", "rij", "kolom", "waarde", "reden"]
    return [(int(rij), kolom, waarde, reden) for _, rij, kolom, waarde, reden in lines.rows()]


def ids(register: Register, table: str = "prestaties", column: str = "prestatie_id") -> list[str]:
    return register.scan(table).select(column).collect()[column].to_list()


def counts(register: Register, table: str = "prestaties") -> tuple[int, int, int]:
    found = register.tables[table]
    assert found.rows_in == found.rows + found.rows_aside
    assert found.rows == register.scan(table).select(pl.len()).collect().item()
    return found.rows_in, found.rows, found.rows_aside
