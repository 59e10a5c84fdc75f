"""Marks what ``zpm-audit init`` proposes for foreign exports of which the right mapping is known.

``python -m benchmarks.init`` prints, per layout of ``examples/vreemd``, which share of the columns it got right, wrong
or left open; ``--toon`` also prints every column that was not right.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from examples.vreemd import LAYOUTS, ROUNDS, Answer, Derivation, Foreign, TableAnswer, canonical_tables
from zpm_audit.base.errors import ZpmError
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.register.schema import EXPORT_TABLES, Column

_YES = {"true", "ja", "waar"}
_OF_CODE = {"consulttype", "setting", "duurklasse"}
_NO = {"false", "nee", "onwaar"}


@dataclass
class Mark:
    """How one proposal fares; ``remarks`` says why a column is not right."""

    layout: str
    right: int = 0
    wrong: int = 0
    left_open: int = 0
    tables: int = 0
    tables_right: int = 0
    settings: int = 0
    settings_right: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """Return how many columns were to be found or were proposed all the same."""
        return self.right + self.wrong + self.left_open

    def give(self, verdict: str, where: str, why: str) -> None:
        """Count one column: ``goed``, ``fout`` or ``open``."""
        self.right += verdict == "goed"
        self.wrong += verdict == "fout"
        self.left_open += verdict == "open"
        if verdict != "goed":
            self.remarks.append(f"{verdict:5s} {self.layout}: {where}: {why}")

    def __add__(self, other: Mark) -> Mark:
        numbers = ("right", "wrong", "left_open", "tables", "tables_right", "settings", "settings_right")
        sums = {name: getattr(self, name) + getattr(other, name) for name in numbers}
        return Mark("samen", remarks=[*self.remarks, *other.remarks], **sums)


def mark(foreign: Foreign, name: str, folder: Path) -> Mark:
    """Write a foreign export, let a mapping be proposed for it, and compare that with the right one."""
    try:
        text = propose_mapping(foreign.write(folder, foreign.sheets))
    except ZpmError as error:
        text = f"tabellen: {{}}  # {error.text.nl.splitlines()[0]}"
    return mark_text(foreign, name, text, [f.name for f in folder.iterdir()])


def mark_text(foreign: Foreign, name: str, text: str, files: Sequence[str]) -> Mark:
    """Compare the text of a mapping with the right one; ``files`` are the files of the export."""
    said = yaml.load(text, Loader=yaml.BaseLoader) or {}  # every scalar stays text
    proposed: dict[str, Any] = {t: p or {} for t, p in (said.get("tabellen") or {}).items()}
    result = Mark(name)
    answers = foreign.answers()
    for table in EXPORT_TABLES:
        if table in answers:
            _mark_table(result, foreign, table, answers[table], proposed.get(table), files)
        for column in _columns(foreign, proposed.get(table, {}), table) if table not in answers else ():
            result.give("fout", f"{table}.{column}", "deze tabel is er niet")
    return result


def _mark_table(
    result: Mark, foreign: Foreign, table: str, answer: TableAnswer, said: dict[str, Any] | None, files: Sequence[str]
) -> None:
    result.tables += 1
    result.settings += len(answer.settings)
    if said is None:
        for column in answer.columns:
            result.give("open", f"{table}.{column}", "tabel niet gevonden")
        return
    columns = _columns(foreign, said, table)
    if not _same_place(said, table, answer.place, files):
        for column in {**answer.columns, **columns}:
            verdict = "fout" if column in columns else "open"
            result.give(verdict, f"{table}.{column}", f"verkeerde bron {_place(said)} (moet {answer.place})")
        return
    result.tables_right += 1
    result.settings_right += sum(_same_setting(said.get(key), value) for key, value in answer.settings.items())
    for contract in EXPORT_TABLES[table].columns:
        where = f"{table}.{contract.name}"
        right, given = answer.columns.get(contract.name), columns.get(contract.name)
        if right is None:
            if given is not None and not _told_by_code(given, contract.name, answer):
                result.give("fout", where, f"{given} (deze kolom is er niet)")
        elif given is None:
            result.give("open", where, f"niet voorgesteld (moet {right.accepted[0]})")
        else:
            result.give(*_judge(contract, right, given, said, where))


def _told_by_code(given: Derivation, column: str, answer: TableAnswer) -> bool:
    """Tell whether a column that the export lacks is made from its code: as good as leaving it out, so not counted."""
    code = answer.columns.get("prestatiecode")
    return column in _OF_CODE and code is not None and any(_code_of(given) == d for d in code.accepted)


def _code_of(given: Derivation) -> Any:
    return given.get("uit_code") if isinstance(given, dict) else None


def _judge(column: Column, right: Answer, given: Derivation, said: dict[str, Any], where: str) -> tuple[str, str, str]:
    if not any(_same(given, d, column) for d in right.accepted):
        return "fout", where, f"{given} (moet {right.accepted[0]})"
    read = {text: _read(text, column, said) for text in right.values} if isinstance(given, str) else {}
    for text, value in read.items():
        if value != "?" and value != right.values[text]:
            return "fout", where, f"{text!r} wordt {value!r} (moet {right.values[text]!r})"
    unread = [text for text, value in read.items() if value == "?"]
    return ("open", where, f"geen betekenis voor {unread}") if unread else ("goed", where, "")


def _read(text: str | None, column: Column, said: dict[str, Any]) -> str | None:
    """Return what a text of an enumeration or a yes/no is read as, or ``?`` where the row would be set aside."""
    if text is None or text in said.get("leeg", ()):
        return None
    meaning = said.get("waarden", {}).get(column.name, {})
    text = meaning.get(text, text)
    if not text:
        return None
    if column.kind == "bool":
        true = {w.lower() for w in _words(said.get("ja", said.get("waar")))} or _YES
        false = {w.lower() for w in _words(said.get("nee", said.get("onwaar")))} or _NO
        if "query" in said:  # a database has no other way to write yes and no
            true, false = true | {"1"}, false | {"0"}
        return "true" if text.lower() in true else "false" if text.lower() in false else "?"
    if column.kind == "int" and text.isdigit():
        text = str(int(text))
    return text if text in {str(v) for v in column.values} else "?"


def _words(said: Any) -> list[str]:
    return said if isinstance(said, list) else []


def _columns(foreign: Foreign, said: dict[str, Any], table: str) -> dict[str, Derivation]:
    """Return what is proposed per column; one that has its own name in the source needs no word."""
    given = dict(said.get("kolommen") or {})
    header = {f.name for sheet in foreign.sheets if _same_place(said, table, sheet.place, []) for f in sheet.fields}
    return {**{c: c for c in EXPORT_TABLES[table].by_name if c in header}, **given}


def _place(said: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in said.items() if k in {"bestand", "blad", "query"}}


def _same_place(said: dict[str, Any], table: str, place: dict[str, str], files: Sequence[str]) -> bool:
    if "tabel" in place:
        found = re.search(r'\bfrom\s+"?([^\s";]+)"?', said.get("query", f"from {table}"), re.IGNORECASE)
        return found is not None and found.group(1) == place["tabel"]
    named = said.get("bestand", f"{table}.csv")
    same = (
        _files(named, files) == _files(place["bestand"], files) if files else _lower(named) == _lower(place["bestand"])
    )
    sheets = ", ".join(said["bladen"]) if "bladen" in said else None
    return same and said.get("blad") == place.get("blad") and sheets == place.get("bladen")


def _files(named: str | list[str], files: Sequence[str]) -> set[str]:
    patterns = [named] if isinstance(named, str) else named
    return {f for f in files for p in patterns if f.lower() == p.lower() or fnmatch(f, p)}


def _lower(named: str | list[str]) -> str | list[str]:
    return named.lower() if isinstance(named, str) else [n.lower() for n in named]


def _same_setting(given: Any, right: Any) -> bool:
    """Tell whether a setting of a table is right; of ``waar`` only that it looks at the right column."""
    return given == right or (given is not None and isinstance(right, str) and right in str(given))


def _same(given: Derivation, right: Derivation, column: Column) -> bool:
    """Tell whether two ways to make a column come to the same."""
    if isinstance(given, str) or isinstance(right, str):
        plain = {"int": "minuten_van", "date": "datum_van", "time": "tijd_van"}.get(column.kind)
        if plain is not None and given == {plain: right}:
            return True  # it reads a plain value just as well
        return given == right
    if "begint_met" in given and "begint_met" in right:
        one, other = given["begint_met"], right["begint_met"]
        meant: dict[str, str] = other["waarden"]
        return bool(one.get("kolom") == other["kolom"]) and meant.items() <= dict(one.get("waarden") or {}).items()
    if "opzoeken" in given and "opzoeken" in right:
        return _lookup(given["opzoeken"]) == _lookup(right["opzoeken"])
    one, other = _plain(given), _plain(right)
    return bool(one == other)


def _lookup(said: dict[str, Any]) -> tuple[Any, ...]:
    where = said.get("bestand") or said.get("tabel") or said.get("query", "").rpartition("from ")[2].strip('"; ')
    key = said.get("sleutel")
    return where, key.get("hier") if isinstance(key, dict) else key, said.get("kolom")


def _plain(said: Any) -> Any:
    if isinstance(said, dict):
        return {k: _plain(v) for k, v in said.items() if (k, v) != ("met", "0")}
    return [_plain(v) for v in said] if isinstance(said, list) else str(said)


def table_of(marks: Iterable[Mark]) -> str:
    """Return the marks as a table."""
    lines = [
        "| layout | kolommen | goed | fout | open | tabellen goed | andere sleutels goed |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for m in marks:
        shares = (f"{n} ({n / m.columns:.0%})" for n in (m.right, m.wrong, m.left_open))
        others = f"{m.tables_right} van {m.tables}", f"{m.settings_right} van {m.settings}"
        lines.append(f"| {' | '.join((m.layout, str(m.columns), *shares, *others))} |")
    return "\n".join(lines)


def measure(names: Iterable[str]) -> list[Mark]:
    """Mark these layouts."""
    marks = []
    for name in names:
        with tempfile.TemporaryDirectory(prefix="zpm-audit-init-") as folder:
            marks.append(mark(LAYOUTS[name].make(canonical_tables()), name, Path(folder)))
    return marks


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.init", description=__doc__)
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS), help="alleen deze (mag vaker)")
    parser.add_argument("--toon", action="store_true", help="toon elke kolom die niet goed is")
    said = parser.parse_args()
    marks = measure(said.layout or LAYOUTS)
    total = sum(marks[1:], marks[0])
    groups = {f"samen, {name}": [m for m in marks if m.layout in names] for name, names in ROUNDS.items()}
    sums = [replace(sum(group[1:], group[0]), layout=name) for name, group in groups.items() if len(group) > 1]
    print(table_of([*marks, *sums]))
    if said.toon:
        print("", *total.remarks, sep="\n")


if __name__ == "__main__":
    main()
