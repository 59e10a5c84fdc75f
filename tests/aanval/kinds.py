"""How cases of each kind are drawn."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tests.aanval.case import Case, Draw, run_of
from tests.aanval.exports import message, sheet, spoiled, write_export, write_workbook
from tests.aanval.kinds_back import of_follow_up, of_sample
from tests.aanval.kinds_beside import of_acceptances, of_configuration, of_ledger, of_lists
from tests.aanval.kinds_machine import of_bomb, of_machine, of_pages
from tests.aanval.values import NUMBERS, TEXTS, rows_of
from zpm_audit.base.resources import catalogue_dir


def of_csv(draw: Draw) -> Case:
    """Rows that are hostile cell by cell, or files that are spoiled byte by byte."""
    rows: int | None = write_export(draw)
    target = draw.chance.choice(sorted(draw.export.glob("*.csv")))
    if draw.odds(0.5):
        data = target.read_bytes()
        way = draw.chance.randrange(6)
        data = {
            0: lambda: spoiled(draw, data),
            1: lambda: data.decode("utf-8").encode("utf-16"),
            2: lambda: b"\xef\xbb\xbf" + data,
            3: lambda: data.replace(b"\n", b"\r"),
            4: lambda: data.replace(b",", draw.some(";", "\t", "|", ",,").encode()),
            5: lambda: data.replace(b"datum", draw.some(*TEXTS).encode("utf-8", "replace"), 1),
        }[way]()
        target.write_bytes(data)
        rows = None
    language = ["--taal", "en"] if draw.odds(0.3) else []
    return Case("csv", draw.folder, run_of(draw, *language), rows)


def of_xlsx(draw: Draw) -> Case:
    """Workbooks whose cells stand anywhere, that announce too much, or that are damaged."""
    height = write_export(draw, hostile=0.1, skip="prestaties")
    content = sheet(draw, rows_of(draw, "prestaties", height, 0.15))
    write_workbook(draw, draw.export / "prestaties.xlsx", content)
    return Case("xlsx", draw.folder, run_of(draw))


def _typed(draw: Draw, name: str, height: int) -> pl.Series:
    chance = draw.chance
    wild = [
        chance.choice((0, 1, -1, 19_800, 2**31 - 1, -(2**31), chance.randint(-(2**31), 2**31 - 1)))
        for _ in range(height)
    ]
    long = [chance.choice((0, 45, 2**63 - 1, -(2**63) + 1, chance.randint(-(2**62), 2**62))) for _ in range(height)]
    kinds: list[Callable[[], pl.Series]] = [
        lambda: pl.Series(name, wild, dtype=pl.Int32).cast(pl.Date),
        lambda: pl.Series(name, long).cast(pl.Datetime(draw.some("ms", "us", "ns"), chance.choice((None, "UTC",
        "Asia/Tokyo")))),  # type: ignore[arg-type]
        lambda: pl.Series(name, long).cast(pl.Duration(draw.some("ms", "us", "ns"))),  # type: ignore[arg-type]
        lambda: pl.Series(name, long),
        lambda: pl.Series(name, [abs(n) for n in long]).cast(pl.UInt64),
        lambda: pl.Series(name, long).cast(pl.Int128),
        lambda: pl.Series(name, long).cast(pl.Float64),
        lambda: pl.Series(name, [chance.choice((float("nan"), float("inf"), -0.0, 1e308,
        45.0)) for _ in range(height)]),
        lambda: pl.Series(name, [chance.choice((True, False, None)) for _ in range(height)]),
        lambda: pl.Series(name, [draw.some(*TEXTS) for _ in range(height)]),
        lambda: pl.Series(name, [draw.some(*TEXTS) for _ in range(height)], dtype=pl.Categorical),
        lambda: pl.Series(name, [draw.some(*TEXTS).encode("utf-8", "replace") for _ in range(height)]),
        lambda: pl.Series(name, [[n] for n in wild]),
        lambda: pl.Series(name, [{"a": n} for n in wild]),
        lambda: pl.Series(name, [None] * height, dtype=pl.Null),
    ]  # fmt: skip
    return chance.choice(kinds)()


def of_parquet(draw: Draw) -> Case:
    """Columns of any type with the ends of their types in them, and damaged files."""
    height: int | None = write_export(draw, hostile=0.1, skip="prestaties")
    assert height is not None
    frame = pl.DataFrame(rows_of(draw, "prestaties", height, 0.1), infer_schema_length=None)
    for name in frame.columns:
        if name not in {"patient_id", "prestatie_id"} and draw.odds(0.05):
            frame = frame.with_columns(_typed(draw, name, height))
    path = draw.export / "prestaties.parquet"
    frame.write_parquet(path, statistics=draw.odds(0.5))
    if draw.odds(0.2):
        path.write_bytes(spoiled(draw, path.read_bytes()))
        height = None
    return Case("parquet", draw.folder, run_of(draw), height)


def of_xml(draw: Draw) -> Case:
    """Declaration messages: spoiled, with entities, or with values that fit nowhere."""
    path = draw.folder / "bericht.xml"
    path.write_bytes(message(draw))
    return Case("xml", draw.folder, run_of(draw, export=path))


def of_sqlite(draw: Draw) -> Case:
    """Databases with values of any kind in any column, bytes that are no text, and damaged pages."""
    path = draw.folder / "export.sqlite"
    connection = sqlite3.connect(path)
    for table in ("prestaties", "zorgtrajecten"):
        rows = rows_of(draw, table, draw.chance.randint(1, 20), 0.15)
        columns = ", ".join(f'"{c}"' for c in rows[0])
        connection.execute(f"create table {table} ({columns})")
        for row in rows:
            cells: list[object] = [
                draw.chance.choice((None, 1e308, 2**63 - 1, b"\xff\xfe\x00", -1)) if draw.odds(0.02) else value
                for value in row.values()
            ]
            marks = ", ".join("cast(x'ff41' as text)" if draw.odds(0.0003) else "?" for _ in cells)
            given = [c for c, mark in zip(cells, marks.split(", "), strict=True) if mark == "?"]
            connection.execute(f"insert into {table} values ({marks})", given)
    connection.commit()
    connection.close()
    if draw.odds(0.25):
        data = bytearray(path.read_bytes())
        for _ in range(draw.chance.randint(1, 30)):
            data[draw.chance.randrange(len(data))] = draw.chance.randrange(256)
        path.write_bytes(bytes(data[: draw.chance.randint(100, len(data))]) if draw.odds(0.3) else bytes(data))
    return Case("sqlite", draw.folder, run_of(draw, export=path))


MAPPINGS = (
    "standaard: {{codering: {word}}}\ntabellen: {{prestaties: {{}}}}\n",
    "standaard: {{scheidingsteken: {word}}}\n",
    "standaard: {{datumformaat: {word}}}\ntabellen: {{prestaties: {{kolommen: {{datum: {{datum_van: datum}}}}}}}}\n",
    "tabellen:\n  prestaties:\n    bestand: {word}\n",
    "tabellen:\n  prestaties:\n    kolommen: {{team: {{vast: {word}}}, datum: {word}}}\n",
    "tabellen:\n  prestaties:\n    kolommen: {{bedrag_eur: {{centen: bedrag_eur}}, "
    "geplande_minuten: {{minuten_van: starttijd}}}}\n",
    "tabellen:\n  prestaties:\n    waar: [{{kolom: team, is: [{word}]}}]\n    meenemen: [team]\n",
    "tabellen:\n  prestaties:\n    uniek: [prestatie_id]\n    kopregel: {word}\n",
    "tabellen: {{prestaties: {{kolommen: {{team: {{opzoeken: {{bestand: {word}, sleutel: x, waarde: y}}}}}}}}}}\n",
    "versie: {word}\n",
    "database: {word}\n",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n# {word}\n",
)  # fmt: skip
WORDS = (
    "punycode", "undefined", "idna", "utf-7", "rot13", "base64", "unicode_escape", "'\\0'", '"\\0"',
    "99999999999999999999", "-1", "0",
    "null", "~", "''", "'*'", "'../x'", "/dev/zero", "/etc/passwd", "'%Y-%m-%d'", "'%'", "dd-mm-jjjj", "[a]",
    "{a: b}", "'\\ud800'", "é",
    "1e999", ".nan", "2024-02-30", "true", "sqlite:///x.db", "prestaties.csv",
)  # fmt: skip


def of_mapping(draw: Draw) -> Case:
    """Mappings with words that fit nowhere, spoiled, or nested far too deep."""
    write_export(draw, hostile=0.1)
    text = draw.some(*MAPPINGS).format(word=draw.some(*WORDS))
    if draw.odds(0.1):
        text = "[" * draw.chance.choice((50, 900, 20_000)) + text
    path = draw.folder / "mapping.yaml"
    data = text.encode("utf-8", "surrogatepass")
    path.write_bytes(spoiled(draw, data) if draw.odds(0.4) else data)
    return Case("mapping", draw.folder, run_of(draw, "--mapping", str(path)))


EXPRESSIONS = (
    "abs(verschil) / 0 > 1", "rpad(prestatiegroep, 1000000000, 'x') = 'a'", "verschil * 9223372036854775807 > 0",
    "1" + "+1" * 3_000 + " > 0",
    "(" * 800 + "1" + ")" * 800 + " > 0", "datum + interval '99999999 days' > datum", "cast(team as date) > datum",
    "nullif(", "'", "verschil > ", "",
    "regexp_like(team, '(a+)+$')", "1e308 * 1e308 > verschil", "substr(team, -5, 99999999999) = ''", "drop table x",
    "select 1", "verschil in ()",
    "geplande_minuten % 0 = 1", "sqrt(-1) > 0", "datum = '9999-12-31'", "not not not verschil > 0", "\x00",
    "verschil > 1; verschil < 2",
)  # fmt: skip


def of_checks(draw: Draw) -> Case:
    """Checks of somebody else, whose expressions ask for the impossible."""
    theme = draw.folder / "eigen" / "planning-realisatie"
    theme.mkdir(parents=True)
    shutil.copy(catalogue_dir() / "planning-realisatie" / "ZPM-PR-01.gevallen.yaml", theme)
    text = (catalogue_dir() / "planning-realisatie" / "ZPM-PR-01.yaml").read_text(encoding="utf-8")
    new = draw.some(*EXPRESSIONS)
    text = text.replace("abs(verschil)", json.dumps(new)[1:-1] if draw.odds(0.1) else new)
    data = text.encode()
    (theme / "ZPM-PR-01.yaml").write_bytes(spoiled(draw, data) if draw.odds(0.3) else data)
    write_export(draw, hostile=0.1)
    given = ["--checks", str(theme.parent)]
    run = ["run", str(draw.export), "--out", str(draw.folder / "uit"), "--gx", "uit", *given]
    risky = "rpad" in new or len(new) > 500
    return Case("checks", draw.folder, run if draw.odds(0.5) else ["checks", "lint", *given], whole=risky)


def of_options(draw: Draw) -> Case:
    """Options with values that fit nowhere, and commands on what is no output of ours."""
    write_export(draw, hostile=0.05)
    word = draw.some(*WORDS, *NUMBERS, "x" * 300, "2024W011 x", "\ud800", "nan", "inf", "2024-12-31")
    word = word.replace("\x00", "")
    plain = [str(draw.export), "--out", str(draw.folder / "uit"), "--gx", "uit"]
    manifest = draw.folder / "oud" / "manifest.json"
    manifest.parent.mkdir()
    content = {
        "gemaakt_door": "zpm-audit",
        "checks_map": {"pad": word, "vanaf_uitvoer": word},
        "invoer": [],
        "checks": [],
    }
    content["uitvoer"] = [{"pad": draw.some(word, "a\x00b", "../x", "/etc/passwd", "\ud800"), "sha256": "0"}]
    manifest.write_text(json.dumps(content), encoding="utf-8")
    lists = draw.folder / "codes.csv"
    lists.write_bytes(spoiled(draw, b"prestatiecode;omschrijving;tarief\nCO0497;x;135,89\nOV0012;y;9\n"))
    choices = (
        ["run", *plain, "--peildatum", word],
        ["run", *plain, "--periode", word],
        ["run", *plain, "--select", word],
        ["run", *plain, "--instelling", f"planning_is_realisatie={word}"],
        ["run", *plain, "--instelling", word],
        run_of(draw, "--codelijst", str(lists), "--codelijst-jaar", "2024"),
        run_of(draw, "--declaratie", str(lists)),
        run_of(draw, "--excel-rijen", word),
        ["run", str(draw.export), "--out", str(draw.folder / word), "--gx", "uit", "--select", "ZPM-PR-01"],
        ["run", word, "--out", str(draw.folder / "uit")],
        ["verify", str(manifest.parent)],
        ["verify", word],
        ["demo", "--omvang", "0" if _is_number(word) else word, "--out", str(draw.folder / "uit")],
        ["checks", "show", word],
        ["init", str(draw.export), "--out", str(draw.folder / "voorstel.yaml")],
        [word],
    )
    return Case("opties", draw.folder, draw.chance.choice(choices))


def _is_number(word: str) -> bool:
    """Tell whether a word is a size: a demo of that size would be made, and takes long."""
    try:
        float(word)
    except ValueError:
        return False
    return True


KINDS: dict[str, Callable[[Draw], Case]] = {
    "csv": of_csv, "xlsx": of_xlsx, "parquet": of_parquet, "xml": of_xml, "sqlite": of_sqlite, "mapping": of_mapping,
    "checks": of_checks, "opties": of_options, "grootboek": of_ledger, "lijsten": of_lists,
    "configuratie": of_configuration, "acceptaties": of_acceptances, "steekproef": of_sample, "opvolging": of_follow_up,
    "paginas": of_pages, "omgeving": of_machine, "bom": of_bomb,
}  # fmt: skip
#: Whose turn it is; those that always start the whole program have half as many.
TURNS = (*KINDS, *list(KINDS)[:-2])


def kind_of(number: int) -> str:
    """Return the kind of a case."""
    return TURNS[number % len(TURNS)]


def draw_case(seed: int, number: int, folder: Path) -> Case:
    """Return case ``number`` of a seed; the kinds take turns."""
    import random

    folder.mkdir(parents=True)
    return KINDS[kind_of(number)](Draw(random.Random(f"{seed}-{number}"), folder))
