"""What became of a check as a whole: its status, how its population divides, and how its verdicts are spread."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from zpm_audit.checks.verdict import Status


@dataclass(frozen=True)
class Counts:
    """How the population of one check divides. ``populatie`` is always the sum of the four verdicts.

    ``geaccepteerd`` counts deviations that somebody accepted (a part of ``afwijking``); ``buiten_beeld`` counts units
    that were left out of the population because the column that decides on it was empty.
    """

    populatie: int = 0
    voldoet: int = 0
    afwijking: int = 0
    geaccepteerd: int = 0
    onbepaald: int = 0
    loopt: int = 0
    buiten_beeld: int = 0

    @property
    def judged(self) -> int:
        """Return the sum of the four verdicts."""
        return self.voldoet + self.afwijking + self.onbepaald + self.loopt

    @property
    def open(self) -> int:
        """Return the deviations that nobody accepted."""
        return self.afwijking - self.geaccepteerd


#: Columns of ``CheckResult.spread``: verdicts counted per month of the deciding date, per setting and per financing.
#: ``maand`` is the first day of the month (null without a date), ``setting`` 1..8 and ``financiering`` are null where a
#: unit has none. ``bedrag_cent`` adds up the amounts of the units that have one (``met_bedrag``), in whole cents.
SPREAD_SCHEMA: dict[str, pl.DataType] = {
    "maand": pl.Date(),
    "setting": pl.Int64(),
    "financiering": pl.String(),
    "oordeel": pl.String(),
    "aantal": pl.Int64(),
    "bedrag_cent": pl.Int64(),
    "met_bedrag": pl.Int64(),
}


def status_of(counts: Counts) -> Status:
    """Return what became of the check as a whole.

    What could not be judged never makes it green, and neither does somebody who accepts its deviations.
    """
    if counts.populatie == 0:
        return Status.NIET_VAN_TOEPASSING
    if counts.afwijking > 0:
        return Status.AFWIJKINGEN
    if counts.onbepaald > 0:
        return Status.ONBEPAALD
    return Status.AKKOORD
