"""How a source writes its values: the settings that a table and ``standaard`` share."""

from __future__ import annotations

import codecs
from typing import Annotated, Any

from pydantic import BeforeValidator

from zpm_audit.base.language import Text
from zpm_audit.intake.mapping.parts import PartOfMapping, RefusedError, Texts, filled, one_of, one_text, some
from zpm_audit.intake.rows.patterns import Pattern, PatternError, pattern


def _separator(given: Any) -> Any:
    text = one_text(given)
    text = {"tab": "\t", "\\t": "\t"}.get(text.lower(), text)
    if len(text) != 1 or not text.isascii() or text in '"\r\n' or text.isalnum():
        raise RefusedError(
            "het scheidingsteken is een teken",
            "the separator is one character",
            Text("zoals ';' of ',' of tab", "such as ';' or ',' or tab"),
        )
    return text


#: Encodings of Python in which nobody keeps a file.
_NO_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})


def _encoding(given: Any) -> Any:
    text = filled(given)
    try:
        name = codecs.lookup(text).name
        "".encode(name)
        known = name not in _NO_FILES
    except (LookupError, ValueError):  # not one of texts, or a name with a character that no name has
        known = False
    if not known:
        raise RefusedError(
            f"codering '{text}' is onbekend",
            f"encoding '{text}' is unknown",
            Text("gangbaar zijn utf-8, cp1252 en utf-16", "common ones are utf-8, cp1252 and utf-16"),
        )
    return name


def _patterns(*, needs_date: bool, needs_time: bool) -> BeforeValidator:
    example = "dd-mm-jjjj uu:mm" if needs_date and needs_time else "dd-mm-jjjj" if needs_date else "uu:mm"
    hint = Text(f"schrijf bijvoorbeeld {example}", f"write for example {example}")

    def one(given: Any) -> Pattern:
        try:
            found = pattern(filled(given))
        except PatternError as error:
            nl, en = f"'{error}' is geen formaat dat wij kennen", f"'{error}' is no format that we know"
            raise RefusedError(nl, en, hint) from None
        if (needs_date and not found.has_date) or (needs_time and not found.has_time):
            nl, en = f"'{found.written}' is hier niet compleet", f"'{found.written}' is not complete here"
            raise RefusedError(nl, en, hint)
        return found

    return BeforeValidator(lambda given: tuple(one(item) for item in some(given)))


Patterns = tuple[Pattern, ...]
Separator = Annotated[str, BeforeValidator(_separator)]
Encoding = Annotated[str, BeforeValidator(_encoding)]


class Written(PartOfMapping):
    """What is said of the notation, but for the words for yes; None means: not said here."""

    scheidingsteken: Separator | None = None
    codering: Encoding | None = None
    aanhalingsteken: Annotated[str | None, one_of(('"', "geen"))] = None
    decimaal: Annotated[str | None, one_of((".", ","))] = None
    duizendtal: Annotated[str | None, one_of(("", ".", ",", " ", "'"))] = None
    datumformaat: Annotated[Patterns | None, _patterns(needs_date=True, needs_time=False)] = None
    tijdformaat: Annotated[Patterns | None, _patterns(needs_date=False, needs_time=True)] = None
    datumtijdformaat: Annotated[Patterns | None, _patterns(needs_date=True, needs_time=False)] = None
    onwaar: Texts | None = None
    leeg: Texts | None = None


class Notation(Written):
    """What is said of the notation; None means: not said here."""

    waar: Texts | None = None

    def over(self, other: Notation) -> Notation:
        """Return this notation, with what it leaves open taken from ``other``."""
        mine = {name: value for name, value in vars(self).items() if value is not None}
        return other.model_copy(update=mine)
