"""Deviations that somebody accepted, with a reason and until a day: ``acceptaties.yaml``.

An acceptance changes no verdict. The finding stays in every list and every count; it says who took responsibility.
"""

from zpm_audit.findings.acceptances.load import load_acceptances, refuse_unfit
from zpm_audit.findings.acceptances.model import Acceptances

__all__ = ["Acceptances", "load_acceptances", "refuse_unfit"]
