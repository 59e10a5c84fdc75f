"""Gives the parts of a task to Spark, which only decides where and when each of them is judged.

Spark sees one number per part and the path of the task, nothing of the rows: those lie in the working folder, which
every machine of a cluster must have in the same place.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

from zpm_audit.base.errors import InternalError, UsageError
from zpm_audit.engine.shards.process import TRIES, failure_of, judged_apart

#: A master that is there answers at once; a session on it mostly stands within a minute.
_ANSWER_SECONDS = 5.0
_SESSION_SECONDS = 300.0
#: A cluster may be busy for a while; one without machines stays so.
_PLACE_SECONDS, _LOOK_SECONDS = 600.0, 2.0
_PORT = 7077


def refuse_unusable(master: str) -> None:
    """Say at once what is missing to use Spark at this address."""
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UsageError(
            nl="--motor spark heeft PySpark nodig, en dat is hier niet geïnstalleerd. Installeer het met: "
            "pip install 'zpm-audit[spark]'",
            en="--motor spark needs PySpark, which is not installed here. Install it with: "
            "pip install 'zpm-audit[spark]'",
        ) from error
    home = os.environ.get("JAVA_HOME")
    if not (home and Path(home, "bin", "java").exists()) and shutil.which("java") is None:
        raise UsageError(
            nl="--motor spark heeft Java nodig (17 of nieuwer), en dat is hier niet te vinden. Installeer het "
            "(op Debian en Ubuntu: apt install default-jre-headless), of zet JAVA_HOME.",
            en="--motor spark needs Java (17 or later), which cannot be found here. Install it (on Debian and Ubuntu: "
            "apt install default-jre-headless), or set JAVA_HOME.",
        )
    if master.startswith("spark://"):
        hosts = master.removeprefix("spark://").split(",")
        if not any(_answers(host) for host in hosts):
            raise _no_answer(master)


def _answers(host: str) -> bool:
    name, _, port = host.rpartition(":")
    number = int(port) if port.isdigit() else _PORT
    with suppress(OSError), socket.create_connection((name or host, number), timeout=_ANSWER_SECONDS):
        return True
    return False


def _no_answer(master: str) -> UsageError:
    return UsageError(
        nl=f"Het cluster op {master} antwoordt niet. Controleer het adres en of de master draait.",
        en=f"The cluster at {master} does not answer. Check the address, and whether the master runs.",
    )


@contextmanager
def run_by_spark(master: str) -> Iterator[Callable[[Path, int, Callable[[int], None]], None]]:
    """Give what does the parts of a task at this address; one session does them all."""
    made: list[Any] = []

    def run(file: Path, parts: int, done: Callable[[int], None]) -> None:
        if not made:
            made.append(_session(master))
        crowded, over = Event(), Event()
        watch = threading.Thread(target=_until_begun, args=(made[0], crowded, over), name="spark", daemon=True)
        watch.start()
        try:
            _judge(made[0], file, parts)
        except Exception as error:
            failed = failure_of(file, parts)
            if failed is not None:
                raise failed from error
            if crowded.is_set():
                raise _no_place(master) from error
            raise InternalError(
                nl=f"Spark op {master} maakte het werk niet af. Kijk in het logboek van Spark; de werkmap "
                f"{file.parent} moet op elke machine van het cluster op hetzelfde pad staan (ZPM_AUDIT_WERKMAP).",
                en=f"Spark at {master} did not finish the work. Look in the log of Spark; every machine of the cluster "
                f"must have the working folder {file.parent} at the same path (ZPM_AUDIT_WERKMAP).",
            ) from error
        finally:
            over.set()
            watch.join()
        done(parts)

    try:
        yield run
    finally:
        for session in made:
            session.stop()


def _judge(session: Any, file: Path, parts: int) -> None:
    """Give every part a partition of its own, and wait for all of them."""
    path = str(file)

    # Spark reads the types of what it is given, on a machine that does not know ours.
    def judge(batches: Any) -> Any:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                _of_executor(path, number)
            yield batch

    found = session.range(0, parts, 1, parts).mapInArrow(judge, "id long").collect()
    assert sorted(row.id for row in found) == list(range(parts))


def _until_begun(session: Any, crowded: Event, over: Event) -> None:
    """Cancel the work where the cluster has no place for it: Spark itself would wait for ever, and say nothing."""
    tracker = session.sparkContext.statusTracker()
    waited = 0.0
    while not over.wait(_LOOK_SECONDS):
        stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
        if any(stage and stage.numActiveTasks + stage.numCompletedTasks for stage in stages):
            return
        waited += _LOOK_SECONDS
        if waited >= _PLACE_SECONDS:
            crowded.set()
            session.sparkContext.cancelAllJobs()


def _no_place(master: str) -> InternalError:
    minutes = f"{_PLACE_SECONDS / 60:.0f}"
    return InternalError(
        nl=f"Het cluster op {master} gaf in {minutes} minuten geen plaats aan het werk. Controleer of er machines "
        "bij zijn aangemeld en of die vrij zijn.",
        en=f"The cluster at {master} had no place for the work in {minutes} minutes. Check whether machines have "
        "registered with it, and whether these are free.",
    )


def _of_executor(path: str, number: int) -> None:
    """Judge a part on whatever machine this is; Spark tries again elsewhere when it fails."""
    file = Path(path)
    if not file.exists():
        where = socket.gethostname()
        raise FileNotFoundError(f"{where}: {path}")
    cores = os.environ.get("SPARK_EXECUTOR_CORES", "")
    judged_apart(file, number, int(cores) if cores.isdigit() else None, tries=1)


def _session(master: str) -> Any:
    """Return a session; a master that takes a connection and no work is not waited for."""
    # The Python that has zpm-audit; on a cluster where it stands elsewhere the user says where.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    # What it thinks of the versions of other libraries is nothing for who runs an audit.
    warnings.filterwarnings("ignore", module=r"pyspark\b")
    # A task that fails is tried again; on one machine the address says how often.
    local = f"{master[:-1]},{TRIES}]" if master.startswith("local[") and "," not in master else master
    builder = (
        SparkSession.builder.appName("zpm-audit")
        .master(f"local[1,{TRIES}]" if local == "local" else local)
        .config("spark.task.maxFailures", str(TRIES))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "OFF")
        .config("spark.executorEnv.PYTHONWARNINGS", "ignore")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
    )
    made: list[Any] = []
    wrong: list[BaseException] = []

    def make() -> None:
        try:
            made.append(builder.getOrCreate())
        except BaseException as error:  # what Java says comes in many kinds
            wrong.append(error)

    thread = threading.Thread(target=make, name="spark", daemon=True)
    with _quiet():
        thread.start()
        thread.join(_SESSION_SECONDS)
    if made:
        return made[0]
    if wrong:
        what = type(wrong[0]).__name__
        raise UsageError(
            nl=f"Spark op {master} start niet ({what}). Controleer het adres en of Java 17 of nieuwer is.",
            en=f"Spark at {master} does not start ({what}). Check the address, and whether Java is 17 or later.",
        ) from wrong[0]
    raise _no_answer(master)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what is started meanwhile off the streams of this process: Java talks on those it began with to the end."""
    streams = (1, 2)
    kept = [os.dup(stream) for stream in streams]
    try:
        with Path(os.devnull).open("wb") as nothing:
            for stream in streams:
                os.dup2(nothing.fileno(), stream)
        yield
    finally:
        for stream, own in zip(streams, kept, strict=True):
            os.dup2(own, stream)
            os.close(own)
