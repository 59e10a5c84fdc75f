"""``python -m zpm_audit`` does the same as the ``zpm-audit`` command."""

from zpm_audit.cli import main

main()
