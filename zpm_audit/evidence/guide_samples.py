"""What the guide says of samples and work programmes: how each was drawn, so that anybody can draw it again, and what
came out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zpm_audit.catalogue.norm_words import DRAWN
from zpm_audit.evidence.guide_opinion import Table
from zpm_audit.reports.figures.format import DASH, euro, given_share, integer, share
from zpm_audit.reports.words.norm_matrix import HAND_STATE
from zpm_audit.sampling.programme_outcome import NormOutcome, summary
from zpm_audit.sampling.programme_record import ProgrammeRecord
from zpm_audit.sampling.record import Asked, Record
from zpm_audit.sampling.words import SELECTIONS, TOOL


@dataclass(frozen=True)
class SampleFacts:
    """A sample in the package, how many of its items were judged, and what follows from it in words."""

    record: Record
    judged: int
    conclusion: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return how the draw is called."""
        return self.record.trekking


@dataclass(frozen=True)
class ProgrammeFacts:
    """A work programme in the package with what people found."""

    record: ProgrammeRecord
    outcomes: tuple[NormOutcome, ...]

    @property
    def name(self) -> str:
        """Return how the draw is called."""
        return self.record.draw


def sample_table(samples: Sequence[SampleFacts]) -> Table:
    """Return how each sample was planned and drawn."""
    columns = (
        "steekproef",
        "uit run",
        "populatie",
        "plan",
        "omvang",
        "zaad",
        "getrokken",
        "beoordeeld",
        "sha256 populatie",
    )
    return Table(columns, tuple(_sample(one) for one in samples))


def _sample(one: SampleFacts) -> tuple[str, ...]:
    record = one.record
    drawn = record.populatie
    about = f"check {record.check}" if record.check else "prestaties"
    verdicts = " en ".join(TOOL[v].nl for v in drawn.oordelen)
    amount = f", {euro(drawn.bedrag_cent, 'nl')}" if drawn.bedrag_cent is not None else ""
    strata = f"; lagen naar {record.laag}" if record.laag else ""
    return (
        one.name,
        record.run.run_id,
        f"{about} ({verdicts}): {integer(drawn.posten, 'nl')} posten{amount}{strata}",
        _plan(record.plan),
        " + ".join(map(str, record.plan.fasen)),
        record.zaad,
        SELECTIONS[record.selectie].nl,
        f"{one.judged} van {len(record.posten)}",
        drawn.sha256,
    )


def _plan(plan: Asked) -> str:
    sure, allowed, expected = (Fraction(text) for text in (plan.betrouwbaarheid, plan.toelaatbaar, plan.verwacht))
    errors = f"{integer(int(expected), 'nl')} fouten" if expected >= 1 else given_share(expected, "nl")
    stages = ", in twee fasen vooraf gepland" if len(plan.fasen) == 2 else ""
    return (
        f"{plan.soort}, {plan.verdeling}: {given_share(sure, 'nl')} betrouwbaarheid, {given_share(allowed, 'nl')} "
        f"toelaatbaar, {errors} verwacht, hoogstens {plan.kritiek_aantal} fout{stages}"
    )


def programme_lines(one: ProgrammeFacts) -> Iterator[str]:
    """Say how a work programme was drawn, and how far it is."""
    record = one.record
    yield (
        f"Werkprogramma {one.name} uit run {record.run.run_id}, zaad {record.zaad}: {summary(one.outcomes).nl} Het "
        f"werkboek en de oordelen staan in werkprogramma/{one.name}/."
    )


def population_table(one: ProgrammeFacts) -> Table:
    """Return what a work programme drew from, with what plan."""
    rows = [
        (
            DRAWN[name].nl,
            integer(drawn.eenheden, "nl"),
            _plan(drawn.plan) if drawn.plan else "er is niets om uit te trekken",
            integer(len(drawn.posten), "nl"),
            drawn.sha256,
        )
        for name, drawn in one.record.populaties.items()
    ]
    return Table(("waaruit", "eenheden", "plan", "omvang", "sha256 populatie"), tuple(rows))


def norm_table(one: ProgrammeFacts) -> Table:
    """Return per norm what people found."""
    columns = ("norm", "wat de norm vraagt", "stand", "beoordeeld", "fout", "waarschijnlijk", "hoogstens", "conclusie")
    return Table(columns, tuple(_norm(found) for found in one.outcomes))


def _norm(found: NormOutcome) -> tuple[str, ...]:
    shown = found.evaluation.finding if found.evaluation else None
    return (
        found.norm.key,
        found.norm.titel,
        HAND_STATE[found.state].nl,
        f"{integer(found.judged, 'nl')} van {integer(found.drawn, 'nl')}" if found.drawn else DASH,
        integer(shown.errors if shown else None, "nl"),
        share(shown.likely if shown else None, "nl"),
        share(shown.limit if shown else None, "nl"),
        found.told.nl,
    )
