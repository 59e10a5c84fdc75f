"""Of a citizen service number is kept how it fares and who shares it, and nothing that gives it back."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.sealed import sealed

NUMBERS = ["123456782", "123456783", "000000000", "12345678", "1234.56.782", None, "123456782"]


def test_the_outcome_the_length_and_who_is_the_same_are_kept() -> None:
    kept = sealed(pl.Series("bsn", NUMBERS), Key(b"een sleutel voor de tests"))
    assert [v and v[:-20] for v in kept] == [
        "0009 goed", "0009 elfproef", "0009 nullen", "0008 vorm", "0011 vorm", None, "0009 goed",
    ]  # fmt: skip
    assert kept[0] == kept[6]
    assert kept.drop_nulls().n_unique() == 5
    assert not any(number in value for number in NUMBERS if number for value in kept.drop_nulls())
    assert sealed(pl.Series("bsn", NUMBERS), Key(b"een andere sleutel, ook goed"))[0] != kept[0]
