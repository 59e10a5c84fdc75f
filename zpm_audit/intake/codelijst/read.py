"""The way in for code lists: files to one table, with everything that could not be understood told."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Language, Text
from zpm_audit.intake.codelijst import notes
from zpm_audit.intake.codelijst.kinds import TITLES, Recognised, recognise
from zpm_audit.intake.codelijst.merge import merged
from zpm_audit.intake.codelijst.period import period_of
from zpm_audit.intake.codelijst.period import shown as period_shown
from zpm_audit.intake.codelijst.rows import PLACE, REMOVED, ROW, Rows, place, read_rows
from zpm_audit.intake.codelijst.sheets import ListSheet, open_sheets, refuse_impossible
from zpm_audit.intake.mapping import Mapping
from zpm_audit.intake.prestatiegroepen import Groups
from zpm_audit.intake.rows.quarantine import LINE
from zpm_audit.intake.rows.table import read_table
from zpm_audit.intake.sources.csv import open_csv
from zpm_audit.intake.sources.parquet import open_parquet
from zpm_audit.intake.sources.source import Source
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.intake.sources.xlsx import open_xlsx
from zpm_audit.register.schema import TABLES

_ROWS = {**TABLES["codelijst"].schema, PLACE: pl.String()}


@dataclass(frozen=True)
class Codelijst:
    """The merged list: its canonical rows, the rows set aside, what to tell of it, and the files behind it."""

    frame: pl.DataFrame
    aside: pl.DataFrame
    notes: tuple[Text, ...]
    files: tuple[Path, ...]
    unread: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Return the names of the files."""
        return ", ".join(f.name for f in self.files)


@dataclass
class _Found:
    """What one file gave."""

    rows: list[pl.DataFrame] = field(default_factory=list)
    aside: list[pl.DataFrame] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Asked:
    """How to read: what the user said beside the files."""

    work: Path
    mapping: Mapping | None
    year: int | None
    removed: Sequence[str]
    language: Language


def read_codelijst(
    files: Sequence[Path],
    *,
    work: Path,
    groups: Groups,
    mapping: Mapping | None = None,
    year: int | None = None,
    removed: Sequence[str] = (),
    language: Language = "nl",
) -> Codelijst:
    """Read official lists into one canonical table.

    ``groups`` gives prestatiegroepen by code; ``year`` holds for a tariff table that does not say its own; ``removed``
    are values of the column Mutatie that mean that a row is gone, beside the words that say so.
    """
    asked = _Asked(work, mapping, year, removed, language)
    unique = tuple({path.resolve(): path for path in files}.values())
    found = [_read(path, asked, number) for number, path in enumerate(unique)]
    rows = pl.concat([frame for one in found for frame in one.rows])
    aside = pl.concat([pl.DataFrame(schema=LINE), *(frame for one in found for frame in one.aside)])
    told = [note for one in found for note in one.notes]
    never = pl.col("geldig_van") > pl.col("geldig_tot")
    told += notes.never_valid(rows.filter(never))
    rows = rows.filter(~never.fill_null(value=False))
    if rows.is_empty():
        shown = ", ".join(p.name for p in unique)
        raise InputRefusedError(
            nl=f"{shown}: er staat geen enkele prestatiecode (twee letters en vier cijfers) in die op enige dag geldt. "
            "Controleer of dit de goede lijst is, of haal haar opnieuw op.",
            en=f"{shown}: there is not a single prestatiecode (two letters and four digits) in it that holds on any "
            "day. Check whether this is the right list, or download it again.",
        )
    frame = groups.filled(merged(rows))
    told += notes.without_group(groups.left(frame))
    unread = tuple(dict.fromkeys(name for one in found for name in one.unread))
    return Codelijst(frame, aside, tuple(told), unique, unread)


def _read(path: Path, asked: _Asked, number: int) -> _Found:
    refuse_impossible(path)
    with reading(path.name):
        if path.suffix.lower() == ".parquet":
            return _canonical(open_parquet(path, "codelijst"), asked, number)
        recognised = recognise(path, open_sheets(path))
        if recognised.kind == "contract":
            return _contract(path, recognised, asked, number)
        return _official(path, recognised, asked)


