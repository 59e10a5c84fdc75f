"""CSV to a Source: encoding, header, structure, and a lazy scan that reads every cell as text."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.sources.csv_structure import Places, Structure, StructureError, scan_structure
from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.source import ROW, Source, cell

_HEAD = 1 << 20
_BLOCK = 1 << 22

SHORT = Text("te weinig velden", "too few fields")
LONG = Text("te veel velden", "too many fields")
SWALLOWED = Text(
    "aanhalingsteken niet gesloten: er zijn regels in een veld terechtgekomen",
    "quote not closed: lines ended up inside a field",
)


def open_csv(
    path: Path,
    table: str,
    *,
    work: Path,
    separator: str = ",",
    encoding: str = "utf-8",
    quoted: bool = True,
    header: int = 1,
) -> Source:
    """Open a CSV file. What makes the whole file unreadable is refused; single bad rows end up in ``broken``.

    ``header`` is the line with the names; what stands above it is no part of the table.
    """
    shown = path.name
    if path.stat().st_size == 0:
        raise InputRefusedError(
            nl=f"{shown} is leeg: er staat zelfs geen kopregel in. Maak de export opnieuw.",
            en=f"{shown} is empty: there is not even a header. Make the export again.",
        )
    text = path if codecs.lookup(encoding).name == "utf-8" else _transcoded(path, table, work, encoding)
    names, lines, start = _header(text, shown, separator, quoted=quoted, line=header)
    try:
        found = scan_structure(
            text, separator=separator, fields=len(names), quoted=quoted, start=start, above=header - 1
        )
    except StructureError as error:
        raise _refused(error, shown) from None
    return Source(
        table=table,
        shown=shown,
        files=(path,),
        frame=_frame(text, found, names, separator, quoted=quoted, skipped=header - 1, lines=lines),
        names=names,
        rows=found.rows,
        broken={
            reason: _series(places)
            for reason, places in ((SHORT, found.short), (LONG, found.long), (SWALLOWED, found.swallowed))
            if places
        },
        control=found.control,
        padded=found.padded,
        longest=found.longest,
        last=found.records,
    )


def _series(places: list[Places]) -> pl.Series:
    return pl.Series(np.concatenate(places)).cast(pl.UInt32)


def _frame(
    path: Path, found: Structure, names: tuple[str, ...], separator: str, *, quoted: bool, skipped: int, lines: int
) -> pl.LazyFrame:
    schema = {cell(i): pl.String() for i in range(len(names))}
    if found.records <= skipped + 1:
        return pl.LazyFrame(schema={ROW: pl.UInt32(), **schema})
    # missing_columns: polars takes the first row for the width of the file; scan_structure knows better.
    frame = pl.scan_csv(
        path,
        has_header=False,
        skip_rows=0 if skipped else 1,
        skip_lines=skipped + lines if skipped else 0,
        schema=schema,
        separator=separator,
        quote_char='"' if quoted else None,
        truncate_ragged_lines=True,
        missing_columns="insert",
        row_index_name=ROW,
        row_index_offset=skipped + 2,
        glob=False,
    )
    if found.blank:
        frame = frame.filter(~pl.col(ROW).is_in(_series(found.blank).implode()))
    return frame


def _header(path: Path, shown: str, separator: str, *, quoted: bool, line: int) -> tuple[tuple[str, ...], int, int]:
    """Return the names in the header, how many lines it takes and where it begins; refuse what is no header at all.

    A name that stands there twice is refused too.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    _refuse_binary(head, shown)
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError as error:
        raise _refused(StructureError("utf8", 1, head.count(b"\n", 0, error.start) + 1), shown) from None
    if "\n" not in text and "\r" in text:
        raise InputRefusedError(
            nl=f"{shown} heeft regeleinden van een oude Mac (alleen CR). Sla het bestand op met gewone regeleinden.",
            en=f"{shown} has line endings of an old Mac (CR only). Save the file with ordinary line endings.",
        )
    csv.field_size_limit(_HEAD)
    start = _line_start(head, line)
    lines = io.StringIO(codecs.getincrementaldecoder("utf-8-sig")().decode(head[start:]), newline="")
    reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    try:
        row = next(reader, [])
    except csv.Error as error:
        raise InputRefusedError(
            nl=f"{shown}, rij {line}: de kopregel is niet te lezen ({error}).",
            en=f"{shown}, row {line}: the header cannot be read ({error}).",
        ) from None
    names = tuple(name.strip() for name in row)
    if not any(names):
        which = Text("de eerste regel", "the first line") if line == 1 else Text(f"regel {line}", f"line {line}")
        raise InputRefusedError(
            nl=f"{shown}: {which.nl} is leeg; daar horen de kolomnamen te staan.",
            en=f"{shown}: {which.en} is empty; the column names belong there.",
        )
    refuse_repeated(names, shown)
    return names, reader.line_num, start


