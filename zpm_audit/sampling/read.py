"""Reads what the examiner filled in: by the key of each row, by value only, and a row as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from zpm_audit.base.aloud import nines
from zpm_audit.base.errors import UsageError, ZpmError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.watch import opening
from zpm_audit.intake.sources.xlsx_size import refuse_oversized
from zpm_audit.sampling.record import Item, Judgement, Judgements, Record
from zpm_audit.sampling.words import ANSWERS, COLUMNS, ENTRY

Answer = Literal["goed", "fout", "niet te beoordelen"]
#: The heading stands near the top, whatever somebody put above it; beyond these columns nothing of ours stands.
_LAST_HEADING, _LAST_COLUMN = 50, 100
_ECHO = 40


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


class _CellError(Exception):
    """A cell that cannot be read."""

    def __init__(self, name: str, nl: str, en: str) -> None:
        super().__init__(nl)
        self.name, self.reason = name, Text(nl, en)


def read_workbook(path: Path, record: Record, known: Judgements) -> tuple[Judgements, Reading]:
    """Return the judgements with those of a workbook added, and what became of its rows."""
    if not path.is_file():
        raise UsageError(
            nl=f"{path} is er niet. Geef het ingevulde werkboek.",
            en=f"{path} is not there. Give the workbook as filled in.",
        )
    try:
        with opening(path.name):
            refuse_oversized(path)
            return _read(path, record, known)
    except (ZpmError, OSError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # openpyxl raises what its parsers raise: zip, XML, keys, values
        raise UsageError(
            nl=f"{path} is geen leesbaar Excel-werkboek (xlsx). Bewaar het opnieuw als xlsx en lees het nog eens.",
            en=f"{path} is no readable Excel workbook (xlsx). Save it as xlsx again and read it once more.",
        ) from error


def _read(path: Path, record: Record, known: Judgements) -> tuple[Judgements, Reading]:
    # Row by row: a cell far below the last item costs nothing then.
    workbook = load_workbook(path, read_only=True, keep_links=False)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    items = {item.post: item for item in record.posten}
    after = {post: list(found) for post, found in known.posten.items()}
    reading, seen = Reading(), dict[str, str]()
    for sheet, row, cells, letters in _rows(workbook, path):
        try:
            item = _item(cells, items, record, seen, row)
            if item is None:
                continue
            found = _judgement(cells, item, record, moment, digest)
        except _CellError as error:
            at = f"{letters.get(error.name, letters['post'])}{row}"
            reading.refused.append(Refused(sheet, at, error.reason))
            continue
        _enter(item, found, after, reading)
    workbook.close()
    return Judgements(trekking=record.trekking, posten=after), reading


def _rows(workbook: Any, path: Path) -> Iterator[tuple[str, int, dict[str, Any], dict[str, str]]]:
    """Yield every row below a heading: its cells by the names of their columns, and the letters of those."""
    titles = {word.casefold(): name for name, text in COLUMNS.items() for word in text if name in ("post", *ENTRY)}
    found = False
    for sheet in workbook.worksheets:
        heading: Mapping[str, int] = {}
        letters: dict[str, str] = {}
        # What a sheet says of its own size need not be true, and rows beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=_LAST_COLUMN), 1):
            if heading:
                yield sheet.title, number, {name: cells[at] for name, at in heading.items()}, letters
                continue
            if number > _LAST_HEADING:
                break
            named = {titles.get(str(c.value).strip().casefold(), ""): i for i, c in enumerate(cells) if c.value}
            if "post" in named and "oordeel" in named:
                heading = {name: at for name, at in named.items() if name}
                letters = {name: get_column_letter(at + 1) for name, at in heading.items()}
                found = True
                _refuse_lost(heading, sheet.title, number)
    if not found:
        raise UsageError(
            nl=f"{path} heeft geen blad met de kolommen post en oordeel. Geef het werkboek dat steekproef trek "
            "schreef.",
            en=f"{path} has no sheet with the columns item and verdict. Give the workbook that steekproef trek wrote.",
        )


def _refuse_lost(heading: Mapping[str, int], sheet: str, row: int) -> None:
    lost = [name for name in ENTRY if name not in heading]
    if lost:
        words = Text(*(", ".join(COLUMNS[n][i] for n in lost) for i in (0, 1)))
        raise UsageError(
            nl=f"Op blad {sheet}, rij {row}, ontbreekt de kolom {words.nl}. Zet haar terug, ook als zij leeg is.",
            en=f"On sheet {sheet}, row {row}, the column {words.en} is missing. Put it back, even when it is empty.",
        )


def _item(
    cells: Mapping[str, Any], items: Mapping[str, Item], record: Record, seen: dict[str, str], row: int
) -> Item | None:
    filled = any(_text(cells[name], name) for name in ENTRY)
    post = _text(cells["post"], "post")
    if not post:
        if filled:
            raise _CellError(
                "post", "de post ontbreekt bij wat hier is ingevuld", "the item of what was filled in is missing"
            )
        return None
    if post not in items:
        raise _CellError(
            "post",
            f"post {post[:_ECHO]} hoort niet bij trekking {record.trekking}",
            f"item {post[:_ECHO]} is not of draw {record.trekking}",
        )
    if post in seen:
        raise _CellError(
            "post", f"post {post} staat ook op rij {seen[post]}", f"item {post} stands on row {seen[post]} too"
        )
    seen[post] = str(row)
    return items[post]


def _judgement(cells: Mapping[str, Any], item: Item, record: Record, moment: str, digest: str) -> Judgement | None:
    word = _text(cells["oordeel"], "oordeel")
    remark, initials = _text(cells["opmerking"], "opmerking"), _text(cells["paraaf"], "paraaf")
    amount = _cents(cells["fout_eur"])
    if not word:
        if amount is not None or remark or initials:
            raise _CellError("oordeel", "het oordeel ontbreekt", "the verdict is missing")
        return None
    answers = {text.casefold(): name for name, words in ANSWERS.items() for text in words}
    if word.casefold() not in answers:
        listed = Text(*(", ".join(words[i] for words in ANSWERS.values()) for i in (0, 1)))
        told = word[:_ECHO]
        raise _CellError(
            "oordeel", f"'{told}' is geen oordeel; kies {listed.nl}", f"'{told}' is no verdict; choose {listed.en}"
        )
    answer: Any = answers[word.casefold()]
    _refuse_amount(answer, amount, item, by_money=record.plan.soort == "mus")
    return Judgement(
        oordeel=answer, fout_cent=amount, opmerking=remark, paraaf=initials, gelezen_op=moment, werkboek_sha256=digest
    )


def _refuse_amount(answer: Answer, amount: int | None, item: Item, *, by_money: bool) -> None:
    if answer == "fout" and by_money and amount is None:
        raise _CellError(
            "fout_eur",
            "bij een geldsteekproef hoort bij fout een bedrag (0 als er te weinig geregistreerd is)",
            "with monetary units a wrong item needs an amount (0 where too little was registered)",
        )
    if answer != "fout" and amount:
        raise _CellError("fout_eur", f"een bedrag hoort niet bij {answer}", "an amount goes with wrong only")
    if amount is not None and item.bedrag_cent is not None and amount > max(item.bedrag_cent, 0):
        whole = f"{item.bedrag_cent / 100:.2f}"
        raise _CellError(
            "fout_eur", f"meer dan het bedrag van de post ({whole})", f"more than the item comes to ({whole})"
        )


def _cents(cell: Any) -> int | None:
    text = _text(cell, "fout_eur")
    if not text:
        return None
    told = text[:_ECHO]
    try:
        # In a text a comma is the decimal mark, as people here write; Excel hands numbers over with a point.
        cents = Decimal(text.replace("€", "").strip().replace(",", ".")) * 100
        rounded = cents.quantize(Decimal(1))
    except ArithmeticError:  # no number, or one of more digits than anybody has euros
        raise _CellError("fout_eur", f"'{told}' is geen bedrag", f"'{told}' is no amount") from None
    if not cents.is_finite() or cents < 0 or abs(cents - rounded) > Decimal("1e-6"):
        raise _CellError(
            "fout_eur", f"'{told}' is geen bedrag in euro's en centen", f"'{told}' is no amount in euros and cents"
        )
    return int(rounded)


def _text(cell: Any, name: str) -> str:
    if cell.data_type == "f":
        raise _CellError(name, "hier staat een formule; zet er de waarde neer", "a formula stands here; put the value")
    if cell.data_type == "e":
        raise _CellError(
            name,
            f"hier staat een foutwaarde ({str(cell.value)[:_ECHO]})",
            f"an error value stands here ({str(cell.value)[:_ECHO]})",
        )
    text = "" if cell.value is None else str(cell.value).strip()
    if name not in {"post", "fout_eur"} and nines(text):
        raise _CellError(
            name,
            "hier staat een getal dat een burgerservicenummer kan zijn; laat het weg",
            "a number stands here that may be a citizen service number; leave it out",
        )
    return text


def _enter(item: Item, found: Judgement | None, after: dict[str, list[Judgement]], reading: Reading) -> None:
    earlier = after.get(item.post, [])
    if found is None:
        if earlier:
            told = earlier[-1].oordeel
            reading.conflicts.append(
                Text(
                    f"{item.post}: eerder gelezen als {told}, nu leeg; het eerdere oordeel blijft staan",
                    f"{item.post}: read as {told} before, now empty; the earlier verdict stands",
                )
            )
        return
    reading.read += 1
    same = {"gelezen_op", "werkboek_sha256"}
    if earlier and earlier[-1].model_dump(exclude=same) == found.model_dump(exclude=same):
        reading.unchanged += 1
        return
    reading.changed += 1
    after.setdefault(item.post, []).append(found)
