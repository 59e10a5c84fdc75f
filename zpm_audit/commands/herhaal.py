"""What ``herhaal`` does: a run in an evidence package is re-performed here, and its verdicts are held against those."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language
from zpm_audit.base.pseudonyms import load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.commands.console import steps
from zpm_audit.commands.framework_again import FrameworkAgain, framework_again
from zpm_audit.commands.options import export_of
from zpm_audit.commands.runs.asked import Asked, Files
from zpm_audit.commands.runs.judging import judge_again, read_again
from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.commands.runs.rules import catalogue_in, strangers
from zpm_audit.commands.runs.sameness import other_than
from zpm_audit.evidence.agreement import clashes
from zpm_audit.evidence.opening import Opened, open_package
from zpm_audit.evidence.package import PackedRun
from zpm_audit.evidence.same_verdicts import Apart, Way, compared, findings_in, findings_of
from zpm_audit.findings.model import Audit, CheckResult
from zpm_audit.intake.databases.address import is_address
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST
from zpm_audit.output.verify import FileState, verify

_COUNTS = ("populatie", "voldoet", "afwijking", "onbepaald", "loopt", "buiten_beeld")
_NOTHING = Apart(Way.RECHTSTREEKS, 0, 0)


@dataclass(frozen=True)
class Repeating:
    """What the user asked for. ``other_export``: go on with an export that is not the one of the run."""

    package: Path
    export: str | None = None
    run: str | None = None
    other_export: bool = False


@dataclass(frozen=True)
class Repeated:
    """One check: what it said then and now, and which findings only the one or the other has."""

    check: str
    then: Mapping[str, Any]
    now: Mapping[str, Any]
    apart: Apart

    @property
    def equal(self) -> bool:
        """Tell whether all verdicts are the same."""
        return self.then == self.now and not (self.apart.only_then or self.apart.only_now)


@dataclass(frozen=True)
class Repetition:
    """The outcome. ``other`` names what of the export is not as it was; ``framework`` is None without one."""

    run: PackedRun
    version: str
    other: tuple[str, ...]
    checks: tuple[Repeated, ...]
    framework: FrameworkAgain | None = None

    @property
    def equal(self) -> bool:
        """Tell whether every check gave the same, and the framework did."""
        return all(one.equal for one in self.checks) and not (self.framework and self.framework.other)


def repeat(asked: Repeating, language: Language, *, as_json: bool) -> tuple[list[str], int]:
    """Re-perform a run; return what to print, and the exit code."""
    from zpm_audit.commands.herhaal_words import repetition_json, repetition_lines

    found = re_perform(asked)
    lines = (
        [json.dumps(repetition_json(found), ensure_ascii=False, indent=2)]
        if as_json
        else list(repetition_lines(found, language))
    )
    return lines, 0 if found.equal else 1


def re_perform(asked: Repeating) -> Repetition:
    """Judge the export by the checks in a package, and compare with what the run in it found."""
    key = load_key()
    with working_folder() as work, steps() as show:
        opened = open_package(asked.package, work / "pakket")
        packed = _run_in(opened, asked.run)
        run = RecordedRun.read(opened.folder / packed.output)
        _refuse_changed(asked.package, opened, packed, run, work)
        beside = opened.folder / packed.folder / "bestanden"
        files = _files(beside)
        catalogue = catalogue_in(opened.folder / packed.rules)
        catalogue = catalogue.select([check_id for check_id in run.checks if check_id in catalogue.checks])
        export = export_of(asked.export)
        queried = [str(query["adres"]) for query in run.manifest["databases"]]
        # The file of a SQLite database is an export like any other; the address of a server stands in the mapping.
        if export is None and not (queried and all(is_address(one) for one in queried)):
            raise UsageError(
                nl="Geef met --export de export van toen: zij zit niet in het pakket.",
                en="Give the export of that time with --export: it is not in the package.",
            )
        told = replace(Asked.of_manifest(run.manifest, MANIFEST), select=None)
        options = told.options(export, files, run.result["run"]["taal"])
        read = read_again(options, catalogue, work, show, key)
        other = other_than(run.manifest, read.given.register)
        if other and not asked.other_export:
            raise InputRefusedError(
                nl=f"Dit is niet de export van run {packed.run_id}, kenmerk {packed.kenmerk} (anders: "
                f"{', '.join(other)}). Geef de export van toen, of vergelijk toch met --andere-export.",
                en=f"This is not the export of run {packed.run_id}, mark {packed.kenmerk} (different: "
                f"{', '.join(other)}). Give the export of that time, or compare all the same with --andere-export.",
            )
        audit = judge_again(read, work, show, key)
        same_key = run.manifest["run"].get("sleutel_vingerafdruk") == key.fingerprint
        apart = compared(findings_in(run.folder), findings_of(audit.findings), same_key=same_key)
        checks = tuple(_held_against(run, audit, apart))
        framework = framework_again(run, beside, audit)
    return Repetition(packed, str(run.manifest["run"]["versie"]), other, checks, framework)


def _run_in(opened: Opened, asked: str | None) -> PackedRun:
    """Return the run that was asked for; by default the last."""
    if asked is None:
        return opened.runs[-1]
    found = [run for run in opened.runs if run.run_id.startswith(asked)]
    if len(found) != 1:
        known = ", ".join(run.run_id for run in opened.runs)
        raise UsageError(
            nl=f"Run {asked} zit niet (of niet als enige) in dit pakket. Wel: {known}.",
            en=f"Run {asked} is not (or not the only one) in this package. There are: {known}.",
        )
    return found[0]


def _refuse_changed(package: Path, opened: Opened, packed: PackedRun, run: RecordedRun, work: Path) -> None:
    """Refuse a package in which the run is not what its manifest says, whatever the list of contents says."""
    outcome = verify(run.folder)
    touched = [f.path for f in outcome.group("uitvoer") if f.state is not FileState.ONGEWIJZIGD]
    folder = opened.folder / packed.rules
    rules = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    rest = opened.folder / packed.folder / "bestanden"
    rules |= {p.relative_to(rest).as_posix(): p.read_bytes() for p in sorted(rest.rglob("*")) if p.is_file()}
    wrong = [*touched, *strangers(rules, run.manifest)]
    if not outcome.manifest_intact or run.manifest.get(SELF_HASH) != packed.manifest_sha256:
        wrong.append(MANIFEST)
    if not wrong:
        wrong = [f"{clash.check or ''} {clash.text.nl}".strip() for clash in clashes(run.folder, work)]
    if wrong:
        raise InputRefusedError(
            nl=f"{package} is gewijzigd: {', '.join(wrong[:3])}. Vraag het pakket opnieuw aan wie het maakte.",
            en=f"{package} was changed: {', '.join(wrong[:3])}. Ask whoever made the package for it again.",
        )


def _files(folder: Path) -> Files:
    """Return the files that steered the run, where they stand in the package."""
    found = sorted(path for path in folder.glob("*/*") if path.is_file())
    lists = [path for path in found if path.parent.name.startswith("codelijst")]
    return Files(
        mapping=next((path for path in found if path.parent.name == "mapping"), None),
        # Ten lists stand in the order of their numbers.
        codelijst=tuple(sorted(lists, key=lambda path: (len(path.parent.name), path.parent.name))),
    )


def _held_against(run: RecordedRun, audit: Audit, apart: Mapping[str, Apart]) -> Iterator[Repeated]:
    now = {result.check.id: result for result in audit.checks}
    for told in run.result["checks"]:
        check_id = str(told["id"])
        then = {
            "status": told["status"],
            **{name: int(told[name]) for name in _COUNTS},
            "impact_eur": told["impact_eur"],
        }
        yield Repeated(check_id, then, _now(now.get(check_id)), apart.get(check_id, _NOTHING))


def _now(result: CheckResult | None) -> Mapping[str, Any]:
    if result is None:
        return {}
    counts = {name: int(getattr(result.counts, name)) for name in _COUNTS}
    cents = result.impact_cent
    return {"status": str(result.status), **counts, "impact_eur": None if cents is None else cents / 100}
