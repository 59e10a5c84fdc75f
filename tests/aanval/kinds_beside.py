"""Cases of what stands beside an export: a ledger, official lists, a declaration, totals, choices, acceptances."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape

import polars as pl

from tests.aanval.case import BSNS, PATIENT, Case, Draw, run_of
from tests.aanval.exports import message, plain, sheet, spoiled, write_export, write_workbook
from tests.aanval.values import AMOUNTS, DAYS, NUMBERS, PAYLOADS, TEXTS
from tests.reconciliation.xaf import auditfile, journal, posting, transaction

_NAMESPACES = ("http://www.auditfiles.nl/XAF/3.2", "http://www.auditfiles.nl/XAF/4.0", "", "urn:x", "http://x/XAF/2.0")
_ACCOUNTS = ("8000", "801*", "*", "", "9999", "8000*", "=1+1", "<script>", "\u0668\u0660\u0660\u0660", "x" * 300)


def _cell(draw: Draw) -> str:
    return escape(plain(draw.some(*TEXTS)))


def _ledger(draw: Draw) -> bytes:
    """Return an auditfile with values that fit nowhere, and people in every place of which nothing is kept."""
    lines = [
        posting(
            draw.some("8000", "8010", "1300") if draw.odds(0.9) else _cell(draw),
            draw.some(*AMOUNTS) if draw.odds(0.05) else "12.50",
            draw.some("C", "D", "X", "") if draw.odds(0.05) else draw.some("C", "D"),
            draw.some(*DAYS) if draw.odds(0.05) else "2024-03-31",
            f"<desc>{PATIENT}0001 {_cell(draw)}</desc>" + ("<amnt>1</amnt>" if draw.odds(0.005) else ""),
        )
        for _ in range(draw.chance.randint(0, 12))
    ]
    number = _cell(draw) if draw.odds(0.3) else "T1"
    journals = [
        journal(transaction(*lines, period=draw.some("3", "0", "", "x"), number=number), kind=draw.some(*"SOX"))
    ]
    header = {"endDate": "2024-12-31"}
    if draw.odds(0.15):
        header[draw.some("startDate", "endDate", "curCode", "fiscalYear", "auditfileVersion")] = escape(
            plain(draw.some(*DAYS, "USD", "CLAIR2.00.00", *TEXTS))
        )
    totals = ""
    if draw.odds(0.4):
        totals = f"<linesCount>{_cell(draw)}</linesCount><totalDebit>{draw.some(*AMOUNTS, *NUMBERS)}</totalDebit>"
    before = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>' if draw.odds(0.1) else ""
    text = auditfile(*journals, header=header, namespace=draw.some(*_NAMESPACES[:1] * 40, *_NAMESPACES),
                     before=before, totals=totals)  # fmt: skip
    text = text.replace("GGZ Voorbeeld", _cell(draw) if draw.odds(0.5) else f"Praktijk {draw.some(*BSNS)}")
    text = text.replace("A. Patient", f"{PATIENT}0002 {draw.some(*BSNS)}")
    if draw.odds(0.5):
        text = text.replace("Omzet ggz", _cell(draw))
    if draw.odds(0.05):
        text = text.replace("<company>", "<company>" + "<a>" * 3_000 + "</a>" * 3_000)
    data = text.encode("utf-8", "replace")
    return spoiled(draw, data) if draw.odds(0.25) else data


def of_ledger(draw: Draw) -> Case:
    """Auditfiles of the ledger."""
    rows = write_export(draw, hostile=0.05)
    path = draw.folder / "auditfile.xaf"
    path.write_bytes(_ledger(draw))
    accounts = [draw.some(*_ACCOUNTS) if draw.odds(0.12) else "8000" for _ in range(draw.chance.randint(1, 2))]
    chosen = [word for account in accounts for word in ("--omzetrekening", account)]
    return Case("grootboek", draw.folder, run_of(draw, "--grootboek", str(path), *chosen), rows)


_LISTS = (
    ("prestatiecode", "omschrijving", "max_tarief_eur", "geldig_van", "geldig_tot", "setting", "prestatiegroep"),
    ("Prestatiecode", "Omschrijving", "Maximum-tarief (in Euro)"),
    ("Prestatiecode", "Ingangsdatum", "Expiratiedatum", "Mutatie", "Setting"),
)


def _list_rows(draw: Draw) -> list[dict[str, str]]:
    columns = draw.chance.choice(_LISTS)
    good = {"prestatiecode": "CO0497", "omschrijving": "Diagnostiek 45 minuten", "max_tarief_eur": "135.89",
            "Prestatiecode": "OV0012", "Omschrijving": "Diagnostiek 45 minuten", "Maximum-tarief (in Euro)": "159.70",
            "geldig_van": "2024-01-01", "Ingangsdatum": "2024-01-01", "setting": "2"}  # fmt: skip
    hostile = (*TEXTS, *AMOUNTS, *DAYS, *NUMBERS)
    return [
        {name: draw.some(*hostile) if draw.odds(0.04) else good.get(name, "") for name in columns}
        for _ in range(draw.chance.randint(1, 12))
    ]


def of_lists(draw: Draw) -> Case:
    """Official lists in three kinds of file, declaration messages and control totals."""
    rows = write_export(draw, hostile=0.05)
    choice = draw.chance.randrange(5)
    more: list[str] = ["--codelijst-jaar", "2024"] if choice < 3 and draw.odds(0.7) else []
    if choice == 0:
        path = draw.folder / "codes.csv"
        found = _list_rows(draw)
        text = ";".join(found[0]) + "\n" + "".join(";".join(row.values()) + "\n" for row in found)
        data = text.encode("utf-8", "replace")
        path.write_bytes(spoiled(draw, data) if draw.odds(0.4) else data)
    elif choice == 1:
        path = draw.folder / "codes.xlsx"
        write_workbook(draw, path, sheet(draw, _list_rows(draw)))
    elif choice == 2:
        path = draw.folder / "codes.parquet"
        pl.DataFrame(_list_rows(draw)).write_parquet(path)
        if draw.odds(0.3):
            path.write_bytes(spoiled(draw, path.read_bytes()))
    elif choice == 3:
        path = draw.folder / "bericht.xml"
        path.write_bytes(message(draw))
        return Case("lijsten", draw.folder, run_of(draw, "--declaratie", str(path)), rows)
    else:
        stated = [draw.some(*NUMBERS, *AMOUNTS, *TEXTS).replace("\n", " ") for _ in range(2)]
        table = draw.some("prestaties", "zorgtrajecten", "onzin", *TEXTS)
        text = f"tabel,rijen,bedrag_eur\n{table},{','.join(stated)}\n"
        data = text.encode("utf-8", "replace")
        (draw.export / "controletotalen.csv").write_bytes(spoiled(draw, data) if draw.odds(0.3) else data)
        more = ["--verschil-toegestaan"] if draw.odds(0.6) else []
        return Case("lijsten", draw.folder, run_of(draw, *more), rows)
    return Case("lijsten", draw.folder, run_of(draw, "--codelijst", str(path), *more), rows)


#: Keys whose words are shown as they are.
_SHOWN = (
    "reeks: {word}",
    "aanbieder: {{naam: {word}, agb: '22220000'}}",
    "uitgevoerd_door: {word}",
    "beoordeeld_door: {word}",
    "eigenaren: {{themas: {{planning-realisatie: {{eigenaar: {word}, dagen: 3}}}}}}",
    "werklijsten: [team, behandelaar]",
    "oscal: ja",
    "eigenaren: {{checks: {{ZPM-PR-01: {word}}}}}",
    "taal: en",
    "periode: 2024",
    "tolerantie: {{geheel: {{rijen: 1%, eur: 25000}}}}",
)
#: Keys of a configuration that hold a value which is only read, or shown.
_KEYS = (
    "mapping: {word}", "codelijst: {word}", "codelijst: {{bestanden: [{word}], jaar: {word}}}", "declaratie: [{word}]",
    "grootboek: {{bestand: {word}, rekeningen: [{word}]}}", "extra_checks: [{word}]", "parameters: {word}",
    "instellingen: {{contract_hoogspecialistisch: {word}}}", "instellingen: {{{word}: {word}}}", "periode: {word}",
    "reeks: {word}", "acceptaties: {{bestand: {word}, vier_ogen: {word}}}", "raamwerk: {word}",
    "tolerantie: {{geheel: {{rijen: {word}, eur: {word}}}}}", "tolerantie: {{checks: {{ZPM-PR-01: {{eur: {word}}}}}}}",
    "tolerantie: {{steekproeven: [{word}]}}", "grenzen: {{opzij: {word}}}", "taal: {word}", "fail_on: {word}",
    "werklijsten: [{word}]", "oscal: {word}", "eigenaren: {{themas: {{planning-realisatie: {word}}}}}",
    "eigenaren: {{checks: {{ZPM-PR-01: {{eigenaar: {word}, dagen: {word}}}}}}}", "melden: {{wachtwoord: {word}}}",
    "bewaren: {{dagen: {word}}}", "onderteken: {word}", "aanbieder: {{naam: {word}, agb: {word}}}",
    "uitgevoerd_door: {word}", "beoordeeld_door: {word}", "beoordeeld_op: {word}", "{word}: {word}", "- {word}",
)  # fmt: skip
_WORDS = (
    "punycode",
    "'\\0'",
    '"\\0"',
    "99999999999999999999",
    "-1",
    "0",
    "1e999",
    ".nan",
    "null",
    "~",
    "''",
    "'*'",
    "/dev/zero",
    "/etc/passwd",
    "'%'",
    "[a]",
    "{{a: b}}",
    "'\\ud800'",
    "é",
    "2024-02-30",
    "true",
    "'${ONBEKEND}'",
    "100%",
    "1%",
    "2024",
    "export",
    "ja",
    "&a [*a]",
)


def _word(draw: Draw) -> str:
    if draw.odds(0.4):
        return json.dumps(draw.some(*PAYLOADS, *TEXTS), ensure_ascii=draw.odds(0.5))
    return draw.some(*_WORDS).replace("{{", "{").replace("}}", "}")


def of_configuration(draw: Draw) -> Case:
    """Configurations with values that fit nowhere, and names that are markup."""
    _ = write_export(draw, hostile=0.02)
    lines = ["export: export"] if draw.odds(0.97) else []
    keys = _SHOWN if draw.odds(0.6) else _KEYS
    for template in draw.chance.sample(keys, draw.chance.randint(1, 3)):
        parts = template.split("{word}")
        text = parts[0] + "".join(_word(draw) + part for part in parts[1:])
        lines.append(text.replace("{{", "{").replace("}}", "}"))
    if draw.odds(0.3):
        lines.append("archief: archief.sqlite")
    data = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
    path = draw.folder / "zpm-audit.yaml"
    path.write_bytes(spoiled(draw, data) if draw.odds(0.15) else data)
    plainly = ["--out", str(draw.folder / "uit"), "--gx", "uit", "--select", "ZPM-PR-01,ZPM-CO-04"]
    run = ["run", "--config", str(path), *plainly, "--peildatum", "2024-12-31"]
    other = draw.chance.choice(
        (["history", "--config", str(path)], ["opvolging", "lees", "x.xlsx", "--config", str(path)])
    )
    return Case("configuratie", draw.folder, run if draw.odds(0.85) else other)


_ANSWERABLE = (
    "team = 'x'",
    "datum < date '2024-07-01'",
    "impact_eur > 0",
    "onderwerp_id like 'P%'",
    "try_cast(team as int) > 0",
    "regexp_like(toelichting, '(a+)+$')",
    "impact_eur / 0 > 1",
    "ernst = 'fout'",
)
_CONDITIONS = (
    "team = 'x'",
    "datum < date '2024-07-01'",
    "cast(team as date) > datum",
    "rpad(team, 1000000000, 'x') = 'a'",
    "1 = 1",
    "regexp_like(team, '(a+)+$')",
    "onderwerp_id = 'P1' or 1=1",
    "count(*) > 1",
    "sum(impact_eur) over () > 0",
    "nullif(",
    "1" + "+1" * 3_000 + " > impact_eur",
    "(" * 800 + "impact_eur" + ")" * 800 + " > 0",
    "impact_eur / 0 > 1",
    "drop table x",
    "datum + interval '99999999 days' > datum",
    "substr(team, -5, 99999999999) = ''",
    "team like '%'",
    "acceptatie = 'A'",
    "impact_eur * 9223372036854775807 > 0",
    "toelichting = '",
    "patient_id = 'PATNR0001'",
    "try_cast(team as int) > 0",
)


def of_acceptances(draw: Draw) -> Case:
    """Acceptances whose conditions ask for the impossible, and whose words are markup."""
    rows = write_export(draw, hostile=0.02)
    entries, risky = [], False
    known = re.findall(rf"{PATIENT}\d{{4}}", (draw.export / "prestaties.csv").read_text(encoding="utf-8"))
    for n in range(draw.chance.randint(1, 4)):
        condition = draw.some(*_CONDITIONS) if draw.odds(0.3) else draw.some(*_ANSWERABLE)
        condition = condition.replace(f"{PATIENT}0001", known[0])
        risky = risky or "rpad" in condition or len(condition) > 500
        said: dict[str, object] = {
            "id": draw.some(*TEXTS) if draw.odds(0.3) else draw.some(f"A{n}", f"A{n}", "A0"),
            "check": draw.some("ZPM-XX-99", *TEXTS) if draw.odds(0.05) else draw.some("ZPM-PR-01", "ZPM-CO-04"),
            draw.some("waar", "waar", "onderwerp_id", "bevinding_id"): condition,
            "reden": draw.some(*TEXTS), "door": draw.some("J. Jansen", *TEXTS),
            "op": draw.some(*DAYS) if draw.odds(0.05) else "2024-09-01",
            "tot": draw.some(*DAYS) if draw.odds(0.05) else "2025-03-01",
        }  # fmt: skip
        if draw.odds(0.2):
            said[draw.some("tweede", "bewijs") if draw.odds(0.9) else "onzin"] = draw.some(*TEXTS)
        entries.append(said)
    lines = []
    for said in entries:
        for n, (key, value) in enumerate(said.items()):
            text = str(value)
            written = (
                text if key in {"op", "tot"} and draw.odds(0.97) else json.dumps(text, ensure_ascii=draw.odds(0.5))
            )
            lines.append(f"{'- ' if n == 0 else '  '}{key}: {written}")
    data = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
    path = draw.folder / "acceptaties.yaml"
    path.write_bytes(spoiled(draw, data) if draw.odds(0.15) else data)
    environment = {"ZPM_AUDIT_GEHEUGEN_MB": "1500"} if risky else {}
    return Case(
        "acceptaties", draw.folder, run_of(draw, "--acceptaties", str(path)), rows, whole=risky, environment=environment
    )
