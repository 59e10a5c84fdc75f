"""The key of pseudonyms: where it is looked for, and which keys are refused."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.base.pseudonyms import FILE_VARIABLE, KEY_VARIABLE, load_key

LONG = "0123456789abcdef"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "dienst" / "sleutel"))
    return tmp_path / "dienst" / "sleutel"


def test_a_key_is_made_where_the_variable_says_and_stays(place: Path) -> None:
    first = load_key()
    assert place.is_file()
    assert load_key() == first
    assert sys.platform == "win32" or stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_key_of_fifteen_bytes_is_refused_and_one_of_sixteen_is_not(place: Path) -> None:
    place.parent.mkdir()
    place.write_text(LONG[:-1] + "\n", encoding="utf-8")
    place.chmod(0o600)
    with pytest.raises(UsageError, match="te kort"):
        load_key()
    place.write_text(LONG + "\n", encoding="utf-8")
    assert load_key().secret == LONG.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(place: Path, mode: int) -> None:
    place.parent.mkdir()
    place.write_text(LONG, encoding="utf-8")
    place.chmod(mode)
    with pytest.raises(UsageError, match="chmod 600"):
        load_key()
