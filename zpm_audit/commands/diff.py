"""What ``diff`` says: what came and went between two runs, and whether data, checks or time did it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from zpm_audit.base.language import Language, Text
from zpm_audit.commands.asked_archive import AskedArchive
from zpm_audit.commands.causes import CAUSES, Exports, with_causes
from zpm_audit.commands.console import complain, say
from zpm_audit.commands.runs.kept import Kept, NotAgainError

#: What a diff ends with when it could not tell causes: the input was not there.
_WITHOUT_CAUSES = 3
_CAUSE = {"gegevens": Text("gegevens", "data"), "check": Text("check", "check"), "tijd": Text("tijd", "time")}
_LIFE = {
    "nieuw": Text("nieuw", "new"),
    "heropend": Text("heropend", "reopened"),
    "opgelost": Text("opgelost", "solved"),
    "vervallen": Text("vervallen", "lapsed"),
}


def run_diff(first_id: str, second_id: str, asked: AskedArchive, *, exports: Exports, as_json: bool) -> int:
    """Print the differences between two runs of an archive."""
    from zpm_audit.archive.compare import changes
    from zpm_audit.archive.place import Place
    from zpm_audit.archive.store import Archive, find_run

    place, language = Place(asked.archive), asked.language
    code = 0
    with Archive(place).reading() as connection:
        first, second = (find_run(connection, place, run_id) for run_id in (first_id, second_id))
        assert connection is not None
        found = changes(connection, first, second)
        a, b = (Kept.of(connection, row, export) for row, export in zip((first, second), exports, strict=True))
    # The archive is closed by now: who judges for minutes may not keep a nightly run out.
    try:
        found = with_causes(found, a, b)
    except NotAgainError as error:
        complain(error.text.in_(language))
        code = _WITHOUT_CAUSES
        found = found.with_columns(oorzaak=pl.lit(None, pl.String))
    checks = per_check(found)
    if as_json:
        say([json.dumps({"checks": checks}, ensure_ascii=False, indent=2)])
    else:
        say(_lines(checks, first.run_id, second.run_id, language))
    return code


def per_check(found: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the differences per check, as ``diff --json`` gives them; ``oorzaak`` is empty where it is not known."""
    told: dict[str, dict[str, Any]] = {}
    for (check_id,), rows in found.group_by("check_id", maintain_order=True):
        lists = {
            life: rows.filter(pl.col("levensloop") == life)["bevinding_id"].to_list()
            for life in ("nieuw", "heropend", "opgelost", "vervallen")
        }
        causes = rows["oorzaak"]
        counted = None if causes.null_count() else {cause: int((causes == cause).sum()) for cause in CAUSES}
        told[str(check_id)] = {**lists, "oorzaak": counted}
    return told


def _lines(checks: dict[str, dict[str, Any]], first: str, second: str, language: Language) -> Iterator[str]:
    if not checks:
        yield Text(
            f"Run {first} en run {second}: dezelfde bevindingen.", f"Run {first} and run {second}: the same findings."
        ).in_(language)
        return
    yield Text(f"Van run {first} naar run {second}:", f"From run {first} to run {second}:").in_(language)
    for check_id, told in checks.items():
        lives = ", ".join(f"{len(told[name])} {word.in_(language)}" for name, word in _LIFE.items() if told[name])
        causes = told["oorzaak"] or {}
        by = ", ".join(f"{n} {_CAUSE[name].in_(language)}" for name, n in causes.items() if n)
        yield f"  {check_id}: {lives}" + (f" ({Text('door', 'by').in_(language)} {by})" if by else "")
