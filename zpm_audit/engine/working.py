"""How the engine keeps its own working files."""

from typing import Literal

#: Working files live for seconds: light compression writes them fastest.
WORKING: Literal["lz4"] = "lz4"
