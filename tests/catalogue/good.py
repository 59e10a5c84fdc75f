"""A small catalogue in which everything is right; each row of the tests spoils one thing in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHECK = """\
id: ZPM-XX-01
titel: {nl: Consult binnen de grens, en: Consult within the limit}
versie: 1
ernst: fout
thema: proef
onderwerp: prestatie
risico: {nl: Te lang., en: Too long.}
eist: {nl: Niet langer dan de grens., en: No longer than the limit.}
doen: {nl: Corrigeer de minuten., en: Correct the minutes.}
norm:
  - bron: Handreiking
    url: https://www.example.org/handreiking
    geldig_van: 2022-01-01
    zekerheid: Z
    geverifieerd_op: 2024-06-01
parameters:
  grens_minuten:
    omschrijving: {nl: grens, en: limit}
    eenheid: minuten
    op: datum
    waarden:
      - {tot: 2023-12-31, waarde: 60, zekerheid: A, bron: Handreiking 2022}
      - {vanaf: 2024-01-01, waarde: 75, zekerheid: A, bron: Handreiking 2024}
populatie:
  tabel: prestaties
  waar: prestatiegroep = 'consult'
  gevuld: [patient_id]
  woorden: {nl: Consulten., en: Consults.}
koppel:
  zorgtraject:
    tabel: zorgtrajecten
    sleutel: {zorgtraject_id: zorgtraject_id}
    velden:
      verwijsdag: {waarde: verwijsdatum}
  beroep:
    tabel: behandelaren
    sleutel: {behandelaar_id: behandelaar_id}
    waar: beroep <> 'arts'
    periode: {van: geldig_van, tot: geldig_tot, op: datum}
    velden:
      mag: {bestaat: true}
afgeleid:
  teveel: gerealiseerde_minuten - grens_minuten
  laatste_dag: {dagen_na: {datum: datum, dagen: grens_minuten}}
  totaal: {loopsom: {van: gerealiseerde_minuten, per: [patient_id], volgorde: [datum, prestatie_id]}}
  anders:
    sql: coalesce(verwijsdag, datum)
    leeg: zonder verwijzing telt de datum
eis: teveel <= 0 and mag
loopt: peildatum <= laatste_dag
datum: datum
uiterste_datum: laatste_dag
waarde: totaal
grens: grens_minuten
melding:
  nl: Het consult is {teveel} minuten te lang sinds {anders}.
  en: The consult is {teveel} minutes too long since {anders}.
impact: bedrag_eur
"""

DEFINITIONS = """\
beoordeeld:
  prestaties:
    sql: coalesce(declarabel, true) and datum <= peildatum
    een_van: [declarabel, datum]
    leeg: leeg betekent ja
tellingen:
  toekomst: datum > peildatum
tijdas: {prestaties: datum}
settingas: {prestaties: setting}
sleutels: {zorgtrajecten: {behandelaar_id: regiebehandelaar_id}}
themas:
  proef:
    titel: {nl: Proef, en: Trial}
koppel:
  prestaties:
    patient:
      tabel: patienten
      sleutel: {patient_id: patient_id}
      velden:
        geboren: {waarde: geboortedatum}
afgeleid:
  prestaties:
    leeftijd: {dagen_tussen: {van: geboren, tot: datum}}
"""

GROUP = (
    CHECK.replace("onderwerp: prestatie", "onderwerp: groep")
    .replace(
        CHECK[CHECK.index("    op: datum\n") : CHECK.index("melding:")],
        """\
    op: eerste_dag
    waarden:
      - {waarde: 60, zekerheid: A, bron: Handreiking 2022}
populatie:
  tabel: prestaties
  groep:
    waar: prestatiegroep = 'consult' and gerealiseerde_minuten is not null
    per:
      jaar: extract(year from datum)
    velden:
      aantal: count(prestatie_id)
      minuten: sum(gerealiseerde_minuten)
      eerste_dag: min(datum)
  woorden: {nl: Jaren., en: Years.}
afgeleid:
  teveel: minuten - grens_minuten * aantal
  anders: eerste_dag
eis: teveel <= 0
waarde: minuten / aantal
grens: grens_minuten
""",
    )
    .replace("impact: bedrag_eur\n", "impact: teveel\n")
)

CASES = """\
check: ZPM-XX-01
peildatum: 2025-12-31
standaard:
  prestaties: {prestatie_id: P, patient_id: A, datum: 2024-03-04, prestatiegroep: consult, behandelaar_id: B}
  behandelaren: {behandelaar_id: B, beroep: psychiater}
gevallen:
  - naam: precies op de grens
    verwacht: voldoet
    grens: grens_minuten
    kant: binnen
    grens_vanaf: 2024-01-01
    prestaties: [{gerealiseerde_minuten: 75}]
    behandelaren: [{}]
  - naam: een minuut te lang
    verwacht: afwijking
    grens: grens_minuten
    kant: buiten
    grens_vanaf: 2024-01-01
    prestaties: [{gerealiseerde_minuten: 76, bedrag_eur: 12.50}]
    behandelaren: [{}]
    impact: {P: 12.50}
  - naam: op de grens van voor 2024
    verwacht: {P: voldoet}
    grens: grens_minuten
    kant: binnen
    prestaties: [{datum: 2023-12-31, gerealiseerde_minuten: 60}]
    behandelaren: [{}]
  - naam: in 2023 te lang
    verwacht: {P: afwijking}
    grens: grens_minuten
    kant: buiten
    prestaties: [{datum: 2023-12-31, gerealiseerde_minuten: 61}]
    behandelaren: [{}]
  - naam: minuten zijn leeg
    verwacht: onbepaald
    prestaties: [{gerealiseerde_minuten: null}]
    behandelaren: [{}]
  - naam: de termijn loopt nog
    verwacht: loopt
    peildatum: 2024-03-05
    prestaties: [{gerealiseerde_minuten: 76}]
    behandelaren: [{}]
"""


@dataclass(frozen=True)
class Folder:
    """A catalogue in a folder of its own."""

    path: Path

    @property
    def check(self) -> Path:
        return self.path / "proef" / "ZPM-XX-01.yaml"

    @property
    def definitions(self) -> Path:
        return self.path / "definities.yaml"

    @property
    def cases(self) -> Path:
        return self.path / "proef" / "ZPM-XX-01.gevallen.yaml"


def write(path: Path, check: str | bytes = CHECK, definitions: str = DEFINITIONS, cases: str = CASES) -> Folder:
    """Write a catalogue with one check, its cases and the shared definitions."""
    folder = Folder(path)
    folder.check.parent.mkdir(parents=True)
    folder.check.write_bytes(check if isinstance(check, bytes) else check.encode())
    folder.definitions.write_text(definitions, encoding="utf-8")
    folder.cases.write_text(cases, encoding="utf-8")
    return folder


def spoil(text: str, old: str, new: str) -> str:
    """Replace the one place where ``old`` stands."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the good file"
    return text.replace(old, new)
