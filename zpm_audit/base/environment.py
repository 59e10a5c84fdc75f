"""``${NAAM}`` in a file of the user: the value of an environment variable, so that a password stands in no file."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from zpm_audit.base.errors import UsageError

_VARIABLE = re.compile(r"\$\$(?=\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled_in(text: str, where: str, where_en: str) -> str:
    """Return a text with the values of the variables that it names; ``$${`` stands for ``${`` itself."""
    return _VARIABLE.sub(lambda found: _value(found[1], where, where_en) if found[1] else "$", text)


def filled_address(text: str, where: str, where_en: str) -> str:
    """Return the address of a database with the values of its variables.

    A value that stands for the account or for a parameter is written as an address needs it, so that a password may
    hold any character. A variable that holds the whole address is taken as it is.
    """
    account, parameters = text.rfind("@"), text.find("?")

    def value(found: re.Match[str]) -> str:
        if not found[1]:
            return "$"
        plain = _value(found[1], where, where_en)
        secret = found.start() < account or 0 <= parameters < found.start()
        return quote(plain, safe="") if secret else plain

    return _VARIABLE.sub(value, text)


def _value(name: str, where: str, where_en: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise UsageError(
            nl=f"{where}: omgevingsvariabele {name} is niet gezet. Zet haar voor u zpm-audit start, of haal "
            f"${{{name}}} weg.",
            en=f"{where_en}: environment variable {name} is not set. Set it before you start zpm-audit, or take "
            f"${{{name}}} out.",
        )
    return value
