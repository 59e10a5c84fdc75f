"""The one place where these tests touch the program: an export goes in, what a user finds on disk comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue


@cache
def read_once(folder: Path | None = None, extra: tuple[Path, ...] = (), parameters: Path | None = None) -> Catalogue:
    """Return the catalogue; runs in one process need not read it again."""
    return load_catalogue(folder, extra, parameters)


@contextmanager
def without_reports() -> Iterator[None]:
    """Leave the two reports empty and read the catalogue once: that is most of the cost of a small audit."""

    def empty(_report: object, target: Path, **_options: object) -> None:
        target.write_bytes(b"")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zpm_audit.commands.inputs.load_catalogue", read_once)
        patch.setattr("zpm_audit.reports.html.render.write_html", empty)
        patch.setattr("zpm_audit.reports.excel.workbook.write_workbook", empty)
        yield


@dataclass(frozen=True)
class Output:
    """The output of one run that these tests look at."""

    resultaat: dict[str, Any]
    afwijkingen: pl.DataFrame
    onbepaald: pl.DataFrame
    lopend: pl.DataFrame
    csv: bytes

    @property
    def checks(self) -> dict[str, dict[str, Any]]:
        """Return the object of every check, by id."""
        return {check["id"]: check for check in self.resultaat["checks"]}

    def lists(self) -> dict[str, pl.DataFrame]:
        """Return the three lists of units that do not simply comply, by verdict."""
        return {"afwijking": self.afwijkingen, "onbepaald": self.onbepaald, "loopt": self.lopend}

    def verdicts(self, check: str) -> list[tuple[str, str]]:
        """Return (subject, verdict) of every listed unit of a check, sorted, with any double one in it twice."""
        return sorted(
            (subject, verdict)
            for verdict, frame in self.lists().items()
            for subject in frame.filter(pl.col("check_id") == check)["onderwerp_id"]
        )


def run(folder: Path, out: Path, peildatum: date, *more: str) -> Output:
    """Audit the export in ``folder``, with more options if any, and read what was written to ``out``."""
    from zpm_audit.cli import app

    options = [
        "--out",
        str(out),
        "--peildatum",
        peildatum.isoformat(),
        "--herleidbaar",
        "--fail-on",
        "nooit",
        "--gx",
        "uit",
        *more,
    ]
    result = CliRunner().invoke(app, ["run", str(folder), *options])
    # Made exports leave much out, and some of them cannot be built on.
    assert result.exit_code in {0, 5}, f"{result.output}\n{result.exception!r}"
    return Output(
        resultaat=json.loads((out / "resultaat.json").read_text(encoding="utf-8")),
        afwijkingen=pl.read_parquet(out / "bevindingen.parquet"),
        onbepaald=pl.read_parquet(out / "onbepaald.parquet"),
        lopend=pl.read_parquet(out / "lopend.parquet"),
        csv=(out / "bevindingen.csv").read_bytes(),
    )
