"""Makes a whole evidence file from the demo, with the commands of zpm-audit.

``python examples/dossier/dossier.py MAP``. Every step says what it shows, and stops when something comes out
otherwise than planned. Nothing in it is real: the institution, the people, the tolerances, the authority that stamps.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from nachten import LAST, MISTAKES, export_of, nights
from opdrachten import NotAsPlannedError, plan, step, zpm_audit
from stempeldienst import answer, make_authority
from werkboeken import examine_norms, follow_up, judge

from zpm_audit.base.pseudonyms import FILE_VARIABLE, KEY_VARIABLE
from zpm_audit.demo import write_demo

HERE = Path(__file__).parent
SIGNER = "audit@ggz-voorbeeld.nl"
#: The night after which the workbook comes back in which somebody says that three mistakes were put right.
FILLED_IN = date(2024, 12, 16)
#: The measures of the framework that are shown to work: a daily one is not by a run a week, M7 has no checks.
WORKS, WORKS_WEEKLY = ["M1", "M2", "M3", "M4", "M5", "M6"], ["M3", "M5", "M6"]
FINAL, SAMPLE, PROGRAMME = Path("uitvoer/slot"), Path("steekproef"), Path("werkprogramma")
PACKAGE = Path("../voor-de-accountant/dossier.zip")
CONCLUSION = "Toereikend voor de verantwoording over 2024, met correctie van de genoemde afwijkingen."


def main() -> int:
    """Make the file; return 1 with a sentence when something is not as planned."""
    about = "Maakt een heel dossier van de demo, met de opdrachten van zpm-audit. Zie LEESMIJ.md."
    parser = argparse.ArgumentParser(prog="python examples/dossier/dossier.py", description=about)
    parser.add_argument("map", type=Path, help="een map die er nog niet is")
    parser.add_argument("--wekelijks", action="store_true", help="een run per week in plaats van elke werkdag: sneller")
    given = parser.parse_args()
    if given.map.exists():
        print(f"{given.map} is er al. Kies een map die er nog niet is.", file=sys.stderr)
        return 2
    try:
        make_file(given.map.resolve(), weekly=given.wekelijks)
    except NotAsPlannedError as error:
        print(f"Niet als gepland. {error}", file=sys.stderr)
        return 1
    return 0


def make_file(target: Path, *, weekly: bool) -> None:
    """Make everything below ``target``."""
    demo = prepare(target)
    month(demo, weekly=weekly)
    sample()
    by_hand()
    final_run(weekly=weekly)
    printed = stamp(target)
    pack(target, printed)
    repeat(target)
    print(f"\nHet dossier: {target / 'voor-de-accountant'}\nBegin met LEESWIJZER.html in dossier.zip.")


def prepare(target: Path) -> Path:
    """Make the keys, the authority, the audit folder and the demo; return the export of the demo."""
    step("1. De auditmap", "Configuratie met tolerantie, raamwerk, acceptaties en wie tekent; sleutels apart.")
    audit, keys = target / "audit", target / "sleutels"
    target.mkdir(mode=0o700, parents=True)
    audit.mkdir()
    keys.mkdir(mode=0o700)
    (target / "voor-de-accountant").mkdir()
    for name in ("zpm-audit.yaml", "acceptaties.yaml"):
        shutil.copyfile(HERE / name, audit / name)
    framework = (HERE.parent / "raamwerk" / "raamwerk.yaml").read_text(encoding="utf-8")
    (audit / "raamwerk.yaml").write_text(f"{framework}\nperiode: 2024-12\n", encoding="utf-8")
    # A key of its own for pseudonyms, so that the example does not use that of the user.
    os.environ.pop(KEY_VARIABLE, None)
    os.environ[FILE_VARIABLE] = str(keys / "pseudoniemen")
    key = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", SIGNER, "-f", keys / "audit")
    subprocess.run([str(part) for part in key], check=True)
    public = (keys / "audit.pub").read_text(encoding="utf-8")
    (target / "voor-de-accountant" / "ondertekenaars").write_text(f"{SIGNER} {public}", encoding="utf-8")
    root = make_authority(keys / "dienst")
    shutil.copyfile(root, target / "voor-de-accountant" / "dienst.pem")
    print("   Let op: de stempeldienst is van dit voorbeeld zelf en bewijst niets; in een echt dossier staat daar een")
    print("   dienst die de accountant vertrouwt.")
    facts = write_demo(target / "demo", size=0.03)
    plan("prestaties in de demo", facts.rows["prestaties"], 1464)
    os.chdir(audit)
    return facts.export


def month(demo: Path, *, weekly: bool) -> None:
    """Run every night of the month; after one of them a workbook comes back."""
    days = nights(weekly=weekly)
    step("2. Een maand lang elke nacht", f"{len(days)} runs in het archief, van {days[0]} tot en met {days[-1]}.")
    for night in days:
        export_of(night, demo, Path("export"))
        folder = Path("uitvoer") / night.isoformat()
        said = zpm_audit("run", "--peildatum", night, "--gx", "uit", "--out", folder, shown=0)
        print(f"     {next(line for line in said.splitlines() if 'Levensloop' in line).strip()}")
        if night == FILLED_IN:
            people(folder)
    again = {
        one["bevinding_id"]
        for folder in sorted(Path("uitvoer").iterdir())
        for one in outcome(folder)["opvolging"]["toch_weer_gevonden"]
    }
    plan("toch weer gevonden na hersteld", again, {f"ZPM-PR-01:{MISTAKES[2]}"})
    zpm_audit("history")


def people(folder: Path) -> None:
    """Play those who follow up: three findings are said to be put right, of which one is not."""
    step("3. Opvolging", "De zorgadministratie vult het werkboek in; wat hersteld heet en terugkomt valt straks op.")
    told = {"status": "hersteld", "eigenaar": "A. de Vries", "toelichting_opvolging": "minuten verbeterd"}
    findings = {f"ZPM-PR-01:{one}": told for one in MISTAKES}
    findings["ZPM-RB-01:ZT0000021"] = {"status": "in onderzoek", "eigenaar": "B. Bakker"}
    plan("rijen ingevuld", follow_up(folder / "rapport.xlsx", Path("opvolging.xlsx"), findings, "A. de Vries"), 4)
    zpm_audit("opvolging", "lees", "opvolging.xlsx", "--droog")
    said = json.loads(zpm_audit("opvolging", "lees", "opvolging.xlsx", "--json", shown=0))
    plan("gewijzigd", said["gewijzigd"], 4)
    plan("geweigerd of in conflict", [*said["geweigerd"], *said["conflicten"]], [])


def sample() -> None:
    """Draw a sample in two stages, examine it, and evaluate it."""
    step("4. Steekproef in twee fasen", "Toetst aan dossiers wat geen check ziet; de tweede fase is vooraf gepland.")
    asked = ("--betrouwbaarheid", "0.95", "--toelaatbaar", "0.05")
    zpm_audit("steekproef", "plan", "--soort", "attribuut", *asked)
    run = Path("uitvoer") / LAST.isoformat()
    chosen = ("--tweefasen", "--verdeling", "binomiaal", "--zaad", "2024-12")
    zpm_audit("steekproef", "trek", run, *asked, *chosen, "--out", SAMPLE)
    first, second = SAMPLE / "steekproef.xlsx", SAMPLE / "steekproef-fase2.xlsx"
    plan("bekeken in de eerste fase", judge(first, {7: "In het dossier is van dit contact geen verslag."}, "mv"), 61)
    zpm_audit("steekproef", "lees", first)
    print("   Een fout: de eerste fase alleen bewijst nu niets, en uitbreiden mag alleen omdat het zo gepland is.")
    zpm_audit("steekproef", "evalueer", SAMPLE, code=2)
    zpm_audit("steekproef", "vervolg", SAMPLE)
    plan("bekeken in de tweede fase", judge(second, {}, "mv"), 61)
    zpm_audit("steekproef", "lees", second)
    zpm_audit("steekproef", "evalueer", SAMPLE)
    found = json.loads(zpm_audit("steekproef", "evalueer", SAMPLE, "--json", shown=0))
    plan("onderzocht, fouten, aanvaard", (found["n"], found["fouten"], found["aanvaard"]), (122, 1, True))


def by_hand() -> None:
    """Have a person test what the norm matrix leaves to one, and evaluate that as the samples that it consists of."""
    run = Path("uitvoer") / LAST.isoformat()
    asked = ("--betrouwbaarheid", "0.9", "--toelaatbaar", "0.1", "--zaad", "2024-12")
    zpm_audit("steekproef", "programma", run, *asked, "--out", PROGRAMME)
    book = PROGRAMME / "werkprogramma.xlsx"
    print("   Drie normen worden getoetst: een klopt, bij een is een post fout, en een vraagt alleen om een document.")
    filled = examine_norms(
        book, {("V&C", "C"): {}, ("HR", "3.8"): {3: "Geen verslag."}}, {("HR", "2.1"): "in orde"}, "mv"
    )
    read = json.loads(zpm_audit("steekproef", "lees", book, "--json", shown=0))
    plan("gelezen", read["gelezen"], filled)
    zpm_audit("steekproef", "evalueer", PROGRAMME)
    told = json.loads(zpm_audit("steekproef", "evalueer", PROGRAMME, "--json", shown=0))
    found = {f"{one['kader']} {one['norm']}": one["stand"] for one in told["normen"] if one["stand"] != "open"}
    plan("normen", found, {"V&C C": "aangetoond", "HR 2.1": "volgens_opgave", "HR 3.8": "niet_aangetoond"})


def final_run(*, weekly: bool) -> None:
    """Run once more on the last export, with the sample beside the tolerance and the review in the configuration."""
    step("5. De slotrun", "Dezelfde export, nu met de steekproef bij de tolerantie en met wie het beoordeelde.")
    text = Path("zpm-audit.yaml").read_text(encoding="utf-8")
    text = text.replace("tolerantie:\n", f"tolerantie:\n  steekproeven: [{SAMPLE}]\n")
    added = f"beoordeeld_op: 2025-01-08\nconclusie_beoordelaar: {CONCLUSION}\nwerkprogramma: {PROGRAMME}\n"
    Path("zpm-audit.yaml").write_text(f"{text}\n{added}", encoding="utf-8")
    zpm_audit("run", "--peildatum", LAST, "--gx", "uit", "--out", FINAL)
    run = outcome(FINAL)
    opinion = run["tolerantie"]
    whole = opinion["geheel"]["rijen"]
    plan("fouten in de steekproef bij het geheel", whole["steekproef"]["fouten"], 1)
    known, likely, most = (round(whole[name]) for name in ("bekend", "waarschijnlijk", "bovengrens"))
    plan("prestaties fout: bekend, waarschijnlijk, hoogstens", (known, likely, most), (37, 48, 106))
    concluded = {"geheel": opinion["geheel"]["conclusie"]}
    concluded |= {name: one["conclusie"] for name, one in opinion["checks"].items()}
    wanted = {"geheel": "niet_vast_te_stellen", "ZPM-PR-01": "binnen", "ZPM-PR-02": "overschreden"}
    plan("tegen de tolerantie", concluded, wanted)
    print("   Het geheel is niet vast te stellen: van rijen die opzij staan en van fouten zonder prestatie is niet")
    print("   te zeggen hoeveel prestaties zij raken. Een programma dat hier binnen zou zeggen, verzint iets.")
    works = [one["id"] for one in run["raamwerk"]["maatregelen"] if one["werking"]["stand"] == "aangetoond"]
    plan("maatregelen waarvan de werking is aangetoond", works, WORKS_WEEKLY if weekly else WORKS)
    plan("normen met de hand", run["werkprogramma"]["aantallen"]["aangetoond"], 1)
    plan("acceptaties", [one["stand"] for one in run["acceptaties"]], ["gebruikt", "gebruikt"])


def stamp(target: Path) -> str:
    """Have the final run stamped, verify all that proves it, and return the hash of its manifest."""
    step("6. Tijdstempel en nagaan", "De handtekening zegt wie, de stempel wanneer, de keten of er een run ontbreekt.")
    zpm_audit("stempel", FINAL)
    authority = target / "sleutels" / "dienst"
    reply = answer(authority, FINAL / "manifest.json.tsq", target / "antwoord.tsr")
    zpm_audit("stempel", FINAL, "--antwoord", reply, "--ca", "../voor-de-accountant/dienst.pem")
    printed = str(json.loads((FINAL / "manifest.json").read_text(encoding="utf-8"))["manifest_sha256"])
    note = target / "voor-de-accountant" / "manifest-sha256.txt"
    note.write_text(f"{printed}\n", encoding="utf-8")
    trusted = ("--ondertekenaars", "../voor-de-accountant/ondertekenaars", "--ca", "../voor-de-accountant/dienst.pem")
    zpm_audit("verify", FINAL, *trusted, "--archief", "archief.db", "--manifest-sha256", printed)
    return printed


def pack(target: Path, printed: str) -> None:
    """Pack the final run and the run of the sample, and look whether what may not leave is not in it."""
    step("7. Het dossier", "De slotrun en de run van de steekproef, met checks, archief, steekproef en leeswijzer.")
    zpm_audit("dossier", Path("uitvoer") / LAST.isoformat(), FINAL, "--uit", PACKAGE, "--steekproef", SAMPLE,
              "--steekproef", PROGRAMME)  # fmt: skip
    with zipfile.ZipFile(PACKAGE) as package:
        names = package.namelist()
        guide = package.read("LEESWIJZER.txt").decode()
        secret = Path(os.environ[FILE_VARIABLE]).read_bytes().strip()
        plan("sleutel in het pakket", any(secret in package.read(name) for name in names), False)
    plan("manifest in de leeswijzer", printed in guide, True)
    plan("keten in de leeswijzer", "Reeks nacht in het archief: heel" in guide, True)
    plan("conclusie van de beoordelaar in de leeswijzer", CONCLUSION in guide, True)
    plan("raamwerk in het pakket", any(name.endswith("/raamwerk/raamwerk.yaml") for name in names), True)
    print(f"   {PACKAGE.stat().st_size // 1024} kB, {len(names)} bestanden, in {target / 'voor-de-accountant'}")


def repeat(target: Path) -> None:
    """Be the accountant: another path, another key for pseudonyms, and the export as it was given."""
    step("8. Herhalen", "Op een ander pad en met een andere sleutel voor pseudoniemen komt hetzelfde eruit.")
    elsewhere = target / "accountant"
    shutil.copytree("export", elsewhere / "export-van-toen")
    with zipfile.ZipFile(PACKAGE) as package:
        package.extractall(elsewhere / "uitgepakt")
    own_key = elsewhere / "sleutel"
    own_key.write_text(secrets.token_hex(32), encoding="ascii")
    own_key.chmod(0o600)
    os.environ[FILE_VARIABLE] = str(own_key)
    os.chdir(elsewhere)
    package = f"../{PACKAGE.parent.name}/{PACKAGE.name}"
    said = zpm_audit("herhaal", package, "--export", "export-van-toen")
    plan("alles gelijk", said.startswith("Gelijk: alle checks (93)"), True)
    plan("raamwerk gelijk", "Beheersraamwerk: opzet en bestaan van 7 maatregelen gelijk" in said, True)
    changed = Path("export-van-toen/prestaties.csv")
    changed.write_text(changed.read_text(encoding="utf-8").replace(",60,60,60,", ",60,59,60,", 1), encoding="utf-8")
    print("   En met een export waarin een minuut veranderd is, wordt er geweigerd:")
    zpm_audit("herhaal", package, "--export", "export-van-toen", code=3)


def outcome(folder: Path) -> dict[str, Any]:
    """Return what a run says of itself."""
    found: dict[str, Any] = json.loads((folder / "resultaat.json").read_text(encoding="utf-8"))["run"]
    return found


if __name__ == "__main__":
    sys.exit(main())
