"""A first mapping for an export, from what stands in it; a person corrects it. Doubt is marked ``controleren``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zpm_audit.base.environment import filled_address
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.workplace import working_folder
from zpm_audit.intake.databases.address import Address
from zpm_audit.intake.databases.secrets import without_secrets
from zpm_audit.intake.proposal.choose import choose
from zpm_audit.intake.proposal.derive import derive, of_code
from zpm_audit.intake.proposal.exports import open_export
from zpm_audit.intake.proposal.fit import Fitter
from zpm_audit.intake.proposal.keys import witnesses
from zpm_audit.intake.proposal.lookups import look_up
from zpm_audit.intake.proposal.matching import Matched, both, match
from zpm_audit.intake.proposal.meanings import Meanings
from zpm_audit.intake.proposal.notation import NotationGuesser
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.structure import structure
from zpm_audit.intake.proposal.words import load_words
from zpm_audit.intake.proposal.write import flow, table_lines
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.register.schema import REQUIRED_TABLES


def propose_mapping(export: Path | str, *, words: Path | None = None) -> str:
    """Return the text of a mapping for the export at this path or database address; ``words`` are the user's own."""
    if isinstance(export, Path) and not export.exists():
        raise InputRefusedError(
            nl=f"Export {export} bestaat niet. Geef de map (of SQLite-database) met de export.",
            en=f"Export {export} does not exist. Give the folder (or SQLite database) with the export.",
        )
    vocabulary = load_words(words)
    left: list[str] = []
    with working_folder() as folder, reading(_shown(export)):
        sources = open_export(_filled(export), folder, vocabulary, left)
        fitter = Fitter(vocabulary, Meanings(vocabulary))
        found = recognise(fitter, sources)
        if not found:
            raise InputRefusedError(
                nl=f"In {_shown(export)} is geen tabel te herkennen. Leg er CSV-, Parquet- of XLSX-bestanden neer, "
                "bijvoorbeeld prestaties.csv en zorgtrajecten.csv.",
                en=f"No table can be recognised in {_shown(export)}. Put CSV, Parquet or XLSX files there, "
                "for example prestaties.csv and zorgtrajecten.csv.",
            )
        lines = _head(export, found, [*left, *_unused(sources, found)])
        guesser = NotationGuesser(fitter.meanings, sources)
        for matched in found:
            lines += table_lines(matched, guesser.guess(matched))
    return "\n".join(lines) + "\n"


def recognise(fitter: Fitter, sources: Sequence[Opened]) -> list[Matched]:
    """Return the tables with the columns that were found, by what they are and by what they say of each other."""
    seen = structure(sources, fitter)
    chosen = choose(fitter, sources, seen)
    tables = {matched.table: matched for matched in chosen}
    for matched in chosen:
        known = both(seen.of(matched.opened, matched.table), witnesses(matched, tables, fitter))
        again = match(fitter, matched.table, matched.opened, known, matched.varying)
        if "uniek" in matched.settings:
            again.asked = {}
        matched.found, matched.asked = again.found, again.asked
    for matched in chosen:
        derive(matched, fitter)
    for matched in chosen:
        look_up(matched, sources, tables, fitter)
        of_code(matched, fitter.meanings)
        _without_totals(matched)
    return chosen


def _without_totals(matched: Matched) -> None:
    """Say which rows count where rows below the data sum them up: those with a patient, or another required value."""
    if not matched.opened.totals or "waar" in matched.settings:
        return
    for column in matched.columns:
        fit = matched.found.get(column.name)
        if column.required and fit is not None and isinstance(fit.said, str) and fit.said != matched.opened.names[0]:
            matched.settings["waar"] = {fit.said: {"gevuld": "ja"}}
            return


def _filled(export: Path | str) -> Path | str:
    if isinstance(export, Path):
        return export
    return filled_address(export, "het adres", "the address")


def _shown(export: Path | str) -> str:
    return str(export) if isinstance(export, Path) else Address(export).shown


def _unused(sources: Sequence[Opened], found: Sequence[Matched]) -> list[str]:
    looked_up = str([fit.said for matched in found for fit in matched.found.values() if isinstance(fit.said, dict)])
    return [
        opened.shown
        for opened in sources
        if all(opened is not matched.opened for matched in found) and repr(opened.shown) not in looked_up
    ]


def _head(export: Path | str, found: Sequence[Matched], left: Sequence[str]) -> list[str]:
    name = export.name if isinstance(export, Path) else "de database"
    lines = [
        f"# Voorstel voor de mapping van {name}, gemaakt door `zpm-audit init`.",
        "# Kijk alles na, vooral waar 'controleren' staat. Links de naam van het contract, rechts die van de bron.",
        "# Achter elke kolom staat hoe zeker het voorstel is, en waarom. Een vraag begint met een #.",
    ]
    missing = [name for name in REQUIRED_TABLES if name not in {m.table for m in found}]
    lines += [f"# controleren: tabel {name} is verplicht en niet gevonden." for name in missing]
    lines += [f"# controleren: niet gebruikt: {shown}" for shown in left]
    if isinstance(export, str):
        address, variables = without_secrets(export)
        lines.append("")
        if variables:
            lines.append(
                f"# Wat geheim is staat niet in dit bestand; zet het in een omgevingsvariabele: {', '.join(variables)}."
            )
        lines.append(f"database: {flow(address)}")
    return [*lines, "", "tabellen:"]
