"""A run that is stopped or killed at any moment: nothing half written, no traceback, no patient data left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.whole, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOPS = (pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGTERM)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export that takes some seconds."""
    folder = tmp_path_factory.mktemp("groot")
    rows = "".join(f"P{i},A{i},T1,2024-01-01,consult\n" for i in range(400_000))
    (folder / "prestaties.csv").write_text("prestatie_id,patient_id,zorgtraject_id,datum,prestatiegroep\n" + rows)
    (folder / "zorgtrajecten.csv").write_text("zorgtraject_id,patient_id,startdatum\nT1,A1,2024-01-01\n")
    return folder


class Run:
    """A run in the background, with working files in a folder of its own."""

    def __init__(self, place: Path, *arguments: object) -> None:
        self.work = place / "werk"
        self.work.mkdir(exist_ok=True)
        self.place = place
        self.env = {**os.environ, "XDG_CONFIG_HOME": str(place / "config"), "ZPM_AUDIT_WERKMAP": str(self.work)}
        self.child = self._start("run", *arguments, "--gx", "uit", "--out", str(place / "uit" / "hier"))

    def _start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "zpm_audit", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.env,
            cwd=self.place,
            start_new_session=True,
        )

    def power_cut(self) -> None:
        """Kill the program with the process that watches over it."""
        os.killpg(self.child.pid, signal.SIGKILL)

    def wait_for(self, pattern: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not list(self.work.glob(pattern)) and self.child.poll() is None:
            time.sleep(0.01)

    def end(self) -> tuple[int, str]:
        _, err = self.child.communicate(timeout=90)
        return self.child.returncode, err

    def version(self) -> None:
        """Any other command: it sweeps before it does anything."""
        other = self._start("--version")
        other.communicate(timeout=60)
        assert other.returncode == 0

    def left(self) -> list[str]:
        return sorted(p.name for p in self.work.iterdir())


def check_stopped(run: Run, code: int, err: str) -> None:
    assert not {"Traceback", "Exception"} & set(err.replace(":", " ").split()), err
    assert run.left() == []
    if code == 4:
        assert err == "Afgebroken. Er is niets half geschreven; start de opdracht opnieuw.\n"
        assert not (run.place / "uit").exists()
    else:
        assert code in (0, 1, 5), err
        assert (run.place / "uit" / "hier" / "manifest.json").is_file()


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("phase", ["*/register", "*/oordelen"])
def test_a_stopped_run_leaves_nothing(big: Path, tmp_path: Path, stop: signal.Signals, phase: str) -> None:
    run = Run(tmp_path, big)
    run.wait_for(phase)
    run.child.send_signal(stop)
    code, err = run.end()
    assert code == 4, err
    check_stopped(run, code, err)


@pytest.mark.parametrize("stop", STOPS)
def test_a_second_request_does_not_interrupt_the_cleaning(big: Path, tmp_path: Path, stop: signal.Signals) -> None:
    run = Run(tmp_path, big)
    run.wait_for("*/register")
    for _ in range(20):
        run.child.send_signal(stop)
        time.sleep(0.002)
    code, err = run.end()
    assert code == 4, err
    check_stopped(run, code, err)


def test_what_a_killed_run_leaves_is_gone_after_the_next_start_of_anything(big: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, big)
    run.wait_for("*/register")
    run.power_cut()
    code, _ = run.end()
    assert code == -signal.SIGKILL
    (left,) = run.work.iterdir()
    assert left.stat().st_mode & 0o777 == 0o700
    run.version()
    assert run.left() == []


def test_a_killed_run_leaves_nothing_while_its_other_process_lives(big: Path, tmp_path: Path) -> None:
    """The watcher clears away what a killed worker leaves, and a worker without its watcher what it made itself."""
    run = Run(tmp_path, big)
    run.wait_for("*/register")
    children = Path(f"/proc/{run.child.pid}/task/{run.child.pid}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    code, err = run.end()
    assert code in (3, 4), err
    assert len(err.splitlines()) == 1
    assert run.left() == []
    assert not (run.place / "uit").exists()
    other = Run(tmp_path, big)
    other.wait_for("*/register")
    other.child.kill()
    other.end()
    assert other.left() == []
    assert not (run.place / "uit").exists()


@pytest.mark.slow
def test_the_working_files_of_a_living_run_are_left_alone(big: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, big)
    run.wait_for("*/register")
    run.version()
    assert len(run.left()) == 1
    code, err = run.end()
    check_stopped(run, code, err)
    assert code in (0, 1, 5), err


def test_a_folder_that_only_looks_like_ours_stays(tmp_path: Path, big: Path) -> None:
    run = Run(tmp_path, big)
    run.child.kill()
    run.end()
    names = ["zpm-audit-uitvoer", "zpm-audit-werk-van-jan", "zpm-audit-werk-0123456789ABCDEF"]
    for name in names:
        (run.work / name).mkdir()
        (run.work / name / "notitie.txt").write_text("van ons")
    run.version()
    assert run.left() == sorted(names)


def test_a_place_for_working_files_that_is_none_is_a_sentence(big: Path, tmp_path: Path) -> None:
    env = {**os.environ, "ZPM_AUDIT_WERKMAP": str(tmp_path / "weg")}
    command = [sys.executable, "-m", "zpm_audit", "run", str(big), "--out", str(tmp_path / "uit")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ZPM_AUDIT_WERKMAP" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_any_moment_any_signal(big: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    stop = chance.choice((*SIGNALS, signal.SIGKILL))
    run = Run(tmp_path, big)
    if seed % 4:
        run.wait_for("*")
    time.sleep(chance.uniform(0, 3))
    for _ in range(chance.randint(1, 3)):
        if run.child.poll() is None:
            run.power_cut() if stop == signal.SIGKILL and seed % 2 else run.child.send_signal(stop)
            time.sleep(chance.uniform(0, 0.05))
    code, err = run.end()
    assert not {"Traceback", "Exception"} & set(err.replace(":", " ").split()), err
    assert not (run.place / "uit" / "hier").exists() or (run.place / "uit" / "hier" / "manifest.json").is_file()
    run.version()
    assert run.left() == []
    # Before Python itself is up, a signal ends the process in the way of the system: nothing was made by then.
    assert code in (0, 1, 4, 5, -stop, 128 + stop), (code, err)
