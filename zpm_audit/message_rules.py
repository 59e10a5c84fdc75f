"""Whether the rules of a declaration message have anything to judge in this run."""

from __future__ import annotations

from zpm_audit.checks.model import Catalogue
from zpm_audit.language import Text
from zpm_audit.register import MESSAGE_TABLES, Register


def about_this_export(catalogue: Catalogue, register: Register, *, chosen: bool) -> tuple[Catalogue, tuple[Text, ...]]:
    """Leave the rules of a message out where the export is none, and say so in one line.

    They are not checks that could not run: there is no message whose rules they are. ``chosen`` tells that the user
    named the checks; then each of them stays, and says itself why it does not run.
    """
    rules = [i for i, check in catalogue.checks.items() if check.populatie.tabel in MESSAGE_TABLES]
    if chosen or not rules or "bericht" in register.tables:
        return catalogue, ()
    note = Text(
        f"De {len(rules)} regels van het declaratiebericht horen niet bij deze export; die draaien "
        "op een GDS801-bericht.",
        f"The {len(rules)} rules of the declaration message are not about this export; they run on a GDS801 message.",
    )
    return catalogue.select([i for i in catalogue.checks if i not in rules]), (note,)
