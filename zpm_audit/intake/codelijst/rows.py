"""One sheet to typed rows. A row without a code goes aside; an amount or a date that cannot be read is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Language, Text
from zpm_audit.intake.codelijst import amounts, names
from zpm_audit.intake.codelijst.columns import Header
from zpm_audit.intake.codelijst.period import Validity
from zpm_audit.intake.codelijst.sheets import ListSheet
from zpm_audit.intake.sources.source import cell
from zpm_audit.register.schema import CONSULTTYPEN, PRESTATIEGROEPEN

ROW = "_rij"
PLACE = "_plaats"
REMOVED = "_vervallen"
CODE = r"^[A-Z]{2}[0-9]{4}$"
_DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d")
_GONE = r"^(?:verwijder|verval|delete)"
_STAYS_WHOLE = r"^(?:|-|geen(?: mutatie| wijziging)?|nieuw|toegevoegd|toevoeging|wijziging|gewijzigd|ongewijzigd)$"

NO_CODE = Text("prestatiecode ontbreekt", "prestatiecode is missing")
BAD_CODE = Text(
    "geen prestatiecode (twee hoofdletters en vier cijfers)", "no prestatiecode (two capitals and four digits)"
)


@dataclass(frozen=True)
class Rows:
    """What a sheet gave: the rows, those that went aside (rij, kolom, waarde, reden), and counts to tell of."""

    frame: pl.DataFrame
    aside: pl.DataFrame
    free: int
    unknown_mutations: pl.DataFrame
    undecoded: pl.DataFrame
    puzzling: pl.DataFrame


def read_rows(
    sheet: ListSheet,
    header: Header,
    period: Validity | None,
    *,
    removed: Sequence[str],
    categories: dict[str, str],
    language: Language,
) -> Rows:
    """Read the rows below a header; ``period`` is that of the sheet where its rows have no dates of their own.

    ``removed`` are values of Mutatie that mean that a row is gone; ``categories`` are names of beroepscategorieen by
    the codes that the workbook has for them.
    """
    body = _body(sheet, header)
    code = pl.col("prestatiecode").fill_null("").str.replace_all(r"\s", "").str.to_uppercase()
    known = code.str.contains(CODE)
    aside = body.filter(~known).select(
        ROW,
        pl.lit(header.shown("prestatiecode")).alias("kolom"),
        pl.col("prestatiecode").fill_null("").alias("waarde"),
        pl.when(code.filter(~known) == "")
        .then(pl.lit(NO_CODE.in_(language)))
        .otherwise(pl.lit(BAD_CODE.in_(language)))
        .alias("reden"),
    )
    body = body.filter(known).with_columns(code.alias("prestatiecode"))
    frame = body.select(
        "prestatiecode",
        *_days(sheet, header, body, period),
        _text(header, "naam").alias("omschrijving"),
        *_attributes(header, categories),
        _amount(sheet, header, body).alias("max_tarief_eur"),
        _gone(header, removed).alias(REMOVED),
        place(f"{sheet.shown.in_(language)}, {Text('rij', 'row').in_(language)} ").alias(PLACE),
    )
    free = body.select(amounts.says_none(pl.col("tarief")).sum()).item() if header.has("tarief") else 0
    return Rows(
        frame=frame,
        aside=aside,
        free=int(free),
        unknown_mutations=_unknown_mutations(header, body, removed),
        undecoded=_undecoded(header, frame),
        puzzling=_puzzling(header, body, categories),
    )


def place(before: str) -> pl.Expr:
    """Return where a row stands; names of files and sheets may hold anything, so they are no template."""
    return pl.concat_str(pl.lit(before), pl.col(ROW).cast(pl.String))


def _body(sheet: ListSheet, header: Header) -> pl.DataFrame:
    """Return the filled rows below the header, with the parts that they play as names."""
    columns = [pl.col(cell(at)).str.strip_chars().alias(part) for part, at in header.positions.items()]
    filled = pl.any_horizontal(pl.all().exclude(ROW).str.strip_chars().str.len_bytes() > 0).fill_null(value=False)
    below = sheet.cells.with_row_index(ROW, offset=1).slice(header.row + 1)
    return below.filter(filled).select(ROW, *columns)


def _text(header: Header, part: str) -> pl.Expr:
    """Return the texts of a part on one line, empty where there are none or where no column plays it."""
    if not header.has(part):
        return pl.lit(None, pl.String)
    x = pl.col(part).str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()
    return pl.when(x != "").then(x)


def _own(header: Header, categories: dict[str, str]) -> dict[str, pl.Expr]:
    """Return, by part, what the columns of a list itself say of a code."""
    consult = pl.col("prestatiecode").str.starts_with("CO")
    setting = _text(header, "setting")
    number = setting.str.extract(r"(?i)^S?0?([1-8])$").cast(pl.Int64, strict=False)
    category = names.category(_text(header, "beroepscategorie"))
    if categories:
        code = names.plain(_text(header, "beroepscategorie"))
        category = category.fill_null(code.replace_strict(categories, default=None, return_dtype=pl.String))
    minutes = _text(header, "duur").str.extract(r"(?i)^(?:vanaf )?(\d+) ?(?:min\.?|minuten|minuut)?$")
    minutes = minutes.cast(pl.Int64, strict=False)
    kind = _text(header, "consulttype").str.to_lowercase().str.extract(rf"\b({'|'.join(CONSULTTYPEN)})")
    group = _text(header, "prestatiegroep").str.to_lowercase()
    return {
        "setting": pl.coalesce(number, names.setting(setting)),
        "beroepscategorie": category,
        "consulttype": kind,
        # Only of a consult does the contract say what its classes are in every list.
        "duur": pl.when(consult & minutes.is_in(list(names.KLASSEN))).then(minutes),
        "groepsgrootte": _text(header, "groepsgrootte").str.extract(r"^(\d{1,2})\b").cast(pl.Int64, strict=False),
        "prestatiegroep": pl.when(group.is_in(list(PRESTATIEGROEPEN))).then(group),
    }


def _attributes(header: Header, categories: dict[str, str]) -> list[pl.Expr]:
    """Return what a row says of its code: in columns of its own, or else in its name where it is a consult."""
    own = _own(header, categories)
    told = names.decoded(pl.when(pl.col("prestatiecode").str.starts_with("CO")).then(_text(header, "naam")))
    return [
        own["prestatiegroep"].alias("prestatiegroep"),
        own["setting"].fill_null(told["setting"]).alias("setting"),
        own["beroepscategorie"].fill_null(told["beroepscategorie"]).alias("beroepscategorie"),
        own["consulttype"].fill_null(told["consulttype"]).alias("consulttype"),
        own["duur"].fill_null(told["duurklasse"]).alias("duurklasse"),
        own["groepsgrootte"].alias("groepsgrootte"),
    ]


def _puzzling(header: Header, body: pl.DataFrame, categories: dict[str, str]) -> pl.DataFrame:
    """Return the filled cells that nobody understands, per column and value; a duration matters for a consult only."""
    consult = pl.col("prestatiecode").str.starts_with("CO")
    found = [
        body.filter(_text(header, part).is_not_null() & value.is_null() & (consult | pl.lit(part != "duur"))).select(
            pl.lit(header.shown(part)).alias("kolom"), _text(header, part).alias("waarde")
        )
        for part, value in _own(header, categories).items()
        if header.has(part)
    ]
    cells = pl.concat([pl.DataFrame(schema={"kolom": pl.String, "waarde": pl.String}), *found])
    return cells.group_by("kolom", "waarde").len("aantal").sort("kolom", "waarde")


def _amount(sheet: ListSheet, header: Header, body: pl.DataFrame) -> pl.Expr:
    if not header.has("tarief"):
        return pl.lit(None, pl.Int64)
    x = pl.col("tarief")
    unread = body.filter(~amounts.says_none(x) & amounts.cents(x).is_null())
    _refuse(sheet, header, unread, "tarief", Text("een bedrag als 128,40", "an amount such as 128.40"))
    return amounts.cents(x)


def _days(sheet: ListSheet, header: Header, body: pl.DataFrame, period: Validity | None) -> list[pl.Expr]:
    """Return first and last day. The programme's expiratiedatum is the first day on which a code is gone."""
    for part in ("van", "tot", "tot_en_met"):
        if header.has(part):
            unread = body.filter((pl.col(part).fill_null("") != "") & _day(part).is_null())
            _refuse(sheet, header, unread, part, Text("een datum als 01-01-2024", "a date such as 01-01-2024"))
    none = pl.lit(None, pl.Date)
    first = _day("van") if header.has("van") else none
    last = (
        _day("tot").dt.offset_by("-1d")
        if header.has("tot")
        else _day("tot_en_met")
        if header.has("tot_en_met")
        else none
    )
    if period is not None:
        first, last = first.fill_null(period.first), last.fill_null(period.last)
    last = pl.when(last.dt.year() < 9999).then(last)
    return [first.alias("geldig_van"), last.alias("geldig_tot")]


