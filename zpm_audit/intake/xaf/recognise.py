"""Tells an auditfile by its first element. Its namespace says which version it is, as far as packages write it."""

from __future__ import annotations

import re
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.safe_xml import Kind, Root, root_of

AUDIT_FILE = Kind(Text("auditfile", "auditfile"), Text("de auditfile", "the auditfile"))
#: What a file is called that leaves its namespace out, as some packages do.
UNSAID = "3.x"
# 3.2.1 and 4.0 have namespaces of the tax authority; its own explanation of 4.0 writes another one than its schema.
_NAMESPACES = (
    re.compile(r"http://www\.auditfiles\.nl/XAF/(?P<version>3\.[0-9](\.[0-9])?|4\.0)/?", re.IGNORECASE),
    re.compile(
        r"http://www\.odb\.belastingdienst\.nl/.*XmlAuditfileFinancieel(?P<version>3\.2\.[0-9])/?", re.IGNORECASE
    ),
    re.compile(r"http://www\.odb\.belastingdienst\.nl/.*XAF[_/](?P<version>4\.0)/?", re.IGNORECASE),
)


def recognise(path: Path) -> tuple[Root, str]:
    """Return the root of an auditfile and its version; refuse everything else. Only the start of the file is read."""
    root = root_of(path, AUDIT_FILE)
    version = _version(root.namespace)
    if root.name != "auditfile" or version is None:
        found = f"{{{root.namespace}}}{root.name}" if root.namespace else root.name
        raise InputRefusedError(
            nl=f"{path.name} is geen auditfile financieel: het begint met <{found[:120]}>, verwacht wordt <auditfile> "
            "van XAF 3.x of 4.0. Vraag de financiële administratie om een XML auditfile financieel (XAF).",
            en=f"{path.name} is no auditfile: it begins with <{found[:120]}>, expected is <auditfile> of XAF 3.x or "
            "4.0. Ask the financial administration for an XML auditfile financieel (XAF).",
        )
    return root, version


def _version(namespace: str) -> str | None:
    if not namespace:
        return UNSAID
    found = (pattern.fullmatch(namespace) for pattern in _NAMESPACES)
    return next((one["version"] for one in found if one), None)
