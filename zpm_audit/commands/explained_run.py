"""The run that an explanation is of: its options, its export, and what it said itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.pseudonyms import Key, pseudonym
from zpm_audit.commands.options import Options
from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.explain.reasons import Why
from zpm_audit.explain.subjects import GROUP, Subject
from zpm_audit.output.marks import MANIFEST

_LISTS = {"bevindingen": "afwijking", "onbepaald": "onbepaald", "lopend": "loopt"}
#: What a list of findings knows of one that a judgement does not.
_OF_LIST = ("bevinding_id", "acceptatie", "levensloop")


@dataclass(frozen=True)
class ExplainedRun:
    """A run, from its folder or from an archive. Of an archive also the files of its checks, as they were then."""

    recorded: RecordedRun
    checks: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def named(cls, given: str, archive: str | None) -> ExplainedRun:
        """Return the run that a folder holds, or that an archive knows by its id."""
        folder = Path(given)
        if folder.is_dir():
            return cls(RecordedRun.read(folder))
        if archive is None:
            raise UsageError(
                nl=f"{given} is geen map, en er is geen archief om een run-id in op te zoeken. Geef de uitvoermap van "
                "de run, of een archief met --archief (in een auditmap staat het in zpm-audit.yaml).",
                en=f"{given} is no folder, and there is no archive to look a run id up in. Give the output folder of "
                "the run, or an archive with --archief (in an audit folder it stands in zpm-audit.yaml).",
            )
        return cls._archived(given, archive)

    @classmethod
    def _archived(cls, run_id: str, archive: str) -> ExplainedRun:
        from zpm_audit.archive import files
        from zpm_audit.archive.place import Place
        from zpm_audit.archive.store import Archive, find_run

        place = Place(archive)
        with Archive(place).reading() as connection:
            row = find_run(connection, place, run_id)
            assert connection is not None  # a run was found in it
            manifest = json.loads(files.get(connection, row.manifest))
            checks = files.unpacked(connection, row.catalogus_bestanden)
        folder = Path(row.uitvoer)
        there = folder.is_dir() and _run_id(folder) == row.run_id
        result = RecordedRun.read(folder).result if there else {"checks": []}
        return cls(RecordedRun(folder, manifest, result), checks)

    @property
    def run_id(self) -> str:
        """Return the id of the run."""
        return str(self.recorded.manifest["run"]["run_id"])

    def options(self, asked: Options, work: Path) -> Options:
        """Return the options of the run; where its export is now, the language and the patients are for the user."""
        options = self.recorded.options(asked.export, asked.language, traceable=asked.traceable)
        if not self.checks:
            return options
        from zpm_audit.archive import files

        folder = work / "catalogus"
        files.write(self.checks, folder)
        extra, limits = folder / "extra", folder / "parameters.yaml"
        return replace(
            options,
            checks=folder / "checks",
            extra_checks=tuple(sorted(extra.iterdir())) if extra.is_dir() else (),
            parameters=limits if limits.is_file() else None,
        )

    def compared(
        self, checks: list[dict[str, Any]], subject: Subject, key: Key, *, traceable: bool
    ) -> list[dict[str, Any]]:
        """Return what the checks say with what the lists of the run add; refuse where the run said something else."""
        silent = {c["id"]: c for c in self.recorded.result["checks"] if c["status"] in {"niet_uitgevoerd", "mislukt"}}
        for check in checks:
            said = silent.get(check["id"])
            if said and check["waarom"] != Why.NIET_UITGEVOERD and check["onderwerp"] == subject.kind:
                check |= {"oordeel": None, "in_populatie": False, "waarom": str(said["status"]), "reden": said["reden"]}
        listed = self._listed(subject, key, traceable=traceable)
        if listed is None:
            return checks
        for check in checks:
            mine = listed.filter(pl.col("check_id") == check["id"])
            units = check.get("eenheden", [check])
            ours = Counter(u["oordeel"] for u in units if u["oordeel"] not in {None, "voldoet"})
            if ours != Counter(mine["oordeel"].to_list()):
                raise _other_verdict(check["id"])
            if mine.height == 1:
                check |= {name: mine[name][0] for name in _OF_LIST if mine[name][0] is not None}
        return checks

    def _listed(self, subject: Subject, key: Key, *, traceable: bool) -> pl.DataFrame | None:
        """Return what the lists of the run say of a subject; None where they are gone or name patients otherwise."""
        folder, manifest = self.recorded.folder, self.recorded.manifest
        if not all((folder / f"{name}.parquet").is_file() for name in _LISTS):
            return None
        same_key = manifest["run"]["sleutel_vingerafdruk"] == key.fingerprint
        same_names = (manifest["opties"]["herleidbaar"] == "ja") == traceable
        if (subject.kind == "patient" and not same_key) or (subject.kind == GROUP and not (same_key and same_names)):
            return None
        # A run that shows numbers names the same subject otherwise than one that does not.
        shown = [subject.shown, subject.number, pseudonym(subject.number, key)]
        parts = [
            pl.scan_parquet(folder / f"{name}.parquet")
            .filter((pl.col("onderwerp") == subject.kind) & pl.col("onderwerp_id").is_in(shown))
            .select("check_id", *_OF_LIST, oordeel=pl.lit(verdict))
            for name, verdict in _LISTS.items()
        ]
        return pl.concat(parts, how="vertical_relaxed").collect()


def _run_id(folder: Path) -> str | None:
    from zpm_audit.output.marks import read_json

    manifest = read_json(folder / MANIFEST)
    return manifest["run"]["run_id"] if manifest and "run" in manifest else None


def _other_verdict(check_id: str) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{check_id} zegt nu iets anders dan de run. De checks of zpm-audit zelf zijn sindsdien veranderd, of in de "
        "uitvoer is iets gewijzigd (kijk met zpm-audit verify). Draai de audit opnieuw en vraag de uitleg van die run.",
        en=f"{check_id} now says something else than the run. The checks or zpm-audit itself have changed since, or "
        "something in the output was changed (look with zpm-audit verify). Run the audit again and ask for the "
        "explanation of that run.",
    )
