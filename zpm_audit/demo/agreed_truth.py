"""What the agreements make of the finished tables: settings, contracts, prices, invoices and nights that do not fit.

The deviations are counted here, by a way of their own, over everything that was planted together.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from zpm_audit.demo.agreements import agreed, contracten, teams, within
from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.codelijst import codelijst
from zpm_audit.demo.figures import Tables, judged
from zpm_audit.demo.lines import lines, no_lines

_INVOICE_DAYS = 62
_EIGHT_O_CLOCK = 20
_TRAVEL_PER_CENT = 20
_CENT = 1
_HUNDRED_PER_CENT = 1_000_000
_CONSULT = pl.col("prestatiegroep") == "consult"
_FORENSIC_ONLY = ("fpt", "dagbesteding")
_GGZ_ONLY = ("verblijf_zonder_overnachting", "niet_basispakket")
_SPECIAL = 8
Counts = dict[str, int]


class _Finished:
    """The judged prestaties, with what their zorgtraject, patient, team and contract say on the day."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        trajecten = tables["zorgtrajecten"].select("zorgtraject_id", wet="financiering", traject=pl.lit(value=True))
        insured = tables["patienten"].select("patient_id", "uzovi")
        codes = codelijst().select(
            "prestatiecode", "jaar", lijstgroep="prestatiegroep", maximum="max_tarief_eur", in_lijst=pl.lit(value=True)
        )
        self.rows = (
            judged(tables["prestaties"])
            .drop("traject", strict=False)
            .with_columns(jaar=pl.col("datum").dt.year().cast(pl.Int64))
            .join(trajecten, on="zorgtraject_id", how="left", maintain_order="left")
            .join(insured, on="patient_id", how="left", maintain_order="left")
            .join(codes, on=["prestatiecode", "jaar"], how="left", maintain_order="left")
        )

    def contracts(self, rows: pl.DataFrame, key: str, day: pl.Expr) -> pl.DataFrame:
        """Add what the contracts of the insurer on that day allow; without a contract, nothing."""
        held = rows.select(key, "uzovi", op=day).join(agreed(), on="uzovi").filter(within(pl.col("op")))
        allowed = held.group_by(key).agg(
            bijzonder=pl.col("hoogspecialistisch").any(),
            alles_in_een=pl.col("integraal_tarief").any(),
            erboven=pl.col("max_max").any(),
            prijzen=pl.col("prijs_pct").count(),
            prijs=pl.col("prijs_pct").max(),
        )
        return rows.join(allowed, on=key, how="left", maintain_order="left")

    @property
    def above(self) -> pl.DataFrame:
        """Return the prestaties above their maximum, up to ten per cent."""
        top = pl.col("maximum")
        found = self.rows.filter(pl.col("bedrag_eur") > top, pl.col("bedrag_eur") <= (top * 110 + 50) // 100)
        return self.contracts(found, "prestatie_id", pl.col("datum"))

    @property
    def special(self) -> pl.DataFrame:
        """Return the prestaties in setting 8."""
        return self.contracts(self.rows.filter(pl.col("setting") == _SPECIAL), "prestatie_id", pl.col("datum"))

    @property
    def all_in(self) -> pl.DataFrame:
        """Return the opnames at an integral tariff."""
        stays = self.tables["opnames"].filter(pl.col("integraal_tarief")).select("opname_id", "patient_id", "opname")
        insured = self.tables["patienten"].select("patient_id", "uzovi")
        stays = stays.join(insured, on="patient_id", how="left", maintain_order="left")
        return self.contracts(stays, "opname_id", pl.col("opname").dt.date())


def _of_contracts(done: _Finished) -> list[pl.DataFrame]:
    known = pl.col("uzovi").is_not_null()
    special = done.special.filter(known, ~pl.col("bijzonder").fill_null(value=False))
    all_in = done.all_in.filter(known, ~pl.col("alles_in_een").fill_null(value=False))
    above = done.above.filter(known, ~pl.col("erboven").fill_null(value=False))
    priced = done.contracts(done.rows.filter(pl.col("maximum").is_not_null()), "prestatie_id", pl.col("datum"))
    price = (pl.col("maximum") * pl.col("prijs") + _HUNDRED_PER_CENT // 2) // _HUNDRED_PER_CENT
    off = priced.filter(pl.col("prijzen") == 1).with_columns(afspraak=price)
    off = off.filter((pl.col("bedrag_eur") - pl.col("afspraak")).abs() > _CENT)
    without = "setting 8 op {} zonder contract met {}"
    return [
        lines("ZPM-CO-11", "prestatie_id", special, without, ("datum", "uzovi")),
        lines("ZPM-CT-01", "opname_id", all_in, "integraal tarief zonder contract met {}", ("uzovi",)),
        lines("ZPM-CT-02", "prestatie_id", above, "boven het maximum op {} zonder contract met {}", ("datum", "uzovi")),
        lines("ZPM-CT-03", "prestatie_id", off, "bedrag {} cent, afgesproken {} cent", ("bedrag_eur", "afspraak")),
    ]


def _of_funding(done: _Finished) -> list[pl.DataFrame]:
    known = done.rows.filter("traject")
    forensic = known.filter(pl.col("prestatiegroep").is_in(_FORENSIC_ONLY), pl.col("wet") != "fz")
    ggz = known.filter(pl.col("prestatiegroep").is_in(_GGZ_ONLY), pl.col("wet") == "fz")
    outside = done.rows.filter(_CONSULT, pl.col("wet") == "fz", ~pl.col("setting").is_in([6, 7]))
    what = ("prestatiegroep", "wet")
    return [
        lines("ZPM-PF-01", "prestatie_id", forensic, "{} in een zorgtraject {}", what),
        lines("ZPM-PF-02", "prestatie_id", ggz, "{} in een zorgtraject {}", what),
        lines("ZPM-SE-05", "prestatie_id", outside, "forensisch consult in setting {}", ("setting",)),
    ]


def _in_teams(done: _Finished) -> pl.DataFrame:
    """Return the consults with a team, with whether the team is listed on the day and works in their setting."""
    rows = done.rows.filter(_CONSULT, pl.col("team").is_not_null())
    listed = rows.select("prestatie_id", "team", "datum", "setting").join(
        teams().rename({"setting": "past"}), on="team"
    )
    found = listed.filter(within(pl.col("datum"))).group_by("prestatie_id")
    fits = found.agg(bekend=pl.lit(value=True), goed=(pl.col("setting") == pl.col("past")).any())
    return rows.join(fits, on="prestatie_id", how="left", maintain_order="left")


def _of_teams(done: _Finished) -> pl.DataFrame:
    unknown = pl.col("bekend").is_null()
    wrong = _in_teams(done).filter(unknown | (pl.col("setting").is_not_null() & ~pl.col("goed")))
    return lines("ZPM-TM-01", "prestatie_id", wrong, "setting {} bij team {} op {}", ("setting", "team", "datum"))


def _of_claims(done: _Finished) -> list[pl.DataFrame]:
    due = pl.col("datum").dt.offset_by(f"{_INVOICE_DAYS}d")
    asked = done.rows.filter(pl.col("bedrag_eur") > 0).with_columns(uiterlijk=due)
    never = pl.col("factuurdatum").is_null() & (pl.col("uiterlijk") < PEILDATUM)
    late = asked.filter(never | (pl.col("factuurdatum") > pl.col("uiterlijk")))
    coded = done.rows.filter(pl.col("prestatiecode").is_not_null())
    unlisted = coded.filter(~_CONSULT, pl.col("in_lijst").is_null())
    other = coded.filter(pl.col("lijstgroep") != pl.col("prestatiegroep"))
    when = ("factuurdatum", "datum")
    return [
        lines("ZPM-FA-07", "prestatie_id", late, "factuurdatum {} voor zorg op {}", when),
        lines("ZPM-FA-08", "prestatie_id", unlisted, "code {} geldt niet op {}", ("prestatiecode", "datum")),
        lines("ZPM-FA-09", "prestatie_id", other, "code van {} bij {}", ("lijstgroep", "prestatiegroep")),
    ]


def _of_regie(done: _Finished) -> pl.DataFrame:
    paid = done.rows.filter("traject", pl.col("wet").is_in(["zvw", "fz"])).select("zorgtraject_id").unique()
    whose = done.tables["zorgtrajecten"].join(paid, on="zorgtraject_id", how="semi")["regiebehandelaar_id"]
    people = done.tables["behandelaren"].filter(pl.col("behandelaar_id").is_in(whose.drop_nulls().implode()))
    nameless = people.filter(pl.col("agb_code").is_null())
    return lines("ZPM-BH-03", "behandelaar_id", nameless, "regiebehandelaar ({}) zonder AGB-code", ("beroep",))


def _of_travel(done: _Finished) -> pl.DataFrame:
    travel = pl.col("prestatiegroep") == "reistijd"
    direct, setting = pl.col("gerealiseerde_minuten").filter(_CONSULT), pl.col("setting").filter(_CONSULT)
    sums = done.rows.filter(pl.col("wet") == "zvw").group_by("zorgtraject_id").agg(
        zorg=direct.sum(),
        reis=pl.col("reistijd_minuten").filter(travel).sum(),
        laagste=setting.min(),
        gelijk=(setting.n_unique() == 1) & setting.is_not_null().all(),
    )  # fmt: skip
    ambulant = sums.filter("gelijk", pl.col("laagste").is_in([2, 3]), pl.col("zorg") > 0)
    much = ambulant.filter(pl.col("reis") * 100 >= pl.col("zorg") * _TRAVEL_PER_CENT)
    reason = "{} minuten reistijd op {} minuten consult in setting {}"
    return lines("ZPM-SE-03", "zorgtraject_id", much, reason, ("reis", "zorg", "laagste"))


def _of_stays(done: _Finished) -> list[pl.DataFrame]:
    nights = done.tables["prestaties"].filter(pl.col("prestatiegroep") == "verblijfsdag")
    nights = nights.select("patient_id", "datum").unique()
    moment = pl.col("opname")
    late = moment.dt.hour() >= _EIGHT_O_CLOCK
    stays = done.tables["opnames"].with_columns(
        eerste=pl.when(late).then(moment.dt.date().dt.offset_by("1d")).otherwise(moment.dt.date()),
        uit=pl.col("ontslag").dt.date(),
    )
    last = pl.min_horizontal(pl.col("uit"), pl.lit(PEILDATUM)) - timedelta(days=1)
    expected = stays.with_columns(nacht=last).filter(pl.col("eerste") <= pl.col("nacht"))
    expected = expected.with_columns(datum=pl.date_ranges("eerste", "nacht")).explode("datum")
    missing = expected.join(nights, on=["patient_id", "datum"], how="anti")
    counted = missing.group_by("opname_id").agg(nachten=pl.len())
    clinical = done.rows.filter(_CONSULT, pl.col("setting").is_in([5, 6]))
    inside = clinical.select("prestatie_id", "patient_id", "datum").join(
        stays.select("patient_id", "opname", "uit"), on="patient_id"
    ).filter(pl.col("datum") >= moment.dt.date(), (pl.col("datum") <= pl.col("uit")).fill_null(value=True))  # fmt: skip
    away = clinical.join(inside, on="prestatie_id", how="anti").join(nights, on=["patient_id", "datum"], how="anti")
    return [
        lines("ZPM-VB-07", "opname_id", counted, "{} nachten zonder verblijfsdag", ("nachten",)),
        lines(
            "ZPM-SE-04", "prestatie_id", away, "setting {} terwijl de patiënt er op {} niet was", ("setting", "datum")
        ),
    ]


def of_agreements(tables: Tables) -> list[pl.DataFrame]:
    """Return what the agreements must give at these locations."""
    done = _Finished(tables)
    return [
        *_of_contracts(done), *_of_funding(done), _of_teams(done), *_of_claims(done), _of_regie(done),
        _of_travel(done), *_of_stays(done),
    ]  # fmt: skip


def open_agreements(tables: Tables) -> Counts:
    """Return per check how many units are onbepaald."""
    done = _Finished(tables)
    unknown, known = pl.col("uzovi").is_null(), done.rows.filter("traject")
    no_law = known.filter(pl.col("wet").is_null())
    return {
        "ZPM-CO-11": done.special.filter(unknown).height,
        "ZPM-CT-01": done.all_in.filter(unknown).height,
        "ZPM-CT-02": done.above.filter(unknown).height,
        "ZPM-PF-01": no_law.filter(pl.col("prestatiegroep").is_in(_FORENSIC_ONLY)).height,
        "ZPM-PF-02": no_law.filter(pl.col("prestatiegroep").is_in(_GGZ_ONLY)).height,
        "ZPM-SE-05": done.rows.filter(_CONSULT, pl.col("wet") == "fz", pl.col("setting").is_null()).height,
        "ZPM-TM-01": _in_teams(done).filter("bekend", pl.col("setting").is_null()).height,
    }


def of_ceilings(production: pl.DataFrame) -> pl.DataFrame:
    """Return the contracts whose ceiling was exceeded, over all locations."""
    limited = contracten(production).filter(pl.col("plafond_eur").is_not_null())
    over = limited.filter(pl.col("cent") > pl.col("plafond_eur"))
    if over.is_empty():
        return no_lines()
    over = over.with_columns(regel=pl.format("{}|{}", "uzovi", pl.col("geldig_van").cast(pl.String)))
    return lines("ZPM-CT-04", "regel", over, "productie {} cent, plafond {} cent", ("cent", "plafond_eur"))
