"""Writes the reconciliation where the user finds it, complete: per month, and every prestatie that differs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.language import Noun, Text
from zpm_audit.base.money import euros_column
from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.base.steady import write_steady
from zpm_audit.reconciliation.model import DIFFERENCES, LEDGER_MONTHS, LOTS, PER_MONTH, Mismatch, Reconciliation

FOLDER = "aansluiting"
_IN_WORDS = {
    Mismatch.NIET_IN_EXPORT: Text("niet in de export", "not in the export"),
    Mismatch.NIET_DECLARABEL: Text("niet declarabel in de export", "not declarable in the export"),
    Mismatch.ANDER_BEDRAG: Text("met een ander bedrag", "with another amount"),
    Mismatch.BEDRAG_ONBEKEND: Text("met een onbekend bedrag", "with an unknown amount"),
    Mismatch.NIET_GEDECLAREERD: Text("niet gedeclareerd", "not claimed"),
}
_LINE = Noun(Text("regel", "line"), Text("regels", "lines"))
_ALIKE = Noun(Text("prestatie gelijk", "prestatie agrees"), Text("prestaties gelijk", "prestaties agree"))
_DIFFERENCE = Noun(Text("verschil", "difference"), Text("verschillen", "differences"))
_MONTH = Noun(Text("maand gelijk", "month agrees"), Text("maanden gelijk", "months agree"))
_OTHER = Noun(Text("maand verschilt", "month differs"), Text("maanden verschillen", "months differ"))
_UNSURE = Noun(Text("maand onbekend", "month unknown"), Text("maanden onbekend", "months unknown"))
_CENTS = {
    *("bedrag", *(f"bedrag_{lot}" for lot in LOTS), "bericht_bedrag", "bedrag_export", "bedrag_bericht", "verschil"),
    *("credit", "debet", "bedrag_grootboek"),
}


def write_reconciliation(found: Reconciliation, folder: Path, form: Csv = "komma") -> None:
    """Write ``aansluiting/`` in ``folder``."""
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    shown = found.per_month if found.claim else found.per_month.drop("bericht_rijen", "bericht_bedrag")
    _write(shown.lazy(), target / "per-maand", PER_MONTH, form)
    if found.claim is not None:
        _write(pl.scan_parquet(found.claim.listed), target / "verschillen", DIFFERENCES, form)
    if found.ledger is not None:
        _write(found.ledger.per_month.lazy(), target / "grootboek", LEDGER_MONTHS, form)


def reconciliation_notes(found: Reconciliation) -> tuple[Text, ...]:
    """Return what the user is told of what was put beside the export."""
    return (*claim_notes(found), *ledger_notes(found))


def claim_notes(found: Reconciliation) -> tuple[Text, ...]:
    """Return what the user is told of the claim, if there is one: a difference is a notice, not a failure."""
    claim = found.claim
    if claim is None:
        return ()
    lines = _LINE.counted(claim.lines)
    same = _ALIKE.counted(claim.agreeing)
    nl, en = f"declaratie: {lines.nl}, {same.nl}", f"claim: {lines.en}, {same.en}"
    if not claim.different:
        return (Text(f"{nl}, geen verschillen", f"{en}, no differences"),)
    apart = _DIFFERENCE.counted(claim.different)
    kinds = [(d.rows, _IN_WORDS[d.kind]) for d in claim.differences if d.rows]
    told, told_en = (", ".join(f"{rows} {words[i]}" for rows, words in kinds) for i in (0, 1))
    return (
        Text(
            f"{nl}, {apart.nl} ({told}); zie {FOLDER}/verschillen.csv",
            f"{en}, {apart.en} ({told_en}); see {FOLDER}/verschillen.csv",
        ),
    )


def ledger_notes(found: Reconciliation) -> tuple[Text, ...]:
    """Return what the user is told of the ledger, if there is one: a difference is a notice, not a failure."""
    ledger = found.ledger
    if ledger is None:
        return ()
    counts = ((_MONTH, ledger.equal), (_OTHER, ledger.different), (_UNSURE, ledger.unknown))
    told = [noun.counted(n) for noun, n in counts if n]
    nl, en = ", ".join(t.nl for t in told), ", ".join(t.en for t in told)
    by = Text(f"op {ledger.by}", f"by {ledger.by}")
    return (
        Text(
            f"grootboek {ledger.file} ({by.nl}): {nl}; zie {FOLDER}/grootboek.csv",
            f"ledger {ledger.file} ({by.en}): {en}; see {FOLDER}/grootboek.csv",
        ),
    )


def _write(rows: pl.LazyFrame, target: Path, schema: dict[str, pl.DataType], form: Csv) -> None:
    names = rows.collect_schema().names()
    euros = rows.select(
        euros_column(pl.col(name)).alias(f"{name}_eur") if name in _CENTS else pl.col(name)
        for name in schema
        if name in names
    )
    parquet = target.with_suffix(".parquet")
    write_steady(euros, parquet)
    write_csv(pl.scan_parquet(parquet), target.with_suffix(".csv"), form)
