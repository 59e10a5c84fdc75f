"""A matrix that is not sound is refused with its file and line, in both languages, like any other catalogue error."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.catalogue.good import write
from zpm_audit.catalogue.loader import CatalogueError, load_catalogue
from zpm_audit.catalogue.norm_files import COVERAGE, FOLDER, FRAMEWORKS, HAND_WORK, NORMS, load_norms
from zpm_audit.catalogue.norms import NormMatrix
from zpm_audit.cli import app

FILES = {
    FRAMEWORKS: """\
# Een opmerking telt als regel.
kader,titel_nl,titel_en,toelichting_nl,toelichting_en,bron,url
K,Kader,Framework,Wat gelezen is.,What was read.,Bron,https://example.org/k
""",
    NORMS: """\
kader,norm_id,titel_nl,titel_en,bron,url,zekerheid
K,1,"Een, met komma",One,Bron,https://example.org/1,A
K,2,Twee,Two,Bron,,B
K,3,Drie,Three,Bron,,C
""",
    COVERAGE: """\
kader,norm_id,check_id,dekking,toelichting_nl,toelichting_en
K,1,ZPM-XX-01,exact,,
K,2,ZPM-XX-01,onder,Ziet een deel.,Sees a part.
K,2,,hand,Kijk zelf.,Look yourself.
K,3,,geen,Niet bevestigd.,Not confirmed.
""",
}


def catalogue(folder: Path, **changes: str) -> Path:
    """Write a catalogue of one check with a matrix; ``changes`` replace the text of a file."""
    made = write(folder / "checks")
    reference = made.path / "referentie" / FOLDER
    reference.mkdir(parents=True)
    for name, text in FILES.items():
        (reference / name).write_text(changes.get(name.removesuffix(".csv"), text), encoding="utf-8")
    return made.path


def loaded(folder: Path) -> NormMatrix | None:
    return load_norms(load_catalogue(folder))


def test_a_sound_matrix(tmp_path: Path) -> None:
    matrix = loaded(catalogue(tmp_path))
    assert matrix
    [framework] = matrix.frameworks
    assert [norm.summary for norm in framework.norms] == ["exact", "deels", "geen"]
    assert framework.norms[0].title.nl == "Een, met komma"
    assert [line.coverage for line in framework.norms[1].lines] == ["onder", "hand"]
    assert matrix.check_ids == {"ZPM-XX-01"}
    assert matrix.unplaced(["ZPM-XX-01", "ZPM-XX-02"]) == ("ZPM-XX-02",)
    assert [framework.count(s) for s in ("exact", "deels", "hand", "geen")] == [1, 1, 0, 1]


def edited(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[file]
    return {file.removesuffix(".csv"): FILES[file].replace(old, new)}


WRONG = [
    ("unknown check", edited(COVERAGE, "K,1,ZPM-XX-01", "K,1,ZPM-XX-07"), COVERAGE, 2, "'ZPM-XX-07' bestaat niet"),
    ("unknown coverage", edited(COVERAGE, "geen,", "nee,"), COVERAGE, 5, "dekking 'nee' is onbekend"),
    ("unknown norm", edited(COVERAGE, "K,3,,geen", "K,9,,geen"), COVERAGE, 5, "norm 'K 9' bestaat niet"),
    ("unknown framework", edited(NORMS, "K,2,", "Q,2,"), NORMS, 3, "kader 'Q' bestaat niet"),
    ("unknown certainty", edited(NORMS, ",,B", ",,X"), NORMS, 3, "zekerheid 'X' is onbekend"),
    ("norm twice", edited(NORMS, "K,3,Drie", "K,2,Drie"), NORMS, 4, "K 2 staat er twee keer"),
    ("framework twice", edited(FRAMEWORKS, "K,Kader", "K,A,A,A,A,A,\nK,Kader"), FRAMEWORKS, 4, "K staat er twee keer"),
    ("line twice", edited(COVERAGE, "K,2,,hand", "K,2,ZPM-XX-01,hand"), COVERAGE, 4, "K 2 ZPM-XX-01 staat er twee"),
    ("no explanation", edited(COVERAGE, "Ziet een deel.,", ","), COVERAGE, 3, "kolom toelichting_nl is leeg"),
    ("no English", edited(COVERAGE, "Look yourself.", ""), COVERAGE, 4, "kolom toelichting_en is leeg"),
    ("exact without a check", edited(COVERAGE, "K,1,ZPM-XX-01", "K,1,"), COVERAGE, 2, "'exact' vraagt een check"),
    ("nothing with a check", edited(COVERAGE, "K,3,,", "K,3,ZPM-XX-01,"), COVERAGE, 5, "hoort geen check te noemen"),
    ("nothing beside something", edited(COVERAGE, "K,2,,hand", "K,2,,geen"), NORMS, 3, "en toch ook andere rijen"),
    ("norm without a place", edited(COVERAGE, "K,3,,geen,Niet bevestigd.,Not confirmed.\n", ""), NORMS, 4,
     "norm K 3 is niet geplaatst"),
    ("framework without norms", edited(FRAMEWORKS, "K,Kader", "L,A,A,A,A,A,\nK,Kader"), FRAMEWORKS, 3,
     "kader 'L' heeft geen norm"),
    ("no title", edited(NORMS, "Twee,Two", ",Two"), NORMS, 3, "kolom titel_nl is leeg"),
    ("no address", edited(NORMS, "https://example.org/1", "javascript:x"), NORMS, 2, "is geen webadres"),
    ("header", edited(COVERAGE, "dekking,", "cover,"), COVERAGE, 1, "de kopregel moet zijn"),
    ("too many cells", edited(COVERAGE, "Kijk zelf.", "Kijk, zelf."), COVERAGE, 4, "7 cellen in plaats van 6"),
    ("empty", {"normen": ""}, NORMS, 1, "het bestand is leeg"),
    ("quote not closed", edited(NORMS, '"Een, met komma"', '"Een'), NORMS, 2, "geen geldige CSV"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "file", "line", "words"), [pytest.param(*w[1:], id=w[0]) for w in WRONG])
def test_what_is_wrong_is_refused_with_its_place(
    changes: dict[str, str], file: str, line: int, words: str, tmp_path: Path
) -> None:
    folder = catalogue(tmp_path, **changes)
    with pytest.raises(CatalogueError) as refused:
        loaded(folder)
    found = [p for p in refused.value.problems if words in p.what.nl]
    assert found, refused.value.text.nl
    assert (found[0].file, found[0].line) == (folder / "referentie" / FOLDER / file, line)
    assert all(p.what.en and p.what.en != p.what.nl for p in refused.value.problems)
    assert f"{file}:{line}:" in refused.value.text.en


def test_a_missing_file_of_the_three_is_refused(tmp_path: Path) -> None:
    folder = catalogue(tmp_path)
    (folder / "referentie" / FOLDER / NORMS).unlink()
    with pytest.raises(CatalogueError, match="niet te lezen"):
        loaded(folder)


def test_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = catalogue(tmp_path)
    (folder / "referentie" / FOLDER / NORMS).write_bytes("K,1,Eén".encode("cp1252"))
    with pytest.raises(CatalogueError, match="geen UTF-8"):
        loaded(folder)


def test_lint_refuses_it_and_so_does_a_run(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, **edited(COVERAGE, "K,1,ZPM-XX-01", "K,1,ZPM-XX-07"))
    for command in (["checks", "lint"], ["checks", "norms"], ["run", str(tmp_path)]):
        ran = CliRunner().invoke(app, [*command, "--checks", str(folder)])
        assert ran.exit_code == 2, ran.output
        assert "dekking.csv:2:1: check 'ZPM-XX-07' bestaat niet (bedoelde u 'ZPM-XX-01'?)" in ran.output


def test_lint_counts_the_norms(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["checks", "lint", "--checks", str(catalogue(tmp_path))])
    assert ran.exit_code == 0, ran.output
    assert "3 normen" in ran.output


def test_a_folder_of_ones_own_without_these_files_has_no_matrix(tmp_path: Path) -> None:
    folder = write(tmp_path / "checks").path
    assert loaded(folder) is None
    ran = CliRunner().invoke(app, ["checks", "norms", "--checks", str(folder)])
    assert (ran.exit_code, "geen normmatrix" in ran.output) == (0, True)


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("K,2,consulten\n", 0, ""),
        ("K,2,alles\n", 2, "populatie 'alles' is onbekend"),
        ("K,9,consulten\n", 2, "norm 'K 9' bestaat niet"),
        ("K,1,consulten\nK,2,consulten\n", 2, "norm K 1 is niet met de hand te toetsen"),
        ("K,2,\n", 2, "populatie '' is onbekend"),
        ("K,3,eenmalig\n", 1, "norm K 2 staat er niet in"),
    ],
)
def test_what_is_drawn_from_is_said_of_every_norm_by_hand(tmp_path: Path, rows: str, line: int, words: str) -> None:
    folder = catalogue(tmp_path)
    written = folder / "referentie" / FOLDER / HAND_WORK
    written.write_text(f"kader,norm_id,populatie\n{rows}", encoding="utf-8")
    if not line:
        matrix = loaded(folder)
        assert matrix
        assert [norm.drawn_from for norm in matrix.frameworks[0].norms] == ["eenmalig", "consulten", "eenmalig"]
        return
    with pytest.raises(CatalogueError) as refused:
        loaded(folder)
    assert (line, words) in [(p.line, p.what.nl) for p in refused.value.problems if p.file == written]
