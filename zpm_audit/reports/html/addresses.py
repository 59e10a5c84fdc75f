"""Addresses within the page."""

from __future__ import annotations

import re


def theme_key(key: str) -> str:
    """Return the key of a theme, fit for an address."""
    return re.sub(r"[^0-9A-Za-z_-]", "-", key)
