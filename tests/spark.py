"""Whether Spark can run here: Java from Debian's packages, PySpark from the extra."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest


def needed() -> None:
    """Skip with a word where Spark cannot run; where nothing may be skipped, fail."""
    lacks = []
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        lacks.append("Java is not installed: apt-get install default-jre-headless")
    if find_spec("pyspark") is None:
        lacks.append("PySpark is not installed: pip install 'zpm-audit[spark]'")
    if lacks and os.environ.get("ZPM_AUDIT_NIETS_OVERSLAAN"):
        pytest.fail("; ".join(lacks))
    if lacks:
        pytest.skip("; ".join(lacks))
