"""Which tests `make test` leaves to the long lane, by what they cost: every file keeps its cheaper ones.

pytest -m "" --durations=0 --durations-min=0.25 > durations.txt
python -m tests.lanes durations.txt

writes ``langzaam.txt``, a line per test or, where what its tests share costs too much, per file.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

LISTED = Path(__file__).with_name("langzaam.txt")
#: So many seconds a file may take in `make test`.
_BUDGET = 3.0
#: More for the files that alone show what a user sees: a whole run, the oracle, the browser, the databases.
_MORE = {
    "tests/cli/test_archive.py": 5.0,
    "tests/cli/test_follow_up.py": 6.0,
    "tests/cli/test_mailing.py": 5.0,
    "tests/cli/test_no_patient_in_clear.py": 6.0,
    "tests/cli/test_run.py": 8.0,
    "tests/cli/test_stopping.py": 4.0,
    "tests/demo/test_demo_audit.py": 6.0,
    "tests/evidence/test_package.py": 5.0,
    "tests/explain/test_uitleg.py": 7.0,
    "tests/intake/contract/test_contract_gx.py": 4.0,
    "tests/intake/databases/test_postgresql.py": 5.0,
    "tests/mutation/test_mutants.py": 5.0,
    "tests/properties/test_against_oracle.py": 6.0,
    "tests/reports/html/test_browser.py": 6.0,
}
_CHEAP = 0.6
#: The files that take minutes, longest first: begun last, one of them keeps one processor busy while the others wait.
LONGEST = (
    "tests/mutation/test_mutants.py",
    "tests/properties/test_stray_rows.py",
    "tests/aanval/test_attack.py",
    "tests/cli/test_no_patient_in_clear.py",
    "tests/cli/test_demo_in_parts.py",
    "tests/test_verhaal.py",
    "tests/intake/proposal/test_same_verdicts.py",
    "tests/properties/test_in_parts.py",
    "tests/cli/test_stopping.py",
    "tests/test_worked_file.py",
    "tests/properties/test_properties.py",
    "tests/output/test_same_bytes.py",
    "tests/demo/test_demo_nights.py",
)
_LINE = re.compile(r"\s*([\d.]+)s (call|setup|teardown)\s+(\S.*)")


def listed() -> frozenset[str]:
    """Return the tests and files that are left to the long lane."""
    return frozenset(line for line in LISTED.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def chosen(durations: str) -> list[str]:
    """Return the tests and files to leave to the long lane, from what pytest says that tests took."""
    calls: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    shared: dict[str, float] = defaultdict(float)
    for line in durations.splitlines():
        if found := _LINE.fullmatch(line.rstrip()):
            seconds, phase, name = float(found[1]), found[2], found[3]
            file = name.split("::")[0]
            calls[file][name] += seconds if phase == "call" else 0
            shared[file] += seconds if phase != "call" else 0
    left: list[str] = []
    for file, tests in calls.items():
        budget = _MORE.get(file, _BUDGET) - shared[file]
        if budget < 0:
            left.append(file)
            continue
        for name, seconds in sorted(tests.items(), key=lambda test: test[1]):
            if seconds <= budget:
                budget -= seconds
            elif seconds >= _CHEAP:
                left.append(name)
    return sorted(left)


if __name__ == "__main__":
    LISTED.write_text(
        "# Made by python -m tests.lanes: what make test leaves to make test-alles.\n"
        + "".join(f"{name}\n" for name in chosen(Path(sys.argv[1]).read_text(encoding="utf-8"))),
        encoding="utf-8",
    )
