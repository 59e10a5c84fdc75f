"""What prestaties look up elsewhere: a table per kind of thing, with one row at most for a prestatie to find."""

from __future__ import annotations

from benchmarks.duckdb.between import flags
from benchmarks.duckdb.shared import pieces

_CODE_EDGES = """
    select prestatiecode, '-infinity'::date as van from code
    union all
    select prestatiecode, unnest([van, tot]) from regel"""

#: Every code that was registered: what the codelijst says of it on a day, and what its number says.
CODES = f"""
create temp table codes as
with code as (
    select distinct prestatiecode from geteld where prestatiecode is not null
), regel as (
    select *, vanaf(geldig_van) as van, tot_en_met(geldig_tot) as tot
    from codelijst semi join code using (prestatiecode)
), {pieces("prestatiecode", _CODE_EDGES)}
select s.prestatiecode, s.van, s.tot, count(l.prestatiecode) > 0 as in_lijst, min(l.setting) as code_setting,
    min(l.beroepscategorie) as code_categorie, min(l.prestatiegroep) as code_groep,
    co_klasse(s.prestatiecode) as co_klasse, coalesce(min(l.duurklasse), co_klasse(s.prestatiecode)) as code_klasse,
    coalesce(min(l.consulttype), co_type(s.prestatiecode)) as code_type
from stuk s left join regel l on l.prestatiecode = s.prestatiecode and s.van >= l.van and s.van < l.tot
group by s.prestatiecode, s.van, s.tot;
"""

#: The settings of a team on a day; a team that is not here has none.
TEAMS = f"""
create temp table teamdagen as
with periode as (
    select team, setting, vanaf(geldig_van) as van, tot_en_met(geldig_tot) as tot from teams
), {pieces("team", "select team, unnest([van, tot]) as van from periode")}
select s.team, s.van, s.tot, list(p.setting) as settings
from stuk s join periode p on p.team = s.team and s.van >= p.van and s.van < p.tot
group by all;
"""

#: When an insurer has a contract for highly specialised care.
CONTRACTEN = f"""
create temp table hoogspecialistisch as
with periode as (
    select uzovi, vanaf(geldig_van) as van, tot_en_met(geldig_tot) as tot from contracten where hoogspecialistisch
), {pieces("uzovi", "select uzovi, unnest([van, tot]) as van from periode")}
select distinct s.uzovi, s.van, s.tot
from stuk s join periode p on p.uzovi = s.uzovi and s.van >= p.van and s.van < p.tot;
"""

_PATIENT_EDGES = """
    select patient_id, '-infinity'::date as van from patienten
    union all
    select patient_id, unnest(['-infinity'::date, eerste, eerste + 1]) from opname
    union all
    select patient_id, unnest([laatste, laatste + 1]) from opname where laatste < 'infinity'::date"""

#: Patients, and what their opnames say of a day. The day of discharge is one in the clinic, but not one of opname.
PATIENTEN = f"""
create temp table patientdagen as
with opname as (
    select patient_id, opname::date as eerste, coalesce(ontslag::date, 'infinity'::date) as laatste, integraal_tarief,
        60 * hour(opname) + minute(opname) as minuut
    from opnames
), {pieces("patient_id", _PATIENT_EDGES)}, op_dag as (
    select s.patient_id, s.van, bool_or(s.van < laatste) as opgenomen, bool_or(s.van <= laatste) as in_de_kliniek,
        bool_or(s.van < laatste and coalesce(integraal_tarief, false)) as integraal,
        bool_or(s.van < laatste and integraal_tarief is null) as tarief_onbekend,
        min(minuut) filter (s.van = eerste) as opname_minuut
    from stuk s join opname o
        on o.patient_id = s.patient_id and s.van >= o.eerste and s.van <= greatest(o.laatste, o.eerste)
    group by s.patient_id, s.van
)
select patient_id, van, tot, volwassen(geboortedatum) as volwassen_op, uzovi,
    coalesce(opgenomen, false) as opgenomen, coalesce(in_de_kliniek, false) as in_de_kliniek,
    coalesce(integraal, false) as integraal, coalesce(tarief_onbekend, false) as tarief_onbekend, opname_minuut
from stuk left join op_dag using (patient_id, van) left join patienten using (patient_id);
"""

#: Who was present in a group session; what a toeslag hangs on; the beroepenlijst. Each has a row for who asks nothing:
#: a left join hands out apart what finds nothing, and with small vectors all that follows is slow.
ROWS = """
create temp table sessies as
select groepssessie_id, count(distinct patient_id) filter (aanwezig is distinct from false) as aanwezigen
from prestaties where prestatiegroep = 'groepsconsult' and groepssessie_id is not null group by all
union all select '', null;

create temp table hoofd as
select prestatie_id as hoofdprestatie_id, prestatiegroep as hoofd_groep, patient_id as hoofd_patient,
    datum as hoofd_datum, eigen_locatie as hoofd_eigen_locatie
from prestaties where prestatie_id in (
    select hoofdprestatie_id from geteld where prestatiegroep in ('reistijd', 'tolk')
)
union all select '', null, null, null, null;

create temp table gesprekspartners as
select beroep, beroep as op_lijst, van, tot from beroepen
union all select '', null, '-infinity'::date, 'infinity'::date;
"""

