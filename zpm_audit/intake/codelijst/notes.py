"""What a reader of the report must know of the code lists: what they are, and all that nobody could understand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.codelijst.rows import Rows
from zpm_audit.intake.codelijst.sheets import ListSheet

_SHOWN = 5


def _about(nl: str, en: str) -> Text:
    return Text(f"Codelijst: {nl}", f"Code list: {en}")


def _rows(count: int) -> Text:
    return Text(f"{count} {'rij' if count == 1 else 'rijen'}", f"{count} {'row' if count == 1 else 'rows'}")


def _codes(count: int) -> Text:
    return Text(f"{count} {'code' if count == 1 else 'codes'}", f"{count} {'code' if count == 1 else 'codes'}")


def read(shown: str, title: Text, lines: int, rows: pl.DataFrame, aside: int, period: Text | None = None) -> Text:
    """Tell which list was recognised, its period, and what was read of it."""
    held = Text(f", {period.nl}", f", {period.en}") if period else Text("", "")
    left = Text("", "")
    if aside:
        left = Text(
            f"; {aside} opzij gezet (quarantaine/codelijst.csv)", f"; {aside} set aside (quarantaine/codelijst.csv)"
        )
    many, codes = _rows(lines), _codes(rows["prestatiecode"].n_unique())
    return _about(
        f"{shown} herkend als {title.nl}{held.nl}; {many.nl} gelezen, {codes.nl}{left.nl}.",
        f"{shown} recognised as {title.en}{held.en}; {many.en} read, {codes.en}{left.en}.",
    )


def not_understood(name: str, read: Sequence[Rows]) -> Iterable[Text]:
    """Tell of names, cells, prices and mutations that say nothing to us; their cells stay empty."""
    yield from _names(name, pl.concat([r.undecoded for r in read]).unique("prestatiecode", maintain_order=True))
    for (column,), cells in pl.concat([r.puzzling for r in read]).group_by("kolom", maintain_order=True):
        count, values = int(cells["aantal"].sum()), _listed(cells["waarde"])
        yield _about(
            f"{name}, kolom {column}: {count} keer een waarde die wij niet kennen, leeg gelaten: {values}.",
            f"{name}, column {column}: {count} times a value that we do not know, left empty: {values}.",
        )
    if free := sum(r.free for r in read):
        many = _rows(free)
        yield _about(
            f"{name}: {many.nl} zonder maximumtarief (leeg, vrij of n.v.t.); die bedragen worden niet getoetst.",
            f"{name}: {many.en} without a maximum tariff (empty, free or n/a); those amounts are not tested.",
        )
    strange = pl.concat([r.unknown_mutations for r in read]).group_by("waarde").agg(pl.col("aantal").sum())
    for value, count in strange.sort("waarde").iter_rows():
        many = _rows(count)
        yield _about(
            f"{name}: Mutatie '{value}' ({many.nl}) kennen wij niet; alleen de datums tellen dan. Betekent het dat de "
            "rij vervalt, zet dan in de mapping onder codelijst: vervallen.",
            f"{name}: Mutatie '{value}' ({many.en}) is unknown to us; only the dates count then. If it means that the "
            "row is gone, say so in the mapping under codelijst: vervallen.",
        )


def _names(name: str, undecoded: pl.DataFrame) -> Iterable[Text]:
    if undecoded.is_empty():
        return
    codes, first = _listed(undecoded["prestatiecode"]), str(undecoded["omschrijving"][0] or "")[:120]
    many = f"{undecoded.height} consultcode{'' if undecoded.height == 1 else 's'}"
    many_en = f"{undecoded.height} consult code{'' if undecoded.height == 1 else 's'}"
    yield _about(
        f"{name}: van {many} is de naam niet (helemaal) te ontleden; wat er niet uit blijkt, blijft "
        f"leeg: {codes}. De eerste: '{first}'.",
        f"{name}: of {many_en} the name cannot be taken apart (completely); what it does not tell stays "
        f"empty: {codes}. The first: '{first}'.",
    )


def removed(name: str, gone: pl.DataFrame) -> Iterable[Text]:
    """Tell which codes a workbook takes back."""
    if gone.height:
        many, codes = _rows(gone.height), _listed(gone["prestatiecode"].unique().sort())
        yield _about(
            f"{name}: {many.nl} vervallen volgens Mutatie: {codes}.", f"{name}: {many.en} gone by Mutatie: {codes}."
        )


def never_valid(rows: pl.DataFrame) -> Iterable[Text]:
    """Tell of rows that end before they begin."""
    if rows.height:
        many, codes = _rows(rows.height), _listed(rows["prestatiecode"].unique().sort())
        yield _about(
            f"{many.nl} zonder geldige dag (einde voor begin), niet meegeteld: {codes}.",
            f"{many.en} without a valid day (end before begin), not counted: {codes}.",
        )


def unread_sheets(sheets: Sequence[ListSheet]) -> Iterable[Text]:
    """Tell which sheets have no codes that we see."""
    if sheets:
        nl, en = (", ".join(s.shown[i] for s in sheets) for i in (0, 1))
        yield _about(
            f"niet gelezen, want zonder kop met prestatiecode en tarief of datum: {nl}.",
            f"not read, for lack of a header with a prestatiecode and a tariff or date: {en}.",
        )


def without_group(left: pl.DataFrame) -> Iterable[Text]:
    """Tell which codes have no prestatiegroep: the block is known but says too little, or is unknown."""
    reasons = {
        True: Text("het blok zegt niet welke het is", "the block does not tell which it is"),
        False: Text("het blok kennen wij niet", "the block is unknown to us"),
    }
    for known, why in reasons.items():
        lines = left.filter(pl.col("bekend") == known)
        if lines.is_empty():
            continue
        shown = [f"{blok} ({n}, {{}} {first})" for blok, n, first, _ in lines.iter_rows()]
        nl, en = (", ".join(shown).replace("{}", word) for word in ("eerste", "first"))
        yield _about(
            f"codes zonder prestatiegroep, want {why.nl}: {nl}.",
            f"codes without a prestatiegroep, because {why.en}: {en}.",
        )


def unknown_codes(missing: pl.DataFrame, outside: pl.DataFrame) -> Iterable[Text]:
    """Tell which codes of prestaties the list does not hold, or does not hold on the date."""
    reasons = {
        Text("niet in de codelijst staat", "is not in the code list"): missing,
        Text("wel in de codelijst staat maar niet op hun datum", "is in the code list but not on their date"): outside,
    }
    for what, found in reasons.items():
        if found.is_empty():
            continue
        many, codes = int(found["aantal"].sum()), _codes(found.height)
        most = ", ".join(
            f"{code} ({n})" for code, n in found.select("prestatiecode", "aantal").head(_SHOWN).iter_rows()
        )
        yield Text(
            f"Prestaties met een code die {what.nl}: {many} ({codes.nl}; vaakst: {most}).",
            f"Prestaties with a code that {what.en}: {many} ({codes.en}; most often: {most}).",
        )


def _listed(values: pl.Series) -> str:
    shown = ", ".join(str(v) for v in values.head(_SHOWN))
    return f"{shown}, ..." if len(values) > _SHOWN else shown
