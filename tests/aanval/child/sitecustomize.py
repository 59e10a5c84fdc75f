"""Python reads this at the start of every process of an attack: from its first moment nothing is reached unseen."""

from tests.aanval.guard import stand_guard

stand_guard()
