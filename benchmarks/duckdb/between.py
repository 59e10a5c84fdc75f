"""The checks that compare prestaties: which rows are the exception, and why. What is not here is in order.

Rows meet each other only where they share a key, and most share it with nobody: where that pays, they are found
first by the hash of the key, and only they are sorted.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Contacts of one patient with one behandelaar on one day, where there is more than one of a kind.
SAMEN = """
create temp table dubbel as
select hash(patient_id, behandelaar_id, datum, prestatiegroep) as sleutel
from geteld where prestatiegroep in ('consult', 'groepsconsult') and behandelaar_id is not null
group by sleutel having count(*) > 1;

create temp table samen as
select rij, prestatie_id, prestatiegroep, patient_id, behandelaar_id, datum, starttijd, prestatiecode,
    coalesce(asynchroon, false) as is_asynchroon, seconde(starttijd) as van,
    seconde(starttijd) + 60 * gerealiseerde_minuten as tot
from geteld where prestatiegroep in ('consult', 'groepsconsult') and behandelaar_id is not null
    and hash(patient_id, behandelaar_id, datum, prestatiegroep) in (select sleutel from dubbel);
"""

EXCEPTIONS = {
    # CO-03: a consult of the same two people ended up to an hour before this one, and began earlier.
    "vervolg": """
        select distinct a.rij from samen a join samen b using (patient_id, behandelaar_id, datum, prestatiegroep)
        where prestatiegroep = 'consult' and b.van < a.van and a.van - b.tot between 0 and 3600""",
    # CO-04: nobody has more than a few consults a day, so that comparing them all costs less than sorting them.
    "overlapt": """
        with c as (
            select rij, behandelaar_id, datum, seconde(starttijd) as van, van + 60 * gerealiseerde_minuten as tot
            from geteld where prestatiegroep = 'consult' and gerealiseerde_minuten > 0
                and behandelaar_id is not null and starttijd is not null
        )
        select distinct unnest([een, ander]) as rij
        from (
            select a.rij as een, b.rij as ander
            from c a join c b on b.behandelaar_id = a.behandelaar_id and b.datum = a.datum and b.rij < a.rij
                and b.van < a.tot and b.tot > a.van
        )""",
    # CO-05
    "asynchroon_na": """
        select rij from samen where prestatiegroep = 'consult' and is_asynchroon
        qualify row_number() over (
            partition by patient_id, behandelaar_id, datum order by starttijd nulls last, prestatie_id) > 1""",
    # CO-08, GC-06
    "dubbel": """
        select rij from samen where starttijd is not null and prestatiecode is not null
        qualify row_number() over (
            partition by prestatiegroep, patient_id, behandelaar_id, datum, starttijd, prestatiecode
            order by prestatie_id) > 1""",
    # RT-01
    "tweede_reis": """
        select rij from geteld where prestatiegroep = 'reistijd' and hoofdprestatie_id is not null
        qualify row_number() over (
            partition by hoofdprestatie_id order by datum, starttijd nulls last, prestatie_id) > 1""",
    # VB-01
    "tweede_nacht": """
        select rij from geteld where prestatiegroep = 'verblijfsdag'
        qualify row_number() over (
            partition by patient_id, datum order by starttijd nulls last, prestatie_id) > 1""",
    # OD-01
    "na_de_vierde": """
        select rij from geteld join zorgtrajecten t using (zorgtraject_id)
        where prestatiegroep = 'consult' and consulttype = 'diagnostiek' and not t.diagnose_verzekerd
        qualify row_number() over (
            partition by zorgtraject_id order by datum, starttijd nulls last, prestatie_id) > 4""",
    # CO-11: no exception but an allowance; setting 8 is rare.
    "contract_hoogspecialistisch": """
        select rij from geteld join patienten using (patient_id) join hoogspecialistisch h using (uzovi)
        where setting = 8 and datum >= h.van and datum < h.tot""",
    # AC-01
    "na_acuut": """
        select rij from geteld where acuut_binnen_budget and zorgtraject_id is not null
        qualify datum > min(datum) over (partition by zorgtraject_id) + 2""",
}

#: EU-01: minutes so far; an empty one makes it a lower bound.
EUTHANASIE = """
select rij, case when sum(coalesce(gerealiseerde_minuten, 0)) over volgorde > 720 then 'boven_maximum'
    when count(*) filter (gerealiseerde_minuten is null) over volgorde > 0 then 'minstens' end as wat
from geteld left join zorgtrajecten t using (zorgtraject_id)
where prestatiegroep = 'euthanasie' and t.financiering is distinct from 'fz'
window volgorde as (partition by geteld.patient_id order by datum, starttijd nulls last, prestatie_id
    rows between unbounded preceding and current row)
"""


ALL = (*EXCEPTIONS, "boven_maximum", "minstens")


def bijzonder(names: Iterable[str] = EXCEPTIONS) -> str:
    """Return the SQL of ``bijzonder``: per exceptional row, by name, what is the matter with it."""
    found = [f"select rij, '{name}' as wat from ({EXCEPTIONS[name]})" for name in names]
    columns = ", ".join(f"bool_or(wat = '{name}') as {name}" for name in ALL)
    rows = " union all ".join([*found, EUTHANASIE])
    return f"create temp table bijzonder as select rij, {columns} from ({rows}) where wat is not null group by rij;"


def flags(*names: str) -> str:
    """Return columns of ``bijzonder`` (x) as a row sees them that may not be in it."""
    return ", ".join(f"x.{name} is not distinct from true as {name}" for name in names)
