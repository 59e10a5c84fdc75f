"""The hash of what a query returned: the same rows have the same one, in whatever order a database hands them over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import polars as pl

_BETWEEN, _MARK = "\x1f", "\x1e"
_BYTES = 32
_AT_ONCE = 5_000


class RowsHash:
    """A sha256 over the names of the columns and over the digests of all rows, sorted.

    A query without ORDER BY may return its rows in another order every time; so the order does not count. Every cell
    counts as the text that the audit reads, an empty one (null) apart from an empty text. Rows that are equal each
    count. Per row 32 bytes are kept, whatever it holds.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._digests: list[bytes] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Take the next rows."""
        # polars has no cryptographic hash, so that this is the one place where Python sees every row.
        for some in frame.iter_slices(_AT_ONCE):
            rows = written(some).to_list()
            self._digests.append(b"".join([hashlib.blake2b(row.encode(), digest_size=_BYTES).digest() for row in rows]))

    def hexdigest(self) -> str:
        """Return the hash of everything that was added."""
        digest = hashlib.sha256(json.dumps(self._names, ensure_ascii=False).encode())
        rows = np.frombuffer(b"".join(self._digests), dtype=f"S{_BYTES}")
        digest.update(np.sort(rows).tobytes())
        return digest.hexdigest()


def written(frame: pl.DataFrame) -> pl.Series:
    """Return every row as one text, such that no two different rows are written alike."""
    text = _joined(frame, [pl.col(name).fill_null(_MARK) for name in frame.columns])
    marks = text.str.count_matches(_MARK, literal=True).sum()
    between = text.str.count_matches(_BETWEEN, literal=True).sum()
    empty = sum(frame.null_count().row(0))
    if marks == empty and between == (frame.width - 1) * frame.height:
        return text
    # Our marks stand in the data itself, which hardly ever happens: write those in another way.
    escaped = [
        pl.col(name)
        .str.replace_all(_MARK, _MARK + "0", literal=True)
        .str.replace_all(_BETWEEN, _MARK + "1", literal=True)
        .fill_null(_MARK)
        for name in frame.columns
    ]
    return _joined(frame, escaped)


def _joined(frame: pl.DataFrame, cells: list[pl.Expr]) -> pl.Series:
    return frame.select(pl.concat_str(cells, separator=_BETWEEN).alias("rij"))["rij"]
