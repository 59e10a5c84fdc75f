"""``zpm-audit run --declaratie``: real files in, differences told and listed, nothing else changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.cli.conftest import PRESTATIES, ZORGTRAJECTEN
from zpm_audit.base.pseudonyms import KEY_VARIABLE
from zpm_audit.cli import app
from zpm_audit.output.verify import verify

pytestmark = pytest.mark.whole

MESSAGE = """\
<Bericht xmlns="http://ei.vektis.nl/declaratiebericht573"><Header><Berichtcode>573</Berichtcode>\
<Ontvanger>3332</Ontvanger><OntvangerRol>03</OntvangerRol><Verzenddatum>2024-04-02</Verzenddatum></Header>\
<DeclaratieContext><Factuurdatum>2024-04-01</Factuurdatum></DeclaratieContext>\
<Verzekerde><BSN>111222333</BSN><UzoviNummer>3332</UzoviNummer>{lines}</Verzekerde></Bericht>
"""
OPTIONS = ("--peildatum", "2024-12-31", "--gx", "uit", "--select", "ZPM-PR-01", "--fail-on", "nooit")


@pytest.fixture(autouse=True, scope="module")
def _key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, "een sleutel voor de tests")
        yield


def written(folder: Path) -> Path:
    folder.mkdir()
    (folder / "prestaties.csv").write_text(PRESTATIES, encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return written(tmp_path / "export")


def debet(number: str, amount: str, day: str = "2024-03-04") -> str:
    return (
        f"<Prestatie><DebetPrestatie><Referentienummer>{number}</Referentienummer>"
        f"<PrestatieCodelijstCode>071</PrestatieCodelijstCode><prestatiecode>CO0497</prestatiecode>"
        f"<Begindatum>{day}</Begindatum><Aantal>1</Aantal><TariefInclBtw>{amount}</TariefInclBtw>"
        f"<BerekendBedragInclBtw>{amount}</BerekendBedragInclBtw><DeclaratieBedragInclBtw>{amount}</DeclaratieBedragInclBtw>"
        "</DebetPrestatie></Prestatie>"
    )


def credit(number: str, of: str, amount: str) -> str:
    return (
        f"<Prestatie><CreditPrestatie><Referentienummer>{number}</Referentienummer>"
        f"<GerelateerdReferentienummer>{of}</GerelateerdReferentienummer>"
        "<PrestatieCodelijstCode>071</PrestatieCodelijstCode><Begindatum>2024-03-11</Begindatum>"
        f"<ToegekendBedragInclBtwFinancieel>{amount}</ToegekendBedragInclBtwFinancieel></CreditPrestatie></Prestatie>"
    )


def message(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text(MESSAGE.format(lines="".join(lines)), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["run", *map(str, arguments), *OPTIONS])


@dataclass(frozen=True)
class Audited:
    """One audit with two messages that differ from the export."""

    folder: Path
    ran: Result

    @property
    def out(self) -> Path:
        return self.folder / "uit"

    def again(self, name: str) -> Path:
        claims = [part for file in ("maart.xml", "april.xml") for part in ("--declaratie", self.folder / file)]
        run(self.folder / "export", "--out", self.folder / name, *claims)
        return self.folder / name

    def told(self, out: Path | None = None) -> dict[str, Any]:
        content = json.loads(((out or self.out) / "resultaat.json").read_text(encoding="utf-8"))
        return dict(content["run"])


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("declaratie")
    first = message(folder, "maart.xml", debet("P1", "135.89"), debet("P2", "135.89", "2024-03-11"))
    second = message(folder, "april.xml", credit("C1", "P2", "135.89"), debet("X9", "10.00", "2024-04-01"))
    export = written(folder / "export")
    ran = run(export, "--out", folder / "uit", "--declaratie", first, "--declaratie", second)
    return Audited(folder, ran)


def test_differences_are_told_and_listed_and_change_no_exit_code(audited: Audited) -> None:
    assert audited.ran.exit_code == 0, audited.ran.output
    assert "declaratie: 4 regels, 1 prestatie gelijk, 3 verschillen (1 niet in de export, " in audited.ran.output
    with (audited.out / "aansluiting" / "verschillen.csv").open(encoding="utf-8", newline="") as file:
        found = {r["prestatie_id"]: (r["soort"], r["verschil_eur"]) for r in csv.DictReader(file)}
    assert found == {
        "X9": ("niet_in_export", "10.00"),
        "P2": ("ander_bedrag", "-135.89"),
        "P3": ("niet_gedeclareerd", "-135.89"),
    }
    content = audited.told()
    told = content["aansluiting"]
    assert told["sluit_aan"] is True
    assert told["rijen_in"] == told["rijen_beoordeeld"] == content["prestaties_beoordeeld"] == 3
    assert told["bedrag_eur"] == 407.67
    assert told["declaratie"]["berichten"] == ["maart.xml", "april.xml"]
    assert told["declaratie"]["bedrag_eur"] == 10.0 + 135.89
    assert content["opties"]["declaratie"] == "maart.xml, april.xml"
    page = (audited.out / "rapport.html").read_text(encoding="utf-8")
    assert page.index('<dd class="verdict">verschilt</dd>') < page.index('id="aansluiting"')
    assert "De declaratie sluit niet aan: 3 prestaties verschillen, 1 zijn gelijk." in page


def test_the_norm_matrix_knows_what_was_not_selected(audited: Audited) -> None:
    page = (audited.out / "rapport.html").read_text(encoding="utf-8")
    assert 'id="normmatrix"' in page
    assert "niet in deze run" in page


def test_messages_and_lists_are_sealed_and_the_same_ones_give_the_same_bytes(audited: Audited) -> None:
    manifest = json.loads((audited.out / "manifest.json").read_text(encoding="utf-8"))
    sealed = {(e["naam"], e["soort"]) for e in manifest["invoer"]}
    assert {("maart.xml", "declaratie 1"), ("april.xml", "declaratie 2")} <= sealed
    assert {e["pad"] for e in manifest["uitvoer"]} >= {
        f"aansluiting/{name}.{kind}" for name in ("per-maand", "verschillen") for kind in ("csv", "parquet")
    }
    assert not verify(audited.out).changed
    again = audited.again("twee")
    for name in ("resultaat.json", "rapport.html", "rapport.xlsx", "aansluiting/verschillen.csv"):
        assert (audited.out / name).read_bytes() == (again / name).read_bytes(), name
    message(audited.folder, "maart.xml", debet("P1", "100.00"))
    assert verify(audited.out).changed
    assert audited.told(audited.again("drie"))["kenmerk"] != audited.told()["kenmerk"]


def test_a_message_that_is_none_is_refused(export: Path, tmp_path: Path) -> None:
    (tmp_path / "geen.xml").write_text("<Iets/>", encoding="utf-8")
    for name, code in (("geen.xml", 3), ("ontbreekt.xml", 3), ("", 3)):
        ran = run(export, "--out", tmp_path / "uit", "--declaratie", tmp_path / name)
        assert ran.exit_code == code, ran.output
        assert "Traceback" not in ran.output
    claim = message(tmp_path, "maart.xml", debet("P1", "135.89"))
    twice = run(export, "--out", tmp_path / "uit", "--declaratie", claim, "--declaratie", tmp_path / "." / "maart.xml")
    assert twice.exit_code == 2
    assert "twee keer gegeven" in twice.output
    assert not (tmp_path / "uit").exists()


def test_control_totals_still_fail_the_run_and_come_first_when_accepted(export: Path, tmp_path: Path) -> None:
    (export / "controletotalen.csv").write_text("tabel,rijen,bedrag_eur\nprestaties,4,407.67\n", encoding="utf-8")
    claim = message(tmp_path, "maart.xml", debet("P1", "135.89"))
    out = tmp_path / "uit"
    assert run(export, "--out", out, "--declaratie", claim).exit_code == 3
    ran = run(export, "--out", out, "--declaratie", claim, "--verschil-toegestaan")
    assert ran.exit_code == 0, ran.output
    page = (out / "rapport.html").read_text(encoding="utf-8")
    accepted = page.index("dat verschil is aanvaard met --verschil-toegestaan")
    assert accepted < page.index("De declaratie sluit niet aan") < page.index("Dat telt op tot wat is ingelezen")
