"""Whether a table was delivered, what is needed only with it, lists with dates, and passes that follow one another."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import TODAY, catalogue, check, register, run
from zpm_audit.base.errors import UsageError
from zpm_audit.engine.context import read_reference
from zpm_audit.engine.outcome import Status
from zpm_audit.engine.run import judge

DELIVERED = {"geleverd": {"teams_geleverd": "teams"}}
TEAM = {
    "tabel": "teams",
    "sleutel": {"team": "team"},
    "velden": {"bekend": {"bestaat": True}},
}
#: Without teams the row itself decides; with them the team must be known.
ALLOWED = {
    "toegestaan": {
        "sql": "case when teams_geleverd then bekend else declarabel end",
        "alleen_met": "teams",
        "leeg": "zonder teams zegt de rij het",
    }
}
ROWS = [{"team": "Oost", "declarabel": True}, {"team": "West", "declarabel": True}, {"declarabel": None}]


def allowed(**parts: Any) -> dict[str, Any]:
    return check(eis="toegestaan", koppel={"team": TEAM}, afgeleid=ALLOWED, **parts)


def test_a_name_tells_whether_a_table_is_there(tmp_path: Path) -> None:
    data = register(prestaties=ROWS, teams=[{"team": "Oost", "setting": 1}])
    outcome = run(tmp_path, allowed(), data, definitions=DELIVERED)
    assert outcome.verdicts == {"P1": "voldoet", "P2": "afwijking", "P3": "afwijking"}


@pytest.mark.parametrize("teams", [None, []], ids=["absent", "no rows"])
def test_what_goes_with_an_absent_table_is_not_asked_for(teams: list[Any] | None, tmp_path: Path) -> None:
    tables: dict[str, Any] = {"prestaties": [{"declarabel": True}, {"declarabel": None}]}
    data = register(**tables, **({} if teams is None else {"teams": teams}))
    assert "team" not in data.columns("prestaties")
    outcome = run(tmp_path, allowed(), data, definitions=DELIVERED)
    assert outcome.verdicts == {"P1": "voldoet", "P2": "onbepaald"}


def test_with_the_table_there_its_company_is_asked_for(tmp_path: Path) -> None:
    data = register(prestaties=[{"declarabel": True}], teams=[{"team": "Oost", "setting": 1}])
    loaded = catalogue(tmp_path / "checks", allowed(), definitions=DELIVERED)
    outcome = judge(data, loaded, TODAY, tmp_path / "work").checks[0]
    assert outcome.status is Status.NIET_UITGEVOERD
    assert outcome.reason is not None
    assert outcome.reason.nl == "kolom ontbreekt: prestaties.team"


@pytest.mark.parametrize(
    ("definitions", "afgeleid", "words"),
    [
        ({"geleverd": {"teams_geleverd": "team"}}, ALLOWED, "onbekende tabel 'team'"),
        ({"geleverd": {"datum": "teams"}}, {}, "de naam 'datum' bestaat al"),
        (
            DELIVERED,
            {"toegestaan": {**ALLOWED["toegestaan"], "alleen_met": "team"}},
            "onbekende tabel 'team' (bedoelde u 'teams'?)",
        ),
    ],
)
def test_a_table_that_does_not_exist_is_refused(
    definitions: dict[str, Any], afgeleid: dict[str, Any], words: str, tmp_path: Path
) -> None:
    one = check(eis="bekend", koppel={"team": TEAM}, afgeleid=afgeleid)
    with pytest.raises(UsageError) as refused:
        catalogue(tmp_path / "checks", one, definitions=definitions)
    assert words in str(refused.value.message("nl"))


def test_a_list_holds_texts_flags_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(
        "# uitleg\nnaam,mag,vanaf,bijna,leeg\na,true,2026-01-01,2026-01-01,\nb,,,nooit,\n", encoding="utf-8"
    )
    assert read_reference(path).to_dict(as_series=False) == {
        "naam": ["a", "b"],
        "mag": [True, None],
        "vanaf": [date(2026, 1, 1), None],
        "bijna": ["2026-01-01", "nooit"],
        "leeg": [None, None],
    }


def test_the_row_of_a_list_that_holds_on_the_day(tmp_path: Path) -> None:
    folder = tmp_path / "checks" / "referentie"
    folder.mkdir(parents=True)
    lines = ["soort,groep,van,tot", "a,oud,,2025-12-31", "a,nieuw,2026-01-01,", "b,altijd,,"]
    (folder / "soorten.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    koppel = {
        "tabel": "ref_soorten",
        "sleutel": {"soort": "overleg_met"},
        "periode": {"van": "van", "tot": "tot", "op": "datum"},
        "velden": {"groep": {"eerste": "groep"}},
    }
    days = [date(1999, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 10)]
    rows = [{"overleg_met": "a", "datum": day} for day in days] + [{"overleg_met": "b"}, {"overleg_met": "c"}, {}]
    one = check(eis="groep is not null", waarde="groep", koppel={"soort": koppel})
    outcome = run(tmp_path, one, register(prestaties=rows), today=date(2026, 12, 31))
    assert list(outcome.values().values()) == ["oud", "oud", "nieuw", "nieuw", "altijd", None, None]


def looked_up(table: str, theirs: str, ours: str, name: str, **parts: Any) -> dict[str, Any]:
    return {"tabel": table, "sleutel": {theirs: ours}, "velden": {name: {"aantal": True}}, **parts}


def test_one_pass_does_not_write_over_what_another_left_behind(tmp_path: Path) -> None:
    """Prestaties are asked for by three tables, zorgtrajecten by two of them: both passes leave rows behind."""
    of_prestaties = looked_up("prestaties", "patient_id", "patient_id", "contacten")
    shared = {
        "koppel": {
            "zorgtrajecten": {"zorg": looked_up("prestaties", "zorgtraject_id", "zorgtraject_id", "aantal")},
            "behandelaren": {
                "regie": looked_up(
                    "zorgtrajecten", "regiebehandelaar_id", "behandelaar_id", "trajecten", waar="aantal > 0"
                )
            },
            "patienten": {
                "zorg": of_prestaties,
                "trajecten": looked_up("zorgtrajecten", "patient_id", "patient_id", "zorgen", waar="aantal > 0"),
            },
            "opnames": {"zorg": of_prestaties},
        }
    }
    data = register(
        prestaties=[{"zorgtraject_id": f"Z{n}", "patient_id": "A"} for n in (1, 2, 2, 9)],
        zorgtrajecten=[{"regiebehandelaar_id": who, "patient_id": "A"} for who in ("B1", "B1", "B2")],
        behandelaren=[{"behandelaar_id": "B1"}, {"behandelaar_id": "B2"}],
        patienten=[{"patient_id": "A"}],
        opnames=[{"opname_id": "O", "patient_id": "A", "opname": datetime(2024, 3, 4, 10)}],
    )
    shown = {"datum": None, "melding": {"nl": "Nee.", "en": "No."}, "grens": "'1'"}
    loaded = catalogue(
        tmp_path / "checks",
        check(1, eis="datum is not null"),
        check(2, eis="datum is not null"),
        check(3, tabel="zorgtrajecten", eis="aantal > 0"),
        check(4, tabel="zorgtrajecten", eis="aantal > 1"),
        check(5, tabel="behandelaren", onderwerp="behandelaar", eis="trajecten = 2", waarde="trajecten", **shown),
        check(6, tabel="patienten", onderwerp="patient", eis="contacten = 4", waarde="contacten", **shown),
        check(7, tabel="patienten", onderwerp="patient", eis="zorgen = 2", waarde="zorgen", **shown),
        check(
            8,
            tabel="opnames",
            onderwerp="groep",
            sleutel=["opname_id"],
            eis="contacten = 4",
            waarde="contacten",
            **shown,
        ),
        definitions=shared,
    )
    found = judge(data, loaded, TODAY, tmp_path / "work").checks
    assert [one.reason for one in found] == [None] * 8
    assert [(one.counts.voldoet, one.counts.afwijking) for one in found[2:]] == [
        (2, 1), (1, 2), (1, 1), (1, 0), (1, 0), (1, 0),
    ]  # fmt: skip
