"""Stays: verblijfsdagen that do not fit the opname, and care that does not fit a verblijfsdag."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.mishaps.rewriting import again, nothing, repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import price_of

_NIGHT = pl.col("prestatiegroep") == "verblijfsdag"
_DIRECT = pl.col("prestatiegroep").is_in(["consult", "groepsconsult"])
_SILENCE = 30


def _at(clock: pl.Expr) -> pl.Expr:
    """Return the moment of the opname, at another time of that day in minutes."""
    return pl.col("opname").dt.date().cast(pl.Datetime("us")) + pl.duration(minutes=clock)


class _Stays:
    """The opnames of undisturbed patients, with what happened during them."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        rows = scene.tables["prestaties"]
        stays = scene.tables["opnames"].select(
            "traject", "opname_id", "opname", "ontslag",
            in_dag=pl.col("opname").dt.date(), uit_dag=pl.col("ontslag").dt.date(),
        )  # fmt: skip
        self.nights = rows.filter(_NIGHT).select("prestatie_id", "traject", "datum")
        held = self.nights.group_by("traject").agg(
            nachten=pl.len(), eerste_nacht=pl.col("datum").min(), laatste_nacht=pl.col("datum").max()
        )
        contacts = rows.filter(_DIRECT & pl.col("declarabel")).join(stays, on="traject")
        inside = (pl.col("datum") >= pl.col("in_dag")) & (pl.col("datum") < pl.col("uit_dag")).fill_null(True)
        seen = contacts.group_by("traject").agg(
            contacten=inside.sum(), na_ontslag=pl.col("datum").filter(pl.col("datum") >= pl.col("uit_dag")).min()
        )
        self.frame = stays.join(held, on="traject").join(seen, on="traject", how="left")

    def trajecten(self, name: str, count: int, where: pl.Expr) -> pl.DataFrame:
        """Choose zorgtrajecten by what happened in their opname; returned with its columns."""
        wanted = self.frame.filter(where)["traject"].implode()
        chosen = self._scene.trajecten(name, count, pl.col("traject").is_in(wanted))
        return chosen.join(self.frame, on="traject", maintain_order="left")

    def rows(self, chosen: pl.DataFrame) -> pl.DataFrame:
        """Return the verblijfsdagen of these zorgtrajecten."""
        mine = chosen.select("traject", "in_dag", "uit_dag", "eerste_nacht", "startdatum", "einddatum")
        return self._scene.tables["prestaties"].filter(_NIGHT).join(mine, on="traject", maintain_order="left")

    def opnames(self, chosen: pl.DataFrame) -> pl.DataFrame:
        """Return the opnames of these zorgtrajecten."""
        return self._scene.tables["opnames"].join(
            chosen.select("traject"), on="traject", how="semi", maintain_order="left"
        )


def _late_arrivals(scene: Scene, stays: _Stays) -> None:
    """VB-03: a verblijfsdag for somebody who came after eight in the evening."""
    own = scene.chance.on("traject")
    first_night = (pl.col("eerste_nacht") == pl.col("in_dag")) & (pl.col("contacten") > 0)
    late = stays.trajecten("vb03_laat", 3, first_night)
    moved = stays.opnames(late).with_columns(opname=_at(own.between("laat", 1201, 1425)))
    scene.edit("opnames", moved)
    nights = stays.rows(late).filter(pl.col("datum") == pl.col("in_dag"))
    told = nights.join(moved.select("traject", "opname"), on="traject", maintain_order="left")
    scene.note("ZPM-VB-03", told, "opname pas om {}", "opname")
    sharp = stays.opnames(stays.trajecten("vb03_acht_uur", 2, first_night))
    scene.edit("opnames", sharp.with_columns(opname=_at(pl.lit(1200))))
    # An opname in the morning that came to nothing, and a second one in the evening: the first one counts.
    twice = stays.opnames(stays.trajecten("vb03_tweede_opname", 1, first_night))
    scene.edit("opnames", twice.with_columns(opname=_at(pl.lit(1290))))
    morning = twice.with_columns(
        opname=_at(pl.lit(600)), ontslag=_at(pl.lit(780)), opname_id=pl.col("opname_id") + pl.lit("A")
    )
    scene.add("opnames", morning)


