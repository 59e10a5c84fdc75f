"""Audit sampling: how many items, which ones, and what follows from what was found in them."""
