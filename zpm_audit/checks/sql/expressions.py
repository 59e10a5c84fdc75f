"""SQL expressions as check files write them: parsed by polars itself, with what would judge silently refused.

Some SQL turns an empty value into a known one, or looks at other rows, without a reader noticing. Such words are
refused here or must be explained in the check file; nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.checks.sql.reading import read
from zpm_audit.checks.sql.rewriting import rewrite
from zpm_audit.checks.sql.vocabulary import AGGREGATES, ORDERED, ExpressionError

__all__ = ["ExpressionError", "Parsed", "did_you_mean", "parse", "placeholders", "split_template"]

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Parsed:
    """One expression: what it reads, and what kinds of words it holds.

    Of its windows: ``order_ends`` has the last column of each order, ``partitions`` the keys of each.
    """

    expr: pl.Expr
    reads: frozenset[str]
    over_rows: bool
    aggregates: bool
    fills_nulls: bool
    order_ends: frozenset[str]
    partitions: tuple[frozenset[str], ...]


@lru_cache(maxsize=4096)
def parse(sql: str) -> Parsed:
    """Parse one SQL expression, or raise ExpressionError."""
    reading = read(sql)
    text = rewrite(reading)
    try:
        expr = pl.sql_expr(text)
        reads = frozenset(expr.meta.root_names())
    except POLARS_FAILURES as error:
        reason = str(error).splitlines()[0]
        raise ExpressionError(
            Text(f"geen geldige uitdrukking: {reason}", f"not a valid expression: {reason}"),
            Text("vergelijken is =, tekst staat tussen enkele aanhalingstekens", "compare with =, quote text with '"),
        ) from error
    for word in sorted(reads - reading.names):
        raise ExpressionError(
            Text(f"geen geldige uitdrukking: '{word}' staat op de plaats van een naam", f"'{word}' stands for a name"),
            Text("kijk of er links en rechts een waarde staat", "see whether a value stands on both sides"),
        )
    for word in sorted(reading.names - reads):
        raise ExpressionError(
            Text(f"'{word}' hoort niet in een uitdrukking", f"'{word}' does not belong in an expression"),
            Text("gebruik namen van kolommen", "use names of columns"),
        )
    over = reading.over_rows
    return Parsed(
        expr,
        reads,
        over,
        bool(reading.called & (AGGREGATES | ORDERED)) and not over,
        reading.fills_nulls,
        frozenset(reading.order_ends),
        tuple(reading.partitions),
    )


def placeholders(template: str) -> tuple[str, ...]:
    """Return the names between braces in the template of a sentence."""
    return tuple(_PLACEHOLDER.findall(template))


def split_template(template: str) -> Iterator[tuple[str, str | None]]:
    """Split a template into (literal text, name that follows it)."""
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        yield template[position : match.start()], match.group(1)
        position = match.end()
    yield template[position:], None


def split_conditions(sql: str) -> list[str]:
    """Split ``a and b and c`` into its conditions; what is not such a chain comes back whole."""
    depth = between = 0
    parts: list[list[str]] = [[]]
    for token in read(sql).tokens:
        depth += token.word == "case" or token.text == "("
        depth -= token.word == "end" or token.text == ")"
        if not depth and token.word == "or":
            return [sql]
        if not depth and token.word == "between":
            between += 1
        elif not depth and token.word == "and":
            if not between:
                parts.append([])
                continue
            between -= 1
        parts[-1].append(token.text)
    return [" ".join(part) for part in parts]
