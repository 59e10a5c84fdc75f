"""What the parts of a check file share: closed keys, sentences in two languages, errors with a hint."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zpm_audit.base.language import Text

Expression = Annotated[str, Field(min_length=1)]


class WrongError(ValueError):
    """A rule over several keys is broken: what is wrong, what to do, and the key to point at."""

    def __init__(self, what: Text, hint: Text, at: str) -> None:
        super().__init__(what.nl)
        self.what, self.hint, self.at = what, hint, at


def wrong(what: Text, hint: Text, at: str = "") -> WrongError:
    """Return the error of a rule over several keys: in both languages, with a hint and the key to point at."""
    return WrongError(what, hint, at)


class Closed(BaseModel):
    """A part of a check file: a key that it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Bilingual(Closed):
    """A sentence in both languages."""

    nl: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        """Return the sentence as the rest of the program carries it."""
        return Text(self.nl, self.en)
