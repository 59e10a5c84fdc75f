"""Sends the summary of a run by mail. The run is done and stays as it is: what fails here is said, and nothing more."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

from zpm_audit.archive.model import Life
from zpm_audit.base.errors import os_reason
from zpm_audit.base.language import Text
from zpm_audit.configuration.model import Mail
from zpm_audit.reports.figures.format import day, integer
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.summary import SummaryWords

#: TLS from the first byte, and the port that begins in the clear and must be made safe before anything is said.
TLS_PORT, STARTTLS_PORT = 465, 587
#: So long a server may be silent.
TIMEOUT_S = 30.0
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
#: Subjects are cut by mail programs; the provider and the counts must be in front of the cut.
_SUBJECT = 150


@dataclass(frozen=True)
class Mailed:
    """What became of the mail: ``sent`` says to whom, ``failed`` why not (to some or to all)."""

    sent: Text | None = None
    failed: Text | None = None


def mail_summary(report: Report, folder: Path, mail: Mail) -> Mailed:
    """Send the summary; never raises for what a server does or does not do."""
    try:
        with _server(mail) as server:
            refused = server.send_message(message(report, folder, mail), to_addrs=[parseaddr(a)[1] for a in mail.aan])
    except Exception as error:  # whatever a server or a library comes up with, the run is good
        return Mailed(failed=_failed(mail, *_why(error, mail)))
    reached = [a for a in mail.aan if parseaddr(a)[1] not in refused]
    sent = Text(f"Samenvatting gemaild aan {', '.join(reached)}.", f"Summary mailed to {', '.join(reached)}.")
    return Mailed(sent, _failed(mail, *_recipients(refused), some=True) if refused else None)


def message(report: Report, folder: Path, mail: Mail) -> EmailMessage:
    """Return the mail: as text, and as HTML for who reads that."""
    from zpm_audit.reports.summary.html import summary_html
    from zpm_audit.reports.summary.sections import summary_of
    from zpm_audit.reports.summary.text import summary_text

    # Who reads this stands in another folder than who ran it.
    place = folder.expanduser().resolve() / "rapport.html"
    found = summary_of(report, subjects=mail.herleidbaar_per_mail, place=str(place))
    made = EmailMessage()
    made["Subject"] = subject(report)
    made["From"] = mail.van
    made["To"] = ", ".join(mail.aan)
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = make_msgid(domain=parseaddr(mail.van)[1].rpartition("@")[2] or "localhost")
    # No answer of a person who is away comes back to a machine.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_sendable(summary_text(found)))
    made.add_alternative(_sendable(summary_html(found, report.taal)), subtype="html")
    return made


def subject(report: Report) -> str:
    """Return the subject: an export that cannot be built on first, then what is new and what is late."""
    w, found = SummaryWords(report.taal), report.morning
    parts = [] if report.vertrouwen.voldoende else [w.vt_niet_bouwen.rstrip(".")]
    if found.lives is not None:
        for word, life in ((w.nieuw, Life.NIEUW), (w.heropend, Life.HEROPEND)):
            parts.append(f"{integer(found.lives[life].count, w.language)} {word.lower()}")
    parts.append(f"{integer(found.overdue, w.language)} {w.over_tijd.lower()}")
    about = f"zpm-audit {report.aanbieder or report.export} {day(report.peildatum, w.language)}"
    return " ".join(_sendable(f"{about}: {', '.join(parts)}").split())[:_SUBJECT]


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _server(mail: Mail) -> Iterator[smtplib.SMTP]:
    """Give a server that may be talked to: safe, or on this machine, and with the account that was asked for."""
    kind = security(mail)
    # Without a purpose of its own the context checks the certificate and the name of the server.
    context = None if kind == "plain" else ssl.create_default_context()
    if kind == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.poort, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(mail.server, mail.poort, timeout=TIMEOUT_S)
    try:
        if kind == "starttls":
            server.starttls(context=context)
        if mail.gebruiker and mail.wachtwoord:
            server.login(mail.gebruiker, mail.wachtwoord)
        yield server
    finally:
        with suppress(Exception):
            server.quit()


def security(mail: Mail) -> str:
    """Return how the server is talked to: ``tls``, ``starttls``, or ``plain``, which is for this machine alone."""
    if mail.poort == TLS_PORT:
        return "tls"
    return "plain" if mail.poort != STARTTLS_PORT and mail.server.lower() in _HERE else "starttls"


def _failed(mail: Mail, why: Text, remedy: Text, *, some: bool = False) -> Text:
    where = f"{mail.server}:{mail.poort}"
    to = Text("niet aan iedereen", "not mailed to everybody") if some else Text("niet", "not mailed")
    return Text(
        f"De samenvatting is {to.nl} gemaild ({where}): {why.nl}. De run en zijn uitvoer zijn in orde. {remedy.nl}",
        f"The summary was {to.en} ({where}): {why.en}. The run and its output are in order. {remedy.en}",
    )


_LATER = Text(
    "Stuur samenvatting.html zelf door, of draai opnieuw.", "Forward samenvatting.html yourself, or run again."
)


def _why(error: Exception, mail: Mail) -> tuple[Text, Text]:
    """Return what went wrong and what to do, from the most particular kind of error to the least."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            Text(
                f"het certificaat van de server klopt niet ({error.verify_message})",
                f"the certificate of the server is not right ({error.verify_message})",
            ),
            Text(
                "Zet in melden: server de naam waarvoor het certificaat is; van een eigen certificaatautoriteit wijst "
                "SSL_CERT_FILE naar het certificaat.",
                "Put in melden: server the name that the certificate is for; of a certificate authority of your own "
                "SSL_CERT_FILE points at the certificate.",
            ),
        )
    if isinstance(error, ssl.SSLError):
        return (
            Text(f"de server spreekt op poort {mail.poort} geen TLS", f"the server speaks no TLS on port {mail.poort}"),
            Text("Gebruik poort 465 voor TLS of 587 voor STARTTLS.", "Use port 465 for TLS or 587 for STARTTLS."),
        )
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return (
            Text(f"de server weigert account {mail.gebruiker}", f"the server refuses account {mail.gebruiker}"),
            Text(
                "Kijk naar melden: gebruiker en de variabele met het wachtwoord.",
                "Look at melden: gebruiker and the variable with the password.",
            ),
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _recipients(error.recipients)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return (
            Text(f"de server weigert afzender {mail.van}", f"the server refuses sender {mail.van}"),
            Text("Kijk naar melden: van.", "Look at melden: van."),
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return (
            Text("de server kan geen STARTTLS of geen aanmelding", "the server lacks STARTTLS or logging in"),
            Text(
                "Zonder versleuteling gaat er alleen mail naar deze machine zelf; gebruik poort 465 of 587.",
                "Without encryption mail goes to this very machine only; use port 465 or 587.",
            ),
        )
    if isinstance(error, socket.gaierror):
        return (
            Text("die server bestaat niet, of er is geen netwerk", "there is no such server, or no network"),
            Text("Kijk naar melden: server.", "Look at melden: server."),
        )
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected):
        return (
            Text("de server antwoordt niet", "the server does not answer"),
            Text(f"Kijk naar melden: server en poort. {_LATER.nl}", f"Look at melden: server and poort. {_LATER.en}"),
        )
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return os_reason(error), Text(
            f"Kijk naar melden: server en poort. {_LATER.nl}", f"Look at melden: server and poort. {_LATER.en}"
        )
    kind = type(error).__name__
    if isinstance(error, smtplib.SMTPResponseException):
        kind = f"{kind} {error.smtp_code}"
    if isinstance(error, smtplib.SMTPException):
        return Text(f"de server weigert de mail ({kind})", f"the server refuses the mail ({kind})"), _LATER
    ours = Text(f"een fout in zpm-audit ({kind})", f"a defect of zpm-audit ({kind})")
    return ours, Text("Meld deze regel bij het project.", "Report this line to the project.")


def _recipients(refused: object) -> tuple[Text, Text]:
    names = ", ".join(refused) if isinstance(refused, dict) else ""
    return (
        Text(f"de server weigert {names}", f"the server refuses {names}"),
        Text("Kijk naar melden: aan.", "Look at melden: aan."),
    )
