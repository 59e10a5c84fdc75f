"""``--codelijst``, ``--codelijst-jaar`` and ``--instelling`` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.intake.codelijst.books import nza

pytestmark = pytest.mark.whole

Zpm = Callable[..., Ran]
GZ45 = "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten"


def test_lists_and_settings_on_the_command_line(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    one = nza(tmp_path / "een.xlsx", ("CO0432", GZ45, 151.07), sheet="2023")
    two = nza(tmp_path / "twee.xlsx", ("CO0432", GZ45, 159.70), sheet="Blad1")
    options = ("--peildatum", "2024-12-31", "--gx", "uit", "--select", "ZPM-PR-03", "--fail-on", "nooit")
    lists = ("--codelijst", one, "--codelijst", two, "--codelijst-jaar", "2024")
    setting = ("--instelling", "contract_hoogspecialistisch=ja")
    ran = zpm("run", export, "--out", tmp_path / "uit", *options, *lists, *setting)
    assert ran.code == 0, ran.err
    assert "een.xlsx, blad '2023' herkend als NZa-tarieventabel, geldig 2023-01-01 t/m 2023-12-31" in ran.out
    assert "twee.xlsx, blad 'Blad1' herkend als NZa-tarieventabel, geldig 2024-01-01 t/m 2024-12-31" in ran.out
    assert "codelijst: 2 rijen gelezen = 2 in de audit + 0 opzij gezet" in ran.out


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--codelijst", "weg.xlsx"), 2, "Codelijst weg.xlsx is niet te lezen: het bestaat niet"),
        (("--codelijst", "tekst.csv"), 3, "tekst.csv is niet te herkennen als codelijst"),
        (("--instelling", "onzin"), 2, "schrijf naam=waarde"),
        (("--codelijst-jaar", "24"), 2, "--codelijst-jaar"),
    ],
)
def test_wrong_use_and_refused_lists(
    zpm: Zpm, export: Path, tmp_path: Path, options: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "tekst.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ran = zpm("run", export, "--out", tmp_path / "uit", *options)
    assert ran.code == code, ran.err
    assert words in ran.err.replace("\n", " ")
    assert not (tmp_path / "uit").exists()
