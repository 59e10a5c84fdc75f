"""Tiny checks and tiny registers: what a test says, and nothing else, decides the outcome."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.outcome import Counts
from zpm_audit.engine.proof.probe import Unit, probe
from zpm_audit.engine.run import Judged, Judgement, judge
from zpm_audit.register import TABLES, Register, RegisterTable

DAY = date(2024, 3, 4)
TODAY = date(2024, 12, 31)
Rows = Sequence[Mapping[str, Any]]

_WORDS = {"nl": "Proef.", "en": "Trial."}
_CHECK: dict[str, Any] = {
    "id": "ZPM-XX-01",
    "titel": _WORDS,
    "versie": 1,
    "ernst": "fout",
    "thema": "proef",
    "onderwerp": "prestatie",
    "risico": _WORDS,
    "eist": _WORDS,
    "doen": _WORDS,
    "norm": [{"bron": "Proef", "geldig_van": date(2022, 1, 1), "zekerheid": "Z", "geverifieerd_op": TODAY}],
    "populatie": {"tabel": "prestaties", "woorden": _WORDS},
    "datum": "datum",
    "waarde": "datum",
    "grens": "datum",
    "melding": {"nl": "Niet goed.", "en": "Not right."},
}
DEFINITIONS: dict[str, Any] = {
    "beoordeeld": {
        "prestaties": {
            "sql": "coalesce(declarabel, true) and datum <= peildatum",
            "een_van": ["declarabel", "datum"],
            "leeg": "leeg betekent ja",
        }
    },
    "tellingen": {
        "toekomst": "datum > peildatum",
        "niet_declarabel": {
            "sql": "not coalesce(declarabel, true) and datum <= peildatum",
            "een_van": ["declarabel", "datum"],
            "leeg": "leeg betekent ja",
        },
    },
    "tijdas": {"prestaties": "datum", "zorgtrajecten": "startdatum"},
    "settingas": {"prestaties": "setting"},
    "sleutels": {"zorgtrajecten": {"behandelaar_id": "regiebehandelaar_id"}},
    "themas": {"proef": {"titel": _WORDS}},
}


def check(number: int = 1, tabel: str = "prestaties", waar: str | None = None, **parts: Any) -> dict[str, Any]:
    """Return a check; ``parts`` are its keys, and ``populatie`` comes out of ``tabel`` and ``waar``."""
    made = copy.deepcopy(_CHECK)
    made["id"] = f"ZPM-X{chr(65 + number // 100)}-{number % 100:02d}"
    made["populatie"]["tabel"] = tabel
    if waar:
        made["populatie"]["waar"] = waar
    if tabel == "zorgtrajecten":
        made |= {"onderwerp": "zorgtraject", "datum": "startdatum", "waarde": "startdatum", "grens": "startdatum"}
    for key in ("gevuld", "groep"):
        if key in parts:
            made["populatie"][key] = parts.pop(key)
    return {k: v for k, v in {**made, **parts}.items() if v is not None}


def parameter(*values: Mapping[str, Any], op: str = "datum") -> dict[str, Any]:
    """Return a parameter with these dated values."""
    dated = [{"zekerheid": "C", "bron": "Proef", **value} for value in values]
    return {"omschrijving": _WORDS, "eenheid": "stuks", "op": op, "waarden": dated}


@dataclass(frozen=True)
class Memory(RegisterTable):
    """A table of the register that is kept in memory."""

    frame: pl.DataFrame = field(default_factory=pl.DataFrame)

    def scan(self) -> pl.LazyFrame:
        return self.frame.lazy()


def table(name: str, rows: Rows | pl.DataFrame, columns: Sequence[str] | None = None) -> Memory:
    """Return a table with the columns that its rows have (or ``columns``), and those that the contract demands."""
    if not isinstance(rows, pl.DataFrame):
        used = {key for row in rows for key in row} if columns is None else set(columns)
        schema = {c.name: c.dtype for c in TABLES[name].columns if c.required or c.name in used}
        defaults = {"patient_id": "A", "datum": DAY, "prestatiegroep": "consult", "startdatum": DAY}
        defaults |= {"prestatie_id": "P{n}", "zorgtraject_id": "Z{n}", "behandelaar_id": "B", "beroep": "arts"}
        required = {c.name for c in TABLES[name].columns if c.required}
        filled = [
            {k: v for k, v in {**{k: str(v).format(n=n) if isinstance(v, str) else v for k, v in defaults.items()
                                  if k in required}, **row}.items() if k in schema}
            for n, row in enumerate(rows, start=1)
        ]  # fmt: skip
        rows = pl.DataFrame(filled, schema=schema, orient="row")
    return Memory(name, Path(), frozenset(rows.columns), rows.height, rows.height, 0, name, frame=rows)


def register(**tables: Rows | pl.DataFrame | RegisterTable) -> Register:
    """Return a register with these tables."""
    made = {n: t if isinstance(t, RegisterTable) else table(n, t) for n, t in tables.items()}
    return Register(made)


class _Plain(yaml.SafeDumper):
    """Writes every value out: the loader refuses references within a file."""

    def ignore_aliases(self, data: Any) -> bool:
        return data is not None


def _dumped(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=_Plain, sort_keys=False)
    return text


def catalogue(folder: Path, *checks: Mapping[str, Any], definitions: Mapping[str, Any] | None = None) -> Catalogue:
    """Write checks to files and load them, so that every test goes through the strict loader."""
    (folder / "proef").mkdir(parents=True)
    shared = {**DEFINITIONS, **(definitions or {})}
    (folder / "definities.yaml").write_text(_dumped(shared), encoding="utf-8")
    for one in checks:
        target = folder / "proef" / f"{one['id']}.yaml"
        target.write_text(_dumped(one), encoding="utf-8")
    return load_catalogue(folder)


@dataclass(frozen=True)
class Outcome:
    """What came out of one check: per unit, and counted by the run."""

    units: dict[str, Unit]
    judged: Judged
    run: Judgement

    @property
    def verdicts(self) -> dict[str, str]:
        return {key: unit.verdict for key, unit in sorted(self.units.items())}

    @property
    def counts(self) -> Counts:
        return self.judged.counts

    def values(self) -> dict[str, str | None]:
        return {key: unit.value for key, unit in sorted(self.units.items())}


def run(
    folder: Path,
    checked: Mapping[str, Any],
    data: Register,
    *,
    definitions: Mapping[str, Any] | None = None,
    today: date = TODAY,
) -> Outcome:
    """Judge one check twice, unit by unit and counted, and demand that both say the same."""
    loaded = catalogue(folder / "checks", checked, definitions=definitions)
    judgement = judge(data, loaded, today, folder / "work")
    one = judgement.checks[0]
    units = probe(Context(data, loaded, today), one.check)
    seen = Counter(unit.verdict for unit in units.values())
    for name in ("voldoet", "afwijking", "onbepaald", "loopt", "buiten_beeld"):
        assert getattr(one.counts, name) == seen[name], (name, one.counts, seen)
    assert one.counts.populatie == sum(seen[n] for n in ("voldoet", "afwijking", "onbepaald", "loopt"))
    return Outcome(units, one, judgement)
