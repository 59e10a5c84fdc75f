"""One part of a register judged: the task, and what it leaves behind. The same wherever it is done.

A task is a file in a private folder that everybody who works on it can reach; it holds all that a part needs, also the
key of the pseudonyms, so that nothing of it travels in another way. Every part leaves a folder with the counts of its
checks (JSON) and what must be looked at (Parquet); it is there whole, or not at all.
"""

from __future__ import annotations

import errno
import json
import pickle
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Language, Text
from zpm_audit.base.period import Period
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.settings import Setting
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import Counts
from zpm_audit.engine.run import Judged, judge
from zpm_audit.engine.shards.split import ROWS_PER_PIECE
from zpm_audit.register import Register

COUNTED = "oordelen.json"
FILE = "taak.pickle"
#: What the system says of a folder that is there already.
_THERE = frozenset({errno.EEXIST, errno.ENOTEMPTY})


@dataclass(frozen=True)
class Task:
    """What every part is judged by, and the register of each."""

    registers: tuple[Register, ...]
    catalogue: Catalogue
    peildatum: date
    language: Language
    settings: Mapping[str, Setting]
    period: Period | None
    key: Key | None
    traceable: bool

    def write(self, folder: Path) -> Path:
        """Write the task in a folder of its own, the lists that checks look things up in beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        lists = {name: _copied(path, folder) for name, path in self.catalogue.references.items()}
        whole = {**self.__dict__, "catalogue": self.catalogue.model_copy(update={"references": lists})}
        file = folder / FILE
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(pickle.dumps(Task(**whole)))
        return file


def _copied(path: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(path, folder / path.name))


def judge_part(file: Path, number: int) -> None:
    """Judge one part of a task and leave its outcome; where another attempt has left one, that one stays."""
    with file.open("rb") as source:
        task: Task = pickle.load(source)  # noqa: S301  # a file of our own, in a folder that is closed to others
    folder = file.parent / f"bezig-{number}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        judgement = judge(
            task.registers[number],
            task.catalogue,
            task.peildatum,
            folder / "werk",
            language=task.language,
            settings=task.settings,
            period=task.period,
            key=task.key,
            traceable=task.traceable,
            with_totals=False,
            rows_per_piece=ROWS_PER_PIECE,
        )
        _leave(judgement.checks, folder)
        shutil.rmtree(folder / "werk", ignore_errors=True)
        try:
            folder.rename(part_folder(file, number))
        except OSError as error:
            if error.errno not in _THERE:
                raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def part_folder(file: Path, number: int) -> Path:
    """Return the folder that a part leaves its outcome in."""
    return file.parent / f"deel-{number}"


def _leave(checks: tuple[Judged, ...], folder: Path) -> None:
    counted = {}
    for one in checks:
        check_id = one.check.id
        counted[check_id] = {
            "status": one.status.value,
            "tellingen": asdict(one.counts),
            "reden": [one.reason.nl, one.reason.en] if one.reason else None,
        }
        one.spread.write_parquet(folder / f"{check_id}.verdeling.parquet")
        if one.signals is not None:
            one.signals.rename(folder / f"{check_id}.arrow")
        if one.statistics is not None:
            one.statistics.write_parquet(folder / f"{check_id}.statistiek.parquet")
    (folder / COUNTED).write_text(json.dumps(counted), encoding="utf-8")


def left_by(file: Path, number: int, checks: Mapping[str, Check]) -> dict[str, Judged]:
    """Return what a part left of these checks."""
    folder = part_folder(file, number)
    counted = json.loads((folder / COUNTED).read_text(encoding="utf-8"))

    def frame(check_id: str, kind: str) -> pl.DataFrame | None:
        path = folder / f"{check_id}.{kind}.parquet"
        return pl.read_parquet(path) if path.exists() else None

    found = {}
    for check_id, one in counted.items():
        spread, signals = frame(check_id, "verdeling"), folder / f"{check_id}.arrow"
        assert spread is not None  # every check has one
        found[check_id] = Judged(
            checks[check_id],
            Status(one["status"]),
            Counts(**one["tellingen"]),
            Text(*one["reden"]) if one["reden"] else None,
            spread,
            signals if signals.exists() else None,
            frame(check_id, "statistiek"),
        )
    return found
