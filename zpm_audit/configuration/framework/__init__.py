"""The control framework of a provider, ``raamwerk.yaml``: objectives, risks and measures, typed."""

from zpm_audit.configuration.framework.load import load_framework
from zpm_audit.configuration.framework.model import Framework, Measure, Risk

__all__ = ["Framework", "Measure", "Risk", "load_framework"]
