"""The files of a catalogue as they are kept beside a run, so that its export can be judged by them once more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zpm_audit.catalogue.loader import DEFINITIONS, REFERENCES, SUITES, load_catalogue
from zpm_audit.checks.model import Catalogue

_CHECKS, _EXTRA, _LIMITS = "checks", "extra", "parameters.yaml"


def catalogue_files(catalogue: Catalogue) -> dict[str, Path]:
    """Return every file that judging needs, by its place: the checks, those beside them, and limits of one's own."""
    shared = next((p for p in catalogue.borrowed if p.name == DEFINITIONS), catalogue.folder / DEFINITIONS)
    files = {f"{_CHECKS}/{DEFINITIONS}": shared}
    for path in catalogue.files.values():
        own = path.is_relative_to(catalogue.folder)
        place = path.relative_to(catalogue.folder).as_posix() if own else f"{path.resolve().parent.name}/{path.name}"
        files[f"{_CHECKS if own else _EXTRA}/{place}"] = path
    files |= {f"{_CHECKS}/{REFERENCES}/{path.name}": path for path in catalogue.references.values()}
    files |= {f"{_CHECKS}/{SUITES}/{path.name}": path for path in sorted(catalogue.suites.glob("*.yaml"))}
    return files | ({_LIMITS: catalogue.own_limits} if catalogue.own_limits else {})


def catalogue_in(folder: Path) -> Catalogue:
    """Return the catalogue whose files stand below a folder."""
    extra, limits = folder / _EXTRA, folder / _LIMITS
    beside = sorted(extra.iterdir()) if extra.is_dir() else []
    return load_catalogue(folder / _CHECKS, beside, limits if limits.is_file() else None)


def strangers(rules: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[str]:
    """Return the files among these that a run, by its manifest, did not judge by; empty where all are as they were."""
    known = {str(e["sha256"]) for e in (*manifest["checks"], *manifest["invoer"])}
    return sorted(name for name, content in rules.items() if hashlib.sha256(content).hexdigest() not in known)
