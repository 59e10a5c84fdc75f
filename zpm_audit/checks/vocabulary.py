"""The closed vocabulary of expressions: every word of an expression is a name, or stands in one of these lists.

What SQL offers beyond them reads the clock, depends on the order of the rows, skips empty values or fails on a single
odd cell. Three things that polars computes otherwise than a reader expects are rewritten before it sees them: a part
of a date or the length of a text becomes a full whole number (its own small type overflows silently), dividing by zero
gives an empty value (not infinity), and a window leaves rows with an empty key empty (an empty key matches nothing).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zpm_audit.language import Text

FUNCTIONS = frozenset(
    ["abs", "ceil", "floor", "round", "sign", "sqrt", "power", "mod", "div", "lower", "upper", "trim", "ltrim", "rtrim", "length", "substr", "substring", "left", "right", "replace", "lpad", "rpad", "starts_with", "ends_with", "regexp_like", "strftime", "extract", "date_part", "nullif", "cast", "try_cast"]
)
AGGREGATES = frozenset(["sum", "min", "max", "count", "avg", "mean", "median", "stddev", "stdev", "variance"])
ORDERED = frozenset(["lag", "lead", "rank", "dense_rank", "row_number", "first_value", "last_value"])
FILLS_NULLS = frozenset(["coalesce", "ifnull", "case", "true", "false", "distinct"])
TYPES = frozenset(["bigint", "double", "varchar", "text", "boolean", "date", "timestamp", "time"])
KEYWORDS = frozenset(
    ["and", "or", "not", "in", "between", "like", "ilike", "is", "null", "true", "false", "case", "when", "then", "else", "end", "distinct", "from", "as", "over", "partition", "by", "order", "asc", "desc", "nulls", "first", "last", "filter", "where", "interval", "date", "time", "timestamp", "both", "leading", "trailing"]
)
_BEFORE_PAREN = frozenset(["and", "or", "not", "in", "over", "when", "then", "else", "between", "from", "filter", "is", "distinct", "by", "where"])
_PARTS = frozenset(["year", "quarter", "month", "week", "day", "hour", "minute", "second", "dow", "isodow", "doy"])

_NO_ROWS = Text("een uitdrukking gaat over een rij", "an expression is about one row")
_USE_LOOKUP = Text("gebruik een koppel, een groep of een blok", "use a koppel, a groep or a block")
_CLOCK = Text("het antwoord zou elke dag anders zijn", "the answer would differ every day")
_USE_PEILDATUM = Text("gebruik peildatum", "use peildatum")
_CHANCE = Text("het antwoord zou elke keer anders zijn", "the answer would differ every time")
_REMOVE = Text("haal het weg", "remove it")
_SKIPS = Text("deze functie slaat lege waarden over", "this function skips empty values")
_USE_CASE = Text("schrijf een case, en zeg bij 'leeg' wat leeg betekent", "write a case, and say under 'leeg' why")
_USE_BARS = Text("plak teksten aan elkaar met ||", "join texts with ||")
_ZERO = Text("deze functie geeft 0 bij een lege waarde", "this function gives 0 for an empty value")
_USE_LIKE = Text("gebruik like of regexp_like", "use like or regexp_like")
_ORDERLESS = Text("dit hangt af van de volgorde van de rijen", "this depends on the order of the rows")
_USE_MIN = Text("gebruik min of max", "use min or max")
_GUESSES = Text("deze functie raadt het formaat van een datum", "this function guesses the format of a date")
_USE_LITERAL = Text("schrijf date '2024-01-31'", "write date '2024-01-31'")

_REFUSED: dict[str, tuple[Text, Text]] = {
    **dict.fromkeys(["select", "exists", "values", "with", "columns", "unnest"], (_NO_ROWS, _USE_LOOKUP)),
    **dict.fromkeys(
        ["now", "today", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "getdate"],
        (_CLOCK, _USE_PEILDATUM),
    ),
    **dict.fromkeys(["random", "rand", "uuid"], (_CHANCE, _REMOVE)),
    **dict.fromkeys(["least", "greatest", "if"], (_SKIPS, _USE_CASE)),
    **dict.fromkeys(["concat", "concat_ws"], (_SKIPS, _USE_BARS)),
    **dict.fromkeys(["strpos", "position"], (_ZERO, _USE_LIKE)),
    **dict.fromkeys(["array_agg", "string_agg", "listagg", "any_value"], (_ORDERLESS, _USE_MIN)),
    **dict.fromkeys(["rows", "range", "groups", "preceding", "following", "unbounded"], (_NO_ROWS, _USE_LOOKUP)),
    **dict.fromkeys(["datetime"], (_GUESSES, _USE_LITERAL)),
}
#: Words that are harmless as a keyword, and are refused as a function.
_REFUSED_CALLS = {
    **dict.fromkeys(("first", "last"), (_ORDERLESS, _USE_MIN)),
    **dict.fromkeys(("date", "time", "timestamp"), (_GUESSES, _USE_LITERAL)),
}

_TOKEN = re.compile(
    r"(?P<blank>\s+)|(?P<string>'(?:[^']|'')*')|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<comment>--|/\*)|(?P<sign>::|<>|!=|<=|>=|\|\||[-+*/%=<>(),])"
)


class ExpressionError(Exception):
    """An expression that cannot be used; ``what`` and ``hint`` are for the author of the check."""

    def __init__(self, what: Text, hint: Text | None = None) -> None:
        super().__init__(what.nl)
        self.what = what
        self.hint = hint


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


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """Return the hint 'bedoelde u ...' where a known word looks like ``word``."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return Text(f"bedoelde u '{near[0]}'?", f"did you mean '{near[0]}'?") if near else None


