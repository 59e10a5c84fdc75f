"""Starts Great Expectations beside the audit, and turns its answer into results. Nothing here raises for the user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.model import Suite
from zpm_audit.intake.contract.request import Request
from zpm_audit.intake.contract.result import ExpectationResult, Measurement, make_result, measured_result, obstacle
from zpm_audit.register import Register

GREAT_EXPECTATIONS = Text("Great Expectations", "Great Expectations")
DEFAULT_BOUND = 250_000
#: Longer than any export takes that fits in memory; what takes longer hangs.
_PATIENCE_SECONDS = 3600.0


@dataclass(frozen=True)
class Sample:
    """The rows that Great Expectations judged where it did not judge them all."""

    path: Path
    rows: int


class GxRun:
    """A started process. ``collect`` waits for it; ``stop`` ends it, and so does leaving the ``with`` block."""

    def __init__(self, register: Register, suites: Sequence[Suite], peildatum: date, folder: Path) -> None:
        self.version: str | None = None
        self.samples: dict[str, Sample] = {}
        self._register = register
        self._suites = suites
        self._peildatum = peildatum
        self._response = folder / "antwoord.json"
        self._process: subprocess.Popen[bytes] | None = None
        self._not_started: str | None = None

    def start(self, request: Request) -> None:
        """Start the process; a failure to do so shows in what ``collect`` returns."""
        folder = request.folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._response.unlink(missing_ok=True)
            question = folder / "vraag.json"
            question.write_text(request.to_json(), encoding="utf-8")
            command = [sys.executable, "-m", "zpm_audit.intake.contract.gx_runner", str(question), str(self._response)]
            with (folder / "verloop.txt").open("wb") as log:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=folder,
                    env=_environment(folder),
                    # Ctrl-C is for the audit, which then ends this process itself.
                    start_new_session=True,
                )
        except OSError as error:
            self._not_started = type(error).__name__
            return
        weakref.finalize(self, _end, self._process)

    def collect(self, patience: float = _PATIENCE_SECONDS) -> list[ExpectationResult]:
        """Wait for the answer and return one result per expectation. No answer is an error, never a pass."""
        answer = self._answer(patience)
        if not isinstance(answer, Text):
            self.version = answer["version"]
            tables = answer["tables"].items()
            self.samples = {name: Sample(Path(t["sample"]), t["rows"]) for name, t in tables if t.get("sample")}
        return read_answer(answer, self._register, self._suites, self._peildatum)

    def _answer(self, patience: float) -> dict[str, Any] | Text:
        if self._process is None:
            return _failed(self._not_started)
        try:
            code = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return Text(
                f"Great Expectations gaf na {patience:.0f} seconden geen antwoord; draai zonder, of op een steekproef",
                f"Great Expectations gave no answer in {patience:.0f} seconds; run without it, or on a sample",
            )
        finally:
            self.stop()
        try:
            answer: dict[str, Any] = json.loads(self._response.read_text(encoding="utf-8")) if code == 0 else {}
        except (OSError, ValueError):
            answer = {}
        if not answer:
            return Text(
                f"Great Expectations brak af zonder antwoord (code {code}); is er genoeg geheugen?",
                f"Great Expectations broke off without an answer (code {code}); is there enough memory?",
            )
        return _failed(answer["failed"]) if "failed" in answer else answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            _end(self._process)

    def __enter__(self) -> GxRun:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def start_gx(
    register: Register,
    suites: Sequence[Suite],
    peildatum: date,
    work: Path,
    *,
    bound: int = DEFAULT_BOUND,
    whole: bool = False,
) -> GxRun:
    """Start Great Expectations on what can be judged: whole up to ``bound`` rows per table, a sample above it."""
    # Absolute: the other process works in its own folder.
    folder = work.resolve() / "great_expectations"
    run = GxRun(register, suites, peildatum, folder)
    runnable = tuple(
        Suite(s.name, tuple(e for e in s.expectations if obstacle(e, register, peildatum) is None)) for s in suites
    )
    paths = {name: table.path.resolve() for name, table in register.tables.items()}
    bound_or_none = None if whole else bound
    run.start(Request(peildatum, bound_or_none, folder, paths, tuple(s for s in runnable if s.expectations)))
    return run


def read_answer(
    answer: dict[str, Any] | Text, register: Register, suites: Sequence[Suite], peildatum: date
) -> list[ExpectationResult]:
    """Turn the numbers that came back (or the reason that none did) into one result per expectation."""
    results = []
    for suite in suites:
        table = {} if isinstance(answer, Text) else answer["tables"].get(suite.name, {})
        numbers = {n["number"]: n for n in table.get("results", ())}
        for e in suite.expectations:
            found = numbers.get(e.number, {"error": table.get("error", "KeyError")})
            reason = obstacle(e, register, peildatum)
            if reason is not None:
                results.append(make_result(e, "niet_uitgevoerd", reason, engine=GREAT_EXPECTATIONS))
            elif isinstance(answer, Text) or "error" in found:
                why = answer if isinstance(answer, Text) else _failed(found["error"])
                results.append(make_result(e, "fout", why, engine=GREAT_EXPECTATIONS))
            else:
                m = Measurement(found["elements"], found["missing"], found["unexpected"])
                results.append(measured_result(e, m, success=found["success"], engine=GREAT_EXPECTATIONS))
    return results


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of the process: no network, no files elsewhere, one thread, and our own modules."""
    return os.environ | {
        "GX_ANALYTICS_ENABLED": "false",
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONSAFEPATH": "1",
        "PYTHONIOENCODING": "utf-8",
        "POLARS_MAX_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _failed(name: str | None) -> Text:
    """Name the kind of error only: its message may hold values of the export."""
    return Text(
        f"Great Expectations kon dit niet uitvoeren ({name})", f"Great Expectations could not run this ({name})"
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
