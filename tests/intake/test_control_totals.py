from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.conftest import Read
from zpm_audit.intake import ControlTotal, control_totals

HEAD = "prestatie_id,patient_id,datum,prestatiegroep,bedrag_eur\n"


@pytest.fixture
def totals(export: Path, read: Read):  # type: ignore[no-untyped-def]
    def run(prestaties: str, stated: str) -> list[ControlTotal]:
        (export / "controletotalen.csv").write_text(stated, encoding="utf-8")
        return list(control_totals(read(HEAD + prestaties)))

    return run


def test_rows_set_aside_came_out_of_the_source_too(totals) -> None:  # type: ignore[no-untyped-def]
    rows = "P1,C1,2024-03-31,consult,10.10\nP2,C1,fout,consult,20.20\nP1,C1,2024-03-31,consult,0.70\n"
    [found] = totals(rows, "tabel,rijen,bedrag_eur\nPrestaties,3,31.00\n")
    assert found == ControlTotal("prestaties", 3, 3, 3100, 3100)
    assert not found.differs


@pytest.mark.parametrize(
    ("rows", "stated", "differs"),
    [
        ("P1,C1,2024-03-31,consult,10\n", "prestaties,2,", True),
        ("P1,C1,2024-03-31,consult,10\n", "prestaties,,10.01", True),
        ("P1,C1,2024-03-31,consult,10\n", "prestaties,1,", False),
        ("P1,C1,2024-03-31,consult,10\n", "prestaties,1,10", False),
        ("P1,C1,2024-03-31,consult,10\n", "zorgtrajecten,1,", False),
        ("P1,C1,2024-03-31,consult,10\n", "zorgtrajecten,1,0", True),
        ("P1,C1,2024-03-31,consult,10\n", "opnames,1,", True),
        ("P1,C1,2024-03-31,consult,10\n", "opnames,0,", False),
        ("P1,C1,2024-03-31,consult,10\n", "iets,5,", True),
        ("P1,C1,2024-03-31,consult,10\nP2,C1,2024-03-31,consult,tien\n", "prestaties,2,10", True),
        ("P1,C1,2024-03-31,consult,10\nP2,C1,2024-03-31\n", "prestaties,2,10", True),
        ("P1,C1,2024-03-31,consult,10\nP2,C1,x,consult,\n", "prestaties,2,10", False),
    ],
)
def test_what_differs(totals, rows: str, stated: str, differs: bool) -> None:  # type: ignore[no-untyped-def]
    [found] = totals(rows, f"tabel,rijen,bedrag_eur\n{stated}\n")
    assert found.differs is differs
    assert found.tabel in found.text().nl
    assert found.tabel in found.text().en


def test_a_total_that_cannot_be_read_is_no_agreement(totals) -> None:  # type: ignore[no-untyped-def]
    found = totals("P1,C1,2024-03-31,consult,10\n", "tabel,rijen,bedrag_eur\nprestaties,1,10\nzorgtrajecten,een,\n")
    assert [t.differs for t in found] == [False, True]
    assert found[1].tabel == "controletotalen"


def test_sentences(totals) -> None:  # type: ignore[no-untyped-def]
    [found] = totals("P1,C1,2024-03-31,consult,1234567.89\n", "tabel,rijen,bedrag_eur\nprestaties,2,1234567.90\n")
    assert (
        found.text().nl == "prestaties: 2 rijen opgegeven, 1 gelezen; € 1.234.567,90 opgegeven, € 1.234.567,89 gelezen"
    )
    assert found.text().en == "prestaties: 2 rows stated, 1 read; € 1,234,567.90 stated, € 1,234,567.89 read"


def test_no_table_no_comparison(read: Read) -> None:
    assert list(control_totals(read())) == []


def test_columns_may_be_absent(totals) -> None:  # type: ignore[no-untyped-def]
    [found] = totals("P1,C1,2024-03-31,consult,10\n", "tabel,rijen\nprestaties,1\n")
    assert not found.differs
    [other] = totals("P1,C1,2024-03-31,consult,10\n", "tabel,bedrag_eur\nprestaties,10\n")
    assert not other.differs
