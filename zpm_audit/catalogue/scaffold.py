"""A first check with its cases, to fill in: what is still open says so, and is refused until it is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.language import Language, Text
from zpm_audit.base.resources import schema_dir
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.checks.model import CHECK_ID

#: Stands in a file wherever somebody still has to write something.
OPEN = "INVULLEN"
_FOLDER = Path("eigen-checks")
_THEME = re.compile(r"[a-z-]+")

_CHECK = """\
# yaml-language-server: $schema={schema}
# Een eigen check. Alles waar {open} staat vult u in; de uitdrukkingen eronder zijn een voorbeeld dat werkt, en dat u
# vervangt door wat u wilt toetsen. De taal staat in docs/checktaal.md, de kolommen staan in docs/export.md.
id: {id}
titel:
  nl: "{open}: wat deze check eist, in een paar woorden"
  en: "{open}: the same in English"
versie: 1
ernst: signaal            # fout of signaal
thema: {thema}
onderwerp: prestatie      # prestatie, zorgtraject, patient, behandelaar of groep
risico:
  nl: "{open}: wat er misgaat als hier niet aan voldaan is"
  en: "{open}: the same in English"
eist:
  nl: "{open}: wat de norm eist, in een zin"
  en: "{open}: the same in English"
doen:
  nl: "{open}: wat iemand met een bevinding doet"
  en: "{open}: the same in English"
norm:
  - bron: "{open}: waar dit geschreven staat"
    geldig_van: 2022-01-01
    zekerheid: C
    geverifieerd_op: {today}
parameters:
  maximum_minuten:
    omschrijving:
      nl: "{open}: wat deze grens is"
      en: "{open}: the same in English"
    eenheid: minuten
    op: datum               # de datum van de eenheid die bepaalt welke waarde geldt
    waarden:
      - {{waarde: 240, zekerheid: C, bron: "{open}: waar deze grens vandaan komt"}}
# De noemer: over wie de check gaat.
populatie:
  tabel: prestaties
  waar: prestatiegroep = 'consult'
  woorden:
    nl: "{open}: over wie de check gaat"
    en: "{open}: the same in English"
# Wat waar moet zijn. Is een kolom leeg, dan is het oordeel onbepaald.
eis: gerealiseerde_minuten <= maximum_minuten
waarde: gerealiseerde_minuten
grens: maximum_minuten
datum: datum
# De zin bij een bevinding. Tussen haken staat een naam, bijvoorbeeld {{gerealiseerde_minuten}} of {{maximum_minuten}}.
melding:
  nl: "{open}: wat er aan de hand is; {{gerealiseerde_minuten}} minuten, hoogstens {{maximum_minuten}}"
  en: "{open}: the same in English; {{gerealiseerde_minuten}} minutes, at most {{maximum_minuten}}"
"""

_CASES = """\
# De gevallen bij {id}: kleine exports met het oordeel dat u verwacht. Van elk oordeel een, en aan beide kanten van
# elke grens een. Pas ze aan als u de uitdrukkingen van de check verandert.
check: {id}
peildatum: {year}-12-31
standaard:
  prestaties: {{prestatie_id: P, patient_id: A, datum: {year}-03-01, prestatiegroep: consult}}
gevallen:
  - naam: precies op de grens
    verwacht: voldoet
    grens: maximum_minuten
    kant: binnen
    prestaties: [{{gerealiseerde_minuten: 240}}]
  - naam: net over de grens
    verwacht: afwijking
    grens: maximum_minuten
    kant: buiten
    prestaties: [{{gerealiseerde_minuten: 241}}]
  - naam: niet bekend hoe lang
    verwacht: onbepaald
    prestaties: [{{}}]
  - naam: een andere prestatie telt niet mee
    verwacht: buiten
    prestaties: [{{prestatiegroep: reistijd, gerealiseerde_minuten: 300}}]
"""


def scaffold_lines(check_id: str, folder: Path | None, language: Language) -> list[str]:
    """Write a check with its cases to fill in; return what to do next."""
    folder = folder or _FOLDER
    _refuse(check_id, folder)
    theme = folder.resolve().name
    check, cases = folder / f"{check_id}.yaml", folder / f"{check_id}.gevallen.yaml"
    for path in (check, cases):
        if path.exists():
            raise UsageError(
                nl=f"{path} bestaat al. Kies een ander nummer of een andere map.",
                en=f"{path} exists already. Choose another number or another folder.",
            )
    today = date.today()
    fill = {"id": check_id, "thema": theme, "open": OPEN, "today": today, "year": today.year}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        schema = (schema_dir() / "check.schema.json").as_posix()
        check.write_text(_CHECK.format(**fill, schema=schema), encoding="utf-8", newline="\n")
        cases.write_text(_CASES.format(**fill), encoding="utf-8", newline="\n")
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"In {folder} is niet te schrijven: {why.nl}. Kies met --in een map waarin u mag schrijven.",
            en=f"{folder} cannot be written: {why.en}. Choose a folder with --in that you may write in.",
        ) from error
    told = Text(
        f"{check} en {cases.name} zijn gemaakt. Vul in waar {OPEN} staat, en daarna:\n"
        f"  zpm-audit checks lint --extra-checks {folder}\n"
        f"  zpm-audit checks test {check_id} --extra-checks {folder}\n"
        f"  zpm-audit run EXPORT --extra-checks {folder}",
        f"{check} and {cases.name} were made. Fill in what says {OPEN}, and then:\n"
        f"  zpm-audit checks lint --extra-checks {folder}\n"
        f"  zpm-audit checks test {check_id} --extra-checks {folder}\n"
        f"  zpm-audit run EXPORT --extra-checks {folder}",
    )
    return told.in_(language).splitlines()


def _refuse(check_id: str, folder: Path) -> None:
    if not re.fullmatch(CHECK_ID.strip("^$"), check_id) or check_id.startswith("ZPM-"):
        raise UsageError(
            nl=f"'{check_id}' kan geen id van een eigen check zijn. Kies er een zoals EIGEN-ZZ-01; ZPM- is van de "
            "meegeleverde checks.",
            en=f"'{check_id}' cannot be the id of a check of your own. Choose one like EIGEN-ZZ-01; ZPM- is of the "
            "shipped checks.",
        )
    if not _THEME.fullmatch(folder.resolve().name):
        raise UsageError(
            nl=f"De map {folder} is ook de naam van het thema, en die heeft alleen kleine letters en streepjes. "
            "Geef met --in bijvoorbeeld eigen-checks/wachttijden.",
            en=f"The folder {folder} names the theme too, which has lower case letters and dashes only. "
            "Give for example --in eigen-checks/wachttijden.",
        )


def unfinished(source: YamlText) -> list[Problem]:
    """Return every place of a check or its cases that is still to be filled in."""
    return [
        source.problem(
            at,
            Text(f"hier staat nog {OPEN}", f"this still says {OPEN}"),
            Text("schrijf hier wat er gevraagd wordt", "write here what is asked for"),
        )
        for at in _open(source.data, ())
    ]


def _open(data: Any, at: PathKey) -> Iterator[PathKey]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _open(value, (*at, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _open(value, (*at, i))
    elif isinstance(data, str) and OPEN in data:
        yield at
