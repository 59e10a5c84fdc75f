"""Small changes to one expression, each of which gives other answers for some row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from zpm_audit.checks.sql.reading import Token, read

Change = tuple[str, str]  # What changed, for a person; and the changed expression.
_Edit = tuple[int, int, list[str]]  # The tokens from start up to stop become these.

#: A comparison with its boundary moved, and turned around.
_COMPARISONS = {
    "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "=": ("<>",), "<>": ("=",), "!=": ("=",),
}  # fmt: skip
_SIGNS = {**_COMPARISONS, "+": ("-",), "-": ("+",), "*": ("+",)}
_WORDS = {"and": "or", "or": "and", "true": "false", "false": "true"}
_FUNCTIONS = {"min": "max", "max": "min", "sum": "max", "floor": "ceil", "ceil": "floor"}
#: Functions that make a known value of an empty one, or the other way round, or forget a sign: left out.
_LEAVE_OUT = {"coalesce", "nullif", "abs"}
_NO_DATE_AFTER = date.max.isoformat()


def changes(sql: str) -> Iterator[Change]:
    """Yield every small change to an expression, once."""
    tokens = read(sql).tokens
    seen = {_text(tokens)}
    names: dict[str, int] = {}
    for edit in _edits(tokens):
        changed = _apply(tokens, edit)
        if changed in seen or not changed:
            continue
        seen.add(changed)
        name = _named(tokens, edit)
        names[name] = names.get(name, 0) + 1
        yield name if names[name] == 1 else f"{name} ({names[name]})", changed


def negated(sql: str) -> str:
    """Return the opposite of a condition."""
    return f"not ( {_text(read(sql).tokens)} )"


def _text(tokens: list[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _apply(tokens: list[Token], edit: _Edit) -> str:
    start, stop, put = edit
    return " ".join([*(t.text for t in tokens[:start]), *put, *(t.text for t in tokens[stop:])])


def _named(tokens: list[Token], edit: _Edit) -> str:
    """Say what changed with two words on either side, so that a person finds it and other changes leave it alone."""
    start, stop, put = edit
    left, right = _text(tokens[max(0, start - 2) : start]), _text(tokens[stop : stop + 2])
    return " ".join(f"{left} [{_text(tokens[start:stop])} -> {' '.join(put)}] {right}".split())


def _edits(tokens: list[Token]) -> Iterator[_Edit]:
    close = _close(tokens)
    for i, token in enumerate(tokens):
        if token.kind == "sign":
            binary = i > 0 and (tokens[i - 1].text == ")" or tokens[i - 1].kind != "sign")
            if binary:
                yield from ((i, i + 1, [other]) for other in _SIGNS.get(token.text, ()))
        elif token.kind == "number":
            yield from ((i, i + 1, [other]) for other in _numbers(token.text))
        elif token.kind == "string":
            yield from ((i, i + 1, [f"'{other}'"]) for other in _strings(tokens, i))
        else:
            yield from _word_edits(tokens, i, close)
    yield from _terms(tokens, 0, len(tokens), close)


def _numbers(text: str) -> tuple[str, str]:
    value = Decimal(text)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return str(value + step), str(value - step)


def _strings(tokens: list[Token], i: int) -> Iterator[str]:
    text = tokens[i].text[1:-1]
    before = tokens[i - 1].word if i else ""
    if before == "date":
        moved = date.fromisoformat(text)
        yield from (str(moved + timedelta(days=n)) for n in (1, -1) if n < 0 or text != _NO_DATE_AFTER)
    elif before == "time":
        hours, minutes = (int(part) for part in text.split(":")[:2])
        for n in (1, -1):
            at = hours * 60 + minutes + n
            yield f"{at // 60:02d}:{at % 60:02d}:00"
    elif i >= 4 and tokens[i - 4].word == "regexp_like":
        yield from _patterns(text)
    else:
        yield "iets anders"


def _patterns(text: str) -> Iterator[str]:
    """Yield a pattern that is a little more or less strict."""
    for count in re.finditer(r"\{(\d+)\}", text):
        for n in (1, -1):
            yield f"{text[: count.start(1)]}{int(count.group(1)) + n}{text[count.end(1) :]}"
    if text.startswith("^"):
        yield text[1:]
    if text.endswith("$"):
        yield text[:-1]
    yield text.replace("0-9", "0-8")
    yield text.replace("0-9", "1-9")
    yield text.replace("[0-9]", ".")


def _word_edits(tokens: list[Token], i: int, close: dict[int, int]) -> Iterator[_Edit]:
    word = tokens[i].word
    before = tokens[i - 1].word if i else ""
    after = tokens[i + 1].word if i + 1 < len(tokens) else ""
    if (word in {"true", "false"} and before not in {"is", "not"}) or _joins(tokens, i):
        yield i, i + 1, [_WORDS[word]]
    elif word == "is":
        yield from _is_edits(tokens, i)
    elif word == "not" and before != "is":
        yield i, i + 1, []
    elif word in {"in", "between", "like"} and before != "not":
        yield i, i + 1, ["not", word]
    elif word in _FUNCTIONS and i + 1 in close:
        yield i, i + 1, [_FUNCTIONS[word]]
    elif word in _LEAVE_OUT and i + 1 in close:
        stop = close[i + 1]
        first = next((n for n in _splits(tokens, i + 2, stop, close, {","})), stop)
        yield i, stop + 1, ["(", *(t.text for t in tokens[i + 2 : first]), ")"]
    elif word == "case":
        yield from _case_edits(tokens, i)
    elif word == "peildatum" and after != "(":
        for sign in ("+", "-"):
            yield i, i + 1, ["cast", "(", "peildatum", sign, "interval", "'1 day'", "as", "date", ")"]


def _is_edits(tokens: list[Token], i: int) -> Iterator[_Edit]:
    """``is null`` and its like: turned around; ``is distinct from`` also with its care for empty values left out."""
    words = [t.word for t in tokens[i + 1 : i + 4]]
    negative = words[:1] == ["not"]
    rest = words[negative:]
    yield (i + 1, i + 2, []) if negative else (i + 1, i + 1, ["not"])
    if rest[:1] == ["distinct"]:
        yield i, i + 3 + negative, ["=" if negative else "<>"]


def _joins(tokens: list[Token], i: int) -> bool:
    """Tell whether the word at i joins two conditions."""
    return tokens[i].word in {"and", "or"} and not _of_between(tokens, i)


def _of_between(tokens: list[Token], i: int) -> bool:
    """Tell whether the ``and`` at i belongs to a ``between``."""
    depth = 0
    for token in reversed(tokens[:i]):
        depth += (token.text == ")") - (token.text == "(")
        if depth < 0 or (not depth and token.word in {"and", "or", "when", "then", "else"}):
            return False
        if not depth and token.word == "between":
            return True
    return False


def _case_edits(tokens: list[Token], start: int) -> Iterator[_Edit]:
    """Leave out each question of a case, and its answer to everything else."""
    marks = _case_marks(tokens, start)
    for (word, at), (_, following) in zip(marks, [*marks[1:], ("", marks[-1][1])], strict=True):
        if word == "when":
            stop = next(i for w, i in marks if i > at and w != "then")
            if sum(w == "when" for w, _ in marks) > 1:
                yield at, stop, []
        elif word == "else":
            yield at, following, []


def _case_marks(tokens: list[Token], start: int) -> list[tuple[str, int]]:
    """Return the words of one case with their places, up to its ``end``."""
    depth = 0
    marks = []
    for i in range(start, len(tokens)):
        word = tokens[i].word
        depth += (word == "case") - (word == "end")
        if depth == 1 and word in {"when", "then", "else"}:
            marks.append((word, i))
        if not depth:
            return [*marks, ("end", i)]
    return marks


def _close(tokens: list[Token]) -> dict[int, int]:
    opened: list[int] = []
    close = {}
    for i, token in enumerate(tokens):
        if token.text == "(":
            opened.append(i)
        elif token.text == ")":
            close[opened.pop()] = i
    return close


def _splits(tokens: list[Token], start: int, stop: int, close: dict[int, int], at: set[str]) -> list[int]:
    """Return where the words or signs of ``at`` stand that are in no other parentheses and in no case."""
    found = []
    i = start
    while i < stop:
        if i in close:
            i = close[i]
        elif tokens[i].word == "case":
            i = _case_marks(tokens, i)[-1][1]
        elif (tokens[i].word or tokens[i].text) in at and not (tokens[i].word == "and" and _of_between(tokens, i)):
            found.append(i)
        i += 1
    return found


def _terms(tokens: list[Token], start: int, stop: int, close: dict[int, int]) -> Iterator[_Edit]:
    """Leave out each condition of a chain of ``and`` and ``or``, at every level."""
    edges = [start - 1, *_splits(tokens, start, stop, close, {"and", "or", ","}), stop]
    for left, right in pairwise(edges):
        joined_left = left >= start and tokens[left].word in {"and", "or"}
        joined_right = right < stop and tokens[right].word in {"and", "or"}
        if joined_left:
            yield left, right, []
        elif joined_right:
            yield left + 1, right + 1, []
        yield from _inside(tokens, left + 1, right, close)


def _inside(tokens: list[Token], start: int, stop: int, close: dict[int, int]) -> Iterator[_Edit]:
    i = start
    while i < stop:
        if i in close:
            yield from _terms(tokens, i + 1, close[i], close)
            i = close[i]
        elif tokens[i].word == "case":
            marks = [at for _, at in _case_marks(tokens, i)]
            for left, right in pairwise(marks):
                yield from _terms(tokens, left + 1, right, close)
            i = marks[-1]
        i += 1
