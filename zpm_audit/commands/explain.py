"""What ``uitleg`` does: finds the run or the export, judges it as a run does, and says of one subject what came out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.commands.console import steps
from zpm_audit.commands.explained_run import ExplainedRun
from zpm_audit.commands.inputs import chosen_checks
from zpm_audit.commands.options import Options
from zpm_audit.commands.runs.judging import read_again
from zpm_audit.explain.covered import covered
from zpm_audit.explain.explanation import Explainer, as_json
from zpm_audit.explain.reasons import Reason, Why
from zpm_audit.explain.subjects import Subject, find_subject
from zpm_audit.explain.terminal import rendered
from zpm_audit.register import MESSAGE_TABLES


@dataclass(frozen=True)
class Asked:
    """What the user wants explained. ``kind`` says what the id is of, where that is not plain."""

    typed: str
    kind: str | None = None
    as_json: bool = False


def explain(asked: Asked, options: Options, run: ExplainedRun | None = None) -> list[str]:
    """Return the explanation of one subject: as lines for a terminal, or as JSON."""
    key = load_key()
    with working_folder() as work, steps() as show:
        if run is not None:
            options = run.options(options, work)
        chosen = chosen_checks(options)
        whole, catalogue = chosen.whole, chosen.catalogue
        read = read_again(options, catalogue, work, show, key, numbered=True)
        options = read.options
        if run is not None:
            run.recorded.refuse_other_export(read.given.register)
        show.now(Text("Oordelen", "Judging").in_(options.language))
        (work / "uitleg").mkdir()
        context = read.context(work / "uitleg", key)
        left_out = _left_out(whole, catalogue, read.given.catalogue)
        explainer = Explainer(context, whole.checks, left_out, options.language)
        subject = find_subject(context, whole.checks.values(), asked.typed, asked.kind)
        told = explainer.told(subject)
        subject = explainer.named(subject, told)
        checks = covered([as_json(explainer, one) for one in told], context)
        if run is not None:
            checks = run.compared(checks, subject, key, traceable=options.traceable)
    content = _whole(checks, subject, options, run)
    if asked.as_json:
        return [json.dumps(content, ensure_ascii=False, indent=2)]
    size = shutil.get_terminal_size((110, 40))
    return rendered(content, options.language, width=min(size.columns, 160), colour=_on_screen())


def _on_screen() -> bool:
    import os
    import sys

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _left_out(whole: Catalogue, chosen: Catalogue, run: Catalogue) -> dict[str, Reason]:
    """Return the checks of the catalogue that a run of these options does not have, and why."""
    return {i: _why_left_out(check, chosen) for i, check in whole.checks.items() if i not in run.checks}


def _why_left_out(check: Check, chosen: Catalogue) -> Reason:
    if check.id not in chosen.checks:
        return Reason(Why.NIET_GEKOZEN, Text("niet gekozen in deze run (select)", "not chosen in this run (select)"))
    assert check.populatie.tabel in MESSAGE_TABLES  # nothing else is left out by an export
    return Reason(
        Why.NIET_UITGEVOERD,
        Text(
            "hoort bij een declaratiebericht (GDS801), en deze export is er geen",
            "belongs to a declaration message (GDS801), and this export is none",
        ),
    )


def _whole(
    checks: Sequence[Mapping[str, Any]], subject: Subject, options: Options, run: ExplainedRun | None
) -> dict[str, Any]:
    return {
        "onderwerp": subject.kind,
        "id": subject.shown,
        "peildatum": options.peildatum.isoformat(),
        "periode": options.period.written if options.period else None,
        "run": run.run_id if run else None,
        "checks": list(checks),
    }
