"""What goes wrong at the rest of the catalogue: rows and zorgtrajecten of undisturbed patients that break a rule.

Every module is a theme; it changes the tables through the scene and notes which checks must find what it did,
consequences for other checks included.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.figures import Tables
from zpm_audit.demo.mishaps import (
    agreements,
    clinicians,
    consult_agenda,
    consult_form,
    figures,
    groups,
    money,
    phases,
    referrals,
    stays,
    trajects,
    travel,
    unjudged,
)
from zpm_audit.demo.mishaps.scene import Scene

# Those with few places to happen come first.
_THEMES = (
    stays,
    referrals,
    trajects,
    phases,
    money,
    figures,
    travel,
    groups,
    consult_agenda,
    clinicians,
    consult_form,
    agreements,
    unjudged,
)


def plant(tables: Tables, where: pl.DataFrame, chance: Chance) -> tuple[Tables, pl.DataFrame]:
    """Return the tables of these locations with the mishaps in them, and the list of what must be found."""
    scene = Scene(tables, where, chance)
    for theme in _THEMES:
        theme.plant(scene)
    return scene.played(), scene.lines()
