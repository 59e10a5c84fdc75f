"""Finds the catalogue and the templates, in a checkout as well as in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _locate(in_wheel: str, in_checkout: str) -> Path:
    packed = _PACKAGE / in_wheel
    return packed if packed.is_dir() else _PACKAGE.parent / in_checkout


def catalogue_dir() -> Path:
    """Return the folder with the checks that come with the tool."""
    return _locate("_catalogus", "checks")


def schema_dir() -> Path:
    """Return the folder with the JSON Schemas of the files that people write."""
    return _locate("_schema", "docs/schema")


def templates_dir() -> Path:
    """Return the folder with the jinja2 templates of the reports."""
    return _locate("_templates", "reports/templates")


def schema_comment(name: str) -> str:
    """Return the line above a YAML file by which an editor completes and checks it, without a network."""
    return f"# yaml-language-server: $schema={(schema_dir() / name).as_posix()}\n"
