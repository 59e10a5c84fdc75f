"""The matrix that comes with the tool: every check and every norm that our sources name is placed, docs are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.catalogue.pages.test_check_pages import assert_tables_are_whole
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.norm_files import load_norms
from zpm_audit.catalogue.norms import SUMMARIES, ListedNorm
from zpm_audit.catalogue.pages.norms import norm_page
from zpm_audit.checks.words import CERTAINTY_MEANING
from zpm_audit.cli import app

pytestmark = pytest.mark.whole

CATALOGUE = load_catalogue()
MATRIX = load_norms(CATALOGUE)
PAGE = Path(__file__).parents[3] / "docs" / "normmatrix.md"

#: Every number that the sources of this project name.
VALUECARE = (
    "N2500 N2503 N2505 N2508 N2509 N2515 N2594 N2700 N2710 N2711 N2790 N2811 N2815 N2844 N2920 N2924 N2945 N2946 N2969 "
    "N2970 N2971 N2972 N2974 N2978 N2979 N9192 N9334"
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
    "consult.1 consult.2 consult.3 consult.4 consult.5 code.1 code.2 setting.1 setting.2 beroep.1 beroep.2 beroep.3 "
    "P=R noshow "
    "overleg.1 overleg.2 overleg.3 overleg.4 euthanasie groep.1 groep.2 groep.3 groep.4 groep.5 reistijd.1 reistijd.2 "
    "reistijd.3 tolk psychodiagnostiek verblijf.1 verblijf.2 verblijf.3 verblijf.4 verblijf.5 overige nieuw nieuw.2026 "
    "verkennend facultatief tarief.1 "
    "tarief.2 info.1 info.2 info.3 info.4 info.5 traject.1 traject.2 traject.3 traject.4 traject.5 financiering zvt.1 "
    "zvt.2 acuut.1 acuut.2 overgang indiening"
).split()
FIELD = "P=R.1 P=R.2 P=R.3 P=R.4 P=R.5 P=R.6 RB OVZ VW.1 VW.2 VW.3 VW.4 LKS.1 LKS.2 LKS.3 HT.gepast".split()
THEME_SIZES = {
    "RB": 5, "PR": 6, "IO": 7, "EU": 2, "OD": 2, "CO": 12, "GC": 6, "RT": 4, "VB": 7, "ZT": 11, "VW": 4, "AC": 1,
    "FA": 9, "BH": 3, "SE": 5, "KP": 2, "PF": 2, "TM": 1, "CT": 4,
}  # fmt: skip


DOWNLOADS = "https://www.zorgprestatiemodel.nl/aan-de-slag/downloads/"
SECTIONS = [
    "inleiding",
    "Belangrijkste kenmerken",
    "Beleid zorgaanbieder 2022 en verder",
    "Instellingsbeleid 2022 en verder",
    "Inrichting processen en systemen",
    "Beleid, Inrichting van processen en systemen",
    "Checklist",
]
OWN = "eigen aanname, geen document"
#: What the guide asks that no check judges whole: each is a row that a person takes up.
DUTIES = {
    "1.3": "Crisis buiten budget",
    "3.11": "standaardduur",
    "3.12": "verwijzing",
    "4.6": "ongeplande zorg",
    "4.7": "Zorgstandaarden",
    "5.15": "Meer behandelaren in een groep",
    "5.16": "basis-ggz en gespecialiseerde ggz",
    "5.17": "Multidisciplinair overleg",
    "5.18": "externe aanleveringen",
    "6.4": "Transitieprestatie",
    "6.5": "innovatieve zorg",
    "6.6": "directe en indirecte tijd",
    "6.7": "boekjaar",
    "7.4": "Factureren per maand",
    "7.5": "Onderhanden werk en bevoorschotting",
    "7.6": "Schadelastjaar",
    "7.7": "Meerjarenafspraken",
    "8.4": "wachttijden",
    "8.5": "Functiemix",
    "10.8": "Accountant",
    "10.9": "Patiënt als controle",
    "10.10": "kunnen vervallen",
    "10.11": "Control framework",
    "10.12": "First-time-right",
}
TARIFF = "NZa, opbrengstendocument tariefopbouw zorgprestatiemodel (fase 1)"
TARIFF_PARTS = {
    "hoofdstuk 2.1 Behandeling",
    "hoofdstuk 2.2 Verblijf",
    "hoofdstuk 2.3 Overige verrichtingen",
    "hoofdstuk 2.4 en 2.5",
    "hoofdstuk 2.6 Acute ggz",
    "hoofdstuk 3",
    "bijlage 1 en 2",
}
EXACT = {
    "VELD VW.2": {"VW-02"},
    "N N2700": {"RT-04"},
    "N N2710": {"CO-03"},
    "NZa code.2": {"CO-10"},
    "NZa P=R": {"PR-01", "PR-02"},
    "NZa overleg.1": {"IO-01"},
    "NZa groep.2": {"GC-02"},
    "NZa reistijd.1": {"RT-01", "RT-02"},
    "NZa reistijd.3": {"RT-04"},
    "NZa verblijf.1": {"VB-01"},
    "NZa verblijf.2": {"VB-03"},
    "NZa tarief.1": {"FA-01"},
    "NZa traject.1": {"ZT-01", "ZT-03", "ZT-11"},
    "NZa traject.2": {"ZT-02"},
    "NZa traject.4": {"ZT-06"},
    "NZa overgang": {"FA-05"},
    "HR 1.1": {"CO-10"},
    "HR 5.1": {"CO-10", "CO-12"},
    "HR 5.3": {"IO-01"},
    "HR 5.9": {"VB-04"},
}
#: Per framework how many norms are covered exactly, partly, by hand and not at all.
COUNTS = {
    "V&C": (0, 5, 1, 1),
    "VELD": (1, 11, 2, 2),
    "N": (2, 19, 6, 1),
    "N-dbc": (0, 2, 2, 10),
    "NZa": (6, 44, 3, 5),
    "HR": (0, 51, 20, 4),
    "TARIEF": (1, 14, 3, 3),
    "GDS801": (45, 1, 0, 1),
}


def norms(framework: str) -> dict[str, ListedNorm]:
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
    places = {i: n.source.split(", ", 2) for i, n in norms("HR").items()}
    assert list(dict.fromkeys(place[1] for place in places.values())) == CHAPTERS
    for number, (_, chapter, *section) in places.items():
        # The number of a norm begins with that of its chapter; the chapters of the processes have sections.
        nth = int(number.split(".")[0])
        assert CHAPTERS[nth - 1] == chapter, number
        assert section in ([[]] if nth <= 2 else [[s] for s in SECTIONS]), number
    assert {n.url for n in norms("HR").values()} == {DOWNLOADS}


@pytest.mark.parametrize(("number", "said"), DUTIES.items())
def test_every_duty_of_the_guide_has_a_row(number: str, said: str) -> None:
    norm = norms("HR")[number]
    assert said in norm.title.nl
    assert "hand" in {line.coverage for line in norm.lines}


def test_the_tariff_document_stands_by_itself() -> None:
    placed = norms("TARIEF")
    parts = {n.source.removeprefix(TARIFF).split(",")[1].strip() for n in placed.values()}
    assert parts == TARIFF_PARTS
    asked = {line.check_id for n in placed.values() for line in n.lines}
    assert {"ZPM-SE-01", "ZPM-SE-02", "ZPM-SE-03", "ZPM-SE-04", "ZPM-SE-05"} <= asked
    # It computed tariffs and binds no claim: only what the rules of the NZa say too is called exact.
    assert [(i, line.check_id) for i, n in placed.items() for line in n.lines if line.coverage == "exact"] == [
        ("2.3.overleg", "ZPM-IO-01")
    ]


def test_what_is_called_exact_was_weighed() -> None:
    """A row here says that somebody laid the check beside the text of the norm and found nothing to say."""
    assert MATRIX
    found: dict[str, set[str]] = {}
    for framework in MATRIX.frameworks:
        for norm in framework.norms:
            exact = {line.check_id or "" for line in norm.lines if line.coverage == "exact"}
            if exact and framework.id not in {"GDS801", "EIGEN", "TARIEF"}:
                found[f"{framework.id} {norm.id}"] = {i.removeprefix("ZPM-") for i in exact}
    assert found == EXACT


def test_in_time_is_judged_by_the_check_that_measures_time() -> None:
    kinds = {line.check_id: line.note.nl.split(":")[0] for line in norms("HR")["5.11"].lines}
    assert kinds["ZPM-FA-07"] == "Tijdigheid"
    assert [i for i, kind in kinds.items() if kind == "Tijdigheid"] == ["ZPM-FA-07"]


def test_every_source_of_a_check_names_its_place() -> None:
    for check in CATALOGUE.checks.values():
        for norm in check.norm:
            place = norm.artikel
            assert place, (check.id, norm.bron)
            if norm.bron.startswith("Handreiking implementatie zorgprestatiemodel"):
                assert norm.url == DOWNLOADS, (check.id, norm.bron)
                assert re.match(r"hoofdstuk (.+?), ", place), (check.id, place)
                assert re.match(r"hoofdstuk (.+?), ", place)[1] in CHAPTERS[2:], (check.id, place)
                assert norm.zekerheid == "Z", (check.id, norm.bron)
            elif norm.url is None:
                told = place == OWN if norm.zekerheid == "C" else "niet gevonden" in place
                # The rules of the claims portal were read in a copy, which the name of the source says.
                assert told or "gelezen in een afschrift" in norm.bron, (check.id, norm.bron, place)


def test_certainty_z_says_that_the_rules_were_not_read() -> None:
    assert "spelregels zelf zijn niet gelezen" in CERTAINTY_MEANING["Z"].nl
    assert "rules themselves were not read" in CERTAINTY_MEANING["Z"].en


def test_the_counts_of_the_frameworks() -> None:
    assert MATRIX
    counts = {f.id: tuple(f.count(s) for s in SUMMARIES) for f in MATRIX.frameworks}
    # Our own norms are written for their checks, so there are as many as somebody thought of.
    assert counts == COUNTS | {"EIGEN": (len(norms("EIGEN")), 0, 0, 0)}


def test_every_check_is_placed_and_every_check_named_exists() -> None:
    assert MATRIX
    assert MATRIX.check_ids == set(CATALOGUE.checks)
    known = {f"ZPM-{theme}-{k:02}" for theme, size in THEME_SIZES.items() for k in range(1, size + 1)}
    assert len(known) == 93
    assert known <= MATRIX.check_ids


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
    again = "draai: zpm-audit checks norms --out docs/normmatrix.md"
    assert PAGE.read_text(encoding="utf-8") == norm_page(CATALOGUE, MATRIX), f"{PAGE} is verouderd; {again}"
    assert_tables_are_whole(PAGE.read_text(encoding="utf-8"))


def test_links_of_the_page_name_checks() -> None:
    targets = set(re.findall(r"\]\(checks/(ZPM-[A-Z]{2}-\d{2})\.md\)", PAGE.read_text(encoding="utf-8")))
    assert targets == set(CATALOGUE.checks)


@pytest.mark.parametrize(("language", "said"), [("nl", "met de hand"), ("en", "by hand")])
def test_the_command_prints_it(language: str, said: str) -> None:
    ran = CliRunner().invoke(app, ["checks", "norms", "--taal", language])
    assert ran.exit_code == 0, ran.output
    assert said in ran.output
    assert "N2945" in ran.output
    assert f"{len(CATALOGUE.checks)} checks" in ran.output


def test_the_command_overwrites_its_own_page_only(tmp_path: Path) -> None:
    own, other = tmp_path / "map" / "m.md", tmp_path / "ander.md"
    other.write_text("# Van mij\n", encoding="utf-8")
    for _ in range(2):
        assert CliRunner().invoke(app, ["checks", "norms", "--out", str(own)]).exit_code == 0
    assert own.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
    for target in (other, tmp_path):
        ran = CliRunner().invoke(app, ["checks", "norms", "--out", str(target)])
        assert ran.exit_code == 2
        assert "niet overschreven" in ran.output
    assert other.read_text(encoding="utf-8") == "# Van mij\n"
