"""Judges the export of an archived run once more, by the checks and choices of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.archive import files
from zpm_audit.base.errors import ZpmError
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.commands.again import catalogue_in, export_of_run
from zpm_audit.commands.console import steps
from zpm_audit.commands.inputs import read_inputs
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import judge
from zpm_audit.findings.assemble import assemble
from zpm_audit.intake import load_mapping
from zpm_audit.intake.databases.address import is_address
from zpm_audit.output.hashing import hash_files
from zpm_audit.register import Register

#: Kinds of input that belong to the data; the others belong to the rules, and those are in the archive.
_DATA = ("mapping", "codelijst", "declaratie")


class NotAgainError(Exception):
    """A run cannot be judged once more; ``text`` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.nl)
        self.text = text


@dataclass(frozen=True)
class Kept:
    """What an archive knows of a run that is judged once more. ``export`` is where its export is now, if elsewhere."""

    run_id: str
    peildatum: str
    versie: str
    key_fingerprint: str | None
    catalogue: str
    checks: Mapping[str, bytes]
    options: Mapping[str, Any]
    manifest: Mapping[str, Any]
    folder: str
    export: str | None

    @property
    def rules(self) -> object:
        """Return what decides beside the data and the day: equal rules give equal verdicts."""
        return (self.catalogue, self.versie, self.options["instellingen"], self.options["periode"])

    @cached_property
    def data(self) -> object:
        """Return what the run read, by its content."""
        files_read = sorted((kind, sha) for kind, _, sha, _ in self.inputs)
        return (files_read, sorted((q["tabel"], q["sha256"]) for q in self.manifest["databases"]))

    @cached_property
    def inputs(self) -> list[tuple[str, str, str, Path]]:
        """Return of each file of the data its kind, name, sha256 and where it was."""
        return [
            (e["soort"], e["naam"], e["sha256"], Path(self.folder) / e["vanaf_uitvoer"])
            for e in self.manifest["invoer"]
            if e["soort"] == "export" or e["soort"].startswith(_DATA)
        ]


def judged_again(of: Kept, by: Kept, peildatum: str, checks: Sequence[str]) -> pl.Series:
    """Return the ids of what these checks find in the export of one run, by the rules of another, on a day.

    A check that those rules do not have finds nothing.
    """
    key = load_key()
    if of.key_fingerprint != key.fingerprint:
        raise NotAgainError(
            Text(
                f"Run {of.run_id} is gemaakt met een andere sleutel voor pseudoniemen; zonder die sleutel zijn de "
                "bevindingen niet terug te vinden en is de oorzaak niet te zeggen. Zet haar in ZPM_AUDIT_SLEUTEL.",
                f"Run {of.run_id} was made with another key for pseudonyms; without it its findings cannot be "
                "recognised and the cause cannot be told. Put it in ZPM_AUDIT_SLEUTEL.",
            )
        )
    _refuse_changed(of)
    with working_folder() as work, steps() as show:
        files.write(by.checks, work / "catalogus")
        catalogue = catalogue_in(work / "catalogus")
        known = [check_id for check_id in catalogue.checks if check_id in checks]
        if not known:
            return pl.Series("bevinding_id", [], pl.String)
        catalogue = catalogue.select(known)
        options = export_of_run(of.options, peildatum, _export(of), by.options)
        mapping = load_mapping(options.mapping) if options.mapping else None
        options = options.completed(mapping, catalogue)
        try:
            given = read_inputs(options, mapping, catalogue, work, show, key)
        except ZpmError as error:
            raise NotAgainError(_unread(of, error.text)) from error
        _refuse_other(of, given.register)
        context = Context(
            given.register, given.catalogue, options.peildatum, settings=options.instellingen, period=options.period
        )
        judgement = judge(
            given.register,
            given.catalogue,
            options.peildatum,
            work / "oordelen",
            progress=show.now,
            settings=options.instellingen,
            period=options.period,
            key=key,
        )
        audit = assemble(context, judgement, work / "bevindingen", key=key, traceable=False)
        return pl.read_parquet(audit.findings.afwijkingen, columns=["bevinding_id"])["bevinding_id"]


def _export(of: Kept) -> Path | str | None:
    if of.export is not None:
        return of.export if is_address(of.export) else Path(of.export)
    kept = of.options["export"]
    if kept is None:
        return None
    if of.options["export_is_adres"]:
        raise NotAgainError(_elsewhere(of, kept))
    if not Path(kept).exists():
        raise NotAgainError(_elsewhere(of, kept))
    return Path(kept)


def _refuse_changed(of: Kept) -> None:
    """Refuse a run whose mapping, code lists or messages are gone or changed, before its export is read."""
    _export(of)
    told = [(name, sha, path) for kind, name, sha, path in of.inputs if kind.startswith(_DATA)]
    there = hash_files(path for _, _, path in told if path.is_file())
    wrong = [str(path) for _, sha, path in told if path not in there or there[path].sha256 != sha]
    if wrong:
        names = ", ".join(wrong)
        raise NotAgainError(
            Text(
                f"De oorzaak is niet te zeggen: van run {of.run_id} zijn weg of gewijzigd: {names}. Zet ze terug zoals "
                "ze waren.",
                f"The cause cannot be told: of run {of.run_id} these are gone or changed: {names}. Put them back as "
                "they were.",
            )
        )


def _refuse_other(of: Kept, register: Register) -> None:
    """Refuse an export that is not the one that the run read."""
    expected = {(name, sha) for kind, name, sha, _ in of.inputs if kind == "export"}
    hashes = hash_files(register.sources)
    found = {(path.name, hashes[path].sha256) for path in register.sources}
    queries = {(q["tabel"], q["sha256"]) for q in of.manifest["databases"]}
    asked = {(q.table, q.sha256) for q in register.queried}
    if expected == found and queries == asked:
        return
    names = ", ".join(sorted({name for name, _ in (expected ^ found) | (queries ^ asked)}))
    option = "--export-a of --export-b"
    raise NotAgainError(
        Text(
            f"De oorzaak is niet te zeggen: de export is niet die van run {of.run_id} ({names}). Geef met {option} de "
            "export zoals hij toen was.",
            f"The cause cannot be told: the export is not the one of run {of.run_id} ({names}). Give the export as it "
            f"was then with {option.replace(' of ', ' or ')}.",
        )
    )


def _elsewhere(of: Kept, place: str) -> Text:
    return Text(
        f"De oorzaak is niet te zeggen: de export van run {of.run_id} staat niet (meer) op {place}. Zeg met --export-a "
        "(eerste run) of --export-b (tweede run) waar hij is.",
        f"The cause cannot be told: the export of run {of.run_id} is not (or no longer) at {place}. Say where it is "
        "with --export-a (first run) or --export-b (second run).",
    )


def _unread(of: Kept, why: Text) -> Text:
    return Text(
        f"De oorzaak is niet te zeggen: de export van run {of.run_id} is niet te lezen. {why.nl}",
        f"The cause cannot be told: the export of run {of.run_id} cannot be read. {why.en}",
    )
