"""The catalogue that comes with the tool, loaded once."""

from __future__ import annotations

import pytest

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
