"""A mail server on this machine, in a thread: plain, with TLS or STARTTLS, and as unwilling as a test asks for."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path


@dataclass
class Behaviour:
    """What a server does, and what it got."""

    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    password: str | None = None
    refused: frozenset[str] = frozenset()
    refuses_sender: bool = False
    silent: bool = False
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    safe: list[bool] = field(default_factory=list)


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 10

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def finish(self) -> None:
        """Close what STARTTLS put in the place of the first socket too."""
        for one in (self.wfile, self.rfile, self.request):
            with suppress(OSError, ValueError):
                one.close()

    def handle(self) -> None:
        does, safe = self.server.does, self.server.does.tls is not None
        if does.silent:
            self.rfile.readline()  # until the other side gives up
            return
        self._say("220 hier")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ", 1)[0].split(":", 1)[0].upper()
            if verb in {"EHLO", "HELO"}:
                offers = ["250-hier", *(["250-STARTTLS"] if does.starttls and not safe else [])]
                offers += ["250-AUTH PLAIN"] if does.password is not None else []
                for one in offers:
                    self._say(one)
                self._say("250 8BITMIME")
            elif verb == "STARTTLS":
                assert does.starttls is not None
                self._say("220 ga")
                self.request = does.starttls.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb")
                safe = True
            elif verb == "AUTH":
                given = base64.b64decode(line.split()[-1]).decode().split("\0")
                does.logins.append(given[1])
                self._say("235 welkom" if given[2] == does.password else "535 nee")
            elif verb == "MAIL":
                self._say("550 u niet" if does.refuses_sender else "250 goed")
            elif verb == "RCPT":
                address = line.split("<")[1].split(">")[0]
                self._say("550 onbekend" if address in does.refused else "250 goed")
                if address not in does.refused:
                    does.recipients.append(address)
            elif verb == "DATA":
                self._say("354 kom maar")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part[1:] if part.startswith(b"..") else part)
                made = message_from_bytes(b"".join(lines), policy=policy.default)
                assert isinstance(made, EmailMessage)
                does.got.append(made)
                does.safe.append(safe)
                self._say("250 gekregen")
            elif verb == "QUIT":
                self._say("221 dag")
                return
            else:
                self._say("250 goed")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, does: Behaviour) -> None:
        self.does = does
        super().__init__(("127.0.0.1", 0), _Handler)
        if does.tls is not None:
            self.socket = does.tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that breaks off is what some tests are about."""


@contextmanager
def mail_server(does: Behaviour) -> Iterator[int]:
    """Run a server that behaves so; gives its port."""
    server = _Server(does)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        with suppress(OSError):
            server.server_close()


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """Make a certificate for a name, signed by itself; return it and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ip_address("127.0.0.1")))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificaat.pem", folder / "sleutel.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def with_certificate(paths: tuple[Path, Path]) -> ssl.SSLContext:
    """Return the context of a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    return context
