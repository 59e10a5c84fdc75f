"""The pages about the checks say what the check files say, and the files in docs are those pages."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from tests.catalogue.corpus import SAMPLED
from zpm_audit.base.errors import UsageError
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.pages.examples import examples
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.catalogue.pages.markdown import link, plain_words
from zpm_audit.catalogue.pages.pages import COMMAND, INDEX, index, orphans, page, write_pages
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.scope import Need
from zpm_audit.cli import app
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import missing
from zpm_audit.register import TABLES, Register, RegisterTable

pytestmark = pytest.mark.whole

DOCS = Path(__file__).parents[3] / "docs" / "checks"
CATALOGUE = load_catalogue()
AGAIN = f"draai: {COMMAND}"
each_check = pytest.mark.parametrize("check_id", list(CATALOGUE.checks))


@cache
def shown(check_id: str) -> str:
    """Return the page of a check; a worker that runs none of these tests makes none."""
    return page(CATALOGUE, check_id)


@each_check
def test_the_page_in_docs_is_fresh(check_id: str) -> None:
    path = DOCS / f"{check_id}.md"
    assert path.is_file(), f"{path} ontbreekt; {AGAIN}"
    assert path.read_text(encoding="utf-8") == shown(check_id), f"{path} is verouderd; {AGAIN}"


def test_the_index_in_docs_is_fresh() -> None:
    assert (DOCS / INDEX).read_text(encoding="utf-8") == index(CATALOGUE), f"{DOCS / INDEX} is verouderd; {AGAIN}"


def test_no_page_is_an_orphan() -> None:
    left = {path.name for path in DOCS.iterdir()} - {f"{i}.md" for i in CATALOGUE.checks} - {INDEX}
    assert not left, f"verwijder uit docs/checks: {left}"


def test_links_of_the_index_resolve_and_reach_every_check() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", index(CATALOGUE))
    assert sorted(targets) == sorted(f"{i}.md" for i in CATALOGUE.checks)
    shown = re.findall(r"\]\(([^)]+)\)", (DOCS / INDEX).read_text(encoding="utf-8"))
    assert all((DOCS / target).is_file() for target in shown)


@each_check
def test_limits_sources_cases_and_terms_are_on_the_page(check_id: str) -> None:
    check, text = CATALOGUE.checks[check_id], shown(check_id)
    for name, parameter in check.parameters.items():
        section = text[text.index(f"`{name}`: {plain_words(parameter.omschrijving.nl)}") :]
        for value in parameter.waarden:
            row = next(line for line in section.splitlines() if plain_words(value.bron) in line)
            assert f"| {value.waarde} {parameter.eenheid} | {value.zekerheid}: " in row
            assert all(str(day) in row for day in (value.vanaf, value.tot) if day)
    for norm in check.norm:
        assert plain_words(norm.bron) in text
        assert str(norm.geverifieerd_op) in text
        assert norm.url is None or link(norm.url) in text
    for words_of in (check.titel, check.eist, check.risico, check.doen, check.populatie.woorden):
        assert plain_words(words_of.nl) in text
    for term in Facts(CATALOGUE, check).terms():
        assert f"| `{term.name}`" in text


@each_check
def test_examples_show_every_boundary_and_every_verdict(check_id: str) -> None:
    file = load_cases(CATALOGUE, check_id).file
    text, chosen = shown(check_id), examples(file)
    assert all(f"| {plain_words(case.naam)} |" in text for case in chosen)
    sides = {(case.grens, case.kant) for case in chosen if case.grens}
    assert sides == {(name, kant) for name in CATALOGUE.checks[check_id].parameters for kant in ("binnen", "buiten")}
    assert _outcomes(chosen) == _outcomes(file.gevallen)


def _outcomes(cases: list) -> set[str]:
    return {v for c in cases for v in (c.verwacht.values() if isinstance(c.verwacht, dict) else [c.verwacht])}


class _Columns(RegisterTable):
    """A table of which only the columns count."""

    def __init__(self, name: str, columns: frozenset[str]) -> None:
        super().__init__(name, Path(), columns, 1, 1, 0, name)


def _missing(check_id: str, needs: list[Need]) -> bool:
    tables: dict[str, set[str]] = {}
    for need in needs:
        tables.setdefault(need.table, set()).update(need.columns)
    register = Register({name: _Columns(name, frozenset(columns)) for name, columns in tables.items()})
    return missing(Context(register, CATALOGUE, date(2024, 12, 31)), CATALOGUE.checks[check_id]) is not None


@pytest.mark.parametrize("check_id", SAMPLED)
def test_the_export_needs_exactly_what_the_page_says(check_id: str) -> None:
    needs = Facts(CATALOGUE, CATALOGUE.checks[check_id]).needs()
    assert not _missing(check_id, list(needs))
    for left_out in needs:
        if left_out.columns:
            assert _missing(check_id, [n for n in needs if n != left_out and not n.columns & left_out.columns])
    section = shown(check_id).split("## Wat er in de export moet staan")[1].split("## ")[0]
    assert {c for n in needs for c in (n.table, *n.columns)} <= set(re.findall(r"`([a-z_]+)`", section))


#: By hand: what may be empty and leaves the verdict open, and what hides whether a unit belongs.
EMPTY = {
    "ZPM-PR-01": ({"duurklasse", "geplande_minuten", "gerealiseerde_minuten", "prestatiecode"}, set()),
    "ZPM-PR-02": ({"duurklasse", "geplande_minuten", "gerealiseerde_minuten", "prestatiecode"}, set()),
    "ZPM-PR-05": ({"gepland_op", "starttijd"}, {"gepland"}),
    "ZPM-PR-06": (set(), {"setting", "consulttype"}),
    "ZPM-IO-03": ({"overleg_met"}, set()),
    "ZPM-RB-04": (set(), {"financiering", "regiebehandelaar_id"}),
    "ZPM-OD-01": (set(), {"traject_verzekerd"}),
}


@pytest.mark.parametrize("check_id", list(EMPTY))
def test_what_may_be_empty(check_id: str) -> None:
    facts = Facts(CATALOGUE, CATALOGUE.checks[check_id])
    assert (set(facts.undetermined()), set(facts.out_of_sight())) == EMPTY[check_id]


@each_check
def test_a_verdict_that_cases_expect_is_explained(check_id: str) -> None:
    check, text = CATALOGUE.checks[check_id], shown(check_id)
    expected = _outcomes(load_cases(CATALOGUE, check_id).file.gevallen)
    for verdict, absent in (("onbepaald", "**Onbepaald** komt"), ("buiten_beeld", "**Buiten beeld** komt")):
        assert verdict not in expected or absent not in text
    assert ("loopt" in expected) == ("**Loopt** komt" not in text)
    for tak in check.oordeel or []:
        assert f"**{tak.dan or tak.anders}**" in text


@each_check
def test_the_page_is_dutch_and_finished(check_id: str) -> None:
    text = shown(check_id)
    prose = re.sub(r"`[^`]*`|<[^>]*>", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    assert not re.findall(r"\b(the|when|which|with|that|only|empty|TODO|FIXME|None|null|True|False)\b", prose)
    assert "Verdict." not in text
    assert CATALOGUE.checks[check_id].eist.en.split(".")[0] not in text


@each_check
def test_tables_keep_their_columns(check_id: str) -> None:
    assert_tables_are_whole(shown(check_id))


def assert_tables_are_whole(text: str) -> None:
    width = 0
    assert text.count("\n```") % 2 == 0
    for line in re.sub(r"^(`{3,})\w+\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        assert cells == (width or cells), line
        width = cells


CHECK = r"""
id: ZPM-XX-01
titel: {nl: "Een | en een `teken` <b>", en: A}
versie: 1
ernst: signaal
thema: proef
onderwerp: prestatie
risico: {nl: "# Geen kop", en: A}
eist: {nl: "*Sterren* en [haken](x)", en: A}
doen: {nl: "1. Geen lijst", en: A}
norm:
  - bron: A | B
    url: https://example.org/a b|c>d
    geldig_van: 2022-01-01
    zekerheid: C
    geverifieerd_op: 2024-01-01
