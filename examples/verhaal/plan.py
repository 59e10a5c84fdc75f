"""The plan: what happens per night. Nothing here knows what the program says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from examples.verhaal.registration import FIRST_DAY, TEAM, Registration

Happening = Callable[[Registration], None]
ACCEPTED = "ZPM-PR-03"
#: From which night an acceptance stands in the audit folder, and the last day on which it holds.
ACCEPTED_FROM, ACCEPTED_UNTIL = 5, 24
#: The night on which nobody ran anything.
MISSED = 19
#: The night whose workbook comes back, the night before which that happens, and the night whose check is another.
HANDED_OUT, CAME_BACK = 7, 8
CHECK_CHANGED = 10


@dataclass(frozen=True)
class Night:
    """One night of December 2024: its day, what happened since the night before, and how."""

    number: int
    what: str
    happens: tuple[Happening, ...] = ()

    @property
    def day(self) -> date:
        """Return the day on which the audit of this night stands."""
        return FIRST_DAY.replace(day=self.number)


def spoil(group: str, check: str, count: int, where: pl.Expr | None = None) -> Happening:
    """Make a mistake in so many consults, under a name by which they can be put right."""

    def happen(registered: Registration) -> None:
        keys = registered.take(count, where)
        registered.mistakes.setdefault(group, []).extend(keys)
        registered.spoil(check, keys)

    return happen


def repair(group: str, check: str, count: int) -> Happening:
    """Put right the first so many consults of a group."""

    def happen(registered: Registration) -> None:
        keys, registered.mistakes[group] = registered.mistakes[group][:count], registered.mistakes[group][count:]
        registered.mistakes.setdefault(f"{group}, hersteld", []).extend(keys)
        registered.repair(check, keys)

    return happen


def spoil_again(group: str, check: str, count: int) -> Happening:
    """Make the mistake once more in consults of a group that were put right."""

    def happen(registered: Registration) -> None:
        registered.spoil(check, registered.mistakes[f"{group}, hersteld"][:count])

    return happen


def repair_of_demo(check: str) -> Happening:
    """Put right the first mistake of a check that the demo was made with."""
    return lambda registered: registered.repair(check, [registered.of_demo[check][0]])


def row_gone(check: str) -> Happening:
    """Leave the consult of the last mistake of a check out of the export."""
    return lambda registered: registered.left_out.add(registered.of_demo[check][-1])


def row_back(registered: Registration) -> None:
    """Put what was left out in the export again."""
    registered.left_out.clear()


def no_start(registered: Registration) -> None:
    """Lose the start of a consult that was planned too late: without it nobody can say so any more."""
    key = registered.of_demo["ZPM-PR-05"][-1]
    registered.spoil("ZPM-PR-04", [key])
    registered.not_judged.add(("ZPM-PR-05", key))


def start_back(registered: Registration) -> None:
    """Put that start back."""
    key = registered.of_demo["ZPM-PR-05"][-1]
    registered.repair("ZPM-PR-04", [key])
    registered.not_judged.clear()


def lose(column: str | None) -> Happening:
    """Lose a column of the export; None brings it back."""
    return lambda registered: setattr(registered, "lost_column", column)


def longest(minutes: int) -> Happening:
    """Set the house rule: how long a consult may take."""
    return lambda registered: setattr(registered, "maximum", minutes)


def new_team_check(registered: Registration) -> None:
    """Replace the check on teams by its next version."""
    registered.team_version = 2


_POLI = pl.col("setting") == "3"
_THIS_YEAR, _ELSEWHERE = pl.col("datum") >= "2024-01-01", pl.col("setting").is_in(["2", "4"])

PLAN = (
    Night(1, "De eerste nacht: alles is nieuw."),
    Night(2, "Er gebeurt niets; de registratie groeit, deze maand elke nacht."),
    Night(3, "Vier consulten zonder begintijd.", (spoil("begintijd", "ZPM-PR-04", 4),)),
    Night(4, "Twee begintijden zijn ingevuld.", (repair("begintijd", "ZPM-PR-04", 2),)),
    Night(5, "De ongeplande consulten zijn geaccepteerd tot en met 24 december; vijf consulten zonder team.", (
        spoil("team", TEAM, 1, _POLI & ~_THIS_YEAR),
        spoil("team", TEAM, 2, _POLI & _THIS_YEAR),
        spoil("team", TEAM, 2, _ELSEWHERE & _THIS_YEAR),
    )),
    Night(6, "De andere twee begintijden zijn ingevuld; drie consulten duurden korter dan gepland.", (
        repair("begintijd", "ZPM-PR-04", 2), spoil("korter", "ZPM-PR-01", 3),
    )),
    Night(7, "Een rij met een afwijking staat niet meer in de export: vervallen, niet opgelost.", (
        row_gone("ZPM-PR-01"),
    )),
    Night(8, "Het werkboek van nacht 7 komt terug, twee keer, en een collega zegt iets anders. Wat "
             "hersteld heet is het niet."),
    Night(9, "De verdwenen rij is terug: heropend.", (row_back,)),
    Night(10, "De huisregel over teams verandert; een korter consult is hersteld.", (
        new_team_check, repair("korter", "ZPM-PR-01", 1),
    )),
    Night(11, "Er gebeurt niets."),
    Night(12, "Een te laat gepland consult verliest zijn begintijd: dat oordeel vervalt, een ander is nieuw.", (
        no_start,
    )),
    Night(13, "De begintijd is terug: een opgelost, een heropend.", (start_back,)),
    Night(14, "Twee consulten zonder consulttype en twee prestaties zonder zorgtraject.", (
        spoil("consulttype", "ZPM-CO-12", 2), spoil("zorgtraject", "ZPM-ZT-01", 2),
    )),
    Night(15, "De kolom starttijd ontbreekt: twee checks draaien niet en lossen niets op, ook niet wat hersteld is.", (
        lose("starttijd"), repair_of_demo("ZPM-PR-04"),
    )),
    Night(16, "De kolom is terug: blijvend, en nu is het herstel te zien.", (lose(None),)),
    Night(17, "Een consult verliest opnieuw zijn begintijd: heropend.", (spoil_again("begintijd", "ZPM-PR-04", 1),)),
    Night(18, "Een eigen grens: een consult duurt hoogstens 90 minuten.", (longest(90),)),
    Night(20, "Nacht 19 is gemist. Twee prestaties zijn gefactureerd voor zij er waren.", (
        spoil("factuur", "ZPM-FA-06", 2),
    )),
    Night(21, "Een zorgtraject is ingevuld.", (repair("zorgtraject", "ZPM-ZT-01", 1),)),
    Night(22, "De eigen grens wordt 92 minuten: wat er nu binnen blijft is opgelost.", (longest(92),)),
    Night(23, "De andere korte consulten zijn hersteld.", (repair("korter", "ZPM-PR-01", 2),)),
    Night(24, "De laatste dag van de acceptatie."),
    Night(25, "De acceptatie is verlopen: haar bevindingen staan weer open."),
    Night(26, "Een van de facturen is hersteld.", (repair("factuur", "ZPM-FA-06", 1),)),
    Night(27, "Een afwijking uit de eerste nacht is hersteld.", (repair_of_demo("ZPM-PR-01"),)),
    Night(28, "Het andere zorgtraject is ingevuld, en een consulttype.", (
        repair("zorgtraject", "ZPM-ZT-01", 1), repair("consulttype", "ZPM-CO-12", 1),
    )),
    Night(29, "Er gebeurt niets."),
    Night(30, "Drie nieuwe consulten zonder begintijd.", (spoil("laatste", "ZPM-PR-04", 3),)),
    Night(31, "Van alles wat: een begintijd hersteld, een consulttype weer weg, twee nieuwe korte consulten.", (
        repair("laatste", "ZPM-PR-04", 1), spoil_again("consulttype", "ZPM-CO-12", 1), spoil("slot", "ZPM-PR-01", 2),
    )),
)  # fmt: skip
