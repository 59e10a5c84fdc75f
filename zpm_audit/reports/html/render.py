"""The html report: one file that works offline, without any request, and that says the same thing twice."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zpm_audit.base.language import Language, Text
from zpm_audit.checks import words as check_words
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.aside import listed
from zpm_audit.reports.figures.shown_values import shown_alone
from zpm_audit.reports.html.charts import PATTERNS
from zpm_audit.reports.html.embedded import CONTROL, EmbeddedColumn, Verbatim, escaped_json
from zpm_audit.reports.html.framework import framework_view
from zpm_audit.reports.html.front import front_view
from zpm_audit.reports.html.norm_matrix import matrix_view
from zpm_audit.reports.html.page import page_view
from zpm_audit.reports.html.reconciliation import reconciliation_view
from zpm_audit.reports.html.trend import trend_view
from zpm_audit.reports.model import Report
from zpm_audit.reports.words import shared as words
from zpm_audit.reports.words.framework import FrameworkWords
from zpm_audit.reports.words.html import CHAPTERS, STEPS, PageWords
from zpm_audit.reports.words.limits import PLAIN
from zpm_audit.reports.words.opinion import OpinionWords

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: Deviations that the page itself holds; above it the page says how many are not shown and where they are.
EMBED_LIMIT = 100_000

Key = TypeVar("Key", bound=str)


def write_html(report: Report, target: Path, embed_limit: int = EMBED_LIMIT) -> None:
    """Write the report as one self-contained page. The same report always gives the same bytes."""
    language = report.taal
    w = PageWords(language)
    environment = _environment(w)
    style, script = (Verbatim(environment.get_template(name).render()) for name in ("rapport.css", "rapport.js"))
    parts = ("aansluiting", "herrekening", "normmatrix", "raamwerk", "trend")
    absent = {key for key in parts if getattr(report, key) is None}
    if not (report.normmatrix and report.normmatrix.by_hand):
        absent.add("werkprogramma")
    chapter = {key: text.in_(language) for key, text in CHAPTERS.items() if key not in absent}
    stream = environment.get_template("rapport.html.j2").stream(
        r=report,
        f=front_view(report, w),
        v=page_view(report, w, embed_limit),
        a=reconciliation_view(report, w),
        h=report.recalculation,
        x=matrix_view(report),
        o=OpinionWords(language),
        b=FrameworkWords(language),
        k=framework_view(report),
        trend=trend_view(report, w),
        w=w,
        plural=lambda count, key: words.NOUN[key].of(count).in_(language),
        chapter=chapter,
        chapters=tuple(chapter.items()),
        steps=_steps(report),
        glossary=_glossary(w),
        certainty_names=_in(check_words.CERTAINTY, language),
        certainty_meanings=_in(check_words.CERTAINTY_MEANING, language),
        patterns=PATTERNS,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        script_words=_script_words(w),
    )
    stream.enable_buffering(200)
    with target.open("wb") as out:
        # Control characters have no place in a page, and the name of a file need not be valid Unicode.
        out.writelines(re.sub(CONTROL, "\ufffd", part).encode("utf-8", "replace") for part in stream)


def plain_environment(language: Language) -> Environment:
    """Return what makes a page from a template in a language."""
    return _environment(PageWords(language))


def _environment(w: PageWords) -> Environment:
    from zpm_audit.reports.html.compiled import template_environment

    language = w.language
    plain = {text.nl: text.in_(language) for text in PLAIN}
    environment = template_environment()
    environment.filters |= {
        "n": lambda value: fmt.integer(value, language),
        "known_eur": lambda value: w.onbekend if value is None else fmt.euro(value, language),
        "eur": lambda value: fmt.euro(value, language),
        "day": lambda value: fmt.day(value, language),
        "month": lambda value: fmt.month(value, language),
        "value": lambda value: shown_alone(value, language),
        "plain": lambda value: plain.get(value, value),
        "size": lambda value: fmt.size(value, language),
    }
    environment.globals |= {
        "period": lambda start, end: fmt.period(start, end, language),
        "pct": lambda part, whole: fmt.percent(part, whole, language),
        "outcome": lambda key: words.OUTCOME[key].in_(language) if key in words.OUTCOME else key,
        "aside_listed": lambda found: listed(found, language),
        "css_of": _css_of,
        "web_link": _web_link,
        "local_link": _local_link,
    }
    return environment


def _hash(text: str) -> str:
    """Return the hash that lets exactly this style or script pass the page's own content policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _in(table: dict[str, Text], language: Language) -> dict[str, str]:
    return {key: text.in_(language) for key, text in table.items()}


