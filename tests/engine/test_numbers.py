"""Keys that are found by number, against a dictionary: also those that their own table does not know."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.exceptions import SchemaError

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.passes.numbers import KeyIndex, has_number, number_of, with_numbers
from zpm_audit.register import Register, RegisterTable

DAY = date(2024, 1, 1)
KNOWN = [f"C{n}" for n in range(40)]
STRANGE = ["X1", "X2", "X3"]


def registered(folder: Path, **tables: pl.DataFrame) -> Context:
    """Return the context of an export with these tables."""
    made = {}
    for name, rows in tables.items():
        rows.write_parquet(folder / f"{name}.parquet")
        columns = frozenset(rows.columns)
        made[name] = RegisterTable(name, folder / f"{name}.parquet", columns, rows.height, rows.height, 0, name)
    return Context(Register(made), load_catalogue(), DAY, folder)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    patients = pl.DataFrame({"patient_id": KNOWN})
    return registered(tmp_path, patienten=patients, prestaties=pl.DataFrame({"patient_id": KNOWN * 3}))


@pytest.mark.parametrize("found", [KNOWN, KNOWN[:7], [*KNOWN[:5], *STRANGE], STRANGE, []])
def test_a_key_finds_its_own_row_also_when_its_table_lacks_it(found: list[str], context: Context) -> None:
    rows = pl.DataFrame({":k": found, "v": range(len(found))}, schema={":k": pl.String, "v": pl.Int64})
    asked: list[str | None] = [*KNOWN, *STRANGE, "X9", None, "C1", "X1"]
    index = KeyIndex(context, rows, [":k"], {":k": "patient_id"})
    beside = index.beside(pl.DataFrame({"wie": asked}), ["wie"])
    known = dict(rows.iter_rows())
    assert beside["v"].to_list() == [known.get(a) if a else None for a in asked]


@pytest.mark.parametrize("seed", range(10))
def test_a_number_beside_a_day_is_a_key_beside_a_day(seed: int, context: Context) -> None:
    chance = random.Random(seed)
    people = [*KNOWN[:6], *STRANGE, None]

    def drawn(count: int) -> list[tuple[str | None, date | None]]:
        days = [None, *(DAY + timedelta(days=n) for n in range(3))]
        return [(chance.choice(people), chance.choice(days)) for _ in range(count)]

    keys = list(dict.fromkeys(drawn(20)))
    rows = pl.DataFrame(
        [(*key, n) for n, key in enumerate(keys)], schema={"p": pl.String, "d": pl.Date, "v": pl.Int64}, orient="row"
    )
    asked = drawn(80)
    units = pl.DataFrame(asked, schema={"wie": pl.String, "op": pl.Date}, orient="row")
    units = with_numbers(context, units, {"wie": "patient_id"}) if seed % 2 else units
    found = KeyIndex(context, rows, ["p", "d"], {"p": "patient_id"}).beside(units, ["wie", "op"])
    expected = {key: n for n, key in enumerate(keys) if None not in key}
    assert found["v"].to_list() == [expected.get(key) for key in asked]


def test_a_key_without_a_number_is_looked_up_itself(context: Context) -> None:
    rows = pl.DataFrame({":k": ["a", "b"], "v": [1, 2]})
    assert KeyIndex(context, rows, [":k"], {}).beside(pl.DataFrame({"x": ["b", "c", None]}), ["x"])["v"].to_list() == [
        2,
        None,
        None,
    ]


def test_numbers_stand_beside_the_rows_once(context: Context) -> None:
    rows = with_numbers(context, pl.DataFrame({"wie": ["C3", "X1", None, "C3"]}), {"wie": "patient_id"})
    first, strange, empty, again = rows[number_of("wie")].to_list()
    assert first == again is not None
    assert (strange, empty) == (None, None)
    assert with_numbers(context, rows, {"wie": "patient_id"}) is rows


def test_only_a_smaller_table_that_is_there_gives_numbers(context: Context) -> None:
    assert has_number(context, "prestaties", "patient_id")
    assert not has_number(context, "patienten", "patient_id")
    assert not has_number(context, "prestaties", "zorgtraject_id")
    assert not has_number(context, "prestaties", "groepssessie_id")
    assert not has_number(context, "codelijst", "patient_id")


def test_a_key_of_another_type_is_refused_rather_than_not_found(context: Context) -> None:
    with pytest.raises(SchemaError):
        with_numbers(context, pl.DataFrame({"wie": [1, 2]}), {"wie": "patient_id"})
