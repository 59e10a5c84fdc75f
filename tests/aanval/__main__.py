"""A long night: ``python -m tests.aanval --gevallen 10000``. Prints a table by kind, and every broken promise."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.aanval.night import attack, kind_of, table


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.aanval", description=__doc__)
    asked.add_argument("--gevallen", type=int, default=1000, help="hoeveel gevallen")
    asked.add_argument("--zaad", type=int, default=1, help="waaruit zij getrokken worden")
    asked.add_argument("--processen", type=int, default=os.cpu_count() or 2, help="hoeveel tegelijk")
    given = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="aanval-"))
    began = time.monotonic()
    outcome = attack(given.gevallen, given.zaad, place, given.processen)
    for number, broken in sorted(outcome.broken.items()):
        print(f"{number} ({kind_of(number)}) in {place / str(number)}:", *broken, sep="\n    ")
    print(table(outcome))
    print(f"\nZaad {given.zaad}, {time.monotonic() - began:.0f} seconden.")
    if not outcome.broken:
        place.rmdir()
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
