"""Runs the cases of a check against a mutant of it, until one of them notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from polars.exceptions import PolarsError
from pydantic import ValidationError

from tests.mutation.mutants import of_check, of_shared
from tests.mutation.places import Mutant
from tests.mutation.reach import Path, Reached, reached
from zpm_audit.base.yaml_source import YamlText, read_source
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.loader import DEFINITIONS, as_written, load_catalogue
from zpm_audit.catalogue.prove import Batch, batches, run_batch
from zpm_audit.catalogue.validate import validate
from zpm_audit.checks.model import Catalogue, Check, Definities
from zpm_audit.checks.sql.expressions import ExpressionError

Status = Literal["gevangen", "geweigerd", "overleefd"]

SHARED = "definities"

#: What names a mutant: the file, the place in it, and what changed.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant. ``owner``: the check, or the shared definitions."""

    owner: str
    place: str
    change: str
    status: Status

    @property
    def key(self) -> Key:
        """Return what names the mutant."""
        return self.owner, self.place, self.change


@dataclass
class Workshop:
    """The catalogue, and per check what it decides with and its cases, ready to run."""

    catalogue: Catalogue = field(default_factory=load_catalogue)
    _batches: dict[str, list[Batch]] = field(default_factory=dict)
    _reached: dict[str, Reached] = field(default_factory=dict)
    #: The batches with those in front that noticed something lately: what notices one change often notices the next.
    _lately: dict[str, list[Batch]] = field(default_factory=dict)

    def reached(self, check_id: str) -> Reached:
        """Return what a check decides with."""
        if check_id not in self._reached:
            self._reached[check_id] = reached(self.catalogue, self.catalogue.checks[check_id])
        return self._reached[check_id]

    def shared(self) -> dict[Path, list[str]]:
        """Return every shared definition that decides something, with the checks that use it."""
        users: dict[Path, list[str]] = {}
        for check_id in self.catalogue.checks:
            for path in self.reached(check_id).shared:
                places = [path, path[:3]] if path[0] == "koppel" else [path]
                for place in places:
                    users.setdefault(place, [])
                    if check_id not in users[place]:
                        users[place].append(check_id)
        return dict(sorted(users.items(), key=str))

    def of_check(self, check_id: str) -> Iterator[Outcome]:
        """Try every mutant of one check."""
        [source] = as_written(self.catalogue, check_id)
        self._lately.clear()
        for mutant in of_check(source.data, self.reached(check_id)):
            yield Outcome(check_id, mutant.place, mutant.change, self._try_check(check_id, source, mutant))

    def of_shared(self, path: Path, users: Iterable[str]) -> Iterator[Outcome]:
        """Try every mutant of one shared definition against the checks that use it."""
        source = read_source(self.catalogue.folder / DEFINITIONS)
        self._lately.clear()
        quick_first = sorted(users, key=lambda check_id: (len(self._cases(check_id)), check_id))
        for mutant in of_shared(source.data, path):
            yield Outcome(SHARED, mutant.place, mutant.change, self._try_shared(source, mutant, quick_first))

    def keys_of_check(self, check_id: str) -> list[Key]:
        """Return what names the mutants of one check, without trying them."""
        [source] = as_written(self.catalogue, check_id)
        return [(check_id, m.place, m.change) for m in of_check(source.data, self.reached(check_id))]

    def keys_of_shared(self, path: Path) -> list[Key]:
        """Return what names the mutants of one shared definition, without trying them."""
        source = read_source(self.catalogue.folder / DEFINITIONS)
        return [(SHARED, m.place, m.change) for m in of_shared(source.data, path)]

    def _try_check(self, check_id: str, source: YamlText, mutant: Mutant) -> Status:
        try:
            check = Check.model_validate(mutant.data)
        except (ValidationError, ExpressionError):
            return "geweigerd"
        found = self._run(self.catalogue, check)
        if found != "overleefd":
            return found
        changed = self.catalogue.model_copy(update={"checks": {check_id: check}})
        definitions = read_source(self.catalogue.folder / DEFINITIONS)
        return self._loaded(changed, {check_id: YamlText(source.path, mutant.data)}, definitions)

    def _try_shared(self, source: YamlText, mutant: Mutant, users: list[str]) -> Status:
        try:
            definitions = Definities.model_validate(mutant.data)
        except (ValidationError, ExpressionError):
            return "geweigerd"
        changed = self.catalogue.model_copy(update={"definitions": definitions})
        for i, check_id in enumerate(users):
            found = self._run(changed, self.catalogue.checks[check_id])
            if found != "overleefd":
                users.insert(0, users.pop(i))
                return found
        return self._loaded(changed.model_copy(update={"checks": {}}), {}, YamlText(source.path, mutant.data))

    def _loaded(self, catalogue: Catalogue, sources: dict[str, YamlText], definitions: YamlText) -> Status:
        """Tell whether the loader would have refused what no case noticed."""
        return "geweigerd" if validate(catalogue, sources, definitions) else "overleefd"

    def _run(self, catalogue: Catalogue, check: Check) -> Status:
        cases = self._cases(check.id)
        for i, batch in enumerate(cases):
            try:
                noticed = any(o.errors for o in run_batch(catalogue, check, batch).values())
            except (PolarsError, ExpressionError, KeyError):
                return "geweigerd"
            if noticed:
                cases.insert(0, cases.pop(i))
                return "gevangen"
        return "overleefd"

    def _cases(self, check_id: str) -> list[Batch]:
        if check_id not in self._batches:
            check = self.catalogue.checks[check_id]
            cases = load_cases(self.catalogue, check_id).file
            self._batches[check_id] = batches(check, cases, self.catalogue.definitions.geleverd)
        return self._lately.setdefault(check_id, list(self._batches[check_id]))
