"""``zpm-audit run --grootboek``, as its page says: the example, its outputs, the manifest, and what is refused."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from zpm_audit.base.pseudonyms import KEY_VARIABLE
from zpm_audit.cli import app
from zpm_audit.output.verify import verify

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "grootboek.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "grootboek"


@dataclass(frozen=True)
class Tried:
    """The first command of the page, as its reader types it."""

    out: Path
    ran: Result

    @property
    def run(self) -> dict[str, Any]:
        return dict(json.loads((self.out / "resultaat.json").read_text(encoding="utf-8"))["run"])


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    folder = tmp_path_factory.mktemp("grootboek")
    found = re.search(r"^    zpm-audit (run .*?)\n\n", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    command = shlex.split(found[1].replace("\\\n", " ").replace("grootboek-proef", str(folder / "uit")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, "een sleutel voor de tests")
        patch.chdir(ROOT)
        yield Tried(folder / "uit", CliRunner().invoke(app, [*command, "--gx", "uit"]))


def test_the_page_shows_what_the_command_says_and_writes(tried: Tried) -> None:
    said = next(line.strip() for line in PAGE.splitlines() if line.startswith("    grootboek auditfile.xaf (op"))
    assert said in tried.ran.output
    shown = (tried.out / "aansluiting" / "grootboek.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "\n".join(f"    {line}" for line in shown) in PAGE


def test_the_reports_and_the_manifest_know_the_ledger(tried: Tried) -> None:
    run = tried.run
    assert run["opties"]["omzetrekeningen"] == "8000, 801*"
    assert run["aansluiting"]["grootboek"]["maanden_verschillen"] == 1
    page = (tried.out / "rapport.html").read_text(encoding="utf-8")
    assert page.index('id="aansluiting"') < page.index('id="grootboek"')
    assert "De geboekte omzet verschilt in 1 van de 3 maanden" in page
    assert "grootboek min export is daarin samen €\u00a0-125,00." in page
    assert "8010 Omzet zorgprestaties, correcties" in page
    # The first page says so too, and so does the working paper.
    line = "Grootboek: omzet verschilt in 1 van 3 maanden van de export (samen €\u00a0-125,00); van 1 van 3 maanden"
    assert page.index(line) < page.index('id="oordeel"')
    paper = openpyxl.load_workbook(tried.out / "rapport.xlsx")["Werkpapier"]
    assert any(str(cell.value).startswith(line[:60]) for row in paper.iter_rows() for cell in row)
    manifest = json.loads((tried.out / "manifest.json").read_text(encoding="utf-8"))
    assert [e["naam"] for e in manifest["invoer"] if e["soort"] == "grootboek"] == ["auditfile.xaf"]
    assert not verify(tried.out).changed


def test_the_workbook_has_the_months_with_an_empty_cell_where_nobody_knows(tried: Tried) -> None:
    sheet = openpyxl.load_workbook(tried.out / "rapport.xlsx")["Aansluiting"]
    first, last = sheet.tables["GrootboekPerMaand"].ref.split(":")
    rows = [[cell.value for cell in row] for row in sheet[f"{first}:{last}"]]
    assert [row[-1] for row in rows] == ["Grootboek min export (€)", 0, -125, None]


def test_a_configuration_names_file_and_accounts_and_the_command_line_goes_first(tmp_path: Path) -> None:
    from zpm_audit.commands.configured import with_configuration
    from zpm_audit.commands.options import Options

    (tmp_path / "boek.xaf").write_text("", encoding="utf-8")
    file = tmp_path / "zpm-audit.yaml"
    file.write_text('export: .\ngrootboek: {bestand: boek.xaf, rekeningen: [8000, "801*"]}\n', encoding="utf-8")

    def read(**given: Any) -> Options:
        return with_configuration(Options(None, **given), file, language_given=False, fail_on_given=False)

    assert read().grootboek == tmp_path / "boek.xaf"
    assert read().omzetrekeningen == ("8000", "801*")
    other = read(grootboek=EXAMPLE / "auditfile.xaf", omzetrekeningen=("8010",))
    assert (other.grootboek, other.omzetrekeningen) == (EXAMPLE / "auditfile.xaf", ("8010",))
    assert {"grootboek": "auditfile.xaf", "omzetrekeningen": "8010"}.items() <= other.influence().items()


def test_a_ledger_without_accounts_stops_the_run_before_there_is_an_output(tmp_path: Path) -> None:
    asked = ["run", str(EXAMPLE / "export"), "--out", str(tmp_path / "uit"), "--peildatum", "2024-12-31"]
    ran = CliRunner().invoke(app, [*asked, "--grootboek", str(EXAMPLE / "auditfile.xaf")])
    assert ran.exit_code == 2
    assert "8900  Overige opbrengsten" in ran.output + (ran.stderr if ran.stderr_bytes else "")
    assert not (tmp_path / "uit").exists()
