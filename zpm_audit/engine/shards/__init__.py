"""Judges a register in parts, by more processes or machines, with the outcome of the whole."""
