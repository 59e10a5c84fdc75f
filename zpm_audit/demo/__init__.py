"""A believable institution, with its mistakes: a canonical export, and the list of what is wrong with it.

Nothing in it is real: no patient, no behandelaar, no price. The same seed and size give the same files, byte for byte.
"""

from __future__ import annotations

from zpm_audit.demo.export import BASE_ROWS, DemoFacts, write_demo

__all__ = ["BASE_ROWS", "DemoFacts", "write_demo"]
