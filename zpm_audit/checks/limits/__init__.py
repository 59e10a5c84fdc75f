"""Limits that several checks share, and limits in the sentences of a check: written once, changed in one place."""
