"""What is wrong with a list is said with its place and what to do, in both languages, and never as a traceback."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.codelijst.books import NZA_HEADER, nza, programme, read, workbook
from tests.zips import pointing_nowhere
from zpm_audit.base.errors import InputRefusedError, UsageError, ZpmError
from zpm_audit.intake.codelijst import sheets

GZ45 = "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten"
GOOD = ("CO0432", GZ45, 159.70)


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], type[ZpmError], tuple[str, ...]]] = {
    "no such file": (lambda d: d / "weg.xlsx", UsageError, ("weg.xlsx", "bestaat niet")),
    "a folder": (lambda d: d, UsageError, ("is een map", "--codelijst")),
    "old excel": (lambda d: text(d / "a.xls", "x"), InputRefusedError, ("a.xls", "bewaar hem als .xlsx")),
    "empty file": (lambda d: text(d / "a.xlsx", ""), InputRefusedError, ("a.xlsx is leeg",)),
    "no workbook": (lambda d: text(d / "a.xlsx", "tekst"), InputRefusedError, ("geen leesbaar Excel-werkboek",)),
    "a workbook that points nowhere": (
        lambda d: pointing_nowhere(nza(d / "a.xlsx", GOOD)),
        InputRefusedError,
        ("a.xlsx is beschadigd",),
    ),
    "no parquet": (lambda d: text(d / "a.parquet", "tekst"), InputRefusedError, ("a.parquet is niet te lezen",)),
    "not a list": (
        lambda d: workbook(d / "a.xlsx", {"Blad": [("Naam", "Adres"), ("x", "y")]}),
        InputRefusedError,
        ("a.xlsx is niet te herkennen", "Maximum-tarief (in Euro)", "'Blad'"),
    ),
    "codes without tariff or date": (
        lambda d: workbook(d / "a.xlsx", {"Blad": [("Code", "Naam"), ("CO0432", "y")]}),
        InputRefusedError,
        ("niet te herkennen", "Code, Naam"),
    ),
    "binary csv": (lambda d: text(d / "a.csv", bytes(range(256)) * 9), InputRefusedError, ("a.csv",)),
    "huge field": (lambda d: text(d / "a.csv", '"' + "x" * (2 << 20)), InputRefusedError, ("niet als CSV te lezen",)),
    "a tariff that is text": (
        lambda d: nza(d / "a.xlsx", GOOD, ("CO0497", GZ45, "ongeveer 12"), ("CO0500", GZ45, "#N/B")),
        InputRefusedError,
        ("a.xlsx, blad 'Tarieven 2024', rij 3, kolom Maximum-tarief (in Euro): 'ongeveer 12'", "nog 1"),
    ),
    "a tariff with three decimals": (
        lambda d: nza(d / "a.xlsx", ("CO0497", GZ45, "12,345")),
        InputRefusedError,
        ("rij 2", "'12,345' is niet te lezen"),
    ),
    "a date that is none": (
        lambda d: programme(
            d / "a.xlsx", Prestatie=[("Prestatiecode", "Ingangsdatum", "Expiratiedatum"), ("CO0432", "31-02-2022", "")]
        ),
        InputRefusedError,
        ("blad 'Prestatie', rij 2, kolom Ingangsdatum: '31-02-2022'",),
    ),
    "no year anywhere": (
        lambda d: nza(d / "tarieven.xlsx", GOOD, sheet="Blad1"),
        InputRefusedError,
        ("tarieven.xlsx, blad 'Blad1'", "--codelijst-jaar"),
    ),
    "two years that disagree": (
        lambda d: nza(d / "tarieven 2023.xlsx", GOOD),
        InputRefusedError,
        ("spreken elkaar tegen", "2023-01-01", "2024-01-01"),
    ),
    "two tariff columns": (
        lambda d: workbook(d / "a.xlsx", {"2024": [(*NZA_HEADER, NZA_HEADER[2]), (*GOOD, 1)]}),
        InputRefusedError,
        ("twee kolommen", "Maximum-tarief (in Euro)", "rij 1"),
    ),
    "a tab without a code": (
        lambda d: programme(d / "a.xlsx", Consult=[("Setting", "Ingangsdatum"), ("1", "01-01-2022")]),
        InputRefusedError,
        ("blad 'Consult'", "prestatiecode"),
    ),
    "no code at all": (
        lambda d: nza(d / "a.xlsx", ("geen", GZ45, 1)),
        InputRefusedError,
        ("a.xlsx", "geen enkele prestatiecode"),
    ),
    "the table of the contract twice": (
        lambda d: workbook(d / "a.xlsx", {n: [("prestatiecode", "setting"), ("CO0432", 1)] for n in ("een", "twee")}),
        InputRefusedError,
        ("meer dan eens", "'een'", "'twee'"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_place_and_remedy(tmp_path: Path, case: str) -> None:
    make, kind, words = REFUSED[case]
    with pytest.raises(kind) as caught:
        read(tmp_path / "werk", make(tmp_path))
    for word in words:
        assert word in caught.value.message("nl"), caught.value.message("nl")
    assert caught.value.message("en") != caught.value.message("nl")


def test_the_year_that_the_user_gives_settles_it(tmp_path: Path) -> None:
    silent = nza(tmp_path / "tarieven.xlsx", GOOD, sheet="Blad1")
    torn = nza(tmp_path / "tarieven 2023.xlsx", GOOD)
    for path in (silent, torn):
        assert read(tmp_path, path, year=2022).frame["geldig_van"][0].year == 2022
    clear = nza(tmp_path / "tarieven 2024.xlsx", GOOD)
    assert read(tmp_path, clear, year=2022).frame["geldig_van"][0].year == 2024


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = nza(tmp_path / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/vol.bin", b"\0" * (3 << 20))
    monkeypatch.setattr(sheets, "_LARGEST", 2 << 20)
    with pytest.raises(InputRefusedError, match="groter dan 2 MB"):
        read(tmp_path, path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = nza(tmp_path / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/vol.bin", b"\0" * (1 << 20))
    content = path.read_bytes()
    size = (1 << 20).to_bytes(4, "little")
    assert content.count(size) >= 2
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(InputRefusedError, match="beschadigd"):
        read(tmp_path, path)


@pytest.mark.parametrize("cut", [20, 200, 2000])
def test_half_a_workbook_is_refused(tmp_path: Path, cut: int) -> None:
    path = nza(tmp_path / "a.xlsx", GOOD)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputRefusedError):
        read(tmp_path, path)