def _css_of(column: EmbeddedColumn) -> str:
    if column.kind in {"cent", "int"}:
        return "num"
    if column.kind == "date":
        return "date tight"
    return "tight" if column.tight else "wide" if column.name == "toelichting" else "half"


def _web_link(url: str, text: str) -> Markup | str:
    """Return a link to a source, or only its text where the address is not one of the web."""
    from markupsafe import Markup

    if not re.match(r"https?://[^\s\"'<>]+\Z", url):
        return text
    return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(url, text)


def _local_link(path: str) -> Markup | str:
    """Return a link to a file next to the report; anything that is no such file is shown as text."""
    from markupsafe import Markup

    if not re.match(r"[\w][\w./ -]*\Z", path) or ".." in path:
        return path
    return Markup('<a href="{}">{}</a>').format(path, path)


def _script_words(w: PageWords) -> Verbatim:
    """Return what the script of the page says, by the names that it has for it."""
    english = w.language == "en"
    marks = {"taal": w.language, "duizend": "," if english else ".", "komma": "." if english else ","}
    said = {
        "lang": w.lang,
        "telling": w.telling,
        "telling_gefilterd": w.telling_gefilterd,
        "geen_rijen": w.geen_rijen,
        "nm_telling": w.nm_telling,
        "gevonden": w.gevonden,
        "niets_gevonden": w.niets_gevonden,
        "niet_hier": w.niet_hier,
        "bevinding_weg": w.bevinding_weg,
        "ja": w.ja,
        "nee": w.nee,
        "uitleg": w.uitleg,
        "uitleg_hoe": w.uitleg_hoe,
        "kopieer": w.kopieer,
        "gekopieerd": w.gekopieerd,
        "kopieer_zelf": w.kopieer_zelf,
    }
    return escaped_json(marks | said)


def _steps(report: Report) -> list[tuple[str, str]]:
    first = report.checks[0].id if report.checks else "ID"
    folder = "MAP" if report.taal == "nl" else "FOLDER"
    fill = {"map": folder, "opdracht": report.opdracht, "check": first}
    return [(text.in_(report.taal), command.format(**fill)) for text, command in STEPS]


def _glossary(w: PageWords) -> list[tuple[str, list[tuple[str, str]]]]:
    def entries(names: Mapping[Key, Text], meanings: Mapping[Key, Text]) -> list[tuple[str, str]]:
        return [(names[key].in_(w.language), meanings[key].in_(w.language)) for key in names]

    certainty = [
        (f"{key}: {name.in_(w.language)}", check_words.CERTAINTY_MEANING[key].in_(w.language))
        for key, name in check_words.CERTAINTY.items()
    ]
    counts = [
        (w.populatie, w.begrip_populatie),
        (w.buiten_beeld, w.begrip_buiten_beeld),
        (w.geaccepteerd, w.begrip_geaccepteerd),
        (w.bedrag, w.begrip_bedrag),
        (w.cijfer_fout, w.begrip_met_fout),
        (w.direct_goed, w.begrip_direct_goed),
        (w.begrip_te_veel_titel, w.begrip_te_veel),
        (w.over_tijd, w.begrip_over_tijd),
    ]
    return [
        (w.begrippen_oordeel, entries(check_words.VERDICT, check_words.VERDICT_MEANING)),
        (w.begrippen_status, entries(check_words.STATUS, check_words.STATUS_MEANING)),
        (w.begrippen_ernst, entries(check_words.SEVERITY, check_words.SEVERITY_MEANING)),
        (w.begrippen_zekerheid, certainty),
        (w.begrippen_telling, counts),
    ]
