"""``zpm-audit mapping toets``: reads an export without judging it, and says everything that is to be said at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language
from zpm_audit.base.workplace import working_folder
from zpm_audit.catalogue.gains import Gain, gains, lacking, missing_words
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.scope import Need
from zpm_audit.commands.console import steps
from zpm_audit.commands.inputs import about_this_export, read_register
from zpm_audit.commands.options import Options
from zpm_audit.commands.trial_lines import trial_lines
from zpm_audit.commands.trust import as_tried, rows_of
from zpm_audit.intake import load_mapping
from zpm_audit.intake.account import table_facts
from zpm_audit.intake.rows.trial import ColumnRead, Trial
from zpm_audit.reconciliation import Vertrouwen, lost_keys, vertrouwen
from zpm_audit.register import Register
from zpm_audit.reports.result_json import trust_result


@dataclass(frozen=True)
class Tried:
    """What came of it; ``lacks`` holds per check what the export does not have of what it needs."""

    register: Register
    trial: Trial
    lacks: Mapping[str, frozenset[Need]]
    gains: tuple[Gain, ...]
    trust: Vertrouwen
    language: Language

    def exit_code(self) -> int:
        """Return 2 for a wrong mapping, 3 for an export that an audit refuses, 5 for one that is too incomplete."""
        errors = [error for found in self.trial.problems.values() for error in found]
        if any(error.exit_code == 4 for error in errors):
            return 4
        if any(isinstance(error, UsageError) for error in errors):
            return 2
        if errors:
            return 3
        return 0 if self.trust.voldoende else 5

    def lines(self) -> list[str]:
        """Return it for a person."""
        return trial_lines(self.register, self.trial, self.lacks, self.gains, self.trust, self.language)

    def json_lines(self) -> list[str]:
        """Return it for a program."""
        tables = [*dict.fromkeys([*self.register.tables, *self.trial.problems])]
        content = {
            "afsluitcode": self.exit_code(),
            "vertrouwen": trust_result(self.trust, self.language),
            "tabellen": [self._table(name) for name in tables],
            "checks": [
                {
                    "id": check_id,
                    "draait": not needs,
                    "ontbreekt": [lack.in_(self.language) for lack in missing_words(needs, self.register)],
                }
                for check_id, needs in self.lacks.items()
            ],
            "winst": [
                {
                    "tabel": g.table,
                    "kolommen": sorted(g.columns),
                    "hele_tabel": g.whole,
                    "checks": sorted(g.alone),
                    "samen": sorted(g.together),
                }
                for g in self.gains
            ],
        }
        return [json.dumps(content, ensure_ascii=False, indent=2)]

    def _table(self, name: str) -> dict[str, Any]:
        table = self.register.tables.get(name)
        facts = table_facts(table) if table else {}
        return {
            "tabel": name,
            "bron": table.source if table else None,
            **facts,
            "problemen": [error.message(self.language) for error in self.trial.problems.get(name, [])],
            "kolommen": [_column(column) for column in self.trial.columns.get(name, ())],
            "niet_gelezen": list(table.unknown_columns) if table else [],
        }


def _column(column: ColumnRead) -> dict[str, Any]:
    return {
        "kolom": column.column,
        "uit": column.source,
        "gemaakt_met": column.way or None,
        "gevuld": column.filled,
        "gelezen": column.read,
        "onleesbaar": [{"reden": u.reason, "cellen": u.cells, "voorbeelden": list(u.examples)} for u in column.unread],
        "voorbeelden": list(column.examples),
    }


def try_mapping(options: Options) -> Tried:
    """Read the export as an audit would, and stop at nothing that can be said together with the rest."""
    catalogue = load_catalogue(options.checks)
    mapping = load_mapping(options.mapping) if options.mapping else None
    options = options.completed(mapping, catalogue)
    trial = Trial()
    with working_folder() as work, steps() as show:
        register, _ = read_register(options, mapping, catalogue, work, show, None, trial)
        catalogue, _ = about_this_export(catalogue, register, chosen=False)
        lacks = lacking(catalogue, register)
        trust = vertrouwen(
            rows_of(register),
            lost_keys(register),
            checks=len(lacks),
            ran=sum(not needs for needs in lacks.values()),
            grenzen=options.grenzen,
        )
        return Tried(register, trial, lacks, tuple(gains(lacks, register)), as_tried(trust), options.language)
