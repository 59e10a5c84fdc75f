"""The first ``zpm-audit.yaml`` of an audit folder: every key with its explanation, ready for a person to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping

HEAD = """\
# Configuratie van zpm-audit. `zpm-audit run` in deze map doet de rest; een optie op de opdrachtregel gaat voor.
# Paden tellen vanaf deze map. ${NAAM} neemt een omgevingsvariabele: zo staat er geen wachtwoord in een bestand.
# Een regel met # ervoor doet niets; de waarde erachter is een voorbeeld. "Standaard" is wat geldt zonder die regel.
"""

#: Every key, in the order of the file: what it is for, what holds without it, and an example.
KEYS: tuple[tuple[str, str, str, str], ...] = (
    ("export", "De registratie: een map, een bestand (SQLite, GDS801) of het adres van een database.",
     "geen; dan hoort er een EXPORT op de opdrachtregel of een database in de mapping", "export: ../export"),
    ("mapping", "Hoe de export gelezen wordt, als hij er anders uitziet dan het contract.",
     "geen; de export heeft dan de namen en vormen van het contract", "mapping: mapping.yaml"),
    ("codelijst", "Officiële code- of tarieventabellen; met jaar: voor een tabel die het zelf niet zegt.",
     "geen", "codelijst: {bestanden: [prestatiecodelijst.xlsx], jaar: 2024}"),
    ("declaratie", "Declaratieberichten (GDS801) om mee aan te sluiten.", "geen", "declaratie: [bericht.xml]"),
    ("grootboek", "Auditfile (XAF) van het grootboek en de omzetrekeningen, om per maand mee aan te sluiten.", "geen",
     "grootboek: {bestand: auditfile.xaf, rekeningen: ['8000', '801*']}"),
    ("extra_checks", "Mappen met eigen checks, naast de meegeleverde.", "geen", "extra_checks: [eigen-checks]"),
    ("parameters", "Eigen grenzen, met bron en wie ze besloot.", "die van de catalogus", "parameters: grenzen.yaml"),
    ("instellingen", "Keuzes waarvan checks afhangen; `zpm-audit checks show ID` noemt ze.",
     "die van de catalogus", "instellingen: {contract_hoogspecialistisch: ja}"),
    ("periode", "Beoordeel alleen deze periode: 2024, 2024-K2, 2024-03 of DAG..DAG.", "alles", "periode: 2024"),
    ("archief", "Waar runs bewaard worden om ze te vergelijken: een SQLite-bestand of een adres.",
     "geen", "archief: archief.sqlite"),
    ("reeks", "Naam van de reeks runs in het archief.", "standaard", "reeks: nacht"),
    ("acceptaties", "Afwijkingen die iemand met een reden accepteerde; vier_ogen: ja vraagt bij elke een tweede.",
     "geen", "acceptaties: {bestand: acceptaties.yaml, vier_ogen: ja}"),
    ("raamwerk", "Doelstellingen, risico's en beheersmaatregelen.", "geen", "raamwerk: raamwerk.yaml"),
    ("werkprogramma", "Map van een ingevuld werkprogramma: de uitkomst per norm komt in de rapporten.", "geen",
     "werkprogramma: zpm-audit-werkprogramma/2024"),
    ("tolerantie", "Hoeveel er fout mag zijn: een deel en euro's; voor het geheel, per thema, per check. "
     "steekproeven: mappen van trekkingen.", "geen", "tolerantie: {geheel: {rijen: 1%, eur: 25000}}"),
    ("grenzen", "Vanaf waar op een export niet te bouwen is (exitcode 5).",
     "opzij 5%, uitgevoerd 50%, sleutels 5%, daling 20%", "grenzen: {opzij: 2%}"),
    ("uitvoer", "Map waarin elke run een eigen map krijgt.", "zpm-audit-uitvoer", "uitvoer: zpm-audit-uitvoer"),
    ("taal", "Taal van meldingen en rapporten: nl of en.", "nl", "taal: nl"),
    ("fail_on", "Welke open afwijkingen exitcode 1 geven: fout, signaal, nieuw (met een archief) of nooit.", "fout",
     "fail_on: fout"),
    ("werklijsten", "Werklijsten per regiebehandelaar, behandelaar, team, setting, thema, ...", "geen",
     "werklijsten: [regiebehandelaar, team]"),
    ("oscal", "Schrijf ook oscal.json, voor een GRC-systeem.", "nee", "oscal: ja"),
    ("eigenaren", "Wie iets doet aan wat een thema of check vindt, en binnen hoeveel dagen; een check gaat voor.",
     "niemand",
     "eigenaren: {themas: {regiebehandelaar: {eigenaar: Administratie, dagen: 14}}, checks: {ZPM-PR-01: {dagen: 5}}}"),
    ("melden", "De samenvatting per mail. Het wachtwoord komt altijd uit een omgevingsvariabele.", "geen mail",
     "melden: {server: smtp.voorbeeld.nl, van: audit@voorbeeld.nl, aan: [controller@voorbeeld.nl], "
     "gebruiker: audit, wachtwoord: '${ZPM_MAIL_WACHTWOORD}'}"),
    ("bewaren", "Verwijder na een run eigen uitvoer die ouder is dan zoveel dagen; de nieuwste `minstens` blijven.",
     "alles blijft", "bewaren: {dagen: 400, minstens: 10}"),
    ("onderteken", "SSH-sleutel waarmee elke run zijn manifest ondertekent; met een agent volstaat de publieke helft.",
     "geen handtekening", "onderteken: sleutels/audit"),
    ("aanbieder", "Over wie de audit gaat; staat op de eerste pagina en het werkpapier.", "niet opgegeven",
     "aanbieder: {naam: GGZ Voorbeeld, agb: '22220000'}"),
    ("uitgevoerd_door", "Wie de audit uitvoert.", "niet opgegeven", "uitgevoerd_door: J. Jansen"),
    ("beoordeeld_door", "Wie de audit beoordeelt.", "niet opgegeven", "beoordeeld_door: P. Pieters"),
    ("beoordeeld_op", "De dag waarop de audit beoordeeld is; de dag van uitvoering staat er vanzelf.",
     "niet opgegeven", "beoordeeld_op: 2025-01-15"),
    ("conclusie_beoordelaar", "Wat de beoordelaar concludeert, in eigen woorden.", "niet opgegeven",
     "conclusie_beoordelaar: De uitkomst is toereikend voor de verantwoording over 2024."),
)  # fmt: skip

ACCEPTANCES = """\
# Geaccepteerde afwijkingen. Zij blijven in elke lijst en telling staan, met het id ernaast, en geven geen exitcode 1.
# Elke heeft: id, check, een van waar / onderwerp_id / bevinding_id, reden, door, op, tot (t/m); bewijs en tweede mogen.
# waar is SQL over de kolommen van bevindingen.csv. Patiënten staan daar als pseudoniem, dus ook hier.
#
# - id: A-2024-001
#   check: ZPM-PR-01
#   waar: team = 'Noord' and datum < date '2024-07-01'
#   reden: Bekende fout in de agenda van Noord; hersteld per 1 juli, correctie loopt.
#   door: J. Jansen
#   tweede: P. Pieters
#   op: 2024-09-01
#   tot: 2025-03-01
#   bewijs: notulen stuurgroep 2024-08-28
[]
"""

FRAMEWORK = """\
# Het beheersraamwerk: wat u wilt bereiken, wat mis kan gaan, en wat u daartegen doet.
doelstellingen: []
risicos: []
beheersmaatregelen: []
"""


def configuration_text(chosen: Mapping[str, str]) -> str:
    """Return the file, with these keys filled in (a plain text each) and every other one as an example."""
    parts = [HEAD]
    for key, purpose, standard, example in KEYS:
        own = f"{key}: {json.dumps(chosen.get(key), ensure_ascii=False)}  # anders dan standaard"
        line = own if key in chosen else f"# {example}"
        parts.append(f"# {purpose}\n# Standaard: {standard}.\n{line}\n")
    return "\n".join(parts)
