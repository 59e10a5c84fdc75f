"""Parts of a report that samples share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from zpm_audit.catalogue.official import FromOfficial
from zpm_audit.findings.model import PrestatieFigures, Prestaties
from zpm_audit.findings.recalculation import CELL_SCHEMA, FILE, ROW_SCHEMA, Other, Recalculation, Tie
from zpm_audit.findings.split import split_of

OFFICIAL = FromOfficial("5e" * 32)


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
