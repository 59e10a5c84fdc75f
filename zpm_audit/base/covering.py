"""Covers what points at a patient in texts that are about to be shown: a pseudonym stands in its place.

Three things do: the number of a known patient, nine digits that pass the test of eleven (a citizen service number,
wherever it came from), and a cell of a column that holds such numbers. Everything is looked up for the different texts
that are shown, never for the data behind them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from functools import reduce
from operator import add, mul
from typing import Protocol

import polars as pl

from zpm_audit.base.aloud import WEIGHTS, nines, without_bsn
from zpm_audit.base.pseudonyms import Key, pseudonym

#: A text with one number of nine digits, and no other digit.
SINGLE = r"^[^0-9]*([0-9]{9})[^0-9]*$"
_LOOKS = r"[0-9]{9}|[0-9]{4}\.[0-9]{2}\.[0-9]{3}|[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}"
#: What could be a number among other words: without the marks that end or enclose it.
_BETWEEN, _AT_END = r"\s,;|\"'()\[\]", r".:!?"
_WORD = re.compile(f"[^{_BETWEEN}]*[^{_BETWEEN}{_AT_END}]")
#: What sets words apart or ends them: a text without any of it is one word.
_APART = f"[{_BETWEEN}{_AT_END}]"
#: How many a citizen service number has.
DIGITS = 9
#: A shorter number is as easily a count, a code or a year.
_TELLING_DIGITS = 6
_TELLING_LETTERS = 4


class Keys(Protocol):
    """What knows the numbers of an export that are no number of a patient."""

    def numbers(self, asked: pl.Series) -> AbstractSet[str]:
        """Return which of these plain numbers are something else."""

    def others(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Leave out which of these texts (``tekst``, with its one ``nummer``) are something else."""


def is_bsn(x: pl.Expr) -> pl.Expr:
    """Tell whether a text is nine digits (or eight, its zero lost) that pass the test of eleven."""
    return passes(pl.when(x.str.contains(r"^[0-9]{8,9}$")).then(x))


def passes(x: pl.Expr) -> pl.Expr:
    """Tell whether nine digits (or fewer, the zeros before them lost) pass the test of eleven and are not all zero."""
    return eleven(x) & (x.cast(pl.Int32) != 0)


def eleven(x: pl.Expr) -> pl.Expr:
    """Tell whether the weighed digits of a number of nine at most come to a multiple of eleven."""
    number = x.cast(pl.Int32)
    digits = (number // 10**place % 10 for place in reversed(range(DIGITS)))
    weighed: pl.Expr = reduce(add, map(mul, digits, WEIGHTS))
    return weighed % 11 == 0


def is_telling(number: str) -> bool:
    """Tell whether this can only be the number of a patient, wherever it stands among other words."""
    if number.isdigit():
        return len(number) >= _TELLING_DIGITS
    return len(number) >= _TELLING_LETTERS or any(c.isdigit() for c in number)


def words(x: pl.Expr) -> pl.Expr:
    """Return the words of a text: what could be a number of a patient among other things."""
    return x.str.extract_all(_WORD.pattern)


def replacements(texts: pl.Series, patients: pl.LazyFrame, key: Key, keys: Keys | None = None) -> dict[str, str]:
    """Return, for the texts that show a patient, what is shown in their place.

    ``patients`` holds the numbers of all patients (``patient_id``), as often as they come; they are only gone through
    for the texts and the words in them. What ``keys`` know to be something else stays.
    """
    different = texts.drop_nulls().unique().alias("tekst")
    if different.is_empty():
        return {}
    numbers: dict[str, set[str]] = {}
    for text, word in _of_patients(different, patients).iter_rows():
        numbers.setdefault(text, set()).add(word)
    # Keys come by the million, and most are too short to hold such a number.
    long = different.filter(different.str.len_bytes() >= DIGITS)
    looks = long.filter(long.str.contains(_LOOKS) & ~long.str.contains(SINGLE))
    single, kept = _single(long), _kept(looks, keys)
    if keys:  # they come by the million, and one in eleven passes: those that stay are not gone through
        single = keys.others(single)
    digits = {n for text in looks for n in nines(text)} | {word for known in numbers.values() for word in known}
    digits = {n for n in digits if n.isdigit()} | set(single["nummer"])
    spared = keys.numbers(pl.Series("nummer", sorted(digits), pl.String)) if keys and digits else frozenset()
    left = [text for text, number in single.iter_rows() if number not in spared]
    made = {}
    for text in dict.fromkeys((*looks, *left, *numbers)):
        known = numbers.get(text, set()) - spared
        pieces = re.split(f"({'|'.join(map(re.escape, kept[text]))})", text) if text in kept else [text]
        pieces[::2] = [_covered(piece, known, spared, key) for piece in pieces[::2]]
        made[text] = "".join(pieces)
    return {text: covered for text, covered in made.items() if covered != text}


def _of_patients(texts: pl.Series, patients: pl.LazyFrame) -> pl.DataFrame:
    """Return the texts with every number of a patient that is in them (``tekst``, ``woord``)."""
    bare = pl.col("tekst").str.strip_chars()
    several = texts.str.contains(_APART)
    split = texts.filter(several).to_frame().lazy()
    split = split.select("tekst", pl.concat_list(bare, words(bare)).alias("woord")).explode("woord")
    whole = texts.filter(~several).to_frame().lazy().with_columns(pl.col("tekst").alias("woord"))
    everybody = patients.select(pl.col("patient_id").alias("woord")).drop_nulls()
    return pl.concat([whole, split.unique()]).join(everybody, on="woord", how="semi").collect()


def _kept(texts: pl.Series, keys: Keys | None) -> dict[str, list[str]]:
    """Return the words of texts that are keys, whatever number is in them."""
    if keys is None or texts.is_empty():
        return {}
    every = texts.to_frame().select("tekst", words(pl.col("tekst")).alias("woord")).explode("woord").drop_nulls()
    single = _single(every["woord"].unique().alias("tekst"))
    those = single.join(keys.others(single), on="tekst", how="anti")["tekst"]
    found = every.filter(pl.col("woord").is_in(those.implode())).group_by("tekst").agg("woord")
    return dict(found.iter_rows())


def _single(texts: pl.Series) -> pl.DataFrame:
    """Return the texts with one number of nine digits and no other digit, that passes, and that number."""
    alone = texts.to_frame().with_columns(pl.col("tekst").str.extract(SINGLE, 1).alias("nummer")).drop_nulls()
    return alone.filter(passes(pl.col("nummer")))


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
