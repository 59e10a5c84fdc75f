"""The demo: an example export, its audit, and where everything is."""

from __future__ import annotations

import math
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.console import steps, tell_recovered
from zpm_audit.commands.options import Options
from zpm_audit.demo import write_demo
from zpm_audit.output.marks import mark_demo
from zpm_audit.output.publish import staged_output


def run_demo(out: Path, size: float, language: Language, *, overwrite: bool) -> list[str]:
    """Write the demo export to ``out``, audit it, and return what to tell the user."""
    if not 0 < size < math.inf:
        raise UsageError(
            nl=f"--omvang {size} kan niet. Geef een getal boven 0, bijvoorbeeld --omvang 2.",
            en=f"--omvang {size} is not possible. Give a number above 0, for instance --omvang 2.",
        )
    tell_recovered(out, language)
    with staged_output(out, overwrite) as folder:
        with steps() as show:
            show.now(Text("Voorbeeldexport schrijven", "Writing the example export").in_(language))
            facts = write_demo(folder, size=size, checks=list(load_catalogue().checks))
        mark_demo(folder)
    outcome = run_audit(
        Options(
            export=out / "export", out=out / "audit", peildatum=facts.peildatum, language=language, overwrite=overwrite
        )
    )
    planted = sum(facts.afwijkingen.values())
    where = Text(
        f"Export:   {out / 'export'} (peildatum {facts.peildatum})\n"
        f"Waarheid: {out / 'waarheid.csv'} ({planted} ingebouwde afwijkingen)\n"
        f"Excel:    {out / 'audit' / 'rapport.xlsx'}",
        f"Export:   {out / 'export'} (reference date {facts.peildatum})\n"
        f"Truth:    {out / 'waarheid.csv'} ({planted} planted deviations)\n"
        f"Excel:    {out / 'audit' / 'rapport.xlsx'}",
    )
    return [*outcome.lines(), where.in_(language)]
