"""Intake: an export in whatever shape becomes the canonical register, with every row accounted for."""

from zpm_audit.intake.mapping import Mapping, load_mapping
from zpm_audit.intake.read import Progress, read_export
from zpm_audit.intake.rows.totals import ControlTotal, control_totals

__all__ = [
    "ControlTotal",
    "Mapping",
    "Progress",
    "control_totals",
    "load_mapping",
    "read_export",
]
