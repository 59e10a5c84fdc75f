"""Reads what people filled in: by the key of each row, by value only, and a row as a whole or not at all.

Samples and work programmes are read by this alone; what an answer has to be, each says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from zpm_audit.base.aloud import nines, sheet_name
from zpm_audit.base.errors import UsageError, ZpmError, of_the_machine
from zpm_audit.base.language import Language, Text
from zpm_audit.base.watch import opening
from zpm_audit.intake.sources.xlsx_size import refuse_oversized
from zpm_audit.sampling.record import Answer

A = TypeVar("A", bound=Answer)

#: The heading stands near the top, whatever somebody put above it; beyond these columns nothing of ours stands.
_LAST_HEADING, _LAST_COLUMN = 50, 100
_ECHO = 40
#: Columns in which a number may stand that looks like one of a person: keys and amounts.
_NUMBERED = frozenset({"kader", "norm", "post", "fout_eur", "datum"})
#: What tells when and from what something was read, and not what was said.
_READING = {"gelezen_op", "werkboek_sha256"}


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be read, and why."""

    sheet: str
    cell: str
    reason: Text


@dataclass
class Reading:
    """What became of the rows of a workbook."""

    read: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: list[Text] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def as_json(self, language: Language) -> dict[str, object]:
        """Return it for machines."""
        return {
            "gelezen": self.read,
            "gewijzigd": self.changed,
            "ongewijzigd": self.unchanged,
            "conflicten": [text.in_(language) for text in self.conflicts],
            "geweigerd": [{"blad": r.sheet, "cel": r.cell, "reden": r.reason.in_(language)} for r in self.refused],
        }


class CellError(Exception):
    """A cell that cannot be read: the column by its name, and why."""

    def __init__(self, name: str, nl: str, en: str) -> None:
        super().__init__(nl)
        self.name, self.reason = name, Text(nl, en)


@dataclass(frozen=True)
class Form(Generic[A]):
    """A sheet to fill in. ``key`` are the columns by which a row is known together, ``entry`` those to fill in, with
    the answer first; ``titles`` what each is called. ``known`` are the keys that exist, ``judge`` makes an answer of
    the cells of a row (None where nothing was filled in).
    """

    key: tuple[str, ...]
    entry: tuple[str, ...]
    titles: Mapping[str, Text]
    known: Container[str]
    judge: Callable[[str, Mapping[str, Any]], A | None]
    draw: str
    #: What a row is called in messages, and the command that wrote the workbook.
    row: Text
    command: str


