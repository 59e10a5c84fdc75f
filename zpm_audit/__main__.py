"""The start of the program, as ``zpm-audit`` and as ``python -m zpm_audit``.

A request to stop is heard from the first moment, and what an earlier process left behind is swept away.
"""

import sys

from zpm_audit.base.language import asked_language
from zpm_audit.base.stopping import listen, rest_if_stopping
from zpm_audit.base.streams import take_streams


def main() -> None:
    """Run the command that was asked for, and end with its exit code."""
    take_streams()
    listen(lambda: asked_language(sys.argv[1:]))
    from zpm_audit.base.workplace import sweep
    from zpm_audit.cli import run_command_line

    sweep()
    try:
        code = run_command_line()
    finally:
        rest_if_stopping()
    raise SystemExit(code)


if __name__ == "__main__":
    main()
