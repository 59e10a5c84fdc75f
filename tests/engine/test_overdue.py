"""Running terms that have passed are told apart from those that can still be met."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.engine.small import Rows, catalogue, check, register
from zpm_audit.base.pseudonyms import Key
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import judge
from zpm_audit.findings.assemble import assemble
from zpm_audit.findings.model import Audit, overdue

TODAY = date(2024, 6, 30)
CLOSED = "einddatum is not null"
#: Waits for an end date, whatever the day; the term is that of the referral.
WAITS = check(tabel="zorgtrajecten", eis=CLOSED, loopt="nieuwe_zorgvraag", uiterste_datum="verwijsdatum")
#: Has no term at all.
PLAIN = check(2, tabel="zorgtrajecten", eis=CLOSED)


def _audit(folder: Path, rows: Rows) -> Audit:
    loaded = catalogue(folder / "checks", WAITS, PLAIN)
    data = register(prestaties=[{}], zorgtrajecten=rows)
    judgement = judge(data, loaded, TODAY, folder / "work")
    context = Context(data, loaded, TODAY)
    return assemble(context, judgement, folder / "lists", key=Key(b"proef"), traceable=True)


def _row(name: str, final: date | None, *, waits: bool = True, closed: bool = False) -> dict[str, object]:
    end = TODAY if closed else None
    return {"zorgtraject_id": name, "verwijsdatum": final, "nieuwe_zorgvraag": waits, "einddatum": end}


ROWS = (
    _row("gisteren", date(2024, 6, 29)),
    _row("lang", date(2022, 1, 1)),
    _row("vandaag", TODAY),
    _row("morgen", date(2024, 7, 1)),
    _row("zonder", None),
    # Past its date as well, but no term runs: it complies, or deviates.
    _row("voldaan", date(2022, 1, 1), closed=True),
    _row("te laat", date(2022, 1, 1), waits=False),
)


def test_a_term_is_over_time_from_the_day_after_its_final_date(tmp_path: Path) -> None:
    audit = _audit(tmp_path, ROWS)
    running = pl.read_parquet(audit.findings.lopend)
    assert sorted(running["onderwerp_id"]) == ["gisteren", "lang", "morgen", "vandaag", "zonder"]
    assert sorted(running.filter(overdue(TODAY))["onderwerp_id"]) == ["gisteren", "lang"]
    assert sorted(running.filter(~overdue(TODAY))["onderwerp_id"]) == ["morgen", "vandaag", "zonder"]


def test_terms_over_time_are_counted_as_a_part_of_those_that_run(tmp_path: Path) -> None:
    audit = _audit(tmp_path, ROWS)
    waits, plain = audit.result("ZPM-XA-01"), audit.result("ZPM-XA-02")
    assert (waits.counts.loopt, waits.overdue, waits.counts.afwijking) == (5, 2, 1)
    assert (plain.counts.loopt, plain.overdue) == (0, 0)


def test_nothing_runs(tmp_path: Path) -> None:
    audit = _audit(tmp_path, [_row("voldaan", date(2022, 1, 1), closed=True)])
    assert [r.overdue for r in audit.checks] == [0, 0]
    assert pl.read_parquet(audit.findings.lopend).filter(overdue(TODAY)).height == 0
