from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from examples.gds801 import Message, message_for
from zpm_audit.base.pseudonyms import KEY_VARIABLE
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.demo import write_demo
from zpm_audit.intake import read_export
from zpm_audit.register import Register


@pytest.fixture(autouse=True, scope="session")
def _key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, "een sleutel voor de tests")
        yield


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    facts = write_demo(tmp_path_factory.mktemp("demo"), size=0.1, seed=7)
    return read_export(facts.export, work=tmp_path_factory.mktemp("werk"))


@pytest.fixture(scope="session")
def whole(register: Register) -> Message:
    return message_for(register, "3332")


@pytest.fixture
def message(whole: Message) -> Message:
    """A sound message of three insured with a few lines each, to spoil."""
    small = Message(deepcopy(whole.header), deepcopy(whole.context), deepcopy(whole.insured[:3]))
    for insured in small.insured:
        insured.debet = insured.debet[:5]
    return small


@pytest.fixture(scope="session")
def rules() -> Catalogue:
    catalogue = load_catalogue()
    return catalogue.select([i for i in catalogue.checks if i.startswith("ZPM-GD-")])


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "werk"
    folder.mkdir()
    return folder
