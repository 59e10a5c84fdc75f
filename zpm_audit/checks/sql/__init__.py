"""The expressions of a check: SQL, parsed by polars, in a closed vocabulary."""
