"""The nineteen checks by hand in DuckDB's SQL: the same verdicts, and the deviating rows with their keys.

Written as somebody would who knows DuckDB and has no check language to serve: one pass for all checks on single rows,
one aggregation for all checks on zorgtrajecten. Verdicts are 1 voldoet, 0 afwijking, 2 onbepaald, 3 loopt, 4 out of
the population because the deciding column is empty; null is out of the population.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

VERDICTS = ("afwijking", "voldoet", "onbepaald", "loopt", "buiten_beeld")
ROW_CHECKS = (
    "PR-01",
    "PR-02",
    "PR-03",
    "PR-04",
    "PR-05",
    "IO-01",
    "IO-02",
    "IO-03",
    "IO-04",
    "IO-05",
    "IO-06",
    "OD-02",
)
KEYS = "prestatie_id, zorgtraject_id, patient_id, behandelaar_id, datum"

MACROS = """
create macro klasse(m) as case
    when m < 5 then -1000000 when m < 15 then 5 when m < 105 then 15 * (m // 15) when m < 120 then 90
    when m >= 120 then 120 end;
create macro code_klasse(code) as case
    when regexp_full_match(code, 'CO[0-9]{4}') and code[3:]::integer between 1 and 1040
    then [5, 15, 30, 45, 60, 75, 90, 120][1 + (code[3:]::integer - 1) // 130] end;
create macro oordeel(eis) as coalesce(eis::utinyint, 2::utinyint);
"""

JUDGED = """
create view geteld as
select * from read_parquet('{prestaties}') where declarabel is distinct from false and datum <= date '{peildatum}';
create view trajecten as select * from read_parquet('{zorgtrajecten}');
create view betaling as select zorgtraject_id, financiering, diagnose_verzekerd from trajecten;
"""

ROWS = """
create temp table per_rij as
with rij as (
    select {keys}, prestatiegroep = 'consult' as is_consult, prestatiegroep = 'intercollegiaal_overleg' as is_overleg,
        starttijd, gepland, gepland_op, setting, overleg_met, overleg_vastgelegd, patient_geinformeerd, consulttype,
        geplande_minuten as g, gerealiseerde_minuten as r, klasse(g) as kg, klasse(r) as kr,
        coalesce(duurklasse, case when prestatiegroep = 'consult' then code_klasse(prestatiecode) end) as k,
        financiering, diagnose_verzekerd
    from geteld left join betaling using (zorgtraject_id)
    where prestatiegroep in ('consult', 'groepsconsult', 'intercollegiaal_overleg')
)
select {keys},
    case when not is_consult or gepland = false then null when gepland is null then 2
        else oordeel(not (abs(r - g) > 15 and k <> kr)) end as "PR-01",
    case when not is_consult or gepland = false then null when gepland is null then 2
        else oordeel(not (abs(r - g) <= 15 and k <> kg and k <> kr)) end as "PR-02",
    case when not is_consult or gepland then null when gepland is null then 2
        else oordeel(k = kr) end as "PR-03",
    case when not is_consult or datum < date '2022-01-01' then null when financiering is null then 4
        when financiering = 'zvw' then oordeel(starttijd is not null) end as "PR-04",
    case when not is_consult or gepland = false then null when gepland is null then 4
        else oordeel(gepland_op <= datum + starttijd::time) end as "PR-05",
    case when is_overleg then oordeel(setting = 1) end as "IO-01",
    case when is_overleg then oordeel(r >= 5 and ((r >= 15 and k = 15) or (r < 15 and k = 5))) end as "IO-02",
    case when is_overleg then oordeel(overleg_met not in ('huisarts', 'verwijzer')) end as "IO-03",
    case when is_overleg then oordeel(zorgtraject_id is not null) end as "IO-04",
    case when is_overleg then oordeel(overleg_vastgelegd) end as "IO-05",
    case when is_overleg then oordeel(patient_geinformeerd) end as "IO-06",
    case when is_overleg or consulttype is distinct from 'behandeling' then null when diagnose_verzekerd is null then 4
        else oordeel(diagnose_verzekerd) end as "OD-02"
from rij;
"""

TRAJECTEN = """
create temp table per_traject as
with van_traject as (
    select zorgtraject_id,
        min(datum) filter (prestatiegroep = 'consult') as eerste_consult,
        min(datum) filter (diagnostisch) as d0,
        min(datum) filter (diagnostisch and behandelaar_id = regiebehandelaar_id) as door_regie,
        min(datum) filter (diagnostisch and behandelaar_id is null) as door_onbekend,
        count(*) filter (prestatiegroep in ('consult', 'groepsconsult')) as n
    from (
        select zorgtraject_id, datum, prestatiegroep, behandelaar_id, regiebehandelaar_id,
            prestatiegroep = 'consult' and coalesce(consulttype = 'diagnostiek', false) as diagnostisch
        from geteld join (select zorgtraject_id, regiebehandelaar_id from trajecten) using (zorgtraject_id)
    )
    group by zorgtraject_id
), bekend as (
    select distinct behandelaar_id as regiebehandelaar_id, true as is_bekend from read_parquet('{behandelaren}')
), bevoegd as (
    select distinct zorgtraject_id, true as is_bevoegd
    from van_traject join trajecten using (zorgtraject_id)
    join read_parquet('{behandelaren}') b on b.behandelaar_id = regiebehandelaar_id
        and eerste_consult >= coalesce(b.geldig_van, date '0001-01-01')
        and eerste_consult <= coalesce(b.geldig_tot, date '9999-12-31')
    where b.beroep in ('psychiater', 'klinisch geriater', 'specialist ouderengeneeskunde', 'gz-psycholoog',
        'klinisch psycholoog', 'klinisch neuropsycholoog', 'psychotherapeut', 'verpleegkundig specialist ggz',
        'verslavingsarts')
), oordelen as (
    select zorgtraject_id, patient_id, regiebehandelaar_id, financiering, financiering in ('zvw', 'fz') as verzekeraar,
        nieuwe_zorgvraag is distinct from false and d0 is not null as is_begin, d0, eerste_consult,
        is_bekend, is_bevoegd,
        case when regiebehandelaar_id is null then 2 when door_regie <= d0 + 42 then 1
            when date '{peildatum}' <= d0 + 42 then 3 when door_onbekend <= d0 + 42 then 2
            when n <= 4 then case when einddatum <= date '{peildatum}' then 1 else 5 end else 6 end as stap
    from van_traject join trajecten using (zorgtraject_id) left join bekend using (regiebehandelaar_id)
        left join bevoegd using (zorgtraject_id)
)
select zorgtraject_id, patient_id, regiebehandelaar_id, d0, eerste_consult,
    case when not is_begin then null when financiering is null then 4
        when verzekeraar then case stap when 5 then 3 when 6 then 0 else stap end end as "RB-01",
    case when not is_begin then null when financiering is null then 4
        when verzekeraar then case stap when 5 then 0 when 6 then 1 else stap end end as "RB-02",
    case when financiering is null then 4 when verzekeraar then coalesce(is_bekend, false)::utinyint end as "RB-03",
    case when eerste_consult is null or not coalesce(verzekeraar, true) then null
        when regiebehandelaar_id is not null and is_bekend is null then null
        when regiebehandelaar_id is null or financiering is null then 4
        else coalesce(is_bevoegd, false)::utinyint end as "RB-04"
from oordelen;
"""

GROUPS = """
create temp table per_groep as
select case when setting is null or consulttype is null then 4
        else (abs(sum(gerealiseerde_minuten - geplande_minuten)) <= 5 * count(*))::utinyint end as "PR-06",
    year(datum) || '|' || setting || '|' || consulttype as groep
from geteld
where prestatiegroep = 'consult' and gepland and geplande_minuten is not null and gerealiseerde_minuten is not null
group by year(datum), setting, consulttype having count(*) >= 30;
"""

EUTHANASIE = """
create temp table per_euthanasie as
select {keys}, case when totaal > 720 then 0 when leeg > 0 then 2 else 1 end as "EU-01"
from (
    select {keys},
        sum(coalesce(gerealiseerde_minuten, 0)) over volgorde as totaal,
        count(*) filter (gerealiseerde_minuten is null) over volgorde as leeg
    from geteld left join betaling using (zorgtraject_id)
    where prestatiegroep = 'euthanasie' and financiering is distinct from 'fz'
    window volgorde as (partition by patient_id order by datum, starttijd nulls last, prestatie_id
        rows between unbounded preceding and current row)
);
"""

DIAGNOSTIEK = """
create temp table per_diagnostiek as
select {keys}, case when diagnose_verzekerd is null then 4 when rang <= 4 then 1 else 0 end as "OD-01"
from (
    select {keys}, diagnose_verzekerd, row_number() over (partition by zorgtraject_id, diagnose_verzekerd
        order by datum, starttijd nulls last, prestatie_id) as rang
    from geteld left join betaling using (zorgtraject_id)
    where prestatiegroep = 'consult' and consulttype = 'diagnostiek' and diagnose_verzekerd is distinct from true
);
"""

OTHER_TABLES = {
    "per_traject": ("RB-01", "RB-02", "RB-03", "RB-04"),
    "per_groep": ("PR-06",),
    "per_euthanasie": ("EU-01",),
    "per_diagnostiek": ("OD-01",),
}
OTHER_KEYS = {
    "per_traject": "null as prestatie_id, zorgtraject_id, patient_id, regiebehandelaar_id as behandelaar_id,"
    " coalesce(d0, eerste_consult) as datum",
    "per_groep": "groep, null, null, null, null",
    "per_euthanasie": KEYS,
    "per_diagnostiek": KEYS,
}

Counts = dict[str, dict[str, int]]


def _add(counts: Counts, check: str, verdict: int | None, n: int) -> None:
    if verdict is not None:
        counts.setdefault(f"ZPM-{check}", dict.fromkeys(VERDICTS, 0))[VERDICTS[verdict]] += n


def _deviations(table: str, checks: tuple[str, ...], keys: str) -> str:
    names = ", ".join(f"'ZPM-{check}'" for check in checks)
    verdicts = ", ".join(f'"{check}" = 0' for check in checks)
    wanted = " or ".join(f'"{check}" = 0' for check in checks)
    return f"""
        select unnest(list_where([{names}], [coalesce(v, false) for v in [{verdicts}]])) as check_id, {keys}
        from {table} where {wanted}"""


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write the deviating rows to ``out``; return the counts per check."""
    files = {t: str(folder / f"{t}.parquet") for t in ("prestaties", "zorgtrajecten", "behandelaren")}
    fill = files | {"peildatum": peildatum.isoformat(), "keys": KEYS}
    counts: Counts = {}
    with duckdb.connect(config={"preserve_insertion_order": False}) as db:
        for part in (MACROS, JUDGED, ROWS, TRAJECTEN, GROUPS, EUTHANASIE, DIAGNOSTIEK):
            db.execute(part if part is MACROS else part.format(**fill))
        columns = ", ".join(f'"{check}"' for check in ROW_CHECKS)
        for *verdicts, n in db.execute(f"select {columns}, count(*) from per_rij group by all").fetchall():
            for check, verdict in zip(ROW_CHECKS, verdicts, strict=True):
                _add(counts, check, verdict, n)
        for table, checks in OTHER_TABLES.items():
            for check in checks:
                for verdict, n in db.execute(f'select "{check}", count(*) from {table} group by all').fetchall():
                    _add(counts, check, verdict, n)
        db.execute(f"copy ({_deviations('per_rij', ROW_CHECKS, KEYS)}) to '{out / 'rijen.parquet'}' (compression zstd)")
        other = " union all ".join(_deviations(t, checks, OTHER_KEYS[t]) for t, checks in OTHER_TABLES.items())
        db.execute(f"copy ({other}) to '{out / 'overig.parquet'}' (compression zstd)")
    return {f"ZPM-{check}": counts.get(f"ZPM-{check}", dict.fromkeys(VERDICTS, 0)) for check in all_checks()}


def all_checks() -> tuple[str, ...]:
    """Return the nineteen checks, without their prefix."""
    return tuple(sorted((*ROW_CHECKS, *(check for checks in OTHER_TABLES.values() for check in checks))))
