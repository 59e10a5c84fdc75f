"""A first mapping for an export, from what stands in it; a person corrects it. Doubt is marked ``controleren``."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.gds801 import is_message
from zpm_audit.intake.proposal.recognise import TableGuess, guess_columns, guess_table
from zpm_audit.intake.proposal.sniff import Opened, open_guessed, tells_table
from zpm_audit.intake.proposal.synonyms import plain
from zpm_audit.intake.proposal.values_guess import guess_values
from zpm_audit.intake.sources.database import Database
from zpm_audit.intake.sources.places import SUFFIXES, is_database
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.register.schema import EXPORT_TABLES, REQUIRED_TABLES

_DOUBT = "  # controleren"
_READABLE = {*SUFFIXES, ".txt", ".tsv"}


@dataclass
class _Found:
    """What was recognised in an export: one guess per table, and files that nobody claimed."""

    guesses: dict[str, TableGuess] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def propose_mapping(export: Path) -> str:
    """Return the text of a mapping for the export at this path."""
    if not export.exists():
        raise InputRefusedError(
            nl=f"Export {export} bestaat niet. Geef de map (of SQLite-database) met de export.",
            en=f"Export {export} does not exist. Give the folder (or SQLite database) with the export.",
        )
    with tempfile.TemporaryDirectory(prefix="zpm-audit-") as folder, reading(str(export)):
        found = _Found()
        for opened in _all(export, Path(folder), found.left):
            _claim(found, opened)
        if not found.guesses:
            raise InputRefusedError(
                nl=f"In {export} is geen tabel te herkennen. Leg er CSV-, Parquet- of XLSX-bestanden neer, "
                "bijvoorbeeld prestaties.csv en zorgtrajecten.csv.",
                en=f"No table can be recognised in {export}. Put CSV, Parquet or XLSX files there, "
                "for example prestaties.csv and zorgtrajecten.csv.",
            )
        lines = [*_head(export, found)]
        for name in EXPORT_TABLES:
            if name in found.guesses:
                lines += _table(name, found.guesses[name])
    return "\n".join(lines) + "\n"


def _all(export: Path, work: Path, left: list[str]) -> Iterable[Opened]:
    """Open everything that may hold a table; what cannot be opened and does not claim to be one is ``left``."""
    if is_database(export):
        database = Database(export.resolve(), Path())
        for name in sorted(database.tables()):
            quoted = '"' + name.replace('"', '""') + '"'
            query = f"select * from {quoted}"  # noqa: S608 (a table of the user's own file, its name quoted)
            yield Opened(name, database.open(plain(name) or "tabel", query, work), {"query": query})
        return
    if is_message(export):
        raise UsageError(
            nl=f"{export} is een declaratiebericht en heeft geen mapping nodig: zpm-audit run {export}",
            en=f"{export} is a declaration message and needs no mapping: zpm-audit run {export}",
        )
    if not export.is_dir():
        raise InputRefusedError(
            nl=f"{export} is geen map en geen SQLite-database.",
            en=f"{export} is neither a folder nor a SQLite database.",
        )
    for file in sorted(export.iterdir()):
        if not file.is_file() or file.suffix.lower() not in _READABLE or file.name.startswith(("~$", ".")):
            continue
        try:
            yield from open_guessed(file, work)
        except InputRefusedError as error:
            if tells_table(file.stem):
                raise
            left.append(f"{file.name} ({error.text.nl})")


def _claim(found: _Found, opened: Opened) -> None:
    """Give a source to the table it looks like; of two sources the one with more known columns wins."""
    guess = guess_table(opened)
    if guess is None:
        found.left.append(opened.shown)
        return
    other = found.guesses.get(guess.table)
    if other is None:
        found.guesses[guess.table] = guess
        return
    winner, loser = (guess, other) if len(guess.columns) > len(other.columns) else (other, guess)
    found.guesses[guess.table] = winner
    found.left.append(f"{loser.opened.shown} (leek ook {guess.table})")


def _head(export: Path, found: _Found) -> list[str]:
    lines = [
        f"# Voorstel voor de mapping van {export.name}, gemaakt door `zpm-audit init`.",
        "# Kijk alles na, vooral waar 'controleren' staat. Links de naam van het contract, rechts die van de bron.",
    ]
    missing = [name for name in REQUIRED_TABLES if name not in found.guesses]
    lines += [f"# controleren: tabel {name} is verplicht en niet gevonden." for name in missing]
    lines += [f"# controleren: niet gebruikt: {shown}" for shown in found.left]
    return [*lines, "", "tabellen:"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table(name: str, guess: TableGuess) -> list[str]:
    table = EXPORT_TABLES[name]
    lines = [f"  {name}:" + (_DOUBT + ": is dit de goede tabel?" if guess.doubtful else "")]
    lines += [f"    {key}: {_quoted(value)}" for key, value in guess.opened.settings.items()]
    columns = guess_columns(guess)
    values = guess_values(guess, columns)
    lines += [f"    {key}: {value}" for key, value in values.notation.items()]
    lines += [f"    # controleren: {remark}" for remark in values.remarks]
    renamed = {c: m for c, m in columns.items() if m.name != c}
    if renamed:
        lines.append("    kolommen:")
        lines += [f"      {c}: {_quoted(m.name)}" + (_DOUBT if m.doubtful else "") for c, m in renamed.items()]
    absent = [c.name for c in table.columns if c.name not in columns]
    lines += [f"    # controleren: verplichte kolom niet gevonden: {c}" for c in absent if table.by_name[c].required]
    optional = [c for c in absent if not table.by_name[c].required]
    if optional:
        lines.append(f"    # niet gevonden (checks die deze nodig hebben draaien niet): {_one_line(optional)}")
    unused = [n for n in guess.opened.source.names if n and n not in {m.name for m in columns.values()}]
    if unused:
        lines.append(f"    # niet gebruikt uit de bron: {_one_line(unused)}")
    if values.translations:
        lines.append("    waarden:")
        for column, pairs in values.translations.items():
            lines.append(f"      {column}:")
            lines += [
                f"        {_quoted(old)}: {_quoted(new)}" + (_DOUBT if doubtful else "")
                for old, (new, doubtful) in pairs.items()
            ]
    if len(lines) == 1:
        lines[0] += " {}"
    elif all(line.lstrip().startswith("#") for line in lines[1:]):
        lines[0] = f"  {name}: {{}}" + lines[0].removeprefix(f"  {name}:")
    return lines


def _one_line(names: Iterable[str]) -> str:
    return ", ".join(" ".join(n.split()) for n in names)
