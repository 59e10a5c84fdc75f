"""Two nights of one series, signed and kept, that the tests copy and tamper with; made once for all of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Zpm, inside
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.manifest import SELF_HASH, self_hash

SELECT = "ZPM-PR-01,ZPM-FA-03,ZPM-RB-01"
PATIENT = "CLIENT70{:02d}"
#: Nine digits that fail the test of eleven.
WRONG_BSN = "12345678{}"

#: The first night has a control framework and a reviewer; a check of its last measure was not chosen.
FRAMEWORK = """\
risicos: [{id: R1, naam: Onjuiste duur, kans: 3, impact: 4}]
beheersmaatregelen:
  - {id: M1, naam: Controle op duur, eigenaar: Administratie, frequentie: dagelijks, soort: detectief, risicos: [R1],
     checks: [ZPM-PR-01], opzet: {bewijs: Werkinstructie 4, op: 2024-01-02, door: J. Jansen}}
  - {id: M2, naam: Overleg, eigenaar: Administratie, frequentie: maandelijks, soort: preventief, risicos: [R1]}
  - {id: M3, naam: Plancontrole, eigenaar: Administratie, frequentie: dagelijks, soort: detectief, risicos: [R1],
     checks: [ZPM-PR-02]}
"""
FIRST_NIGHT = """\
raamwerk: raamwerk.yaml
beoordeeld_door: P. Pieters
beoordeeld_op: 2025-01-08
conclusie_beoordelaar: Toereikend, met de genoemde correcties.
"""


@dataclass(frozen=True)
class Made:
    """Where everything stands. ``out`` holds the run of the second night, ``hash`` is what was printed at its end."""

    folder: Path
    zpm: Zpm
    export: Path
    first: Path
    out: Path
    hash: str

    @property
    def archive(self) -> Path:
        return self.folder / "archief.db"

    @property
    def signers(self) -> Path:
        return self.folder / "ondertekenaars"


def write_export(folder: Path, *, fewer: int = 0) -> Path:
    """Write an export with 24 deviations on PR-01 (less ``fewer``), and patients with a wrong number on FA-03."""
    folder.mkdir(parents=True, exist_ok=True)
    head = (
        "prestatie_id,patient_id,zorgtraject_id,datum,starttijd,prestatiegroep,consulttype,setting,behandelaar_id,"
        "gepland,gepland_op,geplande_minuten,gerealiseerde_minuten,duurklasse,bedrag_eur"
    )
    rows = [
        f"P{n},{PATIENT.format(n % 6)},T{n % 6},2024-03-{n + 1:02d},09:00,consult,behandeling,2,B1,true,"
        f"2024-02-20T10:00,45,{29 if fewer <= n < 24 else 45},45,135.{n:02d}"
        for n in range(28)
    ]
    (folder / "prestaties.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    trajects = [f"T{n},{PATIENT.format(n)},2024-03-01,zvw,true,," for n in range(6)]
    head = "zorgtraject_id,patient_id,startdatum,financiering,nieuwe_zorgvraag,regiebehandelaar_id,einddatum"
    (folder / "zorgtrajecten.csv").write_text("\n".join([head, *trajects, ""]), encoding="utf-8")
    people = [f"{PATIENT.format(n)},1980-01-0{n % 9 + 1},{WRONG_BSN.format(n % 3)},3332" for n in range(9)]
    head = "patient_id,geboortedatum,bsn,uzovi"
    (folder / "patienten.csv").write_text("\n".join([head, *people, ""]), encoding="utf-8")
    return folder


def make_key(path: Path, who: str) -> str:
    """Make a key; return the line that allows it."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", path], check=True)
    return f"{who} {path.with_suffix('.pub').read_text(encoding='utf-8')}"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("bewijs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        zpm = inside(folder)
        export = write_export(folder / "export")
        (folder / "ondertekenaars").write_text(make_key(folder / "sleutel", "audit@ggz.nl"), encoding="utf-8")
        options = ("--peildatum", "2024-12-31", "--gx", "uit", "--select", SELECT, "--archief", "archief.db")
        (folder / "raamwerk.yaml").write_text(FRAMEWORK, encoding="utf-8")
        (folder / "nacht1.yaml").write_text(FIRST_NIGHT, encoding="utf-8")
        for name, more in (("nacht1", ("--config", "nacht1.yaml")), ("nacht2", ())):
            ran = zpm(
                "run",
                export,
                "--out",
                name,
                *options,
                "--onderteken",
                "sleutel",
                "--werklijsten",
                "ernst",
                "--oscal",
                *more,
            )
            assert ran.code == 1, ran.err
        last = ran.out.splitlines()[-1]
        yield Made(folder, zpm, export, folder / "nacht1", folder / "nacht2", last.split("sha256 ")[1].split()[0])


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Path:
    """Return a copy of the run of the second night to tamper with, as far from its export as it was."""
    return Path(shutil.copytree(made.out, tmp_path / "nacht2"))


def rewritten(run: Path, change: Callable[[dict[str, Any]], object] | None = None) -> None:
    """Do what somebody does who wants to cheat: make the manifest say what the files are now."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["uitvoer"] = [
        {"pad": e["pad"], "bytes": found.bytes, "sha256": found.sha256}
        for e in manifest["uitvoer"]
        if (run / e["pad"]).is_file()
        for found in [hash_file(run / e["pad"])]
    ]
    if change is not None:
        change(manifest)
    manifest[SELF_HASH] = self_hash(manifest)
    (run / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
