"""Reads an export and judges it by a catalogue and choices that were kept: the part that all who do it share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.pseudonyms import Key
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.console import Steps
from zpm_audit.commands.inputs import Inputs, read_inputs
from zpm_audit.commands.options import Options
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import judge
from zpm_audit.findings.assemble import assemble
from zpm_audit.findings.covered import Covering
from zpm_audit.findings.model import Audit
from zpm_audit.intake import load_mapping


@dataclass(frozen=True)
class ReadAgain:
    """An export as it was read, with the choices that it is judged by, complete."""

    options: Options
    given: Inputs

    def context(self, work: Path | None = None, key: Key | None = None) -> Context:
        """Return the context that it is judged in."""
        options, given = self.options, self.given
        return Context(
            given.register,
            given.catalogue,
            options.peildatum,
            work,
            options.instellingen,
            options.period,
            key,
            options.traceable,
        )


def read_again(
    options: Options, catalogue: Catalogue, work: Path, show: Steps, key: Key, *, numbered: bool = False
) -> ReadAgain:
    """Read an export as a run did; ``numbered`` keeps the number that every row has in its file."""
    mapping = load_mapping(options.mapping) if options.mapping else None
    options = options.completed(mapping, catalogue)
    return ReadAgain(options, read_inputs(options, mapping, catalogue, work, show, key, numbered=numbered))


def judge_again(read: ReadAgain, work: Path, show: Steps, key: Key) -> Audit:
    """Judge what was read, and return what was found."""
    context, options = read.context(), read.options
    judgement = judge(
        context.register,
        context.catalogue,
        options.peildatum,
        work / "oordelen",
        progress=show.now,
        settings=options.instellingen,
        language=options.language,
        period=options.period,
        key=key,
        traceable=options.traceable,
    )
    found = assemble(context, judgement, work / "bevindingen", key=key, traceable=options.traceable)
    # A finding is called as in the lists of a run, also where the last look at those gave it another name.
    return Covering(context.register, key).audit(found, traceable=options.traceable)
