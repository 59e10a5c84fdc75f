"""Great Expectations without Spark: it asks whether Spark is there, and Spark ends a process that has no script."""

from __future__ import annotations

import sys

_known = sys.modules.get("pyspark")
sys.modules["pyspark"] = None  # type: ignore[assignment]
try:
    import great_expectations as gx
    import great_expectations.expectations as gxe
finally:
    del sys.modules["pyspark"]
    if _known is not None:
        sys.modules["pyspark"] = _known

__all__ = ["gx", "gxe"]
