"""Reads ``raamwerk.yaml``; everything that is wrong with it is told at once, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.checks.wording import shape_problems
from zpm_audit.configuration.framework.model import Framework, FrameworkFile

_PARTS = {
    "doelstellingen": Text("doelstelling", "objective"),
    "risicos": Text("risico", "risk"),
    "beheersmaatregelen": Text("beheersmaatregel", "measure"),
}


def load_framework(path: Path, checks: Iterable[str]) -> Framework:
    """Read the file; ``checks`` are all that exist."""
    source = read_source(path)
    if source.problems:
        raise _refused(source.problems)
    if not isinstance(source.data, dict):
        what = Text("een raamwerk bestaat uit regels 'sleutel: waarde'", "a framework has lines 'key: value'")
        hint = Text("begin met doelstellingen:", "start with doelstellingen:")
        raise _refused([source.problem((), what, hint)])
    try:
        file = FrameworkFile.model_validate({k: v for k, v in source.data.items() if v is not None})
    except ValidationError as error:
        raise _refused(shape_problems(source, FrameworkFile, error)) from None
    problems = list(_together(source, file, sorted(checks)))
    if problems:
        raise _refused(problems)
    return Framework(file=file)


def framework_as_kept(path: Path) -> Framework:
    """Read a framework that a run took: what it names was there then, and need not be among the checks at hand."""
    data = read_source(path).data
    try:
        return Framework(file=FrameworkFile.model_validate({k: v for k, v in data.items() if v is not None}))
    except (AttributeError, ValidationError) as error:
        raise InputRefusedError(
            nl=f"{path.name} is geen raamwerk dat een run gebruikt kan hebben.",
            en=f"{path.name} is no framework that a run can have used.",
        ) from error


def _refused(problems: Iterable[Problem]) -> UsageError:
    told = [p.text() for p in sorted(problems, key=lambda p: (p.line, p.column))]
    return UsageError(nl="\n".join(t.nl for t in told), en="\n".join(t.en for t in told))


def _together(source: YamlText, file: FrameworkFile, checks: Sequence[str]) -> Iterator[Problem]:
    """Yield what does not fit together: an id that stands twice, or one that does not exist."""
    for part, word in _PARTS.items():
        yield from _repeated(source, part, [one.id for one in getattr(file, part)], word)
    objectives = [one.id for one in file.doelstellingen]
    for i, risk in enumerate(file.risicos):
        if risk.doelstelling is not None and risk.doelstelling not in objectives:
            at: PathKey = ("risicos", i, "doelstelling")
            yield _unknown(source, at, _PARTS["doelstellingen"], risk.doelstelling, objectives)
    risks = [one.id for one in file.risicos]
    for i, measure in enumerate(file.beheersmaatregelen):
        for key, names, known, word in (
            ("risicos", measure.risicos, risks, _PARTS["risicos"]),
            ("checks", measure.checks, checks, Text("check", "check")),
        ):
            for n, name in enumerate(names):
                if name not in known:
                    yield _unknown(source, ("beheersmaatregelen", i, key, n), word, name, known)


def _repeated(source: YamlText, part: str, ids: Sequence[str], word: Text) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, one in enumerate(ids):
        if one in seen:
            line = source.marks.get((part, seen[one], "id"), (1, 1))[0]
            what = Text(f"{word.nl} '{one}' staat er twee keer", f"{word.en} '{one}' stands here twice")
            yield source.problem((part, i, "id"), what, Text(f"de eerste staat op regel {line}", f"first: line {line}"))
        seen.setdefault(one, i)


def _unknown(source: YamlText, at: PathKey, word: Text, name: str, known: Sequence[Any]) -> Problem:
    what = Text(f"{word.nl} '{name}' bestaat niet", f"{word.en} '{name}' does not exist")
    fallback = Text("zie: zpm-audit checks list", "see: zpm-audit checks list")
    if word.nl != "check":
        listed = ", ".join(known) or "-"
        fallback = Text(f"er zijn: {listed}", f"there are: {listed}")
    return source.problem(at, what, did_you_mean(name, known) or fallback)
