"""Tries every mutant, writes the page with the scores, and says what nobody noticed."""

from __future__ import annotations

import multiprocessing
import os
import sys

from tests.mutation import work
from tests.mutation.score import PAGE, Score, explanations, page, score, survivors


def main() -> int:
    """Run everything on all cores."""
    explained = explanations()
    scores: dict[str, Score] = {}
    missed = set()
    os.environ["POLARS_MAX_THREADS"] = "1"
    # A fresh process per worker: a copy of one that already runs threads may hang.
    with multiprocessing.get_context("spawn").Pool() as pool:
        for name, outcomes in pool.imap_unordered(work.of_name, [*work.CHECK_IDS, *work.SHARED]):
            scores[name] = score(name, outcomes, explained)
            missed |= survivors(outcomes)
    of_checks = [scores[i] for i in work.CHECK_IDS]
    PAGE.write_text(page(of_checks, [scores[n] for n in work.SHARED], explained), encoding="utf-8")
    for key in sorted(missed - set(explained)):
        print("onopgemerkt:", *key, sep="\n    ")
    for key in sorted(set(explained) - missed):
        print("verklaring niet meer nodig:", *key, sep="\n    ")
    total = sum(s.mutants for s in scores.values())
    print(f"{total} mutanten, {len(missed - set(explained))} onopgemerkt, {len(missed)} verklaard of onopgemerkt")
    return 1 if missed != set(explained) else 0


if __name__ == "__main__":
    sys.exit(main())
