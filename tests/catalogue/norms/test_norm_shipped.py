"""The matrix that comes with the tool: every check and every norm that our sources name is placed, docs are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.catalogue.pages.test_check_pages import assert_tables_are_whole
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.norm_files import load_norms
from zpm_audit.catalogue.norms import Norm
from zpm_audit.catalogue.pages.norms import norm_page
from zpm_audit.catalogue.pages.pages import COMMAND
from zpm_audit.cli import app

CATALOGUE = load_catalogue()
MATRIX = load_norms(CATALOGUE)
PAGE = Path(__file__).parents[3] / "docs" / "normmatrix.md"

#: Every number that the sources of this project name.
VALUECARE = (
    "N2500 N2503 N2505 N2508 N2509 N2515 N2594 N2700 N2710 N2711 N2811 N2815 N2844 N2920 N2924 N2945 N2946 N2969 N2970 "
    "N2971 N2972 N2974 N2978 N2979 N9192 N9334"
).split()
VALUECARE_DBC = ("N0940 N1167 N1188 N1358 N1424 N1426 N1551 N1826 N1933 N2020 N2023 N2115 N2204 N9161").split()
#: Themes of the list as the norm wiki letters them, the one risk id that was seen, and its other type of control.
THEMES = ["A", "A.01", "B", "C", "D", "E+", "deelwaarneming"]
#: Chapters of the guide, in its order.
CHAPTERS = [
    "Belangrijkste kenmerken",
    "Beleid zorgaanbieder",
    "Planning van zorg en resources",
    "Zorgverlening",
    "Registreren en declareren",
    "Zorginkoop en contractbeheer",
    "Financiële administratie",
    "Informatievoorziening",
    "Communicatie en voorlichting",
    "Verantwoording en controle",
]
#: Subjects on which the NZa or the programme has a rule, and the field agreements.
NZA = (
    "consult.1 consult.2 consult.3 consult.4 consult.5 code.1 code.2 setting.1 setting.2 beroep.1 beroep.2 P=R noshow "
    "overleg.1 overleg.2 overleg.3 overleg.4 euthanasie groep.1 groep.2 groep.3 groep.4 reistijd.1 reistijd.2 "
    "reistijd.3 tolk psychodiagnostiek verblijf.1 verblijf.2 verblijf.3 verblijf.4 verblijf.5 overige nieuw tarief.1 "
    "tarief.2 info.1 info.2 info.3 info.4 info.5 traject.1 traject.2 traject.3 traject.4 traject.5 financiering zvt.1 "
    "zvt.2 acuut.1 acuut.2 overgang indiening"
).split()
FIELD = "P=R.1 P=R.2 P=R.3 P=R.4 P=R.5 P=R.6 RB OVZ VW.1 VW.2 VW.3 VW.4 LKS.1 LKS.2 LKS.3 HT.gepast".split()


def norms(framework: str) -> dict[str, Norm]:
    assert MATRIX
    return {n.id: n for f in MATRIX.frameworks if f.id == framework for n in f.norms}


@pytest.mark.parametrize(
    ("framework", "ids"),
    [("V&C", THEMES), ("VELD", FIELD), ("N-dbc", VALUECARE_DBC), ("NZa", NZA), ("N", [*VALUECARE, "CZZ"])],
)
def test_every_norm_of_the_sources_is_placed(framework: str, ids: list[str]) -> None:
    placed = norms(framework)
    assert sorted(placed) == sorted(ids)
    assert all(norm.lines for norm in placed.values())


def test_every_chapter_of_the_guide_has_norms() -> None:
    sources = [n.source.rpartition(", ")[2] for n in norms("HR").values()]
    assert list(dict.fromkeys(sources)) == CHAPTERS
    # The number of a norm begins with that of its chapter.
    assert all(CHAPTERS[int(i.split(".")[0]) - 1] in n.source for i, n in norms("HR").items())


def test_every_check_is_placed_and_every_check_named_exists() -> None:
    assert MATRIX
    assert MATRIX.check_ids == set(CATALOGUE.checks), "een check krijgt een rij in referentie/normmatrix/dekking.csv"


def test_a_check_of_our_own_making_never_covers_a_norm_of_others_exactly() -> None:
    """Where a check rests on plausibility alone, only our own framework may call it exact."""
    assert MATRIX
    own = {i for i, c in CATALOGUE.checks.items() if {n.zekerheid for n in c.norm} == {"C"}}
    assert own
    for framework in MATRIX.frameworks:
        for norm in framework.norms:
            exact = {line.check_id for line in norm.lines if line.coverage == "exact"}
            # Two of them are also plain conditions of a rule of others: the traject is of this patient.
            assert framework.id == "EIGEN" or not exact & (own - {"ZPM-ZT-11"}), (framework.id, norm.id)


def test_the_list_that_was_not_read_is_covered_exactly_nowhere() -> None:
    assert "exact" not in {line.coverage for n in norms("V&C").values() for line in n.lines}


def test_there_are_gaps_and_they_are_explained() -> None:
    assert MATRIX
    gaps = [n for f in MATRIX.frameworks for n in f.norms if n.summary == "geen"]
    assert len(gaps) > 20
    assert all(len(line.note.nl) > 15 for n in gaps for line in n.lines)


def test_both_languages_are_filled_and_differ() -> None:
    assert MATRIX
    for framework in MATRIX.frameworks:
        texts = [framework.note, *(n.title for n in framework.norms)]
        texts += [line.note for n in framework.norms for line in n.lines if line.coverage != "exact"]
        for text in texts:
            assert text.nl != text.en, text
            assert not re.search(r"\b(the|which|with|only)\b", text.nl), text.nl
            assert not re.search(r"\b(het|een|niet|wordt)\b", text.en), text.en


def test_the_page_in_docs_is_fresh() -> None:
    assert MATRIX
    again = f"draai: {COMMAND}"
    assert PAGE.read_text(encoding="utf-8") == norm_page(CATALOGUE, MATRIX), f"{PAGE} is verouderd; {again}"
    assert_tables_are_whole(PAGE.read_text(encoding="utf-8"))


def test_links_of_the_page_name_checks() -> None:
    targets = set(re.findall(r"\]\(checks/(ZPM-[A-Z]{2}-\d{2})\.md\)", PAGE.read_text(encoding="utf-8")))
    assert MATRIX
    assert targets == MATRIX.check_ids


@pytest.mark.parametrize(("language", "said"), [("nl", "met de hand"), ("en", "by hand")])
def test_the_command_prints_it(language: str, said: str) -> None:
    ran = CliRunner().invoke(app, ["checks", "norms", "--taal", language])
    assert ran.exit_code == 0, ran.output
    assert said in ran.output
    assert "N2945" in ran.output
    assert MATRIX
    assert f"{len(MATRIX.check_ids)} checks" in ran.output


def test_the_command_overwrites_its_own_page_only(tmp_path: Path) -> None:
    own, other = tmp_path / "map" / "m.md", tmp_path / "ander.md"
    other.write_text("# Van mij\n", encoding="utf-8")
    for _ in range(2):
        assert CliRunner().invoke(app, ["checks", "norms", "--out", str(own)]).exit_code == 0
    assert MATRIX
    assert own.read_text(encoding="utf-8") == norm_page(CATALOGUE, MATRIX)
    for target in (other, tmp_path):
        ran = CliRunner().invoke(app, ["checks", "norms", "--out", str(target)])
        assert ran.exit_code == 2
        assert "niet overschreven" in ran.output
    assert other.read_text(encoding="utf-8") == "# Van mij\n"
