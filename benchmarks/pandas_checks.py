"""The nineteen checks in pandas, whole tables in memory: the same verdicts, and the deviating rows with their keys.

Nullable dtypes give it three-valued logic of its own: ``&`` and ``|`` of pandas' ``boolean`` know an empty value.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt", "buiten_beeld")
KEYS = ["prestatie_id", "zorgtraject_id", "patient_id", "behandelaar_id", "datum"]
COLUMNS = [
    *KEYS, "prestatiegroep", "consulttype", "prestatiecode", "setting", "gepland", "gepland_op",
    "geplande_minuten", "gerealiseerde_minuten", "duurklasse", "overleg_met", "overleg_vastgelegd",
    "patient_geinformeerd", "declarabel",
]  # fmt: skip
TRAJECT_COLUMNS = [
    "zorgtraject_id", "patient_id", "financiering", "nieuwe_zorgvraag", "regiebehandelaar_id", "diagnose_verzekerd",
    "einddatum",
]  # fmt: skip
KLASSEN = (5, 15, 30, 45, 60, 75, 90, 120)
VOLGORDE = ["datum", "starttijd", "prestatie_id"]
MAY_BE = [
    "psychiater", "klinisch geriater", "specialist ouderengeneeskunde", "gz-psycholoog", "klinisch psycholoog",
    "klinisch neuropsycholoog", "psychotherapeut", "verpleegkundig specialist ggz", "verslavingsarts",
]  # fmt: skip

Counts = dict[str, dict[str, int]]


class _Findings:
    """Counts verdicts and keeps the keys of what deviates."""

    def __init__(self) -> None:
        self.counts: Counts = {}
        self.rows: list[pd.DataFrame] = []

    def add(
        self, check: str, keys: pd.DataFrame, eis: pd.Series, left_out: int = 0, loopt: pd.Series | None = None
    ) -> None:
        """Note a check: ``eis`` is three-valued, ``loopt`` says which units wait, ``left_out`` could not be placed."""
        waits = pd.Series(data=False, index=eis.index) if loopt is None else loopt
        eis = eis.astype("boolean")
        deviates = (eis == False).fillna(value=False) & ~waits  # noqa: E712 (three-valued)
        numbers = (
            int((eis.fillna(value=False) & ~waits).sum()),
            int(deviates.sum()),
            int((eis.isna() & ~waits).sum()),
            int(waits.sum()),
            left_out,
        )
        self.counts[f"ZPM-{check}"] = dict(zip(VERDICTS, numbers, strict=True))
        self.rows.append(keys[deviates].assign(check_id=f"ZPM-{check}"))


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write the deviating rows to ``out``; return the counts per check."""
    day = pd.Timestamp(peildatum)
    trajecten = _read(folder / "zorgtrajecten.parquet", TRAJECT_COLUMNS)
    behandelaren = _read(folder / "behandelaren.parquet", ["behandelaar_id", "beroep", "geldig_van", "geldig_tot"])
    rows = judged_rows(folder, day)
    found = _Findings()
    consults = rows[rows["prestatiegroep"] == "consult"]
    _planning(found, consults)
    _averages(found, consults)
    _overleg(found, rows[rows["prestatiegroep"] == "intercollegiaal_overleg"])
    not_forensic = (rows["financiering"] != "fz").fillna(value=True)
    _euthanasie(found, rows[(rows["prestatiegroep"] == "euthanasie") & not_forensic])
    _diagnostics(found, rows, consults)
    _regie(found, rows, trajecten, behandelaren, day)
    pd.concat(found.rows).to_parquet(out / "afwijkingen.parquet", index=False)
    return dict(sorted(found.counts.items()))


def judged_rows(folder: Path, day: pd.Timestamp) -> pd.DataFrame:
    """Return the prestaties that are judged, with what their zorgtraject says of them."""
    rows = _read(folder / "prestaties.parquet", COLUMNS)
    rows["datum"] = pd.to_datetime(rows["datum"])
    rows["starttijd"] = _nanoseconds(folder / "prestaties.parquet", "starttijd")
    rows = rows[rows["declarabel"].fillna(value=True) & (rows["datum"] <= day)]
    paid = ["zorgtraject_id", "financiering", "diagnose_verzekerd", "regiebehandelaar_id"]
    trajecten = _read(folder / "zorgtrajecten.parquet", paid)
    return rows.merge(trajecten, how="left", on="zorgtraject_id")  # an empty key never occurs on the right


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    return pd.read_parquet(file, columns=columns, dtype_backend="numpy_nullable")


