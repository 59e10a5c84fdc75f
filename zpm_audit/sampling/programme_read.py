"""Reads the workbook of a work programme: a verdict per norm and item, and a conclusion per norm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.sampling.forms import CellError, Form, Reading, chosen, echo, opened, read_form, text_of
from zpm_audit.sampling.programme_record import Conclusion, ProgrammeJudgements, ProgrammeRecord
from zpm_audit.sampling.programme_words import DONE, ProgrammeWords
from zpm_audit.sampling.read import judgement, now_from
from zpm_audit.sampling.record import Judgement

_COMMAND = "steekproef programma"
_FORMS = ("%d-%m-%Y", "%Y-%m-%d")


def read_programme_book(
    path: Path, record: ProgrammeRecord, known: ProgrammeJudgements
) -> tuple[ProgrammeJudgements, Reading]:
    """Return what was said so far with what a workbook says added, and what became of its rows."""
    reading, w = Reading(), ProgrammeWords
    titles = {
        "kader": w.kader.text,
        "norm": w.norm.text,
        "post": w.post.text,
        "oordeel": w.oordeel.text,
        "opmerking": w.opmerking.text,
        "paraaf": w.paraaf.text,
        "conclusie": w.conclusie.text,
        "datum": w.datum.text,
    }

    def judge(_: str, cells: Mapping[str, Any]) -> Judgement | None:
        return judgement(cells, read)

    def conclude(_: str, cells: Mapping[str, Any]) -> Conclusion | None:
        return _conclusion(cells, read)

    items: Form[Judgement] = Form(
        key=("kader", "norm", "post"),
        entry=("oordeel", "opmerking", "paraaf"),
        titles=titles,
        known={norm.line(one.post) for norm in record.normen for one in record.items(norm)},
        judge=judge,
        draw=record.draw,
        row=Text("regel", "line"),
        command=_COMMAND,
    )
    norms: Form[Conclusion] = Form(
        key=("kader", "norm"),
        entry=("conclusie", "opmerking", "paraaf", "datum"),
        titles=titles,
        known={norm.key for norm in record.normen},
        judge=conclude,
        draw=record.draw,
        row=Text("norm", "norm"),
        command=_COMMAND,
    )
    posten = {key: list(found) for key, found in known.posten.items()}
    normen = {key: list(found) for key, found in known.normen.items()}
    with opened(path) as workbook:
        read = now_from(path)
        read_form(workbook, path, norms, normen, reading)
        if any(record.items(norm) for norm in record.normen):
            read_form(workbook, path, items, posten, reading)
    return ProgrammeJudgements(trekking=record.draw, posten=posten, normen=normen), reading


def _conclusion(cells: Mapping[str, Any], read: Mapping[str, str]) -> Conclusion | None:
    word: Any = chosen(cells, "conclusie", DONE)
    remark, initials, day = text_of(cells, "opmerking"), text_of(cells, "paraaf"), _day(cells)
    if not word:
        if remark or initials or day:
            raise CellError("conclusie", "de conclusie ontbreekt", "the conclusion is missing")
        return None
    return Conclusion(conclusie=word, opmerking=remark, paraaf=initials, datum=day, **read)


def _day(cells: Mapping[str, Any]) -> str:
    """Return a day as it is written everywhere in the files; empty where none was filled in."""
    text = text_of(cells, "datum")
    value = cells["datum"].value
    if isinstance(value, date):  # a moment is a date too
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    if text:
        told = echo(text)
        raise CellError(
            "datum", f"'{told}' is geen datum; schrijf 31-12-2024", f"'{told}' is no date; write 2024-12-31"
        )
    return ""
