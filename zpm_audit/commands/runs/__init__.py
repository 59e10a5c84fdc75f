"""Runs of before: what was asked of them and by which rules, and judging their export once more.

A run is known from its folder (``recorded``), from an archive (``kept``) or from an evidence package; all three come to
what was ``asked``, a catalogue (``rules``) and an export that must be the same (``sameness``), and are judged in
one way (``judging``).
"""
