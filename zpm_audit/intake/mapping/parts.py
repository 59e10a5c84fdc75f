"""What every part of a mapping is made of: closed groups of keys, texts and lists of texts, and sentences on mistakes.

Everything in a mapping is text as it was written: ``01`` and ``no`` are codes of a source system.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text

_NOTHING = {"", "~", "null"}


class RefusedError(ValueError):
    """A value that cannot stand where it stands; ``{name}`` in its sentences is the key that it belongs to.

    ``at`` is the key inside the value that is to be pointed at.
    """

    def __init__(self, nl: str, en: str, hint: Text | None = None, at: str | None = None) -> None:
        super().__init__(nl)
        self.what, self.hint, self.at = Text(nl, en), hint, at


class PartOfMapping(BaseModel):
    """A group of keys: a key that it does not name is refused, and nothing at all is a group without keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _known_lines(cls, given: Any) -> Any:
        for key in given if isinstance(lines(given), dict) else ():
            if key not in cls.model_fields:
                nl, en = f"{{name}} kent '{key}' niet", f"{{name}} does not know '{key}'"
                raise RefusedError(nl, en, likely(key, cls.model_fields), at=key)
        return lines(given)


def likely(word: str, known: Iterable[str]) -> Text:
    """Return what a key that is not known probably should have been, and what it can be."""
    near, listed = did_you_mean(word, known), ", ".join(sorted(known))
    can = Text(f"het kan zijn: {listed}", f"it can be: {listed}")
    return Text(f"{near.nl} {can.nl}", f"{near.en} {can.en}") if near else can


def lines(given: Any) -> Any:
    """Return a group of lines ``name: value``; nothing at all is a group without lines, anything else is refused."""
    if isinstance(given, str) and given in _NOTHING:
        return {}
    if isinstance(given, (str, list)):
        raise RefusedError(
            "{name} moet uit regels 'naam: waarde' bestaan", "{name} must consist of lines 'name: value'"
        )
    return given


def one_text(given: Any) -> Any:
    """Return a single text, empty or not."""
    if isinstance(given, (list, dict)):
        raise RefusedError("{name} moet een enkele waarde zijn", "{name} must be a single value")
    return given


def filled(given: Any) -> Any:
    """Return a single text with something in it."""
    if one_text(given) == "":
        raise RefusedError("{name} is leeg", "{name} is empty")
    return given


def some(given: Any) -> Any:
    """Return a list; a single value is a list of one."""
    if isinstance(given, dict):
        raise RefusedError("{name} moet een lijst zijn", "{name} must be a list")
    if given == []:
        raise RefusedError("{name} is een lege lijst", "{name} is an empty list")
    return [given] if isinstance(given, str) else given


def one_of(allowed: Iterable[str]) -> BeforeValidator:
    """Return the reader of a text that must be one of ``allowed``."""
    choices = tuple(allowed)

    def read(given: Any) -> Any:
        if one_text(given) not in choices:
            shown = " ".join(repr(a) for a in choices)
            raise RefusedError(
                f"'{given}' kan hier niet", f"'{given}' cannot stand here", Text(f"kies uit {shown}", f"one of {shown}")
            )
        return given

    return BeforeValidator(read)


AnyText = Annotated[str, BeforeValidator(one_text)]
Filled = Annotated[str, BeforeValidator(filled)]
Texts = Annotated[tuple[Filled, ...], BeforeValidator(some)]
AnyTexts = Annotated[tuple[AnyText, ...], BeforeValidator(some)]
#: Source value -> canonical value; an empty canonical value says that the source value means empty.
Translation = Annotated[dict[str, AnyText], BeforeValidator(lines)]
