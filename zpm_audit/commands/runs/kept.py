"""A run as an archive knows it, and what its export holds by the checks and choices of another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Row

from zpm_audit.archive import files
from zpm_audit.base.errors import ZpmError
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.commands.console import steps
from zpm_audit.commands.runs.asked import Asked, kept_files
from zpm_audit.commands.runs.judging import judge_again, read_again
from zpm_audit.commands.runs.rules import catalogue_in
from zpm_audit.commands.runs.sameness import other_than
from zpm_audit.intake.databases.address import is_address
from zpm_audit.output.hashing import hash_files

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

    @classmethod
    def of(cls, connection: Connection, row: Row[Any], export: str | None = None) -> Kept:
        """Return what an archive knows of a run; its export may be elsewhere now."""
        return cls(
            run_id=row.run_id,
            peildatum=row.peildatum,
            versie=row.versie,
            key_fingerprint=row.sleutel_vingerafdruk,
            catalogue=row.catalogus_bestanden,
            checks=files.unpacked(connection, row.catalogus_bestanden),
            options=json.loads(row.opties),
            manifest=json.loads(files.get(connection, row.manifest)),
            folder=row.uitvoer,
            export=export,
        )

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
        asked = Asked.of_archive(by.options, peildatum)
        data = Asked.of_archive(of.options, peildatum)
        asked = replace(asked, codelijst_jaar=data.codelijst_jaar, codelijst_vervallen=data.codelijst_vervallen)
        options = asked.options(_export(of), kept_files(of.options))
        try:
            read = read_again(options, catalogue, work, show, key)
        except ZpmError as error:
            raise NotAgainError(_unread(of, error.text)) from error
        if other := other_than(of.manifest, read.given.register):
            raise NotAgainError(_other(of, other))
        audit = judge_again(read, work, show, key)
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


def _other(of: Kept, named: Sequence[str]) -> Text:
    names = ", ".join(named)
    option = "--export-a of --export-b"
    return Text(
        f"De oorzaak is niet te zeggen: de export is niet die van run {of.run_id} ({names}). Geef met {option} de "
        "export zoals hij toen was.",
        f"The cause cannot be told: the export is not the one of run {of.run_id} ({names}). Give the export as it "
        f"was then with {option.replace(' of ', ' or ')}.",
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
