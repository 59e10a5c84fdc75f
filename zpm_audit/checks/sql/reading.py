"""Reads an expression word by word, and refuses the first that does not belong in one (see ``vocabulary``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.checks.sql.vocabulary import (
    AGGREGATES,
    BEFORE_PAREN,
    FILLERS,
    FUNCTIONS,
    KEYWORDS,
    ORDERED,
    PARTS,
    REFUSED,
    REFUSED_CALLS,
    TYPES,
    ExpressionError,
)

_TOKEN = re.compile(
    r"(?P<blank>\s+)|(?P<string>'(?:[^']|'')*')|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<comment>--|/\*)|(?P<sign>::|<>|!=|<=|>=|\|\||[-+*/%=<>(),])"
)


@dataclass(frozen=True)
class Token:
    """One word or sign of an expression; ``kind`` is string, number, word or sign."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """Return the word in lower case; empty for anything else."""
        return self.text.lower() if self.kind == "word" else ""


@dataclass
class Reading:
    """What an expression holds, before polars sees it.

    Of each window: ``order_ends`` has the last column of its order, ``partitions`` its keys.
    """

    tokens: list[Token]
    close: dict[int, int]
    names: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    order_ends: set[str] = field(default_factory=set)
    partitions: list[frozenset[str]] = field(default_factory=list)
    fills_nulls: bool = False

    @property
    def over_rows(self) -> bool:
        """Tell whether the expression holds a window."""
        return "over" in self.called


#: What is longer, polars reads ever slower and in the end takes the process down on.
LONGEST = 4_000
#: No text of the register is longer, and none that is made of them has to be.
WIDEST = 1_000


def read(sql: str) -> Reading:
    """Read an expression word by word, or raise ExpressionError at the first that does not belong in one."""
    if len(sql) > LONGEST:
        raise ExpressionError(
            Text(f"de uitdrukking is langer dan {LONGEST} tekens", f"the expression has over {LONGEST} characters"),
            Text("verdeel haar over waarden onder afgeleid", "divide it over values under afgeleid"),
        )
    tokens = _tokens(sql)
    reading = Reading(tokens, _parens(tokens))
    edge = Token("sign", "")
    padded = [edge, edge, *tokens, edge]
    for two_before, before, token, following in zip(padded, padded[1:], tokens, padded[3:], strict=False):
        if _ends_value(before) and _is_value(token, following):
            raise _side_by_side(before, token)
        if token.kind == "word":
            _word(reading, token, before, following, two_before.word)
        elif token.text == "*" and two_before.word != "count" and not _between_values(before, following):
            raise _wrong("*", "een ster hoort niet in een uitdrukking", "a star does not belong here")
    _brackets_around_distinct(tokens)
    _bounded_widths(reading)
    return reading


def _bounded_widths(reading: Reading) -> None:
    """Refuse a text that is made as wide as a row likes: a single one could ask for all memory there is."""
    for i, token in enumerate(reading.tokens):
        if token.word in {"lpad", "rpad"} and i + 1 in reading.close:
            inside = reading.tokens[i + 2 : reading.close[i + 1]]
            width = _arguments(inside)[1:2]
            if [[t.kind for t in one] for one in width] != [["number"]] or not width[0][0].text.isdigit() or (
                len(width[0][0].text) > len(str(WIDEST)) or int(width[0][0].text) > WIDEST
            ):  # fmt: skip
                what = Text(f"{token.text}: de lengte is geen getal tot en met {WIDEST}",
                            f"{token.text}: the length is no number up to {WIDEST}")  # fmt: skip
                raise ExpressionError(
                    what, Text("schrijf bijvoorbeeld lpad(x, 8, '0')", "write for example lpad(x, 8, '0')")
                )


def _arguments(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each argument of a call."""
    depth, found = 0, [list[Token]()]
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and not depth:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _brackets_around_distinct(tokens: Sequence[Token]) -> None:
    """Refuse ``a is distinct from b and c``: polars reads it as a comparison of a with ``b and c``."""
    compared = [False]
    for token in tokens:
        if token.text == "(":
            compared.append(False)
        elif token.text == ")" and len(compared) > 1:
            compared.pop()
        elif token.word == "distinct":
            compared[-1] = True
        elif token.word in {"and", "or"} and compared[-1]:
            what = Text(
                f"na 'is distinct from' hoort '{token.word}' niet zonder haakjes",
                f"'{token.word}' does not follow 'is distinct from' without parentheses",
            )
            hint = Text("schrijf (a is distinct from b) and c", "write (a is distinct from b) and c")
            raise ExpressionError(what, hint)
        elif token.word in {"then", "else", "when", "end"} or token.text == ",":
            compared[-1] = False


def _ends_value(token: Token) -> bool:
    if token.kind == "word":
        return token.word not in KEYWORDS or token.word in {"true", "false", "null", "end"}
    return token.kind in {"string", "number"} or token.text == ")"


def _is_value(token: Token, following: Token) -> bool:
    """Tell whether the token starts a value; the word of a type or a part of a date does not."""
    if token.kind == "word":
        return token.word not in KEYWORDS and token.word not in TYPES and following.word != "from"
    return token.kind in {"string", "number"}


def _between_values(before: Token, following: Token) -> bool:
    return before.text not in {"", "(", ","} and following.text not in {"", ")", ","}


