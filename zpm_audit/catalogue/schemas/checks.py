"""The schemas of a check file and of a file with limits of one's own: what the models say, in the form people write."""

from __future__ import annotations

from typing import Any

from zpm_audit.catalogue.own_limits import ParameterFile
from zpm_audit.checks.blocks import BLOCKS
from zpm_audit.checks.model import Check
from zpm_audit.register import TABLES

Schema = dict[str, Any]


def check_schema() -> Schema:
    """Return the schema of a check file."""
    schema = Check.model_json_schema()
    parts: Schema = schema["$defs"]
    parts.pop("Block", None)
    for block in BLOCKS.values():
        parts[block.__name__] = block.model_json_schema()
    parts["Definitie"] = _definition(parts["Definitie"])
    parts["Impact"] = {"anyOf": [{"type": "string"}, {**parts["Impact"], "minProperties": 1, "maxProperties": 1}]}
    parts["Parameter"] = _parameter(parts["Parameter"])
    parts["Populatie"]["properties"]["tabel"] = {"enum": list(TABLES)}
    # One of the two, and a verdict in questions says itself what is still running.
    schema["oneOf"] = [{"required": ["eis"]}, {"required": ["oordeel"], "not": {"required": ["loopt"]}}]
    return schema


def parameter_schema() -> Schema:
    """Return the schema of a file with limits in the place of those of the catalogue."""
    return {**ParameterFile.model_json_schema(), "minProperties": 1}


def _definition(model: Schema) -> Schema:
    """Return a derived value as it is written: an expression by itself, with what explains it, or one block."""
    beside = {name: one for name, one in model["properties"].items() if name not in {"sql", "blok"}}

    def one(key: str, value: Schema) -> Schema:
        return {
            "type": "object",
            "properties": {key: value, **beside},
            "required": [key],
            "additionalProperties": False,
        }

    forms = [one("sql", {"type": "string", "minLength": 1})]
    forms += [one(name, {"$ref": f"#/$defs/{block.__name__}"}) for name, block in BLOCKS.items()]
    return {"description": model["description"], "anyOf": [{"type": "string", "minLength": 1}, *forms]}


def _parameter(model: Schema) -> Schema:
    """Return a limit as it is written: complete, or the name of a shared one with the date that picks its value."""
    properties = dict(model["properties"])
    shared = {name: properties.pop(name) if name == "gedeeld" else properties[name] for name in ("gedeeld", "op")}
    name = {"type": "string", "minLength": 1}
    whole = {**model, "properties": properties}
    whole.pop("description", None)
    return {
        "description": model["description"],
        "anyOf": [
            whole,
            {
                "type": "object",
                "properties": {**shared, "gedeeld": name},
                "required": ["gedeeld", "op"],
                "additionalProperties": False,
            },
        ],
    }
