"""The beroepenlijst (programme wiki 115834904, version 1.3) and the articles of the Wet BIG, written down once more.

From 2026 on two of the overige beroepen count as gz-psycholoog (fitz.nl on what changes in 2026).
"""

from __future__ import annotations

from datetime import date

_CATEGORIES = {
    "arts": "arts, verslavingsarts",
    "arts-specialist": (
        "avg, huisarts, internist, kinderarts, klinisch geriater, neuroloog, psychiater, specialist ouderengeneeskunde"
    ),
    "gz-psycholoog": "gz-psycholoog",
    "klinisch (neuro)psycholoog": "klinisch neuropsycholoog, klinisch psycholoog",
    "psychotherapeut": "psychotherapeut",
    "verpleegkundig specialist": "verpleegkundig specialist agz, verpleegkundig specialist ggz",
    "verpleegkundige": "verpleegkundige",
    "overige beroepen": (
        "dietist, ergotherapeut, ervaringsdeskundig werker, fysiotherapeut, ggz-agoog, "
        "kinder- en jeugdpsycholoog nip, logopedist, maatschappelijk werkende, oefentherapeut, "
        "orthopedagoog-generalist, physician assistant, psychodiagnostisch werkende, sociaal juridisch medewerker, "
        "sociaal pedagogisch hulpverlener, sociaal werkende, vaktherapeut, wo-orthopedagoog, wo-psycholoog"
    ),
}
_SINCE_2026 = dict.fromkeys(("orthopedagoog-generalist", "physician assistant"), "gz-psycholoog")
CATEGORY = {beroep: category for category, names in _CATEGORIES.items() for beroep in names.split(", ")}

_SPECIALISTS = ("arts-specialist", "klinisch (neuro)psycholoog", "verpleegkundig specialist")
_OTHERS_OF_ARTICLE_3 = ("fysiotherapeut", "orthopedagoog-generalist", "physician assistant")
_CATEGORIES_OF_ARTICLE_3 = ("arts", "gz-psycholoog", "psychotherapeut", "verpleegkundige")

BIG_14 = frozenset(beroep for beroep, category in CATEGORY.items() if category in _SPECIALISTS)
BIG_3 = frozenset(beroep for beroep, category in CATEGORY.items() if category in _CATEGORIES_OF_ARTICLE_3).union(
    _OTHERS_OF_ARTICLE_3
)


def category(beroep: str, datum: date) -> str | None:
    """Return the beroepscategorie of a beroep on a date; None when it is not on the beroepenlijst."""
    if datum >= date(2026, 1, 1) and beroep in _SINCE_2026:
        return _SINCE_2026[beroep]
    return CATEGORY.get(beroep)


def is_listed(beroep: str, datum: date) -> bool:
    return category(beroep, datum) is not None
