"""How fast and how big the audit is, against other ways to reach the same verdicts. Run ``python -m benchmarks``."""

import zpm_audit  # noqa: F401  # first, as with its own command: it says how polars keeps its memory
