"""Explains one subject: what every check of the catalogue says of it, by what, and why."""
