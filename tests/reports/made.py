"""Parts of a report that samples share."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from zpm_audit.archive.trend import RunFigures, SeriesTrend
from zpm_audit.catalogue.official import FromOfficial
from zpm_audit.findings.model import PrestatieFigures, Prestaties
from zpm_audit.findings.recalculation import CELL_SCHEMA, FILE, ROW_SCHEMA, Other, Recalculation, Tie
from zpm_audit.findings.split import split_of

OFFICIAL = FromOfficial("5e" * 32)


LIVES = {"nieuw": 4, "heropend": 1, "blijvend": 20, "opgelost": 6, "vervallen": 2}


def series(peildatum: date, check: str, other: str) -> SeriesTrend:
    """Return a series of three runs and this one; the oldest kept no figures, and in the second ``other`` did not run.

    Of ``check`` three findings were solved, after 1, 1 and 4 days, and the first of them came back. The day before this
    run nobody ran anything.
    """
    days = [peildatum - timedelta(days=before) for before in (4, 3, 2, 0)]
    told = ((None, 30), (900, 25), (920, 24), (950, 25))
    runs = [
        RunFigures(
            run_id=f"2024123{number}-0200-aaa{number}" if number < 3 else None,
            peildatum=day,
            afwijkingen=deviations,
            geaccepteerd=number,
            prestaties={"beoordeeld": right and 1000, "met_fout": right and 1000 - right, "direct_goed": right},
            lives=LIVES if number == 3 else {"nieuw": 0, "heropend": 0, "blijvend": 20, "opgelost": 0, "vervallen": 0},
            per_check={check: deviations, **({other: 2} if number != 1 else {})},
        )
        for number, (day, (right, deviations)) in enumerate(zip(days, told, strict=True))
    ]
    happened = [
        *((name, "gevonden", 0) for name in ("a", "b", "c")),
        *((name, "opgelost", 1) for name in ("a", "b")),
        ("a", "gevonden", 2),
        ("c", "opgelost", 3),
    ]
    events = pl.DataFrame(
        [(name, check, kind, at + 1, days[at]) for name, kind, at in happened],
        schema={
            "bevinding_id": pl.String, "check_id": pl.String, "soort": pl.String, "nummer": pl.Int64, "dag": pl.Date,
        },
        orient="row",
    )  # fmt: skip
    return SeriesTrend("nacht", tuple(runs), 4, tuple(days), events)


def figures(judged: int, wrong: int, cents: int | None = None) -> PrestatieFigures:
    """Return figures of so many prestaties of 100 euros, of which ``wrong`` have a fout."""
    worth = (judged * 10_000, wrong * 10_000)
    right = judged - wrong - wrong // 5
    return PrestatieFigures(judged, worth[0], wrong, worth[1], wrong // 10, wrong // 5, right, cents, None, wrong // 4)


def prestaties(judged: int, wrong: int, cents: int | None = None) -> Prestaties:
    """Return the same figures as a whole, and split by year and by team."""
    half = figures(judged // 2, wrong // 2)
    split = {"boekjaar": ((2023, half), (2024, half)), "team": (("Noord", half), (None, half))}
    return Prestaties(figures(judged, wrong, cents), (), split)


def split(spread: pl.DataFrame) -> pl.DataFrame:
    """Return the split that belongs to a spread."""
    return split_of(spread, None)


def recalculation(folder: Path) -> Recalculation:
    """Return a recalculation of three consults: one right, one too high, one unknown; its list is in ``folder``."""
    plain = dict.fromkeys(ROW_SCHEMA) | {
        "datum": date(2024, 3, 4), "setting": 2, "financiering": "zvw", "klasse": 45, "verwachte_klasse": 45,
        "prestatiecode": "CO0497", "verwachte_code": "CO0497", "andere_klasse": False, "andere_code": False,
        "geregistreerd_eur": Decimal("100.00"), "verwacht_eur": Decimal("100.00"), "code_tarief_eur": Decimal("100.00"),
        "verschil_eur": Decimal(0), "verschil_code_eur": Decimal(0), "verschil_prijs_eur": Decimal(0),
        "uitkomst": "gelijk",
    }  # fmt: skip
    wrong = plain | {
        "prestatie_id": "P2", "verwachte_klasse": 30, "verwachte_code": "CO0367", "andere_klasse": True,
        "andere_code": True, "verwacht_eur": Decimal("70.00"), "verschil_eur": Decimal("-30.00"),
        "verschil_code_eur": Decimal("-30.00"), "uitkomst": "te_hoog", "checks": "ZPM-PR-01",
    }  # fmt: skip
    amounts = dict.fromkeys(name for name in ROW_SCHEMA if name.endswith("_eur") and name != "geregistreerd_eur")
    unknown = plain | amounts | {"prestatie_id": "P3", "andere_code": None, "reden": "leeg:setting", "setting": None}
    rows = pl.DataFrame([plain | {"prestatie_id": "P1"}, wrong, unknown], schema=ROW_SCHEMA)
    rows.write_parquet(folder / FILE)
    nothing = dict.fromkeys(CELL_SCHEMA, 0) | {"maand": date(2024, 3, 1), "uzovi": None}
    cells = [
        nothing | {"setting": 2, "financiering": "zvw", "rijen": 2, "geregistreerd_cent": 20000, "te_hoog": 1,
                   "verwacht_cent": 17000, "te_hoog_cent": 3000, "code_te_hoog": 1, "code_te_hoog_cent": 3000},
        nothing | {"setting": None, "financiering": "zvw", "rijen": 1, "onbekend": 1},
    ]  # fmt: skip
    return Recalculation(
        rows=folder / FILE,
        cells=pl.DataFrame(cells, schema=CELL_SCHEMA),
        unknown=(("leeg:setting", 1, 10000),),
        ties=(Tie("ZPM-PR-01", judges_class=True, ran=True, deviations=1, other=1, same=0, unknown=0),),
        other=Other(1, 0, 1, 0),
    )
