"""What the tests of the check files share: which checks there are, and their cases with something changed in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue import prove as cases
from zpm_audit.catalogue.case_files import Case, CaseFile, LoadedCases
from zpm_audit.catalogue.loader import check_files
from zpm_audit.checks.model import Catalogue

CHECK_IDS = sorted(path.stem for path in check_files(catalogue_dir()))


def _sampled(ids: list[str]) -> list[ParameterSet]:
    """Return every check, the first with its letters for `make test` and the others for the long lane."""
    first = {check_id[:-3]: check_id for check_id in reversed(ids)}
    return [pytest.param(i, marks=() if first[i[:-3]] == i else pytest.mark.slow) for i in ids]


#: For what costs much per check, or is done by `checks test` too.
SAMPLED = _sampled(CHECK_IDS)


def verdicts_of(file: CaseFile) -> set[str]:
    """Return every verdict that a case expects."""
    return {v for c in file.gevallen for v in (c.verwacht.values() if isinstance(c.verwacht, dict) else [c.verwacht])}


def with_cases(
    monkeypatch: pytest.MonkeyPatch, loaded: LoadedCases, change: Callable[[Case], Case] | None = None
) -> None:
    """Let the cases that are run be these, with every case changed; they are not read and checked again."""
    file: CaseFile = loaded.file
    if change is not None:
        file = file.model_copy(update={"gevallen": [change(case) for case in file.gevallen]})
    monkeypatch.setattr(cases, "load_cases", lambda _catalogue, _check_id: LoadedCases(file, loaded.source))


def failing(catalogue: Catalogue, check_id: str) -> list[str]:
    """Return the names of the cases that do not come out as expected."""
    return [outcome.name for outcome in cases.run_cases(catalogue, check_id) if outcome.errors]
