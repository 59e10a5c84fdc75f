"""The closed vocabulary: empty in gives empty out, nothing reads the clock or a file, nothing depends on row order."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.checks.sql.expressions import ExpressionError, parse
from zpm_audit.checks.sql.vocabulary import FUNCTIONS

ROW = {
    "n": pl.Series([7], dtype=pl.Int64),
    "leeg": pl.Series([None], dtype=pl.Int64),
    "naam": pl.Series(["abc"], dtype=pl.String),
    "niets": pl.Series([None], dtype=pl.String),
    "dag": pl.Series([date(2024, 3, 4)]),
    "geen_dag": pl.Series([None], dtype=pl.Date),
    "uur": pl.Series([time(13, 5)]),
    "waar": pl.Series([True]),
}
CALLS = {
    "abs": "abs(leeg)", "ceil": "ceil(leeg)", "floor": "floor(leeg)", "round": "round(leeg, 1)", "sign": "sign(leeg)",
    "sqrt": "sqrt(leeg)", "power": "power(leeg, 2)", "mod": "mod(n, leeg)", "div": "div(leeg, 2)",
    "lower": "lower(niets)", "upper": "upper(niets)", "trim": "trim(niets)", "ltrim": "ltrim(niets)",
    "rtrim": "rtrim(niets)", "length": "length(niets)", "substr": "substr(niets, 1, 2)",
    "substring": "substring(niets, 1, 2)", "left": "left(niets, 1)", "right": "right(niets, 1)",
    "replace": "replace(niets, 'a', 'b')", "lpad": "lpad(niets, 4, '0')", "rpad": "rpad(niets, 4, '0')",
    "starts_with": "starts_with(niets, 'a')", "ends_with": "ends_with(niets, 'a')",
    "regexp_like": "regexp_like(niets, 'a')", "strftime": "strftime(geen_dag, '%Y')",
    "extract": "extract(year from geen_dag)", "date_part": "date_part('year', geen_dag)", "nullif": "nullif(leeg, 1)",
    "cast": "cast(leeg as varchar)", "try_cast": "try_cast(niets as bigint)",
}  # fmt: skip


def value(sql: str) -> object:
    return pl.DataFrame(ROW).lazy().select(x=parse(sql).expr).collect()["x"].item()


def refusal(sql: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse(sql)
    assert caught.value.what.en
    return caught.value.what.nl


def test_every_function_is_looked_at() -> None:
    assert set(CALLS) == FUNCTIONS


@pytest.mark.parametrize("sql", CALLS.values())
def test_an_empty_value_stays_empty(sql: str) -> None:
    assert value(sql) is None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("n || naam", "7abc"),
        ("naam || niets", None),
        ("n + leeg", None),
        ("'it''s ' || naam", "it's abc"),
        ("n = 7 and naam in ('abc', 'd')", True),
        ("n in (1, 2) or leeg = 1", None),
        ("not (n between 1 and 5)", True),
        ("naam like 'a%' and naam not like '%x'", True),
        ("dag + interval '42 days' = date '2024-04-15'", True),
        ("strftime(dag, '%d-%m-%Y')", "04-03-2024"),
        ("cast(n as varchar)", "7"),
        ("n::double / 2", 3.5),
        ("case when n > 5 then 'veel' else 'weinig' end", "veel"),
        ("count(*) over (partition by naam)", 1),
        ("count(*) over (partition by niets)", None),
        ("extract(minute from uur) - 10", -5),
        ("extract(hour from uur) * 60 * 60", 46800),
        ("length(naam) - 4", -1),
        ("n / (n - 7)", None),
        ("n / 0", None),
        ("n % 0", None),
        ("n / length(naam)", 7 / 3),
        ("1 / 4 / 2", 0.125),
        ("div(n, n - 7)", None),
        ("n is not distinct from 7", True),
    ],
)
def test_what_an_expression_gives(sql: str, expected: object) -> None:
    assert value(sql) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "now()", "today()", "current_date", "CURRENT_TIMESTAMP", "localtime", "random()", "rand()", "uuid()",
        "version()", "user", "read_csv('x')", "read_parquet('x')", "scan_csv('x')", "getenv('HOME')",
        "pg_read_file('x')", "system('x')", "(select 1)", "exists (select 1)", "n in (select 1)", "n in (values (1))",
        "with x as (select 1)", "columns('.*')", "columns(*)", "*", "n.*", "naam *", "unnest(naam)", "array_agg(n)",
        "array[1]", "n[1]", "{'a': n}", "first(n)", "last(n)", "any_value(n)", "string_agg(naam, ',')",
        "listagg(naam)", "least(n, 1)", "greatest(n, 1)", "if(waar, 1, 2)", "concat(naam, niets)",
        "concat_ws('-', naam)", "strpos(niets, 'a')", "position('a' in niets)", "date('2024-01-01')",
        "timestamp(dag)", "n::int", "cast(n as smallint)", "cast(n as int)", "cast(n as blob)", "n as m", "n m",
        "naam 'x'", "'a' 'b'", '"n"', "`n`", "$1", "?", ":n", "@n", "n; drop", "n -- x", "n /* x */", "n # x", "E'a'",
        "X'41'", "N'a'", "$$a$$", "naam ~ 'a'", "n & 1", "n | 1", "n ^ 2", "(n", "n)", "'n", "", "n +", "n <= and n",
        "row_number() over ()", "lag(n) over (partition by naam)", "rank() over (order by n + 1)",
        "sum(n) over (order by n rows between 1 preceding and current row)", "sum(n) over w", "date '2024-02-30'",
        "extract(planeet from dag)", "n / -1", "n / case when waar then 1 end",
    ],
)  # fmt: skip
def test_what_does_not_belong_in_an_expression(sql: str) -> None:
    said = refusal(sql)
    assert said
    assert "\n" not in said


def test_words_inside_a_text_are_just_text() -> None:
    parsed = parse("naam = 'now() coalesce(x, 1) -- sum(x) over ()'")
    assert not parsed.fills_nulls
    assert not parsed.aggregates
    assert not parsed.over_rows
    assert parsed.reads == {"naam"}


@pytest.mark.parametrize(
    "sql",
    [
        "coalesce(n, 1)",
        "ifnull(n, 1)",
        "CASE when waar then 1 end",
        "n is distinct from 1",
    ],
)
def test_words_that_make_something_of_an_empty_value(sql: str) -> None:
    assert parse(sql).fills_nulls


@pytest.mark.parametrize("sql", ["n is null", "n is not null", "nullif(n, 1)", "waar = true", "n in (1, 2)"])
def test_words_that_do_not(sql: str) -> None:
    assert not parse(sql).fills_nulls


def test_windows_say_what_they_rest_on() -> None:
    parsed = parse("sum(n) over (partition by naam, dag order by dag desc nulls last, n)")
    assert parsed.over_rows
    assert parsed.order_ends == {"n"}
    assert parsed.partitions == (frozenset({"naam", "dag"}),)


def test_the_program_itself_evaluates_nothing() -> None:
    package = Path(__file__).parents[2] / "zpm_audit"
    for path in [*(package / "checks").glob("*.py"), *(package / "engine").glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("eval(", "exec(", "SQLContext", "map_elements", "read_sql")), path.name


def test_a_text_without_its_quotes_is_told_to_need_them() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("afgesloten, niet op tijd")
    assert "twee woorden naast elkaar: niet op" in caught.value.what.nl
    with pytest.raises(ExpressionError) as caught:
        parse("naam is niet op")
    assert caught.value.hint is not None
    assert "aanhalingstekens" in caught.value.hint.nl
    assert "quotes" in caught.value.hint.en


@pytest.mark.parametrize("width", ["1001", "99999999999999999999", "1.5", "team", "10 * 10", "", "-1"])
def test_a_text_is_not_made_as_wide_as_anybody_likes(width: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(f"rpad(team, {width}, 'x') = 'a'")
    assert "lengte" in caught.value.what.nl or not width
    assert parse("lpad(upper(substr(team, 1, 2)), 1000, '0') = 'a'").reads == {"team"}
