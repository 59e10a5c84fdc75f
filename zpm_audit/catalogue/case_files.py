"""The files with cases beside the checks: their shape, and which cases a check must have at least.

Every verdict it can give, and both sides of every boundary: a check without them is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.settings import Setting
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.catalogue.loader import CASES_SUFFIX, CatalogueError, parse_model
from zpm_audit.checks.model import CHECK_ID, Catalogue, Check
from zpm_audit.checks.shape import wrong
from zpm_audit.register import TABLES, Column

Expected = Literal["voldoet", "afwijking", "onbepaald", "loopt", "buiten", "buiten_beeld"]


Row = dict[str, Any]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Case(_Closed):
    """One case. ``verwacht``: the verdict on its only unit, or per unit (by its key).

    ``grens`` names the boundary that the case lies on, and ``kant`` the side: ``binnen`` complies, ``buiten`` does not.
    ``grens_vanaf`` says which of its dated values: by the day from which it holds (left out: the first one).
    ``impact``: amounts in euros per unit (empty: unknown). ``zegt``: a piece of the Dutch sentence per unit.
    ``instellingen``: what the user chose. Every other key is a table of the export with its rows.
    """

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)

    naam: Annotated[str, Field(min_length=3)]
    verwacht: Expected | dict[str, Expected]
    grens: str | None = None
    kant: Literal["binnen", "buiten"] | None = None
    grens_vanaf: date | None = None
    peildatum: date | None = None
    impact: dict[str, float | int | None] = {}
    waarde: dict[str, str | int | float | date | None] = {}
    zegt: dict[str, str] = {}
    instellingen: dict[str, Setting] = {}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table in this case."""
        rows: list[Row] = (self.model_extra or {}).get(table, [])
        return rows

    @model_validator(mode="after")
    def _tables(self) -> Case:
        for name, rows in (self.model_extra or {}).items():
            if name not in TABLES:
                hint = did_you_mean(name, [*Case.model_fields, *TABLES])
                names = ", ".join(TABLES)
                what = Text(f"onbekende sleutel '{name}'", f"unknown key '{name}'")
                raise wrong(what, hint or Text(f"tabellen: {names}", f"tables: {names}"), at=name)
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                what = Text(f"'{name}' hoort een lijst van rijen te zijn", f"'{name}' should be a list of rows")
                raise wrong(what, Text("schrijf: - {kolom: waarde}", "write: - {column: value}"), at=name)
        return self


class CaseFile(_Closed):
    """The cases of one check. ``standaard`` holds per table the values that every row has unless it says otherwise.

    A row with ``herhaal: 30`` stands for thirty rows; ``{n}`` in its text becomes the number of the row.
    """

    check: Annotated[str, Field(pattern=CHECK_ID)]
    peildatum: date
    standaard: dict[str, Row] = {}
    gevallen: Annotated[list[Case], Field(min_length=1)]


@dataclass(frozen=True)
class LoadedCases:
    """A case file with its source, so that what fails can be pointed at."""

    file: CaseFile
    source: YamlText


def case_path(check_file: Path) -> Path:
    """Return where the cases of a check stand."""
    return check_file.with_name(check_file.stem + CASES_SUFFIX)


def load_cases(catalogue: Catalogue, check_id: str) -> LoadedCases:
    """Load the cases of one check, or raise CatalogueError with every problem and its place."""
    path = case_path(catalogue.files[check_id])
    source = read_source(path)
    problems: list[Problem] = []
    file = parse_model(source, CaseFile, problems)
    if file is not None:
        problems += _problems(source, file, catalogue.checks[check_id])
    if problems or file is None:
        raise CatalogueError(problems)
    return LoadedCases(file, source)


def boundary_value(case: Case, check: Check) -> int | None:
    """Return the place of the dated value that a case lies on; None where its boundary has no such value."""
    if case.grens not in check.parameters:
        return None
    starts = check.parameters[case.grens].starts()
    if case.grens_vanaf is None:
        return 0
    return starts.index(case.grens_vanaf) if case.grens_vanaf in starts else None


#: Adds a problem: where, what in both languages, and a hint.
_Add = Callable[[PathKey, str, str, Text], None]


def _of_boundary(add: _Add, i: int, case: Case, check: Check) -> None:
    """Check what one case says about the boundary that it lies on."""
    if case.grens and case.grens not in check.parameters:
        hint = Text(f"kies uit: {', '.join(check.parameters)}", f"choose from: {', '.join(check.parameters)}")
        hint = did_you_mean(case.grens, check.parameters) or hint
        add(("gevallen", i, "grens"), f"onbekende grens '{case.grens}'", f"unknown boundary '{case.grens}'", hint)
    if (case.grens is None) != (case.kant is None):
        hint = Text("schrijf beide of geen van beide", "write both or neither")
        add(("gevallen", i), "grens en kant horen bij elkaar", "grens and kant go together", hint)
    if case.grens in check.parameters and boundary_value(case, check) is None:
        days = [str(day) for day in check.parameters[case.grens].starts()[1:]]
        hint = Text(f"kies uit: {', '.join(days)}", f"choose from: {', '.join(days)}")
        hint = hint if days else Text("haal grens_vanaf weg", "remove grens_vanaf")
        nl = f"{case.grens} heeft geen waarde vanaf {case.grens_vanaf}"
        add(("gevallen", i, "grens_vanaf"), nl, f"{case.grens} has no value from {case.grens_vanaf}", hint)
    if case.grens_vanaf and case.grens is None:
        hint = Text("noem ook grens en kant", "name grens and kant as well")
        add(("gevallen", i, "grens_vanaf"), "grens_vanaf hoort bij grens", "grens_vanaf goes with grens", hint)


