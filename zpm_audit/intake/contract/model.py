"""The contract as declared: suites of expectations, the same things that Great Expectations calls by these names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from zpm_audit.base.language import Text
from zpm_audit.register import TABLES, Column

Severity = Literal["fout", "signaal"]

ROW_COUNT: Final = "expect_table_row_count_to_be_between"
NOT_NULL: Final = "expect_column_values_to_not_be_null"
IN_SET: Final = "expect_column_values_to_be_in_set"
NOT_IN_SET: Final = "expect_column_values_to_not_be_in_set"
REGEX: Final = "expect_column_values_to_match_regex"
BETWEEN: Final = "expect_column_values_to_be_between"
UNIQUE: Final = "expect_column_values_to_be_unique"
COMPOUND_UNIQUE: Final = "expect_compound_columns_to_be_unique"
PAIR: Final = "expect_column_pair_values_a_to_be_greater_than_b"


@dataclass(frozen=True)
class Expectation:
    """One expectation about one table. ``kwargs`` are Great Expectations' own, with our placeholders still in them.

    ``number`` is the position in its suite: together with the table it says which expectation a result belongs to.
    """

    table: str
    number: int
    type: str
    kwargs: Mapping[str, Any]
    description: Text
    why: Text
    severity: Severity

    @property
    def judged(self) -> tuple[str, ...]:
        """Return the columns that the expectation is about (none for the table as a whole)."""
        if "column" in self.kwargs:
            return (self.kwargs["column"],)
        if "column_list" in self.kwargs:
            return tuple(self.kwargs["column_list"])
        if "column_A" in self.kwargs:
            return (self.kwargs["column_A"], self.kwargs["column_B"])
        return ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Return every column of the table that the expectation reads, that of its row condition included."""
        condition = self.condition
        return self.judged if condition is None or condition[0] in self.judged else (*self.judged, condition[0])

    @property
    def condition(self) -> tuple[str, tuple[Any, ...]] | None:
        """Return the column and the values that pick the rows that the expectation is about; None for all rows."""
        declared = self.kwargs.get("row_condition")
        if declared is None:
            return None
        values = declared["parameter"]
        return declared["column"]["name"], tuple(values) if isinstance(values, list) else (values,)

    @property
    def reference(self) -> tuple[str, str] | None:
        """Return the table and column that the values must be known in, or None."""
        value_set = self.kwargs.get("value_set")
        return (value_set["uit"]["tabel"], value_set["uit"]["kolom"]) if isinstance(value_set, Mapping) else None

    @property
    def mostly(self) -> float:
        """Return the share of the values that must comply, at least."""
        return float(self.kwargs.get("mostly", 1))

    def column_of(self, name: str) -> Column:
        """Return the canonical column ``name`` of the table."""
        return TABLES[self.table].by_name[name]


@dataclass(frozen=True)
class Suite:
    """All expectations about one table."""

    name: str
    expectations: tuple[Expectation, ...]
