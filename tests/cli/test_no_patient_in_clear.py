"""Many patients in every kind of place; none of their numbers in any output, on the screen, or in a working file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import EVERY, Ran, Zpm
from zpm_audit.base.pseudonyms import Key

pytestmark = pytest.mark.whole

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bsn(number: int) -> str:
    """Return the first number from here on that passes the test of eleven."""
    while sum(int(d) * w for d, w in zip(f"{number:09}", _WEIGHTS, strict=True)) % 11:
        number += 1
    return f"{number:09}"


PEOPLE = 12
BSNS = [bsn(310_000_000 + 1_234_567 * n) for n in range(3 * PEOPLE)]
PATIENTS = [f"PAT-{n:04}-Q" for n in range(PEOPLE)]
SECRET = re.compile("|".join([*PATIENTS, *BSNS]))


class Export:
    """The tables of an export, to be spoiled in one way."""

    def __init__(self) -> None:
        rows = range(3 * PEOPLE)
        self.prestaties = pl.DataFrame(
            {
                "prestatie_id": [f"P{n}" for n in rows],
                "patient_id": [PATIENTS[n % PEOPLE] for n in rows],
                "zorgtraject_id": [f"T{n % PEOPLE}" for n in rows],
                "datum": ["2024-03-11"] * len(rows),
                "starttijd": ["09:00"] * len(rows),
                "prestatiegroep": ["consult"] * len(rows),
                "consulttype": ["behandeling"] * len(rows),
                "prestatiecode": ["CO0497"] * len(rows),
                "setting": ["2"] * len(rows),
                "behandelaar_id": [f"B{n % 3}" for n in rows],
                "gepland": ["true"] * len(rows),
                "gepland_op": ["2024-02-20T10:00"] * len(rows),
                "geplande_minuten": ["45"] * len(rows),
                "gerealiseerde_minuten": ["29"] * len(rows),
                "duurklasse": ["45"] * len(rows),
                "groepssessie_id": [None] * len(rows),
                "overleg_met": [None] * len(rows),
                "bedrag_eur": ["135.89"] * len(rows),
                "team": ["Noord"] * len(rows),
            },
            schema_overrides={"groepssessie_id": pl.String, "overleg_met": pl.String},
        )
        people = range(PEOPLE)
        self.zorgtrajecten = pl.DataFrame(
            {
                "zorgtraject_id": [f"T{n}" for n in people],
                "patient_id": PATIENTS,
                "startdatum": ["2024-03-04"] * PEOPLE,
                "financiering": ["zvw"] * PEOPLE,
                "regiebehandelaar_id": ["B1"] * PEOPLE,
                "zorgvraagtype": ["3"] * PEOPLE,
            }
        )
        self.patienten = pl.DataFrame(
            {
                "patient_id": PATIENTS,
                "geboortedatum": ["1980-05-01"] * PEOPLE,
                "bsn": BSNS[:PEOPLE],
                "uzovi": ["7095"] * PEOPLE,
            }
        )

    def tables(self) -> dict[str, pl.DataFrame]:
        return {name: getattr(self, name) for name in ("prestaties", "zorgtrajecten", "patienten")}

    def put(self, table: str, column: str, values: list[str]) -> None:
        """Put these values, again and again, in the first two thirds of a column."""
        frame: pl.DataFrame = getattr(self, table)
        some = [values[n % len(values)] for n in range(2 * frame.height // 3)]
        new = pl.Series(column, [*some, *frame[column].to_list()[len(some) :]], pl.String)
        setattr(self, table, frame.with_columns(new))

    def swap(self, table: str, one: str, other: str) -> None:
        frame: pl.DataFrame = getattr(self, table)
        setattr(self, table, frame.rename({one: other, other: one}))


def _as_it_should_be(_: Export) -> None:
    return None


def _patients_twice(export: Export) -> None:
    export.patienten = pl.concat([export.patienten, export.patienten])
    export.zorgtrajecten = pl.concat([export.zorgtrajecten, export.zorgtrajecten])


def _swapped(table: str, one: str, other: str) -> Callable[[Export], None]:
    return lambda export: export.swap(table, one, other)


def _elsewhere(where: str, values: list[str]) -> Callable[[Export], None]:
    def spoil(export: Export) -> None:
        for place in where.split(" en "):
            table, column = place.split(".")
            export.put(table, column, values)

    return spoil


def _without_header(table: str) -> Callable[[Export], None]:
    def spoil(export: Export) -> None:
        frame: pl.DataFrame = getattr(export, table)
        first = [str(value) if value else f"x{n}" for n, value in enumerate(frame.row(0))]
        names = [name if first.count(name) == 1 else f"{name}.{n}" for n, name in enumerate(first)]
        setattr(export, table, frame.rename(dict(zip(frame.columns, names, strict=True))))

    return spoil


def _unreadable_dates(export: Export) -> None:
    export.prestaties = export.prestaties.with_columns(pl.lit("11/03/24").alias("datum"))


def _patient_as_code(export: Export) -> None:
    export.swap("prestaties", "patient_id", "prestatiecode")


SPOILED = {
    "gaaf": _as_it_should_be,
    "patienten dubbel": _patients_twice,
    "bsn en geboortedatum": _swapped("patienten", "bsn", "geboortedatum"),
    "bsn en patient": _swapped("patienten", "bsn", "patient_id"),
    "patient en prestatie": _swapped("prestaties", "patient_id", "prestatie_id"),
    "patient en datum": _swapped("prestaties", "patient_id", "datum"),
    "patient en setting": _swapped("prestaties", "patient_id", "setting"),
    "patient en traject": _swapped("zorgtrajecten", "patient_id", "zorgtraject_id"),
    "patient en code": _patient_as_code,
    "datums onleesbaar": _unreadable_dates,
    "prestaties zonder kop": _without_header("prestaties"),
    "patienten zonder kop": _without_header("patienten"),
    **{
        f"{kind} in {where}": _elsewhere(where, values)
        for kind, values in (("bsn", BSNS), ("patient", PATIENTS))
        # One column of a table at a time, so that no column hides what another lets through.
        for where in (
            "prestaties.prestatiecode en zorgtrajecten.financiering",
            "prestaties.behandelaar_id en zorgtrajecten.zorgvraagtype",
            "prestaties.zorgtraject_id",
            "prestaties.team en zorgtrajecten.regiebehandelaar_id",
            "prestaties.starttijd en patienten.uzovi",
            "prestaties.gepland_op",
            "prestaties.prestatiegroep",
            "prestaties.groepssessie_id",
            "prestaties.overleg_met",
        )
    },
}
#: Those that are tried on each change; the others in the long lane.
QUICK = {"patienten dubbel", "bsn en geboortedatum", "bsn in prestaties.prestatiecode", "prestaties zonder kop"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in SPOILED]
)
def test_no_number_of_a_patient_anywhere(zpm: Zpm, tmp_path: Path, name: str) -> None:
    export = Export()
    SPOILED[name](export)
    folder = tmp_path / "export"
    folder.mkdir()
    for table, frame in export.tables().items():
        frame.write_csv(folder / f"{table}.csv")
    ran = zpm("run", folder, "--out", tmp_path / "uit", *EVERY, "--werklijsten", "team,regiebehandelaar", "--oscal")
    assert ran.code in {0, 1, 3, 5}, ran.err
    assert ran.code == 3 or (tmp_path / "uit" / "rapport.html").exists()
    assert leaks(ran, tmp_path / "uit") == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_nor_from_sheets_and_typed_files(zpm: Zpm, tmp_path: Path, form: str) -> None:
    export = Export()
    _patients_twice(export)
    export.put("prestaties", "starttijd", BSNS)
    folder = tmp_path / "export"
    folder.mkdir()
    for table, frame in export.tables().items():
        if form == "xlsx":
            write_sheet(folder / f"{table}.xlsx", frame)
        else:
            frame.write_parquet(folder / f"{table}.parquet")
    ran = zpm("run", folder, "--out", tmp_path / "uit", *EVERY)
    assert ran.code in {1, 5}, ran.err
    assert leaks(ran, tmp_path / "uit") == []


@pytest.mark.slow
def test_nor_by_an_acceptance_that_names_one(zpm: Zpm, tmp_path: Path) -> None:
    export = Export()
    folder = tmp_path / "export"
    folder.mkdir()
    for table, frame in export.tables().items():
        frame.write_csv(folder / f"{table}.csv")
    number = export.tables()["prestaties"]["patient_id"][0]
    path = tmp_path / "acceptaties.yaml"
    path.write_text(
        f"- id: A1\n  check: ZPM-PR-01\n  waar: patient_id = '{number}'\n  reden: gebeld met {number}\n  door: J\n"
        "  op: 2024-01-01\n  tot: 2099-01-01\n",
        encoding="utf-8",
    )
    ran = zpm("run", folder, "--out", tmp_path / "uit", *EVERY, "--acceptaties", path)
    assert ran.code in {0, 1, 5}, ran.err
    assert leaks(ran, tmp_path / "uit") == []
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "uit" / "rapport.xlsx")
    shown = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(text.startswith("gebeld met pt-") for text in shown)


@pytest.mark.slow
def test_nor_from_a_database(zpm: Zpm, tmp_path: Path) -> None:
    import sqlite3

    export = Export()
    _patients_twice(export)
    export.put("prestaties", "prestatiecode", BSNS)
    path = tmp_path / "bron.db"
    with sqlite3.connect(path) as database:
        for table, frame in export.tables().items():
            names = ", ".join(f'"{name}" text' for name in frame.columns)
            database.execute(f"create table {table} ({names})")
            marks = ", ".join("?" * frame.width)
            database.executemany(f"insert into {table} values ({marks})", frame.rows())
    ran = zpm("run", path, "--out", tmp_path / "uit", *EVERY)
    assert ran.code in {1, 5}, ran.err
    assert leaks(ran, tmp_path / "uit") == []


def test_the_numbers_are_there_when_they_are_asked_for(zpm: Zpm, tmp_path: Path) -> None:
    export = Export()
    _patients_twice(export)
    folder = tmp_path / "export"
    folder.mkdir()
    for table, frame in export.tables().items():
        frame.write_csv(folder / f"{table}.csv")
    zpm("run", folder, "--out", tmp_path / "uit", *EVERY, "--herleidbaar")
    aside = pl.read_csv(tmp_path / "uit" / "quarantaine" / "patienten.csv")
    assert sorted(aside["waarde"]) == PATIENTS


def write_sheet(path: Path, frame: pl.DataFrame) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("blad")
    for row in (frame.columns, *frame.rows()):
        sheet.append(list(row))
    book.save(path)


def leaks(ran: Ran, out: Path) -> list[tuple[str, str]]:
    """Return every number of a patient that somebody could read, and where."""
    places = [("stdout", ran.out), ("stderr", ran.err)]
    places += [(str(path.relative_to(out)), str(path.relative_to(out))) for path in out.rglob("*")]
    places += [(str(path.relative_to(out)), text) for path in out.rglob("*") if path.is_file() for text in texts(path)]
    return sorted({(where, found) for where, text in places for found in SECRET.findall(text)})


def texts(path: Path) -> Iterator[str]:
    """Yield everything that can be read in a file, whatever its form."""
    if path.suffix == ".parquet":
        yield pl.read_parquet(path).write_csv()
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            for part in book.namelist():
                yield book.read(part).decode("utf-8", "replace")
    else:
        yield path.read_text(encoding="utf-8")


def test_no_citizen_service_number_stays_in_the_register(tmp_path: Path) -> None:
    from zpm_audit.intake import read_export

    export = Export()
    export.patienten = pl.concat([export.patienten, export.patienten])
    (tmp_path / "export").mkdir()
    for table, frame in export.tables().items():
        frame.write_csv(tmp_path / "export" / f"{table}.csv")
    work = tmp_path / "werk"
    register = read_export(tmp_path / "export", work=work, key=Key(b"een sleutel voor de tests"))
    kept = register.scan("patienten").select("bsn").collect()["bsn"]
    assert kept.str.starts_with("0009 goed pt-").all()
    assert kept.n_unique() == PEOPLE
    left = [path for path in work.rglob("*") if path.is_file()]
    assert left
    assert [path for path in left for text in texts(path) if re.search("|".join(BSNS), text)] == []
