"""Checks of one's own beside the shipped ones: what is taken, what is refused, and how a first one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.good import write
from zpm_audit.base.errors import UsageError
from zpm_audit.catalogue import explain
from zpm_audit.catalogue.explain import lint_lines, list_lines
from zpm_audit.catalogue.loader import CatalogueError, Chosen, load_catalogue
from zpm_audit.catalogue.official import difference
from zpm_audit.catalogue.scaffold import OPEN, scaffold_lines

pytestmark = pytest.mark.whole

ID = "EIGEN-ZZ-01"


def made(folder: Path, check_id: str = ID) -> Path:
    """Make a check in ``folder`` and fill in what it asks for."""
    scaffold_lines(check_id, folder, "nl")
    path = folder / f"{check_id}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{OPEN}: ", ""), encoding="utf-8")
    return path


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a catalogue of one check: what is tried here is what stands beside it, and that is quicker proven."""
    return write(tmp_path / "checks").path


def test_a_scaffold_asks_to_be_filled_in_and_then_is_right(one: Path, tmp_path: Path) -> None:
    folder = tmp_path / "huisregels"
    told = scaffold_lines(ID, folder, "nl")
    assert any(f"checks lint --extra-checks {folder}" in line for line in told)
    path = folder / f"{ID}.yaml"
    text = path.read_text(encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        lint_lines(Chosen(one, (folder,)), "nl")
    places = {p.line for p in caught.value.problems}
    assert places == {n for n, line in enumerate(text.splitlines(), 1) if f"{OPEN}: " in line}
    assert all(OPEN in p.what.nl for p in caught.value.problems)
    path.write_text(text.replace(f"{OPEN}: ", ""), encoding="utf-8")
    assert "2 checks" in lint_lines(Chosen(one, (folder,)), "nl")[0]
    lines, failed = explain.test_lines(Chosen(one, (folder,)), [ID], "nl")
    assert (failed, lines[-1][:9]) == (0, "4 gevalle")


@pytest.mark.parametrize(
    ("check_id", "folder", "words"),
    [("ZPM-ZZ-01", "eigen", "meegeleverde"), ("eigen-1", "eigen", "EIGEN-ZZ-01"), (ID, "Eigen1", "kleine letters")],
)
def test_a_scaffold_that_could_not_be_loaded_is_refused(check_id: str, folder: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        scaffold_lines(check_id, tmp_path / folder, "nl")
    assert not (tmp_path / folder).exists()


def test_a_scaffold_overwrites_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "eigen")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="bestaat al"):
        scaffold_lines(ID, tmp_path / "eigen", "nl")
    assert path.read_text(encoding="utf-8") == before


def test_a_folder_is_a_theme_of_its_own(tmp_path: Path) -> None:
    made(tmp_path / "huis-regels")
    lines = list_lines(Chosen(extra=(tmp_path / "huis-regels",)), "nl")
    assert lines[lines.index("Huis regels") + 1].split()[0] == ID
    found = difference(load_catalogue(extra=(tmp_path / "huis-regels",)), {})
    assert (found.changed, found.extra) == ((), (ID,))


def test_what_cannot_stand_beside_the_catalogue_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "eigen")
    reserved = path.with_name("ZPM-ZZ-01.yaml")
    reserved.write_text(path.read_text(encoding="utf-8").replace(ID, "ZPM-ZZ-01"), encoding="utf-8")
    other = tmp_path / "nog" / "eigen" / path.name
    other.parent.mkdir(parents=True)
    other.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(extra=(tmp_path / "eigen", tmp_path / "nog"))
    told = {(p.file.name, p.line): p.text().nl for p in caught.value.problems}
    assert "ZPM- begint" in told["ZPM-ZZ-01.yaml", 4]
    assert "EIGEN-ZZ-01" in told["ZPM-ZZ-01.yaml", 4]
    assert f"bestaat al in {path}" in told[f"{ID}.yaml", 4]


@pytest.mark.parametrize(("name", "words"), [("weg", "bestaat niet"), ("leeg", "geen enkele check")])
def test_a_folder_without_checks_is_refused(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageError, match=words) as caught:
        load_catalogue(extra=(tmp_path / name,))
    assert "checks new" in str(caught.value)


def test_definitions_beside_the_shipped_ones_are_refused(tmp_path: Path) -> None:
    made(tmp_path / "eigen")
    (tmp_path / "eigen" / "definities.yaml").write_text("themas: {}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--checks"):
        load_catalogue(extra=(tmp_path / "eigen",))


SAME = [
    ("another name", "maximum_minuten", "langste"),
    ("another layout", "eis: gerealiseerde_minuten <=", "eis: gerealiseerde_minuten    <="),
    ("another order", "waar: prestatiegroep = 'consult'",
     "waar: gerealiseerde_minuten is not null and prestatiegroep = 'consult'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [pytest.param(*row[1:], id=row[0]) for row in SAME])
def test_two_checks_that_judge_the_same_are_found(old: str, new: str, one: Path, tmp_path: Path) -> None:
    first, second = made(tmp_path / "een"), made(tmp_path / "twee", "EIGEN-ZZ-02")
    if "is not null" in new:
        text = first.read_text(encoding="utf-8")
        back = "waar: prestatiegroep = 'consult' AND gerealiseerde_minuten is not null"
        first.write_text(text.replace(old, back), encoding="utf-8")
    text = second.read_text(encoding="utf-8")
    assert old in text
    second.write_text(text.replace(old, new), encoding="utf-8")
    cases = second.with_name("EIGEN-ZZ-02.gevallen.yaml")
    cases.write_text(cases.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        lint_lines(Chosen(one, (tmp_path / "een", tmp_path / "twee")), "nl")
    assert any("EIGEN-ZZ-02 oordeelt hetzelfde als EIGEN-ZZ-01" in p.what.nl for p in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new"), [("waarde: 240", "waarde: 241"), ("ernst: signaal", "ernst: fout"), (" <= max", " < max")]
)
def test_checks_that_differ_in_a_verdict_are_not_the_same(old: str, new: str, one: Path, tmp_path: Path) -> None:
    made(tmp_path / "een")
    second = made(tmp_path / "twee", "EIGEN-ZZ-02")
    text = second.read_text(encoding="utf-8")
    assert old in text
    second.write_text(text.replace(old, new), encoding="utf-8")
    assert "3 checks" in lint_lines(Chosen(one, (tmp_path / "een", tmp_path / "twee")), "nl")[0]
