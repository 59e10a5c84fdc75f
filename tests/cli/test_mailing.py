"""The mail of the morning, against a server of our own: what it says, and that a server never changes a run."""

from __future__ import annotations

import json
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import OPTIONS, Ran, inside, write_small_export
from tests.properties.adapter import without_reports
from tests.smtp import Behaviour, certificate, mail_server, with_certificate
from zpm_audit.commands import mailing
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options
from zpm_audit.commands.outcome import Outcome
from zpm_audit.configuration.model import Mail

pytestmark = pytest.mark.whole

TO = ["een@voorbeeld.nl", "twee@voorbeeld.nl"]
CONFIGURATION = """\
export: export
uitvoer: uit
archief: archief.db
grenzen: {{uitgevoerd: 0}}
melden:
  server: localhost
  poort: {port}
  van: Audit <audit@voorbeeld.nl>
  aan: [een@voorbeeld.nl, twee@voorbeeld.nl]
"""
LOGIN = {"gebruiker": "audit", "wachtwoord": "goed"}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("mail")
    with without_reports():
        return run_audit(
            Options(
                export=write_small_export(folder / "export"),
                out=folder / "uit",
                peildatum=date(2024, 12, 31),
                gx="uit",
                archief=str(folder / "archief.db"),
            )
        )


def mail(port: int, **more: Any) -> Mail:
    given = {"server": "localhost", "poort": port, "van": "Audit <audit@voorbeeld.nl>", "aan": TO}
    return Mail.model_validate(given | more)


def send(outcome: Outcome, does: Behaviour, **more: Any) -> mailing.Mailed:
    with mail_server(does) as port:
        return mailing.mail_summary(outcome.report, outcome.folder, mail(port, **more))


def bodies(does: Behaviour) -> list[str]:
    (got,) = does.got
    parts = [got.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content() for part in parts if part is not None]


def run(folder: Path, does: Behaviour) -> Ran:
    write_small_export(folder / "export")
    with mail_server(does) as port:
        (folder / "zpm-audit.yaml").write_text(CONFIGURATION.format(port=port), encoding="utf-8")
        return inside(folder)("run", *OPTIONS)


@pytest.mark.usefixtures("figures_only")
def test_a_run_mails_its_summary_and_a_refusal_leaves_it_as_it_is(tmp_path: Path) -> None:
    does = Behaviour(refused=frozenset({"twee@voorbeeld.nl"}))
    ran = run(tmp_path, does)
    assert ran.code == 1
    assert "Samenvatting gemaild aan een@voorbeeld.nl." in ran.out
    assert "De samenvatting is niet aan iedereen gemaild" in ran.err
    assert "de server weigert twee@voorbeeld.nl. De run en zijn uitvoer zijn in orde." in ran.err
    assert does.recipients == ["een@voorbeeld.nl"]
    (output,) = (tmp_path / "uit").iterdir()
    assert str(output.resolve() / "rapport.html") in bodies(does)[0]
    assert inside(tmp_path)("history").code == 0
    assert "voorbeeld.nl" not in (output / "manifest.json").read_text(encoding="utf-8")


def test_the_mail_holds_counts_and_no_subjects(outcome: Outcome) -> None:
    does = Behaviour()
    assert send(outcome, does).failed is None
    assert does.recipients == TO
    assert does.got[0]["Subject"] == "zpm-audit export 31-12-2024: 1 nieuw, 0 heropend, 0 over tijd"
    told = json.loads((outcome.folder / "samenvatting.json").read_text(encoding="utf-8"))
    assert [row["onderwerp_id"] for row in told["nieuw"]["grootste"]] == ["P2"]
    for text in bodies(does):
        assert "ZPM-PR-01" in text
        assert "P2" not in text
    assert "prestatie P2" in (outcome.folder / "samenvatting.txt").read_text(encoding="utf-8")


def test_subjects_are_mailed_when_asked_for(outcome: Outcome) -> None:
    does = Behaviour()
    send(outcome, does, herleidbaar_per_mail="ja")
    assert all("prestatie P2" in text for text in bodies(does))


@pytest.mark.parametrize(
    ("does", "more", "said"),
    [
        (Behaviour(refused=frozenset(TO)), {}, "weigert een@voorbeeld.nl, twee@voorbeeld.nl"),
        (Behaviour(refuses_sender=True), {}, "weigert afzender Audit <audit@voorbeeld.nl>"),
        (Behaviour(password="anders"), LOGIN, "weigert account audit"),
        (Behaviour(), LOGIN, "geen STARTTLS of geen aanmelding"),
        (Behaviour(silent=True), {}, "de server antwoordt niet"),
    ],
)
def test_a_server_that_does_not_want_it_is_named_with_what_to_do(
    outcome: Outcome, does: Behaviour, more: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "TIMEOUT_S", 0.3)
    found = send(outcome, does, **more)
    assert (found.sent, does.got) == (None, [])
    assert found.failed is not None
    assert said in found.failed.nl
    assert "De run en zijn uitvoer zijn in orde. " in found.failed.nl
    assert "anders" not in found.failed.nl


def test_no_server_is_said_with_what_to_look_at(outcome: Outcome) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        found = mailing.mail_summary(outcome.report, outcome.folder, mail(held.getsockname()[1]))
    assert found.failed is not None
    assert "Kijk naar melden: server en poort" in found.failed.nl


@pytest.mark.parametrize("kind", ["TLS_PORT", "STARTTLS_PORT"])
@pytest.mark.parametrize(("name", "trusted"), [("localhost", True), ("localhost", False), ("elders", True)])
def test_a_safe_server_is_believed_by_its_certificate_only(
    outcome: Outcome, tmp_path: Path, kind: str, name: str, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = certificate(tmp_path, name)
    context = with_certificate(paths)
    does = Behaviour(password="goed", tls=context if kind == "TLS_PORT" else None, starttls=context)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(paths[0]))
    with mail_server(does) as port:
        monkeypatch.setattr(mailing, kind, port)
        found = mailing.mail_summary(outcome.report, outcome.folder, mail(port, **LOGIN))
    if trusted and name == "localhost":
        assert (found.failed, does.safe, does.logins) == (None, [True], ["audit"])
    else:
        assert found.failed is not None
        assert "het certificaat van de server klopt niet" in found.failed.nl
        assert (does.got, does.logins) == ([], [])


@pytest.mark.parametrize(
    ("server", "port", "kind"),
    [
        ("smtp.voorbeeld.nl", 465, "tls"),
        ("smtp.voorbeeld.nl", 587, "starttls"),
        ("smtp.voorbeeld.nl", 25, "starttls"),
        ("localhost", 25, "plain"),
        ("localhost", 587, "starttls"),
    ],
)
def test_only_this_machine_is_talked_to_in_the_clear(server: str, port: int, kind: str) -> None:
    assert mailing.security(mail(port, server=server)) == kind


def test_a_server_elsewhere_without_starttls_gets_nothing(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "_HERE", frozenset())
    does = Behaviour()
    found = send(outcome, does)
    assert does.got == []
    assert found.failed is not None
    assert "Zonder versleuteling gaat er alleen mail naar deze machine zelf" in found.failed.nl
