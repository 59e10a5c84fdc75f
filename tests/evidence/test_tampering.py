"""Everything that somebody can do to a run afterwards is found: by its hashes, by its outputs together, or by what
proves its manifest. What cannot be found stands in docs/bewijs.md.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.evidence.conftest import Made, make_key, rewritten
from zpm_audit.commands.verify import Against, Proof, prove
from zpm_audit.evidence import signature
from zpm_audit.output.marks import SIGNATURE
from zpm_audit.output.verify import FileState, verify

pytestmark = pytest.mark.whole


def test_a_run_that_nobody_touched_is_right(made: Made) -> None:
    ran = made.zpm("verify", "nacht2", "--ondertekenaars", "ondertekenaars", "--archief", "archief.db",
                   "--manifest-sha256", made.hash)  # fmt: skip
    assert ran.code == 0, ran.out
    assert ran.out.startswith("Er is niets gewijzigd")
    assert "handtekening: van audit@ggz.nl, sleutel SHA256:" in ran.out
    assert "reeks: heel in het archief" in ran.out
    assert f"invoer: 3 ongewijzigd (nagegaan in {made.export})" in ran.out
    told = json.loads(made.zpm("verify", "nacht2", "--json").out)
    assert (told["in_orde"], told["manifest_sha256"], told["tegenspraken"]) == (True, made.hash, [])
    assert told["handtekening"]["stand"] == "van_wie_onbekend"


def test_one_byte_in_any_output_is_found(copied: Path) -> None:
    names = [str(e["pad"]) for e in json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["uitvoer"]]
    assert {"rapport.html", "rapport.xlsx", "resultaat.json", "oscal.json", "werklijsten/ernst/fout.csv"} <= set(names)
    for name in names:
        whole = (copied / name).read_bytes()
        (copied / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    found = {f.path: f.state for f in verify(copied).group("uitvoer")}
    assert found == dict.fromkeys(names, FileState.GEWIJZIGD)


def test_an_output_that_is_removed_is_found_also_with_a_rewritten_manifest(copied: Path) -> None:
    names = ("bevindingen.csv", "onbepaald.parquet", "rapport.xlsx", "rapport.html", "oscal.json")
    for name in names:
        (copied / name).unlink()
    assert {f.path for f in verify(copied).files if f.state is FileState.ONTBREEKT} == set(names)
    rewritten(copied)
    proof = prove(copied, Against())
    assert all(f.state is FileState.ONGEWIJZIGD for f in proof.outcome.group("uitvoer"))
    assert {name for clash in proof.clashes for name in clash.outputs} >= set(names)
    (copied / "resultaat.json").unlink()
    rewritten(copied)
    assert [clash.outputs for clash in prove(copied, Against()).clashes] == [("resultaat.json",)]


def without_twenty(lines: list[str]) -> list[str]:
    """Leave twenty findings on PR-01 out."""
    mine = [line for line in lines if line.startswith("ZPM-PR-01")]
    return [line for line in lines if line not in mine[:20]]


def shorten_csv(run: Path) -> None:
    path = run / "bevindingen.csv"
    path.write_text("\n".join(without_twenty(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")


def shorten_parquet(run: Path) -> None:
    rows = pl.read_parquet(run / "bevindingen.parquet")
    of_planning = rows.filter(pl.col("check_id") == "ZPM-PR-01")
    pl.concat([rows.filter(pl.col("check_id") != "ZPM-PR-01"), of_planning.slice(20)]).sort(
        "check_id", "onderwerp_id"
    ).write_parquet(run / "bevindingen.parquet")


def shorten_both(run: Path) -> None:
    shorten_csv(run)
    shorten_parquet(run)


def invent_an_amount(run: Path) -> None:
    rows = pl.read_parquet(run / "bevindingen.parquet")
    rows.with_columns(pl.lit("5.00").cast(pl.Decimal(18, 2)).alias("impact_eur")).write_parquet(
        run / "bevindingen.parquet"
    )


def soften_the_result(run: Path) -> None:
    result = json.loads((run / "resultaat.json").read_text(encoding="utf-8"))
    check = next(c for c in result["checks"] if c["id"] == "ZPM-PR-01")
    check["voldoet"], check["afwijking"] = check["voldoet"] + 20, check["afwijking"] - 20
    (run / "resultaat.json").write_text(json.dumps(result), encoding="utf-8")


def soften_the_page(run: Path) -> None:
    page = (run / "rapport.html").read_text(encoding="utf-8")
    before, norm = page.split('aria-labelledby="ZPM-PR-01">', 1)
    softer = re.sub(r"(<dd>)24( <small>)", r"\g<1>4\g<2>", norm, count=1)
    assert softer != norm
    (run / "rapport.html").write_text(f'{before}aria-labelledby="ZPM-PR-01">{softer}', encoding="utf-8")


def soften_the_rows_of_the_page(run: Path) -> None:
    page = (run / "rapport.html").read_text(encoding="utf-8")
    before, data = page.split('id="data-ZPM-PR-01">', 1)
    held, after = data.split("</script>", 1)
    rows = json.loads(held)
    rows["n"] = 4
    (run / "rapport.html").write_text(
        f'{before}id="data-ZPM-PR-01">{json.dumps(rows)}</script>{after}', encoding="utf-8"
    )


def soften_the_workbook(run: Path) -> None:
    import zipfile

    before = zipfile.ZipFile(run / "rapport.xlsx")
    contents = {one.filename: before.read(one) for one in before.infolist()}
    before.close()
    changed = 0
    for name, content in contents.items():
        if name.startswith("xl/worksheets/") and b"<v>24</v>" in content and b"ZPM-FA-03" in content:
            contents[name] = content.replace(b"<v>24</v>", b"<v>4</v>")
            changed += 1
    assert changed
    with zipfile.ZipFile(run / "rapport.xlsx", "w") as after:
        for name, content in contents.items():
            after.writestr(name, content)


def _oscal(run: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads((run / "oscal.json").read_text(encoding="utf-8"))
    change(content["assessment-results"]["results"][0])
    (run / "oscal.json").write_text(json.dumps(content), encoding="utf-8")


def satisfy_oscal(run: Path) -> None:
    _oscal(run, lambda result: [f["target"]["status"].update(state="satisfied") for f in result["findings"]])


def soften_oscal(run: Path) -> None:
    def soften(result: dict[str, Any]) -> None:
        (observed,) = (o for o in result["observations"] if o["title"].startswith("ZPM-PR-01:"))
        (number,) = (p for p in observed["props"] if p["name"] == "deviation")
        assert number["value"] == "24"
        number["value"] = "4"

    _oscal(run, soften)


def leave_a_check_out_of_oscal(run: Path) -> None:
    _oscal(run, lambda result: result["findings"].pop())


def shorten_a_worklist(run: Path) -> None:
    path = run / "werklijsten" / "ernst" / "fout.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[1]]) + "\n", encoding="utf-8")


def another_mark(run: Path) -> None:
    rewritten(run, lambda manifest: manifest["run"].update(kenmerk="aaaa-bbbb-cccc"))


@pytest.mark.parametrize(
    ("change", "output"),
    [
        (shorten_csv, "bevindingen.csv"),
        (shorten_parquet, "bevindingen.parquet"),
        (shorten_both, "bevindingen.parquet"),
        (invent_an_amount, "bevindingen.parquet"),
        (soften_the_result, "resultaat.json"),
        (soften_the_page, "rapport.html"),
        (soften_the_rows_of_the_page, "rapport.html"),
        (soften_the_workbook, "rapport.xlsx"),
        (satisfy_oscal, "oscal.json"),
        (soften_oscal, "oscal.json"),
        (leave_a_check_out_of_oscal, "oscal.json"),
        (shorten_a_worklist, "werklijsten/ernst"),
        (another_mark, "resultaat.json"),
    ],
)
def test_a_consistent_rewrite_of_manifest_and_one_output_is_found(
    copied: Path, change: Callable[[Path], None], output: str
) -> None:
    change(copied)
    rewritten(copied) if change is not another_mark else None
    proof = prove(copied, Against())
    assert all(f.state is FileState.ONGEWIJZIGD for f in proof.outcome.group("uitvoer"))
    assert any(output in clash.outputs for clash in proof.clashes), proof.clashes
    assert not proof.right


def test_what_is_wrong_is_told_before_that_all_hashes_are_right(made: Made, copied: Path) -> None:
    shorten_csv(copied)
    rewritten(copied)
    (copied / SIGNATURE).unlink()
    ran = made.zpm("verify", copied)
    assert ran.code == 1
    assert ran.out.splitlines()[0].startswith(
        "De uitvoer spreekt zichzelf tegen (bevindingen.csv, bevindingen.parquet)"
    )
    assert "Er is niets gewijzigd" not in ran.out
    assert "ZPM-PR-01: 20 rijen alleen in bevindingen.parquet, 0 alleen in bevindingen.csv" in ran.out
    assert "Niet in orde: er is geen handtekening, en de run is ondertekend met SHA256:" in ran.out


def everything(run: Path) -> None:
    """Rewrite so much that no output contradicts another: what is left to find it stands outside the folder."""
    rewritten(run, lambda manifest: manifest["opties"].update(fail_on="nooit"))


def test_a_rewrite_of_all_is_found_by_hash_signature_and_archive(made: Made, copied: Path) -> None:
    everything(copied)
    assert prove(copied, Against()).clashes == []
    told = {
        "hash": prove(copied, Against(manifest_sha256=made.hash)),
        "archief": prove(copied, Against(archive=str(made.archive))),
        "handtekening": prove(copied, Against(signers=made.signers)),
    }
    assert {name: len(proof.wrong) >= 1 for name, proof in told.items()} == dict.fromkeys(told, True)
    assert any("ander manifest" in text.nl for text in told["archief"].wrong)
    assert any("is na het ondertekenen gewijzigd" in text.nl for text in told["handtekening"].wrong)
    # Signed once more by a key of one's own, it is not among the signers, nor the one that the run announced.
    make_key(copied.parent / "vreemd", "vreemde")
    signature.sign(copied / "manifest.json", copied.parent / "vreemd")
    again = prove(copied, Against(signers=made.signers))
    assert any("staat niet bij de ondertekenaars" in text.nl for text in again.wrong)
    assert any("de run zelf ondertekende met" in text.nl for text in prove(copied, Against()).wrong)


def test_a_run_removed_from_the_series_is_found(made: Made, tmp_path: Path) -> None:
    archive = Path(shutil.copy(made.archive, tmp_path / "archief.db"))
    connection = sqlite3.connect(archive)
    connection.execute("delete from zpm_run where volgnummer = 1")
    connection.commit()
    connection.close()

    def told(run: Path) -> str:
        return " ".join(text.nl for text in prove(run, Against(archive=str(archive))).wrong)

    assert "staat niet in het archief: hij is eruit gehaald" in told(made.first)
    assert "de run waarop deze volgde" in told(made.out)
    assert "voor run" in told(made.out)


def test_a_changed_input_is_found_although_the_original_is_where_it_was(made: Made, tmp_path: Path) -> None:
    # Both move on together; at the recorded (whole) path the original stays behind.
    out = Path(shutil.copytree(made.out, tmp_path / "nieuw" / "nacht2"))
    export = Path(shutil.copytree(made.export, tmp_path / "nieuw" / "export"))
    assert touched(prove(out, Against())) == []
    changed = export / "prestaties.csv"
    changed.write_text(changed.read_text(encoding="utf-8").replace(",29,45,", ",45,45,"), encoding="utf-8")
    original = made.export / "prestaties.csv"
    ran = made.zpm("verify", out)
    assert ran.code == 1
    assert ran.out.startswith("Niet alles is zoals de run het achterliet: 1 gewijzigd.")
    assert f": {changed} (op {original} staat een bestand met een andere inhoud)" in ran.out
    assert [(f.path, f.checked and f.checked.resolve()) for f in touched(prove(out, Against()))] == [
        (str(original), changed)
    ]


def touched(proof: Proof) -> list:  # type: ignore[type-arg]
    return [f for f in proof.outcome.files if f.state is not FileState.ONGEWIJZIGD]


def test_without_openssh_the_same_signatures_are_made_and_read(
    made: Made, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_openssh = (copied / SIGNATURE).read_bytes()
    monkeypatch.setattr(signature.shutil, "which", lambda _: None)
    found = signature.of_run(copied, "manifest.json", made.signers)
    assert (found.state, found.who) == (signature.SignatureState.GELDIG, "audit@ggz.nl")
    signature.sign(copied / "manifest.json", made.folder / "sleutel")
    # Ed25519 signs the same twice: ours is that of OpenSSH, to the byte but for the width of its lines.
    ours = (copied / SIGNATURE).read_bytes()
    assert b"".join(ours.split()) == b"".join(by_openssh.split())
    made_by_us = signature.key_of(made.folder / "sleutel")
    monkeypatch.undo()
    assert signature.of_run(copied, "manifest.json", made.signers).state is signature.SignatureState.GELDIG
    assert signature.key_of(made.folder / "sleutel") == made_by_us == found.key
    # In another namespace, changed, or for whom no line holds: nothing.
    monkeypatch.setattr(signature.shutil, "which", lambda _: None)
    (copied / "manifest.json").write_bytes((copied / "manifest.json").read_bytes() + b" ")
    assert signature.of_run(copied, "manifest.json", made.signers).state is signature.SignatureState.ONGELDIG
    line = made.signers.read_text(encoding="utf-8").split(maxsplit=1)
    for option, state in (
        ('namespaces="zpm-audit-manifest"', "geldig"),
        ('namespaces="iets-anders"', "niet_toegestaan"),
        ('valid-before="20200101"', "niet_toegestaan"),
        ("cert-authority", "niet_toegestaan"),
    ):
        listed = copied.parent / "lijst"
        listed.write_text(f"{line[0]} {option} {line[1]}", encoding="utf-8")
        (copied / "manifest.json").write_bytes((made.out / "manifest.json").read_bytes())
        assert str(signature.of_run(copied, "manifest.json", listed).state) == state


def test_a_key_that_cannot_sign_costs_no_night(made: Made, tmp_path: Path) -> None:
    (tmp_path / "geen").write_text("geen sleutel", encoding="utf-8")
    for key, words in ((tmp_path / "weg", "bestaat niet"), (tmp_path / "geen", "kan niet worden ondertekend")):
        ran = made.zpm("run", made.export, "--out", tmp_path / "uit", "--onderteken", key)
        assert ran.code == 2
        assert words in ran.err
        assert not (tmp_path / "uit").exists()


NO_SENSE: dict[str, object] = {
    "gemaakt_door": "zpm-audit",
    "checks_map": {"pad": "x", "vanaf_uitvoer": "x"},
    "uitvoer": [],
    "invoer": [],
    "checks": [],
    "run": [],
    "opties": 7,
    "vorige_run": "x",
    "databases": 5,
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("resultaat.json", b'{"run": [], "checks": [{"id": 1}]}'),
        ("resultaat.json", b'{"run": {}, "checks": {"a": 1}}'),
        ("bevindingen.parquet", b"PAR1 geen lijst PAR1"),
        ("bevindingen.csv", b"\xff\xfe\x00,;\n"),
        ("rapport.xlsx", b"PK\x03\x04"),
        ("rapport.html", b""),
        ("manifest.json", json.dumps(NO_SENSE).encode()),
    ],
)
def test_outputs_without_sense_are_a_sentence(made: Made, copied: Path, name: str, content: bytes) -> None:
    (copied / name).write_bytes(content)
    ran = made.zpm("verify", copied, "--archief", "archief.db")
    assert (ran.code, ran.err) == (1, "")
    assert name in ran.out


def test_a_run_of_another_version_is_compared_as_far_as_its_form_is_known(made: Made, copied: Path) -> None:
    result = json.loads((copied / "resultaat.json").read_text(encoding="utf-8"))
    result["run"]["versie"] = "0.1.0"
    (copied / "resultaat.json").write_text(json.dumps(result), encoding="utf-8")
    (copied / "rapport.html").write_text("<html><footer>x</footer></html>", encoding="utf-8")
    rewritten(copied, lambda manifest: manifest["run"].update(versie="0.1.0"))
    (copied / SIGNATURE).unlink()
    found = {clash.outputs for clash in prove(copied, Against()).clashes}
    assert ("manifest.json", "rapport.html") in found  # its mark is gone
    (copied / "rapport.html").write_bytes((made.out / "rapport.html").read_bytes())
    (copied / "rapport.xlsx").write_bytes(b"een andere vorm")
    rewritten(copied)
    assert prove(copied, Against()).clashes == []
    assert "de run is van zpm-audit 0.1.0: vergeleken is wat" in made.zpm("verify", copied).out
    shorten_csv(copied)
    rewritten(copied)
    assert [clash.check for clash in prove(copied, Against()).clashes] == ["ZPM-PR-01"]


def test_a_night_without_reports_says_so(made: Made, copied: Path) -> None:
    """As the nights before the last of the demo are: lists and figures, and no page or workbook."""
    (copied / "rapport.html").unlink()
    (copied / "rapport.xlsx").unlink()
    (copied / SIGNATURE).unlink()
    rewritten(copied, lambda manifest: manifest["opties"].update(rapporten="nee"))
    assert prove(copied, Against()).clashes == []
    assert "niet gemaakt, dus niet vergeleken: rapport.html, rapport.xlsx" in made.zpm("verify", copied).out
