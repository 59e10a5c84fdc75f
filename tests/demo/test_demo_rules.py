"""Per check a plain query over the export: it finds exactly the subjects that waarheid.csv lists for that check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest

from tests.demo.conftest import Demo

pytestmark = pytest.mark.whole

VIEWS = """
create macro klasse(m) as case when m >= 120 then 120 when m >= 90 then 90 when m >= 75 then 75 when m >= 60 then 60
    when m >= 45 then 45 when m >= 30 then 30 when m >= 15 then 15 when m >= 5 then 5 end;
create macro co(code) as if(regexp_matches(code, '^CO[0-9]{4}$') and cast(substr(code, 3) as int) between 1 and 1040,
    cast(substr(code, 3) as int) - 1, null);
create macro bereik(d, van, tot) as d >= coalesce(van, date '1900-01-01') and d <= coalesce(tot, date '2999-12-31');
create view j as select * from prestaties where coalesce(declarabel, true) and datum <= date '{peildatum}';
create view c as select *, list_element([5, 15, 30, 45, 60, 75, 90, 120], co(prestatiecode) // 130 + 1) as co_klasse,
    if(co(prestatiecode) % 130 >= 65, 'behandeling', 'diagnostiek') as co_type,
    datum + cast(starttijd as time) as van,
    datum + cast(starttijd as time) + to_minutes(gerealiseerde_minuten) as tot_en
    from j where prestatiegroep = 'consult';
create view v as select * from j where prestatiegroep = 'verblijfsdag';
create view g as select * from j where prestatiegroep = 'groepsconsult';
create view r as select * from j where prestatiegroep = 'reistijd';
create view direct as select * from j where prestatiegroep in ('consult', 'groepsconsult');
create view zt as select *, coalesce(nieuwe_zorgvraag, true) as nieuw, coalesce(spoed, false) as met_spoed
    from zorgtrajecten;
create view t as select zt.*, min(j.datum) as eerste, max(j.datum) as laatste,
    max(j.datum) filter (j.prestatiegroep in ('consult', 'groepsconsult')) as laatste_consult,
    coalesce(bool_or(j.prestatiegroep in ('consult', 'groepsconsult') and j.consulttype = 'behandeling'), false)
        as behandeld
    from zt join j using (zorgtraject_id) group by all;
create view verwezen as select * from t
    where financiering = 'zvw' and not met_spoed and verwijstype in ('01', '02', '07');
create view categorie as select * from (values ('arts', 'arts'), ('verslavingsarts', 'arts'),
    ('psychiater', 'arts-specialist'), ('gz-psycholoog', 'gz-psycholoog'),
    ('klinisch psycholoog', 'klinisch (neuro)psycholoog'), ('psychotherapeut', 'psychotherapeut'),
    ('verpleegkundig specialist ggz', 'verpleegkundig specialist'), ('verpleegkundige', 'verpleegkundige'),
    ('wo-psycholoog', 'overige beroepen'), ('vaktherapeut', 'overige beroepen'),
    ('sociaal werkende', 'overige beroepen'), ('ervaringsdeskundig werker', 'overige beroepen'),
    ('sociaal pedagogisch hulpverlener', 'overige beroepen')) as lijst(beroep, cat);
create view met_beroep as select c.*, k.cat, k.beroep from c
    left join behandelaren b on b.behandelaar_id = c.behandelaar_id and bereik(c.datum, b.geldig_van, b.geldig_tot)
    left join categorie k on k.beroep = b.beroep;
create view met_code as
    select j.*, l.setting as code_setting, l.beroepscategorie as code_cat, l.max_tarief_eur as hoogste,
    l.prestatiegroep as code_groep
    from j join codelijst l on l.prestatiecode = j.prestatiecode and bereik(j.datum, l.geldig_van, l.geldig_tot);
create view verzekerd as select j.*, p.uzovi from j left join patienten p using (patient_id);
create view sessie as select groepssessie_id, count(distinct patient_id) filter (coalesce(aanwezig, true)) as n
    from prestaties where prestatiegroep = 'groepsconsult' group by 1;
create view verblijf as select *, cast(opname as date) as in_dag,
    coalesce(cast(ontslag as date), date '2999-12-31') as uit_dag from opnames;
create view hoofd as select r.*, h.prestatiegroep as h_groep, h.patient_id as h_patient, h.datum as h_datum,
    h.eigen_locatie as h_eigen, h.prestatie_id as h_id
    from r left join prestaties h on h.prestatie_id = r.hoofdprestatie_id;
"""

# What a check finds: its subjects, one row each.
QUERIES = {
    "ZPM-CO-01": """select prestatie_id from c
        where coalesce(duurklasse, co_klasse) not in (5, 15, 30, 45, 60, 75, 90, 120)""",
    "ZPM-CO-02": """select prestatie_id from c where prestatiecode is not null
        and (co(prestatiecode) is null or co_type <> consulttype or co_klasse <> duurklasse)""",
    "ZPM-CO-03": """select distinct a.prestatie_id from c a join c b on a.behandelaar_id = b.behandelaar_id
        and a.patient_id = b.patient_id and a.datum = b.datum and b.van < a.van
        and a.van - b.tot_en between interval 0 minute and interval 60 minute""",
    "ZPM-CO-04": """select distinct a.prestatie_id from c a join c b on a.behandelaar_id = b.behandelaar_id
        and a.datum = b.datum and a.prestatie_id <> b.prestatie_id and a.van < b.tot_en and b.van < a.tot_en""",
    "ZPM-CO-05": """select prestatie_id from c where asynchroon and behandelaar_id is not null qualify row_number() over
        (partition by behandelaar_id, patient_id, datum order by starttijd nulls last, prestatie_id) > 1""",
    "ZPM-CO-06": """select prestatie_id from met_beroep
        where cat is null and behandelaar_id in (select behandelaar_id from behandelaren)""",
    "ZPM-CO-07": """select prestatie_id from c where setting not in (5, 6, 8)
        and (patient_id, datum) in (select patient_id, datum from v)""",
    "ZPM-CO-08": """select prestatie_id from c where behandelaar_id is not null and starttijd is not null
        and prestatiecode is not null qualify row_number() over
        (partition by behandelaar_id, patient_id, datum, starttijd, prestatiecode order by prestatie_id) > 1""",
    "ZPM-CO-09": """select prestatie_id from c where prestatiecode is not null
        and prestatie_id not in (select prestatie_id from met_code)""",
    "ZPM-CO-10": """select prestatie_id from met_beroep join met_code using (prestatie_id)
        where met_beroep.setting <> code_setting or cat <> code_cat""",
    "ZPM-CO-12": "select prestatie_id from c where consulttype is null",
    "ZPM-CO-11": """select prestatie_id from verzekerd where setting = 8 and uzovi is not null and not exists
        (from contracten k where k.uzovi = verzekerd.uzovi and bereik(datum, k.geldig_van, k.geldig_tot)
        and hoogspecialistisch)""",
    "ZPM-PF-01": """select prestatie_id from j join zt using (zorgtraject_id)
        where prestatiegroep in ('fpt', 'dagbesteding') and financiering <> 'fz'""",
    "ZPM-PF-02": """select prestatie_id from j join zt using (zorgtraject_id)
        where prestatiegroep in ('verblijf_zonder_overnachting', 'niet_basispakket') and financiering = 'fz'""",
    "ZPM-TM-01": """select prestatie_id from c where team is not null and (
            not exists (from teams x where x.team = c.team and bereik(datum, x.geldig_van, x.geldig_tot))
            or setting is not null and not exists (from teams x where x.team = c.team and x.setting = c.setting
                and bereik(datum, x.geldig_van, x.geldig_tot)))""",
    "ZPM-CT-01": """select opname_id from verblijf o join patienten p using (patient_id) where integraal_tarief
        and p.uzovi is not null and not exists (from contracten k where k.uzovi = p.uzovi and k.integraal_tarief
        and bereik(in_dag, k.geldig_van, k.geldig_tot))""",
    "ZPM-CT-02": """select prestatie_id from met_code join patienten p using (patient_id) where p.uzovi is not null
        and bedrag_eur > hoogste and bedrag_eur <= (hoogste * 11 + 5) // 10 and not exists (from contracten k
        where k.uzovi = p.uzovi and k.max_max and bereik(datum, k.geldig_van, k.geldig_tot))""",
    "ZPM-CT-03": """select prestatie_id from (select prestatie_id, any_value(bedrag_eur) as bedrag,
            any_value(hoogste) as top, max(k.prijs_pct) as pct
            from met_code join patienten p using (patient_id) join contracten k on k.uzovi = p.uzovi
                and k.prijs_pct is not null and bereik(datum, k.geldig_van, k.geldig_tot)
            where bedrag_eur is not null and hoogste is not null group by prestatie_id having count(*) = 1)
        where abs(bedrag - floor(top * pct / 1000000.0 + 0.5)) > 1""",
    "ZPM-CT-04": """select concat(k.uzovi, '|', k.geldig_van) from contracten k join patienten p on p.uzovi = k.uzovi
        join j on j.patient_id = p.patient_id and bereik(j.datum, k.geldig_van, k.geldig_tot)
        where plafond_eur is not null group by k.uzovi, k.geldig_van, plafond_eur
        having sum(bedrag_eur) > plafond_eur""",
    "ZPM-GC-01": "select prestatie_id from g join sessie using (groepssessie_id) where groepsgrootte <> least(10, n)",
    "ZPM-GC-02": "select prestatie_id from g join sessie using (groepssessie_id) where n < 2",
    "ZPM-GC-03": "select prestatie_id from g where not aanwezig",
    "ZPM-GC-04": """select j.prestatie_id from j join prestaties h on h.prestatie_id = j.hoofdprestatie_id
        where j.prestatiegroep in ('reistijd', 'tolk') and h.prestatiegroep = 'groepsconsult'
        and j.datum <= date '2024-12-31'""",
    "ZPM-GC-05": """select prestatie_id from g
        where gerealiseerde_minuten < if(datum < date '2024-01-01', 16, 15)""",
    "ZPM-GC-06": """select prestatie_id from g where behandelaar_id is not null and starttijd is not null
        and prestatiecode is not null qualify row_number() over
        (partition by behandelaar_id, patient_id, datum, starttijd, prestatiecode order by prestatie_id) > 1""",
    "ZPM-RT-01": """select prestatie_id from r where hoofdprestatie_id is not null qualify row_number() over
        (partition by hoofdprestatie_id order by datum, starttijd nulls last, prestatie_id) > 1""",
    "ZPM-RT-02": """select prestatie_id from hoofd
        where not coalesce(h_groep = 'consult' and h_patient = patient_id and h_datum = datum, false)""",
    "ZPM-RT-03": """select prestatie_id from (select r.*, if(financiering = 'fz', 45, 25) as grens
            from r join zt using (zorgtraject_id) where financiering in ('zvw', 'fz'))
        where duurklasse <> if(reistijd_minuten >= grens, grens, 0) and reistijd_minuten is not null""",
    "ZPM-RT-04": "select prestatie_id from hoofd where h_eigen",
    "ZPM-VB-01": """select prestatie_id from v
        qualify row_number() over (partition by patient_id, datum order by starttijd nulls last, prestatie_id) > 1""",
    "ZPM-VB-02": """select prestatie_id from v where not exists
        (from verblijf o where o.patient_id = v.patient_id and in_dag <= datum and datum < uit_dag)""",
    "ZPM-VB-03": """select prestatie_id from v join verblijf o on o.patient_id = v.patient_id and in_dag = datum
        group by 1 having min(cast(opname as time)) > time '20:00'""",
    "ZPM-VB-04": """select prestatie_id from direct where exists (from verblijf o
        where o.patient_id = direct.patient_id and in_dag <= datum and datum < uit_dag and integraal_tarief)""",
    "ZPM-VB-05": """select prestatie_id from j where prestatiegroep in ('dagbesteding', 'vaktherapie')
        and (patient_id, datum) in (select patient_id, datum from v)""",
    "ZPM-VB-06": """with alleen as (select distinct opname_id, datum
            from v join verblijf o on o.patient_id = v.patient_id and in_dag <= datum and datum < uit_dag
            where (v.patient_id, datum) not in (select patient_id, datum from direct)),
        reeks as (select opname_id, datum - cast(row_number() over (partition by opname_id order by datum) as int) as n
            from alleen)
        select distinct opname_id from (select opname_id from reeks group by opname_id, n having count(*) > 30)""",
    "ZPM-VB-07": """select distinct opname_id from (select opname_id, patient_id, unnest(generate_series(
            in_dag + if(cast(opname as time) >= time '20:00', 1, 0), least(uit_dag, date '{peildatum}') - 1,
            interval 1 day))::date as nacht from verblijf)
        where (patient_id, nacht) not in (select patient_id, datum from prestaties
            where prestatiegroep = 'verblijfsdag')""",
    "ZPM-ZT-01": """select prestatie_id from j where prestatiegroep <> 'niet_basispakket'
        and coalesce(zorgtraject_id, '') not in (select zorgtraject_id from zt)""",
    "ZPM-ZT-02": """select distinct b.zorgtraject_id from zt a join zt b on a.patient_id = b.patient_id
        and a.financiering = 'zvw' and b.financiering = 'zvw'
        and (a.startdatum, a.zorgtraject_id) < (b.startdatum, b.zorgtraject_id)
        and coalesce(a.einddatum, date '2999-12-31') >= b.startdatum""",
    "ZPM-ZT-03": """select prestatie_id from j join zt using (zorgtraject_id)
        where not bereik(datum, startdatum, einddatum)""",
    "ZPM-ZT-04": """select zorgtraject_id from t
        where startdatum > eerste or startdatum <> eerste and startdatum <> date '2022-01-01'""",
    "ZPM-ZT-05": """select distinct zorgtraject_id from (
            select zorgtraject_id, datum - lag(datum) over (partition by zorgtraject_id order by datum) as gat
            from j join zt using (zorgtraject_id)
            union all select zorgtraject_id, date '{peildatum}' - laatste from t where einddatum is null)
        where gat > 365""",
    "ZPM-ZT-06": """select b.zorgtraject_id from zt b join t a on a.patient_id = b.patient_id
        and (a.startdatum, a.zorgtraject_id) < (b.startdatum, b.zorgtraject_id)
        where b.financiering = 'zvw' and not b.nieuw group by b.zorgtraject_id, b.startdatum
        having b.startdatum - max(a.laatste) <= 365""",
    "ZPM-ZT-07": "select zorgtraject_id from t where financiering = 'zvw' and behandeld and zorgvraagtype is null",
    "ZPM-ZT-08": """select zorgtraject_id from t where financiering = 'zvw' and behandeld and zorgvraagtype is not null
        and laatste_consult - zorgvraagtype_datum > 365""",
    "ZPM-ZT-09": "select zorgtraject_id from t where behandeld and diagnose_hoofdgroep is null",
    "ZPM-ZT-10": "select zorgtraject_id from zt where financiering is null",
    "ZPM-ZT-11": "select prestatie_id from j join zt using (zorgtraject_id) where j.patient_id <> zt.patient_id",
    "ZPM-VW-01": """select zorgtraject_id from zt where financiering = 'zvw' and not met_spoed and nieuw
        and coalesce(verwijstype, '05') = '05'""",
    "ZPM-VW-02": "select zorgtraject_id from verwezen where aanmelddatum - verwijsdatum > 275",
    "ZPM-VW-03": "select zorgtraject_id from verwezen where verwijsdatum > eerste",
    "ZPM-VW-04": """select zorgtraject_id from zt where financiering = 'zvw' and (
        verwijstype in ('01', '02') and not coalesce(regexp_matches(verwijzer_agb, '^[0-9]{8}$'), false)
        or verwijstype in ('04', '06') and verwijzer_agb is not null
        or verwijstype = '03' and verwijzer_agb is null and startdatum + 60 < date '{peildatum}')""",
    "ZPM-AC-01": """select prestatie_id from j where acuut_binnen_budget and zorgtraject_id is not null
        qualify datum > min(datum) over (partition by zorgtraject_id) + 2""",
    "ZPM-FA-01": "select prestatie_id from met_code where bedrag_eur > (hoogste * 11 + 5) // 10",
    "ZPM-FA-02": """select prestatie_id from met_code
        where bedrag_eur > hoogste and bedrag_eur <= (hoogste * 11 + 5) // 10""",
    "ZPM-FA-03": """select patient_id from patienten where bsn is not null and not coalesce(
        regexp_matches(bsn, '^[0-9]{9}$') and bsn <> '000000000' and (select sum(try_cast(substr(bsn, n, 1) as int)
            * if(n = 9, -1, 10 - n)) from (select unnest(range(1, 10)) as n)) % 11 = 0, false)""",
    "ZPM-FA-04": """select prestatie_id from j join patienten p using (patient_id)
        where p.geboortedatum + interval 18 year > j.datum""",
    "ZPM-FA-05": "select prestatie_id from j where datum < date '2022-01-01'",
    "ZPM-FA-06": "select prestatie_id from j where factuurdatum < datum",
    "ZPM-FA-07": """select prestatie_id from j where bedrag_eur > 0
        and (factuurdatum - datum > 62 or factuurdatum is null and datum + 62 < date '{peildatum}')""",
    "ZPM-FA-08": """select prestatie_id from j where prestatiegroep <> 'consult' and prestatiecode is not null
        and prestatie_id not in (select prestatie_id from met_code)""",
    "ZPM-FA-09": "select prestatie_id from met_code where code_groep <> prestatiegroep",
    "ZPM-BH-03": """select behandelaar_id from behandelaren where agb_code is null
        and behandelaar_id in (select regiebehandelaar_id from t where financiering in ('zvw', 'fz'))""",
    "ZPM-BH-01": """select behandelaar_id from behandelaren where beroep in ('arts', 'verslavingsarts', 'psychiater',
        'gz-psycholoog', 'klinisch psycholoog', 'psychotherapeut', 'verpleegkundig specialist ggz', 'verpleegkundige')
        and not coalesce(regexp_matches(big_nummer, '^[0-9]{11}$'), false)""",
    "ZPM-BH-02": "select behandelaar_id from behandelaren where not regexp_matches(agb_code, '^[0-9]{8}$')",
    "ZPM-SE-01": """select zorgtraject_id from (select zorgtraject_id, sum(gerealiseerde_minuten) as minuten from c
            group by 1 having bool_and(coalesce(setting = 4, false)) and minuten > 0) as u
        where zorgtraject_id in (select zorgtraject_id from zt) and coalesce((select sum(reistijd_minuten) from r
            where r.zorgtraject_id = u.zorgtraject_id), 0) < 0.2 * minuten""",
    "ZPM-SE-02": """select zorgtraject_id from (
            select zorgtraject_id, beroep, sum(coalesce(gerealiseerde_minuten, 0)) as m, min(setting) as setting
            from met_beroep where zorgtraject_id in (select zorgtraject_id from met_beroep
                where zorgtraject_id in (select zorgtraject_id from zt) group by 1 having count(*) = count(cat)
                and count(*) = count(setting) and min(setting) = max(setting) and min(setting) in (2, 3))
            group by 1, 2) as u
        group by 1 having sum(m) > 0 and (max(m) / sum(m) >= 0.9) <> (any_value(setting) = 2)
        and coalesce((select sum(reistijd_minuten) from r where r.zorgtraject_id = u.zorgtraject_id), 0)
            < 0.2 * sum(m)""",
    "ZPM-SE-03": """select zorgtraject_id from (select zorgtraject_id, sum(gerealiseerde_minuten) as minuten from c
            group by 1 having count(*) = count(setting) and min(setting) = max(setting) and min(setting) in (2, 3)
            and minuten > 0) as u join zt using (zorgtraject_id)
        where financiering = 'zvw' and coalesce((select sum(reistijd_minuten) from r
            where r.zorgtraject_id = u.zorgtraject_id), 0) >= 0.2 * minuten""",
    "ZPM-SE-04": """select prestatie_id from c where setting in (5, 6) and (patient_id, datum) not in (select
            patient_id, datum from prestaties where prestatiegroep = 'verblijfsdag') and not exists (from verblijf o
            where o.patient_id = c.patient_id and in_dag <= c.datum and c.datum <= uit_dag)""",
    "ZPM-SE-05": """select prestatie_id from c join zt using (zorgtraject_id)
        where financiering = 'fz' and setting not in (6, 7)""",
    "ZPM-KP-01": """select concat(maand, '|', setting, '|', prestatiegroep, '|', consulttype) from (select p.*,
            (select count(*) from j where (p.setting is null or j.setting = p.setting)
            and (p.consulttype is null or j.consulttype = p.consulttype)
            and j.prestatiegroep = p.prestatiegroep and date_trunc('month', j.datum) = p.maand) as n from prognose p
            where last_day(p.maand) < date '{peildatum}')
        where if(aantal = 0, n > 0, abs(n / aantal - 1) > 0.1)""",
    "ZPM-KP-02": """select concat(behandelaar_id, '|', datum) from c where behandelaar_id is not null
        group by behandelaar_id, datum having sum(gerealiseerde_minuten) > 600""",
}  # fmt: skip


