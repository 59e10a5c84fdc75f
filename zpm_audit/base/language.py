"""The two languages that users see. Dutch is the default; English comes with ``--taal en``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self, overload

Language = Literal["nl", "en"]


class Text(NamedTuple):
    """One sentence in both languages, kept together where it is written so that neither goes stale."""

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return self.en if language == "en" else self.nl


def asked_language(arguments: Sequence[str]) -> Language:
    """Return the language that a command line asks for, also when the rest of it is wrong."""
    joined = " ".join(arguments)
    return "en" if "--taal en" in joined or "--taal=en" in joined else "nl"


@dataclass(frozen=True)
class Noun:
    """What is counted: the word for one of it, and for none or more."""

    one: Text
    more: Text

    def of(self, number: int) -> Text:
        """Return the word that goes with a number."""
        return self.one if number == 1 else self.more

    def counted(self, number: int) -> Text:
        """Return the number and its word."""
        word = self.of(number)
        return Text(f"{number} {word.nl}", f"{number} {word.en}")


@dataclass(frozen=True)
class Words:
    """Words in one language. A kind of text has a class of its own, with a ``Word`` for everything it says.

    So a name that does not exist is found by the type checker and not by the reader of a report.
    """

    language: Language


class Word:
    """A word of a class of ``Words``: the class knows it in both languages, an instance in its own."""

    def __init__(self, nl: str, en: str) -> None:
        self.text = Text(nl, en)

    @overload
    def __get__(self, words: None, owner: type[Words]) -> Self: ...
    @overload
    def __get__(self, words: Words, owner: type[Words]) -> str: ...
    def __get__(self, words: Words | None, owner: type[Words]) -> Self | str:
        """Return the word in the language of ``words``; asked of the class itself, the word in both."""
        return self if words is None else self.text.in_(words.language)
