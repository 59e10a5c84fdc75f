"""Whether an export can be built on: every reason why not, each with the figures behind it.

A table counts by itself: a total over tables would hide the one that was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Text
from zpm_audit.reconciliation.keys import LostKeys

Soort = Literal["opzij", "uitgevoerd", "sleutels", "daling"]
_SWAP = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class TableRows:
    """How many rows of a table were read, and how many of those set aside."""

    name: str
    rows_in: int
    aside: int


@dataclass(frozen=True)
class Reason:
    """One reason not to build on the export: ``aantal`` of ``van`` against the limit ``grens``.

    ``kort`` is what the first line says, ``zin`` the sentence with what to do.
    """

    soort: Soort
    tabel: str
    kolom: str
    aantal: int
    van: int
    grens: Decimal
    kort: Text
    zin: Text


@dataclass(frozen=True)
class Vertrouwen:
    """The verdict on the export as a whole, with its reasons and the limits that it was held against."""

    redenen: tuple[Reason, ...] = ()
    grenzen: Grenzen = field(default_factory=Grenzen)

    @property
    def voldoende(self) -> bool:
        """Tell whether the export can be built on."""
        return not self.redenen

    @property
    def oordeel(self) -> Literal["voldoende", "onvoldoende"]:
        """Return the verdict as files say it."""
        return "voldoende" if self.voldoende else "onvoldoende"


def vertrouwen(
    tables: Sequence[TableRows],
    keys: Sequence[LostKeys],
    *,
    checks: int,
    ran: int,
    grenzen: Grenzen,
    previous: Mapping[str, int] | None = None,
) -> Vertrouwen:
    """Judge an export by its tables, its keys and how many of the checks could run.

    ``previous`` are the rows per table of the run before, where there was one.
    """
    reasons = [
        *_set_aside(tables, grenzen),
        *_not_run(checks, ran, grenzen),
        *_lost(keys, grenzen),
        *_fewer(tables, previous or {}, grenzen),
    ]
    return Vertrouwen(tuple(reasons), grenzen)


def _set_aside(tables: Sequence[TableRows], grenzen: Grenzen) -> Iterator[Reason]:
    for t in tables:
        if t.aside <= grenzen.opzij * t.rows_in:
            continue
        part, most = _share(t.aside, t.rows_in), _limit(grenzen.opzij)
        aside, rows = _count(t.aside), _count(t.rows_in)
        yield Reason(
            "opzij", t.name, "", t.aside, t.rows_in, grenzen.opzij,
            Text(f"van {t.name} is {part.nl} opzij gezet", f"{part.en} of {t.name} was set aside"),
            Text(
                f"Van {t.name} zijn {aside.nl} van {rows.nl} rijen ({part.nl}) opzij gezet omdat zij niet te lezen "
                f"zijn; de grens is {most.nl}. Kijk in quarantaine/{t.name}.csv waarom, en herstel de mapping of de "
                "export.",
                f"Of {t.name} {aside.en} of {rows.en} rows ({part.en}) were set aside because they cannot be read; the "
                f"limit is {most.en}. See in quarantaine/{t.name}.csv why, and correct the mapping or the export.",
            ),
        )  # fmt: skip


def _not_run(checks: int, ran: int, grenzen: Grenzen) -> Iterator[Reason]:
    if ran >= grenzen.uitgevoerd * checks:
        return
    done, least, of, number = _share(ran, checks), _limit(grenzen.uitgevoerd), _count(checks), _count(ran)
    yield Reason(
        "uitgevoerd", "", "", ran, checks, grenzen.uitgevoerd,
        Text(f"{number.nl} van {of.nl} checks zijn uitgevoerd", f"{number.en} of {of.en} checks ran"),
        Text(
            f"Van de {of.nl} checks zijn er {number.nl} uitgevoerd ({done.nl}); minstens {least.nl} is nodig. Lever de "
            "tabellen en kolommen die ontbreken; `zpm-audit mapping toets` zegt welke kolom de meeste checks oplevert.",
            f"Of the {of.en} checks {number.en} ran ({done.en}); at least {least.en} is needed. Deliver the tables and "
            "columns that are missing; `zpm-audit mapping toets` says which column gives the most checks.",
        ),
    )  # fmt: skip


def _lost(keys: Sequence[LostKeys], grenzen: Grenzen) -> Iterator[Reason]:
    for k in keys:
        if k.lost <= grenzen.sleutels * k.filled:
            continue
        r, part, most = k.relation, _share(k.lost, k.filled), _limit(grenzen.sleutels)
        lost, filled = _count(k.lost), _count(k.filled)
        column = f"{r.table}.{r.column}"
        yield Reason(
            "sleutels", r.table, r.column, k.lost, k.filled, grenzen.sleutels,
            Text(
                f"van {column} staat {part.nl} niet in {r.other}", f"{part.en} of {column} is not in {r.other}"
            ),
            Text(
                f"Van {column} staan {lost.nl} van {filled.nl} gevulde waarden ({part.nl}) niet in {r.other}.{r.key}; "
                f"de grens is {most.nl}. Zijn het andere nummers, of zijn voorloopnullen weg (aanvullen in de "
                f"mapping)? Of is {r.other} niet volledig of niet van dezelfde dag?",
                f"Of {column} {lost.en} of {filled.en} filled values ({part.en}) are not in {r.other}.{r.key}; the "
                f"limit is {most.en}. Are they other numbers, or are leading zeros lost (aanvullen in the mapping)? Or "
                f"is {r.other} not complete, or not of the same day?",
            ),
        )  # fmt: skip


def _fewer(tables: Sequence[TableRows], previous: Mapping[str, int], grenzen: Grenzen) -> Iterator[Reason]:
    now = {t.name: t.rows_in for t in tables}
    for name, before in previous.items():
        gone = before - now.get(name, 0)
        if gone <= 0 or gone < grenzen.daling * before:
            continue
        part, most = _share(gone, before), _limit(grenzen.daling)
        rows, earlier = _count(now.get(name, 0)), _count(before)
        yield Reason(
            "daling", name, "", gone, before, grenzen.daling,
            Text(
                f"{name} heeft {part.nl} minder rijen dan de vorige keer",
                f"{name} has {part.en} fewer rows than the previous time",
            ),
            Text(
                f"{name} heeft {rows.nl} rijen en had er in de vorige run {earlier.nl} ({part.nl} minder); de grens is "
                f"{most.nl}. Kijk of de periode en de selectie van de export dezelfde zijn en of hij helemaal is "
                "aangekomen.",
                f"{name} has {rows.en} rows and had {earlier.en} in the previous run ({part.en} fewer); the limit is "
                f"{most.en}. See whether the period and the selection of the export are the same, and whether all of "
                "it has arrived.",
            ),
        )  # fmt: skip


def _count(number: int) -> Text:
    en = f"{number:,}"
    return Text(en.translate(_SWAP), en)


def _share(part: int, whole: int) -> Text:
    """Return a share with one decimal; rounding never makes it all, or nothing."""
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"))
    if part < whole:
        share = min(share, Decimal("99.9"))
    if part:
        share = max(share, Decimal("0.1"))
    return Text(f"{share}%".translate(_SWAP), f"{share}%")


def _limit(limit: Decimal) -> Text:
    en = f"{(100 * limit).normalize():f}%"
    return Text(en.translate(_SWAP), en)
