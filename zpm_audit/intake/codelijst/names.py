"""The name of a consult to what it says: ``<setting> <beroepscategorie> (Wet Big artikel n) <type> <duur> minuten``.

Case, blanks and hyphens do not matter. A name that does not fit, whose setting or category is not one of the eight, or
whose article of the Wet BIG is not that of the category, gives nothing at all: a half understood name is a guess.
"""

from __future__ import annotations

import polars as pl

KLASSEN = (5, 15, 30, 45, 60, 75, 90, 120)
#: Spelling in a name -> category of the beroepenlijst. Longer ones first: "arts specialist" is no "arts".
CATEGORIES = {
    "arts specialist": "arts-specialist",
    "arts": "arts",
    "klinisch (neuro)psycholoog": "klinisch (neuro)psycholoog",
    "klinisch (neuro) psycholoog": "klinisch (neuro)psycholoog",
    "verpleegkundig specialist": "verpleegkundig specialist",
    "verpleegkundige": "verpleegkundige",
    "gezondheidszorgpsycholoog": "gz-psycholoog",
    "gezondheidszorg psycholoog": "gz-psycholoog",
    "gz psycholoog": "gz-psycholoog",
    "psychotherapeut": "psychotherapeut",
    "overige beroepen": "overige beroepen",
}
#: Article of the Wet BIG that a name may give for a category; the beroepenlijst says the same.
BIG_ARTICLE = {
    "arts": "3", "arts-specialist": "14", "klinisch (neuro)psycholoog": "14", "verpleegkundig specialist": "14",
    "gz-psycholoog": "3", "psychotherapeut": "3", "verpleegkundige": "3", "overige beroepen": "3",
}  # fmt: skip
_SPELLED = "|".join(name.replace("(", r"\(").replace(")", r"\)") for name in CATEGORIES)
_BIG = r"(?: ?\(? ?wet big,? ?(?:artikel|art\.?) ?(?P<big>\d+) ?\)?)?"
_NAME = (
    rf"^(?P<setting>.+?) (?P<categorie>{_SPELLED}){_BIG} (?P<type>diagnostiek|behandeling)"
    r" (?:vanaf )?(?P<duur>\d+) ?(?:minuten|minuut|min\.?)$"
)


def plain(text: pl.Expr) -> pl.Expr:
    """Return a text in small letters, with single blanks and without hyphens and separators."""
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[\-‐‑‒–—|,;:/]+", " ")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def setting(text: pl.Expr) -> pl.Expr:
    """Return the setting that a text names in words, null where it names none of the eight."""
    x = plain(text)
    forensic = x.str.contains("forensisch|beveiligd")
    clinical = x.str.contains("klinisch")
    return (
        pl.when(x.str.contains("hoogspecialistisch"))
        .then(8)
        .when(forensic & clinical & x.str.contains(r"exclusief|excl\.?|behalve"))
        .then(5)
        .when(forensic & x.str.contains("niet klinisch|ambulant"))
        .then(7)
        .when(forensic & clinical)
        .then(6)
        .when(forensic)
        .then(None)
        .when(x.str.contains("outreachend"))
        .then(4)
        .when(x.str.contains(r"sectie (?:iii|3)\b") & x.str.contains("monodisciplinair"))
        .then(2)
        .when(x.str.contains(r"sectie (?:iii|3)\b") & x.str.contains("multidisciplinair"))
        .then(3)
        .when(x.str.contains(r"sectie (?:ii|2)\b"))
        .then(1)
        .when(clinical & ~x.str.contains("niet klinisch|ambulant"))
        .then(5)
        .cast(pl.Int64)
    )


def category(text: pl.Expr) -> pl.Expr:
    """Return the beroepscategorie that a text names, with or without its article of the Wet BIG."""
    x = plain(text)
    parts = x.str.extract_groups(rf"^(?P<categorie>{_SPELLED}){_BIG}$")
    return _agreed(_known(parts.struct.field("categorie")), parts.struct.field("big"))


def _known(spelled: pl.Expr) -> pl.Expr:
    return spelled.replace_strict(CATEGORIES, default=None, return_dtype=pl.String)


def _agreed(found: pl.Expr, big: pl.Expr) -> pl.Expr:
    """Return the category where the article of the Wet BIG, if there is one, is its own."""
    article = found.replace_strict(BIG_ARTICLE, default=None, return_dtype=pl.String)
    return pl.when(big.is_null() | (big == article)).then(found)


def decoded(name: pl.Expr) -> dict[str, pl.Expr]:
    """Return setting, beroepscategorie, consulttype and duurklasse of a name: all four, or none."""
    parts = plain(name).str.extract_groups(_NAME)
    place = setting(parts.struct.field("setting"))
    who = _agreed(_known(parts.struct.field("categorie")), parts.struct.field("big"))
    minutes = parts.struct.field("duur").cast(pl.Int64, strict=False)
    good = place.is_not_null() & who.is_not_null() & minutes.is_in(list(KLASSEN))
    found = {
        "setting": place,
        "beroepscategorie": who,
        "consulttype": parts.struct.field("type"),
        "duurklasse": minutes,
    }
    return {column: pl.when(good).then(value) for column, value in found.items()}
