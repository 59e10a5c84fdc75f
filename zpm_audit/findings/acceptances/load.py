"""Reads ``acceptaties.yaml``; everything that is wrong with it is told at once, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError
from pydantic import ValidationError

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.watch import opening
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.checks.sql.expressions import ExpressionError, Parsed, parse
from zpm_audit.checks.wording import shape_problems
from zpm_audit.findings.acceptances.model import Acceptance, Acceptances

#: Columns of the findings that follow from the acceptances or from earlier runs, and so cannot decide on them.
LATER = frozenset({"acceptatie", "levensloop"})


def load_acceptances(path: Path, checks: Iterable[str], *, four_eyes: bool = False) -> Acceptances:
    """Read the file; ``checks`` are all that exist, ``four_eyes`` asks for a second person with every acceptance."""
    with opening(str(path), "checks"):
        return _loaded(path, checks, four_eyes=four_eyes)


def _loaded(path: Path, checks: Iterable[str], *, four_eyes: bool) -> Acceptances:
    source = read_source(path)
    if source.problems and not _only_comments(source):
        raise refusal(source.problems)
    if source.data is None:
        return Acceptances(source)
    if not isinstance(source.data, list):
        what = Text("het bestand is geen lijst van acceptaties", "the file is no list of acceptances")
        hint = Text("begin elke acceptatie met een streepje: - id: A1", "start each acceptance with a dash: - id: A1")
        raise refusal([source.problem((), what, hint)])
    problems: list[Problem] = []
    parts = _parts(source)
    entries = [one for i, part in enumerate(parts) if (one := _entry(source, part, i, problems)) is not None]
    if not problems:
        problems += _together(source, entries, sorted(checks), four_eyes=four_eyes)
    if problems:
        raise refusal(problems)
    return Acceptances(source, tuple(entries))


def refuse_unfit(acceptances: Acceptances, schema: Mapping[str, pl.DataType]) -> None:
    """Refuse a ``waar`` that the findings of this run (``schema``) cannot answer, before anything is judged."""
    known = {name: dtype for name, dtype in schema.items() if name not in LATER}
    problems = [
        problem
        for i, one in enumerate(acceptances.entries)
        if one.waar is not None
        for problem in _unfit(acceptances.source, (i, "waar"), parse(one.waar), known)
    ]
    if problems:
        raise refusal(problems)


def refusal(problems: Iterable[Problem]) -> UsageError:
    """Return the error that tells all of them, in the order of the file."""
    told = [p.text() for p in sorted(problems, key=lambda p: (p.line, p.column))]
    return UsageError(nl="\n".join(t.nl for t in told), en="\n".join(t.en for t in told))


def _only_comments(source: YamlText) -> bool:
    """Tell whether nothing is accepted: what is left when the last acceptance is taken out."""
    try:
        lines = source.path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


def _parts(source: YamlText) -> list[YamlText]:
    """Return every entry as a file of its own, with its places in the whole one."""
    parts = [YamlText(source.path, data) for data in source.data]
    for at, mark in source.marks.items():
        if at and isinstance(at[0], int):
            parts[at[0]].marks[at[1:]] = mark
    return parts


def _entry(source: YamlText, part: YamlText, place: int, problems: list[Problem]) -> Acceptance | None:
    if not isinstance(part.data, dict):
        what = Text("dit is geen acceptatie", "this is no acceptance")
        hint = Text("schrijf regels 'sleutel: waarde'", "write lines 'key: value'")
        problems.append(part.problem((), what, hint))
        return None
    try:
        one = Acceptance.model_validate(part.data)
    except ValidationError as error:
        problems += shape_problems(part, Acceptance, error)
        return None
    if one.waar is not None:
        problems += _unusable(source, (place, "waar"), one.waar)
    return one


def _unusable(source: YamlText, at: PathKey, sql: str) -> Iterator[Problem]:
    try:
        parsed = parse(sql)
    except ExpressionError as error:
        yield source.problem(at, error.what, error.hint)
        return
    if parsed.over_rows or parsed.aggregates:
        what = Text("waar gaat over een bevinding en niet over meer rijen", "waar is about one finding, not more rows")
        yield source.problem(at, what, Text("gebruik alleen kolommen van de rij", "use columns of the row only"))
    elif not parsed.reads:
        what = Text("deze waar accepteert alles of niets", "this waar accepts everything or nothing")
        hint = Text(
            "noem de kolommen waaraan de bevindingen te herkennen zijn", "name the columns that tell the findings apart"
        )
        yield source.problem(at, what, hint)


def _together(
    source: YamlText, entries: Iterable[Acceptance], checks: list[str], *, four_eyes: bool
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, one in enumerate(entries):
        if one.id in seen:
            what = Text(f"acceptatie '{one.id}' staat er twee keer", f"acceptance '{one.id}' stands here twice")
            line = source.marks[(seen[one.id], "id")][0]
            yield source.problem((i, "id"), what, Text(f"de eerste staat op regel {line}", f"the first: line {line}"))
        seen.setdefault(one.id, i)
        if one.check not in checks:
            what = Text(f"check {one.check} bestaat niet", f"check {one.check} does not exist")
            hint = did_you_mean(one.check, checks) or Text("zie: zpm-audit checks list", "see: zpm-audit checks list")
            yield source.problem((i, "check"), what, hint)
        if four_eyes and one.tweede is None:
            what = Text(f"acceptatie '{one.id}' mist een tweede", f"acceptance '{one.id}' lacks a second person")
            hint = Text(
                "de configuratie vraagt vier ogen: zet bij tweede wie meekeek",
                "the configuration asks for four eyes: put under tweede who looked too",
            )
            yield source.problem((i, "id"), what, hint)


def _unfit(source: YamlText, at: PathKey, parsed: Parsed, known: Mapping[str, pl.DataType]) -> Iterator[Problem]:
    unknown = sorted(parsed.reads - known.keys())
    for name in unknown:
        what = Text(f"bevindingen hebben geen kolom '{name}'", f"findings have no column '{name}'")
        if name in LATER:
            what = Text(f"kolom '{name}' is er dan nog niet", f"column '{name}' is not there yet")
        listed = ", ".join(known)
        yield source.problem(at, what, did_you_mean(name, known) or Text(f"kies uit: {listed}", f"one of: {listed}"))
    if unknown:
        return
    try:
        answer = pl.DataFrame(schema=dict(known)).select(parsed.expr.alias("waar"))
    except PolarsError as error:
        reason = str(error).splitlines()[0]
        what = Text(f"deze waar past niet op de kolommen: {reason}", f"this waar does not fit the columns: {reason}")
        hint = Text("een datum is date '2024-01-31', een tekst staat tussen '", "a date is date '2024-01-31', text '…'")
        yield source.problem(at, what, hint)
        return
    if answer["waar"].dtype != pl.Boolean:
        what = Text("deze waar is geen voorwaarde", "this waar is no condition")
        yield source.problem(at, what, Text("vergelijk: team = 'Noord'", "compare: team = 'Noord'"))
