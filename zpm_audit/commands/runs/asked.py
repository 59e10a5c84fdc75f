"""What a run was asked, as far as it decides on a verdict, whoever remembers it: an archive or a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zpm_audit.base.language import Language
from zpm_audit.base.period import parse_period
from zpm_audit.base.settings import Given, shown
from zpm_audit.commands.options import Options

_SETTING = "instelling "


@dataclass(frozen=True)
class Files:
    """Where the files beside the export that steered a run are now."""

    mapping: Path | None = None
    codelijst: tuple[Path, ...] = ()
    declaratie: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The choices of a run. ``instellingen`` are as text; ``source`` is who remembers them, for messages."""

    peildatum: str
    periode: str | None = None
    instellingen: Mapping[str, str] = field(default_factory=dict)
    codelijst_jaar: int | None = None
    codelijst_vervallen: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    differences_allowed: bool = True
    source: str = ""

    @classmethod
    def of_archive(cls, kept: Mapping[str, Any], peildatum: str) -> Asked:
        """Return the choices of a run as an archive keeps them (``kept_options``)."""
        return cls(
            peildatum=peildatum,
            periode=kept["periode"],
            instellingen=kept["instellingen"],
            codelijst_jaar=kept["codelijst_jaar"],
            codelijst_vervallen=tuple(kept["codelijst_vervallen"]),
        )

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any], source: str) -> Asked:
        """Return the choices of a run as its manifest tells of them."""
        told: Mapping[str, str] = manifest["opties"]
        removed = told.get("codelijst_vervallen")
        return cls(
            peildatum=told["peildatum"],
            periode=told.get("periode"),
            instellingen={n.removeprefix(_SETTING): v for n, v in told.items() if n.startswith(_SETTING)},
            codelijst_jaar=int(told["codelijst_jaar"]) if "codelijst_jaar" in told else None,
            codelijst_vervallen=tuple(removed.split(", ")) if removed else (),
            select=tuple(told["select"].split(", ")) if told["select"] != "alle" else None,
            differences_allowed=told["verschil_toegestaan"] == "ja",
            source=source,
        )

    def options(
        self, export: Path | str | None, files: Files, language: Language = "nl", *, traceable: bool = False
    ) -> Options:
        """Return options that read an export with these files and judge it by these choices."""
        return Options(
            export=export,
            mapping=files.mapping,
            select=self.select,
            peildatum=date.fromisoformat(self.peildatum),
            period=parse_period(self.periode) if self.periode else None,
            language=language,
            traceable=traceable,
            differences_allowed=self.differences_allowed,
            gx="uit",
            declaratie=files.declaratie,
            codelijst=files.codelijst,
            codelijst_year=self.codelijst_jaar,
            codelijst_removed=self.codelijst_vervallen,
            choices={name: Given(value, self.source or name) for name, value in self.instellingen.items()},
        )


def kept_options(options: Options) -> dict[str, Any]:
    """Return the options of a run as an archive keeps them: whole paths, no credentials."""
    whole = options.export.resolve() if isinstance(options.export, Path) else options.export_shown
    return {
        "export": None if whole is None else str(whole),
        "export_is_adres": isinstance(options.export, str),
        "mapping": str(options.mapping.resolve()) if options.mapping else None,
        "codelijst": [str(path.resolve()) for path in options.codelijst],
        "codelijst_jaar": options.codelijst_year,
        "codelijst_vervallen": list(options.codelijst_removed),
        "declaratie": [str(path.resolve()) for path in options.declaratie],
        "periode": options.period.written if options.period else None,
        "instellingen": {name: shown(value) for name, value in sorted(options.instellingen.items())},
    }


def kept_files(kept: Mapping[str, Any]) -> Files:
    """Return the files beside the export where an archive says that they were; a claim decides on no verdict."""
    return Files(
        mapping=Path(kept["mapping"]) if kept["mapping"] else None,
        codelijst=tuple(Path(path) for path in kept["codelijst"]),
    )
