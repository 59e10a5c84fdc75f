"""From where on an export cannot be built on: four limits, each a share, that a user may set (key ``grenzen``)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _share(value: Any) -> Any:
    """Read ``5%`` as 0.05, and a number by its digits: what was written, not what a float makes of it."""
    text = str(value).strip().replace(",", ".")
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        raise ValueError("schrijf een deel, zoals 0.05 of 5%") from None
    return number / 100 if percent else number


Share = Annotated[Decimal, BeforeValidator(_share), Field(ge=0, le=1)]


class Grenzen(BaseModel):
    """The limits. Three are the most that may be lost, ``uitgevoerd`` is the least that must have run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Of the rows of a table: more than this set aside is too much.
    opzij: Share = Decimal("0.05")
    #: Of the checks: fewer than this that ran is too few.
    uitgevoerd: Share = Decimal("0.5")
    #: Of the filled values of a key column: more than this that the other table does not know is too much.
    sleutels: Share = Decimal("0.05")
    #: Of the rows of a table in the previous run: this many fewer, or more than that, is too much.
    daling: Share = Decimal("0.2")

    def shown(self) -> str:
        """Return the limits as a report shows them."""
        return ", ".join(f"{name} {(100 * getattr(self, name)).normalize():f}%" for name in type(self).model_fields)
