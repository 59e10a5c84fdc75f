"""An address as it may stand in a file: every secret in it made a variable of the environment."""

from __future__ import annotations

from zpm_audit.intake.databases.address import HIDDEN, Address, is_harmless

_WHOLE = "ZPM_DATABASE"
_PASSWORD = "ZPM_DATABASE_WACHTWOORD"  # noqa: S105 (the name of a variable)
_NAMED = {"password": _PASSWORD, "pwd": _PASSWORD, "passwd": _PASSWORD}
_USERS = {"user", "username", "uid"}


def without_secrets(text: str) -> tuple[str, list[str]]:
    """Return the address without its secrets, and the variables that now stand for them.

    A secret that is a variable already stays one. An address that can be read in more than one way becomes a variable
    as a whole.
    """
    address = Address(text)
    if address.shown.endswith(f"://{HIDDEN}"):
        return f"${{{_WHOLE}}}", [_WHOLE]
    before, mark, parameters = text.partition("?")
    variables: list[str] = []

    def hidden(value: str, variable: str) -> str:
        if not value or value.startswith("${"):
            return value
        if variable not in variables:
            variables.append(variable)
        return f"${{{variable}}}"

    account, at, place = before.rpartition("@")
    scheme, slashes, who = account.partition("://")
    user, colon, password = who.partition(":")
    if at and colon:
        before = f"{scheme}{slashes}{user}:{hidden(password, _PASSWORD)}@{place}"
    kept = []
    for one in parameters.split("&") if mark else []:
        name, equals, value = one.partition("=")
        if equals and not is_harmless(name) and name.lower() not in _USERS:
            one = f"{name}={hidden(value, _NAMED.get(name.lower(), f'{_WHOLE}_{name.upper()}'))}"  # noqa: PLW2901
        kept.append(one)
    return before + mark + "&".join(kept), variables
