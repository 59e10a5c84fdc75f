"""What a reader must see first of the acceptances: what they cover, what it is without them, and which do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zpm_audit.base.language import Noun, Text
from zpm_audit.findings.acceptances.outcome import Accepted, Applied
from zpm_audit.findings.model import Prestaties
from zpm_audit.reports.figures.format import day, euro, integer, percent
from zpm_audit.reports.words.shared import DEVIATION

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

#: Acceptances that are named one by one; of more the number.
_MOST = 20
_ACCEPTANCE = Noun(Text("acceptatie", "acceptance"), Text("acceptaties", "acceptances"))
_WITHOUT = Text(
    "Gedraaid zonder acceptaties (--zonder-acceptaties): elke afwijking staat open.",
    "Run without acceptances (--zonder-acceptaties): every deviation is open.",
)


def acceptance_lines(report: Report) -> tuple[str, ...]:
    """Return the sentences; none where there are no acceptances."""
    if report.zonder_acceptaties:
        return (_WITHOUT.in_(report.taal),)
    found = report.acceptaties
    if found is None or not found.applied:
        return ()
    said = [_summary(report, found)]
    if report.prestaties_open is not None:
        said.append(_both(report, report.prestaties_open))
    for lines in (_everything(found), _expired(found), _unused(found), _not_judged(found)):
        said += _few(list(lines))
    return tuple(text.in_(report.taal) for text in said)


def _summary(report: Report, found: Accepted) -> Text:
    accepted, holding = found.number, len([one for one in found.applied if one.number])
    number, every = report.totals.deviations, len(found.applied)
    return Text(
        f"{integer(accepted, 'nl')} van {integer(number, 'nl')} {DEVIATION.of(number).nl} geaccepteerd, onder "
        f"{holding} van {_ACCEPTANCE.counted(every).nl} in {found.path.name}.",
        f"{integer(accepted, 'en')} of {integer(number, 'en')} {DEVIATION.of(number).en} accepted, under {holding} of "
        f"{_ACCEPTANCE.counted(every).en} in {found.path.name}.",
    )


def _both(report: Report, left: Prestaties) -> Text:
    return Text(
        f"Zonder geaccepteerd: {_figures(left, 'nl')}. Met geaccepteerd: {_figures(report.prestaties, 'nl')}.",
        f"Without accepted: {_figures(left, 'en')}. With accepted: {_figures(report.prestaties, 'en')}.",
    )


def _figures(found: Prestaties, language: str) -> str:
    total = found.total
    if language == "en":
        wrong = f"{integer(total.met_fout, 'en')} of {integer(total.beoordeeld, 'en')} prestaties with an error"
        return f"{wrong} ({percent(total.met_fout, total.beoordeeld, 'en')}), at stake {euro(found.impact_cent, 'en')}"
    wrong = f"{integer(total.met_fout, 'nl')} van {integer(total.beoordeeld, 'nl')} prestaties met een fout"
    return f"{wrong} ({percent(total.met_fout, total.beoordeeld, 'nl')}), bedrag {euro(found.impact_cent, 'nl')}"


def _everything(found: Accepted) -> Iterator[Text]:
    for one in found.applied:
        if one.everything and one.state == "gebruikt":
            yield Text(
                f"Let op: {_named(one).nl} past op alle {one.found} afwijkingen van deze check.",
                f"Mind: {_named(one).en} fits all {one.found} deviations of this check.",
            )


def _expired(found: Accepted) -> Iterator[Text]:
    for one in found.of("verlopen"):
        reopened = DEVIATION.counted(one.left_open)
        yield Text(
            f"Verlopen: {_named(one).nl} gold tot en met {day(one.entry.tot, 'nl')}; weer open: {reopened.nl}.",
            f"Expired: {_named(one).en} held until {day(one.entry.tot, 'en')}; open again: {reopened.en}.",
        )


def _unused(found: Accepted) -> Iterator[Text]:
    for one in found.of("ongebruikt"):
        yield Text(
            f"Ongebruikt: {_named(one).nl} past op geen enkele afwijking.",
            f"Unused: {_named(one).en} fits no deviation.",
        )


def _not_judged(found: Accepted) -> Iterator[Text]:
    for one in found.of("niet_beoordeeld"):
        yield Text(
            f"Niet te zeggen: {_named(one).nl}; die check is in deze run niet uitgevoerd.",
            f"Nothing to say: {_named(one).en}; that check did not run.",
        )


def _named(one: Applied) -> Text:
    entry = one.entry
    return Text(
        f"acceptatie {entry.id} ({entry.check}, door {entry.door})",
        f"acceptance {entry.id} ({entry.check}, by {entry.door})",
    )


def _few(lines: Sequence[Text]) -> list[Text]:
    more = len(lines) - _MOST
    rest = Text(f"En nog {more} van deze soort; zie resultaat.json.", f"And {more} more like it; see resultaat.json.")
    return [*lines[:_MOST], *([rest] if more > 0 else [])]
