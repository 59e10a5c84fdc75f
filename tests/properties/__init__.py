"""Properties of the whole audit on random exports."""
