"""A key of their own for these runs, so that nobody's is touched."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")
