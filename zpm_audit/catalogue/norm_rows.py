"""The rows of the norm files: what each column may hold, and how a file is read with the line of every row."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from zpm_audit.base.errors import os_reason
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.norms import Certainty, Coverage, DrawnFrom
from zpm_audit.checks.shape import Closed, WrongError, wrong

Filled = Annotated[str, Field(min_length=1)]
#: A web address, or nothing.
Address = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]


class FrameworkRow(Closed):
    """A row of ``kaders.csv``. The columns of a file are the fields of its row, in this order."""

    kader: Filled
    titel_nl: Filled
    titel_en: Filled
    toelichting_nl: Filled
    toelichting_en: Filled
    bron: Filled
    url: Address


class NormRow(Closed):
    """A row of ``normen.csv``."""

    kader: Filled
    norm_id: Filled
    titel_nl: Filled
    titel_en: Filled
    bron: Filled
    url: Address
    zekerheid: Certainty


class CoverageRow(Closed):
    """A row of ``dekking.csv``: what a check does for a norm, or what is done without one."""

    kader: Filled
    norm_id: Filled
    check_id: str
    dekking: Coverage
    toelichting_nl: str
    toelichting_en: str

    @field_validator("toelichting_nl", "toelichting_en")
    @classmethod
    def _explained(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("dekking", "exact") != "exact":
            hint = Text("zeg waarom het niet exact is", "say why it is not exact")
            raise wrong(_empty(str(info.field_name)), hint)
        return value

    @model_validator(mode="after")
    def _fits(self) -> CoverageRow:
        if self.dekking in {"exact", "over", "onder"} and not self.check_id:
            what = Text(
                f"dekking '{self.dekking}' vraagt een check; zonder check is het 'hand' of 'geen'",
                f"coverage '{self.dekking}' needs a check; without one it is 'hand' or 'geen'",
            )
            raise wrong(what, Text("noem haar in kolom check_id", "name it in column check_id"))
        if self.dekking == "geen" and self.check_id:
            what = Text("dekking 'geen' hoort geen check te noemen", "coverage 'geen' should name no check")
            raise wrong(what, Text("laat kolom check_id leeg", "leave column check_id empty"))
        return self


class HandWorkRow(Closed):
    """A row of ``handwerk.csv``: from what items are drawn for a norm that a person has to test."""

    kader: Filled
    norm_id: Filled
    populatie: DrawnFrom


R = TypeVar("R", FrameworkRow, NormRow, CoverageRow, HandWorkRow)


@dataclass(frozen=True)
class Written(Generic[R]):
    """One row of a file: the line that it begins on, its cells, and what they say; None where that is refused."""

    line: int
    cells: Mapping[str, str]
    row: R | None


def read_rows(path: Path, model: type[R], problems: list[Problem]) -> list[Written[R]]:
    """Return the rows of one file; a line that begins with # is a remark. What is wrong is added to ``problems``."""
    rows: list[Written[R]] = []
    for line, cells in _cells(path, tuple(model.model_fields), problems):
        row = None
        try:
            row = model.model_validate(cells)
        except ValidationError as error:
            problems += [_told(path, line, one) for one in error.errors()]
        rows.append(Written(line, cells, row))
    return rows


def _told(path: Path, line: int, error: Any) -> Problem:
    """Return what is wrong with a cell in the words of a table."""
    name, given = str((error["loc"] or ("",))[-1]), error["input"]
    context = error.get("ctx", {})
    if isinstance(context.get("error"), WrongError):
        broken: WrongError = context["error"]
        return Problem(path, line, 1, broken.what, broken.hint)
    if error["type"] == "string_too_short":
        return Problem(path, line, 1, _empty(name))
    if error["type"] == "literal_error":
        listed = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        hint = Text(f"kies uit: {listed}", f"choose from: {listed}")
        return Problem(path, line, 1, Text(f"{name} '{given}' is onbekend", f"{name} '{given}' is unknown"), hint)
    return Problem(path, line, 1, Text(f"'{given}' is geen webadres", f"'{given}' is no web address"))


def _empty(name: str) -> Text:
    return Text(f"kolom {name} is leeg", f"column {name} is empty")


def _cells(path: Path, names: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """Return the cells of every row with the line that it begins on."""
    rows: list[tuple[int, dict[str, str]]] = []

    def wrong_at(line: int, nl: str, en: str, hint: Text | None = None) -> None:
        problems.append(Problem(path, line, 1, Text(nl, en), hint))

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        wrong_at(1, "het bestand is geen UTF-8", "the file is not UTF-8")
        return rows
    except OSError as error:
        why = os_reason(error)
        wrong_at(1, f"het bestand is niet te lezen: {why.nl}", f"the file cannot be read: {why.en}")
        return rows
    # A remark becomes an empty line, so that line numbers stay those of the file.
    plain = ["" if line.startswith("#") else line for line in text.splitlines(keepends=True)]
    reader = csv.reader(plain, strict=True)
    header: list[str] | None = None
    before, line = len(problems), 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not cells:
                continue
            if header is None:
                header = cells
                if tuple(cells) != names:
                    expected = ",".join(names)
                    wrong_at(begun, f"de kopregel moet zijn: {expected}", f"the header must be: {expected}")
                    return rows
            elif len(cells) != len(names):
                hint = Text("zet aanhalingstekens om een tekst met een komma", "quote a text with a comma in it")
                nl, en = (f"{len(cells)} cellen in plaats van", f"{len(cells)} cells instead of")
                wrong_at(begun, f"{nl} {len(names)}", f"{en} {len(names)}", hint)
            else:
                rows.append((begun, dict(zip(names, (c.strip() for c in cells), strict=True))))
    except csv.Error as error:
        hint = Text("staat er een aanhalingsteken te veel of te weinig?", "is there a quote too many or too few?")
        wrong_at(line, f"geen geldige CSV: {error}", f"not valid CSV: {error}", hint)
    if header is None and len(problems) == before:
        wrong_at(1, "het bestand is leeg", "the file is empty")
    return rows
