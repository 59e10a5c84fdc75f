"""The demo: an example export, its audit, and where everything is."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.audit import Options, run_audit
from zpm_audit.demo import write_demo
from zpm_audit.language import Language, Text
from zpm_audit.output.publish import staged_output


def run_demo(out: Path, size: float, language: Language, *, overwrite: bool) -> list[str]:
    """Write the demo export to ``out``, audit it, and return what to tell the user."""
    raise NotImplementedError
