"""Answers many requests in one process of Great Expectations, which takes seconds to load: REQUEST RESPONSE pairs.

Behind ``--kaal`` the last request is also answered by Great Expectations alone: the suite as ``gx_suite`` fills it in,
with the real lists of known keys, and nothing of ours between the frame and the outcome.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.intake.contract.frame import to_pandas
from zpm_audit.intake.contract.gx_runner import respond
from zpm_audit.intake.contract.request import Request
from zpm_audit.intake.contract.resolve import gx_suite
from zpm_audit.register import TABLES


def plain(request: Request) -> dict[str, dict[int, list[Any]]]:
    import great_expectations as gx

    def known(table: str, column: str) -> list[Any]:
        return pl.read_parquet(request.paths[table])[column].drop_nulls().to_list()

    context = gx.get_context(mode="ephemeral")
    answers: dict[str, dict[int, list[Any]]] = {}
    for suite in request.suites:
        frame = to_pandas(pl.read_parquet(request.paths[suite.name]), TABLES[suite.name].by_name)
        loaded = gx.ExpectationSuite(**gx_suite(suite, request.peildatum, known))
        batch = context.data_sources.pandas_default.read_dataframe(frame, asset_name=suite.name)
        outcome = batch.validate(loaded)
        answers[suite.name] = {
            r.expectation_config.meta["nummer"]: [r.success, r.result.get("unexpected_count", 0)]
            for r in outcome.results
        }
    return answers


def main(arguments: list[str]) -> None:
    also_plain = arguments[0] == "--kaal"
    files = [Path(a) for a in arguments[also_plain:]]
    for asked, answer in zip(files[::2], files[1::2], strict=True):
        request = Request.from_json(asked.read_text(encoding="utf-8"))
        answer.write_text(json.dumps(respond(request)), encoding="utf-8")
    if also_plain:
        files[-1].with_suffix(".kaal.json").write_text(json.dumps(plain(request)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
