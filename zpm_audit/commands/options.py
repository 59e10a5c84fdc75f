"""What the user asked for, and which of it decides on the outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Language, Text
from zpm_audit.base.owners import Owners
from zpm_audit.base.period import Period
from zpm_audit.base.settings import Access, Csv, FailOn, Given, Gx, Setting, chosen, shown
from zpm_audit.base.sign_off import SignOff
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.opinion import Asked
from zpm_audit.configuration.model import Mail
from zpm_audit.engine.shards.division import Division
from zpm_audit.intake import Mapping as ExportMapping
from zpm_audit.intake.databases.address import Address, is_address
from zpm_audit.intake.mapping import CodeLists
from zpm_audit.output.retention import Keep
from zpm_audit.register import Register
from zpm_audit.register.schema import FIRST_DAY, LAST_DAY

STANDARD_SERIES = "standaard"


def split_names(text: str) -> list[str]:
    """Return the names in a list with commas; a name of a source may hold blanks."""
    names = [name for part in text.split(",") if (name := part.strip())]
    if not names:
        raise UsageError(
            nl="--werklijsten noemt niets om op te verdelen. Geef bijvoorbeeld --werklijsten team.",
            en="--werklijsten names nothing to divide by. Give for example --werklijsten team.",
        )
    return names


DEFAULT_FOLDER = Path("zpm-audit-uitvoer")


@dataclass(frozen=True)
class Options:
    """What the user asked for.

    ``outputs`` is the folder that gets a folder per run where ``out`` names none; ``notes`` are for all outputs.
    ``mail`` is where the summary goes. Without ``reports`` there is no page and no workbook, but all the rest.
    """

    export: Path | str | None
    out: Path | None = None
    mapping: Path | None = None
    checks: Path | None = None
    extra_checks: tuple[Path, ...] = ()
    parameters: Path | None = None
    select: tuple[str, ...] | None = None
    peildatum: date = date.min
    period: Period | None = None
    language: Language = "nl"
    traceable: bool = False
    overwrite: bool = False
    differences_allowed: bool = False
    gx: Gx = "standaard"
    workbook_rows: int = 200_000
    fail_on: FailOn = "fout"
    worklists: tuple[str, ...] = ()
    csv: Csv = "komma"
    access: Access = "prive"
    declaratie: tuple[Path, ...] = ()
    grootboek: Path | None = None
    omzetrekeningen: tuple[str, ...] = ()
    codelijst: tuple[Path, ...] = ()
    codelijst_year: int | None = None
    codelijst_removed: tuple[str, ...] = ()
    choices: Mapping[str, Given] = field(default_factory=dict)
    configuration: Path | None = None
    outputs: Path = DEFAULT_FOLDER
    acceptances: Path | None = None
    without_acceptances: bool = False
    four_eyes: bool = False
    keep: Keep | None = None
    sign_with: Path | None = None
    signed_by: str = ""
    sign_off: SignOff = field(default_factory=SignOff)
    notes: tuple[Text, ...] = ()
    instellingen: Mapping[str, Setting] = field(default_factory=dict)
    grenzen: Grenzen = field(default_factory=Grenzen)
    owners: Owners = field(default_factory=Owners)
    archief: str | None = None
    reeks: str = STANDARD_SERIES
    opinion: Asked | None = None
    framework: Path | None = None
    programme: Path | None = None
    mail: Mail | None = None
    reports: bool = True
    oscal: bool = False
    division: Division | None = None

    def completed(self, mapping: ExportMapping | None, catalogue: Catalogue) -> Options:
        """Return the options with what the mapping adds; the command line goes before it.

        ``instellingen`` then holds every setting of the catalogue, chosen or not.
        """
        lists = mapping.codelijst if mapping else CodeLists()
        given = {**(mapping.instellingen if mapping else {}), **self.choices}
        return replace(
            self,
            codelijst=self.codelijst or lists.bestanden,
            codelijst_year=self.codelijst_year or lists.jaar,
            codelijst_removed=lists.vervallen,
            instellingen=chosen(given, catalogue.definitions.instellingen),
        )

    @property
    def export_shown(self) -> str | None:
        """Return the export as it was given; of the address of a database only what anybody may see."""
        if self.export is None:
            return None
        return Address(self.export).shown if isinstance(self.export, str) else str(self.export)

    @property
    def archive_shown(self) -> str | None:
        """Return the archive as it was given; of an address only what anybody may see."""
        if self.archief is None or not is_address(self.archief):
            return self.archief
        return Address(self.archief).shown

    def export_name(self, register: Register) -> str:
        """Return a name for the export, for the reports."""
        if isinstance(self.export, Path):
            return self.export.resolve().name
        return self.export_shown or next((one.database for one in register.queried), "")

    def influence(self) -> dict[str, str]:
        """Return the options on which the outcome depends, as text."""
        return {
            "peildatum": self.peildatum.isoformat(),
            **({"periode": self.period.written} if self.period else {}),
            "taal": self.language,
            "herleidbaar": "ja" if self.traceable else "nee",
            "select": ", ".join(self.select) if self.select is not None else "alle",
            "verschil_toegestaan": "ja" if self.differences_allowed else "nee",
            "gx": self.gx,
            "excel_rijen": str(self.workbook_rows),
            "grenzen": self.grenzen.shown(),
            **({"tolerantie": self.opinion.shown} if self.opinion else {}),
            **({"werklijsten": ", ".join(self.worklists)} if self.worklists else {}),
            **({"extra_checks": ", ".join(path.name for path in self.extra_checks)} if self.extra_checks else {}),
            **({"parameters": self.parameters.name} if self.parameters else {}),
            **self._of_acceptances(),
            **({"declaratie": ", ".join(path.name for path in self.declaratie)} if self.declaratie else {}),
            **self._of_ledger(),
            **self._of_lists(),
            **{f"instelling {name}": shown(value) for name, value in sorted(self.instellingen.items())},
        }

    def _of_acceptances(self) -> dict[str, str]:
        if self.without_acceptances:
            return {"acceptaties": "zonder"}
        return {"acceptaties": self.acceptances.name} if self.acceptances else {}

    def _of_ledger(self) -> dict[str, str]:
        if self.grootboek is None:
            return {}
        return {"grootboek": self.grootboek.name, "omzetrekeningen": ", ".join(self.omzetrekeningen)}

    def _of_lists(self) -> dict[str, str]:
        if not self.codelijst:
            return {}
        told = {"codelijst": ", ".join(path.name for path in self.codelijst)}
        if self.codelijst_year:
            told["codelijst_jaar"] = str(self.codelijst_year)
        if self.codelijst_removed:
            told["codelijst_vervallen"] = ", ".join(self.codelijst_removed)
        return told

    def beside(self) -> dict[str, Path]:
        """Return the files that decide on what is said of the outcome, and not on the outcome itself."""
        files = {"configuratie": self.configuration} if self.configuration else {}
        files |= {"raamwerk": self.framework} if self.framework else {}
        files |= self._of_programme()
        return files | (self.opinion.files() if self.opinion else {})

    def _of_programme(self) -> dict[str, Path]:
        """Return the files of a work programme that was filled in."""
        if self.programme is None:
            return {}
        names = ("werkprogramma.json", "oordelen.json")
        return {f"werkprogramma {name}": self.programme / name for name in names if (self.programme / name).is_file()}

    def all(self) -> dict[str, str]:
        """Return every option, for the manifest: also those that decide on where and how, not on what."""
        paths = {
            "export": self.export_shown,
            "out": self.out,
            "mapping": self.mapping,
            "checks": self.checks,
            "configuratie": self.configuration,
            "grootboek_bestand": self.grootboek,
        }
        given = {name: str(path) for name, path in paths.items() if path is not None}
        if self.declaratie:
            given["declaratie_bestanden"] = "; ".join(map(str, self.declaratie))
        if self.codelijst:
            given["codelijst_bestanden"] = "; ".join(map(str, self.codelijst))
        given |= self.sign_off.told()
        if self.owners:
            given["eigenaren"] = self.owners.shown()
        if not self.reports:
            given["rapporten"] = "nee"
        if self.oscal:
            given["oscal"] = "ja"
        if self.division:
            given |= {"delen": str(self.division.parts), "motor": self.division.motor}
        if self.signed_by:
            given["onderteken"] = self.signed_by
        if self.archief is not None:
            given |= {"archief": self.archive_shown or "", "reeks": self.reeks}
        return {
            **self.influence(),
            **given,
            "fail_on": self.fail_on,
            "overschrijf": "ja" if self.overwrite else "nee",
            "csv": self.csv,
            "toegang": self.access,
        }


def export_of(given: str | None) -> Path | str | None:
    """Return the export as a path or as the address of a database."""
    return given if given is None or is_address(given) else Path(given)


def peildatum_of(text: str | None) -> date:
    """Return the day that an audit stands on, as the user wrote it; without one today."""
    if text is None:
        return date.today()  # the day of the person at this machine is meant
    given: date | None = None
    # The library also reads weeks (2024-W01-1) and digits of other scripts.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            given = date.fromisoformat(text)
    if given is not None and not FIRST_DAY <= given <= LAST_DAY:
        raise UsageError(
            nl=f"--peildatum {given} ligt buiten {FIRST_DAY} t/m {LAST_DAY}.",
            en=f"--peildatum {given} lies outside {FIRST_DAY} to {LAST_DAY}.",
        )
    if given is None:
        raise UsageError(
            nl=f"--peildatum '{text}' is geen datum. Schrijf hem als 2024-12-31.",
            en=f"--peildatum '{text}' is no date. Write it as 2024-12-31.",
        )
    return given
