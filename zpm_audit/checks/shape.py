"""What the parts of a check file share: closed keys, sentences in two languages, errors with a hint."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zpm_audit.base.language import Text

Expression = Annotated[str, Field(min_length=1)]


def wrong(what: Text, hint: Text, at: str = "") -> ValueError:
    """Return the error of a rule over several keys: in both languages, with a hint and the key to point at."""
    return ValueError("|".join((what.nl, what.en, hint.nl, hint.en, at)))


class Closed(BaseModel):
    """A part of a check file: a key that it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Words(Closed):
    """A sentence in both languages."""

    nl: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        """Return the sentence as the rest of the program carries it."""
        return Text(self.nl, self.en)