def joined(*parts: str) -> str:
    """Return the key of a row from its parts."""
    return " ".join(parts)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a workbook that people worked in, within the bounds for what others made, for as long as it is read."""
    if not path.is_file():
        raise UsageError(
            nl=f"{path} is er niet. Geef het ingevulde werkboek.",
            en=f"{path} is not there. Give the workbook as filled in.",
        )
    try:
        with opening(path.name):
            refuse_oversized(path)
            # Row by row: a cell far below the last line costs nothing then.
            workbook = load_workbook(path, read_only=True, keep_links=False)
            yield workbook
            workbook.close()
    except (ZpmError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # openpyxl raises what its parsers raise: zip, XML, keys, values
        if of_the_machine(error):
            raise
        raise UsageError(
            nl=f"{path} is geen leesbaar Excel-werkboek (xlsx). Bewaar het opnieuw als xlsx en lees het nog eens.",
            en=f"{path} is no readable Excel workbook (xlsx). Save it as xlsx again and read it once more.",
        ) from error


def read_form(workbook: Any, path: Path, form: Form[A], after: dict[str, list[A]], reading: Reading) -> None:
    """Add what was filled in to ``after``, per key the oldest first, and tell in ``reading`` what became of it."""
    seen: dict[str, int] = {}
    for sheet, row, cells, letters in _rows(workbook, path, form):
        try:
            key = _key(cells, form, seen, row)
            if key is None:
                continue
            found = form.judge(key, cells)
        except CellError as error:
            at = f"{letters.get(error.name, letters[form.key[-1]])}{row}"
            reading.refused.append(Refused(sheet, at, error.reason))
            continue
        _enter(key, found, after, reading)


def echo(text: str) -> str:
    """Return as much of what somebody typed as a message repeats."""
    return text[:_ECHO]


def text_of(cells: Mapping[str, Any], name: str) -> str:
    """Return what stands in a cell; a formula or an error value is nothing that somebody said."""
    cell = cells[name]
    if cell.data_type == "f":
        raise CellError(name, "hier staat een formule; zet er de waarde neer", "a formula stands here; put the value")
    if cell.data_type == "e":
        told = echo(str(cell.value))
        raise CellError(name, f"hier staat een foutwaarde ({told})", f"an error value stands here ({told})")
    text = "" if cell.value is None else str(cell.value).strip()
    if name not in _NUMBERED and nines(text):
        raise CellError(
            name,
            "hier staat een getal dat een burgerservicenummer kan zijn; laat het weg",
            "a number stands here that may be a citizen service number; leave it out",
        )
    return text


def chosen(cells: Mapping[str, Any], name: str, answers: Mapping[str, Text]) -> str:
    """Return which answer was chosen, in either language; empty where none was."""
    word = text_of(cells, name)
    known = {text.casefold(): answer for answer, words in answers.items() for text in words}
    if word and word.casefold() not in known:
        listed = Text(*(", ".join(words[i] for words in answers.values()) for i in (0, 1)))
        told = echo(word)
        raise CellError(
            name, f"'{told}' is geen oordeel; kies {listed.nl}", f"'{told}' is no verdict; choose {listed.en}"
        )
    return known[word.casefold()] if word else ""


def _rows(workbook: Any, path: Path, form: Form[A]) -> Iterator[tuple[str, int, dict[str, Any], dict[str, str]]]:
    """Yield every row below a heading: its cells by the names of their columns, and the letters of those."""
    needed = {*form.key, form.entry[0]}
    titles = {word.casefold(): name for name in (*form.key, *form.entry) for word in form.titles[name]}
    found = False
    for place, sheet in enumerate(workbook.worksheets, 1):
        called = sheet_name(sheet.title, place)
        heading: Mapping[str, int] = {}
        letters: dict[str, str] = {}
        # What a sheet says of its own size need not be true, and rows beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=_LAST_COLUMN), 1):
            if heading:
                yield called, number, {name: cells[at] for name, at in heading.items()}, letters
                continue
            if number > _LAST_HEADING:
                break
            named = {titles.get(str(c.value).strip().casefold(), ""): i for i, c in enumerate(cells) if c.value}
            if needed <= named.keys():
                heading = {name: at for name, at in named.items() if name}
                letters = {name: get_column_letter(at + 1) for name, at in heading.items()}
                found = True
                _refuse_lost(heading, form, called, number)
    if not found:
        listed = [*form.key, form.entry[0]]
        words = Text(*(", ".join(form.titles[name][i] for name in listed) for i in (0, 1)))
        raise UsageError(
            nl=f"{path} heeft geen blad met de kolommen {words.nl}. Geef het werkboek dat {form.command} schreef.",
            en=f"{path} has no sheet with the columns {words.en}. Give the workbook that {form.command} wrote.",
        )


def _refuse_lost(heading: Mapping[str, int], form: Form[A], sheet: str, row: int) -> None:
    lost = [name for name in form.entry if name not in heading]
    if lost:
        words = Text(*(", ".join(form.titles[n][i] for n in lost) for i in (0, 1)))
        raise UsageError(
            nl=f"Op blad {sheet}, rij {row}, ontbreekt de kolom {words.nl}. Zet haar terug, ook als zij leeg is.",
            en=f"On sheet {sheet}, row {row}, the column {words.en} is missing. Put it back, even when it is empty.",
        )


def _key(cells: Mapping[str, Any], form: Form[A], seen: dict[str, int], row: int) -> str | None:
    filled = any(text_of(cells, name) for name in form.entry)
    parts = [text_of(cells, name) for name in form.key]
    lost = next((name for name, part in zip(form.key, parts, strict=True) if not part), None)
    if lost is not None:
        if filled:
            nl, en = (word.lower() for word in form.titles[lost])
            raise CellError(
                lost, f"de {nl} ontbreekt bij wat hier is ingevuld", f"the {en} of what was filled in is missing"
            )
        return None
    key = joined(*parts)
    if key not in form.known:
        raise CellError(
            form.key[-1],
            f"{form.row.nl} {echo(key)} hoort niet bij trekking {form.draw}",
            f"{form.row.en} {echo(key)} is not of draw {form.draw}",
        )
    if key in seen:
        raise CellError(
            form.key[-1],
            f"{form.row.nl} {key} staat ook op rij {seen[key]}",
            f"{form.row.en} {key} stands on row {seen[key]} too",
        )
    seen[key] = row
    return key


def _enter(key: str, found: A | None, after: dict[str, list[A]], reading: Reading) -> None:
    earlier = after.get(key, [])
    if found is None:
        if earlier:
            told = earlier[-1].word
            reading.conflicts.append(
                Text(
                    f"{key}: eerder gelezen als {told}, nu leeg; het eerdere oordeel blijft staan",
                    f"{key}: read as {told} before, now empty; the earlier verdict stands",
                )
            )
        return
    reading.read += 1
    if earlier and earlier[-1].model_dump(exclude=_READING) == found.model_dump(exclude=_READING):
        reading.unchanged += 1
        return
    reading.changed += 1
    after.setdefault(key, []).append(found)
