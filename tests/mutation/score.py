"""The score per check, the explanations of what no case can notice, and the page that shows both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import yaml

from tests.mutation.judge import Key, Outcome

EXPLAINED = Path(__file__).with_name("explained.yaml")
PAGE = Path(__file__).parents[2] / "docs" / "mutatie.md"
AGAIN = "draai: make docs, of alleen deze: python -m tests.mutation"


_INTRODUCTION = """\
# Mutatie van de checks

Merken de gevallen het als een check verkeerd wordt opgeschreven? Elke check en elke gedeelde definitie wordt telkens op
een plaats veranderd: een vergelijking omgedraaid of haar grens verlegd, een getal een hoger of lager, een datum een dag
eerder of later, de zorg voor lege waarden weggehaald, een vraag weggelaten of verplaatst, een sleutel of voorwaarde van
een koppel weggelaten. Daarna draaien de gevallen.

- **Gevangen**: minstens een geval heeft een ander oordeel, ander bedrag of andere zin dan verwacht.
- **Geweigerd**: de check laadt niet meer, of breekt luid af; zo'n vergissing komt nooit in een rapport.
- **Verklaard**: de verandering maakt voor geen enkele export verschil. De reden staat onderaan.

Deze bladzijde wordt gemaakt door `python -m tests.mutation`; de tests vergelijken haar met wat er werkelijk uitkomt.
"""


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one check or one shared definition."""

    name: str
    mutants: int
    caught: int
    refused: int
    explained: int

    @property
    def row(self) -> str:
        """Return its line on the page."""
        numbers = (self.mutants, self.caught, self.refused, self.explained)
        return f"| {self.name} | " + " | ".join(str(n) for n in numbers) + " |"


def explanations() -> dict[Key, str]:
    """Return why each mutant that no case can notice changes nothing."""
    entries = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8"))
    return {
        (file, place, change): entry["waarom"]
        for entry in entries
        for file, place, change in product(*(_listed(entry[key]) for key in ("bestand", "plaats", "wijziging")))
    }


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def survivors(outcomes: Iterable[Outcome]) -> set[Key]:
    """Return the mutants that nobody noticed."""
    return {o.key for o in outcomes if o.status == "overleefd"}


def score(name: str, outcomes: list[Outcome], explained: Iterable[Key]) -> Score:
    """Count what became of the mutants."""
    found = Counter(o.status for o in outcomes)
    known = survivors(outcomes) & set(explained)
    return Score(name, len(outcomes), found["gevangen"], found["geweigerd"], len(known))


def page(of_checks: list[Score], of_shared: list[Score], explained: dict[Key, str]) -> str:
    """Return the page with every score and every explanation."""
    everything = [*of_checks, *of_shared]
    mutants, caught, refused, known = (
        sum(getattr(s, name) for s in everything) for name in ("mutants", "caught", "refused", "explained")
    )
    lines = [
        _INTRODUCTION,
        f"Samen zijn het {mutants} mutanten: {caught} gevangen, {refused} geweigerd, {known} verklaard, "
        f"{mutants - caught - refused - known} onopgemerkt.",
        "",
        "## Per check",
        "",
        "| check | mutanten | gevangen | geweigerd | verklaard |",
        "|---|---|---|---|---|",
        *(s.row for s in of_checks),
        "",
        "## Per gedeelde definitie",
        "",
        "Elke mutant draait tegen de gevallen van alle checks die de definitie gebruiken, tot een ervan het merkt.",
        "",
        "| definitie | mutanten | gevangen | geweigerd | verklaard |",
        "|---|---|---|---|---|",
        *(s.row for s in of_shared if s.mutants),
        "",
        "## Verklaard",
        "",
        "| bestand | plaats | wijziging | waarom het geen verschil maakt |",
        "|---|---|---|---|",
        *(f"| {file} | `{place}` | {_code(change)} | {why} |" for (file, place, change), why in explained.items()),
    ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return "<code>" + text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;") + "</code>"
