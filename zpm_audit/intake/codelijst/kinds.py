"""Which list a file is: told by its column names and its sheets, and said to the user."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.codelijst import names
from zpm_audit.intake.codelijst.columns import Header, plain
from zpm_audit.intake.codelijst.sheets import ListSheet
from zpm_audit.intake.sources.source import cell

Kind = Literal["contract", "programma", "nza"]
TITLES: dict[Kind, Text] = {
    "contract": Text("tabel codelijst van het contract", "table codelijst of the contract"),
    "programma": Text(
        "programmawerkboek Codelijst Prestatie en Hulptabellen",
        "programme workbook Codelijst Prestatie en Hulptabellen",
    ),
    "nza": Text("NZa-tarieventabel", "NZa tariff table"),
}
#: Tabs of the programme's workbook that hold codes, and those that explain them.
_CODE_TABS = {
    plain(t)
    for t in (
        "Prestatie", "Consult", "Groepsconsult", "Verblijfsdag", "Overige Prestaties", "Toeslag consult",
        "Toeslag verblijfsdag",
    )
}  # fmt: skip
_HELP_TABS = {plain(t) for t in ("Setting", "Beroepscategorie", "Beroepen")}


@dataclass(frozen=True)
class Recognised:
    """A file: what it is, its sheets with codes, those that nobody reads, and the names behind its category codes."""

    kind: Kind
    sheets: list[tuple[ListSheet, Header]]
    unread: list[ListSheet]
    categories: dict[str, str]


def recognise(file: Path, sheets: list[ListSheet]) -> Recognised:
    """Tell what a file is, or refuse it with what was looked for."""
    programme = len({_tab(s) for s in sheets} & (_CODE_TABS | _HELP_TABS)) > 1
    explain = [s for s in sheets if programme and _tab(s) in _HELP_TABS]
    headed = [(s, h) for s in sheets if s not in explain and (h := s.header)]
    unread = [s for s in sheets if s not in explain and s not in [one for one, _ in headed]]
    if programme:
        for sheet in unread:
            if _tab(sheet) in _CODE_TABS:
                raise _no_header(sheet)
    telling = [(s, h) for s, h in headed if h.has("tarief") or h.has("van") or h.canonical]
    if not telling:
        raise _unknown(file, sheets, headed)
    if any(h.canonical for _, h in telling):
        kind: Kind = "contract"
    elif any(h.has("tarief") for _, h in telling):
        kind = "nza"
    else:
        kind = "programma"
    chosen = [(s, h) for s, h in telling if h.canonical] if kind == "contract" else telling
    left = [s for s, _ in headed if s not in [one for one, _ in chosen]]
    return Recognised(kind, chosen, unread + left, _categories(explain))


def _tab(sheet: ListSheet) -> str:
    return plain(sheet.name or "")


def _categories(explain: list[ListSheet]) -> dict[str, str]:
    """Return the names of beroepscategorieen by the codes that the tab Beroepscategorie has for them."""
    for sheet in explain:
        if _tab(sheet) != "beroepscategorie":
            continue
        for row, values in enumerate(sheet.cells.head(20).iter_rows()):
            code = [at for at, v in enumerate(values) if v and "code" in plain(v)]
            name = [at for at, v in enumerate(values) if v and at not in code and _names_it(plain(v))]
            if code and name:
                below = sheet.cells.slice(row + 1).select(
                    names.plain(pl.col(cell(code[0]))).alias("code"),
                    names.category(pl.col(cell(name[0]))).alias("naam"),
                )
                return dict(below.drop_nulls().unique("code", keep="first", maintain_order=True).iter_rows())
    return {}


def _names_it(header: str) -> bool:
    return any(word in header for word in ("naam", "omschrijving", "beschrijving", "beroepscategorie"))


def _no_header(sheet: ListSheet) -> InputRefusedError:
    where = sheet.shown
    return InputRefusedError(
        nl=f"{where.nl}: geen kopregel gevonden met een kolom voor de prestatiecode (zoals Prestatie_code of "
        "Prestatiecode). Noem die kolom zo, of geef de lijst als tabel codelijst.",
        en=f"{where.en}: no header found with a column for the prestatiecode (such as Prestatie_code or "
        "Prestatiecode). Name that column so, or give the list as the table codelijst.",
    )


def _unknown(file: Path, sheets: list[ListSheet], headed: list[tuple[ListSheet, Header]]) -> InputRefusedError:
    seen = ", ".join(dict.fromkeys(name for _, h in headed for name in h.names.values())) or "-"
    tabs = ", ".join(f"'{s.name}'" for s in sheets if s.name)
    nl_tabs, en_tabs = (f" Bladen: {tabs}.", f" Sheets: {tabs}.") if tabs else ("", "")
    return InputRefusedError(
        nl=f"{file.name} is niet te herkennen als codelijst. Gezocht: Prestatie_code met Maximum-tarief (in Euro) "
        f"(NZa), een prestatiecode met ingangsdatum (programma), of de tabel codelijst. Kolommen gevonden: {seen}."
        f"{nl_tabs}",
        en=f"{file.name} cannot be recognised as a code list. Looked for: Prestatie_code with Maximum-tarief (in Euro) "
        f"(NZa), a prestatiecode with ingangsdatum (programme), or the table codelijst. Columns found: {seen}."
        f"{en_tabs}",
    )
