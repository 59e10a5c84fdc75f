"""By which keys a register may be split for a check follows from the check, whatever the data are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import TODAY, catalogue, check
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.shards.keys import LARGE, layouts_of
from zpm_audit.engine.shards.links import links_of
from zpm_audit.engine.shards.plan import shares_of
from zpm_audit.engine.shards.words import split_words
from zpm_audit.register import Register


def ways(folder: Path, checked: dict[str, Any], definitions: dict[str, Any] | None = None) -> set[str]:
    """Return how the tables of a check may be split."""
    loaded = catalogue(folder, checked, definitions=definitions)
    (one,) = loaded.checks.values()
    return {str(layout) for layout in layouts_of(links_of(Context(Register({}), loaded, TODAY), one))}


def own(tabel: str, pairs: dict[str, str], **velden: Any) -> dict[str, Any]:
    return {"koppel": {"zelf": {"tabel": tabel, "sleutel": pairs, "velden": velden}}}


def test_a_row_by_itself_goes_anywhere(tmp_path: Path) -> None:
    found = ways(tmp_path, check(eis="gerealiseerde_minuten > 0"))
    assert {"prestaties.patient_id", "prestaties.behandelaar_id", "prestaties.prestatie_id"} <= found
    assert "prestaties.zorgtraject_id > zorgtrajecten.patient_id" in found


def test_rows_that_are_compared_lie_together_by_one_of_their_keys(tmp_path: Path) -> None:
    block = {"rang": {"per": ["behandelaar_id", "datum"], "volgorde": ["prestatie_id"]}}
    assert ways(tmp_path, check(eis="plaats = 1", waarde="plaats", afgeleid={"plaats": block})) == {
        "prestaties.behandelaar_id"
    }


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("lag(datum) over (partition by patient_id order by datum, prestatie_id)", {"prestaties.patient_id"}),
        ("lag(datum) over (order by datum, prestatie_id)", set()),
    ],
)
def test_a_window_is_a_comparison(sql: str, found: set[str], tmp_path: Path) -> None:
    assert ways(tmp_path, check(eis="vorige is not null", waarde="vorige", afgeleid={"vorige": sql})) == found


def test_two_comparisons_need_a_key_in_common(tmp_path: Path) -> None:
    by_patient = {"rang": {"per": ["patient_id"], "volgorde": ["prestatie_id"]}}
    by_staff = {"rang": {"per": ["behandelaar_id"], "volgorde": ["prestatie_id"]}}
    both = check(eis="a = 1 and b = 1", waarde="a", grens="b", afgeleid={"a": by_patient, "b": by_staff})
    assert ways(tmp_path, both) == set()


def test_groups_lie_together_by_a_column_that_stands_in_their_key_as_it_is(tmp_path: Path) -> None:
    def group(**per: str) -> dict[str, Any]:
        groep = {"waar": "gepland", "per": per, "velden": {"aantal": "count(prestatie_id)", "dag": "min(datum)"}}
        return check(onderwerp="groep", groep=groep, eis="aantal < 3", datum="dag", waarde="aantal", grens="aantal")

    assert ways(tmp_path / "a", group(wie="behandelaar_id", wanneer="datum")) == {"prestaties.behandelaar_id"}
    assert ways(tmp_path / "b", group(wie="substr(behandelaar_id, 1, 2)")) == set()
    assert ways(tmp_path / "c", group(soort="setting")) == set()


def test_the_rows_of_a_zorgtraject_lie_with_it(tmp_path: Path) -> None:
    parts = own("prestaties", {"zorgtraject_id": "zorgtraject_id"}, aantal={"aantal": True})
    found = ways(tmp_path, check(tabel="zorgtrajecten", eis="aantal > 0", **parts))
    assert "prestaties.zorgtraject_id, zorgtrajecten.zorgtraject_id" in found
    # By the patient of the zorgtraject, not by that of the prestatie: those may differ.
    assert "prestaties.zorgtraject_id > zorgtrajecten.patient_id, zorgtrajecten.patient_id" in found
    assert "prestaties.patient_id, zorgtrajecten.patient_id" not in found
    # The prestaties whole in every part would bound nothing.
    assert not any(way.startswith("zorgtrajecten") for way in found)


def test_a_look_up_of_a_small_table_asks_nothing(tmp_path: Path) -> None:
    parts = own("behandelaren", {"behandelaar_id": "behandelaar_id"}, bekend={"bestaat": True})
    assert "prestaties.patient_id" in ways(tmp_path, check(eis="bekend", **parts))


SHARED = {
    "koppel": {
        "zorgtrajecten": {
            "inhoud": {
                "tabel": "prestaties",
                "sleutel": {"zorgtraject_id": "zorgtraject_id"},
                "velden": {"laatste_prestatie": {"laatste": "datum"}},
            }
        }
    }
}


def test_a_look_up_behind_a_look_up_counts(tmp_path: Path) -> None:
    """What is looked up in a whole table may itself be looked up in one that is split."""
    parts = own("zorgtrajecten", {"zorgtraject_id": "zorgtraject_id"}, einde={"waarde": "laatste_prestatie"})
    found = ways(tmp_path, check(eis="datum = einde", waarde="einde", **parts), SHARED)
    assert "prestaties.zorgtraject_id, zorgtrajecten.zorgtraject_id" in found
    assert "prestaties.zorgtraject_id > zorgtrajecten.patient_id, zorgtrajecten.patient_id" in found
    assert not [way for way in found if "prestaties.patient_id" in way or "prestaties.behandelaar_id" in way]


def test_earlier_zorgtrajecten_of_the_patient_with_all_their_prestaties(tmp_path: Path) -> None:
    earlier = {
        "tabel": "zorgtrajecten",
        "sleutel": {"patient_id": "patient_id"},
        "eerder": ["startdatum", "zorgtraject_id"],
        "velden": {"vorige": {"laatste": "laatste_prestatie"}},
    }
    checked = check(tabel="zorgtrajecten", eis="vorige is null", waarde="vorige", koppel={"eerder": earlier})
    assert ways(tmp_path, checked, SHARED) == {
        "prestaties.zorgtraject_id > zorgtrajecten.patient_id, zorgtrajecten.patient_id"
    }


def test_a_row_that_points_at_another_row_of_its_table_cannot_be_split(tmp_path: Path) -> None:
    main = {"tabel": "prestaties", "rijen": "alle", "sleutel": {"prestatie_id": "hoofdprestatie_id"},
            "velden": {"hoofd_datum": {"waarde": "datum"}}}  # fmt: skip
    checked = check(eis="datum = hoofd_datum", waarde="hoofd_datum", koppel={"hoofd": main})
    assert ways(tmp_path / "a", checked) == set()
    loaded = catalogue(tmp_path / "b", checked)
    (one,) = loaded.checks.values()
    said = split_words(Context(Register({}), loaded, TODAY), one)
    assert said.nl == (
        "in een keer over alle rijen: 'hoofd' zoekt bij prestaties in prestaties op prestatie_id = hoofdprestatie_id, "
        "en wat daar staat ligt in een ander deel"
    )


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


#: Whose units see rows that lie together by no key, or are groups without one.
ONCE = {"ZPM-PR-06", "ZPM-RT-02", "ZPM-RT-04", "ZPM-GC-04", "ZPM-KP-01", "ZPM-CT-04", "ZPM-GD-33"}


def test_every_shipped_check_has_its_place(shipped: Catalogue) -> None:
    context = Context(Register({}), shipped, date(2024, 12, 31))
    once = set()
    for one in shipped.checks.values():
        links = links_of(context, one)
        if links.tables & LARGE and not any(layouts_of(links)):
            once.add(one.id)
        said = split_words(context, one)
        assert said.nl.startswith("in een keer over alle rijen: ") == (one.id in once), one.id
        assert said.en.startswith("at once over all rows: ") == (one.id in once), one.id
    assert once == ONCE


def test_the_shipped_checks_need_few_ways_to_split(shipped: Catalogue) -> None:
    context = Context(Register({}), shipped, date(2024, 12, 31))
    ours = [c for c in shipped.checks.values() if c.thema != "bericht"]
    shares = shares_of(context, ours)
    placed = [check_id for share in shares for check_id in share.checks]
    assert len(placed) == len(set(placed)) > 60
    assert len(shares) <= 6
    # The same division whatever the order of the checks.
    again = shares_of(context, ours[::-1])
    assert [(str(s.layout), set(s.checks)) for s in again] == [(str(s.layout), set(s.checks)) for s in shares]
