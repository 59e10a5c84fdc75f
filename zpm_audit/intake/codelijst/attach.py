"""The merged list becomes the table ``codelijst`` of the register; and which codes of prestaties it does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import Key
from zpm_audit.intake.codelijst import notes
from zpm_audit.intake.codelijst.read import Codelijst
from zpm_audit.intake.rows.quarantine import write_lines
from zpm_audit.register.periods import in_period
from zpm_audit.register.schema import TABLES
from zpm_audit.register.store import Register, RegisterTable

_ALWAYS = ("prestatiecode", "geldig_van", "geldig_tot")


def with_codelijst(register: Register, given: Codelijst, work: Path, key: Key | None = None) -> Register:
    """Return the register with the list as its table ``codelijst``; an export that has one of its own is refused."""
    own = register.tables.get("codelijst")
    if own is not None and not {p.resolve() for p in register.sources} & {p.resolve() for p in given.files}:
        raise InputRefusedError(
            nl=f"De export heeft zelf een codelijst ({own.source}) en er is er ook een meegegeven ({given.shown}). "
            "Welke van de twee geldt, is hier niet vast te stellen. Haal de codelijst uit de export, of geef ook die "
            "mee met --codelijst; dan worden ze samengevoegd.",
            en=f"The export has a code list of its own ({own.source}) and one was given as well ({given.shown}). "
            "Which of the two holds cannot be told here. Take the code list out of the export, or give that one with "
            "--codelijst as well; then they are merged.",
        )
    # A column without a single value counts as absent: a check that needs it then says so instead of judging nothing.
    columns = [c for c in given.frame.columns if c in _ALWAYS or given.frame[c].count()]
    path = work / "register" / "codelijst.parquet"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    given.frame.select(columns).write_parquet(path)
    # A row has a line for each of its cells that cannot be read.
    aside = given.aside.select("bestand", "rij").n_unique()
    table = RegisterTable(
        name="codelijst",
        path=path,
        columns=frozenset(columns),
        rows_in=given.frame.height + aside,
        rows=given.frame.height,
        rows_aside=aside,
        source=given.shown,
        unknown_columns=given.unread,
    )
    found = {**register.tables, "codelijst": table}
    quarantine = {name: p for name, p in register.quarantine.items() if name != "codelijst"}
    if aside:
        target = work / "quarantaine" / "codelijst.csv"
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        patients = [t.scan().select("patient_id") for t in register.tables.values() if "patient_id" in t.columns]
        write_lines(given.aside.lazy(), target, patients, key)
        quarantine["codelijst"] = target
    return replace(register, tables={n: found[n] for n in TABLES if n in found}, quarantine=quarantine)


def unknown_codes(register: Register) -> Sequence[Text]:
    """Tell which codes of prestaties the list does not hold at all, and which it does not hold on their date."""
    if not register.has("codelijst") or "prestatiecode" not in register.columns("prestaties"):
        return ()
    codes = register.scan("codelijst")
    present = register.columns("codelijst")
    first = pl.col("geldig_van") if "geldig_van" in present else pl.lit(None, pl.Date)
    last = pl.col("geldig_tot") if "geldig_tot" in present else pl.lit(None, pl.Date)
    listed = codes.select("prestatiecode", first.alias("_van"), last.alias("_tot"))
    used = (
        register.scan("prestaties")
        .filter(pl.col("prestatiecode").is_not_null())
        .group_by("prestatiecode", "datum")
        .agg(pl.len().alias("aantal"))
        .collect()
        .lazy()
    )
    missing = used.join(listed, on="prestatiecode", how="anti")
    holds = in_period(pl.col("datum"), pl.col("_van"), pl.col("_tot"))
    valid = used.join(listed, on="prestatiecode").filter(holds).select("prestatiecode", "datum").unique()
    outside = used.join(listed, on="prestatiecode", how="semi").join(valid, on=["prestatiecode", "datum"], how="anti")
    counted = [
        frame.group_by("prestatiecode")
        .agg(pl.col("aantal").sum())
        .sort("aantal", "prestatiecode", descending=[True, False])
        .collect()
        for frame in (missing, outside)
    ]
    return tuple(notes.unknown_codes(*counted))
