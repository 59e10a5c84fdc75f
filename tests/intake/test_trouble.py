from __future__ import annotations

import errno
from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read
from zpm_audit.base.errors import InputRefusedError, InternalError, ZpmError
from zpm_audit.intake.rows import canonical
from zpm_audit.intake.sources.trouble import reading


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), InternalError, "schijf is vol"),
        (pl.exceptions.ComputeError("No space left on device (os error 28)"), InternalError, "schijf is vol"),
        (MemoryError(), InternalError, "werkgeheugen"),
        (PermissionError(errno.EACCES, "Permission denied", "x.csv"), InputRefusedError, "Geen toegang tot x.csv"),
        (FileNotFoundError(errno.ENOENT, "No such file", "x.csv"), InputRefusedError, "x.csv bestaat niet"),
        (OSError(errno.EIO, "Input/output error"), InternalError, "mislukte bij prestaties.csv"),
        (OSError(errno.EINVAL, "Invalid argument"), InputRefusedError, "prestaties.csv is niet te lezen"),
        (
            pl.exceptions.ComputeError("eerste regel\ntweede regel"),
            InputRefusedError,
            "ander soort bestand dan het heet",
        ),
    ],
)
def test_every_trouble_has_its_sentence(error: Exception, kind: type[ZpmError], says: str) -> None:
    with pytest.raises(kind, match=says) as caught, reading("prestaties.csv"):
        raise error
    assert "regel" not in caught.value.text.nl


def test_the_reason_of_the_system_is_told_in_the_language() -> None:
    with (
        pytest.raises(InternalError, match=r"mislukte bij x: de schijf is alleen om te lezen\.") as caught,
        reading("x"),
    ):
        raise OSError(errno.EROFS, "Read-only file system")
    assert "the disk is read-only" in caught.value.text.en
    assert "Read-only" not in caught.value.text.nl


def test_our_own_errors_pass_untouched() -> None:
    mine = InputRefusedError(nl="zo", en="so")
    with pytest.raises(InputRefusedError) as caught, reading("x"):
        raise mine
    assert caught.value is mine


def test_a_working_folder_that_cannot_be_written(read: Read, work: Path) -> None:
    (work / "register").write_text("in de weg", encoding="utf-8")
    with pytest.raises(InternalError, match=r"prestaties\.csv"):
        read()


def test_rows_that_do_not_add_up_stop_the_run(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "count", lambda _: 7)
    with pytest.raises(InternalError, match="telling klopt niet"):
        read()
