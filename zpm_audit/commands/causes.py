"""Why a finding came or went: the second export is judged by the rules of the first run, the first on the second day.

What does not need to be judged is not: the same rules give what the second run found, the same data and day what the
first did.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.commands.runs.kept import Kept, judged_again

#: The export of the first and of the second run, where they are elsewhere now.
Exports = tuple[str | None, str | None]

CAUSES = ("gegevens", "check", "tijd")


def with_causes(found: pl.DataFrame, a: Kept, b: Kept) -> pl.DataFrame:
    """Add to the differences between two runs what caused each; raises NotAgainError where that cannot be told."""
    if not found.height:
        return found.with_columns(oorzaak=pl.lit(None, pl.String))
    checks = found["check_id"].unique().sort().to_list()
    here = pl.col("eerst")
    same_data, same_day = a.data == b.data, a.peildatum == b.peildatum

    def by_first_rules(of: Kept) -> pl.Expr:
        """Tell which of the findings stand when an export is judged by the first run's rules, on the second day."""
        ids = judged_again(of, a, b.peildatum, checks)
        return pl.col("bevinding_id").is_in(ids.implode())

    other_data = ~here if a.rules == b.rules else here if same_data and same_day else by_first_rules(b)
    other_day = here if same_day else other_data if same_data else by_first_rules(a)
    cause = (
        pl.when(other_data == here)
        .then(pl.lit("check"))
        .when(other_day != here)
        .then(pl.lit("tijd"))
        .otherwise(pl.lit("gegevens"))
    )
    return found.with_columns(oorzaak=cause)
