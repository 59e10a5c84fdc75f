"""The schema of ``zpm-audit.yaml``: what the model says, in the forms that people write."""

from __future__ import annotations

from typing import Any

from zpm_audit.configuration.model import ConfigurationFile

#: Groups of keys that may be written as one value, that of this key.
_SHORT = {"codelijst": "bestanden", "acceptaties": "bestand", "grootboek": "bestand", "bewaren": "dagen"}
_EMPTY = {"type": "null"}


def configuration_schema() -> dict[str, Any]:
    """Return the schema of a configuration: a key without a value counts as one that is not there."""
    schema = ConfigurationFile.model_json_schema()
    keys: dict[str, Any] = schema["properties"]
    for key, inner in _SHORT.items():
        group = next(one["$ref"] for one in keys[key]["anyOf"] if "$ref" in one).rpartition("/")[2]
        keys[key]["anyOf"].insert(0, schema["$defs"][group]["properties"][inner])
    for part in schema["$defs"].values():
        for named in part.get("properties", {}).values():
            if "patternProperties" in named:
                named["additionalProperties"] = False
    for key, one in keys.items():
        if _EMPTY not in one.get("anyOf", ()):
            keys[key] = {"anyOf": [{k: v for k, v in one.items() if k != "default"}, _EMPTY]}
    return schema
