"""The mapping file: how an export that looks otherwise becomes the tables of the contract. Typed and strict."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.settings import Given
from zpm_audit.intake.nodes import Node, load_nodes
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import Pattern, PatternError, pattern
from zpm_audit.register.schema import EXPORT_TABLES, Table

_MODEL_YEAR = re.compile(r"202[2-9]|20[3-9][0-9]")


@dataclass(frozen=True)
class Notation:
    """The settings that a table and ``standaard`` share; None means: not said here."""

    scheidingsteken: str | None = None
    codering: str | None = None
    aanhalingsteken: str | None = None
    decimaal: str | None = None
    duizendtal: str | None = None
    datumformaat: tuple[Pattern, ...] | None = None
    tijdformaat: tuple[Pattern, ...] | None = None
    datumtijdformaat: tuple[Pattern, ...] | None = None
    waar: tuple[str, ...] | None = None
    onwaar: tuple[str, ...] | None = None
    leeg: tuple[str, ...] | None = None

    def over(self, other: Notation) -> Notation:
        """Return this notation, with what it leaves open taken from ``other``."""
        mine = {name: value for name, value in vars(self).items() if value is not None}
        return replace(other, **mine)


@dataclass(frozen=True)
class TableMapping:
    """Where one table comes from and how it is written. ``kolommen`` is canonical name -> name in the source."""

    bestand: str | None = None
    query: str | None = None
    blad: str | None = None
    notation: Notation = Notation()
    kolommen: dict[str, str] = field(default_factory=dict)
    waarden: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeLists:
    """The official lists that a mapping names, and how to read them where they do not say it themselves.

    ``jaar`` is for a tariff table without a year; ``vervallen`` are values of Mutatie that mean that a row is gone.
    """

    bestanden: tuple[Path, ...] = ()
    jaar: int | None = None
    vervallen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A whole mapping file. A table that it does not name is found by its canonical file name."""

    path: Path
    database: str | None = None
    standaard: Notation = Notation()
    tabellen: dict[str, TableMapping] = field(default_factory=dict)
    codelijst: CodeLists = CodeLists()
    instellingen: dict[str, Given] = field(default_factory=dict)

    def table(self, name: str) -> TableMapping:
        """Return what the mapping says of one table, ``standaard`` included."""
        mine = self.tabellen.get(name, TableMapping())
        return replace(mine, notation=mine.notation.over(self.standaard))


