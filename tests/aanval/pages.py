"""What holds of every page that is written: no script but its own, nothing that could become one, and its policy."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

#: Elements that load, run, send or replace something: no page of ours has any.
BANNED = ("iframe", "frame", "object", "embed", "applet", "base", "link", "form", "meta[refresh]", "foreignobject")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "srcset", "poster", "background", "xlink:href"})
_HARMLESS = re.compile(r"(?:#|https?://|[\w./%-]+(?:#.*)?\Z)", re.DOTALL)


def broken_page(path: Path) -> Iterator[str]:
    """Yield what is wrong with a page, by a parser that goes on after anything, as a browser does."""
    page = etree.parse(str(path), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    whole = path.name == "rapport.html"
    own = [own_script()] if whole else []
    scripts = [one for one in page.iter("script") if one.get("type") != "application/json"]
    if [one.text or "" for one in scripts] != own or any(one.keys() for one in scripts):
        yield f"{path.name}: {len(scripts)} scripts, {[(one.text or '')[:60] for one in scripts][:3]}"
    for one in page.iter("script"):
        if one.get("type") == "application/json":
            try:
                json.loads(one.text or "")
            except ValueError as error:
                yield f"{path.name}: the data {one.get('id')} are broken: {error}"
    yield from _policy(path.name, page, own)
    for element in page.iter(etree.Element):
        name = str(element.tag).lower()
        if name in BANNED or (name == "meta" and (element.get("http-equiv") or "").lower() == "refresh"):
            yield f"{path.name}: an element <{name}>"
        for key, value in element.items():
            if key.lower().startswith("on"):
                yield f"{path.name}: an attribute {key}={value[:80]!r}"
            elif key.lower() in _ADDRESSES and not _HARMLESS.match(value):
                yield f"{path.name}: an address {key}={value[:80]!r}"


def _policy(name: str, page: etree._ElementTree, own: list[str]) -> Iterator[str]:
    told = [one.get("content") or "" for one in page.iter("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    if len(told) != 1:
        yield f"{name}: {len(told)} policies"
        return
    said = dict(part.strip().partition(" ")[::2] for part in told[0].split(";"))
    allowed = " ".join(f"'sha256-{hashed(script)}'" for script in own)
    if said.get("default-src") != "'none'" or said.get("script-src", "") != allowed or "script-src-elem" in said:
        yield f"{name}: its policy is {told[0]!r}"


def hashed(text: str) -> str:
    """Return the hash of a script as a policy writes it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def own_script() -> str:
    """Return the one script of the report."""
    from zpm_audit.reports.html.render import plain_environment

    return plain_environment("nl").get_template("rapport.js").render()
