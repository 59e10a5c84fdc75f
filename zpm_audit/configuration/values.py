"""The kinds of values that a configuration holds, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from email.utils import parseaddr
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from zpm_audit.base.language import Text
from zpm_audit.checks.shape import wrong

_YES, _NO = ("ja", "yes"), ("nee", "no")


def _text(given: Any) -> Any:
    """Take what is written as text: a code of digits or a year is a text here."""
    if isinstance(given, (int, float, date)) and not isinstance(given, bool):
        return str(given)
    return given


def _yes(given: Any) -> Any:
    if isinstance(given, str) and given.strip().lower() in (*_YES, *_NO):
        return given.strip().lower() in _YES
    if isinstance(given, bool):
        return given
    raise wrong(
        Text(f"'{given}' is geen ja of nee", f"'{given}' is not ja or nee"),
        Text("schrijf ja of nee", "write ja or nee"),
    )


def _some(given: Any) -> Any:
    """Take one value for a list of one."""
    return given if isinstance(given, list) else [given]


def _names(given: Any) -> Any:
    """Take names with commas between them for a list."""
    return [part.strip() for part in given.split(",") if part.strip()] if isinstance(given, str) else given


def _share(given: Any) -> Any:
    """Read ``1%`` as 0.01, and a number by its digits: what was written, not what a float makes of it."""
    text = str(given).strip().replace(",", ".")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    number = number / 100 if text.endswith("%") else number
    if isinstance(given, bool) or not number.is_finite() or not 0 <= number <= 1:
        raise wrong(
            Text(f"'{given}' is geen deel van 0 tot en met 1", f"'{given}' is no share from 0 to 1"),
            Text("schrijf bijvoorbeeld 1% of 0.01", "write for example 1% or 0.01"),
        )
    return number


#: No limit of a provider is near it, and no arithmetic with it loses a cent.
_MOST_EUROS = 10**12


def _amount(given: Any) -> Any:
    text = str(given).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(given, bool) or not number.is_finite() or not 0 <= number < _MOST_EUROS:
        raise wrong(
            Text(
                f"'{given}' is geen bedrag van 0 tot een biljoen euro",
                f"'{given}' is no amount from 0 to a trillion euros",
            ),
            Text("schrijf euro's zonder teken: 25000 of 25000.50", "write euros without a sign: 25000 or 25000.50"),
        )
    return number


def _address(given: Any) -> Any:
    """Take an address of a mailbox, with or without a name in front: ``Audit <audit@voorbeeld.nl>``."""
    inner = parseaddr(given)[1] if isinstance(given, str) else ""
    if not _MAILBOX.fullmatch(inner) or "\n" in given or "\r" in given:
        raise wrong(
            Text(f"'{given}' is geen mailadres", f"'{given}' is no mail address"),
            Text("schrijf bijvoorbeeld audit@voorbeeld.nl", "write for example audit@voorbeeld.nl"),
        )
    return given.strip()


_MAILBOX = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")

#: What an editor takes for a text: a year or a code of digits is a number to it.
_WRITTEN: dict[str, Any] = {"type": ["string", "number"], "minLength": 1}
_MAIL: dict[str, Any] = {"type": "string", "pattern": "@"}


def _one_or_more(of: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]})


Filled = Annotated[str, BeforeValidator(_text), Field(min_length=1, pattern=r"\S"), WithJsonSchema(_WRITTEN)]
Paths = Annotated[tuple[Filled, ...], BeforeValidator(_some), Field(min_length=1, strict=False), _one_or_more(_WRITTEN)]
Names = Annotated[
    tuple[Filled, ...], BeforeValidator(_names), Field(min_length=1, strict=False), _one_or_more({"type": "string"})
]
Accounts = Annotated[
    tuple[Filled, ...], BeforeValidator(_some), Field(min_length=1, strict=False), _one_or_more(_WRITTEN)
]
Address = Annotated[str, BeforeValidator(_address), WithJsonSchema(_MAIL)]
Addresses = Annotated[
    tuple[Address, ...], BeforeValidator(_some), Field(min_length=1, strict=False), _one_or_more(_MAIL)
]
YesNo = Annotated[
    bool, BeforeValidator(_yes), WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": [*_YES, *_NO]}]})
]
Share = Annotated[
    Decimal,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\s*[0-9]+([.,][0-9]+)?\s*%?\s*$"},
            ]
        }
    ),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]+([.][0-9]+)?$"}]}
    ),
]


def only(known: Iterable[str]) -> BeforeValidator:
    """Return the reader of a text that must be one of ``known``; what YAML takes for something else is text again."""
    choices = tuple(known)

    def read(given: Any) -> Any:
        if given not in choices:
            listed = ", ".join(choices)
            raise wrong(
                Text(f"'{given}' kan hier niet", f"'{given}' is not possible here"),
                Text(f"kies uit: {listed}", f"choose from: {listed}"),
            )
        return given

    return BeforeValidator(read)
