"""Whether the export can be trusted: what was set aside, what was expected of it, what the source counted itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zpm_audit.reports.parts import ControlTotalPart, ExpectationPart, TablePart
from zpm_audit.reports.words.shared import OUTCOME

_ATTENTION = {"voldoet_niet": 0, "fout": 1, "niet_uitgevoerd": 2}


@dataclass(frozen=True)
class ContractFigures:
    """The data contract: ``per_table`` counts per outcome; ``attention`` is what is not met, the worst first."""

    per_outcome: dict[str, int]
    per_table: dict[str, dict[str, int]]
    attention: tuple[ExpectationPart, ...]
    met: tuple[ExpectationPart, ...]


@dataclass(frozen=True)
class ExportFigures:
    """The answers on the export. ``totals`` counts control totals, ``differing`` those that were not what was read."""

    adds_up: bool
    contract: ContractFigures
    totals: int
    differing: int


def export_figures(
    tables: Sequence[TablePart], expectations: Sequence[ExpectationPart], totals: Sequence[ControlTotalPart]
) -> ExportFigures:
    """Return the answers."""
    return ExportFigures(
        adds_up=not any(t.rest for t in tables),
        contract=_contract(expectations),
        totals=len(totals),
        differing=sum(t.verschil for t in totals),
    )


def _contract(parts: Sequence[ExpectationPart]) -> ContractFigures:
    tables = dict.fromkeys(e.tabel for e in parts)
    return ContractFigures(
        per_outcome=_per_outcome(parts),
        per_table={table: _per_outcome([e for e in parts if e.tabel == table]) for table in tables},
        attention=tuple(
            sorted((e for e in parts if e.uitkomst != "voldoet"), key=lambda e: _ATTENTION.get(e.uitkomst, 0))
        ),
        met=tuple(e for e in parts if e.uitkomst == "voldoet"),
    )


def _per_outcome(parts: Sequence[ExpectationPart]) -> dict[str, int]:
    return {outcome: sum(e.uitkomst == outcome for e in parts) for outcome in OUTCOME}
