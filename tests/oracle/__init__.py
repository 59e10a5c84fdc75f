"""A second, slow and independent reading of the catalogue, to hold the engine against. It shares no code with it."""
