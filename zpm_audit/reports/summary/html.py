"""``samenvatting.html``: the summary as a mail. Tables with styles on every element, as Outlook (Word) wants them."""

from __future__ import annotations

import re

from zpm_audit.base.language import Language
from zpm_audit.reports.html.embedded import CONTROL
from zpm_audit.reports.summary.sections import Summary


def summary_html(found: Summary, language: Language) -> str:
    """Return the summary as a page without a script and without anything from elsewhere."""
    from zpm_audit.reports.html.compiled import template_environment

    environment = template_environment()
    page = environment.get_template("samenvatting.html.j2").render(s=found, taal=language)
    return re.sub(CONTROL, "\ufffd", page)
