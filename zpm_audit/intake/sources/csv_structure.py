"""Where the records of a CSV file begin and end, and which of them do not fit: one quick pass over its bytes.

polars fills a short row with nulls and cuts a long one off, both in silence, and an unclosed quote swallows the rest of
a file. So the structure is established first, in blocks and without building a single string.
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BLOCK = 1 << 18  # small enough to stay in the cache of the processor
_THREADS = 2  # numpy lets go of the interpreter; more of them wait for it
_AHEAD = 2 * _THREADS
_LARGEST_RECORD = 1 << 26
_NEWLINE, _RETURN, _QUOTE, _TAB = 10, 13, 34, 9

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


class StructureError(Exception):
    """A file that cannot be cut into records; ``kind`` is ``utf8``, ``unclosed`` or ``quote``, ``row`` the record."""

    def __init__(self, kind: str, row: int, line: int) -> None:
        super().__init__(kind)
        self.kind, self.row, self.line = kind, row, line

    def after(self, found: Structure) -> StructureError:
        """Return the same error with its place counted from the start of the file."""
        return StructureError(self.kind, found.records + self.row, found.lines + self.line)


@dataclass
class Structure:
    """What the pass found. Records are numbered as rows in a spreadsheet: the header is row 1.

    ``control``: some text holds a control character or a line break. ``padded``: some cell has blanks around its value
    or is an empty quoted text, so that cells must be cleaned before they are read. Both are rare, and looking at every
    cell for them costs more than all the rest. ``longest`` is the number of bytes of the longest record: no value is
    longer.
    """

    records: int = 0
    blank: list[Places] = field(default_factory=list)
    short: list[Places] = field(default_factory=list)
    long: list[Places] = field(default_factory=list)
    swallowed: list[Places] = field(default_factory=list)
    control: bool = False
    padded: bool = False
    longest: int = 0
    lines: int = 0
    above: int = 0

    @property
    def rows(self) -> int:
        """Return the number of rows with content, the header and what stands above it not counted."""
        return self.records - self.above - 1 - sum(len(b) for b in self.blank)

    def add(self, block: Structure) -> None:
        """Take in what was found in the block that follows, in which records and lines count from one."""
        for ours, theirs in (
            (self.blank, block.blank),
            (self.short, block.short),
            (self.long, block.long),
            (self.swallowed, block.swallowed),
        ):
            ours.extend(places + self.records for places in theirs)
        self.control |= block.control
        self.padded |= block.padded
        self.longest = max(self.longest, block.longest)
        self.records += block.records
        self.lines += block.lines


def scan_structure(
    path: Path, *, separator: str, fields: int, quoted: bool = True, start: int = 0, above: int = 0
) -> Structure:
    """Read the whole file once and tell which records do not have ``fields`` fields.

    The header begins at byte ``start``, with ``above`` lines before it.
    """
    found = Structure(records=above, lines=above, above=above)
    started: deque[Future[Structure]] = deque()
    endless = False
    with ThreadPoolExecutor(_THREADS) as threads:
        blocks = _whole_records(path, quoted=quoted, start=start)
        for at, (block, last) in enumerate(blocks):
            if block is None:
                endless = True
                break
            kind = _Kind(ord(separator), fields, quoted, header=at == 0, last=last)
            started.append(threads.submit(_scan_block, block, kind, control=found.control, padded=found.padded))
            if len(started) == _AHEAD:
                _take(started.popleft(), found)
        while started:
            _take(started.popleft(), found)
    if endless:
        raise StructureError("unclosed", found.records + 1, found.lines + 1)
    return found


def _take(block: Future[Structure], found: Structure) -> None:
    """Add the next block, in the order of the file."""
    try:
        found.add(block.result())
    except StructureError as error:
        raise error.after(found) from None


def _whole_records(path: Path, *, quoted: bool, start: int) -> Iterator[tuple[bytes | None, bool]]:
    """Give the file in blocks that end where a record ends; the last one ends with the file.

    None is a record that does not end within any measure; nothing follows it.
    """
    carry = b""
    with path.open("rb") as file:
        if start or file.read(3) != codecs.BOM_UTF8:
            file.seek(start)
        while read := file.read(max(_BLOCK, len(carry))):
            block = carry + read
            cut = _end_of_records(block, quoted=quoted)
            if cut:
                yield block[:cut], False
            carry = block[cut:]
            if len(carry) > _LARGEST_RECORD:
                yield None, True
                return
    if carry:
        yield carry, True


def _end_of_records(block: bytes, *, quoted: bool) -> int:
    """Return how much of the block is whole records: up to the last line end with an even number of quotes before."""
    end = block.rfind(b"\n") + 1
    if not quoted or b'"' not in block:
        return end
    if block.count(b'"', 0, end) % 2 == 0:
        return end
    view = np.frombuffer(block, np.uint8)
    outside = np.bitwise_xor.accumulate((view == _QUOTE).view(np.uint8)) == 0
    ends = np.flatnonzero((view == _NEWLINE) & outside)
    return int(ends[-1]) + 1 if len(ends) else 0


@dataclass(frozen=True)
class _Kind:
    """How a block is read, and where it stands."""

    separator: int
    fields: int
    quoted: bool
    header: bool
    last: bool


def _scan_block(block: bytes, kind: _Kind, *, control: bool, padded: bool) -> Structure:
    """Tell what stands in one block, with its records and lines counted from one.

    ``control`` and ``padded`` are known of what went before: then nobody has to look for them.
    """
    found = Structure(control=control, padded=padded)
    view: Bytes = np.frombuffer(block, np.uint8)
    newline = view == _NEWLINE
    splits = (view == kind.separator).view(np.uint8)
    inner_newlines = inner_splits = None
    if kind.quoted and b'"' in block:
        quotes = (view == _QUOTE).view(np.uint8)
        inside = np.bitwise_xor.accumulate(quotes)
        lines, newline = newline, newline & (inside == 0)
        odd = _odd_quote(view, quotes, inside, kind.separator)
        if odd is not None:
            raise StructureError("quote", *_place(newline, lines, odd))
        if kind.last and inside[-1]:
            raise StructureError("unclosed", *_place(newline, lines, _opened_at(newline)))
        inner_newlines = lines & (inside == 1)
        inner_splits = splits & inside
        splits = splits & (1 - inside)
    ends = np.flatnonzero(newline)
    if kind.last and (not len(ends) or ends[-1] != len(view) - 1):
        ends = np.append(ends, len(view))
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    _check_text(block, view, found, kind.separator)
    surplus = _per_record(splits, starts, np.uint16) - (kind.fields - 1)
    _judge(_Records(view, starts, ends, kind), surplus, found)
    if inner_newlines is not None and inner_splits is not None and inner_newlines.any():
        found.control = True
        broken = _per_record(inner_newlines.view(np.uint8), starts, np.uint32) > 0
        swallowed = broken & (_per_record(inner_splits, starts, np.uint32) >= max(kind.fields - 1, 1))
        _note(found.swallowed, swallowed)
    found.longest = int((ends - starts).max())
    found.records = len(ends)
    found.lines = len(ends) + (int(inner_newlines.sum()) if inner_newlines is not None else 0)
    return found


def _per_record(mask: Bytes, starts: Places, dtype: type[np.unsignedinteger]) -> npt.NDArray[np.int64]:
    """Sum a mask per record. An empty last record (a file that ends in a blank line) never occurs: starts < size."""
    return np.add.reduceat(mask, starts, dtype=dtype).astype(np.int64)


@dataclass(frozen=True)
class _Records:
    """The records of one block: where each begins and ends."""

    view: Bytes
    starts: Places
    ends: Places
    kind: _Kind

    @property
    def wanted(self) -> int:
        """Return how many separators each should have."""
        return self.kind.fields - 1


def _judge(records: _Records, surplus: Places, found: Structure) -> None:
    """Note which records are blank, short or long. Surplus fields that are all empty are no matter."""
    odd = surplus != 0
    lengths = records.ends - records.starts
    # A record of nothing but separators has no content, whether or not their number is right.
    # Blanks are no content either; one that makes a record blank stands beside a separator or a line end.
    blanks = _blanks(records) if found.padded else np.zeros_like(surplus)
    suspects = np.flatnonzero(odd | (lengths <= records.wanted + 1 + blanks))
    if not len(suspects):
        return
    last = np.maximum(records.ends[suspects] - 1, 0)
    content = lengths[suspects] - ((lengths[suspects] > 0) & (records.view[last] == _RETURN))
    blank = np.zeros(len(surplus), dtype=bool)
    blank[suspects] = content == surplus[suspects] + records.wanted + blanks[suspects]
    if records.kind.header:
        blank[0] = odd[0] = False  # the header has been judged by whoever read it
    _note(found.blank, blank)
    _note(found.short, odd & ~blank & (surplus < 0))
    long = odd & ~blank & (surplus > 0)
    if long.any():
        _note(found.long, long & ~_empty_tail(records, surplus, long))


def _blanks(records: _Records) -> Places:
    """Count the spaces and tabs of every record that are not its separator."""
    view = records.view
    mask = np.zeros(len(view), dtype=bool)
    for blank in {32, _TAB} - {records.kind.separator}:
        mask |= view == blank
    return _per_record(mask.view(np.uint8), records.starts, np.uint32)


def _empty_tail(records: _Records, surplus: Places, long: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which long records only have separators too many at their end, as spreadsheets write them."""
    view = records.view
    result = np.zeros(len(surplus), dtype=bool)
    rows = np.flatnonzero(long)
    stops = records.ends[rows] - (view[np.maximum(records.ends[rows] - 1, 0)] == _RETURN)
    alive = np.ones(len(rows), dtype=bool)
    for back in range(1, int(surplus[rows].max()) + 1):
        needed = alive & (surplus[rows] >= back)
        if not needed.any():
            break
        alive &= ~needed | (view[np.maximum(stops - back, 0)] == records.kind.separator)
    result[rows] = alive
    return result


