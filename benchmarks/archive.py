"""What an archive costs: a year of nights with 5,000 open findings, of which some come and go every night.

python -m benchmarks.archive [--nachten 365] [--open 5000]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.archive.nights import Night, entry_of, lives_of
from zpm_audit.archive.files import packed
from zpm_audit.archive.history import read_history
from zpm_audit.archive.model import Entry
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.commands.runs.rules import catalogue_files

#: So much of what is open comes and goes every night.
CHURN = 0.02
START = date(2025, 1, 1)


def nights(number: int, opened: int, seed: int = 1) -> list[Night]:
    """Return nights in which findings of every check come, go and come back."""
    chance = random.Random(seed)
    checks = list(load_catalogue().checks)
    current = {f"{checks[n % len(checks)]}:P{n:07}" for n in range(opened)}
    gone: list[str] = []
    made = opened
    told = []
    for _ in range(number):
        leaving = set(chance.sample(sorted(current), int(len(current) * CHURN)))
        complies = [one for one in sorted(leaving) if chance.random() < 0.8]
        gone += sorted(leaving)
        back = {gone.pop(chance.randrange(len(gone))) for _ in range(len(leaving) // 4)}
        new = {f"{checks[n % len(checks)]}:P{n:07}" for n in range(made, made + len(leaving) - len(back))}
        made += len(new)
        current = (current - leaving) | back | new
        found: dict[str, list[str]] = {check: [] for check in checks}
        for one in sorted(current):
            found[one.partition(":P")[0]].append(one)
        told.append(Night(found, complies))
    return told


def main() -> None:
    """Fill an archive and print what that cost, as a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--nachten", type=int, default=365)
    asked.add_argument("--open", type=int, default=5000)
    given = asked.parse_args()
    catalogue, contents = packed(catalogue_files(load_catalogue()))
    # A manifest names a few hundred files by their hash, which no compression makes smaller.
    manifest_filling = [f"{random.Random(n).getrandbits(256):064x}" for n in range(300)]
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Place(str(Path(folder) / "archief.db")))
        seconds = []
        for number, night in enumerate(nights(given.nachten, given.open)):
            begun = time.perf_counter()
            seen = archive.series("standaard")
            lives = lives_of(seen, night)
            bare = entry_of(seen, lives, night, f"run-{number:04}", START + timedelta(days=number))
            entry = Entry(
                **{
                    **bare.__dict__,
                    "catalogue": catalogue,
                    "contents": contents,
                    "manifest": bare.manifest + "".join(manifest_filling).encode(),
                }
            )
            with archive.entering(seen) as entering:
                entering.put(entry)
            seconds.append(time.perf_counter() - begun)
        begun, busy = time.perf_counter(), time.process_time()
        history = read_history(archive)
        read, busy = time.perf_counter() - begun, time.process_time() - busy
        assert archive.place.file is not None
        size = archive.place.file.stat().st_size / 1e6
    assert len(history.runs) == given.nachten
    assert not history.broken
    print("| wat | gemeten | grens |\n|---|---|---|")
    print(f"| een nacht toevoegen, mediaan | {statistics.median(seconds):.2f} s | |")
    print(f"| een nacht toevoegen, langste | {max(seconds):.2f} s | 3 s |")
    print(f"| `history` over {given.nachten} nachten | {read:.2f} s ({busy:.2f} s rekentijd) | 1 s |")
    print(f"| het bestand | {size:.0f} MB | 100 MB |")


if __name__ == "__main__":
    main()
