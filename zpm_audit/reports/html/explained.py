"""The command that explains one finding, ready to be copied from the page."""

from __future__ import annotations

#: An id with anything else is not put in a command: whoever pastes it would run what stands in the export.
_PLAIN = frozenset("._:+@-")
_QUOTED = _PLAIN | frozenset("|,/= ")


def explain_command(subject: str, kind: str, run: str) -> str:
    """Return the command that explains a subject of a run; empty without one, or for an id not safe to paste."""
    safe = bool(subject) and not subject.startswith("-") and all(c.isalnum() or c in _QUOTED for c in subject)
    if not run or not kind or not safe:
        return ""
    bare = all(c.isalnum() or c in _PLAIN for c in subject)
    return f"zpm-audit uitleg {subject if bare else f'{chr(34)}{subject}{chr(34)}'} {run} --soort {kind}"
