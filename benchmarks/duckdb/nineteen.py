"""The nineteen checks of the first release, which pandas knows too, without what the others would look up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.duckdb.between import bijzonder, flags
from benchmarks.duckdb.groups import judge_groups
from benchmarks.duckdb.row_pass import judge_rows
from benchmarks.duckdb.rows import CHECKS
from benchmarks.duckdb.shared import Counts, connect, deviations, tally, write

CONSULTS = ("PR-01", "PR-02", "PR-03", "PR-04", "PR-05", "OD-01", "OD-02")
OTHERS = ("IO-01", "IO-02", "IO-03", "IO-04", "IO-05", "IO-06", "EU-01", "OD-02")
TRAJECTS = ("RB-01", "RB-02", "RB-03", "RB-04")

OF_CONSULTS = f"""
select p.rij, p.datum, p.prestatiegroep, p.starttijd, p.consulttype, p.gepland, p.gepland_op,
    p.geplande_minuten as g, p.gerealiseerde_minuten as r, coalesce(p.duurklasse, co_klasse(p.prestatiecode)) as k,
    klasse(g) as kg, klasse(r) as kr, t.financiering, t.diagnose_verzekerd, {flags("na_de_vierde")}
from geteld p
left join zorgtrajecten t on t.zorgtraject_id = p.zorgtraject_id
left join bijzonder x on x.rij = p.rij
where p.prestatiegroep = 'consult'
"""
OF_OTHERS = f"""
select p.rij, p.prestatiegroep, p.prestatiegroep = 'intercollegiaal_overleg' as is_overleg,
    p.prestatiegroep = 'euthanasie' as is_euthanasie, p.consulttype, p.setting, p.gerealiseerde_minuten as r,
    p.duurklasse, p.zorgtraject_id, p.overleg_met, p.overleg_vastgelegd, p.patient_geinformeerd,
    t.financiering, t.diagnose_verzekerd, {flags("boven_maximum", "minstens")}
from geteld p
left join zorgtrajecten t on t.zorgtraject_id = p.zorgtraject_id
left join bijzonder x on x.rij = p.rij
where p.prestatiegroep in ('groepsconsult', 'intercollegiaal_overleg', 'euthanasie')
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
        from geteld join (select zorgtraject_id, regiebehandelaar_id from zorgtrajecten) using (zorgtraject_id)
    )
    group by zorgtraject_id
), bekend as (
    select distinct behandelaar_id as regiebehandelaar_id, true as is_bekend from behandelaren
), bevoegd as (
    select distinct zorgtraject_id, true as is_bevoegd
    from van_traject join zorgtrajecten using (zorgtraject_id)
    join behandelaren b on b.behandelaar_id = regiebehandelaar_id
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
            when peildatum() <= d0 + 42 then 3 when door_onbekend <= d0 + 42 then 2
            when n <= 4 then case when einddatum <= peildatum() then 1 else 5 end else 6 end as stap
    from van_traject join zorgtrajecten using (zorgtraject_id) left join bekend using (regiebehandelaar_id)
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
_TRAJECT_KEYS = """null as prestatie_id, zorgtraject_id, patient_id, regiebehandelaar_id as behandelaar_id,
    coalesce(d0, eerste_consult) as datum"""


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write the deviating rows to ``out``; return the counts per check."""
    with connect(folder, peildatum) as db:
        db.execute(bijzonder(("na_de_vierde",)))
        passes = [
            (rows, {check: CHECKS[check] for check in checks})
            for rows, checks in ((OF_CONSULTS, CONSULTS), (OF_OTHERS, OTHERS))
        ]
        counts = judge_rows(db, passes, out / "rijen.parquet") | judge_groups(db, out / "groepen.parquet", ("PR-06",))
        db.execute(TRAJECTEN)
        counts |= tally(db, "per_traject", TRAJECTS)
        write(db, deviations("per_traject", TRAJECTS, _TRAJECT_KEYS), out / "overig.parquet")
    return dict(sorted(counts.items()))
