"""CSV text that a spreadsheet would run gets an apostrophe; everything else stays as it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import formula_safe, write_csv


def safe(text: str | None) -> str | None:
    frame = pl.DataFrame({"t": [text]}, schema={"t": pl.String})
    value: str | None = frame.select(formula_safe(pl.col("t"))).item()
    return value


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31612345678",
        "@SUM(A1)",
        "\t1",
        "\r1",
        "-1+1",
        "-",
        "--1",
        "-1e5",
        "- 1",
        "-2,5,5",
        "=",
        "-1\n",
        "-cmd|x",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["", "gewoon", "-1", "-12,50", "-12.50", "1-1", "a=b", " =1", "'=1", "é", "00123"])
def test_other_text_stays(text: str) -> None:
    assert safe(text) == text


def test_empty_stays_empty() -> None:
    assert safe(None) is None


@given(st.text(max_size=20))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    result = safe(text)
    assert result is not None
    assert not result.startswith(("=", "+", "@", "\t", "\r"))
    assert result.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x;=1+1;", "x;'=1+1;"),
        ("x,=1+1", "x,'=1+1"),
        ("x\t+1", "x\t'+1"),
        ("x\n=1+1", "x\n'=1+1"),
        ('x;"=1+1"', 'x;"\'=1+1"'),
        ("x; -2+3|cmd", "x; '-2+3|cmd"),
        ("=1;=2", "'=1;'=2"),
        ("a;b, c", "a;b, c"),
    ],
)
def test_a_formula_in_the_middle_of_a_cell_gets_one_too(text: str, shown: str) -> None:
    assert safe(text) == shown


#: What formulas are made of, so that chance finds them.
DANGEROUS = st.text(alphabet="=+-@;,\t\r\n\"' x1|(", max_size=12)


@pytest.mark.whole
@given(st.lists(st.tuples(DANGEROUS, DANGEROUS), min_size=1, max_size=3), st.sampled_from(["komma", "puntkomma"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_no_reader_finds_a_formula_whatever_it_splits_on(
    tmp_path: Path, rows: list[tuple[str, str]], form: Csv
) -> None:
    frame = pl.DataFrame([("eerst", a, b) for a, b in rows], schema=["een", "twee", "drie"], orient="row")
    write_csv(frame.lazy(), tmp_path / "x.csv", form)
    text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    for separators in (",", ";", "\t", ",;", ",;\t"):
        for quotes in (True, False):
            for found in cells(text, separators, quotes=quotes):
                assert not is_formula(found), (separators, quotes, found, text)


def cells(text: str, separators: str, *, quotes: bool) -> Iterator[str]:
    """Split a CSV as a spreadsheet does: a quotation mark counts at the begin of a cell only; what follows the closing
    one still belongs to the cell.
    """
    i, end = 0, len(text)
    while i < end:
        found = ""
        if quotes and text[i] == '"':
            i += 1
            while i < end and not (text[i] == '"' and text[i + 1 : i + 2] != '"'):
                i += 1 + (text[i] == '"')
                found += text[i - 1]
            i += 1
        while i < end and text[i] not in separators + "\r\n":
            found += text[i]
            i += 1
        yield found
        i += 1


def is_formula(found: str) -> bool:
    bare = found.lstrip("\t\r\n")
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", bare):
        return False
    return bare.startswith(("=", "+", "-", "@"))


def test_a_dutch_spreadsheet_gets_its_own_separator_decimals_and_mark(tmp_path: Path) -> None:
    frame = pl.DataFrame({"waarde": ["12.5", "1.2.3", "x"], "impact_eur": [Decimal("1.50"), None, Decimal("-2.00")]})
    write_csv(frame.lazy(), tmp_path / "x.csv", "puntkomma", machine_texts=("waarde",))
    assert (tmp_path / "x.csv").read_bytes() == b"\xef\xbb\xbfwaarde;impact_eur\n12,5;1,50\n1.2.3;\nx;-2,00\n"


@pytest.mark.office
@pytest.mark.parametrize("separator", [44, 59, 9])
@pytest.mark.parametrize("form", ["komma", "puntkomma"])
def test_libreoffice_finds_no_formula_with_any_separator(tmp_path: Path, form: Csv, separator: int) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    nasty = ["x;=1+1;", 'x;"=1+1";', "x,=1+1,", "x\t=1+1\t", "x\n=1+1\n", "x;\n=1+1", "=1+1", 'a";=1+1;"', "x;-1+1;"]
    frame = pl.DataFrame({"een": ["eerst"] * len(nasty), "twee": nasty, "drie": nasty[::-1]})
    write_csv(frame.lazy(), tmp_path / "x.csv", form)
    ran = subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}", "--headless",
         f"--infilter=Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,false,false,false,-1",
         "--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / "x.csv")],
        check=False, capture_output=True, timeout=180,
    )  # fmt: skip
    content = (tmp_path / "x.fods").read_text(encoding="utf-8")
    assert "table:table-row" in content, ran.stderr
    assert "table:formula=" not in content


def test_a_key_that_begins_a_line_with_a_minus_is_no_formula_under_another_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(pl.LazyFrame({"prestatie_id": ["-1"], "reden": ["x"], "bedrag": ["-2.50"]}), path)
    assert path.read_text(encoding="utf-8").splitlines()[1] == "'-1,x,-2.50"
