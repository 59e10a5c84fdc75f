"""Which source is which table: by what its columns are, by whether its key is one, and by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from zpm_audit.intake.proposal.fit import Fitter
from zpm_audit.intake.proposal.matching import Matched, match
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import share_of
from zpm_audit.intake.proposal.witnesses import Structure
from zpm_audit.register.schema import EXPORT_TABLES, REQUIRED_TABLES

#: Of each table the columns of which at least so many tell it apart from every other table.
_SIGNS: dict[str, tuple[float, tuple[str, ...]]] = {
    "prestaties": (3, ("prestatiecode", "datum", "starttijd", "prestatiegroep", "gerealiseerde_minuten",
                       "behandelaar_id", "zorgtraject_id", "bedrag_eur", "setting")),
    "zorgtrajecten": (2, ("startdatum", "einddatum", "financiering", "regiebehandelaar_id", "verwijstype",
                          "verwijsdatum", "zorgvraagtype", "diagnose_hoofdgroep", "aanmelddatum")),
    "behandelaren": (1, ("beroep", "agb_code", "big_nummer")),
    "patienten": (1, ("geboortedatum", "bsn", "uzovi", "privacyverklaring")),
    "opnames": (2, ("opname_id", "opname", "ontslag")),
    "codelijst": (2, ("prestatiecode", "max_tarief_eur", "omschrijving", "geldig_van")),
    "prognose": (2.5, ("maand", "aantal", "prestatiegroep")),
    "teams": (2, ("team", "setting")),
    "contracten": (2, ("uzovi", "hoogspecialistisch", "integraal_tarief", "max_max", "prijs_pct", "plafond_eur")),
    "controletotalen": (2, ("tabel", "rijen", "bedrag_eur")),
}  # fmt: skip
#: Tables of which a row is about no patient.
_IMPERSONAL = {"codelijst", "prognose", "teams", "contracten", "controletotalen", "behandelaren"}
#: Tables that may stand repeated on the rows of another one.
_REPEATED = ("zorgtrajecten", "patienten", "behandelaren", "opnames")
_KEYS = {"behandelaren": "behandelaar_id"}
_NAMED = 0.6
_CONSTANT = 0.97
_ONCE = 0.9
#: How many required columns may be missing, because they can be made or looked up.
_MAY_MISS = {"prestaties": 2, "behandelaren": 1}
#: Tables whose columns have names that many tables have: some name must say what they are about.
_NAMELESS = ("opnames", "teams", "contracten")


def choose(fitter: Fitter, sources: Sequence[Opened], structure: Structure) -> list[Matched]:
    """Return the tables that were found, each in the source that is most like it; a source is one table."""
    candidates = []
    for opened in sources:
        for table in EXPORT_TABLES:
            matched = match(fitter, table, opened, structure.of(opened, table))
            score = _score(fitter, matched, structure)
            if score is not None:
                candidates.append((score, matched))
    chosen: dict[str, Matched] = {}
    for _, matched in sorted(candidates, key=lambda c: -c[0]):
        if matched.table not in chosen and all(matched.opened is not other.opened for other in chosen.values()):
            chosen[matched.table] = matched
    for table in _REPEATED:
        if table not in chosen:
            repeated = _repeated(fitter, table, list(chosen.values()), structure)
            if repeated:
                chosen[table] = repeated
    return [chosen[table] for table in EXPORT_TABLES if table in chosen]


def _score(fitter: Fitter, matched: Matched, structure: Structure) -> float | None:
    """Return how much a source is like a table; None where it is not that table."""
    table = EXPORT_TABLES[matched.table]
    named = fitter.vocabulary.table_likeness(table.name, matched.opened.shown)
    if structure.is_key(matched.opened, table.name, table.key or ""):
        named = max(named, _NAMED)
    if not _has_signs(matched, 0.3 if named >= _NAMED and table.name in REQUIRED_TABLES else 1.0):
        return None
    personal = fitter.vocabulary.column_likeness
    if table.name in _NAMELESS and not _says_what(fitter, matched):
        return None
    if table.name in _IMPERSONAL and any(personal("opnames", "patient_id", n) > 0.9 for n in matched.opened.profiles):
        return None
    settled = {*matched.found, *(matched.asked if named >= _NAMED else ())}
    missing = [c for c in table.columns if c.required and c.name not in settled]
    if len(missing) > _MAY_MISS.get(table.name, 0) + (named >= _NAMED):
        return None
    key = matched.found.get(table.key or _KEYS.get(table.name, ""))
    if key is not None:
        unique = matched.opened.profiles[key.source].share_unique
        if unique < (0.3 if table.name == "behandelaren" else 0.98) and table.name != "prestaties":
            return None
    total = sum(fit.score * (1.5 if table.by_name[name].required else 1.0) for name, fit in matched.found.items())
    return total + 2 * named - len(missing)


def _says_what(fitter: Fitter, matched: Matched) -> bool:
    about = fitter.vocabulary.entity(matched.table)
    names = (matched.opened.shown, *(fit.source for fit in matched.found.values()))
    return any(about & fitter.vocabulary.words(name) for name in names)


def _has_signs(matched: Matched, factor: float = 1.0) -> bool:
    least, signs = _SIGNS.get(matched.table, (1, ()))
    sure = sum(name in matched.found for name in signs)
    return sure + 0.5 * sum(name in matched.asked for name in signs) >= factor * least


def _repeated(fitter: Fitter, table: str, chosen: Iterable[Matched], structure: Structure) -> Matched | None:
    """Find a table that stands repeated on the rows of another: its columns hang together with its key."""
    key = EXPORT_TABLES[table].key or _KEYS[table]
    for other in chosen:
        own = {p.name for p in other.opened.profiles.values() if p.share_unique > _ONCE}  # of the rows themselves
        matched = match(fitter, table, other.opened, structure.of(other.opened, table), own)
        fit = matched.found.get(key)
        if fit is None or not isinstance(fit.said, str) or not _has_signs(matched):
            continue
        varying = _varying(other.opened, fit.said) | own
        matched = match(fitter, table, other.opened, structure.of(other.opened, table), varying)
        required = [c.name for c in EXPORT_TABLES[table].columns if c.required]
        if all(name in matched.found for name in required) and _has_signs(matched):
            matched.settings["uniek"] = [fit.said]
            matched.varying = varying
            matched.asked.clear()
            if len(other.opened.profiles[fit.said].filled) < other.opened.profiles[fit.said].rows:
                matched.settings["waar"] = {fit.said: {"gevuld": "ja"}}
            return matched
    return None


def _varying(opened: Opened, key: str) -> set[str]:
    """Return the columns that have other values on rows of the same key: they are of the row, not of the key."""
    others = [name for name in opened.profiles if name != key]
    counts = opened.texts(key, *others).drop_nulls(key).group_by(key).agg(pl.all().n_unique())
    return {name for name in others if share_of(counts[name] == 1) < _CONSTANT}
