"""Small mistakes in the oracle: module, what is right, what somebody might have written. Random exports must show each.

They are also the mistakes that an engine might make: a limit off by one, a comparison the wrong way, an empty value
read as a false one, a row too many looked at.
"""

from __future__ import annotations

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
    ('None if row["setting"] is None else', ""),
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
]
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
]
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
    ('case.rows_of(traject, "consult"))\n    return le3', "case.rows_of(traject))\n    return le3"),
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
CLAIM = [
    ("timedelta(days=2)", "timedelta(days=1)"),
    ("timedelta(days=2)", "timedelta(days=3)"),
    ('["acuut_binnen_budget"] is True', '["acuut_binnen_budget"] is not False'),
    (">= date(2022, 1, 1)", "> date(2022, 1, 1)"),
    ('["factuurdatum"] >= row', '["factuurdatum"] > row'),
    ("(cents * 110 + 50) // 100", "cents * 110 // 100"),
    ("(cents * 110 + 50) // 100", "(cents * 110 + 99) // 100"),
    ('["bedrag_eur"] <= bound(row)', '["bedrag_eur"] < bound(row)'),
    ("<= (_maximum(case, row) or 0)", "< (_maximum(case, row) or 0)"),
    ("> bound(row)", ">= bound(row)"),
    ("3, 2, -1)", "3, 2, 1)"),
    ('or bsn == "000000000"', ""),
    ("date(birth.year + 18, 3, 1)", "date(birth.year + 18, 2, 28)"),
    (">= adult_from(", "> adult_from("),
    ("BIG_3 | BIG_14", "BIG_14"),
    ("BIG_3 | BIG_14", "BIG_3"),
    ('big_nummer"], 11)', 'big_nummer"], 10)'),
    ('agb_code"], 8)', 'agb_code"], 7)'),
]
FIGURES = [
    (">= 20 * _minutes", "> 20 * _minutes"),
    (">= 20 * _minutes", ">= 19 * _minutes"),
    ('case.rows_of(traject, "reistijd"), "reistijd', 'case.rows_of(traject), "reistijd'),
    ("_all_in(consults, 4), _minutes(consults) > 0", "_all_in(consults, 4)"),
    (">= 90 * _minutes", "> 90 * _minutes"),
    (">= 90 * _minutes", ">= 89 * _minutes"),
    (" = per_category.get(category, 0) + ", " = "),
    ("case.peildatum < next_month", "case.peildatum <= next_month"),
    ("case.peildatum < next_month", "case.peildatum < maand"),
    ("<= abs(aantal)", "< abs(aantal)"),
    ('setting is None or row["setting"] == setting', 'row["setting"] == setting'),
    ("realised == 0 if", "True if"),
    ("<= 600)", "< 600)"),
    ("<= 600)", "<= 601)"),
]
CASE = [
    ('for r in self.every_row if r["prestatiegroep"]', 'for r in self.judged if r["prestatiegroep"]'),
    ('self.every_row if r["prestatiegroep"] == "groepsconsult"', "self.every_row"),
    ("self._prestaties = grouped(self.every_row", "self._prestaties = grouped(self.judged"),
]
LOGIC = [("[0-9]{{{number}}}", "\\\\d{{{number}}}")]
MISTAKES = [
    (module, *mistake)
    for module, mistakes in {
        "oracle_consult": CONSULT, "oracle_group": GROUP, "oracle_stay": STAY, "oracle_traject": TRAJECT,
        "oracle_referral": REFERRAL, "oracle_claim": CLAIM, "oracle_figures": FIGURES, "logic": LOGIC, "case": CASE,
    }.items()
    for mistake in mistakes
]  # fmt: skip
