"""A time stamp holds for one manifest, one question and one trusted authority; whatever an answer brings along."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.authority import Authority, make_authority
from tests.evidence.conftest import Made, rewritten
from zpm_audit.commands.verify import Against, prove
from zpm_audit.evidence.chain_of_trust import leads_to
from zpm_audit.evidence.stamp import StampState, asks_about, question, read_stamp

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("dienst") / "a", "Eigen")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text('{"run": 1}\n', encoding="utf-8")
    (tmp_path / "vraag.tsq").write_bytes(question(path))
    return path


def told(manifest: Path, answer: Path, root: Path | None) -> tuple[str, str]:
    stamp = read_stamp(answer, manifest, request=manifest.parent / "vraag.tsq", authorities=root)
    return str(stamp.state), stamp.why.nl if stamp.why else ""


def test_a_stamp_of_the_trusted_authority_holds(authority: Authority, manifest: Path, tmp_path: Path) -> None:
    assert asks_about(tmp_path / "vraag.tsq", manifest)
    answer = authority.answer(tmp_path / "vraag.tsq", tmp_path / "antwoord.tsr")
    stamp = read_stamp(answer, manifest, request=tmp_path / "vraag.tsq", authorities=authority.root)
    assert (stamp.state, stamp.by) == (StampState.GELDIG, "CN=Eigen signer")
    assert stamp.moment is not None
    assert stamp.moment.tzinfo is not None
    # Nobody said whom to trust: the moment is told, and that it was not verified.
    assert told(manifest, answer, None) == ("van_wie_onbekend", "")
    # Another manifest, a question anew, half an answer, no answer at all.
    manifest.write_text('{"run": 2}\n', encoding="utf-8")
    assert told(manifest, answer, authority.root) == ("ongeldig", "de stempel gaat over iets anders dan dit manifest")
    assert not asks_about(tmp_path / "vraag.tsq", manifest)
    manifest.write_text('{"run": 1}\n', encoding="utf-8")
    (tmp_path / "vraag.tsq").write_bytes(question(manifest))
    assert told(manifest, answer, authority.root) == ("ongeldig", "het antwoord hoort niet bij de vraag")
    answer.write_bytes(answer.read_bytes()[:100])
    assert told(manifest, answer, authority.root)[0] == "ongeldig"
    assert told(manifest, tmp_path / "weg", authority.root) == ("afwezig", "")


def test_a_changed_answer_proves_nothing(authority: Authority, manifest: Path, tmp_path: Path) -> None:
    answer = authority.answer(tmp_path / "vraag.tsq", tmp_path / "antwoord.tsr")
    whole = answer.read_bytes()
    # The moment, some years later: the signature is no longer over it.
    at = whole.index(b"\x18\x0f20")
    answer.write_bytes(whole[: at + 2] + b"2031" + whole[at + 6 :])
    assert told(manifest, answer, authority.root)[0] == "ongeldig"


@pytest.mark.parametrize("kind", ["vreemde", "verlopen", "mag_niet_uitgeven"])
def test_an_authority_that_may_not_is_refused_whatever_comes_along(
    authority: Authority, manifest: Path, tmp_path: Path, kind: str
) -> None:
    # Its answer brings its own root along, which makes it no more trusted than it was.
    options: dict[str, Any] = {"verlopen": {"days": -10}, "mag_niet_uitgeven": {"ca": False}}.get(kind, {})
    other = make_authority(tmp_path / kind, "Eigen", **options)
    answer = other.answer(tmp_path / "vraag.tsq", tmp_path / "antwoord.tsr")
    state, why = told(manifest, answer, authority.root if kind == "vreemde" else other.root)
    assert state == "ongeldig"
    assert why.startswith("de ondertekenaar valt niet onder de opgegeven certificaten")


def test_a_certificate_for_something_else_stamps_nothing(tmp_path: Path) -> None:
    from cryptography.x509 import load_pem_x509_certificates

    ours = make_authority(tmp_path / "a", "Eigen", for_stamps=False)
    (signer,) = load_pem_x509_certificates((ours.folder / "signer.pem").read_bytes())
    (root,) = load_pem_x509_certificates(ours.root.read_bytes())
    between = load_pem_x509_certificates((ours.folder / "chain.pem").read_bytes())
    assert not leads_to(signer, between, root, datetime.now(UTC))


def test_a_forger_with_the_name_and_number_of_a_real_signer_is_none(
    authority: Authority, manifest: Path, tmp_path: Path
) -> None:
    """Beside the forged certificate, whose key really signed, the answer brings the real one, which is trusted."""
    from cryptography import x509

    real = x509.load_pem_x509_certificate((authority.folder / "signer.pem").read_bytes())
    forger = make_authority(tmp_path / "v", "Eigen", serial=real.serial_number)
    chain = forger.folder / "chain.pem"
    chain.write_bytes((authority.folder / "signer.pem").read_bytes() + (authority.folder / "chain.pem").read_bytes())
    answer = forger.answer(tmp_path / "vraag.tsq", tmp_path / "antwoord.tsr")
    assert told(manifest, answer, authority.root)[0] == "ongeldig"


def test_other_kinds_of_keys_and_an_answer_without_certificates(manifest: Path, tmp_path: Path) -> None:
    ours = make_authority(tmp_path / "a", "Eigen", rsa=True)
    answer = ours.answer(tmp_path / "vraag.tsq", tmp_path / "antwoord.tsr")
    assert told(manifest, answer, ours.root)[0] == "geldig"
    # Without what lies between nobody can see that the signer leads to the root.
    bare = ours.answer(tmp_path / "vraag.tsq", tmp_path / "kaal.tsr", chain=False)
    assert told(manifest, bare, ours.root)[0] == "ongeldig"


def test_stempel_asks_takes_in_and_verify_looks(made: Made, copied: Path, tmp_path: Path, authority: Authority) -> None:
    asked = made.zpm("stempel", copied)
    assert (asked.code, (copied / "manifest.json.tsq").is_file()) == (0, True)
    assert hashlib.sha256((copied / "manifest.json").read_bytes()).hexdigest() in asked.out
    request = (copied / "manifest.json.tsq").read_bytes()
    assert made.zpm("stempel", copied).code == 0
    assert (copied / "manifest.json.tsq").read_bytes() == request
    answer = authority.answer(copied / "manifest.json.tsq", tmp_path / "antwoord.tsr")
    stranger = make_authority(tmp_path / "v", "Vreemd")
    refused = made.zpm("stempel", copied, "--antwoord", answer, "--ca", stranger.root)
    assert (refused.code, (copied / "manifest.json.tsr").exists()) == (3, False)
    taken = made.zpm("stempel", copied, "--antwoord", answer, "--ca", authority.root)
    assert (taken.code, (copied / "manifest.json.tsr").read_bytes()) == (0, answer.read_bytes())
    assert (copied / "manifest.json.tsr").stat().st_mode & 0o077 == 0
    assert prove(copied, Against(authorities=authority.root)).wrong == []
    told = made.zpm("verify", copied, "--ca", stranger.root)
    assert (told.code, "Niet in orde: tijdstempel: de ondertekenaar valt niet onder" in told.out) == (1, True)
    # A stamp that is taken away is missed by who asks for it.
    (copied / "manifest.json.tsr").unlink()
    assert [text.nl for text in prove(copied, Against(authorities=authority.root)).wrong] == ["er is geen tijdstempel"]
    rewritten(copied, lambda manifest: manifest["opties"].update(fail_on="nooit"))
    manifest = (copied / "manifest.json").read_text(encoding="utf-8")
    (copied / "manifest.json").write_text(manifest.replace('"nooit"', '"fout"'), encoding="utf-8")
    assert made.zpm("stempel", copied).code == 3
