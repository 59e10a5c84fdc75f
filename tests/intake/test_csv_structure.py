"""The pass over the bytes against Python's own csv module, on files of every shape."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zpm_audit.intake.sources import csv_structure
from zpm_audit.intake.sources.csv_structure import StructureError, scan_structure

FIELDS = 3
value = st.text(alphabet='ab"\n ,;é', max_size=6)
record = st.lists(value, min_size=0, max_size=5)


def write(rows: list[list[str]], newline: str, *, last: bool, quoting: int) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=newline, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(rows)
    text = out.getvalue()
    return text if last else text.removesuffix(newline)


def expected(rows: list[list[str]], text: str) -> dict[str, list[int]]:
    """Return the row numbers per kind, as the csv module sees the file."""
    parsed = list(csv.reader(io.StringIO(text, newline="")))
    found: dict[str, list[int]] = {"blank": [], "short": [], "long": []}
    for number, row in enumerate(parsed[1:], start=2):
        if not any(c.strip(" ") for c in row):
            found["blank"].append(number)
        elif len(row) < FIELDS:
            found["short"].append(number)
        elif len(row) > FIELDS and any(row[FIELDS:]):
            found["long"].append(number)
    return found


def flat(places: list[np.ndarray]) -> list[int]:
    return [int(p) for part in places for p in part]


@pytest.mark.whole
@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(record, max_size=12),
    newline=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    block=st.sampled_from([1, 7, 64, 1 << 18]),
)
def test_it_sees_the_records_that_the_csv_module_sees(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], newline: str, last: bool, block: int
) -> None:
    # A quoted empty cell is content for us and not for the csv module: keep to minimal quoting, and no lone "".
    rows = [["h1", "h2", "h3"], *([c or "x" for c in row] if len(row) == 1 else row for row in rows)]
    text = write(rows, newline, last=last, quoting=csv.QUOTE_MINIMAL)
    path: Path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(text.encode())
    before, csv_structure._BLOCK = csv_structure._BLOCK, block
    try:
        found = scan_structure(path, separator=",", fields=FIELDS)
    finally:
        csv_structure._BLOCK = before
    want = expected(rows, text)
    # A trailing line end that ends the last record is no record of its own.
    assert found.records == len(list(csv.reader(io.StringIO(text, newline=""))))
    assert flat(found.blank) == want["blank"]
    assert flat(found.short) == want["short"]
    assert flat(found.long) == want["long"]
    assert found.rows == found.records - 1 - len(want["blank"])


def scan(tmp_path: Path, content: bytes, fields: int = FIELDS) -> csv_structure.Structure:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return scan_structure(path, separator=",", fields=fields)


@pytest.mark.parametrize("block", [1, 5, 1 << 18])
def test_places_are_right_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(csv_structure, "_BLOCK", block)
    with pytest.raises(StructureError) as caught:
        scan(tmp_path, b'a,b,c\n1,"x\ny",3\n1,2"4,3\n')
    assert (caught.value.kind, caught.value.row, caught.value.line) == ("quote", 3, 4)
    with pytest.raises(StructureError) as caught:
        scan(tmp_path, b'a,b,c\n1,"x\ny",3\n1,"2,3\n4,5,6\n')
    assert (caught.value.kind, caught.value.row, caught.value.line) == ("unclosed", 3, 4)
    with pytest.raises(StructureError) as caught:
        scan(tmp_path, b'a,b,c\n1,"x\ny",3\n1,\xe9,3\n')
    assert (caught.value.kind, caught.value.line) == ("utf8", 4)


def test_what_makes_cells_worth_a_second_look(tmp_path: Path) -> None:
    plain = scan(tmp_path, b"a,b,c\n1,x y,3\n")
    assert not plain.padded
    assert not plain.control
    for padded in (
        b"1, x,3",
        b"1,x ,3",
        b" 1,x,3",
        b"1,x,3 ",
        b'1,"",3',
        b'1," x",3',
        b"1,\tx,3",
        "1,\xa0x,3".encode(),
    ):
        assert scan(tmp_path, b"a,b,c\n" + padded + b"\n").padded, padded
    assert not scan(tmp_path, b"a,b,c\r\n1,x,3\r\n").control
    for control in (b"1,\x00,3", b"1,a\x1bb,3", b'1,"a\nb",3', b'1,"a\rb",3'):
        assert scan(tmp_path, b"a,b,c\n" + control + b"\n").control, control


def test_a_record_that_never_ends_is_not_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_structure, "_LARGEST_RECORD", 1 << 12)
    with pytest.raises(StructureError, match="unclosed"):
        scan(tmp_path, b'a,b,c\n1,"' + b"x,y,z\n" * (1 << 16))
