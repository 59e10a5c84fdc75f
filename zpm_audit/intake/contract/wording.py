"""The sentences of the contract's outcome. Figures follow the language: 1.234 and 99,7% in Dutch."""

from __future__ import annotations

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.model import COMPOUND_UNIQUE, NOT_NULL, PAIR, ROW_COUNT, UNIQUE, Expectation

_SWAP = str.maketrans(",.", ".,")


def count(number: int) -> Text:
    """Return a whole number with thousands marks."""
    en = f"{number:,}"
    return Text(en.translate(_SWAP), en)


def share(part: int, whole: int) -> Text:
    """Return a share with one decimal. Only all is 100% and only nothing is 0%."""
    tenths = (2000 * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    if part and not tenths:
        return Text("minder dan 0,1%", "less than 0.1%")
    en = f"{tenths / 10:.1f}%"
    return Text(en.translate(_SWAP), en)


def _limit(fraction: float) -> Text:
    en = f"{round(100 * fraction, 4):g}%"
    return Text(en.translate(_SWAP), en)


def _scope(expectation: Expectation) -> Text:
    if expectation.condition is None:
        return Text("", "")
    column, values = expectation.condition
    nl, en = (" of ", " or ")
    shown = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    return Text(f" (rijen met {column} {nl.join(shown)})", f" (rows with {column} {en.join(shown)})")


def no_values(expectation: Expectation, elements: int) -> Text:
    """Say that there was nothing to judge."""
    if elements:
        columns = ", ".join(expectation.judged)
        return Text(
            f"geen waarden om te beoordelen: {columns} is in geen enkele rij gevuld",
            f"no values to judge: {columns} is not filled in any row",
        )
    if expectation.condition is not None:
        scope = _scope(expectation)
        return Text(f"geen rijen om te beoordelen{scope.nl}", f"no rows to judge{scope.en}")
    return Text("geen rijen om te beoordelen: de tabel is leeg", "no rows to judge: the table is empty")


def observed_text(expectation: Expectation, *, judged: int, unexpected: int) -> Text:
    """Say what was seen."""
    n, scope = count(judged), _scope(expectation)
    if expectation.type == ROW_COUNT:
        return Text(f"{n.nl} rijen", f"{n.en} rows")
    if expectation.type == NOT_NULL:
        filled, part = count(judged - unexpected), share(judged - unexpected, judged)
        asked = _limit(expectation.mostly)
        return Text(
            f"{filled.nl} van {n.nl} gevuld ({part.nl}){scope.nl}; gevraagd: minstens {asked.nl}",
            f"{filled.en} of {n.en} filled ({part.en}){scope.en}; asked: at least {asked.en}",
        )
    by_row = expectation.type in {UNIQUE, COMPOUND_UNIQUE, PAIR}
    noun = Text("rijen", "rows") if by_row else Text("gevulde waarden", "filled values")
    if unexpected == 0:
        return Text(f"alle {n.nl} {noun.nl} voldoen{scope.nl}", f"all {n.en} {noun.en} comply{scope.en}")
    bad, part = count(unexpected), share(unexpected, judged)
    allowed = _limit(1 - expectation.mostly)
    tail = Text(f"; hoogstens {allowed.nl} mag", f"; at most {allowed.en} may")
    if expectation.mostly == 1:
        tail = Text("", "")
    do, do_en = ("voldoet", "does") if unexpected == 1 else ("voldoen", "do")
    return Text(
        f"{bad.nl} van {n.nl} {noun.nl} {do} niet ({part.nl}){scope.nl}{tail.nl}",
        f"{bad.en} of {n.en} {noun.en} {do_en} not comply ({part.en}){scope.en}{tail.en}",
    )
