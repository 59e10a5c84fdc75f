"""What all the SQL stands on: a view per table, a few macros, who had which beroep when, and counting verdicts.

A verdict is 1 voldoet, 0 afwijking, 2 onbepaald, 3 loopt, or 4 out of the population because the column that decides
is empty; null is out of the population. A table of verdicts has a column per check, named by its id without ``ZPM-``.
Periods run from ``van`` up to, not with, ``tot``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from zpm_audit.base.resources import catalogue_dir

Counts = dict[str, dict[str, int]]
VERDICTS = ("afwijking", "voldoet", "onbepaald", "loopt", "buiten_beeld")
#: What every deviation is written with. A unit that is no prestatie gives its own values for them, in this order.
KEYS = "prestatie_id, zorgtraject_id, patient_id, behandelaar_id, datum"

MACROS = """
create macro afwijking() as 0::utinyint;
create macro voldoet() as 1::utinyint;
create macro onbepaald() as 2::utinyint;
create macro loopt() as 3::utinyint;
create macro buiten_beeld() as 4::utinyint;
create macro oordeel(eis) as coalesce(eis::utinyint, onbepaald());
create macro klasse(m) as case
    when m < 5 then -1000000 when m < 15 then 5 when m < 105 then 15 * (m // 15) when m < 120 then 90
    when m >= 120 then 120 end;
create macro co_nummer(code) as case
    when regexp_full_match(code, 'CO[0-9]{4}') and try_cast(code[3:] as integer) between 1 and 1040
    then try_cast(code[3:] as integer) end;
create macro co_klasse(code) as [5, 15, 30, 45, 60, 75, 90, 120][1 + (co_nummer(code) - 1) // 130];
create macro co_type(code) as
    case when (co_nummer(code) - 1) % 130 < 65 then 'diagnostiek' when co_nummer(code) > 0 then 'behandeling' end;
create macro volwassen(geboren) as case when month(geboren) = 2 and day(geboren) = 29
    then make_date(year(geboren) + 18, 3, 1) else (geboren + interval 18 years)::date end;
create macro seconde(t) as 3600 * hour(t) + 60 * minute(t) + second(t);
create macro vanaf(dag) as coalesce(dag, '-infinity'::date);
create macro tot_en_met(dag) as coalesce(dag + 1, 'infinity'::date);
"""

#: ``prestaties`` has every row, with its number; ``geteld`` those that are judged.
PRESTATIES = """
create macro peildatum() as date '{peildatum}';
create view prestaties as
select * exclude (file_row_number) replace (starttijd::time as starttijd), file_row_number as rij
from read_parquet('{folder}/prestaties.parquet', file_row_number = true);
create view geteld as select * from prestaties where declarabel is distinct from false and datum <= peildatum();
"""

BEROEPEN = """
create table beroepen as
select beroep, beroepscategorie, big_artikel, regiebehandelaar::boolean as regiebehandelaar,
    vanaf(geldig_van::date) as van, tot_en_met(geldig_tot::date) as tot
from read_csv('{beroepen}', comment = '#', header = true, all_varchar = true);
"""


def pieces(key: str, edges: str) -> str:
    """Return ``stuk``, a table expression: per key the pieces of time between its edges (``van``), the last one open.

    What periods say of a day is then worked out once per piece, and a day finds at most one of them. Pieces in which
    nothing is judged are left out.
    """
    return f"""alle_stukken as (
    select {key}, van, lead(van, 1, 'infinity'::date) over (partition by {key} order by van) as tot
    from (select distinct {key}, van from ({edges}) where van < 'infinity'::date)
), stuk as (
    select * from alle_stukken where van <= peildatum() and tot > getvariable('eerste_dag')
)"""


_EDGES = """
    select behandelaar_id, unnest(['-infinity'::date, van, tot]) as van from periode
    union all
    select behandelaar_id, unnest([l.van, l.tot]) from periode join beroepen l using (beroep)"""

#: Per behandelaar all his days, so that somebody who is not here is not known. His beroep is one that the list has at
#: some time; ``erkend`` and ``categorie`` are what the list says of it on that day.
WIE = f"""
create temp table wie as
with periode as (
    select behandelaar_id, beroep, vanaf(geldig_van) as van, tot_en_met(geldig_tot) as tot from behandelaren
), {pieces("behandelaar_id", _EDGES)}, met_beroep as (
    select s.behandelaar_id, s.van, s.tot, min(b.beroep) as beroep
    from stuk s left join (select * from periode where beroep in (select beroep from beroepen)) b
        on b.behandelaar_id = s.behandelaar_id and s.van >= b.van and s.van < b.tot
    group by all
)
select m.behandelaar_id, m.van, m.tot, m.beroep, min(l.beroepscategorie) as categorie, count(l.beroep) > 0 as erkend
from met_beroep m left join beroepen l on l.beroep = m.beroep and m.van >= l.van and m.van < l.tot
group by all;
"""

#: Of each patient the days with a verblijfsdag, and whether a judged one is among them.
VERBLIJFSDAGEN = """
create temp table verblijfsdagen as
select patient_id, datum, bool_or(declarabel is distinct from false and datum <= peildatum()) as heeft_verblijfsdag
from prestaties where prestatiegroep = 'verblijfsdag' group by all;
"""


def connect(folder: Path, peildatum: date) -> duckdb.DuckDBPyConnection:
    """Open a database of its own on the canonical Parquet in ``folder``: a view per table, under its own name."""
    db = duckdb.connect(config={"preserve_insertion_order": False})
    db.execute(MACROS)
    db.execute(PRESTATIES.format(folder=folder, peildatum=peildatum.isoformat()))
    db.execute("set variable eerste_dag = (select min(datum) from geteld)")
    db.execute(BEROEPEN.format(beroepen=catalogue_dir() / "referentie" / "beroepen.csv"))
    for file in folder.glob("*.parquet"):
        if file.stem != "prestaties":
            db.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
    return db


def tally(db: duckdb.DuckDBPyConnection, table: str, checks: Iterable[str], units: str = "count(*)") -> Counts:
    """Count the verdicts in a table that has a column per check; ``units`` says how many a row stands for."""
    counts: Counts = {}
    for check in checks:
        found = counts[f"ZPM-{check}"] = dict.fromkeys(VERDICTS, 0)
        for verdict, n in db.execute(f'select "{check}", {units} from {table} group by all').fetchall():
            if verdict is not None:
                found[VERDICTS[verdict]] += int(n)
    return counts


def deviations(table: str, checks: Iterable[str], keys: str = KEYS) -> str:
    """Return the SQL of the deviating units of a table that has a column per check: a row per check and unit."""
    wanted = [f"""select 'ZPM-{check}' as check_id, {keys} from {table} where "{check}" = 0""" for check in checks]
    return " union all ".join(wanted)


def write(db: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    """Write the rows of a query as Parquet."""
    db.execute(f"copy ({rows}) to '{file}' (format parquet, compression zstd)")


def together(*parts: Counts) -> Counts:
    """Add up the verdicts on different units, check by check."""
    counts: Counts = {}
    for check in dict.fromkeys(check for part in parts for check in part):
        counts[check] = {v: sum(part[check][v] for part in parts if check in part) for v in VERDICTS}
    return counts
