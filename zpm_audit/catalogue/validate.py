"""What check files may not get wrong even though their shape is right: names, dates, units, types.

Every rule here prevents a verdict that would be silently wrong: an unknown name, a parameter that has no value on a day
on which its norm holds, an empty value that is turned into a known one without saying so.
"""

from __future__ import annotations

from zpm_audit.base.yaml_source import Problem, YamlText
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.rules.of_check import check_problems, patient_problems
from zpm_audit.checks.rules.of_shared import definitions
from zpm_audit.checks.rules.reader import Reader
from zpm_audit.checks.scope import Scope


def validate(catalogue: Catalogue, sources: dict[str, YamlText], definitions_source: YamlText) -> list[Problem]:
    """Return everything that is wrong with the catalogue beyond the shape of its files."""
    from zpm_audit.engine.context import read_reference
    from zpm_audit.engine.proof.typecheck import TypeChecker

    lists = {name: read_reference(path) for name, path in catalogue.references.items()}
    references = {name: tuple(frame.columns) for name, frame in lists.items()}

    def unique(name: str, columns: frozenset[str]) -> bool:
        known = columns <= set(references[name])
        return known and not lists[name].select(sorted(columns)).is_duplicated().any()

    shared = Reader(definitions_source)
    definitions(shared, catalogue.definitions, references, unique)
    if shared.problems:
        return shared.problems
    types = TypeChecker(catalogue)
    problems = [definitions_source.problem(*problem) for problem in types.definitions()]
    if problems:
        return problems
    for check_id, check in catalogue.checks.items():
        reader = Reader(sources[check_id])
        scope = Scope(catalogue.definitions, check.populatie.tabel, references, check)
        check_problems(reader, check, scope, unique)
        if not reader.problems:
            reader.problems += [reader.source.problem(*problem) for problem in types.check(check)]
        if not reader.problems:
            patient_problems(reader, check, scope)
        problems += reader.problems
    return problems
