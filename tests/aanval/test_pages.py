"""What watches over pages must see what is wrong with one: by reading it, and in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aanval.browser import Browser
from tests.aanval.pages import broken_page, hashed, own_script

POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'
NOTHING = "default-src 'none'; style-src 'unsafe-inline'"


def page(path: Path, body: str, policy: str = NOTHING) -> Path:
    path.write_text(
        f"<!doctype html><html><head>{POLICY.format(policy)}<title>t</title></head><body>{body}</body></html>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def own() -> tuple[str, str]:
    """The report: its policy, and its script."""
    return f"default-src 'none'; script-src 'sha256-{hashed(own_script())}'", f"<script>{own_script()}</script>"


WRONG = [
    ("<script>window.__geraakt=1</script>", "scripts"),
    ("<p onclick=x>", "onclick"),
    ("<svg/onload=window.__geraakt=1>", "onload"),
    ("<a href='  javascript:x'>", "address"),
    ("<iframe srcdoc=x>", "iframe"),
    ("<meta http-equiv=refresh content=0>", "element"),
    ("<base href=//x.invalid/>", "base"),
    ('<script type="application/json">{"a": </script>', "broken"),
]


@pytest.mark.parametrize(("body", "told"), WRONG)
def test_what_is_wrong_with_a_page_is_read(tmp_path: Path, body: str, told: str) -> None:
    assert told in " ".join(broken_page(page(tmp_path / "index.html", body)))


def test_a_page_of_ours_is_well(tmp_path: Path, own: tuple[str, str]) -> None:
    policy, script = own
    assert list(broken_page(page(tmp_path / "index.html", "<p>&lt;script&gt;</p><a href='a/b.xlsx'>x</a>"))) == []
    assert list(broken_page(page(tmp_path / "rapport.html", script, policy))) == []
    assert len(list(broken_page(page(tmp_path / "rapport.html", script + "<script>1</script>", policy)))) == 1
    assert "policy" in " ".join(broken_page(page(tmp_path / "rapport.html", script)))
    assert "policies" in " ".join(broken_page(page(tmp_path / "index.html", POLICY.format(NOTHING))))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("browser") / "profiel")
    yield found
    found.close()


@pytest.mark.browser
def test_what_comes_alive_is_seen_in_a_browser(tmp_path: Path, browser: Browser, own: tuple[str, str]) -> None:
    def seen(body: str, policy: str = NOTHING) -> str:
        return " ".join(browser.broken(page(tmp_path / "index.html", body, policy)))

    anything = "default-src * 'unsafe-inline'"
    assert seen("<p>&lt;script&gt;</p>") == ""
    assert "ran" in seen("<script>window.__geraakt=1</script>", anything)
    assert "ran" in seen("<img src=nergens.png onerror=window.__geraakt=1>", anything)
    assert "a dialog 'hallo'" in seen("<script>alert('hallo')</script>", anything)
    assert "a request for" in seen("<img src=nergens.png>", anything)
    assert "refused by the policy only" in seen("<script>window.__geraakt=1</script>")
    assert "onmouseover" in seen("<p onmouseover=x>")
    # What one page did is not told of the next.
    assert seen("<p>goed</p>") == ""
    report = page(tmp_path / "rapport.html", "<script>1</script>", "default-src 'none'")
    assert "scripts" in " ".join(browser.broken(report))
