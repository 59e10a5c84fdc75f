"""CSV that a spreadsheet opens without running anything in it, whatever it takes for the mark between two cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from zpm_audit.base.settings import Csv

#: A spreadsheet takes text that begins with one of these for a formula, or skips white space to find one. The wide
#: forms are taken for the plain ones in some languages.
_RISKY = r"^[=+@\t\r\n＝＋－＠]"
_NEGATIVE_NUMBER = r"^-\d+([.,]\d+)?$"
#: Read with another separator than it was written with, a cell falls apart: what comes after one of these is then the
#: begin of a cell. A quotation mark opens a cell, or is skipped.
_INSIDE = r"([,;\t\r\n][\s\"]*)([=+@＝＋－＠-])"
_DECIMAL = r"^-?\d+\.\d+$"


def formula_safe(expr: pl.Expr, *, begins_line: bool = False) -> pl.Expr:
    """Return text with an apostrophe before anything that a spreadsheet would run, also in the middle.

    A plain negative number stays as it is; an empty value stays empty. The apostrophe shows that a cell was changed:
    the Parquet files hold the text itself. The cell that ``begins_line`` may be read as a whole line, by another
    separator: there a negative number (a key) is the begin of a formula too.
    """
    import polars as pl

    minus = expr.str.starts_with("-")
    minus = minus if begins_line else minus & ~expr.str.contains(_NEGATIVE_NUMBER)
    risky = expr.str.contains(_RISKY) | minus
    inside = expr.str.replace_all(_INSIDE, "${1}'${2}")
    return pl.when(risky).then(pl.concat_str([pl.lit("'"), inside])).otherwise(inside)


def write_csv(rows: pl.LazyFrame, target: Path, form: Csv = "komma", machine_texts: tuple[str, ...] = ()) -> None:
    """Write rows as CSV: as every program reads it, or (``puntkomma``) as a Dutch Excel does when it opens a file.

    That one asks for a semicolon, a decimal comma and a mark that says UTF-8. ``machine_texts`` are the texts that may
    hold a number as a machine writes it.
    """
    import polars as pl

    schema = rows.collect_schema()
    first = next(iter(schema), "")
    texts = [name for name, dtype in schema.items() if dtype == pl.String()]
    safe = rows.with_columns(formula_safe(pl.col(name), begins_line=name == first).alias(name) for name in texts)
    if form == "komma":
        safe.sink_csv(target, maintain_order=True)
        return
    numbers = [pl.col(name) for name in machine_texts if name in texts]
    dutch = [
        pl.when(x.str.contains(_DECIMAL)).then(x.str.replace(".", ",", literal=True)).otherwise(x) for x in numbers
    ]
    safe.with_columns(dutch).sink_csv(target, separator=";", decimal_comma=True, include_bom=True, maintain_order=True)
