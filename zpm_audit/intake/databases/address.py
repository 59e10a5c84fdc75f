"""The address of a database: which kind it is, and what of it may be shown to anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, unquote_plus

#: An address, also after it was taken for a path and lost one of its slashes; C:/ is none.
_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<slashes>/{1,3})")
#: What may be shown of host and database: nothing that a password which was written carelessly could be part of.
_PLAIN = re.compile(r"[^@?#&=\s]*")
#: Parameters that tell how to connect and not who does.
_HARMLESS = frozenset(
    "host port dbname database server sslmode sslrootcert driver charset encrypt trustservercertificate "
    "trusted_connection integrated_security application_name connect_timeout service_name sid timeout "
    "target_session_attrs applicationintent multisubnetfailover mars_connection".split()
)
#: Parameters whose name may be shown, but not what they hold.
_KNOWN = frozenset(
    "user username uid user_id password passwd pwd sslpassword sslkey sslcert passfile token access_token "
    "authentication odbc_connect options service krbsrvname".split()
)
HIDDEN = "***"
_SHORTEST = 3


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a database and no path."""
    return _ADDRESS.match(text) is not None


def is_harmless(parameter: str) -> bool:
    """Tell whether a parameter tells how to connect, and not who does."""
    return parameter.lower() in _HARMLESS


@dataclass(frozen=True)
class Address:
    """An address as it is used; only ``shown`` and what ``redacted`` returns may leave the program."""

    text: str

    @cached_property
    def scheme(self) -> str:
        """Return everything before the colon, in small letters."""
        return self.text.partition(":")[0].lower()

    @property
    def dialect(self) -> str:
        """Return the kind of database: the part of the scheme before the plus."""
        kind = self.scheme.partition("+")[0]
        return {"postgres": "postgresql", "sqlserver": "mssql"}.get(kind, kind)

    @cached_property
    def rest(self) -> str:
        """Return everything behind the slashes of the scheme, whether or not one of them got lost."""
        match = _ADDRESS.match(self.text)
        assert match is not None
        behind = self.text[match.end() :]
        return "/" + behind if match["slashes"] == "///" else behind

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        """Return the account, host and database, and the parameters."""
        before, mark, parameters = self.rest.partition("?")
        if not mark and "@" not in before:
            return "", before, ""
        account, at, place = before.rpartition("@")
        return (account if at else "", place, parameters)

    @property
    def place(self) -> str:
        """Return host, port and database."""
        return self._parts[1]

    @cached_property
    def account(self) -> tuple[str, str]:
        """Return the user and the password, as they are meant."""
        user, _, password = self._parts[0].partition(":")
        return unquote(user), unquote(password)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Return what stands behind the question mark, as it is meant."""
        pairs = (one.partition("=") for one in self._parts[2].split("&") if one)
        return {name: unquote_plus(value) for name, _, value in pairs}

    @cached_property
    def shown(self) -> str:
        """Return the address without who connects, and without any parameter that is not known to be harmless.

        An address that can be read in more than one way is not shown at all: part of it may be a password.
        """
        account, place, parameters = self._parts
        if not _PLAIN.fullmatch(place) or any(mark in account for mark in "/@?#") or "@" in parameters:
            return f"{self.scheme}://{HIDDEN}"
        told = [_parameter(one) for one in parameters.split("&") if one]
        return f"{self.scheme}://{place}" + (f"?{'&'.join(told)}" if told else "")

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """Return every text that must not be seen, as it is meant and as it is written; the longest first."""
        found = {self.account[1], self._parts[0].partition(":")[2]}
        for one in self._parts[2].split("&"):
            name, _, value = one.partition("=")
            if name.lower() not in _HARMLESS and name.lower() not in {"user", "username", "uid"}:
                found |= {value, unquote_plus(value)}
                if name.lower() == "odbc_connect":
                    found |= _passwords(unquote_plus(value))
        return tuple(sorted(found - {""}, key=len, reverse=True))

    def redacted(self, said: str) -> str:
        """Return what a driver said without what must not be seen."""
        said = said.replace(self.text, self.shown)
        for secret in self.secrets:
            if len(secret) < _SHORTEST and secret in said:
                return HIDDEN
            said = said.replace(secret, HIDDEN)
        return said


def _passwords(connection: str) -> set[str]:
    """Return the secrets in a connection text of ODBC."""
    parts = (part.partition("=") for part in connection.split(";"))
    return {value.strip("{} ") for name, _, value in parts if name.strip().lower() in {"pwd", "password"}}


def _parameter(written: str) -> str:
    name, _, value = written.partition("=")
    if name.lower() in _HARMLESS and _PLAIN.fullmatch(unquote_plus(value).replace("\\", "/")):
        return written
    return f"{name}={HIDDEN}" if name.lower() in _KNOWN | _HARMLESS else HIDDEN