def _day(part: str) -> pl.Expr:
    x = pl.col(part).str.strip_chars().str.replace(r"[ T]00:00(?::00(?:\.0+)?)?$", "")
    return pl.coalesce(x.str.to_date(pattern, strict=False, exact=True) for pattern in _DAY_FORMATS)


def _refuse(sheet: ListSheet, header: Header, unread: pl.DataFrame, part: str, expected: Text) -> None:
    if unread.is_empty():
        return
    row, value, column = unread[ROW][0], str(unread[part][0])[:60], header.shown(part)
    more, more_en = (
        (f" (en nog {unread.height - 1} zo)", f" (and {unread.height - 1} more)") if unread.height > 1 else ("", "")
    )
    where = sheet.shown
    raise InputRefusedError(
        nl=f"{where.nl}, rij {row}, kolom {column}: '{value}' is niet te lezen{more}; verwacht wordt {expected.nl}. "
        "Verbeter de cel, of haal het bestand opnieuw op.",
        en=f"{where.en}, row {row}, column {column}: '{value}' cannot be read{more_en}; expected is {expected.en}. "
        "Correct the cell, or download the file again.",
    )


def _mutation(header: Header) -> pl.Expr:
    return _text(header, "mutatie").fill_null("").str.to_lowercase()


def _gone(header: Header, removed: Sequence[str]) -> pl.Expr:
    """Tell whether Mutatie says that the row is gone: in words, or by a value that the user named."""
    x = _mutation(header)
    return x.str.contains(_GONE) | x.is_in([value.lower() for value in removed])


def _unknown_mutations(header: Header, body: pl.DataFrame, removed: Sequence[str]) -> pl.DataFrame:
    if not header.has("mutatie"):
        return pl.DataFrame(schema={"waarde": pl.String, "aantal": pl.UInt32})
    x = _mutation(header)
    strange = body.filter(~x.str.contains(_STAYS_WHOLE) & ~_gone(header, removed)).select(x.alias("waarde"))
    return strange.group_by("waarde").agg(pl.len().cast(pl.UInt32).alias("aantal")).sort("waarde")


def _undecoded(header: Header, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the consults that carry a name which tells less than it should."""
    if not header.has("naam"):
        return frame.select("prestatiecode", "omschrijving").clear()
    parts = ("setting", "beroepscategorie", "consulttype", "duurklasse")
    unknown = pl.any_horizontal(pl.col(c).is_null() for c in parts)
    consults = frame.filter(pl.col("prestatiecode").str.starts_with("CO") & unknown)
    return consults.select("prestatiecode", "omschrijving")
