"""The units of the other checks: of each table one row per unit, with all that its checks ask of it.

One aggregation over the prestaties serves all checks on zorgtrajecten. What is costly is asked only where the answer
is open: a gap of a year of zorgtrajecten that took more than a year, the minutes per beroep of those that are wholly in
one setting, the silent days of opnames that have enough of them.
"""

from __future__ import annotations

from benchmarks.duckdb.shared import pieces

#: Whether all consults are in one setting, of their settings as bits (bit 0 for an empty one).
ALLES_IN = """
create macro alles_in(setting, bits) as
    case when bits & ~(1 | (1 << setting)) <> 0 then false when bits & 1 = 0 then true end;
"""

#: What the judged prestaties of a zorgtraject come to.
ZORG = """
create temp table zorg as
with rij as (
    select zorgtraject_id, datum, gerealiseerde_minuten, prestatiegroep = 'consult' as is_consult,
        prestatiegroep in ('consult', 'groepsconsult') as is_contact,
        is_contact and coalesce(consulttype = 'behandeling', false) as is_behandeling,
        case when is_consult then 1 << coalesce(setting, 0) end as bit,
        case when prestatiegroep = 'reistijd' then reistijd_minuten end as reistijd
    from geteld where zorgtraject_id is not null
)
select zorgtraject_id, true as met_zorg, min(datum) as eerste, max(datum) as laatste,
    min(datum) filter (is_consult) as eerste_consult,
    count(*) filter (is_contact) as contacten,
    max(datum) filter (is_contact) as laatste_contact,
    bool_or(is_behandeling and is_consult) as met_behandelconsult,
    bool_or(is_behandeling) as met_behandeling,
    alles_in(2, bit_or(bit)) as in_2, alles_in(3, bit_or(bit)) as in_3, alles_in(4, bit_or(bit)) as in_4,
    coalesce(sum(gerealiseerde_minuten) filter (is_consult), 0) as minuten,
    coalesce(sum(reistijd), 0) as reis
from rij group by zorgtraject_id;
"""

#: The days of its diagnostiekconsulten: the first, the first by the regiebehandelaar, the first by nobody knows whom.
DIAGNOSTIEK = """
create temp table diagnostiek as
select zorgtraject_id, min(datum) as d0,
    min(datum) filter (behandelaar_id = regiebehandelaar_id) as door_regie,
    min(datum) filter (behandelaar_id is null) as door_onbekend
from geteld join (select zorgtraject_id, regiebehandelaar_id from zorgtrajecten) using (zorgtraject_id)
where prestatiegroep = 'consult' and consulttype = 'diagnostiek'
group by zorgtraject_id;
"""

#: ZT-05: only who was in care for more than a year can have a gap of more than a year.
GAT = """
create temp table gat as
with stap as (
    select zorgtraject_id, datum - lag(datum) over (partition by zorgtraject_id order by datum) as dagen
    from geteld semi join (from zorg where laatste - eerste > 365) using (zorgtraject_id)
)
select distinct zorgtraject_id from stap where dagen > 365;
"""

#: SE-02: the minutes per beroep, of zorgtrajecten that may be wholly in setting 2 or 3 and have little travel. A beroep
#: is a number here: 0 for somebody without one of the list, empty for nobody knows whom.
VERDELING = """
create temp table verdeling as
with wat as (
    select behandelaar_id, van, tot, dense_rank() over (order by beroep) as beroep from wie where erkend
), per_beroep as (
    select nr, case when g.behandelaar_id is not null then coalesce(beroep, 0) end as beroep,
        coalesce(sum(gerealiseerde_minuten), 0) as minuten
    from geteld g join (
        select rowid as nr, zorgtraject_id from zorg
        where coalesce(in_2 or in_3, true) and minuten > 0 and reis < 0.20 * minuten
    ) using (zorgtraject_id)
        left join wat on wat.behandelaar_id = g.behandelaar_id and datum >= van and datum < tot
    where prestatiegroep = 'consult'
    group by all
)
select nr, max(minuten) filter (beroep > 0) as grootste_deel,
    case when bool_or(beroep = 0) then false when count(*) = count(beroep) then true end as beroepen_bekend
from per_beroep group by nr;
"""

#: RB-04: when somebody has a beroep that may be regiebehandelaar.
MAG_REGIE = f"""
create temp table mag_regie as
with periode as (
    select behandelaar_id, greatest(vanaf(geldig_van), van) as van, least(tot_en_met(geldig_tot), tot) as tot
    from behandelaren join beroepen using (beroep) where regiebehandelaar
), {pieces("behandelaar_id", "select behandelaar_id, unnest([van, tot]) as van from periode")}
select distinct s.behandelaar_id, s.van, s.tot
from stuk s join periode p on p.behandelaar_id = s.behandelaar_id and s.van >= p.van and s.van < p.tot;
"""

