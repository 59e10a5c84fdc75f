"""Loads the catalogue. A check that cannot be loaded completely is an error with a place, never a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from zpm_audit.base.cache import fingerprint, is_known, note, own_code
from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.base.watch import opening
from zpm_audit.base.yaml_source import Problem, YamlText, read_source
from zpm_audit.catalogue.extra import refuse_unusable_folders, reserved, with_own_themes
from zpm_audit.catalogue.own_limits import read_own_limits
from zpm_audit.catalogue.scaffold import unfinished
from zpm_audit.checks.limits.sentences import with_limits_filled
from zpm_audit.checks.limits.shared import with_shared_limits
from zpm_audit.checks.model import Catalogue, Check, Definities
from zpm_audit.checks.wording import shape_problems

DEFINITIONS = "definities.yaml"
FINGERPRINTS = "vingerafdrukken.yaml"
REFERENCES = "referentie"
SUITES = "intake"
CASES_SUFFIX = ".gevallen.yaml"
#: The kind of cache in which proven catalogues are noted.
_PROVEN = "catalogus"
_NOT_CHECKS = {SUITES, REFERENCES}

M = TypeVar("M", bound=BaseModel)


class CatalogueError(UsageError):
    """Something is wrong with check files. ``problems`` lists every thing found, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        texts = [p.text() for p in problems]
        super().__init__(
            nl="De checks zijn niet in orde:\n" + "\n".join(t.nl for t in texts),
            en="The checks are not valid:\n" + "\n".join(t.en for t in texts),
        )


@dataclass(frozen=True)
class Chosen:
    """Which checks are meant: a folder in the place of the shipped one, folders beside it, and limits of one's own."""

    folder: Path | None = None
    extra: tuple[Path, ...] = ()
    parameters: Path | None = None

    def load(self) -> Catalogue:
        """Load them all or raise CatalogueError."""
        return load_catalogue(self.folder, self.extra, self.parameters)


def load_catalogue(folder: Path | None = None, extra: Sequence[Path] = (), parameters: Path | None = None) -> Catalogue:
    """Load all checks of ``folder`` (by default those that come with the tool) or raise CatalogueError.

    ``extra`` are folders with checks beside them, ``parameters`` is a file with limits in the place of theirs. What is
    of somebody else is proven within bounds: an expression can ask for any amount of work.
    """
    theirs = [str(p) for p in (folder, *extra, parameters) if p is not None]
    with opening(", ".join(theirs), "checks") if theirs else nullcontext():
        return _loaded(folder or catalogue_dir(), extra, parameters)


def _loaded(folder: Path, extra: Sequence[Path], parameters: Path | None) -> Catalogue:
    if not folder.is_dir():
        raise UsageError(
            nl=f"De map met checks {folder} bestaat niet. Geef met --checks een map met checkbestanden.",
            en=f"The folder with checks {folder} does not exist. Give a folder with check files with --checks.",
        )
    refuse_unusable_folders(extra, (DEFINITIONS, SUITES, REFERENCES))
    problems: list[Problem] = []
    shared = _own_or_built_in(folder, DEFINITIONS)
    own = read_own_limits(parameters, problems)
    beside = [path for one in extra for path in _own_files(one)]
    definitions_source = with_own_themes(own.in_definitions(read_source(shared), problems), beside)
    definitions = parse_model(definitions_source, Definities, problems)
    references = {f"ref_{p.stem}": p for p in sorted(_own_or_built_in(folder, REFERENCES).glob("*.csv"))}
    suites = _own_or_built_in(folder, SUITES)
    sources: dict[str, YamlText] = {}
    checks: dict[str, Check] = {}
    for path in [*check_files(folder), *beside]:
        before = len(problems)
        written = read_source(path)
        problems += unfinished(written)
        source = own.in_check(with_shared_limits(written, definitions_source, problems), problems)
        source = with_limits_filled(source, problems)
        check = parse_model(source, Check, problems) if len(problems) == before else None
        if check is None:
            continue
        problems += _place_problems(source, check, checks, sources)
        problems += reserved(source, check) if path in beside else []
        if check.id not in checks:
            checks[check.id] = check
            sources[check.id] = source
    problems += own.unknown()
    if not checks and not problems:
        raise UsageError(
            nl=f"In {folder} staat geen enkele check (bestanden als <thema>/ZPM-XX-01.yaml).",
            en=f"There is no check in {folder} (files like <theme>/ZPM-XX-01.yaml).",
        )
    if definitions is None:
        raise CatalogueError(problems)
    catalogue = Catalogue(
        folder=folder,
        definitions=definitions,
        checks=dict(sorted(checks.items())),
        files={i: s.path for i, s in sources.items()},
        references=references,
        suites=suites,
        borrowed=tuple(
            path
            for path in (shared, *references.values(), *sorted(suites.glob("*.yaml")))
            if not path.is_relative_to(folder)
        ),
        extra=tuple(extra),
        own_limits=parameters,
        changes=tuple(own.changes),
    )
    proven = _mark(catalogue, shared)
    if not problems and is_known(_PROVEN, proven):
        return catalogue
    from zpm_audit.catalogue.validate import validate

    problems += validate(catalogue, sources, definitions_source)
    if problems:
        raise CatalogueError(sorted(problems, key=lambda p: (str(p.file), p.line, p.column)))
    note(_PROVEN, proven)
    return catalogue


