"""What an archive keeps of a run so that it can be judged once more: where its export was, and every choice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zpm_audit.base.period import parse_period
from zpm_audit.base.settings import Given, shown
from zpm_audit.catalogue.loader import DEFINITIONS, REFERENCES, SUITES, load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.options import Options

_CHECKS, _EXTRA, _LIMITS = "checks", "extra", "parameters.yaml"


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


def export_of_run(
    kept: Mapping[str, Any], peildatum: str, export: Path | str | None, judged_by: Mapping[str, Any]
) -> Options:
    """Return options that read the export of one run and judge it by the choices of another."""
    from datetime import date

    period = judged_by["periode"]
    return Options(
        export=export,
        mapping=Path(kept["mapping"]) if kept["mapping"] else None,
        peildatum=date.fromisoformat(peildatum),
        period=parse_period(period) if period else None,
        differences_allowed=True,
        gx="uit",
        codelijst=tuple(Path(path) for path in kept["codelijst"]),
        codelijst_year=kept["codelijst_jaar"],
        codelijst_removed=tuple(kept["codelijst_vervallen"]),
        choices={name: Given(value, name) for name, value in judged_by["instellingen"].items()},
    )


def catalogue_files(catalogue: Catalogue) -> dict[str, Path]:
    """Return every file that judging needs, by its place: the checks, those beside them, and limits of one's own."""
    shared = next((p for p in catalogue.borrowed if p.name == DEFINITIONS), catalogue.folder / DEFINITIONS)
    files = {f"{_CHECKS}/{DEFINITIONS}": shared}
    for path in catalogue.files.values():
        own = path.is_relative_to(catalogue.folder)
        place = path.relative_to(catalogue.folder).as_posix() if own else f"{path.resolve().parent.name}/{path.name}"
        files[f"{_CHECKS if own else _EXTRA}/{place}"] = path
    files |= {f"{_CHECKS}/{REFERENCES}/{path.name}": path for path in catalogue.references.values()}
    files |= {f"{_CHECKS}/{SUITES}/{path.name}": path for path in sorted(catalogue.suites.glob("*.yaml"))}
    return files | ({_LIMITS: catalogue.own_limits} if catalogue.own_limits else {})


def catalogue_in(folder: Path) -> Catalogue:
    """Return the catalogue whose files stand below a folder."""
    extra, limits = folder / _EXTRA, folder / _LIMITS
    beside = sorted(extra.iterdir()) if extra.is_dir() else []
    return load_catalogue(folder / _CHECKS, beside, limits if limits.is_file() else None)
