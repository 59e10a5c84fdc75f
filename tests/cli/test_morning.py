"""The summary of the morning in every output: what came and went, what is due, and what is not known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PRESTATIES, inside, write_small_export
from tests.properties.adapter import without_reports
from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Language
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options
from zpm_audit.commands.outcome import Outcome

pytestmark = pytest.mark.whole

FIXED = PRESTATIES.replace("2024-02-20T10:00,45,29,45", "2024-02-20T10:00,45,45,45")
FILES = ("samenvatting.html", "samenvatting.json", "samenvatting.txt")
ACCEPTED = """\
- {id: A1, check: ZPM-PR-01, onderwerp_id: P2, reden: bekend, door: J. Jansen, op: 2024-06-01, tot: 2024-12-30}
"""


@dataclass(frozen=True)
class Runs:
    """A folder in which runs are made, with or without an archive."""

    folder: Path

    def run(self, name: str, prestaties: str, day: date, **more: Any) -> Outcome:
        (self.folder / "export" / "prestaties.csv").write_text(prestaties, encoding="utf-8")
        return run_audit(
            Options(
                export=self.folder / "export",
                out=self.folder / name,
                peildatum=day,
                gx="uit",
                grenzen=Grenzen.model_validate({"uitgevoerd": "0"}),
                **more,
            )
        )

    def json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / name / "samenvatting.json").read_text(encoding="utf-8"))
        return content

    def text(self, name: str) -> str:
        return (self.folder / name / "samenvatting.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """Four nights and a run beside them; on 30 December nobody ran anything."""
    made = Runs(tmp_path_factory.mktemp("ochtend"))
    write_small_export(made.folder / "export")
    (made.folder / "acceptaties.yaml").write_text(ACCEPTED, encoding="utf-8")
    archive, accepted = str(made.folder / "a.db"), made.folder / "acceptaties.yaml"
    with without_reports():
        for day, prestaties in ((27, PRESTATIES), (28, FIXED), (29, FIXED)):
            made.run(f"n{day}", prestaties, date(2024, 12, day), archief=archive)
        made.run("n31", PRESTATIES, date(2024, 12, 31), archief=archive, acceptances=accepted)
        made.run("los", PRESTATIES, date(2024, 12, 31), language="en")
        yield made


def test_every_output_has_the_three_files_and_they_are_verified(runs: Runs) -> None:
    for name in ("n31", "los"):
        manifest = json.loads((runs.folder / name / "manifest.json").read_text(encoding="utf-8"))
        assert set(FILES) <= {one["pad"] for one in manifest["uitvoer"]}
    path = runs.folder / "los" / "samenvatting.txt"
    kept = path.read_bytes()
    path.write_bytes(kept + b".")
    try:
        ran = inside(runs.folder)("verify", "los")
    finally:
        path.write_bytes(kept)
    assert ran.code == 1
    assert "gewijzigd: uitvoer samenvatting.txt" in ran.out


def test_what_came_and_went_since_the_run_before(runs: Runs) -> None:
    told = {name: runs.json(name) for name in ("n27", "n28", "n29", "n31")}
    lives = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")
    of_pr01 = {
        name: {life: sum(line["aantal"] for line in one[life]["per_check"] if line["check"] == "ZPM-PR-01")
               for life in lives if one[life]["aantal"]}
        for name, one in told.items()
    }  # fmt: skip
    assert [[life for life, n in of_pr01[name].items() if n] for name in told] == [
        ["nieuw"], ["opgelost"], [], ["heropend"],
    ]  # fmt: skip
    last = told["n31"]["heropend"]
    assert (last["te_veel_eur"], last["bedrag_onbekend"]) == (None, 1), "this export has no prices"
    assert [row["onderwerp_id"] for row in last["grootste"]] == ["P2"]
    assert last["grootste"][0]["datum"] == "2024-03-11"
    assert "Dit is de eerste run van reeks standaard" in runs.text("n27")


def test_a_night_without_a_run_is_named(runs: Runs) -> None:
    assert [runs.json(f"n{day}")["gemist"] for day in (27, 28, 29, 31)] == [[], [], [], ["2024-12-30"]]
    assert "Geen run op 30-12-2024." in runs.text("n31")
    assert "geen run: 2024-12-30 (1)" in inside(runs.folder)("history", "--archief", "a.db").out


def test_an_acceptance_that_is_over_is_named_with_what_is_open_again(runs: Runs) -> None:
    assert runs.json("n31")["verlopen_acceptaties"] == [
        {"id": "A1", "check": "ZPM-PR-01", "door": "J. Jansen", "tot": "2024-12-30", "open": 1}
    ]
    assert "! Verlopen acceptaties" in runs.text("n31")


def test_without_an_archive_nothing_is_made_up(runs: Runs) -> None:
    told = runs.json("los")
    unknown = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen", "gemist")
    assert [told[name] for name in unknown] == [None] * len(unknown)
    text = runs.text("los")
    assert "Unknown: this run had no archive." in text
    assert "To do today" in text
    assert "Vandaag" not in text


def test_what_to_do_today_has_a_sum_and_somebody(runs: Runs) -> None:
    step = next(one for one in runs.json("n31")["vandaag"] if one["check"] == "ZPM-PR-01")
    assert (step["aantal"], step["vooral_bij"]["naam"], step["eigenaar"]) == (1, "B2", None)
    assert step["wat_te_doen"]
    assert re.search(r"ZPM-PR-01 .*  1  .*behandelaar B2 \(1\) +oudste van 11-03-2024", runs.text("n31"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_that_cannot_be_built_on_says_so_before_all_else(tmp_path: Path, language: Language) -> None:
    made = Runs(tmp_path)
    write_small_export(tmp_path / "export")
    (tmp_path / "export" / "prestaties.csv").write_text(PRESTATIES.replace("2024-03-18,", "gisteren,"), "utf-8")
    with without_reports():
        run_audit(
            Options(
                export=tmp_path / "export", out=tmp_path / "uit", peildatum=date(2024, 12, 31), gx="uit",
                language=language,
            )
        )  # fmt: skip
    heads = re.findall(r"^(.+)\n-+$", made.text("uit"), re.MULTILINE)
    assert heads[0] == {"nl": "! Is op deze export te bouwen?", "en": "! Can this export be built on?"}[language]
    assert made.json("uit")["vertrouwen"]["oordeel"] == "onvoldoende"


class _Mail(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def test_the_page_is_one_that_outlook_shows(runs: Runs) -> None:
    page = (runs.folder / "n31" / "samenvatting.html").read_text(encoding="utf-8")
    found = _Mail()
    found.feed(page)
    assert found.tags <= {
        "html", "head", "meta", "title", "body", "table", "tr", "td", "th", "h1", "h2", "br",
    }  # fmt: skip
    names = {name for _, name, _ in found.attributes}
    assert not names & {"class", "id", "src", "href", "background", "onclick"}
    styles = " ".join(value for _, name, value in found.attributes if name == "style")
    assert not re.search(r"url\(|flex|grid|position|var\(", styles)
    assert page.count("<table") == page.count("</table>")
    assert not re.search("https?://", page)


def test_the_same_run_gives_the_same_bytes(runs: Runs, tmp_path: Path) -> None:
    again = Runs(tmp_path)
    write_small_export(tmp_path / "export")
    with without_reports():
        again.run("los", PRESTATIES, date(2024, 12, 31), language="en")
    for name in FILES:
        assert (tmp_path / "los" / name).read_bytes() == (runs.folder / "los" / name).read_bytes()
