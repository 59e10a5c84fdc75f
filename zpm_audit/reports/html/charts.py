"""Small charts as inline SVG: no library, no script, the same bytes for the same numbers.

Colours come from the stylesheet through classes and every kind of mark has a pattern of its own, so that the charts
read in black and white, in print and with any colour vision. A chart never stands alone: the page puts the same
numbers beside it as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from zpm_audit.base.language import Language
from zpm_audit.reports.figures.format import integer

WIDTH = 760
LEFT = 56
RIGHT = 8
TOP = 18
HEIGHT = 150
GAP = 28
LOWER = 34
LABELS = 34


@dataclass(frozen=True)
class Series:
    """One kind of mark: its class in the stylesheet and a value per column."""

    css: str
    values: tuple[int, ...]


#: The fills that are more than a colour. They stand once in the page; the stylesheet refers to them.
PATTERNS = Markup(
    '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="p-onbepaald" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="b-onbepaald" width="6" height="6"/><rect class="l-onbepaald" width="2.4" height="6"/></pattern>'
    '<pattern id="p-loopt" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="b-loopt" width="6" height="6"/><circle class="l-loopt" cx="3" cy="3" r="1.4"/></pattern>'
    '<pattern id="p-signaal" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="b-signaal" width="5" height="5"/><rect class="l-signaal" width="5" height="1.8"/></pattern>'
    "</defs></svg>"
)


def columns(
    *,
    key: str,
    title: str,
    description: str,
    ticks: Sequence[tuple[str, str]],
    series: Sequence[Series],
    language: Language,
    below: tuple[str, Series] | None = None,
) -> Markup:
    """Return stacked columns over time. ``ticks`` are (label, year) per column; ``below`` is a small panel under them.

    The panel below (the population) has a scale of its own on purpose: a handful of deviations among thousands of
    units would otherwise be a line too thin to see.
    """
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(ticks))
    totals = [sum(s.values[k] for s in series) for k in range(len(ticks))]
    highest = max(totals, default=0)
    top = _ceiling(highest)
    base = TOP + HEIGHT
    height = base + (GAP + LOWER if below else 0) + LABELS
    parts = [_axis(top, base, language)]
    floor = [float(base)] * len(ticks)
    for one in series:
        boxes = []
        for k, value in enumerate(one.values):
            if value:
                tall = HEIGHT * value / top
                floor[k] -= tall
                boxes.append(_rect(LEFT + slot * (k + 0.14), floor[k], slot * 0.72, tall))
        if boxes:
            parts.append(_group(one.css, boxes))
    if highest:
        peak = totals.index(highest)
        parts.append(_text(LEFT + slot * (peak + 0.5), floor[peak] - 5, "peak", integer(highest, language)))
    if below:
        parts.append(_panel(below[0], below[1], slot, base + GAP + LOWER, language))
    parts.append(_ticks(ticks, slot, height - LABELS))
    return _figure(key, title, description, f"0 0 {WIDTH} {height}", _joined(parts))


def pairs(
    *,
    key: str,
    title: str,
    description: str,
    ticks: Sequence[tuple[str, str]],
    left: Series,
    right: Series,
    language: Language,
) -> Markup:
    """Return two columns side by side per period on one scale. What is below zero is drawn as nothing."""
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(ticks))
    top = _ceiling(max((1, *left.values, *right.values)))
    base = TOP + HEIGHT
    parts = [_axis(top, base, language)]
    for place, one in ((0.12, left), (0.5, right)):
        tall = [HEIGHT * max(0, value) / top for value in one.values]
        boxes = [_rect(LEFT + slot * (k + place), base - t, slot * 0.38, t) for k, t in enumerate(tall) if t]
        parts.append(_group(one.css, boxes))
    parts.append(_ticks(ticks, slot, base))
    return _figure(key, title, description, f"0 0 {WIDTH} {base + LABELS}", _joined(parts))


def proportion(title: str, segments: Sequence[tuple[str, int]]) -> Markup:
    """Return one bar divided in proportion. A segment that is not empty is never thinner than can be seen."""
    total = sum(value for _, value in segments)
    least = 0.6
    shares = [max(least, 100 * value / total) if value else 0.0 for _, value in segments] if total else []
    scale = 100 / sum(shares) if shares else 1.0
    parts: list[Markup] = []
    x = 0.0
    for (css, _), share in zip(segments, shares, strict=False):
        if share:
            box = Markup('<rect class="{}" x="{:.2f}%" y="0.5" width="{:.2f}%" height="17"/>')
            parts.append(box.format(css, x, share * scale))
            x += share * scale
    return Markup(
        '<svg class="proportion" width="100%" height="18" role="img" focusable="false"><title>{}</title>{}</svg>'
    ).format(title, _joined(parts))


def bar(value: float, top: float, css: str = "m-afwijking") -> Markup:
    """Return a bar for a table cell; the number stands in the cell beside it, so the bar itself is silent."""
    share = 100 * value / top if top > 0 else 0.0
    wide = f"{max(share, 0.8):.2f}" if value > 0 else "0"
    return Markup(
        '<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect class="rail" width="100%" height="12"/><rect class="{}" width="{}%" height="12"/></svg>'
    ).format(css, wide)


def rate(length: float) -> Markup:
    """Return a bar on a fixed scale with marks at a third and two thirds; ``length`` is from 0 to 1."""
    return Markup(
        '<svg class="bar rate" width="100%" height="10" aria-hidden="true" focusable="false">'
        '<rect class="rail" width="100%" height="10"/><rect class="m-rate" width="{:.1f}%" height="10"/>'
        '<rect class="mark" x="33.33%" width="1" height="10"/>'
        '<rect class="mark" x="66.67%" width="1" height="10"/></svg>'
    ).format(100 * length)


def spark(values: Sequence[int]) -> Markup:
    """Return tiny columns for a table cell, on their own scale; the numbers stand elsewhere in the page."""
    top = max(values) if values else 0
    slot = 160 / max(1, len(values))
    boxes = [
        _rect(slot * k + slot * 0.1, 26 - max(1.0, 24 * value / top), slot * 0.8, max(1.0, 24 * value / top))
        for k, value in enumerate(values)
        if value
    ]
    return Markup(
        '<svg class="spark" viewBox="0 0 160 27" aria-hidden="true" focusable="false">'
        '{}<path class="grid" d="M0 26.5H160"/></svg>'
    ).format(_group("m-afwijking", boxes))


def course(title: str, values: Sequence[float | None]) -> Markup:
    """Return tiny columns from run to run, with what they are as its text; what is not known is a dash on the line."""
    top = max((v for v in values if v), default=0.0)
    slot = 160 / max(1, len(values))
    wide = min(slot * 0.8, 14.0)
    boxes = [
        _rect(slot * (k + 0.5) - wide / 2, 26 - tall, wide, tall)
        for k, value in enumerate(values)
        if value and top and (tall := max(1.0, 24 * value / top))
    ]
    unknown = [
        _line("unknown", f"M{slot * (k + 0.5) - wide / 2:.1f} 13H{slot * (k + 0.5) + wide / 2:.1f}")
        for k, value in enumerate(values)
        if value is None
    ]
    return Markup(
        '<svg class="spark course" viewBox="0 0 160 27" role="img" focusable="false"><title>{}</title>'
        '{}{}<path class="grid" d="M0 26.5H160"/></svg>'
    ).format(title, _group("m-run", boxes), _joined(unknown))


def _figure(key: str, title: str, description: str, box: str, inner: Markup) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="{box}" role="img" aria-labelledby="{key}-t {key}-d" focusable="false">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>{inner}</svg>'
    ).format(box=box, key=key, title=title, description=description, inner=inner)


def _ceiling(value: int) -> int:
    """Return a round number at or above ``value`` of which the half is round too."""
    power = 1
    while value > 10 * power:
        power *= 10
    steps = (1, 2, 4, 6, 8, 10) if power == 1 else (1.2, 1.6, 2, 3, 4, 6, 8, 10)
    return next(int(step * power) for step in steps if step * power >= value)


def _axis(top: int, base: float, language: Language) -> Markup:
    parts: list[Markup] = []
    for mark in sorted({0, top // 2, top} if top > 1 else {0, top}):
        y = base - HEIGHT * mark / top
        parts.append(_line("axis" if mark == 0 else "grid", f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}"))
        parts.append(_text(LEFT - 8, y + 4, "scale", integer(mark, language)))
    return _joined(parts)


def _panel(label: str, one: Series, slot: float, base: float, language: Language) -> Markup:
    top = max((1, *one.values))
    boxes = [
        _rect(LEFT + slot * (k + 0.14), base - LOWER * value / top, slot * 0.72, LOWER * value / top)
        for k, value in enumerate(one.values)
        if value
    ]
    parts = [
        _text(LEFT, base - LOWER - 6, "panel", label),
        _text(LEFT - 8, base - LOWER + 8, "scale", integer(top, language)),
        _group(one.css, boxes),
        _line("axis", f"M{LEFT} {base:.1f}H{WIDTH - RIGHT}"),
    ]
    return _joined(parts)


def _ticks(ticks: Sequence[tuple[str, str]], slot: float, y: float) -> Markup:
    every = next((n for n in (1, 2, 3, 4, 6, 12, 24) if slot * n >= 27), 48)
    parts: list[Markup] = []
    year = ""
    for k, (label, of_year) in enumerate(ticks):
        if k % every == 0:
            parts.append(_text(LEFT + slot * (k + 0.5), y + 14, "tick", label))
        if of_year != year:
            if k:
                parts.append(_line("grid", f"M{LEFT + slot * k:.1f} {y + 3:.1f}V{y + 31:.1f}"))
            parts.append(_text(LEFT + slot * k + 4, y + 29, "year", of_year))
            year = of_year
    return _joined(parts)


def _joined(parts: Sequence[Markup]) -> Markup:
    return Markup("").join(parts)


def _group(css: str, boxes: Sequence[Markup]) -> Markup:
    return Markup('<g class="{}">{}</g>').format(css, _joined(boxes))


def _line(css: str, path: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(css, path)


def _rect(x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(x, y, width, height)


def _text(x: float, y: float, css: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(css, x, y, text)
