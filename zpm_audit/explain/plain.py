"""Values of a unit as JSON has them, and as a person reads them. Amounts are whole cents inside, and euros here."""

from __future__ import annotations

from datetime import date, datetime, time

from zpm_audit.base.language import Text
from zpm_audit.checks.scope import Scope
from zpm_audit.register import TABLES
from zpm_audit.register.schema import PLACES

Plain = str | int | float | bool | None
#: Kinds of look-ups that give a value of the other table as it is there, or a sum of them.
_KEEPS_UNIT = frozenset({"waarde", "eerste", "laatste", "som", "grootste_deel"})
_EMPTY = Text("leeg", "empty")


def places_of(scope: Scope, name: str) -> int:
    """Return in how many decimals a value is kept as a whole number: 2 for amounts, 0 for what is as it looks."""
    if name in scope.columns and scope.table in TABLES:
        return PLACES.get(TABLES[scope.table].by_name[name].kind, 0)
    if name in scope.fields:
        link = scope.fields[name]
        if link.veld.kolom and link.veld.soort in _KEEPS_UNIT:
            return places_of(scope.other(link.koppel.tabel), link.veld.kolom)
    return 0


def plain(value: object, places: int = 0) -> Plain:
    """Return a value as JSON has it: ISO dates and times, amounts in euros."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return round(value / 10**places, places) if places else value
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").removesuffix(":00")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds").removesuffix(":00") if value.second == 0 else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(value: object, places: int = 0) -> Text:
    """Return a value as a person reads it."""
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, bool):
        return Text("ja", "yes") if value else Text("nee", "no")
    if isinstance(value, datetime):
        seconds = ":%S" if value.second else ""
        return Text(f"{value:%d-%m-%Y %H:%M{seconds}}", f"{value:%Y-%m-%d %H:%M{seconds}}")
    if isinstance(value, date):
        return Text(f"{value:%d-%m-%Y}", value.isoformat())
    shown = plain(value, places)
    if isinstance(shown, float):
        text = f"{shown:.{places}f}" if places else f"{shown:g}"
        return Text(text.replace(".", ","), text)
    return Text(str(shown), str(shown))
