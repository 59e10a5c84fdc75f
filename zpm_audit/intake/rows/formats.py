"""How the values of one table are written: what the mapping says, and what the contract says where it is silent."""

from __future__ import annotations

from dataclasses import dataclass, field

from zpm_audit.intake.rows.patterns import CLOCK, CLOCK_SECONDS, ISO_DATE, ISO_MOMENT, ISO_MOMENT_SECONDS, Pattern


@dataclass(frozen=True)
class Formats:
    """The notation of one table, complete: nothing here is guessed while reading.

    ``typed_cells`` tells that the texts were made from the typed cells of a workbook or a database, so that a date may
    come as ``2024-03-31 00:00:00`` and a whole number as ``45.0``. ``described`` tells that a mapping speaks of the
    table: then amounts may be written as people do (``€ 1.234,50-``); without one they stand as in the contract.
    """

    decimaal: str = "."
    duizendtal: str = ""
    datum: tuple[Pattern, ...] = (ISO_DATE,)
    tijd: tuple[Pattern, ...] = (CLOCK, CLOCK_SECONDS)
    datumtijd: tuple[Pattern, ...] = (ISO_MOMENT, ISO_MOMENT_SECONDS)
    waar: tuple[str, ...] = ("true",)
    onwaar: tuple[str, ...] = ("false",)
    leeg: tuple[str, ...] = ()
    waarden: dict[str, dict[str, str]] = field(default_factory=dict)
    typed_cells: bool = False
    zero_one: bool = False
    described: bool = False
