"""Whether the export of this run can be built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Text
from zpm_audit.engine.run import Judgement
from zpm_audit.reconciliation import TableRows, Vertrouwen, lost_keys, vertrouwen
from zpm_audit.reconciliation.vertrouwen import Reason
from zpm_audit.register import Register
from zpm_audit.reports.figures.format import given_share


def trust_in(
    register: Register, judgement: Judgement, grenzen: Grenzen, previous: Mapping[str, int] | None = None
) -> Vertrouwen:
    """Judge the export of a run; ``previous`` are the rows per table of the run before it."""
    return vertrouwen(
        rows_of(register),
        lost_keys(register),
        checks=len(judgement.checks),
        ran=sum(not judged.status.silent for judged in judgement.checks),
        grenzen=grenzen,
        previous=previous,
    )


def as_tried(trust: Vertrouwen) -> Vertrouwen:
    """Return the verdict as a trial says it: nothing ran and nothing was written, and what to do stands beside it."""
    return replace(trust, redenen=tuple(replace(r, kort=_tried(r)[0], zin=_tried(r)[1]) for r in trust.redenen))


def _tried(reason: Reason) -> tuple[Text, Text]:
    if reason.soort == "uitgevoerd":
        least = Text(given_share(reason.grens, "nl"), given_share(reason.grens, "en"))
        number, of = reason.aantal, reason.van
        return (
            Text(f"{number} van {of} checks kunnen draaien", f"{number} of {of} checks can run"),
            Text(
                f"Minstens {least.nl} van de checks moet kunnen draaien; het zijn er {number} van {of}. Lever wat "
                "ontbreekt; de toets zegt welke kolom de meeste checks oplevert.",
                f"At least {least.en} of the checks must be able to run; it is {number} of {of}. Deliver what is "
                "missing; the trial says which column gives the most checks.",
            ),
        )
    nl, en = reason.zin.nl, reason.zin.en
    return reason.kort, Text(
        nl.replace(f"Kijk in quarantaine/{reason.tabel}.csv waarom, en", "De toets zegt bij elke kolom waarom;"),
        en.replace(f"See in quarantaine/{reason.tabel}.csv why, and", "The trial says at every column why;"),
    )


def rows_of(register: Register) -> list[TableRows]:
    """Return how many rows each table has, and how many were set aside."""
    return [TableRows(t.name, t.rows_in, t.rows_aside) for t in register.tables.values()]
