"""What comes out of parts is what comes out of the whole, on rows that are as wrong as an export can be."""

from __future__ import annotations

import random
from datetime import date, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.engine.small import TODAY, catalogue, check, register
from tests.engine.test_order_and_packing import every_kind, outcome, rows
from zpm_audit.base.errors import InternalError
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.run import judge
from zpm_audit.engine.shards import judging, plan
from zpm_audit.engine.shards.division import Division
from zpm_audit.engine.shards.judging import judge_in_parts
from zpm_audit.register import Register


@pytest.mark.usefixtures("within")
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_every_kind_of_check_is_the_same_in_parts(parts: int, tmp_path: Path) -> None:
    checks, data = every_kind(tmp_path / "checks"), register(prestaties=rows())
    whole = judge(data, checks, TODAY, tmp_path / "geheel")
    found = judge_in_parts(data, checks, TODAY, tmp_path / "delen", Division(parts))
    assert outcome(found) == outcome(whole)
    assert found.totals == whole.totals
    assert all(one[2].voldoet and one[2].afwijking for one in outcome(found))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("within")
def test_a_way_that_serves_few_checks_is_not_split_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks, data = every_kind(tmp_path / "checks"), register(prestaties=rows())
    told: dict[int, list[str]] = {}
    found = {}
    for fewest in (1, 100):
        monkeypatch.setattr(plan, "FEWEST", fewest)
        said = told[fewest] = []
        work = tmp_path / str(fewest)
        found[fewest] = judge_in_parts(data, checks, TODAY, work, Division(2), progress=said.append)
    ways = {fewest: sum(one.startswith("Splitsen") for one in said) for fewest, said in told.items()}
    assert ways[1] > ways[100] == 1
    assert outcome(found[1]) == outcome(found[100])


def crossed(seed: int) -> Register:
    """Return rows that point across each other: at zorgtrajecten of others, at nobody, at nothing."""
    rnd = random.Random(seed)
    trajecten = [
        {
            "zorgtraject_id": f"Z{n}",
            "patient_id": f"A{rnd.randrange(5)}",
            "regiebehandelaar_id": rnd.choice(["B1", None]),
        }
        for n in range(12)
    ]
    prestaties: list[dict[str, Any]] = [
        {
            "prestatie_id": f"P{n:03d}",
            "patient_id": f"A{rnd.randrange(5)}",
            "zorgtraject_id": rnd.choice([*(f"Z{k}" for k in range(14)), None]),
            "behandelaar_id": rnd.choice(["B1", "B2", "B3", None]),
            "hoofdprestatie_id": rnd.choice([f"P{rnd.randrange(140):03d}", None]),
            "datum": date(2024, 1, rnd.randrange(1, 20)),
            "starttijd": rnd.choice([None, time(9), time(10)]),
            "gerealiseerde_minuten": rnd.choice([None, 0, 30, 90]),
            "declarabel": rnd.choice([True, False, None]),
        }
        for n in range(150)
    ]
    return register(prestaties=prestaties, zorgtrajecten=trajecten, behandelaren=[{"behandelaar_id": "B1"}])


SHARED = {
    "koppel": {
        "zorgtrajecten": {
            "inhoud": {
                "tabel": "prestaties",
                "sleutel": {"zorgtraject_id": "zorgtraject_id"},
                "velden": {
                    "laatste_prestatie": {"laatste": "datum"},
                    "aantal_prestaties": {"aantal": True, "waar": "bekend"},
                },
            }
        },
        "prestaties": {
            "staf": {
                "tabel": "behandelaren",
                "sleutel": {"behandelaar_id": "behandelaar_id"},
                "velden": {"bekend": {"bestaat": True}},
            },
            "traject": {
                "tabel": "zorgtrajecten",
                "sleutel": {"zorgtraject_id": "zorgtraject_id"},
                "velden": {
                    "traject_patient": {"waarde": "patient_id"},
                    "traject_laatste": {"waarde": "laatste_prestatie"},
                },
            },
            "hoofd": {
                "tabel": "prestaties",
                "rijen": "alle",
                "sleutel": {"prestatie_id": "hoofdprestatie_id"},
                "velden": {"hoofd_datum": {"waarde": "datum"}},
            },
        },
    }
}


