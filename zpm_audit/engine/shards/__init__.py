"""Judges a register in parts, by more processes or machines, with the outcome of the whole.

From what a check makes of other rows (``links``) follows by which keys it may be split (``keys``). ``plan`` divides the
checks over as few ways to split as will do, ``split`` writes the parts, ``task`` judges one of them in a ``process`` of
its own, on this machine (``local``) or where Spark says (``spark``), and ``merge`` adds up what they found. ``judging``
is the whole story.
"""
