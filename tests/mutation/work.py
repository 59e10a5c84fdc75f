"""Divides the work: one piece per check, and one per shared derived value or look-up with its fields."""

from __future__ import annotations

from functools import cache

from tests.mutation.judge import Outcome, Workshop
from tests.mutation.reach import Path
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.base.yaml_source import read_source
from zpm_audit.catalogue.loader import DEFINITIONS, check_files

CHECK_IDS = sorted(path.stem for path in check_files(catalogue_dir()))


def shared_pieces() -> dict[str, Path]:
    """Return every shared definition by its name: its place in the file."""
    data = read_source(catalogue_dir() / DEFINITIONS).data
    places: list[Path] = [(section, name) for section in ("beoordeeld", "instellingen") for name in data[section]]
    for section in ("afgeleid", "koppel"):
        places += [(section, table, name) for table in data[section] for name in data[section][table]]
    return {".".join(str(step) for step in place): place for place in places}


SHARED = shared_pieces()


@cache
def workshop() -> Workshop:
    """Return the catalogue that comes with the tool, loaded once."""
    return Workshop()


def of_name(name: str) -> tuple[str, list[Outcome]]:
    """Try every mutant of a check or a shared definition."""
    return name, of_check(name) if name in CHECK_IDS else of_shared(name)


def of_check(check_id: str) -> list[Outcome]:
    """Try every mutant of one check."""
    return list(workshop().of_check(check_id))


def of_shared(name: str) -> list[Outcome]:
    """Try every mutant of one shared definition; of a look-up also those of its fields."""
    piece = SHARED[name]
    users = workshop().shared()
    places = [place for place in users if place[: len(piece)] == piece]
    return [outcome for place in places for outcome in workshop().of_shared(place, users[place])]
