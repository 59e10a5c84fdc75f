"""The schema of a mapping file: what the models say, with the tables and columns of the contract.

A mapping is read as text: ``01``, ``6`` and ``true`` are what was written. An editor reads them as numbers and truths,
so wherever a text may stand the schema takes those too; and a list of one may be written as that one.
"""

from __future__ import annotations

from typing import Any

from zpm_audit.intake.mapping.model import MappingFile
from zpm_audit.register.schema import EXPORT_TABLES

Schema = dict[str, Any]
_SCALAR = ["string", "number", "boolean"]


def mapping_schema() -> Schema:
    """Return the schema of a mapping file."""
    schema: Schema = _as_written(MappingFile.model_json_schema())
    schema["properties"]["tabellen"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _table(name) for name in EXPORT_TABLES},
    }
    lists = schema["properties"]["codelijst"]
    lists["anyOf"] = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, *lists["anyOf"]]
    return schema


def _table(name: str) -> Schema:
    columns = list(EXPORT_TABLES[name].by_name)
    named = {"propertyNames": {"enum": columns}}
    return {
        "anyOf": [
            {"type": "null"},
            {"allOf": [{"$ref": "#/$defs/TableMapping"}, {"properties": {"kolommen": named, "waarden": named}}]},
        ]
    }


def _as_written(part: Any) -> Any:
    """Return a schema that takes every text as an editor may read it."""
    if isinstance(part, list):
        return [_as_written(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: _as_written(value) for key, value in part.items()}
    if made.get("type") == "string":
        made["type"] = _SCALAR
    if made.get("type") == "integer":
        made["type"] = ["integer", "string"]
    if made.get("type") == "array" and isinstance(made.get("items"), dict) and made["items"].get("type") == _SCALAR:
        said = {key: made.pop(key) for key in ("default", "title", "description") if key in made}
        return {**said, "anyOf": [made, made["items"]]}
    return made
