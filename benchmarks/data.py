"""Generates canonical Parquet of any size, the same for the same size: rows in order of date, as systems export them.

Believable in what costs time (how many trajecten, patients and behandelaren there are, how often values are empty,
how often a norm is broken), not in anything else.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.sealed import sealed
from zpm_audit.register.schema import TABLES

PEILDATUM = date(2025, 12, 31)  # benchmarks.worker judges by it
FIRST_DAY = date(2024, 1, 1)
UZOVI = ("3332", "3351", "7029", "7095", "7119", "9992")
DAYS = 740  # a little past the peildatum
CHUNK = 1_000_000
KLASSEN = np.array([5, 15, 30, 45, 60, 75, 90, 120])
BEROEPEN = ("psychiater", "gz-psycholoog", "klinisch psycholoog", "psychotherapeut", "verpleegkundig specialist ggz",
            "verpleegkundige", "wo-psycholoog", "arts")  # fmt: skip
CATEGORIEEN = ("arts-specialist", "gz-psycholoog", "klinisch (neuro)psycholoog", "psychotherapeut",
               "verpleegkundig specialist", "verpleegkundige", "overige beroepen", "arts")  # fmt: skip
PRICES = (2000, 2300, 40)
OTHER_PRICE = 90_000
#: The intake keeps no number of a citizen; what it keeps instead is made with a key.
KEY = Key(bytes(32))
#: One traject in so many is of somebody who stays.
ADMITTED = 25
GROEPEN = ("consult", "groepsconsult", "verblijfsdag", "intercollegiaal_overleg", "reistijd", "overig", "euthanasie")
SHARES = (0.80, 0.06, 0.06, 0.03, 0.03, 0.0198, 0.0002)
MINUTE = 60_000_000


class _Institution:
    """Everything but the prestaties: trajecten, patients and behandelaren, as columns."""

    def __init__(self, prestaties: int) -> None:
        draw = np.random.default_rng(1)
        self.trajecten = max(40, prestaties // 15)
        self.patients = max(30, prestaties // 18)
        self.behandelaren = max(12, prestaties // 3000)
        n = self.trajecten
        self.regie = draw.integers(0, self.behandelaren, n)
        self.regie_empty = draw.random(n) < 0.01
        self.financiering = draw.choice(np.array(["zvw", "fz", "anders", ""]), n, p=[0.86, 0.08, 0.05, 0.01])
        self.verzekerd = draw.choice(3, n, p=[0.93, 0.04, 0.03])
        self.nieuw = draw.choice(3, n, p=[0.8, 0.1, 0.1])
        self.patient = draw.integers(0, self.patients, n)
        self.setting = self._settings(draw)

    def _settings(self, draw: np.random.Generator) -> np.ndarray:
        """Return the setting of each traject: who stays is in a clinic and forensic care has its own, nearly always."""
        n = self.trajecten
        anywhere = draw.choice(np.arange(1, 8), n, p=[0.18, 0.3, 0.4, 0.11, 0.005, 0.002, 0.003])
        forensic, stays = self.financiering == "fz", np.arange(n) % ADMITTED == 0
        fitting = np.where(stays, np.where(forensic, 6, 5), np.where(forensic, 7, anywhere))
        return np.where(draw.random(n) < 0.03, anywhere, fitting)

    def first_days(self) -> np.ndarray:
        """Return the day on which each traject starts; they are numbered in that order."""
        return ((np.arange(self.trajecten) / self.trajecten * 1.25 - 0.25) * DAYS).astype(np.int64)

    def write(self, folder: Path) -> None:
        """Write the tables around ``prestaties``, which stand in the folder already."""
        self._trajecten(folder)
        self._behandelaren(folder)
        self._patienten(folder)
        _codelijst(folder)
        _prognose(folder)
        _agreements(folder)

    def _trajecten(self, folder: Path) -> None:
        empty = pl.Series(self.regie_empty)
        planned = pl.select(pl.lit(FIRST_DAY) + pl.duration(days=pl.Series(self.first_days()))).to_series()
        known = pl.DataFrame({"zorgtraject_id": _ids("Z", np.arange(self.trajecten)), "gepland": planned})
        first = pl.scan_parquet(folder / "prestaties.parquet").group_by("zorgtraject_id")
        known = known.lazy().join(first.agg(pl.col("datum").min()), on="zorgtraject_id", how="left").collect()
        start = known.sort("zorgtraject_id").select(pl.coalesce("datum", "gepland")).to_series()
        end = start + timedelta(days=DAYS * 3 // 10)
        rare = pl.Series(np.random.default_rng(4).random(self.trajecten))
        trajecten = pl.DataFrame({
            "zorgtraject_id": _ids("Z", np.arange(self.trajecten)),
            "patient_id": _ids("P", self.patient),
            "startdatum": pl.select(start - pl.duration(days=(rare < 0.01).cast(pl.Int64))).to_series(),
            "einddatum": pl.select(pl.when(end <= PEILDATUM).then(end)).to_series(),
            "financiering": pl.Series(self.financiering).replace({"": None}),
            "nieuwe_zorgvraag": _bool3(self.nieuw),
            "regiebehandelaar_id": pl.select(pl.when(~empty).then(_ids("B", self.regie))).to_series(),
            "diagnose_hoofdgroep": pl.Series(["depressie"] * self.trajecten),
            "diagnose_verzekerd": _bool3(self.verzekerd),
            "zorgvraagtype": pl.select(pl.when(rare < 0.98).then(pl.lit("5"))).to_series(),
            "zorgvraagtype_datum": start + timedelta(days=40),
            "verwijstype": pl.select(
                pl.when(rare < 0.01).then(pl.lit("05")).when(rare < 0.9).then(pl.lit("01")).otherwise(pl.lit("07"))
            ).to_series(),
            "verwijsdatum": start - timedelta(days=60),
            "aanmelddatum": start - timedelta(days=30),
            "verwijzer_agb": pl.Series(["01012345"] * self.trajecten),
        })  # fmt: skip
        _complete("zorgtrajecten", trajecten).write_parquet(folder / "zorgtrajecten.parquet")

    def _behandelaren(self, folder: Path) -> None:
        everyone = range(self.behandelaren)
        behandelaren = pl.DataFrame({
            "behandelaar_id": _ids("B", np.arange(self.behandelaren)),
            "beroep": [BEROEPEN[i % len(BEROEPEN)] for i in everyone],
            "agb_code": [f"94{i:06d}" for i in everyone],
            "big_nummer": [f"{i:09d}01" if i % 50 else None for i in everyone],
            "geldig_van": [date(2024, 1, 15) if i % 10 == 0 else None for i in everyone],
        })  # fmt: skip
        _complete("behandelaren", behandelaren).write_parquet(folder / "behandelaren.parquet")

    def _patienten(self, folder: Path) -> None:
        draw = np.random.default_rng(5)
        digits = draw.integers(0, 10, (self.patients, 8))
        rest = (digits * np.arange(9, 1, -1)).sum(axis=1) % 11
        number = pl.Series((digits * 10 ** np.arange(8, 0, -1)).sum(axis=1) + rest).cast(pl.String).str.zfill(9)
        born = date(1950, 1, 1)
        patienten = pl.DataFrame({
            "patient_id": _ids("P", np.arange(self.patients)),
            "geboortedatum": [born + timedelta(days=int(d)) for d in draw.integers(0, 20500, self.patients)],
            "bsn": sealed(pl.select(pl.when(pl.Series(rest < 10)).then(number)).to_series(), KEY),
            "uzovi": [UZOVI[i % len(UZOVI)] for i in range(self.patients)],
        })  # fmt: skip
        _complete("patienten", patienten).write_parquet(folder / "patienten.parquet")
        admitted = np.unique(self.patient[::ADMITTED])
        morning = datetime(FIRST_DAY.year, 1, 1, 10)
        opnames = pl.DataFrame({
            "opname_id": _ids("O", np.arange(len(admitted))),
            "patient_id": _ids("P", admitted),
            "opname": [morning] * len(admitted),
            "ontslag": [None if i % 7 else datetime(2025, 6, 1, 10) for i in range(len(admitted))],
            "integraal_tarief": [i % 100 == 0 for i in range(len(admitted))],
        }, schema_overrides={"ontslag": pl.Datetime("us")})  # fmt: skip
        _complete("opnames", opnames).write_parquet(folder / "opnames.parquet")


def _codelijst(folder: Path) -> None:
    """Write the codes that the prestaties carry, numbered as they are numbered there."""
    numbers = np.arange(1, 1041)
    place, kind, index = (numbers - 1) % 65, (numbers - 1) % 130 // 65, (numbers - 1) // 130
    consults = pl.DataFrame({
        "prestatiecode": ["CO" + f"{n:04d}" for n in numbers],
        "prestatiegroep": ["consult"] * 1040,
        "setting": pl.Series(place % 8).replace(0, 8),
        "beroepscategorie": [CATEGORIEEN[min(p // 8, 7)] for p in place],
        "consulttype": ["diagnostiek" if k == 0 else "behandeling" for k in kind],
        "duurklasse": KLASSEN[index],
        "max_tarief_eur": PRICES[0] + index * PRICES[1] + kind * PRICES[2],
    })  # fmt: skip
    others = pl.DataFrame({"prestatiecode": ["OV0007", "OV0008", "OV0012"], "max_tarief_eur": [OTHER_PRICE] * 3})
    codes = pl.concat([_complete("codelijst", consults), _complete("codelijst", others)])
    codes.with_columns(geldig_van=pl.lit(FIRST_DAY)).write_parquet(folder / "codelijst.parquet")


def _agreements(folder: Path) -> None:
    """Write teams of one setting each, and a contract per insurer and year; one insurer has none."""
    teams = pl.DataFrame({"team": [f"T{s}" for s in range(1, 9)], "setting": list(range(1, 9))})
    _complete("teams", teams).write_parquet(folder / "teams.parquet")
    contracten = pl.DataFrame([
        {
            "uzovi": uzovi,
            "geldig_van": date(FIRST_DAY.year + year, 1, 1),
            "geldig_tot": date(FIRST_DAY.year + year, 12, 31),
            "hoogspecialistisch": number % 2 == 0,
            "integraal_tarief": True,
            "max_max": number % 2 == 1,
            "prijs_pct": 1_000_000 if number % 3 == 0 else None,
            "plafond_eur": 10**9 if number % 4 == 0 else None,
        }
        for number, uzovi in enumerate(UZOVI[1:])
        for year in range(3)
    ])  # fmt: skip
    _complete("contracten", contracten).write_parquet(folder / "contracten.parquet")


def _prognose(folder: Path) -> None:
    """Write a forecast per month and prestatiegroep that is right, but for one month in twelve."""
    month = pl.col("datum").dt.truncate("1mo").alias("maand")
    counted = pl.scan_parquet(folder / "prestaties.parquet").group_by(month, "prestatiegroep").agg(aantal=pl.len())
    rows = counted.sort("maand", "prestatiegroep").collect()
    wrong = pl.when(pl.col("maand").dt.month() == 7).then(pl.col("aantal") * 2).otherwise(pl.col("aantal"))
    _complete("prognose", rows.with_columns(aantal=wrong)).write_parquet(folder / "prognose.parquet")


def _ids(prefix: str, numbers: np.ndarray) -> pl.Series:
    return pl.select(pl.lit(prefix) + pl.Series(numbers).cast(pl.String).str.zfill(9)).to_series()


def _bool3(codes: np.ndarray) -> pl.Series:
    """Return true for 0, false for 1 and nothing for 2."""
    series = pl.Series(codes)
    return pl.select(pl.when(series < 2).then(series == 0)).to_series()


def _complete(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every column of the contract, in its order and type; what is not there is empty."""
    schema = TABLES[table].schema
    have = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
    )


