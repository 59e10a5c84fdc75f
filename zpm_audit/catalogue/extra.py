"""Checks of one's own beside those of the catalogue (``--extra-checks``): where they stand, and what they may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem, YamlText
from zpm_audit.checks.model import Check

#: What the ids of the catalogue begin with, and of nothing else.
RESERVED = "ZPM-"
_THEME = re.compile(r"[a-z-]+$")


def refuse_unusable_folders(folders: Sequence[Path], shared: Iterable[str]) -> None:
    """Refuse a folder that is not there, or that holds what only a catalogue of its own can have."""
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                nl=f"De map {folder} bestaat niet. Geef met --extra-checks een map met eigen checks, of maak een "
                f"eerste check: zpm-audit checks new EIGEN-ZZ-01 --in {folder}",
                en=f"The folder {folder} does not exist. Give a folder with checks of your own with --extra-checks, "
                f"or make a first one: zpm-audit checks new EIGEN-ZZ-01 --in {folder}",
            )
        for name in shared:
            if (folder / name).exists():
                raise UsageError(
                    nl=f"{folder / name} hoort bij een eigen catalogus; eigen checks gebruiken de meegeleverde. Haal "
                    "het weg uit deze map, of geef de map met --checks (dan vervallen de meegeleverde checks).",
                    en=f"{folder / name} belongs to a catalogue of its own; checks beside the shipped ones use what is "
                    "shipped. Remove it from this folder, or give the folder with --checks (without the shipped ones).",
                )


def with_own_themes(definitions: YamlText, files: Iterable[Path]) -> YamlText:
    """Return the shared definitions with a theme for every folder of these check files that is none yet."""
    data = definitions.data
    known = data.get("themas") if isinstance(data, dict) else None
    if not isinstance(known, dict):
        return definitions
    names = {path.resolve().parent.name for path in files}
    own = {name: {"titel": _title(name)} for name in sorted(names - set(known)) if _THEME.match(name)}
    return replace(definitions, data={**data, "themas": {**known, **own}}) if own else definitions


def _title(folder: str) -> Mapping[str, str]:
    title = folder.replace("-", " ").strip().capitalize() or folder
    return {"nl": title, "en": title}


def reserved(source: YamlText, check: Check) -> list[Problem]:
    """Return what is wrong with the id of a check that stands beside the catalogue."""
    if not check.id.startswith(RESERVED):
        return []
    what = Text(
        f"{check.id}: een id dat met {RESERVED} begint is van de meegeleverde catalogus",
        f"{check.id}: an id that begins with {RESERVED} is of the shipped catalogue",
    )
    hint = Text("begin met een eigen naam: EIGEN-ZZ-01", "begin with a name of your own: EIGEN-ZZ-01")
    return [source.problem(("id",), what, hint)]
