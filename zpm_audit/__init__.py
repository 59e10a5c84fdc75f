"""zpm-audit: judges registrations of the Dutch Zorgprestatiemodel against its rules, and shows the evidence."""

import os

# The allocator of polars gives memory back to the system as soon as it is free, large blocks at once, and asks for it
# again with the next piece of a table: a tenth of the time of a long run. So what is free is marked as such and stays
# at hand, large blocks with the others, in one pool per processor. Read when polars is loaded; a setting of the user's
# own stands.
_ALLOCATOR = f"narenas:{os.cpu_count() or 1},dirty_decay_ms:1500,muzzy_decay_ms:-1,oversize_threshold:0"
os.environ.setdefault("_RJEM_MALLOC_CONF", _ALLOCATOR)

__version__ = "0.2.0"