def across(folder: Path) -> Any:
    """Return checks that look at other rows in every way that there is."""
    earlier = {"tabel": "zorgtrajecten", "sleutel": {"patient_id": "patient_id"},
               "eerder": ["startdatum", "zorgtraject_id"],
               "velden": {"vorige": {"laatste": "laatste_prestatie"}, "hoeveel": {"aantal": True}}}  # fmt: skip
    by_staff = {"waar": "gerealiseerde_minuten is not null", "per": {"wie": "behandelaar_id", "dag": "datum"},
                "velden": {"minuten": "sum(gerealiseerde_minuten)"}}  # fmt: skip
    order = {"per": ["zorgtraject_id"], "volgorde": ["datum", "starttijd", "prestatie_id"]}
    seconds = "3600 * extract(hour from starttijd)"
    return catalogue(
        folder,
        check(1, eis="traject_patient = patient_id", waarde="patient_id", onderwerp="prestatie"),
        check(2, eis="datum < traject_laatste", waarde="traject_laatste"),
        check(3, tabel="zorgtrajecten", eis="aantal_prestaties > 4", waarde="aantal_prestaties"),
        check(4, tabel="zorgtrajecten", eis="hoeveel = 0 or vorige > startdatum", waarde="vorige",
              koppel={"e": earlier}),
        check(5, eis="hoofd_datum = datum", waarde="hoofd_datum", waar="hoofdprestatie_id is not null"),
        check(6, eis="plaats < 4", waarde="plaats", afgeleid={"plaats": {"rang": order}}),
        check(7, onderwerp="groep", groep=by_staff, gevuld=["wie"], eis="minuten < 60", datum="dag", waarde="minuten",
              grens="minuten"),
        check(8, eis="not samen", waarde="begin", afgeleid={
            "begin": seconds, "einde": "begin + 60 * gerealiseerde_minuten",
            "samen": {"overlap": {"per": ["behandelaar_id", "datum"], "van": "begin", "tot": "einde"}}}),
        check(9, tabel="behandelaren", onderwerp="behandelaar", eis="beroep = 'x'", datum=None, waarde="beroep",
              grens="beroep"),
        definitions=SHARED,
    )  # fmt: skip


@pytest.mark.usefixtures("within")
@pytest.mark.parametrize("seed", [0, 3, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 4))])
def test_rows_that_point_across_each_other_are_judged_the_same(seed: int, tmp_path: Path) -> None:
    checks, data = across(tmp_path / "checks"), crossed(seed)
    whole = judge(data, checks, TODAY, tmp_path / "geheel")
    found = judge_in_parts(data, checks, TODAY, tmp_path / "delen", Division(2 + seed))
    assert outcome(found) == outcome(whole)
    assert all(one.counts.judged for one in whole.checks)


@pytest.mark.usefixtures("within")
def test_a_check_that_breaks_in_a_part_is_judged_over_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks, data = every_kind(tmp_path / "checks"), register(prestaties=rows())
    whole = judge(data, checks, TODAY, tmp_path / "geheel")
    true = judging.left_by

    def broken(file: Path, number: int, known: Any) -> Any:
        found = true(file, number, known)
        first = next(iter(found))
        return found | ({first: judging.Judged(known[first], Status.MISLUKT)} if number == 1 else {})

    monkeypatch.setattr(judging, "left_by", broken)
    assert outcome(judge_in_parts(data, checks, TODAY, tmp_path / "delen", Division(3))) == outcome(whole)


@pytest.mark.usefixtures("within")
def test_verdicts_that_are_lost_on_the_way_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = judging.left_by

    def lossy(file: Path, number: int, known: Any) -> Any:
        found = true(file, number, known)
        for one in found.values():
            pl.read_ipc(one.signals).clear().write_ipc(one.signals)
        return found

    monkeypatch.setattr(judging, "left_by", lossy)
    with pytest.raises(InternalError, match="tellen niet op"):
        judge_in_parts(
            register(prestaties=rows()), every_kind(tmp_path / "checks"), TODAY, tmp_path / "delen", Division(2)
        )
