"""In how many parts a run is divided, and who judges them: as a user asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zpm_audit.base.errors import UsageError

LOCAL = "lokaal"
#: How a cluster, or Spark on this machine, is named.
_SPARK = re.compile(r"spark(://\S+)?|local(\[(\d+|\*)(,\d+)?\])?|yarn|k8s://\S+")
#: What goes when only Spark is asked for: a part for every core of a small cluster.
_PARTS_OF_SPARK = 16
MOST = 10_000


@dataclass(frozen=True)
class Division:
    """So many parts, judged by this machine or by Spark at an address."""

    parts: int
    motor: str = LOCAL

    @property
    def is_local(self) -> bool:
        """Tell whether this machine judges all parts itself."""
        return self.motor == LOCAL

    @property
    def master(self) -> str:
        """Return the address as Spark knows it: without one it is this machine, with all its processors."""
        return "local[*]" if self.motor == "spark" else self.motor


def division_of(parts: int | None, motor: str | None) -> Division | None:
    """Return how a run is divided, as it was asked for; None where it was not. What that needs must be there."""
    if parts is None and motor is None:
        return None
    if motor is not None and motor != LOCAL and not _SPARK.fullmatch(motor):
        raise UsageError(
            nl=f"--motor '{motor}' is onbekend. Kies {LOCAL}, spark, local[2] of het adres van een cluster "
            "(spark://machine:7077).",
            en=f"--motor '{motor}' is unknown. Choose {LOCAL}, spark, local[2] or the address of a cluster "
            "(spark://machine:7077).",
        )
    if parts is not None and not 1 <= parts <= MOST:
        raise UsageError(
            nl=f"--delen {parts} kan niet. Geef een getal van 1 tot en met {MOST}.",
            en=f"--delen {parts} is not possible. Give a number from 1 to {MOST}.",
        )
    local = motor in {None, LOCAL}
    division = Division(parts or (1 if local else _PARTS_OF_SPARK), motor or LOCAL)
    if not division.is_local:
        from zpm_audit.engine.shards.spark import refuse_unusable

        refuse_unusable(division.master)
    return division
