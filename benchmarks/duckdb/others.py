"""The checks on zorgtrajecten, patienten, behandelaren, opnames and prognose: an expression over the row of a unit.

The units and their columns are made in ``units``; patienten are as they stand.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import KEYS, Counts, deviations, tally, write
from benchmarks.duckdb.units import UNITS

#: ``toets`` gives the verdict on a unit by whether it is in the population and meets the demand; ``geval`` takes it.
MACROS = """
create macro gevuld(x) as case when x is not null then true end;
create macro geval(waar, verdict) as case when waar then verdict when waar is null then buiten_beeld() end;
create macro toets(waar, eis) as geval(waar, oordeel(eis));
"""

OF_TRAJECT = {
    "RB-01": """geval(nieuw and verzekerd and d0 is not null,
        coalesce(in_de_termijn, case when contacten <= 4 then loopt() else afwijking() end))""",
    "RB-02": """geval(nieuw and verzekerd and d0 is not null,
        coalesce(in_de_termijn, case when contacten <= 4 then afwijking() else voldoet() end))""",
    "RB-03": "toets(verzekerd and met_zorg, coalesce(regie_bekend, false))",
    "RB-04": """toets(verzekerd and eerste_consult is not null and coalesce(regie_bekend, true)
        and gevuld(regiebehandelaar_id), regie_bevoegd)""",
    "RB-05": "toets(nieuw and verzekerd and startdatum > date '2022-01-01' and met_behandelconsult, d0 is not null)",
    "SE-01": "toets(in_4 and minuten > 0, reis >= 0.20 * minuten)",
    "SE-02": """toets((in_2 or in_3) and minuten > 0 and reis < 0.20 * minuten and beroepen_bekend,
        in_2 = (grootste_deel >= 0.90 * minuten))""",
    "SE-03": "toets(zvw and (in_2 or in_3) and minuten > 0, reis < 0.20 * minuten)",
    "VW-01": """toets(zvw and gepland and nieuw,
        coalesce(verwijstype in ('01', '02', '03', '04', '06', '07'), false))""",
    "VW-02": "toets(zvw and gepland and verwezen, aanmelddatum - verwijsdatum <= 275)",
    "VW-03": "toets(zvw and gepland and verwezen and met_zorg, verwijsdatum <= eerste)",
    "VW-04": """geval(zvw and gevuld(verwijstype), case when verwijstype in ('05', '07') then voldoet()
        when verwijstype in ('01', '02') then oordeel(coalesce(regexp_full_match(verwijzer_agb, '[0-9]{8}'), false))
        when verwijstype in ('04', '06') then oordeel(verwijzer_agb is null)
        when verwijzer_agb is not null then voldoet() when peildatum() <= startdatum + 60 then loopt()
        else afwijking() end)""",
    "ZT-02": "toets(zvw, coalesce(einde_eerder_zvw < startdatum, true))",
    "ZT-04": "toets(met_zorg, eerste = startdatum or (eerste > startdatum and startdatum = date '2022-01-01'))",
    "ZT-05": "toets(met_zorg, not met_gat and (einddatum is not null or peildatum() - laatste <= 365))",
    "ZT-06": "toets(zvw and not nieuw and laatste_eerder is not null, startdatum - laatste_eerder > 365)",
    "ZT-07": "toets(zvw and met_behandeling, zorgvraagtype is not null)",
    "ZT-08": "toets(zvw and met_behandeling and gevuld(zorgvraagtype), laatste_contact - zorgvraagtype_datum <= 365)",
    "ZT-09": "toets(met_behandeling, diagnose_hoofdgroep is not null)",
    "ZT-10": "toets(true, financiering is not null)",
}
OF_OPNAME = {
    "CT-01": "geval(integraal_tarief, case when uzovi is null then onbepaald() else oordeel(gecontracteerd) end)",
    "VB-06": "toets(coalesce(verblijfsdagen > 0, false), not lang_stil)",
    "VB-07": "toets(verwacht > 0, met_dag >= verwacht)",
}
OF_BEHANDELAAR = {
    "BH-01": "toets(met_big, coalesce(regexp_full_match(big_nummer, '[0-9]{11}'), false))",
    "BH-02": "toets(gevuld(agb_code), regexp_full_match(agb_code, '[0-9]{8}'))",
    "BH-03": "toets(coalesce(is_regie, false), agb_code is not null)",
}
#: In canonical data the number itself is gone: there stands ``length outcome pseudonym``.
OF_PATIENT = {"FA-03": "toets(gevuld(bsn), split_part(bsn, ' ', 2) = 'goed')"}
OF_PROGNOSE = {
    "KP-01": """toets(date_trunc('month', maand) < date_trunc('month', peildatum()),
        abs(gerealiseerd - aantal) <= 0.10 * aantal)""",
}

#: What fills the keys of a deviation, per table of units.
KEYS_OF = {
    "traject": ("null", "zorgtraject_id", "patient_id", "regiebehandelaar_id", "startdatum"),
    "per_opname": ("opname_id", "null", "patient_id", "null", "eerste_dag"),
    "per_behandelaar": ("null", "null", "null", "behandelaar_id", "geldig_van"),
    "patienten": ("null", "null", "patient_id", "null", "null"),
    "per_prognose": (
        "concat_ws('|', maand, coalesce(setting::varchar, ''), prestatiegroep, coalesce(consulttype, ''))",
        *("null", "null", "null", "maand"),
    ),
}
CHECKS_OF = {
    "traject": OF_TRAJECT,
    "per_opname": OF_OPNAME,
    "per_behandelaar": OF_BEHANDELAAR,
    "patienten": OF_PATIENT,
    "per_prognose": OF_PROGNOSE,
}


def judge(db: duckdb.DuckDBPyConnection, out: Path) -> Counts:
    """Judge them; write what deviates to ``overig.parquet``; return the counts per check."""
    for sql in (MACROS, *UNITS):
        db.execute(sql)
    counts: Counts = {}
    deviating = []
    for units, checks in CHECKS_OF.items():
        keys = ", ".join(
            f"({value})::{'date' if name == 'datum' else 'varchar'} as {name}"
            for name, value in zip(KEYS.split(", "), KEYS_OF[units], strict=True)
        )
        verdicts = ", ".join(f'({sql})::utinyint as "{check}"' for check, sql in checks.items())
        db.execute(f"create temp table oordeel_{units} as select {keys}, {verdicts} from {units}")
        counts |= tally(db, f"oordeel_{units}", checks)
        deviating.append(deviations(f"oordeel_{units}", checks))
    write(db, " union all ".join(deviating), out / "overig.parquet")
    return counts