def _tokens(sql: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    glued = False
    while position < len(sql):
        match = _TOKEN.match(sql, position)
        if match is None or match.lastgroup == "comment":
            sign = sql[position]
            if sign == "'":
                raise _wrong("'", "een aanhalingsteken wordt niet gesloten", "a quote is not closed")
            raise ExpressionError(
                Text(
                    f"'{match.group() if match else sign}' hoort niet in een uitdrukking (teken {position + 1})",
                    f"'{match.group() if match else sign}' does not belong in an expression (character {position + 1})",
                ),
                Text("tekst staat tussen enkele aanhalingstekens, namen zonder", "quote text with ', names not at all"),
            )
        kind = match.lastgroup or ""
        if kind == "string" and glued:
            raise _wrong(match.group(), "voor een tekst hoort een spatie", "a text has a blank before it")
        if kind != "blank":
            found.append(Token(kind, match.group()))
        glued = kind in {"word", "number", "string"}
        position = match.end()
    return found


def _wrong(what: str, nl: str, en: str) -> ExpressionError:
    hint = Text("kijk naar haakjes, aanhalingstekens en tekens", "look at parentheses, quotes and signs")
    return ExpressionError(Text(f"{nl}: {what}", f"{en}: {what}"), hint)


def _side_by_side(before: Token, token: Token) -> ExpressionError:
    """Return what to say of two values with nothing between them: of words, most often a text without its quotes."""
    beside = f"{before.text} {token.text}"
    if before.kind != "word" or token.kind != "word":
        return _wrong(beside, "hier ontbreekt een teken tussen", "a sign is missing between")
    return ExpressionError(
        Text(f"twee woorden naast elkaar: {beside}", f"two words side by side: {beside}"),
        Text(
            f"zet een tekst tussen enkele aanhalingstekens, zoals '{beside} ...', of schrijf het teken ertussen",
            f"put a text between single quotes, such as '{beside} ...', or write the sign between them",
        ),
    )


def _parens(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for every ``(`` the position of its ``)``."""
    opened: list[int] = []
    close: dict[int, int] = {}
    for i, token in enumerate(tokens):
        if token.text == "(":
            opened.append(i)
        elif token.text == ")":
            if not opened:
                raise _wrong(")", "een haakje sluit zonder te openen", "a parenthesis closes without opening")
            close[opened.pop()] = i
    if opened:
        raise _wrong("(", "een haakje wordt niet gesloten", "a parenthesis is not closed")
    return close


_USE_COALESCE = Text("schrijf coalesce(naam, false)", "write coalesce(name, false)")


def _word(reading: Reading, token: Token, before: Token, following: Token, two_before: str) -> None:
    word = token.word
    if word in REFUSED:
        what, hint = REFUSED[word]
        raise ExpressionError(Text(f"{token.text}: {what.nl}", f"{token.text}: {what.en}"), hint)
    if before.word == "as" or before.text == "::":
        _type(token)
    elif word == "as" and "cast" not in reading.called and "try_cast" not in reading.called:
        raise _wrong("as", "een uitdrukking krijgt haar naam van haar sleutel", "an expression is named by its key")
    elif before.text == "(" and two_before == "extract":
        if word not in PARTS:
            near = did_you_mean(word, PARTS) or Text("bijvoorbeeld year of month", "for instance year or month")
            raise ExpressionError(
                Text(f"onbekend deel '{token.text}' van een datum", f"unknown part '{token.text}'"), near
            )
    elif following.text == "(" and following.kind == "sign":
        _call(reading, token)
    elif word not in KEYWORDS:
        reading.names.add(token.text)
    if word in {"true", "false"} and (before.word == "is" or (before.word == "not" and two_before == "is")):
        # In SQL this makes an empty value a known one; polars leaves it empty, so it would not mean what it says.
        what = Text(f"is {word}: een lege waarde blijft hier leeg", f"is {word}: an empty value stays empty here")
        raise ExpressionError(what, _USE_COALESCE)
    distinct = word == "distinct" and before.word in {"is", "not"}
    reading.fills_nulls |= distinct or word in FILLERS


def _type(token: Token) -> None:
    if token.word not in TYPES:
        whole = token.word in {"int", "integer", "smallint", "tinyint", "int4", "int2"}
        hint = "bigint" if whole else ", ".join(sorted(TYPES))
        raise ExpressionError(
            Text(
                f"type '{token.text}' {'loopt stil over' if whole else 'is onbekend'}",
                f"type '{token.text}' {'overflows silently' if whole else 'is unknown'}",
            ),
            Text(f"kies uit: {hint}", f"choose from: {hint}"),
        )


def _call(reading: Reading, token: Token) -> None:
    word = token.word
    if word in REFUSED_CALLS:
        what, hint = REFUSED_CALLS[word]
        raise ExpressionError(Text(f"{token.text}: {what.nl}", f"{token.text}: {what.en}"), hint)
    known = FUNCTIONS | AGGREGATES | ORDERED | (FILLERS - KEYWORDS)
    if word not in known | BEFORE_PAREN:
        raise ExpressionError(
            Text(f"onbekende functie '{token.text}'", f"unknown function '{token.text}'"),
            did_you_mean(word, known) or Text("de functies staan in docs/checktaal.md", "see docs/checktaal.md"),
        )
    reading.called.add(word)
