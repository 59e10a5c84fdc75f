"""The schema of ``acceptaties.yaml``: a list of acceptances, each saying in one way which findings it accepts."""

from __future__ import annotations

from typing import Any

from zpm_audit.findings.acceptances.model import SELECTORS, Acceptance


def acceptances_schema() -> dict[str, Any]:
    """Return the schema of a file of acceptances."""
    one = Acceptance.model_json_schema()
    parts = one.pop("$defs", {})
    one["oneOf"] = [{"required": [name]} for name in SELECTORS]
    for name in SELECTORS:
        # Empty is not a way to say it, and would count as one that is given.
        one["properties"][name] = {k: v for k, v in one["properties"][name].items() if k != "default"}
    whole: dict[str, Any] = {"type": ["array", "null"], "items": one}
    return {**whole, "$defs": parts} if parts else whole
