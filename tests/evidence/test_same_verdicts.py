"""The same findings under other pseudonyms are the same; a patient who was swapped for another is not."""

from __future__ import annotations

import polars as pl
import pytest

from zpm_audit.base.pseudonyms import Key, pseudonym
from zpm_audit.evidence.same_verdicts import COMPARED, Apart, Way, compared

THEN, NOW = Key(b"toen" * 8), Key(b"nu" * 16)


def found(key: Key, *rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Return findings: check, subject (a prestatie, or a patient as ``=A``), patient, value."""
    made = []
    for check, subject, patient, written in rows:
        named = pseudonym(subject[1:], key) if subject.startswith("=") else subject
        value = written.format(**{name: pseudonym(name, key) for name in "ABCD"})
        made.append(
            {
                "check_id": check,
                "oordeel": "afwijking",
                "onderwerp_id": named,
                "patient_id": pseudonym(patient, key),
                "waarde": value,
                "bevinding_id": f"{check}:{named}",
            }
        )
    return pl.DataFrame(made, schema=dict.fromkeys(COMPARED, pl.String))


ROWS = (
    ("C-1", "P1", "A", "1"),
    ("C-1", "P2", "B", "2"),
    ("C-2", "=A", "A", "met {B}"),
    ("C-2", "=B", "B", "x"),
    ("C-3", "=C", "C", "y"),
)


def test_the_same_under_another_key() -> None:
    told = compared(found(THEN, *ROWS), found(NOW, *reversed(ROWS)), same_key=False)
    assert told == {
        "C-1": Apart(Way.GEKOPPELD, 0, 0),
        "C-2": Apart(Way.GEKOPPELD, 0, 0),
        "C-3": Apart(Way.GETELD, 0, 0),
    }
    same = compared(found(THEN, *ROWS), found(THEN, *ROWS), same_key=True)
    assert {one.way for one in same.values()} == {Way.RECHTSTREEKS}


@pytest.mark.parametrize(
    ("change", "check"),
    [
        # Another patient has the finding, the value names another one, a value is another one, one is gone.
        ({3: ("C-2", "=A", "A", "x"), 2: ("C-2", "=B", "B", "met {B}")}, "C-2"),
        ({2: ("C-2", "=A", "A", "met {A}")}, "C-2"),
        ({0: ("C-1", "P1", "A", "7")}, "C-1"),
        # One pseudonym that would be two patients.
        ({1: ("C-1", "P2", "A", "2")}, "C-1"),
        ({4: ("C-3", "=C", "C", "z")}, "C-3"),
    ],
)
def test_what_differs_is_seen(change: dict[int, tuple[str, str, str, str]], check: str) -> None:
    now = [change.get(i, row) for i, row in enumerate(ROWS)]
    told = compared(found(THEN, *ROWS), found(NOW, *now), same_key=False)
    assert told[check].only_then >= 1
    assert told[check].only_now >= 1
    gone = compared(found(THEN, *ROWS), found(NOW, *ROWS[:-1]), same_key=False)
    assert (gone["C-3"].only_then, gone["C-3"].only_now) == (1, 0)


def test_two_patients_who_stand_nowhere_else_cannot_be_told_apart() -> None:
    """What the page on the package says of it: without any other finding a swap is not seen."""
    then = found(THEN, ("C-3", "=C", "C", "y"), ("C-3", "=D", "D", "z"))
    now = found(NOW, ("C-3", "=D", "D", "y"), ("C-3", "=C", "C", "z"))
    assert compared(then, now, same_key=False) == {"C-3": Apart(Way.GETELD, 0, 0)}