def _contract(path: Path, recognised: Recognised, asked: _Asked, number: int) -> _Found:
    if len(recognised.sheets) > 1:
        first, second = (s.shown for s, _ in recognised.sheets[:2])
        raise InputRefusedError(
            nl=f"De tabel codelijst staat er meer dan eens: {first.nl} en {second.nl}. Laat er een staan.",
            en=f"The table codelijst is there more than once: {first.en} and {second.en}. Keep one.",
        )
    sheet = recognised.sheets[0][0]
    found = _canonical(_source(path, sheet, asked), asked, number)
    found.notes += notes.unread_sheets(recognised.unread)
    return found


def _source(path: Path, sheet: ListSheet, asked: _Asked) -> Source:
    if sheet.name is not None:
        return open_xlsx(path, "codelijst", sheet.name)
    notation = asked.mapping.table("codelijst").notation if asked.mapping else None
    return open_csv(
        path,
        "codelijst",
        work=asked.work,
        separator=(notation and notation.scheidingsteken) or sheet.separator,
        encoding=(notation and notation.codering) or sheet.encoding,
    )


def _canonical(source: Source, asked: _Asked, number: int) -> _Found:
    """Read the table of the contract in the way that every table of an export is read."""
    work = asked.work / "codelijst" / str(number)
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    result = read_table(source, asked.mapping, work, asked.language)
    title = TITLES["contract"]
    frame = pl.read_parquet(result.table.path).with_row_index(ROW, offset=1)
    missing = [pl.lit(None, kind).alias(name) for name, kind in _ROWS.items() if name not in frame.columns]
    where = place(f"{source.shown}, record ")
    far = pl.col("geldig_tot").dt.year() >= 9999
    rows = (
        frame.with_columns(missing)
        .with_columns(where.alias(PLACE), pl.when(~far.fill_null(value=False)).then("geldig_tot").alias("geldig_tot"))
        .select(list(_ROWS))
    )
    aside = []
    if result.aside:
        aside.append(pl.read_parquet(result.aside))
    shutil.rmtree(work)
    told = notes.read(source.shown, title, result.table.rows_in, rows, result.table.rows_aside)
    return _Found([rows], aside, [told], list(result.table.unknown_columns))


def _official(path: Path, recognised: Recognised, asked: _Asked) -> _Found:
    found = _Found()
    read: list[Rows] = []
    for sheet, header in recognised.sheets:
        period = None if header.has("van") else period_of(sheet, header, asked.year)
        rows = read_rows(
            sheet,
            header,
            period,
            removed=asked.removed,
            categories=recognised.categories,
            language=asked.language,
        )
        read.append(rows)
        held = period_shown(period) if period else None
        lines = rows.frame.height + rows.aside.height
        title = TITLES[recognised.kind]
        shown = sheet.shown.in_(asked.language)
        found.notes.append(notes.read(shown, title, lines, rows.frame, rows.aside.height, held))
        found.aside.append(_with_file(rows.aside, sheet, asked.language))
        found.unread += header.unread
    found.notes += notes.not_understood(path.name, read)
    found.notes += notes.unread_sheets(recognised.unread)
    everything = pl.concat([rows.frame for rows in read])
    gone = everything.filter(REMOVED)
    found.notes += notes.removed(path.name, gone)
    # One tab takes a code back, the others may still describe it: what is taken back holds for the whole workbook.
    keys = ["prestatiecode", "geldig_van"]
    left = everything.join(gone, on=keys, how="anti", nulls_equal=True, maintain_order="left")
    found.rows.append(left.select(list(_ROWS)))
    return found


def _with_file(aside: pl.DataFrame, sheet: ListSheet, language: Language) -> pl.DataFrame:
    return aside.select(
        pl.lit(sheet.shown.in_(language)).alias("bestand"),
        pl.col(ROW).cast(pl.UInt32).alias("rij"),
        "kolom",
        "waarde",
        "reden",
    )