def _note(where: list[Places], mask: npt.NDArray[np.bool_]) -> None:
    places = np.flatnonzero(mask)
    if len(places):
        where.append(places + 1)


def _check_text(block: bytes, view: Bytes, found: Structure, separator: int) -> None:
    if view.max(initial=0) >= 128:
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            raise StructureError("utf8", 0, 1 + block.count(b"\n", 0, error.start)) from None
    if not found.control:
        returns = b"\r" in block
        usual = np.count_nonzero(view == _NEWLINE)
        usual += np.count_nonzero(view == _RETURN) if returns else 0
        usual += np.count_nonzero(view == _TAB) if separator == _TAB else 0
        found.control = bool(np.count_nonzero(view < 32) != usual) or (returns and _lone_return(view))
    if not found.padded:
        found.padded = _padded(block, view, separator)


def _lone_return(view: Bytes) -> bool:
    """Tell whether a carriage return stands somewhere else than before a line feed."""
    returns = view == _RETURN
    return bool(returns[-1] or (returns[:-1] & (view[1:] != _NEWLINE)).any())


def _padded(block: bytes, view: Bytes, separator: int) -> bool:
    """Tell whether a blank stands beside a separator, a quote or a line end (a hard space anywhere will do)."""
    if b"\xa0" in block or (b'"' in block and b'""' in block):  # two letters are slow to look for, one is not
        return True
    tabs = separator != _TAB and b"\t" in block
    if b" " not in block and not tabs:
        return False
    blank = view == 32
    if tabs:
        blank |= view == _TAB
    edge = (view == separator) | (view == _NEWLINE) | (view == _RETURN) | (view == _QUOTE)
    beside = (blank[:-1] & edge[1:]).any() or (blank[1:] & edge[:-1]).any()
    return bool(beside or blank[0] or blank[-1])


