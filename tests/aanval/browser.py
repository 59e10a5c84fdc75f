"""Opens pages in a real Chromium and tells what came alive in them. It is driven over a pipe: no port, no network."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.aanval.pages import BANNED, own_script
from tests.reports.html.chromium import executable

#: What a hostile value sets when it runs.
MARKER = "__geraakt"
#: Far beyond what any page takes: who waits so long has a browser that hangs.
_PATIENCE = 300.0
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions", "--remote-debugging-pipe",
)  # fmt: skip
#: Run in the page after it loaded, and after everything in it was opened; what opens need not be drawn to run.
_LOOK = """(async () => {
  document.body.style.display = "none";
  for (const one of document.querySelectorAll("details")) one.open = true;
  await new Promise(done => setTimeout(done, 20));
  const told = [];
  if (window.MARKER !== undefined) told.push("a value of the export ran");
  const scripts = [...document.scripts].filter(one => one.type !== "application/json").map(one => one.text);
  for (const one of document.querySelectorAll("BANNED")) told.push("an element " + one.outerHTML.slice(0, 80));
  for (const one of document.querySelectorAll("*"))
    for (const {name, value} of one.attributes) {
      if (/^on/i.test(name)) told.push("an attribute " + name + "=" + value.slice(0, 80));
      if (/^(href|src|action|formaction|data|poster|xlink:href)$/i.test(name)
          && /^[\\s\\x00-\\x20]*(javascript|vbscript|data):/i.test(value))
        told.push("an address " + name + "=" + value.slice(0, 80));
    }
  return {told: told.slice(0, 5), scripts};
})()"""


class Browser:
    """One browser for many pages, each a broken promise where anything but our own script lives in it."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._start()

    def _start(self) -> None:
        reading, commands = os.pipe()
        answers, writing = os.pipe()
        # The browser reads from descriptor 3 and writes to 4; anything else of ours stays closed to it.
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, _high(reading), 3),
            (os.POSIX_SPAWN_DUP2, _high(writing), 4),
        ]
        path = executable()
        given = [path, *_OPTIONS, f"--user-data-dir={self._profile}", "about:blank"]
        self._process = os.posix_spawn(path, given, os.environ, file_actions=actions, setpgroup=0)
        for _, descriptor, _ in actions[3:]:  # type: ignore[misc]
            os.close(descriptor)
        self._commands, self._answers = commands, answers
        self._rest, self._number, self._said = b"", 0, list[dict[str, Any]]()
        target = self._ask("Target.createTarget", url="about:blank", session="")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True, session="")["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")

    def close(self) -> None:
        """End the browser with all that it started."""
        for descriptor in (self._commands, self._answers):
            with suppress(OSError):
                os.close(descriptor)
        with suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        shutil.rmtree(self._profile, ignore_errors=True)

    def broken(self, page: Path) -> list[str]:
        """Open a page as its reader does; return what should not be in it."""
        self._said.clear()
        self._ask("Page.navigate", url=page.as_uri())
        self._wait("Page.loadEventFired")
        script = _LOOK.replace("MARKER", MARKER).replace(
            "BANNED", ",".join(one for one in BANNED if "[" not in one) + ",meta[http-equiv=refresh i]"
        )
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        seen = answer["result"]["value"]
        own = [own_script()] if page.name == "rapport.html" else []
        told = list(seen["told"])
        if seen["scripts"] != own:
            told.append(f"{len(seen['scripts'])} scripts: {[one[:60] for one in seen['scripts']][:3]}")
        told += self._noticed(page)
        return [f"{page.name} in the browser: {one}" for one in dict.fromkeys(told)]

    def _noticed(self, page: Path) -> Iterator[str]:
        """Yield what the browser said while the page was open: dialogs, requests, and scripts that it refused."""
        for one in self._said:
            given = one.get("params", {})
            match one["method"]:
                case "Page.javascriptDialogOpening":
                    yield f"a dialog {given.get('message')!r}"
                case "Network.requestWillBeSent":
                    url = given["request"]["url"]
                    if not url.startswith("data:") and url.partition("#")[0] != page.as_uri():
                        yield f"a request for {url[:120]}"
                case "Log.entryAdded":
                    text = given["entry"]["text"]
                    if "Content Security Policy" in text and "script" in text:
                        yield f"refused by the policy only: {text[:120]}"
                case "Runtime.exceptionThrown":
                    yield f"our own script broke: {str(given['exceptionDetails'])[:200]}"

    def _ask(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        self._number += 1
        question: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if session is None:
            question["sessionId"] = self._session
        os.write(self._commands, json.dumps(question).encode() + b"\0")
        while True:
            heard = self._heard()
            if heard.get("id") == self._number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']}")
                result: dict[str, Any] = heard["result"]
                return result

    def _wait(self, method: str) -> None:
        while not any(one["method"] == method for one in self._said):
            self._heard()

    def _heard(self) -> dict[str, Any]:
        """Return the next thing that the browser says, and keep what nobody asked for."""
        end = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            block = os.read(self._answers, 1 << 20) if ready else b""
            if not block:
                raise RuntimeError("the browser hangs" if not ready else "the browser ended")
            self._rest += block
        first, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(first)
        if "method" in heard:
            self._said.append(heard)
            if heard["method"] == "Page.javascriptDialogOpening":  # the page waits until somebody answers
                self._tell("Page.handleJavaScriptDialog", accept=False)
        return heard

    def _tell(self, method: str, **parameters: object) -> None:
        self._number += 1
        told = {"id": self._number, "method": method, "params": parameters, "sessionId": self._session}
        os.write(self._commands, json.dumps(told).encode() + b"\0")


def _high(descriptor: int) -> int:
    """Return the same end of a pipe with a number that stands in nobody's way."""
    import fcntl

    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 100)
    os.close(descriptor)
    return high
