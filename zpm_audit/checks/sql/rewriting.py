"""Rewrites an expression where polars would compute otherwise than a reader expects; see ``vocabulary``."""

from __future__ import annotations

from itertools import pairwise

from zpm_audit.base.language import Text
from zpm_audit.checks.sql.reading import Reading, Token
from zpm_audit.checks.sql.vocabulary import ORDERED, ExpressionError

_NARROW = frozenset({"length", "extract", "date_part"})
_SECOND_DIVIDES = frozenset({"div", "mod"})


def rewrite(reading: Reading) -> str:
    """Return the SQL that polars runs for the expression."""
    return _Rewriting(reading).text()


class _Rewriting:
    """Collects what must stand before and behind each token."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.close = reading.close
        self.open = {end: start for start, end in reading.close.items()}
        self.before = [""] * len(self.tokens)
        self.behind = [""] * len(self.tokens)

    def text(self) -> str:
        for i, token in enumerate(self.tokens):
            if token.word in _NARROW and i + 1 in self.close:
                self._wrap(i, self.close[i + 1], "cast(", " as bigint)")
            elif token.word == "over" and i + 1 in self.close:
                self._window(i)
        for i, token in enumerate(self.tokens):
            if token.text in {"/", "%"}:
                self._divisor(*self._operand(i + 1))
            elif token.word in _SECOND_DIVIDES and i + 1 in self.close:
                self._second(i + 1)
        parts = zip(self.before, self.tokens, self.behind, strict=True)
        return " ".join(before + token.text + behind for before, token, behind in parts)

    def _wrap(self, first: int, last: int, before: str, behind: str) -> None:
        self.before[first] = before + self.before[first]
        self.behind[last] += behind

    def _word(self, i: int) -> str:
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def _divisor(self, first: int, last: int) -> None:
        """Make a divisor of zero empty; a number that is written out is known not to be zero."""
        number = self.tokens[first] if first == last else Token("sign", "")
        if number.kind == "number" and float(number.text) != 0:
            return
        self._wrap(first, last, "nullif(", ", 0)")

    def _operand(self, first: int) -> tuple[int, int]:
        """Return where the operand that starts at ``first`` begins and ends."""
        if first >= len(self.tokens) or self._word(first) == "case" or self.tokens[first].text in {"-", "+"}:
            raise ExpressionError(
                Text("achter een deelteken hoort een waarde", "a value belongs behind a division sign"),
                Text("zet de deler tussen haakjes", "put the divisor in parentheses"),
            )
        last = first
        if first in self.close:
            last = self.close[first]
        elif self.tokens[first].kind == "word" and first + 1 in self.close:
            last = self.close[first + 1]
        while self._word(last + 1) in {"filter", "over"} and last + 2 in self.close:
            last = self.close[last + 2]
        while last + 2 < len(self.tokens) and self.tokens[last + 1].text == "::":
            last += 2
        return first, last

    def _second(self, opened: int) -> None:
        comma = self._split(opened + 1, self.close[opened])
        if len(comma) == 1 and comma[0] + 1 < self.close[opened]:
            self._divisor(comma[0] + 1, self.close[opened] - 1)

    def _split(self, start: int, stop: int) -> list[int]:
        """Return the commas between ``start`` and ``stop`` that stand in no other parentheses."""
        found = []
        i = start
        while i < stop:
            if i in self.close:
                i = self.close[i]
            elif self.tokens[i].text == ",":
                found.append(i)
            i += 1
        return found

    def _window(self, over: int) -> None:
        start, stop = over + 2, self.close[over + 1]
        first = self._function_of(over)
        ordered = next((i for i in range(start, stop) if self._word(i) == "order"), stop)
        keys = self._columns(start + 2, ordered) if self._word(start) == "partition" else []
        self.reading.partitions.append(frozenset(keys))
        if keys:
            guard = " and ".join(f"{key} is not null" for key in keys)
            self._wrap(first, self.close[over + 1], f"case when {guard} then ", " end")
        if ordered < stop:
            self.reading.order_ends.add(self._columns(ordered + 2, stop)[-1])
        elif self._word(first) in ORDERED:
            raise ExpressionError(
                Text(f"{self._word(first)} heeft een volgorde nodig", f"{self._word(first)} needs an order"),
                Text("schrijf over (... order by ..., sleutel)", "write over (... order by ..., key)"),
            )

    def _function_of(self, over: int) -> int:
        """Return where the function starts that ``over`` belongs to."""
        opened = self.open.get(over - 1, 0)
        if self._word(opened - 1) == "filter":
            opened = self.open.get(opened - 2, 0)
        return max(opened - 1, 0)

    def _columns(self, start: int, stop: int) -> list[str]:
        edges = [start - 1, *self._split(start, stop), stop]
        names = []
        for left, right in pairwise(edges):
            item = self.tokens[left + 1 : right]
            plain = item and item[0].text in self.reading.names
            if not plain or any(t.word not in {"asc", "desc", "nulls", "first", "last"} for t in item[1:]):
                raise ExpressionError(
                    Text("in een venster staan alleen namen van kolommen", "a window holds only names of columns"),
                    Text("reken ze eerst uit onder afgeleid", "compute them under afgeleid first"),
                )
            names.append(item[0].text)
        return names
