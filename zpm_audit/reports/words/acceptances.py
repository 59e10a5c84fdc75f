"""What the workbook says of acceptances."""

from __future__ import annotations

from zpm_audit.base.language import Text, Word, Words

STATE: dict[str, Text] = {
    "gebruikt": Text("gebruikt", "used"),
    "ongebruikt": Text("ongebruikt", "unused"),
    "verlopen": Text("verlopen", "expired"),
    "niet_beoordeeld": Text("niet beoordeeld", "not judged"),
}


class AcceptanceWords(Words):
    """The words of the sheet."""

    titel = Word("Acceptaties", "Acceptances")
    uitleg = Word(
        "Een acceptatie verandert geen oordeel: de bevinding blijft in elke lijst en telling. Verlopen is weer open.",
        "An acceptance changes no verdict: the finding stays in every list and count. What is expired is open again.",
    )
    id = Word("Acceptatie", "Acceptance")
    check = Word("Check", "Check")
    stand = Word("Stand", "State")
    gevonden = Word("Past op", "Fits")
    geaccepteerd = Word("Geaccepteerd", "Accepted")
    open = Word("Open", "Open")
    bedrag = Word("Bedrag (€)", "Amount (€)")
    wat = Word("Welke bevindingen", "Which findings")
    reden = Word("Reden", "Reason")
    door = Word("Door", "By")
    tweede = Word("Tweede", "Second")
    op = Word("Op", "On")
    tot = Word("Tot en met", "Until")
    bewijs = Word("Bewijs", "Evidence")
