"""Runs the contract in Great Expectations, as a process of its own: ``gx_runner REQUEST.json RESPONSE.json``.

On its own its import time, memory and noise stay out of the audit, and it runs beside it. The answer holds numbers
only: no value of the export leaves this process.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.intake.contract.model import ROW_COUNT, Expectation, Suite
from zpm_audit.intake.contract.request import Request
from zpm_audit.intake.contract.resolve import gx_suite
from zpm_audit.intake.contract.sample import draw_sample
from zpm_audit.register import TABLES

_KNOWN = "bekend"
_UNKNOWN = "onbekend"
#: Counts come back, and no values at all.
_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}
_ERROR_NAME = re.compile(r"^(?:\w+\.)*(\w+)(?::|$)")


def respond(request: Request) -> dict[str, Any]:
    """Validate every suite; a table that fails takes no other along."""
    # Where Spark is installed Great Expectations would load it too, for nothing, and with words of its own.
    sys.modules["pyspark"] = None  # type: ignore[assignment]
    # A library that it loads would open a socket, to see whether this machine has IPv6.
    socket.has_ipv6 = False
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # Python's own strings and patterns, also where pyarrow happens to be installed.
    pd.set_option("mode.string_storage", "python")
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    tables: dict[str, Any] = {}
    for suite in request.suites:
        try:
            tables[suite.name] = _validate(context, request, suite)
        except Exception as error:
            print(f"{suite.name}: {error!r}", file=sys.stderr)
            tables[suite.name] = {"error": type(error).__name__}
    return {"version": gx.__version__, "tables": tables}


def _validate(context: Any, request: Request, suite: Suite) -> dict[str, Any]:
    import great_expectations as gx

    from zpm_audit.intake.contract.frame import to_pandas

    rows, sample = _rows(request, suite)
    frame = to_pandas(rows, TABLES[suite.name].by_name)
    resolved = gx_suite(suite, request.peildatum, lambda _table, _column: [])
    for declared, e in zip(resolved["expectations"], suite.expectations, strict=True):
        if e.reference is not None:
            # Great Expectations copies a value set some eighty times: thousands of keys would take it minutes. So
            # pandas looks the keys up, as it would there, and Great Expectations judges what came of it.
            looked_up = f"{e.judged[0]} in {e.reference[0]}.{e.reference[1]}"
            known = _known_values(request, e, rows[e.judged[0]])
            found = frame[e.judged[0]].isin(known).map({True: _KNOWN, False: _UNKNOWN})
            frame[looked_up] = found.astype(object).where(frame[e.judged[0]].notna(), None)
            declared["kwargs"] |= {"column": looked_up, "value_set": [_KNOWN]}
    asset = context.data_sources.add_pandas(suite.name).add_dataframe_asset(suite.name)
    batch = asset.add_batch_definition_whole_dataframe("alle rijen").get_batch({"dataframe": frame})
    outcome = batch.validate(gx.ExpectationSuite(**resolved), result_format=_RESULT_FORMAT)
    return {"rows": rows.height, "sample": sample, "results": [_numbers(r) for r in outcome.results]}


def _rows(request: Request, suite: Suite) -> tuple[pl.DataFrame, str | None]:
    """Return the rows to validate, with the columns that the suite reads, and the file with them when a sample."""
    scan = pl.scan_parquet(request.paths[suite.name])
    total = scan.select(pl.len()).collect().item()
    columns = _columns(scan, suite)
    if request.bound is None or total <= request.bound:
        return scan.select(columns).collect(), None
    rows = draw_sample(scan, suite.name, columns, request.bound)
    path = request.folder / f"{suite.name}.parquet"
    rows.write_parquet(path)
    return rows, str(path)


def _columns(scan: pl.LazyFrame, suite: Suite) -> list[str]:
    needed: Iterable[str] = dict.fromkeys(c for e in suite.expectations for c in e.needed)
    # A frame without columns has no rows either, and the rows are counted too.
    return list(needed) or scan.collect_schema().names()[:1]


def _known_values(request: Request, e: Expectation, used: pl.Series) -> list[Any]:
    """Return the values of the other table, as far as they are asked for."""
    table, column = e.reference or ("", "")
    asked = used.drop_nulls().unique().alias(column).to_frame().lazy()
    return (
        pl.scan_parquet(request.paths[table])
        .select(column)
        .join(asked, on=column, how="semi")
        .collect()[column]
        .unique()
        .to_list()
    )


def _numbers(outcome: Any) -> dict[str, Any]:
    """Return the numbers of one expectation, or the kind of error that kept it from running."""
    number = outcome.expectation_config.meta["nummer"]
    error = _error(outcome.exception_info or {})
    if error is not None:
        return {"number": number, "error": error}
    result = outcome.result
    if outcome.expectation_config.type == ROW_COUNT:
        counted = {"elements": result["observed_value"], "missing": 0, "unexpected": 0}
    else:
        counted = {
            "elements": result["element_count"],
            "missing": result.get("missing_count") or 0,
            "unexpected": result["unexpected_count"],
        }
    return {"number": number, "success": bool(outcome.success)} | {k: int(v) for k, v in counted.items()}


def _error(info: dict[str, Any]) -> str | None:
    """Return the name of the exception that Great Expectations caught; None when there was none."""
    caught = [info] if "raised_exception" in info else [i for i in info.values() if isinstance(i, dict)]
    for one in caught:
        if one.get("raised_exception"):
            lines = str(one.get("exception_traceback") or "").strip().splitlines()
            print(*lines, sep="\n", file=sys.stderr)
            match = _ERROR_NAME.match(lines[-1]) if lines else None
            return match.group(1) if match else "Exception"
    return None


def _end_with_parent() -> None:
    """End this process when the audit ends, however it ends: then nothing holds our standard input open."""
    while os.read(0, 1024):
        pass
    os._exit(1)


def main(request_file: str, response_file: str) -> None:
    """Answer one request. The response appears whole or not at all."""
    if not sys.stdin.isatty():
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        response = respond(Request.from_json(Path(request_file).read_text(encoding="utf-8")))
    except Exception as error:
        print(repr(error), file=sys.stderr)
        response = {"failed": type(error).__name__}
    unfinished = Path(response_file + ".deel")
    unfinished.write_text(json.dumps(response), encoding="utf-8")
    unfinished.replace(response_file)


if __name__ == "__main__":
    main(*sys.argv[1:3])
