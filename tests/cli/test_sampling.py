"""Sampling as an accountant does it: plan, draw from a run, fill in, read, evaluate."""

from __future__ import annotations

import json
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import EVERY, ZORGTRAJECTEN, Zpm, inside

pytestmark = pytest.mark.whole

HEADER = (
    "prestatie_id,patient_id,zorgtraject_id,datum,starttijd,prestatiegroep,consulttype,setting,behandelaar_id,gepland,"
    "geplande_minuten,gerealiseerde_minuten,duurklasse,bedrag_eur"
)
ROWS = 200


def row_of(number: int) -> str:
    """Return a consult: one in twenty deviates from ZPM-PR-01, one in fifty cannot be judged by it."""
    realised = 29 if number % 20 == 0 else 45
    planned = "" if number % 50 == 0 else "true"
    amount = "" if number == 7 else "0.00" if number == 8 else f"{100 + number}.50"
    day = f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}"
    setting = 1 + number % 2
    return f"P{number:03d},A1,T1,{day},09:00,consult,behandeling,{setting},B1,{planned},45,{realised},45,{amount}"


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("steekproef")
    (folder / "export").mkdir()
    # The last lies after the reference date of the run.
    rows = [*(row_of(number) for number in range(1, ROWS + 1)), row_of(ROWS + 1).replace(",2024-", ",2026-")]
    random.Random(3).shuffle(rows)
    (folder / "export" / "prestaties.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (folder / "export" / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    ran = inside(folder)("run", "export", "--out", "uit", *EVERY, "--select", "ZPM-PR-01", "--fail-on", "nooit")
    assert ran.code == 0, ran.err
    return folder / "uit"


def _record(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "steekproef.json").read_text(encoding="utf-8")))


def test_plan_as_json(zpm: Zpm) -> None:
    ran = zpm(
        "steekproef", "plan", "--soort", "attribuut", "--betrouwbaarheid", "0.95", "--toelaatbaar", "0.05", "--json"
    )
    plan = json.loads(ran.out)
    assert (ran.code, plan["omvang"], plan["kritiek_aantal"]) == (0, 59, 0)
    assert (plan["tweede_fase"]["eerste_omvang"], plan["tweede_fase"]["tweede_omvang"]) == (61, 61)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("--soort", "attribuut", "--verwacht", "0.01"), 93),
        (("--soort", "attribuut", "--populatie", "1200", "--verdeling", "hypergeometrisch"), 57),
        (("--soort", "mus"), 60),
        (("--soort", "mus", "--verwacht", "0.005", "--verdeling", "poisson"), 74),
    ],
)
def test_plans(zpm: Zpm, options: tuple[str, ...], size: int) -> None:
    ran = zpm("steekproef", "plan", "--betrouwbaarheid", "0.95", "--toelaatbaar", "0.05", "--json", *options)
    assert json.loads(ran.out)["omvang"] == size


def test_evaluating_figures_as_json(zpm: Zpm) -> None:
    ran = zpm("steekproef", "evalueer", "--n", "60", "--fouten", "1", "--json")
    outcome = json.loads(ran.out)
    keys = {"n", "fouten", "waarschijnlijke_fout", "bovengrens", "methode", "conclusie"}
    assert keys <= set(outcome)
    assert (outcome["n"], outcome["fouten"], round(outcome["bovengrens"], 3)) == (60, 1, 0.077)
    assert outcome["conclusie"].startswith("Niet aanvaard")


def fill(folder: Path, wrong: str | None = None) -> None:
    workbook = load_workbook(folder / "steekproef.xlsx")
    sheet = workbook.worksheets[0]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "post")
    columns = {str(cell.value): cell.column for cell in sheet[heading]}
    for row in range(heading + 1, sheet.max_row + 1):
        bad = sheet.cell(row, columns["onderwerp_id"]).value == wrong
        sheet.cell(row, columns["oordeel"]).value = "fout" if bad else "goed"
        sheet.cell(row, columns["paraaf"]).value = "ab"
    workbook.save(folder / "steekproef.xlsx")


