"""Great Expectations on pandas: the checks of the nineteen that judge one row, as somebody would who has it already.

Great Expectations has expectations on columns, not a language: what a check derives (a class, a start with date and
time, whether planned and realised fit) is a column that pandas makes first, and who the check is about is a row
condition. An empty value is skipped, so that only deviations can be counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.without_spark import gx, gxe  # isort: skip  # before anything else of Great Expectations
from great_expectations.data_context.types.base import ProgressBarsConfig

from benchmarks.pandas_checks import KEYS, class_of_code, judged_rows, klasse

Counts = dict[str, dict[str, int]]

OVERLEG, PLANNED, UNPLANNED = "is_overleg == True", "is_gepland == True", "is_ongepland == True"
#: Per check what is expected, of which column or pair of columns, and of whom.
EXPECTED: dict[str, tuple[type[Any], dict[str, Any], str]] = {
    "PR-01": (gxe.ExpectColumnValuesToBeInSet, {"column": "past_bij_planning", "value_set": [True]}, PLANNED),
    "PR-02": (gxe.ExpectColumnValuesToBeInSet, {"column": "een_van_beide", "value_set": [True]}, PLANNED),
    "PR-03": (gxe.ExpectColumnPairValuesToBeEqual, {"column_A": "klasse", "column_B": "klasse_r"}, UNPLANNED),
    "PR-04": (gxe.ExpectColumnValuesToNotBeNull, {"column": "starttijd"}, "is_zvw == True"),
    "PR-05": (
        gxe.ExpectColumnPairValuesAToBeGreaterThanB,
        {"column_A": "start", "column_B": "gepland_op", "or_equal": True},
        PLANNED,
    ),
    "IO-01": (gxe.ExpectColumnValuesToBeInSet, {"column": "setting", "value_set": [1]}, OVERLEG),
    "IO-02": (gxe.ExpectColumnValuesToBeInSet, {"column": "overleg_past", "value_set": [True]}, OVERLEG),
    "IO-03": (
        gxe.ExpectColumnValuesToNotBeInSet,
        {"column": "overleg_met", "value_set": ["huisarts", "verwijzer"]},
        OVERLEG,
    ),
    "IO-04": (gxe.ExpectColumnValuesToNotBeNull, {"column": "zorgtraject_id"}, OVERLEG),
    "IO-05": (gxe.ExpectColumnValuesToBeInSet, {"column": "overleg_vastgelegd", "value_set": [True]}, OVERLEG),
    "IO-06": (gxe.ExpectColumnValuesToBeInSet, {"column": "patient_geinformeerd", "value_set": [True]}, OVERLEG),
    "OD-02": (
        gxe.ExpectColumnValuesToBeInSet,
        {"column": "diagnose_verzekerd", "value_set": [True]},
        "is_behandeling == True",
    ),
}


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write what deviates to ``out``; return how much that is."""
    rows = _prepared(judged_rows(folder, pd.Timestamp(peildatum)).reset_index(drop=True))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("export").add_dataframe_asset("prestaties")
    batch = asset.add_batch_definition_whole_dataframe("alle rijen").get_batch({"dataframe": rows})
    suite = gx.ExpectationSuite(name="zpm", expectations=[_expectation(check) for check in EXPECTED])
    # Complete: with the rows that deviate, by their place in the frame.
    outcome = batch.validate(suite, result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False})
    counts: Counts = {}
    found = []
    for result in outcome.results:
        check = f"ZPM-{result.expectation_config.meta['check']}"
        if "unexpected_count" not in result.result:
            raise SystemExit(f"Great Expectations did not judge {check}: {result.exception_info}")
        counts[check] = {"afwijking": int(result.result["unexpected_count"])}
        found.append(rows.loc[result.result["unexpected_index_list"], KEYS].assign(check_id=check))
    pd.concat(found).to_parquet(out / "afwijkingen.parquet", index=False)
    return dict(sorted(counts.items()))


def _expectation(check: str) -> Any:
    kind, arguments, who = EXPECTED[check]
    if "column_A" in arguments:
        arguments = {**arguments, "ignore_row_if": "either_value_is_missing"}
    return kind(**arguments, row_condition=who, condition_parser="pandas", meta={"check": check})


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that the expectations are about."""
    g, r, groep = rows["geplande_minuten"], rows["gerealiseerde_minuten"], rows["prestatiegroep"]
    is_consult, k = groep == "consult", rows["duurklasse"].fillna(class_of_code(rows["prestatiecode"]))
    near, as_done, as_planned = (r - g).abs() <= 15, k == klasse(r), k == klasse(g)
    late = rows["datum"] >= pd.Timestamp(2022, 1, 1)
    contact = groep.isin(["consult", "groepsconsult"])
    short, long = rows["duurklasse"] == 5, rows["duurklasse"] == 15
    return rows.assign(
        is_overleg=groep == "intercollegiaal_overleg",
        is_gepland=is_consult & rows["gepland"].fillna(value=False),
        is_ongepland=is_consult & ~rows["gepland"].fillna(value=True),
        is_zvw=is_consult & late & (rows["financiering"] == "zvw").fillna(value=False),
        is_behandeling=contact & (rows["consulttype"] == "behandeling").fillna(value=False),
        klasse=k,
        klasse_r=klasse(r),
        past_bij_planning=near | as_done,
        een_van_beide=~near | as_planned | as_done,
        start=rows["datum"] + pd.to_timedelta(rows["starttijd"], unit="ns"),
        overleg_past=(r >= 5) & (((r >= 15) & long) | ((r < 15) & short)),
    )
