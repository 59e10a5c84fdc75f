"""Thirty nights of an invented institution: what happens to its registration, and what an audit with an archive says.

The plan says per night what happens. What the archive must count follows from it without a look at what the program
said; the story puts the two beside each other.
"""
