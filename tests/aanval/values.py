"""Cells that somebody would rather not meet, and a small export to put them in."""

from __future__ import annotations

from typing import Any

from tests.aanval.case import BSNS, Draw

#: Scripts in every disguise; what runs of them leaves a mark by which a browser tells.
PAYLOADS = (
    "<script>window.__geraakt=1</script>",
    '"><img src=x onerror=window.__geraakt=1>',
    "</script><script>window.__geraakt=1</script>",
    "</title><script>window.__geraakt=1</script>",
    "</style><script>window.__geraakt=1</script>",
    "<!--<script>",
    "<!-- --!><script>alert(1)</script>",
    "<svg onload=window.__geraakt=1>",
    "' onmouseover=window.__geraakt=1 x='",
    '" autofocus onfocus=window.__geraakt=1 x="',
    "javascript:window.__geraakt=1",
    "JaVa\tscript:window.__geraakt=1",
    "data:text/html,<script>window.__geraakt=1</script>",
    '<iframe srcdoc="<script>parent.__geraakt=1</script>">',
    "<base href=//kwaad.invalid/>",
    "<meta http-equiv=refresh content=0;url=//kwaad.invalid>",
    "<link rel=stylesheet href=//kwaad.invalid/a.css>",
    "<form action=//kwaad.invalid><button>x",
    "&lt;script&gt;window.__geraakt=1&lt;/script&gt;",
    '<math><mtext><table><mglyph><style><!--</style><img title="--><img src onerror=window.__geraakt=1>">',
    "{{7*7}}",
    "{% raw %}",
    "${window.__geraakt=1}",
    "\\u003cscript\\u003ewindow.__geraakt=1\\u003c/script\\u003e",
    "]]><script>alert(1)</script>",
)
TEXTS = (
    *PAYLOADS,
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "x;=1+1;", 'x";=1+1;"', "\t=1+1", "'=1", "%0a=1+1",
    "\x1b[2J\x1b]0;x\x07", "\x00", "\x07", "\u202eabc", "\ufeff", "\ud83d".encode("utf-16",
    "surrogatepass").decode("utf-16", "replace"),
    "a" * 1001, "é" * 500, "\u2028", "a\nb", "a\r\nb", 'een "aanhaling"', '"', '""', ",", ";", "|", "NULL", "None",
    "nan", "NaN", "inf", "#N/A",
    "' or 1=1 --", "../../etc/passwd", "C:\\x", "${HOME}", "%s%n", "𝟙𝟚", "١٢", "０１", " ", "\xa0", "0", "-0", "true",
    "1e308",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "45", "1000000", "1000001", "-1000001", "2147483648", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "99999999999999999999", "1e5", "45.0", "1.005", "0x10", "1_000", "+5", "٤٥", "", " 7 ",
    "NaN",
)  # fmt: skip
AMOUNTS = ("0", "135.89", "-135.89", "0.005", "1000000000", "1000000000.01", "99999999999999", "1,50", "€ 5", "1e3", "")
DAYS = (
    "2024-03-04", "1970-01-01", "1900-01-01", "1899-12-31", "1800-01-01", "2100-12-31", "2101-01-01", "9999-12-31",
    "10000-01-01",
    "0001-01-01", "0000-00-00", "2024-02-30", "2024-02-29", "2023-02-29", "4-3-2024", "20240304", "",
    "2024-03-04T00:00", "nu",
)  # fmt: skip
MOMENTS = ("2024-02-20T10:00", "1899-12-31T23:59", "9999-12-31T23:59", "2024-03-31T02:30", "2024-02-20 10:00", "")
TIMES = ("09:00", "23:59:59", "24:00", "-1:00", "9:00", "")

PRESTATIES: dict[str, tuple[str, ...]] = {
    "prestatie_id": (), "patient_id": (), "zorgtraject_id": ("T1", "T2", "", "T9"), "datum": DAYS, "starttijd": TIMES,
    "prestatiegroep": ("consult", "groepsconsult", "reistijd", "verblijfsdag", "Consult", "onzin"),
    "consulttype": ("diagnostiek", "behandeling", ""),
    "prestatiecode": ("CO0497", "OV0012", "", "XX"), "setting": ("1", "2", "8", "0", "9", ""),
    "behandelaar_id": ("B1", "B2", ""),
    "gepland": ("true", "false", "", "ja"), "gepland_op": MOMENTS, "geplande_minuten": NUMBERS,
    "gerealiseerde_minuten": NUMBERS,
    "duurklasse": NUMBERS, "groepsgrootte": NUMBERS, "reistijd_minuten": NUMBERS, "bedrag_eur": AMOUNTS,
    "factuurdatum": DAYS, "team": TEXTS,
}  # fmt: skip
ZORGTRAJECTEN: dict[str, tuple[str, ...]] = {
    "zorgtraject_id": (), "patient_id": (), "startdatum": DAYS, "einddatum": DAYS, "financiering": ("zvw", "fz",
    "anders", "", "x"),
    "nieuwe_zorgvraag": ("true", "false", ""), "regiebehandelaar_id": ("B1", ""), "verwijsdatum": DAYS,
    "verwijzer_agb": TEXTS,
}  # fmt: skip
PATIENTEN: dict[str, tuple[str, ...]] = {
    "patient_id": (), "geboortedatum": DAYS, "bsn": BSNS, "uzovi": ("7029", ""), "privacyverklaring": ("true", "")
}  # fmt: skip
BEHANDELAREN: dict[str, tuple[str, ...]] = {
    "behandelaar_id": ("B1", "B2"), "beroep": TEXTS, "agb_code": NUMBERS, "geldig_van": DAYS, "geldig_tot": DAYS,
    "naam": TEXTS
}  # fmt: skip
TABLES = {
    "prestaties": PRESTATIES,
    "zorgtrajecten": ZORGTRAJECTEN,
    "patienten": PATIENTEN,
    "behandelaren": BEHANDELAREN,
}
GOOD = {
    "datum": "2024-03-04", "startdatum": "2024-03-04", "prestatiegroep": "consult", "consulttype": "behandeling",
    "setting": "2",
    "geplande_minuten": "45", "gerealiseerde_minuten": "30", "duurklasse": "45", "bedrag_eur": "135.89",
    "gepland": "true",
    "gepland_op": "2024-02-20T10:00", "starttijd": "09:00", "zorgtraject_id": "T1", "financiering": "zvw",
    "behandelaar_id": "B1",
}  # fmt: skip


def rows_of(draw: Draw, table: str, height: int, hostile: float) -> list[dict[str, str]]:
    """Return rows of a table, so many of their cells hostile; columns that are not required may be absent."""
    columns = TABLES[table]
    required = {
        "prestatie_id",
        "patient_id",
        "datum",
        "prestatiegroep",
        "zorgtraject_id",
        "startdatum",
        "behandelaar_id",
        "beroep",
    }
    kept = [
        c for c in columns if (c in required and c != "zorgtraject_id") or table == "zorgtrajecten" or draw.odds(0.8)
    ]
    rows = []
    for n in range(height):
        row: dict[str, Any] = {}
        for column in kept:
            choices = columns[column]
            if column == "patient_id":
                row[column] = draw.patient()
            elif column in {"prestatie_id", "zorgtraject_id"} and table.startswith(column[:5]):
                row[column] = f"{column[0].upper()}{n + 1}"
            elif draw.odds(hostile):
                row[column] = draw.some(*TEXTS) if draw.odds(0.2) or not choices else draw.some(*choices)
            else:
                row[column] = GOOD.get(column) or (choices[0] if choices else "")
        rows.append(row)
    return rows
