"""The columns in which people follow a finding up, and what they can say there: the same in every language."""

from __future__ import annotations

#: What a finding can be, in the order of the drop-down; the first holds for one of which nobody said anything.
OPEN, BUSY, SOLVED, ACCEPTED, RIGHT = "open", "in onderzoek", "hersteld", "geaccepteerd", "geen fout"
STATUSES = (OPEN, BUSY, SOLVED, ACCEPTED, RIGHT)
#: Heading on the sheet of findings -> column in the archive.
FIELDS = {
    "status": "status",
    "toelichting_opvolging": "toelichting",
    "eigenaar": "eigenaar",
    "opgepakt_op": "opgepakt_op",
}
#: The hidden sheet that tells of which run a workbook is, and what stands on it.
HIDDEN_SHEET = "zpm-audit"
KENMERK, RUN_ID, STAND = "kenmerk", "run_id", "stand"
