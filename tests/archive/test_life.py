"""The life of a finding, against the words of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.nights import Night, enter, lives_of
from zpm_audit.archive.history import read_history
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive

pytestmark = pytest.mark.whole


def test_a_finding_is_new_once_stays_is_solved_and_comes_back(any_archive: Archive) -> None:
    told = [
        enter(any_archive, Night({"A": ["A:1", "A:2"]}), "r1").counts,
        enter(any_archive, Night({"A": ["A:1"]}, complies=["A:2"]), "r2").counts,
        enter(any_archive, Night({"A": ["A:2"]}), "r3").counts,
        enter(any_archive, Night({"A": ["A:2"]}), "r4").counts,
    ]
    names = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")
    assert [tuple(t[n] for n in names) for t in told] == [
        (2, 0, 0, 0, 0),
        (0, 0, 1, 1, 0),
        (0, 1, 0, 0, 1),
        (0, 0, 1, 0, 0),
    ]
    kept = [past.as_json() for past in read_history(any_archive).runs]
    assert [tuple(row[n] for n in names) for row in kept] == [tuple(t[n] for n in names) for t in told]
    assert [row["afwijkingen"] for row in kept] == [2, 1, 1, 1]
    assert [row["keten"] for row in kept] == [[], [], [], []]


def test_a_check_that_does_not_run_solves_nothing(archive: Archive) -> None:
    enter(archive, Night({"A": ["A:1"], "B": ["B:1"]}), "r1")
    quiet = enter(archive, Night({"B": ["B:1"]}, complies=["A:1"], silent=["A"]), "r2")
    assert (quiet.counts["opgelost"], quiet.counts["vervallen"], quiet.counts["blijvend"]) == (0, 0, 1)
    after = enter(archive, Night({"A": ["A:1"], "B": []}, complies=["B:1"]), "r3")
    assert (after.counts["blijvend"], after.counts["opgelost"]) == (1, 1)


def test_series_know_nothing_of_each_other(archive: Archive) -> None:
    enter(archive, Night({"A": ["A:1"]}), "r1")
    other = enter(archive, Night({"A": ["A:1"]}), "r2", series="kwartaal")
    assert other.counts["nieuw"] == 1
    rows = [past.as_json() for past in read_history(archive).runs]
    assert [(row["reeks"], row["vorige_manifest_sha256"]) for row in rows] == [("standaard", None), ("kwartaal", None)]
    assert [past.row["run_id"] for past in read_history(archive, "kwartaal").runs] == ["r2"]


@dataclass
class Model:
    """The rules of the contract in the plainest words: per finding the runs of its check, and what was in them."""

    seen: dict[str, list[bool]] = field(default_factory=dict)

    def night(self, night: Night) -> dict[str, str]:
        told = {}
        for check, ids in night.found.items():
            for one in {*ids, *(i for i in self.seen if i.startswith(f"{check}:"))}:
                before = self.seen.setdefault(one, [])
                now = one in ids
                if now and not any(before):
                    told[one] = "nieuw"
                elif now:
                    told[one] = "blijvend" if before[-1] else "heropend"
                elif before and before[-1]:
                    told[one] = "opgelost" if one in night.complies else "vervallen"
                before.append(now)
        return told


SUBJECTS = ["1", "2", "3"]
NIGHTS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("AB"), st.lists(st.sampled_from(SUBJECTS), unique=True), max_size=2),
        st.lists(st.sampled_from([f"{c}:{s}" for c in "AB" for s in SUBJECTS]), unique=True),
    ),
    max_size=7,
)


@given(nights=NIGHTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_nights_is_as_the_contract_says(tmp_path_factory: pytest.TempPathFactory, nights: list) -> None:
    path: Path = tmp_path_factory.mktemp("reeks") / "archief.db"
    archive, model = Archive(Place(str(path))), Model()
    for number, (found, complies) in enumerate(nights):
        night = Night({c: [f"{c}:{s}" for s in subjects] for c, subjects in found.items()}, complies)
        expected = model.night(night)
        lives = lives_of(archive.series("standaard"), night)
        told = {row[0]: row[2] for row in [*lives.alive.iter_rows(), *lives.gone.iter_rows()]}
        assert told == expected
        assert enter(archive, night, f"r{number}").counts == lives.counts
    if nights:
        history = read_history(archive)
        assert not history.broken
