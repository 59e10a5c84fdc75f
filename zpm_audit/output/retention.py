"""Removes outputs that were kept long enough (``bewaren``): whole outputs of our own, and never anything else."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zpm_audit.base.errors import os_reason
from zpm_audit.base.language import Text
from zpm_audit.output.marks import MAKER, MANIFEST, ownership, read_json
from zpm_audit.output.publish import BUSY


@dataclass(frozen=True)
class Keep:
    """How long outputs are kept: ``days`` days, and always the newest ``least``."""

    days: int
    least: int = 1


@dataclass(frozen=True)
class Kept:
    """The folder of one run, as its manifest tells of it."""

    folder: Path
    started: datetime
    key_fingerprint: str


def runs_in(outputs: Path) -> list[Kept]:
    """Return the outputs of runs in a folder, the newest first: folders that carry the name of the run in them."""
    found = []
    try:
        folders = [one for one in outputs.iterdir() if one.is_dir() and not one.is_symlink()]
    except OSError:
        return []
    for folder in folders:
        manifest = read_json(folder / MANIFEST) or {}
        run = manifest.get("run")
        if manifest.get("gemaakt_door") != MAKER or not isinstance(run, dict) or run.get("run_id") != folder.name:
            continue
        try:
            started = datetime.fromisoformat(str(run.get("gestart")))
        except ValueError:
            continue
        if started.tzinfo is not None:
            found.append(Kept(folder, started, str(run.get("sleutel_vingerafdruk") or "")))
    return sorted(found, key=lambda one: (one.started, one.folder.name), reverse=True)


def remove_old(outputs: Path, keep: Keep, now: datetime) -> list[Text]:
    """Remove what is older than ``keep`` says; return what was done, and what was left although it is old."""
    said = []
    for one in runs_in(outputs)[keep.least :]:
        if now - one.started <= timedelta(days=keep.days):
            continue
        try:
            strangers = ownership(one.folder).strangers
            if strangers:
                names = ", ".join(strangers[:3])
                said.append(
                    Text(
                        f"Bewaard, want er staat iets bij dat niet van zpm-audit is: {one.folder} ({names}).",
                        f"Kept, because there is something with it that is not of zpm-audit: {one.folder} ({names}).",
                    )
                )
                continue
            # Under this name the next run clears away what a sudden end would leave of it.
            gone = outputs / f"{BUSY}{secrets.token_hex(6)}"
            one.folder.rename(gone)
            shutil.rmtree(gone)
        except OSError as error:
            why = os_reason(error)
            said.append(
                Text(
                    f"{one.folder} is oud genoeg om te verwijderen, maar dat lukt niet: {why.nl}.",
                    f"{one.folder} is old enough to remove, but that fails: {why.en}.",
                )
            )
            continue
        said.append(
            Text(
                f"Verwijderd volgens bewaren ({keep.days} dagen): {one.folder}.",
                f"Removed according to bewaren ({keep.days} days): {one.folder}.",
            )
        )
    return said
