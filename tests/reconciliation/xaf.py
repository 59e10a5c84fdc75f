"""An auditfile as packages write it, small: every part of it can be another."""

from __future__ import annotations

from pathlib import Path

NAMESPACE = "http://www.auditfiles.nl/XAF/3.2"
HEADER = {"fiscalYear": "2024", "startDate": "2024-01-01", "endDate": "2024-12-31", "curCode": "EUR"}
ACCOUNTS = (("1300", "Debiteuren", "B"), ("8000", "Omzet ggz", "P"), ("8010", "Omzet ggz & fz", "P"))


def posting(account: str, amount: str, side: str = "C", day: str = "2024-03-31", more: str = "") -> str:
    """Return one line of a transaction."""
    return (
        f"<trLine><nr>1</nr><accID>{account}</accID><docRef>F1</docRef><effDate>{day}</effDate>"
        f"<amnt>{amount}</amnt><amntTp>{side}</amntTp>{more}</trLine>\n"
    )


def transaction(*lines: str, period: str = "3", number: str = "T1") -> str:
    """Return one transaction."""
    told = f"<nr>{number}</nr><periodNumber>{period}</periodNumber><trDt>2024-03-31</trDt>\n"
    return f"<transaction>{told}{''.join(lines)}</transaction>"


def journal(*transactions: str, kind: str = "S") -> str:
    """Return one journal."""
    return f"<journal><jrnID>V</jrnID><desc>Verkoop</desc><jrnTp>{kind}</jrnTp>{''.join(transactions)}</journal>"


def auditfile(
    *journals: str, header: dict[str, str] | None = None, namespace: str = NAMESPACE, before: str = "", totals: str = ""
) -> str:
    """Return the whole file."""
    told = "".join(f"<{name}>{value}</{name}>" for name, value in {**HEADER, **(header or {})}.items() if value)
    accounts = "".join(
        f"<ledgerAccount><accID>{code}</accID><accDesc>{name.replace('&', '&amp;')}</accDesc><accTp>{kind}</accTp>"
        "</ledgerAccount>"
        for code, name, kind in ACCOUNTS
    )
    space = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<auditfile{space}>\n<header>{told}</header>\n'
        "<company><companyName>GGZ Voorbeeld</companyName>"
        "<customersSuppliers><customerSupplier><custSupID>1</custSupID><custSupName>A. Patient</custSupName>"
        "</customerSupplier></customersSuppliers>"
        f"<generalLedger>{accounts}</generalLedger>\n<periods><period><periodNumber>3</periodNumber></period></periods>"
        f"<openingBalance><obLine><accID>8000</accID><amnt>5.00</amnt><amntTp>C</amntTp></obLine></openingBalance>\n"
        f"<transactions>{totals}{''.join(journals)}</transactions></company></auditfile>\n"
    )


def written(path: Path, content: str) -> Path:
    """Write the file."""
    path.write_text(content, encoding="utf-8")
    return path