def _of_sides(add: _Add, file: CaseFile, check: Check) -> None:
    """Refuse a dated value of a limit without a case on both of its sides."""
    add_case = Text("voeg zo'n geval toe", "add such a case")
    for name, parameter in check.parameters.items():
        sides = {(boundary_value(case, check), case.kant) for case in file.gevallen if case.grens == name}
        for i, start in enumerate(parameter.starts()):
            nl, en = (f" vanaf {start}", f" from {start}") if i else ("", "")
            hint = Text(f"voeg zo'n geval toe, met grens_vanaf: {start}", f"add such a case, with grens_vanaf: {start}")
            for side in ("binnen", "buiten"):
                if (i, side) not in sides:
                    nl_side = f"geen geval aan de kant '{side}' van de grens {name}{nl}"
                    en_side = f"no case on side '{side}' of the boundary {name}{en}"
                    add(("gevallen",), nl_side, en_side, hint if i else add_case)


def _problems(source: YamlText, file: CaseFile, check: Check) -> list[Problem]:
    problems: list[Problem] = []

    def add(at: PathKey, nl: str, en: str, hint: Text) -> None:
        problems.append(source.problem(at, Text(nl, en), hint))

    if file.check != check.id:
        hint = Text("het bestand heet naar zijn check", "the file is named after its check")
        add(("check",), f"dit hoort {check.id} te zijn", f"this should be {check.id}", hint)
    names = [case.naam for case in file.gevallen]
    for i, case in enumerate(file.gevallen):
        if names.index(case.naam) != i:
            hint = Text("geef elk geval een eigen naam", "give each case a name of its own")
            add(("gevallen", i, "naam"), "deze naam staat er al", "this name stands here already", hint)
        _of_boundary(add, i, case, check)
        for table in TABLES:
            for j, row in enumerate(case.rows(table)):
                problems += _row_problems(source, ("gevallen", i, table, j), table, row)
    for table, row in file.standaard.items():
        problems += _row_problems(source, ("standaard", table), table, row)
    seen = {v for case in file.gevallen for v in expected_per_unit(case).values()}
    add_case = Text("voeg zo'n geval toe", "add such a case")
    for verdict in sorted(check.verdicts - seen):
        add(("gevallen",), f"geen geval met '{verdict}'", f"no case with '{verdict}'", add_case)
    _of_sides(add, file, check)
    return problems


#: How a person calls a kind of column, and how a value of it is written.
_KINDS = {
    "text": (Text("tekst", "text"), Text("zet de waarde tussen aanhalingstekens", "put the value in quotes")),
    "int": (Text("geheel getal", "whole number"), Text("schrijf 45", "write 45")),
    "date": (Text("datum", "date"), Text("schrijf 2024-01-31", "write 2024-01-31")),
    "time": (Text("tijd", "time"), Text('schrijf "14:05"', 'write "14:05"')),
    "datetime": (Text("moment", "moment"), Text('schrijf "2024-01-31T14:05"', 'write "2024-01-31T14:05"')),
    "bool": (Text("ja of nee", "yes or no"), Text("schrijf true of false", "write true or false")),
    "eur": (Text("bedrag", "amount"), Text("schrijf 135.89", "write 135.89")),
    "decimal": (Text("getal", "number"), Text("schrijf 97.5", "write 97.5")),
}


def _row_problems(source: YamlText, at: PathKey, table: str, row: Row) -> list[Problem]:
    if table not in TABLES:
        hint = did_you_mean(table, TABLES) or Text(
            f"kies uit: {', '.join(TABLES)}", f"choose from: {', '.join(TABLES)}"
        )
        return [source.problem(at, Text(f"onbekende tabel '{table}'", f"unknown table '{table}'"), hint)]
    known = TABLES[table].by_name
    problems = []
    for name, value in row.items():
        if name == "herhaal":
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                what = Text(
                    f"herhaal hoort een aantal te zijn, niet '{value}'", f"herhaal should be a number, not '{value}'"
                )
                problems.append(source.problem((*at, name), what, Text("schrijf herhaal: 30", "write herhaal: 30")))
            continue
        if name not in known:
            what = Text(f"onbekende kolom '{name}' in {table}", f"unknown column '{name}' in {table}")
            hint = did_you_mean(name, known) or Text("de kolommen staan in het contract", "see the contract")
            problems.append(source.problem((*at, name), what, hint))
            continue
        try:
            value_of(known[name], value)
        except (ValueError, TypeError, InvalidOperation):
            kind, hint = _KINDS[known[name].kind]
            what = Text(f"'{value}' is geen {kind.nl}", f"'{value}' is no {kind.en}")
            problems.append(source.problem((*at, name), what, hint))
    return problems


def value_of(column: Column, value: Any) -> Any:
    """Return a value of a case as the register holds it."""
    from datetime import datetime, time

    if value is None:
        return None
    if column.scale > 1:
        return int(Decimal(str(value)) * column.scale)
    if column.kind == "time":
        return time.fromisoformat(str(value))
    if column.kind == "datetime":
        return datetime.fromisoformat(str(value))
    expected = {"text": str, "int": int, "bool": bool, "date": date}[column.kind]
    if not isinstance(value, expected) or (column.kind == "int" and isinstance(value, bool)):
        raise TypeError(column.kind)
    return value


def expected_per_unit(case: Case) -> dict[str, Expected]:
    """Return the expected verdicts by unit; the only unit of a case has no name."""
    return case.verwacht if isinstance(case.verwacht, dict) else {"": case.verwacht}
