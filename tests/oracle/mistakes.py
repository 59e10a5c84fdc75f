"""Small mistakes in the oracle: module, what is right, what somebody might have written. Random exports must show each.

They are also the mistakes that an engine might make: a limit off by one, a comparison the wrong way, an empty value
read as a false one, a row too many looked at.
"""

from __future__ import annotations

from tests.oracle.mistakes_figures import CLAIM, CONTRACT, FIGURES, SETTINGS
from tests.oracle.mistakes_planning import OVERLEG, PLANNING, REGIE

CONSULT = [
    ("class_fits = True if", "class_fits = None if"),
    ("line is None and arithmetic is None", "arithmetic is None"),
    ("if klasse is None else klasse", "if True else klasse"),
    ("if soort is None else soort", "if True else soort"),
    ("other_start < start and 0 <=", "other_start <= start and 0 <="),
    ("0 <= start - other_end <= 60", "0 < start - other_end <= 60"),
    ("0 <= start - other_end <= 60", "0 <= start - other_end < 60"),
    ("0 <= start - other_end <= 60", "0 <= start - other_end <= 61"),
    ('= ("behandelaar_id", "patient_id", "datum")\n    together = grouped(c', '= ("datum",)\n    together = grouped(c'),
    ("r is not None and r <= 0", "r is not None and r < 0"),
    ("r is not None and r <= 0", "False"),
    ("or other_end <= other_start", ""),
    ("start < other_end and other_start < end", "start <= other_end and other_start < end"),
    ("start < other_end and other_start < end", "start < other_end and other_start <= end"),
    ('kind = ("behandelaar_id", "datum")', 'kind = ("behandelaar_id", "patient_id", "datum")'),
    ('r["asynchroon"] is True', 'r["asynchroon"] is not False'),
    ("if not case.is_known(row", "if case.is_known(None) or row[\"behandelaar_id\"] is None and not case.is_known(row"),
    ("(5, 6, 8)", "(5, 6)"),
    ('"starttijd", "prestatiecode")', '"starttijd")'),
    ("None if code is None else case.code_line", "case.code_line"),
    ("        if line is None:\n            return None\n", "        if line is None:\n            return False\n"),
    ('and3(eq3(line["setting"], row["setting"])', "and3(True"),
    ('row["consulttype"] is not None', 'row["consulttype"] is not True'),
]  # fmt: skip
GROUP = [
    ("le3(2, _present", "le3(1, _present"),
    ("le3(2, _present", "le3(3, _present"),
    ('other["aanwezig"] is not False', 'other["aanwezig"]'),
    ('{other["patient_id"] for', '{other["prestatie_id"] for'),
    ("min(10, present))", "present)"),
    ("min(10, present))", "min(11, present))"),
    ("<= date(2024, 12, 31)", "< date(2024, 12, 31)"),
    ("<= date(2024, 12, 31)", "<= date(2025, 1, 1)"),
    ('of_group("reistijd", "tolk")', 'of_group("reistijd")'),
    ("same_patient and same_day", "same_day"),
    ("same_patient and same_day", "same_patient"),
    ('["prestatiegroep"] == "consult" and same', '["prestatiegroep"] != "tolk" and same'),
    ('"zvw": 25', '"zvw": 24'),
    ('"zvw": 25', '"zvw": 26'),
    ('"fz": 45', '"fz": 44'),
    ('"fz": 45', '"fz": 46'),
    ("eq3(k, grens)", "eq3(k, 25)"),
    ("not3((case", "not ((case"),
    ('le3(16 if', 'le3(15 if'),
    ('le3(16 if', 'le3(17 if'),
    ('else 15, row', 'else 16, row'),
    ('else 15, row', 'else 14, row'),
    ('<= date(2023, 12, 31)', '< date(2023, 12, 31)'),
    ('<= date(2023, 12, 31)', '<= date(2024, 1, 1)'),
    ('first_of_its_kind(in_groups)', 'lambda row: True'),
]  # fmt: skip
STAY = [
    ("<= datum < last", "< datum < last"),
    ("<= datum < last", "<= datum <= last"),
    ("date.max if opname", "date.min if opname"),
    ("time(20, 0)", "time(20, 1)"),
    ("None if earliest == SUPPER else", ""),
    ("= min(o", "= max(o"),
    ("if True in tariffs", "if True in tariffs[:1]"),
    ("None if None in tariffs else", ""),
    ("not in per_day", 'not in {key for key in per_day if key[0] == "l0"}'),
    ("<= 30 for", "<= 29 for"),
    ("<= 30 for", "<= 31 for"),
    ("for r in consults}", 'for r in consults if r["prestatiegroep"] == "consult"}'),
    ('begin.time() >= SUPPER', 'begin.time() > SUPPER'),
    ('days=1 if begin', 'days=0 if begin'),
    ('min(ontslag.date(), case.peildatum)', 'ontslag.date()'),
    ('case.peildatum if ontslag is None', 'case.peildatum + timedelta(days=1) if ontslag is None'),
    ('(end - night).days)', '(end - night).days + 1)'),
    ('(end - night).days)', '(end - night).days - 1)'),
]  # fmt: skip
TRAJECT = [
    ('r["prestatiegroep"] != "niet_basispakket"', "True"),
    ('(t["startdatum"], t["zorgtraject_id"]) < own', 't["startdatum"] < own[0]'),
    (
        '(t["startdatum"], t["zorgtraject_id"]) < own',
        '(t["startdatum"], int(t["zorgtraject_id"][1:])) < (own[0], int(own[1][1:]))',
    ),
    ('if earlier["financiering"] == "zvw":', "if True:"),
    ("einddatum >= traject", "einddatum > traject"),
    ("start <= row[\"datum\"] <=", "start < row[\"datum\"] <="),
    ("<= (end or date.max)", "< (end or date.max)"),
    ("start <= first_datum if", "start == first_datum if"),
    ("date(2022, 1, 1)", "date(2022, 1, 2)"),
    ("days <= 365 for", "days <= 364 for"),
    ("days <= 365 for", "days <= 366 for"),
    ('    if traject["einddatum"] is None:\n        dates', "    if True:\n        dates"),
    ('    if traject["einddatum"] is None:\n        dates', "    if False:\n        dates"),
    ("days > 365", "days > 364"),
    ("days > 365", "days > 366"),
    ("max(_care_before", "min(_care_before"),
    ('["nieuwe_zorgvraag"] is False', '["nieuwe_zorgvraag"] is not True'),
    ('r["consulttype"] == "behandeling"', 'r["consulttype"] != "diagnostiek"'),
    ("days, 365)", "days, 364)"),
    ("days, 365)", "days, 366)"),
    ('traject, "consult", "groepsconsult"))\n    return le3', "traject))\n    return le3"),
    ('traject, "consult", "groepsconsult"))\n\n\n', 'traject, "consult"))\n\n\n'),
    ('traject, "consult", "groepsconsult"))\n    return le3', 'traject, "consult"))\n    return le3'),
]  # fmt: skip
REFERRAL = [
    ('"04", "06", "07")', '"04", "05", "06", "07")'),
    ('"03", "04", "06", "07")', '"04", "06", "07")'),
    ('lambda t: and3(is_zvw(t), t["spoed"] is not True, t["n', 'lambda t: and3(is_zvw(t), t["spoed"] is False, t["n'),
    ('["nieuwe_zorgvraag"] is not False', '["nieuwe_zorgvraag"] is True'),
    ('("01", "02", "07")', '("01", "02")'),
    ("days, 275)", "days, 274)"),
    ("days, 275)", "days, 276)"),
    ("letter <= min", "letter < min"),
    ("letter <= min", "letter <= max"),
    ("has_digits(agb, 8)", "agb is not None"),
    ("verdict(agb is None)", "VOLDOET"),
    ("case.peildatum <= traject", "case.peildatum < traject"),
    ("days=60", "days=61"),
]
CASE = [
    ('every_row if r["prestatiegroep"] == "groepsconsult"', 'judged if r["prestatiegroep"] == "groepsconsult"'),
    ('self.every_row if r["prestatiegroep"] == "groepsconsult"', "self.every_row"),
    ("self._prestaties = grouped(self.every_row", "self._prestaties = grouped(self.judged"),
    ('r["declarabel"] is not False', 'r["declarabel"] is True'),
    ('r["datum"] <= peildatum', 'r["datum"] < peildatum'),
    ('traject["einddatum"] <= peildatum', 'traject["einddatum"] < peildatum'),
    ('return bool(traject["einddatum"] is not None and', 'return bool(traject["einddatum"] is None or'),
    ('every_row if r["prestatiegroep"] == "verblijfsdag"', 'judged if r["prestatiegroep"] == "verblijfsdag"'),
    ('c["uzovi"] == uzovi and is_valid(c, datum)', 'c["uzovi"] == uzovi'),
    ('c["uzovi"] == uzovi and is_valid(c, datum)', 'is_valid(c, datum)'),
    ('        if uzovi is None:\n            return None\n', ''),
    ('<= datum <= (line', '<= datum < (line'),
    ('or date.min) <= datum', 'or date.min) < datum'),
]  # fmt: skip
PROFESSIONS = [
    (">= date(2026, 1, 1)", "> date(2026, 1, 1)"),
    (">= date(2026, 1, 1)", ">= date(2025, 12, 31)"),
    ('("orthopedagoog-generalist", "physician assistant")', '("physician assistant",)'),
    ('("orthopedagoog-generalist", "physician assistant")', '("orthopedagoog-generalist",)'),
]
LOGIC = [
    ("[0-9]{{{number}}}", "\\\\d{{{number}}}"),
    ('row["starttijd"] is None, row', 'row["starttijd"] is not None, row'),
    ('or time.min, row["prestatie_id"]', 'or time.min, int(row["prestatie_id"])'),
    ("ondergrens <= minuten", "ondergrens < minuten"),
    ("<= 1040", "<= 1039"),
    ("duurklasse is None and", "duurklasse is None and False and"),
]  # fmt: skip
MISTAKES = [
    (module, *mistake)
    for module, mistakes in {
        "oracle_regie": REGIE, "oracle_planning": PLANNING, "oracle_overleg": OVERLEG, "oracle_consult": CONSULT,
        "oracle_group": GROUP, "oracle_stay": STAY, "oracle_traject": TRAJECT, "oracle_referral": REFERRAL,
        "oracle_claim": CLAIM, "oracle_contract": CONTRACT, "oracle_settings": SETTINGS, "oracle_figures": FIGURES,
        "professions": PROFESSIONS, "logic": LOGIC, "case": CASE,
    }.items()
    for mistake in mistakes
]  # fmt: skip
