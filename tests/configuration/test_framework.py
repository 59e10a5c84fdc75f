"""A framework as people write it: what is wrong is told at its line, and the example fits the catalogue."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.commands.risk_list import framework_from
from zpm_audit.configuration.framework import Framework, load_framework
from zpm_audit.configuration.template import FRAMEWORK

CHECKS = ("ZPM-PR-01", "ZPM-PR-02")
WHOLE = """\
periode: 2024-K1
doelstellingen: [{id: D1, naam: Juist}]
risicos:
  - {id: R1, naam: Verkeerde klasse, doelstelling: D1, kans: 3, impact: 5}
  - {id: R2, naam: Dubbel, kans: 1, impact: 5}
beheersmaatregelen:
  - {id: M1, naam: Controle, eigenaar: Jansen, frequentie: dagelijks, soort: detectief, risicos: [R1],
     checks: [ZPM-PR-01], sleutelmaatregel: ja, hersteltermijn: 30,
     opzet: {bewijs: plan, op: 2024-01-02, door: Jansen}}
  - {id: M2, naam: Los, eigenaar: Jansen, frequentie: jaarlijks, soort: preventief}
"""


def read(tmp_path: Path, text: str) -> Framework:
    path = tmp_path / "raamwerk.yaml"
    path.write_text(text, encoding="utf-8")
    return load_framework(path, CHECKS)


def test_a_framework_is_typed_and_knows_its_gaps(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    first, second = found.file.risicos
    assert (first.weight, first.level, second.weight, second.level) == (15, "hoog", 5, "laag")
    assert [m.id for m in found.measures_of(first)] == ["M1"]
    assert found.uncovered == (second,)
    assert [m.id for m in found.idle] == ["M2"]
    assert found.checks == {"ZPM-PR-01"}
    assert found.period is not None
    assert found.period.last == date(2024, 3, 31)
    opzet = found.file.beheersmaatregelen[0].opzet
    assert opzet is not None
    assert opzet.op == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("weight", "level"), [((1, 5), "laag"), ((2, 3), "midden"), ((3, 4), "midden"), ((3, 5), "hoog")]
)
def test_a_level_on_both_sides_of_its_boundary(tmp_path: Path, weight: tuple[int, int], level: str) -> None:
    chance, impact = weight
    found = read(tmp_path, f"risicos: [{{id: R1, naam: x, kans: {chance}, impact: {impact}}}]\n")
    assert found.file.risicos[0].level == level


MISTAKES = [
    ("risicos:\n  - {id: R1, naam: x, kans: 6, impact: 1}\n", 2, "'6' kan hier niet", "van 1 (laag) tot en met 5"),
    ("risicos:\n  - {id: R1, naam: x, kans: 1}\n", 2, "sleutel 'impact' ontbreekt", "verplicht"),
    (
        WHOLE.replace("doelstelling: D1, kans", "doelstelling: D2, kans"),
        4,
        "doelstelling 'D2' bestaat niet",
        "er zijn: D1",
    ),
    (WHOLE.replace("risicos: [R1]", "risicos: [R9]"), 7, "risico 'R9' bestaat niet", "'R"),
    (WHOLE.replace("[ZPM-PR-01]", "[ZPM-PR-03]"), 8, "check 'ZPM-PR-03' bestaat niet", "bedoelde u 'ZPM-PR-0"),
    (WHOLE.replace("[ZPM-PR-01]", "[PR]"), 8, "'PR' heeft niet de goede vorm", "ZPM-RB-01"),
    (WHOLE.replace("dagelijks", "vaak"), 7, "'vaak' kan hier niet", "wekelijks"),
    (WHOLE.replace("id: R2", "id: R1"), 5, "risico 'R1' staat er twee keer", "regel 4"),
    (WHOLE.replace("eigenaar: Jansen, frequentie: jaarlijks", "frequentie: jaarlijks"), 10, "'eigenaar' ontbreekt", ""),
    (WHOLE.replace("hersteltermijn: 30", "hersteltermijn: 0"), 8, "'0' kan hier niet", "aantal dagen"),
    (WHOLE.replace("2024-K1", "winter"), 1, "'winter' is geen periode", "2024-K2"),
    (WHOLE.replace("risicos:\n  - {id: R1", "risico:\n  - {id: R1"), 3, "onbekende sleutel 'risico'", "'risicos'"),
    ("- R1\n", 1, "regels 'sleutel: waarde'", "doelstellingen:"),
]


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, text)
    told = refused.value.message()
    assert re.search(rf"raamwerk.yaml:{line}:\d+: .*{re.escape(what)}", told), told
    assert hint in told


def test_the_example_fits_the_catalogue_and_the_first_file_is_valid(tmp_path: Path) -> None:
    checks = load_catalogue().checks
    example = load_framework(Path(__file__).parents[2] / "examples" / "raamwerk" / "raamwerk.yaml", checks)
    assert [risk.id for risk in example.uncovered] == ["R7"]
    assert not example.idle
    assert not read(tmp_path, FRAMEWORK).file.risicos


def workbook(tmp_path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    book.active.append(["van iets anders"])
    sheet = book.create_sheet("Lijst")
    for row in (["Risico's 2024"], [], ["Nr", "Risico", "Kans", "Impact", "Doelstelling", "Wie"], *rows):
        sheet.append(row)
    book.save(tmp_path / "risico.xlsx")
    return tmp_path / "risico.xlsx"


def test_a_list_of_risks_becomes_a_framework(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ["A1", 'Een "andere" klasse: #1', 4, "hoog", "Juist", "x"], [None, "Dubbel", "1", 5.0, None]
    )
    out = tmp_path / "raamwerk.yaml"
    (told,) = framework_from(path, out, None, "nl", overwrite=False)
    assert "2 risico's van blad 'Lijst'" in told
    found = load_framework(out, CHECKS).file
    assert [(r.id, r.naam, r.kans, r.impact, r.doelstelling) for r in found.risicos] == [
        ("A1", 'Een "andere" klasse: #1', 4, 4, "D1"),
        ("R2", "Dubbel", 1, 5, None),
    ]
    assert [(d.id, d.naam) for d in found.doelstellingen] == [("D1", "Juist")]
    with pytest.raises(UsageError, match="bestaat al"):
        framework_from(path, out, None, "nl", overwrite=False)


def test_a_list_of_risks_that_cannot_be_read_names_every_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["A1", "Goed", 1, 1], ["A1", None, 6, "erg"])
    with pytest.raises(InputRefusedError) as refused:
        framework_from(path, tmp_path / "r.yaml", None, "nl", overwrite=False)
    told = refused.value.message()
    for part in ("rij 5, kolom risico is leeg", "kolom kans: '6'", "kolom impact: 'erg'", "'A1' staat ook op rij 4"):
        assert part in told
    assert not (tmp_path / "r.yaml").exists()
    with pytest.raises(InputRefusedError, match="geen blad 'Weg'"):
        framework_from(path, tmp_path / "r.yaml", "Weg", "nl", overwrite=False)
    with pytest.raises(InputRefusedError, match="kolommen risico, kans en impact"):
        framework_from(path, tmp_path / "r.yaml", "Sheet", "nl", overwrite=False)