def _odd_quote(view: Bytes, quotes: Bytes, inside: Bytes, separator: int) -> int | None:
    """Return the place of a quote in the middle of a field, if there is one: it makes the rest unreadable."""
    places = np.flatnonzero(quotes)
    before = np.where(places > 0, view[np.maximum(places - 1, 0)], _NEWLINE)
    after = np.where(places < len(view) - 1, view[np.minimum(places + 1, len(view) - 1)], _NEWLINE)
    opens = inside[places] == 1
    start_ok = (before == separator) | (before == _NEWLINE) | (before == _QUOTE)
    stop_ok = (after == separator) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
    wrong = np.flatnonzero(np.where(opens, ~start_ok, ~stop_ok))
    return int(places[wrong[0]]) if len(wrong) else None


def _opened_at(record_ends: npt.NDArray[np.bool_]) -> int:
    """Return where the record starts in which the quote opens that is never closed: after the last whole record."""
    ends = np.flatnonzero(record_ends)
    return int(ends[-1]) + 1 if len(ends) else 0


def _place(record_ends: npt.NDArray[np.bool_], line_ends: npt.NDArray[np.bool_], place: int) -> tuple[int, int]:
    """Return the record and the line of the block on which a byte stands."""
    return int(np.count_nonzero(record_ends[:place])) + 1, int(np.count_nonzero(line_ends[:place])) + 1
