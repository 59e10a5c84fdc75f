"""Several lists at once: they complement each other, and are refused where they contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.codelijst.books import nza, programme, read, row
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.codelijst.merge import merged
from zpm_audit.intake.codelijst.rows import PLACE
from zpm_audit.register.schema import TABLES

pytestmark = pytest.mark.whole

GZ45 = "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten"


def test_meaning_from_the_programme_and_tariff_from_the_nza(tmp_path: Path) -> None:
    files = [
        programme(tmp_path / "codes.xlsx"),
        nza(tmp_path / "2023.xlsx", ("CO0432", GZ45, 151.07), sheet="2023"),
        nza(tmp_path / "2024.xlsx", ("CO0432", GZ45, 159.70), sheet="2024"),
    ]
    found = read(tmp_path, *files)
    rows = found.frame.filter(prestatiecode="CO0432")
    assert rows.select("geldig_van", "geldig_tot", "max_tarief_eur", "setting").rows() == [
        (date(2022, 1, 1), date(2022, 12, 31), None, 1),
        (date(2023, 1, 1), date(2023, 12, 31), 15107, 1),
        (date(2024, 1, 1), date(2024, 12, 31), 15970, 1),
        (date(2025, 1, 1), None, None, 1),
    ]
    assert found.files == tuple(files)


def test_the_same_tariff_twice_is_no_contradiction(tmp_path: Path) -> None:
    one = nza(tmp_path / "a.xlsx", ("CO0432", GZ45, 159.70))
    two = nza(tmp_path / "b.xlsx", ("CO0432", GZ45, "€ 159,70"), ("CO0432", GZ45, 159.7))
    assert row(read(tmp_path, one, two), "CO0432")["max_tarief_eur"] == 15970


@pytest.mark.parametrize("later", ["Tarieven 2024", "per 1 juli 2024"])
def test_two_tariffs_on_one_day_are_refused_with_both_places(tmp_path: Path, later: str) -> None:
    one = nza(tmp_path / "a.xlsx", ("CO0497", GZ45, 1), ("CO0432", GZ45, 159.70))
    two = nza(tmp_path / "b.xlsx", ("CO0432", GZ45, 160), sheet=later)
    with pytest.raises(InputRefusedError) as caught:
        read(tmp_path, one, two)
    for language in ("nl", "en"):
        text = caught.value.message(language)  # type: ignore[arg-type]
        for part in ("CO0432", "159.70", "160.00", "a.xlsx", "b.xlsx", "rij 3", "rij 2", "2024-0"):
            assert part in text, (part, text)


def test_two_meanings_on_one_day_are_refused(tmp_path: Path) -> None:
    header = ("Prestatiecode", "Setting", "Ingangsdatum")
    one = programme(tmp_path / "a.xlsx", Consult=[header, ("CO0432", "2", date(2022, 1, 1))])
    two = nza(tmp_path / "b.xlsx", ("CO0432", GZ45, 159.70))
    with pytest.raises(InputRefusedError, match=r"CO0432 heeft op 2024-01-01 twee keer een setting.*2 .*en 1 "):
        read(tmp_path, one, two)


def test_the_same_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = nza(tmp_path / "2024.xlsx", ("CO0432", GZ45, 159.70))
    found = read(tmp_path, path, tmp_path / "." / "2024.xlsx")
    assert found.files == (path,)
    assert len([n for n in found.notes if "herkend" in n.nl]) == 1


days = st.one_of(st.none(), st.integers(0, 12).map(lambda n: date(2023, 1, 1) + timedelta(days=n)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["CO0001", "CO0002"]), days, days, st.sampled_from([None, 100])), max_size=6))
def test_the_merged_list_says_of_every_day_what_the_lists_say(
    lines: list[tuple[str, date | None, date | None, int]],
) -> None:
    lines = [n for n in lines if n[1] is None or n[2] is None or n[1] <= n[2]]
    schema = {**TABLES["codelijst"].schema, PLACE: pl.String()}
    plain = ("prestatiecode", "geldig_van", "geldig_tot", "max_tarief_eur")
    rows = pl.DataFrame(lines, schema={k: schema[k] for k in plain}, orient="row")
    rows = rows.with_columns(pl.lit(None, t).alias(k) for k, t in schema.items() if k not in plain).select(list(schema))
    found = merged(rows)
    assert dict(found.schema) == TABLES["codelijst"].schema
    for day in (date(2022, 12, 31) + timedelta(days=n) for n in range(15)):
        for code in ("CO0001", "CO0002"):
            said = [r[3] for r in lines if _holds(r, code, day)]
            kept = [r[3] for r in found.select(plain).iter_rows() if _holds(r, code, day)]
            assert kept == ([max((v for v in said if v is not None), default=None)] if said else [])


def _holds(line: tuple[str, date | None, date | None, int | None], code: str, day: date) -> bool:
    return line[0] == code and (line[1] or date.min) <= day <= (line[2] or date.max)
