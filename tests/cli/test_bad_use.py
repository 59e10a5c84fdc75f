"""Bad use and bad input: a clear sentence with the place and the remedy, the right exit code, nothing half written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

pytestmark = pytest.mark.whole
QUICK = ("--gx", "uit", "--select", "ZPM-PR-01")

Zpm = Callable[..., Ran]


def _write(export: Path, text: str | bytes, name: str = "prestaties.csv") -> None:
    (export / "prestaties.csv").unlink(missing_ok=True)
    data = text.encode() if isinstance(text, str) else text
    (export / name).write_bytes(data)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "x", "--onzin"], ["Onbekende optie --onzin"]),
        (["rum"], ["Onbekende opdracht 'rum'"]),
        (["run", "x", "--overschrif"], ["--overschrif", "Bedoelde u --overschrijf?"]),
        (["run", "x", "--fail-on", "soms"], ["--fail-on", "kies uit: fout, signaal, nieuw, nooit"]),
        (["run", "x", "--excel-rijen", "0"], ["--excel-rijen", "het minimum is 1"]),
        (["run", "x", "--out"], ["--out"]),
        (["run", ".", "--peildatum", "31-12-2024"], ["31-12-2024", "2024-12-31"]),
        (["run", ".", "--select", "ZPM-PR-1"], ["ZPM-PR-1", "bedoelde u"]),
        (["run", ".", "--checks", "weg"], ["weg", "bestaat niet"]),
        (["run", ".", "--mapping", "weg.yaml"], ["weg.yaml"]),
        (["checks", "show", "ZPM-XX-99"], ["ZPM-XX-99"]),
        (["verify", "."], ["manifest.json"]),
        (["demo", "--omvang", "0"], ["--omvang"]),
        (["verify", "a", "b", "c(d)"], ["Dit hoort er niet bij: b c(d)."]),
        (["checks", "list", "--checks", "a", "--checks", "b"], ["'--checks' staat er twee keer"]),
        (["run", ".", "--out=a", "--out", "a"], ["'--out' staat er twee keer"]),
        (["run", ".", "--overschrijf", "--overschrijf"], ["'--overschrijf' staat er twee keer"]),
        (["run", ".", "--taal", "nl", "--taal", "en"], ["'--taal' is given twice"]),
        (["run"], ["EXPORT"]),
        (["run", "firebird://ik:geheim@server/db"], ["firebird://server/db", "geen soort database"]),
    ],
)
def test_wrong_use(zpm: Zpm, arguments: list[str], words: list[str]) -> None:
    ran = zpm(*arguments)
    assert ran.code == 2, ran
    for word in words:
        assert word in ran.err
    assert "geheim" not in ran.err


def test_no_option_may_be_given_twice_but_for_those_that_may() -> None:
    import typer.main

    from zpm_audit.cli import app

    seen = 0
    commands = list(typer.main.get_group(app).commands.values())
    while commands:
        command = commands.pop()
        if hasattr(command, "commands"):
            commands += command.commands.values()
            continue
        for option in [p for p in command.params if p.param_type_name == "option"]:
            given = [option.opts[0]] if option.is_flag else [option.opts[0], "1"]
            arguments = [*given, *given, *(["x"] * sum(p.param_type_name == "argument" for p in command.params))]
            if option.multiple or option.name == "help":
                continue
            seen += 1
            with pytest.raises(typer.BadParameter) as caught:
                command.make_context("x", arguments)
            assert caught.value.param is option
    assert seen > 20


def _empty(export: Path) -> None:
    _write(export, "")


def _header_only(export: Path) -> None:
    _write(export, "prestatie_id,patient_id,datum,prestatiegroep\n")


def _not_utf8(export: Path) -> None:
    _write(export, "prestatie_id,patient_id,datum,prestatiegroep\nP1,Andr\xe9,2024-01-01,consult\n".encode("cp1252"))


def _double_header(export: Path) -> None:
    _write(export, "prestatie_id,datum,datum,patient_id,prestatiegroep\nP1,2024-01-01,2024-01-01,A,consult\n")


def _no_key_column(export: Path) -> None:
    _write(export, "prestatie_id,patient_id,prestatiegroep\nP1,A,consult\n")


def _semicolons(export: Path) -> None:
    _write(export, "prestatie_id;patient_id;datum;prestatiegroep\nP1;A;2024-01-01;consult\n")


def _no_xlsx(export: Path) -> None:
    _write(export, b"PK\x03\x04 dit is geen werkboek", "prestaties.xlsx")


def _no_parquet(export: Path) -> None:
    _write(export, b"PAR1 dit ook niet PAR1", "prestaties.parquet")


def _all_wrong(export: Path) -> None:
    _write(export, "prestatie_id,patient_id,datum,prestatiegroep\nP1,A,1-1-24,consult\nP2,A,2-1-24,consult\n")


def _two_files(export: Path) -> None:
    (export / "prestaties.parquet").write_bytes(b"x")


def _no_tables(export: Path) -> None:
    for path in export.iterdir():
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_empty, ["prestaties.csv", "leeg"]),
        (_header_only, ["prestaties"]),
        (_not_utf8, ["prestaties.csv", "cp1252"]),
        (_double_header, ["datum"]),
        (_no_key_column, ["datum"]),
        (_semicolons, [";"]),
        (_no_xlsx, ["prestaties.xlsx"]),
        (_no_parquet, ["prestaties.parquet"]),
        (_all_wrong, ["datum"]),
        (_two_files, ["prestaties.parquet"]),
        (_no_tables, ["prestaties"]),
    ],
)
def test_refused_input(zpm: Zpm, export: Path, tmp_path: Path, spoil: Callable[[Path], None], words: list[str]) -> None:
    spoil(export)
    ran = zpm("run", export, "--out", tmp_path / "uit", *QUICK)
    assert ran.code == 3, ran
    for word in words:
        assert word in ran.err
    assert not (tmp_path / "uit").exists()


def test_an_export_that_is_not_there(zpm: Zpm, tmp_path: Path) -> None:
    ran = zpm("run", tmp_path / "weg", *QUICK)
    assert (ran.code, "weg" in ran.err) == (3, True)


@pytest.mark.slow
def test_ragged_rows_are_set_aside_not_lost(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    text = (
        "prestatie_id,patient_id,datum,prestatiegroep\nP1,A,2024-01-01,consult\nP2,A\nP3,A,2024-01-01,consult,extra\n"
    )
    _write(export, text)
    ran = zpm("run", export, "--out", tmp_path / "uit", *QUICK, "--fail-on", "nooit")
    assert ran.code == 5, ran.err
    assert "3 rijen gelezen = 1 in de audit + 2 opzij gezet" in ran.out


@pytest.mark.slow
def test_a_cell_of_a_million_characters(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    huge = "x" * 1_000_000
    _write(export, f"prestatie_id,patient_id,datum,prestatiegroep\nP1,A,2024-01-01,consult\nP2,A,{huge},consult\n")
    ran = zpm("run", export, "--out", tmp_path / "uit", *QUICK, "--fail-on", "nooit")
    assert ran.code == 5, ran.err
    assert "2 rijen gelezen = 1 in de audit + 1 opzij gezet" in ran.out


@pytest.mark.usefixtures("figures_only")
def test_formulas_in_the_data_stay_text(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    text = (export / "prestaties.csv").read_text(encoding="utf-8").replace("P2,", "=1+1,")
    _write(export, text)
    zpm("run", export, "--out", tmp_path / "uit", *QUICK)
    lines = (tmp_path / "uit" / "bevindingen.csv").read_text(encoding="utf-8").splitlines()
    assert any("'=1+1" in line for line in lines)
    assert not any(",=1+1" in line for line in lines)


@pytest.mark.usefixtures("figures_only")
def test_control_totals_that_differ_stop_the_run_unless_allowed(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    (export / "controletotalen.csv").write_text("tabel,rijen,bedrag_eur\nprestaties,4,543.56\n", encoding="utf-8")
    ran = zpm("run", export, "--out", tmp_path / "uit", *QUICK)
    assert ran.code == 3
    assert "4 rijen opgegeven, 3 gelezen" in ran.err
    assert "--verschil-toegestaan" in ran.err
    again = zpm(
        "run",
        export,
        "--out",
        tmp_path / "uit",
        "--gx",
        "uit",
        "--select",
        "ZPM-PR-01",
        "--verschil-toegestaan",
        "--fail-on",
        "nooit",
    )
    assert again.code == 0, again.err


@pytest.mark.usefixtures("figures_only")
def test_an_existing_folder_is_refused_and_overwritten_only_when_asked(zpm: Zpm, export: Path, written: Path) -> None:
    options = ("--out", written, *QUICK, "--fail-on", "nooit")
    before = (written / "manifest.json").read_bytes()
    ran = zpm("run", export, *options)
    assert (ran.code, "--overschrijf" in ran.err) == (2, True)
    assert (written / "manifest.json").read_bytes() == before
    assert zpm("run", export, *options, "--overschrijf").code == 0
    assert (written / "manifest.json").read_bytes() != before


def test_a_check_with_an_unknown_column_is_refused_with_its_place(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    from zpm_audit.base.resources import catalogue_dir

    theme = tmp_path / "eigen" / "planning-realisatie"
    theme.mkdir(parents=True)
    text = (catalogue_dir() / "planning-realisatie" / "ZPM-PR-01.yaml").read_text(encoding="utf-8")
    (theme / "ZPM-PR-01.yaml").write_text(text.replace("abs(verschil)", "abs(verschl)"), encoding="utf-8")
    ran = zpm("run", export, "--checks", tmp_path / "eigen", "--out", tmp_path / "uit", "--gx", "uit")
    assert ran.code == 2
    assert "ZPM-PR-01.yaml:" in ran.err
    assert "verschl" in ran.err
    assert "verschil" in ran.err
    assert not (tmp_path / "uit").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_a_sentence(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    """A tiny file system of its own is the only honest full disk; without rights to mount one the test says so."""
    small = tmp_path / "klein"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small file system needs root")
    try:
        ran = zpm("run", export, "--out", small / "uit", *QUICK)
        assert ran.code == 4, ran
        assert "vol" in ran.err
        assert not (small / "uit").exists()
        assert [p.name for p in small.iterdir()] == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
