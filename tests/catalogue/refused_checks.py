"""Ways in which a check file can be wrong: what is spoilt, the line that must be named, and words of the message.

``at`` is text on the line that the message must point at, in the spoilt file.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.catalogue.good import CHECK, GROUP


class Row(NamedTuple):
    name: str
    old: str
    new: str
    at: str
    words: str
    hint: str
    base: str = CHECK


PARAMETER = "      - {tot: 2023-12-31, waarde: 60, zekerheid: A, bron: Handreiking 2022}\n"
LATER = "      - {vanaf: 2024-01-01, waarde: 75, zekerheid: A, bron: Handreiking 2024}\n"
LIMIT = CHECK[CHECK.index("  grens_minuten:") : CHECK.index("populatie:")]
NORM = CHECK[CHECK.index("norm:") : CHECK.index("parameters:")]
EIS = "eis: teveel <= 0 and mag"
OVER = "  teveel: gerealiseerde_minuten - grens_minuten"
TOTAL = "  totaal: {loopsom: {van: gerealiseerde_minuten, per: [patient_id], volgorde: [datum, prestatie_id]}}"
LOOPT = "loopt: peildatum <= laatste_dag"
BRANCHES = "oordeel:\n  - {als: teveel <= 0 and mag, dan: voldoet}\n"


def eis(name: str, sql: str, words: str, hint: str) -> Row:
    return Row(name, EIS, f"eis: {sql}", "eis:", words, hint)


def over(name: str, sql: str, words: str, hint: str) -> Row:
    return Row(name, OVER, f"  teveel: {sql}", "teveel:", words, hint)


KEYS = [
    Row("unknown key", "ernst: fout", "ernst: fout\nernts: fout", "ernts", "onbekende sleutel 'ernts'",
        "bedoelde u 'ernst'"),
    Row("unknown key deep", "eenheid: minuten", "eenhied: minuten", "eenhied", "onbekende sleutel 'eenhied'",
        "'eenheid'"),
    Row("duplicate key", "ernst: fout", "ernst: fout\nernst: signaal", "ernst: signaal", "twee keer", "regel 4"),
    Row("key missing", "ernst: fout\n", "", "id: ZPM", "sleutel 'ernst' ontbreekt", "verplicht"),
    Row("key missing deep", "    eenheid: minuten\n", "", "grens_minuten:", "sleutel 'eenheid' ontbreekt",
        "verplicht"),
    Row("no source", NORM, "", "id: ZPM", "'norm' ontbreekt", "verplicht"),
    Row("source without certainty", "    zekerheid: Z\n", "", "- bron: Handreiking", "'zekerheid' ontbreekt",
        "verplicht"),
    Row("a bar in a word is kept", "  tabel: prestaties\n  waar", "  tabel: zorg|trajecten\n  waar", "zorg|trajecten",
        "onbekende tabel 'zorg|trajecten'", "kies uit: prestaties"),
    Row("unknown certainty", "zekerheid: Z", "zekerheid: D", "zekerheid: D", "'D' kan hier niet",
        "kies uit: Z, A, B, C"),
    Row("id of another form", "id: ZPM-XX-01", "id: ZPM-XX-1", "id:", "'ZPM-XX-1' heeft niet de goede vorm",
        "ZPM-RB-01"),
    Row("id is not the file name", "id: ZPM-XX-01", "id: ZPM-XX-02", "id:", "past niet bij de bestandsnaam",
        "ZPM-XX-02.yaml"),
    Row("theme is not the folder", "thema: proef", "thema: regie", "thema:", "past niet bij de map",
        "zet het bestand in"),
    Row("unknown theme", "thema: proef", "thema: proeef", "thema:", "onbekend thema 'proeef'", "bedoelde u 'proef'"),
    Row("version zero", "versie: 1", "versie: 0", "versie:", "'versie'", "1 of hoger"),
    Row("text is a boolean", "eenheid: minuten", "eenheid: true", "eenheid:", "hoort tekst te zijn",
        "aanhalingstekens"),
    Row("text is a number", "bron: Handreiking\n", "bron: 2022\n", "bron: 2022", "hoort tekst te zijn",
        "aanhalingstekens"),
    Row("number is a text", "versie: 1", "versie: een", "versie:", "hoort een geheel getal te zijn",
        "zonder aanhalingstekens"),
    Row("address is no address", "url: https://", "url: ", "url:", "heeft niet de goede vorm", "https://"),
    Row("one language", "{nl: Te lang., en: Too long.}", "{nl: Te lang.}", "risico:", "sleutel 'en' ontbreekt",
        "verplicht"),
    Row("words are empty", "{nl: Te lang., en: Too long.}", "{nl: '', en: Too long.}", "risico:", "'nl' is leeg",
        "minstens 1"),
    Row("list expected", "gevuld: [patient_id]", "gevuld: patient_id", "gevuld:", "hoort een lijst te zijn",
        "tussen ["),
    Row("keys expected", "titel: {nl: Consult binnen de grens, en: Consult within the limit}", "titel: Consult",
        "titel:", "hoort een lijst van sleutels", "sleutels: nl, en"),
    Row("severity unknown", "ernst: fout", "ernst: error", "ernst:", "'error' kan hier niet",
        "kies uit: fout, signaal"),
]  # fmt: skip

DATES = [
    Row("date that does not exist", "geldig_van: 2022-01-01", "geldig_van: 2022-02-30", "2022-02-30",
        "geen bestaande datum", "2022-01-31"),
    Row("date of another form", "geldig_van: 2022-01-01", "geldig_van: 01-01-2022", "01-01-2022", "hoort een datum",
        "2022-01-31"),
    Row("norm ends before it starts", "    zekerheid: Z\n", "    zekerheid: Z\n    geldig_tot: 2021-12-31\n",
        "geldig_tot: 2021", "geldig_tot ligt voor geldig_van", "verwissel"),
    Row("value ends before it starts", "{tot: 2023-12-31, w", "{vanaf: 2024-01-01, tot: 2023-12-31, w", "waarde: 60",
        "tot ligt voor vanaf", "verwissel"),
    Row("value without source", "waarde: 60, zekerheid: A, bron: Handreiking 2022", "waarde: 60, zekerheid: A",
        "waarde: 60", "sleutel 'bron' ontbreekt", "verplicht"),
    Row("value of wrong type", "waarde: 60", "waarde: zestig", "waarde: zestig", "hoort een getal te zijn",
        "zonder aanhalingstekens"),
    Row("gap", "vanaf: 2024-01-01", "vanaf: 2024-02-01", "vanaf: 2024-02-01",
        "gat in de datums: geen waarde van 2024-01-01 tot en met 2024-01-31", "sluit"),
    Row("overlap", "vanaf: 2024-01-01", "vanaf: 2023-12-31", "vanaf: 2023-12-31", "overlappen", "op volgorde"),
    Row("values out of order", PARAMETER + LATER, LATER + PARAMETER, "waarde: 60", "overlappen", "op volgorde"),
    Row("starts after the norm", "{tot: 2023-12-31, w", "{vanaf: 2022-03-01, tot: 2023-12-31, w", "waarde: 60",
        "geen waarde van 2022-01-01 tot en met 2022-02-28", "laat vanaf weg"),
    Row("ends before the norm does", "{vanaf: 2024-01-01, w", "{vanaf: 2024-01-01, tot: 2024-12-31, w", "waarde: 75",
        "geen waarde na 2024-12-31", "laat tot weg"),
    Row("parameter picked by a text", "    op: datum\n", "    op: patient_id\n", "op: patient_id",
        "'patient_id' is geen datum", "datumkolom"),
    Row("parameter picked by nothing", "    op: datum\n", "    op: dattum\n", "op: dattum", "onbekende naam 'dattum'",
        "bedoelde u 'datum'"),
]  # fmt: skip

NAMES = [
    eis("unknown column in eis", "teveel <= 0 and mga", "onbekende naam 'mga'", "bedoelde u 'mag'"),
    Row("in waar", "waar: prestatiegroep = 'c", "waar: prestatiegroup = 'c", "waar: prestatiegroup",
        "onbekende naam 'prestatiegroup'", "'prestatiegroep'"),
    Row("in loopt", LOOPT, "loopt: peildatm <= laatste_dag", "loopt:", "onbekende naam 'peildatm'", "'peildatum'"),
    Row("in waarde", "waarde: totaal", "waarde: totaaal", "waarde: totaaal", "onbekende naam 'totaaal'", "'totaal'"),
    Row("in grens", "grens: grens_minuten", "grens: grens_minuut", "grens: grens_minuut",
        "onbekende naam 'grens_minuut'", "'grens_minuten'"),
    Row("in impact", "impact: bedrag_eur", "impact: bedrag_euro", "impact:", "onbekende naam 'bedrag_euro'",
        "'bedrag_eur'"),
    Row("in melding", "te lang sinds {anders}", "te lang sinds {andders}", "nl: Het consult",
        "onbekende naam 'andders'", "'anders'"),
    Row("in gevuld", "gevuld: [patient_id]", "gevuld: [patientid]", "gevuld:", "onbekende naam 'patientid'",
        "'patient_id'"),
    Row("in datum", "\ndatum: datum", "\ndatum: dattum", "datum: dattum", "onbekende naam 'dattum'", "'datum'"),
    Row("in uiterste_datum", "uiterste_datum: laatste_dag", "uiterste_datum: laatstedag", "uiterste_datum:",
        "'laatstedag'", "'laatste_dag'"),
    Row("in sleutel, theirs", "sleutel: {zorgtraject_id:", "sleutel: {traject_id:", "sleutel: {traject_id",
        "'traject_id' in zorgtrajecten", "'zorgtraject_id'"),
    Row("in sleutel, ours", "{behandelaar_id: behandelaar_id}", "{behandelaar_id: behandelaar}",
        "behandelaar_id: behandelaar}", "'behandelaar'", "'behandelaar_id'"),
    Row("in veld", "{waarde: verwijsdatum}", "{waarde: verwijsdag}", "waarde: verwijsdag",
        "'verwijsdag' in zorgtrajecten", "'verwijsdatum'"),
    Row("in waar of a koppel", "waar: beroep <> 'arts'", "waar: beroeep <> 'arts'", "beroeep",
        "'beroeep' in behandelaren", "'beroep'"),
    Row("in periode", "tot: geldig_tot,", "tot: geldigtot,", "geldigtot", "'geldigtot' in behandelaren",
        "'geldig_tot'"),
    Row("in a block", "per: [patient_id]", "per: [patientid]", "totaal:", "onbekende naam 'patientid'",
        "'patient_id'"),
    Row("unknown table", "tabel: zorgtrajecten", "tabel: zorgtraject", "tabel: zorgtraject",
        "onbekende tabel 'zorgtraject'", "'zorgtrajecten'"),
    Row("name shadows a column", "  teveel: ger", "  setting: ger", "setting:", "de naam 'setting' bestaat al",
        "andere naam"),
    Row("name is a word of SQL", OVER, "  order: setting + 1\n" + OVER, "order:", "'order' is een woord van SQL",
        "andere naam"),
    Row("field shadows a derived value", "      mag: {bestaat: true}",
        "      mag: {bestaat: true}\n      teveel: {bestaat: true}", "teveel: {bestaat",
        "de naam 'teveel' bestaat al", "andere naam"),
    Row("parameter shadows a column", "parameters:\n  grens_minuten:", "parameters:\n  setting:", "  setting:",
        "de naam 'setting' bestaat al", "andere naam"),
    Row("koppel has the name of a shared one", "  beroep:\n", "  patient:\n", "  patient:",
        "koppel 'patient' bestaat al", "andere naam"),
    Row("derived value refers to itself", OVER, "  teveel: teveel - grens_minuten", "teveel: teveel",
        "verwijst naar zichzelf", "haal"),
    Row("two derived values refer to each other", OVER, "  teveel: heen - grens_minuten\n  heen: teveel + 1",
        "teveel: heen", "verwijst naar zichzelf", "haal"),
]  # fmt: skip

UNUSED = [
    Row("parameter", "parameters:\n", "parameters:\n" + LIMIT.replace("grens_minuten", "marge"), "  marge:",
        "'marge' wordt nergens gebruikt", "haal het weg"),
    Row("derived value", OVER, OVER + "\n  heen: setting + 1", "heen:", "'heen' wordt nergens gebruikt",
        "haal het weg"),
    Row("field", "      mag: {bestaat: true}", "      mag: {bestaat: true}\n      wie: {eerste: naam}", "wie:",
        "'wie' wordt nergens gebruikt", "haal het weg"),
]  # fmt: skip

PERIOD = "    periode: {van: geldig_van, tot: geldig_tot, op: datum}"
#: A look-up at earlier prestaties, put before another look-up.
EARLIER = (
    "koppel:\n",
    "koppel:\n  vorige:\n    tabel: prestaties\n    sleutel: {{patient_id: {key}}}\n    eerder: [{order}]\n"
    "    velden:\n      eerdere: {{{field}}}\n",
)

BLOCKS = [
    Row("unknown block", "  laatste_dag: {dagen_na: {", "  laatste_dag: {dagen_erna: {", "dagen_erna",
        "onbekende sleutel 'dagen_erna'", "'dagen_na'"),
    Row("two blocks", TOTAL, TOTAL[:-1] + ", rang: {per: [patient_id], volgorde: [prestatie_id]}}", "totaal:",
        "meer dan een blok", "schrijf elk blok"),
    Row("block with unknown key", "per: [patient_id], v", "prr: [patient_id], v", "totaal:",
        "onbekende sleutel 'prr'", "bedoelde u 'per'"),
    Row("block lacks a key", "per: [patient_id], v", "v", "totaal:", "sleutel 'per' ontbreekt", "verplicht"),
    Row("order without unique end", "volgorde: [datum, prestatie_id]", "volgorde: [prestatie_id, datum]", "totaal:",
        "eindigt niet in de unieke sleutel prestatie_id", "gelijke rijen"),
    Row("block on a text", "{datum: datum, dagen: grens_minuten}", "{datum: patient_id, dagen: grens_minuten}",
        "laatste_dag:", "'patient_id' is geen datum", "soort"),
    Row("window value in the population", "gevuld: [patient_id]", "gevuld: [totaal]", "populatie:",
        "'totaal' kijkt naar andere rijen", "eis of oordeel"),
    Row("value on a key that is not unique", "mag: {bestaat: true}", "mag: {waarde: beroep}", "mag:",
        "waarde kan alleen op de unieke sleutel", "eerste, laatste"),
    Row("field of two kinds", "mag: {bestaat: true}", "mag: {bestaat: true, aantal: true}", "mag:",
        "precies een soort", "waarde, eerste"),
    Row("value with a condition", "{waarde: verwijsdatum}", "{waarde: verwijsdatum, waar: spoed}", "verwijsdag:",
        "waar hoort niet bij waarde", "koppel"),
    Row("largest share of nothing", "mag: {bestaat: true}", "mag: {grootste_deel: geldig_van}", "mag:",
        "grootste_deel en per horen bij elkaar", "waarover verdeeld"),
    Row("break without a run", "mag: {bestaat: true}", "mag: {bestaat: true, onderbreking: beroep = 'arts'}", "mag:",
        "onderbreking hoort bij langste_reeks", "haal onderbreking weg"),
    Row("run of what is no day", "mag: {bestaat: true}", "mag: {langste_reeks: beroep}", "mag:",
        "'beroep' is geen datum", "datumkolom"),
    Row("period on both sides", PERIOD, PERIOD + "\n    binnen: {datum: geldig_van, van: datum, tot: datum}", "binnen:",
        "periode en binnen gaan niet samen", "twee koppels"),
    Row("binnen of an unknown column", PERIOD, "    binnen: {datum: dag, van: datum, tot: datum}", "binnen:",
        "'dag' in behandelaren", "namen"),
    Row("earlier in another table", PERIOD, "    eerder: [datum, prestatie_id]", "eerder:",
        "eerder kan alleen in de eigen tabel", "unieke sleutel"),
    Row("sum of earlier rows", EARLIER[0], EARLIER[1].format(order="datum, prestatie_id", key="patient_id",
        field="som: bedrag_eur"), "eerder:", "'eerdere' kan niet met eerder", "eerste, laatste"),
    Row("earlier in any order", EARLIER[0], EARLIER[1].format(order="prestatie_id, datum", key="patient_id",
        field="bestaat: true"), "eerder:", "eindigt niet in de unieke sleutel prestatie_id", "gelijke rijen"),
    Row("earlier by another column", EARLIER[0], EARLIER[1].format(order="datum, prestatie_id", key="behandelaar_id",
        field="bestaat: true"), "eerder:", "aan beide kanten van de sleutel dezelfde kolom", "patient_id"),
    Row("key of another type", "{zorgtraject_id: zorgtraject_id}", "{zorgtraject_id: datum}",
        "sleutel: {zorgtraject_id: datum}", "sleutel van", "dezelfde soort"),
]  # fmt: skip

EXPRESSIONS = [
    eis("does not parse", "teveel <= / 5 and mag", "geen geldige uitdrukking", "vergelijken is ="),
    eis("value forgotten", "teveel <= and mag", "'and' staat op de plaats van een naam", "links en rechts"),
    eis("quote not closed", '"teveel <= 0 and \'mag"', "aanhalingsteken wordt niet gesloten", "aanhalingsteken"),
    eis("parenthesis not closed", "(teveel <= 0 and mag", "haakje wordt niet gesloten", "haakje"),
    eis("double quotes", 'teveel <= 0 and naam = "x"', "hoort niet in een uitdrukking", "enkele aanhalingstekens"),
    eis("comment", "teveel <= 0 and mag -- soms", "'--' hoort niet in een uitdrukking", "aanhalingstekens"),
    eis("two statements", "teveel <= 0; mag", "';' hoort niet in een uitdrukking", "aanhalingstekens"),
    eis("unknown function", "subst('a', 1, 1) = 'a' and mag", "onbekende functie 'subst'", "bedoelde u 'substr'"),
    eis("reads a file", "read_csv('/etc/passwd') = 'x' and mag", "onbekende functie 'read_csv'", "docs/checktaal.md"),
    eis("subquery", "(select 1) = 1 and mag", "een uitdrukking gaat over een rij", "koppel"),
    eis("all columns", "count(*) = 1 and mag", "een som, telling of uiterste", "koppel"),
    eis("columns by pattern", "columns('.*') = 1 and mag", "een uitdrukking gaat over een rij", "koppel"),
    eis("clock", "datum <= now() and mag", "now: het antwoord zou elke dag anders zijn", "gebruik peildatum"),
    eis("today", "datum <= current_date and mag", "current_date: het antwoord", "gebruik peildatum"),
    eis("chance", "random() < 0.5 and mag", "random: het antwoord zou elke keer anders zijn", "haal het weg"),
    eis("first row", "first(teveel) <= 0 and mag", "hangt af van de volgorde", "min of max"),
    eis("least", "least(teveel, 0) <= 0 and mag", "slaat lege waarden over", "case"),
    eis("greatest", "greatest(teveel, 0) <= 0 and mag", "slaat lege waarden over", "case"),
    eis("concat", "concat(patient_id, 'x') = 'x' and mag", "slaat lege waarden over", "||"),
    eis("coalesce", "coalesce(teveel, 0) <= 0 and mag", "maken van een lege waarde een bekende", "'leeg'"),
    eis("case", "case when teveel > 0 then false else true end and mag", "maken van een lege waarde een bekende",
        "'leeg'"),
    eis("distinct without brackets", "patient_id is distinct from 'x' and mag and teveel <= 0",
        "hoort 'and' niet zonder haakjes", "schrijf (a is"),
    eis("is true", "teveel <= 0 and mag is true", "een lege waarde blijft hier leeg", "coalesce"),
    eis("is not false", "teveel <= 0 and mag is not false", "een lege waarde blijft hier leeg", "coalesce"),
    eis("aggregate", "sum(teveel) <= 0 and mag", "een som, telling of uiterste", "koppel, een groep"),
    eis("window", "sum(teveel) over (partition by patient_id) <= 0 and mag", "een venster (over)", "afgeleid"),
    eis("no condition", "teveel + cast(mag as bigint)", "waar of onwaar", "vergelijk"),
    eis("text against number", "teveel <= 'nul' and mag", "kan niet berekend worden", "soort"),
    eis("date against number", "datum > 20240101 and mag", "verschillende soort", "soort"),
    eis("days against number", "(peildatum - datum) > 42 and mag", "verschillende soort", "dagen_tussen"),
    eis("between texts", "teveel between 'a' and 'b' and mag", "kan niet berekend worden", "soort"),
    eis("pattern that is none", "regexp_like(patient_id, '(') and mag", "kan niet berekend worden", "soort"),
    eis("not on a text", "not patient_id and mag", "'not' bij een waarde van type String", "vergelijk"),
    eis("narrow type", "cast(teveel as int) <= 0 and mag", "type 'int' loopt stil over", "bigint"),
    over("coalesce", "coalesce(gerealiseerde_minuten, 0) - grens_minuten", "een lege waarde een bekende", "'leeg'"),
    over("case", "case when gerealiseerde_minuten > 5 then grens_minuten end", "een lege waarde een bekende",
         "'leeg'"),
    over("aggregate", "max(gerealiseerde_minuten) - grens_minuten", "een som, telling of uiterste", "blok"),
    over("window without order", "lag(gerealiseerde_minuten) over (partition by patient_id) - grens_minuten",
         "heeft een volgorde nodig", "order by"),
    over("window in any order",
         "lag(gerealiseerde_minuten) over (partition by patient_id order by datum) - grens_minuten",
         "eindigt niet in de unieke sleutel", "gelijke rijen"),
    over("wrong type", "gerealiseerde_minuten - patient_id - grens_minuten", "kan niet berekend worden", "soort"),
    Row("amount with a fraction", "impact: bedrag_eur", "impact: bedrag_eur * 0.5", "impact:", "geheel getal",
        "round"),
    Row("day that is no date", "\ndatum: datum", "\ndatum: gepland_op", "datum: gepland_op",
        "'gepland_op' is geen datum", "datumkolom"),
]  # fmt: skip

VERDICTS = [
    Row("eis and oordeel", EIS, EIS + "\n" + BRANCHES + "  - {anders: afwijking}", "oordeel:",
        "eis en oordeel staan er allebei", "geef een van beide"),
    Row("neither", EIS + "\n", "", "id: ZPM", "eis of oordeel ontbreekt", "geef een van beide"),
    Row("oordeel without anders", EIS + "\n" + LOOPT, BRANCHES + "  - {als: teveel > 0, dan: afwijking}", "oordeel:",
        "eindigt met precies een tak 'anders'", "laatste"),
    Row("anders not last", EIS + "\n" + LOOPT,
        "oordeel:\n  - {anders: afwijking}\n  - {als: teveel <= 0 and mag, dan: voldoet}", "oordeel:", "'anders'",
        "laatste"),
    Row("als without dan", EIS + "\n" + LOOPT, BRANCHES + "  - {als: teveel > 5}\n  - {anders: afwijking}",
        "teveel > 5", "een tak heeft als en dan", "schrijf {als"),
    Row("verdict unknown", EIS + "\n" + LOOPT,
        BRANCHES.replace("dan: voldoet", "dan: goed") + "  - {anders: afwijking}", "dan: goed",
        "'goed' kan hier niet", "voldoet, afwijking"),
    Row("loopt with oordeel", EIS, BRANCHES + "  - {anders: afwijking}", "loopt:", "loopt hoort bij eis",
        "dan: loopt"),
    Row("loopt without last day", "uiterste_datum: laatste_dag\n", "", "loopt:", "heeft een uiterste_datum nodig",
        "laatste dag"),
    Row("branch loopt without last day", EIS + "\n" + LOOPT + "\ndatum: datum\nuiterste_datum: laatste_dag",
        BRANCHES + "  - {als: peildatum <= laatste_dag, dan: loopt}\n  - {anders: afwijking}\ndatum: datum",
        "oordeel:", "heeft een uiterste_datum nodig", "laatste dag"),
    Row("subject group without groep", "onderwerp: prestatie\n", "onderwerp: groep\n", "onderwerp:",
        "hoort bij een populatie.groep of een sleutel", "voeg een van beide toe"),
    Row("groep with another subject", "onderwerp: groep\n", "onderwerp: patient\n", "onderwerp:",
        "hoort bij een populatie.groep of een sleutel", "voeg een van beide toe", GROUP),
    Row("group field without aggregate", "eerste_dag: min(datum)", "eerste_dag: datum", "eerste_dag: datum",
        "een veld van een groep is een som", "min(", GROUP),
    Row("group field with first", "eerste_dag: min(datum)", "eerste_dag: first(datum)", "eerste_dag: first",
        "hangt af van de volgorde", "min of max", GROUP),
    Row("group name twice", "      aantal: count", "      jaar: count", "groep:", "de naam 'jaar' bestaat al",
        "andere naam", GROUP),
    Row("unknown column in a group", "sum(gerealiseerde_minuten)", "sum(gerealiseerd)", "sum(gerealiseerd)",
        "onbekende naam 'gerealiseerd'", "'gerealiseerde_minuten'", GROUP),
    Row("column that a group has no more", "grens: grens_minuten", "grens: setting", "grens: setting",
        "onbekende naam 'setting'", "namen", GROUP),
    Row("impact of two kinds", "impact: bedrag_eur",
        "impact: {som_van: {sleutel: patient_id, waar: gepland, bedrag: bedrag_eur}, sql: bedrag_eur}", "impact:",
        "impact heeft precies een soort", "geef een uitdrukking"),
    Row("unknown column in som_van", "impact: bedrag_eur",
        "impact: {som_van: {sleutel: patient_id, waar: geplandd, bedrag: bedrag_eur}}", "impact:",
        "'geplandd' in prestaties", "'gepland'"),
]  # fmt: skip

TABLE = {
    "keys": KEYS, "dates": DATES, "names": NAMES, "unused": UNUSED, "blocks": BLOCKS, "expressions": EXPRESSIONS,
    "verdicts": VERDICTS,
}  # fmt: skip