def _chunk(number: int, first: int, n: int, total: int, institution: _Institution) -> pl.DataFrame:
    draw = np.random.default_rng([2, number])

    def rarely(p: float) -> np.ndarray:
        return draw.random(n) < p

    when = (first + np.arange(n)) / total
    age = draw.random(n) * 0.25  # a traject takes a quarter of the period
    traject = ((when + 0.25 - age) / 1.25 * institution.trajecten).astype(np.int64)
    groep = draw.choice(len(GROEPEN), n, p=SHARES)
    is_euthanasie, is_overleg, is_consult = groep == 6, groep == 3, groep == 0
    traject = np.where(is_euthanasie, traject - traject % 997, traject)
    traject = np.where(groep == 2, traject - traject % ADMITTED, traject)
    # A toeslag belongs to the row before it, of the same patient on the same day.
    is_travel = groep == 4
    traject[1:] = np.where(is_travel[1:], traject[:-1], traject[1:])
    soort = np.where(age < 0.04, draw.random(n) < 0.1, draw.random(n) < 0.97).astype(np.int64)
    behandelaar = np.where(
        rarely(0.35),
        institution.regie[traject],
        (institution.regie[traject] + draw.integers(0, 12, n)) % institution.behandelaren,
    )
    index = draw.choice(8, n, p=[0.03, 0.1, 0.22, 0.35, 0.2, 0.04, 0.04, 0.02])
    g = KLASSEN[index]
    r = np.maximum(0, g + np.rint(draw.normal(0, 7, n)).astype(np.int64))
    r = np.where(is_euthanasie, draw.integers(30, 400, n), np.where(is_overleg, draw.integers(3, 40, n), r))
    by_time = np.maximum(0, np.searchsorted(KLASSEN, r, side="right") - 1)
    gepland = draw.choice(3, n, p=[0.88, 0.11, 0.01])
    right = np.where((gepland == 1) | (np.abs(r - g) > 15), by_time, index)
    right = np.where(rarely(0.02), draw.integers(0, 8, n), right)
    code = 130 * right + 65 * soort + 1 + institution.setting[traject] + 8 * (behandelaar % 8)
    day = (when * DAYS).astype(np.int64)
    start = 480 + 90 * _turn(behandelaar, day)
    travel = draw.integers(0, 60, n)
    price = np.where(is_consult, PRICES[0] + right * PRICES[1] + soort * PRICES[2], OTHER_PRICE)
    ahead = np.where(rarely(0.01), -draw.integers(0, 300, n), draw.integers(1, 40000, n))
    zvw = institution.financiering[traject] == "zvw"
    duurklasse = np.where(is_overleg, np.where((r >= 15) ^ rarely(0.02), 15, 5), KLASSEN[right])
    columns = {
        "prestatie_id": _ids("R", first + np.arange(n)),
        "patient_id": _ids("P", institution.patient[traject]),
        "traject": _ids("Z", traject),
        "behandelaar": _ids("B", behandelaar),
        "dag": pl.Series(day),
        "start": pl.Series(start),
        "ahead": pl.Series(ahead),
        "groep": pl.Series(groep),
        "soort": pl.Series(soort),
        "code": pl.Series(code),
        "setting": pl.Series(np.where(is_overleg & ~rarely(0.1), 1, institution.setting[traject])),
        "g": pl.Series(g),
        "r": pl.Series(r),
        "k": pl.Series(duurklasse),
        "cent": pl.Series(np.where(rarely(0.005), price * 12 // 10, np.where(rarely(0.01), price * 105 // 100, price))),
        "sessie": pl.Series(np.cumsum(groep == 1) // 6 + number * 1_000_000),
        "vorige": _ids("R", np.maximum(first + np.arange(n) - 1, 0)),
        "reis": pl.Series(travel),
        "reisklasse": pl.Series(np.where(travel >= np.where(zvw, 25, 45), np.where(zvw, 25, 45), 0)),
        "zelden": pl.Series(draw.random(n)),
        "gepland": _bool3(gepland),
        "declarabel": _bool3(draw.choice(3, n, p=[0.3, 0.03, 0.67])),
        "vastgelegd": _bool3(draw.choice(3, n, p=[0.95, 0.04, 0.01])),
        "met": pl.Series(draw.choice(4, n, p=[0.5, 0.4, 0.08, 0.02])),
        "is_consult": pl.Series(is_consult),
        "is_overleg": pl.Series(is_overleg),
        "dicht": pl.Series(rarely(0.99)),
        "dicht2": pl.Series(rarely(0.995)),
        "dicht3": pl.Series(rarely(0.98)),
        "dicht4": pl.Series(rarely(0.75)),
    }
    return _complete("prestaties", pl.DataFrame(columns).lazy().select(_columns()).collect())


def _turn(behandelaar: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return how many prestaties the same behandelaar had before on the same day: he sees people one after another."""
    rows = pl.DataFrame({"b": behandelaar, "d": day})
    return rows.select(pl.int_range(pl.len()).over("b", "d") % 10).to_series().to_numpy()


def _columns() -> list[pl.Expr]:
    """Return the canonical columns, from the draws of one chunk."""
    consult, overleg, known = pl.col("is_consult"), pl.col("is_overleg"), pl.col("dicht")
    datum = pl.lit(FIRST_DAY) + pl.duration(days=pl.col("dag"))
    moment = datum.cast(pl.Datetime("us")) + pl.duration(minutes=pl.col("start") - pl.col("ahead"))
    overleg_code = pl.when(pl.col("k") == 15).then(pl.lit("OV0008")).otherwise(pl.lit("OV0007"))
    consult_code = pl.lit("CO") + pl.col("code").cast(pl.String).str.zfill(4)
    counterpart = pl.col("met").replace_strict([0, 1, 2, 3], ["psychiater", "gz-psycholoog", "huisarts", None])
    with_type = pl.col("groep").is_in([0, 1])
    group, travelled = pl.col("groep") == 1, pl.col("groep") == 4
    return [
        pl.col("prestatie_id"),
        pl.col("patient_id"),
        pl.when(pl.col("dicht2")).then(pl.col("traject")).alias("zorgtraject_id"),
        datum.alias("datum"),
        pl.when(known).then((pl.col("start") * MINUTE * 1000).cast(pl.Time)).alias("starttijd"),
        pl.col("groep").replace_strict(list(range(len(GROEPEN))), list(GROEPEN)).alias("prestatiegroep"),
        pl.when(with_type & pl.col("dicht2"))
        .then(pl.when(pl.col("soort") == 0).then(pl.lit("diagnostiek")).otherwise(pl.lit("behandeling")))
        .alias("consulttype"),
        pl.when(consult)
        .then(consult_code)
        .when(overleg)
        .then(overleg_code)
        .otherwise(pl.lit("OV0012"))
        .alias("prestatiecode"),
        pl.when(pl.col("dicht2")).then(pl.col("setting")).alias("setting"),
        pl.when(pl.col("dicht3")).then(pl.col("behandelaar")).alias("behandelaar_id"),
        pl.when(consult).then(pl.col("gepland")).alias("gepland"),
        pl.when(consult & pl.col("dicht3")).then(moment).alias("gepland_op"),
        pl.when(consult & known).then(pl.col("g")).alias("geplande_minuten"),
        pl.when(pl.col("dicht2")).then(pl.col("r")).alias("gerealiseerde_minuten"),
        pl.when(travelled)
        .then(pl.col("reisklasse"))
        .when((consult & pl.col("dicht4")) | overleg)
        .then(pl.col("k"))
        .alias("duurklasse"),
        pl.when(overleg).then(counterpart).alias("overleg_met"),
        pl.when(group).then(pl.lit("S") + pl.col("sessie").cast(pl.String)).alias("groepssessie_id"),
        pl.when(group).then(pl.lit(6)).alias("groepsgrootte"),
        pl.when(group & (pl.col("zelden") < 0.01)).then(statement=False).alias("aanwezig"),
        pl.when(travelled).then(pl.col("vorige")).alias("hoofdprestatie_id"),
        pl.when(travelled & known).then(pl.col("reis")).alias("reistijd_minuten"),
        pl.when(pl.col("zelden") < 0.9).then(pl.col("zelden") < 0.01).alias("eigen_locatie"),
        pl.when(consult & (pl.col("zelden") < 0.02)).then(statement=True).alias("asynchroon"),
        pl.when(consult & (pl.col("zelden") > 0.995)).then(statement=True).alias("acuut_binnen_budget"),
        pl.when(known).then(datum + pl.duration(days=30)).alias("factuurdatum"),
        pl.when(overleg).then(pl.col("vastgelegd")).alias("overleg_vastgelegd"),
        pl.when(overleg).then(pl.col("vastgelegd")).alias("patient_geinformeerd"),
        pl.when(consult & (pl.col("zelden") < 0.98))
        .then(pl.lit("T") + pl.col("setting").cast(pl.String))
        .alias("team"),
        pl.col("cent").alias("bedrag_eur"),
        pl.col("declarabel"),
    ]


def generate(folder: Path, prestaties: int) -> Path:
    """Write canonical Parquet of so many prestaties into ``folder`` (kept when it is already there)."""
    done = folder / "gereed"
    if done.exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    institution = _Institution(prestaties)
    parts = []
    for number, first in enumerate(range(0, prestaties, CHUNK)):
        part = folder / f"deel-{number:04d}.parquet"
        _chunk(number, first, min(CHUNK, prestaties - first), prestaties, institution).write_parquet(part)
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(folder / "prestaties.parquet", row_group_size=262_144, maintain_order=True)
    for part in parts:
        part.unlink()
    institution.write(folder)
    done.touch()
    return folder


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
