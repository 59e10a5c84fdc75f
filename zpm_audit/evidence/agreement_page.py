"""Whether the page says what the result says: its mark, and of every norm its numbers, amount and rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zpm_audit.base.language import Language
from zpm_audit.evidence.agreement import RESULT, Clash, Outputs, absent, cents_of, differs, shown
from zpm_audit.output.marks import MANIFEST
from zpm_audit.reports.figures.format import euro, integer

PAGE = "rapport.html"
#: The numbers of a norm, in the order in which the page gives them.
_SHOWN = ("populatie", "voldoet", "afwijking", "onbepaald", "loopt")


def page_clashes(outputs: Outputs) -> Iterator[Clash]:
    """Yield what the page says otherwise."""
    if not outputs.made(PAGE):
        if PAGE not in outputs.unmade:
            yield absent(PAGE)
        return
    try:
        page = etree.parse(outputs.folder / PAGE, etree.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
    except (etree.XMLSyntaxError, OSError):
        page = None
    if page is None:
        yield absent(PAGE)
        return
    mark = str(outputs.manifest.get("run", {}).get("kenmerk"))
    if not any(mark in _text(foot) for foot in page.iter("footer")):
        yield differs((MANIFEST, PAGE), "kenmerk", mark, "-")
    language: Language = "en" if outputs.result.get("run", {}).get("taal") == "en" else "nl"
    norms = {str(a.get("aria-labelledby")): a for a in page.iter("article") if a.get("class", "").startswith("norm")}
    for check_id in sorted(norms.keys() - outputs.checks.keys()):
        yield differs((RESULT, PAGE), "check", "-", check_id, check_id)
    for check_id, told in outputs.checks.items():
        norm = norms.get(check_id)
        if norm is None:
            yield differs((RESULT, PAGE), "check", check_id, "-", check_id)
        else:
            yield from _norm(norm, check_id, told, language)


def _norm(norm: Any, check_id: str, told: Any, language: Language) -> Iterator[Clash]:
    silent = told["status"] in {"niet_uitgevoerd", "mislukt"}
    outcome = next((d for d in norm.iter("dl") if d.get("class") == "outcome"), None)
    if silent or outcome is None:
        if silent != (outcome is None):
            yield differs((RESULT, PAGE), "status", told["status"], "-", check_id)
        return
    cells = [_first(cell) for cell in outcome.iter("dd")]
    for name, cell in zip(_SHOWN, cells, strict=False):
        if cell != integer(int(told[name]), language):
            yield differs((RESULT, PAGE), name, told[name], cell, check_id)
    cents = cents_of(told["impact_eur"])
    amount = next((_text(s) for s in norm.iter("span") if s.get("class") == "short amount"), "")
    if int(told["afwijking"]) and cents is not None and amount != euro(cents, language):
        yield differs((RESULT, PAGE), "impact_eur", shown(cents), amount, check_id)
    yield from _rows(norm, check_id, int(told["afwijking"]), cents)


def _rows(norm: Any, check_id: str, deviations: int, cents: int | None) -> Iterator[Clash]:
    """Compare the rows that the page holds of a norm; what it leaves out it counts."""
    block = next((d for d in norm.iter("div") if d.get("data-lijst") == check_id), None)
    data = next((s.text for s in norm.iter("script") if s.get("id") == f"data-{check_id}"), None)
    if block is None or data is None:
        if deviations:
            yield differs((RESULT, PAGE), "afwijking", deviations, 0, check_id)
        return
    try:
        held = json.loads(data)
        amounts = held["c"][held["m"].index("impact_eur")]["v"] if "impact_eur" in held["m"] else []
        rows, known = int(held["n"]), [value for value in amounts if value is not None]
        lengths = {len(column.get("v", column.get("i", ()))) for column in held["c"]}
        left = int(block.get("data-weg"))
    except (ValueError, KeyError, TypeError, AttributeError):
        yield absent(PAGE, f"data-{check_id}")
        return
    if rows + left != deviations or lengths - {rows}:
        yield differs((RESULT, PAGE), "afwijking", deviations, rows + left, check_id)
    elif not left and (sum(known) if known else None) != cents:
        yield differs((RESULT, PAGE), "impact_eur", shown(cents), shown(sum(known) if known else None), check_id)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _first(element: Any) -> str:
    """Return the text of a cell before what explains it in small letters."""
    return (element.text or "").strip()
