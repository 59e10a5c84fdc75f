"""What speaks to databases is loaded by who has an archive: every start of the program would pay for it."""

from __future__ import annotations

import subprocess
import sys


def test_a_run_without_an_archive_loads_nothing_that_speaks_to_one() -> None:
    asked = "import sys, zpm_audit.cli, zpm_audit.commands.audit; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
