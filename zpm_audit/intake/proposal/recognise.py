"""Which table a source looks like, and which of its columns is which."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.hints import nearest
from zpm_audit.intake.proposal.sniff import Opened
from zpm_audit.intake.proposal.synonyms import TABLE_WORDS, column_words, plain
from zpm_audit.register.schema import EXPORT_TABLES

_CLOSE = 0.87


@dataclass(frozen=True)
class ColumnGuess:
    """The source column that a canonical column is probably read from."""

    name: str
    doubtful: bool


@dataclass(frozen=True)
class TableGuess:
    """The table that a source is probably, with the columns that were recognised at once."""

    table: str
    opened: Opened
    columns: dict[str, ColumnGuess]
    doubtful: bool


def guess_table(opened: Opened) -> TableGuess | None:
    """Return the table that a source looks like: by its name, otherwise by its columns."""
    name = plain(opened.shown.rsplit(".", 1)[0])
    words = [(len(w), table) for table, words in TABLE_WORDS.items() for w in (table, *words) if w in name]
    if words:
        table = max(words)[1]
        return TableGuess(table, opened, _columns(table, opened.source.names), doubtful=False)
    scores = {}
    for table, contract in EXPORT_TABLES.items():
        found = _columns(table, opened.source.names)
        required = sum(c.required and c.name in found for c in contract.columns)
        if required >= 2:
            scores[table] = (required, len(found))
    if not scores:
        return None
    table = max(scores, key=lambda t: scores[t])
    return TableGuess(table, opened, _columns(table, opened.source.names), doubtful=True)


def guess_columns(guess: TableGuess) -> dict[str, ColumnGuess]:
    """Return the recognised columns in the order of the contract."""
    return {c.name: guess.columns[c.name] for c in EXPORT_TABLES[guess.table].columns if c.name in guess.columns}


def _columns(table: str, names: tuple[str, ...]) -> dict[str, ColumnGuess]:
    """Match canonical columns to source columns, the surest first; a source column serves one canonical column."""
    free = {name: plain(name) for name in names if name}
    found: dict[str, ColumnGuess] = {}

    def take(column: str, name: str, *, doubtful: bool) -> None:
        found[column] = ColumnGuess(name, doubtful)
        del free[name]

    wanted = [c.name for c in EXPORT_TABLES[table].columns]
    for column in wanted:
        if column in free:
            take(column, column, doubtful=False)
    deepest = max(len(column_words(table, c)) for c in wanted)
    for rank in range(deepest):  # a better synonym of one column goes before a worse one of another
        for column in wanted:
            words = column_words(table, column)
            if column not in found and rank < len(words):
                name = next((n for n, p in free.items() if p == words[rank]), None)
                if name is not None:
                    take(column, name, doubtful=rank > 0 and len(words[rank]) <= 5)
    for column in wanted:
        if column not in found:
            known = {p: n for n, p in free.items()}
            close = next(filter(None, (nearest(w, known, _CLOSE) for w in column_words(table, column))), None)
            if close:
                take(column, known[close], doubtful=True)
    return found
