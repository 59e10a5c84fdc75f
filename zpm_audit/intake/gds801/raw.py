"""The raw tables of a message: their columns, and in which column an element comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zpm_audit.intake.gds801 import elements as words
from zpm_audit.intake.sheets import TableInParts

_REFERRER = ("verwijzer_agb", "verwijzer_specificatie", "heeft_verwijzer")
_TEAM = ("behandelaar_id", "behandelaars", "regiebehandelaar_id", "regiebehandelaars")
_EXTRA = ("heeft_plaatsingsbesluit", "hoofdgroep", "zorgvraagtype", "zorgvraagtype_datum")


def _columns(*parts: dict[str, str] | tuple[str, ...]) -> tuple[str, ...]:
    names = [name for part in parts for name in (part.values() if isinstance(part, dict) else part)]
    return tuple(dict.fromkeys(names))


INSURED_COLUMNS = _columns(("regel", "dubbel"), words.INSURED)
DEBET_COLUMNS = _columns(
    ("regel", "dubbel", "verzekerde", "lijn"), words.DEBET, words.TRAJECT, words.REFERRAL, _REFERRER, _TEAM, _EXTRA
)
CREDIT_COLUMNS = _columns(("regel", "dubbel", "verzekerde", "lijn"), words.CREDIT)
PROVIDER_COLUMNS = _columns(("regel", "debet", "plaats"), words.PROVIDER, ("heeft_naam",))
DIAGNOSIS_COLUMNS = _columns(("regel", "debet"), words.DIAGNOSIS)

Places = dict[str, int]


def _places(columns: tuple[str, ...], names: dict[str, str]) -> Places:
    return {element: columns.index(column) for element, column in names.items()}


INSURED_AT = _places(INSURED_COLUMNS, words.INSURED)
DEBET_AT = _places(DEBET_COLUMNS, words.DEBET)
CREDIT_AT = _places(CREDIT_COLUMNS, words.CREDIT)
TRAJECT_AT = _places(DEBET_COLUMNS, words.TRAJECT)
REFERRAL_AT = _places(DEBET_COLUMNS, words.REFERRAL)
PROVIDER_AT = _places(PROVIDER_COLUMNS, words.PROVIDER)
DIAGNOSIS_AT = _places(DIAGNOSIS_COLUMNS, words.DIAGNOSIS)
AT = {name: place for place, name in enumerate(DEBET_COLUMNS)}
DOUBLE = DEBET_COLUMNS.index("dubbel")


@dataclass
class Message:
    """A message taken apart: what stands in it once, and the raw tables of what stands in it many times."""

    path: Path
    once: dict[str, str | None]
    insured: TableInParts
    debet: TableInParts
    credit: TableInParts
    providers: TableInParts
    diagnoses: TableInParts
    unknown: set[str] = field(default_factory=set)
