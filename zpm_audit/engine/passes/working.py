"""How the engine works in memory."""

from __future__ import annotations

from typing import Literal

#: For rows that stay in memory anyway: many small steps over whole columns cost less than over batches of them.
HELD: Literal["in-memory"] = "in-memory"