def _wrong_days(scene: Scene, stays: _Stays) -> None:
    """VB-01 and VB-02: a day twice, the day of discharge, days after it, an opname that was never written down."""
    twice = again(scene.rows("vb01_dubbel", 4, _NIGHT))
    scene.add("prestaties", twice)
    scene.note("ZPM-VB-01", twice, "tweede verblijfsdag op {}", "datum")

    open_then = pl.col("einddatum").is_null() | (pl.col("einddatum") > pl.col("uit_dag").dt.offset_by("3d"))
    for name, count, later in (("vb02_ontslagdag", 3, 0), ("vb02_na_ontslag", 2, 2)):
        quiet_then = pl.col("uit_dag").is_not_null() & (
            pl.col("na_ontslag") != pl.col("uit_dag").dt.offset_by(f"{later}d")
        ).fill_null(True)
        chosen = stays.trajecten(name, count, quiet_then & (pl.col("uit_dag") < pl.date(2024, 12, 20)))
        chosen = chosen.filter(open_then)
        last = again(stays.rows(chosen).filter(pl.col("datum") == pl.col("uit_dag").dt.offset_by("-1d")))
        last = last.with_columns(datum=pl.col("uit_dag").dt.offset_by(f"{later}d"))
        scene.add("prestaties", last)
        scene.note("ZPM-VB-02", last, "verblijfsdag op {}, ontslag op {}", "datum", "uit_dag")

    early = stays.trajecten(
        "vb02_voor_opname", 1, (pl.col("eerste_nacht") == pl.col("in_dag")) & (pl.col("in_dag") > pl.date(2023, 1, 10))
    )
    early = early.filter(pl.col("startdatum") == pl.col("in_dag"))
    before = again(stays.rows(early).filter(pl.col("datum") == pl.col("in_dag")))
    before = before.with_columns(datum=pl.col("in_dag").dt.offset_by("-1d"))
    scene.add("prestaties", before)
    scene.note("ZPM-VB-02", before, "verblijfsdag op {}, opname op {}", "datum", "in_dag")
    scene.note("ZPM-ZT-03", before, "verblijfsdag op {}, voor de startdatum {}", "datum", "startdatum")
    scene.note(
        "ZPM-ZT-04", before, "eerste prestatie op {}, startdatum {}", "datum", "startdatum", subject="zorgtraject_id"
    )

    shifted = stays.trajecten(
        "vb02_opname_later", 1, (pl.col("eerste_nacht") == pl.col("in_dag")) & (pl.col("nachten") >= 12)
    )
    moved = stays.opnames(shifted).with_columns(opname=pl.col("opname").dt.offset_by("3d"))
    scene.edit("opnames", moved)
    outside = stays.rows(shifted).filter(pl.col("datum") < pl.col("in_dag").dt.offset_by("3d"))
    scene.note(
        "ZPM-VB-02", outside, "verblijfsdag op {}, opname volgens de opnames drie dagen na {}", "datum", "in_dag"
    )


def _care_inside(scene: Scene, stays: _Stays) -> None:
    """VB-04 and VB-05: care that an all-in tariff already pays for."""
    brief = (pl.col("nachten") <= 40) & pl.col("contacten").is_between(2, 14)
    all_in = stays.trajecten("vb04_integraal", 2, brief)
    scene.edit("opnames", stays.opnames(all_in).with_columns(integraal_tarief=pl.lit(True)))
    unclear = stays.trajecten("vb04_leeg", 1, brief)
    scene.edit("opnames", stays.opnames(unclear).with_columns(integraal_tarief=nothing(pl.Boolean)))
    inside = scene.tables["prestaties"].filter(_DIRECT & pl.col("declarabel")).join(
        all_in.select("traject", "in_dag", "uit_dag"), on="traject", maintain_order="left"
    ).filter((pl.col("datum") >= pl.col("in_dag")) & (pl.col("datum") < pl.col("uit_dag")).fill_null(True))  # fmt: skip
    scene.note("ZPM-VB-04", inside, "contact op {} tijdens een opname met integraal tarief", "datum")
    # A few days in a hospital nearby while the ambulant care goes on.
    visited = scene.rows(
        "vb04_elders", 3, pl.col("gewoon") & pl.col("team").is_in(["S", "P"]) & (pl.col("trajecten") == 1)
    )
    days = visited.select("traject", "patient_id", opgenomen="datum")
    elsewhere = days.select(
        "traject", "patient_id",
        opname_id=pl.format("OPX{}", pl.col("traject").cast(pl.String).str.zfill(7)),
        opname=pl.col("opgenomen").cast(pl.Datetime("us")) + pl.duration(minutes=-600),
        ontslag=pl.col("opgenomen").cast(pl.Datetime("us")) + pl.duration(minutes=2040),
        integraal_tarief=pl.lit(True),
    )  # fmt: skip
    scene.add("opnames", elsewhere)
    during = (
        scene.tables["prestaties"]
        .filter(_DIRECT & pl.col("declarabel"))
        .join(days.drop("patient_id"), on="traject", maintain_order="left")
    )
    gone = pl.col("opgenomen")
    during = during.filter((pl.col("datum") >= gone.dt.offset_by("-1d")) & (pl.col("datum") <= gone))
    scene.note("ZPM-VB-04", during, "contact op {} tijdens een opname elders met integraal tarief", "datum")

    nights = scene.rows("vb05_dagbesteding", 4, _NIGHT)
    therapy = pl.col("lotnummer") % 2 == 0
    day_care = again(nights).with_columns(
        prestatiegroep=pl.when(therapy).then(pl.lit("vaktherapie")).otherwise(pl.lit("dagbesteding")),
        prestatiecode=pl.when(therapy).then(pl.lit("OV9022")).otherwise(pl.lit("OV9021")),
    )
    day_care = day_care.with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    scene.add("prestaties", day_care)
    scene.note("ZPM-VB-05", day_care, "{} op {}, een verblijfsdag", "prestatiegroep", "datum")