def formats_of(mapping: TableMapping) -> Formats:
    """Return the complete notation of one table: the mapping where it speaks, the contract where it does not."""
    plain, said = Formats(), mapping.notation
    return Formats(
        decimaal=said.decimaal or plain.decimaal,
        duizendtal=said.duizendtal or "",
        datum=said.datumformaat or plain.datum,
        tijd=said.tijdformaat or plain.tijd,
        datumtijd=said.datumtijdformaat or plain.datumtijd,
        waar=said.waar or plain.waar,
        onwaar=said.onwaar or plain.onwaar,
        leeg=said.leeg or (),
        waarden=mapping.waarden,
    )


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file; everything that is wrong with it is a UsageError with file and line."""
    root = load_nodes(path)
    parts = root.children({"database", "standaard", "tabellen", "codelijst", "instellingen"})
    tables = parts["tabellen"].children(set(EXPORT_TABLES)) if "tabellen" in parts else {}
    mapping = Mapping(
        path,
        database=parts["database"].text() if "database" in parts else None,
        standaard=_notation(parts["standaard"].children(set(_READERS))) if "standaard" in parts else Notation(),
        tabellen={name: _table(EXPORT_TABLES[name], node) for name, node in tables.items()},
        codelijst=_code_lists(parts["codelijst"]) if "codelijst" in parts else CodeLists(),
        instellingen=_choices(parts["instellingen"]) if "instellingen" in parts else {},
    )
    for name, node in tables.items():
        _check_marks(mapping.table(name).notation, node)
    return mapping


def _table(table: Table, node: Node) -> TableMapping:
    parts = node.children({"bestand", "query", "blad", "kolommen", "waarden", *_READERS})
    if "bestand" in parts and "query" in parts:
        raise parts["query"].wrong(
            f"{table.name} heeft een bestand en een query; kies er een",
            f"{table.name} has a bestand and a query; choose one",
        )
    columns = parts["kolommen"].children(set(table.by_name)) if "kolommen" in parts else {}
    values = parts["waarden"].children(set(table.by_name)) if "waarden" in parts else {}
    return TableMapping(
        bestand=parts["bestand"].text() if "bestand" in parts else None,
        query=parts["query"].text() if "query" in parts else None,
        blad=parts["blad"].text() if "blad" in parts else None,
        notation=_notation({k: v for k, v in parts.items() if k in _READERS}),
        kolommen={name: child.text() for name, child in columns.items()},
        waarden={name: _translation(child) for name, child in values.items()},
    )


def _code_lists(node: Node) -> CodeLists:
    """Read one file, a list of files, or both with what the files do not say; paths count from the mapping file."""
    parts = {"bestanden": node} if not node.holds_names() else node.children({"bestanden", "jaar", "vervallen"})
    folder = node.file.parent
    year = parts["jaar"].text() if "jaar" in parts else None
    if year is not None and not _MODEL_YEAR.fullmatch(year):
        raise parts["jaar"].wrong(
            f"'{year}' is geen jaar van 2022 tot en met 2099; schrijf bijvoorbeeld 2024",
            f"'{year}' is no year from 2022 up to and including 2099; write for example 2024",
        )
    return CodeLists(
        bestanden=tuple(folder / item.text() for item in parts["bestanden"].items()) if "bestanden" in parts else (),
        jaar=int(year) if year else None,
        vervallen=_texts(parts["vervallen"]) if "vervallen" in parts else (),
    )


def _choices(node: Node) -> dict[str, Given]:
    return {name: Given(child.text(), child.place) for name, child in node.children(None).items()}


def _translation(node: Node) -> dict[str, str]:
    """Read source value -> canonical value; an empty canonical value says that the source value means empty."""
    return {key: child.text(empty=True) for key, child in node.children(None).items()}


def _notation(parts: dict[str, Node]) -> Notation:
    return Notation(**{name: _READERS[name](node) for name, node in parts.items()})


def _one_of(allowed: Iterable[str]) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        text = node.text(empty=True)
        if text not in allowed:
            shown = " ".join(repr(a) for a in allowed)
            raise node.wrong(f"'{text}' kan hier niet; kies uit {shown}", f"'{text}' cannot stand here; one of {shown}")
        return text

    return read


def _separator(node: Node) -> str:
    text = node.text(strip=False)
    text = {"tab": "\t", "\\t": "\t"}.get(text.lower(), text)
    if len(text) != 1 or not text.isascii() or text in '"\r\n' or text.isalnum():
        raise node.wrong(
            "het scheidingsteken is een teken, zoals ';' of ',' of tab",
            "the separator is one character, such as ';' or ',' or tab",
        )
    return text


def _encoding(node: Node) -> str:
    text = node.text()
    try:
        name = codecs.lookup(text).name
        "".encode(name)
    except LookupError:
        raise node.wrong(
            f"codering '{text}' is onbekend; gangbaar zijn utf-8, cp1252 en utf-16",
            f"encoding '{text}' is unknown; common ones are utf-8, cp1252 and utf-16",
        ) from None
    return name


def _patterns(*, needs_date: bool, needs_time: bool) -> Callable[[Node], tuple[Pattern, ...]]:
    example = "dd-mm-jjjj uu:mm" if needs_date and needs_time else "dd-mm-jjjj" if needs_date else "uu:mm"

    def read(node: Node) -> tuple[Pattern, ...]:
        patterns = []
        for item in node.items():
            try:
                found = pattern(item.text())
            except PatternError as error:
                raise item.wrong(
                    f"'{error}' is geen formaat dat wij kennen; schrijf bijvoorbeeld {example}",
                    f"'{error}' is no format that we know; write for example {example}",
                ) from None
            if (needs_date and not found.has_date) or (needs_time and not found.has_time):
                raise item.wrong(
                    f"'{found.written}' is hier niet compleet; schrijf bijvoorbeeld {example}",
                    f"'{found.written}' is not complete here; write for example {example}",
                )
            patterns.append(found)
        return tuple(patterns)

    return read


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(item.text() for item in node.items())


_READERS: dict[str, Callable[[Node], Any]] = {
    "scheidingsteken": _separator,
    "codering": _encoding,
    "aanhalingsteken": _one_of(('"', "geen")),
    "decimaal": _one_of((".", ",")),
    "duizendtal": _one_of(("", ".", ",", " ", "'")),
    "datumformaat": _patterns(needs_date=True, needs_time=False),
    "tijdformaat": _patterns(needs_date=False, needs_time=True),
    "datumtijdformaat": _patterns(needs_date=True, needs_time=False),
    "waar": _texts,
    "onwaar": _texts,
    "leeg": _texts,
}


def _check_marks(said: Notation, node: Node) -> None:
    """Refuse a notation in which one text means two things."""
    if said.duizendtal and said.duizendtal == (said.decimaal or "."):
        raise node.wrong(
            "decimaal en duizendtal zijn hetzelfde teken", "decimaal and duizendtal are the same character"
        )
    both = {t.lower() for t in said.waar or ()} & {t.lower() for t in said.onwaar or ()}
    if both:
        shown = ", ".join(sorted(both))
        raise node.wrong(f"'{shown}' staat bij waar en bij onwaar", f"'{shown}' stands under waar and under onwaar")


def missing_column(mapping: Mapping, table: str, column: str, source: str, names: Iterable[str]) -> UsageError:
    """Return the error for a mapped column that the source does not have."""
    near = difflib.get_close_matches(source, list(names), n=1)
    hint = Text(f" Bedoelt u '{near[0]}'?", f" Did you mean '{near[0]}'?") if near else Text("", "")
    shown = ", ".join(names) or "-"
    return UsageError(
        nl=f"{mapping.path}: kolom '{source}' (voor {table}.{column}) staat niet in de bron.{hint.nl} "
        f"De bron heeft: {shown}.",
        en=f"{mapping.path}: column '{source}' (for {table}.{column}) is not in the source.{hint.en} "
        f"The source has: {shown}.",
    )
