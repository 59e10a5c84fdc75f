"""What the terminal says of the export itself: why rows were set aside, and what of the data contract is not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zpm_audit.base.language import Noun, Text
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.model import Report

#: So many of each; the report has them all.
MOST_SHOWN = 5
_REASON = Noun(Text("andere reden", "other reason"), Text("andere redenen", "other reasons"))
_SIGNAL = Noun(Text("verwachting", "expectation"), Text("verwachtingen", "expectations"))
_EXPECTATION = Noun(Text("andere verwachting", "other expectation"), Text("andere verwachtingen", "other expectations"))


def export_lines(report: Report) -> list[str]:
    """Return the lines."""
    return [*_aside(report), *_contract(report)]


def _aside(report: Report) -> Iterator[str]:
    reasons = sorted(report.opzij, key=lambda one: -one.aantal)
    head = Text("opzij gezet, vaakst", "set aside, most often").in_(report.taal)
    told = [
        f"{one.tabel}{f'.{one.kolom}' if one.kolom else ''}: {one.reden} ({integer(one.aantal, report.taal)})"
        for one in reasons
    ]
    yield from _block(head, told, _REASON, report)


def _contract(report: Report) -> Iterator[str]:
    failed = [e for e in report.contract if e.ernst == "fout" and e.uitkomst == "voldoet_niet"]
    head = Text("datacontract niet gehaald", "data contract not met").in_(report.taal)
    yield from _block(head, [f"{e.tabel}: {e.omschrijving}: {e.waargenomen}" for e in failed], _EXPECTATION, report)
    signals = sum(e.ernst == "signaal" and e.uitkomst == "voldoet_niet" for e in report.contract)
    if signals:
        what = _SIGNAL.counted(signals)
        yield Text(
            f"  datacontract: {what.nl} met ernst signaal niet gehaald; zie het rapport",
            f"  data contract: {what.en} of severity signal not met; see the report",
        ).in_(report.taal)


def _block(head: str, told: Sequence[str], noun: Noun, report: Report) -> Iterator[str]:
    if not told:
        return
    yield f"  {head}:"
    yield from (f"    {line}" for line in told[:MOST_SHOWN])
    left = len(told) - MOST_SHOWN
    if left > 0:
        more = noun.counted(left)
        rest = Text(f"en {more.nl}: zie het rapport", f"and {more.en}: see the report")
        yield f"    {rest.in_(report.taal)}"
