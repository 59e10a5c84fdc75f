"""What a small run costs: the demo audited, with and without Great Expectations, with an empty cache and a full one.

python -m benchmarks.start --keer 3 --write docs/benchmark-klein.md
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
from pathlib import Path

from benchmarks.measured import spawn
from zpm_audit.demo import DemoFacts, write_demo

_PAGE = """# Benchmark: kleine runs

De audit van de voorbeeldinstelling ({rows} prestaties), van begin tot eind, met alle rapporten. Bij een lege cache
bewijst zij de catalogus en vertaalt zij de sjablonen; bij een volle neemt zij over wat van ongewijzigde bestanden al
bekend was (`ZPM_AUDIT_CACHE=uit` zet de cache uit). Processortijd is die van alle processen samen.

    {command}

| mediaan van {runs} | tijd | processor | geheugen |
|---|---:|---:|---:|
{table}

{machine}
"""


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__)
    parser.add_argument("--keer", type=int, default=3)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts = write_demo(folder / "demo")
        lines = [
            _line(facts, folder, gx, warm=warm, runs=options.keer)
            for gx in ("uit", "standaard")
            for warm in (False, True)
        ]
    command = f"python -m benchmarks.start --keer {options.keer} --write docs/benchmark-klein.md"
    machine = f"{platform.system()}, Python {platform.python_version()}."
    page = _PAGE.format(
        rows=f"{facts.rows['prestaties']:,}".replace(",", "."),
        command=command,
        runs=options.keer,
        table="\n".join(lines),
        machine=machine,
    )
    if options.write:
        options.write.write_text(page, encoding="utf-8")
    print(page)


def _line(facts: DemoFacts, folder: Path, gx: str, *, warm: bool, runs: int) -> str:
    took = []
    for run in range(runs + warm):
        cache = folder / ("warm" if warm else f"leeg-{gx}-{run}")
        command = ["zpm_audit", "run", str(facts.export), "--out", str(folder / "uit"), "--overschrijf", "--gx", gx]
        command += ["--peildatum", facts.peildatum.isoformat(), "--fail-on", "nooit"]
        own = {"ZPM_AUDIT_CACHE": str(cache), "ZPM_AUDIT_SLEUTEL": "alleen voor deze meting"}
        took.append(spawn(command, environment=own))
    seconds, cpu, mib = (statistics.median(column) for column in zip(*took[warm:], strict=True))
    name = "zonder Great Expectations" if gx == "uit" else "met Great Expectations"
    kind = "volle cache" if warm else "lege cache"
    return f"| {name}, {kind} | {seconds:.1f} s | {cpu:.1f} s | {mib:.0f} MiB |".replace(".", ",")


if __name__ == "__main__":
    main()
