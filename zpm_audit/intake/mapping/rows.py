"""Which rows of a source belong to a table: conditions on columns, each by itself, that must all hold."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from zpm_audit.base.language import Text
from zpm_audit.intake.mapping.parts import AnyTexts, PartOfMapping, RefusedError, Texts, lines, one_text

_YES, _NO = ("ja", "true"), ("nee", "false")


def _yes_or_no(given: Any) -> Any:
    if one_text(given) not in (*_YES, *_NO):
        raise RefusedError(f"'{given}' kan hier niet", f"'{given}' cannot stand here", Text("ja of nee", "ja or nee"))
    return given in _YES


class Condition(PartOfMapping):
    """What must hold for one column; an empty text stands for an empty cell."""

    een_van: AnyTexts | None = None
    niet: AnyTexts | None = None
    begint_met: Texts | None = None
    begint_niet_met: Texts | None = None
    gevuld: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None


def _condition(given: Any) -> Any:
    """Return a condition: a value, or a list of values, is short for ``een_van``."""
    if given == {}:
        raise RefusedError(
            "{name} zegt niet wat er moet staan",
            "{name} does not say what must stand there",
            Text("schrijf een waarde, een lijst, of niet, begint_met, gevuld", "write a value, a list, or niet, ..."),
        )
    return {"een_van": given} if isinstance(given, (str, list)) else given


#: Per column of the source what must hold.
Conditions = Annotated[dict[str, Annotated[Condition, BeforeValidator(_condition)]], BeforeValidator(lines)]
