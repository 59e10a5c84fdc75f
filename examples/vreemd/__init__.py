"""Exports as other systems write them, made from the demo, with the mapping that is right for each."""

from examples.vreemd.canonical import canonical_tables
from examples.vreemd.layouts import LAYOUTS, ROUNDS
from examples.vreemd.model import Answer, Derivation, Foreign, Layout, TableAnswer, Tables

__all__ = [
    "LAYOUTS",
    "ROUNDS",
    "Answer",
    "Derivation",
    "Foreign",
    "Layout",
    "TableAnswer",
    "Tables",
    "canonical_tables",
]
