"""What consults should have cost, row by row once more, and tied to the checks that judge class and code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.oracle.exports import random_export
from tests.oracle.professions import category as category_of
from tests.oracle.write import write_export
from zpm_audit.base.period import Period, parse_period
from zpm_audit.base.pseudonyms import Key
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.recalculation import recalculated
from zpm_audit.engine.run import judge
from zpm_audit.findings.assemble import assemble
from zpm_audit.findings.model import Audit
from zpm_audit.findings.recalculation import ROW_SCHEMA, SUM_SCHEMA, Recalculation, expected_costs, recalculate
from zpm_audit.intake import read_export

pytestmark = pytest.mark.whole
KLASSEN = (5, 15, 30, 45, 60, 75, 90, 120)
TYPES = ("diagnostiek", "behandeling")
CLASS_CHECKS = ("ZPM-PR-01", "ZPM-PR-02", "ZPM-PR-03")
CODE_CHECKS = ("ZPM-CO-02", "ZPM-CO-09", "ZPM-CO-10")
KEY = Key(b"alleen voor deze proeven")
SEEDS = (1, 2, 3, 4)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    tables: dict[str, list[Row]]
    peildatum: date
    audit: Audit
    found: Recalculation

    @property
    def consults(self) -> list[Row]:
        return [
            r
            for r in self.tables["prestaties"]
            if r["prestatiegroep"] == "consult" and r["declarabel"] is not False and r["datum"] <= self.peildatum
        ]

    def rows(self) -> dict[str, dict[str, Any]]:
        assert self.found.rows is not None
        return {r["prestatie_id"]: r for r in pl.read_parquet(self.found.rows).to_dicts()}

    def flagged(self, path: Path, *checks: str) -> set[str]:
        found = pl.read_parquet(path).filter(pl.col("check_id").is_in(checks))
        return set(found["prestatie_id"])


def done(
    tables: dict[str, list[Row]], peildatum: date, folder: Path, period: Period | None = None, *,
    checks: tuple[str, ...] = (*CLASS_CHECKS, *CODE_CHECKS), traceable: bool = True, planned: bool = True,
) -> Done:  # fmt: skip
    export = write_export({k: [dict(r) for r in rows] for k, rows in tables.items()}, folder / "export")
    (folder / "lees").mkdir()
    register = read_export(export, work=folder / "lees", mapping=None, language="nl")
    catalogue = load_catalogue().select(list(checks))
    chosen = {"planning_is_realisatie": planned}
    context = Context(register, catalogue, peildatum, period=period, settings=chosen)
    judgement = judge(register, catalogue, peildatum, folder / "oordelen", period=period, settings=chosen)
    audit = assemble(context, judgement, folder / "bevindingen", key=KEY, traceable=traceable)
    work = folder / "herrekening"
    cost = expected_costs(context, judgement, work)
    found = recalculate(context, judgement, cost, audit.findings, work, key=KEY, traceable=traceable)
    return Done(tables, peildatum, audit, found)


def with_list(seed: int) -> tuple[dict[str, list[Row]], date]:
    """Return a random export that has a code list."""
    while "codelijst" not in (drawn := random_export(seed))[0]:
        seed += 100
    return drawn


@pytest.fixture(scope="module", params=SEEDS)
def random(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Done:
    tables, peildatum = with_list(request.param)
    return done(tables, peildatum, tmp_path_factory.mktemp("herrekening"))


def number(code: str | None) -> int | None:
    found = re.fullmatch(r"CO([0-9]{4})", code or "")
    return int(found[1]) - 1 if found and 1 <= int(found[1]) <= 1040 else None


def klasse(minutes: int) -> int:
    return max((k for k in KLASSEN if k <= minutes), default=0)


def expected_class(row: Row) -> int | None:
    """Return the class by the rules of planning and realisation; 0 for nothing, None for unknown."""
    n, g, r = number(row["prestatiecode"]), row["geplande_minuten"], row["gerealiseerde_minuten"]
    registered = row["duurklasse"] if row["duurklasse"] is not None else KLASSEN[n // 130] if n is not None else None
    if row["gepland"] is None or r is None:
        return None
    if registered is None and (not row["gepland"] or g is None or abs(r - g) > 15):
        return None
    if registered == klasse(r) and registered:
        return registered
    if not row["gepland"]:
        return klasse(r)
    if g is None:
        return None
    if abs(r - g) > 15:
        return klasse(r)
    if registered is None:
        return None
    return registered if registered == klasse(g) and registered else klasse(g) or klasse(r)


def valid(line: Row, day: date) -> bool:
    return (line["geldig_van"] or date.min) <= day <= (line["geldig_tot"] or date.max)


def stands_for(lines: list[Row]) -> tuple[dict[str, Any], int | None]:
    """Return what the lines of one code say together, and the one tariff that they have."""
    n = number(lines[0]["prestatiecode"])
    told = [
        {
            "setting": c["setting"],
            "categorie": c["beroepscategorie"],
            "type": c["consulttype"] or (TYPES[n % 130 // 65] if n is not None else None),
            "klasse": c["duurklasse"] if c["duurklasse"] is not None else KLASSEN[n // 130] if n is not None else None,
        }
        for c in lines
    ]
    one = {key: told[0][key] if len({t[key] for t in told}) == 1 else None for key in told[0]}
    tariffs = {c["max_tarief_eur"] for c in lines} - {None}
    return one, tariffs.pop() if len(tariffs) == 1 else None


def expected(row: Row, tables: dict[str, list[Row]]) -> tuple[int | None, int | None, bool | None]:
    """Return the class, the amount in cents, and whether another code follows; None where unknown."""
    to_be = expected_class(row)
    if to_be is None:
        return None, None, None
    if to_be == 0:
        return 0, 0, None if row["bedrag_eur"] is None else True
    beroepen = [
        b["beroep"]
        for b in tables.get("behandelaren", [])
        if b["behandelaar_id"] == row["behandelaar_id"] and valid(b, row["datum"])
    ]
    category = min((c for b in beroepen if (c := category_of(b, row["datum"]))), default=None)
    want = {"setting": row["setting"], "categorie": category, "type": row["consulttype"], "klasse": to_be}
    if None in want.values():
        return to_be, None, None
    by_code: dict[str, list[Row]] = {}
    for line in tables["codelijst"]:
        if valid(line, row["datum"]):
            by_code.setdefault(line["prestatiecode"], []).append(line)
    own = by_code.get(row["prestatiecode"])
    if own is not None:
        told, tariff = stands_for(own)
        if all(told[k] in (None, want[k]) for k in want):
            return to_be, tariff, None if tariff is None or row["bedrag_eur"] is None else False
    others = [stands_for(lines) for lines in by_code.values()]
    prices = [stands for stands in others if stands[0] == want]
    all_lines = [c for lines in by_code.values() if stands_for(lines)[0] == want for c in lines]
    tariffs = {c["max_tarief_eur"] for c in all_lines} - {None}
    amount = tariffs.pop() if prices and len(tariffs) == 1 else None
    return to_be, amount, None if amount is None or row["bedrag_eur"] is None else True


def test_every_judged_consult_is_there_once(random: Done) -> None:
    assert set(random.rows()) == {r["prestatie_id"] for r in random.consults}
    assert pl.read_parquet(random.found.rows or Path()).schema == pl.Schema(ROW_SCHEMA)


def test_class_code_and_amount_row_by_row(random: Done) -> None:
    rows, known = random.rows(), 0
    for consult in random.consults:
        got = rows[consult["prestatie_id"]]
        to_be, cents, other = expected(consult, random.tables)
        assert got["verwachte_klasse"] == to_be, consult
        assert got["verwacht_eur"] == (None if cents is None else Decimal(cents) / 100), consult
        assert got["andere_code"] == other, consult
        if other is None:
            assert got["reden"], consult
            assert got["verschil_eur"] is None, consult
        else:
            assert got["verschil_eur"] == got["verwacht_eur"] - Decimal(consult["bedrag_eur"]) / 100, consult
            known += 1
    assert known > 10


def test_another_class_is_what_the_checks_of_planning_report(random: Done) -> None:
    """Where time and class are known the two are the same prestaties; what is undetermined there is unknown here."""
    rows, findings = random.rows(), random.audit.findings
    other = {i for i, r in rows.items() if r["andere_klasse"]}
    assert other == random.flagged(findings.afwijkingen, *CLASS_CHECKS)
    assert random.found.other.classes == len(other) > 0
    assert random.found.other.classes_unflagged == 0
    unknown = {i for i, r in rows.items() if r["verwachte_klasse"] is None}
    assert unknown == random.flagged(findings.onbepaald, *CLASS_CHECKS) - other


def test_every_deviation_is_accounted_for(random: Done) -> None:
    counted = {r.check.id: r.counts.afwijking for r in random.audit.checks}
    assert {t.check_id: t.deviations for t in random.found.ties} == counted
    assert [t.rest for t in random.found.ties] == [0] * len(counted)


def test_cells_add_up_to_the_rows_and_nothing_is_netted(random: Done) -> None:
    rows = list(random.rows().values())
    total = random.found.cells.select(pl.col(n).sum() for n in SUM_SCHEMA).row(0, named=True)
    apart = [r["verschil_eur"] for r in rows if r["verschil_eur"] is not None]
    assert total["rijen"] == len(rows)
    assert total["onbekend"] == sum(r["reden"] is not None for r in rows)
    assert total["te_hoog_cent"] == -100 * sum(d for d in apart if d < 0) > 0
    assert total["te_laag_cent"] == 100 * sum(d for d in apart if d > 0) > 0
    assert total["verwacht_cent"] - total["geregistreerd_cent"] == total["te_laag_cent"] - total["te_hoog_cent"]
    by_part = sum(total[f"{p}_te_laag_cent"] - total[f"{p}_te_hoog_cent"] for p in ("code", "prijs"))
    assert by_part + total["ongesplitst_cent"] == total["te_laag_cent"] - total["te_hoog_cent"]
    assert sum(n for _, n, _ in random.found.unknown) == total["onbekend"]


def test_patients_are_pseudonyms_and_a_period_takes_its_rows_only(tmp_path: Path) -> None:
    tables, peildatum = with_list(1)
    period = parse_period(str(peildatum.year - 1))
    part = done(tables, peildatum, tmp_path, period, traceable=False)
    rows = part.rows()
    wanted = {r["prestatie_id"] for r in part.consults if period.first <= r["datum"] <= period.last}
    assert set(rows) == wanted
    assert wanted
    known = {p["patient_id"] for p in tables["prestaties"]}
    assert not {r["patient_id"] for r in rows.values()} & known
    assert all(t.rest == 0 for t in part.found.ties)


def test_without_a_list_or_its_checks_it_says_why(tmp_path: Path) -> None:
    tables, peildatum = with_list(1)
    bare = done({k: r for k, r in tables.items() if k != "codelijst"}, peildatum, tmp_path / "zonder")
    assert bare.found.rows is None
    assert bare.found.reason is not None
    assert "codelijst" in bare.found.reason.nl
    part = done(tables, peildatum, tmp_path / "keuze", checks=("ZPM-PR-01", "ZPM-CO-02"))
    assert part.found.reason is not None
    assert "ZPM-PR-02" in part.found.reason.nl


def test_a_list_without_settings_keeps_those_of_the_code(tmp_path: Path) -> None:
    """Then only class and type are recalculated, by the arithmetic of the code."""
    tables, peildatum = with_list(1)
    day = peildatum.replace(day=1)
    consult = next(r for r in tables["prestaties"] if r["prestatiegroep"] == "consult")
    row = dict(consult) | {
        "prestatie_id": "P1", "datum": day, "declarabel": True, "prestatiecode": "CO0497", "consulttype": "behandeling",
        "duurklasse": 45, "gepland": False, "gerealiseerde_minuten": 31, "bedrag_eur": 15000,
    }  # fmt: skip
    line = dict.fromkeys(tables["codelijst"][0])
    lines = [
        line | {"prestatiecode": "CO0497", "prestatiegroep": "consult", "max_tarief_eur": 16000},
        line | {"prestatiecode": "CO0367", "prestatiegroep": "consult", "max_tarief_eur": 11000},
    ]
    small = {k: v for k, v in tables.items() if k not in {"prestaties", "codelijst"}}
    found = done({**small, "prestaties": [row], "codelijst": lines}, peildatum, tmp_path)
    got = found.rows()["P1"]
    assert not found.found.by_list
    assert (got["verwachte_klasse"], got["verwachte_code"], got["verwacht_eur"]) == (30, "CO0367", Decimal("110.00"))
    assert (got["verschil_code_eur"], got["verschil_prijs_eur"]) == (Decimal("-50.00"), Decimal("10.00"))
    assert got["uitkomst"] == "te_hoog"
    assert got["checks"] == "ZPM-PR-03"


def test_who_does_not_use_the_planning_gets_the_realised_class(tmp_path: Path) -> None:
    tables, peildatum = with_list(2)
    found = done(tables, peildatum, tmp_path, planned=False)
    rows, judged = found.rows(), 0
    for consult in found.consults:
        to_be, minutes = rows[consult["prestatie_id"]]["verwachte_klasse"], consult["gerealiseerde_minuten"]
        if to_be is not None:
            assert to_be == klasse(minutes), consult
            judged += 1
    assert judged > 10
    assert {i for i, r in rows.items() if r["andere_klasse"]} == found.flagged(
        found.audit.findings.afwijkingen, *CLASS_CHECKS
    )


def test_neither_pieces_nor_what_was_looked_up_before_change_a_row(tmp_path: Path) -> None:
    tables, peildatum = with_list(SEEDS[0])
    (tmp_path / "heel").mkdir()
    whole = done(tables, peildatum, tmp_path / "heel")
    register = read_export(tmp_path / "heel" / "export", work=tmp_path, mapping=None, language="nl")
    catalogue = load_catalogue().select([*CLASS_CHECKS, *CODE_CHECKS])
    (tmp_path / "los").mkdir()
    expected = whole.rows()
    chosen = {"planning_is_realisatie": True}
    alone = Context(register, catalogue, peildatum, tmp_path / "los", settings=chosen)
    found = recalculated(alone, rows_per_piece=7)
    assert found.rows is not None
    assert len(alone.pieces("prestaties", 7)) > 1
    rows = found.rows.select("prestatie_id", "verwacht", "verwachte_code", "reden").sort("prestatie_id").collect()
    assert rows.height == len(whole.consults) > 7
    for row in rows.to_dicts():
        kept = expected[row["prestatie_id"]]
        assert (kept["verwachte_code"], kept["reden"]) == (row["verwachte_code"], row["reden"])
        assert kept["verwacht_eur"] == (None if row["verwacht"] is None else Decimal(row["verwacht"]) / 100)
