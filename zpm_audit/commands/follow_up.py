"""What ``opvolging`` says: what a workbook changed, what others said otherwise, and what was refused, with its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Language, Noun, Text
from zpm_audit.commands.asked_archive import asked_archive
from zpm_audit.commands.console import say
from zpm_audit.followup.merge import Change
from zpm_audit.followup.record import Read, read_in
from zpm_audit.followup.words import ACCEPTED

_ROW = Noun(Text("bevinding", "finding"), Text("bevindingen", "findings"))
#: Changes that are named one by one.
_MOST = 25


def read_workbook(
    workbook: Path,
    given: str | None,
    configuration: Path | None,
    by: str | None,
    *,
    dry: bool,
    as_json: bool,
    language: Language,
) -> int:
    """Read a workbook and say what came of it; a workbook of another archive gives the exit code of refused input."""
    from zpm_audit.archive.place import Place
    from zpm_audit.archive.store import Archive

    done = read_in(Archive(Place(asked_archive(given, configuration).archive)), workbook, by, dry=dry)
    if as_json:
        say([json.dumps(done.as_json(language), ensure_ascii=False, indent=2)], quoting=True)
    else:
        say((text.in_(language) for text in _lines(done)), quoting=True)
    return InputRefusedError.exit_code if done.series is None else 0


def _lines(done: Read) -> Iterator[Text]:
    found = done.merged
    if done.series is None:
        yield Text(f"{done.name} is niet gelezen.", f"{done.name} was not read.")
    else:
        yield _summary(done)
        if not done.by:
            yield Text(
                "Let op: het werkboek zegt niet wie het invulde. Geef dat met --door NAAM.",
                "Mind: the workbook does not say who filled it in. Tell so with --door NAME.",
            )
    yield from _changes(found.changes)
    for one in (*found.conflicts, *found.told):
        yield _conflict(one.conflict or {})
    for refused in found.refused:
        at = f"{refused.sheet}!{refused.cell}"
        yield Text(f"  geweigerd {at}: {refused.reason.nl}", f"  refused {at}: {refused.reason.en}")
    if any(one.values.get("status") == ACCEPTED for one in found.changes):
        yield Text(
            "Let op: de status geaccepteerd sluit een bevinding niet. Zij blijft open tot zij in acceptaties.yaml "
            "staat, met reden, naam en einddatum.",
            "Mind: the status geaccepteerd does not close a finding. It stays open until acceptaties.yaml has it, with "
            "a reason, a name and an end date.",
        )
    if done.dry:
        yield Text("Droog: er is niets bewaard.", "Dry: nothing was kept.")


def _summary(done: Read) -> Text:
    found = done.merged
    n, changed, same = found.read, len(found.changes), found.unchanged
    clash, refused = len(found.conflicts), len(found.refused)
    by = (f" door {done.by}", f" by {done.by}") if done.by else ("", "")
    return Text(
        f"{done.name} (run {done.run_id}){by[0]}: {_ROW.counted(n).nl} gelezen, {changed} gewijzigd, {same} "
        f"ongewijzigd, {clash} in conflict, {refused} geweigerd.",
        f"{done.name} (run {done.run_id}){by[1]}: {_ROW.counted(n).en} read, {changed} changed, {same} unchanged, "
        f"{clash} in conflict, {refused} refused.",
    )


def _changes(changes: list[Change]) -> Iterator[Text]:
    for one in changes[:_MOST]:
        told = "; ".join(f"{name}: {value or '-'}" for name, value in one.values.items())
        yield Text(f"  {one.line.finding}: {told}", f"  {one.line.finding}: {told}")
    if len(changes) > _MOST:
        more = len(changes) - _MOST
        yield Text(f"  en nog {more}; met --json staan de tellingen.", f"  and {more} more.")


def _conflict(told: Mapping[str, Any]) -> Text:
    """Say both sides, with who, when and from which workbook."""
    there, here = told.get("staat", {}), told.get("werkboek", {})

    def side(one: Mapping[str, Any], language: Language) -> str:
        values = ", ".join(f"{name} {one.get(name) or '-'}" for name in told.get("velden", {}))
        unknown = "onbekend" if language == "nl" else "unknown"
        return f"{values} ({one.get('door') or unknown}, {one.get('op')}, {one.get('werkboek')})"

    where = f"{told.get('blad')}!{told.get('cel')} {told.get('bevinding_id')}"
    return Text(
        f"  conflict {where}: er staat {side(there, 'nl')}; dit werkboek zegt {side(here, 'nl')}. Het eerste blijft "
        "staan; kies in het volgende werkboek.",
        f"  conflict {where}: it says {side(there, 'en')}; this workbook says {side(here, 'en')}. The first stands; "
        "choose in the next workbook.",
    )
