"""The closed vocabulary of expressions: every word of an expression is a name, or stands in one of these lists.

What SQL offers beyond them reads the clock, depends on the order of the rows, skips empty values or fails on a single
odd cell. Three things that polars computes otherwise than a reader expects are rewritten before it sees them: a part
of a date or the length of a text becomes a full whole number (its own small type overflows silently), dividing by zero
gives an empty value (not infinity), and a window leaves rows with an empty key empty (an empty key matches nothing).
"""

from __future__ import annotations

from zpm_audit.base.language import Text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Functions of one row; each gives an empty value for an empty one.
FUNCTIONS = _words(
    """
    abs ceil floor round sign sqrt power mod div lower upper trim ltrim rtrim length substr substring left right
    replace lpad rpad starts_with ends_with regexp_like strftime extract date_part nullif cast try_cast
    """
)
AGGREGATES = _words("sum min max count avg median stddev stdev variance")
#: Functions that only a window with an order has.
ORDERED = _words("lag lead rank dense_rank row_number first_value last_value")
#: Words that make a known value of an empty one.
FILLERS = _words("coalesce ifnull case")
TYPES = _words("bigint double varchar text boolean date timestamp time")
KEYWORDS = _words(
    """
    and or not in between like ilike is null true false case when then else end distinct from as over partition by
    order asc desc nulls first last filter where interval date time timestamp both leading trailing
    """
)
#: Keywords that a parenthesis may follow.
BEFORE_PAREN = _words("and or not in over when then else between from filter is distinct by where")
#: Parts of a date or a time.
PARTS = _words("year quarter month week day hour minute second dow isodow doy")

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

REFUSED: dict[str, tuple[Text, Text]] = {
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
REFUSED_CALLS = {
    **dict.fromkeys(("first", "last"), (_ORDERLESS, _USE_MIN)),
    **dict.fromkeys(("date", "time", "timestamp"), (_GUESSES, _USE_LITERAL)),
}


class ExpressionError(Exception):
    """An expression that cannot be used; ``what`` and ``hint`` are for the author of the check."""

    def __init__(self, what: Text, hint: Text | None = None) -> None:
        super().__init__(what.nl)
        self.what = what
        self.hint = hint