LOOKUPS = (CODES, TEAMS, CONTRACTEN, PATIENTEN, ROWS)

_EVERYTHING = """p.rij, p.datum, p.patient_id, p.zorgtraject_id, p.prestatiegroep, p.consulttype, p.prestatiecode,
    p.setting, p.behandelaar_id, p.starttijd, p.gerealiseerde_minuten as r, p.duurklasse, p.factuurdatum,
    p.acuut_binnen_budget, t.zorgtraject_id is not null as traject_bekend, t.financiering, t.diagnose_verzekerd,
    t.startdatum, t.einddatum, t.patient_id as traject_patient, w.volwassen_op, w.uzovi,
    w.integraal is not distinct from true as integraal, w.tarief_onbekend is not distinct from true as tarief_onbekend,
    (select count(*) > 0 from contracten) as contracten_geleverd,
    c.in_lijst is not distinct from true as code_in_lijst, c.code_groep,
    v.heeft_verblijfsdag is not distinct from true as heeft_verblijfsdag"""
_EVERYWHERE = """geteld p
left join patientdagen w on w.patient_id = p.patient_id and p.datum >= w.van and p.datum < w.tot
left join zorgtrajecten t on t.zorgtraject_id = p.zorgtraject_id
left join codes c on c.prestatiecode = p.prestatiecode and p.datum >= c.van and p.datum < c.tot"""


def of_consults() -> str:
    """Return the judged consults, each with what it looks up."""
    found = flags(
        "vervolg", "overlapt", "asynchroon_na", "dubbel", "na_de_vierde", "na_acuut", "contract_hoogspecialistisch"
    )
    return f"""
select {_EVERYTHING}, p.gepland, p.gepland_op, p.geplande_minuten as g, coalesce(p.duurklasse, c.co_klasse) as k,
    klasse(g) as kg, klasse(r) as kr, p.asynchroon, p.team, m.settings as team_settings,
    b.behandelaar_id is not null as behandelaar_bekend, b.erkend, b.categorie,
    c.code_setting, c.code_categorie, c.co_klasse, c.code_klasse, c.code_type,
    v.patient_id is not null as verblijf_geregistreerd, w.in_de_kliniek is not distinct from true as in_de_kliniek,
    {found}
from {_EVERYWHERE}
left join wie b on b.behandelaar_id = p.behandelaar_id and p.datum >= b.van and p.datum < b.tot
left join teamdagen m on m.team = p.team and p.datum >= m.van and p.datum < m.tot
left join verblijfsdagen v on v.patient_id = p.patient_id and v.datum = p.datum
left join bijzonder x on x.rij = p.rij
where p.prestatiegroep = 'consult'
"""


def of_others() -> str:
    """Return the other judged prestaties, each with what it looks up."""
    found = flags(
        "dubbel", "tweede_reis", "tweede_nacht", "boven_maximum", "minstens", "na_acuut", "contract_hoogspecialistisch"
    )
    return f"""
select {_EVERYTHING}, p.prestatiegroep = 'groepsconsult' as is_groep,
    p.prestatiegroep = 'intercollegiaal_overleg' as is_overleg, p.prestatiegroep = 'euthanasie' as is_euthanasie,
    p.prestatiegroep = 'reistijd' as is_reistijd, p.prestatiegroep = 'verblijfsdag' as is_verblijf,
    p.overleg_met, p.overleg_vastgelegd, p.patient_geinformeerd, l.op_lijst is not null as overleg_met_beroep,
    p.groepssessie_id, p.groepsgrootte, p.aanwezig, s.aanwezigen, p.reistijd_minuten,
    case t.financiering when 'zvw' then 25 when 'fz' then 45 end as grens, p.hoofdprestatie_id,
    f.hoofd_groep is not null as hoofd_bekend, f.hoofd_groep, f.hoofd_patient, f.hoofd_datum,
    f.hoofd_eigen_locatie, w.opgenomen is not distinct from true as opgenomen, w.opname_minuut, {found}
from {_EVERYWHERE}
left join gesprekspartners l on l.beroep = coalesce(p.overleg_met, '') and p.datum >= l.van and p.datum < l.tot
left join sessies s on s.groepssessie_id = coalesce(p.groepssessie_id, '')
left join hoofd f on f.hoofdprestatie_id = coalesce(p.hoofdprestatie_id, '')
left join verblijfsdagen v on v.datum = p.datum
    and v.patient_id = case when p.prestatiegroep in ('dagbesteding', 'vaktherapie') then p.patient_id end
left join bijzonder x on x.rij = p.rij
where p.prestatiegroep <> 'consult'
"""
