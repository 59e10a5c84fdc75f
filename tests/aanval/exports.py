"""What more than one kind of attack writes: exports, sheets and messages, hostile cell by cell or byte by byte."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from tests.aanval.case import BSNS, Draw
from tests.aanval.values import AMOUNTS, DAYS, TEXTS, rows_of
from tests.cli.test_watch import PARTS, SHEET

OPTIONAL = ("patienten", "behandelaren")


def spoiled(draw: Draw, data: bytes) -> bytes:
    """Return bytes with a few of them changed, removed, repeated or cut off."""
    found = bytearray(data)
    for _ in range(draw.chance.randint(1, 6)):
        if not found:
            break
        at = draw.chance.randrange(len(found))
        match draw.chance.randrange(5):
            case 0:
                found[at] = draw.chance.randrange(256)
            case 1:
                del found[at : at + draw.chance.randint(1, 40)]
            case 2:
                found[at:at] = found[at : at + draw.chance.randint(1, 200)]
            case 3:
                found[at:at] = draw.some(*TEXTS).encode("utf-8", "replace")
            case _:
                if draw.odds(0.2):
                    del found[at:]
    return bytes(found)


def plain(text: str) -> str:
    """Return a text without the characters that no XML can hold."""
    return "".join(
        c for c in text if (c >= " " or c in "\t\n") and c not in "\ufffe\uffff" and not "\ud800" <= c < "\ue000"
    )


def csv_text(rows: list[dict[str, str]], separator: str = ",") -> str:
    """Return rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_export(draw: Draw, *, hostile: float = 0.25, skip: str = "") -> int:
    """Write an export of CSV files without ``skip``; return how many prestaties it has."""
    height = draw.chance.randint(3, 25)
    for table in ("prestaties", "zorgtrajecten", *(t for t in OPTIONAL if draw.odds(0.5))):
        if table != skip:
            rows = rows_of(draw, table, height if table == "prestaties" else 4, hostile)
            (draw.export / f"{table}.csv").write_text(csv_text(rows), encoding="utf-8", newline="")
    return height


def sheet(draw: Draw, rows: list[dict[str, str]]) -> str:
    """Return rows as the sheet of a workbook, some of its cells in places and of kinds that do not exist."""
    lines, astray = [], 0.02 if draw.odds(0.3) else 0.0
    for n, cells in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows], 1):
        found = []
        for k, value in enumerate(cells.values()):
            place = (
                f"{chr(65 + k)}{n}"
                if not draw.odds(astray)
                else draw.some("XFD1048576", "ZZZZZ5", "A0", "", "a1", "A99999999999")
            )
            shown = escape("".join(c for c in value if c >= " " or c in "\t\n"))
            if draw.odds(0.02):
                real = draw.some("0", "1", "59", "60", "61", "-1", "45000.5")
                serial = (
                    draw.some("0", "1", "59", "60", "61", "-1", "45000.5", "1E+308", "#N/A", "x", "")
                    if astray
                    else real
                )
                kind = draw.some("n", "e", "b", "str", "d", "s", "zz") if astray else "n"
                found.append(f'<c r="{place}" t="{kind}"><v>{serial}</v></c>')
            else:
                found.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>')
        lines.append(f'<row r="{n}">{"".join(found)}</row>')
    return SHEET.format("".join(lines))


def write_workbook(draw: Draw, path: Path, content: str) -> None:
    """Write a workbook with this sheet: announcing too much, without a part, with a damaged one, or as a whole."""
    count = draw.some("0", "1", "99999999999") if draw.odds(0.05) else "0"
    parts = {
        **PARTS,
        "xl/sharedStrings.xml": f'<sst count="{count}" uniqueCount="{count}"/>',
        "xl/worksheets/sheet1.xml": content,
    }
    if draw.odds(0.15):
        name = draw.chance.choice(sorted(parts))
        if draw.odds(0.3):
            del parts[name]
        else:
            parts[name] = spoiled(draw, parts[name].encode()).decode("utf-8", "replace")
    if draw.odds(0.05):
        parts["xl/worksheets/sheet1.xml"] = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + content
    zipped(path, {name: text.encode("utf-8", "replace") for name, text in parts.items()})
    if draw.odds(0.15):
        path.write_bytes(spoiled(draw, path.read_bytes()))


def zipped(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write the parts of a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def message(draw: Draw) -> bytes:
    """Return a declaration message: spoiled, with entities, or with values that fit nowhere."""
    lines = []
    for n in range(draw.chance.randint(1, 8)):
        text = "".join(c for c in draw.some(*TEXTS) if c >= " ")
        lines.append(
            f"<Prestatie>\n<DebetPrestatie><Referentienummer>P{n}</Referentienummer><Prestatiecode>CO0497</Prestatiecode>"
            f"<Begindatum>{draw.some(*DAYS) if draw.odds(0.2) else '2024-03-04'}</Begindatum><DeclaratieBedragInclBtw>"
            f"{draw.some(*AMOUNTS) if draw.odds(0.3) else '135.89'}"
            f"</DeclaratieBedragInclBtw><Onbekend>{escape(text)}</Onbekend></DebetPrestatie></Prestatie>\n"
        )
    before = '<!DOCTYPE a [<!ENTITY b "x">]>' if draw.odds(0.05) else ""
    deep = "<a>" * 2_000 + "</a>" * 2_000 if draw.odds(0.05) else ""
    data = (
        f'{before}<Bericht xmlns="http://ei.vektis.nl/declaratiebericht573"><Header><Berichtcode>573</Berichtcode>'
        "<Ontvanger>3332</Ontvanger><OntvangerRol>03</OntvangerRol><Verzenddatum>2024-04-02</Verzenddatum></Header>"
        "<DeclaratieContext><Factuurdatum>2024-04-01</Factuurdatum></DeclaratieContext>"
        f"<Verzekerde><BSN>{draw.some(*BSNS)}</BSN><UzoviNummer>3332</UzoviNummer>{''.join(lines)}{deep}</Verzekerde>"
        "</Bericht>"
    ).encode("utf-8", "replace")
    return spoiled(draw, data) if draw.odds(0.4) else data
