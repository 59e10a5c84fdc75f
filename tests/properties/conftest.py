"""A key of their own for these runs, so that nobody's is touched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")
        yield
