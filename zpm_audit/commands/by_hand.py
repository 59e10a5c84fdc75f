"""Puts a work programme that people filled in beside a run, as far as this run would draw from the same units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zpm_audit.base.language import Text
from zpm_audit.commands.options import Options
from zpm_audit.reports.build import Found
from zpm_audit.reports.figures.by_hand import ByHand, HandOutcome

if TYPE_CHECKING:
    from zpm_audit.engine.context import Context
    from zpm_audit.findings.covered import Covering
    from zpm_audit.sampling.programme_outcome import NormOutcome
    from zpm_audit.sampling.programme_record import ProgrammeRecord

_OTHER = Text(
    "Telt niet mee: getrokken uit andere eenheden dan die van deze run.",
    "Does not count: drawn from other units than those of this run.",
)


def refuse_unreadable(options: Options) -> None:
    """Refuse a programme that is none, or was changed, before anything is judged."""
    if options.programme is not None:
        from zpm_audit.commands.programme_follow import programme_in

        programme_in(options.programme)


def with_programme(found: Found, options: Options, work: Path, covering: Covering) -> Found:
    """Return what was found with what people found beside it; as it is where there is no programme.

    Initials are free text: a patient in them is covered, unless the user asked for numbers.
    """
    if options.programme is None:
        return found
    from zpm_audit.commands.programme_follow import programme_in
    from zpm_audit.sampling.programme_outcome import outcomes

    record, said = programme_in(options.programme)
    work.mkdir()
    other = _other_units(record, found.context, work)
    told = [_outcome(one, other=one.norm.uit in other) for one in outcomes(record, said)]
    if not options.traceable:
        words = covering.texts(one.told for one in told)
        told = [replace(one, told=text) for one, text in zip(told, words, strict=True)]
    return replace(found, by_hand=ByHand(record.draw, record.run.run_id, record.zaad, tuple(told)))


def _other_units(record: ProgrammeRecord, context: Context, work: Path) -> frozenset[str]:
    """Return the populations that are not those of this run."""
    from zpm_audit.sampling.programme import units

    return frozenset(
        name for name, drawn in record.populaties.items() if units(context, name, work).sha256 != drawn.sha256
    )


def _outcome(one: NormOutcome, *, other: bool) -> HandOutcome:
    if other:
        return HandOutcome(one.norm.kader, one.norm.norm, "open", _OTHER)
    found = one.evaluation.finding if one.evaluation else None
    return HandOutcome(
        framework=one.norm.kader,
        norm=one.norm.norm,
        state=one.state,
        told=one.told,
        units=one.units,
        drawn=one.drawn,
        judged=one.judged,
        errors=found.errors if found else None,
        likely=found.likely if found else None,
        upper=found.limit if found else None,
    )
