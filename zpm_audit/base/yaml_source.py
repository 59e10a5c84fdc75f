"""YAML with positions: every value remembers its line and column, so that an error can point at it.

Stricter than YAML itself: duplicate keys are refused, and only ``true``/``false`` are booleans (a beroep called ``no``
stays text). Dates are ISO dates. A file whose values are codes of another system is read with ``typed=False``: then
every value is the text that was written, so that ``01`` and ``no`` stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zpm_audit.base.errors import os_reason
from zpm_audit.base.language import Text

PathKey = tuple[str | int, ...]

# The parser in C, where PyYAML has it, reads a catalogue some ten times faster; that it need not work out what kind of
# value each text is, for we do that here, makes it twice as fast again.
_LOADER: Any = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"resolve": lambda *_: ""})
_BUSY = object()
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file: where, what, and what to do about it."""

    file: Path
    line: int
    column: int
    what: Text
    hint: Text | None = None

    def text(self) -> Text:
        """Return ``file:line:column: what. hint``."""
        place = f"{self.file}:{self.line}:{self.column}: "
        hint = self.hint or Text("", "")
        return Text(
            place + self.what.nl + (f" ({hint.nl})" if hint.nl else ""),
            place + self.what.en + (f" ({hint.en})" if hint.en else ""),
        )


@dataclass
class YamlText:
    """One parsed file: its data, the position of every value and key, and what was wrong with the YAML itself."""

    path: Path
    data: Any = None
    marks: dict[PathKey, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    typed: bool = True

    def problem(self, at: PathKey, what: Text, hint: Text | None = None) -> Problem:
        """Make a problem at the nearest known position of ``at``."""
        key = tuple(at)
        while key and key not in self.marks:
            key = key[:-1]
        line, column = self.marks.get(key, (1, 1))
        return Problem(self.path, line, column, what, hint)


def read_source(path: Path, *, typed: bool = True) -> YamlText:
    """Parse one YAML file; what is wrong with it stands in ``problems``, never in an exception."""
    source = YamlText(path, typed=typed)
    if path.exists() and not path.is_file():
        what = Text("dit is geen gewoon bestand", "this is no regular file")
        source.problems.append(Problem(path, 1, 1, what, Text("zet er een bestand neer", "put a file there")))
        return source
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = Text("het bestand is geen UTF-8", "the file is not UTF-8")
        source.problems.append(Problem(path, line, 1, what, Text("sla het op als UTF-8", "save it as UTF-8")))
        return source
    except OSError as error:
        why = os_reason(error)
        what = Text(f"het bestand is niet te lezen: {why.nl}", f"the file cannot be read: {why.en}")
        hint = Text("mag u het lezen?", "may you read it?")
        if isinstance(error, FileNotFoundError):
            what = Text("dit bestand bestaat niet", "this file does not exist")
            hint = Text("kijk de naam en de map na", "check the name and the folder")
        source.problems.append(Problem(path, 1, 1, what, hint))
        return source
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = Text(f"geen geldige YAML: {error.problem}", f"not valid YAML: {error.problem}")
        hint = Text("kijk naar inspringing, aanhalingstekens en tabs", "look at indentation, quotes and tabs")
        source.problems.append(Problem(path, line, column, what, hint))
        return source
    except RecursionError:
        return _too_deep(source)
    except yaml.YAMLError as error:
        # What cannot be read as text at all: a character that does not belong in a file.
        reason = " ".join(str(error).split())
        what = Text(f"geen geldige YAML: {reason}", f"not valid YAML: {reason}")
        hint = Text("haal onleesbare tekens weg", "remove unreadable characters")
        source.problems.append(Problem(path, 1, 1, what, hint))
        return source
    if node is None:
        hint = Text("haal het weg of vul het", "remove it or fill it")
        source.problems.append(Problem(path, 1, 1, Text("het bestand is leeg", "the file is empty"), hint))
        return source
    try:
        source.data = _build(source, node, (), {})
    except RecursionError:
        return _too_deep(source)
    return source


def _too_deep(source: YamlText) -> YamlText:
    what = Text("geen geldige YAML: te diep genest", "not valid YAML: nested too deep")
    hint = Text("haal haken of inspringing weg", "remove brackets or indentation")
    source.problems.append(Problem(source.path, 1, 1, what, hint))
    return source


def _build(source: YamlText, node: yaml.Node, at: PathKey, seen: dict[int, Any]) -> Any:
    if id(node) in seen and (source.typed or seen[id(node)] is _BUSY):
        what = Text(
            "een verwijzing (*) naar een eerder stuk kan niet", "a reference (*) to an earlier part is not possible"
        )
        source.problems.append(source.problem(at, what, Text("schrijf de waarde uit", "write out the value")))
        return None
    source.marks[at] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if id(node) in seen:  # shared, not copied: a file of references to references stays as small as it was written
        return seen[id(node)]
    seen[id(node)] = _BUSY
    built: Any
    if isinstance(node, yaml.MappingNode):
        built = _mapping(source, node, at, seen)
    elif isinstance(node, yaml.SequenceNode):
        built = [_build(source, child, (*at, i), seen) for i, child in enumerate(node.value)]
    else:
        built = _scalar(source, node, at) if source.typed else node.value
    seen[id(node)] = built
    return built


def _mapping(source: YamlText, node: yaml.MappingNode, at: PathKey, seen: dict[int, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            what = Text("een sleutel moet een tekst zijn", "a key must be a text")
            hint = Text("schrijf: naam: waarde", "write: name: value")
            source.problems.append(Problem(source.path, *mark, what, hint))
            continue
        key = str(key_node.value)
        here = (*at, key)
        if key in result:
            what = Text(f"sleutel '{key}' staat er twee keer", f"key '{key}' stands here twice")
            first = source.marks[here][0]
            hint = Text(f"de eerste staat op regel {first}", f"the first is on line {first}")
            source.problems.append(Problem(source.path, *mark, what, hint))
            continue
        source.marks[here] = mark
        result[key] = _build(source, value_node, here, seen)
        source.marks[here] = mark
    return result


def _scalar(source: YamlText, node: yaml.Node, at: PathKey) -> Any:
    value: str = node.value
    if getattr(node, "style", None) in {"'", '"', "|", ">"}:
        return value
    if value in {"", "~", "null"}:
        return None
    if value in {"true", "false"}:
        return value == "true"
    if _INT.match(value):
        return int(value)
    if _FLOAT.match(value):
        return float(value)
    if _DATE.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            what = Text(f"'{value}' is geen bestaande datum", f"'{value}' is not a date that exists")
            hint = Text("schrijf jaar-maand-dag: 2022-01-31", "write year-month-day: 2022-01-31")
            source.problems.append(source.problem(at, what, hint))
            return None
    return value
