"""Covers what points at a patient in texts that are about to be shown: a pseudonym stands in its place.

Three things do: the number of a known patient, nine digits that pass the test of eleven (a citizen service number,
wherever it came from), and a cell of a column that holds such numbers. Everything is looked up for the different texts
that are shown, never for the data behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import reduce
from operator import add

import polars as pl

from zpm_audit.base.aloud import WEIGHTS, nines, without_bsn
from zpm_audit.base.pseudonyms import Key, pseudonym

_LOOKS = r"[0-9]{9}|[0-9]{4}\.[0-9]{2}\.[0-9]{3}|[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}"
#: What could be a number among other words: without the marks that end or enclose it.
_WORD = re.compile(r"[^\s,;|\"'()\[\]]*[^\s,;|\"'()\[\].:!?]")
#: A shorter number is as easily a count, a code or a year.
_TELLING_DIGITS = 6
_TELLING_LETTERS = 4


def is_bsn(x: pl.Expr) -> pl.Expr:
    """Tell whether a text is nine digits (or eight, its zero lost) that pass the test of eleven."""
    digits = pl.when(x.str.contains(r"^[0-9]{8,9}$")).then(x.str.zfill(9))
    weighed = [digits.str.slice(i, 1).cast(pl.Int64, strict=False) * w for i, w in enumerate(WEIGHTS)]
    return (reduce(add, weighed) % 11 == 0) & (digits != "000000000")


def is_telling(number: str) -> bool:
    """Tell whether this can only be the number of a patient, wherever it stands among other words."""
    if number.isdigit():
        return len(number) >= _TELLING_DIGITS
    return len(number) >= _TELLING_LETTERS or any(c.isdigit() for c in number)


def words(x: pl.Expr) -> pl.Expr:
    """Return the words of a text: what could be a number of a patient among other things."""
    return x.str.extract_all(_WORD.pattern)


def replacements(
    texts: pl.Series, patients: pl.LazyFrame, key: Key, spare: Callable[[pl.Series], Container[str]] | None = None
) -> dict[str, str]:
    """Return, for the texts that show a patient, what is shown in their place.

    ``patients`` holds the numbers of all patients (``patient_id``), as often as they come; they are only gone through
    for the texts and the words in them. ``spare`` is given the plain numbers among what was found, and returns those
    that are something else.
    """
    different = texts.drop_nulls().unique().alias("tekst")
    if different.is_empty():
        return {}
    bare = pl.col("tekst").str.strip_chars()
    split = different.to_frame().lazy().select("tekst", pl.concat_list(bare, words(bare)).alias("woord"))
    everybody = patients.select(pl.col("patient_id").alias("woord")).drop_nulls()
    hits = split.explode("woord").unique().join(everybody, on="woord", how="semi").collect()
    numbers: dict[str, set[str]] = {}
    for text, word in hits.iter_rows():
        numbers.setdefault(text, set()).add(word)
    looks = different.filter(different.str.contains(_LOOKS)).to_list()
    found = {text: numbers.get(text, set()) for text in (*looks, *numbers)}
    digits = {n for text, known in found.items() for n in (*known, *nines(text)) if n.isdigit()}
    spared = spare(pl.Series("nummer", sorted(digits), pl.String)) if spare and digits else frozenset()
    made = {text: _covered(text, {n for n in known if n not in spared}, spared, key) for text, known in found.items()}
    return {text: covered for text, covered in made.items() if covered != text}


def _covered(text: str, numbers: set[str], spared: Container[str], key: Key) -> str:
    bare = text.strip()
    if bare in numbers:
        return pseudonym(bare, key)
    telling = {number for number in numbers if is_telling(number)}
    text = _WORD.sub(lambda word: pseudonym(word.group(), key) if word.group() in telling else word.group(), text)
    return without_bsn(text, lambda: key, spared)


def replaced(x: pl.Expr, made: Mapping[str, str]) -> pl.Expr:
    """Return a column with these texts replaced."""
    return x.replace(list(made), list(made.values())) if made else x
