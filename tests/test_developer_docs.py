"""What the documentation points at is there: files, functions, commands, targets, layers, links. The examples work."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.official import difference
from zpm_audit.catalogue.prove import run_cases
from zpm_audit.cli import app

ROOT = Path(__file__).parents[1]
DEVELOPER = sorted((ROOT / "docs" / "ontwikkelaar").rglob("*.md"))
GUIDES = [*DEVELOPER, *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "README.md", "examples/README.md"))]
PAGES = [*GUIDES, *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("zpm_audit", "tests", "checks", "docs", "reports", "benchmarks", "examples", ".github", ".ci")
each_guide = pytest.mark.parametrize("page", GUIDES, ids=lambda p: str(p.relative_to(ROOT)))


def code(page: Path) -> Iterator[str]:
    """Yield what stands in code, in a line or in a block."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE))


@each_guide
def test_files_that_are_named_exist(page: Path) -> None:
    words = {word.rstrip(".,:") for line in code(page) for word in line.split()}
    named = {w for w in words if w.split("/")[0] in FOLDERS and "/" in w and not set(w) & set("<>*{}…")}
    new = {w for w in named if re.search(r"NIEUW|nieuw|ZPM-(XX|NW|FA-9)", w)}
    assert {w for w in named - new if not (ROOT / w).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    local = [link.split("#")[0] for link in links if not link.startswith(("http", "#"))]
    assert [link for link in local if not (page.parent / link).exists()] == []


@each_guide
def test_targets_and_commands_that_are_named_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    lines = list(code(page))
    made = {m for line in lines for m in re.findall(r"^make ([a-z-]+)", line)}
    assert made - targets == set()
    known = {command.name for command in app.registered_commands}
    for group in app.registered_groups:
        assert group.typer_instance
        known |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    called = {
        m.strip() for line in lines for m in re.findall(r"(?:^|/)zpm-audit ((?:checks |steekproef )?[a-z]+)", line)
    }
    assert called - known == set()


@pytest.mark.parametrize("name", ["pass.md", "leeg.md"])
def test_names_of_the_engine_that_are_explained_exist(name: str) -> None:
    sources = [p.read_text(encoding="utf-8") for p in (ROOT / "zpm_audit").rglob("*.py")]
    words = set(re.findall(r"\w+", "\n".join(sources)))
    files = {p.name for p in (ROOT / "zpm_audit").rglob("*.py")}
    said = {c for c in code(ROOT / "docs" / "ontwikkelaar" / name) if re.fullmatch(r"\w+(\.py)?", c)}
    assert {c for c in said if c not in files and c not in words} == set()


def test_the_picture_of_the_layers_is_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    drawing = (ROOT / "docs" / "ontwikkelaar" / "lagen.svg").read_text(encoding="utf-8")
    rows: dict[int, set[str]] = {}
    for height, room in re.findall(r'<text x="\d+" y="(\d+)" class="n">(\w+)<', drawing):
        rows.setdefault(int(height), set()).add(room)
    assert [rows[height] for height in sorted(rows)] == [set(layer.split(" | ")) for layer in contract]


def test_every_room_is_explained() -> None:
    page = (ROOT / "docs" / "ontwikkelaar" / "architectuur.md").read_text(encoding="utf-8")
    rooms = {p.name for p in (ROOT / "zpm_audit").iterdir() if (p / "__init__.py").exists()}
    assert {room for room in rooms if f"| `zpm_audit/{room}/` |" not in page} == set()


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "ontwikkelaar" / "besluiten"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert {p.name for p in folder.glob("0*.md") if f"]({p.name})" not in listed} == set()


@pytest.mark.whole
def test_the_checks_of_the_example_are_valid_and_their_cases_pass() -> None:
    own = (ROOT / "examples" / "eigen-checks",)
    catalogue = load_catalogue(extra=own, parameters=ROOT / "examples" / "eigen-grenzen.yaml")
    assert difference(catalogue, {}).extra == ("EIGEN-CO-01",)
    assert [change.name for change in catalogue.changes] == ["termijn_regiebehandelaar"]
    outcomes = run_cases(catalogue, "EIGEN-CO-01")
    assert outcomes
    assert [o for o in outcomes if o.errors] == []