def as_written(catalogue: Catalogue, *check_ids: str) -> Iterator[YamlText]:
    """Yield the files of these checks with the shared limits that they name, and sentences as they are written."""
    definitions = read_source(_own_or_built_in(catalogue.folder, DEFINITIONS))
    for check_id in check_ids:
        yield with_shared_limits(read_source(catalogue.files[check_id]), definitions, [])


def _mark(catalogue: Catalogue, shared: Path) -> str:
    """Return a hash over everything that the proof of a catalogue looks at, the code that proves it included.

    Of where a file stands only its theme matters: checks that an archive kept come back in another folder every time.
    """
    alone = {shared, catalogue.own_limits} if catalogue.own_limits else {shared}

    def called(path: Path) -> str:
        return path.name if path in alone else f"{path.parent.name}/{path.name}"

    return fingerprint({*alone, *catalogue.files.values(), *catalogue.references.values()}, own_code(), called=called)


def _own_or_built_in(folder: Path, name: str) -> Path:
    return folder / name if (folder / name).exists() else catalogue_dir() / name


def _own_files(folder: Path) -> list[Path]:
    """Return the check files of a folder beside the catalogue; one without any was meant to be another."""
    found = check_files(folder)
    if not found:
        raise UsageError(
            nl=f"In {folder} staat geen enkele check (bestanden als EIGEN-ZZ-01.yaml). Maak er een: "
            f"zpm-audit checks new EIGEN-ZZ-01 --in {folder}",
            en=f"There is no check in {folder} (files like EIGEN-ZZ-01.yaml). Make one: "
            f"zpm-audit checks new EIGEN-ZZ-01 --in {folder}",
        )
    return found


def check_files(folder: Path) -> list[Path]:
    """Return the check files of a catalogue: ``<thema>/<id>.yaml``, and those that stand right in the folder."""
    found = [
        p
        for p in sorted(folder.rglob("*.yaml"))
        if p.name not in {DEFINITIONS, FINGERPRINTS}
        and not p.name.endswith(CASES_SUFFIX)
        and not _NOT_CHECKS & set(p.relative_to(folder).parts[:-1])
    ]
    return [*found, *sorted(p for p in folder.rglob("*.yml") if not p.name.endswith(".gevallen.yml"))]


def parse_model(source: YamlText, model: type[M], problems: list[Problem]) -> M | None:
    """Turn a parsed file into its model; what is wrong is added to ``problems``."""
    problems += source.problems
    if source.data is None:
        return None
    if not isinstance(source.data, dict):
        what = Text("bovenaan horen sleutels te staan", "the top level should hold keys")
        hint = Text("begin met: id: ZPM-XX-01", "begin with: id: ZPM-XX-01")
        problems.append(source.problem((), what, hint))
        return None
    try:
        result = model.model_validate(source.data)
    except ValidationError as error:
        problems += shape_problems(source, model, error)
        return None
    return result if not source.problems else None


def _place_problems(
    source: YamlText, check: Check, checks: dict[str, Check], sources: dict[str, YamlText]
) -> list[Problem]:
    problems = []
    if check.id in checks:
        other = sources[check.id].path
        problems.append(
            source.problem(
                ("id",),
                Text(f"{check.id} bestaat al in {other}", f"{check.id} exists already in {other}"),
                Text("geef een van beide een ander nummer", "give one of them another number"),
            )
        )
    if source.path.stem != check.id:
        problems.append(
            source.problem(
                ("id",),
                Text(f"id {check.id} past niet bij de bestandsnaam", f"id {check.id} does not match the file name"),
                Text(f"noem het bestand {check.id}.yaml", f"name the file {check.id}.yaml"),
            )
        )
    if source.path.resolve().parent.name != check.thema:
        problems.append(
            source.problem(
                ("thema",),
                Text(f"thema '{check.thema}' past niet bij de map", f"theme '{check.thema}' does not match the folder"),
                Text(f"zet het bestand in {check.thema}/", f"put the file in {check.thema}/"),
            )
        )
    return problems


def matching_ids(catalogue: Catalogue, wanted: list[str]) -> list[str]:
    """Return the ids that ``wanted`` names, in any case; UsageError with a hint where one is unknown."""
    wanted = [check_id.upper() for check_id in wanted]
    for check_id in wanted:
        if check_id not in catalogue.checks:
            hint = did_you_mean(check_id, catalogue.checks) or Text(
                "zie: zpm-audit checks list", "see: zpm-audit checks list"
            )
            raise UsageError(
                nl=f"Check {check_id} bestaat niet ({hint.nl}).", en=f"Check {check_id} does not exist ({hint.en})."
            )
    return [i for i in catalogue.checks if i in wanted]


def split_ids(text: str) -> list[str]:
    """Return the ids in a list with commas or blanks."""
    return [part for part in re.split(r"[,\s]+", text) if part]
