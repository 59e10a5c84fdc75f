"""An explanation as a person reads it in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any

from zpm_audit.base.aloud import printable
from zpm_audit.base.language import Language, Text
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import CERTAINTY, SUBJECT, VERDICT

if TYPE_CHECKING:
    from rich.console import Console

#: So many rows of other tables stand under one check; JSON has more.
_ROWS = 5
#: How the columns of the contract with amounts end.
_EURO = "_eur"
_STYLE = {
    Verdict.AFWIJKING: "bold red",
    Verdict.ONBEPAALD: "bold yellow",
    Verdict.LOOPT: "bold blue",
    Verdict.VOLDOET: "bold green",
}
_WORDS = {
    "waarden": Text("Waarden", "Values"),
    "grenzen": Text("Grenzen", "Limits"),
    "opgezocht": Text("Rijen die meetelden", "Rows that counted"),
    "bron": Text("Bron", "Source"),
    "eist": Text("Eist", "Demands"),
    "regel": Text("Regel", "Rule"),
    "waarom": Text("Waarom", "Why"),
    "niets": Text("geen rij", "no row"),
    "niet": Text("Gaf geen oordeel", "Gave no verdict"),
    "oordeel": Text("Oordeel", "Verdict"),
    "geen": Text("Geen enkele check oordeelt over dit onderwerp.", "No check judges this subject."),
}


def rendered(content: Mapping[str, Any], language: Language, *, width: int, colour: bool) -> list[str]:
    """Return the lines of an explanation, as wide as the screen."""
    from rich.console import Console

    buffer = StringIO()
    console = Console(
        file=buffer, width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    )
    _Page(console, language).show(content)
    return [line.rstrip() for line in buffer.getvalue().splitlines()]


class _Page:
    def __init__(self, console: Console, language: Language) -> None:
        self.console, self.language = console, language

    def show(self, content: Mapping[str, Any]) -> None:
        subject = SUBJECT[content["onderwerp"]].in_(self.language).capitalize()
        day = self._human(content["peildatum"])
        on = Text(f"peildatum {day}", f"reference date {day}").in_(self.language)
        run = f" · run {content['run']}" if content.get("run") else ""
        self._line(f"{subject} {content['id']} · {on}{run}", "bold")
        judged = [check for check in content["checks"] if check["in_populatie"]]
        silent = [check for check in content["checks"] if not check["in_populatie"]]
        if not judged:
            self._line(self._word("geen"))
        for check in judged:
            self._check(check)
        self.console.print()
        self._line(f"{self._word('niet')} ({len(silent)})", "bold")
        together: dict[str, list[str]] = {}
        for check in silent:
            together.setdefault(check["reden"], []).append(check["id"])
        for reason, ids in together.items():
            self._line(", ".join(ids), indent=2)
            self._line(reason, "dim", indent=6)

    def _check(self, check: Mapping[str, Any]) -> None:
        from rich.text import Text as Styled

        verdict = Verdict(check["oordeel"])
        self.console.print()
        head = Styled(f"{printable(check['id'])}  {printable(check['titel'])}  ", "bold")
        head.append(VERDICT[verdict].in_(self.language).upper(), _STYLE[verdict])
        self.console.print(head, soft_wrap=False)
        rule = "\n".join(check["regel"])
        said = (("eist", check["eist"]), ("regel", rule), ("waarom", check["reden"]))
        self._table((self._word(name), text) for name, text in said)
        for unit in check.get("eenheden", [check]):
            self._unit(unit, several="eenheden" in check)
        self._part("bron")
        for norm in check["bronnen"]:
            self._line(self._source(norm), indent=4)
            if norm["url"]:
                # An address is not broken: it has to be copied.
                self.console.print(Styled(" " * 6 + printable(norm["url"]), "dim"), soft_wrap=True)

    def _unit(self, unit: Mapping[str, Any], *, several: bool) -> None:
        if several:
            said = VERDICT[Verdict(unit["oordeel"])].in_(self.language) if unit["oordeel"] else unit["reden"]
            self._line(f"{self._word('oordeel')}: {said}", "bold", indent=2)
        if unit.get("toelichting"):
            self._line(unit["toelichting"], indent=4)
        self._part("waarden")
        self._table((name, self._human(value, name)) for name, value in unit["waarden"].items())
        if unit["parameters"]:
            self._part("grenzen")
            self._table((p["naam"], self._limit(p)) for p in unit["parameters"])
        if unit["opgezocht"]:
            self._part("opgezocht")
            for asked in unit["opgezocht"]:
                self._asked(asked, [row for row in unit["rijen"] if row["koppel"] == asked["koppel"]])

    def _asked(self, asked: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> None:
        key = ", ".join(f"{name} = {self._human(value)}" for name, value in asked["sleutel"].items())
        number = asked["aantal"] or self._word("niets")
        self._line(f"{asked['koppel']} · {asked['tabel']} ({key}): {number}", indent=4)
        lines = []
        for row in rows[:_ROWS]:
            place = f"{row['bestand']}, rij {row['rij']}" if row["rij"] else asked["tabel"]
            values = ", ".join(f"{name} {self._human(value, name)}" for name, value in row["waarden"].items())
            lines.append((Text(place, place.replace(", rij ", ", row ")).in_(self.language), values))
        self._table(lines, indent=6)
        if asked["aantal"] > _ROWS:
            more = asked["aantal"] - _ROWS
            self._line(Text(f"en nog {more}", f"and {more} more").in_(self.language), indent=6)

    def _source(self, norm: Mapping[str, Any]) -> str:
        article = f", {norm['artikel']}" if norm["artikel"] else ""
        letter = norm["zekerheid"]
        return f"[{letter}: {CERTAINTY[letter].in_(self.language)}] {norm['bron']}{article}"

    def _limit(self, limit: Mapping[str, Any]) -> str:
        value = self._human(limit["waarde"])
        since, until = (self._human(limit[n]) if limit[n] else "…" for n in ("vanaf", "tot"))
        period = f"; {since} - {until}" if limit["vanaf"] or limit["tot"] else ""
        source = f"; [{limit['zekerheid']}] {limit['bron']}" if limit["bron"] else ""
        return f"{value} {limit['eenheid']}: {limit['reden']}{period}{source}"

    def _human(self, value: object, name: str = "") -> str:
        if value is None or value == "":
            return Text("leeg", "empty").in_(self.language)
        if isinstance(value, bool):
            return (Text("ja", "yes") if value else Text("nee", "no")).in_(self.language)
        text = f"{value:.2f}" if name.endswith(_EURO) and isinstance(value, int | float) else str(value)
        if self.language == "nl":
            if isinstance(value, float):
                return text.replace(".", ",")
            return re.sub(r"^(\d{4})-(\d{2})-(\d{2})(?:T(.*))?$", _dutch_day, text)
        return text

    def _word(self, name: str) -> str:
        return _WORDS[name].in_(self.language)

    def _part(self, name: str) -> None:
        self._line(self._word(name), "dim", indent=2)

    def _line(self, text: str, style: str = "", indent: int = 0) -> None:
        from rich.padding import Padding
        from rich.text import Text as Styled

        self.console.print(Padding(Styled(printable(text), style), (0, 0, 0, indent)))

    def _table(self, rows: Iterable[tuple[str, str]], indent: int = 4) -> None:
        """Put names and what they are beside each other, the second column folding within its own width."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text as Styled

        grid = Table.grid(padding=(0, 2))
        grid.add_column(max_width=44, overflow="fold")
        grid.add_column(overflow="fold")
        for name, value in rows:
            grid.add_row(Styled(printable(name)), Styled(printable(value)))
        if grid.row_count:
            self.console.print(Padding(grid, (0, 0, 0, indent)))


def _dutch_day(found: re.Match[str]) -> str:
    year, month, day, clock = found.groups()
    return f"{day}-{month}-{year}" + (f" {clock}" if clock else "")
