"""What ``zpm-audit checks`` says: the list, one check explained, its cases, and whether everything is valid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zpm_audit.base.language import Language, Text
from zpm_audit.base.yaml_source import Problem
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.duplicates import duplicates
from zpm_audit.catalogue.fingerprints import fingerprint_warnings
from zpm_audit.catalogue.loader import CatalogueError, Chosen, as_written, matching_ids
from zpm_audit.catalogue.norm_files import load_norms
from zpm_audit.catalogue.prove import run_cases
from zpm_audit.checks.limits.repeated import repeated_limits
from zpm_audit.checks.model import SURPLUS, Catalogue, Check


def list_lines(chosen: Chosen, language: Language) -> list[str]:
    """Return one line per check: id, severity, certainty of the source, title."""
    catalogue = chosen.load()
    lines = []
    theme = ""
    for check in catalogue.checks.values():
        if check.thema != theme:
            theme = check.thema
            lines.append(catalogue.definitions.themas[theme].titel.text.in_(language))
        lines.append(f"  {check.id}  {check.ernst:<8} {check.zekerheid}  {check.titel.text.in_(language)}")
    return lines


def show_lines(chosen: Chosen, check_id: str, language: Language) -> list[str]:
    """Return one check explained: what it judges, why, by which source and with which limits."""
    catalogue = chosen.load()
    [wanted] = matching_ids(catalogue, [check_id])
    return list(_explain(catalogue, catalogue.checks[wanted], language))


def _explain(catalogue: Catalogue, check: Check, language: Language) -> Iterator[str]:
    words = _WORDS

    def label(name: str) -> str:
        return words[name].in_(language)

    yield f"{check.id}  {check.titel.text.in_(language)}"
    yield f"{label('ernst')}: {check.ernst} · {label('versie')} {check.versie} · {label('eenheid')}: {check.onderwerp}"
    yield ""
    yield f"{label('eist')}: {check.eist.text.in_(language)}"
    yield f"{label('risico')}: {check.risico.text.in_(language)}"
    yield f"{label('populatie')}: {check.populatie.woorden.text.in_(language)}"
    yield f"{label('doen')}: {check.doen.text.in_(language)}"
    if check.lezing:
        yield f"{label('lezing')}: {check.lezing.text.in_(language)}"
    yield ""
    yield f"{label('bron')}:"
    for norm in check.norm:
        until = f" .. {norm.geldig_tot}" if norm.geldig_tot else ""
        article = f", {norm.artikel}" if norm.artikel else ""
        dates = f"{norm.geldig_van}{until}; {label('geverifieerd')} {norm.geverifieerd_op}"
        yield f"  [{norm.zekerheid}] {norm.bron}{article} ({dates})"
        if norm.url:
            yield f"      {norm.url}"
    for name, parameter in check.parameters.items():
        yield f"{label('parameter')} {name}: {parameter.omschrijving.text.in_(language)}"
        for value in parameter.waarden:
            dates = f"{value.vanaf or '..'} - {value.tot or '..'}"
            yield f"  {value.waarde} {parameter.eenheid}  {dates}  [{value.zekerheid}] {value.bron}"
    yield ""
    yield f"{label('oordeel')}:"
    yield from (f"  {line}" for line in _verdict(check))
    yield ""
    yield f"{label('delen')}: {_split_words(catalogue, check).in_(language)}"
    yield f"{label('bestand')}: {catalogue.files[check.id]}"


def _split_words(catalogue: Catalogue, check: Check) -> Text:
    """Return by what the work is split when a run is divided, or why it is not."""
    from zpm_audit.engine.context import Context
    from zpm_audit.engine.shards.words import split_words
    from zpm_audit.register import Register

    return split_words(Context(Register({}), catalogue, date.min), check)


def _verdict(check: Check) -> Iterator[str]:
    if check.populatie.waar:
        yield f"populatie: {' '.join(check.populatie.waar.split())}"
    if check.eis:
        yield f"eis: {' '.join(check.eis.split())}"
    if check.loopt:
        yield f"loopt: {' '.join(check.loopt.split())}"
    for tak in check.oordeel or []:
        yield f"als {' '.join(tak.als.split())}: {tak.dan}" if tak.als else f"anders: {tak.anders}"


_WORDS = {
    "ernst": Text("Ernst", "Severity"),
    "versie": Text("versie", "version"),
    "eenheid": Text("oordeel per", "verdict per"),
    "eist": Text("Eist", "Demands"),
    "risico": Text("Risico", "Risk"),
    "populatie": Text("Populatie", "Population"),
    "doen": Text("Wat te doen", "What to do"),
    "lezing": Text("Gevolgde lezing", "Reading followed"),
    "bron": Text("Bronnen", "Sources"),
    "geverifieerd": Text("geverifieerd op", "verified on"),
    "parameter": Text("Parameter", "Parameter"),
    "oordeel": Text("Oordeel", "Verdict"),
    "delen": Text("Met --delen", "With --delen"),
    "bestand": Text("Bestand", "File"),
}


def test_lines(chosen: Chosen, ids: list[str], language: Language) -> tuple[list[str], int]:
    """Run the cases of these checks (all without ids); return what to print and how many failed."""
    catalogue = chosen.load()
    wanted = matching_ids(catalogue, ids) if ids else list(catalogue.checks)
    lines: list[str] = []
    passed = failed = 0
    for check_id in wanted:
        for outcome in run_cases(catalogue, check_id):
            if outcome.errors:
                failed += 1
                lines.append(f"{check_id}: {outcome.name}")
                lines += [f"    {error.in_(language)}" for error in outcome.errors]
            else:
                passed += 1
    summary = Text(
        f"{passed} gevallen van {len(wanted)} checks kloppen, {failed} niet.",
        f"{passed} cases of {len(wanted)} checks hold, {failed} do not.",
    )
    return [*lines, summary.in_(language)], failed


def lint_lines(chosen: Chosen, language: Language) -> list[str]:
    """Load everything; return what is valid and what to look at, raise an error with every problem that there is."""
    from zpm_audit.intake.contract import load_suites

    catalogue = chosen.load()
    problems: list[Problem] = []
    cases = 0
    surplus = []
    for check_id, written in zip(catalogue.checks, as_written(catalogue, *catalogue.checks), strict=True):
        problems += repeated_limits(written)
        surplus += [check_id] if isinstance(written.data, dict) and SURPLUS in written.data else []
    for check_id in catalogue.checks:
        try:
            cases += len(load_cases(catalogue, check_id).file.gevallen)
        except CatalogueError as error:
            problems += error.problems
    problems += duplicates(catalogue)
    norms = 0
    try:
        matrix = load_norms(catalogue)
        norms = sum(len(f.norms) for f in matrix.frameworks) if matrix else 0
    except CatalogueError as error:
        problems += error.problems
    if problems:
        raise CatalogueError(problems)
    suites = load_suites(catalogue.suites)
    done = Text(
        f"{len(catalogue.checks)} checks, {cases} gevallen, {norms} normen en {len(suites)} datacontracten zijn in "
        "orde.",
        f"{len(catalogue.checks)} checks, {cases} cases, {norms} norms and {len(suites)} data contracts are valid.",
    )
    warnings = [*([_surplus(surplus)] if surplus else []), *fingerprint_warnings(catalogue)]
    return [done.in_(language), *(warning.in_(language) for warning in warnings)]


def _surplus(check_ids: list[str]) -> Text:
    names = ", ".join(check_ids)
    return Text(
        f"Let op: {SURPLUS} doet niets meer in {names}. Waarop het werk gesplitst wordt volgt nu uit de check zelf; "
        "haal de regel weg.",
        f"Note: {SURPLUS} does nothing any more in {names}. What the work is split on follows from the check itself "
        "now; remove the line.",
    )
