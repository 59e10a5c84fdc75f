"""By what the work of a check is split, or why it cannot be, in words."""

from __future__ import annotations

from dataclasses import replace

from zpm_audit.base.language import Text
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.shards.keys import LARGE, layouts_of, split_keys
from zpm_audit.engine.shards.links import Compared, Links, LookUp, links_of


def split_words(context: Context, check: Check) -> Text:
    """Return by which keys a check may be judged in parts; or that it is judged once, and why."""
    links = links_of(context, check)
    if not links.tables & LARGE:
        return Text(
            "in een keer: geen van zijn tabellen is groot", "at once: none of the tables that it reads is large"
        )
    keys = list(dict.fromkeys(layout.by_table[links.table] for layout in layouts_of(links)))
    if keys and keys == split_keys(links.table):
        alone = not links.compared and not any(link.other in LARGE for link in links.lookups)
        why = Text(": elke rij staat op zichzelf", ": every row stands by itself") if alone else Text("", "")
        return Text(
            f"in delen op elke sleutel van {links.table}{why.nl}", f"in parts by any key of {links.table}{why.en}"
        )
    if keys:
        named = ", ".join(str(key) for key in keys)
        return Text(f"in delen van {links.table} op {named}", f"in parts of {links.table} by {named}")
    why = _why_not(links)
    return Text(f"in een keer over alle rijen: {why.nl}", f"at once over all rows: {why.en}")


def _why_not(links: Links) -> Text:
    """Return what stands in the way: one thing that no key serves, or several that have no key in common."""
    if not split_keys(links.table):
        return Text(
            f"{links.table} heeft geen kolom die iemand of iets aanwijst",
            f"{links.table} has no column that names somebody or something",
        )
    for one in links.compared:
        if not any(layouts_of(replace(links, lookups=(), compared=(one,)))):
            return _of_comparing(one)
    for link in links.lookups:
        if not any(layouts_of(replace(links, lookups=(link,), compared=()))):
            return _of_looking_up(link)
    return Text(
        "wat hij opzoekt en vergelijkt ligt op geen enkele sleutel samen",
        "what it looks up and compares lies together by no key",
    )


def _of_comparing(one: Compared) -> Text:
    keys = ", ".join(sorted(one.keys))
    if one.is_group:
        return Text(
            f"hij maakt groepen van {one.table} die niemand of niets aanwijzen",
            f"it makes groups of {one.table} that name nobody and nothing",
        )
    per = Text(f"per {keys}" if keys else "van de hele tabel", f"per {keys}" if keys else "of the whole table")
    return Text(
        f"'{one.name}' vergelijkt rijen van {one.table} {per.nl}", f"'{one.name}' compares rows of {one.table} {per.en}"
    )


def _of_looking_up(link: LookUp) -> Text:
    pairs = " en ".join(f"{theirs} = {ours}" for theirs, ours in link.pairs)
    there = " and ".join(f"{theirs} = {ours}" for theirs, ours in link.pairs)
    return Text(
        f"'{link.name}' zoekt bij {link.table} in {link.other} op {pairs}, en wat daar staat ligt in een ander deel",
        f"'{link.name}' looks up {link.other} for {link.table} by {there}, and what stands there is in another part",
    )