@pytest.fixture(scope="module", params=["demo", "small_demo"])
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Demo, duckdb.DuckDBPyConnection]]:
    demo: Demo = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp("tabellen")
    with duckdb.connect() as connection:
        for name, frame in demo.tables.items():
            frame.write_parquet(folder / f"{name}.parquet")
            connection.execute(f"create table {name} as from read_parquet('{folder}/{name}.parquet')")
        connection.execute(VIEWS.replace("{peildatum}", str(demo.facts.peildatum)))
        yield demo, connection


@pytest.mark.parametrize("check", QUERIES)
def test_the_list_is_what_a_query_finds(check: str, case: tuple[Demo, duckdb.DuckDBPyConnection]) -> None:
    demo, sql = case
    query = QUERIES[check].replace("{peildatum}", str(demo.facts.peildatum))
    found = Counter(str(row[0]) for row in sql.execute(query).fetchall())
    listed = Counter(subject for name, subject, _ in demo.truth.iter_rows() if name == check)
    assert sorted((listed - found).elements()) == []
    assert sorted((found - listed).elements()) == []


def test_every_check_of_the_other_themes_has_a_query_and_something_to_find(demo: Demo) -> None:
    planning = ("ZPM-RB", "ZPM-PR", "ZPM-IO", "ZPM-EU", "ZPM-OD")
    listed = {check for check in demo.truth["check_id"] if not check.startswith(planning)}
    assert listed == set(QUERIES)
