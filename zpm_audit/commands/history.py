"""What ``history`` says: the runs of an archive, and whether they are still what they were."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zpm_audit.base.language import Language, Text
from zpm_audit.commands.asked_archive import AskedArchive
from zpm_audit.commands.console import complain, say

COLUMNS = (
    Text("run", "run"),
    Text("peildatum", "reference date"),
    Text("afwijkingen", "deviations"),
    Text("nieuw", "new"),
    Text("heropend", "reopened"),
    Text("blijvend", "remaining"),
    Text("opgelost", "solved"),
    Text("vervallen", "lapsed"),
    Text("onbepaald", "undetermined"),
    Text("export", "export"),
)
_KEYS = ("run_id", "peildatum", "afwijkingen", "nieuw", "heropend", "blijvend", "opgelost", "vervallen", "onbepaald")


def run_history(asked: AskedArchive, *, as_json: bool) -> int:
    """Print the runs of an archive; return 1 where the chain of a series is broken."""
    from zpm_audit.archive.history import read_history
    from zpm_audit.archive.place import Place
    from zpm_audit.archive.store import Archive

    found = read_history(Archive(Place(asked.archive)), asked.series)
    rows = [past.as_json() for past in found.runs]
    if as_json:
        say([json.dumps(rows, ensure_ascii=False, indent=2)])
    else:
        say(_lines(rows, asked.language))
    for name, broken in found.broken:
        words = Text(
            f"De keten van reeks {name} is gebroken: {broken.text.nl}.",
            f"The chain of series {name} is broken: {broken.text.en}.",
        )
        complain(words.in_(asked.language))
    return 1 if found.broken else 0


def _lines(rows: list[dict[str, object]], language: Language) -> Iterator[str]:
    for series in dict.fromkeys(str(row["reeks"]) for row in rows):
        mine = [row for row in rows if row["reeks"] == series]
        yield Text(f"Reeks {series}: {len(mine)} runs", f"Series {series}: {len(mine)} runs").in_(language)
        table = [[column.in_(language) for column in COLUMNS]]
        table += [[*(str(row[key]) for key in _KEYS), str(row["vertrouwen"])] for row in mine]
        widths = [max(len(line[i]) for line in table) for i in range(len(COLUMNS))]
        gaps = [[], *(row["gemist"] for row in mine)]
        for line, gap in zip(table, gaps, strict=True):
            if isinstance(gap, list) and gap:
                days = gap[0] if len(gap) == 1 else f"{gap[0]} .. {gap[-1]}"
                yield Text(f"  geen run: {days} ({len(gap)})", f"  no run: {days} ({len(gap)})").in_(language)
            cells = (
                t.rjust(w) if 1 < i < len(line) - 1 else t.ljust(w)
                for i, (t, w) in enumerate(zip(line, widths, strict=True))
            )
            yield "  " + "  ".join(cells).rstrip()
    if not rows:
        yield Text("Er staat nog geen run in het archief.", "There is no run in the archive yet.").in_(language)
