"""A proposal as the text of a mapping file: every line with how sure it is and why, and questions as comments."""

from __future__ import annotations

import json
from collections.abc import Iterable

from zpm_audit.intake.proposal.fit import Fit
from zpm_audit.intake.proposal.matching import Matched
from zpm_audit.intake.proposal.notation import Written

#: Below this a person is asked to look.
_SURE = 0.85
_DOUBT = "controleren"
_WIDE = 60


def table_lines(matched: Matched, written: Written) -> list[str]:
    """Return the lines of one table."""
    settings = {**matched.opened.settings, **matched.settings}
    lines = [f"    {key}: {flow(value)}" for key, value in settings.items() if key != "waar"]
    lines += _conditions(matched, written)
    lines += [f"    {key}: {flow(value)}" for key, value in written.notation.items() if key not in {"waar", "onwaar"}]
    lines += [f"    # {_DOUBT}: {remark}" for remark in written.remarks]
    lines += _columns(matched)
    lines += _translations(written)
    name = f"  {matched.table}:"
    if not lines:
        return [f"{name} {{}}"]
    if all(line.lstrip().startswith("#") for line in lines):
        return [f"{name} {{}}", *lines]
    return [name, *lines]


def _conditions(matched: Matched, written: Written) -> list[str]:
    """Return which rows count, and the words for yes and no; they have names of their own where both are there."""
    rows, yes = matched.settings.get("waar"), written.notation.get("waar")
    lines = [f"    waar: {flow(rows)}  # andere rijen horen niet bij de tabel"] if rows else []
    if yes:
        words = ("ja", "nee") if rows else ("waar", "onwaar")
        lines += [f"    {words[0]}: {flow(yes)}", f"    {words[1]}: {flow(written.notation['onwaar'])}"]
    return lines


def _columns(matched: Matched) -> list[str]:
    """Return a line per column that has another name or is made, then what is asked, and what was not found or used."""
    lines = []
    for column in matched.columns:
        fit = matched.found.get(column.name)
        if fit is not None and fit.said != column.name:
            lines.append(_told(f"      {column.name}: {flow(fit.said)}", fit))
        questions = matched.asked.get(column.name, ())[:3]
        lines += [_told(f"      # {column.name}: {flow(q.said)}", q, question=True) for q in questions]
    if any(not line.lstrip().startswith("#") for line in lines):
        lines.insert(0, "    kolommen:")
    else:
        lines = [line.replace("      #", "    #", 1) for line in lines]
    own = [c.name for c in matched.columns if (fit := matched.found.get(c.name)) is not None and fit.said == c.name]
    if own:
        lines.append(f"    # onder hun eigen naam gelezen: {', '.join(own)}")
    absent = [c for c in matched.columns if c.name not in matched.found]
    lines += [f"    # {_DOUBT}: verplichte kolom niet gevonden: {c.name}" for c in absent if c.required]
    optional = [c.name for c in absent if not c.required and c.name not in matched.asked]
    if optional:
        lines.append(f"    # niet gevonden (checks die deze nodig hebben draaien niet): {', '.join(optional)}")
    used = matched.used
    unused = [name for name in matched.opened.names if name and name not in used]
    if unused:
        lines.append(f"    # niet gebruikt uit de bron: {', '.join(' '.join(n.split()) for n in unused)}")
    return lines


def _told(line: str, fit: Fit, *, question: bool = False) -> str:
    doubt = f"{_DOUBT}, te onzeker om voor te stellen; " if question else f"{_DOUBT}; " if fit.score < _SURE else ""
    reasons = " ".join("; ".join(fit.reasons).split())
    return f"{line.ljust(_WIDE)}  # {doubt}{min(fit.score, 1.0):.0%}: {reasons}"


def _translations(written: Written) -> list[str]:
    lines = ["    waarden:"] if written.translations else []
    for column, pairs in written.translations.items():
        lines.append(f"      {column}:")
        lines += [
            f"        {flow(old)}: {flow(new)}" + (f"  # {_DOUBT}" if doubtful else "")
            for old, (new, doubtful) in pairs.items()
        ]
    return lines


def flow(value: object) -> str:
    """Return a value on one line of YAML; every text between quotation marks, so that it stays a text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _key(key: object) -> str:
    text = str(key)
    return text if text.isidentifier() and text.islower() and text.isascii() else flow(text)
