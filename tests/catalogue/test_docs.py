"""The reference of the check language names everything that exists, and its example works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue import prove as cases
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.prove import run_cases
from zpm_audit.checks import blocks, koppels, model
from zpm_audit.checks.sql import vocabulary

DOC = Path(__file__).parents[2] / "docs" / "checktaal.md"
MODELS: list[type[BaseModel]] = [
    model.Check, model.Norm, model.Parameter, model.ParameterValue, model.Populatie, model.Groep, koppels.Koppel,
    koppels.Periode, koppels.Binnen, koppels.Veld, model.Tak, model.Impact, model.JuisteCode, model.SomVan,
    model.Instelling, model.Definities,
    cases.Case, cases.CaseFile, *blocks.BLOCKS.values(),
]  # fmt: skip


@pytest.fixture(scope="module")
def text() -> str:
    return DOC.read_text(encoding="utf-8")


def _words(text: str) -> set[str]:
    """Return every word that stands in code."""
    code = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return {word for part in code for word in re.findall(r"[a-z_]+", part)}


@pytest.mark.parametrize("shape", MODELS, ids=lambda m: m.__name__)
def test_every_key_is_named(text: str, shape: type[BaseModel]) -> None:
    assert set(shape.model_fields) - _words(text) - {"sql"} == set()


def test_every_block_is_named_with_an_example(text: str) -> None:
    examples = "".join(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL))
    assert {name for name in blocks.BLOCKS if f"{{{name}: {{" not in examples} == set()
    assert {name for name in blocks.BLOCKS if f"| `{name}: {{" not in text} == set()


def test_every_word_of_an_expression_is_named(text: str) -> None:
    section = text[text.index("## Uitdrukkingen") : text.index("## Gevallen")]
    allowed = vocabulary.FUNCTIONS | vocabulary.AGGREGATES | vocabulary.ORDERED | vocabulary.TYPES
    assert allowed - _words(section) == set()
    assert set(vocabulary.REFUSED) - _words(section) == set()


def test_the_example_is_a_valid_check_and_its_cases_pass(text: str, tmp_path: Path) -> None:
    start = text.index("## Een voorbeeld")
    check, its_cases = re.findall(r"```yaml\n(.*?)```", text[start:], re.DOTALL)[:2]
    shared = (catalogue_dir() / "definities.yaml").read_text(encoding="utf-8")
    theme = "themas:\n  facturatie:\n    titel: {nl: Facturatie, en: Invoicing}\n"
    (tmp_path / "definities.yaml").write_text(shared.replace("themas:\n", theme, 1), encoding="utf-8")
    (tmp_path / "facturatie").mkdir()
    (tmp_path / "facturatie" / "ZPM-FA-90.yaml").write_text(check, encoding="utf-8")
    (tmp_path / "facturatie" / "ZPM-FA-90.gevallen.yaml").write_text(its_cases, encoding="utf-8")
    outcomes = run_cases(load_catalogue(tmp_path), "ZPM-FA-90")
    assert len(outcomes) == 5
    assert not [o for o in outcomes if o.errors]


def test_links_within_the_page_lead_somewhere(text: str) -> None:
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= anchors
