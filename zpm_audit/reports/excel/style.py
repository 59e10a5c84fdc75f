"""How the workbook looks: one small set of styles, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from zpm_audit.base.language import Language
from zpm_audit.reports.excel.xml import StyleIds

INK, PAPER, LINE, QUIET, BLUE = "FF1B2A41", "FFFFFFFF", "FFD5DBE3", "FF5B6677", "FF1F4E79"
RED, AMBER, GREEN, GREY = "FFF8D7DA", "FFFFF0CC", "FFDDF0E0", "FFE9ECF1"
FORMATS: dict[str, str] = {
    "int": "#,##0",
    "fact": "#,##0",
    "code": "0",
    "eur": "#,##0.00",
    "fact_eur": "#,##0.00",
    "number": "#,##0.00",
    # A limit that somebody set is shown as it was set.
    "limit": "0.0#######%",
}
DATE_FORMAT: dict[Language, str] = {"nl": "dd-mm-yyyy", "en": "yyyy-mm-dd"}
#: What is not nothing never looks like 0%: the form of html.
PERCENT_FORMAT: dict[Language, str] = {
    "nl": '[=0]0.0%;[<0.0005]"< 0,1%";0.0%',
    "en": '[=0]0.0%;[<0.0005]"< 0.1%";0.0%',
}
TABLE_STYLE = "TableStyleLight1"


#: How a kind of cell is aligned; a number stands on the right of its own accord.
_ALIGNED: dict[str, dict[str, Any]] = {
    "date": {"horizontal": "left", "indent": 1},
    "code": {"horizontal": "left", "indent": 1},
    "column": {"horizontal": "left", "indent": 1},
    "amount": {"horizontal": "center"},
    # An amount that is unknown is a word, and stands where the amount would.
    "no_amount": {"horizontal": "right"},
    "fact": {"horizontal": "left"},
    # What is a number here and a word there reads as one column when all of it stands on the left.
    "value": {"horizontal": "left", "indent": 1},
    "fact_eur": {"horizontal": "left"},
    "fact_date": {"horizontal": "left"},
}


def _fill(colour: str) -> Any:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _font(*, size: int = 10, bold: bool = False, italic: bool = False, colour: str = INK) -> Any:
    return Font(name="Calibri", size=size, bold=bold, italic=italic, color=colour)


_LINE = Border(bottom=Side(style="thin", color=LINE))

#: Style name -> (font, fill, border) of cells outside tables.
_LOOKS: dict[str, tuple[Any, Any, Any]] = {
    "title": (_font(size=18, bold=True, colour=BLUE), None, None),
    "section": (_font(size=12, bold=True, colour=BLUE), None, None),
    "label": (_font(colour=QUIET), None, _LINE),
    "note": (_font(italic=True, colour=QUIET), None, None),
    "warning": (_font(bold=True), _fill(AMBER), None),
    "plain": (_font(), None, None),
    "value": (_font(), None, _LINE),
    "strong": (_font(bold=True), None, _LINE),
    "link": (Font(name="Calibri", size=10, underline="single", color="FF0563C1"), None, None),
    "header": (_font(bold=True, colour=PAPER), _fill(BLUE), None),
    "anders": (_font(bold=True), _fill(RED), None),
    "slecht": (_font(size=13, bold=True), _fill(RED), None),
    "matig": (_font(size=13, bold=True), _fill(AMBER), None),
    "goed": (_font(size=13, bold=True), _fill(GREEN), None),
    "heat_low": (_font(), _fill(GREEN), _LINE),
    "heat_middle": (_font(), _fill(AMBER), _LINE),
    "heat_high": (_font(bold=True), _fill(RED), _LINE),
}


class Styles:
    """The numbers of the styles in one workbook, made when first asked for."""

    def __init__(self, worksheet: Callable[[], Any], language: Language) -> None:
        self._worksheet = worksheet
        dates = DATE_FORMAT[language]
        self._formats = {**FORMATS, "date": dates, "fact_date": dates, "percent": PERCENT_FORMAT[language]}
        self._known: dict[tuple[str, str, bool, bool], int] = {}

    def named(self, name: str, kind: str = "text") -> int:
        """Return the style of a cell outside tables; ``kind`` gives its number format."""
        font, fill, border = _LOOKS[name]
        header = name == "header"
        return self._make((name, kind, header, False), font, fill, border, "center" if header or fill else "top")

    def column(self, kind: str, wrap: bool) -> StyleIds:
        """Return the styles of the cells of one column of a table."""
        font = _font()

        def made(kind: str, quoted: bool = False) -> int:
            return self._make(("", kind, wrap, quoted), font, None, _LINE, "top")

        if kind == "any":
            return StyleIds(made("column"), made("column", quoted=True), made("date"), made("value"))
        return StyleIds(made(kind), made(kind, quoted=True))

    def _make(self, key: tuple[str, str, bool, bool], font: Any, fill: Any, border: Any, vertical: str) -> int:
        if key not in self._known:
            _, kind, wrap, quoted = key
            cell: Any = WriteOnlyCell(self._worksheet())
            cell.font = font
            if fill is not None:
                cell.fill = fill
            if border is not None:
                cell.border = border
            cell.alignment = Alignment(vertical=vertical, wrap_text=wrap or None, **_ALIGNED.get(kind, {}))
            cell.number_format = self._formats.get(kind, "General")
            # With this mark text such as "=1+1" stays text when somebody edits the cell.
            cell.quotePrefix = quoted
            self._known[key] = int(cell.style_id)
        return self._known[key]


def shade(colour: str) -> Any:
    """Return a background for conditional formatting."""
    return DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
