"""polars and Great Expectations give the same answer everywhere, and a broken process never looks like an answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from tests.intake.contract.exports import PEILDATUM, clean_tables, make_register, random_tables
from zpm_audit.base.language import Text
from zpm_audit.intake.contract import StartedContract, begin, load_suites
from zpm_audit.intake.contract.compare import compare
from zpm_audit.intake.contract.evaluate import evaluate
from zpm_audit.intake.contract.gx_run import read_answer, start_gx
from zpm_audit.intake.contract.model import REGEX, ROW_COUNT, Suite
from zpm_audit.intake.contract.request import Request
from zpm_audit.intake.contract.result import ExpectationResult, obstacle
from zpm_audit.intake.contract.sample import draw_sample
from zpm_audit.register import Register

pytestmark = pytest.mark.whole

SEEDS = range(3)
HERE = Path(__file__).parent
SUITES = load_suites()
#: A pattern that neither engine can read: what the loader refuses must still not look like an answer.
BROKEN = replace(SUITES[0].expectations[0], number=900, type=REGEX, kwargs={"column": "prestatiecode", "regex": "^[$"})


@dataclass(frozen=True)
class Answered:
    polars: list[ExpectationResult]
    gx: list[ExpectationResult]
    plain: dict[str, dict[str, list[int]]]


def request_for(register: Register, suites: tuple[Suite, ...], folder: Path) -> Request:
    runnable = tuple(
        Suite(s.name, tuple(e for e in s.expectations if obstacle(e, register, PEILDATUM) is None)) for s in suites
    )
    paths = {name: table.path for name, table in register.tables.items()}
    return Request(PEILDATUM, None, folder, paths, tuple(s for s in runnable if s.expectations))


def ask_about_all_exports(folder: Path) -> dict[str, Answered]:
    """Ask one process about every export."""
    with_broken = (Suite(SUITES[0].name, (*SUITES[0].expectations[:3], BROKEN)),)
    exports = {
        "broken expectation": (make_register(folder / "broken", clean_tables()), with_broken),
        "clean, without tables and columns": (
            make_register(
                folder / "without",
                {k: v for k, v in clean_tables().items() if k not in {"patienten", "codelijst"}},
                without=("prestaties.gepland", "zorgtrajecten.einddatum"),
            ),
            tuple(s for s in SUITES if s.name in {"patienten", "prestaties", "zorgtrajecten"}),
        ),
        "empty": (make_register(folder / "empty", {name: [] for name in clean_tables()}), SUITES),
        **{f"seed {s}": (make_register(folder / str(s), random_tables(s, 60)), SUITES) for s in SEEDS},
        "clean": (make_register(folder / "clean", clean_tables()), SUITES),
        "spoilt": (make_register(folder / "spoilt", random_tables(0, 120, spoilt=True)), SUITES),
    }
    arguments: list[str] = []
    for name, (register, suites) in exports.items():
        asked = folder / f"{name}.json"
        asked.write_text(request_for(register, suites, folder).to_json(), encoding="utf-8")
        arguments += [str(asked), str(folder / f"{name}.antwoord.json")]
    subprocess.run([sys.executable, str(HERE / "gx_batch.py"), "--kaal", *arguments], check=True, capture_output=True)
    plain = json.loads((folder / "spoilt.antwoord.kaal.json").read_text(encoding="utf-8"))
    return {
        name: Answered(
            evaluate(register, suites, PEILDATUM),
            read_answer(json.loads((folder / f"{name}.antwoord.json").read_text()), register, suites, PEILDATUM),
            plain if name == "spoilt" else {},
        )
        for name, (register, suites) in exports.items()
    }


@pytest.mark.slow
@pytest.mark.gx
def test_both_engines_give_the_same_answer_to_every_expectation(tmp_path: Path) -> None:
    """One test, because each process of Great Expectations costs seconds."""
    answered = ask_about_all_exports(tmp_path)
    broken = answered.pop("broken expectation")
    for name, both in answered.items():
        counted = [(r.table, r.number, r.outcome, r.rows, r.unexpected) for r in both.polars]
        assert [(r.table, r.number, r.outcome, r.rows, r.unexpected) for r in both.gx] == counted, name
        assert "fout" not in {r.outcome for r in compare(both.polars, both.gx)}, name

    # Every expectation was tried both ways.
    assert {r.outcome for r in answered["clean"].gx} == {"voldoet"}
    assert {r.outcome for r in answered["empty"].gx if r.kind == ROW_COUNT} == {"voldoet_niet"}
    assert {r.outcome for r in answered["spoilt"].gx if r.kind != ROW_COUNT} == {"voldoet_niet"}

    # An expectation that could not run is an error, and takes no other along.
    for results in (broken.polars, broken.gx, compare(broken.polars, broken.gx)):
        assert [r.number for r in results if r.outcome == "fout"] == [BROKEN.number]
        assert {r.outcome for r in results} == {"voldoet", "fout"}

    # The suites load in Great Expectations as they are, and say the same there.
    for suite in SUITES:
        ours = [r for r in answered["spoilt"].gx if r.table == suite.name]
        said = {str(r.number): [r.outcome == "voldoet", r.unexpected] for r in ours}
        assert answered["spoilt"].plain[suite.name] == said


@pytest.fixture
def without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked" / "pyarrow"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('pyarrow is not there')\n")
    monkeypatch.syspath_prepend(blocked.parent)


@pytest.mark.gx
@pytest.mark.usefixtures("without_pyarrow")
def test_the_whole_assessment_with_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    big = {"prestaties", "behandelaren", "opnames"}
    spoilt = random_tables(11, 300, spoilt=True)
    register = make_register(tmp_path / "export", {n: t if n in big else t.head(50) for n, t in spoilt.items()})
    work = tmp_path / "work"
    with begin(register, peildatum=PEILDATUM, work=work, bound=50) as started:
        outcome = started.finish()
    exact = evaluate(register, SUITES, PEILDATUM)
    assert outcome.count("fout") == 0
    assert [replace(r, engine=Text("", "")) for r in outcome.results] == [
        replace(r, engine=Text("", "")) for r in exact
    ]
    judged = [r for r in outcome.results if r.table in big]
    assert {r.engine.nl for r in judged} == {"polars; Great Expectations op een steekproef van 50 rijen"}
    assert {r.engine.nl for r in outcome.results if r.table not in big} == {"polars en Great Expectations"}
    assert "steekproef (zaad 20220101)" in outcome.engine_note.nl
    assert "the other tables whole" in outcome.engine_note.en
    assert list(home.iterdir()) == []
    assert [p.name for p in work.iterdir()] == ["great_expectations"]
    assert (work / "great_expectations" / "verloop.txt").read_text() == ""
    assert (work / "great_expectations").stat().st_mode & 0o077 == 0


def small(folder: Path) -> Register:
    return make_register(folder, {"patienten": clean_tables()["patienten"]})


def all_errors(results: list[ExpectationResult], suites: tuple[Suite, ...], says: str) -> None:
    assert len(results) == sum(len(s.expectations) for s in suites)
    assert {r.outcome for r in results if r.table == "patienten"} == {"fout"}
    assert {r.outcome for r in results if r.table != "patienten"} == {"niet_uitgevoerd"}
    assert all(says in r.observed.nl for r in results if r.outcome == "fout")


def test_a_killed_process_is_an_error_of_every_expectation(tmp_path: Path) -> None:
    run = start_gx(small(tmp_path), SUITES, PEILDATUM, tmp_path / "work")
    assert run._process is not None
    run._process.kill()
    all_errors(run.collect(), SUITES, "brak af zonder antwoord (code -9)")


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    run = start_gx(small(tmp_path), SUITES, PEILDATUM, tmp_path / "work")
    all_errors(run.collect(patience=0.01), SUITES, "geen antwoord")
    assert run._process is not None
    assert run._process.poll() is not None


def test_a_process_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    run = start_gx(small(tmp_path), SUITES, PEILDATUM, tmp_path / "work")
    all_errors(run.collect(), SUITES, "kon dit niet uitvoeren (FileNotFoundError)")
    run.stop()


def test_great_expectations_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "blocked" / "great_expectations"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('broken')\n")
    monkeypatch.syspath_prepend(package.parent)
    register = small(tmp_path)
    outcome = begin(register, peildatum=PEILDATUM, work=tmp_path / "work").finish()
    all_errors(list(outcome.results), SUITES, "kon dit niet uitvoeren (ImportError); polars: ")
    assert "geen uitkomst vast" in outcome.engine_note.nl


def test_an_answer_of_an_earlier_run_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work" / "great_expectations"
    folder.mkdir(parents=True)
    (folder / "antwoord.json").write_text('{"version": "1", "tables": {}}')
    monkeypatch.setattr(sys, "executable", "/bin/true")
    run = start_gx(small(tmp_path), SUITES, PEILDATUM, tmp_path / "work")
    all_errors(run.collect(), SUITES, "zonder antwoord")


def test_without_great_expectations(tmp_path: Path) -> None:
    outcome = begin(small(tmp_path), peildatum=PEILDATUM, work=tmp_path / "work", gx="uit").finish()
    assert outcome.count("fout") == 0
    assert outcome.count("voldoet") == len([e for s in SUITES if s.name == "patienten" for e in s.expectations])
    assert not (tmp_path / "work").exists()
    assert "stond uit" in outcome.engine_note.nl


def test_leaving_the_block_ends_the_process(tmp_path: Path) -> None:
    def interrupted(started: StartedContract) -> None:
        with started:
            raise KeyboardInterrupt

    started = begin(small(tmp_path), peildatum=PEILDATUM, work=tmp_path / "work")
    with pytest.raises(KeyboardInterrupt):
        interrupted(started)
    run = started._run
    assert run is not None
    assert run._process is not None
    assert run._process.poll() is not None


def test_the_process_ends_when_the_audit_is_killed(tmp_path: Path) -> None:
    """Even SIGKILL leaves nothing behind: the other process notices that its standard input has closed."""
    register = small(tmp_path)
    question = tmp_path / "vraag.json"
    request = request_for(register, SUITES, tmp_path)
    question.write_text(request.to_json(), encoding="utf-8")
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-m', 'zpm_audit.intake.contract.gx_runner', *sys.argv[1:]],"
        " stdin=subprocess.PIPE, start_new_session=True)\n"
        "print(p.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    answer = tmp_path / "antwoord.json"
    audit = subprocess.Popen([sys.executable, "-c", code, str(question), str(answer)], stdout=subprocess.PIPE)
    assert audit.stdout is not None
    pid = int(audit.stdout.readline())
    audit.send_signal(signal.SIGKILL)
    audit.wait()
    audit.stdout.close()
    deadline = time.monotonic() + 30
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)
    assert not answer.exists()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_request_survives_the_journey(tmp_path: Path) -> None:
    request = request_for(small(tmp_path), SUITES, tmp_path)
    arrived = Request.from_json(request.to_json())
    assert arrived.to_json() == request.to_json()
    assert [e.number for s in arrived.suites for e in s.expectations] == [
        e.number for s in request.suites for e in s.expectations
    ]


@pytest.mark.parametrize("table", ["prestaties", "behandelaren"])
def test_a_sample_depends_on_the_rows_and_not_on_their_order(table: str) -> None:
    rows = random_tables(3, 400, spoilt=True)[table] if table == "behandelaren" else _many_prestaties()
    shuffled = rows.sample(fraction=1, shuffle=True, seed=9)
    first, second = (draw_sample(r.lazy(), table, rows.columns, 40) for r in (rows, shuffled))
    assert first.equals(second)
    assert first.height == 40
    assert first.join(rows, on=rows.columns, how="semi", nulls_equal=True).height == 40
    other = draw_sample(rows.tail(rows.height - 1).lazy(), table, rows.columns[:3], 40)
    assert other.columns == rows.columns[:3]


def _many_prestaties() -> pl.DataFrame:
    return pl.DataFrame({"prestatie_id": [f"P{i}" for i in range(5_000)], "setting": [i % 8 for i in range(5_000)],
                         "datum": [PEILDATUM] * 5_000})  # fmt: skip


def test_a_sample_is_spread_over_the_table() -> None:
    sample = draw_sample(_many_prestaties().lazy(), "prestaties", ["setting"], 1_000)
    assert sample["setting"].value_counts()["count"].min() > 80
