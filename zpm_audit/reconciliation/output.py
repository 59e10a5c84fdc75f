"""Writes the reconciliation where the user finds it, complete: per month, and every prestatie that differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.spreadsheet import formula_safe
from zpm_audit.reconciliation.model import DIFFERENCES, LOTS, PER_MONTH, Kind, Reconciliation

FOLDER = "aansluiting"
_IN_WORDS = {
    Kind.NIET_IN_EXPORT: Text("niet in de export", "not in the export"),
    Kind.NIET_DECLARABEL: Text("niet declarabel in de export", "not declarable in the export"),
    Kind.ANDER_BEDRAG: Text("met een ander bedrag", "with another amount"),
    Kind.BEDRAG_ONBEKEND: Text("met een onbekend bedrag", "with an unknown amount"),
    Kind.NIET_GEDECLAREERD: Text("niet gedeclareerd", "not claimed"),
}
_ALIKE = Text("prestaties gelijk", "prestaties agree")
_CENTS = {"bedrag", *(f"bedrag_{lot}" for lot in LOTS), "bericht_bedrag", "bedrag_export", "bedrag_bericht", "verschil"}


def write_reconciliation(found: Reconciliation, folder: Path) -> None:
    """Write ``aansluiting/`` in ``folder``."""
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    shown = found.per_month if found.claim else found.per_month.drop("bericht_rijen", "bericht_bedrag")
    _write(shown.lazy(), target / "per-maand", PER_MONTH)
    if found.claim is not None:
        _write(pl.scan_parquet(found.claim.listed), target / "verschillen", DIFFERENCES)


def claim_notes(found: Reconciliation) -> tuple[Text, ...]:
    """Return what the user is told of the claim, if there is one: a difference is a notice, not a failure."""
    claim = found.claim
    if claim is None:
        return ()
    lines = _counted(claim.lines, Text("regel", "line"), Text("regels", "lines"))
    same = _counted(claim.agreeing, Text("prestatie gelijk", "prestatie agrees"), _ALIKE)
    nl, en = f"declaratie: {lines.nl}, {same.nl}", f"claim: {lines.en}, {same.en}"
    if not claim.different:
        return (Text(f"{nl}, geen verschillen", f"{en}, no differences"),)
    apart = _counted(claim.different, Text("verschil", "difference"), Text("verschillen", "differences"))
    kinds = [(d.rows, _IN_WORDS[d.kind]) for d in claim.differences if d.rows]
    told, told_en = (", ".join(f"{rows} {words[i]}" for rows, words in kinds) for i in (0, 1))
    return (
        Text(
            f"{nl}, {apart.nl} ({told}); zie {FOLDER}/verschillen.csv",
            f"{en}, {apart.en} ({told_en}); see {FOLDER}/verschillen.csv",
        ),
    )


def _counted(count: int, one: Text, more: Text) -> Text:
    word = one if count == 1 else more
    return Text(f"{count} {word.nl}", f"{count} {word.en}")


def _write(rows: pl.LazyFrame, target: Path, schema: dict[str, pl.DataType]) -> None:
    names = rows.collect_schema().names()
    euros = rows.select(
        _euros(name).alias(f"{name}_eur") if name in _CENTS else pl.col(name) for name in schema if name in names
    )
    parquet = target.with_suffix(".parquet")
    euros.sink_parquet(parquet, maintain_order=True)
    texts = [name for name, dtype in schema.items() if dtype == pl.String() and name in names]
    safe = pl.scan_parquet(parquet).with_columns(formula_safe(pl.col(name)).alias(name) for name in texts)
    safe.sink_csv(target.with_suffix(".csv"), maintain_order=True)


def _euros(name: str) -> pl.Expr:
    return (pl.col(name).cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))


def summary(found: Reconciliation) -> dict[str, Any]:
    """Return the reconciliation for ``resultaat.json``."""
    content: dict[str, Any] = {
        "sluit_aan": found.adds_up,
        "rijen_in": found.rows_in,
        "rijen_opzij": found.aside,
        **{f"rijen_{lot}": int(found.per_month.get_column(lot).sum()) for lot in LOTS},
        "bedrag_eur": _plain(found.cents()),
        **{f"bedrag_{lot}_eur": _plain(found.cents(lot)) for lot in LOTS},
        "bedrag_opzij_eur": _plain(found.aside_cents),
        "zonder_bedrag": found.unpriced,
        "declaratie": None,
    }
    if found.claim:
        claim = found.claim
        content["declaratie"] = {
            "berichten": list(claim.files),
            "regels": claim.lines,
            "prestaties": claim.prestaties,
            "bedrag_eur": _plain(claim.cents),
            "gelijk": claim.agreeing,
            "verschillen": {
                str(d.kind): {
                    "prestaties": d.rows,
                    "bedrag_export_eur": _plain(d.export_cents),
                    "bedrag_bericht_eur": _plain(d.message_cents),
                    "in_maanden_zonder_bericht": d.outside,
                }
                for d in claim.differences
            },
        }
    return content


def _plain(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
