"""What an archive keeps of a run, and what a run needs to know of the series that it comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import polars as pl

#: The findings of a series, each once: whether it stands open, or is known from before only.
KNOWN_SCHEMA: dict[str, pl.DataType] = {"bevinding_id": pl.String(), "check_id": pl.String(), "open": pl.Boolean()}
#: What becomes of a finding in a run. ``gevonden`` is said of one that was not there in the run before.
EVENT_SCHEMA: dict[str, pl.DataType] = {"bevinding_id": pl.String(), "check_id": pl.String(), "soort": pl.String()}


class Life(StrEnum):
    """The life of a finding, against the previous run of the series in which its check ran."""

    NIEUW = "nieuw"
    HEROPEND = "heropend"
    BLIJVEND = "blijvend"
    OPGELOST = "opgelost"
    VERVALLEN = "vervallen"


GEVONDEN = "gevonden"


@dataclass(frozen=True)
class Series:
    """What is known of a series before a run enters it; of an empty series nothing."""

    name: str
    number: int = 0
    run_id: str | None = None
    peildatum: str | None = None
    manifest_sha256: str | None = None
    key_fingerprint: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    known: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN_SCHEMA))


@dataclass(frozen=True)
class CheckEntry:
    """The outcome of one check."""

    check_id: str
    versie: int
    ernst: str
    status: str
    counts: Mapping[str, int]
    impact_cent: int | None


@dataclass(frozen=True)
class Entry:
    """Everything of one run that enters an archive. ``events`` has the schema ``EVENT_SCHEMA``.

    ``rows`` holds per table the rows that were read, those in the audit and those set aside; ``options`` what is needed
    to judge once more; ``figures`` what came out for prestaties; ``catalogue`` names every file of its checks by its
    sha256, ``contents`` holds those.
    """

    run_id: str
    begonnen: str
    peildatum: str
    versie: str
    kenmerk: str
    catalogus_sha256: str
    catalogue: str
    contents: Mapping[str, bytes]
    manifest: bytes
    manifest_sha256: str
    sleutel_vingerafdruk: str | None
    vertrouwen: str
    impact_cent: int | None
    opties: Mapping[str, Any]
    uitvoer: str
    checks: Sequence[CheckEntry]
    rows: Mapping[str, tuple[int, int, int]]
    events: pl.DataFrame
    figures: Mapping[str, int] = field(default_factory=dict)
