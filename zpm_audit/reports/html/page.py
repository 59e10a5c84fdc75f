"""What the html report shows, computed from the report model: counts added up, charts drawn, lists cut to size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import polars as pl
from markupsafe import Markup

from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.outcome import Status
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.figures.spread import over_time, together
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.embedded import Listing
from zpm_audit.reports.html.norm import NormView, first_time_right, norm_view, ran
from zpm_audit.reports.html.open_units import Undetermined, running_terms, undetermined, undetermined_rows, urgency
from zpm_audit.reports.model import CheckPart, ExpectationPart, Report
from zpm_audit.reports.words.shared import STATUS

MOST_COSTLY = 10

_ATTENTION = {"voldoet_niet": 0, "fout": 1, "niet_uitgevoerd": 2}


@dataclass(frozen=True)
class ThemeView:
    """One theme with its norms."""

    key: str
    title: str
    norms: tuple[NormView, ...]
    ran: int
    deviations: int
    impact_cent: int | None
    right: int
    closed: int
    spark: Markup
    peak: str


@dataclass(frozen=True)
class StatusCount:
    """How many checks ended in one status."""

    title: str
    count: int


@dataclass(frozen=True)
class ContractView:
    """The data contract: counts per table (all, then per outcome), what needs attention, and what is met."""

    tables: tuple[tuple[str, int, int, int, int, int], ...]
    attention: tuple[ExpectationPart, ...]
    met: tuple[ExpectationPart, ...]


@dataclass(frozen=True)
class PageView:
    """The whole page, ready for the templates."""

    themes: tuple[ThemeView, ...]
    silent: tuple[CheckPart, ...]
    not_applicable: tuple[CheckPart, ...]
    ran: int
    statuses: tuple[StatusCount, ...]
    deviations: int
    errors: int
    signals: int
    accepted: int
    unpriced: int
    right: int
    closed: int
    chart: Markup | None
    timeline_unit: str
    timeline_rows: tuple[tuple[str, int, int], ...]
    undated: int
    costly: tuple[tuple[CheckPart, Markup], ...]
    export_answers: tuple[tuple[bool, str], ...]
    contract: ContractView
    quarantine: dict[str, str]
    running: Listing | None
    with_running: tuple[CheckPart, ...]
    urgency: tuple[tuple[str, int], ...]
    first_things: tuple[CheckPart, ...]
    undetermined: tuple[Undetermined, ...]
    open_rows: Listing | None
    options: tuple[tuple[str, str], ...]


def page_view(report: Report, w: SimpleNamespace, embed_limit: int) -> PageView:
    """Return everything the templates show; at most ``embed_limit`` deviations stand in the page itself."""
    checks = report.checks
    shares = share_out([c.counts.afwijking for c in checks], embed_limit)
    norms = tuple(norm_view(c, report, share, w) for c, share in zip(checks, shares, strict=True))
    wrong = [c for c in checks if c.counts.afwijking]
    right, closed = first_time_right(checks)
    chart, unit, rows, undated = _timeline(report, w)
    return PageView(
        themes=_themes(norms, report, w),
        silent=report.in_status(Status.NIET_UITGEVOERD, Status.MISLUKT),
        not_applicable=report.in_status(Status.NIET_VAN_TOEPASSING),
        ran=sum(ran(c) for c in checks),
        statuses=tuple(
            StatusCount(STATUS[s].in_(report.taal), len(report.in_status(s))) for s in Status if report.in_status(s)
        ),
        deviations=report.aantal_bevindingen,
        errors=sum(c.counts.afwijking for c in checks if c.ernst == "fout"),
        signals=sum(c.counts.afwijking for c in checks if c.ernst != "fout"),
        accepted=sum(c.counts.geaccepteerd for c in checks),
        unpriced=sum(c.impact_onbekend for c in checks),
        right=right,
        closed=closed,
        chart=chart,
        timeline_unit=unit,
        timeline_rows=rows,
        undated=undated,
        costly=_costly(wrong),
        export_answers=_export_answers(report, w),
        contract=_contract(report.contract),
        quarantine={o.tabel: "" for o in report.opzij} | {t.naam: t.quarantaine for t in report.tabellen},
        running=running_terms(report),
        with_running=tuple(c for c in checks if c.counts.loopt),
        urgency=urgency(report, w),
        first_things=tuple(sorted(wrong, key=_urgent)),
        undetermined=undetermined(report),
        open_rows=undetermined_rows(report),
        options=tuple(sorted(report.opties.items())),
    )


def _urgent(check: CheckPart) -> tuple[bool, int, int, str]:
    return (check.ernst != "fout", -(check.impact_cent or 0), -check.counts.afwijking, check.id)


def _themes(norms: Sequence[NormView], report: Report, w: SimpleNamespace) -> tuple[ThemeView, ...]:
    return tuple(
        _theme(key, tuple(n for n in norms if n.part.thema == key), report, w)
        # In the order of the catalogue's own list of themes.
        for key in dict.fromkeys([*report.thema_titels, *(n.part.thema for n in norms)])
        if any(n.part.thema == key for n in norms)
    )


def _theme(key: str, norms: tuple[NormView, ...], report: Report, w: SimpleNamespace) -> ThemeView:
    parts = [n.part for n in norms]
    known = [p.impact_cent for p in parts if p.impact_cent is not None]
    timeline = over_time(_framed(report, together([p.spread for p in parts])), report.taal)
    wrong = timeline.counts[Verdict.AFWIJKING]
    highest = max(wrong, default=0)
    peak = timeline.periods[wrong.index(highest)].label if highest else ""
    right, closed = first_time_right(parts)
    return ThemeView(
        key=re.sub(r"[^0-9A-Za-z_-]", "-", key),
        title=report.thema_titels.get(key) or parts[0].thema_titel,
        norms=norms,
        ran=sum(ran(p) for p in parts),
        deviations=sum(p.counts.afwijking for p in parts),
        impact_cent=sum(known) if known else None,
        right=right,
        closed=closed,
        spark=charts.spark(wrong),
        peak=w.hoogste.format(n=integer(highest, report.taal), wanneer=peak) if highest else "",
    )


def _framed(report: Report, spread: pl.DataFrame) -> pl.DataFrame:
    """Return the spread with the ends of the whole report added (zero units), so that small charts share one axis."""
    months = together([c.spread for c in report.checks]).get_column("maand").drop_nulls()
    if months.is_empty():
        return spread
    ends = pl.DataFrame({"maand": [months.min(), months.max()]}, schema={"maand": pl.Date}).select(
        "maand", setting=pl.lit(None, pl.Int64), oordeel=pl.lit(Verdict.VOLDOET.value), aantal=pl.lit(0, pl.Int64)
    )
    return pl.concat([spread, ends])


def _timeline(report: Report, w: SimpleNamespace) -> tuple[Markup | None, str, tuple[tuple[str, int, int], ...], int]:
    kinds = [
        over_time(
            _framed(report, together([c.spread for c in report.checks if (c.ernst == "fout") is hard])), report.taal
        )
        for hard in (True, False)
    ]
    wrong, signal = (k.counts[Verdict.AFWIJKING] for k in kinds)
    periods = kinds[0].periods
    undated = sum(_undated_deviations(c.spread) for c in report.checks)
    if not periods or not (sum(wrong) + sum(signal)):
        return None, kinds[0].unit, (), undated
    drawn = charts.columns(
        key="verloop-alle",
        title=w.verloop_titel.format(eenheid=kinds[0].unit),
        description="; ".join(f"{p.label}: {a} + {b}" for p, a, b in zip(periods, wrong, signal, strict=True)),
        ticks=[(p.tick, p.year) for p in periods],
        series=[charts.Series("m-fout", wrong), charts.Series("m-signaal", signal)],
        language=report.taal,
    )
    rows = tuple((p.label, a, b) for p, a, b in zip(periods, wrong, signal, strict=True))
    return drawn, kinds[0].unit, rows, undated


def _undated_deviations(spread: pl.DataFrame) -> int:
    none = spread.filter(pl.col("maand").is_null(), pl.col("oordeel") == Verdict.AFWIJKING.value)
    return int(none.get_column("aantal").sum())


def _costly(wrong: Sequence[CheckPart]) -> tuple[tuple[CheckPart, Markup], ...]:
    priced = [(c, c.impact_cent) for c in wrong if c.impact_cent]
    ranked = sorted(priced, key=lambda pair: (-pair[1], pair[0].id))[:MOST_COSTLY]
    top = ranked[0][1] if ranked else 0
    return tuple((c, charts.bar(cent, top)) for c, cent in ranked)


def _export_answers(report: Report, w: SimpleNamespace) -> tuple[tuple[bool, str], ...]:
    aside = sum(t.rijen_opzij for t in report.tabellen)
    fits = all(t.rijen_in == t.rijen + t.rijen_opzij for t in report.tabellen)
    rows = w.antwoord_sluit.format(n=integer(aside, report.taal), rijen=w.plural(aside, "rij"))
    answers = [(fits, rows if fits else w.antwoord_sluit_niet)]
    if report.contract:
        met = sum(e.uitkomst == "voldoet" for e in report.contract)
        missed = sum(e.uitkomst == "voldoet_niet" for e in report.contract)
        unknown = len(report.contract) - met - missed
        text = w.antwoord_contract.format(ok=met, n=len(report.contract), mis=missed, fout=unknown)
        answers.append((met == len(report.contract), text))
    if report.controletotalen:
        differ = sum(t.verschil for t in report.controletotalen)
        answers.append((not differ, w.antwoord_totalen.format(mis=differ, n=len(report.controletotalen))))
    else:
        answers.append((False, w.antwoord_geen_totalen))
    return tuple(answers)


def _contract(parts: Sequence[ExpectationPart]) -> ContractView:
    def count(table: str, outcome: str) -> int:
        return sum(e.tabel == table and e.uitkomst == outcome for e in parts)

    open_ones = (e for e in parts if e.uitkomst != "voldoet")
    return ContractView(
        tables=tuple(
            (
                table,
                sum(e.tabel == table for e in parts),
                count(table, "voldoet"),
                count(table, "voldoet_niet"),
                count(table, "fout"),
                count(table, "niet_uitgevoerd"),
            )
            for table in dict.fromkeys(e.tabel for e in parts)
        ),
        attention=tuple(sorted(open_ones, key=lambda e: _ATTENTION.get(e.uitkomst, 0))),
        met=tuple(e for e in parts if e.uitkomst == "voldoet"),
    )
