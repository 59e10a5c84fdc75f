"""The outcome of a run against the tolerances of its audit folder, with accepted findings and with a sample."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import EVERY, ZORGTRAJECTEN, Ran, inside
from tests.cli.test_sampling import HEADER, fill, row_of

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("figures_only")]

CHECK = "ZPM-PR-01"
ROWS = 200
#: Of the 200 prestaties ZPM-PR-01 finds 8 wrong and cannot judge 4.
FOLDER = """\
export: export
uitvoer: uit
tolerantie:
  geheel: {rijen: %(whole)s, eur: 100000}
  themas: {planning-realisatie: {rijen: 4%%}}
  checks: {ZPM-PR-01: {rijen: %(check)s}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "export").mkdir()
    rows = [row_of(number) for number in range(1, ROWS + 1)]
    (tmp_path / "export" / "prestaties.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "export" / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    return tmp_path


def configured(folder: Path, more: str = "", whole: str = "6%", check: str = "6%") -> None:
    (folder / "zpm-audit.yaml").write_text(FOLDER % {"whole": whole, "check": check} + more, encoding="utf-8")


def audit(folder: Path) -> Ran:
    return inside(folder)("run", *EVERY, "--select", CHECK, "--fail-on", "nooit")


def opinion(folder: Path) -> dict[str, Any]:
    newest = max((folder / "uit").iterdir(), key=lambda path: path.name)
    found: dict[str, Any] = json.loads((newest / "resultaat.json").read_text(encoding="utf-8"))["run"]["tolerantie"]
    return found


def test_known_and_unknown_are_kept_apart_and_accepted_is_told_beside_it(folder: Path) -> None:
    accepted = "- {id: A1, check: ZPM-PR-01, waar: \"prestatie_id in ('P020', 'P040', 'P060', 'P080')\", reden: bekend,"
    (folder / "acceptaties.yaml").write_text(f"{accepted} door: J, op: 2024-06-01, tot: 2025-12-31}}\n", "utf-8")
    configured(folder, "acceptaties: acceptaties.yaml\n", check="5.9%")
    ran = audit(folder)
    assert ran.code == 0, ran.err
    found = opinion(folder)
    # Eight known and four unknown are exactly six in a hundred of two hundred.
    whole = found["geheel"]["rijen"]
    assert (whole["bekend"], whole["van"], whole["bekend_open"], whole["conclusie"]) == (8, ROWS, 4, "binnen")
    assert whole["onbekend"] == [{"soort": "onbepaald", "aantal": 4, "hoogstens": 4}]
    assert whole["waarschijnlijk"] is whole["bovengrens"] is whole["steekproef"] is None
    check = found["checks"][CHECK]["rijen"]
    assert (check["conclusie"], check["waarom"], check["conclusie_open"]) == (
        "niet_vast_te_stellen",
        ["onbepaald"],
        "binnen",
    )
    # A theme with four in a hundred: eight are not more, but what is unknown could be.
    theme = found["themas"]["planning-realisatie"]
    assert (theme["conclusie"], theme["conclusie_open"]) == ("niet_vast_te_stellen", "binnen")
    assert "Tolerantie: prestaties 4,00% bij 6%: binnen, zonder geaccepteerd 2,00%: binnen; bedrag" in ran.out
    money = found["geheel"]["eur"]
    assert money["te_veel_eur"] + money["te_weinig_eur"] == pytest.approx(money["bekend"])


def test_a_row_that_was_set_aside_leaves_a_check_undecided(folder: Path) -> None:
    path = folder / "export" / "prestaties.csv"
    path.write_text(path.read_text("utf-8") + row_of(ROWS + 1).replace(",consult,", ",konsult,") + "\n", "utf-8")
    configured(folder)
    audit(folder)
    found = opinion(folder)["checks"][CHECK]["rijen"]
    # 8 + 4 + 1 of 201 is more than six in a hundred, 8 is not.
    assert (found["conclusie"], found["waarom"]) == ("niet_vast_te_stellen", ["opzij", "onbepaald"])


def test_a_sample_is_projected_on_the_population_that_it_was_drawn_from(folder: Path) -> None:
    configured(folder, check="15%")
    audit(folder)
    run = next((folder / "uit").iterdir())
    zpm = inside(folder)
    drawn = zpm("steekproef", "trek", run, "--check", CHECK, "--zaad", "7", "--out", "trekking")
    assert drawn.code == 0, drawn.err
    fill(folder / "trekking")
    assert zpm("steekproef", "lees", "trekking/steekproef.xlsx").code == 0
    configured(folder, "  steekproeven: [trekking]\n", check="15%")
    audit(folder)
    found = opinion(folder)["checks"][CHECK]["rijen"]
    # Nothing wrong was found in what complies: likely is what is known, and at most 5% of 188 more.
    assert found["waarschijnlijk"] == found["bekend"] == 8
    assert 8 < found["bovengrens"] <= 8 + 0.05 * 188
    assert found["steekproef"]["fouten"] == 0
    assert found["conclusie"] == "binnen"
    # Of another export it says nothing.
    path = folder / "export" / "prestaties.csv"
    path.write_text(path.read_text("utf-8").replace("P199,", "P999,"), "utf-8")
    audit(folder)
    found = opinion(folder)
    assert found["checks"][CHECK]["rijen"]["steekproef"] is None
    assert re.search(
        r"Steekproef \w{8} telt niet mee: zij is uit een andere populatie", found["steekproeven_ongebruikt"][0]
    )


@pytest.mark.parametrize(
    ("tolerance", "line", "what", "hint"),
    [
        ("themas: {consulten: {rijen: 1%}}", 2, "thema 'consulten' bestaat niet", "bedoelde u 'consult'?"),
        ("checks: {ZPM-PR-99: {rijen: 1%}}", 2, "check 'ZPM-PR-99' bestaat niet", "bedoelde u 'ZPM-PR-0"),
        ("geheel: {}", 2, "noemt geen grens", "rijen: 1%"),
        ("steekproeven: [x]", 1, "noemt niets om te beoordelen", "geheel"),
        ("geheel: {rijen: 1%}\n  steekproeven: [weg]", 0, "weg/steekproef.json is niet te lezen", ""),
    ],
)
def test_a_tolerance_that_cannot_be_is_refused(folder: Path, tolerance: str, line: int, what: str, hint: str) -> None:
    (folder / "zpm-audit.yaml").write_text(f"tolerantie:\n  {tolerance}\nexport: export\n", encoding="utf-8")
    ran = audit(folder)
    assert ran.code == 2
    assert what in ran.err
    assert hint in ran.err
    assert not line or re.search(rf"zpm-audit.yaml:{line}:", ran.err)
    assert not (folder / "uit").exists()


def test_a_framework_shows_operation_over_the_runs_of_the_archive(folder: Path) -> None:
    measure = (
        "naam: Controle, eigenaar: Jansen, frequentie: dagelijks, soort: detectief, risicos: [R1], checks: [ZPM-PR-01]"
    )
    (folder / "raamwerk.yaml").write_text(
        "risicos: [{id: R1, naam: Verkeerde klasse, kans: 4, impact: 4}]\n"
        "beheersmaatregelen:\n"
        f"  - {{id: M1, {measure}, hersteltermijn: 1}}\n"
        f"  - {{id: M2, {measure}, hersteltermijn: 9}}\n",
        encoding="utf-8",
    )
    more = "archief: archief.db\nraamwerk: raamwerk.yaml\n"
    path, told = folder / "export" / "prestaties.csv", []
    (folder / "zpm-audit.yaml").write_text(f"export: export\nuitvoer: uit\n{more}", encoding="utf-8")
    for day in ("2024-12-30", "2024-12-31"):
        ran = inside(folder)("run", "--peildatum", day, "--gx", "uit", "--select", CHECK, "--fail-on", "nooit")
        assert ran.code == 0, ran.err
        newest = max((folder / "uit").iterdir(), key=lambda one: one.name)
        told.append(json.loads((newest / "resultaat.json").read_text(encoding="utf-8"))["run"]["raamwerk"])
        # In the night between them somebody puts one of the eight right.
        path.write_text(path.read_text("utf-8").replace("45,29,45,120.50", "45,45,45,120.50"), "utf-8")
    first, second = told
    assert [m["werking"]["stand"] for m in first["maatregelen"]] == ["niet_aangetoond", "niet_aangetoond"]
    assert [m["bestaan"]["stand"] for m in first["maatregelen"]] == ["aangetoond", "aangetoond"]
    assert second["runs"] == 2
    found = {m["id"]: m for m in second["maatregelen"]}
    assert (found["M1"]["hersteld"], found["M1"]["langste_dagen"], found["M1"]["open"]) == (1, 1, 7)
    assert found["M1"]["werking"]["stand"] == found["M2"]["werking"]["stand"] == "aangetoond"
    assert found["M2"]["opzet"]["stand"] == "niet_aangetoond"