def _ambulant_inside(scene: Scene, stays: _Stays) -> None:
    """CO-07: a consult in an ambulant setting on a day of stay."""
    nights = stays.nights.select("traject", "datum", nacht=pl.lit(True)).unique()
    own = scene.chance.on("lotnummer")
    several = stays.frame.filter(pl.col("contacten") >= 3)["traject"].implode()
    inpatient = pl.col("gewoon") & pl.col("setting").is_in([5, 6]) & pl.col("traject").is_in(several)
    chosen = scene.rows("co07_ambulant", 4, inpatient)
    chosen = chosen.join(nights, on=["traject", "datum"], how="semi", maintain_order="left")
    chosen = repriced(chosen.with_columns(setting=own.pick("ambulant", ((1, 0.3), (3, 0.5), (4, 0.2))).cast(pl.Int64)))
    scene.edit("prestaties", chosen)
    scene.note("ZPM-CO-07", chosen, "setting {} terwijl de patiënt op {} opgenomen is", "setting", "datum")
    scene.edit("prestaties", scene.rows("co07_leeg", 1, inpatient).with_columns(setting=whole(None)))


def _silence(scene: Scene, stays: _Stays) -> None:
    """VB-06: more than thirty days in the clinic without a contact; the reports of that time are missing."""
    rows = scene.tables["prestaties"]
    long = stays.frame.filter((pl.col("nachten") >= 50) & (pl.col("contacten") > 6))
    discharge = dict(long.select("traject", "uit_dag").iter_rows())
    until = pl.col("traject").replace_strict(discharge, default=None, return_dtype=pl.Date)
    lasts = (pl.col("datum").dt.offset_by(f"{_SILENCE + 4}d") < until).fill_null(True)
    begun = (pl.col("datum") < pl.date(2024, 11, 1)) & (pl.col("datum") > pl.col("eerste_dag").dt.offset_by("7d"))
    mine = pl.col("traject").is_in(long["traject"].implode()) & pl.col("setting").is_in([5, 6])
    heads = scene.rows("vb06_stil", 2, pl.col("gewoon") & mine & begun & lasts).select("traject", vanaf="datum")
    heads = heads.join(stays.frame.select("traject", "opname_id"), on="traject", maintain_order="left")
    quiet = rows.filter(_DIRECT).join(heads, on="traject", maintain_order="left")
    since = (pl.col("datum") - pl.col("vanaf")).dt.total_days()
    gone = quiet.filter((since > 0) & (since <= _SILENCE + 3))
    scene.drop(gone.filter(pl.col("prestatiegroep") == "consult"))
    hooked = rows.join(gone.select(hoofdprestatie_id="prestatie_id"), on="hoofdprestatie_id", how="semi")
    scene.drop(hooked)
    group = gone.filter((pl.col("prestatiegroep") == "groepsconsult") & pl.col("declarabel"))
    scene.edit(
        "prestaties",
        group.with_columns(declarabel=pl.lit(False), bedrag_eur=whole(None), factuurdatum=nothing(pl.Date)),
    )
    scene.note("ZPM-VB-06", heads, "na {} meer dan dertig dagen zonder contact", "vanaf", subject="opname_id")


def plant(scene: Scene) -> None:
    """Plant all of these."""
    stays = _Stays(scene)
    _silence(scene, stays)
    _late_arrivals(scene, stays)
    _wrong_days(scene, stays)
    _ambulant_inside(scene, stays)
    _care_inside(scene, stays)
