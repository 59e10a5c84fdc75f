"""Reads the workbook of a sample: per item a verdict, the amount of the error, a remark and initials."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from zpm_audit.base.language import Text
from zpm_audit.sampling.forms import CellError, Form, Reading, chosen, echo, opened, read_form, text_of
from zpm_audit.sampling.record import Item, Judgement, Judgements, Record
from zpm_audit.sampling.words import ANSWERS, COLUMNS, ENTRY

Verdict = Literal["goed", "fout", "niet te beoordelen"]


def read_workbook(path: Path, record: Record, known: Judgements) -> tuple[Judgements, Reading]:
    """Return the judgements with those of a workbook added, and what became of its rows."""
    items = {item.post: item for item in record.posten}

    def judge(post: str, cells: Mapping[str, Any]) -> Judgement | None:
        return judgement(cells, read, items[post], by_money=record.plan.soort == "mus")

    form = Form(
        key=("post",),
        entry=ENTRY,
        titles=COLUMNS,
        known=items,
        judge=judge,
        draw=record.trekking,
        row=Text("post", "item"),
        command="steekproef trek",
    )
    after = {post: list(found) for post, found in known.posten.items()}
    reading = Reading()
    with opened(path) as workbook:
        read = now_from(path)
        read_form(workbook, path, form, after, reading)
    return Judgements(trekking=record.trekking, posten=after), reading


def now_from(path: Path) -> dict[str, str]:
    """Return what every answer says of when and from which workbook it was read."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return {"gelezen_op": moment, "werkboek_sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def judgement(
    cells: Mapping[str, Any], read: Mapping[str, str], item: Item | None = None, *, by_money: bool = False
) -> Judgement | None:
    """Return what was found of an item; without ``item`` there is no amount of an error to fill in."""
    verdict: Any = chosen(cells, "oordeel", ANSWERS)
    remark, initials = text_of(cells, "opmerking"), text_of(cells, "paraaf")
    amount = _cents(cells) if item is not None else None
    if not verdict:
        if amount is not None or remark or initials:
            raise CellError("oordeel", "het oordeel ontbreekt", "the verdict is missing")
        return None
    if item is not None:
        _refuse_amount(verdict, amount, item, by_money=by_money)
    return Judgement(oordeel=verdict, fout_cent=amount, opmerking=remark, paraaf=initials, **read)


def _refuse_amount(answer: Verdict, amount: int | None, item: Item, *, by_money: bool) -> None:
    if answer == "fout" and by_money and amount is None:
        raise CellError(
            "fout_eur",
            "bij een geldsteekproef hoort bij fout een bedrag (0 als er te weinig geregistreerd is)",
            "with monetary units a wrong item needs an amount (0 where too little was registered)",
        )
    if answer != "fout" and amount:
        raise CellError("fout_eur", f"een bedrag hoort niet bij {answer}", "an amount goes with wrong only")
    if amount is not None and item.bedrag_cent is not None and amount > max(item.bedrag_cent, 0):
        whole = f"{item.bedrag_cent / 100:.2f}"
        raise CellError(
            "fout_eur", f"meer dan het bedrag van de post ({whole})", f"more than the item comes to ({whole})"
        )


def _cents(cells: Mapping[str, Any]) -> int | None:
    text = text_of(cells, "fout_eur")
    if not text:
        return None
    told = echo(text)
    try:
        # In a text a comma is the decimal mark, as people here write; Excel hands numbers over with a point.
        cents = Decimal(text.replace("€", "").strip().replace(",", ".")) * 100
        rounded = cents.quantize(Decimal(1))
    except ArithmeticError:  # no number, or one of more digits than anybody has euros
        raise CellError("fout_eur", f"'{told}' is geen bedrag", f"'{told}' is no amount") from None
    if not cents.is_finite() or cents < 0 or abs(cents - rounded) > Decimal("1e-6"):
        raise CellError(
            "fout_eur", f"'{told}' is geen bedrag in euro's en centen", f"'{told}' is no amount in euros and cents"
        )
    return int(rounded)