def read(sql: str) -> Reading:
    """Read an expression word by word, or raise ExpressionError at the first that does not belong in one."""
    tokens = _tokens(sql)
    reading = Reading(tokens, _parens(tokens))
    edge = Token("sign", "")
    padded = [edge, edge, *tokens, edge]
    for two_before, before, token, following in zip(padded, padded[1:], tokens, padded[3:], strict=False):
        if _ends_value(before) and _is_value(token, following):
            raise _wrong(f"{before.text} {token.text}", "hier ontbreekt een teken tussen", "a sign is missing between")
        if token.kind == "word":
            _word(reading, token, before, following, two_before.word)
        elif token.text == "*" and two_before.word != "count" and not _between_values(before, following):
            raise _wrong("*", "een ster hoort niet in een uitdrukking", "a star does not belong here")
    return reading


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


def _word(reading: Reading, token: Token, before: Token, following: Token, two_before: str) -> None:
    word = token.word
    if word in _REFUSED:
        what, hint = _REFUSED[word]
        raise ExpressionError(Text(f"{token.text}: {what.nl}", f"{token.text}: {what.en}"), hint)
    if before.word == "as" or before.text == "::":
        _type(token)
    elif word == "as" and "cast" not in reading.called and "try_cast" not in reading.called:
        raise _wrong("as", "een uitdrukking krijgt haar naam van haar sleutel", "an expression is named by its key")
    elif before.text == "(" and two_before == "extract":
        if word not in _PARTS:
            near = did_you_mean(word, _PARTS) or Text("bijvoorbeeld year of month", "for instance year or month")
            raise ExpressionError(
                Text(f"onbekend deel '{token.text}' van een datum", f"unknown part '{token.text}'"), near
            )
    elif following.text == "(" and following.kind == "sign":
        _call(reading, token)
    elif word not in KEYWORDS:
        reading.names.add(token.text)
    truth = word in {"true", "false"} and (before.word == "is" or (before.word == "not" and two_before == "is"))
    distinct = word == "distinct" and before.word in {"is", "not"}
    reading.fills_nulls |= truth or distinct or word in {"coalesce", "ifnull", "case"}


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
    if word in _REFUSED_CALLS:
        what, hint = _REFUSED_CALLS[word]
        raise ExpressionError(Text(f"{token.text}: {what.nl}", f"{token.text}: {what.en}"), hint)
    known = FUNCTIONS | AGGREGATES | ORDERED | {"coalesce", "ifnull"}
    if word not in known | _BEFORE_PAREN:
        raise ExpressionError(
            Text(f"onbekende functie '{token.text}'", f"unknown function '{token.text}'"),
            did_you_mean(word, known) or Text("de functies staan in docs/checktaal.md", "see docs/checktaal.md"),
        )
    reading.called.add(word)
