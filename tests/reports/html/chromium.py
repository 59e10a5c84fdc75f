"""Runs a script inside the finished page in a real browser and hands back what it found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def installed() -> str | None:
    """Return the browser; None without one."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def executable() -> str:
    """Return the browser; without one the test skips, or fails where nothing may be skipped."""
    found = installed()
    if found is None:
        sentence = "Geen Chromium gevonden: deze test opent het rapport in een echte browser en slaat zichzelf over."
        if os.environ.get("ZPM_AUDIT_NIETS_OVERSLAAN") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


def dump(page: Path, profile: Path, *options: str) -> str:
    """Return the document after the page has loaded and its scripts have run."""
    command = [
        executable(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        f"--user-data-dir={profile}",
        "--virtual-time-budget=20000",
        *options,
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def ask(page: Path, folder: Path, script: str, *options: str) -> dict[str, object]:
    """Run ``script`` (the body of an async function that returns an object) in a copy of the page.

    The page's own policy forbids any script but its own, so the copy goes without that policy.
    """
    text = _POLICY.sub("", page.read_text(encoding="utf-8"), count=1)
    helpers = (
        "const wait=ms=>new Promise(r=>setTimeout(r,ms));"
        "const list=k=>document.querySelector(`[data-lijst='${k}']`);"
        "const rows=l=>Array.from(l.querySelectorAll('tbody tr'),r=>Array.from(r.children,c=>c.textContent));"
        "const heads=l=>Array.from(l.querySelectorAll('thead th'),h=>h.textContent.trim());"
        "const column=(l,name)=>rows(l).map(r=>r[heads(l).indexOf(name)]);"
        "const press=(l,name)=>l.querySelectorAll('thead th')[heads(l).indexOf(name)].querySelector('button').click();"
        "const type=async(l,text)=>{const i=l.querySelector('[data-zoek]');i.value=text;"
        "i.dispatchEvent(new Event('input',{bubbles:true}));await wait(400)};"
        "const pick=(l,what,value)=>{const s=l.querySelector(what);s.value=value;"
        "s.dispatchEvent(new Event('change',{bubbles:true}))};"
    )
    harness = (
        f"<script>{helpers}(async()=>{{let out;"
        f"try{{out=await(async()=>{{{script}}})()}}catch(e){{out={{fout:String(e)}}}}"
        "const p=document.createElement('pre');p.id='uitslag';p.textContent=JSON.stringify(out);"
        "document.body.replaceChildren(p)})()</script>"
    )
    copy = folder / "proef.html"
    copy.write_text(text.replace("</body>", harness + "</body>"), encoding="utf-8")
    shown = dump(copy, folder / "profiel", *options)
    found = re.search(r'<pre id="uitslag">(.*?)</pre>', shown, re.DOTALL)
    assert found, "de pagina gaf geen uitslag"
    answer: dict[str, object] = json.loads(unescape(found.group(1)))
    assert "fout" not in answer, answer
    return answer