def _nanoseconds(file: Path, column: str) -> pd.Series:
    """Return a column of times as whole nanoseconds: as Python objects they would cost ten times as much."""
    times = pq.read_table(file, columns=[column])[column].cast("time64[ns]").cast("int64")
    return times.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)


def klasse(minutes: pd.Series) -> pd.Series:
    """Return the class of minutes; under five one that no filled class equals; empty stays empty."""
    cut = pd.cut(minutes.astype("Float64"), [-1e9, *KLASSEN, 1e9], right=False, labels=False)
    found = cut.map(dict(enumerate((-1_000_000, *KLASSEN))))
    return found.astype("Int64")


def class_of_code(code: pd.Series) -> pd.Series:
    """Return the class that a CO code names; empty for any other code."""
    known = code.drop_duplicates().dropna()  # some thousands: text functions on every row would take minutes
    number = known.str.extract(r"^CO([0-9]{4})$")[0].astype("Int64")
    index = ((number - 1) // 130).where((number >= 1) & (number <= 1040))
    classes = index.map(dict(enumerate(KLASSEN))).astype("Int64")
    return code.map(dict(zip(known, classes, strict=True))).astype("Int64")


def _planning(found: _Findings, consults: pd.DataFrame) -> None:
    g, r = consults["geplande_minuten"], consults["gerealiseerde_minuten"]
    k = consults["duurklasse"].fillna(class_of_code(consults["prestatiecode"]))
    planned, keys = consults["gepland"], consults[KEYS]
    near, as_done, as_planned = (r - g).abs() <= 15, k == klasse(r), k == klasse(g)
    maybe, not_planned = planned.fillna(value=True), ~planned.fillna(value=False)
    unknown = planned.isna()
    found.add("PR-01", keys[maybe], (near | as_done)[maybe].mask(unknown[maybe]))
    found.add("PR-02", keys[maybe], (~near | as_planned | as_done)[maybe].mask(unknown[maybe]))
    found.add("PR-03", keys[not_planned], as_done[not_planned].mask(unknown[not_planned]))
    late = consults["datum"] >= pd.Timestamp(2022, 1, 1)
    zvw = late & (consults["financiering"] == "zvw").fillna(value=False)
    no_payer = int((late & consults["financiering"].isna()).sum())
    found.add("PR-04", keys[zvw], consults["starttijd"].notna()[zvw], no_payer)
    only = planned.fillna(value=False)
    own = consults[only]
    start = own["datum"] + pd.to_timedelta(own["starttijd"], unit="ns")
    in_time = (own["gepland_op"] <= start).astype("boolean").mask(own["gepland_op"].isna() | start.isna())
    found.add("PR-05", own[KEYS], in_time, int(unknown.sum()))


def _averages(found: _Findings, consults: pd.DataFrame) -> None:
    own = consults[consults["gepland"].fillna(value=False)]
    own = own.assign(jaar=own["datum"].dt.year, verschil=own["gerealiseerde_minuten"] - own["geplande_minuten"])
    per = own.dropna(subset=["verschil"]).groupby(["jaar", "setting", "consulttype"], dropna=False)["verschil"]
    groups = per.agg(["sum", "count"]).reset_index()
    groups = groups[groups["count"] >= 30]
    empty = groups["setting"].isna() | groups["consulttype"].isna()
    known = groups[~empty]
    found.add("PR-06", known, known["sum"].abs() <= 5 * known["count"], int(empty.sum()))


def _overleg(found: _Findings, rows: pd.DataFrame) -> None:
    r, k, keys = rows["gerealiseerde_minuten"], rows["duurklasse"], rows[KEYS]
    met = rows["overleg_met"]
    found.add("IO-01", keys, rows["setting"] == 1)
    found.add("IO-02", keys, (r >= 5) & (((r >= 15) & (k == 15)) | ((r < 15) & (k == 5))))
    found.add("IO-03", keys, (~met.isin(["huisarts", "verwijzer"])).astype("boolean").mask(met.isna()))
    found.add("IO-04", keys, rows["zorgtraject_id"].notna())
    found.add("IO-05", keys, rows["overleg_vastgelegd"])
    found.add("IO-06", keys, rows["patient_geinformeerd"])


def _euthanasie(found: _Findings, rows: pd.DataFrame) -> None:
    own = rows.sort_values(["patient_id", *VOLGORDE])
    minutes = own["gerealiseerde_minuten"]
    total = minutes.fillna(0).groupby(own["patient_id"]).cumsum()
    empty = minutes.isna().groupby(own["patient_id"]).cummax()
    eis = pd.Series(data=True, index=own.index, dtype="boolean").mask(empty).mask(total > 720, other=False)
    found.add("EU-01", own[KEYS], eis)


def _diagnostics(found: _Findings, rows: pd.DataFrame, consults: pd.DataFrame) -> None:
    own = consults[(consults["consulttype"] == "diagnostiek").fillna(value=False)]
    uninsured = own[~own["diagnose_verzekerd"].fillna(value=True)].sort_values(VOLGORDE)
    rank = uninsured.groupby("zorgtraject_id").cumcount() + 1
    found.add("OD-01", uninsured[KEYS], rank <= 4, int(own["diagnose_verzekerd"].isna().sum()))
    treated = rows["prestatiegroep"].isin(["consult", "groepsconsult"]) & (rows["consulttype"] == "behandeling")
    treatment = rows[treated.fillna(value=False)]
    known = treatment[treatment["diagnose_verzekerd"].notna()]
    found.add("OD-02", known[KEYS], known["diagnose_verzekerd"], len(treatment) - len(known))


def _regie(
    found: _Findings, rows: pd.DataFrame, trajecten: pd.DataFrame, behandelaren: pd.DataFrame, day: pd.Timestamp
) -> None:
    own = rows[rows["zorgtraject_id"].notna()]
    is_consult = own["prestatiegroep"] == "consult"
    diagnostic = own[is_consult & (own["consulttype"] == "diagnostiek").fillna(value=False)]
    by_regie = diagnostic[(diagnostic["behandelaar_id"] == diagnostic["regiebehandelaar_id"]).fillna(value=False)]
    by_nobody = diagnostic[diagnostic["behandelaar_id"].isna()]
    contacts = own[own["prestatiegroep"].isin(["consult", "groepsconsult"])]
    per = trajecten.set_index("zorgtraject_id", drop=False)
    per = per.assign(
        rijen=own.groupby("zorgtraject_id").size(),
        d0=_first(diagnostic),
        door_regie=_first(by_regie),
        door_onbekend=_first(by_nobody),
        eerste=_first(own[is_consult]),
        n=contacts.groupby("zorgtraject_id").size(),
    )
    per = per[per["rijen"].notna()].reset_index(drop=True)
    payer = per["financiering"].isin(["zvw", "fz"])
    no_payer = per["financiering"].isna()
    begins = per["nieuwe_zorgvraag"].fillna(value=True) & per["d0"].notna()
    _first_weeks(found, per[begins & payer], int((begins & no_payer).sum()), day)
    known = per["regiebehandelaar_id"].isin(behandelaren["behandelaar_id"].unique())
    found.add("RB-03", per[payer], known[payer], int(no_payer.sum()))
    periods = behandelaren[behandelaren["beroep"].isin(MAY_BE)]
    treated = per[per["eerste"].notna() & payer & known]
    pairs = treated.merge(periods, left_on="regiebehandelaar_id", right_on="behandelaar_id")
    begin, end = pd.to_datetime(pairs["geldig_van"]), pd.to_datetime(pairs["geldig_tot"])
    fits = (begin.isna() | (begin <= pairs["eerste"])) & (end.isna() | (pairs["eerste"] <= end))
    entitled = treated["zorgtraject_id"].isin(pairs["zorgtraject_id"][fits])
    nobody = per["regiebehandelaar_id"].isna()
    out_of_sight = per["eerste"].notna() & ((payer & nobody) | (no_payer & (known | nobody)))
    found.add("RB-04", treated, entitled, int(out_of_sight.sum()))


def _first(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("zorgtraject_id")["datum"].min()


def _first_weeks(found: _Findings, per: pd.DataFrame, left_out: int, day: pd.Timestamp) -> None:
    end = per["d0"] + pd.Timedelta(days=42)
    seen = per["door_regie"] <= end
    nobody = per["regiebehandelaar_id"].isna()
    running = ~nobody & ~seen & (day <= end)
    unknown = nobody | (~seen & ~running & (per["door_onbekend"] <= end))
    few = ~seen & ~running & ~unknown & (per["n"] <= 4)
    closed = few & (pd.to_datetime(per["einddatum"]) <= day)
    found.add("RB-01", per, (seen | closed).astype("boolean").mask(unknown), left_out, running | (few & ~closed))
    found.add("RB-02", per, (~few | closed).astype("boolean").mask(unknown), left_out, running)