def _line_start(head: bytes, line: int) -> int:
    """Return where a line begins, counted from 1; the end of the text where there are not so many."""
    start = 0
    for _ in range(line - 1):
        start = head.find(b"\n", start) + 1
        if start == 0:
            return len(head)
    return start


def refuse_repeated(names: tuple[str, ...], shown: str, *, first_column: int = 1) -> None:
    """Refuse a header in which a name stands twice: which of the two counts is not ours to guess."""
    twice = [name for name, count in Counter(n for n in names if n).items() if count > 1]
    if not twice:
        return
    columns = [str(i + first_column) for i, name in enumerate(names) if name == twice[0]]
    raise InputRefusedError(
        nl=f"{shown}: kolomnaam '{twice[0]}' staat {len(columns)} keer in de kop (kolommen {', '.join(columns)}). "
        "Geef elke kolom een eigen naam.",
        en=f"{shown}: column name '{twice[0]}' stands {len(columns)} times in the header "
        f"(columns {', '.join(columns)}). Give every column its own name.",
    )


def _refuse_binary(head: bytes, shown: str) -> None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head[:200].count(0) > 40:
        raise InputRefusedError(
            nl=f"{shown} is UTF-16 (Unicode-tekst uit Excel of SQL Server). "
            "Sla het op als UTF-8, of zet in de mapping: codering: utf-16.",
            en=f"{shown} is UTF-16 (Unicode text from Excel or SQL Server). "
            "Save it as UTF-8, or put in the mapping: codering: utf-16.",
        )
    if head.startswith((b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise InputRefusedError(
            nl=f"{shown} heet .csv maar is een ander soort bestand (werkboek, Parquet of zip). "
            "Geef het de juiste naam of pak het uit.",
            en=f"{shown} is called .csv but is another kind of file (workbook, Parquet or zip). "
            "Give it its right name or unpack it.",
        )


def _refused(error: StructureError, shown: str) -> InputRefusedError:
    if error.kind == "utf8":
        return InputRefusedError(
            nl=f"{shown}, regel {error.line}: geen geldige UTF-8. Zet de codering in de mapping "
            "(vaak codering: cp1252), of exporteer als UTF-8.",
            en=f"{shown}, line {error.line}: not valid UTF-8. Put the encoding in the mapping "
            "(often codering: cp1252), or export as UTF-8.",
        )
    if error.kind == "unclosed":
        return InputRefusedError(
            nl=f"{shown}, rij {error.row} (regel {error.line}): een aanhalingsteken wordt geopend en nergens gesloten; "
            "alles daarna zou een veld worden. Herstel het, of zet in de mapping: aanhalingsteken: geen.",
            en=f"{shown}, row {error.row} (line {error.line}): a quote is opened and closed nowhere; "
            "all that follows would become one field. Repair it, or put in the mapping: aanhalingsteken: geen.",
        )
    return InputRefusedError(
        nl=f"{shown}, rij {error.row} (regel {error.line}): een aanhalingsteken midden in een veld. "
        'Verdubbel het ("") en zet het veld tussen aanhalingstekens, of zet in de mapping: aanhalingsteken: geen.',
        en=f"{shown}, row {error.row} (line {error.line}): a quote in the middle of a field. "
        'Double it ("") and quote the field, or put in the mapping: aanhalingsteken: geen.',
    )


def _transcoded(path: Path, table: str, work: Path, encoding: str) -> Path:
    """Rewrite a file as UTF-8 in blocks; a byte that the encoding does not know is refused with its line."""
    folder = work / "bron"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{table}-{len(list(folder.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    with path.open("rb") as source, target.open("wb") as out:
        while True:
            block = source.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
                written = text.encode("utf-8")
            except UnicodeDecodeError as error:
                line = lines + block.count(b"\n", 0, error.start) + 1
                byte = error.object[error.start : error.start + 1].hex()
                raise InputRefusedError(
                    nl=f"{path.name}, regel {line}: byte 0x{byte} bestaat niet in codering {encoding}. "
                    "Controleer de codering in de mapping.",
                    en=f"{path.name}, line {line}: byte 0x{byte} does not exist in encoding {encoding}. "
                    "Check the encoding in the mapping.",
                ) from None
            except UnicodeError:  # a file that does not begin as the encoding asks, or half a character
                raise InputRefusedError(
                    nl=f"{path.name}, na regel {lines + 1}: dit is geen tekst in codering {encoding}. Controleer de "
                    "codering in de mapping.",
                    en=f"{path.name}, after line {lines + 1}: this is no text in encoding {encoding}. Check the "
                    "encoding in the mapping.",
                ) from None
            out.write(written)
            lines += text.count("\n")
            if not block:
                return target


def _open(path: Path, asked: Asked) -> list[Source]:
    source = open_csv(
        path,
        asked.table,
        work=asked.work,
        separator=asked.notation.scheidingsteken or ",",
        encoding=asked.notation.codering or "utf-8",
        quoted=asked.notation.aanhalingsteken != "geen",
        header=asked.header or 1,
    )
    return [source]


KIND = FileKind((".csv",), _open, also=(".txt", ".tsv"))
