"""What is known of rows and zorgtrajecten when a mishap looks for its place."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import category
from zpm_audit.demo.other_care import EU_EMPTY, EU_OVER
from zpm_audit.demo.tariffs import klasse

_DAY = ["behandelaar_id", "datum"]


def _minute_of_day() -> pl.Expr:
    """Return the start time as minutes after midnight."""
    start = pl.col("starttijd").dt
    return start.hour().cast(pl.Int64) * 60 + start.minute().cast(pl.Int64)


def time_of(minutes: pl.Expr) -> pl.Expr:
    """Return minutes after midnight as a time."""
    return (minutes * 60_000_000_000).cast(pl.Int64).cast(pl.Time)


def in_trajecten(prestaties: pl.DataFrame) -> pl.DataFrame:
    """Return the declarable prestaties that name their zorgtraject; some overleg does not."""
    return prestaties.filter(pl.col("declarabel"), pl.col("zorgtraject_id").is_not_null())


def quiet_trajecten(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the zorgtrajecten of patients in whose care nothing was planted so far, with what they hold."""
    rows = tables["prestaties"]
    judged = in_trajecten(rows)
    consult = pl.col("prestatiegroep") == "consult"
    direct = pl.col("prestatiegroep").is_in(["consult", "groepsconsult"])
    treatment = pl.col("consulttype") == "behandeling"
    held = judged.group_by("traject").agg(
        eerste_dag=pl.col("datum").min(),
        laatste_dag=pl.col("datum").max(),
        laatste_contact_dag=pl.col("datum").filter(direct).max(),
        rijen=pl.len(),
        consulten=consult.sum(),
        reizen=(pl.col("prestatiegroep") == "reistijd").sum(),
        zonder_start=(consult & pl.col("starttijd").is_null()).any(),
        behandelconsult=(consult & treatment).any(),
        behandeld=(direct & treatment).any(),
        settings=pl.col("setting").filter(consult).n_unique(),
        een_setting=pl.col("setting").filter(consult).min(),
    )
    spoiled = rows.filter(pl.col("fout").is_in([EU_OVER, EU_EMPTY]))["traject"].unique()
    still = (
        pl.col("gebrek").is_null()
        & ~pl.col("onverzekerd")
        & ~pl.col("nog_niet")
        & ~pl.col("traject").is_in(spoiled.implode())
    )
    return (
        tables["zorgtrajecten"]
        .select(
            "traject", "patient", "locatie", "team", "nieuw", "in_groep", "startdatum", "einddatum", "verwijstype",
            "volgorde", "gebrek", "onverzekerd", "nog_niet", "spoed", "zorgtraject_id", "zorgvraagtype",
            "diagnose_hoofdgroep", tfin="financiering",
        )
        .filter(still.all().over("patient"))
        .drop("gebrek", "onverzekerd", "nog_niet")
        .with_columns(trajecten=pl.len().over("patient"))
        .join(held, on="traject", how="inner", maintain_order="left")
    )  # fmt: skip


def _of_days(judged: pl.DataFrame) -> pl.DataFrame:
    """Return how the working day of every behandelaar went, seen from each of its consults."""
    longest = pl.max_horizontal("gerealiseerde_minuten", "geplande_minuten")
    same = (pl.col("behandelaar_id") == pl.col("behandelaar_id").shift()) & (pl.col("datum") == pl.col("datum").shift())
    ordered = judged.filter(pl.col("minuut").is_not_null()).sort(*_DAY, "minuut", "prestatie_id")
    totals = ordered.group_by(_DAY).agg(
        dag_minuten=pl.col("gerealiseerde_minuten").sum(),
        dag_einde=(pl.col("minuut") + longest).max(),
        laatste_minuut=pl.col("minuut").max(),
    )
    before = ordered.select(
        "idx", *_DAY,
        *(
            pl.when(same).then(pl.col(name).shift()).alias(f"vorige_{name}")
            for name in ("prestatie_id", "patient", "minuut", "gerealiseerde_minuten")
        ),
    )  # fmt: skip
    return before.join(totals, on=_DAY, how="left", maintain_order="left").drop(_DAY)


def row_features(prestaties: pl.DataFrame, quiet: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the prestaties of undisturbed patients in an order of chance, narrow, with ``idx`` as their place.

    ``gewoon``: a consult as most are: declared behandeling, planned, at plan, neither first nor last of its traject.
    """
    heads = prestaties["hoofdprestatie_id"].drop_nulls().unique()
    rows = prestaties.with_row_index("idx").select(
        "idx", "traject", "prestatie_id", "prestatiegroep", "consulttype", "setting", "declarabel", "gepland",
        "asynchroon", "fout", "datum", "behandelaar_id", "geplande_minuten", "gerealiseerde_minuten", "duurklasse",
        "groepssessie_id", "groepsgrootte", "reistijd_minuten", "acuut_binnen_budget", "beroep_toen", "nummer",
        "eigen_locatie",
        minuut=_minute_of_day(),
        haakt=pl.col("prestatie_id").is_in(heads.implode()),
    )  # fmt: skip
    consult = pl.col("prestatiegroep") == "consult"
    joined = rows.join(quiet.drop("zorgtraject_id"), on="traject", how="left", maintain_order="left")
    days = _of_days(joined.filter(consult & pl.col("declarabel")))
    g, r, k = pl.col("geplande_minuten"), pl.col("gerealiseerde_minuten"), pl.col("duurklasse")
    usual = (
        consult & pl.col("declarabel") & pl.col("fout").is_null() & (pl.col("consulttype") == "behandeling")
        & ~pl.col("asynchroon") & pl.col("gepland") & ((r - g).abs() <= 15) & (klasse(g) == k)
        & (pl.col("datum") > pl.col("eerste_dag")) & (pl.col("datum") < pl.col("laatste_dag"))
    )  # fmt: skip
    return (
        joined.filter(pl.col("patient").is_not_null())
        .join(days, on="idx", how="left", maintain_order="left")
        .with_columns(
            gewoon=usual.fill_null(False),
            laatste_van_dag=(pl.col("minuut") == pl.col("laatste_minuut")).fill_null(False),
            categorie=pl.when(consult).then(category(pl.col("beroep_toen"))),
            lotnummer=pl.col("prestatie_id").str.slice(1).cast(pl.Int64),
        )
        .with_columns(lot=chance.uniform("lot"))
        .sort("lot")
    )
