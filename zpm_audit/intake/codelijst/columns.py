"""Which column of an official list holds what: names as published and their spellings, most telling first."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.register.schema import TABLES

_LOOK_AT = 60  # rows above the header: a title, a date, an explanation
#: Spellings without case, blanks and signs. Of the programme's workbook only Mutatie and the two dates are certain.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "prestatiecode": ("prestatiecode", "zorgprestatiecode", "declaratiecode", "codeprestatie", "code"),
    "naam": ("naam", "prestatienaam", "naamprestatie", "omschrijving", "prestatieomschrijving", "beschrijving"),
    "tarief": (
        "maximumtariefineuro", "maximumtariefineuros", "maximumtarief", "maxtariefeur", "maxtarief", "maximaaltarief",
        "tariefineuro", "tarief",
    ),
    "van": ("ingangsdatum", "geldigvan", "datumingang", "begindatum"),
    "tot": ("expiratiedatum", "datumexpiratie"),
    "tot_en_met": ("geldigtot", "geldigtotenmet", "einddatum"),
    "mutatie": ("mutatie", "mutatiecode"),
    "setting": ("setting", "settingcode", "codesetting"),
    "beroepscategorie": ("beroepscategorie", "beroepscategoriecode", "codeberoepscategorie", "beroepcategorie"),
    "consulttype": ("consulttype", "typeconsult", "soortconsult"),
    "duur": ("duurklasse", "duurvanaf", "duurinminutenvanaf", "duurinminuten", "duur", "minuten", "consultduur"),
    "groepsgrootte": ("groepsgrootte", "groepsomvang"),
    "prestatiegroep": ("prestatiegroep",),
}  # fmt: skip
_CANONICAL = frozenset(TABLES["codelijst"].by_name)


@dataclass(frozen=True)
class Header:
    """The row with column names: where it is, which column plays which part, and what nobody reads."""

    row: int
    positions: dict[str, int]
    names: dict[int, str]

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the names of the columns that nobody reads."""
        used = set(self.positions.values())
        return tuple(name for at, name in self.names.items() if at not in used)

    @property
    def canonical(self) -> bool:
        """Tell whether this is the table of the contract: its own names, letter for letter."""
        written = set(self.names.values())
        return "prestatiecode" in written and len(written & _CANONICAL) > 1

    def has(self, *parts: str) -> bool:
        """Tell whether all these parts have a column."""
        return set(parts) <= set(self.positions)

    def shown(self, part: str) -> str:
        """Return the name of a column as the file has it."""
        return self.names[self.positions[part]]


def plain(text: str) -> str:
    """Return a name without case, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def find_header(cells: pl.DataFrame, where: Text) -> Header | None:
    """Return the first row that names a code and something else of a code list."""
    for row, values in enumerate(cells.head(_LOOK_AT).iter_rows()):
        names = {at: str(v).strip() for at, v in enumerate(values) if v is not None and str(v).strip()}
        spelled = {at: plain(name) for at, name in names.items()}
        found = {part: _columns(spelled, spellings) for part, spellings in _SPELLINGS.items()}
        if found["prestatiecode"] and sum(map(bool, found.values())) > 1:
            for columns in found.values():
                _refuse_two(columns, names, where, row)
            return Header(row, {part: columns[0] for part, columns in found.items() if columns}, names)
    return None


def _columns(spelled: dict[int, str], spellings: tuple[str, ...]) -> list[int]:
    """Return the columns with the most telling spelling that occurs."""
    for spelling in spellings:
        columns = [at for at, name in spelled.items() if name == spelling]
        if columns:
            return columns
    return []


def _refuse_two(columns: list[int], names: dict[int, str], where: Text, row: int) -> None:
    if len(columns) < 2:
        return
    one, other = names[columns[0]], names[columns[1]]
    raise InputRefusedError(
        nl=f"{where.nl}, rij {row + 1}: twee kolommen kunnen hetzelfde betekenen ('{one}' en '{other}'). "
        "Haal de kolom weg die niet geldt.",
        en=f"{where.en}, row {row + 1}: two columns may mean the same ('{one}' and '{other}'). "
        "Remove the one that does not apply.",
    )
