"""Proves a check on empty columns before anything is judged: types, and what it would give."""
