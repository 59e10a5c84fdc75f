"""The examples on a page: a few of the cases that stand beside the check, always the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.catalogue.case_files import Case, CaseFile, case_path, load_cases
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.catalogue.pages.markdown import code, plain_words, table
from zpm_audit.checks.verdict import OUT_OF_SIGHT, OUTSIDE, Verdict

_VERDICTS: tuple[str, ...] = (*Verdict, OUT_OF_SIGHT, OUTSIDE)


def example_table(facts: Facts) -> Iterator[str]:
    """Yield a few cases of the check with the verdict that a person expects."""
    loaded = load_cases(facts.catalogue, facts.check.id).file
    path = case_path(facts.catalogue.files[facts.check.id])
    chosen = examples(loaded)
    yield (
        f"Een keuze van {len(chosen)} uit de {len(loaded.gevallen)} gevallen in {code(path.name)}: van elke grens "
        "beide kanten, en van elk oordeel een. Binnen is goed, buiten niet."
    )
    yield ""
    rows = [
        [plain_words(case.naam), _expected(case), f"{code(case.grens)}, {case.kant}" if case.grens else ""]
        for case in chosen
    ]
    yield from table(["geval", "verwacht", "grens"], rows)


def examples(file: CaseFile) -> list[Case]:
    """Return both sides of each boundary and one case of each verdict, in the order of the file."""
    chosen: list[Case] = []
    sides: set[tuple[str, str | None]] = set()
    for case in file.gevallen:
        if case.grens and (case.grens, case.kant) not in sides:
            sides.add((case.grens, case.kant))
            chosen.append(case)
    for verdict in _VERDICTS:
        if not any(verdict in _outcomes(case) for case in chosen):
            chosen += [case for case in file.gevallen if verdict in _outcomes(case)][:1]
    return [case for case in file.gevallen if case in chosen]


def _outcomes(case: Case) -> list[str]:
    return list(case.verwacht.values()) if isinstance(case.verwacht, dict) else [case.verwacht]


def _expected(case: Case) -> str:
    if isinstance(case.verwacht, str):
        return case.verwacht
    return ", ".join(f"{plain_words(unit)}: {verdict}" for unit, verdict in case.verwacht.items())
