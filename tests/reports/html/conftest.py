from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.reports.html.sample import build
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rapport")


@pytest.fixture(scope="session")
def report(folder: Path) -> Report:
    return build(folder / "nl", 2_000)


@pytest.fixture(scope="session")
def page_file(folder: Path, report: Report) -> Path:
    target = folder / "nl" / "rapport.html"
    write_html(report, target)
    return target


@pytest.fixture(scope="session")
def page(page_file: Path) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(page_file.read_text(encoding="utf-8"))
