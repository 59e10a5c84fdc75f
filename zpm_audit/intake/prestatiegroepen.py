"""Prestatiegroep by code, from the reference list: a single code first, then its block. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.intake.sources.trouble import reading


@dataclass(frozen=True)
class Groups:
    """What the reference list says: prestatiegroep by code and by block, and every block that exists."""

    by_code: dict[str, str]
    by_block: dict[str, str]
    blocks: frozenset[str]

    def filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the list with a prestatiegroep where it had none and the reference knows it."""
        return frame.with_columns(pl.col("prestatiegroep").fill_null(self.of(pl.col("prestatiecode"))))

    def of(self, code: pl.Expr) -> pl.Expr:
        """Return the prestatiegroep of a code: by the code itself, else by its block; empty where neither is known."""
        return pl.coalesce(_named(code, self.by_code), _named(code.str.head(2), self.by_block))

    def left(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return, per block, how many codes have no prestatiegroep, and whether the block is known at all."""
        without = frame.filter(pl.col("prestatiegroep").is_null()).unique("prestatiecode")
        return (
            without.group_by(pl.col("prestatiecode").str.head(2).alias("blok"))
            .agg(pl.len().alias("aantal"), pl.col("prestatiecode").min().alias("eerste"))
            .with_columns(pl.col("blok").is_in(sorted(self.blocks)).alias("bekend"))
            .sort("blok")
        )


def prestatiegroepen(references: Mapping[str, Path]) -> Groups:
    """Return the groups by the reference lists in use; a catalogue without such a list borrows the built-in one."""
    return read_groups(references.get("ref_prestatiegroepen", catalogue_dir() / "referentie" / "prestatiegroepen.csv"))


def read_groups(path: Path) -> Groups:
    """Read the reference list; one code with two groups is refused."""
    with reading(str(path)):
        lines = pl.read_csv(path, comment_prefix="#", infer_schema=False)
    missing = {"prestatiegroep", "blok", "prestatiecode"} - set(lines.columns)
    if missing:
        raise UsageError(
            nl=f"{path}: kolom {', '.join(sorted(missing))} ontbreekt in de lijst van prestatiegroepen.",
            en=f"{path}: column {', '.join(sorted(missing))} is missing in the list of prestatiegroepen.",
        )
    codes = lines.filter(pl.col("prestatiegroep").is_not_null() & pl.col("prestatiecode").is_not_null())
    blocks = lines.filter(pl.col("blok").is_not_null() & pl.col("prestatiecode").is_null())
    named = blocks.filter(pl.col("prestatiegroep").is_not_null())
    return Groups(
        _pairs(codes, "prestatiecode", path), _pairs(named, "blok", path), frozenset(lines["blok"].drop_nulls())
    )


def _pairs(lines: pl.DataFrame, key: str, path: Path) -> dict[str, str]:
    pairs = lines.select(key, "prestatiegroep").unique(maintain_order=True)
    twice = pairs.filter(pl.col(key).is_duplicated())
    if twice.height:
        raise UsageError(
            nl=f"{path}: {twice[key][0]} heeft twee prestatiegroepen ({', '.join(twice['prestatiegroep'][:2])}). "
            "Laat er een staan.",
            en=f"{path}: {twice[key][0]} has two prestatiegroepen ({', '.join(twice['prestatiegroep'][:2])}). "
            "Keep one.",
        )
    return dict(pairs.iter_rows())


def _named(keys: pl.Expr, groups: dict[str, str]) -> pl.Expr:
    return keys.replace_strict(groups, default=None, return_dtype=pl.String)
