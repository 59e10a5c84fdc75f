from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.demo.reading import read_tables
from zpm_audit.demo import DemoFacts, write_demo


@dataclass(frozen=True)
class Demo:
    facts: DemoFacts
    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def make(folder: Path, **options: float) -> Demo:
    facts = write_demo(folder, **options)
    return Demo(facts, read_tables(facts.export), pl.read_csv(facts.truth, infer_schema=False))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make(tmp_path_factory.mktemp("klein"), size=0.1, seed=7)


@dataclass(frozen=True)
class Again:
    """The small demo, written once more, and what was told meanwhile."""

    folder: Path
    told: list[float]


@pytest.fixture(scope="session")
def small_demo_again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    again = Again(tmp_path_factory.mktemp("nogmaals"), [])
    write_demo(again.folder, size=0.1, seed=7, progress=again.told.append)
    return again
