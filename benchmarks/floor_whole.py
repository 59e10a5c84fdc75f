"""The floor under the whole catalogue: polars reads every column that a check asks for, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.floor import read

#: The columns of the export that all checks read (``tests/engine/test_floor.py`` holds this against the checks).
NEEDED = {
    "prestaties": (
        "prestatie_id", "patient_id", "zorgtraject_id", "datum", "starttijd", "prestatiegroep", "consulttype",
        "prestatiecode", "setting", "behandelaar_id", "gepland", "gepland_op", "geplande_minuten",
        "gerealiseerde_minuten", "duurklasse", "groepssessie_id", "groepsgrootte", "aanwezig", "hoofdprestatie_id",
        "reistijd_minuten", "eigen_locatie", "asynchroon", "overleg_met", "overleg_vastgelegd",
        "patient_geinformeerd", "bedrag_eur", "declarabel", "factuurdatum", "acuut_binnen_budget",
        "team",
    ),
    "zorgtrajecten": (
        "zorgtraject_id", "patient_id", "startdatum", "einddatum", "financiering", "nieuwe_zorgvraag",
        "regiebehandelaar_id", "diagnose_hoofdgroep", "diagnose_verzekerd", "zorgvraagtype", "zorgvraagtype_datum",
        "verwijstype", "verwijsdatum", "aanmelddatum", "verwijzer_agb", "spoed",
    ),
    "behandelaren": ("behandelaar_id", "beroep", "agb_code", "big_nummer", "geldig_van", "geldig_tot"),
    "patienten": ("patient_id", "geboortedatum", "bsn", "uzovi"),
    "opnames": ("opname_id", "patient_id", "opname", "ontslag", "integraal_tarief"),
    "codelijst": (
        "prestatiecode", "geldig_van", "geldig_tot", "prestatiegroep", "setting", "beroepscategorie", "consulttype",
        "duurklasse", "groepsgrootte", "max_tarief_eur",
    ),
    "prognose": ("maand", "setting", "prestatiegroep", "consulttype", "aantal"),
    "teams": ("team", "setting", "geldig_van", "geldig_tot"),
    "contracten": (
        "uzovi", "geldig_van", "geldig_tot", "hoogspecialistisch", "integraal_tarief", "max_max", "prijs_pct",
        "plafond_eur",
    ),
}  # fmt: skip


def run(folder: Path, _out: Path, _peildatum: date) -> None:
    """Read what the checks need."""
    read(folder, NEEDED)