populatie:
  tabel: prestaties
  waar: |
    prestatiegroep = 'consult'
    and prestatiecode || '|' <> '```'
  woorden: {nl: Consulten., en: A}
afgeleid:
  plak: {naam: {nl: "a | b", en: A}, sql: "prestatiecode || '`|`'\n  || 'x\\|'"}
eis: |
  plak <> 'a|b'
  and setting = 1
waarde: plak
grens: "'|'"
melding: {nl: "Zie {plak} | hier.", en: A}
impact: |
  bedrag_eur
  + 1
"""
CASES = """
check: ZPM-XX-01
peildatum: 2024-12-31
standaard:
  prestaties: {prestatie_id: P, patient_id: A, datum: 2024-03-04, prestatiegroep: consult, prestatiecode: C}
gevallen:
  - {naam: "goed | goed", verwacht: voldoet, prestaties: [{setting: 1}]}
  - {naam: fout, verwacht: {P: afwijking}, prestaties: [{setting: 2}]}
  - {naam: leeg, verwacht: onbepaald, prestaties: [{}]}
"""


@pytest.fixture
def odd(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "checks"
    (folder / "proef").mkdir(parents=True)
    shared = (catalogue_dir() / "definities.yaml").read_text(encoding="utf-8")
    theme = "themas:\n  proef:\n    titel: {nl: Proef, en: Trial}\n"
    (folder / "definities.yaml").write_text(shared.replace("themas:\n", theme, 1), encoding="utf-8")
    (folder / "proef" / "ZPM-XX-01.yaml").write_text(CHECK, encoding="utf-8")
    (folder / "proef" / "ZPM-XX-01.gevallen.yaml").write_text(CASES, encoding="utf-8")
    return load_catalogue(folder)


def test_pipes_and_line_ends_break_nothing(odd: Catalogue) -> None:
    text = page(odd, "ZPM-XX-01")
    assert_tables_are_whole(text)
    assert "# ZPM-XX-01: Een | en een \\`teken\\` \\<b\\>\n" in text
    assert "\n\\# Geen kop\n" in text
    assert "\n1\\. Geen lijst\n" in text
    assert "\\*Sterren\\* en \\[haken\\](x)" in text
    assert "````sql\nprestatiegroep = 'consult'\nand prestatiecode || '|' <> '```'\n````\n" in text
    assert "| 1 | `plak <> 'a\\|b' and setting = 1` | **voldoet** |" in text
    assert "| `plak` | a \\| b | ``prestatiecode \\|\\| '`\\|`' \\|\\| 'x\\\\|'`` |" in text
    assert "| goed \\| goed | voldoet |" in text
    assert "<https://example.org/a%20b%7Cc%3Ed>" in text
    assert "```sql\nbedrag_eur\n+ 1\n```" in text
    assert "\n\n\n" not in text
    assert "](ZPM-XX-01.md) | Een \\| en een" in index(odd)


def test_a_reader_sees_what_the_check_file_says(odd: Catalogue) -> None:
    seen = MarkdownIt("commonmark").enable("table").render(page(odd, "ZPM-XX-01"))
    assert "<h1>ZPM-XX-01: Een | en een `teken` &lt;b&gt;</h1>" in seen
    assert "<p># Geen kop</p>" in seen
    assert "<p>1. Geen lijst</p>" in seen
    assert "<p>*Sterren* en [haken](x)</p>" in seen
    assert "<td><code>plak &lt;&gt; 'a|b' and setting = 1</code></td>" in seen
    assert "<td><code>prestatiecode || '`|`' || 'x\\|'</code></td>" in seen
    assert '<a href="https://example.org/a%20b%7Cc%3Ed">' in seen
    assert "and prestatiecode || '|' &lt;&gt; '```'\n</code></pre>" in seen


def test_the_reading_that_a_check_follows_is_on_its_page_and_in_the_terminal() -> None:
    assert CATALOGUE.checks["ZPM-GC-01"].lezing
    for check in CATALOGUE.checks.values():
        text = shown(check.id)
        assert ("**Gevolgde lezing.**" in text) == bool(check.lezing)
        assert check.lezing is None or plain_words(check.lezing.nl) in text
    for language, title in (("nl", "Gevolgde lezing"), ("en", "Reading followed")):
        told = CliRunner().invoke(app, ["checks", "show", "ZPM-GC-01", "--taal", language]).output
        said = CATALOGUE.checks["ZPM-GC-01"].lezing
        assert said is not None
        assert f"{title}: {said.text.in_(language)}" in told


@each_check
def test_every_table_is_seen_as_one(check_id: str) -> None:
    text = shown(check_id)
    seen = MarkdownIt("commonmark").enable("table").render(text)
    assert seen.count("<table>") == text.count("| --- |\n")
    assert not re.findall(r"<(?:p|li)>[^<]*\|", seen)


def test_the_command_writes_the_pages_of_a_folder_of_ones_own(odd: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "uit" / "paginas"
    arguments = ["checks", "docs", "--checks", str(odd.folder), "--out", str(out)]
    for _ in range(2):
        ran = CliRunner().invoke(app, arguments)
        assert ran.exit_code == 0, ran.output
        assert "2 pagina's geschreven" in ran.output
    assert {p.name for p in out.iterdir()} == {"ZPM-XX-01.md", INDEX}
    assert (out / "ZPM-XX-01.md").read_text(encoding="utf-8") == page(odd, "ZPM-XX-01")


def test_one_command_writes_everything_that_comes_from_the_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, ["checks", "docs"])
    assert ran.exit_code == 0, ran.output
    made = {path.relative_to(tmp_path / "docs").as_posix() for path in tmp_path.rglob("*.md")}
    assert made == {f"checks/{i}.md" for i in CATALOGUE.checks} | {f"checks/{INDEX}", "normmatrix.md", "export.md"}


def test_somebody_elses_page_is_not_overwritten(odd: Catalogue, tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text("# Van mij\n", encoding="utf-8")
    with pytest.raises(UsageError, match="niet overschreven"):
        write_pages(odd, tmp_path)
    assert [p.name for p in tmp_path.glob("*.md")] == [INDEX]
    with pytest.raises(UsageError, match="geen map"):
        write_pages(odd, tmp_path / INDEX)


def test_a_page_without_a_check_is_named(odd: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    written = write_pages(odd, out)
    assert sorted(p.name for p in written) == ["ZPM-XX-01.md", INDEX]
    (out / "ZPM-XX-02.md").write_text((out / "ZPM-XX-01.md").read_text(encoding="utf-8"), encoding="utf-8")
    (out / "eigen.md").write_text("# Van mij\n", encoding="utf-8")
    assert [p.name for p in orphans(odd, out)] == ["ZPM-XX-02.md"]
    ran = CliRunner().invoke(app, ["checks", "docs", "--checks", str(odd.folder), "--out", str(out)])
    assert "ZPM-XX-02.md" in ran.output
    assert "eigen.md" not in ran.output


def test_all_tables_of_the_contract_are_known() -> None:
    needed = {n.table for c in CATALOGUE.checks.values() for n in Facts(CATALOGUE, c).needs()}
    assert needed <= set(TABLES)
