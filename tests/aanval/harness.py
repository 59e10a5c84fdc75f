"""What is promised whatever comes in, checked on everything that a command left and said."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.aanval.case import BSNS, PATIENT, Case
from tests.aanval.guard import found as tried
from tests.aanval.guarded import TRIED
from tests.aanval.pages import broken_page

_RAN = (0, 1, 5)
_FOREIGN = re.compile(
    r"Traceback|panicked|RuntimeError|Onverwachte fout|Unexpected error|"
    r"stack backtrace|memory allocation|Segmentation|polars[._]|<frozen"
)
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PLAIN_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Ran:
    """What a command did; ``beside`` is what came on the descriptors without being ours."""

    code: int
    out: str
    err: str
    beside: str = ""


def broken_promises(case: Case, ran: Ran, work: Path) -> list[str]:
    """Return every promise that was broken, in words."""
    return [
        *_of_ending(case, ran),
        *_of_rows(case, ran),
        *_of_rest(case, ran, work),
        *_of_connections(case),
        *_of_patients(case, ran),
        *_of_cells(case),
        *(broken for page in case.pages() for broken in broken_page(page)),
    ]


def _of_ending(case: Case, ran: Ran) -> Iterator[str]:
    said = ran.out + ran.err
    if ran.code not in case.codes:
        yield f"exit {ran.code}: {ran.err[-300:]}"
    elif found := _FOREIGN.search(said):
        yield f"foreign text: {said[max(0, found.start() - 60) : found.end() + 200]!r}"
    if ran.beside:
        yield f"text that is not ours: {ran.beside[:200]!r}"
    if found := _OBEYED.search(said):
        yield f"a terminal obeys {found.group()!r}"
    if ran.code in (2, 3, 4) and not said.strip() and not case.deaf:
        yield f"exit {ran.code} without a word"


def _of_rows(case: Case, ran: Ran) -> Iterator[str]:
    if case.arguments[0] != "run" or ran.code not in _RAN or not case.out.is_dir():
        return
    tables = json.loads((case.out / "resultaat.json").read_text(encoding="utf-8"))["run"]["tabellen"]
    for name, facts in tables.items():
        parts = facts["rijen"] + facts["rijen_opzij"]
        if facts["rijen_in"] != parts:
            yield f"{name}: {facts}"
    whole = {**tables["prestaties"]}
    left = sum(int(whole.get(k) or 0) for k in ("rijen_buiten_keuze", "rijen_samengevoegd"))
    if case.rows is not None and whole["rijen_in"] + left != case.rows:
        yield f"{case.rows} prestaties given, {whole}"


def _of_rest(case: Case, ran: Ran, work: Path) -> Iterator[str]:
    for place in (work, case.folder / "tijdelijk"):
        if left := [p.name for p in place.iterdir()] if place.is_dir() else []:
            yield f"left in the working place {place.name}: {left}"
    if hidden := [p.name for p in case.folder.rglob(".zpm-audit*")]:
        yield f"left beside the output: {hidden}"
    if ran.code not in (*_RAN, 4) and case.out.exists():
        yield f"output of a run that ended with {ran.code}"


def _of_connections(case: Case) -> Iterator[str]:
    if told := tried(case.folder / TRIED):
        yield f"a connection: {told[:400]}"


def _of_patients(case: Case, ran: Ran) -> Iterator[str]:
    names = re.compile("|".join((f"{PATIENT}\\d{{4}}", *BSNS)))
    # What the user typed may be said back.
    told = ran.out + ran.err
    outputs = (text for place in (case.out, *case.outputs) for text in _texts(place))
    for where, text in [("a message", told), *outputs]:
        if found := names.search(text):
            yield f"{found.group()} in {where}"


def _texts(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.rglob("*")) if out.is_dir() else [out]:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for part in book.namelist():
                    yield f"{path.name}/{part}", book.read(part).decode("utf-8", "replace")
        elif path.suffix == ".parquet":
            yield path.name, str(pl.read_parquet(path).to_dicts())
        elif path.is_file():
            yield path.relative_to(out.parent).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _of_cells(case: Case) -> Iterator[str]:
    for path in sorted(case.out.rglob("*.csv")) if case.out.is_dir() else ():
        text = path.read_text(encoding="utf-8-sig")
        for separator in ",;":
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                bad = [c for c in cells if c.startswith(_FORMULA) and not _PLAIN_NUMBER.match(c)]
                if bad:
                    yield f"{path.name} under {separator!r}: {bad[0][:80]!r}"
                    break
