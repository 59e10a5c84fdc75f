"""``samenvatting.json``: the summary for machines. What is not known is null, never zero."""

from __future__ import annotations

from typing import Any

import polars as pl

from zpm_audit.archive.model import Life
from zpm_audit.base.money import euros_number
from zpm_audit.reports.figures.amounts import Amounts
from zpm_audit.reports.figures.first_steps import FirstStep
from zpm_audit.reports.figures.morning import LifePart, Morning
from zpm_audit.reports.model import Report
from zpm_audit.reports.result_json import trust_result
from zpm_audit.reports.summary.sections import responsible

_GONE = (Life.OPGELOST, Life.VERVALLEN)


def summary_result(report: Report) -> dict[str, Any]:
    """Return the content of the file."""
    found = report.morning
    trend = report.trend
    return {
        "run": {
            "kenmerk": report.kenmerk,
            "versie": report.versie,
            "export": report.export,
            "aanbieder": report.aanbieder or None,
            "peildatum": report.peildatum.isoformat(),
            "taal": report.taal,
            "eerste_regel": report.eerste_regel,
            "reeks": trend.series if trend else None,
            "vorige_run": report.vorige_run,
        },
        "vertrouwen": trust_result(report.vertrouwen, report.taal),
        "vandaag": [_step(step, report) for step in found.steps],
        **{str(life.value): _life(found, life) for life in Life},
        "verlopen_acceptaties": [
            {
                "id": one.entry.id,
                "check": one.entry.check,
                "door": one.entry.door,
                "tot": one.entry.tot.isoformat(),
                "open": one.left_open,
            }
            for one in found.expired
        ],
        "termijnen": {
            "tot_en_met": found.until.isoformat(),
            "deze_week": found.this_week,
            "over_tijd": found.overdue,
            "per_check": [
                {
                    "check": line.part.id,
                    "deze_week": line.ending,
                    "eerste_dag": line.first.isoformat() if line.first else None,
                    "over_tijd": line.overdue,
                }
                for line in found.terms
            ],
            "eerste": _rows(found.ending),
        },
        "gemist": [day.isoformat() for day in found.gap] if trend else None,
    }


def _step(step: FirstStep, report: Report) -> dict[str, Any]:
    owner, named = step.owner, responsible(step, report)
    return {
        "soort": step.kind,
        "check": step.part.id if step.part else None,
        "titel": step.part.titel if step.part else None,
        "wat_te_doen": step.part.wat_te_doen if step.part else None,
        "aantal": step.count,
        **_amounts(step.amounts),
        # Who has to act by the configuration, and whom most of it concerns.
        "eigenaar": named or None,
        "vooral_bij": {"soort": owner.kind, "naam": owner.name, "aantal": owner.count} if owner else None,
        "datum": step.day.isoformat() if step.day else None,
    }


def _amounts(found: Amounts) -> dict[str, Any]:
    little = found.too_little
    return {
        "te_veel_eur": euros_number(found.too_much),
        "te_weinig_eur": euros_number(-little if little else little),
        "bedrag_onbekend": found.unknown,
    }


def _life(found: Morning, life: Life) -> dict[str, Any] | None:
    if found.lives is None:
        return None
    part: LifePart = found.lives[life]
    if life in _GONE:
        return {
            "aantal": part.count,
            "per_check": [{"check": line.part.id, "aantal": line.count} for line in part.lines],
        }
    told: dict[str, Any] = {
        "aantal": part.count,
        "geaccepteerd": part.accepted,
        **_amounts(part.amounts),
        "per_check": [
            {
                "check": line.part.id,
                "aantal": line.count,
                "geaccepteerd": line.accepted,
                **_amounts(line.amounts),
            }
            for line in part.lines
        ],
    }
    if life is not Life.BLIJVEND:
        told["grootste"] = _rows(found.newest.filter(pl.col("levensloop") == life.value).drop("levensloop"))
    return told


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    shown = [
        pl.col(name).dt.to_string("iso") if dtype == pl.Date else pl.col(name).cast(pl.Float64) if name == "impact_eur"
        else pl.col(name)
        for name, dtype in frame.schema.items()
    ]  # fmt: skip
    return frame.select(shown).to_dicts()
