"""Judges a register in parts: the same outcome as ``judge`` gives of the whole, without ever holding the whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from zpm_audit.base.errors import InternalError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.period import Period
from zpm_audit.base.processors import side_by_side
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.settings import Setting
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import Judged, Judgement, Progress, judge, missing
from zpm_audit.engine.shards.division import Division
from zpm_audit.engine.shards.local import run_local
from zpm_audit.engine.shards.merge import merged
from zpm_audit.engine.shards.plan import Share, shares_of
from zpm_audit.engine.shards.process import PartFailed
from zpm_audit.engine.shards.split import ROWS_PER_PIECE, split_register
from zpm_audit.engine.shards.task import Task, left_by
from zpm_audit.output.publish import disk_full
from zpm_audit.register import Register

#: Does all parts of a task; calls back with how many are done.
Runner = Callable[[Path, int, Callable[[int], None]], None]


def judge_as(division: Division | None) -> Callable[..., Judgement]:
    """Return how a run judges: in parts, or as a whole."""
    return partial(judge_in_parts, division=division) if division else judge


def judge_in_parts(
    register: Register,
    catalogue: Catalogue,
    peildatum: date,
    work: Path,
    division: Division,
    *,
    language: Language = "nl",
    progress: Progress | None = None,
    settings: Mapping[str, Setting] | None = None,
    period: Period | None = None,
    key: Key | None = None,
    traceable: bool = False,
) -> Judgement:
    """Judge every unit of every check, each in the part that holds all that it is judged by.

    What cannot be split, and what did not come to an end in a part, is judged over the whole register.
    """
    work.mkdir(parents=True, exist_ok=True)
    context = Context(register, catalogue, peildatum, None, settings or {}, period, key, traceable)
    runnable = [c for c in catalogue.checks.values() if missing(context, c) is None]
    parts = _Parts(context, work, division.parts, language, progress or _silent)
    outcomes: dict[str, Judged] = {}
    shares = shares_of(context, runnable)
    with runner_of(division) if shares else nullcontext(run_local) as run:
        for number, share in enumerate(shares):
            outcomes |= parts.judged(share, work / f"verdeling-{number}", run)
    whole = judge(
        register,
        catalogue.select([i for i in catalogue.checks if i not in outcomes]),
        peildatum,
        work / "geheel",
        language=language,
        progress=progress,
        settings=settings,
        period=period,
        key=key,
        traceable=traceable,
        rows_per_piece=ROWS_PER_PIECE,
    )
    outcomes |= {one.check.id: one for one in whole.checks}
    return Judgement(tuple(outcomes[i] for i in catalogue.checks), whole.totals)


def _silent(_: str) -> None:
    return None


@dataclass(frozen=True)
class _Parts:
    """The parts of one run."""

    context: Context
    work: Path
    number: int
    language: Language
    progress: Progress

    def judged(self, share: Share, folder: Path, run: Runner) -> dict[str, Judged]:
        """Split the register, judge every part, and return what the parts together found of the checks of a share."""
        context = self.context
        self._say(Text(f"Splitsen: {share.layout}", f"Splitting: {share.layout}"))
        registers = split_register(context.register, share, self.number, folder)
        catalogue = context.catalogue.select([*share.checks])
        task = Task(
            registers,
            catalogue,
            context.peildatum,
            self.language,
            context.settings,
            context.period,
            context.key,
            context.traceable,
        )
        file = task.write(folder / "taak")
        self._done(share, 0)
        try:
            run(file, self.number, partial(self._done, share))
        except PartFailed as failed:
            raise _given_up(failed, self.number, folder) from failed
        left = [left_by(file, number, catalogue.checks) for number in range(self.number)]
        found = side_by_side(lambda check_id: merged([one[check_id] for one in left], self.work), share.checks)
        shutil.rmtree(folder)
        return {check_id: one for check_id, one in zip(share.checks, found, strict=True) if one is not None}

    def _done(self, share: Share, count: int) -> None:
        told = f"{count}/{self.number}: {share.layout}"
        self._say(Text(f"Delen beoordeeld {told}", f"Parts judged {told}"))

    def _say(self, words: Text) -> None:
        self.progress(words.in_(self.language))


def runner_of(division: Division) -> AbstractContextManager[Runner]:
    """Return what does the parts of every task, for as long as it is held."""
    if division.is_local:
        return nullcontext(run_local)
    from zpm_audit.engine.shards.spark import run_by_spark

    return run_by_spark(division.master)


def _given_up(failed: PartFailed, parts: int, place: Path) -> InternalError:
    if failed.full:
        return disk_full(place, failed)
    named = f"{failed.number + 1} van {parts}", f"{failed.number + 1} of {parts}"
    return InternalError(
        nl=f"Deel {named[0]} is niet beoordeeld, ook niet bij een tweede poging: {failed.why.nl}. Er is niets half "
        "geschreven. Is het geheugen te klein, neem dan meer delen (--delen).",
        en=f"Part {named[1]} was not judged, not at a second attempt either: {failed.why.en}. Nothing was left half "
        "written. If memory is too small, take more parts (--delen).",
    )
