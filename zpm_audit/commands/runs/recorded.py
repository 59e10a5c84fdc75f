"""The options of an earlier run, from its manifest: to judge the same export once more in the same way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.options import Options
from zpm_audit.commands.runs.asked import Asked, Files
from zpm_audit.commands.runs.sameness import other_than
from zpm_audit.intake.databases.address import is_address
from zpm_audit.output.marks import MAKER, MANIFEST, read_json
from zpm_audit.register import Register

_EXTRA = re.compile(r"extra check( \d+)? (?P<path>.+)")


@dataclass(frozen=True)
class RecordedRun:
    """A run as its folder tells of it."""

    folder: Path
    manifest: Mapping[str, Any]
    result: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> RecordedRun:
        """Read the folder of a run; UsageError where it is none."""
        manifest, result = read_json(folder / MANIFEST), read_json(folder / "resultaat.json")
        if not manifest or not result or manifest.get("gemaakt_door") != MAKER:
            raise UsageError(
                nl=f"{folder} is geen map van een run: {MANIFEST} of resultaat.json ontbreekt of is niet te lezen. "
                "Geef de "
                "map met rapport.html.",
                en=f"{folder} is no folder of a run: {MANIFEST} or resultaat.json is missing or cannot be read. "
                "Give the "
                "folder with rapport.html.",
            )
        return cls(folder, manifest, result)

    def counts(self, check: str) -> Mapping[str, int] | None:
        """Return the counts of a check; None where the run did not have it, or it did not run."""
        for found in self.result["checks"]:
            if found["id"] == check and found["status"] not in {"niet_uitgevoerd", "mislukt"}:
                return {n: int(found[n]) for n in ("voldoet", "afwijking", "onbepaald", "loopt")}
        return None

    def not_judged(self) -> Mapping[str, int]:
        """Return how many prestaties of the export were not judged, by reason."""
        run = self.result["run"]
        return {
            "buiten_periode": int(run["prestaties_buiten_periode"]),
            "toekomst": int(run["prestaties_toekomst"]),
            "niet_declarabel": int(run["prestaties_niet_declarabel"]),
            "opzij_gezet": int(run["tabellen"]["prestaties"]["rijen_opzij"]),
        }

    def options(self, export: Path | str | None, language: Language, *, traceable: bool) -> Options:
        """Return the options of the run. ``export`` goes before the place that the run read from."""
        files = Files(
            mapping=next(iter(self._steering("mapping")), None),
            codelijst=tuple(self._steering("codelijst")),
            declaratie=tuple(self._steering("declaratie")),
        )
        asked = Asked.of_manifest(self.manifest, MANIFEST)
        read_from = export if export is not None else self._export()
        return replace(
            asked.options(read_from, files, language, traceable=traceable),
            checks=self._checks(),
            extra_checks=self._extra(),
            parameters=next(iter(self._steering("parameters")), None),
        )

    def catalogue(self) -> Catalogue:
        """Return the checks that the run judged by, as they stand now."""
        limits = next(iter(self._steering("parameters")), None)
        found = load_catalogue(self._checks(), self._extra(), limits)
        return found.select([check_id for check_id in self.checks if check_id in found.checks])

    @property
    def checks(self) -> list[str]:
        """Return the ids of the checks that the run had."""
        return [str(found["id"]) for found in self.result["checks"]]

    def beside(self, kind: str) -> Mapping[str, Path]:
        """Return the files of a kind that steered the run (a mapping, code lists), by what the manifest calls them."""
        entries = [e for e in self.manifest["invoer"] if re.fullmatch(rf"{kind}( \d+)?", e["soort"])]
        return {str(e["soort"]): self._found(e) for e in entries}

    def refuse_other_export(self, register: Register) -> None:
        """Refuse an export that is not, byte for byte, what the run read."""
        if other := other_than(self.manifest, register):
            named = ", ".join(other)
            raise InputRefusedError(
                nl=f"De export is niet meer dezelfde als bij de run ({named}). Geef met --export de export van "
                "toen, of draai "
                "de audit opnieuw en trek uit die uitvoer.",
                en=f"The export is no longer the same as in the run ({named}). Give the export of that time with "
                "--export, or "
                "run the audit again and draw from that output.",
            )

    def _checks(self) -> Path | None:
        """Return the folder of checks that the user gave; None where the run took the shipped ones."""
        return self._found(self.manifest["checks_map"]) if "checks" in self.manifest["opties"] else None

    def _export(self) -> Path | str | None:
        written: str | None = self.manifest["opties"].get("export")
        if written is None:
            return None
        if is_address(written) or Path(written).exists():
            return written if is_address(written) else Path(written)
        # Export and output may have moved together: the way from the one to the other is then still the same.
        for entry in self.manifest["invoer"]:
            place = (self.folder / str(entry["vanaf_uitvoer"])).resolve()
            moved = [p for p in (place, *place.parents) if p.name == Path(written).name and p.exists()]
            if entry["soort"] == "export" and moved:
                return moved[0]
        raise UsageError(
            nl=f"De export van de run staat niet meer op {written}. Zeg met --export waar hij nu staat.",
            en=f"The export of the run is no longer at {written}. Say with --export where it is now.",
        )

    def _steering(self, kind: str) -> Sequence[Path]:
        return list(self.beside(kind).values())

    def _extra(self) -> tuple[Path, ...]:
        folders: dict[Path, None] = {}
        for entry in self.manifest["invoer"]:
            if found := _EXTRA.fullmatch(entry["soort"]):
                below = len(Path(found["path"]).parts)
                folders[self._found(entry).parents[below - 1]] = None
        return tuple(folders)

    def _found(self, entry: Mapping[str, str]) -> Path:
        for place in (self.folder / entry["vanaf_uitvoer"], Path(entry["pad"])):
            if place.exists():
                return place
        raise UsageError(
            nl=f"{entry['pad']} stuurde de run en is niet meer te vinden. Zet het terug op zijn plaats.",
            en=f"{entry['pad']} steered the run and can no longer be found. Put it back in its place.",
        )