def test_from_a_draw_to_a_conclusion(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    drawn = zpm("steekproef", "trek", run, "--check", "ZPM-PR-01", "--zaad", "7", "--out", "trekking")
    assert drawn.code == 0, drawn.err
    folder = tmp_path / "trekking"
    record = _record(folder)
    population = record["populatie"]
    assert isinstance(population, dict)
    # Rows 20, 40 … deviate, except 100 and 200 of which it is not known whether they were planned.
    assert population["posten"] == ROWS - 8 - 4
    assert population["buiten"] == {"afwijking": 8, "onbepaald": 4, "loopt": 0, "buiten_beeld": 0}
    assert zpm("steekproef", "evalueer", folder).code == 2
    fill(folder)
    read = zpm("steekproef", "lees", folder / "steekproef.xlsx", "--json")
    assert json.loads(read.out)["geweigerd"] == []
    told = json.loads(zpm("steekproef", "evalueer", folder, "--json").out)
    assert (told["aanvaard"], told["fouten"], told["checks"][0]["onterecht"]) == (True, 0, 0)
    again = zpm("steekproef", "trek", run, "--out", "trekking")
    assert (again.code, "niet overschreven" in again.err) == (2, True)
    both = zpm("steekproef", "evalueer", folder, "--fouten", "0")
    assert (both.code, "niet allebei" in both.err) == (2, True)
    refused = zpm("steekproef", "vervolg", folder)
    assert refused.code == 2
    assert "van de keren aanvaard" in refused.err


def test_the_same_seed_draws_the_same_and_patients_are_pseudonyms(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    for out in ("een", "twee"):
        zpm("steekproef", "trek", run, "--zaad", "7", "--uit", "beide", "--laag", "setting", "--out", out)
    assert _record(tmp_path / "een") == _record(tmp_path / "twee")
    sheet = load_workbook(tmp_path / "een" / "steekproef.xlsx").worksheets[0]
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    # The title does not lie over the line below it, and a pseudonym is not cut off.
    assert sheet.row_dimensions[1].height == 26
    (patient,) = [cell for cell in sheet[3] if cell.value == "patient_id"]
    assert sheet.column_dimensions[patient.column_letter].width > 19
    assert "A1" not in shown
    assert any(value.startswith("pt-") for value in shown)


def test_money_counts_what_cannot_be_drawn(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    ran = zpm("steekproef", "trek", run, "--soort", "mus", "--zaad", "7", "--out", "geld")
    assert ran.code == 0, ran.err
    population = _record(tmp_path / "geld")["populatie"]
    assert isinstance(population, dict)
    assert population["buiten"]["bedrag_leeg"] == 1
    assert population["buiten"]["bedrag_niet_positief"] == 1
    # Every row that was read is in the population or stands among what is not.
    assert population["posten"] + sum(population["buiten"].values()) == ROWS + 1


def test_under_a_period_every_row_is_accounted_for_too(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    options = ("--out", "maart", *EVERY, "--select", "ZPM-PR-01", "--fail-on", "nooit", "--periode", "2024-03")
    assert zpm("run", run.parent / "export", *options).code == 0
    assert zpm("steekproef", "trek", "maart", "--soort", "mus", "--zaad", "7", "--out", "geld").code == 0
    population = _record(tmp_path / "geld")["populatie"]
    assert isinstance(population, dict)
    assert population["buiten"]["buiten_periode"] > ROWS / 2
    assert population["posten"] + sum(population["buiten"].values()) == ROWS + 1


def test_an_export_that_changed_is_refused(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(run.parent, tmp_path / "kopie"))
    with (whole / "export" / "prestaties.csv").open("a", encoding="utf-8") as file:
        file.write(row_of(201) + "\n")
    ran = zpm("steekproef", "trek", whole / "uit", "--export", whole / "export", "--out", "x")
    assert ran.code == 3
    assert "prestaties.csv" in ran.err
    assert not (tmp_path / "x").exists()


def test_findings_that_changed_are_refused(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(run.parent, tmp_path / "kopie"))
    (whole / "uit" / "onbepaald.parquet").write_bytes((whole / "uit" / "bevindingen.parquet").read_bytes())
    ran = zpm("steekproef", "trek", whole / "uit", "--out", "x")
    assert (ran.code, "onbepaald.parquet" in ran.err) == (3, True)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (("--check", "ZPM-XX-99"), "niet uitgevoerd"),
        (("--laag", "kleur"), "setting"),
        (("--soort", "mus", "--tweefasen"), "--tweefasen hoort bij"),
        (("--selectie", "cel"), "--selectie hoort bij"),
        (("--soort", "mus", "--uit", "afwijking"), "op aantal onderzocht"),
        (("--tweefasen", "--laag", "setting"), "gaan niet samen"),
        (("--tweefasen", "--uit", "afwijking"), "te klein voor twee fasen"),
    ],
)
def test_what_cannot_be_drawn_is_said(zpm: Zpm, run: Path, options: tuple[str, ...], part: str) -> None:
    ran = zpm("steekproef", "trek", run, "--out", "x", *options)
    assert (ran.code, part in ran.err) == (2, True), ran.err


def test_a_work_programme_draws_for_each_norm_that_is_left_to_a_person(zpm: Zpm, run: Path, tmp_path: Path) -> None:
    asked = ("steekproef", "programma", run, "--betrouwbaarheid", "0.95", "--toelaatbaar", "0.05", "--zaad", "7")
    ran = zpm(*asked, "--out", "a")
    assert ran.code == 0, ran.err
    record = json.loads((tmp_path / "a" / "werkprogramma.json").read_text(encoding="utf-8"))
    # All two hundred are consults of one patient in one trajectory; only those up to the reference date are judged.
    sizes = {name: (one["eenheden"], len(one["posten"])) for name, one in record["populaties"].items()}
    assert sizes["consulten"] == sizes["prestaties"] == (ROWS, 51)
    assert sizes["patienten"] == sizes["zorgtrajecten"] == (1, 1)
    assert sizes["groepsconsulten"] == (0, 0)
    norms, items, _ = load_workbook(tmp_path / "a" / "werkprogramma.xlsx").worksheets
    listed = {(row[0].value, row[1].value): row for row in norms.iter_rows(min_row=4)}
    assert listed["V&C", "C"][6].value == ROWS
    assert "95,0% betrouwbaarheid, 5,0% toelaatbaar, hypergeometrisch; hoogstens 0 fout" in listed["V&C", "C"][8].value
    assert listed["HR", "2.1"][7].value is None
    assert listed["N", "N9192"][8].value == "er is in deze run niets om uit te trekken"
    heading = [cell.value for cell in items[3]]
    rows = [dict(zip(heading, (c.value for c in row), strict=True)) for row in items.iter_rows(min_row=4)]
    of_norm = [row for row in rows if (row["Kader"], row["Norm"]) == ("V&C", "C")]
    assert len(of_norm) == 51
    assert {row["patient_id"] for row in rows} & {"A1"} == set()
    # Norms about the same units share a draw, and the same seed gives it again.
    other = [row["onderwerp"] for row in rows if (row["Kader"], row["Norm"]) == ("HR", "3.8")]
    assert other == [row["onderwerp"] for row in of_norm]
    choices = [v.formula1 for v in items.data_validations.dataValidation]
    assert choices == ['"goed,fout,niet te beoordelen"']
    assert zpm(*asked, "--out", "b").code == 0
    again = json.loads((tmp_path / "b" / "werkprogramma.json").read_text(encoding="utf-8"))
    assert again == record
    assert zpm(*asked, "--out", "b").code == 2


Filling = Callable[[str, str, str], str | None]


def fill_programme(path: Path, verdict: Filling, concluded: dict[tuple[str, str], tuple[str, ...]]) -> None:
    """Fill in a work programme: a verdict per framework, norm and item, and conclusions on norms."""
    workbook = load_workbook(path)
    norms, items, _ = workbook.worksheets
    columns = {str(cell.value): cell.column for cell in items[3]}
    for row in range(4, items.max_row + 1):
        about = [str(items.cell(row, columns[name]).value) for name in ("Kader", "Norm", "post")]
        items.cell(row, columns["oordeel"]).value = verdict(about[0], about[1], about[2])
        items.cell(row, columns["Paraaf"]).value = "mv" if verdict(about[0], about[1], about[2]) else None
    columns = {str(cell.value): cell.column for cell in norms[3]}
    for row in range(4, norms.max_row + 1):
        said = concluded.get((str(norms.cell(row, 1).value), str(norms.cell(row, 2).value)), ())
        for name, value in zip(("Conclusie", "Paraaf", "Datum"), said, strict=False):
            norms.cell(row, columns[name]).value = value
    workbook.save(path)


@pytest.fixture(scope="module")
def programme(run: Path) -> Path:
    """Return a programme of which some norms were seen to: in order, with an error, half, as stated, not at all."""
    zpm, out = inside(run.parent), run.parent / "programma"
    asked = ("steekproef", "programma", run, "--betrouwbaarheid", "0.95", "--toelaatbaar", "0.2", "--zaad", "7")
    assert zpm(*asked, "--out", out).code == 0

    def verdict(framework: str, norm: str, post: str) -> str | None:
        if (framework, norm) == ("HR", "3.8"):
            return "fout" if post == "consulten-0003" else "goed"
        if (framework, norm) == ("VELD", "P=R.5"):
            return "goed" if post < "consulten-0005" else None
        return "Goed " if (framework, norm) in {("V&C", "C"), ("V&C", "A.01")} else None

    said = {
        ("HR", "3.8"): ("in orde", "mv", "08-01-2025"),
        ("HR", "2.1"): ("in orde", "mv", date(2025, 1, 8)),
        ("N", "N9192"): ("niet van toepassing", "mv"),
    }
    fill_programme(out / "werkprogramma.xlsx", verdict, said)
    return out


def test_a_work_programme_is_read_back_and_evaluated_per_norm(zpm: Zpm, programme: Path, tmp_path: Path) -> None:
    book = programme / "werkprogramma.xlsx"
    read = json.loads(zpm("steekproef", "lees", book, "--json").out)
    # Thirteen consults for two norms and four of them for a third, one trajectory, and three conclusions.
    assert (read["gelezen"], read["gewijzigd"], read["geweigerd"]) == (13 + 13 + 4 + 1 + 3, 34, [])
    again = json.loads(zpm("steekproef", "lees", book, "--json").out)
    assert (again["gewijzigd"], again["ongewijzigd"]) == (0, 34)
    told = json.loads(zpm("steekproef", "evalueer", programme, "--json").out)
    norms = {(one["kader"], one["norm"]): one for one in told["normen"]}
    shown = norms["V&C", "C"]
    assert (shown["stand"], shown["n"], shown["fouten"], shown["aanvaard"]) == ("aangetoond", 13, 0, True)
    assert 0 < shown["bovengrens"] < 0.2
    assert shown["conclusie"].startswith("Aanvaard: met 95,0% betrouwbaarheid is hoogstens")
    wrong = norms["HR", "3.8"]
    assert (wrong["stand"], wrong["fouten"], wrong["aanvaard"]) == ("niet_aangetoond", 1, False)
    assert wrong["waarschijnlijke_fout"] == pytest.approx(1 / 13)
    assert wrong["conclusie"].endswith("Onderzoeker: in orde (mv, 2025-01-08). Dat volgt niet uit de posten.")
    half = norms["VELD", "P=R.5"]
    assert (half["stand"], half["n"], half["beoordeeld"]) == ("open", None, 4)
    assert "Nog 9 van 13 posten zonder oordeel: geen uitkomst." in half["conclusie"]
    assert norms["HR", "2.1"]["stand"] == "volgens_opgave"
    assert norms["N", "N9192"]["stand"] == "niet_van_toepassing"
    assert (norms["V&C", "B"]["stand"], norms["V&C", "A.01"]["stand"]) == ("open", "aangetoond")
    assert sum(told["aantallen"].values()) == len(norms)
    said = zpm("steekproef", "evalueer", programme).out
    assert "HR 3.8: niet aangetoond. Niet aanvaard" in said
    assert "waarschijnlijke fout 7,69%" in said
    both = zpm("steekproef", "evalueer", programme, "--fouten", "0")
    assert (both.code, "Geef alleen de map" in both.err) == (2, True)
    # The workbook of a sample is not one of a programme.
    zpm("steekproef", "trek", programme.parent / "uit", "--zaad", "7", "--out", "trekking")
    other = zpm("steekproef", "lees", tmp_path / "trekking" / "steekproef.xlsx", "--map", programme)
    assert (other.code, "geen blad met de kolommen Kader, Norm, Conclusie" in other.err) == (2, True)


def test_a_cell_of_a_programme_that_cannot_be_read_is_named(zpm: Zpm, programme: Path, tmp_path: Path) -> None:
    workbook = load_workbook(programme / "werkprogramma.xlsx")
    norms, items, _ = workbook.worksheets
    wanted = []
    for sheet, answer, spoilt in (
        (items, "oordeel", [
            ({"oordeel": "prima"}, "oordeel", "geen oordeel"),
            ({"oordeel": "=1+1"}, "oordeel", "formule"),
            ({"oordeel": None, "Paraaf": "ab"}, "oordeel", "oordeel ontbreekt"),
            ({"oordeel": "goed", "post": "consulten-9999"}, "post", "hoort niet bij trekking"),
            ({"oordeel": "goed", "post": None}, "post", "de post ontbreekt"),
        ]),
        (norms, "Conclusie", [
            ({"Conclusie": "prima"}, "Conclusie", "geen oordeel"),
            ({"Conclusie": "=1+1"}, "Conclusie", "formule"),
            ({"Conclusie": None, "Paraaf": "ab", "Datum": None}, "Conclusie", "conclusie ontbreekt"),
            ({"Conclusie": "in orde", "Norm": "XX"}, "Norm", "hoort niet bij trekking"),
            ({"Conclusie": "in orde", "Datum": "gisteren"}, "Datum", "geen datum"),
        ]),
    ):  # fmt: skip
        columns = {str(cell.value): cell for cell in sheet[3]}
        assert answer in columns
        for row, (values, at, reason) in enumerate(spoilt, 4):
            for name, value in values.items():
                sheet.cell(row, columns[name].column).value = value
            wanted.append((sheet.title, f"{columns[at].column_letter}{row}", reason))
    workbook.save(tmp_path / "gek.xlsx")
    ran = zpm("steekproef", "lees", tmp_path / "gek.xlsx", "--map", programme, "--droog", "--json")
    told = {(one["blad"], one["cel"]): one["reden"] for one in json.loads(ran.out)["geweigerd"]}
    assert {(sheet, cell) for sheet, cell, _ in wanted} == set(told)
    for sheet, cell, reason in wanted:
        assert reason in told[sheet, cell]


def test_a_programme_stands_beside_a_run_as_far_as_it_is_about_the_same_units(
    zpm: Zpm, run: Path, programme: Path, tmp_path: Path
) -> None:
    assert zpm("steekproef", "lees", programme / "werkprogramma.xlsx").code == 0
    # One consult fewer: the trajectory and the patient are still the same.
    export = Path(shutil.copytree(run.parent / "export", tmp_path / "export"))
    rows = (export / "prestaties.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in rows if not line.startswith("P007,")]
    (export / "prestaties.csv").write_text("\n".join([*kept, ""]), encoding="utf-8")
    (tmp_path / "later.yaml").write_text(f"werkprogramma: {programme}\n", encoding="utf-8")
    options = (*EVERY, "--select", "ZPM-PR-01", "--fail-on", "nooit", "--config", "later.yaml")
    ran = zpm("run", export, "--out", "later", *options)
    assert ran.code == 0, ran.err
    result = json.loads((tmp_path / "later" / "resultaat.json").read_text(encoding="utf-8"))
    found = {(one["kader"], one["norm"]): one for one in result["run"]["werkprogramma"]["normen"]}
    assert found["V&C", "A.01"]["stand"] == "aangetoond"
    assert (found["V&C", "C"]["stand"], found["V&C", "C"]["fouten"]) == ("open", None)
    assert found["V&C", "C"]["conclusie"].startswith("Telt niet mee")
    page = (tmp_path / "later" / "rapport.html").read_text(encoding="utf-8")
    assert '<span class="badge h-aangetoond">aangetoond</span> Aanvaard' in page
    sheet = load_workbook(tmp_path / "later" / "rapport.xlsx")["Werkprogramma"]
    (heading,) = [row for row in sheet.iter_rows() if row[0].value == "Kader"]
    columns = {cell.value: cell.column - 1 for cell in heading}
    listed = {(row[0].value, row[1].value): row for row in sheet.iter_rows(min_row=heading[0].row + 1)}
    assert listed["V&C", "A.01"][columns["Stand"]].value == "aangetoond"
    # What nobody counted is not zero.
    assert listed["V&C", "C"][columns["Fout"]].value is None
    manifest = json.loads((tmp_path / "later" / "manifest.json").read_text(encoding="utf-8"))
    kinds = {e["soort"] for e in manifest["invoer"]}
    assert {"werkprogramma werkprogramma.json", "werkprogramma oordelen.json"} <= kinds


def test_a_programme_goes_with_the_evidence(zpm: Zpm, run: Path, programme: Path, tmp_path: Path) -> None:
    assert zpm("steekproef", "lees", programme / "werkprogramma.xlsx").code == 0
    ran = zpm("dossier", run, "--uit", "pakket.zip", "--steekproef", programme)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(tmp_path / "pakket.zip") as package:
        names = [name for name in package.namelist() if name.startswith("werkprogramma/")]
        guide = package.read("LEESWIJZER.txt").decode()
    assert {name.rsplit("/", 1)[1] for name in names} == {"werkprogramma.json", "werkprogramma.xlsx", "oordelen.json"}
    assert "zaad 7: " in guide
    assert "attribuut, hypergeometrisch: 95% betrouwbaarheid, 20% toelaatbaar" in guide
    assert re.search(r"HR 3\.8 .*niet aangetoond +13 van 13 +1 +7,69% ", guide)
    traceable = ("--betrouwbaarheid", "0.95", "--toelaatbaar", "0.05", "--herleidbaar", "--out", "open")
    assert zpm("steekproef", "programma", run, *traceable).code == 0
    refused = zpm("dossier", run, "--uit", "ander.zip", "--steekproef", "open")
    assert (refused.code, "toont patiëntnummers" in refused.err) == (2, True)


def test_a_programme_that_was_changed_or_is_of_before_is_refused(zpm: Zpm, programme: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(programme, tmp_path / "kopie"))
    path = folder / "werkprogramma.json"
    whole = path.read_text(encoding="utf-8")
    for changed, part in (
        (whole.replace('"zaad": "7"', '"zaad": "8"'), "na de trekking gewijzigd"),
        (whole.replace('"versie": 2', '"versie": 1'), "van een andere versie"),
    ):
        assert changed != whole
        path.write_text(changed, encoding="utf-8")
        ran = zpm("steekproef", "evalueer", folder)
        assert (ran.code, part in ran.err) == (2, True), ran.err
