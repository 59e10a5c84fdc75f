"""The demo: an example export, its audit after a few earlier nights, and where everything is."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.console import steps, tell_recovered
from zpm_audit.commands.options import Options
from zpm_audit.demo import write_demo
from zpm_audit.demo.nights import DAYS, write_nights
from zpm_audit.output.marks import mark_demo
from zpm_audit.output.publish import staged_output

EARLIER, ARCHIVE = "eerder", "archief.db"


def run_demo(out: Path, size: float, language: Language, *, overwrite: bool, nights: int = len(DAYS)) -> list[str]:
    """Write the demo export to ``out``, audit it after so many nights, and return what to tell the user."""
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
            days = [night.day for night in write_nights(folder / "export", folder / EARLIER, nights)]
        # SQLite has a journal beside the archive while it writes.
        mark_demo(folder, also=(ARCHIVE, f"{ARCHIVE}-journal"))
    archive = out / ARCHIVE
    for day in days:
        _earlier(out, day, archive, language)
    outcome = run_audit(
        Options(
            export=out / "export",
            out=out / "audit",
            peildatum=facts.peildatum,
            language=language,
            overwrite=overwrite,
            archief=str(archive),
        )
    )
    planted = sum(facts.afwijkingen.values())
    where = Text(
        f"Export:   {out / 'export'} (peildatum {facts.peildatum})\n"
        f"Waarheid: {out / 'waarheid.csv'} ({planted} ingebouwde afwijkingen)\n"
        f"Excel:    {out / 'audit' / 'rapport.xlsx'}\n"
        f"Archief:  {archive} ({len(days)} nachten ervoor; zie zpm-audit history --archief {archive})",
        f"Export:   {out / 'export'} (reference date {facts.peildatum})\n"
        f"Truth:    {out / 'waarheid.csv'} ({planted} planted deviations)\n"
        f"Excel:    {out / 'audit' / 'rapport.xlsx'}\n"
        f"Archive:  {archive} ({len(days)} nights before; see zpm-audit history --archief {archive})",
    )
    return [*outcome.lines(), where.in_(language)]


def _earlier(out: Path, day: date, archive: Path, language: Language) -> None:
    """Audit the export of an earlier night, into the archive."""
    folder = out / EARLIER / day.isoformat()
    run_audit(
        Options(
            export=folder / "export",
            out=folder / "audit",
            peildatum=day,
            language=language,
            gx="uit",
            reports=False,
            archief=str(archive),
        )
    )
