"""An export that cannot be built on says so: each limit, on its edge, with its figures and the way out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from pydantic import ValidationError

from zpm_audit.base.grenzen import Grenzen
from zpm_audit.reconciliation import TableRows, Vertrouwen, lost_keys, vertrouwen
from zpm_audit.reconciliation.keys import LostKeys
from zpm_audit.register import Register, RegisterTable
from zpm_audit.register.relations import RELATIONS
from zpm_audit.register.schema import TABLES


def judged(
    *tables: TableRows,
    keys: tuple[LostKeys, ...] = (),
    checks: int = 10,
    ran: int = 10,
    previous: dict[str, int] | None = None,
    grenzen: Grenzen | None = None,
) -> Vertrouwen:
    return vertrouwen(tables, keys, checks=checks, ran=ran, grenzen=grenzen or Grenzen(), previous=previous)


def test_nothing_wrong_is_enough() -> None:
    found = judged(TableRows("prestaties", 100, 5), previous={"prestaties": 120})
    assert (found.oordeel, found.redenen) == ("voldoende", ())


def test_every_table_counts_by_itself() -> None:
    found = judged(TableRows("prestaties", 1_000_000, 0), TableRows("zorgtrajecten", 100, 6))
    (reason,) = found.redenen
    assert (found.oordeel, reason.soort, reason.tabel, reason.aantal, reason.van) == (
        "onvoldoende", "opzij", "zorgtrajecten", 6, 100,
    )  # fmt: skip
    for words in ("6 van 100", "6,0%", "5%", "quarantaine/zorgtrajecten.csv"):
        assert words in reason.zin.nl
    assert "6.0%" in reason.zin.en


@pytest.mark.parametrize(("ran", "enough"), [(5, True), (4, False)])
def test_half_of_the_checks_must_run(ran: int, enough: bool) -> None:
    assert judged(TableRows("prestaties", 1, 0), ran=ran).voldoende is enough


@pytest.mark.parametrize(("lost", "enough"), [(5, True), (6, False)])
def test_keys_that_find_nothing(lost: int, enough: bool) -> None:
    found = judged(keys=(LostKeys(RELATIONS[1], 100, lost),))
    assert found.voldoende is enough
    if not enough:
        assert "prestaties.zorgtraject_id" in found.redenen[0].zin.nl
        assert "voorloopnullen" in found.redenen[0].zin.nl


@pytest.mark.parametrize(("now", "enough"), [(81, True), (80, False), (10, False), (200, True)])
def test_a_table_that_shrank_since_the_run_before(now: int, enough: bool) -> None:
    assert judged(TableRows("prestaties", now, 0), previous={"prestaties": 100}).voldoende is enough


def test_a_table_that_is_gone_shrank_to_nothing() -> None:
    (reason,) = judged(TableRows("prestaties", 9, 0), previous={"prestaties": 9, "opnames": 3}).redenen
    assert (reason.soort, reason.tabel, reason.aantal, reason.van) == ("daling", "opnames", 3, 3)


def test_without_a_run_before_there_is_nothing_to_compare() -> None:
    assert judged(TableRows("prestaties", 1, 0), previous=None).voldoende


def test_limits_are_set_as_a_share_or_a_percentage() -> None:
    wide = Grenzen.model_validate({"opzij": "7,5%", "uitgevoerd": 0.2})
    assert (wide.opzij, wide.uitgevoerd, wide.sleutels) == (Decimal("0.075"), Decimal("0.2"), Decimal("0.05"))
    assert judged(TableRows("prestaties", 1000, 75), grenzen=wide).voldoende
    assert not judged(TableRows("prestaties", 1000, 76), grenzen=wide).voldoende
    assert "opzij 7.5%" in wide.shown()


@pytest.mark.parametrize("wrong", [{"opzij": 5}, {"opzij": "veel"}, {"opzy": 0.1}, {"daling": "-1%"}])
def test_a_limit_that_is_no_share_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Grenzen.model_validate(wrong)


def register(folder: Path, **tables: dict[str, list[str | None]]) -> Register:
    made = {}
    for name, columns in tables.items():
        path = folder / f"{name}.parquet"
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        frame.write_parquet(path)
        made[name] = RegisterTable(name, path, frozenset(columns), frame.height, frame.height, 0, name)
    return Register(made)


def test_keys_are_counted_per_filled_value(tmp_path: Path) -> None:
    found = lost_keys(
        register(
            tmp_path,
            prestaties={
                "prestatie_id": ["1", "2", "3", "4"],
                "zorgtraject_id": ["T1", "T9", "T9", None],
                "hoofdprestatie_id": [None, "1", None, "7"],
                "behandelaar_id": ["B1", "B1", "B1", "B1"],
            },
            zorgtrajecten={"zorgtraject_id": ["T1", "T2"]},
        )
    )
    assert [(k.relation.column, k.filled, k.lost) for k in found] == [
        ("zorgtraject_id", 3, 2),
        ("hoofdprestatie_id", 2, 1),
    ], "there are no behandelaren to look a behandelaar up in"


def test_an_empty_table_of_trajecten_knows_no_key(tmp_path: Path) -> None:
    one = {"prestatie_id": ["1"], "zorgtraject_id": ["T1"], "patient_id": ["A"]}
    found = lost_keys(
        register(tmp_path, prestaties=one, zorgtrajecten={"zorgtraject_id": []}, patienten={"patient_id": []})
    )
    assert [(k.relation.column, k.lost) for k in found] == [("zorgtraject_id", 1)]


def test_every_relation_is_of_the_schema() -> None:
    for r in RELATIONS:
        assert r.column in TABLES[r.table].by_name
        assert r.key in TABLES[r.other].by_name
