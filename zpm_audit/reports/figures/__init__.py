"""Figures that more than one report shows."""
