"""The working paper ties: list to headline, lists to checks, splits to totals; and every cell has its own type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from tests.properties.adapter import Output, run
from tests.reports.excel.conftest import Made, make
from tests.reports.excel.sample import PEILDATUM, build, finding, write

pytestmark = pytest.mark.whole

#: Errors and signals, of prestaties and of zorgtrajecten, with amounts and without, and what a recalculation ties to.
SELECT = "ZPM-PR-01,ZPM-PR-02,ZPM-PR-03,ZPM-CO-02,ZPM-CO-04,ZPM-CO-09,ZPM-CO-10,ZPM-RB-01,ZPM-RB-02,ZPM-ZT-02,ZPM-FA-01"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Output, Any]:
    folder = tmp_path_factory.mktemp("werkpapier")
    tables, peildatum = random_export(3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")
        output = run(write_export(tables, folder / "export"), folder / "uit", peildatum, "--select", SELECT)
    return output, load_workbook(folder / "uit" / "rapport.xlsx", data_only=True)


def lines(sheet: Any) -> dict[str, list[Any]]:
    """Return the cells behind the first occurrence of every label in the first column."""
    found: dict[str, list[Any]] = {}
    for label, *values in sheet.iter_rows(values_only=True):
        if label is not None:
            found.setdefault(str(label), list(values))
    return found


def table(workbook: Any, sheet: str, name: str) -> list[dict[str, Any]]:
    head, *rows = workbook[sheet][workbook[sheet].tables[name].ref]
    return [dict(zip([c.value for c in head], [c.value for c in row], strict=True)) for row in rows]


def test_it_opens_on_the_working_paper(audited: tuple[Output, Any]) -> None:
    workbook = audited[1]
    assert workbook.sheetnames[0] == "Werkpapier"
    sections = [c.value for c in workbook["Werkpapier"]["A"]]
    wanted = ["Doel", "Bron", "Norm", "Werkzaamheden", "Uitkomst", "Conclusie", "Paraaf en datum"]
    assert sorted(wanted, key=sections.index) == wanted


def test_the_bridge_leads_from_the_list_to_the_headline(audited: tuple[Output, Any]) -> None:
    output, workbook = audited
    told, figures = lines(workbook["Werkpapier"]), output.resultaat["run"]["prestaties"]
    assert told["Rijen in Bevindingen"][0] == output.afwijkingen.height
    assert told["Prestaties met een fout volgens de kop"][0] == figures["met_fout"]
    parts = ["Rijen in Bevindingen", "af: signalen", "af: volgende fout van dezelfde prestatie"]
    parts.append("af: fouten die geen prestatie noemen (zorgtraject, opname, groep)")
    assert all(told[p][0] for p in parts)
    assert sum(told[p][0] for p in parts) == figures["met_fout"]
    assert told["Volgens de kop (prestaties)"][:2] == pytest.approx([figures["te_veel_eur"], figures["te_weinig_eur"]])
    verdicts = [row[1:3] for row in workbook["Werkpapier"].iter_rows(values_only=True) if row[0] == "Verschil"]
    assert [v for pair in verdicts for v in pair if v] == ["sluit aan"] * 3


def test_lists_splits_and_recalculation_differ_in_nothing(audited: tuple[Output, Any]) -> None:
    output, workbook = audited
    rows = table(workbook, "Uitvoering", "Uitvoering")
    assert [r["Verschil met de lijsten"] for r in rows] == [0] * len(rows)
    assert sum(r["In Bevindingen"] for r in rows) == output.afwijkingen.height
    assert sum(r["In Onbepaald"] for r in rows) == output.onbepaald.height
    apart = [r for r in workbook["Splitsing"].iter_rows(values_only=True) if r[0] == "Verschil met het totaal"]
    assert len(apart) == len(output.resultaat["run"]["uitsplitsing"]) > 2
    assert not any(value for row in apart for value in row[1:])
    split = table(workbook, "Splitsing per check", "PerControle")
    assert not any(r["Verschil met het totaal"] for r in split)


def test_values_have_the_type_of_their_check(tmp_path: Path) -> None:
    rows = [
        finding(1, check_id="ZPM-VB-02", waarde="false", grens="true"),
        finding(2, check_id="ZPM-RB-01", waarde="2024-03-31", grens=None),
        finding(3, check_id="ZPM-PR-01", waarde=None, grens="45"),
        finding(4, check_id="ZPM-PR-01", waarde="30", grens="45"),
        finding(5, check_id="ZPM-FA-01", waarde="2517.20", grens="276.89"),
        finding(6, check_id="ZPM-BH-01", waarde="01234567", grens="8 cijfers"),
        finding(7, check_id="ZPM-PR-05", waarde="2024-03-31T14:05", grens="2024-03-31T14:00"),
        finding(8, check_id="ZPM-CO-09", waarde="12", grens="geldig in de codelijst"),
        finding(9, check_id="ZPM-CO-09", waarde="CO0497", grens="geldig in de codelijst"),
    ]
    made = make(tmp_path, build(tmp_path, findings=rows))
    cells = {r["Kenmerk"]: (r["Waarde"], r["Grens"]) for r in made.records("Bevindingen", "Bevindingen")}
    assert cells == {
        "P0000001": ("nee", "ja"),
        "P0000002": (datetime(2024, 3, 31), None),
        "P0000003": (None, 45),
        "P0000004": (30, 45),
        "P0000005": (2517.2, 276.89),
        "P0000006": ("01234567", "8 cijfers"),
        "P0000007": ("31-03-2024 14:05", "31-03-2024 14:00"),
        "P0000008": ("12", "geldig in de codelijst"),
        "P0000009": ("CO0497", "geldig in de codelijst"),
    }


def test_terms_that_have_passed_stand_apart(tmp_path: Path) -> None:
    days = [date(2024, 12, 30), PEILDATUM, date(2025, 1, 15), None]
    terms = [finding(i, check_id="ZPM-RB-01", uiterste_datum=day, impact_eur=None) for i, day in enumerate(days)]
    report = build(tmp_path)
    checks = tuple(replace(c, over_tijd=1) if c.id == "ZPM-RB-01" else c for c in report.checks)
    report = replace(report, checks=checks, lopend=write(tmp_path / "lopend.parquet", terms))
    made = make(tmp_path, report)
    assert [r["Stand"] for r in made.records("Lopend", "Lopend")] == ["over tijd", "te halen", "te halen", "te halen"]
    counted = [(row[0].value, row[1].value) for row in made.values["Lopend"]["A3:B4"]]
    assert [(n, text.split(":")[0]) for n, text in counted] == [(1, "over tijd"), (3, "nog te halen")]
    assert lines(made.values["Werkpapier"])["waarvan over tijd"][0] == 1


def test_an_amount_that_is_unknown_is_no_zero(tmp_path: Path) -> None:
    report = build(tmp_path)
    assert report.aansluiting is not None
    aside = replace(report.aansluiting, aside_cents=None, aside_unreadable=report.aansluiting.aside)
    made = make(tmp_path, replace(report, aansluiting=aside))
    told = lines(made.values["Aansluiting"])
    assert aside.aside > 0
    assert told["Opzij gezet (niet te lezen)"][:2] == [aside.aside, "onbekend"]
    assert told["Verschil"][:2] == [0, 0]


def test_a_list_that_was_cut_is_not_counted(tmp_path: Path) -> None:
    made = make(tmp_path, build(tmp_path), max_rows=3)
    head = [c.value for c in made.formulas["Uitvoering"][made.formulas["Uitvoering"].tables["Uitvoering"].ref][0]]
    assert "In Bevindingen" not in head
    assert "niet alle rijen" in made.texts("Uitvoering")
    assert "geen formules" in made.texts("Werkpapier", 60)


#: Words of Dutch that are no term of the field, no file and no name of a column.
_DUTCH = re.compile(
    r"\b(het|een|van|niet|geen|wordt|zijn|voor|rijen|waarde|leeg|bedrag|ja|nee|onbekend|fout|signaal|akkoord|elke|"
    r"zonder|alle|minuten|dagen|procent|uit|over tijd|controles?|afwijkingen)\b"
)
#: What a check file, a source or an export says is quoted as it is.
_QUOTED = {"Norms", "Norm matrix", "Parameters", "Findings", "Undetermined", "Running", "Source files"}


def _texts(workbook: Any) -> Iterator[tuple[str, str]]:
    for sheet in workbook:
        if sheet.title not in _QUOTED:
            yield from ((c.coordinate, c.value) for row in sheet.iter_rows() for c in row if isinstance(c.value, str))


def test_the_english_workbook_is_english(tmp_path: Path) -> None:
    report = build(tmp_path, "en")
    checks = tuple(replace(c, titel=c.id) for c in report.checks)
    made = make(tmp_path, replace(report, checks=checks, opties={"herleidbaar": "nee", "select": "alle"}))
    assert [(at, text) for at, text in _texts(made.values) if _DUTCH.search(text)] == []


def test_numbers_of_the_recalculation_tie(made: Made) -> None:
    ties = made.records("Herrekening", "HerrekeningAansluiting")
    assert [r["Anders dan geregistreerd"] for r in ties] == [1]
    per = made.records("Herrekening", "HerrekeningPerMaand")
    assert [(r["Te hoog (€)"], r["Te laag (€)"], r["Rekent na op"]) for r in per] == [(30, 0, 0)]
    assert [r["Reden"] for r in made.records("Herrekening", "HerrekeningOnbekend")] == ["setting is leeg"]
    listed = made.records("Herrekende consulten", "HerrekendeConsulten")
    assert [(r["Prestatie"], r["Code verwacht"], r["Verschil (€)"]) for r in listed] == [("P2", "CO0367", -30)]
