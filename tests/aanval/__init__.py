"""Hostile input of every kind, drawn from a seed, and one harness for what is promised whatever comes in."""
