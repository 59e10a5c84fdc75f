"""A real office program opens the workbook, computes its formulas anew, and saves what it understood."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.reports.excel.conftest import Made
from tests.reports.excel.sample import NASTY

pytestmark = pytest.mark.office
_OUTCOME = re.compile(rb"(</f>)<v>[^<]*</v>")


@dataclass(frozen=True)
class Opened:
    values: Any
    formulas: Any


def office() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        sentence = "LibreOffice (soffice) is niet geïnstalleerd: de werkmap is niet in een kantoorprogramma geopend"
        if os.environ.get("ZPM_AUDIT_NIETS_OVERSLAAN") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return program


def without_outcomes(source: Path, target: Path) -> None:
    """Copy a workbook without the outcomes of its formulas, so that whoever opens it has to compute them."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, _OUTCOME.sub(rb"\1", old.read(name)))


@pytest.fixture(scope="module")
def opened(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    program, folder = office(), tmp_path_factory.mktemp("kantoor")
    without_outcomes(made.path, folder / "rapport.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profiel').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "uit")]
    subprocess.run([*command, str(folder / "rapport.xlsx")], check=True, capture_output=True, timeout=240)
    saved = folder / "uit" / "rapport.xlsx"
    return Opened(load_workbook(saved, data_only=True), load_workbook(saved))


def test_it_opens_with_all_sheets_and_rows(made: Made, opened: Opened) -> None:
    assert opened.values.sheetnames == made.values.sheetnames
    for sheet in made.values:
        there = opened.values[sheet.title]
        filled = [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]
        again = [[c for c in row if c is not None] for row in there.iter_rows(values_only=True)]
        assert [len(r) for r in again if r] == [len(r) for r in filled if r], sheet.title


def test_formulas_compute_to_the_values_they_carry(made: Made, opened: Opened) -> None:
    compared = 0
    for sheet in made.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                carried = made.values[sheet.title][cell.coordinate].value
                computed = opened.values[sheet.title][cell.coordinate].value
                where = f"{sheet.title}!{cell.coordinate} {cell.value}"
                if isinstance(carried, int | float):
                    assert computed == pytest.approx(carried), where
                else:
                    assert (computed or None) == carried, where
                compared += 1
    assert compared > 50


def test_text_that_looks_like_a_formula_is_text(made: Made, opened: Opened) -> None:
    table = made.values["Bevindingen"].tables["Bevindingen"]
    cells = [cell for row in opened.formulas["Bevindingen"][table.ref] for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    shown = {cell.value for cell in cells}
    assert set(NASTY.values()) <= shown


@pytest.mark.slow
def test_a_wrong_sum_would_be_seen(made: Made, tmp_path: Path) -> None:
    """Change one count as a tampering hand would: the reconciliation must stop agreeing."""
    program = office()
    changed = tmp_path / "rapport.xlsx"
    with ZipFile(made.path) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = _OUTCOME.sub(rb"\1", old.read(name))
            if name == "xl/worksheets/sheet4.xml":
                data, count = re.subn(rb'(<c r="G8"[^>]*><v>)\d+', rb"\g<1>1", data)
                assert count == 1
            new.writestr(name, data)
    profile = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "uit")]
    subprocess.run([*command, str(changed)], check=True, capture_output=True, timeout=240)
    sheet = load_workbook(tmp_path / "uit" / "rapport.xlsx", data_only=True)["Uitvoering"]
    assert sheet["N8"].value == "SLUIT NIET AAN"
    assert sheet["A5"].value == 3