#: One row per zorgtraject. ``in_de_termijn`` is where RB-01 and RB-02 say the same; else the contacts decide.
TRAJECT = """
create temp table eerder as
select zorgtraject_id, max(laatste) over eerder as laatste_eerder,
    max(coalesce(einddatum, 'infinity'::date)) filter (financiering = 'zvw') over eerder as einde_eerder_zvw
from zorgtrajecten left join zorg using (zorgtraject_id)
window eerder as (partition by patient_id order by startdatum, zorgtraject_id
    rows between unbounded preceding and 1 preceding);
create temp view traject as
select * exclude (met_zorg, met_behandelconsult, met_behandeling, minuten, nr, behandelaar_id, van, tot),
    coalesce(met_zorg, false) as met_zorg, coalesce(met_behandelconsult, false) as met_behandelconsult,
    coalesce(met_behandeling, false) as met_behandeling, coalesce(minuten, 0) as minuten,
    financiering = 'zvw' as zvw, financiering in ('zvw', 'fz') as verzekerd,
    nieuwe_zorgvraag is distinct from false as nieuw, spoed is distinct from true as gepland,
    verwijstype in ('01', '02', '07') as verwezen,
    regiebehandelaar_id in (select behandelaar_id from behandelaren) as regie_bekend,
    m.behandelaar_id is not null as regie_bevoegd, zorgtraject_id in (from gat) as met_gat,
    case when regiebehandelaar_id is null then onbepaald() when door_regie <= d0 + 42 then voldoet()
        when peildatum() <= d0 + 42 then loopt() when door_onbekend <= d0 + 42 then onbepaald()
        when contacten <= 4 and einddatum <= peildatum() then voldoet() end as in_de_termijn
from zorgtrajecten left join zorg using (zorgtraject_id) left join diagnostiek using (zorgtraject_id)
    left join verdeling on nr = zorg.rowid join eerder using (zorgtraject_id)
    left join mag_regie m on m.behandelaar_id = regiebehandelaar_id
        and eerste_consult >= m.van and eerste_consult < m.tot;
"""

#: One row per opname. VB-07 counts every verblijfsdag, VB-06 the judged ones.
OPNAME = """
create temp table duur as
select *, opname::date as eerste_dag, coalesce(ontslag::date, 'infinity'::date) as ontslag_dag,
    eerste_dag + (opname::time >= time '20:00')::integer as eerste_nacht,
    least(ontslag_dag, peildatum()) as einde_nachten
from opnames;
create temp table dag as
select opname_id, patient_id, datum, datum >= eerste_nacht and datum < einde_nachten as is_nacht, heeft_verblijfsdag
from duur join verblijfsdagen using (patient_id)
where datum >= eerste_dag and datum < ontslag_dag;
create temp table dagen as
select opname_id, count(*) filter (is_nacht) as nachten, count(*) filter (heeft_verblijfsdag) as verblijfsdagen
from dag group by opname_id;
create temp table stil as
with lang as (
    from dag semi join (from dagen where verblijfsdagen > 30) using (opname_id) where heeft_verblijfsdag
), contact as (
    select distinct patient_id, datum
    from geteld semi join lang using (patient_id, datum)
    where prestatiegroep in ('consult', 'groepsconsult')
), reeks as (
    select opname_id, datum - row_number() over (partition by opname_id order by datum)::integer as begin
    from lang anti join contact using (patient_id, datum)
)
select distinct opname_id from (select opname_id from reeks group by opname_id, begin having count(*) > 30);
create temp table per_opname as
with gecontracteerd as (
    select opname_id
    from duur join patienten using (patient_id) join contracten c using (uzovi)
    where c.integraal_tarief and eerste_dag >= vanaf(geldig_van) and eerste_dag < tot_en_met(geldig_tot)
)
select *, coalesce(nachten, 0) as met_dag, einde_nachten - eerste_nacht as verwacht,
    opname_id in (from stil) as lang_stil, opname_id in (from gecontracteerd) as gecontracteerd
from duur left join dagen using (opname_id) left join (select patient_id, uzovi from patienten) using (patient_id);
"""

#: One row per row of behandelaren.
BEHANDELAAR = """
create temp table per_behandelaar as
with regel as (
    select *, case when geldig_van > peildatum() then geldig_van when geldig_tot < peildatum() then geldig_tot
        else peildatum() end as dag
    from behandelaren
)
select *, exists (
        from beroepen l
        where l.beroep = regel.beroep and big_artikel in ('3', '14') and dag >= l.van and dag < l.tot
    ) as met_big,
    behandelaar_id in (
        select regiebehandelaar_id from zorgtrajecten semi join zorg using (zorgtraject_id)
        where financiering in ('zvw', 'fz')
    ) as is_regie
from regel;
"""

#: One row per row of the prognose.
PROGNOSE = """
create temp table per_prognose as
with maand as (
    select date_trunc('month', datum) as maand, prestatiegroep, setting, consulttype, count(*) as n
    from geteld group by all
), regel as (
    select *, row_number() over () as regel from prognose
)
select p.*, coalesce(sum(n), 0) as gerealiseerd
from regel p left join maand m on m.maand = date_trunc('month', p.maand) and m.prestatiegroep = p.prestatiegroep
    and coalesce(m.setting = p.setting, p.setting is null)
    and coalesce(m.consulttype = p.consulttype, p.consulttype is null)
group by all;
"""

UNITS = (ALLES_IN, ZORG, DIAGNOSTIEK, GAT, VERDELING, MAG_REGIE, TRAJECT, OPNAME, BEHANDELAAR, PROGNOSE)
