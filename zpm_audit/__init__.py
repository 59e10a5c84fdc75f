"""zpm-audit: judges registrations of the Dutch Zorgprestatiemodel against its rules, and shows the evidence."""

import os

# The allocator of polars gives memory back to the system as soon as it is free, and asks for it again with the next
# piece of a table: a tenth of the time of a long run. Read when polars is loaded; a setting of the user's own stands.
os.environ.setdefault("_RJEM_MALLOC_CONF", "muzzy_decay_ms:-1")

__version__ = "0.2.0"
