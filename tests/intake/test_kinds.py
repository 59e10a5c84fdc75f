"""A kind of file is one module and one line: everything else follows from the list of kinds."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read, ids
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.intake.sources import kinds, places
from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.source import ROW, Source, cell

ROWS = {"prestatie_id": ["P1", "P2"], "patient_id": ["C1", "C1"], "datum": ["2024-03-31"] * 2,
        "prestatiegroep": ["consult"] * 2}  # fmt: skip
DOCS = Path(__file__).parents[2] / "docs"


def _open(path: Path, asked: Asked) -> list[Source]:
    frame = pl.read_ipc(path)
    cells = frame.rename({name: cell(i) for i, name in enumerate(frame.columns)}).with_row_index(ROW, offset=1)
    return [
        Source(asked.table, path.name, (path,), cells.lazy(), tuple(frame.columns), frame.height, last=frame.height)
    ]


@pytest.fixture
def proef(monkeypatch: pytest.MonkeyPatch) -> FileKind:
    kind = FileKind((".proef",), _open, also=(".oefen",), header=False)
    for module in (kinds, places):
        monkeypatch.setattr(module, "KINDS", (*kinds.KINDS, kind))
    return kind


@pytest.mark.usefixtures("proef")
def test_it_is_found_by_the_name_of_the_table(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    pl.DataFrame(ROWS).write_ipc(export / "Prestaties.PROEF")
    assert ids(read()) == ["P1", "P2"]


@pytest.mark.usefixtures("proef")
def test_it_may_be_pointed_out_and_stands_beside_no_other_kind(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    pl.DataFrame(ROWS).write_ipc(export / "deel.oefen")
    assert ids(read(None, "tabellen: {prestaties: {bestand: deel.oefen}}")) == ["P1", "P2"]
    (export / "deel.csv").write_text(",".join(ROWS) + "\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"verschillende soort \(\.csv, \.proef\)"):
        read(None, "tabellen: {prestaties: {bestand: 'deel.*'}}")


@pytest.mark.usefixtures("proef")
def test_the_proposal_finds_it(export: Path) -> None:
    (export / "prestaties.csv").unlink()
    pl.DataFrame(ROWS).write_ipc(export / "productie.proef")
    assert 'bestand: "productie.proef"' in propose_mapping(export).replace("'", '"')


@pytest.mark.usefixtures("proef")
def test_what_we_read_is_said_where_something_else_is_found(export: Path, read: Read) -> None:
    (export / "oud.xls").write_bytes(b"")
    with pytest.raises(InputRefusedError, match=r"\(csv, txt, tsv, parquet, .*, proef of oefen\)"):
        read(None, "tabellen: {prestaties: {bestand: oud.xls}}")
    for file in export.iterdir():
        file.unlink()
    with pytest.raises(InputRefusedError, match=r"prestaties\.csv en zorgtrajecten\.csv \(of \.parquet, .*\.proef\)"):
        read()


def test_the_docs_name_every_kind() -> None:
    told = (DOCS / "inlezen.md").read_text(encoding="utf-8")
    assert f"({', '.join(kinds.shown_suffixes())})" in told
    assert all(f"`prestaties{kind.name}`" in told for kind in kinds.KINDS)
