"""Whatever stands in a file: a register in which every row is accounted for, or a sentence. Never anything else."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.conftest import PRESTATIES, ZORGTRAJECTEN, aside, counts, ids
from zpm_audit.base.errors import ZpmError
from zpm_audit.intake import read_export
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.register.store import Register

pytestmark = pytest.mark.whole

HEAD = PRESTATIES.splitlines()[0]
cells = st.sampled_from(
    [
        "P1",
        "P2",
        "P3",
        " P1",
        "C1",
        "2024-03-31",
        "31-03-2024",
        "consult",
        "x",
        "",
        " ",
        "a,b",
        'a"b',
        "a\nb",
        "é",
        "=1",
        "\x00",
    ]
)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(folder: Path, content: bytes) -> Register | None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "export").mkdir(parents=True)
    (folder / "werk").mkdir()
    (folder / "export" / "prestaties.csv").write_bytes(content)
    (folder / "export" / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    try:
        return read_export(folder / "export", work=folder / "werk")
    except ZpmError as error:
        refused = error
    assert refused.exit_code == 3, refused
    assert refused.text.nl
    assert refused.text.en
    return None


@RELAXED
@given(body=st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, body: bytes) -> None:
    for content in (body, HEAD.encode() + b"\n" + body):
        register = attempt(tmp_path / "x", content)
        if register:
            counts(register)


@RELAXED
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=6), max_size=15))
def test_any_cells(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    register = attempt(tmp_path / "x", f"{HEAD}\r\n{out.getvalue()}".encode())
    # Plainly written, row by row: what must stay, in the order of the file.
    good: list[str] = []
    content = 0
    for row in rows:
        cells_ = [c.strip(" ") for c in row]
        content += any(cells_) or row == [""]  # a lone empty cell is written with quotes: a row, though a short one
        fits = len(row) == 4 or (len(row) > 4 and not any(row[4:]))
        if not fits or any("\n" in c or "\x00" in c for c in cells_[:2]) or not all(cells_[:2]):
            continue
        if cells_[2] == "2024-03-31" and cells_[3] == "consult" and cells_[0] not in good:
            good.append(cells_[0])
    if register is None:
        assert not good
        return
    assert ids(register) == good
    rows_in, kept, set_aside = counts(register)
    assert rows_in == content
    assert len({line[0] for line in aside(register)}) == set_aside == content - kept


@RELAXED
@given(body=st.binary(max_size=120))
def test_any_bytes_to_propose_from(tmp_path: Path, body: bytes) -> None:
    folder = tmp_path / "voorstel"
    folder.mkdir(exist_ok=True)
    (folder / "consulten.csv").write_bytes(body)
    try:
        text = propose_mapping(folder)
    except ZpmError as error:
        text = f"tabellen: {error.exit_code}"
    assert "tabellen:" in text
    assert text != "tabellen: 4"


def test_a_broken_row_is_found_among_many(tmp_path: Path) -> None:
    rows = [f"P{i},C{i},2024-03-31,consult" for i in range(300_000)]
    rows[123_456] = "P123456,C1,2024-03-31"
    rows[234_567] += ",x"
    rows[299_999] = "P5,C1,2024-03-31,consult"
    register = attempt(tmp_path / "x", "\n".join([HEAD, *rows]).encode())
    assert register
    assert counts(register) == (300_000, 299_997, 3)
    assert [line[0] for line in aside(register)] == [123_458, 234_569, 300_001]
    found = ids(register)
    assert found == sorted(found, key=lambda i: int(i[1:]))


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_small_files_of_one_column(tmp_path: Path, rows: int) -> None:
    assert attempt(tmp_path / "x", b"prestatie_id\n" + b"P1\n" * rows) is None
