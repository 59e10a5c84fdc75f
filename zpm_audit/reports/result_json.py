"""``resultaat.json``, for machines: all checks with their counts, and totals. The same report gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.base.money import euros_number
from zpm_audit.findings.model import PrestatieFigures
from zpm_audit.reconciliation.model import LOTS, Claim, Ledger, Reconciliation
from zpm_audit.reconciliation.vertrouwen import Vertrouwen
from zpm_audit.reports.by_hand_json import by_hand_result
from zpm_audit.reports.framework_json import framework_result
from zpm_audit.reports.model import Report
from zpm_audit.reports.opinion_json import opinion_result
from zpm_audit.reports.parts import CheckPart, ControlTotalPart


def write_result(report: Report, target: Path) -> None:
    """Write the file."""
    content = {"run": _run(report), "checks": [_check(check) | _life(report, check.id) for check in report.checks]}
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _run(report: Report) -> dict[str, Any]:
    return {
        "kenmerk": report.kenmerk,
        "versie": report.versie,
        "peildatum": report.peildatum.isoformat(),
        "taal": report.taal,
        "eerste_regel": report.eerste_regel,
        "opties": dict(report.opties),
        "tabellen": {t.naam: dict(t.feiten) for t in report.tabellen},
        "bronnen": {t.naam: t.bron for t in report.tabellen},
        "controletotalen": [_stated(one) for one in report.controletotalen],
        "aansluiting": reconciliation_result(report.aansluiting) if report.aansluiting else None,
        "notities": list(report.notities),
        "vertrouwen": trust_result(report.vertrouwen, report.taal),
        "datacontract": report.quality.contract.per_outcome,
        **_totals(report),
        "periode": [report.periode.first.isoformat(), report.periode.last.isoformat()] if report.periode else None,
        "prestaties": _prestaties(report.prestaties.total),
        "uitsplitsing": {
            dimension: [{dimension: value, **_prestaties(figures)} for value, figures in values]
            for dimension, values in report.prestaties.split.items()
        },
        "werklijsten": _worklists(report),
        "acceptaties": _acceptances(report),
        "open": _without_accepted(report),
        "tolerantie": opinion_result(report),
        "raamwerk": framework_result(report),
        "werkprogramma": by_hand_result(report),
        "ondertekening": {
            **{n: getattr(report, n) or None for n in ("aanbieder", "agb", "uitgevoerd_door", "beoordeeld_door")},
            "uitgevoerd_op": report.uitgevoerd.isoformat(),
            "beoordeeld_op": report.beoordeeld_op.isoformat() if report.beoordeeld_op else None,
            "conclusie_beoordelaar": report.conclusie_beoordelaar or None,
        },
        "catalogus": {
            "sha256": report.catalogus.sha256,
            "afwijkend": list(report.catalogus.changed),
            "extra": list(report.catalogus.extra),
            "ontbreekt": list(report.catalogus.absent),
        },
        "opvolging": _follow_up(report),
        **(_before(report) if report.levensloop else {}),
    }


def _stated(one: ControlTotalPart) -> dict[str, Any]:
    """Return what the source counted of a table, and what was read."""
    return {
        "tabel": one.tabel,
        "rijen_opgegeven": one.rijen_opgegeven,
        "rijen_gelezen": one.rijen_gelezen,
        "bedrag_opgegeven_eur": euros_number(one.bedrag_opgegeven_cent),
        "bedrag_gelezen_eur": euros_number(one.bedrag_gelezen_cent),
        "verschil": one.verschil,
    }


def _before(report: Report) -> dict[str, Any]:
    """Return what became of findings since the run before, and which run that was."""
    return {
        "levensloop": dict(report.levensloop or {}),
        "vorige_run": report.vorige_run,
        "vorige_manifest_sha256": report.vorige_manifest,
    }


def _follow_up(report: Report) -> dict[str, Any] | None:
    """Return what is known of the follow-up; None where there is neither an archive nor an owner."""
    work, found = report.open_work, report.opvolging
    if work is None:
        return None
    told: dict[str, Any] = {
        "open": work.open,
        "zonder_eigenaar": work.without_owner,
        "over_reactietijd": work.late,
        "over_reactietijd_per_check": dict(work.late_per_check),
    }
    if found is None:
        return told
    again = ("bevinding_id", "hersteld_op", "weer_gevonden_op", "door", "werkboek")
    spoken = ("bevinding_id", "status", "toelichting_opvolging", "eigenaar", "opgepakt_op", "door", "op", "werkboek")
    return told | {
        "per_status": dict(work.per_status),
        "conflicten": found.conflicts,
        "toch_weer_gevonden": _rows(found.found_again, again),
        "bevindingen": _rows(found.spoken_of, spoken),
    }


def _rows(frame: pl.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    dates = [pl.col(name).dt.to_string("iso") for name in names if frame.schema[name] == pl.Date]
    return frame.select(names).with_columns(dates).to_dicts()


def _worklists(report: Report) -> dict[str, list[dict[str, Any]]]:
    """Return per dimension which value stands in which files, with the number of its findings."""
    told: dict[str, list[dict[str, Any]]] = {}
    for one in report.werklijsten:
        line = {
            "waarde": one.value,
            "bestanden": [f"{one.path}.csv", f"{one.path}.xlsx"],
            "bevindingen": one.count,
            "impact_eur": euros_number(one.cents),
            "termijnen_week": one.term_count,
        }
        told.setdefault(one.dimension, []).append(line)
    return told


def _life(report: Report, check_id: str) -> dict[str, Any]:
    """Return the life of the findings of a check; nothing without an archive."""
    if report.levensloop is None:
        return {}
    return {"levensloop": dict(report.levensloop_per_check.get(check_id) or dict.fromkeys(report.levensloop, 0))}


def _acceptances(report: Report) -> list[dict[str, Any]]:
    found = report.acceptaties.applied if report.acceptaties else ()
    return [
        {
            "id": one.entry.id,
            "check": one.entry.check,
            "stand": one.state,
            "gevonden": one.found,
            "geaccepteerd": one.number,
            "open": one.left_open,
            "impact_eur": euros_number(one.impact_cent),
            "alles": one.everything,
            "door": one.entry.door,
            "tweede": one.entry.tweede,
            "op": one.entry.op.isoformat(),
            "tot": one.entry.tot.isoformat(),
        }
        for one in found
    ]


def _without_accepted(report: Report) -> dict[str, Any]:
    """Return the outcome as it is without what is accepted."""
    open_prestaties = report.prestaties_open or report.prestaties
    return {
        "afwijking": report.totals.open,
        "impact_eur": euros_number(open_prestaties.impact_cent),
        "prestaties": _prestaties(open_prestaties.total),
    }


def _prestaties(found: PrestatieFigures) -> dict[str, Any]:
    return {
        "beoordeeld": found.beoordeeld,
        "beoordeeld_eur": euros_number(found.beoordeeld_cent),
        "met_fout": found.met_fout,
        "met_fout_eur": euros_number(found.met_fout_cent),
        "met_signaal": found.met_signaal,
        "onbepaald": found.onbepaald,
        "direct_goed": found.direct_goed,
        "te_veel_eur": euros_number(found.te_veel_cent),
        "te_weinig_eur": euros_number(found.te_weinig_cent),
        "bedrag_onbekend": found.bedrag_onbekend,
    }


def _totals(report: Report) -> dict[str, Any]:
    found = report.totals
    return {
        "prestaties_beoordeeld": report.rijen_beoordeeld,
        "prestaties_buiten_periode": report.rijen_buiten_periode,
        "prestaties_toekomst": report.rijen_toekomst,
        "prestaties_niet_declarabel": report.rijen_niet_declarabel,
        "checks_per_status": {str(status): number for status, number in found.per_status.items()},
        "afwijking": found.deviations,
        "onbepaald": found.undetermined,
        "onbepaald_rijen": report.eenheden_onbepaald,
        "loopt": found.running,
        "over_tijd": found.overdue,
        "impact_eur": euros_number(report.impact_cent),
    }


def _check(check: CheckPart) -> dict[str, Any]:
    counts = check.counts
    return {
        "id": check.id,
        "versie": check.versie,
        "ernst": check.ernst,
        "status": str(check.status),
        "reden": check.reden or None,
        "populatie": counts.populatie,
        "voldoet": counts.voldoet,
        "afwijking": counts.afwijking,
        "geaccepteerd": counts.geaccepteerd,
        "onbepaald": counts.onbepaald,
        "loopt": counts.loopt,
        "buiten_beeld": counts.buiten_beeld,
        "impact_eur": euros_number(check.impact_cent),
        "over_tijd": check.over_tijd,
        "impact_onbekend": check.impact_onbekend,
        "opzij": dict(check.opzij),
        "open_eur": euros_number(check.open_cent),
        "thema": check.thema,
        "zekerheid": check.zekerheid,
        "splitsing": [_split(row) for row in check.split.to_dicts()],
    }


def _split(row: dict[str, Any]) -> dict[str, Any]:
    cents = {name: row.pop(f"{name}_cent") for name in ("populatie", "afwijking")}
    return row | {f"{name}_eur": euros_number(amount) for name, amount in cents.items()}


def trust_result(found: Vertrouwen, language: Language) -> dict[str, Any]:
    """Return what files say of whether the export can be built on: sentences, and the figures behind them."""
    return {
        "oordeel": found.oordeel,
        "redenen": [reason.zin.in_(language) for reason in found.redenen],
        "cijfers": [
            {
                "soort": r.soort,
                "tabel": r.tabel or None,
                "kolom": r.kolom or None,
                "aantal": r.aantal,
                "van": r.van,
                "grens": float(r.grens),
            }
            for r in found.redenen
        ],
    }


def reconciliation_result(found: Reconciliation) -> dict[str, Any]:
    """Return what the file says of the reconciliation."""
    return {
        "sluit_aan": found.adds_up,
        "rijen_in": found.rows_in,
        "rijen_opzij": found.aside,
        **{f"rijen_{lot}": found.count(lot) for lot in LOTS},
        "bedrag_eur": euros_number(found.cents()),
        **{f"bedrag_{lot}_eur": euros_number(found.cents(lot)) for lot in LOTS},
        "bedrag_opzij_eur": euros_number(found.aside_cents),
        "zonder_bedrag": found.unpriced,
        "declaratie": _claim(found.claim) if found.claim else None,
        "grootboek": _ledger(found.ledger) if found.ledger else None,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "berichten": list(claim.files),
        "regels": claim.lines,
        "prestaties": claim.prestaties,
        "bedrag_eur": euros_number(claim.cents),
        "gelijk": claim.agreeing,
        "verschillen": {
            str(d.kind): {
                "prestaties": d.rows,
                "bedrag_export_eur": euros_number(d.export_cents),
                "bedrag_bericht_eur": euros_number(d.message_cents),
                "in_maanden_zonder_bericht": d.outside,
            }
            for d in claim.differences
        },
    }


def _ledger(ledger: Ledger) -> dict[str, Any]:
    total = ledger.total
    return {
        "bestand": ledger.file,
        "versie": ledger.version,
        "administratie": ledger.company or None,
        "boekjaar": [ledger.first.isoformat(), ledger.last.isoformat()],
        "rekeningen": [{"rekening": code, "omschrijving": name or None} for code, name in ledger.accounts.items()],
        "op": ledger.by,
        "maanden_gelijk": ledger.equal,
        "maanden_verschillen": ledger.different,
        "maanden_onbekend": ledger.unknown,
        "bedrag_export_eur": euros_number(total["bedrag_export"]),
        "bedrag_grootboek_eur": euros_number(total["bedrag_grootboek"]),
        "verschil_eur": euros_number(total["verschil"]),
        "zonder_bedrag": total["zonder_bedrag"],
        "regels_vreemde_munt": ledger.foreign,
        "maanden": [_ledger_month(row) for row in ledger.per_month.iter_rows(named=True)],
        "apart": {
            str(one.kind): {"aantal": one.rows, "bedrag_eur": euros_number(one.cents), "zonder_bedrag": one.unpriced}
            for one in ledger.apart
        },
    }


def _ledger_month(row: dict[str, Any]) -> dict[str, Any]:
    counts = ("rijen", "zonder_bedrag", "regels")
    cents = ("bedrag_export", "credit", "debet", "bedrag_grootboek", "verschil")
    return {
        "maand": f"{row['maand']:%Y-%m}",
        **{name: row[name] for name in counts},
        **{f"{name}_eur": euros_number(row[name]) for name in cents},
    }
