"""How fast and how big the audit is, against other ways to reach the same verdicts. Run ``python -m benchmarks``."""
