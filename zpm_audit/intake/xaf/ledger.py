"""An auditfile as a ledger: what it is about, its accounts, and the postings on some of them in whole cents."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.base.aloud import without_bsn
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.base.money import euros_text
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.intake.xaf.flatten import Flat, flatten

#: The columns of ``read_postings``. Cents are credit minus debet: revenue is positive, a correction negative.
LEDGER_SCHEMA: dict[str, pl.DataType] = {
    "rekening": pl.String(),
    "datum": pl.Date(),
    "cent": pl.Int64(),
    "beginbalans": pl.Boolean(),
    "vreemde_munt": pl.Boolean(),
}
EURO = "EUR"
_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?$"
_AMOUNT = r"^([+-]?)0*([0-9]{0,11})(?:\.([0-9]{0,2})0*)?$"
#: Sums beyond this do not fit in whole cents: no bookkeeping has them.
_MOST_CENTS = 9e17
_ECHO = 40


@dataclass(frozen=True)
class AuditFile:
    """What an auditfile says of itself. ``stated`` is in words where its own totals are not those of its lines."""

    path: Path
    version: str
    company: str
    first: date
    last: date
    accounts: Mapping[str, str]
    profit: Collection[str]
    opening: Mapping[str, int]
    flat: Flat
    stated: Text | None


def read_audit_file(path: Path, work: Path) -> AuditFile:
    """Read a whole auditfile; ``work`` is a private folder of the caller, to which its lines are written."""
    with reading(str(path), bounded=True):
        flat = flatten(path, work)
        _refuse_older(flat)
        _refuse_other_currency(flat)
        first, last = (_day_of(flat, name) for name in ("startDate", "endDate"))
        if last < first:
            raise _refused(
                flat, "endDate", f"{last} ligt voor startDate {first}", f"{last} is before startDate {first}"
            )
        if not flat.lines.rows:
            raise InputRefusedError(
                nl=f"{path.name}: er staat geen enkele boekingsregel (trLine) in; er is niets aan te sluiten. Vraag om "
                "een auditfile met mutaties.",
                en=f"{path.name}: there is not a single posting (trLine) in it; there is nothing to reconcile. Ask for "
                "an auditfile with its transactions.",
            )
        named = flat.lines.scan().select(pl.col("rekening").unique().drop_nulls()).collect().to_series()
        return AuditFile(
            path=path,
            version=flat.version,
            company=_shown(flat.once.get("companyName", ("", 0))[0]),
            first=first,
            last=last,
            accounts={
                **dict.fromkeys((code for code in named if code), ""),
                **{code: _shown(name) for code, name in flat.accounts.items()},
            },
            profit=flat.profit,
            opening=flat.opening,
            flat=flat,
            stated=_stated(flat),
        )


def _shown(name: str) -> str:
    """Return a name of the file as reports may show it: who keeps books per person may have put a number in it."""
    return without_bsn(" ".join(name.split())[:80], lambda: None)


def read_postings(file: AuditFile, accounts: Collection[str]) -> pl.DataFrame:
    """Return the postings on these accounts; what cannot be read is refused with its place."""
    flat = file.flat
    with reading(str(file.path), bounded=True):
        # A transaction of period 0, or in a journal of openings, is an opening balance; 4.0 has no such journals.
        openings = pl.lit(value=False) if file.version == "4.0" else (pl.col("soort") == "O").fill_null(value=False)
        zero = pl.col("periode").str.contains(r"^0+$").fill_null(value=False)
        journals = flat.journals.scan().drop("nr")
        transactions = flat.transactions.scan().drop("nr").join(journals, on="dagboek", how="left")
        lines = (
            flat.lines.scan()
            .filter(pl.col("rekening").is_in(list(accounts)))
            .join(transactions, on="transactie", how="left", maintain_order="left")
            .with_columns(
                _day(pl.col("datum")).alias(":datum"),
                _cents().alias(":cent"),
                (zero | openings).alias("beginbalans"),
                (pl.col("munt").str.to_uppercase() != EURO).fill_null(value=False).alias("vreemde_munt"),
            )
            .collect()
        )
    for bad, column, is_not, is_not_en in (
        (pl.col(":cent").is_null() & pl.col("kant").is_in(["D", "C"]), "bedrag", *_NO_AMOUNT),
        (pl.col(":cent").is_null(), "kant", "geen D (debet) of C (credit)", "neither D (debit) nor C (credit)"),
        (pl.col(":datum").is_null(), "datum", "geen datum als 2024-12-31", "no date like 2024-12-31"),
    ):
        wrong = lines.filter(bad).head(1)
        if wrong.height:
            raise _unreadable(file.path, wrong.row(0, named=True), column, is_not, is_not_en)
    if lines.select(pl.col(":cent").cast(pl.Float64).abs().sum()).item() > _MOST_CENTS:
        raise InputRefusedError(
            nl=f"{file.path.name}: de bedragen op de omzetrekeningen zijn samen te groot om waar te zijn.",
            en=f"{file.path.name}: the amounts on the revenue accounts are together too large to be true.",
        )
    return lines.select(
        "rekening",
        pl.col(":datum").alias("datum"),
        pl.col(":cent").alias("cent"),
        "beginbalans",
        "vreemde_munt",
    ).cast(dict(LEDGER_SCHEMA))  # type: ignore[arg-type]


_NO_AMOUNT = (
    "geen bedrag in euro's met een punt en hoogstens twee decimalen",
    "no amount in euros with a point and at most two decimals",
)
_ABSENT = ("ontbreekt of is leeg", "is missing or empty")
_ELEMENTS = {"bedrag": "amnt", "kant": "amntTp", "datum": "effDate"}


def _day(x: pl.Expr) -> pl.Expr:
    read = x.str.extract(_DAY, 1).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(read.dt.year().is_between(1900, 2199)).then(read)


def _cents() -> pl.Expr:
    """Return credit minus debet in cents; null where amount or side cannot be read."""
    text, side = pl.col("bedrag"), pl.col("kant")
    whole = text.str.extract(_AMOUNT, 2)
    parts = text.str.extract(_AMOUNT, 3).fill_null("").str.pad_end(2, "0")
    number = pl.concat_str(pl.lit("0"), whole, parts).cast(pl.Int64, strict=False)
    read = pl.when(text.str.contains("[0-9]") & whole.is_not_null()).then(number)
    sign = pl.when(text.str.starts_with("-")).then(-1).otherwise(1)
    return sign * pl.when(side == "C").then(read).when(side == "D").then(-read)


def _unreadable(
    path: Path, row: Mapping[str, str | None], column: str, is_not: str, is_not_en: str
) -> InputRefusedError:
    value, number = row[column], (row["transactie_nr"] or "?")[:_ECHO]
    nl, en = (f"'{value[:_ECHO]}' is {is_not}", f"'{value[:_ECHO]}' is {is_not_en}") if value else _ABSENT
    element, account = _ELEMENTS[column], row["rekening"]
    return InputRefusedError(
        nl=f"{path.name}, regel {row['regel']} (transactie {number}, rekening {account}): {element} {nl}. Herstel dit "
        "in de administratie en maak de auditfile opnieuw.",
        en=f"{path.name}, line {row['regel']} (transaction {number}, account {account}): {element} {en}. Repair this "
        "in the administration and make the auditfile again.",
    )


def _refuse_older(flat: Flat) -> None:
    said, line = flat.once.get("auditfileVersion", ("", 0))
    if said.upper().startswith("CLAIR"):
        raise InputRefusedError(
            nl=f"{flat.path.name}, regel {line}: dit is een auditfile van versie {said[:_ECHO]} (2.0 of ouder); "
            "gelezen worden XAF 3.x en 4.0. Maak de auditfile in een nieuwere versie.",
            en=f"{flat.path.name}, line {line}: this is an auditfile of version {said[:_ECHO]} (2.0 or older); XAF 3.x "
            "and 4.0 are read. Make the auditfile in a newer version.",
        )


def _refuse_other_currency(flat: Flat) -> None:
    code = flat.once.get("curCode", ("", 0))[0]
    if code.upper() != EURO:
        raise _refused(
            flat,
            "curCode",
            f"de administratie is in '{code[:3]}' en niet in EUR; met bedragen in euro's is dat niet aan te sluiten",
            f"the administration is in '{code[:3]}' and not in EUR; that cannot be reconciled with euros",
        )


def _day_of(flat: Flat, name: str) -> date:
    said = flat.once.get(name, ("", 0))[0]
    found = re.fullmatch(_DAY.strip("^$"), said, re.ASCII)
    try:
        return date.fromisoformat(found[1] if found else said)
    except ValueError:
        raise _refused(
            flat, name, f"'{said[:_ECHO]}' is geen datum als 2024-12-31", f"'{said[:_ECHO]}' is no date like 2024-12-31"
        ) from None


def _refused(flat: Flat, name: str, nl: str, en: str) -> InputRefusedError:
    line = flat.once[name][1] if name in flat.once else 0
    place = Text(f", regel {line}", f", line {line}") if line else Text("", "")
    if not line:
        nl, en = "ontbreekt, en de standaard eist het", "is missing, and the standard asks for it"
    return InputRefusedError(
        nl=f"{flat.path.name}{place.nl}: header/{name}: {nl}. Maak de auditfile opnieuw.",
        en=f"{flat.path.name}{place.en}: header/{name}: {en}. Make the auditfile again.",
    )


def _stated(flat: Flat) -> Text | None:
    """Compare what the file says that it holds with what it holds: then it is whole."""
    counted = flat.lines.scan().with_columns(_cents().alias(":cent"))
    debet, credit, unread = counted.select(
        (-pl.col(":cent").filter(pl.col("kant") == "D")).sum().alias("debet"),
        pl.col(":cent").filter(pl.col("kant") == "C").sum().alias("credit"),
        pl.col(":cent").null_count().alias("onleesbaar"),
    ).collect().row(0)  # fmt: skip
    found = {"linesCount": flat.lines.rows}
    if not unread:
        found |= {"totalDebit": debet, "totalCredit": credit}
    apart = []
    for name, number in found.items():
        said = flat.once.get(name, ("", 0))[0]
        read = _plain(said, cents=name != "linesCount")
        if read is not None and read != number:
            shown = str(number) if name == "linesCount" else euros_text(number)
            apart.append((name, said[:_ECHO], shown))
    if not apart:
        return None
    return Text(
        "; ".join(f"{name} zegt {said}, in het bestand staat {shown}" for name, said, shown in apart),
        "; ".join(f"{name} says {said}, the file holds {shown}" for name, said, shown in apart),
    )


def _plain(said: str, *, cents: bool) -> int | None:
    found = re.fullmatch(_AMOUNT.strip("^$"), said, re.ASCII)
    if found is None or not re.search("[0-9]", said, re.ASCII):
        return None
    number = int("0" + found[2] + (found[3] or "").ljust(2, "0"))
    number = -number if found[1] == "-" else number
    return number if cents else number // 100
