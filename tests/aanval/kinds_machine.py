"""Cases of what is around a run: closed streams, limits, places, keys; files that ask for everything; pages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from tests.aanval.case import Case, Draw, run_of
from tests.aanval.exports import csv_text, write_export
from tests.aanval.values import PAYLOADS, rows_of

#: What is closed or limited, with the endings that are right then. Where there is no room, the machine is to blame (4).
_LIMITED = (4, 0, 1, 2, 3, 5)
_UNDER: tuple[tuple[str, tuple[int, ...], bool], ...] = (
    ('exec "$@" >&-', (0, 1, 5), True),
    ('exec "$@" 2>&-', (0, 1, 5), True),
    ('exec "$@" <&- >&- 2>&-', (0, 1, 5), True),
    ('exec "$@" >/dev/full', (0, 1, 5), False),
    ('exec "$@" 2>/dev/full', (0, 1, 5), True),
    ('"$@" | head -c 1 >/dev/null', (0, 1, 5), True),
    ('trap "" INT TERM HUP; exec "$@"', (0, 1, 5), False),
    ('umask 0777; exec "$@"', (0, 1, 2, 5), False),
    ('umask 0; exec "$@"', (0, 1, 5), False),
    ('ulimit -n 24; exec "$@"', _LIMITED, False),
    ('ulimit -n 48; exec "$@"', _LIMITED, False),
    ('ulimit -f 8; exec "$@"', _LIMITED, False),
    ('ulimit -f 200; exec "$@"', _LIMITED, False),
    ('ulimit -v 1500000; exec "$@"', _LIMITED, False),
    ('ulimit -v 3000000; exec "$@"', _LIMITED, False),
    ('ulimit -s 512; exec "$@"', (0, 1, 5), False),
)
#: Settings of the environment that are none, with the endings that are right then.
_SETTINGS: tuple[tuple[dict[str, str], tuple[int, ...]], ...] = (
    ({"ZPM_AUDIT_WERKMAP": "/dev/null"}, (2,)),
    ({"ZPM_AUDIT_WERKMAP": "bestaat-niet"}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": "kort"}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": " " * 40}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": "", "ZPM_AUDIT_SLEUTELBESTAND": "/dev/null"}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": "", "ZPM_AUDIT_SLEUTELBESTAND": "/etc/passwd"}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": "", "ZPM_AUDIT_SLEUTELBESTAND": "export"}, (2,)),
    ({"ZPM_AUDIT_SLEUTEL": "", "ZPM_AUDIT_SLEUTELBESTAND": "nieuw/sleutel"}, (0, 1, 5)),
    ({"ZPM_AUDIT_SLEUTEL": "", "XDG_CONFIG_HOME": "/dev/null"}, (2,)),
    ({"ZPM_AUDIT_CACHE": "/dev/null/x"}, (0, 1, 5)),
    ({"ZPM_AUDIT_GEHEUGEN_MB": "veel"}, (0, 1, 2, 5)),
    ({"ZPM_AUDIT_LEESMINUTEN": "-1"}, (0, 1, 2, 5)),
    ({"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, (0, 1, 5)),
    ({"LANG": "onzin", "TZ": "Mars/Olympus", "COLUMNS": "1", "TERM": "dumb", "NO_COLOR": "1"}, (0, 1, 5)),
    ({"TMPDIR": "/bestaat/niet"}, (0, 1, 5)),
    ({"HOME": "/bestaat/niet", "XDG_CACHE_HOME": "/dev/null"}, (0, 1, 5)),
    ({"PYTHONOPTIMIZE": "2"}, (0, 1, 5)),
    ({"PYTHONHASHSEED": "7", "POLARS_MAX_THREADS": "1"}, (0, 1, 5)),
)


def of_machine(draw: Draw) -> Case:
    """An ordinary export on a machine where something is closed, limited, or not what it should be."""
    rows = write_export(draw, hostile=0.02)
    if draw.odds(0.5):
        under, codes, deaf = draw.chance.choice(_UNDER)
        return Case("omgeving", draw.folder, run_of(draw), rows, whole=True, under=under, codes=codes, deaf=deaf)
    settings, codes = draw.chance.choice(_SETTINGS)
    return Case("omgeving", draw.folder, run_of(draw), rows, whole=True, environment=settings, codes=codes)


_COLUMNS = ("prestatie_id", "patient_id", "datum", "prestatiegroep")
#: What a view computes: rows without end, cells without end, or a single one that takes for ever.
_BOMBS = (
    "with recursive n(i) as (select 1 union all select i + 1 from n) "
    "select 'P' || i, 'A', '2024-01-01', 'consult' from n",
    "select 'P1', 'A', '2024-01-01', hex(zeroblob(400000000))",
    "select 'P1', 'A', '2024-01-01', printf('%.*c', 90000000, 'x')",
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) "
    "select 'P' || i, 'A', '2024-01-01', printf('%.*c', 20000000, 'x') from n",
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000000) "
    "select count(*), 'A', '2024-01-01', max(i) from n",
    "with recursive n(i, t) as (select 1, 'x' union all select i + 1, t || t from n) select 'P' || i, 'A', t, t from n",
    "select group_concat(a.sql || b.sql), 'A', '2024-01-01', 'x' from "
    + ", ".join(f"sqlite_master {name}" for name in "abcdefghij"),
    "select 'P1', 'A', '2024-01-01', 'a' like '" + "%a" * 20_000 + "'",
    "select 'P1', 'A', '2024-01-01', " + "abs(" * 20 + "1" + ")" * 20,
    "select load_extension('x'), 'A', '2024-01-01', readfile('/etc/passwd')",
    "select * from (select 'P1', 'A', '2024-01-01', 'consult' union all select randomblob(50000000), 1, 2, 3)",
)


def of_bomb(draw: Draw) -> Case:
    """A database of somebody else whose view asks for all memory, all time or all disk: a sentence is left."""
    path = draw.folder / "export.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        for n in range(draw.chance.randint(1, 12)):
            connection.execute(f"create table t{n} (a)")
        rows = rows_of(draw, "zorgtrajecten", 3, 0.0)
        connection.execute(f"create table zorgtrajecten ({', '.join(rows[0])})")
        for row in rows:
            connection.execute(f"insert into zorgtrajecten values ({', '.join('?' * len(row))})", list(row.values()))
        connection.execute(f"create view prestaties({', '.join(_COLUMNS)}) as {draw.some(*_BOMBS)}")
        connection.commit()
    bounds = {"ZPM_AUDIT_GEHEUGEN_MB": draw.some("1500", "2500"), "ZPM_AUDIT_LEESMINUTEN": "0.05"}
    # Some are no more than a strange row, and that is set aside.
    return Case("bom", draw.folder, run_of(draw, export=path), whole=True, environment=bounds)


def of_pages(draw: Draw) -> Case:
    """Markup in every place that a page shows: values, names of people and files, words of the user."""
    export = draw.folder / draw.some(
        "export", "<script>window.__geraakt=1<", '"><img src=x onerror=window.__geraakt=1>'
    )
    export.mkdir()
    height = draw.chance.randint(3, 15)
    for table in ("prestaties", "zorgtrajecten", "patienten", "behandelaren"):
        found = rows_of(draw, table, height if table == "prestaties" else 4, 0.0)
        for row in found:
            shown = {"team", "beroep", "naam", "verwijzer_agb", "behandelaar_id", "prestatiecode", "extra", "uzovi"}
            for name in shown & row.keys():
                if draw.odds(0.6):
                    row[name] = draw.some(*PAYLOADS)
            if table == "prestaties" and draw.odds(0.4):
                row["prestatie_id"] = f"{row['prestatie_id']}{draw.some(*PAYLOADS)}"
            if table == "prestaties":
                row["extra"] = draw.some(*PAYLOADS)
                if draw.odds(0.3):
                    row["datum"] = draw.some(*PAYLOADS)
        (export / f"{table}.csv").write_text(csv_text(found), encoding="utf-8", newline="")
    mapping = draw.folder / "mapping.yaml"
    mapping.write_text("tabellen: {prestaties: {meenemen: [extra]}}\n", encoding="utf-8")
    name, by = (json.dumps(draw.some(*PAYLOADS)) for _ in range(2))
    configuration = draw.folder / "zpm-audit.yaml"
    configuration.write_text(
        f"export: {json.dumps(export.name)}\nmapping: mapping.yaml\naanbieder: {{naam: {name}}}\n"
        f"uitgevoerd_door: {by}\nbeoordeeld_door: {by}\nreeks: {name}\narchief: archief.sqlite\n"
        "werklijsten: [team, behandelaar]\n"
        f"eigenaren: {{themas: {{planning-realisatie: {{eigenaar: {name}}}}}}}\nacceptaties: acceptaties.yaml\n",
        encoding="utf-8",
    )
    words = [json.dumps(draw.some(*PAYLOADS)) for _ in range(3)]
    (draw.folder / "acceptaties.yaml").write_text(
        f"- id: {words[0]}\n  check: ZPM-PR-01\n  waar: ernst = 'fout' or ernst = 'signaal'\n  reden: {words[1]}\n"
        f"  door: {words[2]}\n  op: 2024-09-01\n  tot: 2025-03-01\n",
        encoding="utf-8",
    )
    run = run_of(draw, "--config", str(configuration), "--taal", draw.some("nl", "en"))
    return Case("paginas", draw.folder, [run[0], *run[2:]], height)
