"""Writes the schemas where an editor finds them, in a checkout as well as in an installed package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.language import Language, Text
from zpm_audit.base.resources import schema_dir
from zpm_audit.catalogue.schemas.checks import check_schema, parameter_schema
from zpm_audit.catalogue.schemas.mappings import mapping_schema
from zpm_audit.configuration.schema import configuration_schema
from zpm_audit.findings.acceptances.schema import acceptances_schema

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: Every schema by the name of its file.
SCHEMAS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "check.schema.json": ("zpm-audit: een check", check_schema),
    "mapping.schema.json": ("zpm-audit: een mapping", mapping_schema),
    "parameters.schema.json": ("zpm-audit: eigen grenzen", parameter_schema),
    "zpm-audit.schema.json": ("zpm-audit: de configuratie van een auditmap", configuration_schema),
    "acceptaties.schema.json": ("zpm-audit: geaccepteerde afwijkingen", acceptances_schema),
}


def schema_text(name: str) -> str:
    """Return the content of one schema file."""
    title, made = SCHEMAS[name]
    whole = {"$schema": _DRAFT, **made(), "title": title}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def schema_lines(out: Path | None, language: Language) -> list[str]:
    """Write all schemas; return what to tell the user."""
    folder = out or schema_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in SCHEMAS:
            (folder / name).write_text(schema_text(name), encoding="utf-8", newline="\n")
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"In {folder} is niet te schrijven: {why.nl}. Kies met --out een andere map.",
            en=f"{folder} cannot be written: {why.en}. Choose another folder with --out.",
        ) from error
    names = ", ".join(SCHEMAS)
    return [Text(f"Geschreven naar {folder}: {names}.", f"Written to {folder}: {names}.").in_(language)]
