"""What polars raises when it cannot do what it was asked."""

from __future__ import annotations

from polars.exceptions import PanicException, PolarsError

#: A panic of its Rust is no Exception of Python, and would go past every other net.
POLARS_FAILURES: tuple[type[BaseException], ...] = (PolarsError, PanicException)
